//! What stands at a place because of what stands at another.

use std::collections::HashSet;

use qapi_schema::{Object, TypeKind};

use super::graph::{Inside, NodeId, Origin, PlaceId};
use super::walk::Walk;

impl Walk<'_> {
    /// Where an alternate stands for more than one kind of value, those that a
    /// schema has there without an alternate are values of it, too.
    pub(super) fn fill_alternates(&mut self) -> bool {
        let mut changed = false;
        for id in self.graph.place_ids() {
            let values = self.graph.home(id);
            if values == id || !self.is_mixed(id) {
                continue;
            }
            let plain =
                |origin: &Origin| !matches!(self.kind(*origin), Some(TypeKind::Alternate(_)));
            let mut there = self.graph.place(id).origins.clone();
            there.retain(plain);
            changed |= self.stand_at(values, there);
        }
        changed
    }

    /// A member that one schema has in a branch goes there (see the top of
    /// [`merge`](super)), so what another has for it in the union stands there,
    /// too. A schema without the tag selects no branch.
    pub(super) fn fill_branches(&mut self) -> bool {
        let mut changed = false;
        for union in self.graph.node_ids() {
            if self.graph.node(union).tag.is_none() {
                continue;
            }
            let selecting = self.selecting(union);
            for branch in self.branches_of(union) {
                let node = self.graph.node(branch);
                let own = &self.graph.node(union).inside;
                let mut both: Vec<(PlaceId, PlaceId)> = Vec::new();
                for (inside, place) in &node.inside {
                    if let Inside::Member(name) = inside
                        && node.tag != Some(*name)
                        && !self.graph.place(*place).origins.is_empty()
                    {
                        both.extend(own.get(inside).map(|other| (*place, *other)));
                    }
                }
                both.sort_unstable();
                for (place, other) in both {
                    let mut there = self.graph.place(other).origins.clone();
                    there.retain(|origin| selecting.contains(&origin.turn));
                    changed |= self.stand_at(place, there);
                }
            }
        }
        changed
    }

    /// The turns in which a union has its tag, if only as a plain member.
    fn selecting(&self, union: NodeId) -> HashSet<usize> {
        let node = self.graph.node(union);
        let has_tag = |origin: &&Origin| {
            let own = self.object(**origin).into_iter().flat_map(Object::members);
            let moved = self.branch_members(**origin);
            let mut members = own.chain(moved.into_iter().map(|(member, _)| member));
            members.any(|member| node.tag == Some(member.name()))
        };
        let origins = node.origins.iter().filter(has_tag);
        origins.map(|origin| origin.turn).collect()
    }

    /// Notes types at a place, and tells whether one of them is new there.
    fn stand_at(&mut self, place: PlaceId, mut types: Vec<Origin>) -> bool {
        types.retain(|origin| !self.visited.contains(&(place, *origin)));
        let types = types.into_iter().map(|origin| (place, origin));
        let before = self.queue.len();
        self.queue.extend(types);
        self.queue.len() > before
    }

    /// The objects that a union's branches are of, those of branches inside
    /// branches too.
    pub(super) fn branches_of(&self, union: NodeId) -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut seen = HashSet::from([union]);
        let mut queue = vec![union];
        while let Some(next) = queue.pop() {
            let node = self.graph.node(next);
            let mut branches: Vec<NodeId> = Vec::new();
            for (inside, place) in &node.inside {
                if matches!(inside, Inside::Branch { tag, .. } if node.tag == Some(*tag)) {
                    let home = self.graph.home(*place);
                    branches.extend(self.graph.place(home).object);
                }
            }
            branches.sort_unstable();
            branches.retain(|branch| seen.insert(*branch));
            found.extend(&branches);
            queue.extend(branches);
        }
        found
    }

    fn is_mixed(&self, place: PlaceId) -> bool {
        let origins = &self.graph.place(place).origins;
        let kinds = super::kinds::Kinds::of(origins.iter().filter_map(|origin| self.kind(*origin)));
        kinds.alternate || kinds.count() > 1
    }
}
