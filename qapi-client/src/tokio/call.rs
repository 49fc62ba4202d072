//! Asynchronous calls with settings of their own.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::client::Client;
use crate::Command;
use crate::call::{Call, Calls};
use crate::error::Error;
use crate::shell::{self, Shell};
use crate::wait::Wait;

impl Call<&Client> {
    /// Runs a command and waits for its reply.
    ///
    /// # Errors
    ///
    /// As for [`Client::execute`].
    pub async fn execute<T: Command>(self, command: &T) -> Result<T::Reply, Error>
    where
        T::Reply: Send,
    {
        self.execute_raw(T::NAME, command).await
    }

    /// Runs a command by its name.
    ///
    /// # Errors
    ///
    /// As for [`Client::execute`].
    pub async fn execute_raw<R: DeserializeOwned + Send>(
        self,
        command: &str,
        arguments: &(impl Serialize + ?Sized),
    ) -> Result<R, Error> {
        let (mut client, request, deadline) = self.prepare(command, arguments, false)?;
        client.send(request, deadline).await
    }

    /// Runs a command out of band.
    ///
    /// # Errors
    ///
    /// As for [`Client::execute_oob`].
    pub async fn execute_oob<T: Command>(self, command: &T) -> Result<T::Reply, Error>
    where
        T::Reply: Send,
    {
        const {
            assert!(T::ALLOW_OOB, "this command cannot be run out of band");
        }
        self.execute_oob_raw(T::NAME, command).await
    }

    /// Runs a command out of band by its name.
    ///
    /// # Errors
    ///
    /// As for [`Client::execute_oob`].
    pub async fn execute_oob_raw<R: DeserializeOwned + Send>(
        self,
        command: &str,
        arguments: &(impl Serialize + ?Sized),
    ) -> Result<R, Error> {
        let (mut client, request, deadline) = self.prepare(command, arguments, true)?;
        client.send(request, deadline).await
    }

    /// Runs a command, and waits for what it brings about.
    ///
    /// # Errors
    ///
    /// As for [`Client::execute_and_wait`].
    pub async fn execute_and_wait<T: Command, W: Wait>(
        self,
        command: &T,
        wait: W,
    ) -> Result<(T::Reply, W::Outcome), Error>
    where
        T::Reply: Send,
    {
        let (mut client, request, deadline) = self.prepare(T::NAME, command, false)?;
        shell::execute_and_wait(&mut client, request, wait, deadline).await
    }

    /// Waits for something that may have happened already.
    ///
    /// # Errors
    ///
    /// As for [`Client::wait_for`].
    pub async fn wait_for<W: Wait>(self, wait: W) -> Result<W::Outcome, Error> {
        let mut client = self.connection;
        let deadline = client.deadline(self.deadline);
        shell::wait_for(&mut client, wait, deadline).await
    }
}
