//! A test suite for every command and every event of a QEMU, made from its
//! answer to `query-qmp-schema`.
//!
//! ```ignore
//! // tests/conformance/main.rs
//! mod behaviours;
//! qapi_conformance::suite!(
//!     schema = "schemas/my-qemu.json",
//!     behaviours = crate::behaviours,
//! );
//! // tests/conformance/behaviours.rs
//! use my_bindings::commands::{Cont, QueryStatus};
//! use qapi_conformance::{Stop, Vm, behaviour};
//!
//! #[behaviour("cont", args = "-S")]
//! pub fn a_stopped_guest_goes_on(vm: &mut Vm<'_>) -> Result<(), Stop> {
//!     vm.execute(&Cont::new())?;
//!     if vm.execute(&QueryStatus::new())?.running { Ok(()) } else { Err("it stands".into()) }
//! }
//! ```
//!
//! The tests are Rust's own: `cargo test -- --list` shows the map of what there
//! is, and a command without a behaviour is an ignored test. What they do is in
//! this crate: [`Suite`] has a method for each.
//!
//! Beside commands and events, the protocol itself has tests: one for each row of
//! the table in [`protocol`].
//!
//! The QEMU is the first here that answers with that schema: of `$QAPI_QEMU`,
//! those on `$PATH` and `$QAPI_QEMU_EXTRA`. Where there is none, the tests that
//! need one are skipped with the reason, on stderr; `QAPI_LIVE=require` makes
//! that a failure.
//!
//! What the tests have found can be looked at: `qapi test --report DIR -- cargo
//! test` makes a page of it, and JUnit's XML and JSON, of the [`record`]s that
//! they leave where `$QAPI_TEST_RECORDS` says.

pub mod differential;
mod exchange;
mod expect;
pub mod judge;
mod paper;
mod peer;
pub mod protocol;
pub mod record;
mod stop;
mod suite;
pub mod typed;
mod vm;

pub use expect::{equal, so};
pub use qapi_conformance_macros::{behaviour, raises, suite};
pub use stop::Stop;
pub use suite::{Body, Coverage, On, Suite, Written};
pub use vm::Vm;
