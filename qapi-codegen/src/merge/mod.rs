//! Stage one: schemas become one model, their superset.
//!
//! All schemas are walked by *place*, from the names of commands and events
//! inwards: the arguments of `blockdev-add`, its member `cache`, the branch for
//! `driver` `file`. What different schemas have at one place becomes one type.
//! Nothing about it is left to a person, and nothing depends on the order in
//! which the schemas are given: the newest is found by the versions in their
//! labels.
//!
//! # Which types are one
//!
//! The schemas are walked one after the other: first the references, the newest
//! first, then the dumps, the newest first. Each adds the places that the ones
//! before do not know.
//!
//! 1. At a place that is known, what a schema has there is counted to the type
//!    of the place. So a type that was renamed goes by its newest name, one that
//!    was split is counted to each of its parts, and two that were united are
//!    one.
//! 2. At a new place, a type with a name goes to the type of that name.
//! 3. At a new place, a type without a name goes to the type that its schema's
//!    other uses of it are counted to, if there is one, and else is a new type.
//!
//! Objects without members are no types of their own, unless QAPI has a name for
//! them: nothing is united because two schemas have one at the same place.
//!
//! # What stands at a place
//!
//! Values are told apart by their kind of JSON, so what the schemas have at one
//! place is put together kind by kind:
//!
//! | Kinds | Merge |
//! |---|---|
//! | `str` and an enum | the enum: it keeps strings that it does not know |
//! | two enums | the values of both |
//! | two arrays | an array of what the elements have together |
//! | two objects | one object, see below |
//! | integers of different width | the widest; of different sign, an integer of either |
//! | `any` and anything | `any` |
//! | an integer and a number | `any`: each would lose values of the other |
//! | more than one kind | an alternate of them, under its own name if a schema has one there |
//!
//! # What becomes of objects
//!
//! - A member that some schema has is a member. It is required if all schemas
//!   that have the object require it, and else optional.
//! - The values of enums and the branches of unions are those of all schemas.
//! - A struct in one schema and a union in another: a union. If the struct lacks
//!   the tag, the tag is optional, and a value without it has no branch. If the
//!   struct has it, no member of the branches is required.
//! - Unions with different tags: the newest schema's tag. In the others, the
//!   members of all branches are the union's own, and optional. That goes for
//!   all of them if the tag is not a string everywhere.
//! - A member may be in a branch in one schema and in the union in another, so
//!   the merge has it in both. A value's member goes to the branch if that has
//!   it, unless the union requires it, so the branch takes what the union has,
//!   too.
//! - An object without members in one schema, with members in another: all are
//!   optional.

mod build;
mod fill;
mod gather;
mod graph;
mod kinds;
mod object;
mod order;
mod walk;
mod widths;

use std::path::Path;

use qapi_schema::Schema;

use crate::model::{Model, Naming};
pub(crate) use order::version;
pub(crate) use walk::is_made_up;
use walk::{Turn, Walk};

/// A schema and what it is called.
#[derive(Clone, Debug)]
pub struct Source {
    /// What docs and programs call it, such as `qemu-10.0-x86_64`. The version
    /// in it tells which of two schemas is the newer one.
    pub label: String,
    /// The schema.
    pub schema: Schema,
}

impl Source {
    /// A schema and what it is called.
    pub fn new(label: impl Into<String>, schema: Schema) -> Self {
        Self {
            label: label.into(),
            schema,
        }
    }

    /// A schema from a file, called after it: the name without the ending.
    pub fn of_file(path: &Path, schema: Schema) -> Self {
        let stem = path.file_stem().unwrap_or_default();
        Self::new(stem.to_string_lossy(), schema)
    }
}

/// The model of some dumps, in whatever order. `references` are unmasked
/// schemas, the newest first, of which only names and widths are used.
///
/// Dumps with the same label get numbers behind it.
pub fn merge(dumps: &[Source], references: &[Source]) -> Model {
    let sources = order::oldest_first(dumps);
    let names = references.iter().enumerate().map(|(at, reference)| Turn {
        schema: &reference.schema,
        naming: Naming::Reference(at),
    });
    let newest_first = sources.iter().enumerate().rev();
    let dumps = newest_first.map(|(at, (_, source))| Turn {
        schema: &source.schema,
        naming: Naming::Source(at),
    });
    let walk = Walk::new(names.chain(dumps).collect());
    build::build(
        &walk,
        &sources,
        references
            .iter()
            .map(|reference| reference.label.clone())
            .collect(),
    )
}
