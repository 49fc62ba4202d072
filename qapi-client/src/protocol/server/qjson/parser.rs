//! Tokens to values, as `qobject/json-parser.c` has it.

use serde_json::{Map, Value};

use super::lexer::Kind;

/// A token of a message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Where it ends in the text of all tokens; it starts where the one before
    /// it ends.
    pub(super) end: usize,
}

/// An array or object that is not complete.
enum Open {
    Array(Vec<Value>),
    Object {
        members: Map<String, Value>,
        /// The key that waits for its value.
        key: Option<String>,
    },
}

type Parsed<T> = Result<T, String>;

/// Parses the tokens of one message.
pub(super) fn parse(tokens: &[Token], text: &[u8]) -> Parsed<Value> {
    let mut tokens = Tokens {
        tokens: tokens.iter(),
        text,
        start: 0,
    };
    let mut open: Vec<Open> = Vec::new();
    loop {
        let (kind, token) = tokens.next()?;
        let begun = match kind {
            Kind::BeginObject => Some((
                Kind::EndObject,
                Open::Object {
                    members: Map::new(),
                    key: None,
                },
            )),
            Kind::BeginArray => Some((Kind::EndArray, Open::Array(Vec::new()))),
            _ => None,
        };
        let mut value = match begun {
            Some((end, container)) if tokens.peek() == Some(end) => {
                tokens.next()?;
                container.complete()
            }
            Some((_, container)) => {
                open.push(container);
                continue;
            }
            None => scalar(kind, token)?,
        };
        // The value is complete, and with it perhaps what it is in.
        loop {
            let (kind, end, wrong) = match open.last_mut() {
                None => return Ok(value),
                Some(Open::Array(elements)) => {
                    elements.push(value);
                    (
                        tokens.next()?.0,
                        Kind::EndArray,
                        "expected separator in list",
                    )
                }
                Some(Open::Object {
                    key: waiting @ None,
                    ..
                }) => {
                    let Value::String(key) = value else {
                        return Err("key is not a string in object".to_owned());
                    };
                    if tokens.next()?.0 != Kind::Colon {
                        return Err("missing : in object pair".to_owned());
                    }
                    *waiting = Some(key);
                    break;
                }
                Some(Open::Object { members, key }) => {
                    let key = key.take().unwrap_or_default();
                    if members.insert(key, value).is_some() {
                        return Err("duplicate key".to_owned());
                    }
                    (
                        tokens.next()?.0,
                        Kind::EndObject,
                        "expected separator in dict",
                    )
                }
            };
            match kind {
                Kind::Comma => break,
                kind if kind == end => match open.pop() {
                    Some(container) => value = container.complete(),
                    None => return Err(wrong.to_owned()),
                },
                _ => return Err(wrong.to_owned()),
            }
        }
    }
}

impl Open {
    fn complete(self) -> Value {
        match self {
            Self::Array(elements) => Value::Array(elements),
            Self::Object { members, .. } => Value::Object(members),
        }
    }
}

struct Tokens<'t> {
    tokens: std::slice::Iter<'t, Token>,
    text: &'t [u8],
    start: usize,
}

impl<'t> Tokens<'t> {
    fn next(&mut self) -> Parsed<(Kind, &'t [u8])> {
        let token = self.tokens.next().ok_or("premature EOI")?;
        let text = self.text.get(self.start..token.end).unwrap_or_default();
        self.start = token.end;
        Ok((token.kind, text))
    }

    fn peek(&self) -> Option<Kind> {
        self.tokens.as_slice().first().map(|token| token.kind)
    }
}

fn scalar(kind: Kind, text: &[u8]) -> Parsed<Value> {
    match kind {
        Kind::String => Ok(Value::String(string(text)?)),
        Kind::Integer | Kind::Float => Ok(number(kind, &String::from_utf8_lossy(text))),
        Kind::Keyword => match text {
            b"true" => Ok(Value::Bool(true)),
            b"false" => Ok(Value::Bool(false)),
            b"null" => Ok(Value::Null),
            other => Err(format!(
                "invalid keyword '{}'",
                String::from_utf8_lossy(other)
            )),
        },
        _ => Err("expecting value".to_owned()),
    }
}

