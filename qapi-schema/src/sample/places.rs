//! Mutations of each place of the schema, once.

use std::collections::HashSet;

use serde_json::Value;

use super::Samples;
use super::build::{Build, Style};
use super::mutation::{Mutation, Mutator};
use super::reach::{Reach, Turn};
use super::walk::Sites;
use crate::coordinate::{Coordinate, Part};
use crate::model::{Features, Schema, TypeId, TypeKind};
use crate::validate::Rule;

impl Samples<'_> {
    /// For each member, branch and list element that values of a type can
    /// hold, the mutations of the smallest instance that has it, in that
    /// place. `at` names the type: mostly the arguments, the reply or the data
    /// of a command or event.
    pub fn place_mutations(&self, at: &Coordinate) -> Vec<Mutation> {
        let mut mutations = Vec::new();
        let Some(id) = self.type_at(at).filter(|id| self.least(*id).is_some()) else {
            return mutations;
        };
        let mut denied = HashSet::new();
        let reach = Reach::new(self, id);
        for &ty in &reach.order {
            let route = reach.route(ty);
            self.place(at, id, &route, None, &mut denied, &mut mutations);
            for turn in self.turns(ty) {
                if matches!(turn, Turn::Value(_)) && !self.is_denied(ty, turn) {
                    continue;
                }
                self.place(at, id, &route, Some(turn), &mut denied, &mut mutations);
            }
        }
        mutations
    }

    /// The mutations of one place: of a type itself, or of what a turn adds to it.
    fn place(
        &self,
        at: &Coordinate,
        root: TypeId,
        route: &[Turn],
        turn: Option<Turn>,
        denied: &mut HashSet<DeniedUse>,
        mutations: &mut Vec<Mutation>,
    ) {
        let mut whole = route.to_vec();
        whole.extend(turn);
        let value = Build::new(self, Style::Least).value(root, &whole);
        let sites = Sites::new(self.schema, root, &value);
        let Some((site, layer)) = sites.follow(route) else {
            return;
        };
        let mut mutator = Mutator::new(self, at, &value, &sites);
        let uses = denied_uses(self.schema, at, &sites);
        for rule in [Rule::Deprecated, Rule::Unstable] {
            let mut broken = uses.iter().filter(|broken| broken.rule == rule);
            if let (Some(one), None) = (broken.next(), broken.next())
                && denied.insert(one.clone())
            {
                mutator.denied(one);
            }
        }
        match turn {
            // Inside a branch the object has been seen to with the branch.
            None if matches!(route.last(), Some(Turn::Case(_))) => {}
            None if route.is_empty() => {
                mutator.value(site);
                mutator.object(site);
            }
            None | Some(Turn::Case(_)) => mutator.object(site),
            Some(Turn::Element) => {
                if let Some(element) = sites.follow(&whole) {
                    mutator.value(element.0);
                }
            }
            Some(Turn::Member(member)) => {
                let layers = sites.get(site).map(|site| &site.layers);
                let object = layers.and_then(|layers| layers.get(layer));
                let member = object.and_then(|layer| layer.object.members().get(member));
                if let (Some(member), Some((value, _))) = (member, sites.follow(&whole)) {
                    mutator.value(value);
                    mutator.member(site, layer, member);
                }
            }
            Some(Turn::Alternative(_) | Turn::Value(_)) => {}
        }
        mutations.extend(mutator.finish());
    }

    fn is_denied(&self, id: TypeId, turn: Turn) -> bool {
        match (self.schema[id].kind(), turn) {
            (TypeKind::Enum(e), Turn::Value(at)) => {
                let value = e.values().get(at);
                value.is_some_and(|value| denials(value.features()).next().is_some())
            }
            _ => false,
        }
    }
}

fn denials(features: &Features) -> impl Iterator<Item = Rule> {
    let deprecated = features.deprecated().then_some(Rule::Deprecated);
    let unstable = features.unstable().then_some(Rule::Unstable);
    deprecated.into_iter().chain(unstable)
}

/// The use of something that may be denied.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct DeniedUse {
    pub(super) at: Coordinate,
    pub(super) rule: Rule,
    /// What is deprecated or unstable.
    pub(super) what: String,
}

/// Everything that a valid value uses and that may be denied.
fn denied_uses(schema: &Schema, root: &Coordinate, sites: &Sites<'_, '_>) -> Vec<DeniedUse> {
    let mut uses = Vec::new();
    let mut note = |at: &dyn Fn() -> Coordinate, features: &Features, what: &dyn Fn() -> String| {
        uses.extend(denials(features).map(|rule| DeniedUse {
            at: at(),
            rule,
            what: what(),
        }));
    };
    let own = || Coordinate::new(root.name());
    let named = |kind: &'static str| move || format!("the {kind}");
    match root.part() {
        _ if !root.steps().is_empty() => {}
        Some(Part::Data) => {
            if let Some(event) = schema.event(root.name()) {
                note(&own, event.features(), &named("event"));
            }
        }
        _ => {
            if let Some(command) = schema.command(root.name()) {
                note(&own, command.features(), &named("command"));
            }
        }
    }
    for (index, site) in sites.iter() {
        let here = || sites.coordinate(index, root);
        if let Some(member) = site.member {
            note(&here, member.features(), &named("member"));
        }
        note(&here, schema[site.ty].features(), &named("type"));
        if site.settled != site.ty {
            note(&here, schema[site.settled].features(), &named("branch"));
        }
        for layer in site.layers.iter().skip(1) {
            note(&here, schema[layer.id].features(), &named("branch"));
        }
        if let (TypeKind::Enum(e), Value::String(value)) = (schema[site.settled].kind(), site.value)
            && let Some((_, value)) = e.value(value)
        {
            let what = || format!("the value `{}`", value.name());
            note(&here, value.features(), &what);
        }
    }
    uses
}
