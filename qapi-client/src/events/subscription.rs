//! Somebody who wants events.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
#[cfg(feature = "tokio")]
use std::task::Poll;
use std::task::Waker;

use super::filter::EventFilter;
use super::queue::EventQueue;
use super::raw::{RawEvent, Timestamp};
use crate::Event;
use crate::error::Error;
use crate::protocol::Ended;

/// Events that one subscriber wants, from the moment of subscribing: as they
/// came, or of one type.
///
/// They wait in a bounded queue. When it is full the oldest are lost, and
/// [counted](Self::dropped): events never hold up commands, and no other
/// subscriber is concerned. After the connection has ended, the events that
/// came before can still be taken.
///
/// From [`Client::subscribe`](crate::Client::subscribe) and
/// [`Client::subscribe_to`](crate::Client::subscribe_to); dropping it
/// unsubscribes.
pub struct Subscription<E = RawEvent> {
    queue: Arc<Queue>,
    event: PhantomData<fn() -> E>,
}

/// What a subscription gives: events as they came, or of one type.
pub trait FromEvent: Sized {
    /// From an event as it came.
    ///
    /// # Errors
    ///
    /// [`Error::DecodeEvent`].
    #[doc(hidden)]
    fn from_event(event: RawEvent) -> Result<Self, Error>;
}

impl FromEvent for RawEvent {
    fn from_event(event: RawEvent) -> Result<Self, Error> {
        Ok(event)
    }
}

impl<E: Event + Send> FromEvent for E {
    fn from_event(event: RawEvent) -> Result<Self, Error> {
        event.data()
    }
}

struct Queue {
    filter: EventFilter,
    state: Mutex<State>,
}

struct State {
    events: EventQueue,
    ended: Option<Ended>,
    waker: Option<Waker>,
}

impl Queue {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes an event in; gives how many were lost for it, and who waits.
    fn push(&self, event: RawEvent) -> (u64, Option<Waker>) {
        let mut state = self.state();
        let lost = state.events.push(event);
        (lost, state.waker.take())
    }
}

impl Subscription {
    pub(super) fn new(filter: EventFilter, capacity: usize, most_bytes: usize) -> Self {
        Self {
            queue: Arc::new(Queue {
                filter,
                state: Mutex::new(State {
                    events: EventQueue::new(capacity, most_bytes),
                    ended: None,
                    waker: None,
                }),
            }),
            event: PhantomData,
        }
    }

    /// The same events, as a type.
    pub(crate) fn typed<E>(self) -> Subscription<E> {
        Subscription {
            queue: self.queue,
            event: PhantomData,
        }
    }

    /// The oldest event that has arrived and that `wanted` says yes to, without
    /// waiting. The others stay.
    ///
    /// # Errors
    ///
    /// [`Error::Ended`] once the connection has ended and there is none.
    pub fn try_next_where(
        &mut self,
        wanted: impl FnMut(&RawEvent) -> bool,
    ) -> Result<Option<RawEvent>, Error> {
        let mut state = self.queue.state();
        match (state.events.take(wanted), &state.ended) {
            (Some(event), _) => Ok(Some(event)),
            (None, None) => Ok(None),
            (None, Some(ended)) => Err(ended.clone().into()),
        }
    }
}

impl<E: FromEvent> Subscription<E> {
    /// The oldest event that has arrived, without waiting; none if there is
    /// none.
    ///
    /// # Errors
    ///
    /// [`Error::Ended`] once the events that came before the end are taken, and
    /// [`Error::DecodeEvent`] for one that is not of the type: the next call goes
    /// on behind it.
    pub fn try_next(&mut self) -> Result<Option<E>, Error> {
        let mut state = self.queue.state();
        match (state.events.pop(), &state.ended) {
            (Some(event), _) => {
                drop(state);
                E::from_event(event).map(Some)
            }
            (None, None) => Ok(None),
            (None, Some(ended)) => Err(ended.clone().into()),
        }
    }

    /// As [`try_next`](Self::try_next); whoever waits is woken when it is worth
    /// another call.
    #[cfg(feature = "tokio")]
    pub(crate) fn poll_next(&mut self, cx: &std::task::Context<'_>) -> Poll<Result<E, Error>> {
        let mut state = self.queue.state();
        match (state.events.pop(), &state.ended) {
            (Some(event), _) => {
                drop(state);
                Poll::Ready(E::from_event(event))
            }
            (None, Some(ended)) => Poll::Ready(Err(ended.clone().into())),
            (None, None) => {
                let before = state.waker.replace(cx.waker().clone());
                // Whoever it belongs to may drop more with it.
                drop(state);
                drop(before);
                Poll::Pending
            }
        }
    }
}

impl<E> Subscription<E> {
    /// How many events this subscriber lost because it did not take them in
    /// time.
    pub fn dropped(&self) -> u64 {
        self.queue.state().events.dropped()
    }
}

impl<E> fmt::Debug for Subscription<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.queue.state();
        f.debug_struct("Subscription")
            .field("filter", &self.queue.filter)
            .field("waiting", &state.events.len())
            .field("dropped", &state.events.dropped())
            .field("ended", &state.ended)
            .finish_non_exhaustive()
    }
}

