//! Waiting for a server to connect.

use std::io::{self, ErrorKind};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use super::fds::watched;
use super::link::{deadline, until};
use super::stream::Stream;
use crate::address::Address;

/// The other way round: a server connects to us, as QEMU does with
/// `-qmp unix:PATH,server=off`. It promises for its socket file what
/// [the blocking one](crate::Listener) does.
///
/// ```no_run
/// use std::time::Duration;
/// use qapi_client::tokio::{Client, Listener};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let listener = Listener::bind(&"unix:/run/user/1000/vm.qmp".parse()?).await?;
/// // qemu-system-x86_64 -qmp unix:/run/user/1000/vm.qmp,server=off
/// let stream = listener.accept(Duration::from_secs(10)).await?;
/// let qemu = Client::builder().over_stream(stream).await?;
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Listener {
    inner: AsyncFd<crate::Listener>,
}

impl Listener {
    /// Listens at an address, by a thread of the runtime, as names may have to
    /// be resolved.
    ///
    /// # Errors
    ///
    /// As for [the blocking one](crate::Listener::bind).
    pub async fn bind(address: &Address) -> io::Result<Self> {
        let address = address.clone();
        let bound = tokio::task::spawn_blocking(move || crate::Listener::bind(&address));
        Self::try_from(bound.await??)
    }

    /// Where it listens, with the port that it got.
    pub fn local_address(&self) -> &Address {
        self.inner.get_ref().local_address()
    }

    /// Waits until a server connects, but no longer than `span`; none is for
    /// ever. Dropping the future loses no server.
    ///
    /// # Errors
    ///
    /// [`TimedOut`](ErrorKind::TimedOut), and what the operating system says.
    pub async fn accept(&self, span: impl Into<Option<Duration>>) -> io::Result<Stream> {
        until(deadline(span.into()), self.accept_next())
            .await
            .unwrap_or_else(|| Err(ErrorKind::TimedOut.into()))
    }

    async fn accept_next(&self) -> io::Result<Stream> {
        loop {
            let mut guard = self.inner.readable().await?;
            if let Ok(accepted) = guard.try_io(|listener| listener.get_ref().try_accept()) {
                return accepted?.try_into();
            }
        }
    }
}

impl AsFd for Listener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.inner.as_fd()
    }
}

/// Fails if the runtime cannot wait for it.
impl TryFrom<crate::Listener> for Listener {
    type Error = io::Error;

    fn try_from(listener: crate::Listener) -> io::Result<Self> {
        let inner = watched(listener, Interest::READABLE)?;
        Ok(Self { inner })
    }
}
