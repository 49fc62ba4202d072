//! What the documentation of an item says.
//!
//! A dump has no prose. What can be told is the wire name, the place, the
//! features, and which schemas have it; each line costs compile time wherever
//! the bindings are used, so there are few. Where QEMU's source is at hand, it
//! has the first word.

use qapi_schema::validate::{Deviation, QUIRKS};

use super::whereabouts::Whereabouts;
use crate::model::{Availability, Feature, Member};

/// What there is to say of an item besides its name.
#[derive(Clone, Copy)]
pub(super) struct Facts<'m> {
    pub(super) features: &'m [Feature],
    pub(super) availability: &'m Availability,
    /// Which schemas have what the item is in, if it is in anything.
    pub(super) owner: Option<&'m Availability>,
}

/// What holds for all of a module; nothing where there is one schema only.
pub(super) fn module(schemas: &Whereabouts) -> Vec<String> {
    let Some(all) = schemas.all() else {
        return Vec::new();
    };
    vec![
        format!("From {all}; `SCHEMAS` lists them."),
        "What says nothing else is in all of them; a member, value or branch is".to_owned(),
        "wherever its owner is.".to_owned(),
    ]
}

/// What QEMU's source says of an item, and then what else there is to say.
pub(super) fn after(prose: Vec<String>, docs: Vec<String>) -> Vec<String> {
    if prose.is_empty() {
        return docs;
    }
    [prose, vec![String::new()], docs].concat()
}

/// What there is to say of a part in a line, and then what QEMU's source says.
pub(super) fn before(prose: Vec<String>, docs: Vec<String>) -> Vec<String> {
    if prose.is_empty() {
        return docs;
    }
    [docs, vec![String::new()], prose].concat()
}

/// The command `wire`.
pub(super) fn command(wire: &str, facts: Facts<'_>, schemas: &Whereabouts) -> Vec<String> {
    let mut docs = item(format!("The command {}.", code(wire)), facts, schemas);
    if QUIRKS
        .iter()
        .any(|quirk| quirk.command == wire && quirk.what == Deviation::OpenArguments)
    {
        docs.push(String::new());
        docs.push("It takes more members than its schema lists: send those by name.".to_owned());
    }
    docs
}

/// The event `wire`.
pub(super) fn event(wire: &str, facts: Facts<'_>, schemas: &Whereabouts) -> Vec<String> {
    item(format!("The event {}.", code(wire)), facts, schemas)
}

/// A type that is first used at `place`, which is empty if that is far away.
pub(super) fn ty(place: &str, facts: Facts<'_>, schemas: &Whereabouts) -> Vec<String> {
    let first = match place {
        "" => "Used by other types only.".to_owned(),
        place => format!("Used at {}.", code(place)),
    };
    item(first, facts, schemas)
}

/// A value or branch.
pub(super) fn wire(wire: &str, facts: Facts<'_>, schemas: &Whereabouts) -> Vec<String> {
    part(code(wire), facts, None, schemas)
}

/// A member.
pub(super) fn member(member: &Member, facts: Facts<'_>, schemas: &Whereabouts) -> Vec<String> {
    part(code(&member.name), facts, Some(member), schemas)
}

/// A member of a union that tells its branches apart.
pub(super) fn tag(member: &Member, facts: Facts<'_>, schemas: &Whereabouts) -> Vec<String> {
    let first = format!("{}, and the members that go with it", code(&member.name));
    part(first, facts, Some(member), schemas)
}

/// A branch of an alternate.
pub(super) fn alternate_branch(kind: &str) -> Vec<String> {
    vec![match kind {
        "Null" => "JSON null, which is not the same as absent".to_owned(),
        "Enum" => "A string of an enum".to_owned(),
        "Int" => "An integer".to_owned(),
        "Object" => "An object".to_owned(),
        other => format!("A {}", other.to_ascii_lowercase()),
    }]
}

/// Features and whereabouts are a paragraph of their own.
fn item(first: String, facts: Facts<'_>, schemas: &Whereabouts) -> Vec<String> {
    let place = schemas.of(facts.availability, facts.owner);
    let place = place.map(|place| format!("{}.", capital(&place)));
    let sentences: Vec<String> = features(facts, schemas).into_iter().chain(place).collect();
    if sentences.is_empty() {
        return vec![first];
    }
    vec![first, String::new(), sentences.join(" ")]
}

/// Whereabouts go into the one line that most parts have.
fn part(
    first: String,
    facts: Facts<'_>,
    member: Option<&Member>,
    schemas: &Whereabouts,
) -> Vec<String> {
    let place = schemas.of(facts.availability, facts.owner);
    let required = member.filter(|member| member.optional && !member.required.sources().is_empty());
    let required = required.and_then(|member| {
        if member.required == member.availability {
            let place = place.as_ref()?;
            let exclusive = place.starts_with("not in");
            return Some(
                if exclusive {
                    "required elsewhere"
                } else {
                    "required there"
                }
                .to_owned(),
            );
        }
        let among = member.availability.sources();
        let list = schemas.list(member.required.sources(), among);
        Some(format!("required in {list}"))
    });
    let words: Vec<String> = [first].into_iter().chain(place).chain(required).collect();
    let mut lines = vec![words.join("; ")];
    if let Some(features) = features(facts, schemas) {
        lines.push(String::new());
        lines.push(features);
    }
    lines
}

fn features(facts: Facts<'_>, schemas: &Whereabouts) -> Option<String> {
    let words = facts.features.iter().map(|feature| {
        let word = code(&feature.name);
        match schemas.of(&feature.availability, Some(facts.availability)) {
            Some(place) => format!("{word} ({place})"),
            None => word,
        }
    });
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| format!("Features: {}.", words.join(", ")))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// Wire text as Markdown code. Line breaks and backticks would end it.
pub(super) fn code(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| match c {
            '`' => '\'',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect();
    format!("`{text}`")
}
