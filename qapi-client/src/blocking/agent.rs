//! The blocking client of a guest agent.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use qapi_schema::Schema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::link::{Link, Stop};
use crate::Command;
use crate::answer::ErrorClass;
use crate::builder::Builder;
use crate::call::{Call, decode_reply};
use crate::deadline::Deadline;
use crate::error::Error;
use crate::protocol::{AgentCounters, AgentIncoming, AgentSession, Frame, Protocol, Reason};
use crate::shell::{NoArguments, encode};
use crate::validation::Validity;

/// A connection to the agent in a guest (`qemu-ga`), which runs one command at
/// a time.
///
/// ```
/// use qapi_client::Agent;
/// use qapi_types::qga::commands::{GuestExec, GuestGetOsinfo}; // its feature `qga`
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let schema = include_bytes!("../../../schemas/reference/qemu-ga-10.2.json");
/// # let schema = qapi_schema::Schema::from_slice(schema)?;
/// # let stream = qapi_client::sim::Simulator::new(std::sync::Arc::new(schema)).stream();
/// let mut guest = Agent::over(stream)?; // or Agent::connect("unix:/run/vm.qga")?
/// println!("agent {}", guest.info().version);
/// let system = guest.execute(&GuestGetOsinfo::new())?;
/// println!("{}", system.pretty_name.unwrap_or_default());
/// if guest.supports("guest-exec") {
///     let sync = guest.execute(&GuestExec::new("/bin/sync"))?;
///     println!("process {}", sync.pid);
/// }
/// # Ok(()) }
/// ```
///
/// The channel is a chardev of the QEMU's (a socket, behind a `virtserialport`
/// named `org.qemu.guest_agent.0`), or a socket of the agent's own. It stays
/// while agents and clients come and go, so a connection begins with
/// `guest-sync-delimited` and passes over all that comes before its reply.
///
/// **Nothing the agent sends is trusted**: it is a program of the guest's. What
/// it may make this side hold is [bounded](crate::Limits), every call has a
/// deadline, and what is no reply is an [`Error::Garbage`] that concerns this
/// call only. Strings in replies are the guest's too: take care where they go.
///
/// **A time-out** leaves the connection good. The next call synchronises first,
/// so a reply that comes late is never taken for that of another command. An
/// agent is busy with one command until it is done, and answers none meanwhile.
///
/// **Commands that send no reply when they succeed** (`guest-shutdown`,
/// `guest-suspend-ram` and others, by [`AgentCommand::success_response`], the
/// bindings or the schema) are run like others. They have failed if the agent says so. They have succeeded if it
/// goes on to the `guest-ping` that is sent behind them, if the connection
/// closes, or if nothing comes until the deadline; [`within`](Self::within)
/// makes that a short one.
///
/// **Validation**: an agent does not tell its schema. Given one
/// ([`Builder::schema`]), commands are checked against it before they are sent.
pub struct Agent {
    link: Link<AgentSession>,
    info: AgentInfo,
    deadline: Option<Duration>,
    pub(crate) validity: Option<Validity>,
}

/// What an agent says of itself (`GuestAgentInfo` in `qga/qapi-schema.json`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(expecting = "what an agent says of itself (a JSON object)")]
#[non_exhaustive]
pub struct AgentInfo {
    /// Its version, such as `10.0.2`.
    pub version: String,
    /// The commands that it has, in no order.
    #[serde(rename = "supported_commands")]
    pub commands: Vec<AgentCommand>,
}

/// A command that an agent has (`GuestAgentCommandInfo`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", expecting = "a command (a JSON object)")]
#[non_exhaustive]
pub struct AgentCommand {
    /// Its name.
    pub name: String,
    /// Whether it can be run now. It may be forbidden by the agent's
    /// configuration, and most are while file systems are frozen.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Whether it sends a reply when it succeeds.
    #[serde(default = "yes")]
    pub success_response: bool,
}

/// What agents that are too old to say so mean.
fn yes() -> bool {
    true
}

impl AgentInfo {
    /// The command of this name.
    pub fn command(&self, name: &str) -> Option<&AgentCommand> {
        self.commands.iter().find(|command| command.name == name)
    }
}

impl Agent {
    /// Connects to `unix:PATH`, `tcp:HOST:PORT` or a path.
    ///
    /// # Errors
    ///
    /// See [`Builder::connect`].
    pub fn connect(address: &str) -> Result<Self, Error> {
        Self::builder().connect(address)
    }

