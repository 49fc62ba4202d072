//! Blocking calls with settings of their own.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::client::Client;
use crate::call::Call;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::events::{FromEvent, RawEvent, Subscription};
use crate::shell::{self, Shell, now};
use crate::wait::Wait;
use crate::{Command, Event};

impl Call<&mut Client> {
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
        let (mut client, request, deadline) = self.prepare(command, arguments, false)?;
        now(client.send(request, deadline))
    }

    /// Runs a command, and waits for what it brings about.
    ///
    /// # Errors
    ///
    /// As for [`Client::execute_and_wait`].
    pub fn execute_and_wait<T: Command, W: Wait>(
        self,
        command: &T,
        wait: W,
    ) -> Result<(T::Reply, W::Outcome), Error>
    where
        T::Reply: Send,
    {
        let (mut client, request, deadline) = self.prepare(T::NAME, command, false)?;
        now(shell::execute_and_wait(
            &mut client,
            request,
            wait,
            deadline,
        ))
    }

    /// Waits for something that may have happened already.
    ///
    /// # Errors
    ///
    /// As for [`Client::wait_for`].
    pub fn wait_for<W: Wait>(mut self, wait: W) -> Result<W::Outcome, Error> {
        let deadline = Deadline::after(self.deadline);
        now(shell::wait_for(&mut self.connection, wait, deadline))
    }

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
        let deadline = Deadline::after(self.deadline);
        self.connection.wait_event(wanted, deadline)
    }

    /// The next event of one kind. The others stay in the queue.
    ///
    /// # Errors
    ///
    /// As for [`Client::next_event_of`].
    pub fn next_event_of<E: Event + Send>(self) -> Result<E, Error> {
        self.next_event_where(RawEvent::is::<E>)?.data()
    }

    /// The next event of a subscription of this client.
    ///
    /// # Errors
    ///
    /// As for [`Client::next_event`].
    pub fn next_of<E: FromEvent>(mut self, events: &mut Subscription<E>) -> Result<E, Error> {
        let deadline = Deadline::after(self.deadline);
        now(Shell::next_event(&mut self.connection, events, deadline))
    }
}
