//! Who is at the other end.

/// The process at the other end of a unix socket: the one that listened, or
/// that made the pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerProcess {
    /// Its id.
    pub pid: u32,
}

impl PeerProcess {
    /// The peer of a socket, where the system tells (`SO_PEERCRED`, `unix(7)`).
    #[cfg(target_os = "linux")]
    pub(crate) fn of(socket: impl std::os::fd::AsFd) -> Option<Self> {
        let peer = rustix::net::sockopt::socket_peercred(socket).ok()?;
        let pid = u32::try_from(peer.pid.as_raw_nonzero().get()).ok()?;
        Some(Self { pid })
    }
    /// The peer of a socket, where the system tells.
    #[cfg(all(unix, not(target_os = "linux")))]
    pub(crate) fn of(_: impl std::os::fd::AsFd) -> Option<Self> {
        None
    }
}
