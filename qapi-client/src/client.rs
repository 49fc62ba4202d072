//! The blocking client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use qapi_schema::{Coordinate, Part, Schema};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::Greeting;
use crate::builder::Builder;
use crate::call::{Call, Connection, NoArguments};
use crate::deadline::Deadline;
use crate::decode::decode;
use crate::error::Error;
use crate::event::RawEvent;
use crate::link::{Link, Stop};
use crate::protocol::{Counters, Frame, Incoming, Protocol, Session};
use crate::validation::Validity;
use crate::{Command, Event};

/// A connection to a QMP server, which runs one command at a time.
///
/// Every command is checked against the server's own schema before a byte of
/// it is sent:
///
/// ```
/// use qapi_client::Client;
/// use serde_json::{Value, json};
///
/// # fn example(stream: impl qapi_client::Transport + Send + 'static) -> Result<(), qapi_client::Error> {
/// let mut qemu = Client::over(stream)?; // or Client::connect("unix:/run/vm.qmp")?
/// let version: Value = qemu.execute_raw("query-version", &json!({}))?;
/// assert_eq!(version["qemu"]["major"], 10);
///
/// let refused = qemu.execute_raw::<Value>("query-version", &json!({"verbose": true}));
/// assert!(matches!(refused, Err(qapi_client::Error::Invalid { .. })));
/// # Ok(()) }
/// ```
///
/// **Events** may come at any time. They are kept in a bounded queue until
/// they are asked for; no command waits for that, and no command loses one.
///
/// **Deadlines** hold for everything. A command that was not answered in time
/// leaves the connection as good as new: its reply is known by its id and
/// dropped when it comes. What the command does in the server goes on.
///
/// **Out-of-band execution** is not enabled, because with one command at a time
/// there is nothing to overtake, and without it QEMU reads a command only when
/// it is done with the one before.
pub struct Client {
    link: Link<Session>,
    greeting: Greeting,
    deadline: Option<Duration>,
    pub(crate) validity: Option<Validity>,
}

impl Client {
    /// Connects to `unix:PATH`, `tcp:HOST:PORT` or a path.
    ///
    /// # Errors
    ///
    /// See [`Builder::connect`].
    pub fn connect(address: &str) -> Result<Self, Error> {
        Self::builder().connect(address)
    }

    /// Takes a stream on which nothing has been read yet.
    ///
    /// # Errors
    ///
    /// See [`Builder::over`].
    pub fn over(stream: impl crate::Transport + Send + 'static) -> Result<Self, Error> {
        Self::builder().over(stream)
    }

    /// Connects otherwise than by default.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Waits for the greeting and negotiates.
    pub(crate) fn start(
        mut link: Link<Session>,
        deadline: Option<Duration>,
        until: Deadline,
    ) -> Result<Self, Error> {
        let greeting = loop {
            match link.receive(until) {
                Ok(Incoming::Greeting(greeting)) => break greeting,
                Ok(_) => {}
                Err(Stop::TimedOut) => return Err(Error::NoGreeting(until.span())),
                Err(Stop::Ended(ended)) => return Err(ended.into()),
            }
        };
        let mut client = Self {
            link,
            greeting,
            deadline,
            validity: None,
        };
        client.exchange("qmp_capabilities", &NoArguments {}, false, until)?;
        Ok(client)
    }

    pub(crate) fn ask_schema(&mut self, until: Deadline) -> Result<Schema, Error> {
        let reply = self.exchange("query-qmp-schema", &NoArguments {}, false, until)?;
        Ok(Schema::from_slice(self.link.session.bytes(&reply))?)
    }

    /// What the server said first.
    pub fn greeting(&self) -> &Greeting {
        &self.greeting
    }

    /// The schema that commands are validated against, if they are. Other
    /// clients of the same server can be given it
    /// ([`Validation::Given`](crate::Validation)) so as not to ask for it again.
    pub fn schema(&self) -> Option<&Arc<Schema>> {
        self.validity.as_ref().map(|validity| &validity.schema)
    }

    /// What was received and not handed out.
    pub fn counters(&self) -> Counters {
        self.link.session.counters()
    }

    /// Runs a command and waits for its reply.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if the schema refuses it, [`Error::Refused`] if the
    /// server does, [`Error::TimedOut`], [`Error::Decode`], [`Error::Ended`].
    pub fn execute<C: Command>(&mut self, command: &C) -> Result<C::Reply, Error>
    where
        C::Reply: Send,
    {
        self.call().execute(command)
    }

    /// Runs a command by its name. The arguments must encode to a JSON object,
    /// and the reply may be taken as anything that can be decoded, a
    /// [`serde_json::Value`] for instance.
    ///
    /// # Errors
    ///
    /// As for [`execute`](Self::execute).
    pub fn execute_raw<R: DeserializeOwned + Send>(
        &mut self,
        command: &str,
        arguments: &(impl Serialize + ?Sized),
    ) -> Result<R, Error> {
        self.call().execute_raw(command, arguments)
    }

    /// The next event, from the queue or as soon as there is one.
    ///
    /// # Errors
    ///
    /// [`Error::NoEvent`] if none comes in time, [`Error::Ended`] once the
    /// events that came before the end are taken.
    pub fn next_event(&mut self) -> Result<RawEvent, Error> {
        self.call().next_event()
    }

