//! Random commands: QEMU judges them as the validator does and the simulator
//! says the same, and what kills a QEMU is found and shown.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use libtest_mimic::Completion;
use qapi_conformance::Stop;
use qapi_conformance::differential::{Against, Board, Finding, Options, Peer, Report, judge, run};
use qapi_conformance::judge::simulated::simulator;
use qapi_machine::Kind;

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
    if binary.kind() != Kind::System || binary.version().major < 10 {
        return Ok(Completion::ignored_with("nothing is known to kill it"));
    }
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
    // Each takes some seconds, mostly asleep.
    let shells = lines.iter().map(|line| {
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).stdout(Stdio::null()).spawn()
    });
    let shells: Vec<Child> = shells.collect::<Result<_, _>>()?;
    for (line, mut shell) in lines.iter().zip(shells) {
        let status = shell.wait()?;
        // A shell's way to tell a signal.
        if !matches!(status.code(), Some(129..)) {
            return Err(format!("`{line}` does not kill it: {status}").into());
        }
    }
    Ok(Completion::Completed)
}

fn told(subject: &Subject, report: &Report) {
    println!("{}: {report}", subject.name());
}
