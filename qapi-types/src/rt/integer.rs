//! Integers of every width.

use serde::de::{Deserialize, Deserializer, Error, Unexpected};

use crate::int::Int;

/// An integer of some width.
pub(super) trait Integer {
    /// Takes a value; false if that does not fit.
    fn set(&mut self, value: Int) -> bool;
    /// What fits, in words.
    fn expected(&self) -> &'static str;
}

impl Integer for Int {
    #[inline]
    fn set(&mut self, value: Int) -> bool {
        *self = value;
        true
    }
    fn expected(&self) -> &'static str {
        "an integer of 64 bits"
    }
}

macro_rules! integer {
    ($($ty:ty: $expected:literal;)*) => {$(
        impl Integer for $ty {
            #[inline]
            fn set(&mut self, value: Int) -> bool {
                match value.try_into() {
                    Ok(value) => {
                        *self = value;
                        true
                    }
                    Err(_) => false,
                }
            }
            fn expected(&self) -> &'static str {
                $expected
            }
        }
    )*};
}
integer! {
    u8: "an integer from 0 to 255";
    u16: "an integer from 0 to 65535";
    u32: "an integer from 0 to 4294967295";
    u64: "an integer from 0 to 18446744073709551615";
    i8: "an integer from -128 to 127";
    i16: "an integer from -32768 to 32767";
    i32: "an integer from -2147483648 to 2147483647";
    i64: "an integer from -9223372036854775808 to 9223372036854775807";
}

/// Decodes an integer, and refuses one that does not fit.
pub(super) fn decode<'de, D: Deserializer<'de>>(
    integer: &mut dyn Integer,
    deserializer: D,
) -> Result<(), D::Error> {
    let value = Int::deserialize(deserializer)?;
    if integer.set(value) {
        return Ok(());
    }
    let found = match (value.as_u64(), value.as_i64()) {
        (Some(natural), _) => Unexpected::Unsigned(natural),
        (_, Some(negative)) => Unexpected::Signed(negative),
        _ => Unexpected::Other("integer"),
    };
    Err(D::Error::invalid_value(found, &integer.expected()))
}
