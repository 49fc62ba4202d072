//! Instances made from a schema, for tests and simulators.

mod build;
mod instances;
mod message;
mod mutation;
mod places;
mod random;
mod reach;
mod render;
mod scalar;
mod walk;

use serde_json::Value;

use crate::least::{Extent, least};
use crate::model::{Schema, TypeId, TypeKind};
use build::{Build, Style};

pub use mutation::Mutation;
pub use random::Taste;
pub use render::TagPosition;

/// Makes values of a schema's types. Made by [`Schema::samples`].
///
/// Everything here is a function of the schema (and the seed, where there is
/// one): the same call gives the same value again.
#[derive(Clone, Debug)]
pub struct Samples<'s> {
    schema: &'s Schema,
    /// The extent of each type's least value.
    least: Vec<Option<Extent>>,
}

impl Schema {
    /// A maker of values of this schema's types.
    pub fn samples(&self) -> Samples<'_> {
        Samples {
            least: least(&self.types),
            schema: self,
        }
    }
}

impl<'s> Samples<'s> {
    /// The schema.
    pub fn schema(&self) -> &'s Schema {
        self.schema
    }

    /// The least value: nothing that may be left out, the branches that nest
    /// least, empty lists, zeros; a string is the name of its member.
    ///
    /// Of an enum without values there is none, and this gives null.
    pub fn minimal(&self, id: TypeId) -> Value {
        Build::new(self, Style::Least).value(id, &[])
    }

    /// A value with every optional member, two elements in each list, and of
    /// each union and alternate the branch with the most members.
    ///
    /// It enters no type that it is inside of already, where it has the
    /// choice, and takes only the least once it has some 8,000 tokens.
    pub fn full(&self, id: TypeId) -> Value {
        Build::new(self, Style::Full).value(id, &[])
    }

    /// A value drawn at random; the same seed gives the same value.
    ///
    /// It is nested up to ten deep (deeper where the schema leaves no choice).
    pub fn random(&self, id: TypeId, seed: u64) -> Value {
        self.draw(id, seed, &Taste::default())
    }

    fn least(&self, id: TypeId) -> Option<Extent> {
        self.least.get(id.index()).copied().flatten()
    }

    /// The position of the type with the least value; of several the first.
    fn least_of(&self, ids: &[TypeId]) -> Option<usize> {
        let extents = ids.iter().map(|id| self.least(*id)).enumerate();
        let settled = extents.filter(|(_, extent)| extent.is_some());
        settled.min_by_key(|(_, extent)| *extent).map(|(at, _)| at)
    }

    /// How much a type can show, to choose among branches.
    fn richness(&self, id: TypeId) -> usize {
        match self.schema[id].kind() {
            TypeKind::Builtin(_) | TypeKind::Enum(_) | TypeKind::Alternate(_) => 0,
            TypeKind::Array(_) => 1,
            TypeKind::Object(object) => {
                let cases = object
                    .variants()
                    .map_or(0, |variants| variants.cases().len());
                2 + object.members().len() + cases
            }
        }
    }
}
