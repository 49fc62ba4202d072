//! Connections over sockets.

use std::io::{self, ErrorKind, Read};
use std::net::{Shutdown, TcpListener, TcpStream};
#[cfg(unix)]
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use super::monitor::Monitor;
use super::outbox::Outbox;
use super::shared::Shared;
use sealed::{Sides, Socket};

/// A socket on which a [`Simulator`](super::Simulator) can listen: a
/// [`UnixListener`] or a [`TcpListener`].
pub trait Listener: sealed::Listener {}

/// A socket with a client of a [`Simulator`](super::Simulator) at its other
/// end: a [`UnixStream`] or a [`TcpStream`].
pub trait Stream: sealed::Stream {}

pub(super) mod sealed {
    use std::io::{self, Read, Write};

    /// The sending side of a socket.
    pub trait Socket: Write + Send {
        /// Ends the connection, so that its reader sees the end too.
        fn close(&self);
    }

    /// The receiving and the sending side of a socket.
    pub(crate) type Sides = (Box<dyn Read + Send>, Box<dyn Socket>);

    pub trait Stream {
        fn sides(self) -> io::Result<Sides>;
    }

    pub trait Listener: Send + 'static {
        /// Waits for a client; gives its receiving and its sending side.
        fn accept(&self) -> io::Result<Sides>;
        /// What makes a waiting `accept` return, and tells whether it could.
        fn waker(&self) -> io::Result<Box<dyn Fn() -> bool>>;
    }
}

/// How long a client may leave what it is sent unread before it is dropped.
const PATIENCE: Duration = Duration::from_secs(10);

macro_rules! sockets {
    ($listener:ty, $stream:ty, $connect:expr) => {
        impl Socket for $stream {
            fn close(&self) {
                // It may be closed already.
                let _ = self.shutdown(Shutdown::Both);
            }
        }

        impl Stream for $stream {}

        impl sealed::Stream for $stream {
            fn sides(self) -> io::Result<Sides> {
                self.set_write_timeout(Some(PATIENCE))?;
                Ok((Box::new(self.try_clone()?), Box::new(self)))
            }
        }

        impl Listener for $listener {}

        impl sealed::Listener for $listener {
            fn accept(&self) -> io::Result<Sides> {
                let (stream, _) = <$listener>::accept(self)?;
                sealed::Stream::sides(stream)
            }

            fn waker(&self) -> io::Result<Box<dyn Fn() -> bool>> {
                let address = self.local_addr()?;
                Ok(Box::new(move || $connect(&address).is_ok()))
            }
        }
    };
}

#[cfg(unix)]
sockets!(UnixListener, UnixStream, UnixStream::connect_addr);
sockets!(TcpListener, TcpStream, |address: &std::net::SocketAddr| {
    TcpStream::connect_timeout(address, PATIENCE)
});

/// How long to wait for the accepting thread at the end: another listener may have
/// been woken in its place.
const FAREWELL: Duration = Duration::from_secs(10);

/// Serves until the server has ended.
pub(super) fn serve(shared: &Arc<Shared>, listener: impl Listener) -> io::Result<()> {
    let wake = listener.waker()?;
    let (sender, outcome) = channel();
    let acceptor = Arc::clone(shared);
    thread::Builder::new().spawn(move || {
        let result = accept(&acceptor, &listener);
        // Once `serve` has returned, nobody can connect.
        drop(listener);
        // It may have returned already.
        let _ = sender.send(result);
        acceptor.stop();
    })?;
    shared.wait_stopped();
    match wake() {
        true => outcome.recv_timeout(FAREWELL).unwrap_or(Ok(())),
        // It cannot be woken where the socket's file is gone, and is left alone; or
        // it has ended by itself.
        false => outcome.try_recv().unwrap_or(Ok(())),
    }
}

/// Serves one client until it goes or the server has ended.
pub(super) fn serve_one(shared: &Arc<Shared>, stream: impl Stream) -> io::Result<()> {
    let (reader, writer) = stream.sides()?;
    converse(shared, reader, writer);
    Ok(())
}

fn accept(shared: &Arc<Shared>, listener: &impl Listener) -> io::Result<()> {
    loop {
        let (reader, writer) = match listener.accept() {
            _ if shared.is_stopped() => return Ok(()),
            Ok(sides) => sides,
            Err(error) if is_of_the_client(&error) => continue,
            Err(error) => return Err(error),
        };
        let shared = Arc::clone(shared);
        thread::Builder::new().spawn(move || converse(&shared, reader, writer))?;
    }
}

/// Whether the fault is a client's that has gone away already.
fn is_of_the_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::Interrupted
    )
}

/// Speaks with one client to the end.
fn converse(shared: &Arc<Shared>, mut reader: impl Read, writer: Box<dyn Socket>) {
    let monitor = Monitor::open(shared, Outbox::socket(writer));
    let mut buffer = [0; 4096];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => monitor.receive(buffer.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    monitor.outbox.close();
}
