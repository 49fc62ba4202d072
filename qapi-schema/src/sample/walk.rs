//! A valid value beside its type: what in the one belongs to what in the other.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::reach::Turn;
use crate::coordinate::{Coordinate, Step};
use crate::model::{Case, JsonKind, Member, Object, Schema, TypeId, TypeKind, json_kind};

/// One of the types that an object is made of: the struct or union, then the
/// branch taken, then the branch taken inside that one.
pub(super) struct Layer<'s> {
    pub(super) id: TypeId,
    pub(super) object: &'s Object,
    /// The branches that lead to it from the whole object.
    pub(super) steps: Vec<Step>,
    /// The branch taken in it, if it is a union.
    pub(super) case: Option<(usize, &'s Case)>,
}

impl<'s> Layer<'s> {
    /// The tag, if it is a union.
    pub(super) fn tag(&self) -> Option<&'s Member> {
        let variants = self.object.variants()?;
        self.object.members().get(variants.tag())
    }
}

/// The layers of a valid object.
pub(super) fn layers<'s>(
    schema: &'s Schema,
    id: TypeId,
    members: &Map<String, Value>,
) -> Vec<Layer<'s>> {
    let mut layers: Vec<Layer<'s>> = Vec::new();
    let mut steps = Vec::new();
    let mut next = schema[id].as_object().map(|object| (id, object));
    while let Some((id, object)) = next.take() {
        let mut layer = Layer {
            id,
            object,
            steps: steps.clone(),
            case: None,
        };
        if let (Some(variants), Some(tag)) = (object.variants(), layer.tag())
            && let Some(value) = members.get(tag.name()).and_then(Value::as_str)
        {
            let mut cases = variants.cases().iter().enumerate();
            layer.case = cases.find(|(_, case)| case.value() == value);
            if let Some((_, case)) = layer.case {
                steps.push(Step::Branch {
                    tag: tag.name().into(),
                    case: value.into(),
                });
                next = schema[case.ty()].as_object().map(|o| (case.ty(), o));
            }
        }
        layers.push(layer);
    }
    layers
}

/// The type that a valid value is of: an alternate's branch, with its position,
/// or the type itself.
pub(super) fn settle(schema: &Schema, id: TypeId, value: &Value) -> (TypeId, Option<usize>) {
    let TypeKind::Alternate(alternate) = schema[id].kind() else {
        return (id, None);
    };
    let kind = kind_of(value);
    let mut branches = alternate.branches().iter().enumerate();
    let found = branches.find(|(_, branch)| json_kind(schema[**branch].kind()) == Some(kind));
    found.map_or((id, None), |(at, branch)| (*branch, Some(at)))
}

pub(super) fn kind_of(value: &Value) -> JsonKind {
    match value {
        Value::Null => JsonKind::Null,
        Value::Bool(_) => JsonKind::Bool,
        Value::Number(_) => JsonKind::Number,
        Value::String(_) => JsonKind::String,
        Value::Array(_) => JsonKind::Array,
        Value::Object(_) => JsonKind::Object,
    }
}

/// A step of a JSON pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key<'v> {
    Member(&'v str),
    Index(usize),
}

