//! A type in a phrase, and what it holds in a line.

use std::collections::HashSet;

use qapi_schema::{
    Coordinate, Enum, EnumValue, Features, Member, Object, Schema, Step, TypeId, TypeKind,
};

use super::table::Text;
use crate::output::{ASIDE, CAUTION, TYPE};

/// As many names as a line lists of each sort.
const LISTED: usize = 8;
/// An alternate may hold lists of itself; its phrase goes this deep.
const PHRASE: usize = 3;

/// What a type is called: `str`, `list of object`, `str | null`.
pub(super) fn phrase(schema: &Schema, id: TypeId) -> Text {
    Text::new(TYPE, &phrase_within(schema, id, PHRASE))
}

fn phrase_within(schema: &Schema, id: TypeId, depth: usize) -> String {
    let Some(depth) = depth.checked_sub(1) else {
        return "…".to_owned();
    };
    let ty = &schema[id];
    let word = match ty.kind() {
        TypeKind::Builtin(builtin) => return builtin.name().to_owned(),
        TypeKind::Array(element) => {
            let of = phrase_within(schema, *element, depth);
            return match schema[*element].kind() {
                TypeKind::Alternate(_) => format!("list of ({of})"),
                _ => format!("list of {of}"),
            };
        }
        TypeKind::Alternate(alternate) => {
            let branches = alternate.branches().iter();
            let words: Vec<String> = branches
                .map(|branch| phrase_within(schema, *branch, depth))
                .collect();
            return words.join(" | ");
        }
        TypeKind::Enum(_) => "enum",
        TypeKind::Object(object) if object.variants().is_some() => "union",
        TypeKind::Object(_) => "object",
    };
    // A dump mostly hides the names of such types, and `q_…` is what QAPI calls
    // those that have none.
    match ty.name().filter(|name| !name.starts_with("q_")) {
        Some(name) => format!("{word} {name}"),
        None => word.to_owned(),
    }
}

/// The enums and objects that a type holds as lists or alternatives, and where.
pub(super) fn leaves(schema: &Schema, id: TypeId, at: &Coordinate) -> Vec<(Coordinate, TypeId)> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut stack = vec![(at.clone(), id)];
    while let Some((at, id)) = stack.pop() {
        if !seen.insert(id) {
            continue;
        }
        match schema[id].kind() {
            TypeKind::Builtin(_) => {}
            TypeKind::Enum(_) | TypeKind::Object(_) => found.push((at, id)),
            TypeKind::Array(element) => stack.push((at.step(Step::Element(None)), *element)),
            TypeKind::Alternate(alternate) => {
                let branches = alternate.branches().iter().rev();
                stack.extend(branches.map(|branch| (at.clone(), *branch)));
            }
        }
    }
    found
}

/// `[deprecated] [unstable]`, each with a space before it.
pub(super) fn tags(features: &Features) -> Text {
    features.iter().fold(Text::default(), |text, feature| {
        let style = match feature {
            "deprecated" | "unstable" => CAUTION,
            _ => ASIDE,
        };
        text.plain(" ").add(style, &format!("[{feature}]"))
    })
}

/// The values of an enum, but no more than `limit`.
pub(super) fn values(e: &Enum, limit: usize) -> Text {
    let value = |value: &EnumValue| Text::wire(value.name()).join(tags(value.features()));
    match e.values() {
        [] => Text::default().plain("no value"),
        values => list(values.iter().map(value), limit),
    }
}

/// What an object holds, by name.
pub(super) fn summary(object: &Object) -> Text {
    let mut parts = Vec::new();
    let named = |optional| {
        let chosen = object
            .members()
            .iter()
            .filter(move |m| m.optional() == optional);
        let names: Vec<Text> = chosen.map(name).collect();
        (!names.is_empty()).then(|| list(names.into_iter(), LISTED))
    };
    parts.extend(named(false));
    parts.extend(named(true).map(|names| Text::default().add(ASIDE, "optional ").join(names)));
    parts.extend(branches(object).map(|names| Text::default().plain("branches by ").join(names)));
    if parts.is_empty() {
        return Text::new(ASIDE, "no members");
    }
    separated(parts.into_iter(), "; ")
}

/// The branches of a union, by name.
fn branches(object: &Object) -> Option<Text> {
    let variants = object.variants()?;
    let tag = object.members().get(variants.tag())?;
    let cases = variants.cases().iter();
    let heading = Text::wire(tag.name()).plain(": ");
    let names = cases.map(|case| Text::wire(case.value()));
    Some(heading.join(list(names, LISTED)))
}

fn name(member: &Member) -> Text {
    Text::wire(member.name()).join(tags(member.features()))
}

/// `a, b, c and 12 more`
pub(super) fn list(items: impl Iterator<Item = Text>, limit: usize) -> Text {
    let mut items = items;
    // One more than the limit is better said than counted.
    let mut shown: Vec<Text> = items.by_ref().take(limit.saturating_add(1)).collect();
    let rest = items.count();
    let mut more = 0;
    if rest > 0 {
        shown.pop();
        more = rest + 1;
    }
    let text = separated(shown.into_iter(), ", ");
    match more {
        0 => text,
        more => text.add(ASIDE, &format!(" and {more} more")),
    }
}

fn separated(mut items: impl Iterator<Item = Text>, separator: &str) -> Text {
    let first = items.next().unwrap_or_default();
    items.fold(first, |text, item| text.plain(separator).join(item))
}
