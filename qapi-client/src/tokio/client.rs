//! The asynchronous client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use qapi_schema::Schema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncWrite};

use super::link::{self, Link};
use super::stream::Stream;
use super::subscription::Subscription;
use super::transport::{Plain, Transport};
use crate::address::Address;
use crate::answer::Greeting;
use crate::builder::{Builder, OfServer, Origin};
use crate::call::{Call, Calls};
use crate::deadline::Deadline;
use crate::error::Error;
use crate::events::{EventFilter, FromEvent};
use crate::protocol::{Counters, Ended, OwedReply, Protocol, Reason, Request, Session};
use crate::shell::{NoArguments, Shell, encode};
use crate::validation::{Validity, supports};
use crate::wait::Wait;
use crate::{Command, Event};

/// A connection to a QMP server that runs any number of commands at once.
///
/// It is a handle: its clones share the connection. See the
/// [module](crate::tokio) for an example and for what it promises.
///
/// Every command is checked against the server's own schema before a byte of
/// it is sent, and has a deadline. The methods must be called in the context of
/// a runtime with time enabled.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

pub(super) struct Inner {
    link: Link,
    greeting: Greeting,
    deadline: Option<Duration>,
    validity: Option<Validity>,
    carries_fds: bool,
    oob: bool,
    /// How the connection was made, to make it again.
    origin: Option<Origin<Client>>,
}

impl OfServer for Client {}

impl Builder<Client> {
    /// Connects to an [`Address`]: `unix:PATH`, `tcp:HOST:PORT` or a path, for
    /// instance.
    ///
    /// # Errors
    ///
    /// The address is none, nobody answers there, or as for
    /// [`over`](Self::over).
    pub async fn connect(self, address: &str) -> Result<Client, Error> {
        let deadline = link::deadline(self.connect_deadline);
        let session = Session::new(self.limits);
        Client::reach(&self, address.parse()?, session, deadline).await
    }

    /// Takes a stream on which nothing has been read yet: a TLS session, the
    /// pipes of a child, or anything else. It carries no open files; for those
    /// there is [`over_stream`](Self::over_stream).
    ///
    /// # Errors
    ///
    /// [`Error::NoGreeting`], [`Error::Ended`] if the stream ends or is not
    /// QMP, [`Error::Schema`] if the server's schema cannot be used, and
    /// [`Error::Refused`] if the server refuses the negotiation or does not
    /// know `query-qmp-schema`.
    ///
    /// ```no_run
    /// use std::process::Stdio;
    /// use qapi_client::tokio::Client;
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let mut child = tokio::process::Command::new("qemu-system-x86_64")
    ///     .args(["-qmp", "stdio", "-display", "none"])
    ///     .stdin(Stdio::piped())
    ///     .stdout(Stdio::piped())
    ///     .spawn()?;
    /// let (stdout, stdin) = (child.stdout.take(), child.stdin.take());
    /// let (stdout, stdin) = stdout.zip(stdin).ok_or("they are not piped")?;
    /// let qemu = Client::over(tokio::io::join(stdout, stdin)).await?;
    /// # Ok(()) }
    /// ```
    pub async fn over(
        self,
        stream: impl AsyncRead + AsyncWrite + Send + 'static,
    ) -> Result<Client, Error> {
        self.over_transport(Box::new(Plain::new(stream))).await
    }

    /// Takes a socket, or what a [`Listener`](super::Listener) accepted, on
    /// which nothing has been read yet. If it is a unix socket, open files can be
    /// sent along.
    ///
    /// # Errors
    ///
    /// As for [`over`](Self::over).
    pub async fn over_stream(self, stream: impl Into<Stream>) -> Result<Client, Error> {
        let transport = stream.into().into_transport();
        let transport = transport.map_err(|error| Ended::from(Reason::Read(error)))?;
        self.over_transport(transport).await
    }

