//! Replies that are kept.

use std::fmt;
use std::ops::Range;

use crate::answer::QmpError;

/// The bytes of a reply, taken out of what was received.
#[derive(Clone)]
pub struct Reply {
    buffer: Vec<u8>,
    range: Range<usize>,
    depth: usize,
}

impl Reply {
    pub(super) fn new(buffer: Vec<u8>, range: Range<usize>, depth: usize) -> Self {
        Self {
            buffer,
            range,
            depth,
        }
    }

    /// The JSON of what was returned.
    pub fn bytes(&self) -> &[u8] {
        self.buffer.get(self.range.clone()).unwrap_or_default()
    }

    /// How deeply its arrays and objects nest; 0 for a scalar.
    pub fn depth(&self) -> usize {
        self.depth
    }
}

impl fmt::Debug for Reply {
    /// Without the bytes: there may be secrets in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("length", &self.range.len())
            .field("depth", &self.depth)
            .finish_non_exhaustive()
    }
}

/// A reply to a command of an earlier connection, whose caller could only be
/// told that it was not answered.
#[derive(Clone, Debug)]
pub struct OwedReply {
    command: Box<str>,
    outcome: Result<Reply, QmpError>,
}

impl OwedReply {
    pub(super) fn new(command: Box<str>, outcome: Result<Reply, QmpError>) -> Self {
        Self { command, outcome }
    }

    /// The name of the command.
    pub fn command(&self) -> &str {
        &self.command
    }

    /// The JSON of what it returned.
    ///
    /// # Errors
    ///
    /// The error that it ended with.
    pub fn returned(&self) -> Result<&[u8], &QmpError> {
        self.outcome.as_ref().map(Reply::bytes)
    }
}
