//! What is wrong, and the words for it.

use std::fmt;

use super::rule::Rule;
use crate::MAX_NESTING;
use crate::model::{JsonKind, Width};
use crate::quote::quoted;
use crate::secrets::REDACTED;

/// The values of an enum go into a [`Problem`] if they are not more. The
/// longest enum of a real schema, the names of keys, has some 160.
pub const MAX_VALUES: usize = 256;

/// What is wrong with the input. Its [`Display`](fmt::Display) is the message
/// for people; its members are for programs.
///
/// Names and values of the input that are longer than 128 characters are cut.
/// A value may be a [secret](crate::secrets): a
/// [`Violation`](super::Violation) does not tell it to people, and suggests
/// nothing for it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The input is no JSON.
    Json {
        /// What is wrong.
        reason: &'static str,
        /// The position in the input, in bytes from 0.
        offset: usize,
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1.
        column: usize,
    },
    /// The message is not of the protocol's form.
    Envelope(Envelope),
    /// Too many containers lie inside each other.
    Depth,
    /// The object has named this member before.
    DuplicateMember {
        /// The member.
        name: Box<str>,
    },
    /// The schema has no such command.
    UnknownCommand {
        /// The command.
        name: Box<str>,
        /// The command whose name is nearest.
        suggestion: Option<Box<str>>,
    },
    /// The schema has no such event.
    UnknownEvent {
        /// The event.
        name: Box<str>,
        /// The event whose name is nearest.
        suggestion: Option<Box<str>>,
    },
    /// A required member is not there.
    Missing {
        /// The member.
        name: Box<str>,
        /// What it would have to be.
        expected: Expected,
    },
    /// The object's type has no such member.
    UnknownMember {
        /// The member.
        name: Box<str>,
        /// The member, of those that the object could have, whose name is nearest.
        suggestion: Option<Box<str>>,
    },
    /// The value is of another kind.
    Type {
        /// What it would have to be.
        expected: Expected,
        /// What it is.
        found: Found,
    },
    /// An integer that its type does not hold, or neither `i64` nor `u64`.
    IntegerRange {
        /// The number as written.
        literal: Box<str>,
        /// The width of the type.
        width: Width,
    },
    /// The enum has no such value.
    EnumValue {
        /// The value.
        value: Box<str>,
        /// The value whose name is nearest.
        suggestion: Option<Box<str>>,
        /// All values of the enum; none where they are more than
        /// [`MAX_VALUES`].
        values: Box<[Box<str>]>,
    },
    /// Something is deprecated.
    Deprecated(Subject),
    /// Something is unstable.
    Unstable(Subject),
    /// The command cannot be executed out of band.
    Oob {
        /// The command.
        command: Box<str>,
    },
    /// The coordinate to validate at leads nowhere.
    Nowhere {
        /// Why.
        message: Box<str>,
        /// The rule to report it as: an unknown command, event or member.
        rule: Rule,
    },
}

/// How a message is not of the protocol's form.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Envelope {
    /// The message is no object.
    NotObject(Found),
    /// None of `execute`, `exec-oob` and `event` is there.
    NoName,
    /// A member excludes another.
    Clash {
        /// The member that came first.
        first: &'static str,
        /// The member that came second.
        second: &'static str,
    },
    /// A member that such a message does not have.
    UnknownMember {
        /// The member.
        name: Box<str>,
        /// The kind of message: `command`, `event`, `reply` or `timestamp`.
        of: &'static str,
        /// The member, of those it could have, whose name is nearest.
        suggestion: Option<Box<str>>,
    },
    /// A member that a timestamp must have.
    Missing {
        /// The member.
        name: &'static str,
    },
    /// A member of the wrong kind.
    Type {
        /// The member.
        name: &'static str,
        /// What it would have to be.
        expected: Expected,
        /// What it is.
        found: Found,
    },
}

/// What a type asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// Any value of a JSON kind.
    Kind(JsonKind),
    /// A number without fraction or exponent.
    Integer(Width),
    /// A string out of a list.
    Enum,
    /// One of several kinds.
    Alternate {
        /// The type's name, if the schema tells it.
        name: Option<Box<str>>,
        /// The kinds.
        branches: Box<[Expected]>,
    },
    /// Any value.
    Any,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Found {
    /// A value of this JSON kind; of numbers, an integer.
    Kind(JsonKind),
    /// A number with a fraction or an exponent.
    Float,
}

/// What carries a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// A command.
    Command(Box<str>),
    /// An event.
    Event(Box<str>),
    /// A member.
    Member(Box<str>),
    /// A value of an enum.
    Value(Box<str>),
    /// The type of the value.
    Type,
}

impl Problem {
    /// The rule that is broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Json { .. } => Rule::Json,
            Self::Envelope(_) => Rule::Envelope,
            Self::Depth => Rule::Depth,
            Self::DuplicateMember { .. } => Rule::DuplicateMember,
            Self::UnknownCommand { .. } => Rule::UnknownCommand,
            Self::UnknownEvent { .. } => Rule::UnknownEvent,
            Self::Missing { .. } => Rule::Missing,
            Self::UnknownMember { .. } => Rule::UnknownMember,
            Self::Type { .. } => Rule::Type,
            Self::IntegerRange { .. } => Rule::IntegerRange,
            Self::EnumValue { .. } => Rule::EnumValue,
            Self::Deprecated(_) => Rule::Deprecated,
            Self::Unstable(_) => Rule::Unstable,
            Self::Oob { .. } => Rule::Oob,
            Self::Nowhere { rule, .. } => *rule,
        }
    }

    /// The same without the value that it is about, which is a secret.
    pub(super) fn redact(self) -> Self {
        match self {
            Self::IntegerRange { width, .. } => Self::IntegerRange {
                literal: REDACTED.into(),
                width,
            },
            Self::EnumValue { values, .. } => Self::EnumValue {
                value: REDACTED.into(),
                suggestion: None,
                values,
            },
            Self::Deprecated(Subject::Value(_)) => {
                Self::Deprecated(Subject::Value(REDACTED.into()))
            }
            Self::Unstable(Subject::Value(_)) => Self::Unstable(Subject::Value(REDACTED.into())),
            other => other,
        }
    }
}

