//! Sockets between a virtual machine and its host.

use std::io;
use std::os::fd::OwnedFd;

use rustix::event::PollFlags;
use rustix::io::{Errno, ioctl_fionbio};
use rustix::net::sockopt::socket_error;

use crate::deadline::Deadline;

pub(crate) use system::{address, bound};

/// Connects to a port. The kernel itself gives up after two seconds.
pub(crate) fn connect(cid: u32, port: u32, deadline: Deadline) -> io::Result<OwnedFd> {
    let socket = begin(cid, port)?;
    deadline.wait_for(&socket, PollFlags::OUT)?;
    finish(&socket)?;
    Ok(socket)
}

/// Begins to connect to a port: when that is done, the socket can be written to.
pub(crate) fn begin(cid: u32, port: u32) -> io::Result<OwnedFd> {
    let socket = system::socket()?;
    ioctl_fionbio(&socket, true)?;
    match system::connect(&socket, cid, port) {
        Ok(()) | Err(Errno::INPROGRESS | Errno::INTR) => Ok(socket),
        Err(error) => Err(error.into()),
    }
}

/// What became of it.
pub(crate) fn finish(socket: &OwnedFd) -> io::Result<()> {
    socket_error(socket)??;
    ioctl_fionbio(socket, false)?;
    Ok(())
}

/// Addresses of this family are not among those of rustix.
#[cfg(all(feature = "vsock", target_os = "linux"))]
mod system {
    use std::io;
    use std::os::fd::{AsRawFd, OwnedFd};

    use nix::sys::socket::{self, VsockAddr, getsockname};
    use rustix::io::Errno;
    use rustix::net::AddressFamily;

    pub(super) fn socket() -> io::Result<OwnedFd> {
        crate::listen::socket(AddressFamily::VSOCK)
    }

    pub(super) fn connect(socket: &OwnedFd, cid: u32, port: u32) -> Result<(), Errno> {
        let address = VsockAddr::new(cid, port);
        socket::connect(socket.as_raw_fd(), &address)
            .map_err(|error| Errno::from_raw_os_error(error as i32))
    }

    /// A socket with this address. Nobody can connect before it listens.
    pub(crate) fn bound(cid: u32, port: u32) -> io::Result<OwnedFd> {
        let socket = socket()?;
        socket::bind(socket.as_raw_fd(), &VsockAddr::new(cid, port))?;
        Ok(socket)
    }

    /// The CID and the port of a socket.
    pub(crate) fn address(socket: &OwnedFd) -> io::Result<(u32, u32)> {
        let address: VsockAddr = getsockname(socket.as_raw_fd())?;
        Ok((address.cid(), address.port()))
    }
}

#[cfg(not(all(feature = "vsock", target_os = "linux")))]
mod system {
    use std::io::{self, ErrorKind};
    use std::os::fd::OwnedFd;

    use rustix::io::Errno;

    fn missing() -> io::Error {
        let why = match cfg!(target_os = "linux") {
            true => "this program was built without vsock (feature `vsock` of qapi-client)",
            false => "this system has no vsock",
        };
        io::Error::new(ErrorKind::Unsupported, why)
    }

    pub(super) fn socket() -> io::Result<OwnedFd> {
        Err(missing())
    }

    pub(super) fn connect(_: &OwnedFd, _: u32, _: u32) -> Result<(), Errno> {
        Err(Errno::AFNOSUPPORT)
    }

    pub(crate) fn bound(_: u32, _: u32) -> io::Result<OwnedFd> {
        Err(missing())
    }

    pub(crate) fn address(_: &OwnedFd) -> io::Result<(u32, u32)> {
        Err(missing())
    }
}