/// An integer if 64 bits hold it, a double otherwise. What is too large for a
/// double becomes the largest one; QEMU keeps an infinity, which it then prints
/// as `inf`.
fn number(kind: Kind, text: &str) -> Value {
    if kind == Kind::Integer {
        if let Ok(number) = text.parse::<i64>() {
            return number.into();
        }
        if let Ok(number) = text.parse::<u64>() {
            return number.into();
        }
    }
    let double: f64 = text.parse().unwrap_or_default();
    double.clamp(f64::MIN, f64::MAX).into()
}

/// The value of a string in its quotes.
fn string(token: &[u8]) -> Parsed<String> {
    let mut rest = match token {
        [_, inner @ .., _] => inner,
        _ => &[],
    };
    // Nearly all strings are plain.
    if is_plain(rest)
        && let Ok(plain) = std::str::from_utf8(rest)
    {
        return Ok(plain.to_owned());
    }
    let mut value = String::new();
    while let [byte, after @ ..] = rest {
        rest = match (byte, after) {
            (b'\\', [b'u', digits @ ..]) => unicode(rest, digits, token, &mut value)?,
            (b'\\', [escape, after @ ..]) => {
                value.push(match escape {
                    b'"' | b'\'' | b'\\' | b'/' => char::from(*escape),
                    b'b' => '\u{8}',
                    b'f' => '\u{c}',
                    b'n' => '\n',
                    b'r' => '\r',
                    b't' => '\t',
                    _ => return Err("invalid escape sequence in string".to_owned()),
                });
                after
            }
            // Modified UTF-8 has NUL in two bytes.
            (0xC0, [0x80, after @ ..]) => {
                value.push('\0');
                after
            }
            _ => {
                let (c, after) = first_char(rest)
                    .filter(|(c, _)| is_character(*c))
                    .ok_or("invalid UTF-8 sequence in string")?;
                value.push(c);
                after
            }
        };
    }
    Ok(value)
}

/// Whether a string is ASCII without escapes.
fn is_plain(inner: &[u8]) -> bool {
    inner.iter().all(|byte| byte.is_ascii() && *byte != b'\\')
}

/// A `\u` escape, or two for one character; gives what comes after it.
fn unicode<'t>(
    escape: &'t [u8],
    digits: &'t [u8],
    token: &[u8],
    value: &mut String,
) -> Parsed<&'t [u8]> {
    let first = hex(digits);
    let (code, length) = match (first, escape.get(6..)) {
        (Some(high @ 0xD800..=0xDBFF), Some([b'\\', b'u', digits @ ..])) => match hex(digits) {
            Some(low @ 0xDC00..=0xDFFF) => {
                let code = 0x1_0000 + ((high & 0x3FF) << 10) + (low & 0x3FF);
                (Some(code), 12)
            }
            _ => (None, 6),
        },
        _ => (first, 6),
    };
    match code.and_then(char::from_u32).filter(|c| is_character(*c)) {
        Some(c) => value.push(c),
        None => {
            // QEMU shows as many bytes as there should be, up to the end of the
            // token, its quote included.
            let start = token.len() - 1 - escape.len();
            let shown = token.get(start..token.len().min(start + length));
            let shown = String::from_utf8_lossy(shown.unwrap_or_default());
            return Err(format!("{shown} is not a valid Unicode character"));
        }
    }
    Ok(escape.get(length..).unwrap_or_default())
}

fn hex(digits: &[u8]) -> Option<u32> {
    let digits = digits.get(..4)?;
    digits.iter().try_fold(0, |code, digit| {
        char::from(*digit)
            .to_digit(16)
            .map(|digit| code << 4 | digit)
    })
}

/// The first character of UTF-8.
fn first_char(bytes: &[u8]) -> Option<(char, &[u8])> {
    (1..=4).find_map(|length| {
        let (first, rest) = bytes.split_at_checked(length)?;
        let c = std::str::from_utf8(first).ok()?.chars().next()?;
        Some((c, rest))
    })
}

/// Unicode's noncharacters are none to QEMU.
fn is_character(c: char) -> bool {
    let code = u32::from(c);
    !(0xFDD0..=0xFDEF).contains(&code) && code & 0xFFFE != 0xFFFE
}
