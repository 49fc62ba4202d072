//! Streams that a connection can run over.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
#[cfg(unix)]
use std::os::fd::BorrowedFd;
#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::time::Duration;

#[cfg(unix)]
pub(crate) mod fds;
mod peer;

pub use peer::PeerProcess;

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
    /// a unix socket.
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

/// What both kinds of socket of the standard library do alike.
macro_rules! socket {
    () => {
        fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
            let never = timeout == Some(Duration::ZERO);
            self.set_nonblocking(never)?;
            if never {
                return Ok(());
            }
            self.set_read_timeout(timeout)?;
            self.set_write_timeout(timeout)
        }

        fn shut_down(&mut self) -> io::Result<()> {
            ended(self.shutdown(Shutdown::Both))
        }
    };
}

/// That there is no connection any more is what was asked for.
fn ended(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotConnected => Ok(()),
        outcome => outcome,
    }
}

impl Transport for TcpStream {
    socket!();
}

#[cfg(unix)]
impl Transport for UnixStream {
    socket!();

    fn peer_process(&self) -> Option<PeerProcess> {
        PeerProcess::of(self)
    }

    fn carries_fds(&self) -> bool {
        true
    }

    fn write_with_fd(&mut self, bytes: &[u8], fd: BorrowedFd<'_>) -> io::Result<usize> {
        fds::send(self, bytes, fd, rustix::net::SendFlags::empty())
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

/// Any stream as a [`Transport`]: a TLS session, or with [`Halves`] a pair of
/// pipes.
///
/// Such streams cannot be told to give up, so **deadlines do not hold** here:
/// a silent server is waited for without end. A deadline is only noticed when
/// something else arrives after it. Looking for events without waiting finds
/// those that were received already.
#[derive(Debug)]
pub struct Untimed<S>(pub S);

impl<S: Read> Read for Untimed<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl<S: Write> Write for Untimed<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<S: Read + Write> Transport for Untimed<S> {
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        match timeout {
            Some(Duration::ZERO) => Err(io::ErrorKind::Unsupported.into()),
            _ => Ok(()),
        }
    }
}

/// A reader and a writer as one stream.
#[derive(Debug)]
pub struct Halves<R, W> {
    /// What is received comes from here.
    pub reader: R,
    /// What is sent goes here.
    pub writer: W,
}

impl<R: Read, W> Read for Halves<R, W> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer)
    }
}

impl<R, W: Write> Write for Halves<R, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
