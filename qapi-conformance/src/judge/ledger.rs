//! Where QEMU and the validator differ.
//!
//! A difference that has no row fails, and so does a row that nothing uses.

use qapi_schema::validate::Rule;

use super::known::{self, Known};
use super::pattern::like;

/// What the validator is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// QEMU's input visitor.
    Visitor,
    /// The same under a policy for deprecated or unstable input.
    Policy,
}

/// A difference.
#[derive(Debug)]
pub struct Row {
    /// In which comparison it shows.
    pub suite: Suite,
    /// The coordinate; a `*` stands for anything.
    pub at: &'static str,
    /// The rule that the validator has.
    pub rule: Rule,
    /// What was done to a valid document, with `*` as well.
    pub what: &'static str,
    /// What QEMU answers, with `*` as well.
    pub answer: &'static str,
    /// Why.
    pub reason: &'static str,
}

/// Every known difference.
pub const ROWS: &[Row] = &[
    Row {
        suite: Suite::Visitor,
        at: "",
        rule: Rule::Json,
        what: "a number beyond the doubles as a value",
        answer: "not JSON: *\"id\": inf*",
        reason: "QEMU reads it as infinity, which it then prints; JSON has no infinity",
    },
    Row {
        suite: Suite::Visitor,
        at: "",
        rule: Rule::Json,
        what: "single quotes as a value",
        answer: "return * | *",
        reason: "QEMU's parser takes single quotes, as an extension",
    },
    Row {
        suite: Suite::Visitor,
        at: "",
        rule: Rule::Json,
        what: "* after it",
        answer: "return * | GenericError: *",
        reason: "QMP is a stream in which another message follows; the validator is given one",
    },
];

/// The rows of a suite.
pub fn known(suite: Suite) -> Known<Row> {
    Known::new(ROWS.iter().filter(move |row| row.suite == suite))
}

impl Row {
    /// Whether it is about this.
    pub fn is(&self, at: &str, rule: Option<Rule>, what: &str, answer: &str) -> bool {
        Some(self.rule) == rule
            && like(at, self.at)
            && like(what, self.what)
            && like(answer, self.answer)
    }
}

impl known::Row for Row {
    fn what(&self) -> String {
        format!("{} at `{}` ({})", self.rule, self.at, self.what)
    }
    fn reason(&self) -> &'static str {
        self.reason
    }
}
