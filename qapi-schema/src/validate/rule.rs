//! The rules that input can break.

use std::fmt;
use std::str::FromStr;

/// A rule that input can break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Rule {
    /// The input is JSON.
    Json,
    /// A message has the members that the protocol gives it, of the right kind.
    Envelope,
    /// At most [`MAX_NESTING`](crate::MAX_NESTING) containers lie inside each other.
    Depth,
    /// An object names a member once.
    DuplicateMember,
    /// The schema has the command.
    UnknownCommand,
    /// The schema has the event.
    UnknownEvent,
    /// A member that is not optional is there.
    Missing,
    /// An object has no members but its type's.
    UnknownMember,
    /// A value has the JSON kind of its type, or one that its alternate has.
    Type,
    /// An integer is within its type, where the schema tells the width, and
    /// within `i64` or `u64` in any case.
    IntegerRange,
    /// A string is one of its enum's values.
    EnumValue,
    /// Nothing deprecated is used; only where that is denied.
    Deprecated,
    /// Nothing unstable is used; only where that is denied.
    Unstable,
    /// A command is executed out of band only if it allows that.
    Oob,
}

impl Rule {
    /// Every rule.
    pub const ALL: &[Self] = &[
        Self::Json,
        Self::Envelope,
        Self::Depth,
        Self::DuplicateMember,
        Self::UnknownCommand,
        Self::UnknownEvent,
        Self::Missing,
        Self::UnknownMember,
        Self::Type,
        Self::IntegerRange,
        Self::EnumValue,
        Self::Deprecated,
        Self::Unstable,
        Self::Oob,
    ];

    /// The rule's name: lower case, with dashes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Envelope => "envelope",
            Self::Depth => "depth",
            Self::DuplicateMember => "duplicate-member",
            Self::UnknownCommand => "unknown-command",
            Self::UnknownEvent => "unknown-event",
            Self::Missing => "missing",
            Self::UnknownMember => "unknown-member",
            Self::Type => "type",
            Self::IntegerRange => "integer-range",
            Self::EnumValue => "enum-value",
            Self::Deprecated => "deprecated",
            Self::Unstable => "unstable",
            Self::Oob => "oob",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A text that names no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a rule{hint}", crate::quote::quoted(.name))]
pub struct UnknownRule {
    name: String,
    hint: String,
}

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(name: &str) -> Result<Self, UnknownRule> {
        let rule = Self::ALL.iter().find(|rule| rule.as_str() == name);
        rule.copied().ok_or_else(|| UnknownRule {
            name: name.to_owned(),
            hint: crate::suggest::did_you_mean(name, Self::ALL.iter().map(|rule| rule.as_str())),
        })
    }
}
