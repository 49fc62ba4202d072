//! A simulator with a fault: the case that is about it fails, and says what is
//! wrong in words that a person understands.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail the test")]

use std::io::Write;
use std::time::Duration;

use qapi_client::QmpError;
use qapi_client::sim::Simulator;
use qapi_conformance::judge::refusals::Refusal;
use qapi_conformance::{Body, Coverage, On, Stop, Suite, Vm, equal};
use qapi_schema::Schema;
use serde_json::{Value, json};

const DUMP: &[u8] = include_bytes!("../../schemas/qemu-10.0-x86_64.json");

const NOTHING: Coverage = Coverage {
    commands: 0,
    behaviours: 0,
    refused: 0,
    events: 0,
    recipes: 0,
    unraised: 0,
};

fn simulator() -> Simulator {
    Simulator::new(Schema::from_slice(DUMP).unwrap().into())
}

/// One whose schema lacks a command, of which it then takes anything.
fn without(command: &str) -> Simulator {
    let mut dump: Vec<Value> = serde_json::from_slice(DUMP).unwrap();
    dump.retain(|entry| entry.get("name") != Some(&command.into()));
    let dump = serde_json::to_vec(&dump).unwrap();
    Simulator::new(Schema::from_slice(&dump).unwrap().into())
}

fn suite(simulator: &Simulator) -> Suite {
    let suite = Suite::new("simulated", DUMP, NOTHING);
    // What fails here is no finding of a run.
    suite.simulated(simulator).recorded(drop)
}

/// One that does not wait long for what does not come.
fn impatient(simulator: &Simulator) -> Suite {
    suite(simulator).patience(Duration::from_millis(50))
}

/// What a case says that must fail.
fn failure(outcome: Result<(), Stop>) -> String {
    match outcome {
        Err(Stop::Failed(text)) => text,
        other => format!("not a failure: {other:?}"),
    }
}

#[test]
fn without_a_fault_all_is_well() {
    let simulator = simulator();
    let suite = suite(&simulator);
    for command in ["query-status", "blockdev-add", "qmp_capabilities"] {
        suite.live(command).unwrap();
        suite.command_schema(command).unwrap();
    }
    suite.event_schema("STOP").unwrap();
}

#[test]
fn a_reply_lacks_a_member() {
    let simulator = simulator();
    simulator.on("query-status", |_| Ok(json!({"running": true})));
    assert_eq!(
        failure(suite(&simulator).live("query-status")),
        "the reply to `query-status` is not valid: \
         query-status.returns.status: `status` is missing: expected a string\n\
         in {\"running\": true}"
    );
}

#[test]
fn a_reply_has_a_wrong_type() {
    let simulator = simulator();
    simulator.on("query-status", |_| {
        Ok(json!({"running": 1, "status": "running"}))
    });
    let text = failure(suite(&simulator).live("query-status"));
    let start = "the reply to `query-status` is not valid: ";
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains("running") && text.contains("bool"), "{text}");
}

#[test]
fn an_unknown_member_is_taken() {
    let simulator = without("query-status");
    simulator.on("query-status", |_| {
        Ok(json!({"running": true, "status": "running"}))
    });
    let text = failure(suite(&simulator).live("query-status"));
    assert!(text.contains("query-status.arguments"), "{text}");
    assert!(text.contains("return {"), "{text}");
    let wanted = "wanted: GenericError: Parameter '?' is unexpected";
    assert!(text.contains(wanted), "{text}");
}

#[test]
fn an_error_has_a_wrong_class() {
    let simulator = without("query-status");
    simulator.on("query-status", |_| {
        let text = "Parameter '?' is unexpected";
        Err(QmpError::new("DeviceNotFound", text))
    });
    let text = failure(suite(&simulator).live("query-status"));
    let answer = "DeviceNotFound: Parameter '?' is unexpected";
    assert!(text.contains(answer), "{text}");
    assert!(text.contains("wanted: GenericError: "), "{text}");
}

#[test]
fn a_query_is_refused() {
    let simulator = simulator();
    simulator.on("query-status", |_| {
        Err(QmpError::new("GenericError", "it is too early"))
    });
    assert_eq!(
        failure(suite(&simulator).live("query-status")),
        "`query-status` needs no arguments, but was refused: GenericError: it is too early"
    );
    const EARLY: &[Refusal] = &[Refusal {
        command: "query-status",
        answer: "GenericError: it is too early",
        reason: "there is no guest yet",
    }];
    let suite = suite(&simulator).refusals(EARLY);
    suite.live("query-status").unwrap();
}

