//! JUnit's XML, as CI servers read it.

use std::time::Duration;

use anyhow::Context as _;
use chrono::DateTime;
use qapi_conformance::record::{Kind, Outcome};
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite, XmlString};

use super::model::{Absent, Cell, Item, Report, State, Suite};
use super::text::{kind, transcript};

/// A report with a suite for each schema, and in it a case for each test. What
/// has crashed is an error, what nobody has written or run is skipped.
pub(crate) fn write(report: &Report) -> anyhow::Result<String> {
    let mut junit = quick_junit::Report::new("qapi test");
    junit.add_test_suites(report.suites.iter().map(suite));
    junit.to_string().context("JUnit's XML cannot be written")
}

fn suite(suite: &Suite) -> TestSuite {
    let mut made = TestSuite::new(suite.name.as_str());
    made.set_time(seconds(suite.elapsed));
    if let Some(started) = suite.started.and_then(moment) {
        made.set_timestamp(started);
    }
    if let Some(subject) = &suite.subject {
        made.add_property(("program", subject.program.as_str()));
        let path = subject.path.as_ref().map(|path| path.display().to_string());
        let more = [
            ("path", &path),
            ("version", &subject.version),
            ("package", &subject.package),
        ];
        for (name, value) in more {
            if let Some(value) = value {
                made.add_property((name, value.as_str()));
            }
        }
    }
    for item in &suite.items {
        made.add_test_cases(item.tests.iter().map(|cell| case(&suite.name, item, cell)));
    }
    made
}

fn case(suite: &str, item: &Item, cell: &Cell) -> TestCase {
    let mut case = TestCase::new(cell.test.as_str(), status(&cell.state));
    let group = match item.kind {
        Kind::Suite => String::new(),
        other => format!(".{}", kind(other)),
    };
    case.set_classname(format!("{suite}{group}.{}", item.name));
    case.set_time(seconds(cell.seconds.unwrap_or_default()));
    if let Some(started) = cell.started.and_then(moment) {
        case.set_timestamp(started);
    }
    match &cell.state {
        State::Ran(outcome) if outcome.is_bad() && !cell.exchange.is_empty() => {
            case.set_system_out(transcript(&cell.exchange));
        }
        State::Ran(Outcome::Cannot { reason }) => {
            case.set_system_out(format!("refused as known: {reason}"));
        }
        _ => {}
    }
    if let State::Ran(Outcome::Crashed { output, .. }) = &cell.state {
        case.set_system_err(output.as_str());
    }
    case
}

fn status(state: &State) -> TestCaseStatus {
    let skipped = |reason: &str| {
        let mut status = TestCaseStatus::skipped();
        status.set_message(reason);
        status
    };
    let bad = |kind, what: &str, text: &str| {
        let mut status = TestCaseStatus::non_success(kind);
        let first = text.lines().next().unwrap_or_default();
        status.set_type(what).set_message(first);
        status.set_description(XmlString::new(text));
        status
    };
    match state {
        State::Ran(Outcome::Passed | Outcome::Cannot { .. }) => TestCaseStatus::success(),
        State::Ran(Outcome::Skipped { reason }) => skipped(reason),
        State::Ran(Outcome::Failed { message }) => bad(NonSuccessKind::Failure, "failed", message),
        State::Ran(Outcome::Crashed {
            message, status, ..
        }) => {
            let text = format!("{status}; at or before: {message}");
            bad(NonSuccessKind::Error, "crashed", &text)
        }
        State::Ran(other) => bad(NonSuccessKind::Error, other.word(), other.word()),
        State::Absent(Absent::Stub) => skipped("nobody has written it yet"),
        State::Absent(Absent::NotRun) => skipped("it has not run, or not to its end"),
    }
}

fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}

/// A time since the beginning of 1970.
fn moment(seconds: f64) -> Option<DateTime<chrono::Utc>> {
    // Milliseconds of any year fit.
    DateTime::from_timestamp_millis((seconds * 1e3) as i64)
}
