//! Random commands: QEMU judges them as the validator does and the simulator
//! says the same, and what kills a QEMU is found and shown.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use libtest_mimic::Completion;
use qapi_conformance::Stop;
use qapi_conformance::differential::{Against, Board, Options, Peer, Report, judge, run};
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
        name: "a_crash_is_found_and_its_line_shows_it_again",
        run: crash,
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

fn crash(subject: &Subject) -> Result<Completion, Stop> {
    let binary = &subject.binary;
    if binary.kind() != Kind::System || binary.version().major < 10 {
        return Ok(Completion::ignored_with("nothing is known to kill it"));
    }
    let report = run(binary, Board::None, &options(1500))?;
    told(subject, &report);
    let mut found = report.findings.iter();
    let found = found.find(|found| found.again == Some(true) && found.said.starts_with("signal: "));
    let found = found.ok_or_else(|| Stop::from(format!("nothing has killed it: {report}")))?;
    let line = found.reproduction.as_ref().ok_or("no line")?;
    let shell = Command::new("sh").args(["-c", line]).output()?;
    // A shell's way to tell a signal.
    match shell.status.code() {
        Some(129..) => Ok(Completion::Completed),
        _ => Err(format!("`{line}` does not kill it: {shell:?}").into()),
    }
}

fn told(subject: &Subject, report: &Report) {
    println!("{}: {report}", subject.name());
}
