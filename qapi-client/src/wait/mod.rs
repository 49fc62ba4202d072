//! What commands bring about after their reply, as values to wait for.
//!
//! Much of what QEMU does goes on when the command that started it has been
//! answered, and is told by events. A [`Wait`] says which events tell it, and
//! what they mean:
//!
//! ```no_run
//! # use std::time::Duration;
//! # fn example(mut qemu: qapi_client::Client) -> Result<(), qapi_client::Error> {
//! use qapi_client::wait;
//! use qapi_types::qmp::commands::{DeviceDel, JobComplete};
//!
//! qemu.execute_and_wait(&DeviceDel::new("disk0"), wait::device_removed("disk0"))?;
//!
//! qemu.wait_for(wait::job_ready("mirror0"))?;
//! qemu.within(Duration::from_secs(600))
//!     .execute_and_wait(&JobComplete::new("mirror0"), wait::job_concluded("mirror0"))?;
//! # Ok(()) }
//! ```
//!
//! `execute_and_wait` subscribes before it sends, so that no event is missed,
//! however fast it comes. `wait_for` is for what was started elsewhere; where
//! QEMU can be asked whether it has happened already, it is.

mod device;
mod event;
mod job;
mod migration;
mod shutdown;

use serde_json::value::RawValue;

use crate::error::Error;
use crate::events::{EventFilter, RawEvent};
use crate::protocol::Request;

pub use device::{DeviceRemoved, device_removed};
pub use event::{EventOf, event};
pub use job::{JobConcluded, JobReady, job_concluded, job_ready};
pub use migration::{MigrationFinished, migration_finished};
pub use shutdown::{Shutdown, ShutdownCause, shutdown};

/// Something to wait for: which events tell of it, and what they mean. It does
/// no I/O; whoever waits hands it what comes.
pub trait Wait {
    /// What it ends with.
    type Outcome;

    /// The next command that must be run first, so that QEMU tells of it; none
    /// is enough. It is asked again with the command's name and its reply.
    ///
    /// # Errors
    ///
    /// A command cannot be encoded, or a reply not be decoded.
    fn prepare(&mut self, before: Option<(&str, &RawValue)>) -> Result<Option<Request>, Error> {
        let _ = before;
        Ok(None)
    }

    /// The events that tell of it.
    fn filter(&self) -> EventFilter;

    /// How to find out whether it has happened already. The default is to wait.
    ///
    /// # Errors
    ///
    /// A command cannot be encoded.
    fn look(&mut self) -> Result<Progress<Self::Outcome>, Error> {
        Ok(Progress::Waiting)
    }

    /// What an event means.
    ///
    /// # Errors
    ///
    /// It will not happen any more: [`Error::Unsuccessful`].
    fn on_event(&mut self, event: &RawEvent) -> Result<Progress<Self::Outcome>, Error>;

    /// What the reply to a command means that was asked for by
    /// [`Progress::Ask`]. The default is to wait.
    ///
    /// # Errors
    ///
    /// It will not happen any more: [`Error::Unsuccessful`].
    fn on_reply(
        &mut self,
        command: &str,
        reply: Box<RawValue>,
    ) -> Result<Progress<Self::Outcome>, Error> {
        let _ = (command, reply);
        Ok(Progress::Waiting)
    }
}

/// How far a [`Wait`] is.
#[derive(Debug)]
pub enum Progress<T> {
    /// An event must tell.
    Waiting,
    /// QEMU must be asked.
    Ask(Request),
    /// It has happened.
    Done(T),
}

/// That it will not happen any more.
fn unsuccessful<T>(what: String, reason: impl Into<String>) -> Result<T, Error> {
    Err(Error::Unsuccessful {
        what,
        reason: reason.into(),
    })
}

/// A reply as a type of the waits' own.
fn view<'r, T: serde::Deserialize<'r>>(command: &str, reply: &'r RawValue) -> Result<T, Error> {
    serde_json::from_str(reply.get()).map_err(|source| Error::Decode {
        command: command.to_owned(),
        at: qapi_schema::Coordinate::part_of(command, qapi_schema::Part::Returns),
        source,
    })
}
