//! Whole messages, and what can be wrong with them as such.

use serde_json::{Map, Value, json};

use super::Samples;
use super::mutation::{Mutation, wrong_kinds};
use super::render::{Edit, edited};
use super::walk::Key;
use crate::MAX_NESTING;
use crate::coordinate::{Coordinate, Part};
use crate::model::{JsonKind, Member, Object, TypeId};
use crate::validate::Rule;

/// What may not follow a message.
const TAILS: &[(&str, &[u8])] = &[
    ("a word", b" x"),
    ("another message", b" {}"),
    ("a brace", b"}"),
    ("a comma", b","),
    ("a NUL", b"\0"),
];

/// Texts that are no JSON value.
const NO_VALUES: &[(&str, &[u8])] = &[
    ("nothing", b""),
    ("a word", b"nil"),
    ("`True`", b"True"),
    ("`NaN`", b"NaN"),
    ("`Infinity`", b"-Infinity"),
    ("a leading zero", b"01"),
    ("a plus sign", b"+1"),
    ("a bare minus", b"-"),
    ("a point without a digit after it", b"1."),
    ("a point without a digit before it", b".5"),
    ("an exponent without a digit", b"1e"),
    ("a hexadecimal number", b"0x10"),
    ("a number beyond the doubles", b"1e400"),
    ("single quotes", b"'text'"),
    ("no closing quote", b"\"text"),
    ("a raw line break in a string", b"\"a\nb\""),
    ("a raw NUL in a string", b"\"a\0b\""),
    ("an unknown escape", b"\"\\x41\""),
    ("a short escape", b"\"\\u12\""),
    ("half a surrogate pair", b"\"\\ud800\""),
    (
        "a surrogate pair the wrong way round",
        b"\"\\udc00\\ud800\"",
    ),
    ("a byte that is never UTF-8", b"\"\xff\""),
    ("a character in too many bytes", b"\"\xc0\xaf\""),
    ("a surrogate in UTF-8", b"\"\xed\xa0\x80\""),
    ("a cut character", b"\"\xe2\x82\""),
    ("a trailing comma in a list", b"[1,]"),
    ("a missing comma in a list", b"[1 2]"),
    ("a trailing comma in an object", b"{\"a\":1,}"),
    ("a missing colon", b"{\"a\" 1}"),
    ("a missing value", b"{\"a\":}"),
    ("a name without quotes", b"{a:1}"),
    ("a name that is no string", b"{1:1}"),
    ("an unclosed list", b"[1"),
    ("a list closed as an object", b"[1}"),
    ("a comment", b"/* 1 */ 1"),
];

/// A member of a message that may be any JSON value, and where to put it if
/// the message has none.
const ANYTHING: &str = "id";

impl Samples<'_> {
    /// The message that carries a document: the command with these arguments,
    /// the reply (with the command that it answers), or the event with this
    /// data. None if the coordinate names no such part.
    pub fn message(&self, part: &Coordinate, document: &[u8]) -> Option<Vec<u8>> {
        let whole = part.steps().is_empty() && part.end().is_none();
        let name = Value::from(part.name()).to_string();
        let (start, end) = match part.part().filter(|_| whole)? {
            Part::Arguments => (format!("{{\"execute\":{name},\"arguments\":"), "}"),
            Part::Returns => (format!("{{\"execute\":{name},\"return\":"), "}"),
            Part::Data => (
                format!("{{\"event\":{name},\"data\":"),
                ",\"timestamp\":{\"seconds\":1,\"microseconds\":0}}",
            ),
        };
        Some([start.as_bytes(), document, end.as_bytes()].concat())
    }

    /// Mutations of whole messages of a kind: commands, replies or events. For
    /// each command or event there are those of its name, and for the plainest
    /// of them (of commands one that returns something) those of the envelope.
    pub fn message_mutations(&self, part: Part) -> Vec<Mutation> {
        let parts = self
            .schema
            .parts()
            .filter(|(at, _)| at.part() == Some(part));
        let messages: Vec<Message<'_>> = parts
            .filter_map(|(at, id)| Message::new(self, at, id))
            .collect();
        // What is asked of a server with a wrong envelope may be executed all the same.
        let plainness = |message: &&Message<'_>| (message.is_order(), self.least(message.ty));
        let plainest = messages.iter().min_by_key(plainness).into_iter();
        let mut mutations: Vec<Mutation> = plainest.flat_map(Message::envelope).collect();
        for message in &messages {
            mutations.extend(message.names());
            mutations.extend(message.absent());
        }
        mutations
    }
}

/// A valid message to make mutations of.
struct Message<'m> {
    samples: &'m Samples<'m>,
    at: Coordinate,
    ty: TypeId,
    /// The member that names the command or event.
    name: &'static str,
    /// The member that carries the part.
    body: &'static str,
    value: Value,
}

