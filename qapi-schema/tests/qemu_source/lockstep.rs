//! A dump and an unmasked schema, walked together.

use std::collections::HashMap;
use std::fmt;

use qapi_schema::source::{Condition, Definition, DefinitionKind, Feature, Source};
use qapi_schema::{Builtin, Features, Object, Schema, TypeId, TypeKind};

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
        write!(f, "{types} types found, {orphans} of them without user, {absent} things absent")?;
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

    fn definition(&self, name: &str) -> Option<&'s Definition> {
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
                self.wrong.push(format!("{} is absent without condition", what()));
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
            self.pair(own.arguments(), command.arguments(), format!("{name}.arguments"));
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
        let full: &'s Schema = self.full;
        full[full_id(full, full_index(full_type(full_id_of(full_id_key(full_key(full), full_key_of(full), full_self(full)))))].wire_name()
    }
}
