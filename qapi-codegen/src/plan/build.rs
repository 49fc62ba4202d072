//! From a named model to the plan.

use qapi_schema::Builtin;
use qapi_schema::source::Program;

use super::cycles::Cycles;
use super::docs::Facts;
use super::secrets::Secrets;
use super::whereabouts::Whereabouts;
use super::{
    AlternateBranch, Branch, CommandItem, Content, EventItem, Field, Head, Integer, Plan, RustType,
    Struct, TypeItem, TypeItemKind, Union, docs,
};
use crate::model::{Kind, Model, Object, Type, TypeId, Variants};
use crate::name::{Names, TypeNames, anonymous};
use crate::prose::Prose;
use crate::select::Selection;

/// Plans the selected part of a model, with what `prose` says of it.
pub fn plan(model: &Model, names: &Names, selection: &Selection, prose: &Prose) -> Plan {
    let planner = Planner::new(model, names, selection, prose);
    let mut plan = Plan {
        commands: Vec::new(),
        events: Vec::new(),
        types: Vec::new(),
        sources: model.sources.clone(),
        docs: docs::module(&planner.schemas),
    };
    let schemas = &planner.schemas;
    let commands = model.commands.iter().zip(&names.commands);
    let commands = commands.zip(&names.command_required);
    for (((command, name), required), _) in commands.zip(&selection.commands).filter(|(_, on)| **on)
    {
        let facts = Facts {
            features: &command.features,
            availability: &command.availability,
            owner: None,
        };
        let docs = docs::command(&command.name, facts, schemas);
        let docs = docs::after(
            prose.definition(&planner.programs(facts), &command.name),
            docs,
        );
        plan.commands.push(CommandItem {
            head: head(name, &command.name, docs, facts),
            arguments: planner.content(&command.name, command.arguments, required),
            reply: planner.rust_type(command.returns, true),
            allow_oob: command.allow_oob,
            success_response: command.success_response,
        });
    }
    let events = model.events.iter().zip(&names.events);
    let events = events.zip(&names.event_required);
    for (((event, name), required), _) in events.zip(&selection.events).filter(|(_, on)| **on) {
        let facts = Facts {
            features: &event.features,
            availability: &event.availability,
            owner: None,
        };
        let docs = docs::event(&event.name, facts, schemas);
        let docs = docs::after(
            prose.definition(&planner.programs(facts), &event.name),
            docs,
        );
        plan.events.push(EventItem {
            head: head(name, &event.name, docs, facts),
            data: planner.content(&event.name, event.data, required),
        });
    }
    for (id, ty) in model.types.iter().enumerate() {
        plan.types.extend(planner.item(TypeId(id), ty));
    }
    plan.types.sort_by(|a, b| a.head.name.cmp(&b.head.name));
    plan
}

struct Planner<'m> {
    model: &'m Model,
    names: &'m Names,
    prose: &'m Prose,
    schemas: Whereabouts,
    cycles: Cycles,
    secrets: Secrets,
    /// Which types are some command's or event's own members.
    anonymous: Vec<bool>,
    /// What the selected commands' arguments reach.
    sent: Vec<bool>,
    /// What the selected commands' replies and events reach.
    received: Vec<bool>,
    /// What any commands' replies and events reach: no type depends on what is
    /// selected.
    wide: Vec<bool>,
}

impl<'m> Planner<'m> {
    fn new(model: &'m Model, names: &'m Names, selection: &Selection, prose: &'m Prose) -> Self {
        let commands = || {
            let commands = model.commands.iter().zip(&selection.commands);
            commands.filter(|(_, on)| **on).map(|(command, _)| command)
        };
        let replies = model.commands.iter().map(|command| command.returns);
        let events = model.events.iter().zip(&selection.events);
        let data = events.filter(|(_, on)| **on).map(|(event, _)| event.data);
        Self {
            model,
            names,
            prose,
            schemas: Whereabouts::new(&model.sources),
            cycles: Cycles::new(model),
            secrets: Secrets::new(model),
            anonymous: anonymous(model),
            sent: model.reachable(commands().map(|command| command.arguments)),
            received: model.reachable(commands().map(|command| command.returns).chain(data)),
            wide: model.reachable(replies.chain(model.events.iter().map(|event| event.data))),
        }
    }

