//! The protocol without I/O: bytes in, messages out, bytes to send out.
//!
//! [`Session`] is the state machine that the [`Client`](crate::Client) stands
//! on, [`AgentSession`] that of an [`Agent`](crate::Agent). They know nothing of
//! sockets, time or threads: whoever drives a [`Protocol`] reads into
//! [`space`](Protocol::space), says how much it was with
//! [`filled`](Protocol::filled), takes what came with
//! [`next_incoming`](Protocol::next_incoming), and writes
//! [`to_send`](Protocol::to_send) out.
//!
//! The server's role is [`ServerSession`] (feature `sim`), on which the
//! [simulator](crate::sim) stands.
//!
//! Below the clients' are [`Framer`] (where does a message end?) and [`Message`] (what
//! kind of message is it?).

mod agent;
mod end;
mod framing;
mod id;
mod members;
mod message;
mod outbox;
mod reply;
mod request;
#[cfg(feature = "sim")]
pub(crate) mod server;
mod session;
mod structure;
mod sync;
mod window;
mod wire;

pub use agent::{AgentCounters, AgentIncoming, AgentSession};
pub use end::{Ended, Reason};
pub use framing::{Frame, Framer, FramingError, Limits, Misplaced};
pub use message::{Malformed, Message};
pub use reply::{OwedReply, Reply};
pub use request::Request;
#[cfg(feature = "sim")]
pub use server::{ServerCommand, ServerSession, Unanswered};
pub use session::{Counters, Incoming, Session};
pub use wire::Protocol;

pub(crate) use message::offset;
