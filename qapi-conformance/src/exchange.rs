//! What was said over the monitors of a case, kept as it went by.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::os::fd::BorrowedFd;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use qapi_client::{PeerProcess, Transport};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::Stop;
use crate::record::Judged;

/// All that went over the monitors of one case, in the order in which it was
/// read and written here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Exchange(Arc<Mutex<Log>>);

/// What is kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    monitors: usize,
    pub(crate) lines: Vec<Line>,
    pub(crate) judged: Option<Judged>,
    /// The folders of the machines.
    pub(crate) folders: Vec<String>,
    /// The arguments of all machines, one after the other.
    pub(crate) args: Vec<String>,
    pub(crate) shown: Vec<Shown>,
}

/// What a row of the protocol's table has said on a connection, which is nobody's
/// secret, and often no message.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    /// How it was connected to, and how far it was.
    pub(crate) place: String,
    /// What was said, without line ends.
    pub(crate) said: Vec<(Way, String)>,
}

/// A message with the end of its line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Which monitor of the case, from 0.
    pub(crate) monitor: usize,
    pub(crate) way: Way,
    pub(crate) text: Vec<u8>,
}

/// Who says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    ToQemu,
    FromQemu,
}

/// What a line from QEMU is, and which command it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Returned { command: String, value: String },
    Refused { command: String },
    Event { name: String, data: String },
}

/// A message either way.
#[derive(Deserialize)]
pub(crate) struct Message<'m> {
    #[serde(borrow, rename = "QMP")]
    pub(crate) greeting: Option<&'m RawValue>,
    #[serde(borrow)]
    pub(crate) execute: Option<Cow<'m, str>>,
    #[serde(borrow, rename = "exec-oob")]
    pub(crate) exec_oob: Option<Cow<'m, str>>,
    #[serde(borrow)]
    pub(crate) arguments: Option<&'m RawValue>,
    #[serde(borrow)]
    pub(crate) id: Option<&'m RawValue>,
    #[serde(borrow, rename = "return")]
    pub(crate) returned: Option<&'m RawValue>,
    #[serde(borrow)]
    pub(crate) error: Option<&'m RawValue>,
    #[serde(borrow)]
    pub(crate) event: Option<Cow<'m, str>>,
    #[serde(borrow)]
    pub(crate) data: Option<&'m RawValue>,
}

impl Exchange {
    /// A stream whose messages are kept here.
    pub(crate) fn tap<S: Transport>(&self, stream: S) -> Tap<S> {
        let mut log = self.log();
        let monitor = log.monitors;
        log.monitors += 1;
        drop(log);
        Tap {
            stream,
            monitor,
            exchange: self.clone(),
            to_qemu: Vec::new(),
            from_qemu: Vec::new(),
        }
    }

    /// What QEMU has said so far, without its greetings.
    ///
    /// # Errors
    ///
    /// It said what is no message, or answered what was not asked.
    pub(crate) fn said(&self) -> Result<Vec<Said>, Stop> {
        let log = self.log();
        let mut asked = HashMap::new();
        let mut said = Vec::new();
        for line in &log.lines {
            let message: Message<'_> = serde_json::from_slice(&line.text)
                .map_err(|error| format!("{error}: {}", line.text.escape_ascii()))?;
            let id = (line.monitor, message.id.map(RawValue::get));
            if line.way == Way::ToQemu {
                if let Some(command) = message.execute.or(message.exec_oob) {
                    asked.insert(id, command.into_owned());
                }
                continue;
            }
            if let Some(name) = message.event {
                said.push(Said::Event {
                    name: name.into_owned(),
                    data: message.data.map_or("{}", RawValue::get).to_owned(),
                });
                continue;
            }
            let answered = message.returned.or(message.error);
            if answered.is_none() {
                continue;
            }
            let Some(command) = asked.remove(&id) else {
                let text = line.text.escape_ascii();
                return Err(format!("an answer to what was not asked: {text}").into());
            };
            said.push(match message.returned {
                Some(value) => Said::Returned {
                    command,
                    value: value.get().to_owned(),
                },
                None => Said::Refused { command },
            });
        }
        Ok(said)
    }

