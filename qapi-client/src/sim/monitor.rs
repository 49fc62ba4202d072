//! The server's side of one connection: bytes in, bytes out.

use std::sync::Arc;
use std::time::SystemTime;

use qapi_schema::Command;
use serde_json::{Map, Value};

use super::hook::{Call, Outcome};
use super::outbox::Outbox;
use super::qjson::{self, Reader};
use super::shared::{Dialect, Shared, lock};
use super::words::{generic, not_found, refusal};
use crate::answer::{ErrorClass, QmpError};

/// The server's side of one connection, as `monitor/qmp.c` and
/// `qapi/qmp-dispatch.c` have it.
pub(super) struct Monitor {
    shared: Arc<Shared>,
    reader: Reader,
    session: Session,
}

/// What has been agreed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Session {
    negotiated: bool,
    oob: bool,
}

/// What comes of bytes that were received.
#[derive(Default)]
pub(super) struct Output {
    /// To be sent on this connection.
    pub(super) bytes: Vec<u8>,
    /// Events, to be sent on the others.
    pub(super) events: Vec<u8>,
    /// Whether the server ends.
    pub(super) quit: bool,
}

/// A command as it was received.
struct Request {
    name: String,
    arguments: Value,
    oob: bool,
}

impl Monitor {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self {
            session: Session {
                negotiated: shared.dialect == Dialect::Agent,
                oob: false,
            },
            shared,
            reader: Reader::new(),
        }
    }

    /// Whether the client takes events.
    pub(super) fn negotiated(&self) -> bool {
        self.session.negotiated
    }

    /// What is sent first.
    pub(super) fn greeting(&self) -> Vec<u8> {
        if self.shared.dialect == Dialect::Agent {
            return Vec::new();
        }
        let mut line = br#"{"QMP": {"version": "#.to_vec();
        qjson::write(&mut line, &self.shared.version());
        line.extend_from_slice(b", \"capabilities\": [\"oob\"]}}\r\n");
        line
    }

    /// Takes bytes of the client, and sends what comes of them.
    pub(super) fn exchange(&mut self, bytes: &[u8], outbox: &Arc<Outbox>, output: &mut Output) {
        output.bytes.clear();
        output.events.clear();
        self.receive(bytes, output);
        outbox.send(&output.bytes, self.session.negotiated);
        if !output.events.is_empty() {
            self.shared.broadcast(&output.events, Some(outbox));
        }
        if output.quit {
            self.shared.stop();
        }
    }

    fn receive(&mut self, bytes: &[u8], output: &mut Output) {
        let Self {
            shared,
            reader,
            session,
        } = self;
        reader.feed(bytes, |message| {
            // A server that ends reads no more.
            if !output.quit {
                answer(shared, session, message, output);
            }
        });
    }
}

/// Answers one message.
fn answer(
    shared: &Arc<Shared>,
    session: &mut Session,
    message: Result<Value, String>,
    output: &mut Output,
) {
    let end = shared.dialect.line_end();
    let mut members = match message {
        Ok(Value::Object(members)) => members,
        Ok(_) => {
            let error = generic("QMP input must be a JSON object");
            return write_error(&mut output.bytes, None, &error, end);
        }
        Err(error) => return write_error(&mut output.bytes, None, &generic(error), end),
    };
    let id = members.remove("id");
    let outcome = request(members, session.oob).and_then(|request| {
        let outcome = dispatch(shared, session, request);
        match outcome {
            Err(error) if !session.negotiated && *error.class() == ErrorClass::CommandNotFound => {
                Err(QmpError::new(
                    ErrorClass::CommandNotFound,
                    "Expecting capabilities negotiation with 'qmp_capabilities'",
                ))
            }
            outcome => outcome,
        }
    });
    match outcome {
        Ok(outcome) => {
            write_events(&outcome.before, output);
            if outcome.delimited {
                output.bytes.push(0xFF);
            }
            if let Some(reply) = &outcome.reply {
                write_return(&mut output.bytes, id.as_ref(), reply, end);
            }
            write_events(&outcome.after, output);
            output.quit |= outcome.quit;
        }
        Err(error) => write_error(&mut output.bytes, id.as_ref(), &error, end),
    }
}

