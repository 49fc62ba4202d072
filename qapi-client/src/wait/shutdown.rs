//! The end of a machine.

use serde::Deserialize;

use super::{Progress, Wait};
use crate::error::Error;
use crate::events::{EventFilter, RawEvent};

/// A machine to shut down; from [`shutdown`].
#[derive(Clone, Debug, Default)]
pub struct Shutdown {
    _private: (),
}

/// Why a machine shut down (`SHUTDOWN` in `qapi/run-state.json`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ShutdownCause {
    /// Whether it was the guest that asked for it.
    pub guest: bool,
    /// What it was (`ShutdownCause` there), such as `guest-shutdown` or
    /// `host-qmp-quit`.
    pub reason: String,
}

/// Waits until the machine has shut down (`SHUTDOWN`), after `system_powerdown`
/// or `quit` for instance. It ends with the cause. QEMU itself then ends, and
/// the connection with it, unless it was started with `-no-shutdown`.
pub fn shutdown() -> Shutdown {
    Shutdown::default()
}

impl Wait for Shutdown {
    type Outcome = ShutdownCause;

    fn filter(&self) -> EventFilter {
        EventFilter::named(["SHUTDOWN"])
    }

    fn on_event(&mut self, event: &RawEvent) -> Result<Progress<ShutdownCause>, Error> {
        Ok(Progress::Done(event.data()?))
    }
}
