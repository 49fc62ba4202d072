//! Any file descriptors, awaited.

use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::task::{Context, Poll, ready};

use rustix::io::Errno;
use tokio::io::unix::AsyncFd;
use tokio::io::{Interest, ReadBuf};

use crate::transport::PeerProcess;
use crate::transport::fd_stream::{End, FdStream, Use};

/// Lets the runtime wait for a descriptor.
#[allow(
    deprecated,
    reason = "since 1.54 there is an unsafe one, whose caller vouches for what `AsFd`               promises: that the descriptor stays what it is as long as its owner lives"
)]
pub(super) fn watched<T: AsFd + AsRawFd>(inner: T, interest: Interest) -> io::Result<AsyncFd<T>> {
    AsyncFd::with_interest(inner, interest)
}

/// What an [`FdStream`] is over. Whether the descriptors are blocking is not
/// changed here either, so it is asked once more whether they are ready before
/// what could wait: somebody else may have been quicker.
#[derive(Debug)]
pub(super) struct Fds {
    read: AsyncFd<End>,
    /// None if it is the same.
    write: Option<AsyncFd<End>>,
}

impl Fds {
    pub(super) fn new(stream: FdStream) -> io::Result<Self> {
        let (read, write) = stream.into_ends();
        Ok(match write {
            None => Self {
                read: watched(read, Interest::READABLE | Interest::WRITABLE)?,
                write: None,
            },
            Some(write) => Self {
                read: watched(read, Interest::READABLE)?,
                write: Some(watched(write, Interest::WRITABLE)?),
            },
        })
    }

    fn writer(&self) -> &AsyncFd<End> {
        self.write.as_ref().unwrap_or(&self.read)
    }

    pub(super) fn poll_read(
        &self,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            let mut guard = ready!(self.read.poll_read_ready(cx))?;
            let done = guard.try_io(|end| {
                let end = end.get_ref();
                end.check_ready(Use::Read)?;
                Ok(end.read(buffer.initialize_unfilled())?)
            });
            match done {
                Ok(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(read) => {
                    buffer.advance(read?);
                    return Poll::Ready(Ok(()));
                }
                Err(_would_wait) => {}
            }
        }
    }

    pub(super) fn poll_write(&self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_write_by(cx, |end| end.write(bytes))
    }

    pub(super) fn poll_write_with_fd(
        &self,
        cx: &mut Context<'_>,
        bytes: &[u8],
        fd: BorrowedFd<'_>,
    ) -> Poll<io::Result<usize>> {
        self.poll_write_by(cx, |end| end.write_with_fd(bytes, fd))
    }

    fn poll_write_by(
        &self,
        cx: &mut Context<'_>,
        write: impl Fn(&End) -> Result<usize, Errno>,
    ) -> Poll<io::Result<usize>> {
        loop {
            let mut guard = ready!(self.writer().poll_write_ready(cx))?;
            let done = guard.try_io(|end| {
                let end = end.get_ref();
                end.check_ready(Use::Write)?;
                Ok(write(end)?)
            });
            match done {
                Ok(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(written) => return Poll::Ready(written),
                Err(_would_wait) => {}
            }
        }
    }

    pub(super) fn shut_down(&self) -> io::Result<()> {
        self.read.get_ref().shut_down()?;
        self.writer().get_ref().shut_down()?;
        Ok(())
    }

    pub(super) fn peer_process(&self) -> Option<PeerProcess> {
        self.read.get_ref().peer_of(self.writer().get_ref())
    }

    pub(super) fn carries_fds(&self) -> bool {
        self.writer().get_ref().carries_fds()
    }
}
