//! Which hand-written function belongs to which command or event.

use std::collections::BTreeMap;

use qapi_schema::Schema;
use qapi_schema::suggest::did_you_mean;

use crate::hand::{Hand, Kind};

/// The hand-written functions by the name of their command or event.
#[derive(Debug, Default)]
pub(crate) struct Map<'h> {
    pub(crate) behaviours: BTreeMap<&'h str, &'h Hand>,
    pub(crate) recipes: BTreeMap<&'h str, &'h Hand>,
}

impl<'h> Map<'h> {
    /// Sorts them, and tells all that is wrong: what no schema has, and what is
    /// there twice. What only another schema has is left out.
    pub(crate) fn new(
        hands: &'h [Hand],
        schema: &Schema,
        others: &[Schema],
    ) -> Result<Self, Vec<String>> {
        let mut map = Self::default();
        let mut wrong = Vec::new();
        for hand in hands {
            let has = |schema: &Schema| match hand.kind {
                Kind::Behaviour => schema.command(&hand.name).is_some(),
                Kind::Recipe => schema.event(&hand.name).is_some(),
            };
            if !has(schema) {
                if !others.iter().any(has) {
                    wrong.push(unknown(hand, schema, others));
                }
                continue;
            }
            if let Some(fault) = unknown_data(hand, schema) {
                wrong.push(fault);
            }
            let list = match hand.kind {
                Kind::Behaviour => &mut map.behaviours,
                Kind::Recipe => &mut map.recipes,
            };
            if let Some(first) = list.insert(&hand.name, hand) {
                wrong.push(format!(
                    "{}: `{}` has one already, at {}",
                    hand.place, hand.name, first.place
                ));
            }
        }
        if wrong.is_empty() {
            Ok(map)
        } else {
            Err(wrong)
        }
    }
}

/// That an event's data is to have a member that it has not.
fn unknown_data(hand: &Hand, schema: &Schema) -> Option<String> {
    let event = schema.event(&hand.name)?;
    let data = schema[event.data()].as_object()?;
    // A branch may have it.
    if data.variants().is_some() {
        return None;
    }
    let wanted: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&hand.on.data).ok()?;
    let names = || data.members().iter().map(qapi_schema::Member::name);
    let stranger = wanted
        .keys()
        .find(|name| !names().any(|known| known == *name))?;
    let hint = did_you_mean(stranger, names());
    Some(format!(
        "{}: the data of `{}` has no member `{stranger}`{hint}",
        hand.place, hand.name
    ))
}

fn unknown(hand: &Hand, schema: &Schema, others: &[Schema]) -> String {
    let schemas = || std::iter::once(schema).chain(others);
    let commands =
        schemas().flat_map(|schema| schema.commands().iter().map(qapi_schema::Command::name));
    let events = schemas().flat_map(|schema| schema.events().iter().map(qapi_schema::Event::name));
    let (what, names): (_, Vec<&str>) = match hand.kind {
        Kind::Behaviour => ("command", commands.collect()),
        Kind::Recipe => ("event", events.collect()),
    };
    let hint = did_you_mean(&hand.name, names);
    format!("{}: there is no {what} `{}`{hint}", hand.place, hand.name)
}
