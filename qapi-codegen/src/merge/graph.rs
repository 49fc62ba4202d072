//! Places and what stands there.
//!
//! A *place* is where a value stands: a command's arguments, a member of an
//! object, an element of a list, a branch of a union. A *node* is a type of the
//! merge. Every place knows the node it has for each class of type, so a place
//! that schemas disagree about has several.

use std::collections::HashMap;

use qapi_schema::{Part, TypeId as SchemaTypeId, Width};

use crate::model::Known;

/// A type of one of the schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Origin {
    /// The schema, by its turn in the walk.
    pub(super) turn: usize,
    pub(super) ty: SchemaTypeId,
}

impl Origin {
    /// Another type of the same schema.
    pub(super) fn with(self, ty: SchemaTypeId) -> Self {
        Self { ty, ..self }
    }
}

/// Position in [`Graph::places`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct PlaceId(usize);

/// Position in [`Graph::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NodeId(usize);

/// The classes of type that go by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    Object,
    Enum,
    Alternate,
}

#[derive(Debug, Default)]
pub(super) struct Place {
    pub(super) object: Option<NodeId>,
    pub(super) enumeration: Option<NodeId>,
    pub(super) alternate: Option<NodeId>,
    pub(super) element: Option<PlaceId>,
    /// What the schemas have here, each once.
    pub(super) origins: Vec<Origin>,
    /// The widths that schemas tell of an integer here, the newest schema's first.
    pub(super) widths: Vec<Width>,
}

impl Place {
    pub(super) fn of(&self, class: Class) -> Option<NodeId> {
        match class {
            Class::Object => self.object,
            Class::Enum => self.enumeration,
            Class::Alternate => self.alternate,
        }
    }

    pub(super) fn slot(&mut self, class: Class) -> &mut Option<NodeId> {
        match class {
            Class::Object => &mut self.object,
            Class::Enum => &mut self.enumeration,
            Class::Alternate => &mut self.alternate,
        }
    }
}

/// Where inside an object a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Inside<'s> {
    Member(&'s str),
    Branch { tag: &'s str, case: &'s str },
}

#[derive(Debug)]
pub(super) struct Node<'s> {
    pub(super) class: Class,
    pub(super) known: Option<Known>,
    /// Objects: the places inside.
    pub(super) inside: HashMap<Inside<'s>, PlaceId>,
    /// Alternates: where the values stand that the branches take.
    pub(super) values: Option<PlaceId>,
    /// What the schemas have for it, each once; empty objects are left out.
    pub(super) origins: Vec<Origin>,
    /// Objects: the tag of a union, unless it is taken for a struct.
    pub(super) tag: Option<&'s str>,
}

#[derive(Debug, Default)]
pub(super) struct Graph<'s> {
    pub(super) places: Vec<Place>,
    pub(super) nodes: Vec<Node<'s>>,
    pub(super) roots: HashMap<(&'s str, Part), PlaceId>,
    named: HashMap<(Class, &'s str), NodeId>,
}

#[expect(
    clippy::indexing_slicing,
    reason = "ids come from the graph itself, which only grows"
)]
impl<'s> Graph<'s> {
    pub(super) fn place(&self, id: PlaceId) -> &Place {
        &self.places[id.0]
    }

    pub(super) fn place_mut(&mut self, id: PlaceId) -> &mut Place {
        &mut self.places[id.0]
    }

    pub(super) fn node(&self, id: NodeId) -> &Node<'s> {
        &self.nodes[id.0]
    }

    pub(super) fn node_mut(&mut self, id: NodeId) -> &mut Node<'s> {
        &mut self.nodes[id.0]
    }

    pub(super) fn new_place(&mut self) -> PlaceId {
        self.places.push(Place::default());
        PlaceId(self.places.len() - 1)
    }

    pub(super) fn new_node(&mut self, class: Class, known: Option<Known>) -> NodeId {
        let values = (class == Class::Alternate).then(|| self.new_place());
        self.nodes.push(Node {
            class,
            known,
            inside: HashMap::new(),
            values,
            origins: Vec::new(),
            tag: None,
        });
        NodeId(self.nodes.len() - 1)
    }

    /// The node of this name, made where there is none yet.
    pub(super) fn named(
        &mut self,
        class: Class,
        name: &'s str,
        known: impl FnOnce() -> Known,
    ) -> NodeId {
        if let Some(node) = self.named.get(&(class, name)) {
            return *node;
        }
        let node = self.new_node(class, Some(known()));
        self.named.insert((class, name), node);
        node
    }

    pub(super) fn root(&mut self, name: &'s str, part: Part) -> PlaceId {
        if let Some(place) = self.roots.get(&(name, part)) {
            return *place;
        }
        let place = self.new_place();
        self.roots.insert((name, part), place);
        place
    }

    pub(super) fn inside(&mut self, node: NodeId, inside: Inside<'s>) -> PlaceId {
        if let Some(place) = self.node(node).inside.get(&inside) {
            return *place;
        }
        let place = self.new_place();
        self.node_mut(node).inside.insert(inside, place);
        place
    }

    pub(super) fn element(&mut self, place: PlaceId) -> PlaceId {
        if let Some(element) = self.place(place).element {
            return element;
        }
        let element = self.new_place();
        self.place_mut(place).element = Some(element);
        element
    }

    /// Where the objects, enums and lists of a place are noted: where there is
    /// an alternate, they are among its values.
    pub(super) fn home(&self, place: PlaceId) -> PlaceId {
        let alternate = self.place(place).alternate;
        let values = alternate.and_then(|alternate| self.node(alternate).values);
        values.unwrap_or(place)
    }

    pub(super) fn node_ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(NodeId)
    }

    pub(super) fn place_ids(&self) -> impl Iterator<Item = PlaceId> + use<> {
        (0..self.places.len()).map(PlaceId)
    }
}
