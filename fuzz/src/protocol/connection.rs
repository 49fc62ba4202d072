//! The state machine of a connection as the target sees it: all that the target
//! knows of its interface is here.

use qapi_client::Limits;
use qapi_client::protocol::{Incoming, Protocol, Session};
use serde_json::{Map, Value};

/// The most bytes of a message, and of the events that are kept.
pub(super) const MESSAGE: usize = 2048;
/// The most events that are kept.
pub(super) const EVENTS: usize = 4;

pub(super) struct Connection {
    session: Session,
    requests: Vec<qapi_client::protocol::Request>,
}

/// What came of received bytes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Got {
    Greeting,
    /// The value, or the server's words.
    Reply(u64, Result<Vec<u8>, String>),
    Event,
}

impl Connection {
    pub(super) fn new() -> Self {
        let limits = Limits {
            message: MESSAGE,
            nesting: 16,
        };
        Self {
            session: Session::new(limits, EVENTS),
            requests: Vec::new(),
        }
    }

    /// Makes a request; gives its number.
    pub(super) fn request(&mut self, command: &str) -> u64 {
        let request = self.session.request(command, &Map::<String, Value>::new());
        let request = request.expect("it has no arguments");
        let number = request.number;
        self.requests.push(request);
        number
    }

    pub(super) fn abandon(&mut self, number: u64) {
        let request = self.requests.iter().find(|made| made.number == number);
        let request = request.expect("it was made");
        self.session.abandon(request);
    }

    /// Whether a request can be abandoned without anything being sent first.
    /// This state machine takes back no more than the last command.
    pub(super) fn can_withdraw(&self, number: u64) -> bool {
        let last = self.requests.last();
        last.is_some_and(|last| last.number == number)
    }

    /// Receives the first of these bytes, and gives the others.
    pub(super) fn receive<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let space = self.session.space();
        let (now, later) = bytes.split_at(space.len().min(bytes.len()));
        space[..now.len()].copy_from_slice(now);
        self.session.filled(now.len());
        later
    }

    /// How many bytes can be received at once.
    pub(super) fn room(&mut self) -> usize {
        self.session.space().len()
    }

    /// The next of what came, or in words why nothing more does.
    pub(super) fn next(&mut self) -> Result<Option<Got>, String> {
        let incoming = self.session.next_incoming();
        let incoming = incoming.map_err(|ended| ended.reason().to_string())?;
        Ok(incoming.map(|incoming| match incoming {
            Incoming::Greeting(_) => Got::Greeting,
            Incoming::Return { number, value } => {
                Got::Reply(number, Ok(self.session.bytes(&value).to_vec()))
            }
            Incoming::Error { number, error } => Got::Reply(number, Err(error.to_string())),
            Incoming::Event => Got::Event,
        }))
    }

    /// Ends the stream.
    pub(super) fn end_of_stream(&mut self) -> String {
        self.session.end_of_stream().reason().to_string()
    }

    pub(super) fn take_event(&mut self) -> Option<String> {
        let event = self.session.take_event()?;
        Some(event.name().to_owned())
    }

    /// What was not handed out: strays, late replies, events.
    pub(super) fn counters(&self) -> [u64; 3] {
        let counters = self.session.counters();
        [
            counters.stray_replies,
            counters.late_replies,
            counters.dropped_events,
        ]
    }

    /// Sends at most so many bytes, and gives them.
    pub(super) fn send(&mut self, most: usize) -> Vec<u8> {
        let bytes = self.session.to_send();
        let bytes = bytes[..bytes.len().min(most)].to_vec();
        self.session.sent(bytes.len());
        bytes
    }
}
