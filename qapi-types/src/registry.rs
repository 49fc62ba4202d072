//! Typed values by the name of their command or event.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::__private::{Node, Printed, de, unknown};
use crate::depth;
pub use crate::place::Step;

/// A command or event of generated bindings, by name.
///
/// Bindings made with `registry` on list all of theirs in a constant
/// `REGISTRY`. It is for tools that must go from a name on the wire to the
/// type; a program that knows its types has no use for it.
#[derive(Clone, Copy, Debug)]
pub enum Registered {
    /// A command.
    Command {
        /// The name that `execute` carries.
        name: &'static str,
        /// What stands under `arguments`.
        arguments: Codec,
        /// What stands under `return`.
        reply: Codec,
    },
    /// An event.
    Event {
        /// The name that `event` carries.
        name: &'static str,
        /// What stands under `data`.
        data: Codec,
    },
}

/// What became of a value that was decoded and encoded back.
#[derive(Clone, Debug)]
pub struct Recoded {
    /// The value that came back. It has no member that this build does not
    /// know; all else that is unknown is in it.
    pub value: Value,
    /// What this build does not know, in the order of the value.
    pub unknown: Vec<Unknown>,
}

/// Something in a value that this build does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The way to it from the value as a whole.
    pub at: Vec<Step>,
    /// What it is.
    pub kind: UnknownKind,
}

/// The kinds of thing that a build may not know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownKind {
    /// A member of an object: decoding passes over it.
    Member,
    /// This value of an enum.
    Value(String),
    /// The branch of a union for this value of its tag, which is where it stands.
    Branch(String),
    /// A value of a JSON kind that an alternate has no branch for.
    JsonKind,
}

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member => f.write_str("the bindings do not know this member"),
            Self::Value(value) => write!(f, "the bindings do not know the value `{value}`"),
            Self::Branch(tag) => write!(f, "the bindings do not know the branch `{tag}`"),
            Self::JsonKind => f.write_str("the bindings do not expect this kind of value"),
        }
    }
}

/// A type that JSON can be decoded into and encoded from.
#[derive(Clone, Copy)]
pub struct Codec {
    recode: fn(&[u8]) -> serde_json::Result<Vec<u8>>,
    recode_value: fn(&Value) -> serde_json::Result<Recoded>,
    print: fn(&Value) -> serde_json::Result<String>,
}

impl Codec {
    /// The codec of a type.
    pub const fn of<T: Node + Serialize + DeserializeOwned>() -> Self {
        Self {
            recode: |json| {
                let mut json = serde_json::Deserializer::from_slice(json);
                if depth::is_raised() {
                    json.disable_recursion_limit();
                }
                let typed = T::deserialize(&mut json)?;
                json.end()?;
                serde_json::to_vec(&typed)
            },
            recode_value: |json| {
                // Not `T::deserialize`: that of a list would tell places from
                // its elements on.
                let typed: T = de(json)?;
                Ok(Recoded {
                    value: serde_json::to_value(&typed)?,
                    unknown: unknown(&typed, json),
                })
            },
            print: |json| Ok(format!("{:?}", Printed(&T::deserialize(json)?))),
        }
    }

    /// Decodes a value and encodes it back.
    ///
    /// # Errors
    ///
    /// The bytes are not JSON, or the value is not one of the type.
    pub fn recode(&self, json: &[u8]) -> serde_json::Result<Vec<u8>> {
        (self.recode)(json)
    }

    /// The same with a tree, and tells what of it is unknown.
    ///
    /// # Errors
    ///
    /// The value is not one of the type.
    pub fn recode_value(&self, value: &Value) -> serde_json::Result<Recoded> {
        (self.recode_value)(value)
    }

    /// Decodes a tree and gives what `Debug` prints of the typed value, which
    /// has no secrets in it.
    ///
    /// # Errors
    ///
    /// The value is not one of the type.
    pub fn print(&self, value: &Value) -> serde_json::Result<String> {
        (self.print)(value)
    }
}

impl fmt::Debug for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Codec").finish_non_exhaustive()
    }
}
