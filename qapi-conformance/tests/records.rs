//! What tests leave behind.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail the test"
)]

use std::io::Write;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use qapi_client::QmpError;
use qapi_client::sim::Simulator;
use qapi_conformance::record::{Entry, Hand, Kind, Map, Outcome, Test};
use qapi_conformance::{Body, Coverage, On, Stop, Suite, Vm, Written};
use qapi_machine::{Binary, find, live};
use qapi_schema::Schema;
use serde_json::{Value, json};

const DUMP: &[u8] = include_bytes!("../../schemas/qemu-10.0-x86_64.json");

const WRITTEN: &[Written] = &[
    Written {
        name: "stop",
        cannot: false,
    },
    Written {
        name: "cont",
        cannot: true,
    },
];

type Entries = Arc<Mutex<Vec<Entry>>>;

fn simulator() -> Simulator {
    Simulator::new(Schema::from_slice(DUMP).unwrap().into())
}

/// A suite, and what its tests leave behind.
fn recorded(suite: Suite) -> (Suite, Entries) {
    let entries = Entries::default();
    let suite = suite.recorded({
        let entries = Arc::clone(&entries);
        move |entry| entries.lock().unwrap().push(entry)
    });
    (suite, entries)
}

fn simulated(simulator: &Simulator) -> (Suite, Entries) {
    let suite = Suite::new("simulated", DUMP, Coverage::default()).written(WRITTEN, &[]);
    recorded(suite.simulated(simulator))
}

fn map(entries: &Entries) -> Map {
    let entries = entries.lock().unwrap();
    let mut maps = entries.iter().filter_map(|entry| match entry {
        Entry::Map(map) => Some(map.clone()),
        _ => None,
    });
    maps.next().unwrap()
}

/// The last test.
fn last(entries: &Entries) -> Test {
    match entries.lock().unwrap().last() {
        Some(Entry::Test(test)) => (**test).clone(),
        other => panic!("no test, but {other:?}"),
    }
}

/// What goes both ways, with an arrow.
fn said(test: &Test) -> Vec<String> {
    let lines = test.exchange.lines.iter().map(|line| {
        let way = if line.from_qemu { '<' } else { '>' };
        format!("{way} {}", line.text)
    });
    lines.collect()
}

fn stop(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute_raw::<Value>("stop", &json!({}))?;
    Ok(())
}

#[test]
fn what_there_is_to_test_comes_first() {
    let (_suite, entries) = simulated(&simulator());
    let map = map(&entries);
    assert_eq!((map.commands.len(), map.events.len()), (233, 55));
    let hand = |name| {
        map.commands
            .iter()
            .find(|place| place.name == name)
            .unwrap()
            .hand
    };
    let hands = [hand("stop"), hand("cont"), hand("query-status")];
    assert_eq!(hands, [Hand::Written, Hand::Cannot, Hand::Stub]);
    assert!(map.events.iter().all(|place| place.hand == Hand::Stub));
    let coverage = map.coverage().unwrap().to_string();
    let wanted = "behaviours 1 of 233 (and 1 that cannot succeed here), events 0 of 55";
    assert_eq!(coverage, wanted);
}

