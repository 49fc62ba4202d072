//! The client with the real guest agent of this machine.
//!
//! It serves the machine that the test runs on, so nothing is asked of it that
//! changes more than a temporary file. What would do harm is forbidden it, too.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on must stop, and says what it has seen"
)]

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use libtest_mimic::{Arguments, Completion, Trial};
use qapi_client::{Agent, Error, ErrorClass};
use qapi_machine::{Binary, Machine, live};
use qapi_schema::{Schema, with_causes};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

/// Commands that only look, and need no arguments.
const QUERIES: &[&str] = &[
    "guest-fsfreeze-status",
    "guest-get-cpustats",
    "guest-get-disks",
    "guest-get-diskstats",
    "guest-get-fsinfo",
    "guest-get-host-name",
    "guest-get-load",
    "guest-get-memory-block-info",
    "guest-get-memory-blocks",
    "guest-get-osinfo",
    "guest-get-time",
    "guest-get-timezone",
    "guest-get-users",
    "guest-get-vcpus",
    "guest-info",
    "guest-network-get-interfaces",
    "guest-network-get-route",
    "guest-ping",
];

type Case = (&'static str, fn(Guest));

const CASES: &[Case] = &[
    ("what_it_replies_is_valid", what_it_replies_is_valid),
    ("programs_run_and_end", programs_run_and_end),
    ("a_file_is_written_and_read", a_file_is_written_and_read),
    ("what_is_forbidden_is_refused", what_is_forbidden_is_refused),
    ("what_is_invalid_is_not_sent", what_is_invalid_is_not_sent),
    (
        "half_a_command_of_another_does_no_harm",
        half_a_command_of_another_does_no_harm,
    ),
    (
        "an_agent_that_hangs_is_waited_for_and_found_again",
        an_agent_that_hangs_is_waited_for_and_found_again,
    ),
    (
        "the_end_of_the_agent_is_the_end",
        the_end_of_the_agent_is_the_end,
    ),
];

fn main() -> ExitCode {
    let path = qapi_machine::find_agent();
    let trials = CASES.iter().map(|&(name, case)| {
        let path = path.clone();
        Trial::ignorable_test(name, move || {
            let Some(path) = path else {
                return Ok(Completion::ignored_with(live::without_agent()?));
            };
            case(Guest::start(&Binary::new(path)?));
            Ok(Completion::Completed)
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

/// An agent, and what it may be asked.
struct Guest {
    machine: Machine,
    schema: Arc<Schema>,
}

impl Guest {
    fn start(binary: &Binary) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"));
        let file = file.join("../schemas/reference/qemu-ga-10.2.json");
        let schema = Schema::from_slice(&std::fs::read(file).unwrap()).unwrap();
        Self {
            machine: Machine::builder(binary).start().unwrap(),
            schema: Arc::new(schema),
        }
    }

    fn connect(&mut self) -> Agent {
        let stream = self.machine.take_monitor().unwrap();
        let builder = Agent::builder().schema(Arc::clone(&self.schema));
        builder.over(stream).unwrap()
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.machine.id()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }
}

fn ask(agent: &mut Agent, command: &str, arguments: &Value) -> Result<Value, Error> {
    agent.execute_raw(command, arguments)
}

fn what_it_replies_is_valid(mut guest: Guest) {
    let mut agent = guest.connect();
    assert!(agent.supports("guest-ping"));
    assert!(!agent.supports("guest-made-up"));
    let (mut valid, mut refused) = (0, Vec::new());
    for command in QUERIES {
        match ask(&mut agent, command, &json!({})) {
            Ok(reply) => {
                let judged = guest.schema.validator().reply(command, &reply);
                judged.unwrap_or_else(|violations| panic!("{command}: {violations}\n{reply}"));
                valid += 1;
            }
            // A container has no memory blocks and the like.
            Err(Error::Refused { command, error }) => refused.push(format!("{command} ({error})")),
            Err(error) => panic!("{command}: {}", with_causes(&error)),
        }
    }
    println!(
        "agent {}: {valid} queries answered; refused: {}",
        agent.info().version,
        refused.join(", ")
    );
    assert!(valid >= 8);
    assert_eq!(agent.counters().stray_messages, 0);
}

fn programs_run_and_end(mut guest: Guest) {
    let mut agent = guest.connect();
    for (program, code) in [("/bin/true", 0), ("/bin/false", 1)] {
        let exec = json!({"path": program, "capture-output": true});
        let started = ask(&mut agent, "guest-exec", &exec).unwrap();
        let status = loop {
            let status = ask(&mut agent, "guest-exec-status", &started).unwrap();
            if status["exited"] == true {
                break status;
            }
        };
        assert_eq!(status["exitcode"], code, "{program}: {status}");
    }
    let error = ask(&mut agent, "guest-exec", &json!({"path": "/nonexistent"}));
    assert!(matches!(error, Err(Error::Refused { .. })), "{error:?}");
}

fn a_file_is_written_and_read(mut guest: Guest) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let mut agent = guest.connect();
    let mut run = |command: &str, arguments: Value| ask(&mut agent, command, &arguments).unwrap();
    // "hello\n" in base64, a hundred thousand times.
    let content = "aGVsbG8K".repeat(100_000);
    let handle = run("guest-file-open", json!({"path": path, "mode": "w+"}));
    let write = json!({"handle": handle, "buf-b64": content});
    assert_eq!(run("guest-file-write", write)["count"], 600_000);
    let seek = json!({"handle": handle, "offset": 0, "whence": "set"});
    assert_eq!(run("guest-file-seek", seek)["position"], 0);
    let read = json!({"handle": handle, "count": 1_000_000});
    let got = run("guest-file-read", read);
    assert_eq!(
        (&got["count"], &got["eof"]),
        (&json!(600_000), &json!(true))
    );
    assert_eq!(got["buf-b64"], content);
    run("guest-file-close", json!({"handle": handle}));
    let written = std::fs::read_to_string(path).unwrap();
    assert!(written == "hello\n".repeat(100_000));
    let again = ask(&mut agent, "guest-file-close", &json!({"handle": handle}));
    assert!(matches!(again, Err(Error::Refused { .. })), "{again:?}");
}

fn what_is_forbidden_is_refused(mut guest: Guest) {
    let mut agent = guest.connect();
    let command = "guest-set-time";
    let info = agent.info().command(command).unwrap();
    assert!(!info.enabled && !agent.supports(command));
    // Should it not be, this sets the clock to what it is.
    let time = ask(&mut agent, "guest-get-time", &json!({})).unwrap();
    match ask(&mut agent, command, &json!({"time": time})) {
        Err(Error::Refused { error, .. }) => {
            assert_eq!(*error.class(), ErrorClass::CommandNotFound);
        }
        other => panic!("{other:?}"),
    }
    let silent = agent.info().command("guest-shutdown").unwrap();
    assert!(!silent.enabled && !silent.success_response);
}

fn what_is_invalid_is_not_sent(mut guest: Guest) {
    let mut agent = guest.connect();
    let wrong = json!({"path": "/bin/true", "capture-output": "stdio"});
    match ask(&mut agent, "guest-exec", &wrong) {
        Err(Error::Invalid { violations, .. }) => {
            let at = violations.first().at().unwrap().to_string();
            assert_eq!(at, "guest-exec.arguments.capture-output");
        }
        other => panic!("{other:?}"),
    }
    // The agent says the same.
    let call = agent.unvalidated();
    let refused = call.execute_raw::<Value>("guest-exec", &wrong);
    assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
    ask(&mut agent, "guest-ping", &json!({})).unwrap();
}

fn half_a_command_of_another_does_no_harm(mut guest: Guest) {
    let mut stream = guest.machine.take_monitor().unwrap();
    let half = br#"{"execute": "guest-ping"} {"execute": "guest-set-ti"#;
    stream.write_all(half).unwrap();
    let mut agent = Agent::over(stream).unwrap();
    assert!(agent.counters().dropped_bytes > 0);
    ask(&mut agent, "guest-ping", &json!({})).unwrap();
}

fn an_agent_that_hangs_is_waited_for_and_found_again(mut guest: Guest) {
    let mut agent = guest.connect();
    guest.signal(Signal::STOP);
    let short = Duration::from_millis(50);
    let none = json!({});
    let late = agent
        .within(short)
        .execute_raw::<Value>("guest-get-time", &none);
    assert!(matches!(late, Err(Error::TimedOut { .. })), "{late:?}");
    let out_of_step = agent
        .within(short)
        .execute_raw::<Value>("guest-ping", &none);
    assert!(
        matches!(out_of_step, Err(Error::NoSync(_))),
        "{out_of_step:?}"
    );
    guest.signal(Signal::CONT);
    let name: Value = ask(&mut agent, "guest-get-host-name", &none).unwrap();
    assert!(name["host-name"].is_string(), "{name}");
    // The reply to the first one was passed over.
    assert!(agent.counters().dropped_bytes > 0);
    assert_eq!(agent.counters().stray_messages, 0);
}

fn the_end_of_the_agent_is_the_end(mut guest: Guest) {
    let mut agent = guest.connect();
    guest.machine.kill().unwrap();
    let ended = ask(&mut agent, "guest-ping", &json!({})).unwrap_err();
    assert!(
        matches!(ended, Error::Ended(_)) && !ended.is_usable(),
        "{ended}"
    );
}
