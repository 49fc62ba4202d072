//! Finding the place that a coordinate names.

use std::collections::{HashSet, VecDeque};

use crate::coordinate::{Coordinate, Leaf, Part, Step};
use crate::model::{
    Case, Command, EnumValue, Event, Features, Member, Object, Schema, TypeId, TypeKind,
};
use crate::quote::quoted;
use crate::suggest::did_you_mean;

/// A place in a schema.
#[derive(Clone, Copy, Debug)]
pub enum Place<'s> {
    /// A command.
    Command(&'s Command),
    /// An event.
    Event(&'s Event),
    /// A type: arguments, a reply, data, an element or a branch.
    Type(TypeId),
    /// A member of an object.
    Member(&'s Member),
    /// A value of an enum.
    Value(&'s EnumValue),
    /// A feature that the place before it has.
    Feature(&'s str),
}

/// A coordinate that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at} {message}")]
pub struct LookupError {
    at: String,
    message: String,
}

impl LookupError {
    /// How far the coordinate led.
    pub fn at(&self) -> &str {
        &self.at
    }
}

impl Schema {
    /// The place that a coordinate names.
    ///
    /// Both `[n]` and `[]` are an element. A member that only one branch of a
    /// union has is found without naming the branch.
    ///
    /// # Errors
    ///
    /// Says how far the coordinate leads, what is not there, and the nearest
    /// name that is.
    pub fn locate(&self, coordinate: &Coordinate) -> Result<Place<'_>, LookupError> {
        let mut walk = Walk {
            schema: self,
            at: Coordinate::new(coordinate.name()),
        };
        let mut place = walk.root(coordinate)?;
        for step in &coordinate.steps {
            place = walk.step(place, step)?;
            walk.at.steps.push(step.clone());
        }
        match &coordinate.leaf {
            None => Ok(place),
            Some(Leaf::Value(value)) => walk.value(place, value),
            Some(Leaf::Feature(feature)) => walk.feature(place, feature),
        }
    }

    /// The types of messages with their places: each command's arguments and
    /// reply, then each event's data, in the dump's order.
    pub fn parts(&self) -> impl Iterator<Item = (Coordinate, TypeId)> {
        let commands = self.commands.iter().flat_map(|command| {
            [
                (Part::Arguments, command.arguments),
                (Part::Returns, command.returns),
            ]
            .map(|(part, id)| (Coordinate::part_of(&command.name, part), id))
        });
        let events = self.events.iter();
        let data = events.map(|event| (Coordinate::part_of(&event.name, Part::Data), event.data));
        commands.chain(data)
    }

    /// The features of a place.
    pub fn features_at<'s>(&'s self, place: &Place<'s>) -> Option<&'s Features> {
        match place {
            Place::Command(command) => Some(command.features()),
            Place::Event(event) => Some(event.features()),
            Place::Type(id) => Some(self[*id].features()),
            Place::Member(member) => Some(member.features()),
            Place::Value(value) => Some(value.features()),
            Place::Feature(_) => None,
        }
    }
}

struct Walk<'s> {
    schema: &'s Schema,
    at: Coordinate,
}

impl<'s> Walk<'s> {
    fn fail<T>(&self, message: String) -> Result<T, LookupError> {
        Err(LookupError {
            at: format!("`{}`", self.at),
            message,
        })
    }

    fn root(&mut self, coordinate: &Coordinate) -> Result<Place<'s>, LookupError> {
        let schema = self.schema;
        let name = coordinate.name();
        let (root, part, id) = if let Some(command) = schema.command(name) {
            let id = match coordinate.part {
                Some(Part::Returns) => command.returns(),
                _ => command.arguments(),
            };
            let fits = coordinate.part != Some(Part::Data);
            (Place::Command(command), fits, id)
        } else if let Some(event) = schema.event(name) {
            let fits = matches!(coordinate.part, None | Some(Part::Data));
            (Place::Event(event), fits, event.data())
        } else {
            let commands = schema.commands().iter().map(Command::name);
            let events = schema.events().iter().map(Event::name);
            let hint = did_you_mean(name, commands.chain(events));
            return self.fail(format!("is not a command or event of this schema{hint}"));
        };
        match coordinate.part {
            None => Ok(root),
            Some(_) if part => {
                self.at.part = coordinate.part;
                Ok(Place::Type(id))
            }
            Some(_) => self.fail(match root {
                Place::Event(_) => "is an event: it has `data`".to_owned(),
                _ => "is a command: it has `arguments` and `returns`".to_owned(),
            }),
        }
    }

    /// The type that further steps start from.
    fn ty(&self, place: Place<'s>) -> Result<TypeId, LookupError> {
        match place {
            Place::Type(id) => Ok(id),
            Place::Member(member) => Ok(member.ty()),
            _ => self.fail("has nothing inside".to_owned()),
        }
    }

    /// The type itself, or the branches if it is an alternate.
    fn kinds(&self, id: TypeId) -> impl Iterator<Item = (TypeId, &'s TypeKind)> {
        let schema = self.schema;
        let branches = match schema[id].kind() {
            TypeKind::Alternate(alternate) => alternate.branches(),
            _ => &[],
        };
        let own = branches.is_empty().then_some(id);
        own.into_iter()
            .chain(branches.iter().copied())
            .map(|id| (id, schema[id].kind()))
    }

    fn object(&self, id: TypeId) -> Result<&'s Object, LookupError> {
        let object = self.kinds(id).find_map(|(_, kind)| match kind {
            TypeKind::Object(object) => Some(object),
            _ => None,
        });
        match object {
            Some(object) => Ok(object),
            None => self.fail("is not an object".to_owned()),
        }
    }

    fn step(&self, place: Place<'s>, step: &Step) -> Result<Place<'s>, LookupError> {
        let id = self.ty(place)?;
        match step {
            Step::Element(_) => {
                let element = self.kinds(id).find_map(|(_, kind)| match kind {
                    TypeKind::Array(element) => Some(*element),
                    _ => None,
                });
                match element {
                    Some(element) => Ok(Place::Type(element)),
                    None => self.fail("is not a list".to_owned()),
                }
            }
            Step::Branch { tag, case } => self.branch(self.object(id)?, tag, case),
            Step::Member(name) => self.member(self.object(id)?, name),
        }
    }

    fn branch(&self, object: &'s Object, tag: &str, case: &str) -> Result<Place<'s>, LookupError> {
        let Some(variants) = object.variants() else {
            return self.fail("has no branches".to_owned());
        };
        match object.members().get(variants.tag()) {
            Some(member) if member.name() == tag => {}
            Some(member) => {
                let (right, tag) = (quoted(member.name()), quoted(tag));
                return self.fail(format!("is told apart by {right}, not by {tag}"));
            }
            None => return self.fail("has no tag".to_owned()),
        }
        match variants.case(case) {
            Some(case) => Ok(Place::Type(case.ty())),
            None => {
                let hint = did_you_mean(case, variants.cases().iter().map(Case::value));
                self.fail(format!("has no branch {}{hint}", quoted(case)))
            }
        }
    }

    fn member(&self, object: &'s Object, name: &str) -> Result<Place<'s>, LookupError> {
        if let Some((_, member)) = object.member(name) {
            return Ok(Place::Member(member));
        }
        let found = self.branch_members(object, &|member| member == name);
        match found.as_slice() {
            [(_, member)] => Ok(Place::Member(member)),
            [(first, _), ..] => {
                let count = found.len();
                let mut example = self.at.clone();
                example.steps.extend_from_slice(first);
                let example = example.member(name);
                let name = quoted(name);
                self.fail(format!(
                    "has a member {name} in {count} branches: say which, as in `{example}`"
                ))
            }
            [] => {
                let inner = self.branch_members(object, &|_| true);
                let names = object.members().iter().map(Member::name);
                let names = names.chain(inner.iter().map(|(_, member)| member.name()));
                let hint = did_you_mean(name, names);
                self.fail(format!("has no member {}{hint}", quoted(name)))
            }
        }
    }

    /// The members of an object's branches, nested ones too, with the way to
    /// the branch. Branches that share a type count once.
    fn branch_members(
        &self,
        object: &'s Object,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Vec<(Vec<Step>, &'s Member)> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let mut queue = VecDeque::from([(Vec::new(), object)]);
        while let Some((way, object)) = queue.pop_front() {
            let Some(variants) = object.variants() else {
                continue;
            };
            let Some(tag) = object.members().get(variants.tag()) else {
                continue;
            };
            for case in variants.cases() {
                let Some(branch) = self.schema[case.ty()].as_object() else {
                    continue;
                };
                if !seen.insert(case.ty()) {
                    continue;
                }
                let mut way = way.clone();
                way.push(Step::Branch {
                    tag: tag.name().into(),
                    case: case.value().into(),
                });
                let members = branch.members().iter().filter(|m| wanted(m.name()));
                found.extend(members.map(|member| (way.clone(), member)));
                queue.push_back((way, branch));
            }
        }
        found
    }

    fn value(&self, place: Place<'s>, value: &str) -> Result<Place<'s>, LookupError> {
        let id = self.ty(place)?;
        let found = self.kinds(id).find_map(|(_, kind)| match kind {
            TypeKind::Enum(e) => Some(e),
            _ => None,
        });
        let Some(e) = found else {
            return self.fail("is not an enum".to_owned());
        };
        match e.value(value) {
            Some((_, value)) => Ok(Place::Value(value)),
            None => {
                let hint = did_you_mean(value, e.values().iter().map(EnumValue::name));
                self.fail(format!("has no value {}{hint}", quoted(value)))
            }
        }
    }

    fn feature(&self, place: Place<'s>, feature: &str) -> Result<Place<'s>, LookupError> {
        let features = self.schema.features_at(&place);
        let mut names = features.iter().flat_map(|features| features.iter());
        match names.find(|name| *name == feature) {
            Some(name) => Ok(Place::Feature(name)),
            None => self.fail(format!("does not have the feature {}", quoted(feature))),
        }
    }
}
