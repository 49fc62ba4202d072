//! Bindings by the names on the wire.

use std::collections::HashMap;
use std::{fmt, io, thread};

use qapi_schema::{Coordinate, MAX_NESTING, Part, Step as Inward};
use qapi_types::registry::{Codec, Registered, Step, Unknown, UnknownKind};
use qapi_types::{with_depth_limit, with_place};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

/// What one level of nesting may take of the stack to go through bindings.
const STACK_PER_LEVEL: usize = 64 << 10;

/// Runs what recurses as deep as messages may nest, and puts them through
/// bindings.
///
/// # Errors
///
/// There is no thread with the stack for it.
pub fn deeply<T: Send>(run: impl FnOnce() -> T + Send) -> io::Result<T> {
    let levels = u32::try_from(MAX_NESTING).unwrap_or(u32::MAX);
    let stack = STACK_PER_LEVEL * (MAX_NESTING + 16);
    thread::scope(|scope| {
        let runner = thread::Builder::new().stack_size(stack);
        let runner = runner.spawn_scoped(scope, || with_depth_limit(levels, run))?;
        match runner.join() {
            Ok(done) => Ok(done),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Parses JSON that nests no deeper than there is stack for, as is known
/// [`deeply`] of what the validator has let pass.
///
/// # Errors
///
/// It is not JSON.
pub fn parse(json: &[u8]) -> serde_json::Result<Value> {
    let mut parser = serde_json::Deserializer::from_slice(json);
    parser.disable_recursion_limit();
    let value = Value::deserialize(&mut parser)?;
    parser.end()?;
    Ok(value)
}

/// The types that one schema's bindings have for its commands and events.
#[derive(Debug)]
pub struct Bindings {
    codecs: HashMap<(&'static str, Part), Codec>,
}

impl Bindings {
    /// The bindings of a captured schema among those of all; none if there is
    /// none of this name.
    pub fn of(dump: &str, all: &[(&str, &'static [Registered])]) -> Option<Self> {
        let (_, registry) = all.iter().find(|(name, _)| *name == dump)?;
        Some(Self::new(registry))
    }

    /// The bindings that a registry lists.
    pub fn new(registry: &'static [Registered]) -> Self {
        let entries = registry.iter().flat_map(|registered| match *registered {
            Registered::Command {
                name,
                arguments,
                reply,
            } => vec![
                ((name, Part::Arguments), arguments),
                ((name, Part::Returns), reply),
            ],
            Registered::Event { name, data } => vec![((name, Part::Data), data)],
        });
        Self {
            codecs: entries.collect(),
        }
    }

    /// Decodes the text of arguments, a reply or an event's data into its type
    /// and encodes that back.
    ///
    /// # Errors
    ///
    /// If there is no such type, or it does not take the text.
    pub fn recode(&self, at: &Coordinate, text: &[u8]) -> Result<Value, String> {
        let back = self.codec(at)?.recode(text).map_err(|e| e.to_string())?;
        parse(&back).map_err(|e| e.to_string())
    }

    /// The same of a value in memory.
    ///
    /// # Errors
    ///
    /// As above.
    pub fn recode_value(&self, at: &Coordinate, value: &Value) -> Result<Value, String> {
        let back = self.codec(at)?.recode_value(value);
        back.map(|back| back.value).map_err(|e| e.to_string())
    }

    /// What `Debug` prints of a value that is decoded into its type.
    ///
    /// # Errors
    ///
    /// As above.
    pub fn print(&self, at: &Coordinate, value: &Value) -> Result<String, String> {
        self.codec(at)?.print(value).map_err(|e| e.to_string())
    }

    /// Whether there is a type for the arguments, the reply or the data that a
    /// coordinate names.
    pub fn has(&self, at: &Coordinate) -> bool {
        self.codec(at).is_ok()
    }

    /// Decodes arguments, a reply or an event's data of any version of QEMU, encodes
    /// them back, and tells what that changes. It recurses as deep as the value nests.
    pub fn round_trip(&self, at: &Coordinate, json: &Value) -> RoundTrip {
        let Ok(codec) = self.codec(at) else {
            let what = match at.part() {
                Some(Part::Data) => "event",
                _ => "command",
            };
            return RoundTrip {
                unknown: vec![Note {
                    at: Coordinate::new(at.name()).to_string(),
                    message: format!("the bindings do not know this {what}"),
                }],
                loss: None,
            };
        };
        let (back, place) = with_place(|| codec.recode_value(json));
        let back = match back {
            Ok(back) => back,
            Err(error) => {
                let error = error.to_string();
                let message = match error.strip_prefix("missing member ") {
                    Some(name) => {
                        format!("the bindings require the member {name}, which is missing")
                    }
                    None => format!("the bindings do not take it: {error}"),
                };
                return RoundTrip::lost(follow(at, &place), message);
            }
        };
        let mut known = json.clone();
        let mut notes = Vec::new();
        for Unknown { at: way, kind } in &back.unknown {
            if *kind == UnknownKind::Member {
                remove(&mut known, way);
            }
            notes.push(Note {
                at: follow(at, way).to_string(),
                message: kind.to_string(),
            });
        }
        let loss = difference(&known, &back.value).map(|way| Note {
            at: follow(at, &way).to_string(),
            message: "the bindings give back something else".to_owned(),
        });
        RoundTrip {
            unknown: notes,
            loss,
        }
    }

    fn codec(&self, at: &Coordinate) -> Result<Codec, String> {
        let part = at.part().ok_or_else(|| format!("{at} names no part"))?;
        let codec = self.codecs.get(&(at.name(), part)).copied();
        codec.ok_or_else(|| format!("the bindings lack {at}"))
    }
}

/// What bindings made of a value that need not be of their version of QEMU.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundTrip {
    /// What they do not know.
    pub unknown: Vec<Note>,
    /// Why they could not decode it, or where what they know came back otherwise.
    pub loss: Option<Note>,
}

/// Something to be said of a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The place, in the spelling of [`Coordinate`].
    pub at: String,
    /// What.
    pub message: String,
}

impl fmt::Display for Note {
    /// `place: what`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.message)
    }
}

impl RoundTrip {
    /// Whether all that the bindings know came back as it was.
    pub fn is_lossless(&self) -> bool {
        self.loss.is_none()
    }

    /// That the value is lost at a place, and why.
    pub fn lost(at: impl ToString, message: impl ToString) -> Self {
        Self {
            unknown: Vec::new(),
            loss: Some(Note {
                at: at.to_string(),
                message: message.to_string(),
            }),
        }
    }
}

impl Serialize for RoundTrip {
    /// Its fields, and whether it `is_lossless`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("lossless", &self.is_lossless())?;
        members.serialize_entry("unknown", &self.unknown)?;
        if let Some(loss) = &self.loss {
            members.serialize_entry("loss", loss)?;
        }
        members.end()
    }
}

fn follow(from: &Coordinate, way: &[Step]) -> Coordinate {
    way.iter().fold(from.clone(), |at, step| match step {
        Step::Member(name) => at.member(name),
        Step::Element(index) => at.step(Inward::Element(Some(*index))),
        Step::Branch { tag, case } => at.step(Inward::Branch {
            tag: tag.as_str().into(),
            case: case.as_str().into(),
        }),
    })
}

/// Whether two numbers have one value. A double is an integer only if it is
/// exactly that one.
fn is_same(a: &Number, b: &Number) -> bool {
    match (a.as_i128(), b.as_i128()) {
        (Some(a), Some(b)) => a == b,
        (None, None) => a.as_f64() == b.as_f64(),
        (Some(integer), None) => b.as_f64().is_some_and(|b| is_exactly(b, integer)),
        (None, Some(integer)) => a.as_f64().is_some_and(|a| is_exactly(a, integer)),
    }
}

fn is_exactly(double: f64, integer: i128) -> bool {
    double.fract() == 0.0 && double as i128 == integer
}

/// Removes what a way leads to: a member.
fn remove(value: &mut Value, way: &[Step]) {
    let mut here = Some(value);
    let mut way = way.iter().peekable();
    while let (Some(step), Some(value)) = (way.next(), here.take()) {
        here = match step {
            Step::Member(name) if way.peek().is_none() => {
                if let Some(members) = value.as_object_mut() {
                    members.remove(name);
                }
                None
            }
            Step::Member(name) => value.get_mut(name),
            Step::Element(index) => value.get_mut(index),
            Step::Branch { .. } => Some(value),
        };
    }
}

/// Whether two values are equal, numbers by what they say: bindings write a
/// `number` as a double, whatever it was. It recurses as deep as they nest.
pub fn same(a: &Value, b: &Value) -> bool {
    difference(a, b).is_none()
}

/// The way to the first place where two values are not the [`same`].
fn difference(a: &Value, b: &Value) -> Option<Vec<Step>> {
    let member = |name: &String| Step::Member(name.clone());
    let inward = |step: Step, a, b| {
        let mut way = difference(a, b)?;
        way.insert(0, step);
        Some(way)
    };
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            let changed = a.iter().find_map(|(name, a)| match b.get(name) {
                Some(b) => inward(member(name), a, b),
                None => Some(vec![member(name)]),
            });
            let added = || b.keys().find(|name| !a.contains_key(*name));
            changed.or_else(|| added().map(|name| vec![member(name)]))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.find_map(|(index, (a, b))| inward(Step::Element(index), a, b))
        }
        (Value::Number(a), Value::Number(b)) => (!is_same(a, b)).then(Vec::new),
        _ => (a != b).then(Vec::new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_if_they_say_the_same() {
        for (a, b, is) in [
            ("1", "1.0", true),
            ("9007199254740992", "9007199254740992.0", true),
            ("9007199254740993", "9007199254740992.0", false),
            ("18446744073709551615", "18446744073709551616.0", false),
            ("[{\"a\": 0}]", "[{\"a\": -0.0}]", true),
            ("1", "1.5", false),
        ] {
            let [a, b] = [a, b].map(|text| parse(text.as_bytes()).unwrap());
            assert_eq!((same(&a, &b), same(&b, &a)), (is, is), "{a} {b}");
        }
    }
}
