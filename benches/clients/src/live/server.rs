//! A QEMU for one client.

use std::io::{BufRead as _, BufReader};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use qapi_machine::{Binary, Machine};
use tempfile::TempDir;

use crate::pin::Pins;

/// A QEMU without a guest that listens on a socket.
pub(super) struct Server {
    path: PathBuf,
    /// A monitor that nobody uses.
    _monitor: BufReader<UnixStream>,
    _machine: Machine,
    _folder: TempDir,
}

impl Server {
    /// Starts it, and waits until it listens.
    pub(super) fn start(binary: &Binary, pins: Option<&Pins>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("qmp");
        let listen = format!("unix:{},server=on,wait=off", path.display());
        if let Some(pins) = pins {
            pins.servers()?;
        }
        let machine = Machine::builder(binary).args(["-qmp", &listen]).start();
        if let Some(pins) = pins {
            pins.clients()?;
        }
        let mut machine = machine?;
        let monitor = machine.take_monitor().context("nobody took the monitor")?;
        let mut monitor = BufReader::new(monitor);
        // It greets on one monitor when it has all of them.
        let mut greeting = String::new();
        monitor.read_line(&mut greeting)?;
        Ok(Self {
            path,
            _monitor: monitor,
            _machine: machine,
            _folder: folder,
        })
    }

    /// Where it listens.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// A connection. It fails rather than hangs.
    pub(super) fn connect(&self) -> Result<UnixStream> {
        let stream = UnixStream::connect(&self.path)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(stream)
    }
}
