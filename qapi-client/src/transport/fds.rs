//! Sending file descriptors.

use std::io::IoSlice;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd};

use rustix::io::Errno;
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};

/// As [`Transport::write_with_fd`](super::Transport::write_with_fd), on a unix
/// socket.
pub(crate) fn send(
    socket: impl AsFd,
    bytes: &[u8],
    fd: BorrowedFd<'_>,
    flags: SendFlags,
) -> Result<usize, Errno> {
    if bytes.is_empty() {
        // With no byte to go along with, it would get lost without a word.
        return Err(Errno::INVAL);
    }
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    let fds = [fd];
    if !control.push(SendAncillaryMessage::ScmRights(&fds)) {
        return Err(Errno::NOBUFS);
    }
    let bytes = [IoSlice::new(bytes)];
    sendmsg(socket, &bytes, &mut control, flags | NO_SIGNAL)
}

/// A closed connection is an error, not the end of the process. (Apple's
/// sockets are told so once, by the standard library.)
#[cfg(not(target_vendor = "apple"))]
pub(crate) const NO_SIGNAL: SendFlags = SendFlags::NOSIGNAL;
#[cfg(target_vendor = "apple")]
pub(crate) const NO_SIGNAL: SendFlags = SendFlags::empty();