    /// Keeps what QEMU was asked to judge, over monitors of its own.
    pub(crate) fn keep(&self, judged: Judged) {
        self.log().judged = Some(judged);
    }

    /// Keeps what was shown of a row of the protocol's table.
    pub(crate) fn has_shown(&self, shown: Shown) {
        self.log().shown.push(shown);
    }

    /// Keeps that a machine has this folder.
    pub(crate) fn has_folder(&self, folder: &Path) {
        let folder = folder.to_string_lossy().into_owned();
        self.log().folders.push(folder);
    }

    /// Keeps that a machine is started with these arguments.
    pub(crate) fn has_args(&self, args: &[String]) {
        self.log().args.extend_from_slice(args);
    }

    /// All so far.
    pub(crate) fn all(&self) -> Log {
        self.log().clone()
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream that keeps what goes over it.
#[derive(Debug)]
pub(crate) struct Tap<S> {
    stream: S,
    monitor: usize,
    exchange: Exchange,
    /// What has no end of line yet.
    to_qemu: Vec<u8>,
    from_qemu: Vec<u8>,
}

impl<S> Tap<S> {
    fn keep(&mut self, way: Way, bytes: &[u8]) {
        let open = match way {
            Way::ToQemu => &mut self.to_qemu,
            Way::FromQemu => &mut self.from_qemu,
        };
        let mut pieces = bytes.split_inclusive(|byte| *byte == b'\n');
        for piece in &mut pieces {
            open.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                let line = Line {
                    monitor: self.monitor,
                    way,
                    text: std::mem::take(open),
                };
                self.exchange.log().lines.push(line);
            }
        }
    }
}

impl<S: Read> Read for Tap<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.keep(Way::FromQemu, buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl<S: Write> Write for Tap<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.stream.write(bytes)?;
        self.keep(Way::ToQemu, bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

impl<S: Transport> Transport for Tap<S> {
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        self.stream.set_timeout(timeout)
    }

    fn shut_down(&mut self) -> io::Result<()> {
        self.stream.shut_down()
    }

    fn peer_process(&self) -> Option<PeerProcess> {
        self.stream.peer_process()
    }

    fn carries_fds(&self) -> bool {
        self.stream.carries_fds()
    }

    fn write_with_fd(&mut self, bytes: &[u8], fd: BorrowedFd<'_>) -> io::Result<usize> {
        let written = self.stream.write_with_fd(bytes, fd)?;
        self.keep(Way::ToQemu, bytes.get(..written).unwrap_or_default());
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixStream;

    use super::*;

    #[test]
    fn answers_are_told_by_the_command_of_their_monitor() {
        let exchange = Exchange::default();
        for command in ["stop", "cont"] {
            let (ours, mut theirs) = UnixStream::pair().unwrap();
            let mut tap = exchange.tap(ours);
            writeln!(tap, "{{\"execute\": \"{command}\", \"id\": 1}}").unwrap();
            let answers: &[&[u8]] = &[
                b"{\"event\": \"STOP\", \"timestamp\": {}}\r\n{\"ret",
                b"urn\": {}, \"id\": 1}\r\n",
            ];
            for answer in answers {
                theirs.write_all(answer).unwrap();
                let mut read = [0; 100];
                assert_eq!(tap.read(&mut read).unwrap(), answer.len());
            }
        }
        let returned = |command: &str| Said::Returned {
            command: command.to_owned(),
            value: "{}".to_owned(),
        };
        let event = Said::Event {
            name: "STOP".to_owned(),
            data: "{}".to_owned(),
        };
        let wanted = [event.clone(), returned("stop"), event, returned("cont")];
        assert_eq!(exchange.said().unwrap(), wanted);
    }
}
