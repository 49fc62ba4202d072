//! Trying again.

use std::time::Duration;

use crate::deadline::Deadline;

/// The pauses between tries: each twice as long as the one before, up to half a
/// second, until a deadline.
#[derive(Debug)]
pub(crate) struct Pauses {
    next: Duration,
    until: Deadline,
}

impl Pauses {
    pub(crate) fn new(until: Deadline) -> Self {
        Self {
            next: Duration::from_millis(5),
            until,
        }
    }
}

impl Iterator for Pauses {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        const LONGEST: Duration = Duration::from_millis(500);
        let pause = match self.until.remaining() {
            Some(Duration::ZERO) => return None,
            Some(left) => self.next.min(left),
            None => self.next,
        };
        self.next = (self.next * 2).min(LONGEST);
        Some(pause)
    }
}
