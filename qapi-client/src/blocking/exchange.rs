//! What the blocking client does until something comes.

use serde::de::DeserializeOwned;

use super::client::Client;
use super::link::Stop;
use crate::answer::QmpError;
use crate::call::{Calls, decode_reply};
use crate::deadline::Deadline;
use crate::error::Error;
use crate::events::{EventFilter, FromEvent, RawEvent, Subscription};
use crate::protocol::{Frame, Incoming, Protocol, Request};
use crate::shell::Shell;
use crate::trace::Trace;
use crate::validation::Validity;

impl Client {
    /// Sends a command and waits for its reply.
    pub(super) fn exchange(
        &mut self,
        request: Request,
        deadline: Deadline,
    ) -> Result<Frame, Error> {
        let session = &mut self.link.session;
        if let Some(ended) = session.ended() {
            return Err(ended.clone().into());
        }
        let command: Box<str> = request.name().into();
        let number = session.submit(request);
        match self.reply_to(number, deadline) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(Error::Refused {
                command: command.into(),
                error,
            }),
            Err(Stop::Ended(source)) if self.link.session.has_sent(number) => {
                Err(Error::Unanswered {
                    command: command.into(),
                    source,
                })
            }
            Err(Stop::Ended(ended)) => Err(ended.into()),
            Err(Stop::TimedOut) => {
                self.link.session.abandon(number);
                Err(Error::TimedOut {
                    command: command.into(),
                    after: deadline.span(),
                })
            }
        }
    }

    fn reply_to(
        &mut self,
        wanted: u64,
        deadline: Deadline,
    ) -> Result<Result<Frame, QmpError>, Stop> {
        loop {
            // Earlier commands that nobody waits for may be in the way, until a late
            // reply to one makes room.
            self.link.send(deadline)?;
            let session = &mut self.link.session;
            match session.next_incoming()? {
                Some(Incoming::Return { number, value }) if number == wanted => {
                    return Ok(Ok(value));
                }
                Some(Incoming::Error { number, error }) if number == wanted => {
                    return Ok(Err(error));
                }
                None if session.to_send().is_empty() => self.link.read(deadline)?,
                _ => {}
            }
        }
    }

    /// Waits for an event that `wanted` says yes to.
    pub(super) fn wait_event(
        &mut self,
        mut wanted: impl FnMut(&RawEvent) -> bool,
        deadline: Deadline,
    ) -> Result<RawEvent, Error> {
        loop {
            if let Some(event) = self.events.try_next_where(&mut wanted)? {
                return Ok(event);
            }
            self.receive_event(deadline)?;
        }
    }

    /// Reads on, until something has come that may be an event.
    fn receive_event(&mut self, deadline: Deadline) -> Result<(), Error> {
        self.link.receive(deadline).map_err(|stop| match stop {
            Stop::Ended(ended) => ended.into(),
            Stop::TimedOut => Error::NoEvent {
                after: deadline.span(),
            },
        })?;
        Ok(())
    }
}

impl Shell for &mut Client {
    async fn send<R: DeserializeOwned + Send>(
        &mut self,
        request: Request,
        deadline: Deadline,
    ) -> Result<R, Error> {
        let trace = Trace::of(&request);
        let command: Box<str> = request.name().into();
        let reply = self.exchange(request, deadline);
        let outcome = reply.and_then(|reply| {
            let bytes = self.link.session.bytes(&reply);
            trace.returned(&command, bytes);
            decode_reply(&command, bytes, reply.depth)
        });
        trace.finish(&outcome);
        outcome
    }

    fn subscribe(&mut self, filter: EventFilter) -> Subscription {
        Client::subscribe(self, filter)
    }

    async fn next_event<E: FromEvent>(
        &mut self,
        events: &mut Subscription<E>,
        deadline: Deadline,
    ) -> Result<E, Error> {
        loop {
            if let Some(event) = events.try_next()? {
                return Ok(event);
            }
            self.receive_event(deadline)?;
        }
    }
}

impl Calls for &mut Client {
    fn validity(&self) -> Option<&Validity> {
        self.validity.as_ref()
    }
    fn carries_fds(&self) -> bool {
        self.link.carries_fds()
    }
    fn has_oob(&self) -> bool {
        self.link.session.has_oob()
    }
}
