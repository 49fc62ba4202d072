//! From the walk to the model.

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use qapi_schema::{Builtin, Part, Schema, TypeKind};

use super::Source;
use super::gather::Gathered;
use super::graph::{Class, NodeId, Origin, PlaceId};
use super::kinds::Kinds;
use super::object::empty_objects;
use super::walk::Walk;
use super::widths;
use crate::model::{Availability, Command, Event, Kind, Model, Object, Type, TypeId, Value};
use crate::prose::program;

/// Turns a walk into a model. The schemas' labels are given with the oldest
/// first, the references' with the newest.
pub(super) fn build(
    walk: &Walk<'_>,
    sources: &[(String, &Source)],
    references: Vec<String>,
) -> Model {
    let mut build = Build {
        walk,
        references: references.len(),
        sources: sources.len(),
        sets: HashSet::new(),
        empty: empty_objects(walk),
        types: Vec::new(),
        nodes: HashMap::new(),
        plain: HashMap::new(),
        queue: VecDeque::new(),
    };
    let commands = build.commands();
    let events = build.events();
    while let Some(node) = build.queue.pop_front() {
        build.node(node);
    }
    Model {
        sources: sources.iter().map(|(label, _)| label.clone()).collect(),
        programs: sources
            .iter()
            .map(|(_, source)| program(&source.schema))
            .collect(),
        references,
        commands,
        events,
        types: build.types,
    }
}

/// What a type is made of, where that is all there is to it.
#[derive(PartialEq, Eq, Hash)]
pub(super) enum Plain {
    Builtin(Builtin),
    Empty,
    Array(TypeId),
    Alternate(Vec<TypeId>),
}

pub(super) struct Build<'w, 's> {
    pub(super) walk: &'w Walk<'s>,
    pub(super) references: usize,
    pub(super) sources: usize,
    /// Sets of sources, each once.
    pub(super) sets: HashSet<Rc<[usize]>>,
    /// Schemas that have an empty object where others have one of this type.
    pub(super) empty: HashMap<NodeId, HashSet<usize>>,
    types: Vec<Type>,
    nodes: HashMap<NodeId, TypeId>,
    plain: HashMap<Plain, TypeId>,
    /// Types that have an id and nothing else yet.
    queue: VecDeque<NodeId>,
}

