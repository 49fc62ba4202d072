//! Numbers: their grammar and range.

use super::scan::{Fault, Reason};
use super::tape::Kind;

/// Where a number ends and which kind it is. `at` is the position of its sign
/// or first digit.
pub(super) fn end(text: &str, start: usize) -> Result<(usize, Kind), Fault> {
    let bytes = text.as_bytes();
    let mut at = start;
    if bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    let first = at;
    at = match bytes.get(at) {
        Some(b'0') => at + 1,
        Some(b'1'..=b'9') => digits(bytes, at),
        _ => return Err(Fault::new(at, Reason::Digit)),
    };
    let whole = at - first;
    if at - first == 1 && matches!(bytes.get(at), Some(b'0'..=b'9')) {
        // Only a zero stops before a digit.
        return Err(Fault::new(at, Reason::LeadingZero));
    }
    let mut kind = Kind::Integer;
    if bytes.get(at) == Some(&b'.') {
        kind = Kind::Float;
        let fraction = at + 1;
        at = digits(bytes, fraction);
        if at == fraction {
            return Err(Fault::new(at, Reason::Digit));
        }
    }
    let mut exponent = 0;
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        kind = Kind::Float;
        at += 1;
        if matches!(bytes.get(at), Some(b'+' | b'-')) {
            at += 1;
        }
        let first = at;
        at = digits(bytes, first);
        exponent = at - first;
        if exponent == 0 {
            return Err(Fault::new(at, Reason::Digit));
        }
    }
    // 200 digits and 10^99 stay far below the largest double.
    if whole > 200 || exponent > 2 {
        in_range(text.get(start..at).unwrap_or_default(), start)?;
    }
    Ok((at, kind))
}

/// Whether the literal is within the range of a double, the way `serde_json`
/// computes it: its last digits are not exact, and its build flags may take
/// away the limit.
#[cold]
fn in_range(literal: &str, at: usize) -> Result<(), Fault> {
    match serde_json::from_str::<serde_json::Number>(literal) {
        Ok(_) => Ok(()),
        Err(_) => Err(Fault::new(at, Reason::NumberRange)),
    }
}

fn digits(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b'0'..=b'9')) {
        at += 1;
    }
    at
}
