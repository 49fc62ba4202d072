//! The other end of a vhost-user socket: a device that takes whatever it is
//! told, and never looks into the guest's memory.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use qapi_conformance::Stop;

use super::LIMIT;

/// What it is asked and must answer.
const GET_FEATURES: u32 = 1;
const GET_VRING_BASE: u32 = 11;
const GET_PROTOCOL_FEATURES: u32 = 15;
/// The version of the protocol, and that this is an answer.
const REPLY: u32 = 1 | 1 << 2;
/// A device of version 1 of the standard, whose protocol has features of its
/// own: that it has none of them lets its rings be switched on.
const FEATURES: u64 = 1 << 32 | 1 << 30;

/// A back end, which serves the first that connects.
#[derive(Debug)]
pub(crate) struct Backend {
    connected: Receiver<UnixStream>,
}

impl Backend {
    /// Listens at a path.
    pub(crate) fn listen(path: &Path) -> Result<Self, Stop> {
        let listener = UnixListener::bind(path)?;
        let (tell, connected) = channel();
        thread::spawn(move || -> Result<(), Stop> {
            let (stream, _) = listener.accept()?;
            tell.send(stream.try_clone()?)?;
            serve(stream)
        });
        Ok(Self { connected })
    }

    /// Ends the connection.
    pub(crate) fn hang_up(self) -> Result<(), Stop> {
        let stream = self.connected.recv_timeout(LIMIT)?;
        Ok(stream.shutdown(Shutdown::Both)?)
    }
}

/// Answers until there is nobody left. Descriptors that come along are closed
/// by the reading.
fn serve(mut stream: UnixStream) -> Result<(), Stop> {
    loop {
        let mut header = [0; 12];
        stream.read_exact(&mut header)?;
        let [request, _, size] = words(header);
        let mut payload = vec![0; usize::try_from(size)?];
        stream.read_exact(&mut payload)?;
        let answer = match request {
            GET_FEATURES => FEATURES.to_le_bytes().to_vec(),
            GET_PROTOCOL_FEATURES => vec![0; 8],
            // The queue, and that nothing of it was used.
            GET_VRING_BASE => {
                payload.resize(8, 0);
                payload
            }
            _ => continue,
        };
        let mut reply = Vec::new();
        for word in [request, REPLY, u32::try_from(answer.len())?] {
            reply.extend(word.to_le_bytes());
        }
        reply.extend(answer);
        stream.write_all(&reply)?;
    }
}

/// The words of a header.
fn words(header: [u8; 12]) -> [u32; 3] {
    let [a, b, c, d, e, f, g, h, i, j, k, l] = header;
    [[a, b, c, d], [e, f, g, h], [i, j, k, l]].map(u32::from_le_bytes)
}
