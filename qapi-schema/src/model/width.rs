//! How wide integers are.

use std::ops::RangeInclusive;

/// The width of an integer type.
///
/// A dump says `int` for every integer; only an unmasked schema tells the
/// width ([`Schema::is_unmasked`](crate::Schema::is_unmasked)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Width {
    /// A dump's `int`, which may be any of the others.
    Unknown,
    /// QAPI's `int`: 64 bits with a sign.
    Int,
    /// `int8`
    Int8,
    /// `int16`
    Int16,
    /// `int32`
    Int32,
    /// `int64`
    Int64,
    /// `uint8`
    Uint8,
    /// `uint16`
    Uint16,
    /// `uint32`
    Uint32,
    /// `uint64`
    Uint64,
    /// `size`: 64 bits without sign. Where people write it, it takes a suffix
    /// (`1G`); on the wire it is like `uint64`.
    Size,
}

impl Width {
    /// The widths that a schema may tell.
    pub const KNOWN: &[Self] = &[
        Self::Int,
        Self::Int8,
        Self::Int16,
        Self::Int32,
        Self::Int64,
        Self::Uint8,
        Self::Uint16,
        Self::Uint32,
        Self::Uint64,
        Self::Size,
    ];

    /// The name of the integer type in QAPI; `int` where it is not known.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown | Self::Int => "int",
            Self::Int8 => "int8",
            Self::Int16 => "int16",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Uint8 => "uint8",
            Self::Uint16 => "uint16",
            Self::Uint32 => "uint32",
            Self::Uint64 => "uint64",
            Self::Size => "size",
        }
    }

    /// Whether QEMU keeps it without a sign; none where that is not known.
    pub fn is_unsigned(self) -> Option<bool> {
        match self {
            Self::Unknown => None,
            Self::Int | Self::Int8 | Self::Int16 | Self::Int32 | Self::Int64 => Some(false),
            Self::Uint8 | Self::Uint16 | Self::Uint32 | Self::Uint64 | Self::Size => Some(true),
        }
    }

    /// The integers that QEMU takes for it on the wire
    /// (`qapi/qobject-input-visitor.c`, `qapi/qapi-visit-core.c`).
    ///
    /// `uint64` and `size` take negative ones too, which wrap around.
    pub fn range(self) -> RangeInclusive<i128> {
        match self {
            Self::Unknown | Self::Uint64 | Self::Size => i64::MIN.into()..=u64::MAX.into(),
            Self::Int | Self::Int64 => i64::MIN.into()..=i64::MAX.into(),
            Self::Int8 => i8::MIN.into()..=i8::MAX.into(),
            Self::Int16 => i16::MIN.into()..=i16::MAX.into(),
            Self::Int32 => i32::MIN.into()..=i32::MAX.into(),
            Self::Uint8 => 0..=u8::MAX.into(),
            Self::Uint16 => 0..=u16::MAX.into(),
            Self::Uint32 => 0..=u32::MAX.into(),
        }
    }

    /// From the name of a builtin entry. A masked schema has `int` only, and
    /// means all of them.
    pub(crate) fn from_name(name: &str, masked: bool) -> Self {
        let known = Self::KNOWN.iter().copied();
        let mut found = known.filter(|width| width.name() == name);
        match found.next() {
            Some(Self::Int) if masked => Self::Unknown,
            found => found.unwrap_or(Self::Unknown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_width_is_read_from_its_name() {
        for &width in Width::KNOWN {
            assert_eq!(Width::from_name(width.name(), false), width);
            let masked = match width {
                Width::Int => Width::Unknown,
                width => width,
            };
            assert_eq!(Width::from_name(width.name(), true), masked);
            assert!(width.range().contains(&0) && width.range().contains(&127));
        }
        assert_eq!(Width::from_name("int128", false), Width::Unknown);
    }
}
