//! Documents that break exactly one rule.

use serde_json::Value;

use super::Samples;
use super::places::DeniedUse;
use super::render::{Edit, edited};
use super::walk::{Layer, Sites};
use crate::MAX_NESTING;
use crate::coordinate::{Coordinate, Part};
use crate::locate::Place;
use crate::model::{Builtin, Case, Enum, JsonKind, Member, TypeId, TypeKind, Width, json_kind};
use crate::validate::{Deviation, QUIRKS, Rule};

/// A document that breaks one rule in one place and is valid otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mutation {
    /// The document. It need be neither UTF-8 nor JSON, and a member may be
    /// there twice.
    pub document: Vec<u8>,
    /// The place; none where that is no place in the schema.
    pub at: Option<Coordinate>,
    /// The rule. What breaks [`Rule::Deprecated`] or [`Rule::Unstable`] is
    /// valid unless that is denied.
    pub rule: Rule,
    /// What was done to a valid document, for people.
    pub what: String,
}

/// A value of each JSON kind.
const KINDS: [(JsonKind, &str); 6] = [
    (JsonKind::Object, "{}"),
    (JsonKind::Array, "[]"),
    (JsonKind::String, "\"text\""),
    (JsonKind::Number, "1"),
    (JsonKind::Bool, "true"),
    (JsonKind::Null, "null"),
];

/// Numbers that are no integers to QEMU, though some are whole.
const FLOATS: [&str; 4] = ["0.5", "1.0", "1e3", "-0.0"];

/// Integers that fit neither 64 bits with a sign nor without.
const HUGE: [&str; 3] = [
    "18446744073709551616",
    "-9223372036854775809",
    "1000000000000000000000000000000000000000",
];

/// The integers of 64 bits just outside a width.
fn beyond(width: Width) -> impl Iterator<Item = i128> {
    let range = width.range();
    let beside = [range.start() - 1, range.end() + 1];
    let all = Width::Unknown.range();
    beside.into_iter().filter(move |value| all.contains(value))
}

/// Values that an enum lacks, if it does.
const NO_VALUES: [&str; 2] = ["no-such-value", ""];

/// A member that an object lacks, if it does.
const NO_MEMBER: &str = "no-such-member";

/// The replacements of a value that are of another JSON kind than `accepts` says.
pub(super) fn wrong_kinds(
    accepts: impl Fn(JsonKind) -> bool,
) -> impl Iterator<Item = (String, &'static str)> {
    KINDS
        .into_iter()
        .filter(move |(kind, _)| !accepts(*kind))
        .map(|(kind, text)| (kind.to_string(), text))
}

impl Samples<'_> {
    /// Every mutation of an instance of the type that a coordinate names. There
    /// are many to a large instance; [`Self::place_mutations`] has fewer that
    /// say as much.
    ///
    /// An instance that is not valid, or a coordinate that names no type, may
    /// have none.
    pub fn mutations(&self, at: &Coordinate, instance: &Value) -> Vec<Mutation> {
        let Some(id) = self.type_at(at) else {
            return Vec::new();
        };
        let sites = Sites::new(self.schema, id, instance);
        let mut mutator = Mutator::new(self, at, instance, &sites);
        for index in 0..sites.len() {
            mutator.value(index);
            mutator.object(index);
            mutator.members(index);
        }
        mutator.finish()
    }

    /// The type that a coordinate names.
    pub(super) fn type_at(&self, at: &Coordinate) -> Option<TypeId> {
        match self.schema.locate(at) {
            Ok(Place::Type(id)) => Some(id),
            Ok(Place::Member(member)) => Some(member.ty()),
            _ => None,
        }
    }
}

/// Makes mutations of one instance.
pub(super) struct Mutator<'m> {
    samples: &'m Samples<'m>,
    root: &'m Coordinate,
    instance: &'m Value,
    sites: &'m Sites<'m, 'm>,
    /// Whether the outermost object takes members that its type lacks, and
    /// anything for those that are optional.
    open: bool,
    pub(super) drafts: Vec<Draft>,
}

/// A mutation whose document has not been written yet.
pub(super) struct Draft {
    /// The value that is changed.
    site: usize,
    /// How; none where it is only looked at.
    edit: Option<Edit>,
    at: Option<Coordinate>,
    pub(super) rule: Rule,
    what: String,
}

