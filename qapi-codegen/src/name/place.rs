//! Where a type is first used, and what that suggests to call it.

use std::collections::VecDeque;

use qapi_schema::{Builtin, Coordinate, Part, Step};

use super::ident::upper_camel;
use crate::model::{Kind, Model, Object, TypeId};

/// A place that is more steps away is not told: in a made-up schema places
/// would outgrow it.
const FAR: usize = 64;

/// The first use of a type that gets a name.
pub(super) struct FirstUse {
    pub(super) id: TypeId,
    /// The coordinate; empty if it has more than [`FAR`] steps.
    pub(super) place: String,
    /// The type it is used in, if any.
    pub(super) parent: Option<TypeId>,
    /// Whether the name starts anew from the command or event, unless the type
    /// it is used in has a name in QAPI: for what is used in arguments or data,
    /// which go without a name of their own.
    pub(super) fresh: bool,
    /// The name of the command or event.
    pub(super) root: String,
    /// What the place adds to the name of the parent or root.
    pub(super) suffix: String,
}

struct Visit {
    id: TypeId,
    parent: Option<TypeId>,
    fresh: bool,
    root: String,
    suffix: String,
    /// None beyond [`FAR`].
    at: Option<Coordinate>,
}

/// The first uses of all objects, enums and alternates that can be reached,
/// parents before their parts.
pub(super) fn first_uses(model: &Model) -> Vec<FirstUse> {
    let mut queue = VecDeque::new();
    for command in &model.commands {
        queue.push_back(root(&command.name, Part::Arguments, command.arguments));
        queue.push_back(root(&command.name, Part::Returns, command.returns));
    }
    for event in &model.events {
        queue.push_back(root(&event.name, Part::Data, event.data));
    }
    let mut seen = vec![false; model.types.len()];
    let mut uses = Vec::new();
    while let Some(visit) = queue.pop_front() {
        match seen.get_mut(visit.id.0) {
            Some(seen @ false) => *seen = true,
            _ => continue,
        }
        enter(model, &visit, &mut queue);
        if !matches!(model.kind(visit.id), Kind::Builtin(_) | Kind::Array(_)) {
            uses.push(FirstUse {
                id: visit.id,
                place: visit.at.map(|at| at.to_string()).unwrap_or_default(),
                parent: visit.parent,
                fresh: visit.fresh,
                root: visit.root,
                suffix: visit.suffix,
            });
        }
    }
    uses
}

fn root(name: &str, part: Part, id: TypeId) -> Visit {
    let suffix = match part {
        Part::Arguments => "Arguments",
        Part::Returns => "Return",
        Part::Data => "Data",
    };
    Visit {
        id,
        parent: None,
        fresh: true,
        root: upper_camel(name),
        suffix: suffix.to_owned(),
        at: Some(Coordinate::part_of(name, part)),
    }
}

fn enter(model: &Model, visit: &Visit, queue: &mut VecDeque<Visit>) {
    // What is inside arguments or data is named after the command or event
    // alone: `BlockCommitOnError`, not `BlockCommitArgumentsOnError`.
    let at_root = visit.at.as_ref().is_some_and(|at| at.steps().is_empty());
    let fresh = at_root && visit.suffix != "Return";
    let step = |step: Step| {
        let at = visit.at.as_ref().filter(|at| at.steps().len() < FAR);
        at.map(|at| at.clone().step(step))
    };
    let inner = |id: TypeId, suffix: String, at: Option<Coordinate>| Visit {
        id,
        parent: Some(visit.id),
        fresh,
        root: visit.root.clone(),
        suffix,
        at,
    };
    // Lists have no name: what is in them goes by the place of the list.
    let unnamed = |id: TypeId, suffix: String, at: Option<Coordinate>| Visit {
        id,
        parent: visit.parent,
        fresh: visit.fresh,
        root: visit.root.clone(),
        suffix,
        at,
    };
    match model.kind(visit.id) {
        Kind::Builtin(_) | Kind::Enum(_) => {}
        Kind::Array(element) => {
            let at = step(Step::Element(None));
            queue.push_back(unnamed(*element, visit.suffix.clone(), at));
        }
        Kind::Alternate(branches) => {
            for branch in branches {
                let suffix = format!("{}{}", visit.suffix, json_kind(model, *branch));
                queue.push_back(unnamed(*branch, suffix, visit.at.clone()));
            }
        }
        Kind::Object(Object { members, variants }) => {
            for member in members {
                let at = step(Step::Member(member.name.as_str().into()));
                queue.push_back(inner(member.ty, upper_camel(&member.name), at));
            }
            let Some(variants) = variants else {
                return;
            };
            let tag = members.get(variants.tag).map_or("", |tag| &*tag.name);
            for case in &variants.cases {
                let at = step(Step::Branch {
                    tag: tag.into(),
                    case: case.value.as_str().into(),
                });
                queue.push_back(inner(case.ty, upper_camel(&case.value), at));
            }
        }
    }
}

/// The JSON kind that tells a branch of an alternate from the others, as a
/// variant is called.
pub(super) fn json_kind(model: &Model, id: TypeId) -> &'static str {
    match model.kind(id) {
        Kind::Builtin(Builtin::Str) => "String",
        Kind::Enum(_) => "Enum",
        Kind::Builtin(Builtin::Int(_)) => "Int",
        Kind::Builtin(Builtin::Number) => "Number",
        Kind::Builtin(Builtin::Bool) => "Bool",
        Kind::Builtin(Builtin::Null) => "Null",
        Kind::Array(_) => "List",
        // The check lets neither `any` nor an alternate be a branch.
        Kind::Object(_) | Kind::Builtin(Builtin::Any) | Kind::Alternate(_) => "Object",
    }
}
