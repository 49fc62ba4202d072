//! Events, and who wants which.

mod filter;
mod message;
mod queue;
mod raw;
mod subscription;

pub use filter::EventFilter;
pub use raw::{RawEvent, Timestamp};
pub use subscription::{FromEvent, Subscription};

#[cfg(feature = "tokio")]
pub(crate) use subscription::Deferred;
pub(crate) use subscription::Subscriptions;
