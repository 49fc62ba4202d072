//! The blocking shell around the protocol.

mod agent;
mod call;
mod client;
mod exchange;
mod link;

pub use agent::{Agent, AgentCommand, AgentInfo};
pub use client::Client;

pub(crate) use link::Link;
