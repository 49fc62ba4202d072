//! Which kinds of JSON value stand at a place.

use qapi_schema::{Builtin, TypeKind};

/// What some types take together, kind by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds {
    pub(super) null: bool,
    pub(super) boolean: bool,
    pub(super) int: bool,
    pub(super) number: bool,
    pub(super) string: bool,
    /// Whether the string is one of an enum, at least in some schema.
    pub(super) enumeration: bool,
    pub(super) array: bool,
    pub(super) object: bool,
    /// Whether a type takes any value.
    pub(super) any: bool,
    /// Whether a type is an alternate, whatever its branches.
    pub(super) alternate: bool,
}

impl Kinds {
    pub(super) fn of<'s>(types: impl Iterator<Item = &'s TypeKind>) -> Self {
        let mut kinds = Self::default();
        for ty in types {
            match ty {
                TypeKind::Builtin(Builtin::Null) => kinds.null = true,
                TypeKind::Builtin(Builtin::Bool) => kinds.boolean = true,
                TypeKind::Builtin(Builtin::Int(_)) => kinds.int = true,
                TypeKind::Builtin(Builtin::Number) => kinds.number = true,
                TypeKind::Builtin(Builtin::Str) => kinds.string = true,
                TypeKind::Builtin(Builtin::Any) => kinds.any = true,
                TypeKind::Enum(_) => {
                    kinds.string = true;
                    kinds.enumeration = true;
                }
                TypeKind::Array(_) => kinds.array = true,
                TypeKind::Object(_) => kinds.object = true,
                TypeKind::Alternate(_) => kinds.alternate = true,
            }
        }
        kinds
    }

    /// How many kinds of value can be told apart.
    pub(super) fn count(&self) -> usize {
        let kinds = [
            self.null,
            self.boolean,
            self.int || self.number,
            self.string,
            self.array,
            self.object,
        ];
        kinds.into_iter().filter(|kind| *kind).count()
    }

    /// Whether only a type for all values takes all of them: integers and other
    /// numbers are one kind of JSON, and neither type keeps the other's values.
    pub(super) fn needs_any(&self) -> bool {
        self.any || (self.int && self.number)
    }
}
