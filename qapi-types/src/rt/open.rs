//! Open enums.

use super::node::Node;
use crate::unknown::Unrecognized;

/// An enum that also takes what this build does not know.
pub trait Enum {
    /// The value on the wire.
    fn name(&self) -> &str;
    /// Changes to the value at a position, or past the last to the catch-all
    /// with this name.
    fn set(&mut self, index: usize, other: &str);
    /// Whether this build does not know the value.
    fn is_unrecognized(&self) -> bool;
    /// Changes to the value of this name, known or not.
    fn set_name(&mut self, name: &str) {
        for index in 0.. {
            self.set(index, name);
            // The catch-all past the last value has the name that is looked for.
            if self.name() == name {
                break;
            }
        }
    }
}

/// The value of this name, known or not.
#[inline]
pub fn parse_enum<T: Node + Enum>(name: &str) -> T {
    let mut value = T::blank();
    value.set_name(name);
    value
}

/// The payload of a catch-all.
pub fn unrecognized(name: &str) -> Unrecognized {
    Unrecognized::new(name)
}
