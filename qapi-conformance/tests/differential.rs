//! A QEMU that does not do what its schema says is found, and shown with the
//! least that it takes. The QEMU is a simulator whose schema is not the one
//! that it is judged by.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail the test")]

use std::time::Duration;

use qapi_client::sim::Simulator;
use qapi_conformance::differential::{Against, Finding, Options, Peer, Report, judge};
use qapi_schema::Schema;
use serde_json::Value;

const DUMP: &[u8] = include_bytes!("../../schemas/qemu-10.0-x86_64.json");

fn schema() -> Schema {
    Schema::from_slice(DUMP).unwrap()
}

/// A simulator after a change of a command's arguments.
fn twisted(command: &str, twist: impl FnOnce(&mut Vec<Value>, usize)) -> Simulator {
    let mut dump: Vec<Value> = serde_json::from_slice(DUMP).unwrap();
    let command = dump.iter().find(|entry| entry["name"] == command).unwrap();
    let arguments = command["arg-type"].clone();
    let at = dump
        .iter()
        .position(|entry| entry["name"] == arguments)
        .unwrap();
    twist(&mut dump, at);
    let dump = serde_json::to_vec(&dump).unwrap();
    Simulator::new(Schema::from_slice(&dump).unwrap().into())
}

fn member<'m>(entry: &'m mut Value, name: &str) -> &'m mut Value {
    let members = entry["members"].as_array_mut().unwrap();
    members
        .iter_mut()
        .find(|member| member["name"] == name)
        .unwrap()
}

fn judged(simulator: &Simulator, against: Against<'_>) -> Report {
    judged_and_shrunk(simulator, against, Duration::from_secs(3600))
}

fn judged_and_shrunk(simulator: &Simulator, against: Against<'_>, shrinking: Duration) -> Report {
    let options = Options {
        commands: 12_000,
        seed: 1,
        machines: 2,
        shrinking,
        progress: &|_| {},
    };
    judge(&schema(), &Peer::Simulated(simulator), against, &options).unwrap()
}

fn unknown(simulator: &Simulator) -> Vec<Finding> {
    judged(simulator, Against::Validator)
        .unknown()
        .cloned()
        .collect()
}

/// The one finding.
fn only(found: &[Finding]) -> &Finding {
    assert_eq!(found.len(), 1, "{found:#?}");
    found.first().unwrap()
}

#[test]
fn without_a_fault_nothing_is_found() {
    let simulator = Simulator::new(schema().into());
    let report = judged(&simulator, Against::Validator);
    assert_eq!(report.unknown().count(), 0, "{report}");
    assert_eq!(report.commands, 12_000);
    assert!((5500..6500).contains(&report.valid), "{}", report.valid);
    let text = report.to_string();
    assert!(text.contains("0 unknown and "), "{text}");
}

#[test]
fn a_member_that_may_be_missing() {
    let simulator = twisted("job-pause", |dump, at| {
        member(&mut dump[at], "id")["default"] = Value::Null;
    });
    let found = unknown(&simulator);
    let found = only(&found);
    assert_eq!(
        found.asked,
        [r#"{"execute":"job-pause","arguments":{"?":0}}"#]
    );
    assert_eq!(
        found.expected,
        "job-pause.arguments.id: `id` is missing: expected a string"
    );
    assert_eq!(found.said, "GenericError: Parameter '?' is unexpected");
    assert!(
        found.what.contains("`job-pause`: missing by the validator"),
        "{}",
        found.what
    );
}

#[test]
fn what_there_is_no_time_to_shrink_is_told_as_it_was_found() {
    let simulator = twisted("job-pause", |dump, at| {
        member(&mut dump[at], "id")["default"] = Value::Null;
    });
    let report = judged_and_shrunk(&simulator, Against::Validator, Duration::ZERO);
    assert_ne!(report.unknown().count(), 0);
    assert!(report.findings.iter().all(|found| found.again.is_none()));
    let counted = format!(", {} not shrunk for lack of time", report.findings.len());
    let text = report.to_string();
    assert!(text.contains(&counted), "{text}");
    assert!(
        text.contains("\n    it was not tried again, nor shrunk\n"),
        "{text}"
    );
}

#[test]
fn an_enum_value_that_is_gone() {
    let simulator = twisted("screendump", |dump, at| {
        let ty = member(&mut dump[at], "format")["type"].clone();
        let e = dump.iter_mut().find(|entry| entry["name"] == ty).unwrap();
        for values in ["values", "members"] {
            let values = e[values].as_array_mut().unwrap();
            values.retain(|value| value != "png" && value["name"] != "png");
        }
    });
    let found = unknown(&simulator);
    let valid = found
        .iter()
        .find(|found| found.expected == "valid")
        .unwrap();
    assert_eq!(
        valid.asked,
        [r#"{"execute":"screendump","arguments":{"filename":"a","format":"png","?":0}}"#]
    );
    let said = "GenericError: Parameter 'format' does not accept value 'png'";
    assert_eq!(valid.said, said);
}

#[test]
fn a_member_of_another_type() {
    let simulator = twisted("set_link", |dump, at| {
        member(&mut dump[at], "up")["type"] = "int".into();
    });
    let found = unknown(&simulator);
    let valid = found
        .iter()
        .find(|found| found.expected == "valid")
        .unwrap();
    // What the text of the error leaves open is not in it.
    assert_eq!(
        valid.asked,
        [r#"{"execute":"set_link","arguments":{"name":"a","up":false,"?":0}}"#]
    );
    let text = valid.to_string();
    assert!(text.starts_with("unknown ("), "{text}");
    assert!(
        text.contains("\n    said: GenericError: Invalid parameter type for 'up'"),
        "{text}"
    );
}

#[test]
fn the_simulator_beside_another_that_says_something_else() {
    let schema = std::sync::Arc::new(schema());
    let simulator = Simulator::new(schema.clone());
    let other = Simulator::new(schema);
    let report = judged(&simulator, Against::Simulator(&other));
    assert_eq!(report.unknown().count(), 0, "{report}");

    let other = twisted("job-pause", |dump, at| {
        member(&mut dump[at], "id")["name"] = "di".into();
    });
    let report = judged(&simulator, Against::Simulator(&other));
    assert_ne!(report.unknown().count(), 0, "{report}");
}
