//! Sending file descriptors.

use std::io::{self, ErrorKind, IoSlice};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd};

use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};

/// As [`Transport::write_with_fd`](super::Transport::write_with_fd), on a unix
/// socket.
pub(crate) fn send(
    socket: impl AsFd,
    bytes: &[u8],
    fd: BorrowedFd<'_>,
    flags: SendFlags,
) -> io::Result<usize> {
    if bytes.is_empty() {
        // A stream would drop it without a word.
        let why = "a file descriptor goes along with a byte at least";
        return Err(io::Error::new(ErrorKind::InvalidInput, why));
    }
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    let fds = [fd];
    if !control.push(SendAncillaryMessage::ScmRights(&fds)) {
        return Err(ErrorKind::OutOfMemory.into());
    }
    let bytes = [IoSlice::new(bytes)];
    Ok(sendmsg(socket, &bytes, &mut control, flags | NO_SIGNAL)?)
}

/// A closed connection is an error, not the end of the process. (Apple's
/// sockets are told so once, by the standard library.)
#[cfg(not(target_vendor = "apple"))]
pub(crate) const NO_SIGNAL: SendFlags = SendFlags::NOSIGNAL;
#[cfg(target_vendor = "apple")]
pub(crate) const NO_SIGNAL: SendFlags = SendFlags::empty();
