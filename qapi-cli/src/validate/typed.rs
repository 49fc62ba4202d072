//! Whether the bundled bindings take what a line holds and give it back.

use std::collections::HashMap;

use qapi_schema::validate::{Rule, Violations};
use qapi_schema::{Command, Coordinate, Part, Schema, Step as Inward};
use qapi_types::registry::{Codec, Registered, Step, Unknown, UnknownKind};
use qapi_types::with_place;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value, json};

/// The bundled bindings of one program by the names on the wire.
pub(super) struct Bindings(HashMap<(&'static str, Part), Codec>);

/// What the bindings made of a line.
#[derive(Debug, Serialize)]
pub(super) struct Typed {
    /// Whether all that they know came back as it was.
    pub(super) lossless: bool,
    /// What they do not know.
    unknown: Vec<Note>,
    /// Why they could not decode it, or where it came back otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    loss: Option<Note>,
}

#[derive(Debug, Serialize)]
struct Note {
    at: String,
    message: String,
}

impl Typed {
    fn lost(at: impl ToString, message: impl ToString) -> Self {
        Self {
            lossless: false,
            unknown: Vec::new(),
            loss: Some(Note {
                at: at.to_string(),
                message: message.to_string(),
            }),
        }
    }
}

impl Bindings {
    /// Of those that this program was built with, the bindings that know most
    /// commands of a schema: those of QEMU, or of the guest agent.
    pub(super) fn bundled(schema: &Schema) -> Self {
        let commands = schema.commands().iter();
        let known = |bindings: &Self| {
            let key = |command: &Command| (command.name().to_owned(), Part::Arguments);
            let has = |(name, part): (String, Part)| bindings.0.contains_key(&(&*name, part));
            commands.clone().filter(|command| has(key(command))).count()
        };
        let qemu = Self::of(qapi_types::qmp::REGISTRY);
        let agent = Self::of(qapi_types::qga::REGISTRY);
        if known(&agent) > known(&qemu) {
            agent
        } else {
            qemu
        }
    }

    fn of(registry: &'static [Registered]) -> Self {
        let entries = registry.iter().flat_map(|registered| {
            let (name, codecs) = match *registered {
                Registered::Command {
                    name,
                    arguments,
                    reply,
                } => (
                    name,
                    vec![(Part::Arguments, arguments), (Part::Returns, reply)],
                ),
                Registered::Event { name, data } => (name, vec![(Part::Data, data)]),
            };
            let codecs = codecs.into_iter();
            codecs.map(move |(part, codec)| ((name, part), codec))
        });
        Self(entries.collect())
    }

    /// Decodes what a message holds and encodes it back; none for what is no
    /// message. It recurses as deep as the message nests, which the validator
    /// has bounded.
    pub(super) fn recode(&self, line: &[u8], violations: Option<&Violations>) -> Option<Typed> {
        for violation in violations.into_iter().flat_map(Violations::iter) {
            let at = violation.at().map(Coordinate::to_string);
            let at = at.unwrap_or_default();
            match violation.rule() {
                Rule::Json => return None,
                Rule::Depth => {
                    return Some(Typed::lost(at, "it nests deeper than any QEMU lets it"));
                }
                // A tree has only the last one.
                Rule::DuplicateMember => {
                    return Some(Typed::lost(at, "the bindings take no member twice"));
                }
                _ => {}
            }
        }
        let mut deserializer = serde_json::Deserializer::from_slice(line);
        deserializer.disable_recursion_limit();
        let message = Value::deserialize(&mut deserializer).ok()?;
        let (at, content) = part(&message)?;
        let nothing = json!({});
        Some(self.recode_part(&at, content.unwrap_or(&nothing)))
    }

    fn recode_part(&self, at: &Coordinate, json: &Value) -> Typed {
        let codec = at.part().and_then(|part| self.0.get(&(at.name(), part)));
        let Some(codec) = codec else {
            let what = match at.part() {
                Some(Part::Data) => "event",
                _ => "command",
            };
            return Typed {
                lossless: true,
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
                return Typed::lost(follow(at, &place), message);
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
        let loss = difference(&known, &back.value, at).map(|at| Note {
            at: at.to_string(),
            message: "the bindings give back something else".to_owned(),
        });
        Typed {
            lossless: loss.is_none(),
            unknown: notes,
            loss,
        }
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

/// The first place where two values differ, numbers by what they say: bindings
/// write a `number` as a double, whatever it was. Neither nests deeper than
/// the validator takes.
fn difference(a: &Value, b: &Value, at: &Coordinate) -> Option<Coordinate> {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            let there = |name: &String| at.clone().member(name);
            let changed = a.iter().find_map(|(name, a)| match b.get(name) {
                Some(b) => difference(a, b, &there(name)),
                None => Some(there(name)),
            });
            changed.or_else(|| b.keys().find(|name| !a.contains_key(*name)).map(there))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.find_map(|(index, (a, b))| {
                difference(a, b, &at.clone().step(Inward::Element(Some(index))))
            })
        }
        (Value::Number(a), Value::Number(b)) => (!is_same(a, b)).then(|| at.clone()),
        _ => (a != b).then(|| at.clone()),
    }
}

/// What a message holds, and of what it is; no value if there are no arguments
/// or data.
fn part(message: &Value) -> Option<(Coordinate, Option<&Value>)> {
    let name = |key| message.get(key).and_then(Value::as_str);
    if let Some(event) = name("event") {
        return Some((Coordinate::part_of(event, Part::Data), message.get("data")));
    }
    let command = name("execute").or_else(|| name("exec-oob"))?;
    let reply = message.get("return");
    let (part, content) = match reply {
        Some(_) => (Part::Returns, reply),
        None => (Part::Arguments, message.get("arguments")),
    };
    Some((Coordinate::part_of(command, part), content))
}