    fn is(flags: &[bool], id: TypeId) -> bool {
        flags.get(id.0).copied().unwrap_or(false)
    }

    /// Whose source describes what these facts are about.
    fn programs(&self, facts: Facts<'_>) -> Vec<Program> {
        self.model.programs(facts.availability)
    }

    /// Whether a type is spelt out where its one command or event is.
    fn own(&self, id: TypeId) -> bool {
        Self::is(&self.anonymous, id)
    }

    /// The content of the command or event `of`.
    fn content(&self, of: &str, id: TypeId, required: &Option<String>) -> Content {
        match (
            self.own(id) || self.model.is_void(id),
            self.names.types.get(&id),
        ) {
            (true, _) | (_, None) => Content::Own(self.structure(id, of, required)),
            (false, Some(names)) => Content::Wraps(names.name.clone()),
        }
    }

    /// The item of module `types` that a type becomes, if it is selected and
    /// not some command's or event's own.
    fn item(&self, id: TypeId, ty: &Type) -> Option<TypeItem> {
        let names = self.names.types.get(&id)?;
        // The name under which QEMU's source describes it.
        let known = ty.known.as_ref().map_or("", |known| &known.name);
        let selected = Self::is(&self.sent, id) || Self::is(&self.received, id);
        if !selected || self.own(id) {
            return None;
        }
        let kind = match &ty.kind {
            Kind::Builtin(_) | Kind::Array(_) => return None,
            Kind::Object(_) if self.model.is_void(id) => return None,
            Kind::Object(_) => TypeItemKind::Struct(self.structure(id, known, &names.required)),
            Kind::Enum(values) => {
                let variants = values.iter().zip(&names.variants);
                let heads = variants.map(|(value, name)| {
                    let facts = Facts {
                        features: &value.features,
                        availability: &value.availability,
                        owner: Some(&ty.availability),
                    };
                    let docs = docs::wire(&value.name, facts, &self.schemas);
                    let docs = docs::before(
                        self.prose.member(&self.programs(facts), known, &value.name),
                        docs,
                    );
                    head(name, &value.name, docs, facts)
                });
                TypeItemKind::Enum(heads.collect())
            }
            Kind::Alternate(branches) => {
                let wide = Self::is(&self.wide, id);
                let variants = branches.iter().zip(&names.variants);
                let branches = variants.map(|(branch, name)| AlternateBranch {
                    name: name.clone(),
                    docs: docs::alternate_branch(name),
                    ty: match self.rust_type(*branch, wide) {
                        // What does not fit would have no branch.
                        RustType::Int(_) => RustType::Int(Integer::Any),
                        ty => ty,
                    },
                });
                TypeItemKind::Alternate(branches.collect())
            }
        };
        let facts = Facts {
            features: &ty.features,
            availability: &ty.availability,
            owner: None,
        };
        let docs = docs::ty(&names.place, facts, &self.schemas);
        let docs = docs::after(self.prose.definition(&self.programs(facts), known), docs);
        Some(TypeItem {
            head: head(&names.name, "", docs, facts),
            kind,
        })
    }

    /// The struct of an object that QEMU's source describes under the name `of`.
    fn structure(&self, id: TypeId, of: &str, required: &Option<String>) -> Struct {
        let mut structure = Struct {
            sent: Self::is(&self.sent, id),
            received: Self::is(&self.received, id),
            required: required.clone(),
            ..Struct::default()
        };
        let (Some(object), Some(names)) = (self.model.object(id), self.names.types.get(&id)) else {
            return structure;
        };
        let owner = self.model.types.get(id.0).map(|ty| &ty.availability);
        let tag = object.variants.as_ref().map(|variants| variants.tag);
        for (at, (member, name)) in object.members.iter().zip(&names.fields).enumerate() {
            if tag == Some(at) {
                continue;
            }
            let facts = Facts {
                features: &member.features,
                availability: &member.availability,
                owner,
            };
            let docs = docs::member(member, facts, &self.schemas);
            let docs = docs::before(
                self.prose.member(&self.programs(facts), of, &member.name),
                docs,
            );
            structure.fields.push(Field {
                head: head(name, &member.name, docs, facts),
                ty: self.rust_type(member.ty, Self::is(&self.wide, id)),
                optional: member.optional,
                boxed: member.optional && self.cycles.contains(id, member.ty),
                required: member.required.clone(),
                secret: self.secrets.contains(id, at, &member.name),
            });
        }
        structure.union = object
            .variants
            .as_ref()
            .and_then(|variants| self.union(id, of, object, variants, names));
        structure
    }

