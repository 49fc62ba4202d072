//! Where QEMU and the validator differ.
//!
//! A difference that has no row fails, and so does a row that nothing uses.

use qapi_machine::Binary;
use qapi_schema::validate::Rule;

use super::pattern::like;

/// What the validator is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suite {
    /// QEMU's input visitor.
    Visitor,
    /// The same under a policy for deprecated or unstable input.
    Policy,
}

/// A difference.
pub(crate) struct Row {
    pub(crate) suite: Suite,
    /// Which binaries differ.
    pub(crate) of: fn(&Binary) -> bool,
    /// The coordinate; a `*` stands for anything.
    pub(crate) at: &'static str,
    /// The rule that the validator has.
    pub(crate) rule: Rule,
    /// What was done to a valid document, with `*` as well.
    pub(crate) what: &'static str,
    /// What QEMU answers, with `*` as well.
    pub(crate) answer: &'static str,
    /// Why.
    #[expect(dead_code, reason = "for people")]
    pub(crate) reason: &'static str,
}

/// Every known difference.
pub(crate) const ROWS: &[Row] = &[
    Row {
        suite: Suite::Visitor,
        of: |_| true,
        at: "",
        rule: Rule::Json,
        what: "a number beyond the doubles as a value",
        answer: "not JSON: *\"id\": inf*",
        reason: "QEMU reads it as infinity, which it then prints; JSON has no infinity",
    },
    Row {
        suite: Suite::Visitor,
        of: |_| true,
        at: "",
        rule: Rule::Json,
        what: "single quotes as a value",
        answer: "return * | *",
        reason: "QEMU's parser takes single quotes, as an extension",
    },
    Row {
        suite: Suite::Visitor,
        of: |_| true,
        at: "",
        rule: Rule::Json,
        what: "* after it",
        answer: "return * | GenericError: *",
        reason: "QMP is a stream in which another message follows; the validator is given one",
    },
];

/// The rows of a binary in a suite, and which of them have been used.
pub(crate) struct Ledger {
    rows: Vec<(&'static Row, bool)>,
}

impl Ledger {
    pub(crate) fn new(binary: &Binary, suite: Suite) -> Self {
        let rows = ROWS.iter();
        let rows = rows.filter(|row| row.suite == suite && (row.of)(binary));
        Self {
            rows: rows.map(|row| (row, false)).collect(),
        }
    }

    /// Whether a difference is known.
    pub(crate) fn has(&mut self, at: &str, rule: Option<Rule>, what: &str, answer: &str) -> bool {
        let mut rows = self.rows.iter_mut();
        let found = rows.find(|(row, _)| {
            Some(row.rule) == rule
                && like(at, row.at)
                && like(what, row.what)
                && like(answer, row.answer)
        });
        match found {
            Some((_, used)) => {
                *used = true;
                true
            }
            None => false,
        }
    }

    /// The rows that nothing has used.
    pub(crate) fn unused(&self) -> impl Iterator<Item = String> {
        let unused = self.rows.iter().filter(|(_, used)| !used);
        unused.map(|(row, _)| format!("no difference: {} at `{}` ({})", row.rule, row.at, row.what))
    }
}
