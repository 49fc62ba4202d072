//! Typed Rust from QEMU's `query-qmp-schema`.
//!
//! A build script uses [`Builder`]; everything else [`Generator`]. The stages
//! are [`merge`], [`name`], [`plan`], [`emit`] and [`mod@write`], and each can
//! be looked at. The text needs `qapi-types` to compile, nothing else by name.

mod builder;
pub mod emit;
mod generate;
pub mod json_schema;
pub mod merge;
pub mod model;
pub mod name;
pub mod plan;
pub mod prose;
pub mod reference;
pub mod select;
pub mod write;

pub use builder::{Builder, Error};
pub use generate::{GenerateError, Generated, Generator, Timings};
pub use merge::Source;
pub use prose::{Prose, ProseError};
pub use select::UnknownNames;
