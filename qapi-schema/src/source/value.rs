//! Expressions before they mean anything.

use super::lexer::Token;

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Object(Object),
    Array(Vec<Value>),
    String(Box<str>),
    Bool(bool),
}

impl Value {
    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }
    pub(super) fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }
    pub(super) fn as_array(&self) -> Option<&[Value]> {
        match self {
            Self::Array(values) => Some(values),
            _ => None,
        }
    }
}

/// The keys and values of an object, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Object(pub(super) Vec<(Box<str>, Value)>);

impl Object {
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        let found = self.0.iter().find(|(name, _)| **name == *key);
        found.map(|(_, value)| value)
    }
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| &**key)
    }
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (&**key, value))
    }
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether an expression can begin with a token.
pub(super) fn begins(token: &Token<'_>) -> bool {
    matches!(
        token,
        Token::Punctuation('{' | '[') | Token::String(_) | Token::Bool(_)
    )
}
