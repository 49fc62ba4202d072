//! Does what a row says, and compares.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::path::Path;
use std::time::Duration;

use qapi_schema::Schema;
use qapi_schema::quote::cut;
use serde_json::Value;

use super::hold::Held;
use super::row::{PLACES, Phase, Reply, Row, Sent, Step, What};
use super::wire::{Message, Said, Stream, Wire, readable};
use crate::Stop;
use crate::exchange::{Exchange, Shown};
use crate::judge::like;

/// Who is asked: a server that there can be several connections to, one after
/// the other.
pub struct Server<'s> {
    /// What it has, which decides what of a row concerns it.
    pub schema: &'s Schema,
    /// Makes a connection.
    pub connect: &'s dyn Fn() -> Result<Stream, Stop>,
    /// Waits until it has read what has been sent, or as much of it as it would,
    /// if there is a way to know.
    pub settle: Option<&'s dyn Fn() -> Result<(), Stop>>,
    /// A folder where it finds files.
    pub folder: &'s Path,
    /// How long a message may take, when one must come.
    pub limit: Duration,
}

impl fmt::Debug for Server<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("folder", &self.folder)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// Shows a row on a new connection in a phase, which should be one of the
/// row's. Whether the server is one that the row is about
/// ([`When`](super::When)) is the caller's business.
///
/// # Errors
///
/// What the server said, and what it should have said.
pub fn check(row: &Row, phase: Phase, server: &Server<'_>) -> Result<(), Stop> {
    show(row, phase, server, "", &Exchange::default())
}

/// The same, and keeps what is said.
pub(super) fn show(
    row: &Row,
    phase: Phase,
    server: &Server<'_>,
    place: &str,
    exchange: &Exchange,
) -> Result<(), Stop> {
    let mut wire = open(row, server)?;
    let shown = wire.enter(phase).and_then(|()| run(row, &mut wire, server));
    exchange.has_shown(Shown {
        place: place.to_owned(),
        said: wire.take_said(),
    });
    shown.map(drop).map_err(|stop| match place {
        "" => stop,
        place => stop.at(place),
    })
}

/// A new connection for a row.
pub(super) fn open(row: &Row, server: &Server<'_>) -> Result<Wire, Stop> {
    Wire::open((server.connect)()?, server.limit, row.when.pretty)
}

/// What a row has left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// A connection that another row can have.
    AsItWas,
    /// Another one than there was.
    Changed,
    /// None, and no server.
    Nothing,
}

/// Shows a row on a connection that is in a phase.
pub(super) fn run(row: &Row, wire: &mut Wire, server: &Server<'_>) -> Result<Left, Stop> {
    let mut left = Left::AsItWas;
    let mut held = None;
    let wanted = |replies: &[Reply], wire: &Wire| -> VecDeque<Reply> {
        let replies = replies.iter().filter(|reply| reply.concerns(wire, server));
        let replies = replies.flat_map(|reply| std::iter::repeat_n(*reply, reply.times));
        replies.collect()
    };
    // Said to what is not answered at once.
    let mut asked = String::new();
    for step in row.steps {
        match step {
            Step::Ask(sent, replies) => {
                asked = shown(*sent);
                wire.send(&sent.to_vec())?;
                compare(wanted(replies, wire), wire).map_err(|stop| stop.at(&asked))?;
            }
            Step::Send(sent) => {
                asked = shown(*sent);
                wire.send(&sent.to_vec())?;
            }
            Step::Next(replies) => {
                let lanes = vec![wanted(replies, wire)];
                follow(lanes, wire).map_err(|stop| stop.at(&asked))?;
            }
            Step::Mixed(lanes) => {
                let lanes = lanes.iter().map(|replies| wanted(replies, wire)).collect();
                follow(lanes, wire).map_err(|stop| stop.at(&asked))?;
            }
            Step::Greeting(pattern) if like(&wire.greeting, pattern) => {}
            Step::Greeting(pattern) => {
                let greeting = &wire.greeting;
                return Err(format!("wanted the greeting {pattern}\n   got {greeting}").into());
            }
            Step::Hold(id) => {
                let mut pipe = Held::new(id, server.folder)?;
                wire.send(pipe.command().as_bytes())?;
                pipe.begin(server.limit)?;
                held = Some(pipe);
            }
            Step::Settle => server.settle.map_or(Ok(()), |settle| settle())?,
            Step::Release => drop(held.take()),
            Step::Reconnect => {
                wire.close()?;
                wire.replace(open(row, server)?);
                left = Left::Changed;
            }
            Step::End => {
                if let Some(text) = wire.text("the end")? {
                    return Err(format!("wanted the end\n   got {text}").into());
                }
                left = Left::Nothing;
            }
        }
    }
    if left == Left::Nothing {
        return Ok(left);
    }
    compare(VecDeque::new(), wire).map_err(|stop| stop.at("after all"))?;
    Ok(if wire.is_settled() {
        left
    } else {
        Left::Changed
    })
}

