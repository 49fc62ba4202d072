//! Back from a schema to what QEMU sends.

use crate::model::{Features, List, Schema, Type, TypeId, TypeKind};
use crate::wire::{MemberInfo, MetaType, Present, SchemaInfo, Text, VariantInfo};

impl Schema {
    /// The entries that the schema was made from, in their order. Each is equal
    /// to the entry that was loaded, but for members this version does not know.
    pub fn to_entries(&self) -> Vec<SchemaInfo<'_>> {
        let mut commands = self.commands.iter().map(|command| SchemaInfo {
            name: Text::from(&*command.name),
            meta_type: MetaType::Command,
            arg_type: Some(self.reference(command.arguments)),
            ret_type: Some(self.reference(command.returns)),
            allow_oob: command.allow_oob.then_some(true),
            success_response: (!command.success_response).then_some(false),
            features: features(&command.features),
            ..SchemaInfo::default()
        });
        let mut events = self.events.iter().map(|event| SchemaInfo {
            name: Text::from(&*event.name),
            meta_type: MetaType::Event,
            arg_type: Some(self.reference(event.data)),
            features: features(&event.features),
            ..SchemaInfo::default()
        });
        let mut types = self.types.iter().map(|ty| self.entry(ty));
        let order = self.order.iter();
        order
            .filter_map(|list| match list {
                List::Types => types.next(),
                List::Commands => commands.next(),
                List::Events => events.next(),
            })
            .collect()
    }

    fn reference(&self, id: TypeId) -> Text<'_> {
        Text::from(self[id].wire_name())
    }

    fn entry<'s>(&'s self, ty: &'s Type) -> SchemaInfo<'s> {
        let mut info = SchemaInfo {
            name: Text::from(&*ty.wire_name),
            features: features(&ty.features),
            ..SchemaInfo::default()
        };
        match &ty.kind {
            TypeKind::Builtin(builtin) => {
                info.meta_type = MetaType::Builtin;
                info.json_type = Some(Text::from(builtin.json_type()));
            }
            TypeKind::Enum(e) => {
                info.meta_type = MetaType::Enum;
                info.values = Some(e.values.iter().map(|v| Text::from(&*v.name)).collect());
                info.members = e.has_members.then(|| {
                    let members = e.values.iter().map(|value| MemberInfo {
                        name: Some(Text::from(&*value.name)),
                        features: features(&value.features),
                        ..MemberInfo::default()
                    });
                    members.collect()
                });
            }
            TypeKind::Array(element) => {
                info.meta_type = MetaType::Array;
                info.element_type = Some(self.reference(*element));
            }
            TypeKind::Object(object) => {
                info.meta_type = MetaType::Object;
                let members = object.members.iter().map(|member| MemberInfo {
                    name: Some(Text::from(&*member.name)),
                    ty: Some(self.reference(member.ty)),
                    default: Present(member.optional),
                    features: features(&member.features),
                });
                info.members = Some(members.collect());
                if let Some(variants) = &object.variants {
                    let tag = object.members.get(variants.tag);
                    info.tag = tag.map(|tag| Text::from(&*tag.name));
                    let cases = variants.cases.iter().map(|case| VariantInfo {
                        case: Text::from(&*case.value),
                        ty: self.reference(case.ty),
                    });
                    info.variants = Some(cases.collect());
                }
            }
            TypeKind::Alternate(alternate) => {
                info.meta_type = MetaType::Alternate;
                let members = alternate.branches.iter().map(|branch| MemberInfo {
                    ty: Some(self.reference(*branch)),
                    ..MemberInfo::default()
                });
                info.members = Some(members.collect());
            }
        }
        info
    }
}

fn features(features: &Features) -> Option<Vec<Text<'_>>> {
    (!features.is_empty()).then(|| features.iter().map(Text::from).collect())
}
