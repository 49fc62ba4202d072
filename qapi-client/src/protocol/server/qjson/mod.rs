//! JSON as QEMU reads and writes it: a lexer that finds its way back after
//! bad input, a parser with QEMU's error messages, and QEMU's spelling of
//! strings and numbers.

mod lexer;
mod parser;
mod reader;
mod writer;

pub(crate) use parser::Style;
pub(crate) use reader::Reader;
pub(crate) use writer::{string, to_vec, write};
