//! The server's role: what [`ServerSession`] is made of.

mod message;
pub(crate) mod qjson;
mod request;
mod session;

pub use request::ServerCommand;
pub use session::{ServerSession, Unanswered};

pub(crate) use request::{generic, not_found};

#[cfg(test)]
mod tests;
