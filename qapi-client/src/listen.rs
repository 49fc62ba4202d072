//! Waiting for a server to connect.

use std::fs::{Metadata, Permissions};
use std::io::{self, ErrorKind};
use std::net::TcpListener;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::event::PollFlags;
use rustix::io::{Errno, ioctl_fionbio};
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType};
use rustix::net::{bind, connect, listen, socket_with};

use crate::address::Address;
use crate::connect::unsupported;
use crate::deadline::Deadline;
use crate::transport::{FdStream, Stream};

/// As many servers may connect before the first one is accepted.
const BACKLOG: i32 = 16;

/// The other way round: a server connects to us, as QEMU does with
/// `-qmp unix:PATH,server=off`.
///
/// Nobody but the user can connect to a socket in the file system (its mode is
/// 0600). Its file is removed when this is dropped, unless another one has
/// taken its place.
///
/// ```no_run
/// use std::time::Duration;
/// use qapi_client::{Client, Listener};
///
/// let listener = Listener::bind(&"unix:/run/user/1000/vm.qmp".parse()?)?;
/// // qemu-system-x86_64 -qmp unix:/run/user/1000/vm.qmp,server=off
/// let qemu = Client::over(listener.accept(Duration::from_secs(10))?)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Listener {
    socket: Socket,
    address: Address,
    /// Removed at the end.
    _file: Option<SocketFile>,
}

#[derive(Debug)]
enum Socket {
    Unix(UnixListener),
    Tcp(TcpListener),
    Vsock(OwnedFd),
}

impl Listener {
    /// Listens at an address. The socket that a process has left behind is
    /// replaced, one that somebody listens on is not.
    ///
    /// Port 0 of TCP, and port 4294967295 of vsock, is any that is free.
    ///
    /// # Errors
    ///
    /// [`AddrInUse`](ErrorKind::AddrInUse) if somebody listens there, or a file
    /// is there that is no socket; [`Unsupported`](ErrorKind::Unsupported) for
    /// `fd:N`, and for what this system or build has not; and what else the
    /// operating system says.
    pub fn bind(address: &Address) -> io::Result<Self> {
        let (socket, address, file) = match address {
            Address::Unix(path) => {
                let (listener, file) = at_path(path)?;
                (Socket::Unix(listener), address.clone(), Some(file))
            }
            #[cfg(target_os = "linux")]
            Address::Abstract(name) => {
                let socket = socket(AddressFamily::UNIX)?;
                bind(
                    &socket,
                    &SocketAddrUnix::new_abstract_name(name.as_bytes())?,
                )?;
                listen(&socket, BACKLOG)?;
                (Socket::Unix(socket.into()), address.clone(), None)
            }
            Address::Tcp { host, port } => {
                let listener = TcpListener::bind((host.as_str(), *port))?;
                let bound = listener.local_addr()?;
                let address = Address::Tcp {
                    host: bound.ip().to_string(),
                    port: bound.port(),
                };
                (Socket::Tcp(listener), address, None)
            }
            Address::Vsock { cid, port } => {
                let socket = crate::vsock::bound(*cid, *port)?;
                listen(&socket, BACKLOG)?;
                let (cid, port) = crate::vsock::address(&socket)?;
                (Socket::Vsock(socket), Address::Vsock { cid, port }, None)
            }
            address => return Err(unsupported(address)),
        };
        let listener = Self {
            socket,
            address,
            _file: file,
        };
        // A server may have gone away again between being announced and being accepted.
        ioctl_fionbio(&listener, true)?;
        Ok(listener)
    }

    /// Where it listens, with the port that it got.
    pub fn local_address(&self) -> &Address {
        &self.address
    }

    /// Waits until a server connects, but no longer than `deadline`; none is
    /// for ever.
    ///
    /// # Errors
    ///
    /// [`TimedOut`](ErrorKind::TimedOut), and what the operating system says.
    pub fn accept(&self, deadline: impl Into<Option<Duration>>) -> io::Result<Stream> {
        let deadline = Deadline::after(deadline.into());
        loop {
            deadline.wait_for(self, PollFlags::IN)?;
            match self.try_accept() {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                accepted => return accepted,
            }
        }
    }

