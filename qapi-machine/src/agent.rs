//! A guest agent without a guest: it serves this very machine.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::folder;

/// What would stop the machine that the agent runs on, make it hang, or lock
/// people out. The names are those of `qga/qapi-schema.json`.
const HARMFUL: &[&str] = &[
    "guest-fsfreeze-freeze",
    "guest-fsfreeze-freeze-list",
    "guest-set-memory-blocks",
    "guest-set-time",
    "guest-set-user-password",
    "guest-set-vcpus",
    "guest-shutdown",
    "guest-ssh-add-authorized-keys",
    "guest-ssh-remove-authorized-keys",
    "guest-suspend-disk",
    "guest-suspend-hybrid",
    "guest-suspend-ram",
];

/// The arguments that forbid what is harmful.
pub(crate) fn harmless() -> Vec<String> {
    // The short form, as the long one has been renamed since QEMU 7.2.
    vec!["-b".to_owned(), HARMFUL.join(",")]
}

/// A channel to an agent that is not running yet.
pub(crate) struct Channel {
    pub(crate) stream: UnixStream,
    listener: OwnedFd,
    /// Where the agent keeps what must outlive it.
    pub(crate) state: TempDir,
}

impl Channel {
    /// Makes a listening socket and connects to it, so that nobody else can and
    /// nobody need wait for the agent.
    pub(crate) fn open() -> io::Result<Self> {
        let state = folder::make()?;
        let path = state.path().join("channel");
        let listener = UnixListener::bind(&path)?;
        let stream = UnixStream::connect(&path)?;
        std::fs::remove_file(&path)?;
        Ok(Self {
            stream,
            listener: listener.into(),
            state,
        })
    }

    /// The command that runs the agent at this end of the channel. It is handed
    /// the socket as by systemd's socket activation: as the file descriptor
    /// after the standard ones, with its own process id beside it. A shell can
    /// do that in safe code.
    pub(crate) fn command(&self, program: &Path) -> io::Result<Command> {
        const SCRIPT: &str = r#"LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" "$@" 3<&0 0</dev/null"#;
        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", SCRIPT])
            .arg(program)
            .arg("-t")
            .arg(self.state.path())
            // Of this machine's own agent, if it has one.
            .env("QGA_CONF", self.state.path().join("no.conf"))
            .stdin(self.listener.try_clone()?);
        Ok(command)
    }
}
