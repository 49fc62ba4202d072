//! The blocking client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use qapi_schema::Schema;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::link::{Link, Stop};
use crate::address::Address;
use crate::answer::Greeting;
use crate::backoff::Pauses;
use crate::builder::{Builder, Origin};
use crate::call::Call;
use crate::connect::connect;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::events::{EventFilter, FromEvent, RawEvent, Subscription};
use crate::protocol::{Counters, Incoming, OwedReply, Session};
use crate::shell::{NoArguments, Shell, encode, now};
use crate::transport::Transport;
use crate::validation::{Validity, supports};
use crate::wait::Wait;
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
/// **Events** may come at any time. They are kept in bounded queues until they
/// are asked for: one of the client's own, which has all
/// ([`next_event`](Self::next_event)), and one of each
/// [subscription](Self::subscribe). No command waits for that, and no command
/// loses one. They are read whenever the client waits for something.
///
/// **Deadlines** hold for everything. A command that was not answered in time
/// leaves the connection as good as new: its reply is known by its id and
/// dropped when it comes. What the command does in the server goes on.
///
/// **Out-of-band execution** is not enabled, because with one command at a time
/// there is nothing to overtake, and without it QEMU reads a command only when
/// it is done with the one before. The `tokio` client has it.
pub struct Client {
    pub(super) link: Link<Session>,
    pub(super) events: Subscription,
    greeting: Greeting,
    deadline: Option<Duration>,
    pub(super) validity: Option<Validity>,
    /// How the connection was made, to make it again.
    origin: Option<Origin<Self>>,
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
    pub fn over(stream: impl Transport + Send + 'static) -> Result<Self, Error> {
        Self::builder().over(stream)
    }

