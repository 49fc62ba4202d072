//! What kind of message it is.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::framing::{FramingError, excerpt};
use crate::answer::{Greeting, QmpError};
use crate::events::Timestamp;

/// A message of the server.
pub enum Message<'a> {
    /// The first message of a connection.
    Greeting(Greeting),
    /// The answer to a command that succeeded.
    Return {
        /// The id that the command came with.
        id: Option<&'a RawValue>,
        /// The reply.
        value: &'a RawValue,
    },
    /// The answer to a command that failed, or to bytes that were no command.
    Error {
        /// The id that the command came with, if the server could read it.
        id: Option<&'a RawValue>,
        /// What went wrong.
        error: QmpError,
    },
    /// Something that happened in the server.
    Event {
        /// The event's name.
        name: Cow<'a, str>,
        /// Its data, if it has any.
        data: Option<&'a RawValue>,
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
    /// A message is not JSON, or a member of it is not as the protocol has it.
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
}

/// The members of every kind of message; others are ignored.
#[derive(Deserialize)]
#[serde(expecting = "a message (a JSON object)")]
struct Envelope<'a> {
    #[serde(rename = "QMP")]
    greeting: Option<Greeting>,
    #[serde(borrow, default, rename = "return", deserialize_with = "present")]
    value: Option<&'a RawValue>,
    error: Option<QmpError>,
    #[serde(borrow, default, deserialize_with = "present")]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    event: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "present")]
    data: Option<&'a RawValue>,
    #[serde(default)]
    timestamp: Timestamp,
}

/// A member that is there, be it null: `Option` alone would take a `return` of
/// null for none.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl<'a> Message<'a> {
    /// Reads one message.
    ///
    /// # Errors
    ///
    /// The bytes are not one message of the protocol.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let envelope = serde_json::from_slice(bytes).map_err(|source| {
            let offset = offset(bytes, source.line(), source.column());
            let excerpt = excerpt(bytes, offset);
            Malformed::Json { source, excerpt }
        })?;
        Ok(match envelope {
            Envelope {
                greeting: Some(greeting),
                value: None,
                error: None,
                event: None,
                ..
            } => Self::Greeting(greeting),
            Envelope {
                greeting: None,
                value: Some(value),
                error: None,
                event: None,
                id,
                ..
            } => Self::Return { id, value },
            Envelope {
                greeting: None,
                value: None,
                error: Some(error),
                event: None,
                id,
                ..
            } => Self::Error { id, error },
            Envelope {
                greeting: None,
                value: None,
                error: None,
                event: Some(name),
                data,
                timestamp,
                ..
            } => Self::Event {
                name,
                data,
                timestamp,
            },
            _ => {
                let excerpt = excerpt(bytes, 0);
                return Err(Malformed::Unknown { excerpt });
            }
        })
    }
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
            Ok(Message::Return { id: Some(id), value }) if id.get() == "null" && value.get() == "null"
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
    }

    #[test]
    fn what_is_none_of_them_is_shown() {
        for (text, said) in [
            ("{}", "neither"),
            (
                r#"{"return": 1, "error": {"class": "a", "desc": "b"}}"#,
                "neither",
            ),
            (r#"{"return": 1, "return": 2}"#, "duplicate field `return`"),
            (r#"{"return": nul}"#, "expected"),
            (r#"{"error": "x"}"#, "invalid type"),
            (r#"{"event": 5}"#, "invalid type"),
            ("[]", "expected a message"),
        ] {
            let message = parse(text).unwrap_err().to_string();
            assert!(message.contains(said), "{text}: {message}");
            assert!(
                message.contains(text.get(..40).unwrap_or(text)),
                "{message}"
            );
        }
    }

    #[test]
    fn deep_replies_are_no_trouble() {
        let deep = format!(r#"{{"return": {}{}}}"#, "[".repeat(1000), "]".repeat(1000));
        assert!(matches!(parse(&deep), Ok(Message::Return { .. })));
    }
}
