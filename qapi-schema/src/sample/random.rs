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
const DEEP: u8 = 32;

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
            mutator.value(site);
            mutator.object(site);
            mutator.members(site);
            if rng.u8(..) >= DEEP {
                mutator.drafts.retain(|draft| draft.rule != Rule::Depth);
            }
            // Each rule as often, in however many ways it can be broken.
            let mut rules: Vec<Rule> = mutator.drafts.iter().map(|draft| draft.rule).collect();
            rules.sort_unstable();
            rules.dedup();
            let Some(rule) = rng.choice(rules) else {
                continue;
            };
            mutator.drafts.retain(|draft| draft.rule == rule);
            let drawn = rng.usize(..mutator.drafts.len().max(1));
            mutator.drafts.swap(0, drawn);
            mutator.drafts.truncate(1);
            return mutator.finish().pop();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{Part, Schema};

    fn schema() -> Schema {
        let dump = include_bytes!("../../../schemas/qemu-10.0-x86_64.json");
        Schema::from_slice(dump).unwrap()
    }

    fn arguments(schema: &Schema) -> Vec<(Coordinate, TypeId)> {
        let parts = schema.parts();
        let arguments = parts.filter(|(at, _)| at.part() == Some(Part::Arguments));
        arguments
            .filter(|(at, _)| at.name() != "device_add")
            .collect()
    }

    const BOLD: Taste<'_> = Taste {
        optional: 160,
        depth: 8,
        tokens: 1 << 8,
        edges: 128,
        text: Some(&|name, random| format!("{name}-{}", random % 3)),
    };

    #[test]
    fn what_is_drawn_is_valid_and_drawn_again() {
        let schema = schema();
        let samples = schema.samples();
        for (at, id) in arguments(&schema) {
            for seed in 0..40 {
                let value = samples.draw(id, seed, &BOLD);
                let said = schema.validator().command(at.name(), &value);
                assert!(said.is_ok(), "{at}: {value}: {said:?}");
                assert_eq!(value, samples.draw(id, seed, &BOLD));
            }
        }
    }

    #[test]
    fn a_mutation_breaks_its_rule() {
        let schema = schema();
        let samples = schema.samples();
        let mut rules = BTreeSet::new();
        for (at, id) in arguments(&schema) {
            // There anything may stand, and so it may be too deep.
            let seeds = if at.name() == "qom-set" { 1000 } else { 40 };
            for seed in 0..seeds {
                let value = samples.draw(id, seed, &Taste::default());
                let Some(mutation) = samples.mutation(&at, &value, seed) else {
                    continue;
                };
                rules.insert(mutation.rule);
                let found = schema.validator().command(at.name(), &*mutation.document);
                let found = found.unwrap_err();
                assert!(
                    found.iter().any(|one| one.rule() == mutation.rule),
                    "{found}"
                );
                assert_eq!(samples.mutation(&at, &value, seed), Some(mutation));
            }
        }
        let wanted = [
            Rule::Depth,
            Rule::DuplicateMember,
            Rule::EnumValue,
            Rule::IntegerRange,
            Rule::Missing,
            Rule::Type,
            Rule::UnknownMember,
        ];
        assert_eq!(rules, BTreeSet::from(wanted));
    }

    #[test]
    fn tastes_differ() {
        let schema = schema();
        let samples = schema.samples();
        let (_, id) = arguments(&schema)
            .into_iter()
            .find(|(at, _)| at.name() == "blockdev-add")
            .unwrap();
        let size = |optional| -> usize {
            let taste = Taste { optional, ..BOLD };
            let texts = (0..200).map(|seed| samples.draw(id, seed, &taste).to_string());
            texts.map(|text| text.len()).sum()
        };
        let (lean, rich) = (size(0), size(200));
        assert!(lean * 3 < rich, "{lean} {rich}");
        let texts = (0..200).map(|seed| samples.draw(id, seed, &BOLD).to_string());
        let texts: String = texts.collect();
        assert!(texts.contains("node-name-1"), "{texts}");
        assert!(texts.contains(":18446744073709551615"), "{texts}");
    }
}
