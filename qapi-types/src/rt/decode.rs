//! Values from a deserializer.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::integer;
use super::members::{Level, Source};
use super::node::{Alternate, Edit, Kind, List, Node, Set, Target};
use super::open::Enum;
use super::trail::Trail;
use crate::int::Int;

/// Deserializes a value.
#[inline]
pub fn de<'de, T: Node, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::blank();
    decode_root(&mut value, deserializer)?;
    Ok(value)
}

fn decode_root<'de, D: Deserializer<'de>>(
    node: &mut dyn Node,
    deserializer: D,
) -> Result<(), D::Error> {
    let trail = Trail::default();
    decode_node(node, deserializer, &trail).map_err(|error| trail.explain(error))
}

fn decode_node<'de, D: Deserializer<'de>>(
    node: &mut dyn Node,
    deserializer: D,
    trail: &Trail,
) -> Result<(), D::Error> {
    decode_with(|to| node.edit(to), deserializer, trail)
}

/// Decodes into what is handed out.
fn decode_with<'de, D: Deserializer<'de>>(
    edit: impl FnOnce(Edit<'_>),
    deserializer: D,
    trail: &Trail,
) -> Result<(), D::Error> {
    let mut deserializer = Some(deserializer);
    let mut result = None;
    edit(Edit(&mut |target| {
        if let Some(deserializer) = deserializer.take() {
            result = Some(decode_target(target, deserializer, trail));
        }
    }));
    result.unwrap_or_else(|| Err(D::Error::custom("nothing to decode")))
}

/// Decodes into what a value is made of.
pub(super) fn decode_target<'de, D: Deserializer<'de>>(
    target: Target<'_>,
    deserializer: D,
    trail: &Trail,
) -> Result<(), D::Error> {
    match target {
        Target::Object(members) => deserializer.deserialize_map(Object::new(members, trail)),
        Target::Overlapping(members) => deserializer.deserialize_map(Object {
            overlapping: true,
            ..Object::new(members, trail)
        }),
        Target::List(list) => deserializer.deserialize_seq(Elements { list, trail }),
        Target::Enum(value) => deserializer.deserialize_str(Name(value)),
        Target::Alternate(alternate) => deserializer.deserialize_any(Pick { alternate, trail }),
        Target::Str(value) => {
            // Not in place: what is there is empty, and to grow it costs more.
            *value = String::deserialize(deserializer)?;
            Ok(())
        }
        Target::Int(value) => integer::decode(value, deserializer),
        Target::Bool(value) => bool::deserialize_in_place(deserializer, value),
        Target::Number(value) => f64::deserialize_in_place(deserializer, value),
        Target::Any(value) => Value::deserialize_in_place(deserializer, value),
        Target::Null => <()>::deserialize(deserializer),
        Target::Rest(rest) => {
            *rest = Deserialize::deserialize(deserializer)?;
            Ok(())
        }
    }
}

/// Decodes a member's value.
pub(super) struct Member<'a, 's> {
    pub(super) member: &'a mut Set<'s>,
    pub(super) trail: &'a Trail,
}

impl<'de> DeserializeSeed<'de> for Member<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.member {
            Set::Str(_, value) => {
                **value = String::deserialize(deserializer)?;
                Ok(())
            }
            Set::OptStr(_, value) => {
                **value = Some(String::deserialize(deserializer)?);
                Ok(())
            }
            Set::Int(_, value) => Int::deserialize_in_place(deserializer, value),
            Set::OptInt(_, value) => {
                **value = Some(Int::deserialize(deserializer)?);
                Ok(())
            }
            Set::U64(_, value) => integer::decode(*value, deserializer),
            Set::OptU64(_, value) => integer::decode(value.insert(0), deserializer),
            Set::I64(_, value) => integer::decode(*value, deserializer),
            Set::OptI64(_, value) => integer::decode(value.insert(0), deserializer),
            Set::Bool(_, value) => bool::deserialize_in_place(deserializer, value),
            Set::OptBool(_, value) => {
                **value = Some(bool::deserialize(deserializer)?);
                Ok(())
            }
            Set::Node(_, value) => decode_node(*value, deserializer, self.trail),
            Set::OptNode(_, value) => decode_with(|to| value.fill(to), deserializer, self.trail),
            Set::Tag(..) | Set::OptTag(..) | Set::Done(..) => {
                Err(D::Error::custom("a tag is not a value"))
            }
        }
    }
}

