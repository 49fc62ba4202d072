//! The front end for QEMU's own schema source.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod bad;
mod good;
mod limits;
