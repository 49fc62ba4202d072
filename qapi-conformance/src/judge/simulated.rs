//! Where QEMU and the simulator differ.

use std::sync::Arc;

use qapi_client::sim::Simulator;
use qapi_machine::Binary;
use qapi_schema::Schema;

use super::known;
use super::pattern::like;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// Messages as such, before negotiation and after it.
    Protocol,
    /// What the input visitor says of commands.
    Commands,
    /// The same under a policy for deprecated or unstable input.
    Policy,
}

/// A difference.
#[derive(Debug)]
pub struct Row {
    /// In which comparison it shows.
    pub suite: Suite,
    /// Which binaries differ.
    pub of: fn(&Binary) -> bool,
    /// What QEMU says: one message, or all with `¶` between them. `*` stands for anything, and `$` for what is the same
    /// on both sides.
    pub real: &'static str,
    /// What the simulator says.
    pub simulated: &'static str,
    /// Why.
    pub reason: &'static str,
}

/// Every known difference.
pub const ROWS: &[Row] = &[
    Row {
        suite: Suite::Protocol,
        of: |_| true,
        real: "not JSON: {\"return\": *, \"id\": inf}*",
        simulated: "{\"id\":1.7976931348623157e+308,\"return\":{}}",
        reason: "QEMU prints what it reads as infinity, which is not JSON; the simulator never is so",
    },
    Row {
        suite: Suite::Commands,
        of: |_| true,
        real: "not JSON: {\"return\": *, \"id\": inf}*",
        simulated: "return",
        reason: "QEMU prints what it reads as infinity, which is not JSON; the simulator never is so",
    },
    Row {
        suite: Suite::Commands,
        of: |_| true,
        real: "GenericError: Parameter '$' expects uint64",
        simulated: "GenericError: Invalid parameter type for '$', expected: integer",
        reason: "a schema does not tell which integers have no sign",
    },
    Row {
        suite: Suite::Commands,
        of: |_| true,
        real: "GenericError: Invalid parameter type for '$', expected: *",
        simulated: "GenericError: Invalid parameter type for '$', expected: *|*",
        reason: "a schema does not tell the name of an alternate",
    },
];

/// A simulator of a QEMU, which has this schema.
pub fn simulator(binary: &Binary, schema: Arc<Schema>) -> Simulator {
    let version = binary.version();
    let package = binary.package().unwrap_or_default();
    Simulator::new(schema).version(version.major, version.minor, version.micro, package)
}

/// The rows of a suite that concern a binary; none without one.
pub fn rows(binary: Option<&Binary>, suite: Suite) -> impl Iterator<Item = &'static Row> {
    let concerns = move |row: &&Row| match binary {
        Some(binary) => (row.of)(binary),
        None => false,
    };
    ROWS.iter()
        .filter(move |row| row.suite == suite)
        .filter(concerns)
}

impl Row {
    /// Whether it is about this: one message of each, or all with `¶` between
    /// them.
    pub fn is(&self, real: &str, simulated: &str) -> bool {
        let lines = |text: &str| text.contains('¶');
        if lines(self.simulated) != lines(simulated) {
            return false;
        }
        let same = (gap(real, self.real), gap(simulated, self.simulated));
        matches!(same, (Some(real), Some(simulated)) if real == simulated)
    }
}

impl known::Row for Row {
    fn what(&self) -> String {
        format!(
            "`{}` where the simulator says `{}`",
            self.real, self.simulated
        )
    }
    fn reason(&self) -> &'static str {
        self.reason
    }
}

/// What a text has at the gap `$` of a pattern; nothing if the pattern has no
/// gap, and none if the text is not like it.
fn gap<'t>(text: &'t str, pattern: &str) -> Option<&'t str> {
    let Some((before, after)) = pattern.split_once('$') else {
        return like(text, pattern).then_some("");
    };
    let rest = text.strip_prefix(before)?;
    (0..=rest.len())
        .filter_map(|at| rest.split_at_checked(at))
        .find(|(_, end)| like(end, after))
        .map(|(gap, _)| gap)
}
