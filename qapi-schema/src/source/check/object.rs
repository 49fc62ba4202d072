//! Structs and unions.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::table::{Body, Checked, TypeIndex, Union};
use super::{Checker, MAX_CONTAINMENT, features_differ, named, of_type};
use crate::source::definition::{Branch, Definition, DefinitionKind, Member, Value};
use crate::source::error::{Result, fail};
use crate::source::fault::Fault;
use crate::source::name::c_name;
use crate::suggest::did_you_mean;

/// A struct or union with everything that it inherits.
pub(in crate::source) struct CheckedObject<'d> {
    /// The members of the base first.
    pub(in crate::source) members: Vec<CheckedMember<'d>>,
    pub(in crate::source) variants: Option<CheckedVariants<'d>>,
    /// The members, and those of all branches, by their names in C.
    within: Vec<(Box<str>, CheckedMember<'d>)>,
}

/// A member of an object.
#[derive(Clone, Copy)]
pub(in crate::source) struct CheckedMember<'d> {
    pub(in crate::source) member: &'d Member,
    pub(in crate::source) ty: TypeIndex,
    /// The type that defines it.
    owner: TypeIndex,
}

impl CheckedMember<'_> {
    pub(super) fn has_condition(&self) -> bool {
        self.member.condition().is_some()
    }
}

/// The branches of a union.
pub(in crate::source) struct CheckedVariants<'d> {
    /// The discriminator.
    pub(in crate::source) tag: &'d str,
    /// A branch for each value, in QEMU's order: those that are spelt out first.
    pub(in crate::source) cases: Vec<CheckedCase<'d>>,
}

/// A branch of a union.
pub(in crate::source) struct CheckedCase<'d> {
    pub(in crate::source) value: Cow<'d, str>,
    pub(in crate::source) ty: TypeIndex,
}

