//! A dump and an unmasked schema, walked together.

use std::collections::HashMap;
use std::fmt;

use qapi_schema::source::{Condition, Definition, DefinitionKind, Feature, Source};
use qapi_schema::{Builtin, Case, EnumValue, Features, Member, Object, Schema, TypeId, TypeKind};

use crate::conditions::{Demand, satisfy};
use crate::orphans;

/// What is compared, and what came of it so far.
#[derive(Clone)]
pub(crate) struct Lockstep<'s> {
    pub(crate) dump: &'s Schema,
    pub(crate) full: &'s Schema,
    /// Where conditions can be looked up.
    source: Option<&'s Source>,
    /// For each type of the dump the one that it is.
    pub(crate) pairs: HashMap<TypeId, TypeId>,
    queue: Vec<(TypeId, TypeId, String)>,
    demands: Vec<Demand<'s>>,
    pub(crate) wrong: Vec<String>,
    /// What the dump lacks.
    absent: usize,
}

/// How a comparison came out.
pub(crate) struct Found {
    types: usize,
    orphans: usize,
    absent: usize,
    conditions: Option<usize>,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            types,
            orphans,
            absent,
            ..
        } = self;
        write!(
            f,
            "{types} types found, {orphans} of them without user, {absent} things absent"
        )?;
        match self.conditions {
            Some(conditions) => write!(f, " and all explained by {conditions} build options"),
            None => Ok(()),
        }
    }
}

/// How many things that are wrong are spelt out.
const SHOWN: usize = 20;

impl<'s> Lockstep<'s> {
    pub(crate) fn new(dump: &'s Schema, full: &'s Schema, source: Option<&'s Source>) -> Self {
        Self {
            dump,
            full,
            source,
            pairs: HashMap::new(),
            queue: Vec::new(),
            demands: Vec::new(),
            wrong: Vec::new(),
            absent: 0,
        }
    }

    /// Walks both; an error says what differs.
    pub(crate) fn run(mut self) -> Result<Found, String> {
        self.commands();
        self.events();
        self.walk();
        let orphans = orphans::find(&mut self);
        self.types();
        let conditions = match self.source {
            None => None,
            Some(_) => match satisfy(&self.demands) {
                Ok(options) => Some(options.len()),
                Err(conflict) => {
                    self.wrong.push(conflict);
                    None
                }
            },
        };
        if self.wrong.is_empty() {
            return Ok(Found {
                types: self.pairs.len(),
                orphans,
                absent: self.absent,
                conditions,
            });
        }
        let count = self.wrong.len();
        self.wrong.truncate(SHOWN);
        Err(format!("{count} differences:\n{}", self.wrong.join("\n")))
    }

