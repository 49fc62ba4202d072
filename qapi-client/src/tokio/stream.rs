//! Streams that a connection can run over.

use std::io;
#[cfg(unix)]
use std::os::fd::BorrowedFd;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::transport::PeerProcess;

/// A stream, and whether open files can be sent along.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {
    fn carries_fds(&self) -> bool {
        false
    }

    fn peer_process(&self) -> Option<PeerProcess> {
        None
    }

    /// As [`Transport::write_with_fd`](crate::Transport::write_with_fd).
    #[cfg(unix)]
    fn poll_write_with_fd(
        &mut self,
        cx: &mut Context<'_>,
        bytes: &[u8],
        fd: BorrowedFd<'_>,
    ) -> Poll<io::Result<usize>> {
        let _ = (cx, bytes, fd);
        Poll::Ready(Err(io::ErrorKind::Unsupported.into()))
    }
}

#[cfg(unix)]
impl Stream for tokio::net::UnixStream {
    fn carries_fds(&self) -> bool {
        true
    }

    fn peer_process(&self) -> Option<PeerProcess> {
        PeerProcess::of(self)
    }

    fn poll_write_with_fd(
        &mut self,
        cx: &mut Context<'_>,
        bytes: &[u8],
        fd: BorrowedFd<'_>,
    ) -> Poll<io::Result<usize>> {
        use std::task::ready;

        use rustix::net::SendFlags;
        use tokio::io::Interest;

        use crate::transport::fds;

        loop {
            ready!(self.poll_write_ready(cx))?;
            let sent = self.try_io(Interest::WRITABLE, || {
                Ok(fds::send(&*self, bytes, fd, SendFlags::DONTWAIT)?)
            });
            match sent {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                sent => return Poll::Ready(sent),
            }
        }
    }
}

/// Any other stream.
pub(super) struct Plain<S>(Pin<Box<S>>);

impl<S> Plain<S> {
    pub(super) fn new(stream: S) -> Self {
        Self(Box::pin(stream))
    }
}

impl<S: AsyncRead> AsyncRead for Plain<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite> AsyncWrite for Plain<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.0.as_mut().poll_write(cx, bytes)
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_flush(cx)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_shutdown(cx)
    }
}

impl<S: AsyncRead + AsyncWrite + Send> Stream for Plain<S> {}
