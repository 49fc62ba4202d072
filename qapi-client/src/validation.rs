//! What commands are checked against before they are sent.

use std::sync::Arc;

use qapi_schema::validate::{Validator, Violations};
use qapi_schema::{Coordinate, Schema};

use crate::error::Error;
use crate::protocol::Request;

/// What commands are validated against before they are sent.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum Validation {
    /// The connected server's own schema. It is asked for once a connection,
    /// which takes a QEMU 30 to 40 ms.
    #[default]
    Connected,
    /// This schema, that of an earlier connection to the same server
    /// ([`Client::schema`](crate::Client::schema)) for instance.
    Given(Arc<Schema>),
    /// Nothing: commands are sent as they are.
    Off,
}

/// What happens to a command that uses something deprecated or unstable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// It is sent.
    #[default]
    Allow,
    /// It is sent, and a warning of each such place goes to
    /// [`tracing`](https://docs.rs/tracing).
    Warn,
    /// It is not sent: [`Error::Invalid`].
    Deny,
}

/// A schema and what is refused although it is in there.
#[derive(Clone, Debug)]
pub(crate) struct Validity {
    pub(crate) schema: Arc<Schema>,
    pub(crate) deprecated: Policy,
    pub(crate) unstable: Policy,
}

impl Validity {
    /// Checks a command.
    pub(crate) fn check(&self, request: &Request) -> Result<(), Error> {
        self.judge(request, Policy::Deny)
            .map_err(|violations| Error::Invalid {
                command: request.name().to_owned(),
                violations,
            })?;
        if self.deprecated == Policy::Warn || self.unstable == Policy::Warn {
            for violation in self
                .judge(request, Policy::Warn)
                .err()
                .into_iter()
                .flatten()
            {
                let at = violation
                    .at()
                    .map(Coordinate::to_string)
                    .unwrap_or_default();
                let rule = violation.rule().as_str();
                tracing::warn!(command = request.name(), at, rule, "{violation}");
            }
        }
        Ok(())
    }

    /// Judges a command, and what is under this policy as a violation.
    fn judge(&self, request: &Request, policy: Policy) -> Result<(), Violations> {
        let validator = self.validator(policy);
        if request.is_out_of_band() {
            // Whether it may be is said of the message.
            return validator.message(&*request.message());
        }
        validator.command(request.name(), request.arguments())
    }

    fn validator(&self, policy: Policy) -> Validator<'_> {
        self.schema
            .validator()
            .deny_deprecated(self.deprecated == policy)
            .deny_unstable(self.unstable == policy)
    }
}

/// Whether a schema has the place that a coordinate names.
pub(crate) fn supports(schema: Option<&Arc<Schema>>, coordinate: &str) -> Result<bool, Error> {
    let parsed: Coordinate = coordinate.parse().map_err(|source| Error::Coordinate {
        coordinate: coordinate.to_owned(),
        source,
    })?;
    let schema = schema.ok_or(Error::NoSchema)?;
    Ok(schema.locate(&parsed).is_ok())
}