/// All subscribers of a connection.
#[derive(Default)]
pub(crate) struct Subscriptions {
    queues: Vec<Arc<Queue>>,
    dropped: u64,
    deferred: Option<Deferred>,
    /// For [`RawEvent::joined`].
    buffer: String,
}

/// What waits until nobody holds the session any more. Whoever is woken, and a
/// filter that goes, may use the client that the session belongs to, or drop its
/// last handle.
#[derive(Default)]
pub(crate) struct Deferred {
    wakers: Vec<Waker>,
    gone: Vec<Arc<Queue>>,
}

impl Deferred {
    /// Does it.
    #[cfg(feature = "tokio")]
    pub(crate) fn run(&mut self) {
        self.gone.clear();
        self.wakers.drain(..).for_each(Waker::wake);
    }
}

impl Subscriptions {
    /// From now on, leaves to [`Deferred`] what others do when they are told.
    #[cfg(feature = "tokio")]
    pub(crate) fn defer(&mut self) {
        self.deferred.get_or_insert_default();
    }

    /// What was left, in exchange for an empty one.
    #[cfg(feature = "tokio")]
    pub(crate) fn swap_deferred(&mut self, empty: &mut Deferred) {
        if let Some(deferred) = &mut self.deferred {
            std::mem::swap(deferred, empty);
        }
    }

    fn wake(&mut self, waker: Waker) {
        match &mut self.deferred {
            Some(deferred) => deferred.wakers.push(waker),
            None => waker.wake(),
        }
    }

    /// Lets go of those whose subscribers are gone.
    fn tidy(&mut self) {
        if !self.queues.iter().any(is_unwanted) {
            return;
        }
        let gone = self.queues.extract_if(.., |queue| is_unwanted(queue));
        match &mut self.deferred {
            Some(deferred) => deferred.gone.extend(gone),
            None => gone.for_each(drop),
        }
    }

    /// Adds a subscriber, for whom so many events and bytes are kept.
    pub(crate) fn add(
        &mut self,
        filter: EventFilter,
        capacity: usize,
        most_bytes: usize,
        ended: Option<&Ended>,
    ) -> Subscription {
        let subscription = Subscription::new(filter, capacity, most_bytes);
        subscription.queue.state().ended = ended.cloned();
        // Those of subscribers that are gone go here too, for there may be no
        // event to come.
        self.tidy();
        self.queues.push(Arc::clone(&subscription.queue));
        subscription
    }

    /// Whether anybody may want events.
    pub(crate) fn is_empty(&self) -> bool {
        self.queues.is_empty()
    }

    /// Gives an event to those who want it.
    pub(crate) fn push(
        &mut self,
        name: &str,
        data: Option<&str>,
        depth: usize,
        timestamp: Timestamp,
    ) {
        /// A buffer above this size is given back.
        const KEEP: usize = 64 << 10;
        self.tidy();
        let event = RawEvent::joined(&mut self.buffer, name, data, depth, timestamp);
        if self.buffer.len() > KEEP {
            self.buffer = String::new();
        }
        let mut wanting = self.queues.iter();
        let mut next = wanting.find(|queue| queue.filter.wants(&event));
        let mut event = Some(event);
        let mut wakers = Vec::new();
        while let Some(queue) = next {
            next = event
                .as_ref()
                .and_then(|event| wanting.find(|queue| queue.filter.wants(event)));
            // The last one has it without a clone.
            let taken = match next {
                Some(_) => event.clone(),
                None => event.take(),
            };
            let Some(taken) = taken else { break };
            let (lost, waker) = queue.push(taken);
            self.dropped += lost;
            wakers.extend(waker);
        }
        for waker in wakers {
            self.wake(waker);
        }
    }

    /// Tells all that no more will come.
    pub(crate) fn end(&mut self, ended: &Ended) {
        for queue in std::mem::take(&mut self.queues) {
            let mut state = queue.state();
            state.ended = Some(ended.clone());
            let waker = state.waker.take();
            drop(state);
            waker.into_iter().for_each(|waker| self.wake(waker));
            if let Some(deferred) = &mut self.deferred {
                deferred.gone.push(queue);
            }
        }
    }

    /// How many events were lost, of all subscribers together.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }
}

/// Whether the subscriber is gone: nobody else has the queue.
fn is_unwanted(queue: &Arc<Queue>) -> bool {
    Arc::strong_count(queue) == 1
}

impl fmt::Debug for Subscriptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscriptions")
            .field("subscribers", &self.queues.len())
            .field("dropped", &self.dropped)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subscribers_that_are_gone_take_no_memory() {
        let mut all = Subscriptions::default();
        let kept = all.add(EventFilter::any(), 1, 1000, None);
        for _ in 0..100 {
            drop(all.add(EventFilter::any(), 1, 1000, None));
        }
        assert!(all.queues.len() <= 2);
        drop(kept);
        all.push("A", None, 0, Timestamp::default());
        assert!(all.is_empty());
    }
}
