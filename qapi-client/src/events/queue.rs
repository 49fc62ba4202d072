//! The events that a subscriber has not taken yet.

use std::collections::VecDeque;

use super::raw::RawEvent;

/// A queue that loses its oldest events rather than grow without bound.
#[derive(Debug)]
pub(crate) struct EventQueue {
    events: VecDeque<RawEvent>,
    capacity: usize,
    /// The sum of the events' sizes, and the most that it may be.
    bytes: usize,
    most_bytes: usize,
    dropped: u64,
}

impl EventQueue {
    /// For at least one event.
    pub(crate) fn new(capacity: usize, most_bytes: usize) -> Self {
        Self {
            events: VecDeque::new(),
            capacity: capacity.max(1),
            bytes: 0,
            most_bytes,
            dropped: 0,
        }
    }

    /// Takes an event in; gives how many were lost for it.
    pub(crate) fn push(&mut self, event: RawEvent) -> u64 {
        self.bytes += event.size();
        self.events.push_back(event);
        let before = self.dropped;
        while self.events.len() > self.capacity || self.bytes > self.most_bytes {
            if self.pop().is_none() {
                break;
            }
            self.dropped += 1;
        }
        self.dropped - before
    }

    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    pub(crate) fn pop(&mut self) -> Option<RawEvent> {
        let event = self.events.pop_front()?;
        self.bytes -= event.size();
        Some(event)
    }

    /// The oldest event that `wanted` says yes to.
    pub(crate) fn take(&mut self, wanted: impl FnMut(&RawEvent) -> bool) -> Option<RawEvent> {
        let at = self.events.iter().position(wanted)?;
        let event = self.events.remove(at)?;
        self.bytes -= event.size();
        Some(event)
    }

    /// How many events were lost.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str) -> RawEvent {
        RawEvent::new(name, None, 0, Default::default())
    }

    fn names(mut queue: EventQueue) -> Vec<String> {
        std::iter::from_fn(|| queue.pop())
            .map(|event| event.name().to_owned())
            .collect()
    }

    #[test]
    fn the_oldest_are_lost_and_counted() {
        let mut queue = EventQueue::new(2, 1000);
        for name in ["A", "B", "C", "D"] {
            queue.push(event(name));
        }
        assert_eq!(queue.dropped(), 2);
        assert_eq!(names(queue), ["C", "D"]);
    }

    #[test]
    fn size_is_bounded_too() {
        let size = event("A").size();
        let mut queue = EventQueue::new(1000, size * 3);
        for name in ["A", "B", "C", "D"] {
            queue.push(event(name));
        }
        queue.push(event(&"X".repeat(size * 3)));
        assert_eq!(queue.dropped(), 5);
        assert!(names(queue).is_empty());
    }

    #[test]
    fn taking_one_leaves_the_others_in_order() {
        let mut queue = EventQueue::new(10, 1000);
        for name in ["A", "B", "A", "C"] {
            queue.push(event(name));
        }
        assert!(queue.take(|event| event.name() == "B").is_some());
        assert!(queue.take(|event| event.name() == "B").is_none());
        assert_eq!(names(queue), ["A", "A", "C"]);
    }
}
