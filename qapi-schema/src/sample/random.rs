//! Values and mutations drawn at random, by a taste.

use std::fmt;

use fastrand::Rng;
use serde_json::Value;

use super::Samples;
use super::build::{Build, Style};
use super::mutation::{Mutation, Mutator};
use super::walk::Sites;
use crate::coordinate::Coordinate;
use crate::model::TypeId;
use crate::validate::Rule;

/// Makes a string for the member of this name out of a random number.
type Text<'t> = &'t (dyn Fn(&str, u64) -> String + Sync);

/// What values drawn at random look like: [`Samples::draw`].
#[derive(Clone, Copy)]
pub struct Taste<'t> {
    /// How many of 256 optional members are there.
    pub optional: u8,
    /// From this depth on a value has only what it must.
    pub depth: usize,
    /// How many tokens optional parts may add.
    pub tokens: usize,
    /// How many of 256 integers are at the edge of a width, negative ones
    /// among them. The others are such that every width takes them.
    pub edges: u8,
    /// What makes the strings; without it, they are what a JSON parser, a
    /// shell or a C string might trip over.
    pub text: Option<Text<'t>>,
}

impl Default for Taste<'_> {
    /// Half of what is optional, up to ten deep.
    fn default() -> Self {
        Self {
            optional: 128,
            depth: 10,
            tokens: 1 << 9,
            edges: 0,
            text: None,
        }
    }
}

impl fmt::Debug for Taste<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Taste")
            .field("optional", &self.optional)
            .field("depth", &self.depth)
            .field("tokens", &self.tokens)
            .field("edges", &self.edges)
            .finish_non_exhaustive()
    }
}

/// A taste and the numbers that it is served by.
pub(super) struct Draw<'r> {
    pub(super) rng: Rng,
    pub(super) taste: Taste<'r>,
}

impl Draw<'_> {
    /// Whether an optional member is there.
    pub(super) fn wants(&mut self) -> bool {
        self.rng.u8(..) < self.taste.optional
    }
}

/// How many of 256 documents that are nested too deep are drawn: they are large.
const DEEP: u8 = 16;

impl Samples<'_> {
    /// A valid value drawn at random by a taste; the same seed gives the same
    /// value.
    ///
    /// A dump does not tell the width of an integer. What [`Taste::edges`]
    /// brings in is valid by the dump, and yet a QEMU may refuse it.
    pub fn draw(&self, id: TypeId, seed: u64, taste: &Taste<'_>) -> Value {
        let style = Style::Random(Box::new(Draw {
            rng: Rng::with_seed(seed),
            taste: *taste,
        }));
        Build::new(self, style).value(id, &[])
    }

    /// One of the [mutations](Self::mutations) of an instance, drawn at random
    /// without making the others; the same seed gives the same one. None where
    /// the coordinate names no type, or nothing can be wrong there.
    pub fn mutation(&self, at: &Coordinate, instance: &Value, seed: u64) -> Option<Mutation> {
        /// How many places are looked at, some of which may take anything.
        const TRIES: usize = 8;
        let id = self.type_at(at)?;
        let mut rng = Rng::with_seed(seed);
        let sites = Sites::new(self.schema, id, instance);
        for _ in 0..TRIES {
            let mut mutator = Mutator::new(self, at, instance, &sites);
            let site = rng.usize(..sites.len().max(1));
            match rng.u8(..3) {
                0 => mutator.value(site),
                1 => mutator.object(site),
                _ => mutator.members(site),
            }
            if rng.u8(..) >= DEEP {
                mutator.drafts.retain(|draft| draft.rule != Rule::Depth);
            }
            let count = mutator.drafts.len();
            if count > 0 {
                let drawn = rng.usize(..count);
                mutator.drafts.swap(0, drawn);
                mutator.drafts.truncate(1);
                return mutator.finish().pop();
            }
        }
        None
    }
}
