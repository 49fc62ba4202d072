//! What a validator sees of a JSON value, however the value is kept.

use std::borrow::Cow;
use std::fmt;

use serde_json::{Map, Value};

use crate::json::{Kind, Span, Tape, Token};
use crate::model::JsonKind;

/// A JSON value that can be visited.
///
/// Handles to the values in it and to the names of members are small and
/// copied; a cursor goes over what a container holds.
pub(super) trait Document {
    type Node: Copy + fmt::Debug;
    type Name: Copy + fmt::Debug;
    type Rest: fmt::Debug;

    /// The outermost value; none if nothing has been scanned.
    fn root(&self) -> Option<Self::Node>;
    fn kind(&self, node: Self::Node) -> JsonKind;
    /// Which kind of number a number is.
    fn number(&self, node: Self::Node) -> Number;
    /// The value of a number that is an integer within `i64` or `u64`.
    fn integer(&self, node: Self::Node) -> Option<i128>;
    /// The value of a string.
    fn string(&self, node: Self::Node) -> Cow<'_, str>;
    /// A number as it was written.
    fn literal(&self, node: Self::Node) -> String;
    /// A cursor over what a container holds.
    fn inside(&self, node: Self::Node) -> Self::Rest;
    /// Whether an object has no members.
    fn is_empty(&self, node: Self::Node) -> bool;
    /// The next member, if the cursor goes over an object.
    fn next_member(&self, rest: &mut Self::Rest) -> Option<(Self::Name, Self::Node)>;
    /// The next element, if the cursor goes over an array.
    fn next_element(&self, rest: &mut Self::Rest) -> Option<Self::Node>;
    fn name(&self, name: Self::Name) -> Cow<'_, str>;
    /// The value of an object's member of this name; the first, if there are several.
    fn member(&self, node: Self::Node, name: &str) -> Option<Self::Node>;
    /// The names that an object has given already, in order.
    fn repeated(&self, node: Self::Node) -> Vec<Self::Name>;
    /// Whether more than `depth` containers lie inside each other, as far as
    /// that has not been looked at before.
    fn is_deeper_than(&self, node: Self::Node, depth: usize) -> bool;
    /// Whether a value of no particular type needs a look inside, for names
    /// that are there twice.
    const MAY_REPEAT: bool;
}

/// What matters of a number to a schema, which knows integers and doubles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// An integer within `i64` or `u64`.
    Integer,
    /// An integer outside both.
    Huge,
    /// A number with a fraction or an exponent.
    Float,
}

/// JSON text with its tape.
pub(super) struct Text<'t> {
    pub(super) text: &'t str,
    pub(super) tape: &'t Tape,
}

impl Document for Text<'_> {
    type Node = Token;
    type Name = Token;
    type Rest = Span;

    const MAY_REPEAT: bool = true;

    fn root(&self) -> Option<Token> {
        self.tape.root()
    }

    #[inline]
    fn kind(&self, node: Token) -> JsonKind {
        match node.kind() {
            Kind::Object => JsonKind::Object,
            Kind::Array => JsonKind::Array,
            Kind::Plain | Kind::Escaped => JsonKind::String,
            Kind::Integer | Kind::Float => JsonKind::Number,
            Kind::Bool => JsonKind::Bool,
            Kind::Null => JsonKind::Null,
        }
    }

    #[inline]
    fn number(&self, node: Token) -> Number {
        if node.kind() == Kind::Float {
            return Number::Float;
        }
        // Up to 18 digits fit whatever they are.
        if node.len() <= 18 {
            return Number::Integer;
        }
        let literal = node.raw(self.text);
        match (literal.parse::<i64>(), literal.parse::<u64>()) {
            (Err(_), Err(_)) => Number::Huge,
            _ => Number::Integer,
        }
    }

    fn integer(&self, node: Token) -> Option<i128> {
        node.raw(self.text).parse().ok()
    }

    #[inline]
    fn string(&self, node: Token) -> Cow<'_, str> {
        node.string(self.text)
    }

    fn literal(&self, node: Token) -> String {
        node.raw(self.text).to_owned()
    }

    #[inline]
    fn inside(&self, node: Token) -> Span {
        node.inside()
    }

    #[inline]
    fn is_empty(&self, node: Token) -> bool {
        self.tape.next_name(&mut node.inside()).is_none()
    }

    #[inline]
    fn next_member(&self, rest: &mut Span) -> Option<(Token, Token)> {
        let name = self.tape.next_name(rest)?;
        Some((name, self.tape.next(rest)?))
    }

    #[inline]
    fn next_element(&self, rest: &mut Span) -> Option<Token> {
        self.tape.next(rest)
    }

    #[inline]
    fn name(&self, name: Token) -> Cow<'_, str> {
        name.string(self.text)
    }

    fn member(&self, node: Token, name: &str) -> Option<Token> {
        let mut rest = node.inside();
        loop {
            let (key, value) = self.next_member(&mut rest)?;
            if key.is(self.text, name) {
                return Some(value);
            }
        }
    }

    fn repeated(&self, node: Token) -> Vec<Token> {
        self.tape.repeated(self.text, node)
    }

    /// The scan has seen to that.
    fn is_deeper_than(&self, _: Token, _: usize) -> bool {
        false
    }
}