    fn union(
        &self,
        id: TypeId,
        of: &str,
        object: &Object,
        variants: &Variants,
        names: &TypeNames,
    ) -> Option<Union> {
        let tag = object.members.get(variants.tag)?;
        let field = names.fields.get(variants.tag)?;
        let values = self.model.types.get(tag.ty.0)?.known.as_ref();
        let values = values.map_or("", |known| &known.name);
        let branches = variants.cases.iter().zip(&names.variants);
        let branches = branches.zip(&names.constructors);
        let branches = branches.map(|((case, name), constructor)| {
            let adds = !self.model.is_void(case.ty);
            let ty = self.names.types.get(&case.ty).filter(|_| adds);
            let facts = Facts {
                features: &case.features,
                availability: &case.availability,
                owner: Some(&tag.availability),
            };
            let docs = docs::wire(&case.value, facts, &self.schemas);
            let docs = docs::before(
                self.prose
                    .member(&self.programs(facts), values, &case.value),
                docs,
            );
            Branch {
                head: head(name, &case.value, docs, facts),
                ty: ty.map(|names| names.name.clone()),
                constructor: constructor.clone(),
            }
        });
        let facts = Facts {
            features: &tag.features,
            availability: &tag.availability,
            owner: self.model.types.get(id.0).map(|ty| &ty.availability),
        };
        let docs = docs::tag(tag, facts, &self.schemas);
        let docs = docs::before(
            self.prose.member(&self.programs(facts), of, &tag.name),
            docs,
        );
        Some(Union {
            tag: head(field, &tag.name, docs, facts),
            optional: tag.optional,
            required: tag.required.clone(),
            overlapping: variants.overlapping,
            position: variants.tag,
            name: names.branches.clone(),
            branches: branches.collect(),
        })
    }

    /// The Rust type of a value; `wide` is whether it may be received.
    fn rust_type(&self, id: TypeId, wide: bool) -> RustType {
        let named = || {
            let names = self.names.types.get(&id);
            names.map(|names| names.name.clone()).unwrap_or_default()
        };
        match self.model.kind(id) {
            Kind::Builtin(builtin) => match builtin {
                Builtin::Str => RustType::Str,
                Builtin::Int(width) => RustType::Int(Integer::of(*width, wide)),
                Builtin::Number => RustType::Number,
                Builtin::Bool => RustType::Bool,
                Builtin::Null => RustType::Null,
                Builtin::Any => RustType::Any,
            },
            // The check bounds how deep arrays nest.
            Kind::Array(element) => RustType::List(Box::new(self.rust_type(*element, wide))),
            Kind::Enum(_) => RustType::Enum(named()),
            Kind::Alternate(_) => RustType::Alternate(named()),
            Kind::Object(_) if self.model.is_void(id) => RustType::Empty,
            Kind::Object(_) => RustType::Struct(named()),
        }
    }
}

fn head(name: &str, wire: &str, docs: Vec<String>, facts: Facts<'_>) -> Head {
    let words = facts.features.iter().map(|feature| feature.name.clone());
    let everywhere = facts.features.iter();
    let mut everywhere = everywhere.filter(|feature| feature.availability == *facts.availability);
    Head {
        name: name.to_owned(),
        wire: wire.to_owned(),
        docs,
        deprecated: everywhere.any(|feature| feature.name == "deprecated"),
        features: words.collect(),
        availability: facts.availability.clone(),
    }
}