    /// Takes a unix socket on which nothing has been read yet.
    ///
    /// # Errors
    ///
    /// As for [`over`](Self::over).
    #[cfg(unix)]
    pub async fn over_unix(self, socket: ::tokio::net::UnixStream) -> Result<Client, Error> {
        self.over_stream(socket).await
    }

    async fn over_transport(self, transport: Box<dyn Transport>) -> Result<Client, Error> {
        let deadline = link::deadline(self.connect_deadline);
        let session = Session::new(self.limits);
        Client::start(&self, session, transport, None, deadline).await
    }
}

impl Client {
    /// Connects to `unix:PATH`, `tcp:HOST:PORT` or a path, for instance.
    ///
    /// # Errors
    ///
    /// See [`Builder::connect`].
    pub async fn connect(address: &str) -> Result<Self, Error> {
        Self::builder().connect(address).await
    }

    /// Takes a stream on which nothing has been read yet.
    ///
    /// # Errors
    ///
    /// See [`Builder::over`].
    pub async fn over(stream: impl AsyncRead + AsyncWrite + Send + 'static) -> Result<Self, Error> {
        Self::builder().over(stream).await
    }

    /// Connects otherwise than by default.
    pub fn builder() -> Builder<Self> {
        Builder::default()
    }

    async fn reach(
        builder: &Builder<Self>,
        address: Address,
        session: Session,
        deadline: Deadline,
    ) -> Result<Self, Error> {
        let stream = super::connect::connect(&address, deadline).await;
        match stream.and_then(Stream::into_transport) {
            Ok(stream) => {
                let origin = Origin {
                    builder: builder.clone(),
                    address,
                };
                Self::start(builder, session, stream, Some(origin), deadline).await
            }
            Err(source) => Err(Error::Connect { address, source }),
        }
    }

    /// Waits for the greeting, negotiates, and asks for the schema.
    async fn start(
        builder: &Builder<Self>,
        session: Session,
        stream: Box<dyn Transport>,
        origin: Option<Origin<Self>>,
        until: Deadline,
    ) -> Result<Self, Error> {
        let carries_fds = stream.carries_fds();
        let peer = stream.peer_process();
        let link = Link::start(session, stream);
        let greeting = link.greeting(until).await?;
        let oob = greeting.capabilities.iter().any(|it| it == "oob");
        let negotiation = match oob {
            true => encode("qmp_capabilities", &Capabilities { enable: ["oob"] })?,
            false => encode("qmp_capabilities", &NoArguments {})?,
        };
        let mut shell = &link;
        shell
            .send::<serde::de::IgnoredAny>(negotiation, until)
            .await?;
        link.state().session.negotiated(oob);
        let validity = builder.validity(&mut shell, peer, until).await?;
        Ok(Self {
            inner: Arc::new(Inner {
                link,
                greeting,
                deadline: builder.deadline,
                validity,
                carries_fds,
                oob,
                origin,
            }),
        })
    }

    /// What the server said first.
    pub fn greeting(&self) -> &Greeting {
        &self.inner.greeting
    }

    /// The schema that commands are validated against, if they are. Other
    /// clients of the same server can be given it
    /// ([`Validation::Given`](crate::Validation)) so as not to ask for it again.
    pub fn schema(&self) -> Option<&Arc<Schema>> {
        self.inner.validity.as_ref().map(|it| &it.schema)
    }

    /// Whether the server's schema has what a coordinate names; see
    /// [the blocking client's](crate::Client::supports).
    ///
    /// # Errors
    ///
    /// [`Error::Coordinate`] if it is none, and [`Error::NoSchema`] if commands
    /// are not validated: then there is none to look into.
    pub fn supports(&self, coordinate: &str) -> Result<bool, Error> {
        supports(self.schema(), coordinate)
    }

    /// What was received and not handed out.
    pub fn counters(&self) -> Counters {
        self.inner.link.state().session.counters()
    }