    /// The next event of one kind. The others stay in the queue.
    ///
    /// # Errors
    ///
    /// As for [`next_event`](Self::next_event), and [`Error::DecodeEvent`].
    pub fn next_event_of<E: Event + Send>(&mut self) -> Result<E, Error> {
        self.call().next_event_of()
    }

    /// The oldest event that has arrived, without waiting.
    ///
    /// # Errors
    ///
    /// [`Error::Ended`] once the events that came before the end are taken.
    pub fn try_event(&mut self) -> Result<Option<RawEvent>, Error> {
        match self.wait_event(|_| true, Deadline::Now) {
            Ok(event) => Ok(Some(event)),
            Err(Error::NoEvent { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// All events that have arrived, without waiting.
    ///
    /// # Errors
    ///
    /// [`Error::Ended`] if there are none, and no more will come.
    pub fn drain_events(&mut self) -> Result<Vec<RawEvent>, Error> {
        let mut events = Vec::new();
        loop {
            match self.try_event() {
                Ok(Some(event)) => events.push(event),
                Err(error) if events.is_empty() => return Err(error),
                Ok(None) | Err(_) => return Ok(events),
            }
        }
    }

    /// One call with a deadline of its own; none is for ever.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # fn example(mut qemu: qapi_client::Client) -> Result<(), qapi_client::Error> {
    /// let event = qemu.within(Duration::from_secs(600)).next_event()?;
    /// # Ok(()) }
    /// ```
    pub fn within(&mut self, deadline: impl Into<Option<Duration>>) -> Call<'_> {
        self.call().within(deadline)
    }

    /// One call that is sent as it is, whatever the schema says of it.
    ///
    /// ```no_run
    /// # use serde_json::{Value, json};
    /// # fn example(mut qemu: qapi_client::Client) -> Result<(), qapi_client::Error> {
    /// let reply: Value = qemu.unvalidated().execute_raw("x-not-in-the-schema", &json!({}))?;
    /// # Ok(()) }
    /// ```
    pub fn unvalidated(&mut self) -> Call<'_> {
        self.call().unvalidated()
    }

    fn call(&mut self) -> Call<'_> {
        let deadline = self.deadline;
        Call::new(self, deadline)
    }

    /// Sends a command and waits for its reply.
    fn exchange(
        &mut self,
        command: &str,
        arguments: &(impl Serialize + ?Sized),
        validated: bool,
        deadline: Deadline,
    ) -> Result<Frame, Error> {
        let session = &mut self.link.session;
        if let Some(ended) = session.ended() {
            return Err(ended.clone().into());
        }
        let request = session
            .request(command, arguments)
            .map_err(|source| Error::Encode {
                command: command.to_owned(),
                source,
            })?;
        if validated
            && let Some(validity) = &self.validity
            && let Err(violations) = validity.check(command, session.arguments(&request))
        {
            session.abandon(&request);
            return Err(Error::Invalid {
                command: command.to_owned(),
                violations,
            });
        }
        let outcome = self.link.send(deadline).and_then(|()| {
            loop {
                match self.link.receive(deadline)? {
                    Incoming::Return { number, value } if number == request.number => {
                        return Ok(Ok(value));
                    }
                    Incoming::Error { number, error } if number == request.number => {
                        return Ok(Err(error));
                    }
                    _ => {}
                }
            }
        });
        match outcome {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(Error::Refused {
                command: command.to_owned(),
                error,
            }),
            Err(Stop::Ended(ended)) => Err(ended.into()),
            Err(Stop::TimedOut) => {
                self.link.session.abandon(&request);
                Err(Error::TimedOut {
                    command: command.to_owned(),
                    after: deadline.span(),
                })
            }
        }
    }

    /// Waits for an event that `wanted` says yes to.
    pub(crate) fn wait_event(
        &mut self,
        mut wanted: impl FnMut(&RawEvent) -> bool,
        deadline: Deadline,
    ) -> Result<RawEvent, Error> {
        loop {
            if let Some(event) = self.link.session.take_event_where(&mut wanted) {
                return Ok(event);
            }
            match self.link.receive(deadline) {
                Ok(_) => {}
                Err(Stop::Ended(ended)) => return Err(ended.into()),
                Err(Stop::TimedOut) => {
                    let after = deadline.span();
                    return Err(Error::NoEvent { after });
                }
            }
        }
    }
}

impl Connection for Client {
    fn run<R: DeserializeOwned + Send>(
        &mut self,
        command: &str,
        arguments: &(impl Serialize + ?Sized),
        validated: bool,
        deadline: Option<Duration>,
    ) -> Result<R, Error> {
        let deadline = Deadline::after(deadline);
        let reply = self.exchange(command, arguments, validated, deadline)?;
        decode(self.link.session.bytes(&reply), reply.depth).map_err(|fault| Error::Decode {
            command: command.to_owned(),
            at: fault.at(Coordinate::part_of(command, Part::Returns)),
            source: fault.source,
        })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("version", &format_args!("{}", self.greeting.version))
            .field("session", &self.link.session)
            .field("validated", &self.validity.is_some())
            .finish_non_exhaustive()
    }
}
