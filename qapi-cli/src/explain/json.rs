//! The same for programs: a place, and every type it reaches.

use std::collections::HashMap;

use qapi_schema::{Coordinate, Features, Place, Schema, Step, Type, TypeId, TypeKind};
use serde::Serialize;

/// Types that are more steps away than this have no coordinate: in a made-up
/// schema the coordinates would outgrow it.
const NEAR: usize = 64;

/// A place.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Description<'s> {
    coordinate: String,
    kind: &'static str,
    features: Vec<&'s str>,
    #[serde(flatten)]
    more: More,
    types: Vec<TypeInfo<'s>>,
}

/// What some kinds of place have.
#[derive(Default, Serialize)]
#[serde(rename_all = "kebab-case")]
struct More {
    #[serde(skip_serializing_if = "Option::is_none")]
    allow_oob: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    success_response: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    optional: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arguments: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    returns: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Reference>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    ty: Option<Reference>,
}

/// A type where it is used.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Reference {
    Builtin {
        name: &'static str,
    },
    List {
        of: Box<Reference>,
    },
    /// The position in `types`.
    Enum {
        #[serde(rename = "type")]
        index: usize,
    },
    /// The position in `types`.
    Object {
        #[serde(rename = "type")]
        index: usize,
    },
    /// The position in `types`.
    Alternate {
        #[serde(rename = "type")]
        index: usize,
    },
}

/// A type that is no builtin and no list.
#[derive(Serialize)]
struct TypeInfo<'s> {
    #[serde(skip_serializing_if = "Option::is_none")]
    coordinate: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'s str>,
    features: Vec<&'s str>,
    #[serde(flatten)]
    body: Body<'s>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Body<'s> {
    Enum {
        values: Vec<Value<'s>>,
    },
    Object {
        members: Vec<Member<'s>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        tag: Option<&'s str>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        branches: Vec<Branch<'s>>,
    },
    Alternate {
        branches: Vec<Reference>,
    },
}

#[derive(Serialize)]
struct Value<'s> {
    name: &'s str,
    features: Vec<&'s str>,
}

#[derive(Serialize)]
struct Member<'s> {
    name: &'s str,
    optional: bool,
    features: Vec<&'s str>,
    #[serde(rename = "type")]
    ty: Reference,
}

#[derive(Serialize)]
struct Branch<'s> {
    case: &'s str,
    #[serde(rename = "type")]
    ty: Reference,
}

/// The description of a place as one JSON document.
pub(super) fn describe(
    schema: &Schema,
    at: &Coordinate,
    place: &Place<'_>,
) -> anyhow::Result<String> {
    let mut walk = Walk {
        schema,
        indices: HashMap::new(),
        queue: Vec::new(),
    };
    let mut more = More::default();
    let kind = match place {
        Place::Command(command) => {
            let part = |part| Some(Coordinate::part_of(command.name(), part));
            let arguments = part(qapi_schema::Part::Arguments);
            let returns = part(qapi_schema::Part::Returns);
            more.allow_oob = Some(command.allow_oob());
            more.success_response = Some(command.success_response());
            more.arguments = Some(walk.reference(command.arguments(), arguments));
            more.returns = Some(walk.reference(command.returns(), returns));
            "command"
        }
        Place::Event(event) => {
            let data = Coordinate::part_of(event.name(), qapi_schema::Part::Data);
            more.data = Some(walk.reference(event.data(), Some(data)));
            "event"
        }
        Place::Type(id) => {
            more.ty = Some(walk.reference(*id, Some(at.clone())));
            "type"
        }
        Place::Member(member) => {
            more.optional = Some(member.optional());
            more.ty = Some(walk.reference(member.ty(), Some(at.clone())));
            "member"
        }
        Place::Value(_) => "value",
        Place::Feature(_) => "feature",
    };
    let description = Description {
        coordinate: at.to_string(),
        kind,
        features: schema.features_at(place).map(words).unwrap_or_default(),
        more,
        types: walk.types(),
    };
    let mut text = serde_json::to_string_pretty(&description)?;
    text.push('\n');
    Ok(text)
}

