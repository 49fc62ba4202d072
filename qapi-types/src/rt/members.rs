//! The members of an object, those of a union's branch among them.

use std::borrow::Cow;
use std::fmt;
use std::mem;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};
use serde_json::{Map, Value};

use super::decode::{Member, decode_target};
use super::node::{Edit, Set, Target};
use super::raw::{Hold, Raw, Text};
use super::trail::Trail;

/// One object of those whose members share a JSON object: a union, its branch,
/// that branch's own branch.
pub(super) struct Level<'p, 's> {
    members: &'s mut [Set<'s>],
    /// Where members go that nobody knows: only below a branch that nobody knows.
    rest: Option<&'s mut Map<String, Value>>,
    parent: Option<&'p mut dyn Scope>,
    /// Whether a tag is still to come.
    open: bool,
    /// Whether a member of this name may be a branch's, too. It waits for the
    /// tag then, unless it is required here.
    overlapping: bool,
    /// Whether that is so of a level further out: members that are required
    /// there are not taken here.
    covered: bool,
    seen: Seen,
    /// The member that is likely to be next.
    next: usize,
}

/// A set of positions. No object of QEMU has 64 members yet.
#[derive(Default)]
struct Seen {
    low: u64,
    high: Vec<usize>,
}

impl Seen {
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        let new = !self.contains(index);
        match index {
            0..64 => self.low |= 1 << index,
            _ => self.high.push(index),
        }
        new
    }

    #[inline]
    fn contains(&self, index: usize) -> bool {
        match index {
            0..64 => self.low >> index & 1 == 1,
            _ => self.high.contains(&index),
        }
    }
}

/// The levels further out, with their lifetimes forgotten.
trait Scope {
    /// Finds a member and marks it seen.
    fn find(&mut self, name: &str) -> Found<'_>;
    /// Whether there is a member of this name that must come.
    fn requires(&self, name: &str) -> bool;
}

enum Found<'a> {
    Slot(&'a mut dyn Slot),
    Twice,
    Unknown,
}

/// A member, with its lifetime forgotten.
trait Slot {
    fn target(&mut self, write: &mut dyn FnMut(Target<'_>));
}

impl Slot for Set<'_> {
    fn target(&mut self, write: &mut dyn FnMut(Target<'_>)) {
        Set::target(self, write);
    }
}

impl Scope for Level<'_, '_> {
    fn find(&mut self, name: &str) -> Found<'_> {
        match self.position(name) {
            Some(index) if !self.seen.insert(index) => Found::Twice,
            Some(index) => match self.members.get_mut(index) {
                Some(member) => Found::Slot(member),
                None => Found::Unknown,
            },
            None => match &mut self.parent {
                Some(parent) => parent.find(name),
                None => Found::Unknown,
            },
        }
    }

    fn requires(&self, name: &str) -> bool {
        let mut members = self.members.iter();
        members.any(|member| member.required() && member.name() == name)
            || self
                .parent
                .as_ref()
                .is_some_and(|parent| parent.requires(name))
    }
}

/// Where members come from: those that had to wait, then the deserializer.
pub(super) struct Source<'a, 'de, A> {
    map: &'a mut A,
    trail: &'a Trail,
    /// Members that wait for a tag.
    held: Vec<(Cow<'de, str>, Raw<'de>)>,
    /// Members that wait no longer, last one first.
    replay: Vec<(Cow<'de, str>, Raw<'de>)>,
    /// The value of the member whose name was told last, if it had to wait.
    current: Option<Raw<'de>>,
    /// Whether the deserializer has said that there are no more.
    ended: bool,
}

impl<'a, 'de, A: MapAccess<'de>> Source<'a, 'de, A> {
    pub(super) fn new(map: &'a mut A, trail: &'a Trail) -> Self {
        Self {
            map,
            trail,
            held: Vec::new(),
            replay: Vec::new(),
            current: None,
            ended: false,
        }
    }

