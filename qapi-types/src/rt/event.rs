//! The enum of all events.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use super::decode::decode_target;
use super::encode::EncodedNode;
use super::node::{Branches, Edit, Set, Shape, Target, View};
use super::raw::{Hold, Raw, Text};
use super::trail::Trail;

/// Deserializes an event from a message, such as
/// `{"event": "RESET", "data": {"guest": true, "reason": "guest-reset"}}`.
/// Other members of the message, such as `timestamp`, are passed over.
#[inline]
pub fn de_event<'de, T: Branches, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut event = T::blank();
    deserializer.deserialize_map(Message(&mut event))?;
    Ok(event)
}

struct Message<'a>(&'a mut dyn Branches);

impl<'de> Visitor<'de> for Message<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event (an object)")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let trail = Trail::default();
        let mut name: Option<Cow<'de, str>> = None;
        let mut early: Option<Raw<'de>> = None;
        let mut done = false;
        while let Some(key) = map.next_key_seed(Text)? {
            match (&*key, &name) {
                ("event", None) => name = Some(map.next_value_seed(Text)?),
                ("event", Some(_)) => return Err(A::Error::duplicate_field("event")),
                ("data", _) if done || early.is_some() => {
                    return Err(A::Error::duplicate_field("data"));
                }
                ("data", Some(name)) => {
                    let data = Data {
                        event: &mut *self.0,
                        name,
                        trail: &trail,
                    };
                    map.next_value_seed(data)
                        .map_err(|error| trail.explain(error))?;
                    done = true;
                }
                ("data", None) => early = Some(map.next_value_seed(Hold)?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let Some(name) = name else {
            return Err(A::Error::missing_field("event"));
        };
        if done {
            return Ok(());
        }
        let data = Data {
            event: &mut *self.0,
            name: &name,
            trail: &trail,
        };
        match early {
            Some(raw) => raw.read(data),
            None => data.absent(),
        }
        .map_err(|error| trail.explain(error))
    }
}

struct Data<'a> {
    event: &'a mut dyn Branches,
    name: &'a str,
    trail: &'a Trail,
}

impl Data<'_> {
    /// An event without data has no required members.
    fn absent<E: Error>(self) -> Result<(), E> {
        let mut missing = None;
        self.event.select(
            self.name,
            Edit(&mut |target| {
                if let Target::Object(members) | Target::Overlapping(members) = target {
                    missing = members.iter().find(|m| m.required()).map(Set::name);
                }
            }),
        );
        match missing {
            Some(member) => Err(E::custom(format_args!("missing member `data.{member}`"))),
            None => Ok(()),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Data<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut deserializer = Some(deserializer);
        let mut result = Ok(());
        self.event.select(
            self.name,
            Edit(&mut |target| {
                if let Some(deserializer) = deserializer.take() {
                    result = decode_target(target, deserializer, self.trail);
                }
            }),
        );
        self.trail.member("data", result)
    }
}

/// Serializes an event as a message, without a timestamp, and without `data` if
/// there are none.
pub fn ser_event<S: Serializer>(event: &dyn Branches, serializer: S) -> Result<S::Ok, S::Error> {
    let (name, data) = event.branch();
    let mut map = serializer.serialize_map(None)?;
    map.serialize_entry("event", name)?;
    if let Some(data) = data {
        let mut empty = false;
        data.view(View(&mut |shape| {
            empty = match shape {
                Shape::Object(_, members) => members.is_empty(),
                Shape::Rest(branch) => branch.members().next().is_none(),
                _ => false,
            };
        }));
        if !empty {
            map.serialize_entry("data", &EncodedNode(data))?;
        }
    }
    map.end()
}
