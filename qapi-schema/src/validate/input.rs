//! What a validator takes.

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// JSON in one of its forms: text, a value in memory, or whatever serializes to it.
///
/// A value in memory is taken for what it serializes as. So all forms of one
/// input are judged alike; but parsing text into a [`Value`] turns integers
/// that no 64 bits hold, and `-0`, into floats, and of members with one name
/// keeps the last.
#[derive(Clone, Debug)]
pub struct Input<'a>(pub(super) Source<'a>);

#[derive(Clone, Debug)]
pub(super) enum Source<'a> {
    Bytes(&'a [u8]),
    Text(&'a str),
    Owned(Vec<u8>),
    Value(&'a Value),
}

impl Input<'_> {
    /// The JSON text; nothing for a value in memory.
    pub(super) fn text(&self) -> &[u8] {
        match &self.0 {
            Source::Bytes(bytes) => bytes,
            Source::Text(text) => text.as_bytes(),
            Source::Owned(bytes) => bytes,
            Source::Value(_) => &[],
        }
    }
}

impl Input<'static> {
    /// The JSON that something serializes to.
    ///
    /// # Errors
    ///
    /// Those of its `Serialize`, and `serde_json`'s of keys that are no strings.
    pub fn serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::to_vec(value).map(|bytes| Self(Source::Owned(bytes)))
    }
}

impl<'a> From<&'a [u8]> for Input<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self(Source::Bytes(bytes))
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Input<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self(Source::Bytes(bytes))
    }
}

impl<'a> From<&'a Vec<u8>> for Input<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self(Source::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Input<'static> {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Source::Owned(bytes))
    }
}

impl<'a> From<&'a str> for Input<'a> {
    fn from(text: &'a str) -> Self {
        Self(Source::Text(text))
    }
}

impl<'a> From<&'a String> for Input<'a> {
    fn from(text: &'a String) -> Self {
        Self(Source::Text(text))
    }
}

impl<'a> From<&'a RawValue> for Input<'a> {
    fn from(raw: &'a RawValue) -> Self {
        Self(Source::Text(raw.get()))
    }
}

impl<'a> From<&'a Value> for Input<'a> {
    fn from(value: &'a Value) -> Self {
        Self(Source::Value(value))
    }
}
