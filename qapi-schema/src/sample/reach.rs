//! The ways from a type to the types inside it.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::Samples;
use crate::least::Extent;
use crate::model::{TypeId, TypeKind, Variants};

/// A choice on the way into a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Turn {
    /// This member is there; not a tag, which its branch settles.
    Member(usize),
    /// This branch of a union.
    Case(usize),
    /// This branch of an alternate.
    Alternative(usize),
    /// The list has an element.
    Element,
    /// This value of an enum; the end of the way.
    Value(usize),
}

/// The types inside a type, and for each the way to it on which a value that
/// has nothing else is smallest.
pub(super) struct Reach {
    /// In the order of the size of that value.
    pub(super) order: Vec<TypeId>,
    origins: HashMap<TypeId, Option<(TypeId, Turn)>>,
}

impl Reach {
    pub(super) fn new(samples: &Samples<'_>, root: TypeId) -> Self {
        let mut reach = Self {
            order: Vec::new(),
            origins: HashMap::new(),
        };
        let mut queue = BinaryHeap::from([Reverse((0, 0, root, None))]);
        // Of ways that are equally small the one found first counts.
        let mut found = 0;
        while let Some(Reverse((size, _, id, origin))) = queue.pop() {
            if reach.origins.contains_key(&id) {
                continue;
            }
            reach.origins.insert(id, origin);
            reach.order.push(id);
            each_turn(samples, id, |turn, inner, added| {
                found += 1;
                queue.push(Reverse((size + added, found, inner, Some((id, turn)))));
            });
        }
        reach
    }

    /// The turns from the root to the type.
    pub(super) fn route(&self, id: TypeId) -> Vec<Turn> {
        let mut turns = Vec::new();
        let mut id = id;
        while let Some(Some((from, turn))) = self.origins.get(&id) {
            turns.push(*turn);
            id = *from;
        }
        turns.reverse();
        turns
    }
}

/// Each turn that leads from a type to another one, with the tokens that a
/// value of the type has beside those of the inner value.
fn each_turn(samples: &Samples<'_>, id: TypeId, mut each: impl FnMut(Turn, TypeId, usize)) {
    let schema = samples.schema;
    let Some(own) = samples.least(id) else {
        return;
    };
    let mut turn = |turn, inner, beside: &dyn Fn(Extent) -> usize| {
        if let Some(extent) = samples.least(inner) {
            each(turn, inner, beside(extent));
        }
    };
    match schema[id].kind() {
        TypeKind::Builtin(_) | TypeKind::Enum(_) => {}
        TypeKind::Array(element) => turn(Turn::Element, *element, &|_| Extent::EMPTY.tokens),
        TypeKind::Alternate(alternate) => {
            for (at, &branch) in alternate.branches().iter().enumerate() {
                turn(Turn::Alternative(at), branch, &|_| 0);
            }
        }
        TypeKind::Object(object) => {
            let tag = object.variants().map(Variants::tag);
            for (at, member) in object.members().iter().enumerate() {
                if tag == Some(at) {
                    continue;
                }
                turn(Turn::Member(at), member.ty(), &|inner| {
                    if member.optional() {
                        Extent::SCALAR.as_member() + own.body()
                    } else {
                        own.tokens.saturating_sub(inner.tokens)
                    }
                });
            }
            let Some(variants) = object.variants() else {
                return;
            };
            let cases = variants.cases();
            let bodies = cases.iter().filter_map(|case| samples.least(case.ty()));
            let least = bodies.min().map_or(0, Extent::body);
            for (at, case) in cases.iter().enumerate() {
                turn(Turn::Case(at), case.ty(), &|_| {
                    own.body().saturating_sub(least)
                });
            }
        }
    }
}
