//! A connection in memory.

use std::fmt;
use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::Duration;

use super::monitor::{Monitor, Output};
use super::outbox::Outbox;
use super::shared::Shared;
use crate::transport::Transport;

/// A connection to a [`Simulator`](super::Simulator) in memory, without any
/// thread: a command is carried out in the `write` that completes it. `read`
/// waits only for events that somebody else makes the simulator emit.
pub struct SimStream {
    monitor: Monitor,
    outbox: Arc<Outbox>,
    output: Output,
    timeout: Option<Duration>,
}

impl SimStream {
    pub(super) fn new(shared: &Arc<Shared>) -> Self {
        let monitor = Monitor::new(Arc::clone(shared));
        let outbox = Arc::new(Outbox::memory());
        outbox.send(&monitor.greeting(), false);
        shared.join(&outbox);
        Self {
            monitor,
            outbox,
            output: Output::default(),
            timeout: None,
        }
    }
}

impl Read for SimStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.outbox.read(buffer, self.timeout)
    }
}

impl Write for SimStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.outbox.is_closed() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.monitor.exchange(bytes, &self.outbox, &mut self.output);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Transport for SimStream {
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        self.timeout = timeout;
        Ok(())
    }
}

impl fmt::Debug for SimStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimStream")
            .field("negotiated", &self.monitor.negotiated())
            .field("closed", &self.outbox.is_closed())
            .finish_non_exhaustive()
    }
}
