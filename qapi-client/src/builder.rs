//! How to connect.

use std::fmt;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use qapi_schema::Schema;

use crate::address::Address;
use crate::blocking::{Agent, Client, Link};
use crate::cache;
use crate::connect::connect;
use crate::deadline::Deadline;
use crate::decode::SHALLOW;
use crate::error::Error;
use crate::protocol::{AgentSession, Limits, Session};
use crate::shell::Shell;
use crate::transport::{PeerProcess, Transport};
use crate::validation::{Policy, Validation, Validity};

/// How to connect; from [`Client::builder`], [`Agent::builder`] and that of the
/// `tokio` client.
#[must_use = "nothing happens before `connect` or `over`"]
pub struct Builder<C = Client> {
    validation: Validation,
    deprecated: Policy,
    unstable: Policy,
    schema_cache: Option<PathBuf>,
    pub(crate) connect_deadline: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) limits: Limits,
    connection: PhantomData<fn() -> C>,
}

impl<C> Builder<C> {
    pub(crate) fn new(validation: Validation, limits: Limits) -> Self {
        Self {
            validation,
            deprecated: Policy::Allow,
            unstable: Policy::Allow,
            schema_cache: None,
            connect_deadline: Some(Duration::from_secs(10)),
            deadline: Some(Duration::from_secs(60)),
            limits,
            connection: PhantomData,
        }
    }

    /// What happens to a command that uses what the schema calls deprecated. The
    /// default is to allow it.
    pub fn deprecated(mut self, policy: Policy) -> Self {
        self.deprecated = policy;
        self
    }

    /// What happens to a command that uses what the schema calls unstable. The
    /// default is to allow it.
    pub fn unstable(mut self, policy: Policy) -> Self {
        self.unstable = policy;
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
    /// for ever; the default is 60 s. [`Client::within`] and the like set it for
    /// one call.
    pub fn deadline(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.deadline = deadline.into();
        self
    }

    /// What a server may make the client hold, and how much is asked of it at
    /// once. Messages of an agent nest no deeper than 128 by default.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    fn with_schema(&self, schema: Arc<Schema>) -> Validity {
        Validity {
            schema,
            deprecated: self.deprecated,
            unstable: self.unstable,
        }
    }

    /// What commands will be checked against; the server may be asked.
    pub(crate) async fn validity(
        &self,
        shell: &mut impl Shell,
        peer: Option<PeerProcess>,
        deadline: Deadline,
    ) -> Result<Option<Validity>, Error> {
        let schema = match &self.validation {
            Validation::Off => return Ok(None),
            Validation::Given(schema) => Arc::clone(schema),
            Validation::Connected => {
                let cache = self.schema_cache.as_deref();
                Arc::new(cache::schema(shell, cache, peer, deadline).await?)
            }
        };
        Ok(Some(self.with_schema(schema)))
    }
}

/// How a connection was made by an address.
pub(crate) struct Origin<C> {
    pub(crate) builder: Builder<C>,
    pub(crate) address: Address,
}

impl<C> Origin<C> {
    /// How to make the connection again, if it can be.
    pub(crate) fn again(origin: Option<&Self>) -> Result<&Self, Error> {
        origin
            .filter(|origin| origin.address.leads_there_again())
            .ok_or(Error::NoAddress)
    }
}

/// Settings of the clients of QMP. (An agent cannot be asked for its schema.)
pub trait OfServer {}

impl OfServer for Client {}

impl<C: OfServer> Default for Builder<C> {
    fn default() -> Self {
        Self::new(Validation::Connected, Limits::default())
    }
}

impl<C: OfServer> Builder<C> {
    /// What commands are validated against before they are sent. The default
    /// is the connected server's own schema.
    pub fn validation(mut self, validation: Validation) -> Self {
        self.validation = validation;
        self
    }

    /// Keeps the schemas of servers in this folder, so that a server need not be
    /// asked again for what it said on an earlier connection. It is made if it
    /// is not there, and should be the user's own: what is in it is believed.
    ///
    /// A schema is kept for a server only if it is known to be the same: on a
    /// unix socket, by a process whose executable (device, inode, time of
    /// change, size) and arguments can be read, which is called `qemu…`. In
    /// all other cases the server is asked. The greeting would not do, because
    /// servers that speak different schemas greet alike.
    pub fn schema_cache(mut self, folder: impl Into<PathBuf>) -> Self {
        self.schema_cache = Some(folder.into());
        self
    }
}

impl Builder {
    /// Connects to an [`Address`]: `unix:PATH`, `tcp:HOST:PORT` or a path, for
    /// instance.
    ///
    /// # Errors
    ///
    /// The address is none, nobody answers there, or as for
    /// [`over`](Self::over).
    pub fn connect(self, address: &str) -> Result<Client, Error> {
        let deadline = Deadline::after(self.connect_deadline);
        let session = Session::new(self.limits);
        Client::reach(&self, address.parse()?, session, deadline)
    }

    /// Takes a stream on which nothing has been read yet: what a
    /// [`Listener`](crate::Listener) accepted, the pipes of a child, or anything
    /// else.
    ///
    /// # Errors
    ///
    /// [`Error::NoGreeting`], [`Error::Ended`] if the stream ends or is not
    /// QMP, [`Error::Schema`] if the server's schema cannot be used, and
    /// [`Error::Refused`] if the server refuses the negotiation or does not
    /// know `query-qmp-schema`.
    pub fn over(self, stream: impl Transport + Send + 'static) -> Result<Client, Error> {
        Client::over_stream(&self, Box::new(stream))
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

    /// Connects to an [`Address`]: `unix:PATH`, `tcp:HOST:PORT` or a path, for
    /// instance.
    ///
    /// # Errors
    ///
    /// The address is none, nobody answers there, or as for
    /// [`over`](Self::over).
    pub fn connect(self, address: &str) -> Result<Agent, Error> {
        let deadline = Deadline::after(self.connect_deadline);
        let address: Address = address.parse()?;
        match connect(&address, deadline) {
            Ok(stream) => self.start(Box::new(stream), deadline),
            Err(source) => Err(Error::Connect { address, source }),
        }
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

    fn start(
        self,
        transport: Box<dyn Transport + Send>,
        deadline: Deadline,
    ) -> Result<Agent, Error> {
        let session = AgentSession::new(self.limits);
        let mut agent = Agent::start(Link::new(session, transport), self.deadline, deadline)?;
        if let Validation::Given(schema) = &self.validation {
            agent.validity = Some(self.with_schema(Arc::clone(schema)));
        }
        Ok(agent)
    }
}

impl<C> Clone for Builder<C> {
    fn clone(&self) -> Self {
        Self {
            validation: self.validation.clone(),
            schema_cache: self.schema_cache.clone(),
            ..*self
        }
    }
}

impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("validation", &self.validation)
            .field("deprecated", &self.deprecated)
            .field("unstable", &self.unstable)
            .field("schema_cache", &self.schema_cache)
            .field("connect_deadline", &self.connect_deadline)
            .field("deadline", &self.deadline)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
