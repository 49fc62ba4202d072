//! Objects: the type of one, and of the branches that its tags select.

use std::collections::HashSet;

use super::document::Document;
use super::problem::{Problem, Subject};
use super::report::{Stop, expected, found, shorten, unknown_member, unknown_value};
use super::walk::{Child, Shape, Walker};
use crate::lookup::Key;
use crate::model::{JsonKind, Member, Object, Schema, TypeId, TypeKind, Variants};

/// An object type that an object has to fit: its own, or that of a branch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    pub(super) ty: TypeId,
    /// Which branch of the level before it is, by position.
    pub(super) case: usize,
    /// Where its bit set starts.
    seen: usize,
    /// How many required members have not been seen.
    wanted: usize,
    /// Which member is the tag.
    tag: Option<usize>,
}

/// How strictly an object is held to its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ObjectKind {
    Plain,
    /// It may have members that its type lacks.
    Open,
    /// A union whose tag is missing or wrong.
    Undecided,
}

impl<'w, D: Document> Walker<'w, D> {
    /// Checks an object that is not there, which equals one without members.
    pub(super) fn absent(&mut self, id: TypeId) -> Result<(), Stop> {
        let ty = &self.schema[id];
        self.denied(ty.features(), || Subject::Type)?;
        let Some(object) = ty.as_object().filter(|object| object.required > 0) else {
            return Ok(());
        };
        // As with an object that is there, the tag comes first.
        let tag = object.tag().map(|(at, _)| at);
        let members = object.members().iter().enumerate();
        let mut required: Vec<_> = members.filter(|(_, member)| !member.optional()).collect();
        required.sort_by_key(|(at, _)| tag != Some(*at));
        let mut required = required.into_iter();
        required.try_for_each(|(_, member)| self.missing(0, 0, member))
    }

    /// Enters an object: finds its type and the branches that its tags select.
    pub(super) fn enter_object(&mut self, id: TypeId, node: D::Node) -> Result<bool, Stop> {
        let schema = self.schema;
        let levels = self.memory.levels.len();
        let mut kind = ObjectKind::Plain;
        let mut next = Some((id, 0));
        while let Some((id, case)) = next
            && let Some(object) = schema[id].as_object()
        {
            if self.memory.levels.len() > levels {
                self.denied(schema[id].features(), || Subject::Type)?;
            }
            self.push_level(id, object, case);
            next = None;
            if object.variants().is_some() {
                next = self.select(levels, object, node)?;
                if next.is_none() {
                    kind = ObjectKind::Undecided;
                    self.undecided.push(branch_members(schema, object));
                }
            }
        }
        self.enter(node, Shape::Object { levels, kind })
    }