impl<'m> Message<'m> {
    /// None where the type has no value.
    fn new(samples: &'m Samples<'m>, at: Coordinate, ty: TypeId) -> Option<Self> {
        samples.least(ty)?;
        let part = samples.minimal(ty);
        let name = at.name();
        let (key, body, value) = match at.part()? {
            Part::Arguments => (
                "execute",
                "arguments",
                json!({ "execute": name, "arguments": part, ANYTHING: 1 }),
            ),
            Part::Returns => (
                "execute",
                "return",
                json!({ "execute": name, "return": part, ANYTHING: "a-1" }),
            ),
            Part::Data => (
                "event",
                "data",
                json!({ "event": name, "data": part, "timestamp": {"seconds": -1, "microseconds": -1} }),
            ),
        };
        Some(Self {
            samples,
            at,
            ty,
            name: key,
            body,
            value,
        })
    }

    /// Whether it is a command whose effect is not what it returns.
    fn is_order(&self) -> bool {
        let schema = self.samples.schema;
        let command = schema.command(self.at.name());
        let returns = command.and_then(|command| schema[command.returns()].as_object());
        returns.is_some_and(Object::is_empty)
    }

    fn edit(&self, keys: &[&str], edit: Edit) -> Vec<u8> {
        let pointer: Vec<Key<'_>> = keys.iter().map(|key| Key::Member(key)).collect();
        edited(&self.value, &pointer, &edit).into_bytes()
    }

    fn replace(&self, keys: &[&str], text: &str) -> Vec<u8> {
        self.edit(keys, Edit::Replace(text.to_owned()))
    }

    /// Names that the schema lacks, and execution out of band where it is not allowed.
    fn names(&self) -> Vec<Mutation> {
        let schema = self.samples.schema;
        let is_event = self.at.part() == Some(Part::Data);
        let rule = if is_event {
            Rule::UnknownEvent
        } else {
            Rule::UnknownCommand
        };
        let name = self.at.name();
        let mut names = vec![
            format!("{name}-{name}"),
            name.replace('-', "_"),
            name.replace('_', "-"),
            name.to_ascii_uppercase(),
            name.to_ascii_lowercase(),
            String::new(),
        ];
        names.sort();
        names.dedup();
        names.retain(|name| {
            let known = if is_event {
                schema.event(name).is_some()
            } else {
                schema.command(name).is_some()
            };
            !known
        });
        let mut mutations: Vec<Mutation> = names
            .into_iter()
            .map(|name| Mutation {
                document: self.replace(&[self.name], &Value::from(&*name).to_string()),
                at: Some(Coordinate::new(&name)),
                rule,
                what: format!("{} is `{name}`", self.name),
            })
            .collect();
        let command = schema.command(name).filter(|command| !command.allow_oob());
        if command.is_some() && self.at.part() == Some(Part::Arguments) {
            let mut value = self.value.clone();
            if let Some(members) = value.as_object_mut() {
                members.remove(self.name);
                members.insert("exec-oob".to_owned(), name.into());
            }
            mutations.push(Mutation {
                document: value.to_string().into_bytes(),
                at: Some(Coordinate::new(name)),
                rule: Rule::Oob,
                what: "out of band".to_owned(),
            });
        }
        mutations
    }

    /// The message without its part, where that lacks one thing only.
    fn absent(&self) -> Option<Mutation> {
        if self.at.part() == Some(Part::Returns) {
            return None;
        }
        let object = self.samples.schema[self.ty].as_object()?;
        let tag = object
            .variants()
            .and_then(|variants| object.members().get(variants.tag()));
        let required = || object.members().iter().filter(|member| !member.optional());
        // Without a tag there is no telling what else is missing.
        let lacking: Vec<&Member> = match tag {
            Some(tag) => vec![tag],
            None => required().collect(),
        };
        let [member] = lacking.as_slice() else {
            return None;
        };
        if tag.is_some() && required().count() > 1 {
            return None;
        }
        Some(Mutation {
            document: self.edit(&[], Edit::Remove(self.body.to_owned())),
            at: Some(self.at.clone().member(member.name())),
            rule: Rule::Missing,
            what: format!("without `{}`", self.body),
        })
    }

