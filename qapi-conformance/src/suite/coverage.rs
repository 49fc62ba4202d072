//! What there is to test, and how much of it somebody has written tests for.

use std::fmt;

use qapi_schema::{Command, Event, Schema};
use serde::Serialize;

use super::Suite;
use crate::Stop;
use crate::record::{Case, Hand, Kind, Map, Place};

/// How much of a schema has been written tests for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Commands in the schema.
    pub commands: usize,
    /// Those of them that have a behaviour in which they are answered with
    /// success.
    pub behaviours: usize,
    /// Those whose behaviour shows how they are refused, because there is no
    /// success to be had where tests run.
    pub refused: usize,
    /// Events in the schema.
    pub events: usize,
    /// Those of them that have a recipe which raises them.
    pub recipes: usize,
    /// Those that are known not to be raised where tests run.
    pub unraised: usize,
}

/// A command that has a behaviour, or an event that has a recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its name.
    pub name: &'static str,
    /// Whether what is shown is that there is no success to be had.
    pub cannot: bool,
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let beyond = |count: usize, what: &str| match count {
            0 => String::new(),
            count => format!(" (and {count} that cannot {what} here)"),
        };
        write!(
            f,
            "behaviours {} of {}{}, events {} of {}{}",
            self.behaviours,
            self.commands,
            beyond(self.refused, "succeed"),
            self.recipes,
            self.events,
            beyond(self.unraised, "be raised")
        )
    }
}

impl Suite {
    /// With the names of what has been written by hand, for the
    /// [records](crate::record).
    #[must_use]
    pub const fn written(
        mut self,
        behaviours: &'static [Written],
        recipes: &'static [Written],
    ) -> Self {
        self.written = Some((behaviours, recipes));
        self
    }

    /// Prints how much of the schema has been written tests for.
    ///
    /// # Errors
    ///
    /// The figures are not about this schema.
    pub fn coverage(&self) -> Result<(), Stop> {
        let case = Case {
            kind: Kind::Suite,
            name: "coverage",
            test: "coverage",
            cannot: "",
        };
        self.conclude(&case, |_| {
            let schema = self.schema()?;
            if (schema.commands().len(), schema.events().len())
                != (self.coverage.commands, self.coverage.events)
            {
                return Err("the tests are of another schema".into());
            }
            self.tell(&self.coverage.to_string())
        })
    }

    /// What there is to test.
    pub(super) fn map(&self, schema: &Schema) -> Map {
        let commands = schema.commands().iter().map(Command::name);
        let events = schema.events().iter().map(Event::name);
        let (behaviours, recipes) = self.written.unzip();
        Map {
            suite: self.name.to_string(),
            commands: places(commands, behaviours),
            events: places(events, recipes),
        }
    }
}

fn places<'n>(
    names: impl Iterator<Item = &'n str>,
    written: Option<&'static [Written]>,
) -> Vec<Place> {
    let hand = |name: &str| {
        let Some(written) = written else {
            return Hand::None;
        };
        match written.iter().find(|written| written.name == name) {
            None => Hand::Stub,
            Some(written) if written.cannot => Hand::Cannot,
            Some(_) => Hand::Written,
        }
    };
    let places = names.map(|name| Place {
        name: name.to_owned(),
        hand: hand(name),
    });
    places.collect()
}
