//! QEMU's introspected QMP schema as data.
//!
//! A QEMU describes the protocol it speaks in its answer to
//! `query-qmp-schema`. This crate turns such a dump into a [`Schema`]:
//!
//! ```
//! # fn main() -> Result<(), qapi_schema::LoadError> {
//! let dump = br#"[
//!     {"name": "quit", "meta-type": "command", "arg-type": "0", "ret-type": "0"},
//!     {"name": "0", "meta-type": "object", "members": []}
//! ]"#;
//! let schema = qapi_schema::Schema::from_slice(dump)?;
//! assert!(schema.command("quit").is_some());
//! # Ok(())
//! # }
//! ```
//!
//! The stages are [`wire`] (what QEMU sends), then resolve (names become
//! ids), then check (everything that would make the schema unusable, reported
//! at once). A [`Schema`] that exists has passed all three, so later stages
//! need not ask again whether a type is there.

mod causes;
mod check;
mod coordinate;
mod finding;
mod json;
mod least;
mod load;
mod locate;
mod lookup;
mod model;
pub mod quote;
mod resolve;
#[cfg(feature = "sample")]
pub mod sample;
pub mod secrets;
#[cfg(feature = "source")]
pub mod source;
mod store;
pub mod suggest;
pub mod validate;
mod walk;
pub mod wire;

pub use causes::with_causes;
pub use check::{MAX_ARRAY_NESTING, MAX_UNION_NESTING};
pub use coordinate::{Coordinate, CoordinateError, Leaf, Part, Step};
pub use finding::{Defect, Finding, Findings, MAX_FINDINGS};
pub use load::LoadError;
pub use locate::{LookupError, Place};
pub use model::{
    Alternate, Builtin, Case, Command, Enum, EnumValue, Event, Features, JsonKind, Member, Object,
    Schema, Type, TypeId, TypeKind, Variants, Width,
};
pub use walk::FirstUses;

/// The deepest nesting of arrays and objects that QEMU's JSON parser accepts
/// (`MAX_NESTING` in `qobject/json-parser`).
pub const MAX_NESTING: usize = 1024;

/// The most tokens that QEMU's JSON parser takes in one message
/// (`MAX_TOKEN_COUNT` in `qobject/json-streamer`).
pub const MAX_TOKENS: usize = 1 << 21;