    /// Lets the object that has just been entered have any further members.
    pub(super) fn open_innermost(&mut self, node: D::Node) -> Result<(), Stop> {
        self.repeated(node)?;
        if let Some(frame) = self.stack.last_mut()
            && let Shape::Object { kind, .. } = &mut frame.shape
        {
            *kind = ObjectKind::Open;
        }
        Ok(())
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
            tag: object.variants().map(Variants::tag),
        });
    }

    /// The branch that the tag of the innermost level selects, by type and position.
    fn select(
        &mut self,
        levels: usize,
        object: &'w Object,
        node: D::Node,
    ) -> Result<Option<(TypeId, usize)>, Stop> {
        let (schema, doc) = (self.schema, self.doc);
        let (Some((tag_at, tag)), Some(variants)) = (object.tag(), object.variants()) else {
            return Ok(None);
        };
        let level = self.memory.levels.len().saturating_sub(levels + 1);
        let Some(value) = doc.member(node, tag.name()) else {
            self.missing(levels, level, tag)?;
            // Not to be reported again on leaving.
            self.mark(levels + level, tag_at, tag);
            return Ok(None);
        };
        let ty = &schema[tag.ty()];
        let problem = if let (JsonKind::String, TypeKind::Enum(e)) = (doc.kind(value), ty.kind()) {
            let value = doc.string(value);
            if let Some((at, case)) = variants.find(&value) {
                if self.deny.any()
                    && let Some((_, known)) = e.value(&value)
                {
                    let subject = || Subject::Value(known.name().into());
                    self.denied_at(known.features(), subject, |walk| {
                        walk.member_path(levels, level, tag)
                    })?;
                }
                return Ok(Some((case.ty(), at)));
            }
            unknown_value(e, &value)
        } else {
            Problem::Type {
                expected: expected(schema, ty),
                found: found(doc, value),
            }
        };
        let place = self.member_path(levels, level, tag);
        self.report.add(place, problem)?;
        Ok(None)
    }

    /// Goes over the members of the innermost container until it enters one or
    /// has left the container.
    pub(super) fn members(&mut self, levels: usize, kind: ObjectKind) -> Result<(), Stop> {
        let doc = self.doc;
        while let Some((key, node)) = self.next_member() {
            let name = doc.name(key);
            let entered = match self.find(levels, &name) {
                Some((level, at, member)) => {
                    self.at_level(key, level);
                    if !self.mark(levels + level, at, member) && kind != ObjectKind::Open {
                        let name = shorten(&name);
                        self.add(Problem::DuplicateMember { name })?;
                    }
                    self.denied(member.features(), || Subject::Member(member.name().into()))?;
                    let is_tag = self.is_tag(levels + level, at);
                    if is_tag || kind == ObjectKind::Open && member.optional() {
                        // The tag was checked before the object was entered.
                        self.enter_loose(node)?
                    } else {
                        self.check(member.ty(), node)?
                    }
                }
                None => {
                    if !self.may_have(kind, &name) {
                        let problem = self.unknown(levels, kind, &name);
                        self.add(problem)?;
                    }
                    self.enter_loose(node)?
                }
            };
            if entered {
                return Ok(());
            }
        }
        self.leave_object(levels, kind)
    }

    /// Leaves the innermost container: everything required must have been there.
    fn leave_object(&mut self, levels: usize, kind: ObjectKind) -> Result<(), Stop> {
        self.stack.pop();
        for level in levels..self.memory.levels.len() {
            let wanting = self.memory.levels.get(level);
            if let Some(&wanting) = wanting.filter(|level| level.wanted > 0) {
                self.missing_of(levels, level - levels, wanting)?;
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

    /// Reports what a level still wants.
    #[cold]
    fn missing_of(&mut self, levels: usize, level: usize, wanting: Level) -> Result<(), Stop> {
        let object = self.schema[wanting.ty].as_object();
        let members = object.map_or(&[][..], Object::members);
        for (at, member) in members.iter().enumerate() {
            let word = self.memory.seen.get(wanting.seen + at / 64);
            let seen = word.is_none_or(|word| word & bit(at) != 0);
            if !seen && !member.optional() {
                self.missing(levels, level, member)?;
            }
        }
        Ok(())
    }

    fn missing(&mut self, levels: usize, level: usize, member: &Member) -> Result<(), Stop> {
        let place = self.member_path(levels, level, member);
        let problem = Problem::Missing {
            name: member.name().into(),
            expected: expected(self.schema, &self.schema[member.ty()]),
        };
        self.report.add(place, problem)
    }

    /// The member of a name: which of the levels has it, and where.
    #[inline]
    fn find(&self, levels: usize, name: &str) -> Option<(usize, usize, &'w Member)> {
        let schema = self.schema;
        let key = Key::new(name);
        let levels = self.memory.levels.get(levels..)?;
        levels.iter().enumerate().find_map(|(level, of)| {
            let (at, member) = schema[of.ty].as_object()?.member_of(key)?;
            Some((level, at, member))
        })
    }

    #[inline]
    fn at_level(&mut self, key: D::Name, level: usize) {
        if let Some(frame) = self.stack.last_mut() {
            frame.child = Child::Member(key, level);
        }
    }

    /// Notes a member; false if it has been noted before.
    #[inline]
    fn mark(&mut self, level: usize, at: usize, member: &Member) -> bool {
        let Some(level) = self.memory.levels.get_mut(level) else {
            return true;
        };
        let Some(word) = self.memory.seen.get_mut(level.seen + at / 64) else {
            return true;
        };
        let fresh = *word & bit(at) == 0;
        *word |= bit(at);
        if fresh && !member.optional() {
            level.wanted -= 1;
        }
        fresh
    }

    #[inline]
    fn is_tag(&self, level: usize, at: usize) -> bool {
        let level = self.memory.levels.get(level);
        level.is_some_and(|level| level.tag == Some(at))
    }

    /// Whether an object may have a member that its levels lack.
    fn may_have(&self, kind: ObjectKind, name: &str) -> bool {
        match kind {
            ObjectKind::Plain => false,
            ObjectKind::Open => true,
            ObjectKind::Undecided => self.undecided.last().is_some_and(|u| u.contains(name)),
        }
    }

    #[cold]
    fn unknown(&self, levels: usize, kind: ObjectKind, name: &str) -> Problem {
        let levels = self.memory.levels.get(levels..).unwrap_or_default();
        let objects = levels.iter().filter_map(|l| self.schema[l.ty].as_object());
        let known = objects.flat_map(Object::members).map(Member::name);
        let undecided = self.undecided.last();
        let undecided = undecided.filter(|_| kind == ObjectKind::Undecided);
        unknown_member(name, known.chain(undecided.into_iter().flatten().copied()))
    }
}

fn bit(at: usize) -> u64 {
    1 << (at % 64)
}

/// The members of all branches of a union, of unions among them too. Ways
/// through unions may multiply, so each branch is entered once.
fn branch_members<'s>(schema: &'s Schema, union: &'s Object) -> HashSet<&'s str> {
    let mut names = HashSet::new();
    let mut seen = HashSet::new();
    let mut queue = vec![union];
    while let Some(object) = queue.pop() {
        for case in object.variants().iter().flat_map(|v| v.cases()) {
            if let Some(branch) = schema[case.ty()].as_object()
                && seen.insert(case.ty())
            {
                names.extend(branch.members().iter().map(Member::name));
                queue.push(branch);
            }
        }
    }
    names
}
