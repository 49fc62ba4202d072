//! JSON in which a member may be there twice, and smaller pieces of it.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A JSON text as its parts. Scalars stay as they are written: a number need
/// not fit anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    Scalar(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// None if it is no JSON, or nested deeper than anybody reads.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let raw: &RawValue = serde_json::from_slice(text).ok()?;
        Self::of(raw.get(), 0)
    }

    fn of(text: &str, depth: usize) -> Option<Self> {
        /// Each level reads the text anew.
        const DEEPEST: usize = 64;
        if depth > DEEPEST {
            return None;
        }
        let inner = |raw: &RawValue| Self::of(raw.get(), depth + 1);
        Some(match text.trim_start().as_bytes().first()? {
            b'{' => {
                let Members(members) = serde_json::from_str(text).ok()?;
                let members = members.into_iter();
                let members = members.map(|(name, raw)| Some((name, inner(&raw)?)));
                Self::Object(members.collect::<Option<_>>()?)
            }
            b'[' => {
                let elements: Vec<Box<RawValue>> = serde_json::from_str(text).ok()?;
                let elements = elements.iter().map(|raw| inner(raw));
                Self::List(elements.collect::<Option<_>>()?)
            }
            _ => Self::Scalar(text.to_owned()),
        })
    }

    /// Every tree that is this one with one thing less, the larger pieces
    /// first. Going on with any of them comes to an end.
    pub(super) fn simpler(&self) -> Vec<Self> {
        match self {
            Self::Scalar(text) => plainer(text)
                .map(|text| Self::Scalar(text.into()))
                .collect(),
            Self::List(elements) => {
                let mut all = without(elements, Self::List);
                for (at, element) in elements.iter().enumerate() {
                    for simple in element.simpler() {
                        all.push(Self::List(replaced(elements, at, simple)));
                    }
                }
                all
            }
            Self::Object(members) => {
                let mut all = without(members, Self::Object);
                for (at, (name, value)) in members.iter().enumerate() {
                    for simple in value.simpler() {
                        let member = (name.clone(), simple);
                        all.push(Self::Object(replaced(members, at, member)));
                    }
                }
                all
            }
        }
    }
}

/// Scalars that say less than this one.
fn plainer(text: &str) -> impl Iterator<Item = &'static str> {
    let candidates: &[&str] = match text.as_bytes().first() {
        Some(b'"') => &["\"a\"", "\"\""],
        Some(b't' | b'f') => &["false"],
        Some(b'n') | None => &[],
        Some(_) => &["0", "1", "-1"],
    };
    let known = candidates.iter().position(|plain| *plain == text);
    let candidates = candidates.iter().take(known.unwrap_or(candidates.len()));
    candidates.copied()
}

/// The lists that lack a part: all, then either half, then any one.
fn without<T: Clone>(parts: &[T], make: impl Fn(Vec<T>) -> Tree) -> Vec<Tree> {
    let mut all = Vec::new();
    if parts.len() > 3 {
        let (first, second) = parts.split_at(parts.len() / 2);
        all.extend([Vec::new(), first.to_vec(), second.to_vec()].map(&make));
    }
    for at in 0..parts.len() {
        let (before, rest) = parts.split_at(at);
        all.push(make([before, rest.get(1..).unwrap_or_default()].concat()));
    }
    all
}

fn replaced<T: Clone>(parts: &[T], at: usize, part: T) -> Vec<T> {
    let mut parts = parts.to_vec();
    if let Some(slot) = parts.get_mut(at) {
        *slot = part;
    }
    parts
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(text) => f.write_str(text),
            Self::List(elements) => {
                f.write_str("[")?;
                for (at, element) in elements.iter().enumerate() {
                    f.write_str(if at > 0 { "," } else { "" })?;
                    write!(f, "{element}")?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (at, (name, value)) in members.iter().enumerate() {
                    f.write_str(if at > 0 { "," } else { "" })?;
                    write!(f, "{}:{value}", serde_json::Value::from(&**name))?;
                }
                f.write_str("}")
            }
        }
    }
}

/// The members of an object, all of them.
struct Members(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Members;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Each)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_odd_stays() {
        let text = r#"{"a":1e400,"a":[{},"\u00e9"],"b":{"b":null}}"#;
        assert_eq!(Tree::parse(text.as_bytes()).unwrap().to_string(), text);
        assert_eq!(Tree::parse(b"{"), None);
        assert_eq!(Tree::parse("[".repeat(100).as_bytes()), None);
    }

    #[test]
    fn there_is_always_an_end() {
        let text = br#"{"a":[1,true,"x",-1],"b":{"c":5,"d":"","e":null},"b":7}"#;
        let mut tree = Tree::parse(text).unwrap();
        let mut steps = 0;
        while let Some(next) = tree.simpler().pop() {
            tree = next;
            steps += 1;
        }
        assert_eq!(tree.to_string(), "{}");
        assert!(steps > 8, "{steps}");
    }
}
