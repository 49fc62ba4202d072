//! `qapi capture`, from every QEMU and storage daemon that is found, and from
//! programs that are none.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod common;

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use common::{Run, run};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use qapi_machine::{Binary, Found, Kind, Machine, live};
use qapi_schema::Schema;
use serde_json::Value;

fn main() -> ExitCode {
    let mut trials = Vec::new();
    for (name, case) in [
        ("a_program_that_is_no_qemu", no_qemu as fn()),
        ("a_qemu_that_does_not_greet", no_greeting),
        ("a_qemu_that_ends", early_end),
        ("an_address_with_nobody_behind_it", nobody),
        ("a_file_that_cannot_be_written", unwritable),
    ] {
        trials.push(Trial::test(name, move || {
            case();
            Ok(())
        }));
    }
    let found = qapi_machine::find_all();
    for (name, case) in [
        ("the_dump_of_a_started_one", started as fn(&Binary)),
        ("the_dump_of_a_running_one", running),
        ("arguments_are_handed_on", arguments),
    ] {
        if found.is_empty() {
            trials.push(Trial::ignorable_test(name, without_qemu));
        }
        for Found { path, .. } in &found {
            let path = path.clone();
            let name = format!("{name} ({})", path.display());
            trials.push(Trial::test(name, move || {
                case(&Binary::new(&path)?);
                Ok(())
            }));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn without_qemu() -> Result<Completion, Failed> {
    Ok(Completion::ignored_with(live::without_qemu()?))
}

/// Captures with these arguments to a file, and gives it back.
fn capture(folder: &Path, args: &[&str]) -> (Run, String) {
    let file = folder.join("schema.json");
    let args = [&["capture", "-o", text(&file)], args].concat();
    let run = run(args);
    (run, std::fs::read_to_string(file).unwrap_or_default())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn started(binary: &Binary) {
    let folder = tempfile::tempdir().unwrap();
    let (run, dump) = capture(folder.path(), &["--binary", text(binary.path())]);
    assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{}", run.stderr);
    assert!(
        run.stderr
            .starts_with(&format!("qapi: QEMU {}", binary.version())),
        "{}",
        run.stderr
    );

    // One entry a line between the brackets, in the form of the committed dumps.
    let schema = Schema::from_slice(dump.as_bytes()).unwrap();
    assert!(schema.command("query-qmp-schema").is_some());
    let inner = dump
        .strip_prefix("[\n")
        .unwrap()
        .strip_suffix("\n]\n")
        .unwrap();
    let entries: Vec<&str> = inner.split(",\n").collect();
    assert!(
        entries
            .iter()
            .all(|entry| serde_json::from_str::<Value>(entry).is_ok())
    );
    let counted = format!(
        ": {} entries ({} commands, {} events)\n",
        entries.len(),
        schema.commands().len(),
        schema.events().len()
    );
    assert!(run.stderr.ends_with(&counted), "{}", run.stderr);

    let printed = common::run(["capture", "--binary", text(binary.path())]);
    assert_eq!(printed.stdout, dump);
}

/// Over sockets, plain and pretty; both give what a started one gives.
fn running(binary: &Binary) {
    let folder = tempfile::tempdir().unwrap();
    let (_, expected) = capture(folder.path(), &["--binary", text(binary.path())]);
    let sockets = [
        ("plain", "-qmp", ""),
        ("pretty", "-qmp-pretty", ",pretty=on"),
    ];
    let mut builder = Machine::builder(binary);
    for (name, option, more) in sockets {
        let path = folder.path().join(name);
        let chardev = format!("socket,id={name},path={},server=on,wait=off", text(&path));
        builder = match binary.kind() {
            Kind::System => {
                builder.args(["-chardev", &chardev, option, &format!("chardev:{name}")])
            }
            Kind::StorageDaemon => {
                let monitor = format!("chardev={name}{more}");
                builder.args(["--chardev", &chardev, "--monitor", &monitor])
            }
            Kind::GuestAgent => return,
        };
    }
    let mut machine = builder.start().unwrap();
    // It greets once all its monitors are there.
    let mut greeting = String::new();
    let monitor = machine.take_monitor().unwrap();
    BufReader::new(monitor).read_line(&mut greeting).unwrap();
    assert!(!greeting.is_empty(), "{}", machine.kill().unwrap());
    for (name, ..) in sockets {
        let path = folder.path().join(name);
        let address = format!("unix:{}", text(&path));
        for address in [&*address, text(&path)] {
            let (run, dump) = capture(folder.path(), &["--socket", address]);
            assert_eq!(run.code, Some(0), "{name}: {}", run.stderr);
            assert!(dump == expected, "{name}");
        }
    }
}

fn arguments(binary: &Binary) {
    let run = run([
        "capture",
        "--binary",
        text(binary.path()),
        "--",
        "--no-such-option",
    ]);
    assert_eq!((run.code, &*run.stdout), (Some(2), ""));
    let start = format!(
        "error: `{}` ended with exit status: 1; on stderr: ",
        text(binary.path())
    );
    assert!(run.stderr.starts_with(&start), "{}", run.stderr);
    assert!(run.stderr.contains("no-such-option"), "{}", run.stderr);
}

/// A program that calls itself a QEMU. It lies in the repository: one that a
/// test writes may still be open for writing in a child that another thread has
/// just forked, and then it cannot be run.
fn impostor(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/programs")
        .join(name)
}

fn no_qemu() {
    let run = run(["capture", "--binary", "/bin/sh"]);
    assert_eq!((run.code, &*run.stdout), (Some(2), ""));
    let said =
        "error: `/bin/sh` is neither a QEMU system emulator nor a storage daemon or guest agent";
    assert!(run.stderr.starts_with(said), "{}", run.stderr);
}

fn no_greeting() {
    let path = impostor("silent");
    let run = run(["capture", "--deadline", "1", "--binary", text(&path)]);
    assert_eq!((run.code, &*run.stdout), (Some(2), ""));
    assert!(
        run.stderr.starts_with("error: no greeting within 1 s"),
        "{}",
        run.stderr
    );
}

fn early_end() {
    let path = impostor("ending");
    let run = run(["capture", "--binary", text(&path)]);
    assert_eq!((run.code, &*run.stdout), (Some(2), ""));
    assert_eq!(
        run.stderr,
        format!(
            "error: `{}` ended with exit status: 7; on stderr: no \\u{{1b}}[1mroom\n",
            text(&path)
        )
    );
}

fn nobody() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let run = run(["capture", "--socket", text(&path)]);
    assert_eq!((run.code, &*run.stdout), (Some(2), ""));
    let said = format!("error: cannot connect to `unix:{}`: ", text(&path));
    assert!(run.stderr.starts_with(&said), "{}", run.stderr);

    for args in [
        &["capture"][..],
        &["capture", "--socket", "a", "--binary", "b"],
        &["capture", "--socket", "a", "--", "-machine", "pc"],
        &["capture", "--socket", "a", "--deadline", "0"],
    ] {
        let run = common::run(args);
        assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{args:?}");
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    }
    let run = common::run(["capture", "--socket", "localhost:4444"]);
    assert!(
        run.stderr.contains("did you mean `tcp:localhost:4444`?"),
        "{}",
        run.stderr
    );
}

fn unwritable() {
    let folder = tempfile::tempdir().unwrap();
    let path = impostor("tiny");
    let target = folder.path().join("there").join("schema.json");
    let args = ["capture", "--binary", text(&path), "-o", text(&target)];
    let run = run(args);
    assert_eq!(
        (run.code, run.stderr),
        (
            Some(2),
            format!(
                "error: cannot write `{}`: cannot create a file in `{}`: \
                 No such file or directory (os error 2)\n",
                text(&target),
                text(target.parent().unwrap())
            )
        )
    );
    // With the folder it is written; a link is followed and permissions are kept.
    std::fs::create_dir(target.parent().unwrap()).unwrap();
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&target, &link).unwrap();
    std::fs::write(&target, "old").unwrap();
    std::fs::set_permissions(&target, std::fs::Permissions::from_mode(0o640)).unwrap();
    let run = common::run(["capture", "--binary", text(&path), "-o", text(&link)]);
    assert_eq!(
        run.stderr,
        "qapi: QEMU 1.2.3: 1 entries (0 commands, 0 events)\n"
    );
    let written = std::fs::read_to_string(&target).unwrap();
    assert_eq!(
        written,
        "[\n{\"name\": \"0\", \"meta-type\": \"object\", \"members\": []}\n]\n"
    );
    assert_eq!(
        target.metadata().unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert!(link.symlink_metadata().unwrap().is_symlink());
}
