//! From names to ids: the entries of a dump become an arena of types.

use std::collections::HashMap;

use crate::check::{Problems, Site};
use crate::coordinate::{Part, Step};
use crate::finding::Defect;
use crate::lookup::Lookup;
use crate::model::{
    Alternate, Builtin, Case, Command, Enum, EnumValue, Event, Features, List, Member, Object,
    Type, TypeId, TypeKind, Variants, is_masked,
};
use crate::wire::{MetaType, SchemaInfo, Text, VariantInfo};

/// The id of a type that is not there. A [`crate::Schema`] holds none.
pub(crate) const DANGLING: TypeId = TypeId(u32::MAX);

/// What a dump says, with its names resolved as far as they go.
pub(crate) struct Draft {
    /// The list that each entry of the dump is in.
    pub(crate) order: Vec<List>,
    pub(crate) types: Vec<Type>,
    /// For each type its position in the dump.
    pub(crate) entries: Vec<usize>,
    pub(crate) commands: Vec<Command>,
    pub(crate) events: Vec<Event>,
    pub(crate) problems: Problems,
}

/// Turns entries into a draft, noting everything that does not fit.
pub(crate) fn resolve(infos: &[SchemaInfo<'_>]) -> Draft {
    let mut resolver = Resolver {
        ids: HashMap::with_capacity(infos.len()),
        draft: Draft {
            order: Vec::with_capacity(infos.len()),
            types: Vec::with_capacity(infos.len()),
            entries: Vec::new(),
            commands: Vec::new(),
            events: Vec::new(),
            problems: Problems::default(),
        },
        entry: 0,
        masked: false,
    };
    resolver.allot_ids(infos);
    for (entry, info) in infos.iter().enumerate() {
        resolver.entry = entry;
        resolver.entry(info);
    }
    resolver.draft
}

struct Resolver<'a> {
    /// Names of types; commands and events have none to refer to.
    ids: HashMap<&'a str, Option<TypeId>>,
    draft: Draft,
    /// The entry at hand.
    entry: usize,
    /// Whether a type has a number in place of its name.
    masked: bool,
}

