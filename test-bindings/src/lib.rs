//! The bindings of every captured schema.
//!
//! They compile as they would in somebody's crate that denies all warnings.

#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]

include!(concat!(env!("OUT_DIR"), "/all.rs"));