#[test]
fn each_way_to_end_is_kept_with_what_was_said() {
    let simulator = simulator();
    simulator.on("cont", |_| {
        Err(QmpError::new("GenericError", "there is no guest"))
    });
    let (suite, entries) = simulated(&simulator);
    let on = On::default();

    suite.behaviour("stop", &on, stop).unwrap();
    let test = last(&entries);
    assert_eq!((test.kind, test.outcome.word()), (Kind::Command, "passed"));
    assert_eq!(
        (&*test.suite, &*test.name, &*test.test),
        ("simulated", "stop", "behaviour")
    );
    assert!(test.started > 1e9 && test.seconds > 0.0, "{test:?}");
    assert_eq!(
        said(&test),
        [
            "< {\"QMP\":…}",
            "> {\"execute\":\"qmp_capabilities\",\"id\":1}",
            "< {\"return\":{},\"id\":1}",
            "> {\"execute\":\"stop\",\"id\":2}",
            "< {\"return\":{},\"id\":2}",
        ]
    );
    let entry = Entry::Test(Box::new(test));
    let text = serde_json::to_string(&entry).unwrap();
    assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), entry);

    let cannot = On {
        cannot: "there is no guest here",
        ..on
    };
    let refused = |vm: &mut Vm<'_>| {
        let _ = vm.execute_raw::<Value>("cont", &json!({}));
        Ok(())
    };
    suite.behaviour("cont", &cannot, refused).unwrap();
    let reason = "there is no guest here".to_owned();
    assert_eq!(last(&entries).outcome, Outcome::Cannot { reason });

    let skip: Body = |vm| vm.need(&["stop.arguments.softly"]);
    suite.behaviour("stop", &on, skip).unwrap();
    let reason = "this QEMU has no `stop.arguments.softly`".to_owned();
    assert_eq!(last(&entries).outcome, Outcome::Skipped { reason });

    let suite = suite.patience(Duration::from_millis(50));
    suite.raised("STOP", &on, |_| Ok(())).unwrap_err();
    let message = "`STOP` did not come within 0.05 s".to_owned();
    let test = last(&entries);
    assert_eq!((test.kind, &*test.test), (Kind::Event, "raised"));
    assert_eq!(test.outcome, Outcome::Failed { message });

    let panics: Body = |_| {
        assert_eq!(1, 2, "numbers");
        Ok(())
    };
    // The next test runs all the same.
    suite.behaviour("stop", &on, panics).unwrap_err();
    let Outcome::Failed { message } = last(&entries).outcome else {
        panic!("{entries:?}");
    };
    assert!(
        message.starts_with("panicked: assertion `left == right` failed: numbers"),
        "{message}"
    );
}