/// Each type is entered once, in the order in which it is met.
struct Walk<'s> {
    schema: &'s Schema,
    indices: HashMap<TypeId, usize>,
    queue: Vec<Met<'s>>,
}

/// A type that has been met.
struct Met<'s> {
    ty: &'s Type,
    at: Option<Coordinate>,
    kind: Kind<'s>,
}

#[derive(Clone, Copy)]
enum Kind<'s> {
    Enum(&'s qapi_schema::Enum),
    Object(&'s qapi_schema::Object),
    Alternate(&'s qapi_schema::Alternate),
}

impl<'s> Walk<'s> {
    /// Lists nest no deeper than the check of a schema allows, so this may recurse.
    fn reference(&mut self, id: TypeId, at: Option<Coordinate>) -> Reference {
        let ty = &self.schema[id];
        let kind = match ty.kind() {
            TypeKind::Builtin(builtin) => {
                return Reference::Builtin {
                    name: builtin.name(),
                };
            }
            TypeKind::Array(element) => {
                let at = at.map(|at| at.step(Step::Element(None)));
                return Reference::List {
                    of: Box::new(self.reference(*element, at)),
                };
            }
            TypeKind::Enum(e) => Kind::Enum(e),
            TypeKind::Object(object) => Kind::Object(object),
            TypeKind::Alternate(alternate) => Kind::Alternate(alternate),
        };
        let index = *self.indices.entry(id).or_insert_with(|| {
            let at = at.filter(|at| at.steps().len() <= NEAR);
            self.queue.push(Met { ty, at, kind });
            self.queue.len() - 1
        });
        match kind {
            Kind::Enum(_) => Reference::Enum { index },
            Kind::Object(_) => Reference::Object { index },
            Kind::Alternate(_) => Reference::Alternate { index },
        }
    }

    fn types(mut self) -> Vec<TypeInfo<'s>> {
        let mut types = Vec::new();
        while let Some(Met { ty, at, kind }) = self.queue.get(types.len()) {
            let (ty, at, kind) = (*ty, at.clone(), *kind);
            types.push(TypeInfo {
                coordinate: at.as_ref().map(Coordinate::to_string),
                name: ty.name(),
                features: words(ty.features()),
                body: self.body(kind, at.as_ref()),
            });
        }
        types
    }

    fn body(&mut self, kind: Kind<'s>, at: Option<&Coordinate>) -> Body<'s> {
        let object = match kind {
            Kind::Enum(e) => {
                let values = e.values().iter().map(value).collect();
                return Body::Enum { values };
            }
            Kind::Alternate(alternate) => {
                let branches = alternate.branches().iter();
                let branches = branches.map(|branch| self.reference(*branch, at.cloned()));
                return Body::Alternate {
                    branches: branches.collect(),
                };
            }
            Kind::Object(object) => object,
        };
        let step = |step: Step| at.map(|at| at.clone().step(step));
        let members = object.members().iter().map(|member| Member {
            name: member.name(),
            optional: member.optional(),
            features: words(member.features()),
            ty: self.reference(member.ty(), step(Step::Member(member.name().into()))),
        });
        let members = members.collect();
        let union = object.variants().and_then(|variants| {
            let tag = object.members().get(variants.tag())?;
            Some((tag.name(), variants.cases()))
        });
        let (tag, cases) = union.unzip();
        let branches = cases.unwrap_or_default().iter().map(|case| {
            let at = step(Step::Branch {
                tag: tag.unwrap_or_default().into(),
                case: case.value().into(),
            });
            Branch {
                case: case.value(),
                ty: self.reference(case.ty(), at),
            }
        });
        Body::Object {
            branches: branches.collect(),
            members,
            tag,
        }
    }
}

fn value(value: &qapi_schema::EnumValue) -> Value<'_> {
    Value {
        name: value.name(),
        features: words(value.features()),
    }
}

fn words(features: &Features) -> Vec<&str> {
    features.iter().collect()
}