    /// Takes a stream that leads to an agent.
    ///
    /// # Errors
    ///
    /// See [`Builder::over`].
    pub fn over(stream: impl crate::Transport + Send + 'static) -> Result<Self, Error> {
        Self::builder().over(stream)
    }

    /// Connects otherwise than by default.
    pub fn builder() -> Builder<Self> {
        Builder::default()
    }

    /// Synchronises, and asks what there is.
    pub(crate) fn start(
        link: Link<AgentSession>,
        deadline: Option<Duration>,
        until: Deadline,
    ) -> Result<Self, Error> {
        let mut agent = Self {
            link,
            info: AgentInfo::default(),
            deadline,
            validity: None,
        };
        agent.info = match agent.ask_info(until) {
            // Agents before QEMU 2.12 take no `id`.
            Err(Error::Refused { .. }) => {
                agent.link.session.withhold_ids();
                agent.ask_info(until)?
            }
            asked => asked?,
        };
        Ok(agent)
    }

    /// What the agent says of itself: nothing, if it is configured to answer to
    /// a few commands of which `guest-info` is none.
    fn ask_info(&mut self, until: Deadline) -> Result<AgentInfo, Error> {
        match self.run_until("guest-info", &NoArguments {}, true, false, until) {
            Err(Error::Refused { error, .. }) if *error.class() == ErrorClass::CommandNotFound => {
                Ok(AgentInfo::default())
            }
            asked => asked,
        }
    }

    /// What the agent said of itself when it was last asked. There is no version
    /// and no command in it if the agent's configuration forbids it to tell.
    pub fn info(&self) -> &AgentInfo {
        &self.info
    }

    /// Whether the agent has a command and can run it, as of when it was last
    /// asked. One that does not tell supports nothing, and may still run what it
    /// is sent.
    pub fn supports(&self, command: &str) -> bool {
        let command = self.info.command(command);
        command.is_some_and(|command| command.enabled)
    }

    /// Asks again (`guest-info`): the agent may be another one by now, and while
    /// file systems are frozen it can do little.
    ///
    /// # Errors
    ///
    /// As for [`execute`](Self::execute).
    pub fn refresh(&mut self) -> Result<&AgentInfo, Error> {
        self.info = self.ask_info(Deadline::after(self.deadline))?;
        Ok(&self.info)
    }

    /// The schema that commands are validated against, if they are.
    pub fn schema(&self) -> Option<&Arc<Schema>> {
        self.validity.as_ref().map(|validity| &validity.schema)
    }

    /// What was received and not handed out.
    pub fn counters(&self) -> AgentCounters {
        self.link.session.counters()
    }

    /// Runs a command and waits for its reply.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if the schema refuses it, [`Error::Refused`] if the
    /// agent does, [`Error::NoSync`] or [`Error::TimedOut`] if it does not
    /// answer, [`Error::Garbage`] if it sends what is no reply,
    /// [`Error::Decode`], [`Error::Ended`].
    pub fn execute<C: Command>(&mut self, command: &C) -> Result<C::Reply, Error>
    where
        C::Reply: Send,
    {
        self.call().execute(command)
    }

    /// Runs a command by its name. The arguments must encode to a JSON object, or
    /// be `()` for none; the reply may be taken as anything that can be decoded, a
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

    /// One call with a deadline of its own; none is for ever.
    pub fn within(&mut self, deadline: impl Into<Option<Duration>>) -> Call<&mut Self> {
        self.call().within(deadline)
    }

    /// One call that is sent as it is, whatever the schema says of it.
    pub fn unvalidated(&mut self) -> Call<&mut Self> {
        self.call().unvalidated()
    }

    fn call(&mut self) -> Call<&mut Self> {
        let deadline = self.deadline;
        Call::new(self, deadline)
    }

    fn run_until<R: DeserializeOwned + Send>(
        &mut self,
        command: &str,
        arguments: &(impl Serialize + ?Sized),
        replies: bool,
        validated: bool,
        deadline: Deadline,
    ) -> Result<R, Error> {
        let silent = !(replies && self.sends_reply(command));
        let reply = self.exchange(command, arguments, silent, validated, deadline)?;
        match &reply {
            Some(reply) => decode_reply(command, self.link.session.bytes(reply), reply.depth),
            None => decode_reply(command, b"{}", 1),
        }
    }