    /// Connects otherwise than by default.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Waits for the greeting, negotiates, and asks for the schema.
    fn start(
        builder: &Builder,
        session: Session,
        transport: Box<dyn Transport + Send>,
        until: Deadline,
    ) -> Result<Self, Error> {
        let mut link = Link::new(session, transport);
        let events = link.session.subscribe(EventFilter::any());
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
            events,
            greeting,
            deadline: builder.deadline,
            validity: None,
            origin: None,
        };
        let negotiation = encode("qmp_capabilities", &NoArguments {})?;
        now((&mut client).send::<IgnoredAny>(negotiation, until))?;
        client.link.session.negotiated(false);
        let peer = client.link.peer_process();
        client.validity = now(builder.validity(&mut &mut client, peer, until))?;
        Ok(client)
    }

    /// Takes a stream.
    pub(crate) fn over_stream(
        builder: &Builder,
        transport: Box<dyn Transport + Send>,
    ) -> Result<Self, Error> {
        let until = Deadline::after(builder.connect_deadline);
        Self::start(builder, Session::new(builder.limits), transport, until)
    }

    /// Connects.
    pub(crate) fn reach(
        builder: &Builder,
        address: Address,
        session: Session,
        until: Deadline,
    ) -> Result<Self, Error> {
        let transport = match connect(&address, until) {
            Ok(transport) => transport,
            Err(source) => return Err(Error::Connect { address, source }),
        };
        let mut client = Self::start(builder, session, Box::new(transport), until)?;
        let builder = builder.clone();
        client.origin = Some(Origin { builder, address });
        Ok(client)
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

    /// Runs a command, and waits for what it brings about: see [`wait`](crate::wait).
    /// The deadline is for both together.
    ///
    /// # Errors
    ///
    /// As for [`execute`](Self::execute), and [`Error::Unsuccessful`] or
    /// [`Error::NoEvent`].
    pub fn execute_and_wait<C: Command, W: Wait>(
        &mut self,
        command: &C,
        wait: W,
    ) -> Result<(C::Reply, W::Outcome), Error>
    where
        C::Reply: Send,
    {
        self.call().execute_and_wait(command, wait)
    }

    /// Waits for something that was started elsewhere, and may have happened
    /// already: see [`wait`](crate::wait).
    ///
    /// # Errors
    ///
    /// [`Error::Unsuccessful`], [`Error::NoEvent`], [`Error::Ended`], and those
    /// of the commands that ask for it.
    pub fn wait_for<W: Wait>(&mut self, wait: W) -> Result<W::Outcome, Error> {
        self.call().wait_for(wait)
    }

    /// Keeps the events that are wanted, from now on, in a queue of their own:
    /// as many as [`Limits::events`](crate::Limits) allows.
    ///
    /// Nothing is read in the background. Take them with
    /// [`next_of`](Self::next_of), which waits, or with
    /// [`Subscription::try_next`] when other calls have read them.
    pub fn subscribe(&mut self, filter: EventFilter) -> Subscription {
        self.link.session.subscribe(filter)
    }

    /// As [`subscribe`](Self::subscribe), for all events of one type.
    pub fn subscribe_to<E: Event + Send>(&mut self) -> Subscription<E> {
        self.subscribe(EventFilter::of::<E>()).typed()
    }

    /// Waits for the next event of a subscription of this client.
    ///
    /// # Errors
    ///
    /// As for [`next_event`](Self::next_event), and [`Error::DecodeEvent`].
    pub fn next_of<E: FromEvent>(&mut self, events: &mut Subscription<E>) -> Result<E, Error> {
        self.call().next_of(events)
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
    pub fn within(&mut self, deadline: impl Into<Option<Duration>>) -> Call<&mut Self> {
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
    pub fn unvalidated(&mut self) -> Call<&mut Self> {
        self.call().unvalidated()
    }

    /// One call that an open file goes along with, for commands that take one
    /// from the connection: see [`Call::with_fd`].
    ///
    /// # Errors
    ///
    /// [`Error::Fd`] if the file cannot be duplicated.
    #[cfg(unix)]
    pub fn with_fd(&mut self, file: impl std::os::fd::AsFd) -> Result<Call<&mut Self>, Error> {
        self.call().with_fd(file)
    }

    /// Whether the server's schema has what a coordinate names: a command, an
    /// event, a member, a value of an enum, a branch or a feature. Nothing is
    /// sent.
    ///
    /// ```no_run
    /// # fn example(qemu: qapi_client::Client) -> Result<(), qapi_client::Error> {
    /// if qemu.supports("blockdev-add.arguments.driver=nvme-io_uring")? {
    ///     println!("it can");
    /// }
    /// assert!(qemu.supports("query-status")? && qemu.supports("STOP")?);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Coordinate`] if it is none, and [`Error::NoSchema`] if commands
    /// are not validated: then there is none to look into.
    pub fn supports(&self, coordinate: &str) -> Result<bool, Error> {
        supports(self.schema(), coordinate)
    }

    /// Ends the connection. Dropping the client does the same.
    pub fn close(mut self) {
        self.link.close();
    }

    /// Connects again to where this client was [connected](Self::connect) to,
    /// with the same settings, after the connection was lost. It tries until the
    /// deadline for connecting: a server that restarts, or has not yet noticed
    /// the end of the old connection, is waited for.
    ///
    /// **Nothing is sent again.** What ended with [`Error::Ended`] was not sent;
    /// of what ended with [`Error::Unanswered`] the server may still carry it
    /// out, or have done so. QEMU gives the reply that it still owed to a dead
    /// connection to the next one: it is never taken for that of another
    /// command, and can be had from [`owed_replies`](Self::owed_replies).
    ///
    /// Subscriptions ended with the old connection, and events in between are
    /// lost.
    ///
    /// # Errors
    ///
    /// As for [`Builder::connect`], and [`Error::NoAddress`] if the connection
    /// was not made by an address, or by `fd:N`.
    pub fn reconnect(&self) -> Result<Self, Error> {
        let Origin { builder, address } = Origin::again(self.origin.as_ref())?;
        let until = Deadline::after(builder.connect_deadline);
        let mut pauses = Pauses::new(until);
        loop {
            let session = self.link.session.successor();
            match Self::reach(builder, address.clone(), session, until) {
                Err(error) if error.may_pass() => match pauses.next() {
                    Some(pause) => std::thread::sleep(pause),
                    None => return Err(error),
                },
                outcome => return outcome,
            }
        }
    }

    /// The replies that have arrived to commands of the connection before this
    /// one, which could only be told that they were not answered; see
    /// [`reconnect`](Self::reconnect). Each is given once.
    pub fn owed_replies(&mut self) -> Vec<OwedReply> {
        self.link.session.take_owed_replies()
    }

    fn call(&mut self) -> Call<&mut Self> {
        let deadline = self.deadline;
        Call::new(self, deadline)
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