    fn next(&mut self, level: &mut Level<'_, '_>) -> Result<Option<Key<'de>>, A::Error> {
        match self.replay.pop() {
            Some((name, value)) => {
                self.current = Some(value);
                Ok(Some(match level.position(&name) {
                    Some(index) => Key::Own(index),
                    None => Key::Other(name),
                }))
            }
            None if self.ended => Ok(None),
            None => {
                let key = self.map.next_key_seed(KeySeed(level))?;
                self.ended = key.is_none();
                Ok(key)
            }
        }
    }

    fn value<T>(
        &mut self,
        seed: impl for<'x> DeserializeSeed<'x, Value = T>,
    ) -> Result<T, A::Error> {
        match self.current.take() {
            Some(raw) => raw.read(seed),
            None => self.map.next_value_seed(seed),
        }
    }

    fn text(&mut self) -> Result<Cow<'de, str>, A::Error> {
        match self.current.take() {
            Some(raw) => raw.read_str(),
            None => self.map.next_value_seed(Text),
        }
    }

    fn hold(&mut self, name: Cow<'de, str>) -> Result<(), A::Error> {
        let raw = match self.current.take() {
            Some(raw) => raw,
            None => self.map.next_value_seed(Hold)?,
        };
        self.held.push((name, raw));
        Ok(())
    }

    /// Lets the members that wait come again.
    fn release(&mut self) {
        self.replay.extend(self.held.drain(..).rev());
    }
}

enum Key<'de> {
    Own(usize),
    Other(Cow<'de, str>),
    Unknown,
}

