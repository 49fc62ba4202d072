//! A QMP client that checks every command before it is sent.
//!
//! [`Client`] talks to a QEMU or a storage daemon over a unix socket, TCP, or
//! any stream, and [`Agent`] to the agent in a guest; [`sim`] (feature `sim`) is
//! a server to talk to where there is none.
//!
//! ```
//! use qapi_client::{Client, Error};
//! use qapi_types::qmp::commands::{JobPause, Quit};
//! use qapi_types::qmp::events::Shutdown;
//! # use qapi_client::sim::Simulator;
//! # let dump = include_bytes!("../../schemas/qemu-10.0-x86_64.json");
//! # let schema = qapi_schema::Schema::from_slice(dump)?;
//! # let stream = Simulator::new(std::sync::Arc::new(schema)).stream();
//!
//! let mut qemu = Client::over(stream)?; // or Client::connect("unix:/run/vm.qmp")?
//! println!("QEMU {}", qemu.greeting().version);
//!
//! // Commands of any bindings made by `qapi-codegen` are values; so are replies.
//! qemu.execute(&JobPause::new("job0"))?;
//!
//! // By name, with whatever serializes. What the connected server would not
//! // take is not sent, and the error says why, and where.
//! let mistake = serde_json::json!({"job": "job0"});
//! match qemu.execute_raw::<serde_json::Value>("job-pause", &mistake) {
//!     Err(Error::Invalid { violations, .. }) => assert_eq!(
//!         violations.first().to_string(),
//!         "`job` is not a member here"
//!     ),
//!     other => panic!("{other:?}"),
//! }
//!
//! // Events wait until they are asked for.
//! qemu.execute(&Quit::new())?;
//! let shutdown: Shutdown = qemu.next_event_of()?;
//! assert!(!shutdown.guest);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it promises
//!
//! - A reply is matched to its command by id, never by order. Replies to
//!   commands of others, or that come too late, are dropped and
//!   [counted](Client::counters).
//! - Connecting, every command and waiting for events have deadlines. A
//!   command that was not answered in time leaves the connection good.
//! - When the server closes the connection, sends what is not QMP, or could
//!   not read what it was sent, the connection has [ended](Ended): that call
//!   and every later one fail at once, with the reason.
//! - What a server may make the client hold is [bounded](Limits): the size of
//!   a message, its nesting, and the events that nobody has taken.
//! - Nothing that a later QEMU may add is an error: events, error classes and
//!   members that are not known here are kept or passed over.
//!
//! # Layers
//!
//! [`protocol`] is the state machine without I/O; [`Transport`] is what a
//! stream must be able to do; [`Client`] and [`Agent`] put the two together and
//! block.

mod address;
mod answer;
mod backoff;
mod blocking;
mod builder;
mod cache;
mod call;
mod connect;
mod deadline;
mod decode;
mod error;
mod events;
#[cfg(unix)]
mod listen;
pub mod protocol;
mod shell;
#[cfg(feature = "sim")]
pub mod sim;
#[cfg(feature = "tokio")]
pub mod tokio;
mod trace;
mod transport;
mod validation;
#[cfg(unix)]
mod vsock;
pub mod wait;

pub use address::{Address, AddressError};
pub use answer::{ErrorClass, Greeting, QmpError, Version};
pub use blocking::{Agent, AgentCommand, AgentInfo, Client};
pub use builder::Builder;
pub use call::Call;
pub use error::Error;
pub use events::{EventFilter, FromEvent, RawEvent, Subscription, Timestamp};
#[cfg(unix)]
pub use listen::Listener;
pub use protocol::{AgentCounters, Counters, Ended, Limits, OwedReply, Reason};
#[cfg(unix)]
pub use transport::FdStream;
pub use transport::{Halves, PeerProcess, Stream, Transport, Untimed};
pub use validation::{Policy, Validation};

pub use qapi_types::{Command, Event};
