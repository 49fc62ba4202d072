//! The state of one connection.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::value::RawValue;

use super::end::{Ended, Reason};
use super::events::EventQueue;
use super::framing::{Frame, Limits, excerpt};
use super::id::Ids;
use super::message::{Malformed, Message};
use super::request::Request;
use super::wire::{Protocol, Wire};
use crate::answer::{Greeting, QmpError};
use crate::event::RawEvent;

/// The state of one QMP connection: what has been received and not been looked
/// at, which commands wait for a reply, and what is to be sent.
pub struct Session {
    wire: Wire,
    ids: Ids,
    events: EventQueue,
    /// The numbers of the commands that wait for a reply. Few at most.
    awaited: Vec<u64>,
    greeted: bool,
    stray_replies: u64,
    late_replies: u64,
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
    /// An event was put into the queue.
    Event,
}

/// What was received and not handed out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counters {
    /// Replies to commands that some earlier connection sent.
    pub stray_replies: u64,
    /// Replies to commands of this connection that were no longer waited for.
    pub late_replies: u64,
    /// Events that were lost because nobody took them in time.
    pub dropped_events: u64,
}

impl Session {
    /// A new connection, of which no byte has been read, that keeps up to
    /// `event_capacity` events.
    pub fn new(limits: Limits, event_capacity: usize) -> Self {
        Self {
            wire: Wire::new(limits),
            ids: Ids::new(),
            events: EventQueue::new(event_capacity, limits.message),
            awaited: Vec::new(),
            greeted: false,
            stray_replies: 0,
            late_replies: 0,
        }
    }

    /// Encodes a command and puts it behind what is to be sent.
    ///
    /// # Errors
    ///
    /// Whatever the arguments' `Serialize` says.
    pub fn request<A: Serialize + ?Sized>(
        &mut self,
        command: &str,
        arguments: &A,
    ) -> Result<Request, serde_json::Error> {
        let request = self.wire.outbox.push(&mut self.ids, command, arguments)?;
        self.awaited.push(request.number);
        Ok(request)
    }

    /// The arguments of a command, byte for byte as they will be sent.
    pub fn arguments(&self, request: &Request) -> &[u8] {
        self.wire.outbox.arguments(request)
    }

    /// Waits no longer for the reply to a command. If nothing of the command
    /// has been sent yet, nothing will be; otherwise the rest of it still must
    /// be, and its reply is dropped when it comes.
    pub fn abandon(&mut self, request: &Request) {
        self.wire.outbox.withdraw(request);
        self.forget(request.number);
    }

    fn advance(&mut self) -> Result<Option<Incoming>, Reason> {
        while let Some(frame) = self.wire.framer.next_frame().map_err(Malformed::from)? {
            let bytes = self.wire.framer.bytes(&frame);
            match Message::parse(bytes)? {
                Message::Greeting(greeting) if !self.greeted => {
                    self.greeted = true;
                    return Ok(Some(Incoming::Greeting(greeting)));
                }
                Message::Greeting(_) => {
                    let excerpt = excerpt(bytes, 0);
                    return Err(Malformed::Unknown { excerpt }.into());
                }
                Message::Return { id, value } => {
                    let number = id.and_then(|id| self.ids.number(&canonical(id)));
                    let value = within(&frame, bytes, value);
                    if let Some(number) = self.answered(number) {
                        return Ok(Some(Incoming::Return { number, value }));
                    }
                }
                Message::Error {
                    id: Some(id),
                    error,
                } => {
                    let number = self.ids.number(&canonical(id));
                    if let Some(number) = self.answered(number) {
                        return Ok(Some(Incoming::Error { number, error }));
                    }
                }
                Message::Error { id: None, error } => return Err(Reason::ErrorWithoutId(error)),
                Message::Event {
                    name,
                    data,
                    timestamp,
                } => {
                    self.events
                        .push(RawEvent::new(&name, data, frame.depth, timestamp));
                    return Ok(Some(Incoming::Event));
                }
            }
        }
        Ok(None)
    }

    /// Counts a reply; gives its number if somebody waits for it.
    fn answered(&mut self, number: Option<u64>) -> Option<u64> {
        match number {
            None => self.stray_replies += 1,
            Some(number) if self.forget(number) => return Some(number),
            Some(_) => self.late_replies += 1,
        }
        None
    }

    fn forget(&mut self, number: u64) -> bool {
        let found = self.awaited.iter().position(|awaited| *awaited == number);
        found.map(|at| self.awaited.swap_remove(at)).is_some()
    }

    /// The bytes of a reply.
    pub fn bytes(&self, value: &Frame) -> &[u8] {
        self.wire.framer.bytes(value)
    }

    /// Takes the oldest event.
    pub fn take_event(&mut self) -> Option<RawEvent> {
        self.events.pop()
    }

    /// Takes the oldest event that `wanted` says yes to, and leaves the others.
    pub fn take_event_where(&mut self, wanted: impl FnMut(&RawEvent) -> bool) -> Option<RawEvent> {
        self.events.take(wanted)
    }

    /// What was received and not handed out.
    pub fn counters(&self) -> Counters {
        Counters {
            stray_replies: self.stray_replies,
            late_replies: self.late_replies,
            dropped_events: self.events.dropped(),
        }
    }
}

impl Protocol for Session {
    type Incoming = Incoming;

    fn wire(&self) -> &Wire {
        &self.wire
    }
    fn wire_mut(&mut self) -> &mut Wire {
        &mut self.wire
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
pub(super) fn canonical(id: &RawValue) -> Cow<'_, str> {
    if id.get().contains('\\')
        && let Ok(text) = serde_json::from_str::<String>(id.get())
    {
        return Cow::Owned(format!("\"{text}\""));
    }
    Cow::Borrowed(id.get())
}

/// The place of a value inside the frame that it was parsed from.
pub(super) fn within(frame: &Frame, bytes: &[u8], value: &RawValue) -> Frame {
    let value = value.get();
    let start = frame.range.start + (value.as_ptr().addr() - bytes.as_ptr().addr());
    Frame {
        range: start..start + value.len(),
        depth: frame.depth.saturating_sub(1),
    }
}

impl std::fmt::Debug for Session {
    /// Without what was sent or received: there may be secrets in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("awaited", &self.awaited)
            .field("counters", &self.counters())
            .field("ended", &self.wire.ended)
            .finish_non_exhaustive()
    }
}
