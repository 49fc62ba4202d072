//! Any file descriptors as a stream.

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::process::Child;
use std::time::Duration;

use rustix::event::PollFlags;
use rustix::fs::{FileType, OFlags, fcntl_getfl, fstat};
use rustix::io::Errno;
use rustix::net::sockopt::{socket_acceptconn, socket_type};
use rustix::net::{AddressFamily, RecvFlags, SendFlags, Shutdown, SocketType};
use rustix::net::{getsockname, recv, send, shutdown};
use rustix::pipe::PIPE_BUF;

use super::{PeerProcess, Transport, fds};
use crate::deadline::Deadline;

/// One file descriptor, or one to read from and another to write to, as a
/// [`Transport`]: a child's stdin and stdout, pipes, a terminal (set to raw), a
/// stream socket of any kind.
///
/// **Deadlines hold**: it waits with `poll`, and then reads or writes no more
/// than goes without waiting. Whether the descriptors are blocking does not
/// matter and is not changed, for whoever else has them open shares that.
/// Nobody else may read from them meanwhile. Writing to a terminal goes byte by
/// byte, as it tells no more than that there is room.
///
/// Writing to a pipe that nobody reads any more fails as
/// [`BrokenPipe`](ErrorKind::BrokenPipe) if the process ignores `SIGPIPE`, as
/// Rust programs do.
///
/// ```no_run
/// use std::process::{Command, Stdio};
/// use qapi_client::{Client, FdStream};
///
/// let mut child = Command::new("qemu-system-x86_64")
///     .args(["-qmp", "stdio", "-display", "none"])
///     .stdin(Stdio::piped())
///     .stdout(Stdio::piped())
///     .spawn()?;
/// let qemu = Client::over(FdStream::of_child(&mut child)?)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct FdStream {
    read: End,
    /// None if it is the same.
    write: Option<End>,
    timeout: Option<Duration>,
}

impl FdStream {
    /// A descriptor to read from and to write to.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](ErrorKind::InvalidInput) if it is no stream: a file, a
    /// folder, a socket that listens or that keeps datagrams apart, or open for
    /// one direction only.
    pub fn new(fd: impl Into<OwnedFd>) -> io::Result<Self> {
        let end = End::new(fd.into())?;
        end.check(Use::Read)?;
        end.check(Use::Write)?;
        Ok(Self {
            read: end,
            write: None,
            timeout: None,
        })
    }

    /// A descriptor to read from and another one to write to.
    ///
    /// # Errors
    ///
    /// As for [`new`](Self::new).
    pub fn pair(read: impl Into<OwnedFd>, write: impl Into<OwnedFd>) -> io::Result<Self> {
        let (read, write) = (End::new(read.into())?, End::new(write.into())?);
        read.check(Use::Read)?;
        write.check(Use::Write)?;
        Ok(Self {
            read,
            write: Some(write),
            timeout: None,
        })
    }

    /// What a child writes to stdout and reads from stdin, both of which are
    /// taken from it.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](ErrorKind::InvalidInput) if they are not piped, or
    /// taken already.
    pub fn of_child(child: &mut Child) -> io::Result<Self> {
        let (Some(read), Some(write)) = (child.stdout.take(), child.stdin.take()) else {
            return Err(invalid("stdin and stdout of the child are not both piped"));
        };
        Self::pair(read, write)
    }

    fn writer(&self) -> &End {
        self.write.as_ref().unwrap_or(&self.read)
    }

    /// What is read from, and what is written to if that is not the same.
    #[cfg(feature = "tokio")]
    pub(crate) fn into_ends(self) -> (End, Option<End>) {
        (self.read, self.write)
    }

    /// Does what goes without waiting as soon as the descriptor is ready.
    fn when_ready<T>(
        &self,
        end: &End,
        usage: Use,
        mut act: impl FnMut() -> Result<T, Errno>,
    ) -> io::Result<T> {
        let deadline = Deadline::after(self.timeout);
        loop {
            deadline.wait_for(&end.fd, usage.events())?;
            match act() {
                // Ready no more, or not for as much.
                Err(Errno::AGAIN) if self.timeout == Some(Duration::ZERO) => {
                    return Err(ErrorKind::WouldBlock.into());
                }
                Err(Errno::AGAIN | Errno::INTR) => {}
                outcome => return Ok(outcome?),
            }
        }
    }
}

impl Read for FdStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let end = &self.read;
        self.when_ready(end, Use::Read, || end.read(buffer))
    }
}

impl Write for FdStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let end = self.writer();
        self.when_ready(end, Use::Write, || end.write(bytes))
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Transport for FdStream {
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        self.timeout = timeout;
        Ok(())
    }

    fn shut_down(&mut self) -> io::Result<()> {
        self.read.shut_down()?;
        self.writer().shut_down()?;
        Ok(())
    }

    fn peer_process(&self) -> Option<PeerProcess> {
        self.read.peer_of(self.writer())
    }

    fn carries_fds(&self) -> bool {
        self.writer().carries_fds()
    }

    fn write_with_fd(&mut self, bytes: &[u8], fd: BorrowedFd<'_>) -> io::Result<usize> {
        if !self.carries_fds() {
            return Err(ErrorKind::Unsupported.into());
        }
        let end = self.writer();
        self.when_ready(end, Use::Write, || end.write_with_fd(bytes, fd))
    }
}

