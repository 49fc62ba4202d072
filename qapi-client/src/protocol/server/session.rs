//! The state of one connection, as its server has it.

use std::collections::VecDeque;
use std::fmt;
use std::time::SystemTime;

use serde_json::{Map, Value};

use super::message::{over_many_lines, write_error, write_event, write_greeting, write_return};
use super::qjson::{self, Reader, Style};
use super::request::{Agreed, Request, ServerCommand, generic, is_urgent};
use crate::answer::{ErrorClass, QmpError};

/// How many in-band commands wait before reading stops, `QMP_REQ_QUEUE_LEN_MAX`
/// of `monitor/qmp.c`; the one that is under way is not among them.
const QUEUE: usize = 8;

/// The state of one connection to a server of QMP or to a guest agent: what was
/// received and not been looked at, which commands wait for their turn or for
/// an answer, and what is to be sent.
///
/// It does what `monitor/qmp.c` and `qapi/qmp-dispatch.c` do, or the main loop of
/// `qemu-ga`: it reads JSON with QEMU's limits and finds its way after bad
/// input, answers what is no command in QEMU's words, negotiates, keeps ids, and
/// puts commands into the order in which QEMU carries them out. What a command
/// *is* it does not know.
///
/// A server by hand, which knows one command:
///
/// ```
/// use std::io::{self, Read, Write};
///
/// use qapi_client::protocol::ServerSession;
/// use serde_json::{Value, json};
///
/// fn serve(mut stream: impl Read + Write) -> io::Result<()> {
///     let version = json!({"qemu": {"major": 10, "minor": 0, "micro": 2}, "package": ""});
///     let mut session = ServerSession::qmp(&version);
///     let mut buffer = [0; 4096];
///     loop {
///         stream.write_all(session.to_send())?;
///         session.sent(session.to_send().len());
///         let count @ 1.. = stream.read(&mut buffer)? else {
///             return Ok(());
///         };
///         session.receive(&buffer[..count]);
///         while let Some(command) = session.next_command() {
///             match &*command.name {
///                 "query-version" => session.reply(command.number, &version),
///                 _ => session.fail(command.number, &command.not_found()),
///             }
///         }
///     }
/// }
///
/// # #[cfg(unix)]
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use std::os::unix::net::UnixStream;
/// # use qapi_client::{Client, Validation};
/// let (ours, theirs) = UnixStream::pair()?;
/// std::thread::spawn(|| serve(theirs));
/// let mut client = Client::builder().validation(Validation::Off).over(ours)?;
/// let version: Value = client.execute_raw("query-version", &json!({}))?;
/// assert_eq!(version["qemu"]["micro"], 2);
/// let refused = client.execute_raw::<Value>("stop", &json!({})).unwrap_err();
/// assert!(refused.to_string().ends_with("The command stop has not been found"));
/// # Ok(()) }
/// # #[cfg(not(unix))]
/// # fn main() {}
/// ```
pub struct ServerSession {
    dialect: Dialect,
    reader: Reader,
    /// What was received, and how much of it the reader has taken.
    received: Vec<u8>,
    taken: usize,
    agreed: Agreed,
    /// Messages that wait until no in-band command is under way.
    queue: VecDeque<Result<Value, String>>,
    /// Those that do not.
    urgent: VecDeque<Map<String, Value>>,
    /// The commands under way.
    in_band: Option<u64>,
    out_of_band: Option<u64>,
    /// The ids of commands that were handed out and not answered.
    ids: Vec<(u64, Option<Value>)>,
    issued: u64,
    delimit: bool,
    pretty: bool,
    to_send: Vec<u8>,
}

/// The protocol that is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Qmp,
    Agent,
}

/// A command that was handed out and that its own session will not answer.
///
/// QEMU answers a command that was still running when its client went away to
/// whoever is connected when it is done:
/// [`release`](ServerSession::release) it from the one session, and let the
/// other [`adopt`](ServerSession::adopt) it.
#[derive(Clone, Debug)]
pub struct Unanswered {
    id: Option<Value>,
}

impl ServerSession {
    /// A new connection to QEMU or a storage daemon, which begins with a
    /// greeting that tells the version (`VersionInfo` in QAPI) and offers
    /// out-of-band execution. What is no JSON it calls as that version does.
    pub fn qmp(version: &Value) -> Self {
        let major = version.pointer("/qemu/major").and_then(Value::as_u64);
        let agreed = Agreed {
            negotiated: false,
            oob: false,
        };
        let style = Style::of(major.unwrap_or_default());
        let mut session = Self::new(Dialect::Qmp, style, agreed);
        session.put(|out| write_greeting(out, version));
        session
    }

