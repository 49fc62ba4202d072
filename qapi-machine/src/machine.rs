//! A process that lives as long as its value.

use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::FileExt;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
use tempfile::TempDir;

use crate::agent::{self, Channel};
use crate::{Binary, Error, Kind};

/// As much of the end of stderr as is given back, in bytes.
const STDERR_TAIL: u64 = 64 * 1024;

/// QEMU's end of the monitor is its stdin, as a socket: open files are taken from
/// that, and what else it prints (`qemu-io` does, images that are made and ptys
/// are told of) does not get between.
const MONITOR: &str = "socket,fd=0,id=qmp";

/// How to start a [`Machine`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    binary: Binary,
    defaults: bool,
    monitor: bool,
    folder: Option<PathBuf>,
    args: Vec<OsString>,
}

impl Builder {
    /// Adds an argument after those that are there.
    pub fn arg(mut self, arg: impl Into<OsString>) -> Self {
        self.args.push(arg.into());
        self
    }
    /// Adds arguments after those that are there.
    pub fn args(mut self, args: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }
    /// Whether a system emulator is started without guest, devices, display
    /// and the user's configuration: `-machine none -nodefaults -display none
    /// -no-user-config`. So it is unless this says otherwise; a later
    /// `-machine` among the caller's arguments takes its place too.
    ///
    /// A guest agent serves the machine that it runs on, which is this one. Its
    /// defaults forbid it (`-b`) what would stop or freeze the machine, set its
    /// clock, or change who may log in; a later `-b` forbids more.
    pub fn defaults(mut self, defaults: bool) -> Self {
        self.defaults = defaults;
        self
    }

    /// Whether it is given a monitor, as it is unless this says otherwise.
    /// Without, [`Machine::take_monitor`] is the stdin and stdout of the process,
    /// on which one of the caller's arguments can put a monitor: `-qmp stdio`, or
    /// the storage daemon's `--chardev stdio,id=qmp --monitor chardev=qmp`. A
    /// guest agent always has its channel.
    pub fn monitor(mut self, monitor: bool) -> Self {
        self.monitor = monitor;
        self
    }
    /// What it runs.
    pub fn binary(&self) -> &Binary {
        &self.binary
    }
    /// Starts it in this folder, where it looks for the files that it is told of
    /// without a whole path, and puts its own for a time (`$TMPDIR`); otherwise
    /// it is in that of this process.
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Every argument, the monitor's among them.
    fn command_line(&self) -> Vec<OsString> {
        let (defaults, monitor): (Vec<String>, &[&str]) = match self.binary.kind() {
            Kind::System => (
                [
                    "-machine",
                    "none",
                    "-nodefaults",
                    "-display",
                    "none",
                    "-no-user-config",
                ]
                .map(str::to_owned)
                .into(),
                // `-mon` is deprecated since 11.1, and what takes its place is no older.
                &["-chardev", MONITOR, "-qmp", "chardev:qmp"],
            ),
            Kind::StorageDaemon => (
                Vec::new(),
                &["--chardev", MONITOR, "--monitor", "chardev=qmp"],
            ),
            Kind::GuestAgent => (agent::harmless(), &[]),
        };
        let defaults = if self.defaults { defaults } else { Vec::new() };
        let monitor = if self.monitor { monitor } else { &[] };
        let monitor = monitor.iter().map(OsString::from);
        let fixed = defaults.into_iter().map(OsString::from).chain(monitor);
        fixed.chain(self.args.iter().cloned()).collect()
    }

    /// Starts the process. It may still refuse its arguments: then the
    /// monitor's stream ends without a greeting, and [`Machine::wait`] says why.
    ///
    /// # Errors
    ///
    /// If the operating system will not run it.
    pub fn start(self) -> Result<Machine, Error> {
        let path = self.binary.path().to_owned();
        let failed = |source| Error::Io {
            path: path.clone(),
            source,
        };
        let (mut command, monitor, state) = self.command().map_err(failed)?;
        // A file needs no reader, so whatever was written before a crash is in it.
        let stderr = tempfile::tempfile().map_err(failed)?;
        if self.monitor {
            command.stdout(stderr.try_clone().map_err(failed)?);
        }
        let child = command
            .args(self.command_line())
            .stderr(stderr.try_clone().map_err(failed)?)
            .spawn()
            .map_err(|source| Error::Start {
                path: path.clone(),
                source,
            })?;
        Machine::own(self.binary, child, monitor, stderr, state).map_err(failed)
    }

    /// What runs the binary, our end of its monitor, and a folder that it needs
    /// as long as it runs.
    fn command(&self) -> io::Result<(Command, UnixStream, Option<TempDir>)> {
        let path = self.binary.path();
        if self.binary.kind() == Kind::GuestAgent {
            let channel = Channel::open()?;
            let command = channel.command(path)?;
            return Ok((command, channel.stream, Some(channel.state)));
        }
        let (monitor, theirs) = UnixStream::pair()?;
        let stdin = OwnedFd::from(theirs);
        // What is named by a path is not looked for in the other folder.
        let path = match path.components().count() {
            1 => path.to_owned(),
            _ => std::path::absolute(path)?,
        };
        let mut command = Command::new(path);
        if !self.monitor {
            command.stdout(stdin.try_clone()?);
        }
        command.stdin(stdin);
        if let Some(folder) = &self.folder {
            command.current_dir(folder).env("TMPDIR", folder);
        }
        Ok((command, monitor, None))
    }
}

