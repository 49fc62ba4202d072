//! Where each type is first used.

use crate::coordinate::{Coordinate, Part, Step};
use crate::model::{Command, Event, Schema, Type, TypeId, TypeKind};

/// The place of first use of every type that a command or event reaches.
///
/// The walk is breadth first, from the commands and then the events in the
/// dump's order, so the place is a shortest one. It enters each type once,
/// which bounds it on recursive schemas.
#[derive(Clone, Debug)]
pub struct FirstUses {
    origins: Vec<Option<Origin>>,
    order: Vec<TypeId>,
    roots: Vec<(Box<str>, Part)>,
}

#[derive(Clone, Debug)]
enum Origin {
    Root(usize),
    Inside(TypeId, Option<Step>),
}

impl FirstUses {
    /// Walks the schema.
    pub fn new(schema: &Schema) -> Self {
        Self::walk(&schema.types, &schema.commands, &schema.events)
    }

    /// Walks what may not be a schema yet: ids of no type are passed over.
    pub(crate) fn walk(types: &[Type], commands: &[Command], events: &[Event]) -> Self {
        let mut uses = Self {
            origins: vec![None; types.len()],
            order: Vec::new(),
            roots: Vec::new(),
        };
        for command in commands {
            uses.root(&command.name, Part::Arguments, command.arguments);
            uses.root(&command.name, Part::Returns, command.returns);
        }
        for event in events {
            uses.root(&event.name, Part::Data, event.data);
        }
        let mut next = 0;
        while let Some(&id) = uses.order.get(next) {
            if let Some(ty) = types.get(id.index()) {
                uses.enter(id, &ty.kind);
            }
            next += 1;
        }
        uses
    }

    /// The coordinate of the type's first use; none if nothing uses it.
    pub fn coordinate(&self, id: TypeId) -> Option<Coordinate> {
        self.coordinate_within(id, usize::MAX)
    }

    /// The same, but none for a place more than `limit` types in.
    pub(crate) fn coordinate_within(&self, id: TypeId, limit: usize) -> Option<Coordinate> {
        let mut steps = Vec::new();
        let mut id = id;
        for _ in 0..=limit {
            match self.origins.get(id.index())?.as_ref()? {
                Origin::Inside(from, step) => {
                    steps.extend(step.clone());
                    id = *from;
                }
                Origin::Root(root) => {
                    let (name, part) = self.roots.get(*root)?;
                    steps.reverse();
                    return Some(Coordinate {
                        steps,
                        ..Coordinate::part_of(name, *part)
                    });
                }
            }
        }
        None
    }

    /// The types in the order of their first use.
    pub fn order(&self) -> &[TypeId] {
        &self.order
    }

    fn root(&mut self, name: &str, part: Part, id: TypeId) {
        if self.note(id, Origin::Root(self.roots.len())) {
            self.roots.push((name.into(), part));
        }
    }

    fn note(&mut self, id: TypeId, origin: Origin) -> bool {
        match self.origins.get_mut(id.index()) {
            Some(slot @ None) => {
                *slot = Some(origin);
                self.order.push(id);
                true
            }
            _ => false,
        }
    }

    fn enter(&mut self, id: TypeId, kind: &TypeKind) {
        match kind {
            TypeKind::Builtin(_) | TypeKind::Enum(_) => {}
            TypeKind::Array(element) => {
                self.note(*element, Origin::Inside(id, Some(Step::Element(None))));
            }
            TypeKind::Alternate(alternate) => {
                for branch in &alternate.branches {
                    self.note(*branch, Origin::Inside(id, None));
                }
            }
            TypeKind::Object(object) => {
                for member in &object.members {
                    let step = Step::Member(member.name.clone());
                    self.note(member.ty, Origin::Inside(id, Some(step)));
                }
                let Some(variants) = &object.variants else {
                    return;
                };
                let Some(tag) = object.members.get(variants.tag) else {
                    return;
                };
                for case in &variants.cases {
                    let step = Step::Branch {
                        tag: tag.name.clone(),
                        case: case.value.clone(),
                    };
                    self.note(case.ty, Origin::Inside(id, Some(step)));
                }
            }
        }
    }
}