    /// Writes each message over many lines, as a monitor with `pretty=on` does, the
    /// greeting too if it has not been sent. A guest agent never does.
    #[must_use]
    pub fn pretty(mut self) -> Self {
        self.pretty = self.dialect == Dialect::Qmp;
        if self.pretty
            && let Some(greeting) = self.to_send.strip_suffix(b"\r\n")
        {
            self.to_send = [&over_many_lines(greeting), &b"\r\n"[..]].concat();
        }
        self
    }

    /// A new connection to a guest agent: nobody greets, there is nothing to
    /// negotiate, and nothing is executed out of band.
    pub fn agent() -> Self {
        let agreed = Agreed {
            negotiated: true,
            oob: false,
        };
        Self::new(Dialect::Agent, Style::Whole, agreed)
    }

    fn new(dialect: Dialect, style: Style, agreed: Agreed) -> Self {
        Self {
            dialect,
            reader: Reader::new(style),
            received: Vec::new(),
            taken: 0,
            agreed,
            queue: VecDeque::new(),
            urgent: VecDeque::new(),
            in_band: None,
            out_of_band: None,
            ids: Vec::new(),
            issued: 0,
            delimit: false,
            pretty: false,
            to_send: Vec::new(),
        }
    }

    /// Takes bytes that were received. They are looked at by
    /// [`next_command`](Self::next_command), and not before it is
    /// [reading](Self::is_reading).
    pub fn receive(&mut self, bytes: &[u8]) {
        self.received.drain(..self.taken);
        self.taken = 0;
        self.received.extend_from_slice(bytes);
    }

    /// Whether it would look at bytes that come now. QEMU leaves them in the
    /// socket while an out-of-band command is under way, while eight in-band
    /// ones wait behind the one that is, and, unless out-of-band execution was
    /// negotiated, while any command is under way.
    pub fn is_reading(&self) -> bool {
        let room = match self.agreed.oob {
            true => self.queue.len() < QUEUE,
            false => self.queue.is_empty() && self.in_band.is_none(),
        };
        room && self.urgent.is_empty() && self.out_of_band.is_none()
    }

    /// The next command to be carried out; none if more must be received first,
    /// or if those that wait wait for the one under way. Of in-band commands one
    /// is under way at a time, until it is answered; an out-of-band one comes
    /// when it is read.
    ///
    /// What is no command is answered here, and so is `qmp_capabilities`.
    pub fn next_command(&mut self) -> Option<ServerCommand> {
        self.next(true)
    }

    /// The next out-of-band command, as [`next_command`](Self::next_command).
    /// In-band ones wait even if none is under way: for a server that carries
    /// out one at a time over several connections, while it is busy with
    /// another's.
    pub fn next_out_of_band(&mut self) -> Option<ServerCommand> {
        self.next(false)
    }

    fn next(&mut self, in_band: bool) -> Option<ServerCommand> {
        loop {
            if self.out_of_band.is_none()
                && let Some(members) = self.urgent.pop_front()
            {
                if let Some(command) = self.command(members) {
                    self.out_of_band = Some(command.number);
                    return Some(command);
                }
            } else if in_band
                && self.in_band.is_none()
                && let Some(message) = self.queue.pop_front()
            {
                if let Some(command) = self.message(message) {
                    self.in_band = Some(command.number);
                    return Some(command);
                }
            } else if !self.is_reading() || !self.read() {
                return None;
            }
        }
    }

    /// Reads on to the end of a message; tells whether there is one.
    fn read(&mut self) -> bool {
        let Self {
            reader,
            received,
            taken,
            queue,
            urgent,
            ..
        } = self;
        let mut found = false;
        let rest = received.get(*taken..).unwrap_or_default();
        *taken += reader.feed(rest, |message| {
            found = true;
            match message {
                Ok(Value::Object(members)) if is_urgent(&members) => urgent.push_back(members),
                message => queue.push_back(message),
            }
        });
        found
    }

    /// What a message asks for, unless it has been answered.
    fn message(&mut self, message: Result<Value, String>) -> Option<ServerCommand> {
        let fault = match message {
            Ok(Value::Object(members)) => return self.command(members),
            Ok(_) => "QMP input must be a JSON object".to_owned(),
            Err(fault) => fault,
        };
        self.put_error(None, &generic(fault));
        None
    }

    fn command(&mut self, mut members: Map<String, Value>) -> Option<ServerCommand> {
        let id = members.remove("id");
        match Request::read(members, self.agreed.oob).and_then(|request| self.admit(request)) {
            Ok(Some(request)) => {
                let number = self.issue(id);
                let Request {
                    name,
                    arguments,
                    out_of_band,
                } = request;
                Some(ServerCommand {
                    number,
                    name,
                    arguments,
                    out_of_band,
                })
            }
            Ok(None) => {
                self.put_return(id.as_ref(), b"{}");
                None
            }
            Err(error) => {
                self.put_error(id.as_ref(), &error);
                None
            }
        }
    }

