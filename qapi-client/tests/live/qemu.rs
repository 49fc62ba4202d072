//! A QEMU with a monitor on a socket, and a command that blocks it.

use std::fs::File;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use qapi_client::{Error, OwedReply, Validation};
use qapi_machine::{Binary, Machine};
use rustix::fs::OFlags;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A QEMU that listens at a path.
pub(crate) struct Qemu {
    pub(crate) machine: Machine,
    pub(crate) folder: TempDir,
}

impl Qemu {
    pub(crate) fn start(binary: &Binary) -> Self {
        Self::start_in(TempDir::new().unwrap(), binary, &[])
    }

    pub(crate) fn start_in(folder: TempDir, binary: &Binary, args: &[&str]) -> Self {
        let path = folder.path().join("qmp");
        let chardev = format!(
            "socket,server=on,wait=off,id=second,path={}",
            path.display()
        );
        let monitor = match binary.kind() {
            qapi_machine::Kind::System => ["-chardev", "-mon"],
            _ => ["--chardev", "--monitor"],
        };
        let values = [&*chardev, "chardev=second,mode=control"];
        let monitor = monitor.into_iter().zip(values);
        let mut machine = Machine::builder(binary)
            .args(monitor.flat_map(|(option, value)| [option, value]))
            .args(args)
            .start()
            .unwrap();
        // That it talks means that it listens.
        let monitor = machine.take_monitor().unwrap();
        let first = qapi_client::Client::builder().validation(Validation::Off);
        first
            .over(monitor)
            .unwrap_or_else(|error| panic!("{error}: {}", machine.stderr()));
        Self { machine, folder }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("qmp")
    }
}

/// A command that blocks until it is let go: it reads a file that is a pipe
/// with a name, which we have open for writing.
pub(crate) struct Blocker {
    fifo: PathBuf,
    pub(crate) arguments: Value,
}

/// As long as it is held, the command blocks.
pub(crate) struct Held(#[expect(dead_code, reason = "it is held, not used")] File);

impl Blocker {
    pub(crate) const COMMAND: &str = "blockdev-add";

    pub(crate) fn new(folder: &Path) -> Self {
        let fifo = folder.join("fifo");
        let made = Command::new("mkfifo").arg(&fifo).status().unwrap();
        assert!(made.success());
        let arguments = json!({
            "driver": "blkdebug",
            "node-name": "blocked",
            "config": fifo,
            "image": {"driver": "null-co", "read-zeroes": true},
        });
        Self { fifo, arguments }
    }

    /// To be held by whoever waits for the reply.
    pub(crate) fn running(&self) -> Running {
        Running(self.fifo.clone())
    }

    /// Waits until QEMU carries the command out, which it then does not get to
    /// the end of.
    pub(crate) fn hold(&self) -> Held {
        Held(File::options().write(true).open(&self.fifo).unwrap())
    }
}

/// Whoever waits for the command to be carried out waits no longer when this is
/// gone, should it never have been.
pub(crate) struct Running(PathBuf);

impl Drop for Running {
    fn drop(&mut self) {
        let flags = OFlags::NONBLOCK.bits().cast_signed();
        let reader = File::options().read(true).custom_flags(flags).open(&self.0);
        // It must stay open for those who are yet to wait.
        if let Ok(reader) = reader {
            std::mem::forget(reader);
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Blocking,
    Tokio,
}

pub(crate) const KINDS: [Kind; 2] = [Kind::Blocking, Kind::Tokio];

/// Either client, of which each call blocks.
pub(crate) enum Client {
    Blocking(Box<qapi_client::Client>),
    Tokio(Runtime, qapi_client::tokio::Client),
}

impl Client {
    pub(crate) fn connect(kind: Kind, path: &Path, cache: Option<&Path>) -> Self {
        let path = path.to_str().unwrap();
        match kind {
            Kind::Blocking => {
                let mut builder = qapi_client::Client::builder();
                if let Some(cache) = cache {
                    builder = builder.schema_cache(cache);
                }
                Self::Blocking(Box::new(builder.connect(path).unwrap()))
            }
            Kind::Tokio => {
                let runtime = Runtime::new().unwrap();
                let mut builder = qapi_client::tokio::Client::builder();
                if let Some(cache) = cache {
                    builder = builder.schema_cache(cache);
                }
                let client = runtime.block_on(builder.connect(path)).unwrap();
                Self::Tokio(runtime, client)
            }
        }
    }

    pub(crate) fn reconnect(self) -> Self {
        match self {
            Self::Blocking(client) => Self::Blocking(Box::new(client.reconnect().unwrap())),
            Self::Tokio(runtime, client) => {
                let client = runtime.block_on(client.reconnect()).unwrap();
                Self::Tokio(runtime, client)
            }
        }
    }

    pub(crate) fn run(&mut self, command: &str, arguments: &Value) -> Result<Value, Error> {
        match self {
            Self::Blocking(client) => client.execute_raw(command, arguments),
            Self::Tokio(runtime, client) => {
                runtime.block_on(client.execute_raw(command, arguments))
            }
        }
    }

    pub(crate) fn owed_replies(&mut self) -> Vec<OwedReply> {
        match self {
            Self::Blocking(client) => client.owed_replies(),
            Self::Tokio(_, client) => client.owed_replies(),
        }
    }

    pub(crate) fn counters(&self) -> qapi_client::Counters {
        match self {
            Self::Blocking(client) => client.counters(),
            Self::Tokio(_, client) => client.counters(),
        }
    }

    pub(crate) fn supports(&self, coordinate: &str) -> bool {
        match self {
            Self::Blocking(client) => client.supports(coordinate).unwrap(),
            Self::Tokio(_, client) => client.supports(coordinate).unwrap(),
        }
    }
}
