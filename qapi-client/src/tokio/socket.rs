//! A unix socket, as a connection awaits it.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags, recv, send};
use tokio::io::unix::AsyncFd;
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};

use super::fds::watched;
use super::transport::Transport;
use crate::transport::{PeerProcess, fds};

/// A unix socket of which the runtime watches the input only.
///
/// The system tells of room for output each time that the server has taken
/// some, be it needed or not, so that a runtime that watches both wakes up twice
/// for each command. Output is watched here only while there is no room for it.
#[derive(Debug)]
pub(super) struct Socket {
    input: AsyncFd<UnixStream>,
    /// A duplicate, while there was no room.
    output: Option<AsyncFd<OwnedFd>>,
}

impl Socket {
    pub(super) fn new(socket: tokio::net::UnixStream) -> io::Result<Self> {
        Ok(Self {
            input: watched(socket.into_std()?, Interest::READABLE)?,
            output: None,
        })
    }

    fn poll_write_by(
        &mut self,
        cx: &mut Context<'_>,
        write: impl Fn(&UnixStream) -> Result<usize, Errno>,
    ) -> Poll<io::Result<usize>> {
        let socket = self.input.get_ref();
        loop {
            match (write(socket), &self.output) {
                (Err(Errno::INTR), _) => {}
                (Err(Errno::AGAIN), None) => {
                    let duplicate = socket.as_fd().try_clone_to_owned()?;
                    self.output = Some(watched(duplicate, Interest::WRITABLE)?);
                }
                (Err(Errno::AGAIN), Some(output)) => {
                    ready!(output.poll_write_ready(cx))?.clear_ready();
                }
                (written, _) => {
                    self.output = None;
                    return Poll::Ready(Ok(written?));
                }
            }
        }
    }

    /// Ends the connection in both directions. That there is none any more is
    /// what was asked for.
    fn end(&self) -> io::Result<()> {
        match rustix::net::shutdown(self.input.get_ref(), rustix::net::Shutdown::Both) {
            Ok(()) | Err(Errno::NOTCONN) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            let mut guard = ready!(self.input.poll_read_ready(cx))?;
            let space = buffer.initialize_unfilled();
            let room = space.len();
            match recv(guard.get_inner(), space, RecvFlags::DONTWAIT) {
                Ok((count, _)) => {
                    // There is no more, and to ask for it would be in vain.
                    if (1..room).contains(&count) {
                        guard.clear_ready();
                    }
                    buffer.advance(count);
                    return Poll::Ready(Ok(()));
                }
                Err(Errno::AGAIN) => guard.clear_ready(),
                Err(Errno::INTR) => {}
                Err(error) => return Poll::Ready(Err(error.into())),
            }
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.get_mut().poll_write_by(cx, |socket| {
            send(socket, bytes, SendFlags::DONTWAIT | fds::NO_SIGNAL)
        })
    }
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.end())
    }
}

impl Transport for Socket {
    fn shut_down(&mut self) {
        // If it cannot be told so, the server sees the end when this is dropped.
        let _ = self.end();
    }

    fn peer_process(&self) -> Option<PeerProcess> {
        PeerProcess::of(self.input.get_ref())
    }

    fn carries_fds(&self) -> bool {
        true
    }

    fn poll_write_with_fd(
        &mut self,
        cx: &mut Context<'_>,
        bytes: &[u8],
        fd: BorrowedFd<'_>,
    ) -> Poll<io::Result<usize>> {
        self.poll_write_by(cx, |socket| {
            fds::send(socket, bytes, fd, SendFlags::DONTWAIT)
        })
    }
}
