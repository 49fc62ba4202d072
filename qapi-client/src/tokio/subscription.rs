//! Events, awaited.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use super::client::Inner;
use super::link::{deadline, until};
use crate::error::Error;
use crate::events::{FromEvent, RawEvent};

/// Events that one subscriber wants, from the moment of subscribing: as they
/// came, or of one type.
///
/// They wait in a bounded queue. When it is full the oldest are lost, and
/// [counted](Self::dropped): events never hold up commands, and no other
/// subscriber is concerned. After the connection has ended, the events that
/// came before can still be taken.
///
/// From [`Client::subscribe`](super::Client::subscribe) and
/// [`Client::subscribe_to`](super::Client::subscribe_to). It keeps the
/// connection open; dropping it unsubscribes.
pub struct Subscription<E = RawEvent> {
    events: crate::Subscription<E>,
    /// Keeps the connection open.
    _connection: Arc<Inner>,
}

impl<E: FromEvent> Subscription<E> {
    pub(super) fn new(events: crate::Subscription<E>, connection: Arc<Inner>) -> Self {
        Self {
            events,
            _connection: connection,
        }
    }

    /// The next event, as soon as there is one. Dropping the future loses none.
    ///
    /// # Errors
    ///
    /// [`Error::Ended`] once the events that came before the end are taken, and
    /// [`Error::DecodeEvent`] for one that is not of the type: the next call goes
    /// on behind it.
    pub async fn next(&mut self) -> Result<E, Error> {
        poll_fn(|cx| self.events.poll_next(cx)).await
    }

    /// The next event, waited for no longer than this.
    ///
    /// # Errors
    ///
    /// As for [`next`](Self::next), and [`Error::NoEvent`].
    pub async fn next_within(&mut self, span: Duration) -> Result<E, Error> {
        let deadline = deadline(Some(span));
        until(deadline, self.next())
            .await
            .unwrap_or(Err(Error::NoEvent { after: span }))
    }

    /// The oldest event that has arrived, without waiting; none if there is
    /// none.
    ///
    /// # Errors
    ///
    /// As for [`next`](Self::next).
    pub fn try_next(&mut self) -> Result<Option<E>, Error> {
        self.events.try_next()
    }

    /// How many events this subscriber lost because it did not take them in
    /// time.
    pub fn dropped(&self) -> u64 {
        self.events.dropped()
    }
}

impl<E> fmt::Debug for Subscription<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.events.fmt(f)
    }
}
