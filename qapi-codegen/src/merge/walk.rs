//! The walk by place over all schemas, which decides what is one type.

use std::collections::{HashMap, HashSet, VecDeque};

use qapi_schema::{Builtin, Object, Part, Schema, TypeId as SchemaTypeId, TypeKind, Width};

use super::graph::{Class, Graph, Inside, NodeId, Origin, PlaceId};
use crate::model::{Known, Naming};

/// A schema and its part in the walk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn<'s> {
    pub(super) schema: &'s Schema,
    /// Whether it is there for its names only, and which it is.
    pub(super) naming: Naming,
}

impl Turn<'_> {
    fn is_reference(&self) -> bool {
        matches!(self.naming, Naming::Reference(_))
    }
}

/// Walks the schemas, the most decisive first.
///
/// Each schema adds the places that the ones before do not know. At a place
/// that is known already, what the schema has there is counted to the type
/// that the place has. At a new one, a type with a name goes to the type of
/// that name; one without goes to the type that it was counted to elsewhere,
/// if there is one, or becomes a new type.
pub(super) struct Walk<'s> {
    turns: Vec<Turn<'s>>,
    pub(super) graph: Graph<'s>,
    pub(super) queue: VecDeque<(PlaceId, Origin)>,
    pub(super) visited: HashSet<(PlaceId, Origin)>,
    counted: HashSet<(NodeId, Origin)>,
    /// Objects whose branches' members are taken for their own.
    flat: HashSet<(NodeId, Origin)>,
    /// The type that an object, enum or alternate was first counted to.
    first: HashMap<Origin, NodeId>,
    /// Places that wait for a type, by what they have there.
    waiting: HashMap<Origin, Vec<(PlaceId, Class)>>,
    /// What waits, in order.
    order: VecDeque<Origin>,
    /// What waits and has been counted to a type since.
    ready: VecDeque<Origin>,
}

impl<'s> Walk<'s> {
    /// Walks everything.
    pub(super) fn new(turns: Vec<Turn<'s>>) -> Self {
        let mut walk = Self {
            turns,
            graph: Graph::default(),
            queue: VecDeque::new(),
            visited: HashSet::new(),
            counted: HashSet::new(),
            flat: HashSet::new(),
            first: HashMap::new(),
            waiting: HashMap::new(),
            order: VecDeque::new(),
            ready: VecDeque::new(),
        };
        for turn in 0..walk.turns.len() {
            walk.start(turn);
            walk.run();
        }
        walk.choose_tags();
        walk.again();
        walk
    }