impl<'m> Mutator<'m> {
    pub(super) fn new(
        samples: &'m Samples<'m>,
        root: &'m Coordinate,
        instance: &'m Value,
        sites: &'m Sites<'m, 'm>,
    ) -> Self {
        let is_open = |name| {
            let mut quirks = QUIRKS.iter().filter(|quirk| quirk.command == name);
            quirks.any(|quirk| quirk.what == Deviation::OpenArguments)
        };
        let whole = root.part() == Some(Part::Arguments) && root.steps().is_empty();
        Self {
            open: whole && is_open(root.name()),
            samples,
            root,
            instance,
            sites,
            drafts: Vec::new(),
        }
    }

    /// Replaces a value by everything that its type does not take.
    pub(super) fn value(&mut self, at: usize) {
        let Some(site) = self.sites.get(at) else {
            return;
        };
        if self.open
            && self.sites.parent(at) == Some(0)
            && site.member.is_some_and(Member::optional)
        {
            return;
        }
        let accepted = Accepted::new(self.samples, site.ty);
        if accepted.any {
            self.anything(at);
            return;
        }
        for (kind, text) in wrong_kinds(|kind| accepted.kinds.contains(&kind)) {
            self.replace(at, text, Rule::Type, format!("{kind} instead"));
        }
        if let Some(width) = accepted.integer {
            for text in FLOATS {
                self.replace(
                    at,
                    text,
                    Rule::Type,
                    format!("{text} instead of an integer"),
                );
            }
            for text in HUGE {
                let what = format!("{text}, which 64 bits do not hold");
                self.replace(at, text, Rule::IntegerRange, what);
            }
            for value in beyond(width) {
                let what = format!("{value}, which `{}` does not hold", width.name());
                self.replace(at, &value.to_string(), Rule::IntegerRange, what);
            }
        }
        if let Some(e) = accepted.values {
            for value in NO_VALUES
                .into_iter()
                .filter(|value| e.value(value).is_none())
            {
                let text = Value::from(value).to_string();
                let what = format!("{text}, which is no value");
                self.replace(at, &text, Rule::EnumValue, what);
            }
        }
    }

    /// A value of type `any` only has to be JSON that QEMU parses.
    fn anything(&mut self, at: usize) {
        let around = 1 + self.sites.pointer(at).len();
        let inside = MAX_NESTING - around.min(MAX_NESTING) + 1;
        let deep = format!("{}{}", "[".repeat(inside), "]".repeat(inside));
        let what = format!("nested {} deep", MAX_NESTING + 1);
        self.add(at, Edit::Replace(deep), None, Rule::Depth, what);
        let twice = r#"[{"a":1,"b":2,"a":1}]"#.to_owned();
        let place = self.sites.coordinate(at, self.root);
        let place = place.step(crate::Step::Element(Some(0))).member("a");
        self.add(
            at,
            Edit::Replace(twice),
            Some(place),
            Rule::DuplicateMember,
            "`a` twice".to_owned(),
        );
    }

    /// Gives an object members that its type lacks.
    pub(super) fn object(&mut self, at: usize) {
        let Some(site) = self.sites.get(at) else {
            return;
        };
        if site.layers.is_empty() || self.open && at == 0 {
            return;
        }
        let known = |name: &str| site.layers.iter().any(|l| l.object.member(name).is_some());
        let mut names = vec![(
            NO_MEMBER.to_owned(),
            "a member that no object has".to_owned(),
        )];
        let members = site.layers.iter().flat_map(|layer| layer.object.members());
        if let Some(member) = members.clone().next() {
            let name = format!("{0}-{0}", member.name());
            names.push((name, format!("a name like that of `{}`", member.name())));
        }
        if let Some(member) = members.clone().find(|member| member.name().contains('-')) {
            let name = member.name().replace('-', "_");
            names.push((name, format!("a misspelt `{}`", member.name())));
        }
        for layer in &site.layers {
            if let Some((case, member)) = self.foreign(layer, &known) {
                let what = format!("a member of the branch `{}`", case.value());
                names.push((member.name().to_owned(), what));
            }
        }
        for (name, what) in names {
            if !known(&name) {
                let place = self.sites.coordinate(at, self.root).member(&name);
                let what = format!("with {what}");
                let edit = Edit::Add(name, "true".to_owned());
                self.add(at, edit, Some(place), Rule::UnknownMember, what);
            }
        }
    }

