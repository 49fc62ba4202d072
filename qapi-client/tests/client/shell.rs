//! Both clients as one, so that a test can be run with either.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use qapi_client::wait::Wait;
use qapi_client::{
    Command, Counters, Error, Event, EventFilter, FromEvent, Greeting, Limits, Policy, RawEvent,
    Validation,
};
use qapi_schema::Schema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::peer;

/// How long a test waits at most for an event; it only keeps a broken build
/// from hanging.
const LIMIT: Duration = Duration::from_secs(60);

/// What the asynchronous client takes.
pub(crate) trait AsyncStream: AsyncRead + AsyncWrite + Send {}

impl<S: AsyncRead + AsyncWrite + Send> AsyncStream for S {}

/// A stream on which nothing has been read yet, for one of the clients.
pub(crate) enum Stream {
    Blocking(peer::Stream),
    Tokio(Pin<Box<dyn AsyncStream>>),
    TokioUnix(tokio::net::UnixStream),
}

/// One of the clients.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Blocking,
    Tokio,
}

impl Stream {
    pub(crate) fn carries_fds(&self) -> bool {
        match self {
            Self::Blocking(stream) => stream.carries_fds(),
            Self::Tokio(_) => false,
            Self::TokioUnix(_) => true,
        }
    }
}

/// What a test of the blocking client gives, which waits for nothing.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => panic!("the client that blocks did not"),
    }
}

/// How either client connects.
#[derive(Clone)]
pub(crate) struct Builder {
    blocking: qapi_client::Builder,
    tokio: qapi_client::Builder<qapi_client::tokio::Client>,
}

macro_rules! settings {
    ($($name:ident: $type:ty),*) => {
        $(pub(crate) fn $name(self, value: $type) -> Self {
            Self {
                blocking: self.blocking.$name(value.clone()),
                tokio: self.tokio.$name(value),
            }
        })*
    };
}

impl Builder {
    settings! {
        validation: Validation,
        deprecated: Policy,
        unstable: Policy,
        limits: Limits,
        deadline: Duration,
        connect_deadline: Duration
    }

    pub(crate) async fn over(self, stream: Stream) -> Result<Client, Error> {
        Ok(match stream {
            Stream::Blocking(stream) => Client::Blocking(Box::new(self.blocking.over(stream)?)),
            Stream::Tokio(stream) => Client::tokio(self.tokio.over(stream).await?),
            Stream::TokioUnix(stream) => Client::tokio(self.tokio.over_unix(stream).await?),
        })
    }

    pub(crate) async fn connect(self, kind: Kind, address: &str) -> Result<Client, Error> {
        Ok(match kind {
            Kind::Blocking => Client::Blocking(Box::new(self.blocking.connect(address)?)),
            Kind::Tokio => Client::tokio(self.tokio.connect(address).await?),
        })
    }
}

/// Either client, and all events since it has negotiated.
pub(crate) enum Client {
    Blocking(Box<qapi_client::Client>),
    Tokio(qapi_client::tokio::Client, qapi_client::tokio::Subscription),
}

/// A client that has negotiated and does not validate.
pub(crate) async fn client(stream: Stream) -> Client {
    unvalidating().over(stream).await.unwrap()
}

pub(crate) fn unvalidating() -> Builder {
    Client::builder().validation(Validation::Off)
}

/// Runs a command without arguments.
pub(crate) async fn run(client: &mut Client, command: &str) -> Result<Value, Error> {
    client.execute_raw(command, &serde_json::json!({})).await
}

impl Client {
    fn tokio(client: qapi_client::tokio::Client) -> Self {
        let events = client.subscribe(EventFilter::any());
        Self::Tokio(client, events)
    }

    pub(crate) fn builder() -> Builder {
        Builder {
            blocking: qapi_client::Client::builder(),
            tokio: qapi_client::tokio::Client::builder(),
        }
    }

    pub(crate) fn greeting(&self) -> &Greeting {
        match self {
            Self::Blocking(client) => client.greeting(),
            Self::Tokio(client, _) => client.greeting(),
        }
    }

    pub(crate) fn schema(&self) -> Option<&Arc<Schema>> {
        match self {
            Self::Blocking(client) => client.schema(),
            Self::Tokio(client, _) => client.schema(),
        }
    }

    pub(crate) fn supports(&self, coordinate: &str) -> Result<bool, Error> {
        match self {
            Self::Blocking(client) => client.supports(coordinate),
            Self::Tokio(client, _) => client.supports(coordinate),
        }
    }

    pub(crate) fn counters(&self) -> Counters {
        match self {
            Self::Blocking(client) => client.counters(),
            Self::Tokio(client, _) => client.counters(),
        }
    }

