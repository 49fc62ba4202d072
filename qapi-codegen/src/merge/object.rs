//! Objects: their members, and the branches of unions.

use std::collections::{HashMap, HashSet};

use qapi_schema::TypeKind;

use super::build::{Build, Plain};
use super::gather::Gathered;
use super::graph::{Inside, NodeId, Origin};
use super::walk::{Walk, tag_of};
use crate::model::{Case, Member, Object, Variants};

/// Where one schema has an object without members and another one has some,
/// none of these is required. That is so, too, in the branches of a union which
/// one schema has as a struct with the tag among its members.
pub(super) fn empty_objects(walk: &Walk<'_>) -> HashMap<NodeId, HashSet<usize>> {
    let mut empty: HashMap<NodeId, HashSet<usize>> = HashMap::new();
    let is_empty = |origin: &Origin| {
        walk.object(*origin)
            .is_some_and(qapi_schema::Object::is_empty)
    };
    for id in walk.graph.place_ids() {
        let place = walk.graph.place(id);
        if let Some(node) = walk.graph.place(walk.graph.home(id)).object {
            let counted = &walk.graph.node(node).origins;
            let there = place.origins.iter();
            let there = there.filter(|origin| is_empty(origin) && !counted.contains(origin));
            let turns: HashSet<usize> = there.map(|origin| origin.turn).collect();
            if !turns.is_empty() {
                empty.entry(node).or_default().extend(turns);
            }
        }
    }
    for id in walk.graph.node_ids() {
        let node = walk.graph.node(id);
        let Some(tag) = node.tag else { continue };
        for origin in &node.origins {
            let Some(object) = walk.object(*origin) else {
                continue;
            };
            let Some((_, member)) = object.member(tag) else {
                continue;
            };
            if walk.has_branches(id, *origin) {
                continue;
            }
            let values = walk.kind(origin.with(member.ty()));
            for (inside, place) in &node.inside {
                let Inside::Branch { tag: of, case } = inside else {
                    continue;
                };
                let possible = match values {
                    Some(TypeKind::Enum(values)) => values.value(case).is_some(),
                    _ => true,
                };
                let home = walk.graph.home(*place);
                if *of == tag
                    && possible
                    && let Some(branch) = walk.graph.place(home).object
                {
                    empty.entry(branch).or_default().insert(origin.turn);
                }
            }
        }
    }
    // A type that only others than these have is not in question.
    empty.retain(|node, _| !walk.graph.node(*node).origins.is_empty());
    empty
}

/// A member as the schemas have it.
struct Gathering<'s> {
    name: &'s str,
    item: Gathered<'s>,
    /// Turns in which some type does not require it.
    spared: HashSet<usize>,
    /// How many types require it.
    requiring: usize,
}

