//! A client of a VNC server: the remote framebuffer protocol 3.8 (RFC 6143), up
//! to where pixels would be drawn.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;

use des::Des;
use des::cipher::{BlockCipherEncrypt, KeyInit};
use qapi_conformance::{Stop, equal};

use super::LIMIT;

const VERSION: &[u8; 12] = b"RFB 003.008\n";
/// Anybody is let in.
const NONE: u8 = 1;
/// Who knows the password is.
const PASSWORD: u8 = 2;

/// A client that has been let in.
#[derive(Debug)]
pub(crate) struct Vnc {
    _stream: UnixStream,
    /// What the server calls itself.
    pub(crate) name: String,
}

impl Vnc {
    /// Connects to the socket of a server that wants no password.
    pub(crate) fn open(path: &Path) -> Result<Self, Stop> {
        Self::enter(path, NONE, "")?.ok_or_else(|| "the server lets nobody in".into())
    }

    /// Connects to one that wants a password; none if this is not it.
    pub(crate) fn with_password(path: &Path, password: &str) -> Result<Option<Self>, Stop> {
        Self::enter(path, PASSWORD, password)
    }

    fn enter(path: &Path, security: u8, password: &str) -> Result<Option<Self>, Stop> {
        let mut stream = UnixStream::connect(path)?;
        stream.set_read_timeout(Some(LIMIT))?;
        equal("the protocol", &read::<12>(&mut stream)?, VERSION)?;
        stream.write_all(VERSION)?;
        let [kinds] = read(&mut stream)?;
        equal("the number of kinds of security", kinds, 1)?;
        equal("the kind of security", read(&mut stream)?, [security])?;
        stream.write_all(&[security])?;
        if security == PASSWORD {
            let challenge = read(&mut stream)?;
            stream.write_all(&response(challenge, password))?;
        }
        if u32::from_be_bytes(read(&mut stream)?) != 0 {
            return Ok(None);
        }
        // The display may be shared.
        stream.write_all(&[1])?;
        // Its size and the format of its pixels.
        read::<20>(&mut stream)?;
        let length = u32::from_be_bytes(read(&mut stream)?);
        let mut name = vec![0; usize::try_from(length)?];
        stream.read_exact(&mut name)?;
        Ok(Some(Self {
            _stream: stream,
            name: String::from_utf8(name)?,
        }))
    }
}

fn read<const N: usize>(stream: &mut UnixStream) -> Result<[u8; N], Stop> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The challenge, encrypted with the first eight bytes of the password, whose
/// bits stand in the other order here.
fn response(challenge: [u8; 16], password: &str) -> [u8; 16] {
    let mut key = [0; 8];
    for (key, byte) in key.iter_mut().zip(password.bytes()) {
        *key = byte.reverse_bits();
    }
    let des = Des::new(&key.into());
    let mut response = challenge;
    let (blocks, _) = response.as_chunks_mut::<8>();
    for block in blocks {
        des.encrypt_block(block.into());
    }
    response
}
