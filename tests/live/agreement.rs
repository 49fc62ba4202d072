//! Where QEMU and the simulator differ.
//!
//! A difference that has no row fails, and so does a row that nothing uses.

use libtest_mimic::Completion;
use qapi_conformance::Stop;
use qapi_conformance::judge::known::{self, Known};
use qapi_conformance::judge::like;
use qapi_machine::Binary;

use super::subject::told;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suite {
    Protocol,
    Commands,
    Policy,
}

/// A difference.
struct Row {
    suite: Suite,
    /// Which binaries differ.
    of: fn(&Binary) -> bool,
    /// What QEMU says: one message, or all with `¶` between them. `*` stands for anything, and `$` for what is the same
    /// on both sides.
    real: &'static str,
    /// What the simulator says.
    simulated: &'static str,
    /// Why.
    reason: &'static str,
}

const ROWS: &[Row] = &[
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

/// How many messages of a difference are spelt out.
const SHOWN: usize = 20;

/// What was compared, and what differed.
pub(crate) struct Agreement {
    known: Known<Row>,
    compared: usize,
    differences: Vec<String>,
}

impl Agreement {
    pub(crate) fn new(binary: &Binary, suite: Suite) -> Self {
        let rows = ROWS.iter();
        let rows = rows.filter(|row| row.suite == suite && (row.of)(binary));
        Self {
            known: Known::new(rows),
            compared: 0,
            differences: Vec::new(),
        }
    }

    /// Compares what both said to the same.
    pub(crate) fn compare(&mut self, asked: &str, real: &[String], simulated: &[String]) {
        self.compared += 1;
        let same = real.len() == simulated.len()
            && real
                .iter()
                .zip(simulated)
                .all(|(real, simulated)| real == simulated || self.is_known(real, simulated));
        if !same && !self.is_known(&real.join("¶"), &simulated.join("¶")) {
            let [real, simulated] = [real, simulated].map(|said| {
                let said = said.get(..SHOWN).unwrap_or(said);
                said.join("\n      ")
            });
            let asked: String = asked.chars().take(500).collect();
            self.differences.push(format!(
                "asked: {asked}\n    QEMU:\n      {real}\n    the simulator:\n      {simulated}"
            ));
        }
    }

    fn is_known(&mut self, real: &str, simulated: &str) -> bool {
        let lines = |text: &str| text.contains('¶');
        self.known.has(|row| {
            if lines(row.simulated) != lines(simulated) {
                return false;
            }
            let same = (gap(real, row.real), gap(simulated, row.simulated));
            matches!(same, (Some(real), Some(simulated)) if real == simulated)
        })
    }

    /// Fails for differences without a row, and for rows without a difference.
    pub(crate) fn finish(self, name: &str) -> Result<Completion, Stop> {
        println!("{name}: the simulator was compared {} times", self.compared);
        told(name, self.known.finish(self.differences))
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