impl<'s> Build<'_, 's> {
    pub(super) fn object(&mut self, id: NodeId) -> Object {
        let origins = self.origins(id);
        let gathered = self.gather_members(id, &origins);
        let types = origins.len() + self.empty.get(&id).map_or(0, HashSet::len);
        let node = self.walk.graph.node(id);
        let mut members = Vec::new();
        for Gathering {
            name,
            item,
            spared,
            requiring,
        } in gathered
        {
            let Some(place) = node.inside.get(&Inside::Member(name)) else {
                continue;
            };
            let ty = self.place(*place);
            let (features, availability) = self.gathered(&item);
            let required = item
                .turns
                .iter()
                .copied()
                .filter(|turn| !spared.contains(turn));
            members.push(Member {
                name: name.to_owned(),
                ty,
                optional: requiring < types,
                features,
                availability,
                required: self.set(required.collect::<Vec<_>>()),
            });
        }
        let tag = node.tag;
        let tag = tag.and_then(|tag| Some((tag, members.iter().position(|m| m.name == tag)?)));
        let variants = tag.map(|(name, tag)| Variants {
            tag,
            cases: self.cases(id, name, &origins),
            overlapping: self.overlaps(id, &members),
        });
        Object { members, variants }
    }

    fn gather_members(&self, id: NodeId, origins: &[Origin]) -> Vec<Gathering<'s>> {
        let mut found: Vec<Gathering<'s>> = Vec::new();
        let mut index: HashMap<&'s str, usize> = HashMap::new();
        let mut of_turn: HashMap<usize, usize> = HashMap::new();
        for origin in origins {
            *of_turn.entry(origin.turn).or_default() += 1;
            let Some(object) = self.walk.object(*origin) else {
                continue;
            };
            let own = object
                .members()
                .iter()
                .map(|member| (member, !member.optional()));
            let is_flat = tag_of(object).is_some() && !self.walk.has_branches(id, *origin);
            let moved = is_flat.then(|| self.walk.branch_members(*origin));
            let moved = moved
                .into_iter()
                .flatten()
                .map(|(member, _)| (member, false));
            // Several branches may have a member of one name.
            let mut here: HashSet<&str> = HashSet::new();
            for (member, required) in own.chain(moved) {
                let at = *index.entry(member.name()).or_insert(found.len());
                if at == found.len() {
                    found.push(Gathering {
                        name: member.name(),
                        item: Gathered::default(),
                        spared: HashSet::new(),
                        requiring: 0,
                    });
                }
                let (Some(member_of), true) = (found.get_mut(at), here.insert(member.name()))
                else {
                    continue;
                };
                member_of.item.add(origin.turn, member.features());
                if required {
                    member_of.requiring += 1;
                } else {
                    member_of.spared.insert(origin.turn);
                }
            }
        }
        // A schema may have several types here, of which some lack the member.
        for origin in origins {
            let Some(object) = self.walk.object(*origin) else {
                continue;
            };
            if of_turn.get(&origin.turn).is_some_and(|count| *count > 1) {
                for member in &mut found {
                    if object.member(member.name).is_none() {
                        member.spared.insert(origin.turn);
                    }
                }
            }
        }
        found
    }

    fn cases(&mut self, id: NodeId, tag: &'s str, origins: &[Origin]) -> Vec<Case> {
        let mut found: Vec<(&'s str, Gathered<'s>)> = Vec::new();
        let mut index: HashMap<&'s str, usize> = HashMap::new();
        for origin in origins
            .iter()
            .filter(|origin| self.walk.has_branches(id, **origin))
        {
            let Some(object) = self.walk.object(*origin) else {
                continue;
            };
            let tag = object.tag().map(|(_, tag)| origin.with(tag.ty()));
            let values = match tag.and_then(|tag| self.walk.kind(tag)) {
                Some(TypeKind::Enum(values)) => Some(values),
                _ => None,
            };
            for case in object
                .variants()
                .into_iter()
                .flat_map(qapi_schema::Variants::cases)
            {
                let at = *index.entry(case.value()).or_insert(found.len());
                if at == found.len() {
                    found.push((case.value(), Gathered::default()));
                }
                let value = values.and_then(|values| values.value(case.value()));
                if let (Some((_, item)), Some((_, value))) = (found.get_mut(at), value) {
                    item.add(origin.turn, value.features());
                }
            }
        }
        let mut cases = Vec::new();
        for (value, item) in found {
            let place = self
                .walk
                .graph
                .node(id)
                .inside
                .get(&Inside::Branch { tag, case: value });
            let ty = match place {
                Some(place) => self.place(*place),
                None => self.plain(Plain::Empty),
            };
            let (features, availability) = self.gathered(&item);
            cases.push(Case {
                value: value.to_owned(),
                ty,
                features,
                availability,
            });
        }
        cases
    }

    /// Whether some branch, or a branch of it, has a member that the union has.
    fn overlaps(&self, id: NodeId, members: &[Member]) -> bool {
        let own: HashSet<&str> = members.iter().map(|member| &*member.name).collect();
        self.walk.branches_of(id).into_iter().any(|branch| {
            let mut inside = self.walk.graph.node(branch).inside.iter();
            inside.any(|(inside, place)| {
                let is_own = matches!(inside, Inside::Member(name) if own.contains(name));
                is_own && !self.walk.graph.place(*place).origins.is_empty()
            })
        })
    }
}
