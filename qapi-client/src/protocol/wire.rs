//! What the state machines of all protocols have in common: bytes.

#[cfg(unix)]
use std::os::fd::BorrowedFd;

use super::end::{Ended, Reason};
use super::framing::{Framer, Limits, excerpt};
use super::outbox::Outbox;

/// What is received and what is to be sent.
#[expect(
    missing_debug_implementations,
    reason = "nobody can name it, and there may be secrets in it"
)]
pub struct Wire {
    pub(super) framer: Framer,
    pub(super) outbox: Outbox,
    pub(super) ended: Option<Ended>,
}

impl Wire {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            framer: Framer::new(limits),
            outbox: Outbox::default(),
            ended: None,
        }
    }
}

/// The state machine of one connection, as its driver sees it.
///
/// After an [`Ended`] nothing more comes: the state machine has lost its place
/// in the stream, and says the same again.
pub trait Protocol {
    /// Something for the driver.
    type Incoming;

    #[doc(hidden)]
    fn wire(&self) -> &Wire;
    #[doc(hidden)]
    fn wire_mut(&mut self) -> &mut Wire;
    #[doc(hidden)]
    fn on_end(&mut self, _: &Ended) {}

    /// Looks at what was received: the next thing for the driver, or none if
    /// more must be received first.
    ///
    /// # Errors
    ///
    /// The connection has ended.
    fn next_incoming(&mut self) -> Result<Option<Self::Incoming>, Ended>;

    /// Room to receive into, never empty.
    fn space(&mut self) -> &mut [u8] {
        self.wire_mut().framer.space()
    }

    /// That `count` bytes were received into [`space`](Self::space).
    fn filled(&mut self, count: usize) {
        self.wire_mut().framer.filled(count);
    }

    /// That the stream has ended.
    fn end_of_stream(&mut self) -> Ended {
        let reason = match self.wire().framer.rest() {
            [] => Reason::Closed,
            rest => Reason::Cut {
                excerpt: excerpt(rest, rest.len()),
            },
        };
        self.end(reason)
    }

    /// Ends the connection, unless it has already ended; gives the reason that
    /// came first.
    fn end(&mut self, reason: Reason) -> Ended {
        if let Some(ended) = self.ended() {
            return ended.clone();
        }
        let ended = Ended::from(reason);
        self.wire_mut().ended = Some(ended.clone());
        self.on_end(&ended);
        ended
    }

    /// Why the connection ended, if it did.
    fn ended(&self) -> Option<&Ended> {
        self.wire().ended.as_ref()
    }

    /// What is still to be sent: nothing after the end, for whoever waits is then
    /// told what was sent and what was not.
    fn to_send(&self) -> &[u8] {
        match self.ended() {
            None => self.wire().outbox.unsent(),
            Some(_) => &[],
        }
    }

    /// The open file that must go along with the first byte of
    /// [`to_send`](Self::to_send), if one must.
    #[cfg(unix)]
    fn fd_to_send(&self) -> Option<BorrowedFd<'_>> {
        match self.ended() {
            None => self.wire().outbox.fd(),
            Some(_) => None,
        }
    }

    /// That the first `count` bytes of [`to_send`](Self::to_send) were sent, with
    /// the open file if there was one.
    fn sent(&mut self, count: usize) {
        self.wire_mut().outbox.sent(count);
    }
}
