//! The keys that an object has and those that it may have.

use crate::quote::quoted;
use crate::source::error::{Place, Result, fail};
use crate::source::fault::Fault;
use crate::source::value::Object;
use crate::suggest::did_you_mean;

/// Checks the keys of `what`.
pub(super) fn check(
    object: &Object,
    required: &[&str],
    optional: &[&str],
    place: Place,
    what: &dyn Fn() -> String,
) -> Result<()> {
    let missing = required.iter().copied();
    let missing = list(missing.filter(|key| object.get(key).is_none()));
    if !missing.is_empty() {
        let keys = missing.into();
        let what = what().into();
        return fail(place, Fault::MissingKeys { what, keys });
    }
    let known = || required.iter().chain(optional).copied();
    let unknown = |key: &&str| !known().any(|known| known == *key);
    let Some(first) = object.keys().find(|key| unknown(key)) else {
        return Ok(());
    };
    let hint = did_you_mean(first, known());
    let known = match hint.strip_prefix("; ") {
        Some(hint) => format!("{}; {hint}", list(known())),
        None => list(known()),
    };
    fail(
        place,
        Fault::UnknownKeys {
            what: what().into(),
            keys: list(object.keys().filter(unknown)).into(),
            known: known.into(),
        },
    )
}

/// As many names as a message lists.
const LISTED: usize = 12;

/// `a`, `b`
pub(in crate::source) fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names = names.map(|name| quoted(name).to_string());
    let mut shown: Vec<String> = names.by_ref().take(LISTED).collect();
    match names.count() {
        0 => {}
        more => shown.push(format!("{more} more")),
    }
    shown.join(", ")
}
