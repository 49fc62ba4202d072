//! What kind of message it is.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use qapi_schema::MAX_NESTING;
use serde::de::{DeserializeOwned, Error as _};

use super::framing::{FramingError, excerpt};
use super::members::Member;
use super::structure::{Scan, Structure, plain_end};
use crate::answer::{Greeting, QmpError};
use crate::events::Timestamp;

/// A message of the server.
pub enum Message<'a> {
    /// The first message of a connection.
    Greeting(Greeting),
    /// The answer to a command that succeeded.
    Return {
        /// The id that the command came with.
        id: Option<&'a [u8]>,
        /// The reply, as it was written.
        value: &'a [u8],
    },
    /// The answer to a command that failed, or to bytes that were no command.
    Error {
        /// The id that the command came with, if the server could read it.
        id: Option<&'a [u8]>,
        /// What went wrong.
        error: QmpError,
    },
    /// Something that happened in the server.
    Event {
        /// The event's name.
        name: Cow<'a, str>,
        /// Its data as they were written, if it has any.
        data: Option<&'a str>,
        /// When it happened.
        timestamp: Timestamp,
    },
}

/// Why a stream of bytes is no stream of messages.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Malformed {
    /// It cannot be cut into messages.
    #[error(transparent)]
    Framing(#[from] FramingError),
    /// A member of a message is not as the protocol has it.
    #[error("{source}: {excerpt}")]
    Json {
        /// What the parser says.
        source: serde_json::Error,
        /// The bytes around the place.
        excerpt: String,
    },
    /// A message is nothing that the protocol knows.
    #[error("neither a greeting, a return, an error nor an event: {excerpt}")]
    Unknown {
        /// How it begins.
        excerpt: String,
    },
    /// A server greets once, so this is another one: something between has
    /// changed over to it.
    #[error("a second greeting: another server answers on the same connection")]
    Greeting,
}

/// The members of every kind of message, as they were written; others are
/// ignored.
#[derive(Clone, Copy, Default)]
struct Envelope<'a> {
    greeting: Option<&'a [u8]>,
    value: Option<&'a [u8]>,
    error: Option<&'a [u8]>,
    id: Option<&'a [u8]>,
    event: Option<&'a [u8]>,
    data: Option<&'a [u8]>,
    timestamp: Option<&'a [u8]>,
}

impl<'a> Envelope<'a> {
    fn new(bytes: &'a [u8], members: &[Member]) -> Result<Self, Malformed> {
        let mut envelope = Self::default();
        for member in members {
            let key = bytes.get(member.key.clone()).unwrap_or_default();
            let slot = match &*unescaped(bytes, &member.key) {
                b"\"QMP\"" => &mut envelope.greeting,
                b"\"return\"" => &mut envelope.value,
                b"\"error\"" => &mut envelope.error,
                b"\"id\"" => &mut envelope.id,
                b"\"event\"" => &mut envelope.event,
                b"\"data\"" => &mut envelope.data,
                b"\"timestamp\"" => &mut envelope.timestamp,
                _ => continue,
            };
            let value = bytes.get(member.value.clone()).unwrap_or_default();
            if slot.replace(value).is_some() {
                let key = String::from_utf8_lossy(key);
                return Err(Malformed::Json {
                    source: serde_json::Error::custom(format!("{key} comes twice")),
                    excerpt: excerpt(bytes, member.key.start),
                });
            }
        }
        Ok(envelope)
    }
}

/// A key without escapes.
fn unescaped<'a>(bytes: &'a [u8], place: &Range<usize>) -> Cow<'a, [u8]> {
    let key = bytes.get(place.clone()).unwrap_or_default();
    if !is_plain(bytes, place)
        && let Ok(text) = serde_json::from_slice::<String>(key)
    {
        return Cow::Owned(format!("\"{text}\"").into_bytes());
    }
    Cow::Borrowed(key)
}

/// Whether what stands at a place of a message is a string without escapes.
fn is_plain(bytes: &[u8], place: &Range<usize>) -> bool {
    bytes.get(place.start) == Some(&b'"') && plain_end(bytes, place.start + 1) + 1 == place.end
}

impl<'a> Message<'a> {
    /// Reads one message: the bytes of a [`Frame`](super::Frame).
    ///
    /// What was returned is not looked at.
    ///
    /// # Errors
    ///
    /// The bytes are not one message of the protocol.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut structure = Structure::new(MAX_NESTING);
        match structure.scan(bytes) {
            Scan::End { taken, .. } if taken == bytes.len() => {
                Self::new(bytes, structure.members().get())
            }
            _ => Err(Malformed::Unknown {
                excerpt: excerpt(bytes, 0),
            }),
        }
    }

    /// Reads one message, of which it is known where its members are.
    ///
    /// What was returned is not looked at: if it is no JSON, that concerns
    /// whoever decodes it, and nobody else.
    pub(super) fn new(bytes: &'a [u8], members: Option<&[Member]>) -> Result<Self, Malformed> {
        let unknown = || Malformed::Unknown {
            excerpt: excerpt(bytes, 0),
        };
        let envelope = Envelope::new(bytes, members.ok_or_else(unknown)?)?;
        let Envelope { id, data, .. } = envelope;
        match (
            envelope.greeting,
            envelope.value,
            envelope.error,
            envelope.event,
        ) {
            (Some(greeting), None, None, None) => Ok(Self::Greeting(read(bytes, greeting)?)),
            (None, Some(value), None, None) => Ok(Self::Return { id, value }),
            (None, None, Some(error), None) => Ok(Self::Error {
                id,
                error: read(bytes, error)?,
            }),
            (None, None, None, Some(name)) => Ok(Self::Event {
                name: name_of(bytes, name)?,
                data: match data {
                    None => None,
                    Some(data) => Some(text(bytes, data)?),
                },
                timestamp: match envelope.timestamp {
                    None => Timestamp::default(),
                    Some(timestamp) => match Timestamp::as_written(timestamp) {
                        Some(timestamp) => timestamp,
                        None => read(bytes, timestamp)?,
                    },
                },
            }),
            _ => Err(unknown()),
        }
    }
}

