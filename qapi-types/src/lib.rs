//! What typed bindings of QMP stand on, and bindings of several QEMU versions.
//!
//! Bindings are generated from the answer to `query-qmp-schema`. The feature
//! `bundled`, on by default, brings those of all schemas in this repository as
//! module `qmp`; `QAPI_SCHEMA=/path/dump.json cargo build` replaces them. The
//! feature `qga` brings those of the guest agent as module `qga`, and
//! `schemars` makes all of them implement `JsonSchema`. For bindings of one's
//! own there is a two-line build script:
//!
//! ```ignore
//! // build.rs
//! fn main() {
//!     qapi_codegen::Builder::new("schemas/qemu.json").build();
//! }
//! // lib.rs
//! qapi_types::include_bindings!();
//! ```
//!
//! # What is generated
//!
//! Three modules: `commands`, `events` and `types`.
//!
//! - Objects are structs with public fields. They are made with `new`, which
//!   takes what is required; what can be sent has a setter for each optional
//!   member. They are `#[non_exhaustive]`, so that a later QEMU may add members.
//! - Enums are open: a value that this build does not know is kept in
//!   `Unrecognized`, which only `From<&str>` and decoding make.
//! - Unions are a struct of the common members; the field that is called after
//!   the tag holds an enum of the branches, boxed. An unknown branch keeps its
//!   tag and members. Where some QEMU has no tag there, the field is an `Option`.
//! - Alternates are enums with a variant for each JSON kind; `Null` is JSON's
//!   null, `None` around one means absent.
//! - Integers that are only sent have the width that they have in QEMU, `u8` to
//!   `u64` and `i8` to `i64`. What is received is `u64` or `i64`, since a later
//!   QEMU may widen it. Where no reference tells the width, or QEMU versions
//!   disagree about the sign, it is [`Int`]. `any` is [`serde_json::Value`].
//!   QEMU takes a negative `size` or `uint64` and wraps it around: that cannot be
//!   said in `u64`. Send such a command untyped if it must be.
//!
//! Bindings of several schemas take what any of them has. A member is an
//! `Option` if one of them may leave it out. What is where is said in the docs,
//! by `AVAILABILITY` of commands and events, and by [`Described::item`] of every
//! type for its members, values and branches; `METADATA` has all of it by name.
//!
//! `Debug` prints wire names, and only members that are present. In place of
//! secrets, such as passwords, it has `[redacted]`, and so it has for what an unknown
//! branch or event holds.

// The bundled bindings name this crate as anyone's bindings do.
#[cfg(any(feature = "bundled", feature = "qga"))]
extern crate self as qapi_types;

#[doc(hidden)]
#[path = "rt/mod.rs"]
pub mod __private;
mod depth;
mod int;
mod metadata;
mod place;
mod protocol;
pub mod registry;
mod unknown;

pub use depth::with_depth_limit;
pub use int::Int;
pub use metadata::{Availability, Described, Item, ItemPart, Metadata, Requirement};
pub use place::{Step, with_place};
pub use protocol::{Command, Empty, Event, Featured};
pub use serde_json::Value;
pub use unknown::{Unrecognized, UnrecognizedBranch, UnrecognizedEvent, UnrecognizedKind};

/// The bindings of the bundled schemas, or of those in `$QAPI_SCHEMA`.
#[cfg(feature = "bundled")]
pub mod qmp {
    include!(concat!(env!("OUT_DIR"), "/qapi.rs"));
}

/// The bindings of the guest agent, of QEMU 7.2 and 10.2 and of every system
/// that it runs on.
#[cfg(feature = "qga")]
pub mod qga {
    include!(concat!(env!("OUT_DIR"), "/qga.rs"));
}

__objects! { Empty }

/// Includes the bindings that `qapi_codegen::Builder` has made in `build.rs`.
///
/// The modules `commands`, `events` and `types` appear where it stands.
#[macro_export]
macro_rules! include_bindings {
    () => {
        include!(concat!(env!("OUT_DIR"), "/qapi.rs"));
    };
}
