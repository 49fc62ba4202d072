//! Asking a QEMU what it makes of a command, without having it carried out.
//!
//! QEMU's input visitor reports an unknown member of the arguments after
//! everything else. So a command with one such member added never reaches its
//! handler, and that it is the only complaint says that the rest is right.

mod complaint;
mod flow;
pub mod known;
pub mod ledger;
mod monitor;
mod pattern;
mod question;
pub mod refusals;
pub mod simulated;

pub use complaint::Complaint;
pub use monitor::{Answer, LIMIT, Monitor, Question, answer};
pub use pattern::like;

pub use question::{
    NEGOTIATION, PROBE, Questions, Report, Test, instances, judged, of_command, of_messages, probed,
};
