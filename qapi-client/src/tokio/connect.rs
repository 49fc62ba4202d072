//! Reaching a server.

use std::io;
#[cfg(unix)]
use std::path::Path;

use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;
#[cfg(unix)]
use tokio::time::sleep;

use super::link::until;
use super::stream::{Plain, Stream};
use crate::address::Address;
#[cfg(unix)]
use crate::backoff::Pauses;
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
        Address::Unix(path) => Ok(Box::new(unix(path).await?)),
        Address::Tcp { host, port } => {
            let stream = TcpStream::connect((host.as_str(), *port)).await?;
            // A command is one small write that is answered at once.
            stream.set_nodelay(true)?;
            Ok(Box::new(Plain::new(stream)))
        }
        _ => Err(io::ErrorKind::Unsupported.into()),
    }
}

/// A listener that has no room for one more would let a caller that blocks
/// wait; one that does not is refused, and must try again.
#[cfg(unix)]
async fn unix(path: &Path) -> io::Result<UnixStream> {
    let mut pauses = Pauses::new(Deadline::Never);
    loop {
        match UnixStream::connect(path).await {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                if let Some(pause) = pauses.next() {
                    sleep(pause).await;
                }
            }
            outcome => return outcome,
        }
    }
}
