//! Somebody else's crate, with a schema of its own.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail the test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use qapi_conformance::protocol::ROWS;
use qapi_conformance::record::{self, Entry, Hand, Kind, Map, Place, RECORDS};

const MANIFEST: &str = r#"[package]
name = "foreign"
edition = "2021"

[workspace]

# Everything is built a second time for it: without this, that would be twice the size.
[profile.dev]
debug = false
incremental = false

[dependencies]
qapi-conformance = { path = "ROOT/qapi-conformance" }
serde_json = "1"
"#;

const SCHEMA: &str = r#"[
{"name": "query-status", "meta-type": "command", "arg-type": "0", "ret-type": "1"},
{"name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": "0"},
{"name": "STOP", "meta-type": "event", "arg-type": "0"},
{"name": "0", "meta-type": "object", "members": []},
{"name": "1", "meta-type": "object", "members": [{"name": "running", "type": "bool"}]},
{"name": "bool", "meta-type": "builtin", "json-type": "boolean"}
]"#;

const MAIN: &str = r#"mod behaviours;
qapi_conformance::suite!(schema = "schemas/mine.json", behaviours = crate::behaviours);
"#;

const BEHAVIOURS: &str = r#"pub mod deep {
    use qapi_conformance::{behaviour, Stop, Vm};
    use serde_json::{json, Value};

    #[behaviour("stop")]
    pub fn it_stands(vm: &mut Vm<'_>) -> Result<(), Stop> {
        vm.execute_raw::<Value>("stop", &json!({}))?;
        Ok(())
    }
}
"#;

/// A crate that stays from run to run, so that only what has changed is built
/// again.
struct Foreign(PathBuf);

impl Foreign {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let foreign = Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join("foreign"));
        let manifest = MANIFEST.replace("ROOT", &root.display().to_string());
        foreign.file("Cargo.toml", &manifest);
        // The same versions as here, so that nothing must be downloaded.
        let lock = fs::read_to_string(root.join("Cargo.lock")).unwrap();
        foreign.file("Cargo.lock", &lock);
        foreign.file("src/lib.rs", "");
        foreign.file("schemas/mine.json", SCHEMA);
        foreign.file("tests/suite/main.rs", MAIN);
        foreign.file("tests/suite/behaviours.rs", BEHAVIOURS);
        foreign
    }

    fn file(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, live: &str) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(["test", "--test", "suite", "--offline", "--quiet"])
            .args(["--", "--format=pretty"])
            .current_dir(&self.0)
            .env("CARGO_TARGET_DIR", self.0.join("target"))
            .env("QAPI_LIVE", live)
            .env_remove("RUSTFLAGS")
            .env_remove(RECORDS);
        command
    }

    /// What its tests leave behind.
    fn recorded(&self) -> Vec<Entry> {
        let folder = tempfile::tempdir().unwrap();
        let (passed, text) = said(self.command("").env(RECORDS, folder.path()));
        assert!(passed, "{text}");
        record::read(folder.path()).unwrap().entries
    }

    fn leaves_records(&self) {
        let entries = self.recorded();
        let hand = |name: &str, hand| Place {
            name: name.to_owned(),
            hand,
        };
        let map = Entry::Map(Map {
            suite: "mine".to_owned(),
            commands: vec![
                hand("query-status", Hand::Stub),
                hand("stop", Hand::Written),
            ],
            events: vec![hand("STOP", Hand::Stub)],
        });
        assert_eq!(entries.iter().filter(|entry| **entry == map).count(), 1);
        let tests = || {
            entries.iter().filter_map(|entry| match entry {
                Entry::Test(test) => Some(test),
                _ => None,
            })
        };
        let rows = tests().filter(|test| test.kind == Kind::Protocol);
        assert_eq!(rows.count(), ROWS.len());
        let others = tests().filter(|test| test.kind != Kind::Protocol);
        let tests = others.map(|test| {
            let (name, test, outcome) = (&test.name, &test.test, test.outcome.word());
            format!("{name} {test} {outcome}")
        });
        let mut tests: Vec<String> = tests.collect();
        tests.sort();
        assert_eq!(
            tests,
            [
                "STOP schema passed",
                "coverage coverage passed",
                "messages live skipped",
                "query-status live skipped",
                "query-status schema passed",
                "stop behaviour skipped",
                "stop live skipped",
                "stop schema passed",
            ]
        );
    }

    fn said(&self, live: &str) -> (bool, String) {
        said(&mut self.command(live))
    }
}

