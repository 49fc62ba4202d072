//! Differences that are known, and how often each occurs.

use crate::Stop;

/// A row of a ledger.
pub trait Row {
    /// What differs.
    fn what(&self) -> String;
    /// Why.
    fn reason(&self) -> &'static str;
}

/// The rows that concern a QEMU, and how often each was used.
#[derive(Debug)]
pub struct Known<R: 'static> {
    rows: Vec<(&'static R, usize)>,
}

impl<R: Row> Known<R> {
    /// These rows, none of which has been used yet.
    pub fn new(rows: impl Iterator<Item = &'static R>) -> Self {
        Self {
            rows: rows.map(|row| (row, 0)).collect(),
        }
    }

    /// Whether a row says yes, which is then used.
    pub fn has(&mut self, is_it: impl Fn(&R) -> bool) -> bool {
        let found = self.rows.iter_mut().find(|(row, _)| is_it(row));
        found.map(|(_, uses)| *uses += 1).is_some()
    }

    /// The rows that were used, in words.
    ///
    /// # Errors
    ///
    /// There are differences without a row, or rows without a difference.
    pub fn finish(self, differences: Vec<String>) -> Result<Vec<String>, Stop> {
        /// How many problems are spelt out.
        const SHOWN: usize = 20;
        let (used, unused): (Vec<_>, Vec<_>) = self.rows.iter().partition(|(_, uses)| *uses > 0);
        let unused = unused
            .iter()
            .map(|(row, _)| format!("no difference: {}", row.what()));
        let mut problems: Vec<String> = unused.chain(differences).collect();
        if problems.is_empty() {
            let used = used.iter().map(|(row, uses)| {
                format!(
                    "known difference ({uses}x): {}: {}",
                    row.what(),
                    row.reason()
                )
            });
            return Ok(used.collect());
        }
        let count = problems.len();
        problems.truncate(SHOWN);
        Err(format!("{count} problems:\n{}", problems.join("\n")).into())
    }
}
