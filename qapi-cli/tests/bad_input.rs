//! What no command can work with: each a clear error and exit code 2, never a
//! panic or a hang, and on a small stack.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod common;

use std::io::Write;
use std::path::{Path, PathBuf};

use common::{Run, command, repository, run, run_with};

const EMPTY: &str = r#"{"name": "0", "meta-type": "object", "members": []}"#;
const COMMAND: &str = r#"{"name": "c", "meta-type": "command", "arg-type": "1", "ret-type": "0"}"#;

/// Runs a command on this schema.
fn with_schema(args: &[&str], dump: &[u8]) -> Run {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(dump).unwrap();
    let path = file.path().to_str().unwrap();
    let args: Vec<&str> = args
        .iter()
        .map(|arg| if *arg == "SCHEMA" { path } else { arg })
        .collect();
    let mut run = small_stack(&args);
    run.stderr = run.stderr.replace(path, "SCHEMA");
    run
}

/// With a stack of 256 KiB, which is what recursion would use up first.
fn small_stack(args: &[&str]) -> Run {
    let mut shell = std::process::Command::new("sh");
    shell.args([
        "-c",
        "ulimit -s 256 && exec \"$0\" \"$@\"",
        env!("CARGO_BIN_EXE_qapi"),
    ]);
    shell.args(args).stdin(std::process::Stdio::null());
    shell.output().unwrap().into()
}

const COMMANDS: &[&[&str]] = &[
    &["explain", "--schema", "SCHEMA", "c"],
    &["explain", "--schema", "SCHEMA", "--json", "c"],
    &["validate", "--schema", "SCHEMA"],
    &["generate", "--schema", "SCHEMA"],
];

fn refused(dump: &[u8], message: &str) {
    for args in COMMANDS {
        let run = with_schema(args, dump);
        assert_eq!(
            (run.code, &*run.stdout),
            (Some(2), ""),
            "{args:?}: {}",
            run.stderr
        );
        assert_eq!(run.stderr, message, "{args:?}");
    }
}

fn taken(dump: &[u8]) {
    for args in COMMANDS {
        let run = with_schema(args, dump);
        assert_eq!((run.code, &*run.stderr), (Some(0), ""), "{args:?}");
        // A masked name is a number; these schemas have no other numbers.
        assert!(
            run.stdout.len() < 1 << 20,
            "{args:?}: {} bytes",
            run.stdout.len()
        );
    }
}

fn list(entries: &[String]) -> Vec<u8> {
    format!("[{}]", entries.join(",\n")).into_bytes()
}

