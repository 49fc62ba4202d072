//! Tokens to values, as `qobject/json-parser.c` has it.

use serde_json::{Map, Value};

use super::lexer::Kind;

/// Which parser a QEMU has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// That of QEMU up to 10, which looks at a message when it is complete.
    Whole,
    /// That of QEMU 11 and later, which looks at each token, and tells where the
    /// one is that is wrong.
    Places,
}

impl Style {
    /// That of a major version.
    pub(crate) fn of(major: u64) -> Self {
        if major < 11 {
            Self::Whole
        } else {
            Self::Places
        }
    }
}

/// An array or object that is not complete.
#[derive(Debug)]
enum Open {
    Array(Vec<Value>),
    Object {
        members: Map<String, Value>,
        /// The key that waits for its value.
        key: Option<String>,
    },
}

/// What may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// A value, or a key in an object that waits for one.
    Value,
    /// The same, or the end of what has just begun.
    First,
    Colon,
    Separator,
}

type Parsed<T> = Result<T, String>;

/// A message of which some tokens have come.
#[derive(Debug)]
pub(super) struct Parser {
    style: Style,
    open: Vec<Open>,
    expected: Expected,
}

impl Parser {
    pub(super) fn new(style: Style) -> Self {
        Self {
            style,
            open: Vec::new(),
            expected: Expected::Value,
        }
    }

    /// Takes a token; gives the value of the message if it ends here. After an
    /// error, it is of no more use.
    pub(super) fn token(&mut self, kind: Kind, text: &[u8]) -> Parsed<Option<Value>> {
        match self.expected {
            Expected::Value => self.value(kind, text),
            Expected::First if Some(kind) == self.end() => self.close(),
            Expected::First => self.value(kind, text),
            Expected::Colon if kind == Kind::Colon => self.expect(Expected::Value),
            Expected::Colon => self.wrong("missing : in object pair", "expecting ':'"),
            Expected::Separator if kind == Kind::Comma => self.expect(Expected::Value),
            Expected::Separator if Some(kind) == self.end() => self.close(),
            Expected::Separator if self.end() == Some(Kind::EndArray) => {
                self.wrong("expected separator in list", "expected ',' or ']'")
            }
            Expected::Separator => self.wrong("expected separator in dict", "expected ',' or '}'"),
        }
    }

    fn expect(&mut self, expected: Expected) -> Parsed<Option<Value>> {
        self.expected = expected;
        Ok(None)
    }

    /// An error that is not called the same by all parsers.
    fn wrong(&self, whole: &str, places: &str) -> Parsed<Option<Value>> {
        Err(match self.style {
            Style::Whole => whole,
            Style::Places => places,
        }
        .to_owned())
    }

    /// What ends the innermost container.
    fn end(&self) -> Option<Kind> {
        self.open.last().map(|open| match open {
            Open::Array(_) => Kind::EndArray,
            Open::Object { .. } => Kind::EndObject,
        })
    }

    fn close(&mut self) -> Parsed<Option<Value>> {
        match self.open.pop() {
            Some(container) => self.complete(container.complete()),
            None => Ok(None),
        }
    }

    /// Takes the first token of a value or key.
    fn value(&mut self, kind: Kind, text: &[u8]) -> Parsed<Option<Value>> {
        let is_key = matches!(self.open.last(), Some(Open::Object { key: None, .. }));
        if is_key && self.style == Style::Places && kind != Kind::String {
            return Err("expecting key".to_owned());
        }
        match kind {
            Kind::BeginObject => self.open.push(Open::Object {
                members: Map::new(),
                key: None,
            }),
            Kind::BeginArray => self.open.push(Open::Array(Vec::new())),
            _ => return self.complete(scalar(kind, text)?),
        }
        self.expect(Expected::First)
    }

    /// Puts a value where it belongs.
    fn complete(&mut self, value: Value) -> Parsed<Option<Value>> {
        match self.open.last_mut() {
            None => return Ok(Some(value)),
            Some(Open::Array(elements)) => elements.push(value),
            Some(Open::Object {
                key: waiting @ None,
                ..
            }) => {
                let Value::String(key) = value else {
                    return Err("key is not a string in object".to_owned());
                };
                *waiting = Some(key);
                return self.expect(Expected::Colon);
            }
            Some(Open::Object { members, key }) => {
                let key = key.take().unwrap_or_default();
                if members.insert(key, value).is_some() {
                    return Err("duplicate key".to_owned());
                }
            }
        }
        self.expect(Expected::Separator)
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
