//! Any event.

use std::marker::PhantomData;

use super::{Progress, Wait};
use crate::Event;
use crate::error::Error;
use crate::events::{EventFilter, RawEvent};

/// An event of one type; from [`event`].
pub struct EventOf<E> {
    filter: EventFilter,
    #[expect(clippy::type_complexity, reason = "it is a predicate")]
    wanted: Option<Box<dyn FnMut(&E) -> bool + Send>>,
    event: PhantomData<fn() -> E>,
}

/// Waits for an event of one type. It ends with the event.
///
/// ```no_run
/// # fn example(mut qemu: qapi_client::Client) -> Result<(), qapi_client::Error> {
/// use qapi_client::wait;
/// use qapi_types::qmp::commands::BlockdevOpenTray;
/// use qapi_types::qmp::events::DeviceTrayMoved;
///
/// let open = BlockdevOpenTray::new().id("cd0");
/// let moved = wait::event::<DeviceTrayMoved>().matching(|moved| moved.tray_open);
/// qemu.execute_and_wait(&open, moved)?;
/// # Ok(()) }
/// ```
pub fn event<E: Event>() -> EventOf<E> {
    EventOf {
        filter: EventFilter::of::<E>(),
        wanted: None,
        event: PhantomData,
    }
}

impl<E> EventOf<E> {
    /// Only an event whose data has a member of this value; see
    /// [`EventFilter::member`].
    #[must_use]
    pub fn member(mut self, path: &str, value: impl Into<serde_json::Value>) -> Self {
        self.filter = self.filter.member(path, value);
        self
    }

    /// Only an event that `wanted` says yes to.
    #[must_use]
    pub fn matching(mut self, wanted: impl FnMut(&E) -> bool + Send + 'static) -> Self {
        self.wanted = Some(Box::new(wanted));
        self
    }
}

impl<E: Event + Send> Wait for EventOf<E> {
    type Outcome = E;

    fn filter(&self) -> EventFilter {
        self.filter.clone()
    }

    fn on_event(&mut self, event: &RawEvent) -> Result<Progress<E>, Error> {
        let event: E = event.data()?;
        let wanted = self.wanted.as_mut().is_none_or(|wanted| wanted(&event));
        Ok(match wanted {
            true => Progress::Done(event),
            false => Progress::Waiting,
        })
    }
}

impl<E> std::fmt::Debug for EventOf<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EventOf")
            .field("filter", &self.filter)
            .finish_non_exhaustive()
    }
}
