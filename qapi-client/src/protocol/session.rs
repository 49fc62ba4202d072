//! The state of one connection.

use std::borrow::Cow;

use super::end::{Ended, Reason};
use super::framing::{Frame, Limits};
use super::id::Ids;
use super::message::{Malformed, Message, start};
use super::reply::{OwedReply, Reply};
use super::request::Request;
use super::window::Window;
use super::wire::{Protocol, Wire};
use crate::answer::{Greeting, QmpError};
use crate::events::{EventFilter, Subscription, Subscriptions};

/// The state of one QMP connection: what has been received and not been looked
/// at, which commands wait for a reply, and what is to be sent.
///
/// Commands are sent in the order in which they are [submitted](Self::submit),
/// as many at once as the server reads ahead ([`Limits::in_flight`]); the others
/// wait here. Out-of-band ones overtake them.
pub struct Session {
    wire: Wire,
    limits: Limits,
    ids: Ids,
    window: Window,
    subscriptions: Subscriptions,
    /// Commands of an earlier connection that were sent and not answered.
    owed: Vec<(u64, Box<str>)>,
    owed_replies: Vec<OwedReply>,
    greeted: bool,
    counters: Counters,
}

/// Something for the driver of a [`Session`].
#[derive(Debug)]
pub enum Incoming {
    /// The greeting.
    Greeting(Greeting),
    /// The reply to a command of ours: [`Session::bytes`] has it until more is
    /// received.
    Return {
        /// The number of the command.
        number: u64,
        /// The reply's place.
        value: Frame,
    },
    /// A command of ours failed.
    Error {
        /// The number of the command.
        number: u64,
        /// QEMU's words.
        error: QmpError,
    },
    /// An event was given to its subscribers.
    Event,
}

/// What was received and not handed out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counters {
    /// Replies to commands that this connection has not sent.
    pub stray_replies: u64,
    /// Replies to commands of this connection that were no longer waited for.
    pub late_replies: u64,
    /// Events that were lost because a subscriber did not take them in time,
    /// counted once for each such subscriber.
    pub dropped_events: u64,
}

impl Session {
    /// A new connection, of which no byte has been read.
    pub fn new(limits: Limits) -> Self {
        Self {
            wire: Wire::new(limits),
            limits,
            ids: Ids::new(),
            window: Window::new(limits.in_flight),
            subscriptions: Subscriptions::default(),
            owed: Vec::new(),
            owed_replies: Vec::new(),
            greeted: false,
            counters: Counters::default(),
        }
    }

    /// As [`new`](Self::new), with ids that are the same in each run, so that
    /// runs can be compared. On a connection to a real server, a reply that it
    /// owes to another one could be taken for ours.
    pub fn reproducible(limits: Limits) -> Self {
        Self {
            ids: Ids::reproducible(),
            ..Self::new(limits)
        }
    }

    /// A new connection to the server that this one was with.
    ///
    /// What the server still owes to this one it will say there: those replies
    /// are known, and kept for [`take_owed_replies`](Self::take_owed_replies).
    #[must_use]
    pub fn successor(&self) -> Self {
        let sent = self.window.on_wire().iter();
        let sent = sent.filter(|command| !self.wire.outbox.is_unsent(command.number));
        let sent = sent.map(|command| (command.number, command.name.clone()));
        Self {
            ids: self.ids.successor(),
            owed: self.owed.iter().cloned().chain(sent).collect(),
            ..Self::new(self.limits)
        }
    }

    /// Takes a command to be sent in its turn, and gives its number.
    pub fn submit(&mut self, request: Request) -> u64 {
        let number = self.ids.issue();
        self.window.queue(number, request);
        self.admit();
        number
    }

    /// Waits no longer for the reply to a command. If nothing of the command
    /// has been sent yet, nothing will be; otherwise the rest of it still must
    /// be, and its reply is dropped when it comes.
    pub fn abandon(&mut self, number: u64) {
        if !self.window.abandon(number) && self.wire.outbox.withdraw(number) {
            self.window.withdraw(number);
        }
        self.admit();
    }

    /// Whether a part of a command has been sent: then the server may carry it
    /// out.
    pub fn has_sent(&self, number: u64) -> bool {
        !self.window.is_waiting(number) && !self.wire.outbox.is_unsent(number)
    }

    /// That the server has answered the negotiation, and whether it agreed on
    /// out-of-band execution.
    ///
    /// What it owed to others it has said before that, so that ids need no
    /// longer be such as nobody else has.
    pub fn negotiated(&mut self, oob: bool) {
        self.ids.be_plain();
        if oob {
            self.window.enable_oob();
        }
        self.admit();
    }

    /// Whether the server agreed on out-of-band execution.
    pub fn has_oob(&self) -> bool {
        self.window.has_oob()
    }

    fn admit(&mut self) {
        while let Some((number, request)) = self.window.admit() {
            self.wire.outbox.push(&self.ids, number, request);
        }
    }

    /// From now on, keeps the events that the filter wants: up to
    /// [`Limits::events`] of them, and no more bytes than one message may have.
    pub fn subscribe(&mut self, filter: EventFilter) -> Subscription {
        let ended = self.wire.ended.as_ref();
        let Limits {
            events, message, ..
        } = self.limits;
        self.subscriptions.add(filter, events, message, ended)
    }