/// The event's name, borrowed unless it has escapes.
fn name_of<'a>(bytes: &'a [u8], name: &'a [u8]) -> Result<Cow<'a, str>, Malformed> {
    let start = start(bytes, name);
    let place = start..start + name.len();
    let inside = bytes.get(place.start + 1..place.end - 1);
    match inside.map(std::str::from_utf8) {
        Some(Ok(inside)) if is_plain(bytes, &place) => Ok(Cow::Borrowed(inside)),
        _ => read(bytes, name).map(Cow::Owned),
    }
}

/// Decodes a part of a message.
fn read<T: DeserializeOwned>(bytes: &[u8], part: &[u8]) -> Result<T, Malformed> {
    serde_json::from_slice(part).map_err(|source| {
        let inside = offset(part, source.line(), source.column());
        Malformed::Json {
            source,
            excerpt: excerpt(bytes, start(bytes, part) + inside),
        }
    })
}

/// A part of a message as text.
fn text<'a>(bytes: &[u8], part: &'a [u8]) -> Result<&'a str, Malformed> {
    std::str::from_utf8(part).map_err(|error| Malformed::Json {
        excerpt: excerpt(bytes, start(bytes, part) + error.valid_up_to()),
        source: serde_json::Error::custom(error),
    })
}

/// Where a part of some bytes starts in them.
pub(crate) fn start(bytes: &[u8], part: &[u8]) -> usize {
    part.as_ptr().addr() - bytes.as_ptr().addr()
}

impl fmt::Debug for Message<'_> {
    /// Without what was returned or happened: there may be secrets in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Greeting(greeting) => f.debug_tuple("Greeting").field(greeting).finish(),
            Self::Return { id, .. } => f
                .debug_struct("Return")
                .field("id", id)
                .finish_non_exhaustive(),
            Self::Error { id, error } => f
                .debug_struct("Error")
                .field("id", id)
                .field("error", error)
                .finish(),
            Self::Event { name, .. } => f
                .debug_struct("Event")
                .field("name", name)
                .finish_non_exhaustive(),
        }
    }
}

/// The offset of a line and column as serde_json counts them, both from 1 and
/// in bytes.
pub(crate) fn offset(bytes: &[u8], line: usize, column: usize) -> usize {
    let before: usize = bytes
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    (before + column.saturating_sub(1)).min(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Message<'_>, Malformed> {
        Message::parse(text.as_bytes())
    }

    #[test]
    fn tells_the_kinds_apart() {
        let greeting = r#"{"QMP": {"version": {"qemu": {"micro": 2, "minor": 0, "major": 10},
            "package": ""}, "capabilities": ["oob"], "later": 1}, "more": []}"#;
        assert!(matches!(parse(greeting), Ok(Message::Greeting(_))));
        assert!(matches!(
            parse(r#"{"return": null, "id": null}"#),
            Ok(Message::Return {
                id: Some(b"null"),
                value: b"null"
            })
        ));
        assert!(matches!(
            parse(r#"{"id": {"a": [1]}, "error": {"class": "Never-heard", "desc": "no"}}"#),
            Ok(Message::Error { id: Some(_), error }) if error.class().as_str() == "Never-heard"
        ));
        assert!(matches!(
            parse(r#"{"timestamp": {"seconds": -1, "microseconds": -1}, "event": "NEW"}"#),
            Ok(Message::Event { name, data: None, timestamp })
                if name == "NEW" && timestamp.to_system_time().is_none()
        ));
        assert!(matches!(
            parse(r#"{"\u0065vent": "\u004eEW", "data": {"a" : 5}}"#),
            Ok(Message::Event { name, data: Some("{\"a\" : 5}"), .. }) if name == "NEW"
        ));
    }

    #[test]
    fn what_is_none_of_them_is_shown() {
        let many = format!("{{{}\"return\": 1}}", "\"a\": 1, ".repeat(50));
        for (text, said) in [
            ("{}", "neither"),
            ("[]", "neither"),
            (r#"{"return": 1"#, "neither"),
            (r#"{"return": 1} "#, "neither"),
            (r#"{"ret": 1}"#, "neither"),
            (&many, "neither"),
            (
                r#"{"return": 1, "error": {"class": "a", "desc": "b"}}"#,
                "neither",
            ),
            (r#"{"return": 1, "return": 2}"#, "\"return\" comes twice"),
            (r#"{"error": "x"}"#, "invalid type"),
            (r#"{"event": 5}"#, "invalid type"),
            (r#"{"event": "A", "timestamp": {"seconds": x}}"#, "expected"),
        ] {
            let message = parse(text).unwrap_err().to_string();
            assert!(message.contains(said), "{text}: {message}");
            let begins = text.get(..20).unwrap_or(text).trim_end();
            assert!(message.contains(begins), "{message}");
        }
    }

    #[test]
    fn what_is_returned_is_left_to_whoever_decodes_it() {
        assert!(matches!(
            parse(r#"{"return": nan}"#),
            Ok(Message::Return { value: b"nan", .. })
        ));
        let deep = format!(r#"{{"return": {}{}}}"#, "[".repeat(1000), "]".repeat(1000));
        assert!(matches!(parse(&deep), Ok(Message::Return { .. })));
    }
}