/// A running QEMU, storage daemon or guest agent; killed and reaped when
/// dropped.
#[derive(Debug)]
pub struct Machine {
    binary: Binary,
    child: Child,
    monitor: Option<UnixStream>,
    stderr: File,
    /// Removed when all is over.
    _state: Option<TempDir>,
    /// Hangs up when the process has ended.
    ended: Receiver<()>,
    watcher: Option<JoinHandle<()>>,
}

/// How a process ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exit {
    /// Its status, or the signal that killed it.
    pub status: ExitStatus,
    /// The end of what it wrote to stderr, and to stdout unless that is its
    /// [monitor](Builder::monitor)'s.
    pub stderr: String,
}

impl Exit {
    /// That a process has ended so, and has written this.
    pub fn new(status: ExitStatus, stderr: impl Into<String>) -> Self {
        Self {
            status,
            stderr: stderr.into(),
        }
    }
}

impl fmt::Display for Exit {
    /// In one line or more: the status, and stderr if there is any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        match self.stderr.trim_end() {
            "" => Ok(()),
            text => write!(f, "; on stderr: {text}"),
        }
    }
}

impl Machine {
    /// Prepares to start a binary.
    pub fn builder(binary: &Binary) -> Builder {
        Builder {
            binary: binary.clone(),
            defaults: true,
            monitor: true,
            folder: None,
            args: Vec::new(),
        }
    }

    fn own(
        binary: Binary,
        mut child: Child,
        monitor: UnixStream,
        stderr: File,
        state: Option<TempDir>,
    ) -> io::Result<Self> {
        let (sender, ended) = mpsc::channel();
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let watcher = thread::Builder::new()
            .name("qemu watcher".to_owned())
            .spawn(move || {
                // The process is left to be reaped by its owner, so that its id stays its own.
                let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
                if let Some(pid) = pid {
                    while let Err(Errno::INTR) = waitid(WaitId::Pid(pid), options) {}
                }
                drop(sender);
            });
        match watcher {
            Ok(watcher) => Ok(Self {
                binary,
                child,
                monitor: Some(monitor),
                stderr,
                _state: state,
                ended,
                watcher: Some(watcher),
            }),
            Err(error) => {
                child.kill()?;
                child.wait()?;
                Err(error)
            }
        }
    }

    /// What is running.
    pub fn binary(&self) -> &Binary {
        &self.binary
    }
    /// The process's id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
    /// The stream of QMP, or of the guest agent's protocol, from which nothing
    /// has been read; none the second time. It ends when the process dies.
    pub fn take_monitor(&mut self) -> Option<UnixStream> {
        self.monitor.take()
    }

    /// How the process ended; none while it runs.
    ///
    /// # Errors
    ///
    /// If the operating system does not tell.
    pub fn status(&mut self) -> Result<Option<Exit>, Error> {
        self.wait(Duration::ZERO)
    }

    /// Waits until the process ends, but no longer than `limit`; none if it
    /// then still runs.
    ///
    /// # Errors
    ///
    /// If the operating system does not tell.
    pub fn wait(&mut self, limit: Duration) -> Result<Option<Exit>, Error> {
        match self.ended.recv_timeout(limit) {
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Ok(()) | Err(RecvTimeoutError::Disconnected) => self.reap().map(Some),
        }
    }

    /// Kills the process, if it still runs.
    ///
    /// # Errors
    ///
    /// If the operating system does not let us.
    pub fn kill(&mut self) -> Result<Exit, Error> {
        self.child.kill().map_err(|source| self.failed(source))?;
        self.reap()
    }

    /// The end of what the process has written to stderr and stdout so far; bytes
    /// that are no UTF-8 are replaced.
    pub fn stderr(&self) -> String {
        // Read by position: the process writes at the offset that it shares with this file.
        let length = self.stderr.metadata().map_or(0, |data| data.len());
        let mut tail = vec![0; usize::try_from(length.min(STDERR_TAIL)).unwrap_or(0)];
        let start = length.saturating_sub(STDERR_TAIL);
        match self.stderr.read_exact_at(&mut tail, start) {
            Ok(()) => String::from_utf8_lossy(&tail).into_owned(),
            Err(error) => format!("(stderr cannot be read: {error})"),
        }
    }

    fn reap(&mut self) -> Result<Exit, Error> {
        if let Some(watcher) = self.watcher.take() {
            // It only waits for the process, so this waits no longer than that.
            let _ = watcher.join();
        }
        let status = self.child.wait().map_err(|source| self.failed(source))?;
        Ok(self.exit(status))
    }

    fn exit(&self, status: ExitStatus) -> Exit {
        Exit {
            status,
            stderr: self.stderr(),
        }
    }

    fn failed(&self, source: io::Error) -> Error {
        Error::Io {
            path: self.binary.path().to_owned(),
            source,
        }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        // Nothing can be told from here; a process that cannot be killed is not waited for.
        let _ = self.kill();
    }
}
