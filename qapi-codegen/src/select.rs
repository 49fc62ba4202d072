//! Limiting generation to named commands and events.

use qapi_schema::suggest::did_you_mean;

use crate::model::{Model, TypeId};

/// Which commands and events to emit, by position in the model.
#[derive(Clone, Debug)]
pub struct Selection {
    /// A flag for each of [`Model::commands`].
    pub commands: Vec<bool>,
    /// A flag for each of [`Model::events`].
    pub events: Vec<bool>,
}

/// Names that were selected and that no schema has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct UnknownNames(Vec<String>);

impl Selection {
    /// Everything there is.
    pub fn all(model: &Model) -> Self {
        Self {
            commands: vec![true; model.commands.len()],
            events: vec![true; model.events.len()],
        }
    }

    /// What the commands and events are made of.
    pub(crate) fn roots<'m>(&'m self, model: &'m Model) -> impl Iterator<Item = TypeId> + 'm {
        let commands = model.commands.iter().zip(&self.commands);
        let commands = commands.filter(|(_, on)| **on);
        let events = model.events.iter().zip(&self.events);
        let events = events.filter(|(_, on)| **on);
        commands
            .flat_map(|(command, _)| [command.arguments, command.returns])
            .chain(events.map(|(event, _)| event.data))
    }

    /// The commands and events of these wire names.
    ///
    /// # Errors
    ///
    /// Every name that is neither, with the nearest one that is.
    pub fn of(model: &Model, names: &[String]) -> Result<Self, UnknownNames> {
        let commands = || model.commands.iter().map(|command| command.name.as_str());
        let events = || model.events.iter().map(|event| event.name.as_str());
        let unknown: Vec<String> = names
            .iter()
            .filter(|name| !commands().chain(events()).any(|known| known == *name))
            .map(|name| {
                let hint = did_you_mean(name, commands().chain(events()));
                format!("cannot select `{name}`: there is no such command or event{hint}")
            })
            .collect();
        if !unknown.is_empty() {
            return Err(UnknownNames(unknown));
        }
        let wanted = |known: &str| names.iter().any(|name| name == known);
        Ok(Self {
            commands: commands().map(wanted).collect(),
            events: events().map(wanted).collect(),
        })
    }
}