struct Object<'t, 's> {
    members: &'s mut [Set<'s>],
    overlapping: bool,
    trail: &'t Trail,
}

impl<'t, 's> Object<'t, 's> {
    fn new(members: &'s mut [Set<'s>], trail: &'t Trail) -> Self {
        Self {
            members,
            overlapping: false,
            trail,
        }
    }
}

impl<'de> Visitor<'de> for Object<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let trail = self.trail;
        let mut level = Level::new(self.members, self.overlapping);
        trail.descend(|| level.run(&mut Source::new(&mut map, trail)))
    }
}

struct Elements<'t, 's> {
    list: &'s mut dyn List,
    trail: &'t Trail,
}

impl<'de> Visitor<'de> for Elements<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self { list, trail } = self;
        list.clear();
        trail.descend(|| {
            for index in 0.. {
                let element = Element {
                    list: &mut *list,
                    trail,
                };
                if trail
                    .element(index, seq.next_element_seed(element))?
                    .is_none()
                {
                    break;
                }
            }
            Ok(())
        })
    }
}

struct Element<'t, 's> {
    list: &'s mut dyn List,
    trail: &'t Trail,
}

impl<'de> DeserializeSeed<'de> for Element<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut deserializer = Some(deserializer);
        let mut result = Ok(());
        self.list.grow(Edit(&mut |target| {
            if let Some(deserializer) = deserializer.take() {
                result = decode_target(target, deserializer, self.trail);
            }
        }));
        result
    }
}

struct Name<'a>(&'a mut dyn Enum);

impl Visitor<'_> for Name<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<(), E> {
        self.0.set_name(name);
        Ok(())
    }
}

/// Any JSON: the kind picks the branch of the alternate.
struct Pick<'t, 's> {
    alternate: &'s mut dyn Alternate,
    trail: &'t Trail,
}

impl Pick<'_, '_> {
    fn scalar(self, kind: Kind, value: &Value) {
        let write = &mut |target: Target<'_>| match (target, value) {
            (Target::Int(to), Value::Number(number)) => {
                let natural = number.as_u64().map(Int::from);
                // Alternates have integers of any width only.
                let _ = natural
                    .or(number.as_i64().map(Int::from))
                    .map(|int| to.set(int));
            }
            (Target::Number(to), Value::Number(number)) => *to = number.as_f64().unwrap_or(*to),
            (Target::Bool(to), Value::Bool(value)) => *to = *value,
            (Target::Str(to), Value::String(text)) => text.clone_into(to),
            (Target::Enum(to), Value::String(name)) => to.set_name(name),
            (Target::Any(to), value) => value.clone_into(to),
            _ => {}
        };
        self.alternate.pick(kind, Edit(write));
    }
}

/// The kind of a value that an alternate sees.
pub(super) fn kind_of(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Bool,
        Value::Number(number) if number.is_f64() => Kind::Number,
        Value::Number(_) => Kind::Int,
        Value::String(_) => Kind::String,
        Value::Array(_) => Kind::List,
        Value::Object(_) => Kind::Object,
    }
}

impl<'de> Visitor<'de> for Pick<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.scalar(Kind::String, &value.into());
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.scalar(Kind::Int, &value.into());
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.scalar(Kind::Int, &value.into());
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.scalar(Kind::Number, &value.into());
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.scalar(Kind::Bool, &value.into());
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.scalar(Kind::Null, &Value::Null);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        let trail = self.trail;
        let mut seq = Some(seq);
        let mut result = Ok(());
        self.alternate.pick(
            Kind::List,
            Edit(&mut |target| {
                let Some(seq) = seq.take() else { return };
                result = match target {
                    Target::List(list) => Elements { list, trail }.visit_seq(seq),
                    Target::Any(any) => {
                        Value::deserialize_in_place(SeqAccessDeserializer::new(seq), any)
                    }
                    _ => Ok(()),
                };
            }),
        );
        result
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let trail = self.trail;
        let mut map = Some(map);
        let mut result = Ok(());
        self.alternate.pick(
            Kind::Object,
            Edit(&mut |target| {
                let Some(map) = map.take() else { return };
                result = match target {
                    Target::Object(members) => Object::new(members, trail).visit_map(map),
                    Target::Overlapping(members) => Object {
                        overlapping: true,
                        ..Object::new(members, trail)
                    }
                    .visit_map(map),
                    Target::Any(any) => {
                        Value::deserialize_in_place(MapAccessDeserializer::new(map), any)
                    }
                    _ => Ok(()),
                };
            }),
        );
        result
    }
}
