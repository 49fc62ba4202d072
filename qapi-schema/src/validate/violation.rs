//! What a validator found.

use std::borrow::Cow;
use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::problem::Problem;
use super::rule::Rule;
use crate::coordinate::Coordinate;
use crate::secrets::is_secret;

/// A place in the input that breaks a rule.
///
/// [`Display`](fmt::Display) is the message without the place. Serialized it is
/// `{"at": …, "rule": …, "message": …}`, all strings. Neither tells the value at a
/// [secret](crate::secrets) place, and nor does [`Debug`](fmt::Debug);
/// [`problem`](Self::problem) does.
#[derive(Clone, PartialEq, Eq)]
pub struct Violation {
    pub(super) at: Option<Coordinate>,
    pub(super) problem: Problem,
}

impl Violation {
    /// The place; none if the input as a whole or the envelope of a message is wrong.
    pub fn at(&self) -> Option<&Coordinate> {
        self.at.as_ref()
    }
    /// The rule.
    pub fn rule(&self) -> Rule {
        self.problem.rule()
    }
    /// What is wrong, with the value be it secret or not.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// What is wrong, as it may be logged.
    fn tellable(&self) -> Cow<'_, Problem> {
        match &self.at {
            Some(at) if is_secret(at) => Cow::Owned(self.problem.clone().redact()),
            _ => Cow::Borrowed(&self.problem),
        }
    }
}

impl fmt::Debug for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Violation")
            .field("at", &self.at)
            .field("problem", &self.tellable())
            .finish()
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&*self.tellable(), f)
    }
}

impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let at = self.at.as_ref().map(Coordinate::to_string);
        let mut object = serializer.serialize_struct("Violation", 3)?;
        object.serialize_field("at", &at.unwrap_or_default())?;
        object.serialize_field("rule", self.rule().as_str())?;
        object.serialize_field("message", &self.tellable().to_string())?;
        object.end()
    }
}

/// All that a validator found; there is at least one.
///
/// They are in the order of the input, but for two kinds that come with the
/// object they are about: what is wrong with a union's tag comes first there,
/// and what is missing last. Serialized it is the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations {
    first: Box<Violation>,
    others: Vec<Violation>,
}

impl Violations {
    /// None if the list is empty.
    pub(super) fn new(list: Vec<Violation>) -> Option<Self> {
        let mut list = list.into_iter();
        let first = Box::new(list.next()?);
        Some(Self {
            first,
            others: list.collect(),
        })
    }
    /// The first.
    pub fn first(&self) -> &Violation {
        &self.first
    }
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Violation> {
        std::iter::once(&*self.first).chain(&self.others)
    }
    /// How many there are: at least one, at most [`MAX_VIOLATIONS`](super::MAX_VIOLATIONS).
    #[expect(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(&self) -> usize {
        1 + self.others.len()
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::iter::Chain<std::iter::Once<Violation>, std::vec::IntoIter<Violation>>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(*self.first).chain(self.others)
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, violation) in self.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            if let Some(at) = violation.at() {
                write!(f, "{at}: ")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

impl Serialize for Violations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
