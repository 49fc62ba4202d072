//! Walking a value and its type side by side.
//!
//! The walk keeps its own stack, so nesting costs no call stack, and the stack
//! is the path from which a coordinate is made when something is wrong.

use std::collections::HashSet;

use super::document::{Document, Number};
use super::object::{Level, ObjectKind};
use super::problem::{Problem, Subject};
use super::report::{Report, Stop, expected, found, shorten, unknown_value};
use crate::coordinate::{Part, Step};
use crate::model::{
    Alternate, Builtin, Enum, Features, JsonKind, Schema, TypeId, TypeKind, Width, json_kind,
};

/// Where a walk starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Base<'w> {
    pub(super) name: &'w str,
    pub(super) part: Part,
    pub(super) steps: &'w [Step],
}

impl<'w> Base<'w> {
    pub(super) fn new(name: &'w str, part: Part) -> Self {
        Self {
            name,
            part,
            steps: &[],
        }
    }
}

/// Which features are denied.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Deny {
    pub(super) deprecated: bool,
    pub(super) unstable: bool,
}

impl Deny {
    #[inline]
    pub(super) fn any(self) -> bool {
        self.deprecated || self.unstable
    }
}

/// Memory of a walk that outlives it.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) levels: Vec<Level>,
    /// Bit sets over the members after the first 64.
    pub(super) seen: Vec<u64>,
}

/// A container that the walk is in.
#[derive(Debug)]
pub(super) struct Frame<R, N> {
    pub(super) rest: R,
    pub(super) shape: Shape,
    pub(super) child: Child<N>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// An object of a type; its levels start here.
    Object { levels: usize, kind: ObjectKind },
    /// An array of a type.
    Array(TypeId),
    /// A container of no particular type.
    Loose(JsonKind),
}

/// The child of a container that the walk is at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Child<N> {
    /// Before the first.
    None,
    /// A member, and which of the object's levels has it.
    Member(N, usize),
    Element(usize),
}

/// The containers that a walk is in, outermost first.
pub(super) type Stack<D> = Vec<Frame<<D as Document>::Rest, <D as Document>::Name>>;

pub(super) struct Walker<'w, D: Document> {
    pub(super) schema: &'w Schema,
    pub(super) doc: &'w D,
    /// None where the walk is in no part of the schema.
    pub(super) base: Option<Base<'w>>,
    pub(super) deny: Deny,
    /// How many containers may lie inside each other.
    pub(super) depth: usize,
    pub(super) stack: &'w mut Stack<D>,
    pub(super) memory: &'w mut Memory,
    /// For each undecided union that the walk is in, the names its branches know.
    pub(super) undecided: Vec<HashSet<&'w str>>,
    pub(super) report: &'w mut Report,
}

impl<'w, D: Document> Walker<'w, D> {
    /// Walks a value of a type.
    pub(super) fn value(&mut self, id: TypeId, node: D::Node) -> Result<(), Stop> {
        self.check(id, node)?;
        self.walk()
    }

    /// Walks an object that may have more members than its type.
    pub(super) fn open(&mut self, id: TypeId, node: D::Node) -> Result<(), Stop> {
        if self.check(id, node)? {
            self.open_innermost(node)?;
        }
        self.walk()
    }

    /// Walks a value of no particular type.
    pub(super) fn loose(&mut self, node: D::Node) -> Result<(), Stop> {
        self.enter_loose(node)?;
        self.walk()
    }

    /// Forgets a walk that ended early.
    pub(super) fn start(&mut self) {
        self.stack.clear();
        self.memory.levels.clear();
        self.memory.seen.clear();
    }

    fn walk(&mut self) -> Result<(), Stop> {
        while let Some(frame) = self.stack.last() {
            match frame.shape {
                Shape::Object { levels, kind } => self.members(levels, kind)?,
                Shape::Array(element) => self.elements(element)?,
                Shape::Loose(kind) => self.loose_inside(kind)?,
            }
        }
        Ok(())
    }

