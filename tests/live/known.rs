//! Differences that are known, and how often each occurs.

use libtest_mimic::{Completion, Failed};

/// A row of a ledger.
pub(crate) trait Row {
    /// What differs.
    fn what(&self) -> String;
    /// Why.
    fn reason(&self) -> &'static str;
}

/// The rows that concern a binary, and how often each was used.
pub(crate) struct Known<R: 'static> {
    rows: Vec<(&'static R, usize)>,
}

impl<R: Row> Known<R> {
    pub(crate) fn new(rows: impl Iterator<Item = &'static R>) -> Self {
        Self {
            rows: rows.map(|row| (row, 0)).collect(),
        }
    }

    /// Whether a row says yes, which is then used.
    pub(crate) fn has(&mut self, is_it: impl Fn(&R) -> bool) -> bool {
        let found = self.rows.iter_mut().find(|(row, _)| is_it(row));
        found.map(|(_, uses)| *uses += 1).is_some()
    }

    /// Tells the rows that were used. Fails for differences without a row, and
    /// for rows without a difference.
    pub(crate) fn finish(self, name: &str, differences: Vec<String>) -> Result<Completion, Failed> {
        /// How many problems are spelt out.
        const SHOWN: usize = 20;
        let (used, unused): (Vec<_>, Vec<_>) = self.rows.iter().partition(|(_, uses)| *uses > 0);
        for (row, uses) in used {
            println!(
                "{name}: known difference ({uses}x): {}: {}",
                row.what(),
                row.reason()
            );
        }
        let unused = unused
            .iter()
            .map(|(row, _)| format!("no difference: {}", row.what()));
        let mut problems: Vec<String> = unused.chain(differences).collect();
        if problems.is_empty() {
            return Ok(Completion::Completed);
        }
        let count = problems.len();
        problems.truncate(SHOWN);
        Err(format!("{count} problems:\n{}", problems.join("\n")).into())
    }
}
