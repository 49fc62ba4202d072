//! Typed values by the name of their command or event.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

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

/// A type that JSON can be decoded into and encoded from.
#[derive(Clone, Copy)]
pub struct Codec {
    recode: fn(&[u8]) -> serde_json::Result<Vec<u8>>,
    recode_value: fn(&serde_json::Value) -> serde_json::Result<serde_json::Value>,
}

impl Codec {
    /// The codec of a type.
    pub const fn of<T: Serialize + DeserializeOwned>() -> Self {
        Self {
            recode: |json| serde_json::to_vec(&serde_json::from_slice::<T>(json)?),
            recode_value: |value| serde_json::to_value(T::deserialize(value)?),
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

    /// The same with a tree.
    ///
    /// # Errors
    ///
    /// The value is not one of the type.
    pub fn recode_value(&self, value: &serde_json::Value) -> serde_json::Result<serde_json::Value> {
        (self.recode_value)(value)
    }
}

impl fmt::Debug for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Codec").finish_non_exhaustive()
    }
}
