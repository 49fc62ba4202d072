//! What can go wrong with a connection or a command.

use std::fmt;
use std::io;
use std::time::Duration;

use qapi_schema::quote::printable;
use qapi_schema::validate::Violations;
use qapi_schema::{Coordinate, CoordinateError, LoadError};

use crate::address::{Address, AddressError};
use crate::answer::QmpError;
use crate::protocol::{Ended, Malformed, Reason};

/// What went wrong.
///
/// [`is_usable`](Self::is_usable) tells whether the connection is still good.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address cannot be read.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// Nobody answers at the address.
    #[error("cannot connect to `{address}`")]
    Connect {
        /// Where to.
        address: Address,
        /// Why not.
        source: io::Error,
    },
    /// There was no greeting in time.
    #[error(
        "no greeting within {} (a QEMU serves one client at a time on a socket, \
         and a guest agent does not greet)",
        Seconds(*.0)
    )]
    NoGreeting(Duration),
    /// A guest agent did not answer to synchronise in time. The next call tries
    /// again.
    #[error(
        "no guest agent answers within {} (is it running in the guest? \
         it serves one client at a time, and answers none while it is busy)",
        Seconds(*.0)
    )]
    NoSync(Duration),
    /// The arguments cannot be encoded. Nothing was sent.
    #[error("the arguments of `{command}` cannot be encoded")]
    Encode {
        /// The command.
        command: String,
        /// Why not.
        source: serde_json::Error,
    },
    /// The command does not fit the schema. Nothing was sent.
    #[error("`{command}` was not sent{}", Reasons(violations))]
    Invalid {
        /// The command.
        command: String,
        /// All that is wrong with it.
        violations: Violations,
    },
    /// The server answered with an error.
    #[error("`{command}` failed: {error}")]
    Refused {
        /// The command.
        command: String,
        /// The server's words.
        error: QmpError,
    },
    /// What a guest agent sent instead of a reply is no message. The next call
    /// synchronises first.
    #[error("the guest agent answered `{command}` with what is no reply")]
    Garbage {
        /// The command.
        command: String,
        /// What is wrong with it.
        source: Malformed,
    },
    /// The reply is not of the type that was asked for.
    #[error("cannot decode the reply to `{command}` at `{at}`")]
    Decode {
        /// The command.
        command: String,
        /// The place in the reply.
        at: Coordinate,
        /// What is wrong there.
        source: serde_json::Error,
    },
    /// The data of an event are not of the type that was asked for.
    #[error("cannot decode the event `{event}` at `{at}`")]
    DecodeEvent {
        /// The event.
        event: String,
        /// The place in its data.
        at: Coordinate,
        /// What is wrong there.
        source: serde_json::Error,
    },
    /// There was no reply in time. The server may still carry the command out;
    /// its reply will be dropped.
    #[error("no reply to `{command}` within {}", Seconds(*.after))]
    TimedOut {
        /// The command.
        command: String,
        /// How long was waited.
        after: Duration,
    },
    /// There was no such event in time.
    #[error("no event within {}", Seconds(*.after))]
    NoEvent {
        /// How long was waited.
        after: Duration,
    },
    /// The server's own schema, by which commands are to be validated, cannot
    /// be used.
    #[error("the schema of the server cannot be used")]
    Schema(#[from] LoadError),
    /// There was no such event, and there will be none: what was waited for has
    /// gone wrong.
    #[error("{what} was not successful: {}", printable(.reason))]
    Unsuccessful {
        /// What it was, such as ``job `backup0` ``.
        what: String,
        /// The server's words.
        reason: String,
    },
    /// An open file was to go along with a command, on a connection that cannot
    /// carry any: only unix sockets can. Nothing was sent.
    #[error(
        "`{command}` was not sent: this connection carries no open files, only a unix socket does"
    )]
    NoFds {
        /// The command.
        command: String,
    },
    /// An open file cannot be duplicated. Nothing was sent.
    #[error("an open file cannot be duplicated")]
    Fd(#[source] io::Error),
    /// A command was to be run out of band, and the server has not agreed on
    /// that. Nothing was sent.
    #[error(
        "`{command}` was not sent: the server does not offer out-of-band execution on this connection"
    )]
    NoOob {
        /// The command.
        command: String,
    },
    /// What was asked for is not the coordinate of a place in a schema.
    #[error("`{coordinate}` names no place in a schema")]
    Coordinate {
        /// What was asked for.
        coordinate: String,
        /// What is wrong with it.
        source: CoordinateError,
    },
    /// There is no schema to look into: the connection does not validate.
    #[error("this connection knows no schema: validation is off")]
    NoSchema,
    /// The connection cannot be made again: it was not made by an address, or by
    /// one of a connection that was there before (`fd:N`).
    #[error("the connection cannot be made again: no address leads there")]
    NoAddress,
    /// The connection ended before the command was answered, and a part of it
    /// at least had been sent: the server may carry it out, or have done so.
    #[error(
        "the connection ended before `{command}` was answered, so it may or may not have been carried out"
    )]
    Unanswered {
        /// The command.
        command: String,
        /// Why it ended.
        source: Ended,
    },
    /// The connection has ended, now or earlier. Nothing was sent.
    #[error("the connection has ended")]
    Ended(#[from] Ended),
}

