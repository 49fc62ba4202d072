//! A stream to any address.

#[cfg(unix)]
use std::future::poll_fn;
use std::io;
#[cfg(unix)]
use std::os::fd::{AsFd, BorrowedFd};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;

#[cfg(unix)]
use super::fds::Fds;
use super::link::deadline;
use super::transport::Transport;
use crate::address::Address;
use crate::transport::PeerProcess;

/// A connection to an [`Address`], made from this side or from that one; or any
/// file descriptors, such as a terminal's.
///
/// Open files can be sent along where it is a unix socket, however it was come
/// by. Of an [`FdStream`](crate::FdStream) it is not changed here either whether
/// its descriptors are blocking, as whoever shares them would notice.
///
/// To shut it down ends the connection in both directions, for the server too,
/// and even where a duplicate of it is open somewhere. Pipes and terminals
/// cannot be shut down: they end when it is dropped.
///
/// The methods must be called in the context of a runtime with I/O and time
/// enabled.
#[derive(Debug)]
pub struct Stream(Inner);

#[derive(Debug)]
enum Inner {
    #[cfg(unix)]
    Unix(UnixStream),
    Tcp(TcpStream),
    #[cfg(unix)]
    Fds(Fds),
}

impl Stream {
    /// Connects, but waits no longer than `span` for it; none is for ever.
    ///
    /// Names are resolved, and places in a full backlog of a unix socket waited
    /// for, by threads of the runtime. When the future is dropped, such a thread
    /// goes on until there is an answer, or for a moment, respectively.
    ///
    /// # Errors
    ///
    /// As for [the blocking one](crate::Stream::connect).
    pub async fn connect(address: &Address, span: impl Into<Option<Duration>>) -> io::Result<Self> {
        super::connect::connect(address, deadline(span.into())).await
    }

    /// Whether [`write_with_fd`](Self::write_with_fd) works here, as it does on
    /// a unix socket.
    pub fn carries_fds(&self) -> bool {
        match &self.0 {
            #[cfg(unix)]
            Inner::Unix(_) => true,
            Inner::Tcp(_) => false,
            #[cfg(unix)]
            Inner::Fds(fds) => fds.carries_fds(),
        }
    }

    /// The process at the other end, where the system tells.
    pub fn peer_process(&self) -> Option<PeerProcess> {
        match &self.0 {
            #[cfg(unix)]
            Inner::Unix(socket) => PeerProcess::of(socket),
            Inner::Tcp(_) => None,
            #[cfg(unix)]
            Inner::Fds(fds) => fds.peer_process(),
        }
    }

    /// Writes as `write` does, and sends a duplicate of a file descriptor along
    /// with the first byte. Once this has written anything, however little, the
    /// descriptor is on its way; the rest is for `write`. If the future is
    /// dropped before it is done, nothing was sent.
    ///
    /// # Errors
    ///
    /// As for [the blocking one](crate::Transport::write_with_fd).
    #[cfg(unix)]
    pub async fn write_with_fd(&mut self, bytes: &[u8], fd: impl AsFd) -> io::Result<usize> {
        poll_fn(|cx| self.poll_write_with_fd(cx, bytes, fd.as_fd())).await
    }

    /// The same, as the driver of a connection awaits it.
    pub(super) fn into_transport(self) -> io::Result<Box<dyn Transport>> {
        #[cfg(unix)]
        if let Inner::Unix(socket) = self.0 {
            return Ok(Box::new(super::socket::Socket::new(socket)?));
        }
        Ok(Box::new(self))
    }

    /// Ends the connection in both directions. That there is none any more is
    /// what was asked for.
    fn end(&self) -> io::Result<()> {
        #[cfg(unix)]
        let ended = match &self.0 {
            Inner::Unix(socket) => rustix::net::shutdown(socket, rustix::net::Shutdown::Both),
            Inner::Tcp(socket) => rustix::net::shutdown(socket, rustix::net::Shutdown::Both),
            Inner::Fds(fds) => return fds.shut_down(),
        };
        #[cfg(unix)]
        if let Err(error) = ended
            && error != rustix::io::Errno::NOTCONN
        {
            return Err(error.into());
        }
        Ok(())
    }
}

/// The same for whatever it is.
macro_rules! each {
    ($stream:expr, $inner:ident => $pinned:expr, $fds:ident => $shared:expr) => {
        match &mut $stream.get_mut().0 {
            #[cfg(unix)]
            Inner::Unix(stream) => {
                let $inner = Pin::new(stream);
                $pinned
            }
            Inner::Tcp(stream) => {
                let $inner = Pin::new(stream);
                $pinned
            }
            #[cfg(unix)]
            Inner::Fds($fds) => $shared,
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        each!(self, stream => stream.poll_read(cx, buffer), fds => fds.poll_read(cx, buffer))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        each!(self, stream => stream.poll_write(cx, bytes), fds => fds.poll_write(cx, bytes))
    }
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.end())
    }
}

impl Transport for Stream {
    fn shut_down(&mut self) {
        // If it cannot be told so, the server sees the end when this is dropped.
        let _ = self.end();
    }

    fn peer_process(&self) -> Option<PeerProcess> {
        Self::peer_process(self)
    }

    fn carries_fds(&self) -> bool {
        Self::carries_fds(self)
    }

    #[cfg(unix)]
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

        let socket = match &self.0 {
            Inner::Unix(socket) => socket,
            Inner::Fds(fds) if fds.carries_fds() => return fds.poll_write_with_fd(cx, bytes, fd),
            _ => return Poll::Ready(Err(io::ErrorKind::Unsupported.into())),
        };
        loop {
            ready!(socket.poll_write_ready(cx))?;
            let sent = socket.try_io(Interest::WRITABLE, || {
                Ok(fds::send(socket, bytes, fd, SendFlags::DONTWAIT)?)
            });
            match sent {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                sent => return Poll::Ready(sent),
            }
        }
    }
}

#[cfg(unix)]
impl From<UnixStream> for Stream {
    fn from(socket: UnixStream) -> Self {
        Self(Inner::Unix(socket))
    }
}

impl From<TcpStream> for Stream {
    fn from(socket: TcpStream) -> Self {
        Self(Inner::Tcp(socket))
    }
}

/// Fails if the runtime cannot wait for it.
#[cfg(unix)]
impl TryFrom<crate::FdStream> for Stream {
    type Error = io::Error;

    fn try_from(stream: crate::FdStream) -> io::Result<Self> {
        Fds::new(stream).map(|fds| Self(Inner::Fds(fds)))
    }
}

/// Fails if the runtime cannot wait for it. Sockets of the standard library are
/// set to nonblocking.
impl TryFrom<crate::Stream> for Stream {
    type Error = io::Error;

    fn try_from(stream: crate::Stream) -> io::Result<Self> {
        match stream {
            #[cfg(unix)]
            crate::Stream::Unix(socket) => {
                socket.set_nonblocking(true)?;
                Ok(UnixStream::from_std(socket)?.into())
            }
            crate::Stream::Tcp(socket) => {
                socket.set_nonblocking(true)?;
                Ok(TcpStream::from_std(socket)?.into())
            }
            #[cfg(unix)]
            crate::Stream::Fds(stream) => stream.try_into(),
        }
    }
}
