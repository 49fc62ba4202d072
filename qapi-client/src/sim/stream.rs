//! A connection in memory.

use std::fmt;
use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "tokio")]
use std::pin::Pin;
#[cfg(feature = "tokio")]
use std::task::{Context, Poll, ready};

#[cfg(feature = "tokio")]
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::monitor::Monitor;
use super::outbox::Outbox;
use super::shared::Shared;
use crate::transport::Transport;

/// A connection to a [`Simulator`](super::Simulator) in memory, without any
/// thread: a command is carried out in the `write` that completes it, unless it
/// must wait for one that is under way. `read` waits only for what somebody else
/// makes the simulator send, an event or a [`Reply`](super::Reply). With the
/// feature `tokio` it can be polled, too.
pub struct SimStream {
    monitor: Arc<Monitor>,
    timeout: Option<Duration>,
}

impl SimStream {
    pub(super) fn new(shared: &Arc<Shared>) -> Self {
        Self {
            monitor: Monitor::open(shared, Outbox::memory()),
            timeout: None,
        }
    }
}

impl Drop for SimStream {
    fn drop(&mut self) {
        self.monitor.outbox.close();
    }
}

impl Read for SimStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.monitor.outbox.read(buffer, self.timeout)
    }
}

impl Write for SimStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.monitor.outbox.is_closed() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.monitor.receive(bytes);
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

#[cfg(feature = "tokio")]
impl AsyncRead for SimStream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let count = ready!(
            self.monitor
                .outbox
                .poll_read(buffer.initialize_unfilled(), cx)
        );
        buffer.advance(count);
        Poll::Ready(Ok(()))
    }
}

#[cfg(feature = "tokio")]
impl AsyncWrite for SimStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(self.write(bytes))
    }
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl fmt::Debug for SimStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimStream")
            .field("negotiated", &self.monitor.negotiated())
            .field("closed", &self.monitor.outbox.is_closed())
            .finish_non_exhaustive()
    }
}
