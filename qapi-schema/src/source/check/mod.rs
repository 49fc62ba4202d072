//! Definitions among each other.

mod alternate;
mod names;
mod object;
mod table;

use std::collections::HashSet;

pub(super) use self::object::{CheckedMember, CheckedObject};
use self::table::Item;
pub(super) use self::table::{Body, EMPTY, Table, TypeIndex};
use super::definition::{Definition, DefinitionKind, Feature, Member, Members, TypeName, Value};
use super::doc::check as doc_check;
use super::error::{Result, fail};
use super::fault::Fault;
use super::pragma::Pragma;
use super::rules::Rules;
use crate::quote::quoted;

/// How deep bases and branches may lie in each other. QEMU's own go four deep.
pub(super) const MAX_CONTAINMENT: usize = 32;

/// As many features as QEMU has bits for.
const MAX_FEATURES: usize = 64;

/// Features that say what may become of something, which types cannot have.
const SPECIAL: [&str; 2] = ["deprecated", "unstable"];

/// Checks everything that takes more than one definition to see.
pub(super) fn check<'d>(
    definitions: &'d [Definition],
    pragma: &Pragma,
    rules: Rules,
    table: &mut Table<'d>,
) -> Result<()> {
    let mut checker = Checker {
        definitions,
        table,
        pragma,
        rules,
    };
    for at in 0..checker.table.items.len() {
        let Some(&item) = checker.table.items.get(at) else {
            break;
        };
        let owner = match item {
            Item::Type(index) => checker.table.owner(index),
            Item::Root(definition) => Some(definition),
        };
        let definition = owner.and_then(|owner| definitions.get(owner));
        let checked = checker.item(item, definition);
        match definition {
            None => checked?,
            Some(definition) => checked
                .map_err(|failure| failure.inside(definition.keyword(), definition.name()))?,
        }
    }
    for definition in definitions {
        doc_check::is_apt(definition)
            .map_err(|failure| failure.inside(definition.keyword(), definition.name()))?;
    }
    match rules.features_limited() {
        true => features_fit(definitions),
        false => Ok(()),
    }
}

struct Checker<'c, 'd> {
    definitions: &'d [Definition],
    table: &'c mut Table<'d>,
    pragma: &'c Pragma,
    rules: Rules,
}