#[test]
fn what_was_judged_is_counted_and_some_of_it_shown() {
    let (suite, entries) = simulated(&simulator());
    suite.live("query-status").unwrap();
    let test = last(&entries);
    let judged = test.exchange.judged.clone().unwrap();
    assert_eq!(judged.instances, 1);
    assert!(judged.mutations >= judged.asked.len() - 1);
    let first = &judged.asked[0];
    assert_eq!(first.what, "valid");
    assert!(first.question.contains(r#"{"?":0}"#), "{first:?}");
    let answer = "GenericError: Parameter '?' is unexpected";
    assert_eq!(first.answer, answer);
    // Then it is carried out.
    let said = said(&test);
    assert!(
        said.last()
            .unwrap()
            .starts_with("< {\"return\":{\"running\":"),
        "{said:?}"
    );

    suite.command_schema("query-status").unwrap();
    assert!(last(&entries).exchange.is_empty());
}

#[test]
fn a_row_of_the_protocol_is_kept_by_connection() {
    let (suite, entries) = simulated(&simulator());
    suite.protocol("duplicate_key").unwrap();
    let test = last(&entries);
    assert_eq!((test.kind, &*test.name), (Kind::Protocol, "duplicate_key"));
    let places = test.exchange.lines.iter().map(|line| line.place.as_str());
    let places: Vec<&str> = places.filter(|place| !place.is_empty()).collect();
    let first = [
        "over a unix socket, before negotiation",
        "over a stream in memory, before negotiation",
    ];
    assert_eq!(places.get(..2), Some(first.as_slice()));
    let said = said(&test);
    assert!(said[0].starts_with("< {\"QMP\":"), "{said:?}");
    let answer =
        "{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error, duplicate key\"}}";
    assert!(said.iter().any(|line| line.contains(answer)), "{said:?}");
    // What finds the end of the answers is no part of it.
    assert!(!said.iter().any(|line| line.contains("mark")), "{said:?}");
}

#[test]
fn a_long_exchange_is_cut_in_its_middle() {
    let (suite, entries) = simulated(&simulator());
    let often: Body = |vm| (0..40).try_for_each(|_| stop(vm));
    suite.behaviour("stop", &On::default(), often).unwrap();
    let test = last(&entries);
    let left_out: usize = test.exchange.lines.iter().map(|line| line.left_out).sum();
    assert!(left_out > 0);
    assert_eq!(test.exchange.lines.len() + left_out, 3 + 80);
    assert_eq!(said(&test).last().unwrap(), "< {\"return\":{},\"id\":41}");
}

#[test]
fn no_secret_is_left_behind() {
    let simulator = simulator();
    simulator.on("set_password", |_| {
        Err(QmpError::new("GenericError", "`hunter2` is too short"))
    });
    let (suite, entries) = simulated(&simulator);
    let body: Body = |vm| {
        let secret = json!({"qom-type": "secret", "id": "s0", "data": "a\"quoted\" one"});
        vm.execute_raw::<Value>("object-add", &secret)?;
        let password = json!({"protocol": "vnc", "password": "hunter2"});
        let refused = vm.execute_raw::<Value>("set_password", &password);
        Err(format!(
            "neither hunter2 nor {:?} nor swordfish: {}",
            secret["data"],
            refused.unwrap_err()
        )
        .into())
    };
    let on = On {
        args: "-object secret,id=s1,data=swordfish",
        ..On::default()
    };
    suite.behaviour("set_password", &on, body).unwrap_err();
    let test = last(&entries);
    let all = serde_json::to_string(&test).unwrap();
    for secret in ["hunter2", "quoted", "swordfish"] {
        assert!(!all.contains(secret), "{all}");
    }
    let Outcome::Failed { message } = &test.outcome else {
        panic!("{test:?}");
    };
    assert!(message.starts_with("neither [redacted] nor"), "{message}");
    let said = said(&test).join("\n");
    for line in [
        "{\"data\":\"[redacted]\",\"id\":\"s0\",\"qom-type\":\"secret\"}",
        "{\"password\":\"[redacted]\",\"protocol\":\"vnc\"}",
        "`[redacted]` is too short",
    ] {
        assert!(said.contains(line), "{said}");
    }
}

#[test]
fn a_crash_is_kept_with_its_signal() {
    let Some(path) = find() else {
        let reason = live::without_qemu().unwrap();
        // What is printed by `eprintln!` is kept from view.
        writeln!(
            std::io::stderr(),
            "records: skipped (1): `a_crash_is_kept_with_its_signal`: {reason}"
        )
        .unwrap();
        return;
    };
    let binary = Binary::new(path).unwrap();
    let (suite, entries) = recorded(Suite::of("mine".to_owned(), &binary).unwrap());
    assert_eq!(map(&entries).coverage(), None);
    assert!(
        map(&entries)
            .commands
            .iter()
            .all(|place| place.hand == Hand::None)
    );
    let on = On {
        args: "-pidfile @DIR@/pid",
        ..On::default()
    };
    let killed: Body = |vm| {
        let id = std::fs::read_to_string(vm.path("pid"))?;
        Command::new("kill").args(["-ABRT", id.trim()]).status()?;
        vm.execute_raw::<Value>("query-status", &json!({}))?;
        Ok(())
    };
    suite.behaviour("query-status", &on, killed).unwrap_err();
    let test = last(&entries);
    let Outcome::Crashed { status, .. } = &test.outcome else {
        panic!("{test:?}");
    };
    assert!(status.starts_with("signal: 6"), "{status}");
    let subject = entries
        .lock()
        .unwrap()
        .iter()
        .find_map(|entry| match entry {
            Entry::Subject(subject) => Some(subject.clone()),
            _ => None,
        });
    let subject = subject.unwrap();
    assert_eq!(subject.path.as_deref(), Some(binary.path()));
    assert_eq!(subject.version, Some(binary.version().to_string()));
}