impl<'s> Build<'_, 's> {
    fn turns(&self) -> std::ops::Range<usize> {
        self.references..self.references + self.sources
    }

    fn commands(&mut self) -> Vec<Command> {
        let mut all: HashMap<&'s str, Vec<(usize, &'s qapi_schema::Command)>> = HashMap::new();
        for turn in self.turns() {
            let schema = self.walk.schema(turn);
            for command in schema.into_iter().flat_map(Schema::commands) {
                all.entry(command.name()).or_default().push((turn, command));
            }
        }
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_unstable_by_key(|(name, _)| *name);
        let mut commands = Vec::new();
        for (name, each) in all {
            let mut item = Gathered::default();
            for (turn, command) in &each {
                item.add(*turn, command.features());
            }
            let (features, availability) = self.gathered(&item);
            commands.push(Command {
                name: name.to_owned(),
                arguments: self.root(name, Part::Arguments),
                returns: self.root(name, Part::Returns),
                allow_oob: each.iter().any(|(_, command)| command.allow_oob()),
                success_response: each.iter().any(|(_, command)| command.success_response()),
                features,
                availability,
            });
        }
        commands
    }

    fn events(&mut self) -> Vec<Event> {
        let mut all: HashMap<&'s str, Gathered<'s>> = HashMap::new();
        for turn in self.turns() {
            let schema = self.walk.schema(turn);
            for event in schema.into_iter().flat_map(Schema::events) {
                let item = all.entry(event.name()).or_default();
                item.add(turn, event.features());
            }
        }
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_unstable_by_key(|(name, _)| *name);
        let mut events = Vec::new();
        for (name, item) in all {
            let (features, availability) = self.gathered(&item);
            events.push(Event {
                name: name.to_owned(),
                data: self.root(name, Part::Data),
                features,
                availability,
            });
        }
        events
    }

    fn root(&mut self, name: &'s str, part: Part) -> TypeId {
        match self.walk.graph.roots.get(&(name, part)) {
            Some(place) => self.place(*place),
            None => self.plain(Plain::Empty),
        }
    }

    /// The type that takes all values that the schemas have at a place.
    ///
    /// It recurses into lists only, which nest as deep as in one of the schemas.
    pub(super) fn place(&mut self, id: PlaceId) -> TypeId {
        let graph = &self.walk.graph;
        let kinds = self.kinds(id);
        if kinds.any {
            return self.plain(Plain::Builtin(Builtin::Any));
        }
        let home = graph.home(id);
        if !kinds.alternate && kinds.count() <= 1 {
            if kinds.needs_any() {
                return self.plain(Plain::Builtin(Builtin::Any));
            }
            return match self.branches(home, kinds).first() {
                Some(branch) => *branch,
                // Nothing is there: no value.
                None => self.plain(Plain::Empty),
            };
        }
        let all = self.kinds(home);
        if all.needs_any() {
            return self.plain(Plain::Builtin(Builtin::Any));
        }
        match graph.place(id).alternate {
            Some(node) => self.id(node),
            None => {
                let branches = self.branches(home, kinds);
                self.plain(Plain::Alternate(branches))
            }
        }
    }

    fn kinds(&self, id: PlaceId) -> Kinds {
        let origins = self.walk.graph.place(id).origins.iter();
        Kinds::of(origins.filter_map(|origin| self.walk.kind(*origin)))
    }

    /// A type for each kind of value at a place without alternates.
    fn branches(&mut self, home: PlaceId, kinds: Kinds) -> Vec<TypeId> {
        let place = self.walk.graph.place(home);
        let mut branches = Vec::new();
        if kinds.object {
            let node = place.object.filter(|node| self.is_used(*node));
            branches.push(match node {
                Some(node) => self.id(node),
                None => self.plain(Plain::Empty),
            });
        }
        if kinds.array
            && let Some(element) = place.element
        {
            let element = self.place(element);
            branches.push(self.plain(Plain::Array(element)));
        }
        if kinds.string {
            let node = place.enumeration.filter(|_| kinds.enumeration);
            branches.push(match node {
                Some(node) => self.id(node),
                None => self.plain(Plain::Builtin(Builtin::Str)),
            });
        }
        let width = widths::merge(&place.widths);
        let scalars = [
            (kinds.int, Builtin::Int(width)),
            (kinds.number, Builtin::Number),
            (kinds.boolean, Builtin::Bool),
            (kinds.null, Builtin::Null),
        ];
        for (_, builtin) in scalars.into_iter().filter(|(is_there, _)| *is_there) {
            branches.push(self.plain(Plain::Builtin(builtin)));
        }
        branches
    }

    fn is_used(&self, node: NodeId) -> bool {
        !self.walk.graph.node(node).origins.is_empty()
    }

    pub(super) fn plain(&mut self, plain: Plain) -> TypeId {
        if let Some(id) = self.plain.get(&plain) {
            return *id;
        }
        let kind = match &plain {
            Plain::Builtin(builtin) => Kind::Builtin(*builtin),
            Plain::Empty => Kind::Object(Object {
                members: Vec::new(),
                variants: None,
            }),
            Plain::Array(element) => Kind::Array(*element),
            Plain::Alternate(branches) => Kind::Alternate(branches.clone()),
        };
        let id = self.add(kind);
        self.plain.insert(plain, id);
        id
    }

    fn add(&mut self, kind: Kind) -> TypeId {
        self.types.push(Type {
            kind,
            known: None,
            origins: Vec::new(),
            features: Vec::new(),
            availability: Availability::default(),
        });
        TypeId(self.types.len() - 1)
    }

    fn id(&mut self, node: NodeId) -> TypeId {
        if let Some(id) = self.nodes.get(&node) {
            return *id;
        }
        // Filled in when its turn comes.
        let id = self.add(Kind::Alternate(Vec::new()));
        self.nodes.insert(node, id);
        self.queue.push_back(node);
        id
    }

    fn node(&mut self, id: NodeId) {
        let node = self.walk.graph.node(id);
        let kind = match node.class {
            Class::Object => Kind::Object(self.object(id)),
            Class::Enum => Kind::Enum(self.values(id)),
            Class::Alternate => {
                let values = node.values.map(|values| (values, self.kinds(values)));
                let branches = values.map(|(values, kinds)| self.branches(values, kinds));
                Kind::Alternate(branches.unwrap_or_default())
            }
        };
        let mut item = Gathered::default();
        for origin in &node.origins {
            if let Some(schema) = self.walk.schema(origin.turn) {
                item.add(origin.turn, schema[origin.ty].features());
            }
        }
        let (features, availability) = self.gathered(&item);
        let last = self.references + self.sources;
        let source = |origin: &Origin| last.checked_sub(origin.turn + 1);
        let origins = node.origins.iter();
        let origins = origins.filter_map(|origin| Some((source(origin)?, origin.ty)));
        let ty = Type {
            kind,
            known: node.known.clone(),
            origins: origins.collect(),
            features,
            availability,
        };
        if let Some(slot) = self.nodes.get(&id).and_then(|id| self.types.get_mut(id.0)) {
            *slot = ty;
        }
    }

    /// The schemas' types of a node, the newest schema's first.
    pub(super) fn origins(&self, id: NodeId) -> Vec<Origin> {
        let mut origins = self.walk.graph.node(id).origins.clone();
        origins.sort_by_key(|origin| origin.turn);
        origins
    }

    fn values(&mut self, id: NodeId) -> Vec<Value> {
        let mut found: Vec<(&'s str, Gathered<'s>)> = Vec::new();
        let mut index: HashMap<&'s str, usize> = HashMap::new();
        for origin in self.origins(id) {
            let Some(TypeKind::Enum(values)) = self.walk.kind(origin) else {
                continue;
            };
            for value in values.values() {
                let at = *index.entry(value.name()).or_insert(found.len());
                if at == found.len() {
                    found.push((value.name(), Gathered::default()));
                }
                if let Some((_, item)) = found.get_mut(at) {
                    item.add(origin.turn, value.features());
                }
            }
        }
        let values = found.into_iter().map(|(name, item)| {
            let (features, availability) = self.gathered(&item);
            Value {
                name: name.to_owned(),
                features,
                availability,
            }
        });
        values.collect()
    }
}
