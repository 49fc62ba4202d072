//! Strings: finding their end, and what their escapes stand for.

use super::scan::{Fault, Reason};

/// Where a string with escapes ends: the position of its closing quote. `at`
/// is where it stops being plain.
#[cold]
pub(super) fn escaped_end(bytes: &[u8], mut at: usize) -> Result<usize, Fault> {
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at),
            Some(b'\\') => at = skip_plain(bytes, escape(bytes, at + 1)?),
            Some(_) => return Err(Fault::new(at, Reason::ControlCharacter)),
            None => return Err(Fault::new(at, Reason::EndInString)),
        }
    }
}

/// The position of the next quote, backslash or control character.
#[inline]
pub(super) fn skip_plain(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
    const TOPS: u64 = u64::from_ne_bytes([0x80; 8]);
    // Eight bytes at a time: a byte that is less than N leaves its top bit set
    // by the subtraction of N. Only bytes after a true hit can be false ones.
    let below = |word: u64, n: u8| word.wrapping_sub(ONES * u64::from(n)) & !word & TOPS;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*chunk);
        let quote = below(word ^ (ONES * u64::from(b'"')), 1);
        let backslash = below(word ^ (ONES * u64::from(b'\\')), 1);
        let hits = quote | backslash | below(word, 0x20);
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let Some(byte) = bytes.get(at) {
        if matches!(byte, b'"' | b'\\' | 0..0x20) {
            break;
        }
        at += 1;
    }
    at
}

/// Checks an escape; `at` is the position after its backslash. Gives the
/// position after the escape.
fn escape(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    match bytes.get(at) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 1),
        Some(b'u') => match hex(bytes, at + 1)? {
            0xD800..=0xDBFF => {
                let next = at + 5;
                let lone = Err(Fault::new(at - 1, Reason::LoneSurrogate));
                if bytes.get(next) != Some(&b'\\') || bytes.get(next + 1) != Some(&b'u') {
                    return lone;
                }
                match hex(bytes, next + 2)? {
                    0xDC00..=0xDFFF => Ok(next + 6),
                    _ => lone,
                }
            }
            0xDC00..=0xDFFF => Err(Fault::new(at - 1, Reason::LoneSurrogate)),
            _ => Ok(at + 5),
        },
        Some(_) => Err(Fault::new(at, Reason::Escape)),
        None => Err(Fault::new(at, Reason::EndInString)),
    }
}

/// The four hexadecimal digits of a `\u` escape.
fn hex(bytes: &[u8], at: usize) -> Result<u32, Fault> {
    let mut code = 0;
    for at in at..at + 4 {
        let digit = bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
        match digit {
            Some(digit) => code = code * 16 + digit,
            None if at >= bytes.len() => return Err(Fault::new(at, Reason::EndInString)),
            None => return Err(Fault::new(at, Reason::Escape)),
        }
    }
    Ok(code)
}

/// The value of a string whose text has been checked.
pub(super) fn unescape(raw: &str) -> String {
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((plain, escape)) = rest.split_once('\\') {
        value.push_str(plain);
        let mut chars = escape.chars();
        let c = match chars.next() {
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let (c, len) = unicode(chars.as_str());
                chars = chars.as_str().get(len..).unwrap_or_default().chars();
                c
            }
            Some(itself) => itself,
            None => break,
        };
        value.push(c);
        rest = chars.as_str();
    }
    value.push_str(rest);
    value
}

/// The character of a `\u` escape or pair of them, and how many bytes after
/// the first `\u` tell it.
fn unicode(digits: &str) -> (char, usize) {
    let unit = |at: usize| {
        let digits = digits.get(at..at + 4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let units = [unit(0), unit(6)];
    let first = units.into_iter().map_while(|unit| unit);
    match char::decode_utf16(first).next() {
        Some(Ok(c)) => (c, if c.len_utf16() == 2 { 10 } else { 4 }),
        _ => (char::REPLACEMENT_CHARACTER, 4),
    }
}
