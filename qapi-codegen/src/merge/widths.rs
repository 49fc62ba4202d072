//! One width for an integer of which several schemas tell one.

use qapi_schema::Width;

/// The widest of some widths: it holds the integers of every schema. Where one
/// schema has a sign and another has none, no width does, nor where none tells.
pub(super) fn merge(widths: &[Width]) -> Width {
    let mut widths = widths.iter().copied();
    let Some(first) = widths.next() else {
        return Width::Unknown;
    };
    widths.fold(first, |a, b| {
        if a.is_unsigned() != b.is_unsigned() {
            Width::Unknown
        } else if bits(b) > bits(a) {
            b
        } else {
            a
        }
    })
}

fn bits(width: Width) -> u32 {
    match width {
        Width::Int8 | Width::Uint8 => 8,
        Width::Int16 | Width::Uint16 => 16,
        Width::Int32 | Width::Uint32 => 32,
        Width::Int | Width::Int64 | Width::Uint64 | Width::Size => 64,
        Width::Unknown => 128,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_wins_unless_the_sign_differs() {
        use Width::{Int, Int8, Int32, Size, Uint8, Uint64, Unknown};
        for (widths, merged) in [
            (&[][..], Unknown),
            (&[Uint8], Uint8),
            (&[Uint8, Size], Size),
            (&[Size, Uint64], Size),
            (&[Int32, Int8, Int], Int),
            (&[Int, Uint8], Unknown),
            (&[Uint8, Int, Uint8], Unknown),
            (&[Unknown, Uint8], Unknown),
        ] {
            assert_eq!(merge(widths), merged, "{widths:?}");
        }
    }
}
