//! The blocking shell around the protocol: reads, writes and waits.

use std::io::{self, ErrorKind};
use std::time::Duration;

use crate::deadline::{Deadline, LAST_WORDS};
use crate::protocol::{Ended, Protocol, Reason};
use crate::transport::{PeerProcess, Transport};

/// A session and the stream that it runs over.
pub(crate) struct Link<P: Protocol> {
    pub(crate) session: P,
    transport: Box<dyn Transport + Send>,
    /// What the transport's timeout was last set to; none if never.
    armed: Option<Option<Duration>>,
}

/// Why sending or receiving stopped.
#[derive(Debug)]
pub(crate) enum Stop {
    TimedOut,
    Ended(Ended),
}

impl From<Ended> for Stop {
    fn from(ended: Ended) -> Self {
        Self::Ended(ended)
    }
}

impl<P: Protocol> Link<P> {
    pub(crate) fn new(session: P, transport: Box<dyn Transport + Send>) -> Self {
        Self {
            session,
            transport,
            armed: None,
        }
    }

    /// Sends all that is to be sent.
    pub(crate) fn send(&mut self, deadline: Deadline) -> Result<(), Stop> {
        if let Some(ended) = self.session.ended() {
            return Err(ended.clone().into());
        }
        while !self.session.to_send().is_empty() {
            self.arm(deadline)?;
            match self.write() {
                Ok(0) => {
                    let nothing = io::Error::from(ErrorKind::WriteZero);
                    return Err(self.session.end(Reason::Write(nothing)).into());
                }
                Ok(count) => self.session.sent(count),
                Err(error) if timed_out(&error) => return Err(Stop::TimedOut),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(self.give_up(error, deadline)),
            }
        }
        match self.transport.flush() {
            Ok(()) => Ok(()),
            Err(error) if timed_out(&error) => Err(Stop::TimedOut),
            Err(error) => Err(self.give_up(error, deadline)),
        }
    }

    fn write(&mut self) -> io::Result<usize> {
        let bytes = self.session.to_send();
        #[cfg(unix)]
        if let Some(fd) = self.session.fd_to_send() {
            return self.transport.write_with_fd(bytes, fd);
        }
        self.transport.write(bytes)
    }

    /// Whether open files can be sent along.
    pub(crate) fn carries_fds(&self) -> bool {
        self.transport.carries_fds()
    }

    /// The process at the other end, where the system tells.
    pub(crate) fn peer_process(&self) -> Option<PeerProcess> {
        self.transport.peer_process()
    }

    /// Ends the connection on this side.
    pub(crate) fn close(&mut self) {
        self.session.end(Reason::ClosedHere);
        // If it cannot be told so, the server sees the end when the stream is dropped.
        let _ = self.transport.shut_down();
    }

    /// A server that has gone away may have said more before it went: takes
    /// what is still there, for its events and for the true reason. One that
    /// only stopped reading may go on talking, so that has an end, too.
    fn give_up(&mut self, error: io::Error, deadline: Deadline) -> Stop {
        let deadline = match deadline.remaining() {
            Some(left) if left < LAST_WORDS => deadline,
            _ => Deadline::after(Some(LAST_WORDS)),
        };
        if matches!(
            error.kind(),
            ErrorKind::BrokenPipe | ErrorKind::ConnectionReset
        ) {
            loop {
                match self.receive(deadline) {
                    Ok(_) => {}
                    Err(Stop::Ended(ended)) => return ended.into(),
                    Err(Stop::TimedOut) => break,
                }
            }
        }
        self.session.end(Reason::Write(error)).into()
    }

    /// The next thing that comes.
    pub(crate) fn receive(&mut self, deadline: Deadline) -> Result<P::Incoming, Stop> {
        loop {
            if let Some(incoming) = self.session.next_incoming()? {
                return Ok(incoming);
            }
            self.read(deadline)?;
        }
    }

    /// Reads once.
    pub(crate) fn read(&mut self, deadline: Deadline) -> Result<(), Stop> {
        self.arm(deadline)?;
        match self.transport.read(self.session.space()) {
            Ok(0) => return Err(self.session.end_of_stream().into()),
            Ok(count) => self.session.filled(count),
            Err(error) if timed_out(&error) => return Err(Stop::TimedOut),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {
                return Err(self.session.end(Reason::Reset).into());
            }
            Err(error) => return Err(self.session.end(Reason::Read(error)).into()),
        }
        Ok(())
    }

    /// Makes the transport wait no longer than the deadline allows.
    ///
    /// Setting it costs system calls, so what was set for an earlier command is
    /// kept as long as it is not much too long.
    fn arm(&mut self, deadline: Deadline) -> Result<(), Stop> {
        const SLACK: Duration = Duration::from_millis(1);
        let wanted = deadline.remaining();
        if wanted == Some(Duration::ZERO) && !matches!(deadline, Deadline::Now) {
            return Err(Stop::TimedOut);
        }
        let good = match (self.armed, wanted) {
            (Some(Some(set)), Some(wanted)) if !set.is_zero() && !wanted.is_zero() => {
                set >= wanted && set - wanted <= SLACK + wanted / 8
            }
            (set, wanted) => set == Some(wanted),
        };
        if !good {
            if let Err(error) = self.transport.set_timeout(wanted) {
                if error.kind() == ErrorKind::Unsupported && wanted == Some(Duration::ZERO) {
                    return Err(Stop::TimedOut);
                }
                return Err(self.session.end(Reason::Read(error)).into());
            }
            self.armed = Some(wanted);
        }
        Ok(())
    }
}

impl<P: Protocol> Drop for Link<P> {
    /// The server sees the end even where a duplicate of the stream is open.
    fn drop(&mut self) {
        let _ = self.transport.shut_down();
    }
}

/// Whether a stream has waited as long as it may.
fn timed_out(error: &io::Error) -> bool {
    // TCP says of a peer that is out of reach that it has timed out.
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::TIMEDOUT.raw_os_error()) {
        return false;
    }
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
