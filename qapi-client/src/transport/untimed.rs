//! Streams that cannot be told to give up.

use std::io::{self, Read, Write};
use std::time::Duration;

use super::Transport;

/// Any stream as a [`Transport`]: a TLS session, or with [`Halves`] a reader and
/// a writer. Where file descriptors are at hand, `FdStream` is better.
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
