//! What commands are checked against before they are sent.

use std::sync::Arc;

use qapi_schema::Schema;
use qapi_schema::validate::Violations;

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

/// A schema and what is refused although it is in there.
#[derive(Debug)]
pub(crate) struct Validity {
    pub(crate) schema: Arc<Schema>,
    pub(crate) deny_deprecated: bool,
    pub(crate) deny_unstable: bool,
}

impl Validity {
    /// Checks the arguments of a command.
    pub(crate) fn check(&self, command: &str, arguments: &[u8]) -> Result<(), Violations> {
        self.schema
            .validator()
            .deny_deprecated(self.deny_deprecated)
            .deny_unstable(self.deny_unstable)
            .command(command, arguments)
    }
}