    /// Who wants events.
    #[cfg(feature = "tokio")]
    pub(crate) fn subscriptions(&mut self) -> &mut Subscriptions {
        &mut self.subscriptions
    }

    fn advance(&mut self) -> Result<Option<Incoming>, Reason> {
        while let Some(frame) = self.wire.framer.next_frame().map_err(Malformed::from)? {
            let bytes = self.wire.framer.bytes(&frame);
            match self.wire.framer.message(&frame)? {
                Message::Greeting(greeting) if !self.greeted => {
                    self.greeted = true;
                    return Ok(Some(Incoming::Greeting(greeting)));
                }
                Message::Greeting(_) => return Err(Malformed::Greeting.into()),
                Message::Return { id, value } => {
                    let number = id.and_then(|id| self.ids.number(&canonical(id)));
                    let value = within(&frame, bytes, value);
                    match self.answered(number) {
                        Answered::Awaited(number) => {
                            return Ok(Some(Incoming::Return { number, value }));
                        }
                        Answered::Owed(command) => {
                            let value = self.wire.framer.take(&value);
                            self.owed_replies.push(OwedReply::new(command, Ok(value)));
                        }
                        Answered::Unwanted => {}
                    }
                }
                Message::Error {
                    id: Some(id),
                    error,
                } => {
                    let number = self.ids.number(&canonical(id));
                    match self.answered(number) {
                        Answered::Awaited(number) => {
                            return Ok(Some(Incoming::Error { number, error }));
                        }
                        Answered::Owed(command) => {
                            self.owed_replies.push(OwedReply::new(command, Err(error)));
                        }
                        Answered::Unwanted => {}
                    }
                }
                Message::Error { id: None, error } => return Err(Reason::ErrorWithoutId(error)),
                Message::Event {
                    name,
                    data,
                    timestamp,
                } => {
                    if !self.subscriptions.is_empty() {
                        self.subscriptions.push(&name, data, frame.depth, timestamp);
                    }
                    return Ok(Some(Incoming::Event));
                }
            }
        }
        Ok(None)
    }

    /// Whose a reply is. Counts it if nobody wants it.
    fn answered(&mut self, number: Option<u64>) -> Answered {
        // Nobody can answer what was not sent.
        let number = number.filter(|number| !self.wire.outbox.is_unsent(*number));
        if let Some(command) = number.and_then(|number| self.window.answered(number)) {
            self.admit();
            if command.awaited {
                return Answered::Awaited(command.number);
            }
            self.counters.late_replies += 1;
            return Answered::Unwanted;
        }
        let mut owed = self.owed.iter();
        if let Some(at) = owed.position(|(owed, _)| Some(*owed) == number) {
            return Answered::Owed(self.owed.swap_remove(at).1);
        }
        match number {
            Some(number) if !self.window.is_waiting(number) => self.counters.late_replies += 1,
            _ => self.counters.stray_replies += 1,
        }
        Answered::Unwanted
    }

    /// The bytes of a reply.
    pub fn bytes(&self, value: &Frame) -> &[u8] {
        self.wire.framer.bytes(value)
    }

    /// Takes a reply out, so that it outlives what is received later.
    pub fn take(&mut self, value: &Frame) -> Reply {
        self.wire.framer.take(value)
    }

    /// The replies that have arrived to commands of the connection before this
    /// one ([`successor`](Self::successor)).
    pub fn take_owed_replies(&mut self) -> Vec<OwedReply> {
        std::mem::take(&mut self.owed_replies)
    }

    /// What was received and not handed out.
    pub fn counters(&self) -> Counters {
        Counters {
            dropped_events: self.subscriptions.dropped(),
            ..self.counters
        }
    }
}

/// Whose a reply is.
enum Answered {
    /// That of a command of ours.
    Awaited(u64),
    /// That of a command of the connection before this one.
    Owed(Box<str>),
    Unwanted,
}

impl Protocol for Session {
    type Incoming = Incoming;

    fn wire(&self) -> &Wire {
        &self.wire
    }
    fn wire_mut(&mut self) -> &mut Wire {
        &mut self.wire
    }
    fn on_end(&mut self, ended: &Ended) {
        self.subscriptions.end(ended);
    }

    /// Replies that nobody waits for are dropped and counted.
    fn next_incoming(&mut self) -> Result<Option<Incoming>, Ended> {
        if let Some(ended) = self.ended() {
            return Err(ended.clone());
        }
        let next = self.advance();
        next.map_err(|reason| self.end(reason))
    }
}

/// An id as we write it, however the server (or what lies between) has
/// escaped it.
pub(super) fn canonical(id: &[u8]) -> Cow<'_, str> {
    if id.contains(&b'\\')
        && let Ok(text) = serde_json::from_slice::<String>(id)
    {
        return Cow::Owned(format!("\"{text}\""));
    }
    String::from_utf8_lossy(id)
}

/// The place of a value inside the frame that it is a part of.
pub(super) fn within(frame: &Frame, bytes: &[u8], value: &[u8]) -> Frame {
    let start = frame.range.start + start(bytes, value);
    Frame {
        range: start..start + value.len(),
        depth: frame.depth.saturating_sub(1),
    }
}

impl std::fmt::Debug for Session {
    /// Without what was sent or received: there may be secrets in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("window", &self.window)
            .field("counters", &self.counters())
            .field("ended", &self.wire.ended)
            .finish_non_exhaustive()
    }
}