impl<'p, 's> Level<'p, 's> {
    pub(super) fn new(members: &'s mut [Set<'s>], overlapping: bool) -> Self {
        Self {
            open: members.iter().any(Set::is_tag),
            members,
            rest: None,
            parent: None,
            overlapping,
            covered: false,
            seen: Seen::default(),
            next: 0,
        }
    }

    /// Decodes all members.
    pub(super) fn run<'de, A: MapAccess<'de>>(
        &mut self,
        source: &mut Source<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        loop {
            match source.next(self)? {
                Some(Key::Own(index)) => self.own(index, source)?,
                Some(Key::Other(name)) => self.other(name, source)?,
                Some(Key::Unknown) => drop(source.value(Anything::<IgnoredAny>::NEW)?),
                // What has waited for a tag waits no longer.
                None if self.open => {
                    self.open = false;
                    source.release();
                }
                None => break,
            }
        }
        let missing =
            |(index, member): &(usize, &Set<'_>)| member.required() && !self.seen.contains(*index);
        match self.members.iter().enumerate().find(missing) {
            Some((_, member)) => Err(A::Error::custom(format_args!(
                "missing member `{}`",
                member.name()
            ))),
            None => Ok(()),
        }
    }

    fn own<'de, A: MapAccess<'de>>(
        &mut self,
        index: usize,
        source: &mut Source<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        let trail = source.trail;
        let Some(member) = self.members.get_mut(index) else {
            return Ok(());
        };
        let name = member.name();
        if (self.overlapping || self.covered) && !member.required() && !member.is_tag() {
            if self.overlapping && self.open {
                return source.hold(Cow::Borrowed(name));
            }
            let parent = self.parent.as_ref().filter(|_| self.covered);
            if parent.is_some_and(|parent| parent.requires(name)) {
                return self.other(Cow::Borrowed(name), source);
            }
        }
        if !self.seen.insert(index) {
            return Err(twice(name));
        }
        if member.is_tag() {
            let tag = trail.member(name, source.text())?;
            let branches = match mem::replace(member, Set::Done(name)) {
                Set::Tag(_, branches) => Some(branches),
                Set::OptTag(_, branches) => Some(branches.insert()),
                _ => None,
            };
            if let Some(branches) = branches {
                self.open = false;
                let mut result = Ok(());
                branches.select(
                    &tag,
                    Edit(&mut |target| result = self.branch(target, source)),
                );
                result?;
                // A branch without members has not asked for those that wait.
                source.release();
            }
            return Ok(());
        }
        trail.member(name, source.value(Member { member, trail }))
    }

    /// Decodes the members that are left, into the branch where they belong.
    fn branch<'de, A: MapAccess<'de>>(
        &mut self,
        target: Target<'_>,
        source: &mut Source<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        source.release();
        let mut inner = match target {
            Target::Object(members) => Level::new(members, false),
            Target::Overlapping(members) => Level::new(members, true),
            Target::Rest(rest) => Level {
                rest: Some(rest),
                ..Level::new(&mut [], false)
            },
            _ => return Ok(()),
        };
        inner.covered = self.overlapping || self.covered;
        inner.parent = Some(self);
        inner.run(source)
    }

    fn other<'de, A: MapAccess<'de>>(
        &mut self,
        name: Cow<'de, str>,
        source: &mut Source<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        let trail = source.trail;
        let parent = self.parent.as_ref().filter(|_| self.covered && self.open);
        if parent.is_some_and(|parent| !parent.requires(&name)) {
            return source.hold(name);
        }
        let found = match &mut self.parent {
            Some(parent) => parent.find(&name),
            None => Found::Unknown,
        };
        match found {
            Found::Slot(slot) => trail.member(&name, source.value(Erased { slot, trail })),
            Found::Twice => Err(twice(&name)),
            Found::Unknown if self.open => source.hold(name),
            Found::Unknown => match &mut self.rest {
                Some(rest) => {
                    let value = trail.member(&name, source.value(Anything::<Value>::NEW))?;
                    match rest.insert(name.clone().into_owned(), value) {
                        Some(_) => Err(twice(&name)),
                        None => Ok(()),
                    }
                }
                None => source.value(Anything::<IgnoredAny>::NEW).map(drop),
            },
        }
    }

    /// The member of this name, looked for from the last one found: most
    /// members come in the order of the schema.
    fn position(&mut self, name: &str) -> Option<usize> {
        let (before, after) = self.members.split_at_checked(self.next)?;
        let at = |members: &[Set<'_>]| members.iter().position(|member| member.name() == name);
        let index = match at(after) {
            Some(index) => self.next + index,
            None => at(before)?,
        };
        self.next = index + 1;
        Some(index)
    }

    /// Whether a name that is not a member's must be kept.
    fn keeps_names(&self) -> bool {
        self.open || self.rest.is_some() || self.parent.is_some()
    }
}

fn twice<E: Error>(name: &str) -> E {
    E::custom(format_args!("duplicate member `{name}`"))
}

struct KeySeed<'a, 'p, 's>(&'a mut Level<'p, 's>);

impl<'de> DeserializeSeed<'de> for KeySeed<'_, '_, '_> {
    type Value = Key<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key<'de>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed<'_, '_, '_> {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Key<'de>, E> {
        Ok(match self.0.position(name) {
            Some(index) => Key::Own(index),
            None => Key::Other(Cow::Borrowed(name)),
        })
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Key<'de>, E> {
        Ok(match self.0.position(name) {
            Some(index) => Key::Own(index),
            None if self.0.keeps_names() => Key::Other(Cow::Owned(name.to_owned())),
            None => Key::Unknown,
        })
    }
}

struct Erased<'a> {
    slot: &'a mut dyn Slot,
    trail: &'a Trail,
}

impl<'de> DeserializeSeed<'de> for Erased<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut deserializer = Some(deserializer);
        let mut result = Ok(());
        self.slot.target(&mut |target| {
            if let Some(deserializer) = deserializer.take() {
                result = decode_target(target, deserializer, self.trail);
            }
        });
        result
    }
}

/// `PhantomData` as a seed works for one lifetime only.
struct Anything<T>(std::marker::PhantomData<T>);

impl<T> Anything<T> {
    const NEW: Self = Self(std::marker::PhantomData);
}

impl<'de, T: for<'x> Deserialize<'x>> DeserializeSeed<'de> for Anything<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}