    pub(crate) fn definition(&self, name: &str) -> Option<&'s Definition> {
        self.source?.definition(name)
    }

    /// Something that both have.
    fn present(&mut self, what: impl FnOnce() -> String, condition: Option<&'s Condition>) {
        self.demands.extend(condition.map(|condition| Demand {
            condition,
            holds: true,
            what: what(),
        }));
    }

    /// Something that the dump lacks.
    fn absent(&mut self, what: impl FnOnce() -> String, condition: Option<&'s Condition>) {
        self.absent += 1;
        match condition {
            Some(condition) => self.demands.push(Demand {
                condition,
                holds: false,
                what: what(),
            }),
            None if self.source.is_some() => {
                self.wrong
                    .push(format!("{} is absent without condition", what()));
            }
            None => {}
        }
    }

    fn differ(&mut self, at: &str, how: impl fmt::Display) {
        self.wrong.push(format!("{at}: {how}"));
    }

    fn commands(&mut self) {
        let (dump, full) = (self.dump, self.full);
        for command in dump.commands() {
            if full.command(command.name()).is_none() {
                self.differ(command.name(), "the source lacks the command");
            }
        }
        for command in full.commands() {
            let name = command.name();
            let definition = self.definition(name);
            let condition = definition.and_then(Definition::condition);
            let what = || format!("the command {name}");
            let Some(own) = dump.command(name) else {
                self.absent(what, condition);
                continue;
            };
            self.present(what, condition);
            if own.allow_oob() != command.allow_oob() {
                self.differ(name, "`allow-oob` differs");
            }
            let features = definition.map(Definition::features);
            self.features(name, own.features(), command.features(), features);
            self.pair(
                own.arguments(),
                command.arguments(),
                format!("{name}.arguments"),
            );
            self.pair(own.returns(), command.returns(), format!("{name}.returns"));
        }
    }

    fn events(&mut self) {
        let (dump, full) = (self.dump, self.full);
        for event in dump.events() {
            if full.event(event.name()).is_none() {
                self.differ(event.name(), "the source lacks the event");
            }
        }
        for event in full.events() {
            let name = event.name();
            let definition = self.definition(name);
            let condition = definition.and_then(Definition::condition);
            let what = || format!("the event {name}");
            let Some(own) = dump.event(name) else {
                self.absent(what, condition);
                continue;
            };
            self.present(what, condition);
            let features = definition.map(Definition::features);
            self.features(name, own.features(), event.features(), features);
            self.pair(own.data(), event.data(), format!("{name}.data"));
        }
    }

    /// The dump's features are those of the source that its build has.
    fn features(
        &mut self,
        at: &str,
        own: &Features,
        full: &Features,
        defined: Option<&'s [Feature]>,
    ) {
        if let Some(other) = own.iter().find(|feature| !full.contains(feature)) {
            self.differ(at, format_args!("the source lacks the feature {other}"));
        }
        for name in full.iter() {
            let mut defined = defined.unwrap_or_default().iter();
            let feature = defined.find(|feature| feature.name() == name);
            let condition = feature.and_then(Feature::condition);
            let what = || format!("the feature {name} of {at}");
            match own.contains(name) {
                true => self.present(what, condition),
                false => self.absent(what, condition),
            }
        }
    }

    /// Notes that two types must be the same.
    pub(crate) fn pair(&mut self, own: TypeId, full: TypeId, at: String) {
        match self.pairs.get(&own) {
            None => {
                self.pairs.insert(own, full);
                self.queue.push((own, full, at));
            }
            Some(other) if *other == full => {}
            // A dump knows one kind of integer, the source many.
            Some(other) if self.is_number(*other) && self.is_number(full) => {}
            Some(other) => {
                let (a, b) = (self.name(*other), self.name(full));
                self.differ(&at, format_args!("the type is {a} elsewhere and {b} here"));
            }
        }
    }

    fn is_number(&self, full: TypeId) -> bool {
        match self.full[full].kind() {
            TypeKind::Builtin(Builtin::Int(_)) => true,
            TypeKind::Array(element) => self.is_number(*element),
            _ => false,
        }
    }

    pub(crate) fn name(&self, full: TypeId) -> &'s str {
        let schema: &'s Schema = self.full;
        schema[full].wire_name()
    }

    /// Compares all types that must be the same.
    pub(crate) fn walk(&mut self) {
        while let Some((own, full, at)) = self.queue.pop() {
            self.ty(own, full, &at);
        }
    }

    fn ty(&mut self, own: TypeId, full: TypeId, at: &str) {
        let (dump, schema) = (self.dump, self.full);
        let name = self.name(full);
        let features = self.definition(name).map(Definition::features);
        self.features(at, dump[own].features(), schema[full].features(), features);
        match (dump[own].kind(), schema[full].kind()) {
            (TypeKind::Builtin(own), TypeKind::Builtin(full))
                if own.json_type() == full.json_type() => {}
            (TypeKind::Array(own), TypeKind::Array(full)) => {
                self.pair(*own, *full, format!("{at}[]"));
            }
            (TypeKind::Enum(own), TypeKind::Enum(full)) => {
                let names = own.values().iter().map(EnumValue::name);
                let all = full.values().iter().map(EnumValue::name);
                self.in_order(at, names, all);
                for value in full.values() {
                    let described = self.source.and_then(|s| s.member(name, value.name()));
                    let condition = described.and_then(|found| found.condition());
                    let what = || format!("{at}={}", value.name());
                    match own.value(value.name()) {
                        None => self.absent(what, condition),
                        Some((_, found)) => {
                            self.present(what, condition);
                            let defined = described.map(|found| found.features());
                            self.features(&what(), found.features(), value.features(), defined);
                        }
                    }
                }
            }
            (TypeKind::Object(own), TypeKind::Object(full)) => self.object(own, full, name, at),
            (TypeKind::Alternate(own), TypeKind::Alternate(full)) => {
                let mut rest = own.branches().iter().copied().peekable();
                for (index, branch) in full.branches().iter().enumerate() {
                    let condition = self.definition(name).and_then(|it| match it.kind() {
                        DefinitionKind::Alternate { branches } => branches.get(index)?.condition(),
                        _ => None,
                    });
                    let what = || format!("alternative {index} of {at}");
                    let kind = |id: &TypeId| dump.json_kind(*id) == schema.json_kind(*branch);
                    match rest.next_if(kind) {
                        Some(own) => {
                            self.present(what, condition);
                            self.pair(own, *branch, at.to_owned());
                        }
                        None => self.absent(what, condition),
                    }
                }
                if rest.next().is_some() {
                    self.differ(at, "the source lacks an alternative");
                }
            }
            _ => self.differ(at, format_args!("another kind of type than {name}")),
        }
    }

    fn object(&mut self, own: &Object, full: &'s Object, name: &str, at: &str) {
        let names = own.members().iter().map(Member::name);
        let all = full.members().iter().map(Member::name);
        self.in_order(at, names, all);
        for member in full.members() {
            let at = format!("{at}.{}", member.name());
            let described = self.source.and_then(|s| s.member(name, member.name()));
            let condition = described.and_then(|found| found.condition());
            let Some((_, found)) = own.member(member.name()) else {
                self.absent(|| at, condition);
                continue;
            };
            self.present(|| at.clone(), condition);
            if found.optional() != member.optional() {
                self.differ(&at, "optional in one, required in the other");
            }
            let defined = described.map(|found| found.features());
            self.features(&at, found.features(), member.features(), defined);
            self.pair(found.ty(), member.ty(), at);
        }
        let tags = [own, full].map(|object| object.tag().map(|(_, tag)| tag.name()));
        if tags[0] != tags[1] {
            let [own, full] = tags.map(Option::unwrap_or_default);
            self.differ(at, format_args!("the tag is `{own}`, not `{full}`"));
        }
        let (Some(own), Some(full)) = (own.variants(), full.variants()) else {
            return;
        };
        let tag = tags[1].unwrap_or_default();
        let names = own.cases().iter().map(Case::value);
        self.in_order(at, names, full.cases().iter().map(Case::value));
        for case in full.cases() {
            let at = format!("{at}({tag}={})", case.value());
            let spelt = self.definition(name).and_then(|it| match it.kind() {
                DefinitionKind::Union { branches, .. } => {
                    branches.iter().find(|branch| branch.name() == case.value())
                }
                _ => None,
            });
            // A branch that is not spelt out is there where the value is.
            let of_value = || {
                let source = self.source?;
                let of = source.member(name, tag)?;
                let mut members = of.definition().members().iter();
                let ty = members.find(|member| member.name() == tag)?.ty();
                source.member(&ty.name, case.value())?.condition()
            };
            let condition = match spelt {
                Some(branch) => branch.condition(),
                None => of_value(),
            };
            match own.case(case.value()) {
                None => self.absent(|| at, condition),
                Some(found) => {
                    self.present(|| at.clone(), condition);
                    self.pair(found.ty(), case.ty(), at);
                }
            }
        }
    }

    /// Checks that the dump has nothing of its own, and nothing out of order.
    fn in_order<'n>(
        &mut self,
        at: &str,
        own: impl Iterator<Item = &'n str>,
        mut full: impl Iterator<Item = &'n str>,
    ) {
        for name in own {
            if !full.any(|other| other == name) {
                return self.differ(at, format_args!("the source lacks `{name}` there"));
            }
        }
    }

    /// The types that the dump has are those whose conditions hold.
    fn types(&mut self) {
        let present: Vec<TypeId> = self.pairs.values().copied().collect();
        for (id, ty) in self.full.types() {
            let is_made = matches!(ty.kind(), TypeKind::Builtin(_) | TypeKind::Array(_));
            let Some(definition) = self.definition(ty.wire_name()) else {
                continue;
            };
            if is_made {
                continue;
            }
            let what = || format!("the type {}", ty.wire_name());
            match present.contains(&id) {
                true => self.present(what, definition.condition()),
                false => self.absent(what, definition.condition()),
            }
        }
    }
}
