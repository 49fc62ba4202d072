//! Commands that take as long as one wants.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use qapi_client::QmpError;
use qapi_client::sim::Simulator;
use rustix::fs::{CWD, FileType, Mode, OFlags, mknodat, open};
use serde_json::{Value, json};

use crate::Stop;

/// The command whose end is waited for.
const COMMAND: &str = "blockdev-add";

/// A `blockdev-add` of a blkdebug node `held`: it opens its configuration to
/// read it, which is a pipe, and waits until nobody writes to that any more.
pub(super) struct Held {
    id: &'static str,
    pipe: PathBuf,
    writer: Option<File>,
}

impl Held {
    /// Makes the pipe.
    pub(super) fn new(id: &'static str, folder: &Path) -> Result<Self, Stop> {
        let pipe = folder.join("pipe");
        mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0)?;
        Ok(Self {
            id,
            pipe,
            writer: None,
        })
    }

    /// The command, to be sent.
    pub(super) fn command(&self) -> String {
        let arguments = json!({
            "driver": "blkdebug",
            "node-name": "held",
            "config": self.pipe,
            "image": {"driver": "null-co"},
        });
        let id = self.id;
        format!(r#"{{"execute": "{COMMAND}", "arguments": {arguments}, "id": {id}}}"#)
    }

    /// Waits until the command has begun, which then waits until this is dropped.
    pub(super) fn begin(&mut self, limit: Duration) -> Result<(), Stop> {
        let (sender, opened) = channel();
        let pipe = self.pipe.clone();
        thread::spawn(move || {
            // Nobody waits any longer if it took too long.
            let _ = sender.send(File::options().write(true).open(pipe));
        });
        let opened = opened.recv_timeout(limit).map_err(|_| {
            let (id, seconds) = (self.id, limit.as_secs_f64());
            format!("the `{COMMAND}` with the id {id} has not begun within {seconds} s")
        })?;
        self.writer = Some(opened?);
        Ok(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // Whoever waits for the other side of the pipe has it herewith.
        let _ = open(&self.pipe, OFlags::RDWR | OFlags::NONBLOCK, Mode::empty());
        let _ = fs::remove_file(&self.pipe);
    }
}

/// Gives a simulator a command that can be [held](super::Step::Hold), in place of
/// the behaviour that its `blockdev-add` has.
pub fn can_hold(simulator: &Simulator) {
    simulator.on(COMMAND, |call| {
        let pipe = call.arguments().get("config").and_then(Value::as_str);
        let pipe = PathBuf::from(pipe.unwrap_or_default());
        let reply = call.later();
        thread::spawn(move || {
            let read = fs::read(pipe).map(|_| json!({}));
            reply.finish(read.map_err(|error| QmpError::new("GenericError", error.to_string())));
        });
        Ok(Value::Null)
    });
}
