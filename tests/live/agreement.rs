//! Comparing QEMU with the simulator.
//!
//! A difference that has no row of the ledger fails, and so does a row that nothing uses.

use libtest_mimic::Completion;
use qapi_conformance::Stop;
use qapi_conformance::judge::known::Known;
pub(crate) use qapi_conformance::judge::simulated::Suite;
use qapi_conformance::judge::simulated::{Row, rows};
use qapi_machine::Binary;
use qapi_schema::quote::cut;

use super::subject::told;

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
        Self {
            known: Known::new(rows(Some(binary), suite)),
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
            let asked = cut(asked, 500);
            self.differences.push(format!(
                "asked: {asked}\n    QEMU:\n      {real}\n    the simulator:\n      {simulated}"
            ));
        }
    }

    fn is_known(&mut self, real: &str, simulated: &str) -> bool {
        self.known.has(|row| row.is(real, simulated))
    }

    /// Fails for differences without a row, and for rows without a difference.
    pub(crate) fn finish(self, name: &str) -> Result<Completion, Stop> {
        println!("{name}: the simulator was compared {} times", self.compared);
        told(name, self.known.finish(self.differences))
    }
}
