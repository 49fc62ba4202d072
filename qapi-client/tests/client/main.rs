//! The clients against servers that follow a script, over every transport.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod agent;
mod blocking;
mod commands;
mod cuts;
mod events;
mod every;
mod faults;
mod flow;
mod hand;
mod handshake;
mod peer;
mod reentry;
mod rows;
mod script;
mod scripted;
mod shell;
mod simulator;
mod tracing;
mod validation;
mod waits;
