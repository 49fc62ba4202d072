//! What this build does not know and keeps all the same.

use std::fmt;

use serde_json::{Map, Value};

/// A value of an enum that this build does not know.
///
/// Made only by converting a string into the enum, which yields the known
/// value of that name if there is one, so equal strings are equal values.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unrecognized(Box<str>);

impl Unrecognized {
    pub(crate) fn new(value: &str) -> Self {
        Self(value.into())
    }

    /// The string on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Unrecognized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Unrecognized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The branch of a union whose tag this build does not know: the tag, and all
/// members that are not common to every branch. Made only by decoding.
///
/// `Debug` names the members and does not show them: one may be a secret.
#[derive(Clone, Default, PartialEq)]
pub struct UnrecognizedBranch(Option<Box<Parts>>);

#[derive(Clone, PartialEq)]
struct Parts {
    tag: String,
    members: Map<String, Value>,
}

impl UnrecognizedBranch {
    /// The value of the tag.
    pub fn tag(&self) -> &str {
        self.0.as_ref().map_or("", |parts| &parts.tag)
    }

    /// The members of the branch.
    pub fn members(&self) -> impl Iterator<Item = (&str, &Value)> {
        let members = self.0.as_ref().map(|parts| parts.members.iter());
        members
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.as_str(), value))
    }

    pub(crate) fn set(&mut self, tag: &str) -> &mut Map<String, Value> {
        let parts = self.0.insert(Box::new(Parts {
            tag: tag.to_owned(),
            members: Map::new(),
        }));
        &mut parts.members
    }
}

impl fmt::Debug for UnrecognizedBranch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("UnrecognizedBranch")
            .field(&self.tag())
            .field(&crate::__private::Printed(self))
            .finish()
    }
}

/// A value of a JSON kind that an alternate had no branch for when this build
/// was made. Made only by decoding.
#[derive(Clone, Debug, PartialEq)]
pub struct UnrecognizedKind(pub(crate) Value);

impl UnrecognizedKind {
    /// The value.
    pub fn value(&self) -> &Value {
        &self.0
    }
}

/// An event that this build does not know. Made only by decoding.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnrecognizedEvent(pub(crate) UnrecognizedBranch);

impl From<UnrecognizedBranch> for UnrecognizedEvent {
    fn from(parts: UnrecognizedBranch) -> Self {
        Self(parts)
    }
}

impl UnrecognizedEvent {
    /// The event's name.
    pub fn name(&self) -> &str {
        self.0.tag()
    }

    #[doc(hidden)]
    pub fn tag(&self) -> &str {
        self.0.tag()
    }

    /// The members of the event's data.
    pub fn data(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.members()
    }
}
