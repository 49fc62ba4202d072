//! Integers without loss.

use std::cmp::Ordering;
use std::fmt;
use std::num::TryFromIntError;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

/// An integer of QAPI: any value of `i64` and of `u64`.
///
/// A dump says `int` for every integer, whatever its width and sign. Where no
/// reference tells more, this type takes both ranges whole. It converts from and compares with the
/// primitive integers, and converts into them where the value fits.
///
/// ```
/// use qapi_types::Int;
///
/// let size = Int::from(u64::MAX);
/// assert_eq!(size, u64::MAX);
/// assert_eq!(size.as_i64(), None);
/// assert!(Int::from(-1) < size);
/// assert_eq!(u16::try_from(Int::from(80))?, 80);
/// # Ok::<(), std::num::TryFromIntError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Int(Repr);

// The derived order is the numeric one: variants in this order, negative
// numbers by their value. `Negative` never holds a number of zero or more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Repr {
    Negative(i64),
    Natural(u64),
}

impl Int {
    /// Zero.
    pub const ZERO: Self = Self(Repr::Natural(0));
    /// The smallest value, that of `i64`.
    pub const MIN: Self = Self(Repr::Negative(i64::MIN));
    /// The largest value, that of `u64`.
    pub const MAX: Self = Self(Repr::Natural(u64::MAX));

    /// The value, if it fits.
    pub fn as_i64(self) -> Option<i64> {
        match self.0 {
            Repr::Negative(value) => Some(value),
            Repr::Natural(value) => i64::try_from(value).ok(),
        }
    }

    /// The value, if it fits.
    pub fn as_u64(self) -> Option<u64> {
        match self.0 {
            Repr::Negative(_) => None,
            Repr::Natural(value) => Some(value),
        }
    }
}

impl Default for Int {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<i64> for Int {
    fn from(value: i64) -> Self {
        Self(match u64::try_from(value) {
            Ok(value) => Repr::Natural(value),
            Err(_) => Repr::Negative(value),
        })
    }
}

impl From<u64> for Int {
    fn from(value: u64) -> Self {
        Self(Repr::Natural(value))
    }
}

impl From<Int> for i128 {
    fn from(value: Int) -> Self {
        match value.0 {
            Repr::Negative(value) => value.into(),
            Repr::Natural(value) => value.into(),
        }
    }
}

impl TryFrom<i128> for Int {
    type Error = TryFromIntError;

    fn try_from(value: i128) -> Result<Self, TryFromIntError> {
        if value < 0 {
            i64::try_from(value).map(Self::from)
        } else {
            u64::try_from(value).map(Self::from)
        }
    }
}

macro_rules! widen {
    ($wide:ty: $($narrow:ty)*) => {$(
        impl From<$narrow> for Int {
            fn from(value: $narrow) -> Self {
                // No target has pointers wider than 64 bits.
                Self::from(value as $wide)
            }
        }
    )*};
}
widen!(u64: u8 u16 u32 usize);
widen!(i64: i8 i16 i32 isize);

macro_rules! narrow_and_compare {
    ($($primitive:ty)*) => {$(
        impl TryFrom<Int> for $primitive {
            type Error = TryFromIntError;

            fn try_from(value: Int) -> Result<Self, TryFromIntError> {
                i128::from(value).try_into()
            }
        }
        impl PartialEq<$primitive> for Int {
            fn eq(&self, other: &$primitive) -> bool {
                *self == Self::from(*other)
            }
        }
        impl PartialEq<Int> for $primitive {
            fn eq(&self, other: &Int) -> bool {
                Int::from(*self) == *other
            }
        }
        impl PartialOrd<$primitive> for Int {
            fn partial_cmp(&self, other: &$primitive) -> Option<Ordering> {
                self.partial_cmp(&Self::from(*other))
            }
        }
        impl PartialOrd<Int> for $primitive {
            fn partial_cmp(&self, other: &Int) -> Option<Ordering> {
                Int::from(*self).partial_cmp(other)
            }
        }
    )*};
}
narrow_and_compare!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);

impl fmt::Display for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Repr::Negative(value) => value.fmt(f),
            Repr::Natural(value) => value.fmt(f),
        }
    }
}

impl fmt::Debug for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Int {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Repr::Negative(value) => serializer.serialize_i64(value),
            Repr::Natural(value) => serializer.serialize_u64(value),
        }
    }
}

impl<'de> Deserialize<'de> for Int {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i64(IntVisitor)
    }
}

struct IntVisitor;

impl Visitor<'_> for IntVisitor {
    type Value = Int;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer of 64 bits")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Int, E> {
        Ok(Int::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Int, E> {
        Ok(Int::from(value))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Int, E> {
        Int::try_from(value).map_err(|_| E::invalid_value(Unexpected::Other("integer"), &self))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Int, E> {
        match u64::try_from(value) {
            Ok(value) => Ok(Int::from(value)),
            Err(_) => Err(E::invalid_value(Unexpected::Other("integer"), &self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EDGES: [i128; 9] = [
        i64::MIN as i128,
        i64::MIN as i128 + 1,
        -1,
        0,
        1,
        (1 << 53) + 1,
        i64::MAX as i128,
        i64::MAX as i128 + 1,
        u64::MAX as i128,
    ];

    #[test]
    fn every_edge_survives_json_and_keeps_its_order() {
        for a in EDGES {
            let int = Int::try_from(a).unwrap();
            assert_eq!(i128::from(int), a);
            assert_eq!(int.to_string(), a.to_string());
            let json = serde_json::to_string(&int).unwrap();
            assert_eq!(json, a.to_string());
            assert_eq!(serde_json::from_str::<Int>(&json).unwrap(), int);
            let value: serde_json::Value = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::from_value::<Int>(value).unwrap(), int);
            for b in EDGES {
                assert_eq!(int.cmp(&Int::try_from(b).unwrap()), a.cmp(&b), "{a} {b}");
            }
        }
    }

    #[test]
    fn what_fits_neither_range_is_refused() {
        assert!(Int::try_from(i128::from(u64::MAX) + 1).is_err());
        assert!(Int::try_from(i128::from(i64::MIN) - 1).is_err());
        for text in [
            "18446744073709551616",
            "-9223372036854775809",
            "1.0",
            "1e3",
            "\"1\"",
            "null",
        ] {
            let error = serde_json::from_str::<Int>(text).unwrap_err().to_string();
            assert!(
                error.contains("expected an integer of 64 bits"),
                "{text}: {error}"
            );
        }
    }

    #[test]
    fn it_narrows_only_where_the_value_fits() {
        assert_eq!(u8::try_from(Int::from(255)), Ok(255));
        assert!(u8::try_from(Int::from(256)).is_err());
        assert!(u64::try_from(Int::from(-1)).is_err());
        assert_eq!(u64::try_from(Int::MAX), Ok(u64::MAX));
        assert_eq!(i64::try_from(Int::MIN), Ok(i64::MIN));
        assert!(i64::try_from(Int::MAX).is_err());
        assert_eq!(Int::MIN.as_u64(), None);
        assert!(Int::from(3u8) == 3i64 && 3usize == Int::from(3) && Int::from(-1) < 0u64);
    }
}
