//! A connection to a server, message by message.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::time::Duration;

use qapi_client::Transport;
use qapi_schema::quote::cut;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Phase;
use crate::Stop;
use crate::exchange::Way;

/// What a connection runs over.
pub type Stream = Box<dyn Transport + Send>;

/// A message of a server.
#[derive(Debug)]
pub(super) struct Message {
    /// All of it in one line.
    pub(super) text: String,
    pub(super) said: Said,
    /// Its id as it is written.
    pub(super) id: Option<String>,
}

/// What a message says, values as they are written.
#[derive(Debug)]
pub(super) enum Said {
    Return(String),
    Error { class: String, text: String },
    Event { name: String, data: String },
}

#[derive(Deserialize)]
struct Error {
    class: String,
    desc: String,
}

#[derive(Deserialize)]
struct Greeting {
    #[serde(rename = "QMP")]
    greeting: qapi_client::Greeting,
}

impl Message {
    fn new(text: String) -> Result<Self, Stop> {
        match Self::read(&text) {
            Some((said, id)) => Ok(Self { text, said, id }),
            None => Err(format!("this is no message: {text}").into()),
        }
    }

    fn read(text: &str) -> Option<(Said, Option<String>)> {
        let mut members: BTreeMap<&str, &RawValue> = serde_json::from_str(text).ok()?;
        let id = members.remove("id").map(|id| id.get().to_owned());
        let said = if let Some(value) = members.remove("return") {
            Said::Return(value.get().to_owned())
        } else if let Some(error) = members.remove("error") {
            let Error { class, desc: text } = serde_json::from_str(error.get()).ok()?;
            Said::Error { class, text }
        } else {
            members.remove("timestamp")?;
            let data = members.remove("data").map_or("", RawValue::get).to_owned();
            let name = serde_json::from_str(members.remove("event")?.get()).ok()?;
            Said::Event { name, data }
        };
        members.is_empty().then_some((said, id))
    }
}

/// A connection that has been greeted.
pub(crate) struct Wire {
    stream: BufReader<Stream>,
    limit: Duration,
    pretty: bool,
    pub(super) greeting: String,
    /// The first number of the server's version.
    pub(super) major: u32,
    pub(super) phase: Phase,
    /// Whether the server has closed it.
    pub(super) ended: bool,
    marks: usize,
    /// The answer to the last mark.
    marked: String,
    /// What was said both ways, but for marks.
    said: Vec<(Way, String)>,
}

/// The characters of a message that are kept.
const KEPT: usize = 2000;

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire")
            .field("phase", &self.phase)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}

impl Wire {
    /// Reads the greeting of a server, whose messages are each in one line
    /// unless they are `pretty`. No message may take longer than `limit`.
    pub(super) fn open(mut stream: Stream, limit: Duration, pretty: bool) -> Result<Self, Stop> {
        stream.set_timeout(Some(limit))?;
        let mut wire = Self {
            stream: BufReader::new(stream),
            limit,
            pretty,
            greeting: String::new(),
            major: 0,
            phase: Phase::Before,
            ended: false,
            marks: 0,
            marked: String::new(),
            said: Vec::new(),
        };
        wire.greeting = wire
            .text("its greeting")?
            .ok_or("it ends without a greeting")?;
        let Greeting { greeting } = serde_json::from_str(&wire.greeting)
            .map_err(|error| format!("this is no greeting ({error}): {}", wire.greeting))?;
        wire.major = u32::try_from(greeting.version.major)?;
        Ok(wire)
    }

    /// Negotiates, as far as that goes.
    pub(super) fn enter(&mut self, phase: Phase) -> Result<(), Stop> {
        let capabilities = match phase {
            Phase::Before => return Ok(()),
            Phase::After => "[]",
            Phase::OutOfBand => r#"["oob"]"#,
        };
        let command = format!(
            r#"{{"execute": "qmp_capabilities", "arguments": {{"enable": {capabilities}}}}}"#
        );
        self.send(command.as_bytes())?;
        let reply = self.message("the answer to negotiation")?;
        self.phase = phase;
        match reply.said {
            Said::Return(_) => Ok(()),
            _ => Err(format!("it does not negotiate: {}", reply.text).into()),
        }
    }

    /// Ends the connection from this side.
    pub(super) fn close(&mut self) -> Result<(), Stop> {
        Ok(self.stream.get_mut().shut_down()?)
    }

    /// What was said since this was asked last.
    pub(super) fn take_said(&mut self) -> Vec<(Way, String)> {
        std::mem::take(&mut self.said)
    }