/// Whether a command was successful, and all that it said.
fn said(command: &mut Command) -> (bool, String) {
    let output = command.output().unwrap();
    let all = [output.stdout, b"\n".to_vec(), output.stderr].concat();
    let text = String::from_utf8_lossy(&all).into_owned();
    (output.status.success(), text)
}

/// That all of these are in a text.
fn has(text: &str, all: &[&str]) {
    for one in all {
        assert!(text.contains(one), "there is no `{one}` in:\n{text}");
    }
}

#[test]
fn a_suite_of_ones_own() {
    let foreign = Foreign::new();
    let (passed, text) = foreign.said("");
    assert!(passed, "{text}");
    // Two commands, a behaviour, the messages and the protocol's table.
    let skipped = 4 + ROWS.len();
    has(
        &text,
        &[
            "commands::query_status::schema ... ok",
            "commands::query_status::behaviour ... ignored, no behaviour is written yet",
            "commands::stop::behaviour ... ok",
            "events::stop::schema ... ok",
            "events::stop::raised ... ignored, no recipe is written yet",
            "mine: behaviours 1 of 2, events 0 of 1",
            "protocol::duplicate_key ... ok",
            &format!("mine: {skipped} live tests are skipped: "),
        ],
    );

    foreign.leaves_records();

    // Where nothing may be skipped, it is a failure that says why.
    let (passed, text) = foreign.said("require");
    assert!(!passed, "{text}");
    has(
        &text,
        &["commands::stop::live ... FAILED", "and QAPI_LIVE=require"],
    );

    // What was read is watched.
    let more = SCHEMA.replacen(
        '[',
        r#"[{"name": "cont", "meta-type": "command", "arg-type": "0", "ret-type": "0"},"#,
        1,
    );
    foreign.file("schemas/mine.json", &more);
    let (passed, text) = foreign.said("");
    assert!(passed, "{text}");
    has(
        &text,
        &["commands::cont::schema ... ok", "behaviours 1 of 3"],
    );

    foreign.file(
        "tests/suite/behaviours.rs",
        &BEHAVIOURS.replace("\"stop\")", "\"stpo\")"),
    );
    let (passed, text) = foreign.said("");
    assert!(!passed, "{text}");
    let place = "tests/suite/behaviours.rs:5:17: there is no command `stpo`; did you mean `stop`?";
    has(&text, &[place]);

    foreign.file(
        "tests/suite/behaviours.rs",
        &BEHAVIOURS.replace("behaviour(", "raises("),
    );
    let (_, text) = foreign.said("");
    has(&text, &["there is no event `stop`; did you mean `STOP`?"]);

    let twice = [BEHAVIOURS, &BEHAVIOURS.replace("deep", "twice")].concat();
    foreign.file("tests/suite/behaviours.rs", &twice);
    let (_, text) = foreign.said("");
    let place = "behaviours.rs:15:17: `stop` has one already, at tests/suite/behaviours.rs:5:17";
    has(&text, &[place]);

    foreign.file("tests/suite/behaviours.rs", BEHAVIOURS);
    foreign.file("tests/suite/main.rs", &MAIN.replace("mine", "yours"));
    let (_, text) = foreign.said("");
    has(&text, &["`schemas/yours.json`: No such file"]);

    foreign.file(
        "tests/suite/main.rs",
        &MAIN.replace("behaviours =", "behaviors ="),
    );
    let (_, text) = foreign.said("");
    has(
        &text,
        &["`behaviors` is nothing that a suite has; did you mean `behaviours`?"],
    );
}
