//! From definitions to the entries that QEMU would send if it hid no names.

use std::collections::HashSet;

use super::check::{Body, CheckedMember, CheckedObject, Table, TypeIndex};
use super::definition::{Definition, DefinitionKind, Feature, Members, TypeName};
use crate::model::Builtin;
use crate::wire::{MemberInfo, MetaType, Present, SchemaInfo, Text, VariantInfo};

/// The entries: commands, events, and every type that they reach, each in the
/// order of its definition or first use. Conditions are left aside: everything
/// is there.
pub(super) fn entries<'t>(
    definitions: &'t [Definition],
    table: &'t Table<'t>,
) -> Vec<SchemaInfo<'t>> {
    let mut builder = Builder {
        table,
        reached: HashSet::new(),
        queue: Vec::new(),
    };
    let mut entries: Vec<SchemaInfo<'t>> = definitions
        .iter()
        .filter_map(|definition| builder.root(definition))
        .collect();
    let is_event = |entry: &SchemaInfo<'_>| entry.meta_type == MetaType::Event;
    entries.sort_by_key(is_event);
    let mut next = 0;
    while let Some(&index) = builder.queue.get(next) {
        next += 1;
        entries.push(builder.entry(definitions, index));
    }
    entries
}

struct Builder<'t> {
    table: &'t Table<'t>,
    reached: HashSet<TypeIndex>,
    /// Types in the order in which they are reached.
    queue: Vec<TypeIndex>,
}

impl<'t> Builder<'t> {
    fn root(&mut self, definition: &'t Definition) -> Option<SchemaInfo<'t>> {
        let mut info = SchemaInfo {
            name: Text::from(definition.name()),
            features: features(definition.features()),
            ..SchemaInfo::default()
        };
        let data = match definition.kind() {
            DefinitionKind::Command {
                data,
                returns,
                flags,
            } => {
                info.meta_type = MetaType::Command;
                info.arg_type = Some(self.data(definition, data.as_ref()));
                info.ret_type = Some(match returns {
                    Some(returns) => self.type_name(returns),
                    None => self.empty(),
                });
                info.allow_oob = flags.allow_oob.then_some(true);
                info.success_response = (!flags.success_response).then_some(false);
                return Some(info);
            }
            DefinitionKind::Event { data, .. } => data,
            _ => return None,
        };
        info.meta_type = MetaType::Event;
        info.arg_type = Some(self.data(definition, data.as_ref()));
        Some(info)
    }

    fn data(&mut self, definition: &'t Definition, data: Option<&'t Members>) -> Text<'t> {
        let index = match data {
            None => None,
            Some(Members::Of(name)) => self.table.find(name),
            Some(Members::These(_)) => self.table.implicit(definition),
        };
        match index {
            Some(index) => self.reach(index),
            None => self.empty(),
        }
    }

    fn empty(&mut self) -> Text<'t> {
        match self.table.find(super::check::EMPTY) {
            Some(index) => self.reach(index),
            None => Text::default(),
        }
    }

    fn type_name(&mut self, ty: &TypeName) -> Text<'t> {
        match self.table.find_type(ty) {
            Some(index) => self.reach(index),
            None => Text::default(),
        }
    }

    /// Notes that a type is used; its wire name.
    fn reach(&mut self, index: TypeIndex) -> Text<'t> {
        if self.reached.insert(index) {
            self.queue.push(index);
        }
        wire_name(self.table, index)
    }

    fn entry(&mut self, definitions: &'t [Definition], index: TypeIndex) -> SchemaInfo<'t> {
        let table = self.table;
        let owner = table.owner(index).and_then(|owner| definitions.get(owner));
        let own = owner.filter(|owner| owner.name() == table.name(index));
        let mut info = SchemaInfo {
            name: wire_name(table, index),
            features: own.and_then(|definition| features(definition.features())),
            ..SchemaInfo::default()
        };
        match table.body(index) {
            Body::Builtin(builtin) => {
                info.meta_type = MetaType::Builtin;
                info.json_type = Some(Text::from(Builtin::json_type(*builtin)));
            }
            Body::Enum(values) => {
                info.meta_type = MetaType::Enum;
                let names = values.iter().map(|value| Text::from(value.name()));
                info.values = Some(names.collect());
                let members = values.iter().map(|value| MemberInfo {
                    name: Some(Text::from(value.name())),
                    features: features(value.features()),
                    ..MemberInfo::default()
                });
                info.members = Some(members.collect());
            }
            Body::Array(element) => {
                info.meta_type = MetaType::Array;
                let element = table.find(element);
                info.element_type = element.map(|element| self.reach(element));
            }
            Body::Object { .. } => {
                info.meta_type = MetaType::Object;
                if let Some(object) = table.object(index) {
                    self.object(&object, &mut info);
                }
            }
            Body::Alternate(branches) => {
                info.meta_type = MetaType::Alternate;
                let members = branches.iter().map(|branch| MemberInfo {
                    ty: Some(self.type_name(branch.ty())),
                    ..MemberInfo::default()
                });
                info.members = Some(members.collect());
            }
        }
        info
    }

    fn object(&mut self, object: &CheckedObject<'t>, info: &mut SchemaInfo<'t>) {
        let members = object.members.iter().map(|member| self.member(*member));
        info.members = Some(members.collect());
        let Some(variants) = &object.variants else {
            return;
        };
        info.tag = Some(Text::from(variants.tag));
        let cases = variants.cases.iter().map(|case| VariantInfo {
            case: Text(case.value.clone()),
            ty: self.reach(case.ty),
        });
        info.variants = Some(cases.collect());
    }

    fn member(&mut self, checked: CheckedMember<'t>) -> MemberInfo<'t> {
        MemberInfo {
            name: Some(Text::from(checked.member.name())),
            ty: Some(self.reach(checked.ty)),
            default: Present(checked.member.optional()),
            features: features(checked.member.features()),
        }
    }
}

/// The name of a type as QEMU sends it.
fn wire_name<'t>(table: &'t Table<'t>, index: TypeIndex) -> Text<'t> {
    match table.body(index) {
        Body::Array(element) => Text(format!("[{element}]").into()),
        _ => Text::from(table.name(index)),
    }
}

fn features(features: &[Feature]) -> Option<Vec<Text<'_>>> {
    let names = features.iter().map(|feature| Text::from(feature.name()));
    (!features.is_empty()).then(|| names.collect())
}
