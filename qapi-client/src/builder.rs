//! How to connect.

use std::sync::Arc;
use std::time::Duration;

use crate::address::Address;
use crate::client::Client;
use crate::connect;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::link::Link;
use crate::protocol::{Limits, Session};
use crate::transport::Transport;
use crate::validation::{Validation, Validity};

/// How to connect; from [`Client::builder`].
#[derive(Clone, Debug)]
#[must_use = "nothing happens before `connect` or `over`"]
pub struct Builder {
    validation: Validation,
    deny_deprecated: bool,
    deny_unstable: bool,
    connect_deadline: Option<Duration>,
    deadline: Option<Duration>,
    event_capacity: usize,
    limits: Limits,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            validation: Validation::Connected,
            deny_deprecated: false,
            deny_unstable: false,
            connect_deadline: Some(Duration::from_secs(10)),
            deadline: Some(Duration::from_secs(60)),
            event_capacity: 1024,
            limits: Limits::default(),
        }
    }
}

impl Builder {
    /// What commands are validated against before they are sent. The default
    /// is the connected server's own schema.
    pub fn validation(mut self, validation: Validation) -> Self {
        self.validation = validation;
        self
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
    /// the greeting, the negotiation, and asking for the schema. None is for
    /// ever; the default is 10 s.
    pub fn connect_deadline(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.connect_deadline = deadline.into();
        self
    }

    /// How long to wait for the reply to a command, and for an event. None is
    /// for ever; the default is 60 s. [`Client::within`] sets it for one call.
    pub fn deadline(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.deadline = deadline.into();
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

    /// How large and how deep a message of the server may be.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Connects to an [`Address`]: `unix:PATH`, `tcp:HOST:PORT` or a path.
    ///
    /// # Errors
    ///
    /// The address is none, nobody answers there, or as for
    /// [`over`](Self::over).
    pub fn connect(self, address: &str) -> Result<Client, Error> {
        let address: Address = address.parse()?;
        let deadline = Deadline::after(self.connect_deadline);
        let transport = connect::connect(&address, deadline)
            .map_err(|source| Error::Connect { address, source })?;
        self.start(transport, deadline)
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

    fn start(
        self,
        transport: Box<dyn Transport + Send>,
        deadline: Deadline,
    ) -> Result<Client, Error> {
        let session = Session::new(self.limits, self.event_capacity);
        let mut client = Client::start(Link::new(session, transport), self.deadline, deadline)?;
        let schema = match self.validation {
            Validation::Off => None,
            Validation::Given(schema) => Some(schema),
            Validation::Connected => Some(Arc::new(client.ask_schema(deadline)?)),
        };
        client.validity = schema.map(|schema| Validity {
            schema,
            deny_deprecated: self.deny_deprecated,
            deny_unstable: self.deny_unstable,
        });
        Ok(client)
    }
}