    /// Takes a command if it is not one of negotiation, which ends here.
    fn admit(&mut self, request: Request) -> Result<Option<Request>, QmpError> {
        if self.dialect == Dialect::Qmp && request.name == "qmp_capabilities" {
            return self.agreed.negotiate(&request).map(|()| None);
        }
        if !self.agreed.negotiated {
            return Err(QmpError::new(
                ErrorClass::CommandNotFound,
                "Expecting capabilities negotiation with 'qmp_capabilities'",
            ));
        }
        Ok(Some(request))
    }

    fn issue(&mut self, id: Option<Value>) -> u64 {
        self.issued += 1;
        self.ids.push((self.issued, id));
        self.issued
    }

    /// Answers a command with what it returns. The number of a command that has
    /// been answered, or never been handed out, is passed over, here and below.
    pub fn reply(&mut self, number: u64, value: &Value) {
        let mut text = Vec::new();
        qjson::write(&mut text, value);
        self.reply_text(number, &text);
    }

    /// The same with JSON text.
    pub(crate) fn reply_text(&mut self, number: u64, text: &[u8]) {
        if let Some(Unanswered { id }) = self.release(number) {
            self.put_return(id.as_ref(), text);
        }
    }

    /// Answers that a command failed.
    pub fn fail(&mut self, number: u64, error: &QmpError) {
        if let Some(Unanswered { id }) = self.release(number) {
            self.put_error(id.as_ref(), error);
        }
    }

    /// Takes a command for done that is not answered here: because its success
    /// is not told (`success-response: false` in QAPI), or because another
    /// session will [adopt](Self::adopt) it. None if it has been answered, or
    /// never been handed out.
    pub fn release(&mut self, number: u64) -> Option<Unanswered> {
        let at = self.ids.iter().position(|(other, _)| *other == number)?;
        let (_, id) = self.ids.remove(at);
        for under_way in [&mut self.in_band, &mut self.out_of_band] {
            under_way.take_if(|under_way| *under_way == number);
        }
        Some(Unanswered { id })
    }

    /// Takes over a command of another connection to the same server, and gives
    /// the number by which it is answered. It is answered with the id that it
    /// came with; nothing of this session waits for it.
    pub fn adopt(&mut self, unanswered: Unanswered) -> u64 {
        self.issue(unanswered.id)
    }

    /// Puts the byte 0xFF, which nothing else has, before the next reply, as the
    /// guest agent does at `guest-sync-delimited`.
    pub fn delimit(&mut self) {
        self.delimit = true;
    }

    /// Sends an event of a time, if the client has negotiated. Empty data is not
    /// sent, as by QEMU.
    pub fn emit(&mut self, event: &str, data: &Value, at: SystemTime) {
        if self.agreed.negotiated {
            self.put(|out| write_event(out, event, data, at));
        }
    }

    /// Whether the client has negotiated; with an agent it need not.
    pub fn has_negotiated(&self) -> bool {
        self.agreed.negotiated
    }

    /// Whether out-of-band execution was agreed on.
    pub fn has_oob(&self) -> bool {
        self.agreed.oob
    }

    /// What is to be sent.
    pub fn to_send(&self) -> &[u8] {
        &self.to_send
    }

    /// That `count` bytes of [`to_send`](Self::to_send) were sent.
    pub fn sent(&mut self, count: usize) {
        self.to_send.drain(..count.min(self.to_send.len()));
    }

    fn put_return(&mut self, id: Option<&Value>, text: &[u8]) {
        self.begin_reply();
        self.put(|out| write_return(out, id, text));
    }

    fn put_error(&mut self, id: Option<&Value>, error: &QmpError) {
        self.begin_reply();
        self.put(|out| write_error(out, id, error));
    }

    fn begin_reply(&mut self) {
        if std::mem::take(&mut self.delimit) {
            self.to_send.push(0xFF);
        }
    }

    /// Puts a message behind those that are to be sent.
    fn put(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.to_send.len();
        write(&mut self.to_send);
        if self.pretty {
            let message = self.to_send.split_off(start);
            self.to_send.extend(over_many_lines(&message));
        }
        self.to_send.extend_from_slice(match self.dialect {
            Dialect::Qmp => b"\r\n",
            Dialect::Agent => b"\n",
        });
    }
}

impl fmt::Debug for ServerSession {
    /// What is said on the connection may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerSession")
            .field("dialect", &self.dialect)
            .field("negotiated", &self.agreed.negotiated)
            .field("oob", &self.agreed.oob)
            .field("waiting", &self.queue.len())
            .field("unanswered", &self.ids.len())
            .finish_non_exhaustive()
    }
}
