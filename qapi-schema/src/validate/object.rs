//! Objects: the type of one, and of the branches that its tags select.

use std::collections::HashSet;

use super::document::Document;
use super::problem::{Problem, Subject};
use super::report::{Stop, expected, found, shorten, unknown_member, unknown_value};
use super::walk::{Child, Memory, Shape, Walker};
use crate::lookup::Key;
use crate::model::{JsonKind, Member, Object, Schema, TypeId, TypeKind, Variants};

/// An object type that an object has to fit: its own, or that of a branch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    pub(super) ty: TypeId,
    /// Which branch of the level before it is, by position.
    pub(super) case: usize,
    /// Which of the first 64 members have been seen, as bits.
    seen: u64,
    /// Where the bits of any others start.
    more: usize,
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
    // Not inlined, so that values without members pay nothing for it.
    #[inline(never)]
    pub(super) fn enter_object(
        &mut self,
        id: TypeId,
        object: &'w Object,
        node: D::Node,
    ) -> Result<bool, Stop> {
        if object.required == 0 && self.doc.is_empty(node) {
            // There is nothing to walk, but for how deep it lies.
            return self.fits_in().map(|()| false);
        }
        let levels = self.memory.levels.len();
        self.push_level(id, object, 0);
        let kind = match object.variants() {
            None => ObjectKind::Plain,
            Some(_) => self.enter_branches(levels, object, node)?,
        };
        self.enter(node, Shape::Object { levels, kind })
    }

    /// Finds the branches that the tags of an object select.
    fn enter_branches(
        &mut self,
        levels: usize,
        mut object: &'w Object,
        node: D::Node,
    ) -> Result<ObjectKind, Stop> {
        while object.variants().is_some() {
            let Some((id, case)) = self.select(levels, object, node)? else {
                self.undecided(object);
                return Ok(ObjectKind::Undecided);
            };
            let ty = &self.schema[id];
            let Some(branch) = ty.as_object() else {
                break;
            };
            self.denied(ty.features(), || Subject::Type)?;
            self.push_level(id, branch, case);
            object = branch;
        }
        Ok(ObjectKind::Plain)
    }

    #[cold]
    fn undecided(&mut self, union: &'w Object) {
        self.undecided.push(branch_members(self.schema, union));
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
        let more = self.memory.seen.len();
        if let Some(others) = object.members().len().checked_sub(WORD) {
            self.memory.seen.resize(more + others.div_ceil(WORD), 0);
        }
        self.memory.levels.push(Level {
            ty,
            case,
            seen: 0,
            more,
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
            self.note(levels + level, tag_at, tag);
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
                Some(Found {
                    level,
                    member,
                    fresh,
                    is_tag,
                }) => {
                    if level > 0 {
                        self.at_level(key, level);
                    }
                    if !fresh && kind != ObjectKind::Open {
                        self.duplicate(&name)?;
                    }
                    self.denied(member.features(), || Subject::Member(member.name().into()))?;
                    if is_tag || kind == ObjectKind::Open && member.optional() {
                        // The tag was checked before the object was entered.
                        self.enter_loose(node)?
                    } else {
                        self.check(member.ty(), node)?
                    }
                }
                None => {
                    if kind != ObjectKind::Open {
                        self.unknown(levels, kind, &name)?;
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
        if let Some(outermost) = self.memory.levels.get(levels) {
            let more = outermost.more;
            self.memory.levels.truncate(levels);
            self.memory.seen.truncate(more);
        }
        Ok(())
    }

    /// Reports what a level still wants.
    #[cold]
    fn missing_of(&mut self, levels: usize, level: usize, wanting: Level) -> Result<(), Stop> {
        let object = self.schema[wanting.ty].as_object();
        let members = object.map_or(&[][..], Object::members);
        for (at, member) in members.iter().enumerate() {
            let word = match (at / WORD).checked_sub(1) {
                None => wanting.seen,
                Some(other) => *self.memory.seen.get(wanting.more + other).unwrap_or(&0),
            };
            if word & bit(at) == 0 && !member.optional() {
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

    /// Finds the member of a name, and notes it.
    #[inline]
    fn find(&mut self, levels: usize, name: &str) -> Option<Found<'w>> {
        let schema = self.schema;
        let key = Key::new(name);
        let Memory { levels: all, seen } = &mut *self.memory;
        let levels = all.get_mut(levels..)?.iter_mut().enumerate();
        for (level, of) in levels {
            let found = schema[of.ty].as_object()?.member_of(key);
            if let Some((at, member)) = found {
                return Some(Found {
                    level,
                    member,
                    fresh: of.note(seen, at, member),
                    is_tag: of.tag == Some(at),
                });
            }
        }
        None
    }

    #[inline]
    fn at_level(&mut self, key: D::Name, level: usize) {
        if let Some(frame) = self.stack.last_mut() {
            frame.child = Child::Member(key, level);
        }
    }

    fn note(&mut self, level: usize, at: usize, member: &Member) {
        if let Some(level) = self.memory.levels.get_mut(level) {
            level.note(&mut self.memory.seen, at, member);
        }
    }

    #[cold]
    fn duplicate(&mut self, name: &str) -> Result<(), Stop> {
        let name = shorten(name);
        self.add(Problem::DuplicateMember { name })
    }

    /// Reports a member that the object's levels lack, unless a branch that
    /// its tag may have meant has it.
    #[cold]
    fn unknown(&mut self, levels: usize, kind: ObjectKind, name: &str) -> Result<(), Stop> {
        let undecided = self.undecided.last();
        let undecided = undecided.filter(|_| kind == ObjectKind::Undecided);
        if undecided.is_some_and(|names| names.contains(name)) {
            return Ok(());
        }
        let levels = self.memory.levels.get(levels..).unwrap_or_default();
        let objects = levels.iter().filter_map(|l| self.schema[l.ty].as_object());
        let known = objects.flat_map(Object::members).map(Member::name);
        let known = known.chain(undecided.into_iter().flatten().copied());
        let problem = unknown_member(name, known);
        self.add(problem)
    }
}

/// A member that has been found.
struct Found<'w> {
    /// Which of the object's levels has it.
    level: usize,
    member: &'w Member,
    /// Whether it has not been found before.
    fresh: bool,
    is_tag: bool,
}

impl Level {
    /// Notes a member; false if it has been noted before.
    #[inline]
    fn note(&mut self, more: &mut [u64], at: usize, member: &Member) -> bool {
        let word = match (at / WORD).checked_sub(1) {
            None => &mut self.seen,
            Some(other) => match more.get_mut(self.more + other) {
                Some(word) => word,
                None => return true,
            },
        };
        let fresh = *word & bit(at) == 0;
        *word |= bit(at);
        if fresh && !member.optional() {
            self.wanted -= 1;
        }
        fresh
    }
}

/// The bits of a set's word.
const WORD: usize = 64;

fn bit(at: usize) -> u64 {
    1 << (at % WORD)
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