    /// Sends a command and waits for its reply; none if it is silent, which means
    /// that it sends none when it succeeds.
    fn exchange(
        &mut self,
        command: &str,
        arguments: &(impl Serialize + ?Sized),
        silent: bool,
        validated: bool,
        deadline: Deadline,
    ) -> Result<Option<Frame>, Error> {
        if let Some(ended) = self.link.session.ended() {
            return Err(ended.clone().into());
        }
        if !self.link.session.is_in_step() {
            self.sync(deadline)?;
        }
        let request = encode(command, arguments)?;
        if validated && let Some(validity) = &self.validity {
            validity.check(&request)?;
        }
        let session = &mut self.link.session;
        session.submit(request);
        if silent {
            session.submit_probe(encode("guest-ping", &NoArguments {})?);
        }
        let sent = self.link.send(deadline);
        let stop = match sent.and_then(|()| self.link.receive(deadline)) {
            Ok(AgentIncoming::Return { value, .. }) => return Ok(Some(value)),
            // In step already, it is not told so again.
            Ok(AgentIncoming::Done { .. } | AgentIncoming::Synced) => return Ok(None),
            Ok(AgentIncoming::Error { error, .. }) => {
                return Err(Error::Refused {
                    command: command.to_owned(),
                    error,
                });
            }
            Ok(AgentIncoming::Garbage(source)) => {
                return Err(Error::Garbage {
                    command: command.to_owned(),
                    source,
                });
            }
            Err(stop) => stop,
        };
        let sent = self.link.session.to_send().is_empty();
        self.link.session.fall_out();
        match stop {
            // Silence is what it looks like when these succeed.
            Stop::TimedOut if silent && sent => Ok(None),
            Stop::Ended(ended) if silent && sent && matches!(ended.reason(), Reason::Closed) => {
                Ok(None)
            }
            Stop::Ended(ended) => Err(ended.into()),
            Stop::TimedOut => Err(Error::TimedOut {
                command: command.to_owned(),
                after: deadline.span(),
            }),
        }
    }

    /// Whether a command sends a reply when it succeeds, as far as the agent or
    /// the schema knows.
    fn sends_reply(&self, command: &str) -> bool {
        let schema = self.schema().and_then(|schema| schema.command(command));
        let schema = schema.is_none_or(qapi_schema::Command::success_response);
        let info = self.info.command(command);
        schema && info.is_none_or(|command| command.success_response)
    }

    /// Gets into step with the agent.
    fn sync(&mut self, deadline: Deadline) -> Result<(), Error> {
        self.link.session.sync();
        let mut outcome = self.link.send(deadline);
        while outcome.is_ok() && !self.link.session.is_in_step() {
            outcome = self.link.receive(deadline).map(|_| ());
        }
        outcome.map_err(|stop| match stop {
            Stop::Ended(ended) => ended.into(),
            Stop::TimedOut => {
                self.link.session.fall_out();
                Error::NoSync(deadline.span())
            }
        })
    }
}

impl Call<&mut Agent> {
    /// Runs a command and waits for its reply.
    ///
    /// # Errors
    ///
    /// As for [`Agent::execute`].
    pub fn execute<T: Command>(self, command: &T) -> Result<T::Reply, Error>
    where
        T::Reply: Send,
    {
        self.run(T::NAME, command, T::SUCCESS_RESPONSE)
    }

    /// Runs a command by its name.
    ///
    /// # Errors
    ///
    /// As for [`Agent::execute`].
    pub fn execute_raw<R: DeserializeOwned + Send>(
        self,
        command: &str,
        arguments: &(impl Serialize + ?Sized),
    ) -> Result<R, Error> {
        self.run(command, arguments, true)
    }

    fn run<R: DeserializeOwned + Send>(
        self,
        command: &str,
        arguments: &(impl Serialize + ?Sized),
        replies: bool,
    ) -> Result<R, Error> {
        let deadline = Deadline::after(self.deadline);
        let validated = self.validated;
        self.connection
            .run_until(command, arguments, replies, validated, deadline)
    }
}

impl fmt::Debug for Agent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agent")
            .field("version", &self.info.version)
            .field("session", &self.link.session)
            .field("validated", &self.validity.is_some())
            .finish_non_exhaustive()
    }
}