    /// A member that a union would have in another branch.
    fn foreign(
        &self,
        layer: &Layer<'m>,
        known: &dyn Fn(&str) -> bool,
    ) -> Option<(&'m Case, &'m Member)> {
        let (taken, _) = layer.case?;
        let cases = layer.object.variants()?.cases();
        // From the one after the branch taken, so that every branch has its turn.
        let others = cases.iter().cycle().skip(taken + 1).take(cases.len());
        others
            .filter_map(|case| {
                let branch = self.samples.schema[case.ty()].as_object()?;
                let mut members = branch.members().iter();
                Some((case, members.find(|member| !known(member.name()))?))
            })
            .next()
    }

    /// Takes members away that must be there, and gives all of them twice.
    pub(super) fn members(&mut self, at: usize) {
        let Some(site) = self.sites.get(at) else {
            return;
        };
        for (index, layer) in site.layers.iter().enumerate() {
            for member in layer.object.members() {
                self.member(at, index, member);
            }
        }
    }

    /// Takes a member away, if it must be there, and gives it twice.
    pub(super) fn member(&mut self, at: usize, layer: usize, member: &Member) {
        let Some(site) = self.sites.get(at) else {
            return;
        };
        let Some(layer) = site.layers.get(layer) else {
            return;
        };
        let Some(value) = site.value.get(member.name()) else {
            return;
        };
        let mut place = self.sites.coordinate(at, self.root);
        place.steps.extend_from_slice(&layer.steps);
        let place = Some(place.member(member.name()));
        let name = member.name().to_owned();
        let edit = Edit::Add(name.clone(), value.to_string());
        let what = format!("`{name}` twice");
        self.add(at, edit, place.clone(), Rule::DuplicateMember, what);
        if !member.optional() {
            let what = format!("without `{name}`");
            self.add(at, Edit::Remove(name), place, Rule::Missing, what);
        }
    }

    /// The instance as it is, which uses one thing that may be denied.
    pub(super) fn denied(&mut self, denied: &DeniedUse) {
        self.drafts.push(Draft {
            site: 0,
            edit: None,
            at: Some(denied.at.clone()),
            rule: denied.rule,
            what: format!("uses {} there", denied.what),
        });
    }

    fn replace(&mut self, at: usize, text: &str, rule: Rule, what: String) {
        let place = self.sites.coordinate(at, self.root);
        self.add(at, Edit::Replace(text.to_owned()), Some(place), rule, what);
    }

    fn add(&mut self, site: usize, edit: Edit, at: Option<Coordinate>, rule: Rule, what: String) {
        self.drafts.push(Draft {
            site,
            edit: Some(edit),
            at,
            rule,
            what,
        });
    }

    /// Writes the documents.
    pub(super) fn finish(self) -> Vec<Mutation> {
        let Self {
            instance,
            sites,
            drafts,
            ..
        } = self;
        let written = drafts.into_iter().map(|draft| Mutation {
            document: match &draft.edit {
                Some(edit) => edited(instance, &sites.pointer(draft.site), edit),
                None => instance.to_string(),
            }
            .into_bytes(),
            at: draft.at,
            rule: draft.rule,
            what: draft.what,
        });
        written.collect()
    }
}

/// What a type takes, told by JSON kind.
struct Accepted<'s> {
    any: bool,
    kinds: Vec<JsonKind>,
    /// The width, if a number must be an integer.
    integer: Option<Width>,
    values: Option<&'s Enum>,
}

impl<'s> Accepted<'s> {
    fn new(samples: &'s Samples<'_>, id: TypeId) -> Self {
        let schema = samples.schema;
        let own = [id];
        let types = match schema[id].kind() {
            TypeKind::Alternate(alternate) => alternate.branches(),
            _ => &own,
        };
        let kinds = || types.iter().map(|id| schema[*id].kind());
        Self {
            any: kinds().any(|kind| matches!(kind, TypeKind::Builtin(Builtin::Any))),
            kinds: kinds().filter_map(json_kind).collect(),
            integer: kinds().find_map(|kind| match kind {
                TypeKind::Builtin(Builtin::Int(width)) => Some(*width),
                _ => None,
            }),
            values: kinds().find_map(|kind| match kind {
                TypeKind::Enum(e) => Some(e),
                _ => None,
            }),
        }
    }
}
