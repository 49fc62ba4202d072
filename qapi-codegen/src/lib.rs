//! Typed Rust from QEMU's `query-qmp-schema`.

pub mod merge;
pub mod model;
pub mod name;
pub mod plan;
pub mod select;