/// So many values of an enum are listed in a message.
const FEW: usize = 6;

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json {
                reason,
                line,
                column,
                ..
            } => write!(f, "not JSON: {reason} (line {line}, column {column})"),
            Self::Envelope(envelope) => envelope.fmt(f),
            Self::Depth => write!(f, "nested deeper than {MAX_NESTING} arrays and objects"),
            Self::DuplicateMember { name } => write!(f, "{} is here more than once", quoted(name)),
            Self::UnknownCommand { name, suggestion } => {
                write!(f, "{} is not a command of this schema", quoted(name))?;
                hint(f, suggestion.as_deref())
            }
            Self::UnknownEvent { name, suggestion } => {
                write!(f, "{} is not an event of this schema", quoted(name))?;
                hint(f, suggestion.as_deref())
            }
            Self::Missing { name, expected } => {
                write!(f, "{} is missing: expected {expected}", quoted(name))
            }
            Self::UnknownMember { name, suggestion } => {
                write!(f, "{} is not a member here", quoted(name))?;
                hint(f, suggestion.as_deref())
            }
            Self::Type { expected, found } => write!(f, "expected {expected}, found {found}"),
            Self::IntegerRange { literal, width } => {
                let range = width.range();
                let type_of = match range == Width::Unknown.range() {
                    true => "the integers of 64 bits".to_owned(),
                    false => quoted(width.name()).to_string(),
                };
                write!(
                    f,
                    "{} is outside {type_of}: expected {} to {}",
                    quoted(literal),
                    range.start(),
                    range.end()
                )
            }
            Self::EnumValue {
                value,
                suggestion,
                values,
            } => {
                write!(f, "{} is not a value here", quoted(value))?;
                if suggestion.is_none() && (1..=FEW).contains(&values.len()) {
                    let values: Vec<_> = values.iter().map(|value| quoted(value)).collect();
                    write!(f, ": expected {}", Either(&values))?;
                }
                hint(f, suggestion.as_deref())
            }
            Self::Deprecated(subject) => write!(f, "{subject} is deprecated"),
            Self::Unstable(subject) => write!(f, "{subject} is unstable"),
            Self::Oob { command } => {
                write!(f, "{} cannot be executed out of band", quoted(command))
            }
            Self::Nowhere { message, .. } => f.write_str(message),
        }
    }
}

fn hint(f: &mut fmt::Formatter<'_>, suggestion: Option<&str>) -> fmt::Result {
    match suggestion {
        Some(name) => write!(f, "; did you mean {}?", quoted(name)),
        None => Ok(()),
    }
}

impl fmt::Display for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotObject(found) => write!(f, "a message must be an object, found {found}"),
            Self::NoName => f.write_str("a message must have `execute`, `exec-oob` or `event`"),
            Self::Clash { first, second } => write!(f, "`{second}` cannot go with `{first}`"),
            Self::UnknownMember {
                name,
                of,
                suggestion,
            } => {
                let article = if *of == "event" { "an" } else { "a" };
                write!(f, "{} is not a member of {article} {of}", quoted(name))?;
                hint(f, suggestion.as_deref())
            }
            Self::Missing { name } => write!(f, "a timestamp must have {}", quoted(name)),
            Self::Type {
                name,
                expected,
                found,
            } => write!(f, "{} must be {expected}, found {found}", quoted(name)),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(kind) => f.write_str(with_article(*kind)),
            Self::Integer(_) => f.write_str("an integer"),
            Self::Enum => f.write_str("a string"),
            Self::Alternate { branches, .. } => Either(branches).fmt(f),
            Self::Any => f.write_str("any value"),
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(JsonKind::Number) => f.write_str("an integer"),
            Self::Kind(kind) => f.write_str(with_article(*kind)),
            Self::Float => f.write_str("a float"),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(name) => write!(f, "the command {}", quoted(name)),
            Self::Event(name) => write!(f, "the event {}", quoted(name)),
            Self::Member(name) => write!(f, "the member {}", quoted(name)),
            Self::Value(name) => write!(f, "the value {}", quoted(name)),
            Self::Type => f.write_str("a value of this type"),
        }
    }
}

fn with_article(kind: JsonKind) -> &'static str {
    match kind {
        JsonKind::Object => "an object",
        JsonKind::Array => "an array",
        JsonKind::String => "a string",
        JsonKind::Number => "a number",
        JsonKind::Bool => "a boolean",
        JsonKind::Null => "null",
    }
}

/// `a, b or c`
struct Either<'a, T>(&'a [T]);

impl<T: fmt::Display> fmt::Display for Either<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.0.len().saturating_sub(1);
        for (at, item) in self.0.iter().enumerate() {
            let before = match at {
                0 => "",
                _ if at == last => " or ",
                _ => ", ",
            };
            write!(f, "{before}{item}")?;
        }
        Ok(())
    }
}
