//! One call with settings of its own.

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::client::Client;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::event::RawEvent;
use crate::{Command, Event};

/// What runs commands.
pub trait Connection {
    /// Runs a command and decodes its reply.
    #[doc(hidden)]
    fn run<R: DeserializeOwned + Send>(
        &mut self,
        command: &str,
        arguments: &(impl Serialize + ?Sized),
        validated: bool,
        deadline: Option<Duration>,
    ) -> Result<R, Error>;
}

/// The arguments of a command that takes none.
#[derive(Serialize)]
pub(crate) struct NoArguments {}

/// One call with settings of its own; from [`Client::within`] and
/// [`Client::unvalidated`], or those of [`Agent`](crate::Agent).
#[must_use = "nothing happens before it is told what to do"]
pub struct Call<'c, C = Client> {
    connection: &'c mut C,
    deadline: Option<Duration>,
    validated: bool,
}

impl<'c, C: Connection> Call<'c, C> {
    pub(crate) fn new(connection: &'c mut C, deadline: Option<Duration>) -> Self {
        Self {
            connection,
            deadline,
            validated: true,
        }
    }

    /// How long to wait; none is for ever.
    pub fn within(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.deadline = deadline.into();
        self
    }

    /// Sends it as it is, whatever the schema says of it.
    pub fn unvalidated(mut self) -> Self {
        self.validated = false;
        self
    }

    /// Runs a command and waits for its reply.
    ///
    /// # Errors
    ///
    /// As for [`Client::execute`].
    pub fn execute<T: Command>(self, command: &T) -> Result<T::Reply, Error>
    where
        T::Reply: Send,
    {
        self.execute_raw(T::NAME, command)
    }

    /// Runs a command by its name.
    ///
    /// # Errors
    ///
    /// As for [`Client::execute`].
    pub fn execute_raw<R: DeserializeOwned + Send>(
        self,
        command: &str,
        arguments: &(impl Serialize + ?Sized),
    ) -> Result<R, Error> {
        self.connection
            .run(command, arguments, self.validated, self.deadline)
    }
}

impl Call<'_> {
    /// The next event, from the queue or as soon as there is one.
    ///
    /// # Errors
    ///
    /// As for [`Client::next_event`].
    pub fn next_event(self) -> Result<RawEvent, Error> {
        self.next_event_where(|_| true)
    }

    /// The next event that `wanted` says yes to. The others stay in the queue.
    ///
    /// # Errors
    ///
    /// As for [`Client::next_event`].
    pub fn next_event_where(
        self,
        wanted: impl FnMut(&RawEvent) -> bool,
    ) -> Result<RawEvent, Error> {
        self.connection
            .wait_event(wanted, Deadline::after(self.deadline))
    }

    /// The next event of one kind. The others stay in the queue.
    ///
    /// # Errors
    ///
    /// As for [`Client::next_event_of`].
    pub fn next_event_of<E: Event + Send>(self) -> Result<E, Error> {
        self.next_event_where(RawEvent::is::<E>)?.data()
    }
}

impl<C> fmt::Debug for Call<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("deadline", &self.deadline)
            .field("validated", &self.validated)
            .finish_non_exhaustive()
    }
}
