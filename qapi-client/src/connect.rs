//! Reaching a server.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use crate::address::Address;
use crate::deadline::Deadline;
use crate::transport::Stream;

/// Connects to an address.
pub(crate) fn connect(address: &Address, deadline: Deadline) -> io::Result<Stream> {
    match address {
        Address::Tcp { host, port } => tcp(host, *port, deadline).map(Stream::Tcp),
        #[cfg(unix)]
        Address::Unix(path) => {
            let address = rustix::net::SocketAddrUnix::new(path.as_path())?;
            unix(&address, deadline).map(Stream::Unix)
        }
        #[cfg(target_os = "linux")]
        Address::Abstract(name) => {
            let address = rustix::net::SocketAddrUnix::new_abstract_name(name.as_bytes())?;
            unix(&address, deadline).map(Stream::Unix)
        }
        #[cfg(unix)]
        Address::Vsock { cid, port } => {
            let socket = crate::vsock::connect(*cid, *port, deadline)?;
            crate::transport::FdStream::new(socket).map(Stream::Fds)
        }
        #[cfg(unix)]
        Address::Fd { read, write } => inherited(*read, *write).map(Stream::Fds),
        #[allow(unreachable_patterns, reason = "Linux knows all")]
        address => Err(unsupported(address)),
    }
}

/// Why an address is of no use here.
pub(crate) fn unsupported(address: &Address) -> io::Error {
    let why = match address {
        Address::Fd { .. } => "descriptors are connected already, and here nobody is waited for",
        _ => "this system has no such sockets",
    };
    io::Error::new(ErrorKind::Unsupported, why)
}

fn tcp(host: &str, port: u16, deadline: Deadline) -> io::Result<TcpStream> {
    let mut last = io::Error::other("the name has no address");
    let addresses = resolve(host, port, deadline)?;
    for (address, to_come) in addresses.iter().zip((1..=addresses.len()).rev()) {
        let connected = match deadline.remaining() {
            Some(Duration::ZERO) => return Err(ErrorKind::TimedOut.into()),
            // One that never answers leaves the others their share.
            Some(left) => {
                let share = left / u32::try_from(to_come).unwrap_or(u32::MAX);
                TcpStream::connect_timeout(address, share.max(Duration::from_nanos(1)))
            }
            None => TcpStream::connect(address),
        };
        match connected {
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

/// The addresses of a host. Asking for those of a name has no deadline of its
/// own, so a thread does it, which stays until there is an answer.
fn resolve(host: &str, port: u16, deadline: Deadline) -> io::Result<Vec<SocketAddr>> {
    if let Ok(ip) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(ip, port)]);
    }
    let ask = move |host: &str| (host, port).to_socket_addrs().map(Iterator::collect);
    let Some(left) = deadline.remaining() else {
        return ask(host);
    };
    let (sender, receiver) = channel();
    let host = host.to_owned();
    thread::Builder::new().spawn(move || {
        // Nobody listens any more if the deadline has passed.
        let _ = sender.send(ask(&host));
    })?;
    receiver
        .recv_timeout(left)
        .unwrap_or_else(|_| Err(ErrorKind::TimedOut.into()))
}

/// Connecting to a unix socket waits while the listener's backlog is full. On
/// Linux that wait ends with the timeout for sending, and other systems don't
/// wait.
#[cfg(unix)]
pub(crate) fn unix(
    address: &rustix::net::SocketAddrUnix,
    deadline: Deadline,
) -> io::Result<std::os::unix::net::UnixStream> {
    use rustix::io::Errno;
    use rustix::net::sockopt::{Timeout, set_socket_timeout};
    use rustix::net::{AddressFamily, connect};

    let socket = crate::listen::socket(AddressFamily::UNIX)?;
    loop {
        let left = deadline.remaining();
        if left == Some(Duration::ZERO) {
            return Err(ErrorKind::TimedOut.into());
        }
        // Below one microsecond would be for ever.
        let left = left.map(|left| left.max(Duration::from_micros(1)));
        set_socket_timeout(&socket, Timeout::Send, left)?;
        match connect(&socket, address) {
            Ok(()) => break,
            Err(Errno::AGAIN | Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    set_socket_timeout(&socket, Timeout::Send, None)?;
    Ok(socket.into())
}

/// Duplicates of what this process was started with.
#[cfg(unix)]
pub(crate) fn inherited(read: u32, write: u32) -> io::Result<crate::transport::FdStream> {
    use crate::transport::FdStream;

    match read == write {
        true => FdStream::new(duplicate(read)?),
        false => FdStream::pair(duplicate(read)?, duplicate(write)?),
    }
}

/// A duplicate of a descriptor of which only the number is known. That number
/// may stand for nothing, or for what another part of this process owns: asking
/// the kernel for a duplicate finds out without laying hands on it.
#[cfg(unix)]
fn duplicate(number: u32) -> io::Result<std::os::fd::OwnedFd> {
    use std::os::fd::AsFd;

    match number {
        0 => io::stdin().as_fd().try_clone_to_owned(),
        1 => io::stdout().as_fd().try_clone_to_owned(),
        2 => io::stderr().as_fd().try_clone_to_owned(),
        number => duplicate_of_any(number),
    }
}

#[cfg(target_os = "linux")]
fn duplicate_of_any(number: u32) -> io::Result<std::os::fd::OwnedFd> {
    use rustix::io::Errno;
    use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};

    let number = i32::try_from(number).map_err(|_| Errno::BADF)?;
    let this = pidfd_open(getpid(), PidfdFlags::empty())?;
    match pidfd_getfd(this, number, PidfdGetfdFlags::empty()) {
        Err(Errno::PERM | Errno::NOSYS) => Err(io::Error::new(
            ErrorKind::Unsupported,
            "`pidfd_getfd` is forbidden here (by seccomp?) or not known to the kernel (before 5.6): \
             only the descriptors 0, 1 and 2 can be used",
        )),
        duplicated => Ok(duplicated?),
    }
}

#[cfg(all(unix, not(target_os = "linux")))]
fn duplicate_of_any(_: u32) -> io::Result<std::os::fd::OwnedFd> {
    Err(io::Error::new(
        ErrorKind::Unsupported,
        "on this system only the descriptors 0, 1 and 2 can be used",
    ))
}
