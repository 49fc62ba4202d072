//! What must hold whatever bytes come in: of the client, of the schema and its
//! source, and of the simulator.
//!
//! Each target is a function that panics on an input that breaks it. The test
//! `replay` runs all of them with the inputs in `corpus/` and with mutations of
//! those; `libfuzzer/` makes them programs of cargo-fuzz.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a target says by a panic what is wrong"
)]

pub mod agent;
pub mod json;
pub mod message;
pub mod protocol;
pub mod schema;
pub mod simulator;
pub mod source;

/// Something that is given arbitrary bytes.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// What its program and its folder in `corpus/` are called.
    pub name: &'static str,
    /// Panics on an input that breaks it.
    pub check: fn(&[u8]),
    /// The bytes that mean something of their own in its inputs.
    pub instructions: &'static [u8],
    /// How many mutations of its corpus a test tries: about a second's worth
    /// without optimisation.
    pub rounds: u64,
}

/// All of them.
pub const TARGETS: &[Target] = &[
    Target {
        name: "agent",
        check: agent::check,
        instructions: b"\x01\x02\x03\xff",
        rounds: 10_000,
    },
    Target {
        name: "json",
        check: json::check,
        instructions: b"",
        rounds: 50_000,
    },
    Target {
        name: "message",
        check: message::check,
        instructions: b"",
        rounds: 20_000,
    },
    Target {
        name: "protocol",
        check: protocol::check,
        instructions: protocol::INSTRUCTIONS,
        rounds: 4_000,
    },
    Target {
        name: "schema",
        check: schema::check,
        instructions: b"",
        rounds: 30_000,
    },
    Target {
        name: "simulator",
        check: simulator::check,
        instructions: b"\x01\xff",
        rounds: 1_000,
    },
    Target {
        name: "source",
        check: source::check,
        instructions: b"\xff",
        rounds: 30_000,
    },
];
