//! Types that a dump has without a user: what uses them is left out of its build.

use std::collections::HashSet;

use qapi_schema::source::Definition;
use qapi_schema::{TypeId, TypeKind};

use crate::lockstep::Lockstep;

/// Finds for each such type one of the source that is the same; how many there
/// were.
pub(crate) fn find(walk: &mut Lockstep<'_>) -> usize {
    let mut count = 0;
    // A type that others are part of leads to those.
    let mut ids: Vec<TypeId> = walk.dump.types().map(|(id, _)| id).collect();
    ids.sort_by_key(|id| std::cmp::Reverse(parts(walk, *id)));
    for own in ids {
        if walk.pairs.contains_key(&own) {
            continue;
        }
        count += 1;
        let taken: HashSet<TypeId> = walk.pairs.values().copied().collect();
        let free = walk.full.types().map(|(id, _)| id);
        let mut free: Vec<TypeId> = free.filter(|id| !taken.contains(id)).collect();
        // One that no condition leaves out must be somewhere.
        free.sort_by_key(|full| conditional(walk, *full));
        let same = free.into_iter().find_map(|full| {
            let mut tried = walk.clone();
            tried.pair(own, full, "a type without user".to_owned());
            tried.walk();
            (tried.wrong.len() == walk.wrong.len()).then_some(tried)
        });
        match same {
            Some(tried) => *walk = tried,
            None => {
                let kind = match walk.dump[own].kind() {
                    TypeKind::Builtin(_) => "builtin",
                    TypeKind::Enum(_) => "enum",
                    TypeKind::Array(_) => "array",
                    TypeKind::Object(_) => "object",
                    TypeKind::Alternate(_) => "alternate",
                };
                walk.wrong.push(format!(
                    "the source has no {kind} like one that nothing uses"
                ));
                // Not once more.
                walk.pairs.insert(own, own);
            }
        }
    }
    count
}

fn parts(walk: &Lockstep<'_>, own: TypeId) -> usize {
    match walk.dump[own].kind() {
        TypeKind::Object(object) => {
            let cases = object
                .variants()
                .map_or(0, |variants| variants.cases().len());
            object.members().len() + cases
        }
        TypeKind::Alternate(alternate) => alternate.branches().len(),
        TypeKind::Enum(_) | TypeKind::Array(_) | TypeKind::Builtin(_) => 0,
    }
}

fn conditional(walk: &Lockstep<'_>, full: TypeId) -> bool {
    let definition = walk.definition(walk.name(full));
    definition.and_then(Definition::condition).is_some()
}
