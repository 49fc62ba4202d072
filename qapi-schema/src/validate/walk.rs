//! Walking a value and its type side by side.
//!
//! The walk keeps its own stack, so nesting costs no call stack, and the stack
//! is the path from which a coordinate is made when something is wrong.

use std::collections::HashSet;

use super::document::{Document, Number};
use super::problem::{Problem, Subject};
use super::report::{Report, Stop, expected, found, shorten, unknown_member, unknown_value};
use crate::coordinate::{Coordinate, Part, Step};
use crate::model::{
    Alternate, Builtin, Enum, Features, JsonKind, Member, Object, Schema, TypeId, TypeKind,
    json_kind,
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

/// Memory of a walk that outlives it.
#[derive(Debug, Default)]
pub(super) struct Memory {
    levels: Vec<Level>,
    /// Bit sets over members.
    seen: Vec<u64>,
}

/// An object type that an object has to fit: its own, or that of a branch.
#[derive(Clone, Copy, Debug)]
struct Level {
    ty: TypeId,
    /// Which branch of the level before it is, by position.
    case: usize,
    /// Where its bit set starts.
    seen: usize,
    /// How many required members have not been seen.
    wanted: usize,
}

/// A container that the walk is in.
#[derive(Debug)]
pub(super) struct Frame<R, N> {
    rest: R,
    shape: Shape,
    child: Child<N>,
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    /// An object of a type; its levels start here.
    Object { levels: usize, kind: ObjectKind },
    /// An array of a type.
    Array(TypeId),
    /// A container of no particular type.
    Loose(JsonKind),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ObjectKind {
    Plain,
    /// It may have members that its type lacks.
    Open,
    /// A union whose tag is missing or wrong.
    Undecided,
}

/// The child that the walk is at.
#[derive(Clone, Copy, Debug)]
enum Child<N> {
    /// Before the first.
    None,
    /// A member, and which of the levels has it.
    Member(N, usize),
    Element(usize),
}

pub(super) struct Walker<'w, D: Document> {
    pub(super) schema: &'w Schema,
    pub(super) doc: &'w D,
    /// None where the walk is in no part of the schema.
    pub(super) base: Option<Base<'w>>,
    pub(super) deny: Deny,
    pub(super) stack: &'w mut Vec<FrameOf<D>>,
    pub(super) memory: &'w mut Memory,
    /// For each undecided union that the walk is in, the names its branches know.
    pub(super) undecided: Vec<HashSet<&'w str>>,
    pub(super) report: &'w mut Report,
}

type FrameOf<D> = Frame<<D as Document>::Rest, <D as Document>::Name>;

/// What there is to go into, if anything.
type Inside<D> = Result<Option<FrameOf<D>>, Stop>;

impl<'w, D: Document> Walker<'w, D> {
    /// Walks a value of a type.
    pub(super) fn value(&mut self, id: TypeId, node: D::Node) -> Result<(), Stop> {
        self.start();
        let inside = self.check(None, id, node)?;
        self.walk(inside)
    }

    /// Walks an object that may have more members than its type.
    pub(super) fn open(&mut self, id: TypeId, node: D::Node) -> Result<(), Stop> {
        self.start();
        let mut inside = self.check(None, id, node)?;
        if let Some(frame) = &mut inside
            && let Shape::Object { kind, .. } = &mut frame.shape
        {
            *kind = ObjectKind::Open;
            self.repeated(None, node)?;
        }
        self.walk(inside)
    }

    /// Walks a value of no particular type.
    pub(super) fn loose(&mut self, node: D::Node) -> Result<(), Stop> {
        self.start();
        let inside = self.enter_loose(None, node)?;
        self.walk(inside)
    }

    /// Checks an object that is not there, which equals one without members.
    pub(super) fn absent(&mut self, id: TypeId) -> Result<(), Stop> {
        self.start();
        let ty = &self.schema[id];
        self.denied(None, ty.features(), || Subject::Type)?;
        let Some(object) = ty.as_object() else {
            return Ok(());
        };
        if let Some((_, tag)) = object.tag() {
            return self.missing(None, tag);
        }
        let mut members = object.members().iter();
        members
            .by_ref()
            .filter(|member| !member.optional())
            .try_for_each(|member| self.missing(None, member))
    }

    fn start(&mut self) {
        self.stack.clear();
        self.memory.levels.clear();
        self.memory.seen.clear();
        self.undecided.clear();
    }

    fn walk(&mut self, inside: Option<FrameOf<D>>) -> Result<(), Stop> {
        let Some(mut frame) = inside else {
            return Ok(());
        };
        loop {
            let inside = match frame.shape {
                Shape::Object { levels, kind } => self.members(&mut frame, levels, kind)?,
                Shape::Array(element) => self.elements(&mut frame, element)?,
                Shape::Loose(kind) => self.loose_inside(&mut frame, kind)?,
            };
            match inside {
                Some(inside) => self.stack.push(std::mem::replace(&mut frame, inside)),
                None => match self.stack.pop() {
                    Some(outer) => frame = outer,
                    None => return Ok(()),
                },
            }
        }
    }

    /// Goes over the members of an object until one has something inside.
    fn members(&mut self, frame: &mut FrameOf<D>, levels: usize, kind: ObjectKind) -> Inside<D> {
        let doc = self.doc;
        while let Some((key, node)) = doc.next_member(&mut frame.rest) {
            let name = doc.name(key);
            frame.child = Child::Member(key, 0);
            let inside = match self.find(levels, &name) {
                Some((level, at, member)) => {
                    frame.child = Child::Member(key, level);
                    if !self.mark(levels + level, at, member) && kind != ObjectKind::Open {
                        let name = shorten(&name);
                        self.add(Some(frame), Problem::DuplicateMember { name })?;
                    }
                    self.denied(Some(frame), member.features(), || {
                        Subject::Member(member.name().into())
                    })?;
                    let checked = self.is_tag(levels + level, at);
                    if checked || kind == ObjectKind::Open && member.optional() {
                        self.enter_loose(Some(frame), node)?
                    } else {
                        self.check(Some(frame), member.ty(), node)?
                    }
                }
                None => {
                    if !self.may_have(kind, &name) {
                        let problem = self.unknown(levels, kind, &name);
                        self.add(Some(frame), problem)?;
                    }
                    self.enter_loose(Some(frame), node)?
                }
            };
            if inside.is_some() {
                return Ok(inside);
            }
        }
        self.leave_object(levels, kind)?;
        Ok(None)
    }

    /// Goes over the elements of an array until one has something inside.
    fn elements(&mut self, frame: &mut FrameOf<D>, element: TypeId) -> Inside<D> {
        let doc = self.doc;
        while let Some(node) = doc.next_element(&mut frame.rest) {
            frame.child.advance();
            let inside = self.check(Some(frame), element, node)?;
            if inside.is_some() {
                return Ok(inside);
            }
        }
        Ok(None)
    }

    fn loose_inside(&mut self, frame: &mut FrameOf<D>, kind: JsonKind) -> Inside<D> {
        let doc = self.doc;
        loop {
            let node = if kind == JsonKind::Object {
                let Some((name, node)) = doc.next_member(&mut frame.rest) else {
                    return Ok(None);
                };
                frame.child = Child::Member(name, 0);
                node
            } else {
                let Some(node) = doc.next_element(&mut frame.rest) else {
                    return Ok(None);
                };
                frame.child.advance();
                node
            };
            let inside = self.enter_loose(Some(frame), node)?;
            if inside.is_some() {
                return Ok(inside);
            }
        }
    }

    /// Checks what can be checked of a value without going into it.
    fn check(&mut self, at: Option<&FrameOf<D>>, id: TypeId, node: D::Node) -> Inside<D> {
        let (schema, doc) = (self.schema, self.doc);
        let ty = &schema[id];
        self.denied(at, ty.features(), || Subject::Type)?;
        let kind = doc.kind(node);
        match (ty.kind(), kind) {
            (TypeKind::Object(_), JsonKind::Object) => return self.enter_object(at, id, node),
            (TypeKind::Array(element), JsonKind::Array) => {
                return Ok(Some(Frame {
                    rest: doc.inside(node),
                    shape: Shape::Array(*element),
                    child: Child::None,
                }));
            }
            (TypeKind::Enum(e), JsonKind::String) => {
                self.enum_value(at, e, &doc.string(node))?;
                return Ok(None);
            }
            (TypeKind::Builtin(Builtin::Int), JsonKind::Number) => match doc.number(node) {
                Number::Integer => return Ok(None),
                Number::Huge => {
                    let literal = shorten(&doc.literal(node));
                    self.add(at, Problem::IntegerRange { literal })?;
                    return Ok(None);
                }
                Number::Float => {}
            },
            (TypeKind::Builtin(Builtin::Str), JsonKind::String)
            | (TypeKind::Builtin(Builtin::Number), JsonKind::Number)
            | (TypeKind::Builtin(Builtin::Bool), JsonKind::Bool)
            | (TypeKind::Builtin(Builtin::Null), JsonKind::Null) => return Ok(None),
            (TypeKind::Builtin(Builtin::Any), _) => return self.enter_loose(at, node),
            (TypeKind::Alternate(alternate), _) => {
                if let Some(branch) = self.branch(alternate, kind) {
                    return self.check(at, branch, node);
                }
            }
            _ => {}
        }
        let problem = Problem::Type {
            expected: expected(schema, ty.kind()),
            found: found(doc, node),
        };
        self.add(at, problem)?;
        self.enter_loose(at, node)
    }

    /// The branch of an alternate that takes a kind of value. It is no
    /// alternate itself: the schema's check has seen to that.
    fn branch(&self, alternate: &Alternate, kind: JsonKind) -> Option<TypeId> {
        let mut branches = alternate.branches().iter().copied();
        branches.find(|&id| json_kind(self.schema[id].kind()) == Some(kind))
    }

    fn enum_value(&mut self, at: Option<&FrameOf<D>>, e: &Enum, value: &str) -> Result<(), Stop> {
        match e.value(value) {
            Some((_, known)) => {
                self.denied(at, known.features(), || Subject::Value(known.name().into()))
            }
            None => self.add(at, unknown_value(e, value)),
        }
    }

    /// A container of no particular type. Its names may still not repeat.
    fn enter_loose(&mut self, at: Option<&FrameOf<D>>, node: D::Node) -> Inside<D> {
        let kind = self.doc.kind(node);
        if !D::MAY_REPEAT || !matches!(kind, JsonKind::Object | JsonKind::Array) {
            return Ok(None);
        }
        if kind == JsonKind::Object {
            self.repeated(at, node)?;
        }
        Ok(Some(Frame {
            rest: self.doc.inside(node),
            shape: Shape::Loose(kind),
            child: Child::None,
        }))
    }

    fn repeated(&mut self, at: Option<&FrameOf<D>>, object: D::Node) -> Result<(), Stop> {
        let doc = self.doc;
        doc.repeated(object).into_iter().try_for_each(|name| {
            let name = shorten(&doc.name(name));
            let at = self.path(at).map(|at| at.member(&name));
            self.report.add(at, Problem::DuplicateMember { name })
        })
    }

    /// Enters an object: its type and the branches that its tags select.
    fn enter_object(&mut self, at: Option<&FrameOf<D>>, id: TypeId, node: D::Node) -> Inside<D> {
        let schema = self.schema;
        let levels = self.memory.levels.len();
        let mut kind = ObjectKind::Plain;
        let mut next = Some((id, 0));
        while let Some((id, case)) = next
            && let Some(object) = schema[id].as_object()
        {
            let level = self.memory.levels.len();
            if level > levels {
                self.denied(at, schema[id].features(), || Subject::Type)?;
            }
            self.push_level(id, object, case);
            next = match object.tag() {
                None => None,
                Some(tag) => {
                    let next = self.tag(at, levels, object, tag, node)?;
                    if next.is_none() {
                        kind = ObjectKind::Undecided;
                        self.undecided.push(branch_members(schema, object));
                    }
                    next
                }
            };
        }
        Ok(Some(Frame {
            rest: self.doc.inside(node),
            shape: Shape::Object { levels, kind },
            child: Child::None,
        }))
    }

    fn push_level(&mut self, ty: TypeId, object: &Object, case: usize) {
        let seen = self.memory.seen.len();
        let words = object.members().len().div_ceil(64);
        self.memory.seen.resize(seen + words, 0);
        self.memory.levels.push(Level {
            ty,
            case,
            seen,
            wanted: object.required,
        });
    }

    /// The branch that an object's tag selects.
    fn tag(
        &mut self,
        at: Option<&FrameOf<D>>,
        levels: usize,
        object: &Object,
        (tag_at, tag): (usize, &Member),
        node: D::Node,
    ) -> Result<Option<(TypeId, usize)>, Stop> {
        let doc = self.doc;
        let mut rest = doc.inside(node);
        let value = loop {
            match doc.next_member(&mut rest) {
                Some((name, value)) if doc.name(name) == tag.name() => break value,
                Some(_) => {}
                None => {
                    let place = self.place(at, levels, tag);
                    self.report_missing(place, tag)?;
                    // Not to be reported again on leaving.
                    let level = self.memory.levels.len().saturating_sub(1);
                    self.mark(level, tag_at, tag);
                    return Ok(None);
                }
            }
        };
        let ty = self.schema[tag.ty()].kind();
        let problem = if let (JsonKind::String, TypeKind::Enum(e)) = (doc.kind(value), ty) {
            let value = doc.string(value);
            let branch = object.variants().and_then(|variants| {
                let at = variants.position(&value)?;
                Some((variants.cases().get(at)?.ty(), at))
            });
            match branch {
                Some(branch) => {
                    if let Some((_, known)) = e.value(&value) {
                        let subject = || Subject::Value(known.name().into());
                        let place = |walk: &Self| walk.place(at, levels, tag);
                        self.denied_at(known.features(), subject, place)?;
                    }
                    return Ok(Some(branch));
                }
                None => unknown_value(e, &value),
            }
        } else {
            Problem::Type {
                expected: expected(self.schema, ty),
                found: found(doc, value),
            }
        };
        let place = self.place(at, levels, tag);
        self.report.add(place, problem)?;
        Ok(None)
    }

    /// Leaves an object: everything required must have been there.
    fn leave_object(&mut self, levels: usize, kind: ObjectKind) -> Result<(), Stop> {
        let schema = self.schema;
        for level in levels..self.memory.levels.len() {
            let Some(&Level {
                ty, wanted, seen, ..
            }) = self.memory.levels.get(level)
            else {
                break;
            };
            if wanted == 0 {
                continue;
            }
            let members = schema[ty].as_object().map_or(&[][..], Object::members);
            for (at, member) in members.iter().enumerate() {
                if !member.optional() && !self.is_marked(seen, at) {
                    let place = self.inner_path(None, levels, level - levels);
                    let place = place.map(|place| place.member(member.name()));
                    self.report_missing(place, member)?;
                }
            }
        }
        if kind == ObjectKind::Undecided {
            self.undecided.pop();
        }
        let seen = self.memory.levels.get(levels).map_or(0, |level| level.seen);
        self.memory.levels.truncate(levels);
        self.memory.seen.truncate(seen);
        Ok(())
    }

    /// The member of a name: which of the levels has it, and where.
    fn find(&self, levels: usize, name: &str) -> Option<(usize, usize, &'w Member)> {
        let schema = self.schema;
        let levels = self.memory.levels.get(levels..)?;
        levels.iter().enumerate().find_map(|(level, of)| {
            let (at, member) = schema[of.ty].as_object()?.member(name)?;
            Some((level, at, member))
        })
    }

    /// Notes a member; false if it has been noted before.
    fn mark(&mut self, level: usize, at: usize, member: &Member) -> bool {
        let Some(level) = self.memory.levels.get_mut(level) else {
            return true;
        };
        let Some(word) = self.memory.seen.get_mut(level.seen + at / 64) else {
            return true;
        };
        let bit = 1 << (at % 64);
        let fresh = *word & bit == 0;
        *word |= bit;
        if fresh && !member.optional() {
            level.wanted -= 1;
        }
        fresh
    }

    fn is_marked(&self, seen: usize, at: usize) -> bool {
        let word = self.memory.seen.get(seen + at / 64);
        word.is_some_and(|word| word & 1 << (at % 64) != 0)
    }

    fn is_tag(&self, level: usize, at: usize) -> bool {
        let level = self.memory.levels.get(level);
        let object = level.and_then(|level| self.schema[level.ty].as_object());
        let variants = object.and_then(Object::variants);
        variants.is_some_and(|variants| variants.tag() == at)
    }

    /// Whether an object may have a member that its levels lack.
    fn may_have(&self, kind: ObjectKind, name: &str) -> bool {
        match kind {
            ObjectKind::Plain => false,
            ObjectKind::Open => true,
            ObjectKind::Undecided => self.undecided.last().is_some_and(|u| u.contains(name)),
        }
    }

    fn unknown(&self, levels: usize, kind: ObjectKind, name: &str) -> Problem {
        let levels = self.memory.levels.get(levels..).unwrap_or_default();
        let objects = levels.iter().filter_map(|l| self.schema[l.ty].as_object());
        let known = objects.flat_map(Object::members).map(Member::name);
        let undecided = self.undecided.last();
        let undecided = undecided.filter(|_| kind == ObjectKind::Undecided);
        unknown_member(name, known.chain(undecided.into_iter().flatten().copied()))
    }

    fn missing(&mut self, at: Option<&FrameOf<D>>, member: &Member) -> Result<(), Stop> {
        let place = self.path(at).map(|at| at.member(member.name()));
        self.report_missing(place, member)
    }

    fn report_missing(&mut self, at: Option<Coordinate>, member: &Member) -> Result<(), Stop> {
        let problem = Problem::Missing {
            name: member.name().into(),
            expected: expected(self.schema, self.schema[member.ty()].kind()),
        };
        self.report.add(at, problem)
    }

    fn denied(
        &mut self,
        at: Option<&FrameOf<D>>,
        features: &Features,
        subject: impl Fn() -> Subject,
    ) -> Result<(), Stop> {
        self.denied_at(features, subject, |walk| walk.path(at))
    }

    /// Reports the use of something that has a denied feature.
    pub(super) fn denied_at(
        &mut self,
        features: &Features,
        subject: impl Fn() -> Subject,
        place: impl Fn(&Self) -> Option<Coordinate>,
    ) -> Result<(), Stop> {
        if features.is_empty() {
            return Ok(());
        }
        if self.deny.deprecated && features.deprecated() {
            let at = place(self);
            self.report.add(at, Problem::Deprecated(subject()))?;
        }
        if self.deny.unstable && features.unstable() {
            let at = place(self);
            self.report.add(at, Problem::Unstable(subject()))?;
        }
        Ok(())
    }

    pub(super) fn add(&mut self, at: Option<&FrameOf<D>>, problem: Problem) -> Result<(), Stop> {
        let at = self.path(at);
        self.report.add(at, problem)
    }

    /// Where the walk is: at the child of a frame, or where it started.
    fn path(&self, at: Option<&FrameOf<D>>) -> Option<Coordinate> {
        let base = self.base?;
        let mut place = Coordinate::part_of(base.name, base.part);
        place.steps.extend_from_slice(base.steps);
        for frame in self.stack.iter().chain(at) {
            match frame.child {
                Child::None => {}
                Child::Element(index) => place.steps.push(Step::Element(Some(index))),
                Child::Member(name, level) => {
                    if let Shape::Object { levels, .. } = frame.shape {
                        self.branch_steps(levels, level, &mut place.steps);
                    }
                    let name = shorten(&self.doc.name(name));
                    place.steps.push(Step::Member(name));
                }
            }
        }
        Some(place)
    }

    /// A level of the object at `at`.
    fn inner_path(
        &self,
        at: Option<&FrameOf<D>>,
        levels: usize,
        level: usize,
    ) -> Option<Coordinate> {
        let mut place = self.path(at)?;
        self.branch_steps(levels, level, &mut place.steps);
        Some(place)
    }

    /// A member of the innermost level of the object at `at`.
    fn place(&self, at: Option<&FrameOf<D>>, levels: usize, member: &Member) -> Option<Coordinate> {
        let level = self.memory.levels.len().saturating_sub(levels + 1);
        let place = self.inner_path(at, levels, level)?;
        Some(place.member(member.name()))
    }

    /// The steps from an object's own type to one of its levels.
    fn branch_steps(&self, levels: usize, level: usize, steps: &mut Vec<Step>) {
        let levels = self.memory.levels.get(levels..=levels + level);
        for pair in levels.unwrap_or_default().windows(2) {
            if let [outer, inner] = pair
                && let Some(object) = self.schema[outer.ty].as_object()
                && let Some((_, tag)) = object.tag()
                && let Some(case) = object.variants().and_then(|v| v.cases().get(inner.case))
            {
                steps.push(Step::Branch {
                    tag: tag.name().into(),
                    case: case.value().into(),
                });
            }
        }
    }
}

impl<N> Child<N> {
    fn advance(&mut self) {
        *self = match self {
            Self::Element(index) => Self::Element(*index + 1),
            _ => Self::Element(0),
        };
    }
}

/// The members of all branches of a union, of unions among them too. The
/// schema's check keeps a union out of its own branches, so this ends.
fn branch_members<'s>(schema: &'s Schema, union: &'s Object) -> HashSet<&'s str> {
    let mut names = HashSet::new();
    let mut queue = vec![union];
    while let Some(object) = queue.pop() {
        for case in object.variants().iter().flat_map(|v| v.cases()) {
            if let Some(branch) = schema[case.ty()].as_object() {
                names.extend(branch.members().iter().map(Member::name));
                queue.push(branch);
            }
        }
    }
    names
}
