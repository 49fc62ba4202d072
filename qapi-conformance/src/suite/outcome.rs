//! How tests end, and how much there is of them.

use std::fmt;
use std::io::Write;
use std::sync::atomic::Ordering;

use qapi_machine::live;

use super::Suite;
use crate::Stop;

/// How much of a schema has been written tests for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Prints how much of the schema has been written tests for.
    ///
    /// # Errors
    ///
    /// The figures are not about this schema.
    pub fn coverage(&self) -> Result<(), Stop> {
        let schema = self.loaded()?.schema;
        if (schema.commands().len(), schema.events().len())
            != (self.coverage.commands, self.coverage.events)
        {
            return Err("the tests are of another schema".into());
        }
        self.tell(&self.coverage.to_string())
    }

    /// How a test ends: one that is skipped has passed, where that is allowed.
    pub(super) fn conclude(&self, name: &str, outcome: Result<(), Stop>) -> Result<(), Stop> {
        let Err(Stop::Skipped(reason)) = outcome else {
            return outcome;
        };
        if self.peer().is_ok() {
            let count = self.skipped.fetch_add(1, Ordering::Relaxed) + 1;
            return self.tell(&format!("skipped ({count}): `{name}`: {reason}"));
        }
        if !self.optional {
            live::skip(&reason)?;
        }
        // Nothing live runs then: once is enough.
        if self.told.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let Coverage {
            commands,
            behaviours,
            refused,
            recipes,
            unraised,
            ..
        } = self.coverage;
        let tests = commands + behaviours + refused + recipes + unraised + 1;
        self.tell(&format!("{tests} live tests are skipped: {reason}"))
    }

    /// Says something beside the tests' own output, which is kept from view
    /// while they pass.
    fn tell(&self, text: &str) -> Result<(), Stop> {
        let line = format!("{}: {text}\n", self.name);
        Ok(std::io::stderr().write_all(line.as_bytes())?)
    }
}
