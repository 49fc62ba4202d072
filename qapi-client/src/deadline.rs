//! How long to wait.

use std::time::{Duration, Instant};

/// When waiting ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deadline {
    /// Before it has begun.
    Now,
    /// At some moment, which is as long away from the start as told.
    At(Instant, Duration),
    Never,
}

impl Deadline {
    /// The given time from now on; none is for ever.
    pub(crate) fn after(span: Option<Duration>) -> Self {
        Self::after_moment(Instant::now(), span)
    }

    /// The given time from a moment on; none is for ever.
    pub(crate) fn after_moment(now: Instant, span: Option<Duration>) -> Self {
        match span {
            Some(span) => now
                .checked_add(span)
                .map_or(Self::Never, |at| Self::At(at, span)),
            None => Self::Never,
        }
    }

    /// What is left of it; none is for ever.
    pub(crate) fn remaining(self) -> Option<Duration> {
        match self {
            Self::Now => Some(Duration::ZERO),
            Self::At(at, _) => Some(at.saturating_duration_since(Instant::now())),
            Self::Never => None,
        }
    }

    /// How long it was in all.
    pub(crate) fn span(self) -> Duration {
        match self {
            Self::Now => Duration::ZERO,
            Self::At(_, span) => span,
            Self::Never => Duration::MAX,
        }
    }
}
