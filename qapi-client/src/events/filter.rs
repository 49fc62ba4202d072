//! Which events are wanted.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::raw::RawEvent;
use crate::Event;

/// Which events are wanted.
///
/// ```
/// use qapi_client::EventFilter;
/// use qapi_types::qmp::events::JobStatusChange;
///
/// EventFilter::any();
/// EventFilter::of::<JobStatusChange>().member("id", "backup0");
/// EventFilter::named(["DEVICE_DELETED", "DEVICE_UNPLUG_GUEST_ERROR"]).member("device", "disk0");
/// ```
#[derive(Clone)]
pub struct EventFilter {
    /// None is all.
    names: Option<Vec<Box<str>>>,
    members: Vec<(Box<str>, Value)>,
    predicate: Option<Arc<Predicate>>,
}

type Predicate = dyn Fn(&RawEvent) -> bool + Send + Sync;

impl EventFilter {
    /// All events, those that are not known here too.
    pub fn any() -> Self {
        Self {
            names: None,
            members: Vec::new(),
            predicate: None,
        }
    }

    /// The events of one type.
    pub fn of<E: Event>() -> Self {
        Self::named([E::NAME])
    }

    /// The events of these names, such as `JOB_STATUS_CHANGE`.
    pub fn named<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        Self {
            names: Some(names.into_iter().map(Into::into).collect()),
            ..Self::any()
        }
    }

    /// Of those, the ones whose data has a member of this value. A path with
    /// dots leads into objects (`info.id`). An event that lacks the member is
    /// not wanted.
    #[must_use]
    pub fn member(mut self, path: &str, value: impl Into<Value>) -> Self {
        self.members.push((path.into(), value.into()));
        self
    }

    /// Of those, the ones that `wanted` says yes to. It is called where events
    /// are received, so it must be quick and must not use the client. If it
    /// panics, so does the call of a blocking client that received the event, and
    /// the connection of an asynchronous one ends.
    #[must_use]
    pub fn matching(self, wanted: impl Fn(&RawEvent) -> bool + Send + Sync + 'static) -> Self {
        let before = self.predicate;
        Self {
            predicate: Some(match before {
                None => Arc::new(wanted),
                Some(before) => Arc::new(move |event| before(event) && wanted(event)),
            }),
            ..self
        }
    }

    /// Whether an event is wanted.
    pub fn wants(&self, event: &RawEvent) -> bool {
        self.names
            .as_ref()
            .is_none_or(|names| names.iter().any(|name| **name == *event.name()))
            && self.has_members(event)
            && self.predicate.as_ref().is_none_or(|wants| wants(event))
    }

    fn has_members(&self, event: &RawEvent) -> bool {
        if self.members.is_empty() {
            return true;
        }
        let Ok(data) = event.data::<Value>() else {
            return false;
        };
        self.members.iter().all(|(path, wanted)| {
            let found = path
                .split('.')
                .try_fold(&data, |value, member| value.get(member));
            found == Some(wanted)
        })
    }
}

impl fmt::Debug for EventFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventFilter")
            .field("names", &self.names)
            .field("members", &self.members)
            .field("predicate", &self.predicate.is_some())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(name: &str, data: &Value) -> RawEvent {
        RawEvent::new(name, Some(&data.to_string()), 5, Default::default())
    }

    #[test]
    fn names_members_and_predicates_all_count() {
        let change = event("JOB_STATUS_CHANGE", &json!({"id": "a", "info": {"n": 5}}));
        for (filter, wanted) in [
            (EventFilter::any(), true),
            (EventFilter::named(["STOP"]), false),
            (EventFilter::named(["STOP", "JOB_STATUS_CHANGE"]), true),
            (EventFilter::any().member("id", "a"), true),
            (EventFilter::any().member("id", "b"), false),
            (EventFilter::any().member("missing", Value::Null), false),
            (EventFilter::any().member("info.n", 5), true),
            (
                EventFilter::any().member("id", "a").member("info.n", 6),
                false,
            ),
            (
                EventFilter::any().matching(|event| event.name().len() > 5),
                true,
            ),
            (
                EventFilter::any().matching(|_| true).matching(|_| false),
                false,
            ),
            (
                EventFilter::any().matching(|_| false).matching(|_| true),
                false,
            ),
        ] {
            assert_eq!(filter.wants(&change), wanted, "{filter:?}");
        }
    }
}
