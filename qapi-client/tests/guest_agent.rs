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

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use libtest_mimic::{Arguments, Completion, Trial};
use qapi_client::sim::Simulator;
use qapi_client::{Agent, Error, ErrorClass, Transport};
use qapi_machine::{Binary, Machine, live};
use qapi_schema::{Schema, with_causes};
use qapi_types::qga;
use qapi_types::qga::commands::{
    GuestExec, GuestExecStatus, GuestFileClose, GuestFileOpen, GuestFileRead, GuestFileSeek,
    GuestFileWrite,
};
use qapi_types::qga::types::{GuestExecCaptureOutput, QGASeek};
use qapi_types::registry::{Codec, Registered};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

/// Far more than any of this takes; it only keeps a broken build from hanging.
const LIMIT: Duration = Duration::from_secs(60);

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
    (
        "what_it_replies_is_valid_and_typed",
        what_it_replies_is_valid_and_typed,
    ),
    ("programs_run_and_end", programs_run_and_end),
    ("a_file_is_written_and_read", a_file_is_written_and_read),
    ("what_is_forbidden_is_refused", what_is_forbidden_is_refused),
    ("what_is_invalid_is_not_sent", what_is_invalid_is_not_sent),
    (
        "the_simulator_speaks_as_it_does",
        the_simulator_speaks_as_it_does,
    ),
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

fn what_it_replies_is_valid_and_typed(mut guest: Guest) {
    let mut agent = guest.connect();
    assert!(agent.supports("guest-ping"));
    assert!(!agent.supports("guest-made-up"));
    let (mut valid, mut refused) = (0, Vec::new());
    for command in QUERIES {
        match ask(&mut agent, command, &json!({})) {
            Ok(reply) => {
                let judged = guest.schema.validator().reply(command, &reply);
                judged.unwrap_or_else(|violations| panic!("{command}: {violations}\n{reply}"));
                let back = codec(command).recode_value(&reply);
                let back = back.unwrap_or_else(|error| panic!("{command}: {error}\n{reply}"));
                assert!(back.unknown.is_empty(), "{command}: {:?}", back.unknown);
                assert_eq!(in_doubles(back.value), in_doubles(reply), "{command}");
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

/// The type of a command's reply.
fn codec(command: &str) -> Codec {
    let mut entries = qga::REGISTRY.iter();
    let codec = entries.find_map(|entry| match entry {
        Registered::Command { name, reply, .. } if *name == command => Some(*reply),
        _ => None,
    });
    codec.unwrap_or_else(|| panic!("the bindings lack `{command}`"))
}

/// A value with its numbers as doubles, as which bindings write `number`.
fn in_doubles(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(elements) => elements.into_iter().map(in_doubles).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name, in_doubles(value)))
            .collect(),
        other => other,
    }
}

fn programs_run_and_end(mut guest: Guest) {
    let mut agent = guest.connect();
    for (program, code, said) in [
        ("true", 0, None),
        ("false", 1, None),
        ("echo", 0, Some("Cg==")),
    ] {
        let exec = GuestExec::new(format!("/bin/{program}"))
            .capture_output(GuestExecCaptureOutput::Bool(true));
        let started = agent.execute(&exec).unwrap();
        let status = loop {
            let status = agent.execute(&GuestExecStatus::new(started.pid));
            let status = status.unwrap();
            if status.exited {
                break status;
            }
        };
        assert_eq!(status.exitcode, Some(code.into()), "{program}: {status:?}");
        assert_eq!(status.out_data.as_deref(), said, "{program}: {status:?}");
    }
    let error = agent.execute(&GuestExec::new("/nonexistent"));
    assert!(matches!(error, Err(Error::Refused { .. })), "{error:?}");
}

fn a_file_is_written_and_read(mut guest: Guest) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let mut agent = guest.connect();
    // "hello\n" in base64, a hundred thousand times.
    let content = "aGVsbG8K".repeat(100_000);
    let open = GuestFileOpen::new(path.to_str().unwrap()).mode("w+");
    let handle = agent.execute(&open).unwrap();
    let write = GuestFileWrite::new(handle, &*content);
    assert_eq!(agent.execute(&write).unwrap().count, 600_000);
    let seek = GuestFileSeek::new(handle, 0, QGASeek::Set);
    assert_eq!(agent.execute(&seek).unwrap().position, 0);
    let read = GuestFileRead::new(handle).count(1_000_000);
    let got = agent.execute(&read).unwrap();
    assert!(got.count == 600_000 && got.eof && got.buf_b64 == content);
    agent.execute(&GuestFileClose::new(handle)).unwrap();
    let written = std::fs::read_to_string(path).unwrap();
    assert!(written == "hello\n".repeat(100_000));
    let again = agent.execute(&GuestFileClose::new(handle));
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

/// Byte for byte, as far as a schema tells what is said.
fn the_simulator_speaks_as_it_does(mut guest: Guest) {
    let real = guest.machine.take_monitor().unwrap();
    let simulated = Simulator::new(Arc::clone(&guest.schema)).stream();
    let mut sides: [BufReader<Box<dyn Transport>>; 2] = [
        BufReader::new(Box::new(real)),
        BufReader::new(Box::new(simulated)),
    ];
    for side in &mut sides {
        side.get_mut().set_timeout(Some(LIMIT)).unwrap();
    }
    for text in [
        &br#"{"execute": "guest-ping", "id": "a"}"#[..],
        br#"{"execute": "guest-ping"}{"execute": "guest-ping", "arguments": {}}"#,
        br#"{"execute": "guest-sync", "arguments": {"id": 9223372036854775807}}"#,
        b"\xFF{\"execute\": \"guest-sync-delimited\", \"arguments\": {\"id\": 1}, \"id\": {}}",
        br#"{"execute": "guest-sync-delimited", "arguments": {"id": "1"}, "id": 2}"#,
        b"{\"execute\": \"guest-pi\xFF{\"execute\": \"guest-ping\"}",
        b"{\"execute\": [1, {\xFF{\"execute\": \"guest-ping\"}",
        br#"{"execute": "guest-made-up", "id": 3}"#,
        br#"{"execute": "qmp_capabilities", "id": 4}"#,
        br#"{"execute": "guest-ping", "arguments": {"x": 1}}"#,
        br#"{"execute": "guest-ping", "extra": 1}"#,
        br#"{"exec-oob": "guest-ping"}"#,
        br#"{"execute": "guest-exec", "arguments": {}}"#,
        br#"{"execute": "guest-exec", "arguments": {"path": "/bin/true", "arg": [1]}}"#,
        br#"{"execute": "guest-file-seek", "arguments": {"handle": 1, "offset": 0, "whence": "x"}}"#,
        b"[]",
        b"{]",
        b"\xFF\xFF",
    ] {
        let [real, simulated] = sides.each_mut().map(|side| {
            // Whatever the text has left open ends here.
            let end = b"\n\xFF{\"execute\": \"guest-sync\", \"arguments\": {\"id\": 77}}\n";
            side.get_mut().write_all(&[text, end].concat()).unwrap();
            let mut said = Vec::new();
            while !said.ends_with(b"{\"return\": 77}\n") {
                assert!(side.read_until(b'\n', &mut said).unwrap() > 0);
            }
            said.escape_ascii().to_string()
        });
        assert_eq!(simulated, real, "{}", text.escape_ascii());
    }
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