/// Reads the envelope of a command.
fn request(members: Map<String, Value>, oob: bool) -> Result<Request, QmpError> {
    let mut command = None;
    let mut arguments = Value::Object(Map::new());
    for (member, value) in members {
        match &*member {
            "execute" | "exec-oob" if oob || member == "execute" => {
                let Value::String(name) = value else {
                    return Err(generic(format!(
                        "QMP input member '{member}' must be a string"
                    )));
                };
                if let Some((_, other)) = command.replace((name, member.clone())) {
                    return Err(generic(format!(
                        "QMP input member '{member}' clashes with '{other}'"
                    )));
                }
            }
            "arguments" if value.is_object() => arguments = value,
            "arguments" => return Err(generic("QMP input member 'arguments' must be an object")),
            _ => {
                return Err(generic(format!(
                    "QMP input member '{member}' is unexpected"
                )));
            }
        }
    }
    match command {
        Some((name, member)) => Ok(Request {
            name,
            arguments,
            oob: member == "exec-oob",
        }),
        None => Err(generic("QMP input lacks member 'execute'")),
    }
}

/// Runs a command.
fn dispatch(
    shared: &Arc<Shared>,
    session: &mut Session,
    request: Request,
) -> Result<Outcome, QmpError> {
    let Request {
        name,
        arguments,
        oob,
    } = request;
    let negotiation = name == "qmp_capabilities" && shared.dialect == Dialect::Qmp;
    if !session.negotiated && !negotiation {
        return Err(not_found(&name));
    }
    let hook = shared.hook(&name);
    let command = shared.schema.command(&name);
    let answered = command.is_none_or(Command::success_response);
    match command {
        Some(command) if oob && !command.allow_oob() => {
            return Err(generic(format!("The command {name} does not support OOB")));
        }
        Some(_) => shared
            .validator()
            .command(&name, &arguments)
            .map_err(|violations| refusal(&violations, &arguments))?,
        None if negotiation || hook.is_some() => {}
        None => return Err(not_found(&name)),
    }
    if negotiation {
        return negotiate(session, &arguments);
    }
    let mut call = Call::new(shared, &name, arguments);
    let reply = match hook {
        Some(hook) => {
            let mut hook = lock(&hook);
            let mut reply = Vec::new();
            qjson::write(&mut reply, &hook(&mut call)?);
            reply.into()
        }
        None => shared.reply(&name),
    };
    Ok(call.finish(answered.then_some(reply)))
}

fn negotiate(session: &mut Session, arguments: &Value) -> Result<Outcome, QmpError> {
    let enabled = arguments.get("enable").and_then(Value::as_array);
    let mut enabled = enabled.into_iter().flatten().filter_map(Value::as_str);
    if session.negotiated {
        return Err(QmpError::new(
            ErrorClass::CommandNotFound,
            "Capabilities negotiation is already complete, command ignored",
        ));
    }
    *session = Session {
        negotiated: true,
        oob: enabled.any(|capability| capability == "oob"),
    };
    Ok(Outcome::empty())
}

fn write_return(out: &mut Vec<u8>, id: Option<&Value>, reply: &[u8], end: &[u8]) {
    out.extend_from_slice(br#"{"return": "#);
    out.extend_from_slice(reply);
    if let Some(id) = id {
        out.extend_from_slice(br#", "id": "#);
        qjson::write(out, id);
    }
    out.push(b'}');
    out.extend_from_slice(end);
}

fn write_error(out: &mut Vec<u8>, id: Option<&Value>, error: &QmpError, end: &[u8]) {
    out.push(b'{');
    if let Some(id) = id {
        out.extend_from_slice(br#""id": "#);
        qjson::write(out, id);
        out.extend_from_slice(b", ");
    }
    out.extend_from_slice(br#""error": {"class": "#);
    qjson::string(out, error.class().as_str());
    out.extend_from_slice(br#", "desc": "#);
    qjson::string(out, error.desc());
    out.extend_from_slice(b"}}");
    out.extend_from_slice(end);
}

fn write_events(events: &[(String, Value)], output: &mut Output) {
    for (event, data) in events {
        let line = event_line(event, data);
        output.bytes.extend_from_slice(&line);
        output.events.extend_from_slice(&line);
    }
}

/// An event as it is sent, with the time of now.
pub(super) fn event_line(event: &str, data: &Value) -> Vec<u8> {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let mut line = format!(
        r#"{{"timestamp": {{"seconds": {}, "microseconds": {}}}, "event": "#,
        now.as_secs(),
        now.subsec_micros()
    )
    .into_bytes();
    qjson::string(&mut line, event);
    if data.as_object().is_none_or(|data| !data.is_empty()) {
        line.extend_from_slice(br#", "data": "#);
        qjson::write(&mut line, data);
    }
    line.extend_from_slice(b"}\r\n");
    line
}
