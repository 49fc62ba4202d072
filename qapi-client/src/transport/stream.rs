//! A stream to any address.

use std::io::{self, Read, Write};
use std::net::TcpStream;
#[cfg(unix)]
use std::os::fd::BorrowedFd;
#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::time::Duration;

#[cfg(unix)]
use super::FdStream;
use super::{PeerProcess, Transport};
use crate::address::Address;
use crate::connect::connect;
use crate::deadline::Deadline;

/// A connection to an [`Address`](crate::Address), made from this side or from
/// that one.
#[derive(Debug)]
#[non_exhaustive]
pub enum Stream {
    /// Over a unix socket.
    #[cfg(unix)]
    Unix(UnixStream),
    /// Over TCP.
    Tcp(TcpStream),
    /// Over vsock, or over inherited descriptors.
    #[cfg(unix)]
    Fds(FdStream),
}

impl Stream {
    /// Connects, but waits no longer than `deadline` for it; none is for ever.
    ///
    /// # Errors
    ///
    /// [`TimedOut`](io::ErrorKind::TimedOut);
    /// [`Unsupported`](io::ErrorKind::Unsupported) for what this system or build
    /// has not; [`InvalidInput`](io::ErrorKind::InvalidInput) for a descriptor
    /// that is no stream; and what else the operating system says.
    pub fn connect(address: &Address, deadline: impl Into<Option<Duration>>) -> io::Result<Self> {
        connect(address, Deadline::after(deadline.into()))
    }
}

/// The same for whatever it is.
macro_rules! each {
    ($stream:expr, $inner:ident => $what:expr) => {
        match $stream {
            #[cfg(unix)]
            Stream::Unix($inner) => $what,
            Stream::Tcp($inner) => $what,
            #[cfg(unix)]
            Stream::Fds($inner) => $what,
        }
    };
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        each!(self, stream => stream.read(buffer))
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        each!(self, stream => stream.write(bytes))
    }
    fn flush(&mut self) -> io::Result<()> {
        each!(self, stream => stream.flush())
    }
}

impl Transport for Stream {
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        each!(self, stream => stream.set_timeout(timeout))
    }
    fn shut_down(&mut self) -> io::Result<()> {
        each!(self, stream => stream.shut_down())
    }
    fn peer_process(&self) -> Option<PeerProcess> {
        each!(self, stream => stream.peer_process())
    }
    fn carries_fds(&self) -> bool {
        each!(self, stream => stream.carries_fds())
    }
    #[cfg(unix)]
    fn write_with_fd(&mut self, bytes: &[u8], fd: BorrowedFd<'_>) -> io::Result<usize> {
        each!(self, stream => stream.write_with_fd(bytes, fd))
    }
}