impl<'a> Resolver<'a> {
    fn allot_ids(&mut self, infos: &'a [SchemaInfo<'_>]) {
        let mut next = 0;
        for (entry, info) in infos.iter().enumerate() {
            let (list, id) = match info.meta_type {
                MetaType::Command => (List::Commands, None),
                MetaType::Event => (List::Events, None),
                _ => {
                    self.draft.entries.push(entry);
                    self.masked |= is_masked(info.name.as_str());
                    next += 1;
                    (List::Types, Some(TypeId(next - 1)))
                }
            };
            self.draft.order.push(list);
            if self.ids.insert(info.name.as_str(), id).is_some() {
                let problems = &mut self.draft.problems;
                problems.push(Site::Entry(entry), Defect::DuplicateEntry);
            }
        }
    }

    fn entry(&mut self, info: &SchemaInfo<'_>) {
        let name = info.name.as_str();
        let features = features(info.features.as_deref());
        let kind = match info.meta_type {
            MetaType::Command => {
                let arguments = self.reference(info.arg_type.as_ref(), "arg-type", |r| {
                    r.part_site(name, Part::Arguments)
                });
                let returns = self.reference(info.ret_type.as_ref(), "ret-type", |r| {
                    r.part_site(name, Part::Returns)
                });
                self.draft.commands.push(Command {
                    name: name.into(),
                    arguments,
                    returns,
                    allow_oob: info.allow_oob.unwrap_or(false),
                    success_response: info.success_response.unwrap_or(true),
                    features,
                });
                return;
            }
            MetaType::Event => {
                let data = self.reference(info.arg_type.as_ref(), "arg-type", |r| {
                    r.part_site(name, Part::Data)
                });
                self.draft.events.push(Event {
                    name: name.into(),
                    data,
                    features,
                });
                return;
            }
            MetaType::Builtin => self.builtin(info),
            MetaType::Enum => self.enumeration(info),
            MetaType::Array => {
                let element = self.reference(info.element_type.as_ref(), "element-type", |r| {
                    r.site(vec![Step::Element(None)])
                });
                TypeKind::Array(element)
            }
            MetaType::Object => self.object(info),
            MetaType::Alternate => self.alternate(info),
        };
        self.draft.types.push(Type {
            wire_name: name.into(),
            kind,
            features,
        });
    }

    fn builtin(&mut self, info: &SchemaInfo<'_>) -> TypeKind {
        let json_type = info.json_type.as_ref().map_or("", Text::as_str);
        let name = info.name.as_str();
        let builtin = Builtin::from_json_type(json_type, name, self.masked).unwrap_or_else(|| {
            let defect = match &info.json_type {
                None => Defect::MissingJsonType,
                Some(found) => Defect::UnknownJsonType {
                    found: found.as_str().into(),
                },
            };
            self.problem(self.site(Vec::new()), defect);
            Builtin::Any
        });
        TypeKind::Builtin(builtin)
    }

    fn enumeration(&mut self, info: &SchemaInfo<'_>) -> TypeKind {
        let members = info.members.as_deref().unwrap_or_default();
        let values: Vec<EnumValue> = if info.members.is_some() {
            members
                .iter()
                .map(|member| EnumValue {
                    name: self.named(member.name.as_ref()),
                    features: features(member.features.as_deref()),
                })
                .collect()
        } else {
            let plain = info.values.iter().flatten();
            plain
                .map(|value| EnumValue {
                    name: value.as_str().into(),
                    features: Features::default(),
                })
                .collect()
        };
        match (&info.values, &info.members) {
            (None, None) => self.problem(self.site(Vec::new()), Defect::MissingValues),
            (Some(plain), Some(_)) => {
                let same = plain.len() == values.len()
                    && plain
                        .iter()
                        .zip(&values)
                        .all(|(a, b)| a.as_str() == &*b.name);
                if !same {
                    self.problem(self.site(Vec::new()), Defect::ValuesDiffer);
                }
            }
            _ => {}
        }
        TypeKind::Enum(Enum {
            lookup: Lookup::new(&values, |value| &value.name),
            values,
            has_members: info.members.is_some(),
        })
    }

    fn object(&mut self, info: &SchemaInfo<'_>) -> TypeKind {
        if info.members.is_none() {
            self.problem(self.site(Vec::new()), Defect::MissingMembers);
        }
        let mut members = Vec::new();
        for member in info.members.iter().flatten() {
            let name = self.named(member.name.as_ref());
            let ty = self.reference(member.ty.as_ref(), "type", |r| {
                r.site(vec![Step::Member(name.clone())])
            });
            members.push(Member {
                name,
                ty,
                optional: member.default.0,
                features: features(member.features.as_deref()),
            });
        }
        let variants = match (&info.tag, &info.variants) {
            (Some(tag), Some(variants)) => self.variants(&members, tag.as_str(), variants),
            (None, None) => None,
            (Some(_), None) => {
                self.problem(self.site(Vec::new()), Defect::TagWithoutVariants);
                None
            }
            (None, Some(_)) => {
                self.problem(self.site(Vec::new()), Defect::VariantsWithoutTag);
                None
            }
        };
        TypeKind::Object(Object {
            lookup: Lookup::new(&members, |member| &member.name),
            required: members.iter().filter(|member| !member.optional).count(),
            members,
            variants,
        })
    }

    fn variants(
        &mut self,
        members: &[Member],
        tag: &str,
        variants: &[VariantInfo<'_>],
    ) -> Option<Variants> {
        let Some(tag_at) = members.iter().position(|member| &*member.name == tag) else {
            let tag = tag.into();
            self.problem(self.site(Vec::new()), Defect::TagNotAMember { tag });
            return None;
        };
        let cases: Vec<Case> = variants
            .iter()
            .map(|variant| {
                let value: Box<str> = variant.case.as_str().into();
                let ty = self.reference(Some(&variant.ty), "type", |r| {
                    r.site(vec![Step::Branch {
                        tag: tag.into(),
                        case: value.clone(),
                    }])
                });
                Case { value, ty }
            })
            .collect();
        Some(Variants {
            tag: tag_at,
            lookup: Lookup::new(&cases, |case| &case.value),
            cases,
        })
    }

    fn alternate(&mut self, info: &SchemaInfo<'_>) -> TypeKind {
        if info.members.as_ref().is_none_or(Vec::is_empty) {
            self.problem(self.site(Vec::new()), Defect::MissingAlternatives);
        }
        let branches = info
            .members
            .iter()
            .flatten()
            .map(|member| self.reference(member.ty.as_ref(), "type", |r| r.site(Vec::new())))
            .collect();
        TypeKind::Alternate(Alternate { branches })
    }

    /// The id behind a type name; [`DANGLING`] and a problem where there is none.
    fn reference(
        &mut self,
        name: Option<&Text<'_>>,
        role: &'static str,
        site: impl FnOnce(&Self) -> Site,
    ) -> TypeId {
        let defect = match name {
            None => Defect::MissingReference { role },
            Some(name) => match self.ids.get(name.as_str()) {
                Some(Some(id)) => return *id,
                Some(None) => Defect::NotAType { role },
                None => Defect::UnknownType { role },
            },
        };
        self.problem(site(self), defect);
        DANGLING
    }

    fn named(&mut self, name: Option<&Text<'_>>) -> Box<str> {
        if let Some(name) = name {
            return name.as_str().into();
        }
        self.problem(self.site(Vec::new()), Defect::MissingName);
        Box::default()
    }

    fn problem(&mut self, site: Site, defect: Defect) {
        self.draft.problems.push(site, defect);
    }

    /// A place inside the type whose entry is at hand.
    fn site(&self, steps: Vec<Step>) -> Site {
        let id = u32::try_from(self.draft.types.len()).map_or(DANGLING, TypeId);
        Site::Type(id, steps)
    }

    fn part_site(&self, name: &str, part: Part) -> Site {
        Site::Part(name.into(), part)
    }
}

fn features(words: Option<&[Text<'_>]>) -> Features {
    Features(
        words
            .unwrap_or_default()
            .iter()
            .map(|word| word.as_str().into())
            .collect(),
    )
}
