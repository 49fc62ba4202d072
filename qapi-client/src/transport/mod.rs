//! Streams that a connection can run over.

use std::io::{self, Read, Write};
#[cfg(unix)]
use std::os::fd::BorrowedFd;
use std::time::Duration;

#[cfg(unix)]
pub(crate) mod fd_stream;
#[cfg(unix)]
pub(crate) mod fds;
mod peer;
mod socket;
mod stream;
mod untimed;

#[cfg(unix)]
pub use fd_stream::FdStream;
pub use peer::PeerProcess;
pub use stream::Stream;
pub use untimed::{Halves, Untimed};

/// A stream that a connection can run over.
///
/// A `read` that finds nothing and a `write` that finds no room wait as long
/// as was last set, and then fail as [`WouldBlock`](io::ErrorKind::WouldBlock)
/// or [`TimedOut`](io::ErrorKind::TimedOut). An implementation must not fail
/// so before that time is over.
pub trait Transport: Read + Write {
    /// How long a later `read` or `write` may wait: none is for ever, zero is
    /// not at all.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](io::ErrorKind::Unsupported) for zero if the stream
    /// cannot be asked whether something is there; any other error ends the
    /// connection.
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()>;

    /// Ends the connection in both directions, for the server too, and even
    /// where a duplicate of the stream is open somewhere. A stream that cannot
    /// do so, such as a pipe, is left as it is and ends when it is dropped; the
    /// default is that. To call it again does no harm.
    ///
    /// # Errors
    ///
    /// What the operating system says; the stream is of no more use anyway.
    fn shut_down(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// The process at the other end, where the system tells. It is how the
    /// schema of a server that was asked before is known
    /// ([`Builder::schema_cache`](crate::Builder::schema_cache)).
    fn peer_process(&self) -> Option<PeerProcess> {
        None
    }

    /// Whether [`write_with_fd`](Self::write_with_fd) works here, as it does on
    /// a unix socket. Whether the other side takes what comes so is its own
    /// affair: one that has the socket as its stdin may not.
    fn carries_fds(&self) -> bool {
        false
    }

    /// Writes as `write` does, and sends a duplicate of a file descriptor along
    /// with the first byte. Once this has written anything, however little, the
    /// descriptor is on its way; the rest is for `write`.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](io::ErrorKind::Unsupported) if the stream does not
    /// [carry them](Self::carries_fds), [`InvalidInput`](io::ErrorKind::InvalidInput)
    /// if there is no byte to send it with, and as for `write`. Then the
    /// descriptor was not sent.
    #[cfg(unix)]
    fn write_with_fd(&mut self, bytes: &[u8], fd: BorrowedFd<'_>) -> io::Result<usize> {
        let _ = (bytes, fd);
        Err(io::ErrorKind::Unsupported.into())
    }
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        (**self).set_timeout(timeout)
    }
    fn shut_down(&mut self) -> io::Result<()> {
        (**self).shut_down()
    }
    fn peer_process(&self) -> Option<PeerProcess> {
        (**self).peer_process()
    }
    fn carries_fds(&self) -> bool {
        (**self).carries_fds()
    }
    #[cfg(unix)]
    fn write_with_fd(&mut self, bytes: &[u8], fd: BorrowedFd<'_>) -> io::Result<usize> {
        (**self).write_with_fd(bytes, fd)
    }
}