    pub(super) fn schema(&self, turn: usize) -> Option<&'s Schema> {
        self.turns.get(turn).map(|turn| turn.schema)
    }

    pub(super) fn kind(&self, origin: Origin) -> Option<&'s TypeKind> {
        Some(self.schema(origin.turn)?[origin.ty].kind())
    }

    pub(super) fn object(&self, origin: Origin) -> Option<&'s Object> {
        match self.kind(origin)? {
            TypeKind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Whether an object's members are the union's own and its branches the
    /// union's branches.
    pub(super) fn has_branches(&self, node: NodeId, origin: Origin) -> bool {
        let tag = self.graph.node(node).tag;
        tag.is_some() && self.object(origin).and_then(tag_of) == tag
    }

    fn is_reference(&self, origin: Origin) -> bool {
        self.turns.get(origin.turn).is_none_or(Turn::is_reference)
    }

    fn start(&mut self, turn: usize) {
        let Some(schema) = self.schema(turn) else {
            return;
        };
        let mut roots: Vec<(&'s str, Part, SchemaTypeId)> = Vec::new();
        for command in schema.commands() {
            roots.push((command.name(), Part::Arguments, command.arguments()));
            roots.push((command.name(), Part::Returns, command.returns()));
        }
        let commands = roots.len();
        for event in schema.events() {
            roots.push((event.name(), Part::Data, event.data()));
        }
        // Not the dump's order, which changes when QEMU's own files are rearranged.
        let (commands, events) = roots.split_at_mut(commands);
        commands.sort_by_key(|(name, ..)| *name);
        events.sort_by_key(|(name, ..)| *name);
        for (name, part, ty) in roots {
            let place = self.graph.root(name, part);
            self.queue.push_back((place, Origin { turn, ty }));
        }
    }

    fn run(&mut self) {
        loop {
            if let Some((place, origin)) = self.queue.pop_front() {
                if self.visited.insert((place, origin)) {
                    self.graph.place_mut(place).origins.push(origin);
                    self.visit(place, origin);
                }
            } else if let Some(origin) = self.ready.pop_front() {
                if let Some(&node) = self.first.get(&origin) {
                    for (place, class) in self.waiting.remove(&origin).unwrap_or_default() {
                        self.settle(place, class, origin, |_| node);
                    }
                }
            } else if let Some(origin) = self.order.pop_front() {
                // The others that wait with it are ready then.
                let first = self.waiting.get_mut(&origin).and_then(Vec::pop);
                if let Some((place, class)) = first {
                    self.settle(place, class, origin, |graph| graph.new_node(class, None));
                }
            } else {
                return;
            }
        }
    }

    /// Takes note of what a schema has at a place.
    fn visit(&mut self, place: PlaceId, origin: Origin) {
        let Some(kind) = self.kind(origin) else {
            return;
        };
        match kind {
            TypeKind::Alternate(_) => self.find(place, Class::Alternate, origin),
            kind => self.visit_plain(self.graph.home(place), kind, origin),
        }
    }

    fn visit_plain(&mut self, home: PlaceId, kind: &TypeKind, origin: Origin) {
        match kind {
            TypeKind::Builtin(Builtin::Int(width)) if *width != Width::Unknown => {
                let widths = &mut self.graph.place_mut(home).widths;
                if !widths.contains(width) {
                    widths.push(*width);
                }
            }
            TypeKind::Builtin(_) | TypeKind::Alternate(_) => {}
            TypeKind::Enum(_) => self.find(home, Class::Enum, origin),
            TypeKind::Array(element) => {
                let place = self.graph.element(home);
                self.queue.push_back((place, origin.with(*element)));
            }
            TypeKind::Object(object) if object.is_empty() && !self.has_own_empty(home, origin) => {}
            TypeKind::Object(_) => self.find(home, Class::Object, origin),
        }
    }

    /// Whether an object without members is a type of its own: that takes a
    /// name, of itself or of an empty one that stands at the place already.
    fn has_own_empty(&self, home: PlaceId, origin: Origin) -> bool {
        let schema = self.schema(origin.turn);
        if let Some(name) = schema.and_then(|schema| schema[origin.ty].name()) {
            return !is_made_up(name);
        }
        self.graph.place(home).object.is_some_and(|node| {
            let node = self.graph.node(node);
            node.known.is_some() && node.inside.is_empty()
        })
    }

    /// Counts a type to the one that its place has, or makes it wait for one.
    fn find(&mut self, place: PlaceId, class: Class, origin: Origin) {
        if let Some(node) = self.graph.place(place).of(class) {
            return self.count(node, origin);
        }
        let Some(turn) = self.turns.get(origin.turn).copied() else {
            return;
        };
        if let Some(name) = turn.schema[origin.ty].name() {
            let known = || Known {
                name: name.to_owned(),
                from: turn.naming,
            };
            return self.settle(place, class, origin, |graph| {
                graph.named(class, name, known)
            });
        }
        if self.first.contains_key(&origin) {
            self.ready.push_back(origin);
        }
        self.waiting.entry(origin).or_default().push((place, class));
        self.order.push_back(origin);
    }

    /// Gives a place its type, unless another schema has done so by now.
    fn settle(
        &mut self,
        place: PlaceId,
        class: Class,
        origin: Origin,
        node: impl FnOnce(&mut Graph<'s>) -> NodeId,
    ) {
        if let Some(node) = self.graph.place(place).of(class) {
            return self.count(node, origin);
        }
        let node = node(&mut self.graph);
        *self.graph.place_mut(place).slot(class) = Some(node);
        if class == Class::Alternate {
            self.take_over(place, node);
        }
        self.count(node, origin);
    }

    /// What a place has becomes what its new alternate may hold.
    fn take_over(&mut self, place: PlaceId, alternate: NodeId) {
        let Some(values) = self.graph.node(alternate).values else {
            return;
        };
        let from = self.graph.place(place);
        let (object, enumeration, element) = (from.object, from.enumeration, from.element);
        let (origins, widths) = (from.origins.clone(), from.widths.clone());
        let to = self.graph.place_mut(values);
        to.object = to.object.or(object);
        to.enumeration = to.enumeration.or(enumeration);
        to.element = to.element.or(element);
        to.widths.extend(widths);
        for origin in origins {
            match self.kind(origin) {
                None | Some(TypeKind::Alternate(_)) => {}
                Some(kind) => self.visit_plain(values, kind, origin),
            }
        }
    }

    fn count(&mut self, node: NodeId, origin: Origin) {
        if !self.counted.insert((node, origin)) {
            return;
        }
        self.graph.node_mut(node).origins.push(origin);
        if !self.is_reference(origin) && !self.first.contains_key(&origin) {
            self.first.insert(origin, node);
            if self.waiting.contains_key(&origin) {
                self.ready.push_back(origin);
            }
        }
        match self.kind(origin) {
            Some(TypeKind::Object(object)) => self.enter(node, object, origin),
            Some(TypeKind::Alternate(alternate)) => {
                let values = self.graph.node(node).values;
                for (branch, place) in alternate.branches().iter().zip(values.iter().cycle()) {
                    self.queue.push_back((*place, origin.with(*branch)));
                }
            }
            _ => {}
        }
    }

    fn enter(&mut self, node: NodeId, object: &'s Object, origin: Origin) {
        for member in object.members() {
            let place = self.graph.inside(node, Inside::Member(member.name()));
            self.queue.push_back((place, origin.with(member.ty())));
        }
        if let (Some((_, tag)), Some(variants)) = (object.tag(), object.variants()) {
            for case in variants.cases() {
                let (tag, case, ty) = (tag.name(), case.value(), case.ty());
                let place = self.graph.inside(node, Inside::Branch { tag, case });
                self.queue.push_back((place, origin.with(ty)));
            }
        }
        if self.flat.contains(&(node, origin)) {
            self.flatten(node, origin);
        }
    }

    /// Takes the members of all branches for the object's own.
    fn flatten(&mut self, node: NodeId, origin: Origin) {
        for (member, branch) in self.branch_members(origin) {
            let place = self.graph.inside(node, Inside::Member(member.name()));
            self.queue.push_back((place, branch.with(member.ty())));
        }
    }

    /// The members of all branches of a union, those of branches inside
    /// branches too, and where each is from.
    pub(super) fn branch_members(&self, union: Origin) -> Vec<(&'s qapi_schema::Member, Origin)> {
        let mut found = Vec::new();
        let mut seen = HashSet::from([union]);
        let mut queue = VecDeque::from([union]);
        while let Some(origin) = queue.pop_front() {
            let Some(object) = self.object(origin) else {
                continue;
            };
            if origin != union {
                found.extend(object.members().iter().map(|member| (member, origin)));
            }
            for case in object
                .variants()
                .into_iter()
                .flat_map(qapi_schema::Variants::cases)
            {
                let branch = origin.with(case.ty());
                if seen.insert(branch) {
                    queue.push_back(branch);
                }
            }
        }
        found
    }

    /// Decides which unions stay unions, and by which tag; in what has another
    /// one, the members of the branches are the object's own.
    fn choose_tags(&mut self) {
        loop {
            let mut changed = false;
            for id in self.graph.node_ids() {
                let tag = self.tag(id);
                self.graph.node_mut(id).tag = tag;
                for origin in self.graph.node(id).origins.clone() {
                    let flat = !self.is_reference(origin)
                        && self
                            .object(origin)
                            .and_then(tag_of)
                            .is_some_and(|own| Some(own) != tag);
                    if flat && self.flat.insert((id, origin)) {
                        self.flatten(id, origin);
                        changed = true;
                    }
                }
            }
            if !changed {
                return;
            }
            self.run();
        }
    }

    /// The tag that the newest of an object's schemas has, if what stands there
    /// is a string in all of them.
    fn tag(&self, id: NodeId) -> Option<&'s str> {
        let node = self.graph.node(id);
        let mut origins: Vec<Origin> = node.origins.clone();
        origins.retain(|origin| !self.is_reference(*origin));
        origins.sort_unstable();
        let tag = origins
            .iter()
            .find_map(|origin| self.object(*origin).and_then(tag_of))?;
        let place = self.graph.place(*node.inside.get(&Inside::Member(tag))?);
        let mut there = place.origins.iter();
        there
            .all(|origin| {
                self.is_reference(*origin)
                    || matches!(
                        self.kind(*origin),
                        Some(TypeKind::Enum(_) | TypeKind::Builtin(Builtin::Str))
                    )
            })
            .then_some(tag)
    }

    /// Walks the schemas once more, with all that has been decided, but not the
    /// references: nothing is counted then that is not really there.
    fn again(&mut self) {
        self.visited.clear();
        self.counted.clear();
        for id in self.graph.place_ids() {
            self.graph.place_mut(id).origins.clear();
        }
        for id in self.graph.node_ids() {
            self.graph.node_mut(id).origins.clear();
        }
        let flat = std::mem::take(&mut self.flat);
        let tag = |walk: &Self, node, origin| walk.has_branches(node, origin);
        self.flat = flat
            .into_iter()
            .filter(|(node, origin)| !tag(self, *node, *origin))
            .collect();
        for turn in 0..self.turns.len() {
            if !self.turns.get(turn).is_none_or(Turn::is_reference) {
                self.start(turn);
                self.run();
            }
        }
        while self.fill_alternates() | self.fill_branches() {
            self.run();
        }
    }
}

/// Whether QAPI has made up a name for what has none in its source.
pub(crate) fn is_made_up(name: &str) -> bool {
    name.starts_with("q_")
}

/// The name of a union's tag.
pub(super) fn tag_of(object: &Object) -> Option<&str> {
    object.tag().map(|(_, tag)| tag.name())
}
