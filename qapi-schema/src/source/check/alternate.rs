//! Alternates.

use super::table::{Body, TypeIndex};
use super::{Checker, named, names};
use crate::model::{Builtin, JsonKind};
use crate::source::definition::{Branch, Definition};
use crate::source::error::{Result, fail};
use crate::source::fault::Fault;

impl<'d> Checker<'_, 'd> {
    /// Checks that the alternatives can be told apart.
    pub(super) fn alternate(
        &mut self,
        definition: &'d Definition,
        branches: &'d [Branch],
    ) -> Result<()> {
        let place = definition.place();
        let mut types = Vec::new();
        for branch in branches {
            let what = || named("the branch", branch.name());
            types.push(self.table.resolve_type(branch.ty(), definition, &what)?);
        }
        names::differ("the branch", branches.iter().map(Branch::name), place)?;
        let mut taken: Vec<(JsonKind, &str)> = Vec::new();
        for (branch, ty) in branches.iter().zip(types) {
            let what = || named("the branch", branch.name()).into();
            let kinds = self.kinds(ty);
            if kinds.is_empty() {
                let found = self.table.describe(ty).into();
                return fail(
                    place,
                    Fault::BranchType {
                        what: what(),
                        found,
                    },
                );
            }
            if let Some((_, other)) = taken.iter().find(|(kind, _)| kinds.contains(kind)) {
                let (what, other) = (what(), (*other).into());
                return fail(place, Fault::AlternativesAlike { what, other });
            }
            taken.extend(kinds.into_iter().map(|kind| (kind, branch.name())));
        }
        Ok(())
    }

    /// The kinds of value that a type takes in an alternate; none if it cannot
    /// be part of one. On QEMU's command line numbers and booleans are strings,
    /// so a string takes their place too, and so does an enum whose values look
    /// like them.
    fn kinds(&self, ty: TypeIndex) -> Vec<JsonKind> {
        let kind = match self.table.body(ty) {
            Body::Builtin(Builtin::Str) => {
                return vec![JsonKind::String, JsonKind::Number, JsonKind::Bool];
            }
            Body::Enum(values) => {
                let any = |like: fn(&str) -> bool| values.iter().any(|value| like(value.name()));
                let mut kinds = vec![JsonKind::String];
                if any(|name| matches!(name, "on" | "off")) {
                    kinds.push(JsonKind::Bool);
                }
                if any(|name| name.starts_with(|c: char| matches!(c, '-' | '+' | '.' | '0'..='9')))
                {
                    kinds.push(JsonKind::Number);
                }
                return kinds;
            }
            Body::Builtin(Builtin::Int(_) | Builtin::Number) => JsonKind::Number,
            Body::Builtin(Builtin::Bool) => JsonKind::Bool,
            Body::Builtin(Builtin::Null) => JsonKind::Null,
            Body::Array(_) => JsonKind::Array,
            Body::Object { .. } => JsonKind::Object,
            Body::Builtin(Builtin::Any) | Body::Alternate(_) => return Vec::new(),
        };
        vec![kind]
    }
}