    pub(crate) fn within(&mut self, deadline: impl Into<Option<Duration>>) -> Call<'_> {
        match self {
            Self::Blocking(client) => Call::Blocking(client.within(deadline)),
            Self::Tokio(client, _) => Call::Tokio(client.within(deadline)),
        }
    }

    pub(crate) fn unvalidated(&mut self) -> Call<'_> {
        match self {
            Self::Blocking(client) => Call::Blocking(client.unvalidated()),
            Self::Tokio(client, _) => Call::Tokio(client.unvalidated()),
        }
    }

    pub(crate) fn with_fd(&mut self, file: impl std::os::fd::AsFd) -> Result<Call<'_>, Error> {
        Ok(match self {
            Self::Blocking(client) => Call::Blocking(client.with_fd(file)?),
            Self::Tokio(client, _) => Call::Tokio(client.with_fd(file)?),
        })
    }

    pub(crate) async fn execute<C: Command>(&mut self, command: &C) -> Result<C::Reply, Error>
    where
        C::Reply: Send,
    {
        match self {
            Self::Blocking(client) => client.execute(command),
            Self::Tokio(client, _) => client.execute(command).await,
        }
    }

    pub(crate) async fn execute_raw<R: DeserializeOwned + Send>(
        &mut self,
        command: &str,
        arguments: &(impl Serialize + ?Sized),
    ) -> Result<R, Error> {
        match self {
            Self::Blocking(client) => client.execute_raw(command, arguments),
            Self::Tokio(client, _) => client.execute_raw(command, arguments).await,
        }
    }

    pub(crate) async fn execute_and_wait<C: Command, W: Wait>(
        &mut self,
        command: &C,
        wait: W,
    ) -> Result<(C::Reply, W::Outcome), Error>
    where
        C::Reply: Send,
    {
        match self {
            Self::Blocking(client) => client.execute_and_wait(command, wait),
            Self::Tokio(client, _) => client.execute_and_wait(command, wait).await,
        }
    }

    pub(crate) async fn wait_for<W: Wait>(&mut self, wait: W) -> Result<W::Outcome, Error> {
        match self {
            Self::Blocking(client) => client.wait_for(wait),
            Self::Tokio(client, _) => client.wait_for(wait).await,
        }
    }

    pub(crate) fn subscribe(&mut self, filter: EventFilter) -> Events {
        match self {
            Self::Blocking(client) => Events::Blocking(client.subscribe(filter)),
            Self::Tokio(client, _) => Events::Tokio(client.subscribe(filter)),
        }
    }

    pub(crate) fn subscribe_to<E: Event + Send>(&mut self) -> Events<E> {
        match self {
            Self::Blocking(client) => Events::Blocking(client.subscribe_to()),
            Self::Tokio(client, _) => Events::Tokio(client.subscribe_to()),
        }
    }

    /// The next event of a subscription.
    pub(crate) async fn next_of<E: FromEvent>(
        &mut self,
        events: &mut Events<E>,
    ) -> Result<E, Error> {
        self.next_of_within(events, LIMIT).await
    }

    pub(crate) async fn next_of_within<E: FromEvent>(
        &mut self,
        events: &mut Events<E>,
        span: Duration,
    ) -> Result<E, Error> {
        match (self, events) {
            (Self::Blocking(client), Events::Blocking(events)) => {
                client.within(span).next_of(events)
            }
            (Self::Tokio(..), Events::Tokio(events)) => events.next_within(span).await,
            _ => panic!("a subscription of another client"),
        }
    }

    /// The next event of all.
    pub(crate) async fn next_event(&mut self) -> Result<RawEvent, Error> {
        match self {
            Self::Blocking(client) => client.next_event(),
            Self::Tokio(_, events) => events.next_within(LIMIT).await,
        }
    }

    pub(crate) fn try_event(&mut self) -> Result<Option<RawEvent>, Error> {
        match self {
            Self::Blocking(client) => client.try_event(),
            Self::Tokio(_, events) => events.try_next(),
        }
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Blocking(client) => client.fmt(f),
            Self::Tokio(client, _) => client.fmt(f),
        }
    }
}

/// A subscription of either client.
pub(crate) enum Events<E = RawEvent> {
    Blocking(qapi_client::Subscription<E>),
    Tokio(qapi_client::tokio::Subscription<E>),
}

impl<E: FromEvent> Events<E> {
    pub(crate) fn try_next(&mut self) -> Result<Option<E>, Error> {
        match self {
            Self::Blocking(events) => events.try_next(),
            Self::Tokio(events) => events.try_next(),
        }
    }

    pub(crate) fn dropped(&self) -> u64 {
        match self {
            Self::Blocking(events) => events.dropped(),
            Self::Tokio(events) => events.dropped(),
        }
    }
}

/// A call with settings of its own, of either client.
pub(crate) enum Call<'c> {
    Blocking(qapi_client::Call<&'c mut qapi_client::Client>),
    Tokio(qapi_client::Call<&'c qapi_client::tokio::Client>),
}

impl Call<'_> {
    pub(crate) async fn execute_raw<R: DeserializeOwned + Send>(
        self,
        command: &str,
        arguments: &(impl Serialize + ?Sized),
    ) -> Result<R, Error> {
        match self {
            Self::Blocking(call) => call.execute_raw(command, arguments),
            Self::Tokio(call) => call.execute_raw(command, arguments).await,
        }
    }

    pub(crate) async fn execute_and_wait<C: Command, W: Wait>(
        self,
        command: &C,
        wait: W,
    ) -> Result<(C::Reply, W::Outcome), Error>
    where
        C::Reply: Send,
    {
        match self {
            Self::Blocking(call) => call.execute_and_wait(command, wait),
            Self::Tokio(call) => call.execute_and_wait(command, wait).await,
        }
    }
}
