//! How to connect.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use qapi_schema::Schema;

use crate::address::Address;
use crate::agent::Agent;
use crate::client::Client;
use crate::connect;
use crate::deadline::Deadline;
use crate::decode::SHALLOW;
use crate::error::Error;
use crate::link::Link;
use crate::protocol::{AgentSession, Limits, Session};
use crate::transport::Transport;
use crate::validation::{Validation, Validity};

/// How to connect; from [`Client::builder`] and [`Agent::builder`].
#[must_use = "nothing happens before `connect` or `over`"]
pub struct Builder<C = Client> {
    validation: Validation,
    deny_deprecated: bool,
    deny_unstable: bool,
    connect_deadline: Option<Duration>,
    deadline: Option<Duration>,
    event_capacity: usize,
    limits: Limits,
    connection: PhantomData<fn() -> C>,
}

impl<C> Builder<C> {
    fn new(validation: Validation, limits: Limits) -> Self {
        Self {
            validation,
            deny_deprecated: false,
            deny_unstable: false,
            connect_deadline: Some(Duration::from_secs(10)),
            deadline: Some(Duration::from_secs(60)),
            event_capacity: 1024,
            limits,
            connection: PhantomData,
        }
    }

    /// Whether validation refuses what the schema calls deprecated. The
    /// default is not to.
    pub fn deny_deprecated(mut self, deny: bool) -> Self {
        self.deny_deprecated = deny;
        self
    }

    /// Whether validation refuses what the schema calls unstable. The default
    /// is not to.
    pub fn deny_unstable(mut self, deny: bool) -> Self {
        self.deny_unstable = deny;
        self
    }

    /// How long all may take until the first command can be sent: connecting,
    /// then the greeting, the negotiation and asking for the schema, or
    /// synchronising with an agent and asking what it can do. None is for ever;
    /// the default is 10 s.
    pub fn connect_deadline(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.connect_deadline = deadline.into();
        self
    }

    /// How long to wait for the reply to a command, and for an event. None is
    /// for ever; the default is 60 s. [`Client::within`] and [`Agent::within`]
    /// set it for one call.
    pub fn deadline(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.deadline = deadline.into();
        self
    }

    /// How large and how deep a message of the server may be. Those of an agent
    /// nest no deeper than 128 by default.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    fn validity(&self, schema: Arc<Schema>) -> Validity {
        Validity {
            schema,
            deny_deprecated: self.deny_deprecated,
            deny_unstable: self.deny_unstable,
        }
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self::new(Validation::Connected, Limits::default())
    }
}

impl Builder {
    /// What commands are validated against before they are sent. The default
    /// is the connected server's own schema.
    pub fn validation(mut self, validation: Validation) -> Self {
        self.validation = validation;
        self
    }

    /// How many events are kept until somebody takes them; of more, the oldest
    /// are lost ([`Counters::dropped_events`](crate::protocol::Counters)). The
    /// default is 1024. Together they are also kept below the limit for one
    /// message.
    pub fn event_capacity(mut self, events: usize) -> Self {
        self.event_capacity = events;
        self
    }

    /// Connects to an [`Address`]: `unix:PATH`, `tcp:HOST:PORT` or a path.
    ///
    /// # Errors
    ///
    /// The address is none, nobody answers there, or as for
    /// [`over`](Self::over).
    pub fn connect(self, address: &str) -> Result<Client, Error> {
        let deadline = Deadline::after(self.connect_deadline);
        self.start(reach(address, deadline)?, deadline)
    }

    /// Takes a stream on which nothing has been read yet.
    ///
    /// # Errors
    ///
    /// [`Error::NoGreeting`], [`Error::Ended`] if the stream ends or is not
    /// QMP, [`Error::Schema`] if the server's schema cannot be used, and
    /// [`Error::Refused`] if the server refuses the negotiation or does not
    /// know `query-qmp-schema`.
    pub fn over(self, stream: impl Transport + Send + 'static) -> Result<Client, Error> {
        let deadline = Deadline::after(self.connect_deadline);
        self.start(Box::new(stream), deadline)
    }

    fn start(self, transport: Stream, deadline: Deadline) -> Result<Client, Error> {
        let session = Session::new(self.limits, self.event_capacity);
        let mut client = Client::start(Link::new(session, transport), self.deadline, deadline)?;
        let schema = match &self.validation {
            Validation::Off => None,
            Validation::Given(schema) => Some(Arc::clone(schema)),
            Validation::Connected => Some(Arc::new(client.ask_schema(deadline)?)),
        };
        client.validity = schema.map(|schema| self.validity(schema));
        Ok(client)
    }
}

impl Default for Builder<Agent> {
    fn default() -> Self {
        let limits = Limits {
            // As deep as is decoded on the caller's stack.
            nesting: SHALLOW,
            ..Limits::default()
        };
        Self::new(Validation::Off, limits)
    }
}

impl Builder<Agent> {
    /// What commands are validated against before they are sent: a schema of
    /// the guest agent, such as those in `schemas/reference/` of this
    /// repository. An agent cannot be asked for its own. The default is not to
    /// validate.
    pub fn schema(mut self, schema: Arc<Schema>) -> Self {
        self.validation = Validation::Given(schema);
        self
    }

    /// Connects to an [`Address`]: `unix:PATH`, `tcp:HOST:PORT` or a path.
    ///
    /// # Errors
    ///
    /// The address is none, nobody answers there, or as for
    /// [`over`](Self::over).
    pub fn connect(self, address: &str) -> Result<Agent, Error> {
        let deadline = Deadline::after(self.connect_deadline);
        self.start(reach(address, deadline)?, deadline)
    }

    /// Takes a stream that leads to an agent. What was left on it by others does
    /// no harm.
    ///
    /// # Errors
    ///
    /// [`Error::NoSync`] if no agent answers, [`Error::Ended`] if the stream
    /// ends, and what a command may end with, for `guest-info`.
    pub fn over(self, stream: impl Transport + Send + 'static) -> Result<Agent, Error> {
        let deadline = Deadline::after(self.connect_deadline);
        self.start(Box::new(stream), deadline)
    }

    fn start(self, transport: Stream, deadline: Deadline) -> Result<Agent, Error> {
        let session = AgentSession::new(self.limits);
        let mut agent = Agent::start(Link::new(session, transport), self.deadline, deadline)?;
        if let Validation::Given(schema) = &self.validation {
            agent.validity = Some(self.validity(Arc::clone(schema)));
        }
        Ok(agent)
    }
}

type Stream = Box<dyn Transport + Send>;

fn reach(address: &str, deadline: Deadline) -> Result<Stream, Error> {
    let address: Address = address.parse()?;
    connect::connect(&address, deadline).map_err(|source| Error::Connect { address, source })
}

impl<C> Clone for Builder<C> {
    fn clone(&self) -> Self {
        Self {
            validation: self.validation.clone(),
            ..*self
        }
    }
}

impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("validation", &self.validation)
            .field("deny_deprecated", &self.deny_deprecated)
            .field("deny_unstable", &self.deny_unstable)
            .field("connect_deadline", &self.connect_deadline)
            .field("deadline", &self.deadline)
            .field("event_capacity", &self.event_capacity)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
