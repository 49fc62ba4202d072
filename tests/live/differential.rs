//! Random commands: QEMU judges them as the validator does and the simulator
//! says the same, and what kills a QEMU is found and shown.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use libtest_mimic::Completion;
use qapi_conformance::Stop;
use qapi_conformance::differential::{Against, Board, Finding, Options, Peer, Report, judge, run};
use qapi_conformance::judge::simulated::simulator;

use super::subject::{Case, Subject};

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "random_commands_are_judged_as_the_validator_does",
        run: |subject| compared(subject, false),
    },
    Case {
        name: "random_commands_are_judged_as_the_simulator_does",
        run: |subject| compared(subject, true),
    },
    Case {
        name: "crashes_are_found_and_their_lines_show_them_again",
        run: crashes,
    },
];

/// How many lines for a shell are run at a time.
const AT_A_TIME: usize = 2;

fn options(commands: u64) -> Options<'static> {
    Options {
        commands,
        seed: 1,
        machines: 1,
        shrinking: Duration::from_secs(300),
        progress: &|_| {},
    }
}

fn compared(subject: &Subject, with_simulator: bool) -> Result<Completion, Stop> {
    let peer = Peer::Qemu(&subject.binary);
    let schema = Arc::new(subject.schema()?);
    let simulated = simulator(&subject.binary, Arc::clone(&schema));
    let against = match with_simulator {
        true => Against::Simulator(&simulated),
        false => Against::Validator,
    };
    let report = judge(&schema, &peer, against, &options(4000))?;
    told(subject, &report);
    match report.unknown().count() {
        0 => Ok(Completion::Completed),
        _ => Err(report.to_string().into()),
    }
}

fn crashes(subject: &Subject) -> Result<Completion, Stop> {
    let binary = &subject.binary;
    let report = run(binary, Board::None, &options(1500))?;
    told(subject, &report);
    let dies = |found: &&Finding| found.again == Some(true) && found.said.starts_with("signal: ");
    let lines: Vec<&String> = report
        .findings
        .iter()
        .filter(dies)
        .filter_map(|found| found.reproduction.as_ref())
        .collect();
    if lines.is_empty() {
        return Err(format!("nothing has killed it: {report}").into());
    }
    let mut alive = Vec::new();
    // Each takes some seconds, mostly asleep.
    for lines in lines.chunks(AT_A_TIME) {
        let shells: Vec<_> = lines.iter().map(|line| shell(line)).collect();
        for (line, shell) in lines.iter().zip(shells) {
            match shell.and_then(Child::wait_with_output) {
                // A shell's way to tell a signal.
                Ok(said) if matches!(said.status.code(), Some(129..)) => {}
                Ok(said) => alive.push(format!(
                    "`{line}` does not kill it: {}\n{}{}",
                    said.status,
                    String::from_utf8_lossy(&said.stdout),
                    String::from_utf8_lossy(&said.stderr),
                )),
                Err(error) => alive.push(format!("`{line}` cannot be run: {error}")),
            }
        }
    }
    match alive.as_slice() {
        [] => Ok(Completion::Completed),
        _ => Err(alive.join("\n").into()),
    }
}

fn shell(line: &str) -> std::io::Result<Child> {
    Command::new("sh")
        .args(["-c", line])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

fn told(subject: &Subject, report: &Report) {
    println!("{}: {report}", subject.name());
}
