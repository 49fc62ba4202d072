//! What schemas say of one item.

use std::collections::HashSet;
use std::rc::Rc;

use qapi_schema::Features;

use super::build::Build;
use crate::model::{Availability, Feature};

/// What schemas say of an item, gathered from one after the other.
#[derive(Default)]
pub(super) struct Gathered<'s> {
    pub(super) turns: HashSet<usize>,
    features: Vec<(&'s str, HashSet<usize>)>,
}

impl<'s> Gathered<'s> {
    pub(super) fn add(&mut self, turn: usize, features: &'s Features) {
        self.turns.insert(turn);
        for feature in features.iter() {
            match self.features.iter_mut().find(|(name, _)| *name == feature) {
                Some((_, turns)) => drop(turns.insert(turn)),
                None => self.features.push((feature, HashSet::from([turn]))),
            }
        }
    }
}

impl<'s> Build<'_, 's> {
    pub(super) fn set(&mut self, turns: impl IntoIterator<Item = usize>) -> Availability {
        // The newest schema has the first turn after the references.
        let last = self.references + self.sources;
        let sources = turns
            .into_iter()
            .filter_map(|turn| last.checked_sub(turn + 1));
        let mut sources: Vec<usize> = sources.collect();
        sources.sort_unstable();
        sources.dedup();
        let set = match self.sets.get(sources.as_slice()) {
            Some(set) => Rc::clone(set),
            None => {
                let set: Rc<[usize]> = sources.into();
                self.sets.insert(Rc::clone(&set));
                set
            }
        };
        Availability::shared(set)
    }

    pub(super) fn gathered(&mut self, item: &Gathered<'s>) -> (Vec<Feature>, Availability) {
        let features = item.features.iter().map(|(name, turns)| Feature {
            name: (*name).to_owned(),
            availability: self.set(turns.iter().copied()),
        });
        let features = features.collect();
        (features, self.set(item.turns.iter().copied()))
    }
}