impl Error {
    /// Whether the connection is as good as before: the error concerns one
    /// command, reply or event only.
    pub fn is_usable(&self) -> bool {
        matches!(
            self,
            Self::Encode { .. }
                | Self::Invalid { .. }
                | Self::Refused { .. }
                | Self::NoSync(_)
                | Self::Garbage { .. }
                | Self::Decode { .. }
                | Self::DecodeEvent { .. }
                | Self::TimedOut { .. }
                | Self::NoEvent { .. }
                | Self::Unsuccessful { .. }
                | Self::NoFds { .. }
                | Self::Fd(_)
                | Self::NoOob { .. }
                | Self::Coordinate { .. }
                | Self::NoSchema
        )
    }

    /// Why the connection ended, if that is what went wrong.
    pub fn ended(&self) -> Option<&Ended> {
        match self {
            Self::Ended(ended) | Self::Unanswered { source: ended, .. } => Some(ended),
            _ => None,
        }
    }

    /// That the arguments of a command cannot be encoded.
    pub(crate) fn encode(command: &str) -> impl FnOnce(serde_json::Error) -> Self {
        |source| Self::Encode {
            command: command.to_owned(),
            source,
        }
    }

    /// Whether connecting may succeed later: nobody listens yet, or the server
    /// is still with another client, or has just gone.
    pub(crate) fn may_pass(&self) -> bool {
        use io::ErrorKind::{
            ConnectionAborted, ConnectionRefused, ConnectionReset, NotFound, TimedOut, WouldBlock,
        };

        match self {
            Self::Connect { source, .. } => matches!(
                source.kind(),
                NotFound
                    | ConnectionRefused
                    | ConnectionReset
                    | ConnectionAborted
                    | TimedOut
                    | WouldBlock
            ),
            Self::NoGreeting(_) => true,
            other => other.ended().is_some_and(|ended| {
                let reason = ended.reason();
                matches!(reason, Reason::Closed | Reason::Reset | Reason::Cut { .. })
            }),
        }
    }
}

/// A time as people say it: `10 s`, `250 ms`.
struct Seconds(Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            span if span.subsec_nanos() == 0 => write!(f, "{} s", span.as_secs()),
            span if span < Duration::from_secs(1) => write!(f, "{} ms", span.as_millis()),
            span => write!(f, "{:.3} s", span.as_secs_f64()),
        }
    }
}

/// Violations as the end of a sentence.
struct Reasons<'v>(&'v Violations);

impl fmt::Display for Reasons<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.len() == 1 {
            return write!(f, ": {}", self.0);
        }
        write!(f, ", for {} reasons:", self.0.len())?;
        let list = self.0.to_string();
        list.lines().try_for_each(|line| write!(f, "\n  {line}"))
    }
}
