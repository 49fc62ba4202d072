//! Sockets of the standard library.

use std::io;
use std::net::{Shutdown, TcpStream};
#[cfg(unix)]
use std::os::fd::BorrowedFd;
#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::time::Duration;

#[cfg(unix)]
use rustix::net::SendFlags;

#[cfg(unix)]
use super::PeerProcess;
use super::Transport;

/// What both kinds of socket of the standard library do alike.
macro_rules! socket {
    () => {
        fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
            let never = timeout == Some(Duration::ZERO);
            self.set_nonblocking(never)?;
            if never {
                return Ok(());
            }
            self.set_read_timeout(timeout)?;
            self.set_write_timeout(timeout)
        }

        fn shut_down(&mut self) -> io::Result<()> {
            ended(self.shutdown(Shutdown::Both))
        }
    };
}

/// That there is no connection any more is what was asked for.
fn ended(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotConnected => Ok(()),
        outcome => outcome,
    }
}

impl Transport for TcpStream {
    socket!();
}

#[cfg(unix)]
impl Transport for UnixStream {
    socket!();

    fn peer_process(&self) -> Option<PeerProcess> {
        PeerProcess::of(self)
    }

    fn carries_fds(&self) -> bool {
        true
    }

    fn write_with_fd(&mut self, bytes: &[u8], fd: BorrowedFd<'_>) -> io::Result<usize> {
        Ok(super::fds::send(self, bytes, fd, SendFlags::empty())?)
    }
}
