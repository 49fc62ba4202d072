//! What the documentation of an item says.
//!
//! A dump has no prose. What can be told is the wire name, the place, and the
//! features; each line costs compile time wherever the bindings are used, so
//! there are few.

use qapi_schema::validate::{Deviation, QUIRKS};

/// The command `wire`.
pub(super) fn command(wire: &str, features: &[String]) -> Vec<String> {
    let mut docs = lines(format!("The command {}.", code(wire)), features);
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
pub(super) fn event(wire: &str, features: &[String]) -> Vec<String> {
    lines(format!("The event {}.", code(wire)), features)
}

/// A type that is first used at `place`, which is empty if that is far away.
pub(super) fn ty(place: &str, features: &[String]) -> Vec<String> {
    let first = match place {
        "" => "Used by other types only.".to_owned(),
        place => format!("Used at {}.", code(place)),
    };
    lines(first, features)
}

/// A member or value.
pub(super) fn wire(wire: &str, features: &[String]) -> Vec<String> {
    lines(code(wire), features)
}

/// A member of a union that tells its branches apart.
pub(super) fn tag(wire: &str, features: &[String]) -> Vec<String> {
    lines(
        format!("{}, and the members that go with it", code(wire)),
        features,
    )
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

fn lines(first: String, features: &[String]) -> Vec<String> {
    let mut lines = vec![first];
    if !features.is_empty() {
        let words: Vec<String> = features.iter().map(|word| code(word)).collect();
        lines.push(String::new());
        lines.push(format!("Features: {}.", words.join(", ")));
    }
    lines
}

/// Wire text as Markdown code. Line breaks and backticks would end it.
fn code(text: &str) -> String {
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
