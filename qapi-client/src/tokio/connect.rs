//! Reaching a server.

use std::io;

use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;

use super::link::until;
use super::stream::{Plain, Stream};
use crate::address::Address;
use crate::deadline::Deadline;

/// Connects to an address.
pub(super) async fn connect(address: &Address, deadline: Deadline) -> io::Result<Box<dyn Stream>> {
    until(deadline, reach(address))
        .await
        .unwrap_or_else(|| Err(io::ErrorKind::TimedOut.into()))
}

async fn reach(address: &Address) -> io::Result<Box<dyn Stream>> {
    match address {
        #[cfg(unix)]
        Address::Unix(path) => Ok(Box::new(UnixStream::connect(path).await?)),
        Address::Tcp { host, port } => {
            let stream = TcpStream::connect((host.as_str(), *port)).await?;
            // A command is one small write that is answered at once.
            stream.set_nodelay(true)?;
            Ok(Box::new(Plain::new(stream)))
        }
        _ => Err(io::ErrorKind::Unsupported.into()),
    }
}
