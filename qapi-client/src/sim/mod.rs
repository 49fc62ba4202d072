//! A simulated QEMU that speaks the server's side of the protocol, made from
//! nothing but a schema.
//!
//! ```
//! use std::sync::Arc;
//!
//! use qapi_client::Client;
//! use qapi_client::sim::Simulator;
//! use serde_json::{Value, json};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let dump = include_bytes!("../../../schemas/qemu-storage-daemon-10.0.json");
//! let schema = qapi_schema::Schema::from_slice(dump)?;
//! let simulator = Simulator::new(Arc::new(schema));
//! simulator.on("query-jobs", |call| {
//!     call.emit("JOB_STATUS_CHANGE", json!({"id": "job0", "status": "running"}));
//!     Ok(json!([]))
//! });
//!
//! let mut client = Client::over(simulator.stream())?;
//! let jobs: Value = client.execute_raw("query-jobs", &json!({}))?;
//! assert_eq!(jobs, json!([]));
//! assert_eq!(client.next_event()?.name(), "JOB_STATUS_CHANGE");
//!
//! // Whatever has no behaviour of its own gets a reply that fits the schema,
//! // and invalid commands get QEMU's own words.
//! let nodes: Value = client.execute_raw("query-named-block-nodes", &json!({}))?;
//! assert_eq!(nodes, json!([]));
//! let refused = client
//!     .unvalidated()
//!     .execute_raw::<Value>("job-pause", &json!({"job": 0}))
//!     .unwrap_err();
//! assert_eq!(refused.to_string(), "`job-pause` failed: GenericError: Parameter 'id' is missing");
//! # Ok(()) }
//! ```
//!
//! A schema of the guest agent makes it an agent: it does not greet, there is
//! nothing to negotiate, and an [`Agent`](crate::Agent) can be its client.
//!
//! It differs from a real QEMU in what a schema does not tell. Commands have
//! no effect unless [`Simulator::on`] gives them one. The names of alternates
//! and the widths of integers are missing in error messages. A number that is
//! too large for a double comes back as the largest double, not as `inf`, which
//! is not JSON. What a client sends while QEMU would not read it waits without
//! a limit.
//!
//! Commands are carried out one at a time, in the `write` or the thread that
//! they come in. One that takes its time is made by [`Call::later`]: then those
//! behind it wait in QEMU's queue, and out-of-band ones overtake it.

mod dispatch;
mod hook;
mod known;
mod later;
mod monitor;
mod outbox;
mod serve;
mod shared;
mod stream;
mod words;

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex};

use qapi_schema::Schema;
use serde_json::{Value, json};

use crate::answer::QmpError;
use shared::Shared;

pub use hook::Call;
pub use later::Reply;
pub use serve::{Listener, Stream};
pub use stream::SimStream;

/// A simulated QEMU. Its clones are the same one.
#[derive(Clone)]
pub struct Simulator {
    shared: Arc<Shared>,
}

/// What commands reply that have no behaviour of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Replies {
    /// The least that fits the schema: empty lists, nothing optional.
    #[default]
    Minimal,
    /// Something else each time, drawn from a seed.
    Random(u64),
}

/// What the server refuses although its schema has it, like QEMU's `-compat`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Policy {
    reject_deprecated: bool,
    reject_unstable: bool,
}

impl Simulator {
    /// A server with the commands and events of a schema.
    pub fn new(schema: Arc<Schema>) -> Self {
        let simulator = Self {
            shared: Arc::new(Shared::new(schema)),
        };
        for (command, behaviour) in known::BEHAVIOURS {
            if simulator.schema().command(command).is_some() {
                simulator.on(command, *behaviour);
            }
        }
        simulator
    }

    /// Has this version, in the greeting, in `query-version` and in `guest-info`,
    /// and calls what is no JSON as that version of QEMU does. The default is
    /// 10.0.0 of the package `simulated`.
    #[must_use]
    pub fn version(self, major: u32, minor: u32, micro: u32, package: &str) -> Self {
        self.shared.set_version(json!({
            "qemu": {"major": major, "minor": minor, "micro": micro},
            "package": package,
        }));
        self
    }

    /// Calls itself an emulator of this architecture (`SysEmuTarget` in QAPI) in
    /// `query-target`. The default is the host's.
    #[must_use]
    pub fn target(self, arch: &str) -> Self {
        self.shared.set_target(arch);
        self
    }

    /// What commands reply that have no behaviour of their own. The default is
    /// [`Replies::Minimal`].
    #[must_use]
    pub fn replies(self, replies: Replies) -> Self {
        self.shared.set_replies(replies);
        self
    }

    /// Refuses what is deprecated or unstable, as QEMU does with `-compat
    /// deprecated-input=reject,unstable-input=reject`.
    #[must_use]
    pub fn reject(self, deprecated: bool, unstable: bool) -> Self {
        self.shared.set_policy(Policy {
            reject_deprecated: deprecated,
            reject_unstable: unstable,
        });
        self
    }

    /// Sends each message over many lines from now on, as QEMU does on a monitor
    /// with `pretty=on`.
    #[must_use]
    pub fn pretty(self) -> Self {
        self.shared.set_pretty();
        self
    }

    /// Gives a command a behaviour, in place of the one it has. It is called
    /// with valid arguments only, for one command at a time, and what it
    /// returns is sent as it is, whether or not it fits the schema. It must not
    /// wait for an answer of the same simulator, which carries out one command
    /// at a time.
    ///
    /// A command that the schema lacks exists from then on, and takes any
    /// arguments.
    pub fn on<F>(&self, command: &str, behaviour: F)
    where
        F: FnMut(&mut Call<'_>) -> Result<Value, QmpError> + Send + 'static,
    {
        let hook: hook::Hook = Box::new(behaviour);
        self.shared.set_hook(command, Arc::new(Mutex::new(hook)));
    }

    /// Sends an event to every client that has negotiated, with the time of
    /// now. Empty data is not sent, as by QEMU.
    pub fn emit(&self, event: &str, data: &Value) {
        self.shared.emit(event, data);
    }

    /// A new connection, in memory.
    pub fn stream(&self) -> SimStream {
        SimStream::new(&self.shared)
    }

    /// Serves whoever connects, each in a thread of its own, until a client
    /// sends `quit` or [`stop`](Self::stop) is called.
    ///
    /// # Errors
    ///
    /// Accepting connections fails, or a thread cannot be started.
    pub fn serve(&self, listener: impl Listener) -> io::Result<()> {
        serve::serve(&self.shared, listener)
    }

    /// Serves whoever is at the other end of a socket, until it goes, a client
    /// sends `quit` or [`stop`](Self::stop) is called.
    ///
    /// # Errors
    ///
    /// The socket cannot be used from both sides.
    pub fn serve_one(&self, stream: impl Stream) -> io::Result<()> {
        serve::serve_one(&self.shared, stream)
    }

    /// Ends the server: all connections are closed, and new ones end at once.
    pub fn stop(&self) {
        self.shared.stop();
    }

    /// Another one that has been told the same so far, as if it were started
    /// again: it has no connections, and has not ended if this one has. The
    /// behaviours are the same ones, with whatever they hold.
    #[must_use]
    pub fn restarted(&self) -> Self {
        Self {
            shared: Arc::new(self.shared.anew()),
        }
    }

    /// The schema.
    pub fn schema(&self) -> &Arc<Schema> {
        &self.shared.schema
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator")
            .field("schema", &self.shared.schema)
            .field("stopped", &self.shared.is_stopped())
            .finish_non_exhaustive()
    }
}
