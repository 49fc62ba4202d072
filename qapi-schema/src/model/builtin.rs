//! The predefined types, and the kinds of JSON value.

use std::fmt;

use super::Width;

/// A predefined type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Builtin {
    /// Any string.
    Str,
    /// An integer.
    Int(Width),
    /// Any number; QEMU keeps it as a double.
    Number,
    /// `true` or `false`.
    Bool,
    /// `null`.
    Null,
    /// Any JSON value.
    Any,
}

impl Builtin {
    /// From the `json-type` of a builtin (`JSONType` in `qapi/introspect.json`)
    /// and its name, which tells the width of an integer.
    pub(crate) fn from_json_type(json_type: &str, name: &str, masked: bool) -> Option<Self> {
        Some(match json_type {
            "string" => Self::Str,
            "int" => Self::Int(Width::from_name(name, masked)),
            "number" => Self::Number,
            "boolean" => Self::Bool,
            "null" => Self::Null,
            "value" => Self::Any,
            _ => return None,
        })
    }

    /// The `json-type` of a builtin.
    pub fn json_type(self) -> &'static str {
        match self {
            Self::Str => "string",
            Self::Int(_) => "int",
            Self::Number => "number",
            Self::Bool => "boolean",
            Self::Null => "null",
            Self::Any => "value",
        }
    }

    /// The builtin's QAPI name, as people know it: `str`, `uint64`, `bool` …
    pub fn name(self) -> &'static str {
        match self {
            Self::Str => "str",
            Self::Int(width) => width.name(),
            Self::Number => "number",
            Self::Bool => "bool",
            Self::Null => "null",
            Self::Any => "any",
        }
    }
}

/// The kinds of JSON value, by which an alternate tells its branches apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JsonKind {
    /// `{…}`
    Object,
    /// `[…]`
    Array,
    /// `"…"`
    String,
    /// `1` or `1.5`
    Number,
    /// `true` or `false`
    Bool,
    /// `null`
    Null,
}

impl fmt::Display for JsonKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Object => "object",
            Self::Array => "array",
            Self::String => "string",
            Self::Number => "number",
            Self::Bool => "boolean",
            Self::Null => "null",
        })
    }
}