    /// Accepts a server that has connected; fails with
    /// [`WouldBlock`](ErrorKind::WouldBlock) if there is none.
    pub(crate) fn try_accept(&self) -> io::Result<Stream> {
        loop {
            match self.accept_now() {
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::Interrupted | ErrorKind::ConnectionAborted
                    ) => {}
                accepted => return accepted,
            }
        }
    }

    fn accept_now(&self) -> io::Result<Stream> {
        Ok(match &self.socket {
            Socket::Unix(listener) => {
                let (stream, _) = listener.accept()?;
                // On some systems it is like the listener.
                stream.set_nonblocking(false)?;
                Stream::Unix(stream)
            }
            Socket::Tcp(listener) => {
                let (stream, _) = listener.accept()?;
                stream.set_nonblocking(false)?;
                stream.set_nodelay(true)?;
                Stream::Tcp(stream)
            }
            Socket::Vsock(listener) => {
                let stream = rustix::net::accept_with(listener, SocketFlags::CLOEXEC)?;
                Stream::Fds(FdStream::new(stream)?)
            }
        })
    }
}

impl AsFd for Listener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match &self.socket {
            Socket::Unix(listener) => listener.as_fd(),
            Socket::Tcp(listener) => listener.as_fd(),
            Socket::Vsock(listener) => listener.as_fd(),
        }
    }
}

impl AsRawFd for Listener {
    fn as_raw_fd(&self) -> RawFd {
        self.as_fd().as_raw_fd()
    }
}

/// A stream socket that children do not inherit.
pub(crate) fn socket(family: AddressFamily) -> io::Result<OwnedFd> {
    #[cfg(not(target_vendor = "apple"))]
    let flags = SocketFlags::CLOEXEC;
    #[cfg(target_vendor = "apple")]
    let flags = SocketFlags::empty();
    let socket = socket_with(family, SocketType::STREAM, flags, None)?;
    #[cfg(target_vendor = "apple")]
    {
        rustix::io::ioctl_fioclex(&socket)?;
        rustix::net::sockopt::set_socket_nosigpipe(&socket, true)?;
    }
    Ok(socket)
}

fn at_path(path: &Path) -> io::Result<(UnixListener, SocketFile)> {
    let address = SocketAddrUnix::new(path)?;
    let socket = socket(AddressFamily::UNIX)?;
    match bind(&socket, &address) {
        Err(Errno::ADDRINUSE) if is_left_over(path, &address)? => {
            std::fs::remove_file(path)?;
            bind(&socket, &address)?;
        }
        bound => bound?,
    }
    let file = SocketFile {
        path: path.to_owned(),
        made: path.symlink_metadata()?,
    };
    // Nobody can have connected before it listens.
    std::fs::set_permissions(path, Permissions::from_mode(0o600))?;
    listen(&socket, BACKLOG)?;
    Ok((socket.into(), file))
}

/// Whether this is a socket that nobody listens on.
fn is_left_over(path: &Path, address: &SocketAddrUnix) -> io::Result<bool> {
    if !path.symlink_metadata()?.file_type().is_socket() {
        return Ok(false);
    }
    let probe = socket(AddressFamily::UNIX)?;
    // With a full backlog, it would be waited for a place.
    ioctl_fionbio(&probe, true)?;
    Ok(connect(&probe, address) == Err(Errno::CONNREFUSED))
}

/// The file of a socket; removed at the end, unless another one has taken its
/// place.
#[derive(Debug)]
struct SocketFile {
    path: PathBuf,
    made: Metadata,
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        let same = |data: Metadata| data.dev() == self.made.dev() && data.ino() == self.made.ino();
        if self.path.symlink_metadata().is_ok_and(same) {
            // Nothing is lost if it stays.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
