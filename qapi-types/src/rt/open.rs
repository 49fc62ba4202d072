//! Open enums.

use std::mem::discriminant;

use crate::unknown::Unrecognized;

/// An enum that also takes what this build does not know.
pub trait Enum: Sized {
    /// The value on the wire.
    fn name(&self) -> &str;
    /// The value at a position, or the catch-all with this name past the last.
    fn value(index: usize, other: &str) -> Self;
}

/// An enum of any type.
pub trait AnyEnum {
    /// The value on the wire.
    fn name(&self) -> &str;
    /// Whether this build does not know the value.
    fn is_unrecognized(&self) -> bool;
    /// Changes the value.
    fn set(&mut self, name: &str);
}

impl<T: Enum> AnyEnum for T {
    #[inline]
    fn name(&self) -> &str {
        Enum::name(self)
    }
    #[inline]
    fn is_unrecognized(&self) -> bool {
        discriminant(self) == discriminant(&T::value(usize::MAX, ""))
    }
    #[inline]
    fn set(&mut self, name: &str) {
        *self = parse_enum(name);
    }
}

/// The value of this name, known or not.
#[inline]
pub fn parse_enum<T: Enum>(name: &str) -> T {
    // The catch-all past the last value has the name that is looked for.
    let mut index = 0;
    loop {
        let value = T::value(index, name);
        if value.name() == name {
            return value;
        }
        index += 1;
    }
}

/// A copy of the value.
#[inline]
pub fn clone_enum<T: Enum>(of: &T) -> T {
    // The catch-all past the last value has the discriminant of any other.
    let mut index = 0;
    loop {
        let value = T::value(index, "");
        if discriminant(&value) == discriminant(of) {
            // Only now, so that searching allocates nothing.
            return T::value(index, of.name());
        }
        index += 1;
    }
}

/// The payload of a catch-all.
pub fn unrecognized(name: &str) -> Unrecognized {
    Unrecognized::new(name)
}
