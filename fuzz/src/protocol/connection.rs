//! The state machine of a connection as the target sees it: all that the target
//! knows of its interface is here.

#[cfg(unix)]
use std::fs::File;

use qapi_client::protocol::{Incoming, Protocol, Request, Session};
use qapi_client::{EventFilter, Limits, Subscription};
use serde_json::{Map, Value};

/// The most bytes of a message, and of the events that are kept.
pub(super) const MESSAGE: usize = 2048;
/// The most events that are kept.
pub(super) const EVENTS: usize = 4;
/// The most commands in turn that are under way.
pub(super) const IN_FLIGHT: usize = 3;

pub(super) struct Connection {
    session: Session,
    events: Subscription,
}

/// How a request is made.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct How {
    pub(super) oob: bool,
    pub(super) fd: bool,
}

/// What came of received bytes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Got {
    Greeting,
    /// The value, or the server's words.
    Reply(u64, Result<Vec<u8>, String>),
    /// A reply to a command of an earlier connection.
    Owed(String, Result<Vec<u8>, String>),
    Event,
    /// Nothing came: from here on it is another connection.
    Successor,
}

/// What was sent.
pub(super) struct Sent {
    pub(super) bytes: Vec<u8>,
    /// Whether an open file went with the first byte.
    pub(super) fd: bool,
}

impl Connection {
    pub(super) fn new() -> Self {
        Self::of(Session::reproducible(Limits {
            message: MESSAGE,
            nesting: 16,
            events: EVENTS,
            in_flight: IN_FLIGHT,
        }))
    }

    /// The next connection to the same server.
    pub(super) fn successor(&self) -> Self {
        Self::of(self.session.successor())
    }

    fn of(mut session: Session) -> Self {
        let events = session.subscribe(EventFilter::any());
        Self { session, events }
    }

    /// Makes a request; gives its number.
    pub(super) fn request(&mut self, command: &str, how: How) -> u64 {
        let none = Map::<String, Value>::new();
        let request = match how.oob {
            false => Request::new(command, &none),
            true => Request::out_of_band(command, &none),
        };
        let request = request.expect("it has no arguments");
        #[cfg(unix)]
        let request = match how.fd {
            false => request,
            true => request.with_fd(File::open("/dev/null").expect("it is there").into()),
        };
        self.session.submit(request)
    }

    pub(super) fn abandon(&mut self, number: u64) {
        self.session.abandon(number);
    }

    pub(super) fn has_sent(&self, number: u64) -> bool {
        self.session.has_sent(number)
    }

    pub(super) fn enable_oob(&mut self) {
        self.session.negotiated(true);
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

    /// What came for the connection before.
    pub(super) fn owed(&mut self) -> Vec<Got> {
        let replies = self.session.take_owed_replies();
        let replies = replies.into_iter().map(|reply| {
            let returned = reply.returned().map(<[u8]>::to_vec);
            let returned = returned.map_err(ToString::to_string);
            Got::Owed(reply.command().to_owned(), returned)
        });
        replies.collect()
    }

    /// Ends the stream.
    pub(super) fn end_of_stream(&mut self) -> String {
        self.session.end_of_stream().reason().to_string()
    }

    pub(super) fn take_event(&mut self) -> Option<String> {
        let event = self.events.try_next().ok().flatten()?;
        Some(event.name().to_owned())
    }

    /// What was not handed out: strays, late replies, events.
    pub(super) fn counters(&self) -> [u64; 3] {
        let counters = self.session.counters();
        assert_eq!(counters.dropped_events, self.events.dropped());
        [
            counters.stray_replies,
            counters.late_replies,
            counters.dropped_events,
        ]
    }

    /// What would be sent.
    pub(super) fn to_send(&self) -> &[u8] {
        self.session.to_send()
    }

    /// Sends at most so many bytes, and gives them.
    pub(super) fn send(&mut self, most: usize) -> Sent {
        let bytes = self.session.to_send();
        let bytes = bytes[..bytes.len().min(most)].to_vec();
        #[cfg(unix)]
        let fd = self.session.fd_to_send().is_some();
        #[cfg(not(unix))]
        let fd = false;
        self.session.sent(bytes.len());
        Sent { bytes, fd }
    }
}
