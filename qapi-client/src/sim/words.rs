//! QEMU's own words for what is wrong with a command.

use std::fmt::Write;

use qapi_schema::validate::{Expected, Problem, Rule, Subject, Violation, Violations};
use qapi_schema::{Coordinate, JsonKind, Step, Width};
use serde_json::Value;

use crate::answer::{ErrorClass, QmpError};
use crate::protocol::server::{generic, not_found};

/// What QEMU answers to an invalid command. With several faults it names one:
/// its input visitor reports the unexpected members of an object when it is
/// through with all others, and so those of inner objects first.
///
/// Two things an unmasked schema tells and a dump does not: the name of an
/// alternate type, for which the kinds of value that it takes stand here then,
/// and the width of an integer.
pub(super) fn refusal(violations: &Violations, arguments: &Value) -> QmpError {
    let other = |violation: &&Violation| violation.rule() != Rule::UnknownMember;
    let depth = |violation: &&Violation| {
        let steps = violation.at().map(Coordinate::steps).unwrap_or_default();
        steps
            .iter()
            .filter(|step| !matches!(step, Step::Branch { .. }))
            .count()
    };
    let named = violations.iter().find(other);
    let named = named.or_else(|| violations.iter().max_by_key(depth));
    words(named.unwrap_or_else(|| violations.first()), arguments)
}

fn words(violation: &Violation, arguments: &Value) -> QmpError {
    let steps = violation.at().map(Coordinate::steps).unwrap_or_default();
    match violation.problem() {
        Problem::UnknownCommand { name, .. } => not_found(name),
        Problem::Missing { .. } => generic(format!("Parameter '{}' is missing", path(steps))),
        Problem::UnknownMember { .. } => {
            generic(format!("Parameter '{}' is unexpected", path(steps)))
        }
        Problem::Type { expected, .. } => wrong_type(steps, expected),
        Problem::IntegerRange { literal, width } => out_of_range(steps, literal, *width),
        Problem::EnumValue { value, .. } => {
            // The violation cuts what is very long.
            let value = find(arguments, steps).unwrap_or(value);
            let name = last_name(steps);
            generic(format!(
                "Parameter '{name}' does not accept value '{value}'"
            ))
        }
        Problem::Deprecated(subject) => by_policy("Deprecated", subject),
        Problem::Unstable(subject) => by_policy("Unstable", subject),
        other => generic(other.to_string()),
    }
}

/// QEMU reads an integer into 64 bits, and then looks whether it is narrower.
fn out_of_range(steps: &[Step], literal: &str, width: Width) -> QmpError {
    let wide = match width.is_unsigned() {
        Some(true) => Width::Uint64,
        _ => Width::Int64,
    };
    let value = literal.parse::<i128>().ok();
    if value.is_some_and(|value| wide.range().contains(&value)) {
        let (name, width) = (last_name(steps), width.name());
        return generic(format!("Parameter '{name}' expects {width}_t"));
    }
    wrong_type(steps, &Expected::Integer(width))
}

fn wrong_type(steps: &[Step], expected: &Expected) -> QmpError {
    if matches!(expected, Expected::Integer(width) if width.is_unsigned() == Some(true)) {
        return generic(format!("Parameter '{}' expects uint64", path(steps)));
    }
    let name = match expected {
        Expected::Alternate { .. } => last_name(steps).to_owned(),
        _ => path(steps),
    };
    let expected = expectation(expected);
    generic(format!(
        "Invalid parameter type for '{name}', expected: {expected}"
    ))
}

fn expectation(expected: &Expected) -> String {
    match expected {
        Expected::Integer(_) => "integer".to_owned(),
        Expected::Kind(JsonKind::Null) => "null".to_owned(),
        Expected::Kind(kind) => kind.to_string(),
        Expected::Enum => "string".to_owned(),
        Expected::Alternate {
            name: Some(name), ..
        } => name.to_string(),
        Expected::Alternate { branches, .. } => {
            let branches: Vec<String> = branches.iter().map(expectation).collect();
            branches.join("|")
        }
        other => other.to_string(),
    }
}

fn by_policy(what: &str, subject: &Subject) -> QmpError {
    let (class, subject) = match subject {
        Subject::Command(name) => (ErrorClass::CommandNotFound, format!("command {name}")),
        Subject::Member(name) => (ErrorClass::GenericError, format!("parameter {name}")),
        Subject::Value(name) => (ErrorClass::GenericError, format!("value {name}")),
        other => (ErrorClass::GenericError, other.to_string()),
    };
    QmpError::new(class, format!("{what} {subject} disabled by policy"))
}

/// The place in the arguments, `a.b[0].c`.
fn path(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        // Writing to a string cannot fail.
        let _ = match step {
            Step::Member(name) if path.is_empty() => write!(path, "{name}"),
            Step::Member(name) => write!(path, ".{name}"),
            Step::Element(Some(index)) => write!(path, "[{index}]"),
            Step::Element(None) => write!(path, "[]"),
            Step::Branch { .. } => Ok(()),
        };
    }
    path
}

/// The name of the member; an element of a list has none, which C prints so.
fn last_name(steps: &[Step]) -> &str {
    let last = steps
        .iter()
        .rfind(|step| !matches!(step, Step::Branch { .. }));
    match last {
        Some(Step::Member(name)) => name,
        _ => "null",
    }
}

/// The string at a place in the arguments.
fn find<'v>(arguments: &'v Value, steps: &[Step]) -> Option<&'v str> {
    let at = steps.iter().try_fold(arguments, |value, step| match step {
        Step::Member(name) => value.get(&**name),
        Step::Element(index) => value.get((*index)?),
        Step::Branch { .. } => Some(value),
    });
    at?.as_str()
}