impl<'d> Checker<'_, 'd> {
    fn item(&mut self, item: Item, definition: Option<&'d Definition>) -> Result<()> {
        match item {
            Item::Type(index) => {
                self.ty(index)?;
                // What is not spelt out in a definition of its own is described
                // with the definition that uses it.
                match definition {
                    Some(definition) if self.table.is_named(index) => self.described(definition),
                    _ => Ok(()),
                }
            }
            Item::Root(_) => {
                let Some(definition) = definition else {
                    return Ok(());
                };
                features_differ(definition, definition.features())?;
                self.root(definition)?;
                self.described(definition)
            }
        }
    }

    fn described(&self, definition: &Definition) -> Result<()> {
        doc_check::is_complete(definition, self.pragma, self.rules)
    }

    fn ty(&mut self, index: TypeIndex) -> Result<()> {
        let definition = self.definition(index);
        if self.table.is_named(index)
            && let Some(definition) = definition
        {
            of_type(definition)?;
        }
        match self.table.body(index) {
            Body::Builtin(_) => Ok(()),
            Body::Enum(values) => match definition {
                None => Ok(()),
                Some(definition) => {
                    let names = values.iter().map(Value::name);
                    names::differ("the value", names, definition.place())
                }
            },
            Body::Array(element) => {
                let element = element.clone();
                match definition {
                    Some(definition) => {
                        let what = || "an array's element".to_owned();
                        self.table.resolve(&element, definition, &what).map(|_| ())
                    }
                    None => Ok(()),
                }
            }
            Body::Object { .. } => self.object(index, 0).map(|_| ()),
            Body::Alternate(branches) => {
                let branches = *branches;
                match definition {
                    Some(definition) => self.alternate(definition, branches),
                    None => Ok(()),
                }
            }
        }
    }

    fn definition(&self, index: TypeIndex) -> Option<&'d Definition> {
        let owner = self.table.owner(index)?;
        self.definitions.get(owner)
    }

    fn root(&mut self, definition: &'d Definition) -> Result<()> {
        match definition.kind() {
            DefinitionKind::Command {
                data,
                returns,
                flags,
            } => {
                self.data(definition, data.as_ref(), flags.boxed)?;
                match returns {
                    Some(returns) => self.returns(definition, returns),
                    None => Ok(()),
                }
            }
            DefinitionKind::Event { data, boxed } => self.data(definition, data.as_ref(), *boxed),
            _ => Ok(()),
        }
    }

    /// Arguments or data.
    fn data(
        &mut self,
        definition: &'d Definition,
        data: Option<&Members>,
        boxed: bool,
    ) -> Result<()> {
        let index = match data {
            None => return Ok(()),
            Some(Members::Of(name)) => self
                .table
                .resolve(name, definition, &|| "`data`".to_owned())?,
            Some(Members::These(_)) => match self.table.implicit(definition) {
                None => return Ok(()),
                Some(index) => index,
            },
        };
        let place = definition.place();
        let found = || self.table.describe(index).into();
        match self.table.body(index) {
            Body::Object { union: Some(_), .. } if !boxed => {
                return fail(place, Fault::UnionNotBoxed { found: found() });
            }
            Body::Object { .. } => {}
            _ => return fail(place, Fault::DataType { found: found() }),
        }
        let object = self.object(index, 0)?;
        let conditional = object.members.iter().any(CheckedMember::has_condition);
        if conditional && !boxed && self.rules.conditional_arguments_boxed() {
            return fail(place, Fault::ConditionNotBoxed);
        }
        Ok(())
    }

    fn returns(&mut self, definition: &'d Definition, returns: &TypeName) -> Result<()> {
        let what = || "`returns`".to_owned();
        let index = self.table.resolve_type(returns, definition, &what)?;
        if self.pragma.command_returns.contains(definition.name()) {
            return Ok(());
        }
        let element = match self.table.body(index) {
            Body::Array(element) => self.table.find(element).unwrap_or(index),
            _ => index,
        };
        match self.table.body(element) {
            Body::Object { .. } => Ok(()),
            _ => {
                let found = self.table.describe(index).into();
                fail(definition.place(), Fault::ReturnsType { found })
            }
        }
    }
}

/// Features of one thing differ from each other, as they do in C.
fn features_differ(definition: &Definition, features: &[Feature]) -> Result<()> {
    let names = features.iter().map(Feature::name);
    names::differ("the feature", names, definition.place())
}

/// What holds of the features of a type.
fn of_type(definition: &Definition) -> Result<()> {
    features_differ(definition, definition.features())?;
    let mut features = definition.features().iter();
    match features.find(|feature| SPECIAL.contains(&feature.name())) {
        Some(feature) => {
            let feature = feature.name().into();
            fail(definition.place(), Fault::FeatureOfType { feature })
        }
        None => Ok(()),
    }
}

/// All features of all definitions are few enough.
fn features_fit(definitions: &[Definition]) -> Result<()> {
    let mut seen: HashSet<&str> = SPECIAL.into();
    for definition in definitions {
        let values: &[Value] = match definition.kind() {
            DefinitionKind::Enum { values, .. } => values,
            _ => &[],
        };
        let of_values = values.iter().flat_map(Value::features);
        let members = definition.members().iter();
        let of_members = members.flat_map(Member::features);
        let own = definition.features().iter();
        for feature in own.chain(of_members).chain(of_values) {
            seen.insert(feature.name());
            if seen.len() > MAX_FEATURES {
                return fail(definition.place(), Fault::TooManyFeatures).map_err(
                    |failure: Box<super::error::Failure>| {
                        failure.inside(definition.keyword(), definition.name())
                    },
                );
            }
        }
    }
    Ok(())
}

/// `the member `a``, for messages.
fn named(role: &str, name: &str) -> String {
    format!("{role} {}", quoted(name))
}
