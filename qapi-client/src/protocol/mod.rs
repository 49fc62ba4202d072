//! The protocol without I/O: bytes in, messages out, bytes to send out.
//!
//! [`Session`] is the state machine that the [`Client`](crate::Client) stands
//! on. It knows nothing of sockets, time or threads: whoever drives it reads
//! into [`Session::space`], says how much it was with [`Session::filled`],
//! takes what came with [`Session::next_incoming`], and writes
//! [`Session::to_send`] out.
//!
//! Below it are [`Framer`] (where does a message end?) and [`Message`] (what
//! kind of message is it?).

mod end;
mod events;
mod framing;
mod id;
mod message;
mod request;
mod session;
mod structure;

pub use end::{Ended, Reason};
pub use framing::{Frame, Framer, FramingError, Limits, Misplaced};
pub use message::{Malformed, Message};
pub use request::Request;
pub use session::{Counters, Incoming, Session};

pub(crate) use message::offset;