impl<'d> Checker<'_, 'd> {
    /// Checks a struct or union with everything that it contains. No more than
    /// [`MAX_CONTAINMENT`] of these lie on the stack.
    pub(super) fn object(
        &mut self,
        index: TypeIndex,
        depth: usize,
    ) -> Result<Rc<CheckedObject<'d>>> {
        let definition = self.definition(index);
        match (self.table.checked(index), definition) {
            (Checked::Done(object), _) => return Ok(object),
            (Checked::Under, Some(definition)) => {
                let name = definition.name().into();
                return fail(definition.place(), Fault::ContainsItself { name });
            }
            (_, Some(definition)) if depth > MAX_CONTAINMENT => {
                return fail(definition.place(), Fault::Containment);
            }
            _ => {}
        }
        self.table.set_checked(index, Checked::Under);
        let object = match definition {
            None => CheckedObject {
                members: Vec::new(),
                variants: None,
                within: Vec::new(),
            },
            Some(definition) => self
                .parts(index, definition, depth)
                .map_err(|failure| failure.inside(definition.keyword(), definition.name()))?,
        };
        let object = Rc::new(object);
        self.table
            .set_checked(index, Checked::Done(Rc::clone(&object)));
        Ok(object)
    }

    fn parts(
        &mut self,
        index: TypeIndex,
        definition: &'d Definition,
        depth: usize,
    ) -> Result<CheckedObject<'d>> {
        let Body::Object {
            base,
            members: own,
            union,
        } = self.table.body(index).clone()
        else {
            return Ok(CheckedObject {
                members: Vec::new(),
                variants: None,
                within: Vec::new(),
            });
        };
        if self.table.is_named(index) {
            of_type(definition)?;
        }
        let mut seen = Seen::default();
        if let Some(base) = base {
            let base = self
                .table
                .resolve(&base, definition, &|| "`base`".to_owned())?;
            if !matches!(self.table.body(base), Body::Object { union: None, .. }) {
                let found = self.table.describe(base).into();
                return fail(definition.place(), Fault::BaseNotAStruct { found });
            }
            let base = self.object(base, depth + 1)?;
            for member in &base.members {
                self.unlike(&mut seen, *member, definition)?;
            }
        }
        for member in own {
            let what = || named(self.role(index), member.name());
            let ty = self.table.resolve_type(member.ty(), definition, &what)?;
            features_differ(definition, member.features())?;
            let member = CheckedMember {
                member,
                ty,
                owner: index,
            };
            self.unlike(&mut seen, member, definition)?;
        }
        let mut within = seen.within();
        let variants = match union {
            None => None,
            Some(union) => {
                let variants = self.variants(definition, union, &seen, depth)?;
                self.branches_unlike(&seen, &variants, &mut within, definition)?;
                Some(variants)
            }
        };
        Ok(CheckedObject {
            members: seen.members,
            variants,
            within,
        })
    }

    /// Notes a member that must be unlike those before.
    fn unlike(
        &self,
        seen: &mut Seen<'d>,
        member: CheckedMember<'d>,
        definition: &Definition,
    ) -> Result<()> {
        match seen.add(member) {
            None => Ok(()),
            Some(other) => self.clash(member, other, definition),
        }
    }

    fn clash(
        &self,
        member: CheckedMember<'d>,
        other: CheckedMember<'d>,
        definition: &Definition,
    ) -> Result<()> {
        let describe = |member| self.describe_member(member, definition).into();
        let (what, other) = (describe(member), describe(other));
        fail(definition.place(), Fault::Clash { what, other })
    }

    fn variants(
        &mut self,
        definition: &'d Definition,
        union: Union<'d>,
        seen: &Seen<'d>,
        depth: usize,
    ) -> Result<CheckedVariants<'d>> {
        let place = definition.place();
        let name = || union.discriminator.into();
        let Some(tag) = seen.named(union.discriminator) else {
            let members = seen.members.iter().map(|member| member.member.name());
            let hint = did_you_mean(union.discriminator, members).into();
            return fail(place, Fault::UnknownDiscriminator { name: name(), hint });
        };
        let Body::Enum(values) = self.table.body(tag.ty).clone() else {
            return fail(place, Fault::DiscriminatorNotAnEnum { name: name() });
        };
        if tag.member.optional() {
            return fail(place, Fault::DiscriminatorOptional { name: name() });
        }
        if tag.has_condition() {
            return fail(place, Fault::DiscriminatorConditional { name: name() });
        }
        let mut cases = Vec::new();
        for branch in union.branches {
            let what = || named("the branch", branch.name());
            let ty = self.table.resolve_type(branch.ty(), definition, &what)?;
            if !values.iter().any(|value| value.name() == branch.name()) {
                let fault = Fault::UnknownBranch {
                    name: branch.name().into(),
                    of: self.table.describe(tag.ty).into(),
                    hint: did_you_mean(branch.name(), values.iter().map(Value::name)).into(),
                };
                return fail(place, fault);
            }
            if !matches!(self.table.body(ty), Body::Object { .. }) {
                let (what, found) = (what().into(), self.table.describe(ty).into());
                return fail(place, Fault::BranchType { what, found });
            }
            self.object(ty, depth + 1)?;
            cases.push(CheckedCase {
                value: branch.name().into(),
                ty,
            });
        }
        let spelt: HashSet<&str> = union.branches.iter().map(Branch::name).collect();
        if let Some(empty) = self.table.find(super::table::EMPTY) {
            self.object(empty, depth)?;
            let others = self.values(tag.ty).into_iter();
            let others = others.filter(|value| !spelt.contains(&**value));
            cases.extend(others.map(|value| CheckedCase { value, ty: empty }));
        }
        if cases.is_empty() {
            return fail(place, Fault::NoBranches);
        }
        Ok(CheckedVariants {
            tag: tag.member.name(),
            cases,
        })
    }

    /// The values of an enum.
    fn values(&self, index: TypeIndex) -> Vec<Cow<'d, str>> {
        match (
            self.definition(index).map(Definition::kind),
            self.table.body(index),
        ) {
            (Some(DefinitionKind::Enum { values, .. }), _) => {
                values.iter().map(|value| value.name().into()).collect()
            }
            (_, Body::Enum(values)) => {
                let names = values.iter().map(|value| value.name().to_owned().into());
                names.collect()
            }
            _ => Vec::new(),
        }
    }

    /// The members of the branches, however deep, are unlike those of the union.
    fn branches_unlike(
        &self,
        seen: &Seen<'d>,
        variants: &CheckedVariants<'d>,
        within: &mut Vec<(Box<str>, CheckedMember<'d>)>,
        definition: &Definition,
    ) -> Result<()> {
        let mut known: HashSet<Box<str>> = within.iter().map(|(name, _)| name.clone()).collect();
        for case in &variants.cases {
            let Some(branch) = self.table.object(case.ty) else {
                continue;
            };
            for (name, member) in &branch.within {
                if let Some(other) = seen.in_c(name) {
                    return self.clash(*member, other, definition);
                }
                if known.insert(name.clone()) {
                    within.push((name.clone(), *member));
                }
            }
        }
        Ok(())
    }

    /// What the members of a type are called.
    fn role(&self, index: TypeIndex) -> &'static str {
        if self.table.is_named(index) {
            return "the member";
        }
        match self.definition(index).map(Definition::kind) {
            Some(DefinitionKind::Union { .. }) => "the base's member",
            _ => "the argument",
        }
    }

    /// A member as messages name it, seen from a definition.
    fn describe_member(&self, member: CheckedMember<'_>, from: &Definition) -> String {
        let what = named(self.role(member.owner), member.member.name());
        match self.definition(member.owner) {
            Some(owner) if owner.name() != from.name() => {
                format!("{what} of {}", crate::quote::quoted(owner.name()))
            }
            _ => what,
        }
    }
}

/// The members so far.
#[derive(Default)]
struct Seen<'d> {
    members: Vec<CheckedMember<'d>>,
    by_name: HashMap<Box<str>, usize>,
}

impl<'d> Seen<'d> {
    /// Adds a member; the one of the same name in C, if there is one.
    fn add(&mut self, member: CheckedMember<'d>) -> Option<CheckedMember<'d>> {
        let name = c_name(member.member.name());
        let at = self.by_name.insert(name.into(), self.members.len());
        self.members.push(member);
        at.and_then(|at| self.members.get(at).copied())
    }

    fn in_c(&self, name: &str) -> Option<CheckedMember<'d>> {
        let at = self.by_name.get(name)?;
        self.members.get(*at).copied()
    }

    fn named(&self, name: &str) -> Option<CheckedMember<'d>> {
        let found = self.in_c(&c_name(name))?;
        (found.member.name() == name).then_some(found)
    }

    fn within(&self) -> Vec<(Box<str>, CheckedMember<'d>)> {
        let members = self.members.iter();
        let with_name = |member: &CheckedMember<'d>| (c_name(member.member.name()).into(), *member);
        members.map(with_name).collect()
    }
}
