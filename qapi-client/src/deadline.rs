//! How long to wait.

#[cfg(unix)]
use std::io;
#[cfg(unix)]
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

#[cfg(unix)]
use rustix::event::{PollFd, PollFlags, Timespec, poll};
#[cfg(unix)]
use rustix::io::Errno;

/// How long a server that takes no more input may go on talking.
pub(crate) const LAST_WORDS: Duration = Duration::from_secs(1);

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

    /// Waits until a descriptor is ready for something, or has failed or ended,
    /// which doing it tells.
    ///
    /// # Errors
    ///
    /// [`TimedOut`](io::ErrorKind::TimedOut), and what `poll` may say.
    #[cfg(unix)]
    pub(crate) fn wait_for(self, fd: impl AsFd, events: PollFlags) -> io::Result<()> {
        loop {
            let left = self.remaining();
            // What is too long to be told is for ever.
            let timeout = left.and_then(|left| Timespec::try_from(left).ok());
            match poll(&mut [PollFd::new(&fd, events)], timeout.as_ref()) {
                Ok(0) if left == Some(Duration::ZERO) => {
                    return Err(io::ErrorKind::TimedOut.into());
                }
                Ok(0) | Err(Errno::INTR) => {}
                Ok(_) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
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