    /// Goes over the elements of the innermost container until it enters one
    /// or has left the container.
    fn elements(&mut self, element: TypeId) -> Result<(), Stop> {
        while let Some(node) = self.next_element() {
            if self.check(element, node)? {
                return Ok(());
            }
        }
        self.stack.pop();
        Ok(())
    }

    fn loose_inside(&mut self, kind: JsonKind) -> Result<(), Stop> {
        loop {
            let next = match kind {
                JsonKind::Object => self.next_member().map(|(_, node)| node),
                _ => self.next_element(),
            };
            let Some(node) = next else {
                break;
            };
            if self.enter_loose(node)? {
                return Ok(());
            }
        }
        self.stack.pop();
        Ok(())
    }

    #[inline]
    pub(super) fn next_member(&mut self) -> Option<(D::Name, D::Node)> {
        let frame = self.stack.last_mut()?;
        let (name, node) = self.doc.next_member(&mut frame.rest)?;
        frame.child = Child::Member(name, 0);
        Some((name, node))
    }

    #[inline]
    fn next_element(&mut self) -> Option<D::Node> {
        let frame = self.stack.last_mut()?;
        let node = self.doc.next_element(&mut frame.rest)?;
        frame.child = match frame.child {
            Child::Element(index) => Child::Element(index + 1),
            _ => Child::Element(0),
        };
        Some(node)
    }

    #[inline]
    pub(super) fn enter(&mut self, node: D::Node, shape: Shape) -> Result<bool, Stop> {
        self.fits_in()?;
        self.stack.push(Frame {
            rest: self.doc.inside(node),
            shape,
            child: Child::None,
        });
        Ok(true)
    }

    /// Whether another container may lie inside the innermost one.
    #[inline]
    pub(super) fn fits_in(&mut self) -> Result<(), Stop> {
        if self.stack.len() >= self.depth {
            return Err(self.report.only(Problem::Depth));
        }
        Ok(())
    }

    /// Checks a value up to what it holds. True if it holds something: that is
    /// then the innermost container.
    // The commonest values cost no call that is not theirs.
    #[inline]
    pub(super) fn check(&mut self, id: TypeId, node: D::Node) -> Result<bool, Stop> {
        if self.deny.any() {
            return self.check_any(id, node);
        }
        match (self.schema[id].kind(), self.doc.kind(node)) {
            (TypeKind::Builtin(Builtin::Str), JsonKind::String)
            | (TypeKind::Builtin(Builtin::Bool), JsonKind::Bool) => Ok(false),
            (TypeKind::Builtin(Builtin::Int(width)), JsonKind::Number) => {
                self.integer(id, *width, node)?;
                Ok(false)
            }
            (TypeKind::Object(object), JsonKind::Object) => self.enter_object(id, object, node),
            _ => self.check_any(id, node),
        }
    }

    #[inline(never)]
    fn check_any(&mut self, id: TypeId, node: D::Node) -> Result<bool, Stop> {
        let (schema, doc) = (self.schema, self.doc);
        let ty = &schema[id];
        self.denied(ty.features(), || Subject::Type)?;
        let kind = doc.kind(node);
        match (ty.kind(), kind) {
            (TypeKind::Object(object), JsonKind::Object) => self.enter_object(id, object, node),
            (TypeKind::Array(element), JsonKind::Array) => self.enter(node, Shape::Array(*element)),
            (TypeKind::Enum(e), JsonKind::String) => {
                let value = doc.string(node);
                self.enum_value(e, &value)?;
                Ok(false)
            }
            (TypeKind::Builtin(Builtin::Int(width)), JsonKind::Number) => {
                self.integer(id, *width, node)?;
                Ok(false)
            }
            (TypeKind::Builtin(Builtin::Str), JsonKind::String)
            | (TypeKind::Builtin(Builtin::Number), JsonKind::Number)
            | (TypeKind::Builtin(Builtin::Bool), JsonKind::Bool)
            | (TypeKind::Builtin(Builtin::Null), JsonKind::Null) => Ok(false),
            (TypeKind::Builtin(Builtin::Any), _) => self.enter_loose(node),
            (TypeKind::Alternate(alternate), _) => match self.branch(alternate, kind) {
                Some(branch) => self.check_any(branch, node),
                None => self.misfit(id, node),
            },
            _ => self.misfit(id, node),
        }
    }

