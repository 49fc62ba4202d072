//! `qapi test --differential`, with every QEMU and storage daemon that is
//! found.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod common;

use std::process::ExitCode;

use common::run;
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use qapi_machine::{Found, live};

fn main() -> ExitCode {
    let mut trials = Vec::new();
    for (name, case) in [
        ("a_program_that_is_no_qemu", no_qemu as fn()),
        ("what_does_not_go_together", usage),
    ] {
        trials.push(Trial::test(name, move || {
            case();
            Ok(())
        }));
    }
    let found = qapi_machine::find_all();
    for (name, case) in [
        ("judged", judged as fn(&str)),
        ("beside_the_simulator", simulator),
        ("carried_out", carried_out),
    ] {
        if found.is_empty() {
            trials.push(Trial::ignorable_test(name, without_qemu));
        }
        for Found { path, .. } in &found {
            let path = path.to_str().unwrap().to_owned();
            let name = format!("{name} ({path})");
            trials.push(Trial::test(name, move || {
                case(&path);
                Ok(())
            }));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn without_qemu() -> Result<Completion, Failed> {
    Ok(Completion::ignored_with(live::without_qemu()?))
}

const TEST: [&str; 5] = ["test", "--differential", "800", "--seed", "5"];

/// The end of a line of standard output that begins with the binary.
fn figures(path: &str, stdout: &str) -> String {
    let mut lines = stdout.lines();
    let line = lines
        .find(|line| line.starts_with(path))
        .unwrap_or_default();
    line.to_owned()
}

fn judged(path: &str) {
    let run = run([TEST.as_slice(), &["--binary", path]].concat());
    assert_eq!(run.code, Some(0), "{run:?}");
    let line = figures(path, &run.stdout);
    assert!(line.contains(", judged, seed 5: 800 commands ("), "{line}");
    assert!(run.stdout.contains("\n0 unknown and "), "{}", run.stdout);
    // Standard error is no terminal here.
    assert_eq!(run.stderr, "");
}

fn simulator(path: &str) {
    let run = run([
        TEST.as_slice(),
        &["--simulator", "--machines", "1", "--binary", path],
    ]
    .concat());
    assert_eq!(run.code, Some(0), "{run:?}");
    let line = ", beside the simulator, seed 5: 800 commands (";
    assert!(run.stdout.contains(line), "{}", run.stdout);
}

fn carried_out(path: &str) {
    let args = ["--run", "--board", "none", "--binary", path];
    let run = run([
        &["test", "--differential", "60", "--seed", "5"],
        args.as_slice(),
    ]
    .concat());
    // It may well find something.
    assert!(matches!(run.code, Some(0 | 1)), "{run:?}");
    let line = figures(path, &run.stdout);
    assert!(
        line.contains(", carried out on no board, seed 5: "),
        "{line}"
    );
    assert_eq!(
        run.code == Some(0),
        run.stdout.contains("\n0 unknown and "),
        "{run:?}"
    );
}

fn no_qemu() {
    let run = run([
        "test",
        "--differential",
        "1",
        "--binary",
        "/nonexistent/qemu",
    ]);
    assert_eq!(run.code, Some(2), "{run:?}");
    let message = "error: cannot start `/nonexistent/qemu`: ";
    assert!(run.stderr.starts_with(message), "{run:?}");
}

fn usage() {
    for args in [
        ["--run", "--simulator"].as_slice(),
        &["--board", "pc"],
        &["--machines", "0"],
        &["--seed", "-"],
    ] {
        let run = run([&["test", "--differential", "1"], args].concat());
        assert_eq!(run.code, Some(2), "{args:?}: {run:?}");
    }
}
