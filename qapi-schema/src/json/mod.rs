//! JSON without a tree: one pass over the bytes fills a flat tape of tokens.
//!
//! The scanner accepts what `serde_json` accepts into a `Value`, with three
//! exceptions: the nesting limit is the caller's, an input of 4 GiB or more is
//! refused, and a member name that `serde_json` keeps for itself has no
//! meaning here. It keeps a stack of its own, so nesting costs no call stack.

mod number;
mod scan;
mod string;
mod tape;
#[cfg(test)]
mod tests;

pub(crate) use scan::{Fault, Reason};
pub(crate) use tape::{Kind, Span, Tape, Token};
