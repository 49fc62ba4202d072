//! Reaching a server.

use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use crate::address::Address;
use crate::deadline::Deadline;
use crate::transport::Transport;

/// Connects to an address.
pub(crate) fn connect(
    address: &Address,
    deadline: Deadline,
) -> io::Result<Box<dyn Transport + Send>> {
    match address {
        #[cfg(unix)]
        Address::Unix(path) => unix(path.clone(), deadline),
        #[cfg(not(unix))]
        Address::Unix(_) => Err(io::ErrorKind::Unsupported.into()),
        Address::Tcp { host, port } => tcp(host, *port, deadline),
        _ => Err(io::ErrorKind::Unsupported.into()),
    }
}

fn tcp(host: &str, port: u16, deadline: Deadline) -> io::Result<Box<dyn Transport + Send>> {
    let mut last = io::Error::other("the name has no address");
    for address in (host, port).to_socket_addrs()? {
        let connected = match deadline.remaining() {
            Some(Duration::ZERO) => return Err(io::ErrorKind::TimedOut.into()),
            Some(remaining) => TcpStream::connect_timeout(&address, remaining),
            None => TcpStream::connect(address),
        };
        match connected {
            Ok(stream) => {
                // A command is one small write that is answered at once.
                stream.set_nodelay(true)?;
                return Ok(Box::new(stream));
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Connecting to a unix socket blocks while the listener's backlog is full,
/// and the standard library has no deadline for it: a thread does it, which in
/// that case stays until the listener goes away.
#[cfg(unix)]
fn unix(path: std::path::PathBuf, deadline: Deadline) -> io::Result<Box<dyn Transport + Send>> {
    use std::os::unix::net::UnixStream;
    use std::sync::mpsc::{RecvTimeoutError, channel};
    use std::thread;

    let Some(remaining) = deadline.remaining() else {
        return Ok(Box::new(UnixStream::connect(path)?));
    };
    let (sender, receiver) = channel();
    thread::Builder::new().spawn(move || {
        // Nobody listens any more if the deadline has passed.
        let _ = sender.send(UnixStream::connect(path));
    })?;
    match receiver.recv_timeout(remaining) {
        Ok(connected) => Ok(Box::new(connected?)),
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
            Err(io::ErrorKind::TimedOut.into())
        }
    }
}