    /// Why the connection ended, if it did.
    pub fn ended(&self) -> Option<Ended> {
        self.inner.link.state().session.ended().cloned()
    }

    /// Runs a command and waits for its reply. Dropping the future cancels the
    /// command: what was not sent yet will not be, and a reply is dropped.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if the schema refuses it, [`Error::Refused`] if the
    /// server does, [`Error::TimedOut`], [`Error::Decode`]; [`Error::Ended`] if
    /// the connection ended and the command was not sent, [`Error::Unanswered`]
    /// if it was.
    pub async fn execute<C: Command>(&self, command: &C) -> Result<C::Reply, Error>
    where
        C::Reply: Send,
    {
        self.call().execute(command).await
    }

    /// Runs a command by its name. The arguments must encode to a JSON object, or
    /// be `()` for none; the reply may be taken as anything that can be decoded, a
    /// [`serde_json::Value`] for instance.
    ///
    /// # Errors
    ///
    /// As for [`execute`](Self::execute).
    pub async fn execute_raw<R: DeserializeOwned + Send>(
        &self,
        command: &str,
        arguments: &(impl Serialize + ?Sized),
    ) -> Result<R, Error> {
        self.call().execute_raw(command, arguments).await
    }

    /// Runs a command out of band: at once, whatever else is under way. Only a
    /// few commands can be, those whose schema says `allow-oob`; a type with
    /// another command is refused when it is compiled.
    ///
    /// # Errors
    ///
    /// As for [`execute`](Self::execute), and [`Error::NoOob`] if the server has
    /// not agreed on it (a monitor on a multiplexed character device does not).
    pub async fn execute_oob<C: Command>(&self, command: &C) -> Result<C::Reply, Error>
    where
        C::Reply: Send,
    {
        self.call().execute_oob(command).await
    }

    /// Runs a command out of band by its name.
    ///
    /// # Errors
    ///
    /// As for [`execute_oob`](Self::execute_oob).
    pub async fn execute_oob_raw<R: DeserializeOwned + Send>(
        &self,
        command: &str,
        arguments: &(impl Serialize + ?Sized),
    ) -> Result<R, Error> {
        self.call().execute_oob_raw(command, arguments).await
    }

    /// Runs a command, and waits for what it brings about: see [`wait`](crate::wait).
    /// The deadline is for both together.
    ///
    /// # Errors
    ///
    /// As for [`execute`](Self::execute), and [`Error::Unsuccessful`] or
    /// [`Error::NoEvent`].
    pub async fn execute_and_wait<C: Command, W: Wait>(
        &self,
        command: &C,
        wait: W,
    ) -> Result<(C::Reply, W::Outcome), Error>
    where
        C::Reply: Send,
    {
        self.call().execute_and_wait(command, wait).await
    }

    /// Waits for something that was started elsewhere, and may have happened
    /// already: see [`wait`](crate::wait).
    ///
    /// # Errors
    ///
    /// [`Error::Unsuccessful`], [`Error::NoEvent`], [`Error::Ended`], and those
    /// of the commands that ask for it.
    pub async fn wait_for<W: Wait>(&self, wait: W) -> Result<W::Outcome, Error> {
        self.call().wait_for(wait).await
    }

    /// Keeps the events that are wanted, from now on, in a queue of their own:
    /// as many as [`Limits::events`](crate::Limits) allows.
    pub fn subscribe(&self, filter: EventFilter) -> Subscription {
        let events = self.inner.link.subscribe(filter);
        Subscription::new(events, Arc::clone(&self.inner))
    }

    /// As [`subscribe`](Self::subscribe), for all events of one type.
    pub fn subscribe_to<E: Event + Send>(&self) -> Subscription<E> {
        let events = self.inner.link.subscribe(EventFilter::of::<E>());
        Subscription::new(events.typed(), Arc::clone(&self.inner))
    }

