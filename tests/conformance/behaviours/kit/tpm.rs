//! A TPM emulator that does as little as one may: it says of itself that it is
//! of version 2, and refuses whatever it is asked to do.
//!
//! The control channel is a socket; the other one, for what a guest says, comes
//! over it as a descriptor (QEMU, `backends/tpm/tpm_ioctl.h`).

use std::io::{self, IoSliceMut, Read, Write};
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::thread;

use qapi_conformance::Stop;
use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, recvmsg};

/// What it is told.
const GET_CAPABILITY: u32 = 0x01;
const INIT: u32 = 0x02;
const GET_ESTABLISHED: u32 = 0x04;
const SET_LOCALITY: u32 = 0x05;
const RESET_ESTABLISHED: u32 = 0x0b;
const SET_DATA_FD: u32 = 0x10;
const SET_BUFFER_SIZE: u32 = 0x11;

/// What it can be told, and how much may be said at once.
const CAPABILITIES: u32 = 0x348f;
const BUFFER: u32 = 4096;

/// An answer of version 2: without a session, of ten bytes, that it has not been
/// started up.
const REFUSED: [u8; 10] = [0x80, 0x01, 0, 0, 0, 10, 0, 0, 1, 0];

/// Listens at a path, and serves the first that connects.
pub(crate) fn listen(path: &Path) -> Result<(), Stop> {
    let listener = UnixListener::bind(path)?;
    thread::spawn(move || -> Result<(), Stop> {
        let (stream, _) = listener.accept()?;
        control(Control { stream, fd: None })
    });
    Ok(())
}

/// A channel that descriptors come over.
struct Control {
    stream: UnixStream,
    /// The last that has come.
    fd: Option<OwnedFd>,
}

impl Read for Control {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let mut buffers = [IoSliceMut::new(buffer)];
        let flags = RecvFlags::CMSG_CLOEXEC;
        let read = recvmsg(&self.stream, &mut buffers, &mut control, flags)?;
        for message in control.drain() {
            if let RecvAncillaryMessage::ScmRights(fds) = message {
                self.fd = fds.last();
            }
        }
        Ok(read.bytes)
    }
}

/// Says yes to what it is told, until nobody is left.
fn control(mut channel: Control) -> Result<(), Stop> {
    loop {
        let command = u32::from_be_bytes(word(&mut channel)?);
        if matches!(
            command,
            INIT | SET_LOCALITY | RESET_ESTABLISHED | SET_BUFFER_SIZE
        ) {
            word(&mut channel)?;
        }
        if let (SET_DATA_FD, Some(fd)) = (command, channel.fd.take()) {
            let data = UnixStream::from(fd);
            thread::spawn(move || refuse(data));
        }
        // That it is done, and what it is.
        let answer = match command {
            GET_CAPABILITY => vec![0, CAPABILITIES],
            GET_ESTABLISHED => vec![0, 0],
            SET_BUFFER_SIZE => vec![0, BUFFER, BUFFER, BUFFER],
            _ => vec![0],
        };
        let answer: Vec<_> = answer.into_iter().flat_map(u32::to_be_bytes).collect();
        channel.stream.write_all(&answer)?;
    }
}

/// Refuses what a guest asks for.
fn refuse(mut data: UnixStream) -> Result<(), Stop> {
    loop {
        let mut tag = [0; 2];
        data.read_exact(&mut tag)?;
        let length = u32::from_be_bytes(word(&mut data)?);
        let mut rest = vec![0; usize::try_from(length)?.saturating_sub(6)];
        data.read_exact(&mut rest)?;
        data.write_all(&REFUSED)?;
    }
}

fn word(channel: &mut impl Read) -> Result<[u8; 4], Stop> {
    let mut word = [0; 4];
    channel.read_exact(&mut word)?;
    Ok(word)
}
