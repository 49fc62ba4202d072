//! The client against servers that follow a script, over every transport.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod agent;
mod commands;
mod events;
mod faults;
mod handshake;
mod peer;
mod simulator;
mod validation;
