//! Commands and events as traits.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::metadata::Availability;

/// A command: its arguments are the value's members.
///
/// Serialized, a value is what stands under `arguments`.
pub trait Command: Serialize {
    /// The name that `execute` carries.
    const NAME: &'static str;
    /// Whether it may be sent out of band, with `exec-oob`.
    const ALLOW_OOB: bool = false;
    /// Whether success is answered at all.
    const SUCCESS_RESPONSE: bool = true;
    /// The command's features: `deprecated`, `unstable`, and words of QEMU's own.
    const FEATURES: &'static [&'static str] = &[];
    /// Which of the schemas that the bindings are made of have the command.
    const AVAILABILITY: Availability = Availability::NOWHERE;
    /// What stands under `return`.
    type Reply: DeserializeOwned;
}

/// An event: its data are the value's members.
///
/// Deserialized, a value is what stands under `data`.
pub trait Event: DeserializeOwned {
    /// The name that `event` carries.
    const NAME: &'static str;
    /// The event's features: `deprecated`, `unstable`, and words of QEMU's own.
    const FEATURES: &'static [&'static str] = &[];
    /// Which of the schemas that the bindings are made of have the event.
    const AVAILABILITY: Availability = Availability::NOWHERE;
}

/// A row of the list of features that generated bindings have as `FEATURES`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Featured {
    /// The item, such as `commands::X` or `types::Y`.
    pub item: &'static str,
    /// The member or value of the item, by its wire name; none for the item itself.
    pub member: Option<&'static str>,
    /// Its features: `deprecated`, `unstable`, and words of QEMU's own.
    pub features: &'static [&'static str],
}

impl Featured {
    #[doc(hidden)]
    pub const fn new(
        item: &'static str,
        member: Option<&'static str>,
        features: &'static [&'static str],
    ) -> Self {
        Self {
            item,
            member,
            features,
        }
    }
}

/// An object without members: the reply of a command that returns nothing.
///
/// Members that a later QEMU may add are passed over.
#[non_exhaustive]
pub struct Empty {}

impl Empty {
    /// The object.
    pub fn new() -> Self {
        Self {}
    }
}

impl Default for Empty {
    fn default() -> Self {
        Self::new()
    }
}