fn stop(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute_raw::<Value>("stop", &json!({}))?;
    Ok(())
}

#[test]
fn an_event_is_missing_or_wrong() {
    let simulator = simulator();
    simulator.on("stop", |_| Ok(json!({})));
    assert_eq!(
        failure(impatient(&simulator).raised("STOP", &On::default(), stop)),
        "`STOP` did not come within 0.05 s"
    );
    let suite = suite(&simulator);
    simulator.on("stop", |call| {
        call.emit("STOP", json!({}));
        Ok(json!({}))
    });
    suite.raised("STOP", &On::default(), stop).unwrap();
    simulator.on("stop", |call| {
        call.emit("SHUTDOWN", json!({"guest": "no"}));
        Ok(json!({}))
    });
    let text = failure(suite.raised("SHUTDOWN", &On::default(), stop));
    let start = "the event `SHUTDOWN` is not valid: ";
    assert!(text.starts_with(start), "{text}");
}

#[test]
fn an_event_has_other_data() {
    let simulator = simulator();
    simulator.on("stop", |call| {
        call.emit(
            "SHUTDOWN",
            json!({"guest": false, "reason": "host-qmp-quit"}),
        );
        Ok(json!({}))
    });
    let with = |data| On {
        data,
        ..On::default()
    };
    let quit = with(r#"{"reason": "host-qmp-quit"}"#);
    let guest = with(r#"{"guest": true}"#);
    suite(&simulator).raised("SHUTDOWN", &quit, stop).unwrap();
    assert_eq!(
        failure(impatient(&simulator).raised("SHUTDOWN", &guest, stop)),
        "`SHUTDOWN` with {\"guest\": true} did not come within 0.05 s, \
         only with {\"guest\":false,\"reason\":\"host-qmp-quit\"}"
    );
}

#[test]
fn a_behaviour_proves_nothing() {
    let simulator = simulator();
    let suite = suite(&simulator);
    let can = On::default();
    let cannot = On {
        cannot: "there is no guest",
        ..can
    };
    suite.behaviour("stop", &can, stop).unwrap();
    assert_eq!(
        failure(suite.behaviour("cont", &can, stop)),
        "`cont` was not answered with success"
    );
    assert_eq!(
        failure(suite.behaviour("stop", &cannot, stop)),
        "`stop` succeeds, although there is no guest"
    );
    assert_eq!(
        failure(suite.behaviour("cont", &cannot, stop)),
        "`cont` was not tried"
    );
    simulator.on("stop", |call| {
        call.emit("STOP", json!({}));
        Err(QmpError::new("GenericError", "there is no guest"))
    });
    let refused: Body = |vm| {
        let outcome = vm.execute_raw::<Value>("stop", &json!({}));
        equal("its error", outcome.is_err(), true)
    };
    suite.behaviour("stop", &cannot, refused).unwrap();
    assert_eq!(
        failure(suite.raised("STOP", &cannot, refused)),
        "`STOP` was raised, although there is no guest"
    );
    suite.raised("RESUME", &cannot, refused).unwrap();
}

#[test]
fn a_crash_is_told_with_its_signal_and_the_next_case_runs() {
    let suite = Suite::new("qemu-10.0-x86_64", DUMP, NOTHING).optional();
    // It is no finding of a run.
    let suite = suite.recorded(drop);
    // It looks for a real-time clock, and there is none.
    let crash = suite.behaviour("rtc-reset-reinjection", &On::default(), |vm| {
        vm.execute_raw::<Value>("rtc-reset-reinjection", &json!({}))?;
        Ok(())
    });
    match crash {
        Err(Stop::Crashed { exit, during }) => {
            assert!(exit.to_string().starts_with("signal: "), "{exit}");
            assert!(during.contains("`rtc-reset-reinjection`"), "{during}");
        }
        other => {
            assert!(matches!(other, Ok(())), "{other:?}");
            let why = "there is no such QEMU here";
            let text = format!("faults: skipped (1): `rtc-reset-reinjection`: {why}\n");
            std::io::stderr().write_all(text.as_bytes()).unwrap();
        }
    }
    let next = suite.behaviour("stop", &On::default(), stop);
    assert!(next.is_ok(), "{next:?}");
}
