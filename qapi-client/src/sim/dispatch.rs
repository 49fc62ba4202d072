//! Who may go on: as QEMU's dispatcher, the simulator carries out one in-band
//! command at a time, whichever connection it is from.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, Weak};

use super::monitor::Monitor;
use super::shared::{Shared, lock};

/// What the connections have in common.
#[derive(Default)]
pub(super) struct Dispatcher {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    busy: bool,
    /// Those that wanted to go on when somebody else had the turn.
    waiting: Vec<Weak<Monitor>>,
}

/// The turn to carry out in-band commands. When it is dropped, others go on.
pub(super) struct Turn {
    shared: Arc<Shared>,
}

impl Turn {
    /// Takes the turn, or waits in line for it.
    pub(super) fn take(monitor: &Arc<Monitor>) -> Option<Self> {
        let shared = &monitor.shared;
        let mut state = lock(&shared.dispatcher.state);
        if state.busy {
            let monitor = Arc::downgrade(monitor);
            if !state.waiting.iter().any(|other| other.ptr_eq(&monitor)) {
                state.waiting.push(monitor);
            }
            return None;
        }
        state.busy = true;
        Some(Self {
            shared: Arc::clone(shared),
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut state = lock(&self.shared.dispatcher.state);
        state.busy = false;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        if !waiting.is_empty() {
            go_on(waiting.iter().filter_map(Weak::upgrade));
        }
    }
}

thread_local! {
    /// The connections that go on in this thread, while there are any.
    static AGENDA: RefCell<Option<VecDeque<Arc<Monitor>>>> = const { RefCell::new(None) };
}

/// Lets connections do what they can do now. Within a behaviour they do it when
/// that has returned, so that no behaviour is entered twice.
pub(super) fn go_on(monitors: impl IntoIterator<Item = Arc<Monitor>>) {
    let first = AGENDA.with_borrow_mut(|agenda| {
        let first = agenda.is_none();
        agenda.get_or_insert_default().extend(monitors);
        first
    });
    if first {
        let _end = End;
        while let Some(monitor) = next() {
            monitor.step();
        }
    }
}

fn next() -> Option<Arc<Monitor>> {
    AGENDA.with_borrow_mut(|agenda| agenda.as_mut()?.pop_front())
}

/// Ends the agenda, even when a behaviour panics.
struct End;

impl Drop for End {
    fn drop(&mut self) {
        // Dropped outside of the cell, which it may want to look into.
        drop(AGENDA.take());
    }
}
