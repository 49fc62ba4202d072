//! The state of one connection to a guest agent.

use super::end::Ended;
use super::framing::{Frame, Limits};
use super::id::Ids;
use super::message::{Malformed, Message};
use super::request::Request;
use super::session::{canonical, within};
use super::sync::{self, SyncRequest};
use super::wire::{Protocol, Wire};
use crate::answer::QmpError;

/// The state of one connection to a guest agent, which runs one command at a
/// time.
///
/// The agent's channel outlives connections and agents, so what comes first on
/// it may be anybody's. Replies count only once the session is *in step*: after
/// [`sync`](Self::sync) and the [`AgentIncoming::Synced`] that follows it. A
/// command whose reply is not waited for any more, and anything that is no
/// reply, puts it out of step again.
///
/// Replies that have an id are known by it. Older agents do not echo ids: their
/// replies are known by being the only ones that can come.
pub struct AgentSession {
    wire: Wire,
    ids: Ids,
    step: Step,
    awaited: Option<Awaited>,
    /// Whether the agent has ever sent an id back.
    echoes: bool,
    counters: AgentCounters,
}

#[derive(Debug)]
enum Step {
    Out,
    Syncing(SyncRequest),
    In,
}

#[derive(Debug)]
struct Awaited {
    number: u64,
    /// The number of the `guest-ping` behind a command that sends no reply.
    probe: Option<u64>,
}

/// Something for the driver of an [`AgentSession`].
#[derive(Debug)]
pub enum AgentIncoming {
    /// The session is in step.
    Synced,
    /// The reply to a command: [`AgentSession::bytes`] has it until more is
    /// received.
    Return {
        /// The number of the command.
        number: u64,
        /// The reply's place.
        value: Frame,
    },
    /// A command failed.
    Error {
        /// The number of the command.
        number: u64,
        /// The agent's words.
        error: QmpError,
    },
    /// A command that sends no reply when it succeeds has succeeded.
    Done {
        /// The number of the command.
        number: u64,
    },
    /// What came is no message, and the session is out of step.
    Garbage(Malformed),
}

/// What was received from a guest agent and not handed out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AgentCounters {
    /// Messages that were no reply to the command that waited for one.
    pub stray_messages: u64,
    /// Bytes that were passed over to get into step.
    pub dropped_bytes: u64,
}

impl AgentSession {
    /// A new connection, which is out of step.
    pub fn new(limits: Limits) -> Self {
        Self {
            wire: Wire::new(limits),
            ids: Ids::new(),
            step: Step::Out,
            awaited: None,
            echoes: false,
            counters: AgentCounters::default(),
        }
    }

    /// Whether the session is in step.
    pub fn is_in_step(&self) -> bool {
        matches!(self.step, Step::In)
    }

    /// Begins to get into step. What of earlier commands has not been sent will
    /// not be.
    pub fn sync(&mut self) {
        self.fall_out();
        let sync = SyncRequest::new();
        self.wire.outbox.push_bytes(&sync.request());
        self.step = Step::Syncing(sync);
    }

    /// Puts the session out of step: its driver no longer waits for what may
    /// still come.
    pub fn fall_out(&mut self) {
        self.step = Step::Out;
        self.awaited = None;
        self.wire.outbox.clear();
    }

    /// Sends no ids from now on.
    pub fn withhold_ids(&mut self) {
        self.ids.withhold();
    }

    /// Puts a command behind what is to be sent, and gives its number. It takes
    /// the place of one that was waited for.
    pub fn submit(&mut self, request: Request) -> u64 {
        let number = self.push(request);
        self.awaited = Some(Awaited {
            number,
            probe: None,
        });
        number
    }

    /// Puts a probe (`guest-ping`) behind a command that sends no reply when it
    /// succeeds: the reply to that says that it has.
    pub fn submit_probe(&mut self, probe: Request) {
        let number = self.push(probe);
        if let Some(awaited) = &mut self.awaited {
            awaited.probe = Some(number);
        }
    }

