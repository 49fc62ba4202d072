//! Behaviour that a test or example gives to commands.

use std::fmt;
use std::sync::{Arc, Mutex};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::later::{Effects, Later, Reply, Running, text};
use super::shared::Shared;
use crate::answer::QmpError;
use crate::protocol::server::generic;

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
    pub(super) effects: Effects,
    later: Option<Later>,
}

impl<'c> Call<'c> {
    pub(super) fn new(shared: &'c Shared, command: &'c str, arguments: Value) -> Self {
        Self {
            shared,
            command,
            arguments,
            before: Vec::new(),
            effects: Effects::default(),
            later: None,
        }
    }

    /// Does what comes of the behaviour, which has returned.
    pub(super) fn conclude(self, outcome: Result<Value, QmpError>, mut running: Running) {
        for (event, data) in &self.before {
            self.shared.emit(event, data);
        }
        running.effects = self.effects;
        match self.later {
            Some(later) => later.wait(running),
            None => running.finish(&outcome.map(|value| text(&value))),
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
        self.effects.after.push((event.into(), data));
    }

    /// Ends the server once the reply is sent, as `quit` does.
    pub fn quit(&mut self) {
        self.effects.quit = true;
    }

    /// Answers the command later, from any thread: what the behaviour returns is
    /// not sent. Until then the command is under way as one that takes its time
    /// in QEMU: in-band commands of all connections wait behind it, and
    /// out-of-band ones overtake it if they were negotiated.
    ///
    /// ```
    /// use std::sync::mpsc::channel;
    /// # use std::sync::Arc;
    /// # use qapi_client::sim::Simulator;
    /// # use serde_json::{Value, json};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let dump = include_bytes!("../../../schemas/qemu-storage-daemon-10.0.json");
    /// # let simulator = Simulator::new(Arc::new(qapi_schema::Schema::from_slice(dump)?));
    /// let (blocked, replies) = channel();
    /// simulator.on("query-jobs", move |call| {
    ///     blocked.send(call.later()).ok();
    ///     Ok(Value::Null)
    /// });
    /// # let mut client = qapi_client::Client::over(simulator.stream())?;
    /// let server = std::thread::spawn(move || {
    ///     if let Ok(reply) = replies.recv() {
    ///         reply.finish(Ok(json!([])));
    ///     }
    /// });
    /// let jobs: Value = client.execute_raw("query-jobs", &json!({}))?;
    /// assert_eq!(jobs, json!([]));
    /// # server.join().unwrap();
    /// # Ok(()) }
    /// ```
    ///
    /// Asked for twice, the last one counts.
    pub fn later(&mut self) -> Reply {
        let (later, reply) = Later::new();
        self.later = Some(later);
        reply
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
