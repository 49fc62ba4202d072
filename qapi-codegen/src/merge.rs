//! Stage one: schemas become one model.

use qapi_schema::{Features, Schema, TypeId as SchemaTypeId, TypeKind};

use crate::model::{
    Availability, Case, Command, Event, Kind, Member, Model, Object, Type, TypeId, Value, Variants,
};

/// The model of one schema, which goes by the name `source`.
pub fn merge(source: &str, schema: &Schema) -> Model {
    let merge = Merge {
        schema,
        here: Availability::new([0]),
    };
    let mut commands: Vec<Command> = schema.commands().iter().map(|c| merge.command(c)).collect();
    let mut events: Vec<Event> = schema.events().iter().map(|e| merge.event(e)).collect();
    // Not the dump's order: that changes when QEMU's own files are rearranged.
    commands.sort_by(|a, b| a.name.cmp(&b.name));
    events.sort_by(|a, b| a.name.cmp(&b.name));
    Model {
        sources: vec![source.to_owned()],
        commands,
        events,
        types: schema.types().map(|(_, ty)| merge.ty(ty)).collect(),
    }
}

struct Merge<'s> {
    schema: &'s Schema,
    here: Availability,
}

impl Merge<'_> {
    fn command(&self, command: &qapi_schema::Command) -> Command {
        Command {
            name: command.name().to_owned(),
            arguments: id(command.arguments()),
            returns: id(command.returns()),
            allow_oob: command.allow_oob(),
            success_response: command.success_response(),
            features: features(command.features()),
            availability: self.here.clone(),
        }
    }

    fn event(&self, event: &qapi_schema::Event) -> Event {
        Event {
            name: event.name().to_owned(),
            data: id(event.data()),
            features: features(event.features()),
            availability: self.here.clone(),
        }
    }

    fn ty(&self, ty: &qapi_schema::Type) -> Type {
        Type {
            kind: match ty.kind() {
                TypeKind::Builtin(builtin) => Kind::Builtin(*builtin),
                TypeKind::Array(element) => Kind::Array(id(*element)),
                TypeKind::Alternate(alternate) => {
                    Kind::Alternate(alternate.branches().iter().copied().map(id).collect())
                }
                TypeKind::Enum(e) => Kind::Enum(e.values().iter().map(|v| self.value(v)).collect()),
                TypeKind::Object(object) => Kind::Object(self.object(object)),
            },
            features: features(ty.features()),
            availability: self.here.clone(),
        }
    }

    fn value(&self, value: &qapi_schema::EnumValue) -> Value {
        Value {
            name: value.name().to_owned(),
            features: features(value.features()),
            availability: self.here.clone(),
        }
    }

    fn object(&self, object: &qapi_schema::Object) -> Object {
        let members = object.members().iter().map(|member| Member {
            name: member.name().to_owned(),
            ty: id(member.ty()),
            optional: member.optional(),
            features: features(member.features()),
            availability: self.here.clone(),
        });
        let variants = object.variants().map(|variants| {
            let tag = object.members().get(variants.tag());
            let tags = tag.and_then(|tag| self.schema[tag.ty()].as_enum());
            let cases = variants.cases().iter().map(|case| Case {
                value: case.value().to_owned(),
                ty: id(case.ty()),
                features: tags
                    .and_then(|tags| tags.value(case.value()))
                    .map(|(_, value)| features(value.features()))
                    .unwrap_or_default(),
                availability: self.here.clone(),
            });
            Variants {
                tag: variants.tag(),
                cases: cases.collect(),
            }
        });
        Object {
            members: members.collect(),
            variants,
        }
    }
}

fn id(id: SchemaTypeId) -> TypeId {
    TypeId(id.index())
}

fn features(features: &Features) -> Vec<String> {
    features.iter().map(str::to_owned).collect()
}
