//! A client of a SPICE server, up to where its main channel is open.

use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;

use num_bigint::BigUint;
use qapi_conformance::{Stop, Vm, equal};
use qapi_types::qmp::commands::QomListTypes;
use sha1::{Digest, Sha1};

use super::LIMIT;

/// What a message begins with that opens a channel, with the version.
const MAGIC: [u8; 12] = *b"REDQ\x02\0\0\0\x02\0\0\0";
/// The kind of channel that a client opens first.
const MAIN: u8 = 1;
/// As long as its key is, and what is encrypted with it.
const KEY: usize = 128;
/// What stands before the key's modulus in a reply, and after it: the exponent.
const BEFORE: usize = 4 + 29;
const EXPONENT: [u8; 5] = [2, 3, 1, 0, 1];

/// Whether this QEMU has SPICE, which may be a module of its own.
pub(crate) fn is_there(vm: &mut Vm<'_>) -> Result<bool, Stop> {
    let types = vm.execute(&QomListTypes::new().implements("chardev-spice"))?;
    Ok(!types.is_empty())
}

/// A client whose main channel is open.
#[derive(Debug)]
pub(crate) struct Spice {
    stream: UnixStream,
}

impl Spice {
    /// Connects to the socket of a server. The password is sent also where none
    /// is wanted.
    pub(crate) fn open(path: &Path, password: &str) -> Result<Option<Self>, Stop> {
        let mut stream = UnixStream::connect(path)?;
        stream.set_read_timeout(Some(LIMIT))?;
        let mut opening = MAGIC.to_vec();
        // How much follows: a new session, the first channel of its kind, two
        // lists of capabilities that have none, and where they would be.
        opening.extend(18_u32.to_le_bytes());
        opening.extend([0, 0, 0, 0, MAIN, 0]);
        opening.extend([0, 0, 18].map(u32::to_le_bytes).concat());
        stream.write_all(&opening)?;
        let mut header = [0; 16];
        stream.read_exact(&mut header)?;
        let [.., a, b, c, d] = header;
        let mut reply = vec![0; usize::try_from(u32::from_le_bytes([a, b, c, d]))?];
        stream.read_exact(&mut reply)?;
        let (error, modulus, exponent) = (
            reply.get(..4),
            reply.get(BEFORE..BEFORE + KEY),
            reply.get(BEFORE + KEY..BEFORE + KEY + EXPONENT.len()),
        );
        equal("the error of the server", error, Some(&[0; 4][..]))?;
        equal("the exponent of its key", exponent, Some(&EXPONENT[..]))?;
        let modulus = modulus.ok_or("a reply without a key")?;
        stream.write_all(&ticket(password, modulus))?;
        let mut result = [0; 4];
        stream.read_exact(&mut result)?;
        let open = u32::from_le_bytes(result) == 0;
        Ok(open.then_some(Self { stream }))
    }

    /// Reads on until the server has ended the connection.
    pub(crate) fn ends(&mut self) -> Result<(), Stop> {
        match self.stream.read_to_end(&mut Vec::new()) {
            Err(error) if error.kind() != ErrorKind::ConnectionReset => Err(error.into()),
            _ => Ok(()),
        }
    }
}

/// A password, encrypted by RSA with OAEP (RFC 8017, 7.1.1), with no secret to
/// keep: what should be random is not.
fn ticket(password: &str, modulus: &[u8]) -> Vec<u8> {
    let mut seed = Sha1::digest(b"not random").to_vec();
    let mut data = Sha1::digest(b"").to_vec();
    // It ends with a zero.
    let message = [&[1], password.as_bytes(), &[0]].concat();
    data.resize(KEY - 1 - seed.len() - message.len(), 0);
    data.extend(message);
    mask(&mut data, &seed);
    mask(&mut seed, &data);
    let text = BigUint::from_bytes_be(&[seed, data].concat());
    let encrypted = text.modpow(&0x1_0001_u32.into(), &BigUint::from_bytes_be(modulus));
    let encrypted = encrypted.to_bytes_be();
    let mut ticket = vec![0; KEY - encrypted.len()];
    ticket.extend(encrypted);
    ticket
}

/// Adds to bytes what a seed makes of itself (MGF1).
fn mask(bytes: &mut [u8], seed: &[u8]) {
    for (number, piece) in (0_u32..).zip(bytes.chunks_mut(20)) {
        let hash = Sha1::new()
            .chain_update(seed)
            .chain_update(number.to_be_bytes());
        for (byte, mask) in piece.iter_mut().zip(hash.finalize()) {
            *byte ^= mask;
        }
    }
}