    /// Another connection in place of this one.
    pub(super) fn replace(&mut self, other: Self) {
        let mut said = self.take_said();
        *self = other;
        said.append(&mut self.said);
        self.said = said;
    }

    pub(super) fn send(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let all = readable(bytes.trim_ascii());
        let mut text = cut(&all, KEPT).into_owned();
        if text != all {
            text.push_str(&format!(" ({} bytes)", bytes.len()));
        }
        self.said.push((Way::ToQemu, text));
        self.write(bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let stream = self.stream.get_mut();
        match stream.write_all(bytes).and_then(|()| stream.flush()) {
            // What it has said before it ended is still to be read, and then the end.
            Err(error) if is_end(&error) => Ok(()),
            sent => Ok(sent?),
        }
    }

    /// Everything that comes up to the answer to a command that is sent now. No
    /// command has the empty name, and its refusal carries the id.
    pub(super) fn rest(&mut self, wanted: &str) -> Result<Vec<Message>, Stop> {
        self.marks += 1;
        let id = format!("\"mark {}\"", self.marks);
        let mark = format!("\n{{\"execute\": \"\", \"id\": {id}}}\n");
        self.write(mark.as_bytes())?;
        let mut messages = Vec::new();
        loop {
            let message = self.message(wanted)?;
            if message.id.as_ref() == Some(&id) {
                self.said.pop();
                self.marked = message.text;
                return Ok(messages);
            }
            messages.push(message);
        }
    }

    /// Whether the server is still where it was when this connection began, by
    /// what it said to the last mark.
    pub(super) fn is_settled(&self) -> bool {
        let early = self.marked.contains("'qmp_capabilities'");
        early == (self.phase == Phase::Before)
    }

    /// The next message.
    pub(super) fn message(&mut self, wanted: &str) -> Result<Message, Stop> {
        let text = self.text(wanted)?;
        Message::new(text.ok_or_else(|| format!("it ends; wanted: {wanted}"))?)
    }

    /// The next message as text in one line; none at the end.
    pub(super) fn text(&mut self, wanted: &str) -> Result<Option<String>, Stop> {
        let Some(mut text) = self.line(wanted)? else {
            self.ended = true;
            return Ok(None);
        };
        if self.pretty != (text == "{") {
            let lines = if self.pretty {
                "many lines"
            } else {
                "one line"
            };
            return Err(format!("a message must be in {lines}, but starts with: {text}").into());
        }
        if self.pretty {
            self.lines(&mut text, wanted)?;
        }
        self.said
            .push((Way::FromQemu, cut(&text, KEPT).into_owned()));
        Ok(Some(text))
    }

    /// Adds the lines of a message to its first one, written as in one line.
    fn lines(&mut self, text: &mut String, wanted: &str) -> Result<(), Stop> {
        loop {
            let line = self.line(wanted)?.ok_or("it ends within a message")?;
            if text.ends_with(',') {
                text.push(' ');
            }
            text.push_str(line.trim_start_matches(' '));
            if line == "}" {
                return Ok(());
            }
            if !line.starts_with("    ") {
                return Err(format!("a line within a message is not indented: {line}").into());
            }
        }
    }

    /// The next line without its end; none at the end of all.
    fn line(&mut self, wanted: &str) -> Result<Option<String>, Stop> {
        let mut line = Vec::new();
        match self.stream.read_until(b'\n', &mut line) {
            Ok(0) => return Ok(None),
            Ok(_) => {}
            Err(error) if is_end(&error) => return Ok(None),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                let seconds = self.limit.as_secs_f64();
                return Err(format!("nothing came within {seconds} s; wanted: {wanted}").into());
            }
            Err(error) => return Err(error.into()),
        }
        let line = String::from_utf8(line)?;
        match line.strip_suffix("\r\n") {
            Some(line) => Ok(Some(line.to_owned())),
            None => Err(format!("a line does not end with CR and LF: {line:?}").into()),
        }
    }
}

/// Bytes to be shown, each that is no visible character by its escape.
pub(super) fn readable(bytes: &[u8]) -> String {
    let shown = bytes.iter().map(|byte| match byte {
        b' '..=b'~' => char::from(*byte).to_string(),
        other => other.escape_ascii().to_string(),
    });
    shown.collect()
}

/// Whether the other side has ended the connection.
fn is_end(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::BrokenPipe | ErrorKind::ConnectionReset
    )
}