    #[cold]
    fn misfit(&mut self, id: TypeId, node: D::Node) -> Result<bool, Stop> {
        let problem = Problem::Type {
            expected: expected(self.schema, &self.schema[id]),
            found: found(self.doc, node),
        };
        self.add(problem)?;
        self.enter_loose(node)
    }

    /// The branch of an alternate that takes a kind of value. It is no
    /// alternate itself: the schema's check has seen to that.
    fn branch(&self, alternate: &Alternate, kind: JsonKind) -> Option<TypeId> {
        let mut branches = alternate.branches().iter().copied();
        branches.find(|&id| json_kind(self.schema[id].kind()) == Some(kind))
    }

    #[inline]
    fn integer(&mut self, id: TypeId, width: Width, node: D::Node) -> Result<(), Stop> {
        match self.doc.number(node) {
            Number::Integer if self.fits(width, node) => Ok(()),
            Number::Integer | Number::Huge => self.out_of_range(width, node),
            Number::Float => self.misfit(id, node).map(|_| ()),
        }
    }

    #[cold]
    fn out_of_range(&mut self, width: Width, node: D::Node) -> Result<(), Stop> {
        let literal = shorten(&self.doc.literal(node));
        self.add(Problem::IntegerRange { literal, width })
    }

    /// Whether an integer of 64 bits is within a width.
    #[inline]
    fn fits(&self, width: Width, node: D::Node) -> bool {
        match width {
            Width::Unknown | Width::Uint64 | Width::Size => true,
            width => {
                let value = self.doc.integer(node);
                value.is_some_and(|value| width.range().contains(&value))
            }
        }
    }

    fn enum_value(&mut self, e: &Enum, value: &str) -> Result<(), Stop> {
        match e.value(value) {
            Some((_, known)) => {
                self.denied(known.features(), || Subject::Value(known.name().into()))
            }
            None => self.unknown_value(e, value),
        }
    }

    #[cold]
    fn unknown_value(&mut self, e: &Enum, value: &str) -> Result<(), Stop> {
        self.add(unknown_value(e, value))
    }

    /// Enters a container of no particular type. Its names may still not repeat.
    pub(super) fn enter_loose(&mut self, node: D::Node) -> Result<bool, Stop> {
        let kind = self.doc.kind(node);
        if !matches!(kind, JsonKind::Object | JsonKind::Array) {
            return Ok(false);
        }
        if self
            .doc
            .is_deeper_than(node, self.depth.saturating_sub(self.stack.len()))
        {
            return Err(self.report.only(Problem::Depth));
        }
        if !D::MAY_REPEAT {
            return Ok(false);
        }
        if kind == JsonKind::Object {
            self.repeated(node)?;
        }
        self.enter(node, Shape::Loose(kind))
    }

    /// Reports the names that an object has given already.
    pub(super) fn repeated(&mut self, object: D::Node) -> Result<(), Stop> {
        let doc = self.doc;
        doc.repeated(object).into_iter().try_for_each(|name| {
            let name = shorten(&doc.name(name));
            let at = self.path().map(|at| at.member(&name));
            self.report.add(at, Problem::DuplicateMember { name })
        })
    }

    /// Reports the use of something that has a denied feature, where the walk is.
    #[inline]
    pub(super) fn denied(
        &mut self,
        features: &Features,
        subject: impl Fn() -> Subject,
    ) -> Result<(), Stop> {
        if !self.deny.any() || features.is_empty() {
            return Ok(());
        }
        self.denied_at(features, subject, Self::path)
    }
}