    /// What can be wrong with the message whatever its name.
    fn envelope(&self) -> Vec<Mutation> {
        let is_object = |kind| kind == JsonKind::Object;
        let is_string = |kind| kind == JsonKind::String;
        let mut all = Vec::new();
        if self.body != "return" {
            all.extend(wrong_kinds(is_object).map(|(kind, text)| Mutation {
                document: self.replace(&[self.body], text),
                at: Some(self.at.clone()),
                rule: Rule::Envelope,
                what: format!("{kind} as `{}`", self.body),
            }));
        }
        let mut add = |document: Vec<u8>, rule, what: String| {
            all.push(Mutation {
                document,
                at: None,
                rule,
                what,
            });
        };
        for (kind, text) in wrong_kinds(is_object) {
            add(
                text.into(),
                Rule::Envelope,
                format!("{kind} as the message"),
            );
        }
        for (kind, text) in wrong_kinds(is_string) {
            let what = format!("{kind} as `{}`", self.name);
            add(self.replace(&[self.name], text), Rule::Envelope, what);
        }
        add(
            b"{}".to_vec(),
            Rule::Envelope,
            "an empty message".to_owned(),
        );
        let nameless = self.edit(&[], Edit::Remove(self.name.to_owned()));
        add(nameless, Rule::Envelope, format!("without `{}`", self.name));
        for (name, text) in self.intruders() {
            let document = self.edit(&[], Edit::Add(name.to_owned(), text));
            add(document, Rule::Envelope, format!("with `{name}`"));
        }
        let members = self.value.as_object().into_iter().flat_map(Map::iter);
        for (name, value) in members {
            let document = self.edit(&[], Edit::Add(name.clone(), value.to_string()));
            add(document, Rule::DuplicateMember, format!("`{name}` twice"));
        }
        if self.name == "event" {
            self.timestamp(&mut add);
        }
        let with_anything = self.with_anything();
        let replaced = |text: &[u8]| {
            // No other member has this value.
            let mark = br#""mark""#;
            let whole = with_anything.as_bytes();
            let at = whole.windows(mark.len()).position(|part| part == mark);
            let (start, rest) = whole.split_at(at.unwrap_or(0));
            [start, text, rest.get(mark.len()..).unwrap_or_default()].concat()
        };
        for (what, text) in NO_VALUES {
            add(replaced(text), Rule::Json, format!("{what} as a value"));
        }
        if self.name == "execute" {
            let deep = "[".repeat(MAX_NESTING) + &"]".repeat(MAX_NESTING);
            let what = format!("nested {} deep", MAX_NESTING + 1);
            add(replaced(deep.as_bytes()), Rule::Depth, what);
            let twice = replaced(br#"{"a":1,"a":1}"#);
            add(twice, Rule::DuplicateMember, "`a` twice in `id`".to_owned());
        }
        let text = self.value.to_string();
        add(Vec::new(), Rule::Json, "nothing at all".to_owned());
        for (what, tail) in TAILS {
            let document = [text.as_bytes(), tail].concat();
            add(document, Rule::Json, format!("{what} after it"));
        }
        for cut in [1, text.len() / 2] {
            let cut = text.as_bytes().get(..cut).unwrap_or_default();
            add(
                cut.to_vec(),
                Rule::Json,
                format!("its first {} bytes alone", cut.len()),
            );
        }
        all
    }

    /// The text of the message with one member whose value is `"mark"`: one
    /// that may be anything, or a wrong one where there is no such member.
    fn with_anything(&self) -> String {
        match self.value.get(ANYTHING) {
            Some(_) => {
                let edit = Edit::Replace("\"mark\"".to_owned());
                edited(&self.value, &[Key::Member(ANYTHING)], &edit)
            }
            None => {
                let edit = Edit::Add(ANYTHING.to_owned(), "\"mark\"".to_owned());
                edited(&self.value, &[], &edit)
            }
        }
    }

    /// Members that another message may have, or none.
    fn intruders(&self) -> Vec<(&'static str, String)> {
        let name = Value::from(self.at.name()).to_string();
        let object = || "{}".to_owned();
        match self.body {
            "arguments" => vec![
                ("argument", object()),
                ("data", object()),
                ("event", name.clone()),
                ("exec-oob", name),
                ("timestamp", object()),
            ],
            "return" => vec![
                ("arguments", object()),
                ("data", object()),
                ("error", object()),
                ("exec-oob", name),
            ],
            _ => vec![
                ("arguments", object()),
                ("execute", name),
                ("id", "1".to_owned()),
                ("return", object()),
                ("time", object()),
            ],
        }
    }

    fn timestamp(&self, add: &mut dyn FnMut(Vec<u8>, Rule, String)) {
        for (kind, text) in wrong_kinds(|kind| kind == JsonKind::Object) {
            let what = format!("{kind} as `timestamp`");
            add(self.replace(&["timestamp"], text), Rule::Envelope, what);
        }
        for name in ["seconds", "microseconds"] {
            let document = self.edit(&["timestamp"], Edit::Remove(name.to_owned()));
            add(document, Rule::Envelope, format!("without `{name}`"));
            let document = self.edit(&["timestamp"], Edit::Add(name.to_owned(), "1".to_owned()));
            add(document, Rule::DuplicateMember, format!("`{name}` twice"));
            for (kind, text) in wrong_kinds(|kind| kind == JsonKind::Number) {
                let document = self.replace(&["timestamp", name], text);
                add(document, Rule::Envelope, format!("{kind} as `{name}`"));
            }
            let document = self.replace(&["timestamp", name], "1.5");
            add(document, Rule::Envelope, format!("1.5 as `{name}`"));
        }
        let document = self.edit(&["timestamp"], Edit::Add("zone".to_owned(), "1".to_owned()));
        add(document, Rule::Envelope, "with `zone`".to_owned());
    }
}
