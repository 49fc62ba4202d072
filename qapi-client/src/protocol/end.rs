//! Why a connection ended.

use std::io;
use std::sync::Arc;

use super::message::Malformed;
use crate::answer::QmpError;

/// Why a connection ended. Every call that comes later is given the same.
#[derive(Clone, Debug, thiserror::Error)]
#[error(transparent)]
pub struct Ended(Arc<Reason>);

impl Ended {
    /// The reason.
    pub fn reason(&self) -> &Reason {
        &self.0
    }
}

impl From<Reason> for Ended {
    fn from(reason: Reason) -> Self {
        Self(Arc::new(reason))
    }
}

/// What ended a connection.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The stream ended between two messages.
    #[error("the server closed the connection")]
    Closed,
    /// The stream ended in the middle of a message.
    #[error("the connection was cut in the middle of a message: {excerpt}")]
    Cut {
        /// The end of what came.
        excerpt: String,
    },
    /// The server closed the connection without reading all that it was sent,
    /// or something between reset it.
    #[error("the connection was reset by the server")]
    Reset,
    /// The connection was closed on this side.
    #[error("the connection was closed on this side")]
    ClosedHere,
    /// A filter of events panicked, or the stream did, where the connection is
    /// driven in the background.
    #[error("an event filter or the stream panicked, on this side")]
    Panicked,
    /// What came is not QMP.
    #[error("the server sent a malformed message")]
    Malformed(#[from] Malformed),
    /// The server could not read what it was sent, so it cannot be known which
    /// commands it took.
    #[error("the server answered with an error to no command: {0}")]
    ErrorWithoutId(QmpError),
    /// Reading failed.
    #[error("reading from the connection failed")]
    Read(#[source] io::Error),
    /// Writing failed.
    #[error("writing to the connection failed")]
    Write(#[source] io::Error),
}
