//! Reading a dump.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, SeqAccess, Visitor};

use crate::check::check;
use crate::finding::Findings;
use crate::lookup::Lookup;
use crate::model::Schema;
use crate::quote::{cut, printable};
use crate::resolve::{Draft, resolve};
use crate::wire::SchemaInfo;

/// Why a dump is no schema.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// There is nothing in it.
    #[error("the schema is empty: expected the answer to `query-qmp-schema`")]
    Empty,
    /// It is not JSON, or not of the shape of a schema.
    #[error("not a schema")]
    Json(#[source] serde_json::Error),
    /// It is QEMU's refusal to answer.
    #[error("not a schema but an error reply: {}: {}", printable(.class), printable(.desc))]
    Refused {
        /// QEMU's error class.
        class: String,
        /// QEMU's words.
        desc: String,
    },
    /// It can be read but not used.
    #[error(transparent)]
    Unusable(#[from] Findings),
}

/// A QMP reply.
#[derive(Deserialize)]
#[serde(expecting = "a reply to `query-qmp-schema`")]
struct Reply<'a> {
    #[serde(borrow, rename = "return")]
    entries: Option<Entries<'a>>,
    error: Option<Refusal>,
}

#[derive(Deserialize)]
#[serde(expecting = "an error (an object)")]
struct Refusal {
    class: String,
    desc: String,
}

/// A list of entries, whose errors say which entry it was.
struct Entries<'a>(Vec<SchemaInfo<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor;
        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = Entries<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the answer to `query-qmp-schema` (an array)")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                loop {
                    match list.next_element() {
                        Ok(Some(entry)) => entries.push(entry),
                        Ok(None) => return Ok(Entries(entries)),
                        Err(error) => {
                            let number = entries.len() + 1;
                            return Err(A::Error::custom(format_args!("entry {number}: {error}")));
                        }
                    }
                }
            }
        }
        deserializer.deserialize_seq(EntriesVisitor)
    }
}

/// serde speaks of its own data model; a dump is JSON.
const WORDS: &[(&str, &str)] = &[
    ("invalid type: sequence,", "invalid type: array,"),
    ("invalid type: map,", "invalid type: object,"),
    ("expected a sequence", "expected an array"),
    ("missing field", "missing member"),
    ("duplicate field", "duplicate member"),
    ("EOF while parsing a list", "the input ends inside an array"),
    (
        "EOF while parsing an object",
        "the input ends inside an object",
    ),
    (
        "EOF while parsing a string",
        "the input ends inside a string",
    ),
    ("EOF while parsing a value", "the input ends before a value"),
];

/// As many characters of a message as are kept; it may quote the input.
const MESSAGE: usize = 300;

/// serde_json has looked at the bracket of these, and not taken it yet.
const NOT_TAKEN: [&str; 2] = ["invalid type: sequence,", "invalid type: map,"];

/// The same error with its place, in the words of JSON.
fn reword(error: serde_json::Error) -> LoadError {
    let (line, mut column) = (error.line(), error.column());
    let text = error.to_string();
    let place = format!(" at line {line} column {column}");
    let mut text = text.strip_suffix(&place).unwrap_or(&text).to_owned();
    let entry = text.strip_prefix("entry ");
    let said = entry.and_then(|entry| entry.split_once(": "));
    let said = said.map_or(&*text, |(_, said)| said);
    if NOT_TAKEN.iter().any(|start| said.starts_with(start)) {
        column += 1;
    }
    text = cut(&text, MESSAGE).into_owned();
    for (from, to) in WORDS {
        text = text.replace(from, to);
    }
    text.push_str(&format!(" at line {line} column {column}"));
    LoadError::Json(serde_json::Error::custom(text))
}

impl Schema {
    /// Loads a schema from the answer to `query-qmp-schema`: the bare array,
    /// or the whole reply (`{"return": […]}`).
    ///
    /// # Errors
    ///
    /// [`LoadError::Unusable`] lists all findings of the check at once, each
    /// at a coordinate; the others stop at the first byte that does not fit.
    pub fn from_slice(dump: &[u8]) -> Result<Self, LoadError> {
        let first = dump.iter().find(|byte| !byte.is_ascii_whitespace());
        let Entries(entries) = match first {
            None => return Err(LoadError::Empty),
            Some(b'{') => match serde_json::from_slice(dump).map_err(reword)? {
                Reply {
                    entries: Some(entries),
                    ..
                } => entries,
                Reply {
                    error: Some(Refusal { class, desc }),
                    ..
                } => return Err(LoadError::Refused { class, desc }),
                Reply { .. } => {
                    let message =
                        "an object without `return`: expected a reply to `query-qmp-schema`";
                    return Err(LoadError::Json(serde_json::Error::custom(message)));
                }
            },
            Some(_) => serde_json::from_slice(dump).map_err(reword)?,
        };
        Self::from_entries(&entries).map_err(LoadError::Unusable)
    }

    /// Makes a schema of entries.
    ///
    /// # Errors
    ///
    /// All findings of the check.
    pub fn from_entries(entries: &[SchemaInfo<'_>]) -> Result<Self, Findings> {
        let mut draft = resolve(entries);
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        check(&mut draft, &names)?;
        let Draft {
            order,
            types,
            commands,
            events,
            ..
        } = draft;
        Ok(Self {
            command_lookup: Lookup::new(&commands, |command| &command.name),
            event_lookup: Lookup::new(&events, |event| &event.name),
            order,
            types,
            commands,
            events,
        })
    }
}
