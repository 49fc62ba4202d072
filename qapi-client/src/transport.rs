//! Streams that a connection can run over.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::TcpStream;
#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::time::Duration;

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
}

macro_rules! socket {
    ($socket:ty) => {
        impl Transport for $socket {
            fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
                let never = timeout == Some(Duration::ZERO);
                self.set_nonblocking(never)?;
                if never {
                    return Ok(());
                }
                self.set_read_timeout(timeout)?;
                self.set_write_timeout(timeout)
            }
        }
    };
}

#[cfg(unix)]
socket!(UnixStream);
socket!(TcpStream);

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        (**self).set_timeout(timeout)
    }
}

/// Any reader and any writer as a [`Transport`], pipes for instance.
///
/// Such streams cannot be told to give up, so **deadlines do not hold** here:
/// a silent server is waited for without end. A deadline is only noticed when
/// something else arrives after it. Looking for events without waiting finds
/// those that were received already.
pub struct Untimed<R, W> {
    reader: R,
    writer: W,
}

impl<R: Read, W: Write> Untimed<R, W> {
    /// What `reader` gives is received, what is sent goes to `writer`.
    pub fn new(reader: R, writer: W) -> Self {
        Self { reader, writer }
    }
}

impl<R: Read, W> Read for Untimed<R, W> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer)
    }
}

impl<R, W: Write> Write for Untimed<R, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl<R: Read, W: Write> Transport for Untimed<R, W> {
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        match timeout {
            Some(Duration::ZERO) => Err(io::ErrorKind::Unsupported.into()),
            _ => Ok(()),
        }
    }
}

impl<R, W> fmt::Debug for Untimed<R, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Untimed").finish_non_exhaustive()
    }
}