/// A value in memory. It is taken for what it is serialized as.
#[derive(Debug)]
pub(super) struct Tree<'t>(pub(super) &'t Value);

/// What is left of a container in memory.
#[derive(Debug)]
pub(super) enum Rest<'t> {
    Members(serde_json::map::Iter<'t>),
    Elements(std::slice::Iter<'t, Value>),
    Nothing,
}

/// Goes no deeper than `depth`, which is what bounds the recursion.
fn is_deeper_than(value: &Value, depth: usize) -> bool {
    let inside = |value: &Value| {
        matches!(value, Value::Object(_) | Value::Array(_)) && is_deeper_than(value, depth - 1)
    };
    match value {
        Value::Object(_) | Value::Array(_) if depth == 0 => true,
        Value::Object(members) => members.values().any(inside),
        Value::Array(elements) => elements.iter().any(inside),
        _ => false,
    }
}

fn rest(value: &Value) -> Rest<'_> {
    match value {
        Value::Object(map) => Rest::Members(Map::iter(map)),
        Value::Array(list) => Rest::Elements(list.iter()),
        _ => Rest::Nothing,
    }
}

impl<'t> Document for Tree<'t> {
    type Node = &'t Value;
    type Name = &'t str;
    type Rest = Rest<'t>;

    const MAY_REPEAT: bool = false;

    fn root(&self) -> Option<&'t Value> {
        Some(self.0)
    }

    fn kind(&self, node: &'t Value) -> JsonKind {
        match node {
            Value::Object(_) => JsonKind::Object,
            Value::Array(_) => JsonKind::Array,
            Value::String(_) => JsonKind::String,
            Value::Number(_) => JsonKind::Number,
            Value::Bool(_) => JsonKind::Bool,
            Value::Null => JsonKind::Null,
        }
    }

    fn number(&self, node: &'t Value) -> Number {
        if node.is_i64() || node.is_u64() {
            Number::Integer
        } else if node.is_f64() {
            Number::Float
        } else {
            Number::Huge
        }
    }

    fn integer(&self, node: &'t Value) -> Option<i128> {
        node.as_number()?.as_i128()
    }

    fn string(&self, node: &'t Value) -> Cow<'_, str> {
        Cow::Borrowed(node.as_str().unwrap_or_default())
    }

    fn literal(&self, node: &'t Value) -> String {
        node.to_string()
    }

    fn inside(&self, node: &'t Value) -> Rest<'t> {
        rest(node)
    }

    fn is_empty(&self, node: &'t Value) -> bool {
        node.as_object().is_some_and(Map::is_empty)
    }

    fn next_member(&self, rest: &mut Rest<'t>) -> Option<(&'t str, &'t Value)> {
        match rest {
            Rest::Members(members) => members.next().map(|(name, value)| (name.as_str(), value)),
            _ => None,
        }
    }

    fn next_element(&self, rest: &mut Rest<'t>) -> Option<&'t Value> {
        match rest {
            Rest::Elements(elements) => elements.next(),
            _ => None,
        }
    }

    fn name(&self, name: &'t str) -> Cow<'_, str> {
        Cow::Borrowed(name)
    }

    fn member(&self, node: &'t Value, name: &str) -> Option<&'t Value> {
        node.get(name)
    }

    fn repeated(&self, _: &'t Value) -> Vec<&'t str> {
        Vec::new()
    }

    fn is_deeper_than(&self, node: &'t Value, depth: usize) -> bool {
        is_deeper_than(node, depth)
    }
}