/// That what has come of the last that was sent are these replies, and no more.
fn compare(wanted: VecDeque<Reply>, wire: &mut Wire) -> Result<(), Stop> {
    let all = wanted.len();
    let mut wanted = wanted.into_iter().enumerate().peekable();
    let hint = wanted.peek().map_or_else(
        || "nothing more".to_owned(),
        |(_, reply)| reply.told(wire.major),
    );
    for message in wire.rest(&hint)? {
        let next = wanted.peek().map(|(_, reply)| reply);
        if message.is_unasked(next.into_iter()) {
            continue;
        }
        let Some((at, reply)) = wanted.next() else {
            return Err(format!("one message too much: {}", message.short()).into());
        };
        if !reply.is(&message, wire.major) {
            let (at, reply, got) = (at + 1, reply.told(wire.major), message.short());
            let text = format!("message {at} of {all}:\nwanted {reply}\n   got {got}");
            return Err(text.into());
        }
    }
    match wanted.next() {
        Some((at, reply)) => {
            let (at, reply) = (at + 1, reply.told(wire.major));
            Err(format!("message {at} of {all} is missing:\nwanted {reply}").into())
        }
        None => Ok(()),
    }
}

/// That the messages which come next are of these lanes, each in its order.
fn follow(mut lanes: Vec<VecDeque<Reply>>, wire: &mut Wire) -> Result<(), Stop> {
    loop {
        let heads = || lanes.iter().filter_map(VecDeque::front);
        let told = heads().map(|reply| reply.told(wire.major));
        let told = told.collect::<Vec<_>>().join("\n    or ");
        if told.is_empty() {
            return Ok(());
        }
        let message = wire.message(&told)?;
        if message.is_unasked(heads()) {
            continue;
        }
        let is_it = |lane: &&mut VecDeque<Reply>| {
            lane.front()
                .is_some_and(|reply| reply.is(&message, wire.major))
        };
        match lanes.iter_mut().find(is_it) {
            Some(lane) => drop(lane.pop_front()),
            None => {
                let got = message.short();
                return Err(format!("wanted {told}\n   got {got}").into());
            }
        }
    }
}

/// What was sent, to be shown.
fn shown(sent: Sent) -> String {
    match sent {
        Sent::Bytes(bytes) => format!("to `{}`", readable(bytes)),
        Sent::Repeated(parts) => {
            let parts = parts.iter().map(|(times, bytes)| match times {
                1 => format!("`{}`", readable(bytes)),
                times => format!("{times} times `{}`", readable(bytes)),
            });
            format!("to {}", parts.collect::<Vec<_>>().join(", "))
        }
    }
}

impl Message {
    /// The message, if it is not too long to be read.
    fn short(&self) -> Cow<'_, str> {
        cut(&self.text, 500)
    }

    /// Whether it is an event that nobody waits for. They may come at any time.
    fn is_unasked<'r>(&self, mut next: impl Iterator<Item = &'r Reply>) -> bool {
        let Said::Event { name, .. } = &self.said else {
            return false;
        };
        !next.any(|reply| matches!(reply.what, What::Event { name: wanted, .. } if wanted == name))
    }
}

impl Reply {
    /// Whether it is to come from a server.
    fn concerns(&self, wire: &Wire, server: &Server<'_>) -> bool {
        let (first, end) = self.versions;
        let has = match self.what {
            What::Event { name, .. } => server.schema.event(name).is_some(),
            _ => true,
        };
        has && (first..end).contains(&wire.major)
    }

    /// Whether a message is it.
    fn is(&self, message: &Message, major: u32) -> bool {
        let says = match (&self.what, &message.said) {
            (What::Return(wanted), Said::Return(value)) => like(value, wanted),
            (
                What::Error { class, text },
                Said::Error {
                    class: other,
                    text: said,
                },
            ) => other == class && like(said, text),
            (What::Syntax { .. }, Said::Error { class, text }) => {
                class == "GenericError" && self.is_syntax(text, major)
            }
            (
                What::Event { name, data },
                Said::Event {
                    name: other,
                    data: said,
                },
            ) => other == name && like(said, data),
            _ => false,
        };
        says && match (self.id, &message.id) {
            (None, None) => true,
            (Some(wanted), Some(id)) => like(id, wanted) || is_same_object(id, wanted),
            _ => false,
        }
    }

    fn is_syntax(&self, said: &str, major: u32) -> bool {
        let What::Syntax { text, later } = self.what else {
            return false;
        };
        let is_number = |text: &str| text.parse::<u32>().is_ok_and(|number| number > 0);
        let (said, text) = if major < PLACES {
            (said, text)
        } else {
            let mut parts = said.splitn(3, ':');
            match (parts.next(), parts.next(), parts.next()) {
                (Some(line), Some(column), Some(rest)) if is_number(line) && is_number(column) => {
                    (rest.strip_prefix(' ').unwrap_or_default(), later)
                }
                _ => return false,
            }
        };
        said.strip_prefix("JSON parse error, ")
            .is_some_and(|said| like(said, text))
    }

    /// What it is, in words.
    fn told(&self, major: u32) -> String {
        let what = match self.what {
            What::Return(value) => format!("the return {value}"),
            What::Error { class, text } => format!("the error {class}: {text}"),
            What::Syntax { text, .. } if major < PLACES => {
                format!("the error GenericError: JSON parse error, {text}")
            }
            What::Syntax { later, .. } => {
                format!("the error GenericError: LINE:COLUMN: JSON parse error, {later}")
            }
            What::Event { name, data } => format!("the event {name} with {data}"),
        };
        match self.id {
            Some(id) => format!("{what}, with the id {id}"),
            None => format!("{what}, without an id"),
        }
    }
}

/// Whether two texts are the same object, whatever its members' order.
fn is_same_object(one: &str, other: &str) -> bool {
    let object = |text| {
        let value: Option<Value> = serde_json::from_str(text).ok();
        value.filter(Value::is_object)
    };
    object(one).is_some_and(|one| object(other) == Some(one))
}
