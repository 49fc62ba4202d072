//! A QMP client that validates every command before it is sent.

mod address;
mod answer;
mod builder;
mod call;
mod client;
mod connect;
mod deadline;
mod decode;
mod error;
mod event;
mod link;
pub mod protocol;
#[cfg(feature = "sim")]
pub mod sim;
mod transport;
mod validation;

pub use address::{Address, AddressError};
pub use answer::{ErrorClass, Greeting, QmpError, Version};
pub use builder::Builder;
pub use call::Call;
pub use client::Client;
pub use error::Error;
pub use event::{RawEvent, Timestamp};
pub use protocol::{Counters, Ended, Limits, Reason};
pub use transport::{Halves, Transport, Untimed};
pub use validation::Validation;

pub use qapi_types::{Command, Event};
