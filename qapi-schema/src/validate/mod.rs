//! Checking messages, and parts of them, against a schema.
//!
//! ```
//! # fn main() -> Result<(), qapi_schema::LoadError> {
//! # let dump = br#"[
//! #     {"name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": "0"},
//! #     {"name": "0", "meta-type": "object", "members": []}
//! # ]"#;
//! let schema = qapi_schema::Schema::from_slice(dump)?;
//! let validator = schema.validator();
//! assert!(validator.message(br#"{"execute": "stop"}"#).is_ok());
//!
//! let found = validator.message(br#"{"execute": "stpo"}"#).unwrap_err();
//! assert_eq!(
//!     found.to_string(),
//!     "stpo: `stpo` is not a command of this schema; did you mean `stop`?"
//! );
//! # Ok(())
//! # }
//! ```
//!
//! A [`Rule`] that real QEMU does not follow is no rule: where QEMU takes what
//! its schema does not say, there is a row in [`QUIRKS`].

mod document;
mod envelope;
mod input;
mod object;
mod place;
mod problem;
mod quirks;
mod report;
mod rule;
mod run;
mod violation;
mod walk;

pub use input::Input;
pub use problem::{Envelope, Expected, Found, MAX_VALUES, Problem, Subject};
pub use quirks::{Deviation, QUIRKS, Quirk};
pub use report::MAX_VIOLATIONS;
pub use rule::{Rule, UnknownRule};
pub use violation::{Violation, Violations};

use run::Job;
use walk::Deny;

use crate::coordinate::Coordinate;
use crate::model::Schema;

impl Schema {
    /// A validator that knows this schema. It collects all violations and
    /// lets deprecated and unstable things pass, as QEMU does by default.
    pub fn validator(&self) -> Validator<'_> {
        Validator {
            schema: self,
            deny: Deny::default(),
            first_only: false,
        }
    }
}

/// Checks JSON against a schema.
///
/// What is valid costs no memory beyond what a thread keeps for its next
/// validation (a few MiB at most), unless the input is a [`serde_json::Value`].
///
/// All methods return the violations as an error; there are at most
/// [`MAX_VIOLATIONS`].
#[derive(Clone, Copy, Debug)]
pub struct Validator<'s> {
    schema: &'s Schema,
    deny: Deny,
    first_only: bool,
}

impl Validator<'_> {
    /// Whether the use of commands, events, members, values and types that are
    /// deprecated is a violation.
    #[must_use]
    pub fn deny_deprecated(mut self, deny: bool) -> Self {
        self.deny.deprecated = deny;
        self
    }

    /// Whether the use of commands, events, members, values and types that are
    /// unstable is a violation.
    #[must_use]
    pub fn deny_unstable(mut self, deny: bool) -> Self {
        self.deny.unstable = deny;
        self
    }

    /// Whether to stop at the first violation.
    #[must_use]
    pub fn first_only(mut self, first_only: bool) -> Self {
        self.first_only = first_only;
        self
    }

    /// Checks a whole message: a command (`execute` or `exec-oob`,
    /// `arguments`, `id`), an event (`event`, `data`, `timestamp`), or a reply
    /// (`return`, `id`) with the command it answers in `execute`.
    ///
    /// # Errors
    ///
    /// The violations.
    pub fn message<'a>(&self, input: impl Into<Input<'a>>) -> Result<(), Violations> {
        self.run(Job::Message, input.into())
    }

    /// Checks the arguments of a command.
    ///
    /// # Errors
    ///
    /// The violations.
    pub fn command<'a>(
        &self,
        name: &str,
        arguments: impl Into<Input<'a>>,
    ) -> Result<(), Violations> {
        self.run(Job::Arguments(name), arguments.into())
    }

    /// Checks what a command has returned.
    ///
    /// # Errors
    ///
    /// The violations.
    pub fn reply<'a>(&self, command: &str, value: impl Into<Input<'a>>) -> Result<(), Violations> {
        self.run(Job::Returns(command), value.into())
    }

    /// Checks the data of an event.
    ///
    /// # Errors
    ///
    /// The violations.
    pub fn event<'a>(&self, name: &str, data: impl Into<Input<'a>>) -> Result<(), Violations> {
        self.run(Job::Data(name), data.into())
    }

    /// Checks a value of the type that a coordinate names.
    ///
    /// # Errors
    ///
    /// The violations. That the coordinate names no type is one, too.
    pub fn value<'a>(
        &self,
        at: &Coordinate,
        value: impl Into<Input<'a>>,
    ) -> Result<(), Violations> {
        self.run(Job::Value(at), value.into())
    }
}
