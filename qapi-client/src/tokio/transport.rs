//! What a connection can run over.

use std::io;
#[cfg(unix)]
use std::os::fd::BorrowedFd;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::transport::PeerProcess;

/// A stream, and what else a connection asks of it.
pub(super) trait Transport: AsyncRead + AsyncWrite + Send + Unpin {
    /// As [`Transport::shut_down`](crate::Transport::shut_down). What cannot be
    /// done at once is left to `poll_shutdown`.
    fn shut_down(&mut self) {}

    /// As [`Transport::peer_process`](crate::Transport::peer_process).
    fn peer_process(&self) -> Option<PeerProcess> {
        None
    }

    /// Whether open files can be sent along.
    fn carries_fds(&self) -> bool {
        false
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

/// Any stream.
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

impl<S: AsyncRead + AsyncWrite + Send> Transport for Plain<S> {}
