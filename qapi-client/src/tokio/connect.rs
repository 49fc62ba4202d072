//! Reaching a server.

use std::io::{self, ErrorKind};

use tokio::net::{TcpStream, lookup_host};

use super::link::{deadline, remaining, until};
use super::stream::Stream;
use crate::address::Address;
use crate::deadline::Deadline;

/// Connects to an address.
pub(super) async fn connect(address: &Address, deadline: Deadline) -> io::Result<Stream> {
    match address {
        Address::Tcp { host, port } => {
            let stream = in_time(deadline, tcp(host, *port, deadline)).await?;
            Ok(stream.into())
        }
        #[cfg(unix)]
        Address::Unix(path) => {
            let address = rustix::net::SocketAddrUnix::new(path.as_path())?;
            Ok(unix(address, deadline).await?.into())
        }
        #[cfg(target_os = "linux")]
        Address::Abstract(name) => {
            let address = rustix::net::SocketAddrUnix::new_abstract_name(name.as_bytes())?;
            Ok(unix(address, deadline).await?.into())
        }
        #[cfg(unix)]
        Address::Vsock { cid, port } => in_time(deadline, vsock(*cid, *port)).await?.try_into(),
        #[cfg(unix)]
        Address::Fd { read, write } => crate::connect::inherited(*read, *write)?.try_into(),
        #[allow(unreachable_patterns, reason = "Linux knows all")]
        address => Err(crate::connect::unsupported(address)),
    }
}

async fn in_time<T>(
    deadline: Deadline,
    connecting: impl Future<Output = io::Result<T>>,
) -> io::Result<T> {
    until(deadline, connecting)
        .await
        .unwrap_or_else(|| Err(ErrorKind::TimedOut.into()))
}

async fn tcp(host: &str, port: u16, until_then: Deadline) -> io::Result<TcpStream> {
    let mut last = io::Error::other("the name has no address");
    let addresses: Vec<_> = lookup_host((host, port)).await?.collect();
    for (address, to_come) in addresses.iter().zip((1..=addresses.len()).rev()) {
        // One that never answers leaves the others their share.
        let share = remaining(until_then).map(|left| left / u32::try_from(to_come).unwrap_or(1));
        match in_time(deadline(share), TcpStream::connect(address)).await {
            Ok(stream) => {
                // A command is one small write that is answered at once.
                stream.set_nodelay(true)?;
                return Ok(stream);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// While the listener's backlog is full, a nonblocking socket is refused, and
/// nothing tells when it no longer is: threads wait for that. Such a thread ends
/// before this does, or the server would still get to see what nobody wants.
#[cfg(unix)]
async fn unix(
    address: rustix::net::SocketAddrUnix,
    deadline: Deadline,
) -> io::Result<tokio::net::UnixStream> {
    use std::time::Duration;

    use rustix::io::{Errno, ioctl_fionbio};

    /// How long a thread may outlive a future that was dropped.
    const TURN: Duration = Duration::from_millis(250);

    let socket = crate::listen::socket(rustix::net::AddressFamily::UNIX)?;
    ioctl_fionbio(&socket, true)?;
    match rustix::net::connect(&socket, &address) {
        Ok(()) => return tokio::net::UnixStream::from_std(socket.into()),
        Err(Errno::AGAIN) => drop(socket),
        Err(error) => return Err(error.into()),
    }
    loop {
        let left = remaining(deadline);
        if left == Some(Duration::ZERO) {
            return Err(ErrorKind::TimedOut.into());
        }
        let turn = left.map_or(TURN, |left| left.min(TURN));
        let turn = Deadline::after(Some(turn));
        let address = address.clone();
        let waiting = tokio::task::spawn_blocking(move || crate::connect::unix(&address, turn));
        match waiting.await? {
            Err(error) if error.kind() == ErrorKind::TimedOut => {}
            connected => {
                let socket = connected?;
                socket.set_nonblocking(true)?;
                return tokio::net::UnixStream::from_std(socket);
            }
        }
    }
}

#[cfg(unix)]
async fn vsock(cid: u32, port: u32) -> io::Result<crate::transport::FdStream> {
    use tokio::io::Interest;

    use super::fds::watched;

    let socket = crate::vsock::begin(cid, port)?;
    let socket = watched(socket, Interest::WRITABLE)?;
    let _ = socket.writable().await?;
    let socket = socket.into_inner();
    crate::vsock::finish(&socket)?;
    crate::transport::FdStream::new(socket)
}