fn object(name: usize, members: &str) -> String {
    format!(r#"{{"name": "{name}", "meta-type": "object", "members": [{members}]}}"#)
}

#[test]
fn files_that_are_no_schema() {
    refused(
        b"",
        "error: cannot use `SCHEMA`: the schema is empty: expected the answer to `query-qmp-schema`\n",
    );
    refused(
        br#"[{"name": "c", "meta-type": "comm"#,
        "error: cannot use `SCHEMA`: not a schema: entry 1: the input ends inside a string at line 1 column 33\n",
    );
    refused(
        format!("[{COMMAND}, {EMPTY}]").as_bytes(),
        "error: cannot use `SCHEMA`: the schema is unusable: c.arguments: `arg-type` names a type that the schema does not define\n",
    );
    let array = r#"{"name": "2", "meta-type": "array", "element-type": "2"}"#;
    refused(
        &list(&[
            COMMAND.into(),
            EMPTY.into(),
            object(1, r#"{"name": "a", "type": "2"}"#),
            array.into(),
        ]),
        "error: cannot use `SCHEMA`: the schema is unusable: c.arguments.a: the array is made of nothing but itself\n",
    );
    refused(
        &list(&[COMMAND.into(), COMMAND.into(), EMPTY.into(), object(1, "")]),
        "error: cannot use `SCHEMA`: the schema is unusable: entry 2 (`c`): another entry has the same name\n",
    );
    refused(
        &vec![b'['; 100_000_000],
        "error: cannot use `SCHEMA`: not a schema: entry 1: invalid type: array, expected a schema entry (an object) at line 1 column 2\n",
    );
    refused(
        &[b"[".repeat(10_000), b"]".repeat(10_000)].concat(),
        "error: cannot use `SCHEMA`: not a schema: entry 1: invalid type: array, expected a schema entry (an object) at line 1 column 2\n",
    );
}

/// The rest of what a dump can have wrong is in qapi-schema's own pairs; this
/// is that the command says the same.
#[test]
fn the_pairs_of_the_schema_crate() {
    let folder = repository("qapi-schema/tests/bad");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = std::fs::read_to_string(path.with_extension("txt")).unwrap();
        let run = with_schema(COMMANDS[0], &std::fs::read(&path).unwrap());
        assert_eq!(run.code, Some(2));
        assert_eq!(
            run.stderr,
            format!("error: cannot use `SCHEMA`: {text}"),
            "{}",
            path.display()
        );
        seen += 1;
    }
    assert!(seen > 60);
}

#[test]
fn files_that_are_not_there_or_no_files() {
    let missing = run(["explain", "--schema", "nothing.json", "c"]);
    let message = "error: cannot read `nothing.json`: No such file or directory (os error 2)\n";
    assert_eq!((missing.code, &*missing.stderr), (Some(2), message));
    let folder = run(["validate", "--schema", "."]);
    let message = "error: cannot read `.`: Is a directory (os error 21)\n";
    assert_eq!((folder.code, &*folder.stderr), (Some(2), message));
    let nasty = run(["explain", "--schema", "\u{1b}[2J", "c"]);
    assert!(
        nasty
            .stderr
            .starts_with(r"error: cannot read `\u{1b}[2J`: "),
        "{}",
        nasty.stderr
    );
}

#[test]
fn wrong_usage() {
    for args in [
        &["explain"][..],
        &["explain", "--schema", "qemu-10.0-x86_64.json"],
        &["validate"],
        &["validate", "--schema", "a", "--frist"],
        &["nonsense"],
        &[],
    ] {
        let run = run(args);
        assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{args:?}");
        assert!(!run.stderr.is_empty());
    }
    for args in [&["--help"][..], &["help", "explain"], &["--version"]] {
        let run = run(args);
        assert_eq!((run.code, &*run.stderr), (Some(0), ""), "{args:?}");
    }
    assert_eq!(
        run(["--version"]).stdout,
        format!("qapi {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn ten_thousand_optional_objects_in_each_other() {
    let mut entries = vec![COMMAND.to_owned(), EMPTY.to_owned()];
    entries.extend((1..10_000).map(|at| {
        let members = format!(r#"{{"name": "m", "type": "{}", "default": null}}"#, at + 1);
        object(at, &members)
    }));
    entries.push(object(10_000, ""));
    taken_but_for_size(&list(&entries));
}

/// Its description is as long as the schema.
fn taken_but_for_size(dump: &[u8]) {
    for args in COMMANDS {
        let run = with_schema(args, dump);
        assert_eq!((run.code, &*run.stderr), (Some(0), ""), "{args:?}");
        assert!(
            run.stdout.len() < 20 * dump.len(),
            "{args:?}: {} bytes",
            run.stdout.len()
        );
    }
}

#[test]
fn unions_whose_ways_multiply() {
    // 15 layers of 20 unions, each with all of the next layer as branches.
    const WIDE: usize = 20;
    let values: Vec<String> = (0..WIDE).map(|value| format!("\"v{value}\"")).collect();
    let mut entries = vec![
        COMMAND.to_owned(),
        EMPTY.to_owned(),
        object(1, r#"{"name": "u", "type": "l0n0"}"#),
        format!(
            r#"{{"name": "e", "meta-type": "enum", "values": [{}]}}"#,
            values.join(",")
        ),
    ];
    for layer in 0..15 {
        for node in 0..WIDE {
            let cases: Vec<String> = (0..WIDE)
                .map(|to| format!(r#"{{"case": "v{to}", "type": "l{}n{to}"}}"#, layer + 1))
                .collect();
            entries.push(format!(
                r#"{{"name": "l{layer}n{node}", "meta-type": "object", "members": [{{"name": "t{layer}n{node}", "type": "e"}}], "tag": "t{layer}n{node}", "variants": [{}]}}"#,
                cases.join(",")
            ));
        }
    }
    for node in 0..WIDE {
        entries.push(format!(
            r#"{{"name": "l15n{node}", "meta-type": "object", "members": []}}"#
        ));
    }
    taken_but_for_size(&list(&entries));
    let dump = list(&entries);
    let page = with_schema(&["explain", "--schema", "SCHEMA", "c.arguments.u"], &dump);
    assert!(page.stdout.lines().count() < 200, "{}", page.stdout);

    // Without its tag, any branch's members might be meant.
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&dump).unwrap();
    let messages = br#"{"execute": "c", "arguments": {"u": {}}}
{"execute": "c", "arguments": {"u": {"t0n0": "v1", "zz": 1, "t15n3": 2}}}
"#;
    let args = ["validate", "--schema", file.path().to_str().unwrap()];
    let run = run_with(args, messages);
    assert_eq!((run.code, &*run.stderr), (Some(1), ""));
    assert_eq!(run.stdout.lines().count(), 2);
}

#[test]
fn a_huge_enum_and_a_message_full_of_mistakes() {
    let values: Vec<String> = (0..200_000)
        .map(|value| format!("\"value{value}\""))
        .collect();
    let dump = list(&[
        COMMAND.to_owned(),
        EMPTY.to_owned(),
        object(1, r#"{"name": "m", "type": "[e]"}"#),
        r#"{"name": "[e]", "meta-type": "array", "element-type": "e"}"#.to_owned(),
        format!(
            r#"{{"name": "e", "meta-type": "enum", "values": [{}]}}"#,
            values.join(",")
        ),
    ]);
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&dump).unwrap();
    let path = file.path().to_str().unwrap();
    let wrong = "\"valeu17\",".repeat(100_000);
    let message = format!(r#"{{"execute": "c", "arguments": {{"m": [{wrong} "value1"]}}}}"#);
    let run = run_with(["validate", "--schema", path], message.as_bytes());
    assert_eq!((run.code, &*run.stderr), (Some(1), ""));
    assert!(
        run.stdout.contains("did you mean `value17`?"),
        "{}",
        run.stdout.len()
    );

    let page = common::run(["explain", "--schema", path, "c"]);
    assert_eq!((page.code, &*page.stderr), (Some(0), ""));
    assert!(page.stdout.contains("and 199960 more"), "{}", page.stdout);
    let wrong = common::run(["explain", "--schema", path, "c.arguments.m=valeu17"]);
    assert_eq!(wrong.code, Some(2));
}

#[test]
fn names_that_terminals_would_act_on() {
    let name = r"\u001b[31mred\u009b\n`\u202e'";
    let dump = format!(
        r#"[{{"name": "c", "meta-type": "command", "arg-type": "1", "ret-type": "0", "features": ["{name}"]}}, {EMPTY},
        {{"name": "1", "meta-type": "object", "members": [{{"name": "{name}", "type": "2", "features": ["{name}"]}}, {{"name": "", "type": "3"}}, {{"name": "12", "type": "4"}}]}},
        {{"name": "2", "meta-type": "enum", "values": ["{name}", ""]}},
        {{"name": "3", "meta-type": "alternate", "members": [{{"type": "2"}}, {{"type": "[5]"}}]}},
        {{"name": "[5]", "meta-type": "array", "element-type": "3"}},
        {{"name": "4", "meta-type": "object", "members": [{{"name": "t{name}", "type": "2"}}], "tag": "t{name}", "variants": [{{"case": "{name}", "type": "0"}}, {{"case": "", "type": "1"}}]}}]"#
    );
    taken_without_controls(
        dump.as_bytes(),
        &["c", "c.arguments", "c.arguments.12", "c.arguments.12.``"],
    );
}

fn taken_without_controls(dump: &[u8], places: &[&str]) {
    let clean = |text: &str| !text.contains(|c: char| c.is_control() && c != '\n');
    for place in places {
        for args in [
            &["explain", "--schema", "SCHEMA", place][..],
            &["explain", "--schema", "SCHEMA", "--json", place],
        ] {
            let run = with_schema(args, dump);
            assert_eq!((run.code, &*run.stderr), (Some(0), ""), "{args:?}");
            assert!(
                clean(&run.stdout) || args.contains(&"--json"),
                "{:?}",
                run.stdout
            );
        }
    }
    taken(dump);
}

#[test]
fn paths_may_be_anything() {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = Path::new(folder.path()).join("it's a schema.json");
    std::fs::copy(repository("schemas/qemu-10.0-x86_64.json"), &path).unwrap();
    let output = command([
        Path::new("explain"),
        Path::new("--schema"),
        &path,
        Path::new("query-block"),
    ])
    .output()
    .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains(r"it'\''s"), "{text}");
}
