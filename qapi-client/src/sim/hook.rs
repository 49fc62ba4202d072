//! Behaviour that a test or example gives to commands.

use std::fmt;
use std::sync::{Arc, Mutex};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::shared::Shared;
use super::words::generic;
use crate::answer::QmpError;

/// What runs when a command is received.
pub(super) type Hook = Box<dyn FnMut(&mut Call<'_>) -> Result<Value, QmpError> + Send>;
/// A hook as it is kept: commands are run one at a time, as by QEMU.
pub(super) type SharedHook = Arc<Mutex<Hook>>;

/// A command that the simulator was sent, in the hands of
/// [`Simulator::on`](super::Simulator::on).
pub struct Call<'c> {
    pub(super) shared: &'c Shared,
    command: &'c str,
    arguments: Value,
    before: Vec<(String, Value)>,
    after: Vec<(String, Value)>,
    quit: bool,
    /// Whether the byte stands before the reply that nothing else has, so that
    /// the client of an agent finds its place.
    pub(super) delimited: bool,
}

/// What comes of a command that succeeds.
pub(super) struct Outcome {
    pub(super) before: Vec<(String, Value)>,
    /// None of a command that sends none.
    pub(super) reply: Option<Arc<[u8]>>,
    pub(super) after: Vec<(String, Value)>,
    pub(super) quit: bool,
    pub(super) delimited: bool,
}

impl Outcome {
    pub(super) fn empty() -> Self {
        Self {
            before: Vec::new(),
            reply: Some(Arc::from(*b"{}")),
            after: Vec::new(),
            quit: false,
            delimited: false,
        }
    }
}

impl<'c> Call<'c> {
    pub(super) fn new(shared: &'c Shared, command: &'c str, arguments: Value) -> Self {
        Self {
            shared,
            command,
            arguments,
            before: Vec::new(),
            after: Vec::new(),
            quit: false,
            delimited: false,
        }
    }

    pub(super) fn finish(self, reply: Option<Arc<[u8]>>) -> Outcome {
        Outcome {
            before: self.before,
            reply,
            after: self.after,
            quit: self.quit,
            delimited: self.delimited,
        }
    }

    /// The command's name.
    pub fn command(&self) -> &str {
        self.command
    }

    /// The arguments, which are an object and valid.
    pub fn arguments(&self) -> &Value {
        &self.arguments
    }

    /// The arguments as a type of one's own.
    ///
    /// # Errors
    ///
    /// They are not of that type; the error can be answered.
    pub fn arguments_as<T: DeserializeOwned>(&self) -> Result<T, QmpError> {
        T::deserialize(&self.arguments).map_err(|error| generic(error.to_string()))
    }

    /// The reply that the simulator would give by itself.
    pub fn sample(&self) -> Value {
        self.shared.sample(self.command)
    }

    /// Sends an event to all connections, before the reply.
    pub fn emit(&mut self, event: impl Into<String>, data: Value) {
        self.before.push((event.into(), data));
    }

    /// Sends an event to all connections, after the reply.
    pub fn emit_after(&mut self, event: impl Into<String>, data: Value) {
        self.after.push((event.into(), data));
    }

    /// Ends the server once the reply is sent, as `quit` does.
    pub fn quit(&mut self) {
        self.quit = true;
    }
}

impl fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("command", &self.command)
            .field("arguments", &self.arguments)
            .finish_non_exhaustive()
    }
}
