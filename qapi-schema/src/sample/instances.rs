//! Instances that together show everything a type can hold.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::Samples;
use super::build::{Build, Style};
use super::reach::{Reach, Turn};
use super::walk::Sites;
use crate::model::{TypeId, TypeKind};

/// How many random values are among the instances.
const RANDOM: u64 = 4;

impl Samples<'_> {
    /// A value for each branch of each union and alternate that values of the
    /// type can hold, however deep: the smallest value that leads to the
    /// branch, with all the members of the branch.
    pub fn branches(&self, id: TypeId) -> Vec<Value> {
        let reach = Reach::new(self, id);
        let mut branches = Vec::new();
        for &ty in &reach.order {
            for turn in self.turns(ty) {
                if matches!(turn, Turn::Case(_) | Turn::Alternative(_)) {
                    branches.push(self.showing(id, &reach, ty, turn));
                }
            }
        }
        branches
    }

    /// The minimal, the full, some random values, one for each branch, and
    /// whatever it takes beyond those to show every member, list element and
    /// enum value that values of the type can hold. No value is there twice.
    pub fn instances(&self, id: TypeId) -> Vec<Value> {
        if self.least(id).is_none() {
            return Vec::new();
        }
        let reach = Reach::new(self, id);
        let mut instances = Instances::default();
        instances.add(self, id, self.minimal(id));
        instances.add(self, id, self.full(id));
        for value in self.branches(id) {
            instances.add(self, id, value);
        }
        for &ty in &reach.order {
            for turn in self.turns(ty) {
                if !instances.shown.contains(&(ty, turn)) {
                    instances.add(self, id, self.showing(id, &reach, ty, turn));
                }
            }
        }
        for seed in 0..RANDOM {
            instances.add(self, id, self.random(id, seed));
        }
        instances.values
    }

    /// The smallest value that takes the turn; where it ends in an object,
    /// that has all its members.
    fn showing(&self, root: TypeId, reach: &Reach, ty: TypeId, turn: Turn) -> Value {
        let mut route = reach.route(ty);
        if !matches!(turn, Turn::Member(_)) {
            route.push(turn);
        }
        Build::new(self, Style::Least).spread().value(root, &route)
    }

    /// Every choice that a type leaves, but for those that no value can take.
    pub(super) fn turns(&self, id: TypeId) -> Vec<Turn> {
        let possible = |id: TypeId| self.least(id).is_some();
        match self.schema[id].kind() {
            TypeKind::Builtin(_) => Vec::new(),
            TypeKind::Enum(e) => (0..e.values().len()).map(Turn::Value).collect(),
            TypeKind::Array(element) => possible(*element)
                .then_some(Turn::Element)
                .into_iter()
                .collect(),
            TypeKind::Alternate(alternate) => {
                let branches = alternate.branches().iter().enumerate();
                let branches = branches.filter(|(_, branch)| possible(**branch));
                branches.map(|(at, _)| Turn::Alternative(at)).collect()
            }
            TypeKind::Object(object) => {
                let members = object.members().iter().enumerate();
                let members = members.filter(|(_, member)| possible(member.ty()));
                let cases = object
                    .variants()
                    .map_or(0, |variants| variants.cases().len());
                members
                    .map(|(at, _)| Turn::Member(at))
                    .chain((0..cases).map(Turn::Case))
                    .collect()
            }
        }
    }
}

#[derive(Default)]
struct Instances {
    values: Vec<Value>,
    texts: HashSet<String>,
    shown: BTreeSet<(TypeId, Turn)>,
}

impl Instances {
    fn add(&mut self, samples: &Samples<'_>, id: TypeId, value: Value) {
        if self.texts.insert(value.to_string()) {
            let sites = Sites::new(samples.schema, id, &value);
            self.shown.extend(sites.shown);
            self.values.push(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Schema;
    use crate::least::Extent;

    fn schemas() -> Vec<Schema> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas");
        let files = std::fs::read_dir(folder).unwrap();
        let paths = files.map(|file| file.unwrap().path());
        let dumps = paths.filter(|path| path.extension().is_some_and(|end| end == "json"));
        dumps
            .map(|path| Schema::from_slice(&std::fs::read(path).unwrap()).unwrap())
            .collect()
    }

    fn extent(value: &Value) -> Extent {
        match value {
            Value::Array(values) => {
                let inner: Vec<Extent> = values.iter().map(extent).collect();
                Extent {
                    depth: 1 + inner.iter().map(|e| e.depth).max().unwrap_or(0),
                    tokens: 1 + inner.iter().map(|e| e.tokens + 1).sum::<usize>().max(1),
                }
            }
            Value::Object(members) => {
                let inner: Vec<Extent> = members.values().map(extent).collect();
                Extent {
                    depth: 1 + inner.iter().map(|e| e.depth).max().unwrap_or(0),
                    tokens: 1 + inner.iter().map(|e| e.tokens + 3).sum::<usize>().max(1),
                }
            }
            _ => Extent::SCALAR,
        }
    }

    #[test]
    fn the_minimal_value_has_the_least_extent() {
        for schema in schemas() {
            let samples = schema.samples();
            for (id, _) in schema.types() {
                assert_eq!(
                    Some(extent(&samples.minimal(id))),
                    samples.least(id),
                    "{id:?}"
                );
            }
        }
    }

    #[test]
    fn instances_show_everything_that_can_be_reached() {
        for schema in schemas() {
            let samples = schema.samples();
            let (mut count, mut bytes, mut largest) = (0, 0, 0);
            for (at, id) in schema.parts() {
                let mut shown = BTreeSet::new();
                for value in samples.instances(id) {
                    shown.extend(Sites::new(&schema, id, &value).shown);
                    count += 1;
                    bytes += value.to_string().len();
                    largest = largest.max(value.to_string().len());
                }
                for ty in Reach::new(&samples, id).order {
                    for turn in samples.turns(ty) {
                        assert!(shown.contains(&(ty, turn)), "{at}: {ty:?} {turn:?}");
                    }
                }
            }
            println!("{count} instances, {bytes} bytes, the largest {largest}");
        }
    }
}