    /// One call with a deadline of its own; none is for ever.
    pub fn within(&self, deadline: impl Into<Option<Duration>>) -> Call<&Self> {
        self.call().within(deadline)
    }

    /// One call that is sent as it is, whatever the schema says of it.
    pub fn unvalidated(&self) -> Call<&Self> {
        self.call().unvalidated()
    }

    /// One call that an open file goes along with, for commands that take one
    /// from the connection: see [`Call::with_fd`].
    ///
    /// # Errors
    ///
    /// [`Error::Fd`] if the file cannot be duplicated.
    #[cfg(unix)]
    pub fn with_fd(&self, file: impl std::os::fd::AsFd) -> Result<Call<&Self>, Error> {
        self.call().with_fd(file)
    }

    /// Ends the connection, for all handles and subscriptions. Commands under
    /// way end with [`Error::Unanswered`].
    ///
    /// A socket is shut down at once, even where a duplicate of it is open. Any
    /// other stream is shut down ([`AsyncWrite::poll_shutdown`]) and dropped in
    /// the background, which may take it no longer than a second.
    pub fn close(&self) {
        self.inner.link.close();
    }

    /// Connects again to where this client was [connected](Self::connect) to,
    /// with the same settings, after the connection was lost; see
    /// [the blocking client's](crate::Client::reconnect), which also says what
    /// becomes of commands that were under way.
    ///
    /// # Errors
    ///
    /// As for [`Builder::connect`], and [`Error::NoAddress`] if the connection
    /// was not made by an address, or by `fd:N`.
    pub async fn reconnect(&self) -> Result<Self, Error> {
        let Origin { builder, address } = Origin::again(self.inner.origin.as_ref())?;
        let until = link::deadline(builder.connect_deadline);
        let mut pauses = crate::backoff::Pauses::new(until);
        loop {
            let session = self.inner.link.state().session.successor();
            match Self::reach(builder, address.clone(), session, until).await {
                Err(error) if error.may_pass() => match pauses.next() {
                    Some(pause) => ::tokio::time::sleep(pause).await,
                    None => return Err(error),
                },
                outcome => return outcome,
            }
        }
    }

    /// The replies that have arrived to commands of the connection before this
    /// one, which could only be told that they were not answered; see
    /// [`reconnect`](Self::reconnect). Each is given once.
    pub fn owed_replies(&self) -> Vec<OwedReply> {
        self.inner.link.state().session.take_owed_replies()
    }

    fn call(&self) -> Call<&Self> {
        Call::new(self, self.inner.deadline)
    }
}

/// The arguments of `qmp_capabilities`.
#[derive(Serialize)]
struct Capabilities {
    enable: [&'static str; 1],
}

impl Shell for &Client {
    fn send<R: DeserializeOwned + Send>(
        &mut self,
        request: Request,
        deadline: Deadline,
    ) -> impl Future<Output = Result<R, Error>> {
        let mut link = &self.inner.link;
        async move { link.send(request, deadline).await }
    }

    fn subscribe(&mut self, filter: EventFilter) -> crate::Subscription {
        self.inner.link.subscribe(filter)
    }

    async fn next_event<E: FromEvent>(
        &mut self,
        events: &mut crate::Subscription<E>,
        deadline: Deadline,
    ) -> Result<E, Error> {
        (&self.inner.link).next_event(events, deadline).await
    }
}

impl Calls for &Client {
    fn validity(&self) -> Option<&Validity> {
        self.inner.validity.as_ref()
    }
    fn carries_fds(&self) -> bool {
        self.inner.carries_fds
    }
    fn has_oob(&self) -> bool {
        self.inner.oob
    }
    fn deadline(&self, span: Option<Duration>) -> Deadline {
        link::deadline(span)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("version", &format_args!("{}", self.greeting().version))
            .field("session", &self.inner.link.state().session)
            .field("validated", &self.inner.validity.is_some())
            .finish_non_exhaustive()
    }
}
