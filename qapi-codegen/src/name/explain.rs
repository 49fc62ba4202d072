//! How each name came about.

use std::collections::HashMap;
use std::fmt;

use super::{Names, anonymous, known};
use crate::model::{Known, Model, Naming, TypeId};
use crate::select::Selection;

/// How a type got its name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The Rust item that stands for the type, with its module, such as
    /// `types::BlockdevOptions` or `commands::BlockCommit`. The enum of a tag
    /// that is nothing else has none: its values are the branches.
    pub item: Option<String>,
    /// The name in QAPI, where one is known. Names that QAPI has made up for
    /// anonymous types are among them.
    pub qapi: Option<String>,
    /// The label of the reference or schema that tells the name.
    pub from: Option<String>,
    /// Whether the item is called after the name in QAPI, and not after a place.
    pub named: bool,
    /// Where the type is first used, as a coordinate; empty if that is very far
    /// away.
    pub place: String,
    /// The labels of the schemas that have the type.
    pub schemas: Vec<String>,
}

/// Explains the names of all objects, enums and alternates that selected
/// commands and events use, but not of the empty object, in the order of their
/// items.
pub fn explain(model: &Model, names: &Names, selection: &Selection) -> Vec<Explanation> {
    let contents = contents(model, names);
    let reachable = model.reachable(selection.roots(model));
    let used = with_tags(model, reachable.clone());
    let mut all: Vec<Explanation> = names
        .types
        .iter()
        .filter(|(id, _)| used.get(id.0) == Some(&true))
        .map(|(id, type_names)| {
            let ty = model.types.get(id.0);
            let told = ty.and_then(|ty| ty.known.as_ref());
            let own = contents.get(id).cloned();
            let named = own.is_none() && known(model, *id).is_some();
            // Tags are no parts of a type.
            let is_item = reachable.get(id.0) == Some(&true);
            let schemas = ty.map(|ty| ty.availability.sources()).unwrap_or_default();
            let labels = schemas.iter().filter_map(|at| model.sources.get(*at));
            Explanation {
                item: match own {
                    Some(own) => Some(own),
                    None => is_item.then(|| format!("types::{}", type_names.name)),
                },
                qapi: told.map(|known| known.name.clone()),
                from: told.and_then(|known| label(model, known)),
                named,
                place: type_names.place.clone(),
                schemas: labels.cloned().collect(),
            }
        })
        .collect();
    all.sort_by(|a, b| (&a.item, &a.qapi, &a.place).cmp(&(&b.item, &b.qapi, &b.place)));
    all
}

fn label(model: &Model, known: &Known) -> Option<String> {
    let label = match known.from {
        Naming::Reference(at) => model.references.get(at),
        Naming::Source(at) => model.sources.get(at),
    };
    label.cloned()
}

/// The commands and events whose own members types are.
fn contents(model: &Model, names: &Names) -> HashMap<TypeId, String> {
    let commands = model.commands.iter().zip(&names.commands);
    let commands = commands.map(|(c, name)| (c.arguments, format!("commands::{name}")));
    let events = model.events.iter().zip(&names.events);
    let events = events.map(|(e, name)| (e.data, format!("events::{name}")));
    let anonymous = anonymous(model);
    let own = |(id, _): &(TypeId, String)| anonymous.get(id.0) == Some(&true);
    commands.chain(events).filter(own).collect()
}

/// The same types, and the enums of their tags.
fn with_tags(model: &Model, mut used: Vec<bool>) -> Vec<bool> {
    let objects = (0..used.len()).filter(|at| used.get(*at) == Some(&true));
    let tags = objects.filter_map(|at| {
        let object = model.object(TypeId(at))?;
        let tag = object.variants.as_ref()?.tag;
        Some(object.members.get(tag)?.ty)
    });
    for tag in tags.collect::<Vec<_>>() {
        if let Some(used) = used.get_mut(tag.0) {
            *used = true;
        }
    }
    used
}

impl fmt::Display for Explanation {
    /// One line for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let item = self.item.as_deref().unwrap_or("(no item)");
        write!(f, "{item}: ")?;
        match (&self.qapi, &self.from) {
            (Some(qapi), Some(from)) if self.named || self.item.is_none() => {
                write!(f, "`{qapi}` in `{from}`")?;
            }
            (Some(qapi), Some(from)) if self.is_content() => {
                write!(f, "anonymous in QAPI (`{qapi}` in `{from}`)")?;
            }
            (None, _) if self.is_content() => f.write_str("nothing else uses the type")?,
            (Some(qapi), Some(from)) => {
                write!(
                    f,
                    "called after its place, as it is anonymous in QAPI (`{qapi}` in `{from}`)"
                )?;
            }
            _ => f.write_str("called after its place, as no reference has it")?,
        }
        if self.item.is_none() {
            f.write_str(", the tag of a union: its values are the branches")?;
        }
        match &*self.place {
            "" => Ok(()),
            place => write!(f, "; `{place}`"),
        }
    }
}

impl Explanation {
    /// Whether the type is a command's or event's own members.
    pub fn is_content(&self) -> bool {
        let item = self.item.as_deref().unwrap_or_default();
        !item.is_empty() && !item.starts_with("types::")
    }
}
