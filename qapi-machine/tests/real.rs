//! Real QEMUs, storage daemons and guest agents: each case runs with every one
//! that is found.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use qapi_machine::{Binary, Builder, Kind, LeaseError, Machine, Pool, live};

/// Far more than any of this takes; it only keeps a broken build from hanging.
const LIMIT: Duration = Duration::from_secs(60);

type Case = (&'static str, fn(&Binary));
type Skip = fn() -> Result<String, qapi_machine::Error>;

const CASES: &[Case] = &[
    (
        "it_greets_over_the_monitor_and_quits",
        it_greets_over_the_monitor_and_quits,
    ),
    (
        "a_refused_argument_ends_the_stream_and_tells_why",
        a_refused_argument_ends_the_stream_and_tells_why,
    ),
    (
        "a_crash_is_seen_and_a_drop_ends_it",
        a_crash_is_seen_and_a_drop_ends_it,
    ),
    (
        "a_machine_of_the_callers_takes_the_place_of_none",
        a_machine_of_the_callers_takes_the_place_of_none,
    ),
    (
        "a_pool_hands_out_what_was_given_back_and_replaces_what_has_died",
        a_pool_hands_out_what_was_given_back_and_replaces_what_has_died,
    ),
    (
        "a_pool_tells_why_a_machine_did_not_start",
        a_pool_tells_why_a_machine_did_not_start,
    ),
];

/// With a guest agent.
const AGENT_CASES: &[Case] = &[
    (
        "an_agent_answers_and_does_no_harm",
        an_agent_answers_and_does_no_harm,
    ),
    (
        "a_refused_argument_ends_the_stream_and_tells_why",
        a_refused_argument_ends_the_stream_and_tells_why,
    ),
    (
        "a_crash_is_seen_and_a_drop_ends_it",
        a_crash_is_seen_and_a_drop_ends_it,
    ),
];

fn main() -> ExitCode {
    let found = qapi_machine::find_all().into_iter();
    let qemus: Vec<PathBuf> = found.map(|found| found.path).collect();
    let agents: Vec<PathBuf> = qapi_machine::find_agent().into_iter().collect();
    let mut trials = Vec::new();
    for (cases, programs, without) in [
        (CASES, qemus, live::without_qemu as Skip),
        (AGENT_CASES, agents, live::without_agent),
    ] {
        for &(name, case) in cases {
            if programs.is_empty() {
                let skip = move || Ok(Completion::ignored_with(without()?));
                trials.push(Trial::ignorable_test(name, skip));
            }
            for path in &programs {
                let path = path.clone();
                let name = format!("{name} ({})", path.display());
                trials.push(Trial::test(name, move || run(case, &path)));
            }
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn run(case: fn(&Binary), path: &Path) -> Result<(), Failed> {
    case(&Binary::new(path)?);
    Ok(())
}

fn it_greets_over_the_monitor_and_quits(binary: &Binary) {
    greets_and_quits(Machine::builder(binary));
    // The same on its stdin and stdout, by arguments of one's own.
    let stdio: &[&str] = match binary.kind() {
        Kind::System => &["-qmp", "stdio"],
        _ => &["--chardev", "stdio,id=own", "--monitor", "chardev=own"],
    };
    greets_and_quits(Machine::builder(binary).monitor(false).args(stdio));
}

fn greets_and_quits(builder: Builder) {
    let mut machine = builder.start().unwrap();
    assert_eq!(machine.status().unwrap(), None);
    let mut monitor = BufReader::new(machine.take_monitor().unwrap());
    assert!(machine.take_monitor().is_none());
    monitor.get_ref().set_read_timeout(Some(LIMIT)).unwrap();
    let mut greeting = String::new();
    monitor.read_line(&mut greeting).unwrap();
    assert!(greeting.starts_with(r#"{"QMP": "#), "{greeting}");
    let commands = b"{\"execute\": \"qmp_capabilities\"}{\"execute\": \"quit\"}";
    monitor.get_mut().write_all(commands).unwrap();
    let mut rest = String::new();
    monitor.read_to_string(&mut rest).unwrap();
    let exit = machine.wait(LIMIT).unwrap().unwrap();
    // It has nothing to say against its arguments.
    assert_eq!(exit.to_string(), "exit status: 0");
    assert_eq!(machine.status().unwrap(), Some(exit));
}

fn a_refused_argument_ends_the_stream_and_tells_why(binary: &Binary) {
    let builder = Machine::builder(binary).arg("--no-such-option");
    let mut machine = builder.start().unwrap();
    let mut monitor = machine.take_monitor().unwrap();
    monitor.set_read_timeout(Some(LIMIT)).unwrap();
    let mut all = String::new();
    // A reset is an end, too: of an agent that has not come to accept.
    let _ = monitor.read_to_string(&mut all);
    assert_eq!(all, "");
    let exit = machine.wait(LIMIT).unwrap().unwrap();
    assert_eq!(exit.status.code(), Some(1), "{exit}");
    assert!(exit.stderr.contains("no-such-option"), "{exit}");
    assert!(exit.to_string().starts_with("exit status: 1; on stderr: "));
}

fn a_crash_is_seen_and_a_drop_ends_it(binary: &Binary) {
    let mut machine = Machine::builder(binary).start().unwrap();
    assert_eq!(machine.kill().unwrap().status.signal(), Some(9));
    assert_eq!(machine.kill().unwrap().status.signal(), Some(9));

    let mut machine = Machine::builder(binary).start().unwrap();
    let mut monitor = machine.take_monitor().unwrap();
    monitor.set_read_timeout(Some(LIMIT)).unwrap();
    drop(machine);
    let mut all = String::new();
    // A reset is an end, too: it was killed with its greeting unsent or unread.
    let _ = monitor.read_to_string(&mut all);
    assert_eq!(monitor.read(&mut [0]).unwrap(), 0);
}

fn a_machine_of_the_callers_takes_the_place_of_none(binary: &Binary) {
    if binary.kind() != Kind::System {
        return;
    }
    let builder = Machine::builder(binary).args(["-machine", "help"]);
    let exit = builder.start().unwrap().wait(LIMIT).unwrap().unwrap();
    assert!(exit.status.success(), "{exit}");
}

/// Connects by reading the greeting.
fn greet(monitor: UnixStream) -> io::Result<BufReader<UnixStream>> {
    monitor.set_read_timeout(Some(LIMIT))?;
    let mut monitor = BufReader::new(monitor);
    match monitor.read_line(&mut String::new())? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(monitor),
    }
}

fn a_pool_hands_out_what_was_given_back_and_replaces_what_has_died(binary: &Binary) {
    let pool = Pool::new(binary).unwrap();
    let mut first = pool.lease(&[], greet).unwrap();
    let id = first.machine().id();
    let folder = first.folder().to_owned();
    std::fs::write(folder.join("image"), "").unwrap();
    // Nobody else gets it meanwhile.
    let second = pool.lease(&[], greet).unwrap();
    first.give_back();
    let mut again = pool.lease(&[], greet).unwrap();
    assert_eq!((again.machine().id(), pool.started()), (id, 2));
    drop(second);

    again.machine().kill().unwrap();
    let exit = again.exit(LIMIT).unwrap().unwrap();
    assert_eq!(exit.status.signal(), Some(9), "{exit}");
    again.give_back();
    let mut other = pool.lease(&[], greet).unwrap();
    assert_eq!(pool.started(), 3);
    assert!(other.exit(Duration::ZERO).unwrap().is_none());
    assert!(!folder.exists());

    // One of other arguments is another one.
    other.give_back();
    let log = "null,id=null0,logfile=@DIR@/log".to_owned();
    let with_file = pool.lease(&["--chardev".to_owned(), log], greet);
    let mut with_file = with_file.unwrap();
    assert_eq!(pool.started(), 4);
    let folder = with_file.folder().to_owned();
    // A storage daemon greets before it has read all its arguments.
    let commands = b"{\"execute\": \"qmp_capabilities\"}{\"execute\": \"quit\"}";
    let monitor = with_file.connection().get_mut();
    monitor.write_all(commands).unwrap();
    let exit = with_file.exit(LIMIT).unwrap().unwrap();
    assert!(exit.status.success(), "{exit}");
    assert!(folder.join("log").exists());
    with_file.give_back();
    drop(pool);
    assert!(!folder.parent().unwrap().exists());
}

fn a_pool_tells_why_a_machine_did_not_start(binary: &Binary) {
    let pool = Pool::new(binary).unwrap();
    let error = pool.lease(&["--no-such-option".to_owned()], greet);
    let error = error.unwrap_err();
    assert!(matches!(error, LeaseError::Connect { .. }), "{error:?}");
    let text = error.to_string();
    let start = "there is no connecting to the machine, which has ended: exit status: 1";
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains("no-such-option"), "{text}");
}

fn an_agent_answers_and_does_no_harm(binary: &Binary) {
    assert_eq!(binary.kind(), Kind::GuestAgent);
    let builder = Machine::builder(binary).args(["-b", "guest-get-users"]);
    let mut machine = builder.start().unwrap();
    let mut channel = BufReader::new(machine.take_monitor().unwrap());
    channel.get_ref().set_read_timeout(Some(LIMIT)).unwrap();
    let mut ask = |command: &str| {
        let command = format!("{{\"execute\": \"{command}\"}}\n");
        channel.get_mut().write_all(command.as_bytes()).unwrap();
        let mut reply = String::new();
        channel.read_line(&mut reply).unwrap();
        reply
    };
    assert_eq!(ask("guest-ping"), "{\"return\": {}}\n");
    // Its own way to see what is forbidden: nothing is tried that is not.
    let info = ask("guest-info");
    for command in ["guest-shutdown", "guest-fsfreeze-freeze", "guest-get-users"] {
        let forbidden = format!("{{\"enabled\": false, \"name\": \"{command}\"");
        assert!(info.contains(&forbidden), "{command}: {info}");
    }
    assert_eq!(machine.status().unwrap(), None);
}