/// A value inside a value, with its type.
pub(super) struct Site<'s, 'v> {
    pub(super) value: &'v Value,
    /// The type that the schema gives the place.
    pub(super) ty: TypeId,
    /// The type that the value is of: a branch, where the place takes several.
    pub(super) settled: TypeId,
    /// The object or list that it is in, and its key there.
    parent: Option<(usize, Key<'v>)>,
    /// The steps of its coordinate from there.
    steps: Vec<Step>,
    /// The layers, if it is an object.
    pub(super) layers: Vec<Layer<'s>>,
    /// The member that it is.
    pub(super) member: Option<&'s Member>,
}

/// Everything in a valid value that the schema gives a type.
pub(super) struct Sites<'s, 'v> {
    sites: Vec<Site<'s, 'v>>,
    /// The parts of the schema that the value shows.
    pub(super) shown: BTreeSet<(TypeId, Turn)>,
}

impl<'s, 'v> Sites<'s, 'v> {
    pub(super) fn new(schema: &'s Schema, ty: TypeId, value: &'v Value) -> Self {
        let mut all = Self {
            sites: Vec::new(),
            shown: BTreeSet::new(),
        };
        all.push(schema, ty, value, None, Vec::new(), None);
        let mut next = 0;
        while next < all.sites.len() {
            all.enter(schema, next);
            next += 1;
        }
        all
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Site<'s, 'v>)> {
        self.sites.iter().enumerate()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Site<'s, 'v>> {
        self.sites.get(at)
    }

    pub(super) fn len(&self) -> usize {
        self.sites.len()
    }

    /// The object or list that a site is in.
    pub(super) fn parent(&self, at: usize) -> Option<usize> {
        let (parent, _) = self.get(at)?.parent?;
        Some(parent)
    }

    /// Where some turns lead: the site, and the layer in it if that is an object.
    pub(super) fn follow(&self, turns: &[Turn]) -> Option<(usize, usize)> {
        let (mut at, mut layer) = (0, 0);
        for turn in turns {
            let key = match turn {
                Turn::Case(_) => {
                    layer += 1;
                    continue;
                }
                Turn::Alternative(_) | Turn::Value(_) => continue,
                Turn::Element => Key::Index(0),
                Turn::Member(member) => {
                    let object = self.get(at)?.layers.get(layer)?.object;
                    Key::Member(object.members().get(*member)?.name())
                }
            };
            let parent = Some((at, key));
            at = self.sites.iter().position(|site| site.parent == parent)?;
            layer = 0;
        }
        Some((at, layer))
    }

    /// Where a site is in the value.
    pub(super) fn pointer(&self, at: usize) -> Vec<Key<'v>> {
        let mut keys = Vec::new();
        let mut at = at;
        while let Some((parent, key)) = self.get(at).and_then(|site| site.parent) {
            keys.push(key);
            at = parent;
        }
        keys.reverse();
        keys
    }

    /// Where a site is in the schema, from the place of the whole value.
    pub(super) fn coordinate(&self, at: usize, root: &Coordinate) -> Coordinate {
        let mut chain = vec![at];
        let mut at = at;
        while let Some((parent, _)) = self.get(at).and_then(|site| site.parent) {
            chain.push(parent);
            at = parent;
        }
        let sites = chain.iter().rev().filter_map(|at| self.get(*at));
        let mut coordinate = root.clone();
        coordinate
            .steps
            .extend(sites.flat_map(|site| site.steps.iter().cloned()));
        coordinate
    }

    fn push(
        &mut self,
        schema: &'s Schema,
        ty: TypeId,
        value: &'v Value,
        parent: Option<(usize, Key<'v>)>,
        steps: Vec<Step>,
        member: Option<&'s Member>,
    ) {
        let (settled, alternative) = settle(schema, ty, value);
        self.shown
            .extend(alternative.map(|at| (ty, Turn::Alternative(at))));
        let layers = match value {
            Value::Object(members) => layers(schema, settled, members),
            _ => Vec::new(),
        };
        self.sites.push(Site {
            value,
            ty,
            settled,
            parent,
            steps,
            layers,
            member,
        });
    }

    fn enter(&mut self, schema: &'s Schema, at: usize) {
        let Some(site) = self.sites.get_mut(at) else {
            return;
        };
        let (settled, value) = (site.settled, site.value);
        match (schema[settled].kind(), value) {
            (TypeKind::Enum(e), Value::String(value)) => {
                let value = e.value(value).map(|(at, _)| (settled, Turn::Value(at)));
                self.shown.extend(value);
            }
            (TypeKind::Array(element), Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.shown.insert((settled, Turn::Element));
                    let steps = vec![Step::Element(Some(index))];
                    let parent = Some((at, Key::Index(index)));
                    self.push(schema, *element, value, parent, steps, None);
                }
            }
            (TypeKind::Object(_), Value::Object(members)) => {
                let layers = std::mem::take(&mut site.layers);
                for layer in &layers {
                    self.layer(schema, at, layer, members);
                }
                if let Some(site) = self.sites.get_mut(at) {
                    site.layers = layers;
                }
            }
            _ => {}
        }
    }

    fn layer(
        &mut self,
        schema: &'s Schema,
        at: usize,
        layer: &Layer<'s>,
        members: &'v Map<String, Value>,
    ) {
        let case = layer.case.map(|(case, _)| (layer.id, Turn::Case(case)));
        self.shown.extend(case);
        for (index, member) in layer.object.members().iter().enumerate() {
            let Some((name, value)) = members.get_key_value(member.name()) else {
                continue;
            };
            self.shown.insert((layer.id, Turn::Member(index)));
            let mut steps = layer.steps.clone();
            steps.push(Step::Member(member.name().into()));
            let parent = Some((at, Key::Member(name)));
            self.push(schema, member.ty(), value, parent, steps, Some(member));
        }
    }
}
