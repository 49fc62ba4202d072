//! What is known to differ, and what is known to kill a QEMU, with reasons.
//!
//! What has a row is reported and counted, but is no failure. Where commands
//! are drawn at random, a row that is not used says nothing.

use qapi_machine::{Binary, Kind};
use qapi_schema::validate::Rule;
use serde_json::Value;

use super::commands::Case;
use crate::judge::ledger::{ROWS as VISITOR, Suite};
use crate::judge::like;

/// A verdict of QEMU's input visitor that is not the validator's.
#[derive(Debug)]
pub struct Row {
    /// The rule that is broken by the validator; none if it says valid.
    pub rule: Option<Rule>,
    /// What QEMU answers; `*` stands for anything.
    pub answer: &'static str,
    /// What else must be so: of the message and the name that QEMU gives.
    pub holds: fn(&Value, &str) -> bool,
    /// Why.
    pub reason: &'static str,
}

/// Every known difference of verdicts, besides those of
/// [`judge::ledger`](crate::judge::ledger).
pub const ROWS: &[Row] = &[
    Row {
        rule: None,
        answer: "GenericError: Parameter '*' expects *int*",
        holds: has_edge,
        reason: "a dump does not tell the width of an integer, so its validator takes 64 bits",
    },
    Row {
        rule: None,
        answer: "GenericError: Invalid parameter type for '*', expected: integer",
        holds: has_edge,
        reason: "a dump does not tell which integers have a sign; those that have end at 2^63-1",
    },
];

/// The reason for a difference, if it is known.
pub(super) fn known(case: &Case, rule: Option<Rule>, answer: &str) -> Option<&'static str> {
    let mut visitor = VISITOR.iter().filter(|row| row.suite == Suite::Visitor);
    if let Some(row) = visitor.find(|row| row.is("", rule, &case.what, answer)) {
        return Some(row.reason);
    }
    let message: Value = serde_json::from_slice(&case.message()).unwrap_or_default();
    let name = answer.split('\'').nth(1).unwrap_or_default();
    let mut rows = ROWS.iter();
    let row = rows
        .find(|row| row.rule == rule && like(answer, row.answer) && (row.holds)(&message, name));
    row.map(|row| row.reason)
}

/// Whether the member that QEMU names, or an element of a list where that has
/// no name, is an integer that not every width takes.
fn has_edge(message: &Value, named: &str) -> bool {
    let name = named.rsplit('.').next().unwrap_or_default();
    let (name, in_list) = match name.split_once('[') {
        Some((name, _)) => (name, true),
        None => (name, name == "null"),
    };
    let is_edge = |value: &Value| value.is_number() && !matches!(value.as_u64(), Some(0..=127));
    let mut values = vec![message];
    while let Some(value) = values.pop() {
        match value {
            Value::Object(members) => {
                if members.get(name).is_some_and(is_edge) {
                    return true;
                }
                values.extend(members.values());
            }
            Value::Array(elements) => {
                if in_list && elements.iter().any(is_edge) {
                    return true;
                }
                values.extend(elements);
            }
            _ => {}
        }
    }
    false
}

/// Something that commands do to a QEMU and should not.
#[derive(Debug)]
pub struct Defect {
    /// The last command; `*` stands for anything.
    pub command: &'static str,
    /// How it ended or what was wrong, as it is reported, with `*` as well.
    pub what: &'static str,
    /// Which binaries have it.
    pub of: fn(&Binary) -> bool,
    /// Why.
    pub reason: &'static str,
}

/// Every known defect.
pub const DEFECTS: &[Defect] = &[Defect {
    command: "rtc-reset-reinjection",
    what: "signal: 11 *",
    of: |binary| is_system(binary) && binary.version().major >= 10,
    reason: "it looks for a real-time clock, and there is none",
}];

/// The reason for a defect, if it is known.
pub(super) fn defect(binary: &Binary, command: &str, what: &str) -> Option<&'static str> {
    let mut rows = DEFECTS.iter();
    let row =
        rows.find(|row| like(command, row.command) && like(what, row.what) && (row.of)(binary));
    row.map(|row| row.reason)
}

fn is_system(binary: &Binary) -> bool {
    binary.kind() == Kind::System
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_integer_of_unknown_width_is_told_from_other_differences() {
        let message = json!({"arguments": {"a": {"port": 256}, "list": [1, -1], "plain": 5}});
        assert!(has_edge(&message, "port"));
        assert!(has_edge(&message, "a.port"));
        assert!(has_edge(&message, "list[1]"));
        assert!(has_edge(&message, "null"));
        assert!(!has_edge(&message, "plain"));
        assert!(!has_edge(&message, "other"));
    }
}
