//! Values as QEMU writes them, `qobject/json-writer.c`.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};

/// What is still to be written.
enum Rest<'v> {
    Elements(std::slice::Iter<'v, Value>),
    Members(serde_json::map::Iter<'v>),
}

/// Writes a value, however deep.
pub(crate) fn write(out: &mut Vec<u8>, value: &Value) {
    let mut open: Vec<Rest<'_>> = Vec::new();
    let mut next = Some(value);
    loop {
        // Whether this is the first of what the innermost container holds.
        let begun = match next.take() {
            Some(Value::Array(elements)) => {
                out.push(b'[');
                open.push(Rest::Elements(elements.iter()));
                true
            }
            Some(Value::Object(members)) => {
                out.push(b'{');
                open.push(Rest::Members(members.iter()));
                true
            }
            Some(value) => {
                scalar(out, value);
                false
            }
            None => false,
        };
        let separator: &[u8] = if begun { b"" } else { b", " };
        match open.last_mut() {
            None => return,
            Some(Rest::Elements(rest)) => match rest.next() {
                Some(element) => {
                    out.extend_from_slice(separator);
                    next = Some(element);
                }
                None => {
                    out.push(b']');
                    open.pop();
                }
            },
            Some(Rest::Members(rest)) => match rest.next() {
                Some((key, member)) => {
                    out.extend_from_slice(separator);
                    string(out, key);
                    out.extend_from_slice(b": ");
                    next = Some(member);
                }
                None => {
                    out.push(b'}');
                    open.pop();
                }
            },
        }
    }
}

fn scalar(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::String(text) => string(out, text),
        Value::Number(number) if number.is_f64() => {
            double(out, number.as_f64().unwrap_or_default());
        }
        // Null, booleans and integers are spelt alike everywhere.
        other => out.extend_from_slice(other.to_string().as_bytes()),
    }
}

/// Writes a string; what is not ASCII is escaped.
pub(crate) fn string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    for c in text.chars() {
        match c {
            '"' => out.extend_from_slice(br#"\""#),
            '\\' => out.extend_from_slice(br"\\"),
            '\u{8}' => out.extend_from_slice(br"\b"),
            '\u{c}' => out.extend_from_slice(br"\f"),
            '\n' => out.extend_from_slice(br"\n"),
            '\r' => out.extend_from_slice(br"\r"),
            '\t' => out.extend_from_slice(br"\t"),
            ' '..='~' => out.push(c as u8),
            // A vector takes all that is written.
            _ => drop(escape(out, c)),
        }
    }
    out.push(b'"');
}

fn escape<W: Write + ?Sized>(out: &mut W, c: char) -> io::Result<()> {
    let mut units = [0; 2];
    let mut units = c.encode_utf16(&mut units).iter();
    units.try_for_each(|unit| write!(out, "\\u{unit:04X}"))
}

/// What serializes, with its members in the order in which it has them. It is
/// no deeper than its type.
pub(crate) fn to_vec(value: &impl Serialize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut out, Spelling);
    // What is written here has string keys and no functions of its own to fail.
    drop(value.serialize(&mut serializer));
    out
}

/// QEMU's spelling of what has strings, lists and objects only.
struct Spelling;

impl Formatter for Spelling {
    fn begin_array_value<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        out.write_all(if first { b"" } else { b", " })
    }
    fn begin_object_key<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        out.write_all(if first { b"" } else { b", " })
    }
    fn begin_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        fragment.chars().try_for_each(|c| match c {
            ' '..='~' => out.write_all(&[c as u8]),
            _ => escape(out, c),
        })
    }
    fn write_char_escape<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        escaped: CharEscape,
    ) -> io::Result<()> {
        match escaped {
            CharEscape::AsciiControl(byte) => escape(out, char::from(byte)),
            other => CompactFormatter.write_char_escape(out, other),
        }
    }
}

/// Writes a double as C's `%.17g` does: 17 significant digits without trailing
/// zeros, in scientific notation if the exponent is below -4 or above 16.
fn double(out: &mut Vec<u8>, value: f64) {
    const DIGITS: i32 = 17;
    let scientific = format!("{value:.*e}", DIGITS as usize - 1);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let trimmed = |digits: &str| match digits.contains('.') {
        true => digits
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned(),
        false => digits.to_owned(),
    };
    let text = if (-4..DIGITS).contains(&exponent) {
        let decimals = usize::try_from(DIGITS - 1 - exponent).unwrap_or_default();
        trimmed(&format!("{value:.decimals$}"))
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{}e{sign}{:02}", trimmed(mantissa), exponent.abs())
    };
    // A vector takes all that is written.
    let _ = out.write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(value: &Value) -> String {
        let mut out = Vec::new();
        write(&mut out, value);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn values_are_spelt_as_by_qemu() {
        assert_eq!(
            written(&json!({"b": [1, {}, []], "a": "\u{7f}ä\u{0}\u{1F600}\"\\\n<"})),
            r#"{"a": "\u007F\u00E4\u0000\uD83D\uDE00\"\\\n<", "b": [1, {}, []]}"#
        );
        assert_eq!(
            written(&json!([u64::MAX, i64::MIN, null, true])),
            "[18446744073709551615, -9223372036854775808, null, true]"
        );
    }

    #[test]
    fn what_serializes_is_spelt_as_values_are() {
        let value = json!({"b": [1, {}, []], "a": "\u{7f}ä\u{0}\u{8}\u{1F600}\"\\\n<"});
        assert_eq!(to_vec(&value), written(&value).into_bytes());
    }

    #[test]
    fn doubles_are_spelt_as_by_c() {
        for (double, text) in [
            (0.0, "0"),
            (-0.0, "-0"),
            (1.0, "1"),
            (1000.0, "1000"),
            (0.1, "0.10000000000000001"),
            (-2.5, "-2.5"),
            (1e16, "10000000000000000"),
            (1e17, "1e+17"),
            (18_446_744_073_709_551_616.0, "1.8446744073709552e+19"),
            (0.0001, "0.0001"),
            (0.00001, "1.0000000000000001e-05"),
            (1e300, "1.0000000000000001e+300"),
            (5e-324, "4.9406564584124654e-324"),
        ] {
            assert_eq!(written(&json!(double)), text);
        }
    }

    #[test]
    fn depth_is_no_obstacle() {
        let mut deep = json!([]);
        for _ in 1..1024 {
            deep = json!([deep]);
        }
        assert_eq!(
            written(&deep),
            format!("{}{}", "[".repeat(1024), "]".repeat(1024))
        );
    }
}