    fn push(&mut self, request: Request) -> u64 {
        let number = self.ids.issue();
        self.wire.outbox.push(&self.ids, number, request);
        number
    }

    /// The bytes of a reply.
    pub fn bytes(&self, value: &Frame) -> &[u8] {
        self.wire.framer.bytes(value)
    }

    /// What was received and not handed out.
    pub fn counters(&self) -> AgentCounters {
        self.counters
    }

    /// The next message, or none if more must be received first.
    fn advance(&mut self) -> Result<Option<AgentIncoming>, Malformed> {
        loop {
            sync::skip_delimiter(&mut self.wire.framer);
            let Some(frame) = self.wire.framer.next_frame()? else {
                return Ok(None);
            };
            let bytes = self.wire.framer.bytes(&frame);
            let (id, outcome) = match self.wire.framer.message(&frame)? {
                Message::Return { id, value } => (id, Ok(within(&frame, bytes, value))),
                Message::Error { id, error } => (id, Err(error)),
                Message::Greeting(_) | Message::Event { .. } => {
                    self.counters.stray_messages += 1;
                    continue;
                }
            };
            let id = id.map(|id| canonical(id).into_owned());
            match self.answer(id.as_deref(), outcome) {
                Some(incoming) => return Ok(Some(incoming)),
                None => self.counters.stray_messages += 1,
            }
        }
    }

    /// What a reply means; nothing if it is not waited for.
    fn answer(
        &mut self,
        id: Option<&str>,
        outcome: Result<Frame, QmpError>,
    ) -> Option<AgentIncoming> {
        let awaited = self.awaited.as_ref()?;
        let to_probe = match id.map(|id| self.ids.number(id)) {
            Some(number) => {
                let to_probe = number.is_some() && number == awaited.probe;
                if !to_probe && number != Some(awaited.number) {
                    return None;
                }
                self.echoes = true;
                to_probe
            }
            // An agent that echoes ids leaves one out only if it could not read the command.
            None if outcome.is_err() => false,
            None if self.echoes => return None,
            // The command itself sends no reply.
            None => awaited.probe.is_some(),
        };
        let Awaited { number, probe } = self.awaited.take()?;
        if probe.is_some() && !self.echoes {
            // Whether there is a reply still to come cannot be known.
            self.fall_out();
        }
        Some(match outcome {
            _ if to_probe => AgentIncoming::Done { number },
            Ok(value) => AgentIncoming::Return { number, value },
            Err(error) => AgentIncoming::Error { number, error },
        })
    }
}

impl Protocol for AgentSession {
    type Incoming = AgentIncoming;

    fn wire(&self) -> &Wire {
        &self.wire
    }
    fn wire_mut(&mut self) -> &mut Wire {
        &mut self.wire
    }

    /// Out of step, nothing is kept of what comes.
    fn next_incoming(&mut self) -> Result<Option<AgentIncoming>, Ended> {
        if let Some(ended) = self.ended() {
            return Err(ended.clone());
        }
        let framer = &mut self.wire.framer;
        let dropped = &mut self.counters.dropped_bytes;
        match &mut self.step {
            Step::Syncing(sync) => {
                let found = sync.find(framer, dropped);
                return Ok(found.then(|| {
                    self.step = Step::In;
                    AgentIncoming::Synced
                }));
            }
            Step::Out => {
                let count = framer.received().len();
                *dropped += count as u64;
                framer.skip(count);
                return Ok(None);
            }
            Step::In => {}
        }
        Ok(self.advance().unwrap_or_else(|malformed| {
            self.fall_out();
            Some(AgentIncoming::Garbage(malformed))
        }))
    }
}

impl std::fmt::Debug for AgentSession {
    /// Without what was sent or received: there may be secrets in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AgentSession")
            .field("step", &self.step)
            .field("awaited", &self.awaited)
            .field("echoes", &self.echoes)
            .field("counters", &self.counters)
            .field("ended", &self.wire.ended)
            .finish_non_exhaustive()
    }
}
