//! Copies and equality.

use super::node::{Branches, Edit, Get, Kind, Node, Set, Shape, Target, View};

/// A copy of a branch.
#[inline]
pub fn clone_branches<T: Branches>(of: &T) -> T {
    let mut copy = T::blank();
    copy_branch(of, &mut copy);
    copy
}

/// Makes a blank value a copy of another one.
pub fn copy(from: &dyn Node, to: &mut dyn Node) {
    from.view(View(&mut |shape| {
        if !matches!(shape, Shape::Absent) {
            to.edit(Edit(&mut |target| copy_shape(&shape, target)));
        }
    }));
}

fn copy_branch(from: &dyn Branches, to: &mut dyn Branches) {
    let (tag, node) = from.branch();
    to.select(
        tag,
        Edit(&mut |mut target| {
            if let Some(node) = node {
                node.view(View(&mut |shape| copy_into(&shape, &mut target)));
            }
        }),
    );
}

fn copy_shape(from: &Shape<'_>, mut to: Target<'_>) {
    copy_into(from, &mut to);
}

fn copy_into(from: &Shape<'_>, to: &mut Target<'_>) {
    match (from, to) {
        (Shape::Object(_, from), Target::Object(to) | Target::Overlapping(to)) => {
            for (from, to) in from.iter().zip(to.iter_mut()) {
                copy_member(from, to);
            }
        }
        (Shape::Rest(from), Target::Rest(to)) => {
            **to = from
                .members()
                .map(|(name, value)| (name.to_owned(), value.clone()))
                .collect();
        }
        (Shape::List(from), Target::List(to)) => {
            to.clear();
            for index in 0.. {
                let Some(element) = from.at(index) else { break };
                to.grow(Edit(&mut |mut target| {
                    element.view(View(&mut |shape| copy_into(&shape, &mut target)));
                }));
            }
        }
        (Shape::Enum(from), Target::Enum(to)) => to.set_name(from.name()),
        (Shape::Str(from), Target::Str(to)) => (*from).clone_into(to),
        (Shape::Int(from), Target::Int(to)) => {
            to.set(*from);
        }
        (Shape::Bool(from), Target::Bool(to)) => **to = *from,
        (Shape::Number(from), Target::Number(to)) => **to = *from,
        (Shape::Any(from), Target::Any(to)) => (*from).clone_into(to),
        (Shape::Stray(from), Target::Any(to)) => from.0.clone_into(to),
        (from, Target::Alternate(to)) => {
            to.pick(kind(from), Edit(&mut |target| copy_shape(from, target)));
        }
        // Both are of one type, so nothing else meets.
        _ => {}
    }
}

fn kind(shape: &Shape<'_>) -> Kind {
    match *shape {
        Shape::Object(..) | Shape::Rest(_) => Kind::Object,
        Shape::List(_) => Kind::List,
        Shape::Enum(_) | Shape::Str(_) => Kind::String,
        Shape::Int(_) => Kind::Int,
        Shape::Number(_) => Kind::Number,
        Shape::Bool(_) => Kind::Bool,
        Shape::Any(value) => super::decode::kind_of(value),
        Shape::Stray(kind) => super::decode::kind_of(&kind.0),
        Shape::Null | Shape::Absent => Kind::Null,
    }
}

fn copy_member(from: &Get<'_>, to: &mut Set<'_>) {
    match (from, &mut *to) {
        (Get::Tag(_, from), Set::Tag(_, to)) => return copy_branch(*from, &mut **to),
        (Get::OptTag(_, Some(from)), Set::OptTag(_, to)) => return copy_branch(*from, to.insert()),
        _ => {}
    }
    from.shape(&mut |shape| {
        if !matches!(shape, Shape::Absent) {
            to.target(&mut |target| copy_shape(&shape, target));
        }
    });
}

/// Whether two values are equal.
pub fn eq(a: &dyn Node, b: &dyn Node) -> bool {
    let mut equal = false;
    a.view(View(&mut |a| b.view(View(&mut |b| equal = same(&a, &b)))));
    equal
}

/// Whether two branches are equal.
pub fn branches_eq(a: &dyn Branches, b: &dyn Branches) -> bool {
    match (a.branch(), b.branch()) {
        ((a, Some(x)), (b, Some(y))) => a == b && eq(x, y),
        ((a, None), (b, None)) => a == b,
        _ => false,
    }
}

fn same(a: &Shape<'_>, b: &Shape<'_>) -> bool {
    match (a, b) {
        (Shape::Object(_, a), Shape::Object(_, b)) => {
            a.iter().zip(*b).all(|(a, b)| same_member(a, b))
        }
        (Shape::Rest(a), Shape::Rest(b)) => a == b,
        (Shape::List(a), Shape::List(b)) => {
            a.count() == b.count()
                && (0..a.count()).all(|index| match (a.at(index), b.at(index)) {
                    (Some(a), Some(b)) => eq(a, b),
                    _ => false,
                })
        }
        (Shape::Enum(a), Shape::Enum(b)) => a.name() == b.name(),
        (Shape::Str(a), Shape::Str(b)) => a == b,
        (Shape::Int(a), Shape::Int(b)) => a == b,
        (Shape::Bool(a), Shape::Bool(b)) => a == b,
        (Shape::Number(a), Shape::Number(b)) => a == b,
        (Shape::Any(a), Shape::Any(b)) => a == b,
        (Shape::Stray(a), Shape::Stray(b)) => a == b,
        (Shape::Null, Shape::Null) | (Shape::Absent, Shape::Absent) => true,
        _ => false,
    }
}

fn same_member(a: &Get<'_>, b: &Get<'_>) -> bool {
    match (a, b) {
        (Get::Tag(_, a), Get::Tag(_, b)) => return branches_eq(*a, *b),
        (Get::OptTag(_, a), Get::OptTag(_, b)) => {
            return match (a, b) {
                (Some(a), Some(b)) => branches_eq(*a, *b),
                (a, b) => a.is_none() && b.is_none(),
            };
        }
        _ => {}
    }
    let mut equal = false;
    a.shape(&mut |a| b.shape(&mut |b| equal = same(&a, &b)));
    equal
}