/// A descriptor, and how it is read and written.
pub(crate) struct End {
    fd: OwnedFd,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Socket {
        unix: bool,
    },
    Pipe,
    /// A terminal, or another character device.
    Device,
}

#[derive(Clone, Copy)]
pub(crate) enum Use {
    Read,
    Write,
}

impl Use {
    fn events(self) -> PollFlags {
        match self {
            Self::Read => PollFlags::IN,
            Self::Write => PollFlags::OUT,
        }
    }
}

impl End {
    fn new(fd: OwnedFd) -> io::Result<Self> {
        let kind = match FileType::from_raw_mode(fstat(&fd)?.st_mode) {
            FileType::Socket => {
                if socket_type(&fd)? != SocketType::STREAM {
                    return Err(invalid("the descriptor is a socket, but not of a stream"));
                }
                if socket_acceptconn(&fd)? {
                    return Err(invalid("the descriptor is a socket that listens"));
                }
                let family = getsockname(&fd)?.address_family();
                let unix = family == AddressFamily::UNIX;
                Kind::Socket { unix }
            }
            FileType::Fifo => Kind::Pipe,
            FileType::CharacterDevice => Kind::Device,
            FileType::RegularFile => return Err(invalid("the descriptor is a file, no stream")),
            FileType::Directory => return Err(invalid("the descriptor is a folder, no stream")),
            _ => return Err(invalid("the descriptor is no stream")),
        };
        Ok(Self { fd, kind })
    }

    /// Reads what is there. It does not wait if the descriptor is ready, and a
    /// socket never does.
    pub(crate) fn read(&self, buffer: &mut [u8]) -> Result<usize, Errno> {
        match self.kind {
            Kind::Socket { .. } => {
                recv(&self.fd, buffer, RecvFlags::DONTWAIT).map(|(count, _)| count)
            }
            Kind::Pipe => rustix::io::read(&self.fd, buffer),
            Kind::Device => match rustix::io::read(&self.fd, buffer) {
                // The other side of a terminal is closed.
                Err(Errno::IO) => Ok(0),
                outcome => outcome,
            },
        }
    }

    /// Writes as much as there is room for; it waits no more than
    /// [`read`](Self::read).
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<usize, Errno> {
        let most = |room| bytes.get(..room).unwrap_or(bytes);
        match self.kind {
            Kind::Socket { .. } => send(&self.fd, bytes, SendFlags::DONTWAIT | fds::NO_SIGNAL),
            // As much as a pipe that takes anything takes without waiting.
            Kind::Pipe => rustix::io::write(&self.fd, most(PIPE_BUF)),
            Kind::Device => match rustix::io::write(&self.fd, most(1)) {
                // The other side of a terminal is closed.
                Err(Errno::IO) => Err(Errno::PIPE),
                outcome => outcome,
            },
        }
    }

    /// As [`write`](Self::write), on a unix socket.
    pub(crate) fn write_with_fd(&self, bytes: &[u8], fd: BorrowedFd<'_>) -> Result<usize, Errno> {
        fds::send(&self.fd, bytes, fd, SendFlags::DONTWAIT)
    }

    /// Fails with `EAGAIN` if it would have to be waited for; a socket is not
    /// asked, as it never is.
    #[cfg(feature = "tokio")]
    pub(crate) fn check_ready(&self, usage: Use) -> Result<(), Errno> {
        use rustix::event::{PollFd, Timespec, poll};

        if let Kind::Socket { .. } = self.kind {
            return Ok(());
        }
        let events = usage.events();
        match poll(
            &mut [PollFd::new(&self.fd, events)],
            Some(&Timespec::default()),
        )? {
            0 => Err(Errno::AGAIN),
            _ => Ok(()),
        }
    }

    pub(crate) fn shut_down(&self) -> Result<(), Errno> {
        match self.kind {
            Kind::Socket { .. } => match shutdown(&self.fd, Shutdown::Both) {
                Err(Errno::NOTCONN) => Ok(()),
                outcome => outcome,
            },
            _ => Ok(()),
        }
    }

    pub(crate) fn carries_fds(&self) -> bool {
        self.kind == Kind::Socket { unix: true }
    }

    /// The process at the other end, if it is the same as that of `writer`.
    pub(crate) fn peer_of(&self, writer: &Self) -> Option<PeerProcess> {
        let peer = |end: &Self| match end.carries_fds() {
            true => PeerProcess::of(&end.fd),
            false => None,
        };
        peer(self).filter(|reader| peer(writer) == Some(*reader))
    }

    /// Whether the descriptor is open for this.
    fn check(&self, usage: Use) -> io::Result<()> {
        let mode = fcntl_getfl(&self.fd)? & OFlags::RWMODE;
        match usage {
            Use::Read if mode == OFlags::WRONLY => Err(invalid(
                "the descriptor to read from is open for writing only",
            )),
            Use::Write if mode == OFlags::RDONLY => Err(invalid(
                "the descriptor to write to is open for reading only",
            )),
            Use::Read | Use::Write => Ok(()),
        }
    }
}

impl AsFd for End {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

impl AsRawFd for End {
    fn as_raw_fd(&self) -> RawFd {
        self.fd.as_raw_fd()
    }
}

impl fmt::Debug for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {:?}", self.kind, self.fd)
    }
}

fn invalid(why: &'static str) -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, why)
}
