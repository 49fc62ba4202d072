//! The asynchronous client, on [tokio](https://docs.rs/tokio) (feature `tokio`).
//!
//! ```
//! use qapi_client::tokio::Client;
//! use qapi_client::{EventFilter, wait};
//! use qapi_types::qmp::commands::{QueryBlock, QueryStatus, Quit};
//! use qapi_types::qmp::events::Shutdown;
//!
//! # use qapi_client::sim::Simulator;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let dump = include_bytes!("../../../schemas/qemu-10.0-x86_64.json");
//! # let schema = qapi_schema::Schema::from_slice(dump)?;
//! # let stream = Simulator::new(std::sync::Arc::new(schema)).stream();
//! let qemu = Client::over(stream).await?; // or Client::connect("unix:/run/vm.qmp").await?
//!
//! // A client is a handle: its clones share the connection, and any number of
//! // commands may be under way.
//! let other = qemu.clone();
//! let (status, block) = (QueryStatus::new(), QueryBlock::new());
//! let (status, disks) = tokio::join!(qemu.execute(&status), other.execute(&block));
//! println!("{:?}, {} disks", status?.status, disks?.len());
//!
//! // Events are for whoever subscribes, and wait in a queue of their own.
//! let mut shutdowns = qemu.subscribe_to::<Shutdown>();
//! qemu.execute_and_wait(&Quit::new(), wait::shutdown()).await?;
//! assert!(!shutdowns.next().await?.guest);
//! # Ok(()) }
//! ```
//!
//! # What it promises
//!
//! All that the [blocking client](crate) does, and:
//!
//! - **Many commands at once**, matched by id. As many are sent as the server
//!   reads ahead ([`Limits::in_flight`](crate::Limits)), the others wait their
//!   turn here. A server that offers it is asked for out-of-band execution, and
//!   [`execute_oob`](Client::execute_oob) overtakes what is under way.
//! - **Dropping a call cancels it.** If nothing of the command was sent yet,
//!   nothing will be; otherwise its reply is dropped when it comes. The
//!   connection is as good as before.
//! - **Events hold up nothing.** They are read in the background, by a task of
//!   the runtime that the connection was made in. Those that come before anybody
//!   subscribes are not kept.
//! - The connection ends when the last clone and the last subscription are
//!   dropped, or when it is [closed](Client::close): for the server too, and
//!   even where a duplicate of the socket is open.

mod call;
mod client;
mod connect;
mod driver;
#[cfg(unix)]
mod fds;
mod link;
#[cfg(unix)]
mod listen;
#[cfg(unix)]
mod socket;
mod stream;
mod subscription;
mod transport;

pub use client::Client;
#[cfg(unix)]
pub use listen::Listener;
pub use stream::Stream;
pub use subscription::Subscription;
