//! Start and own a real QEMU, storage daemon or guest agent.
//!
//! A [`Binary`] is a program that has said what it is; a [`Machine`] is a
//! process of it that lives as long as the value. The protocol is spoken over
//! a socket of its own, so nothing is left in the file system and nobody else
//! can connect.
//!
//! ```no_run
//! use qapi_machine::{Binary, Machine};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let path = qapi_machine::find().ok_or("there is no QEMU here")?;
//! let binary = Binary::new(path)?;
//! println!("{} {}", binary.kind(), binary.version());
//! let mut machine = Machine::builder(&binary).start()?;
//! let monitor = machine.take_monitor().ok_or("the monitor is taken")?;
//! // … speak QMP over `monitor` …
//! # drop(monitor);
//! # Ok(())
//! # }
//! ```

mod agent;
mod binary;
mod folder;
pub mod live;
mod machine;
mod pool;
mod qtest;
mod search;
mod undertaker;

use std::io;
use std::path::PathBuf;
use std::time::Duration;

pub use binary::{Binary, Kind, Version};
pub use machine::{Builder, Exit, Machine};
pub use pool::{Lease, LeaseError, Pool};
pub use qtest::{Qtest, QtestError};
pub use search::{Found, Origin, find, find_agent, find_all};

/// Why a binary could not be identified or started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system would not run it.
    #[error("cannot start `{}`", .path.display())]
    Start {
        /// The binary.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// It did not say what it is in time.
    #[error("`{} --version` did not end within {} s", .path.display(), .limit.as_secs())]
    Silent {
        /// The binary.
        path: PathBuf,
        /// How long it had.
        limit: Duration,
    },
    /// It said something, but not what a QEMU says.
    #[error(
        "`{}` is neither a QEMU system emulator nor a storage daemon or guest agent: to `--version` it says `{said}`",
        .path.display()
    )]
    NotQemu {
        /// The binary.
        path: PathBuf,
        /// The first line of its answer.
        said: String,
    },
    /// A test was to be skipped where nothing may be.
    #[error("{reason}, and QAPI_LIVE=require")]
    Required {
        /// Why it was to be skipped.
        reason: String,
    },
    /// A pipe, a socket pair or the process could not be handled.
    #[error("cannot run `{}`", .path.display())]
    Io {
        /// The binary.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}
