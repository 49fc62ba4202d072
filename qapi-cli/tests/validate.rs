//! `qapi validate`: what it reads, writes and returns.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use common::{command, run, run_with};
use serde_json::{Value, json};

const SCHEMA: &str = "qemu-10.0-x86_64.json";

fn args<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["validate", "--schema", SCHEMA], more].concat()
}

/// The exit code and the verdicts on some lines.
fn verdicts(more: &[&str], input: &[u8]) -> (i32, Vec<Value>) {
    let run = run_with(args(more), input);
    assert_eq!(run.stderr, "");
    let lines = run.stdout.lines();
    let verdicts = lines.map(|line| serde_json::from_str(line).unwrap());
    (run.code.unwrap(), verdicts.collect())
}

fn valid(line: u64) -> Value {
    json!({"line": line, "valid": true, "violations": []})
}

#[test]
fn messages_of_every_kind_are_valid() {
    let input = br#"{"execute": "query-status"}
{"execute": "blockdev-add", "arguments": {"driver": "null-co", "node-name": "n0"}, "id": [1]}
{"exec-oob": "migrate-pause"}
{"event": "STOP", "timestamp": {"seconds": 1, "microseconds": 2}}
{"execute": "query-status", "return": {"status": "running", "running": true}}"#;
    let expected = (1..=5).map(valid).collect();
    assert_eq!(verdicts(&[], input), (0, expected));
    assert_eq!(verdicts(&[], b""), (0, vec![]));
}

#[test]
fn a_violation_has_place_rule_and_message() {
    let input = br#"{"execute": "blockdev-add", "arguments": {"driver": "qcow3", "node-name": 5}}"#;
    let driver = json!({
        "at": "blockdev-add.arguments.driver",
        "rule": "enum-value",
        "message": "`qcow3` is not a value; did you mean `qcow`?",
    });
    let (code, verdicts) = verdicts(&[], input);
    let violations = verdicts[0]["violations"].as_array().unwrap();
    assert_eq!((code, violations.len()), (1, 2));
    assert_eq!(violations[0]["at"], driver["at"]);
    assert_eq!(violations[0]["rule"], driver["rule"]);
    assert_eq!(violations[1]["at"], "blockdev-add.arguments.node-name");
    let (code, verdicts) = self::verdicts(&["--first"], input);
    assert_eq!(code, 1);
    assert_eq!(verdicts[0]["violations"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_no_json_breaks_a_rule_on_its_line_only() {
    let input = b"{\n\xff\xfe\nnull and void\n\n \t\r\n{\"execute\": \"stop\"}\n[]\n\x00\n";
    let (code, verdicts) = verdicts(&[], input);
    assert_eq!(code, 1);
    let seen: Vec<_> = verdicts
        .iter()
        .map(|verdict| {
            let rule = verdict["violations"][0]["rule"].as_str();
            (verdict["line"].as_u64().unwrap(), rule.unwrap_or("valid"))
        })
        .collect();
    assert_eq!(
        seen,
        [
            (1, "json"),
            (2, "json"),
            (3, "json"),
            // 4 and 5 are blank.
            (6, "valid"),
            (7, "envelope"),
            (8, "json"),
        ]
    );
    assert_eq!(verdicts[0]["violations"][0]["at"], "");
}

#[test]
fn deprecated_and_unstable_are_denied_on_demand() {
    let input = br#"{"execute": "blockdev-add", "arguments": {"driver": "gluster", "volume": "v", "path": "p", "server": []}}
{"execute": "x-query-virtio"}
"#;
    let rules = |more: &[&str]| -> Vec<String> {
        let (code, verdicts) = verdicts(more, input);
        let violations = verdicts
            .iter()
            .flat_map(|v| v["violations"].as_array().unwrap());
        let rules: Vec<_> = violations
            .map(|v| v["rule"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(code, i32::from(!rules.is_empty()));
        rules
    };
    assert_eq!(rules(&[]), [""; 0]);
    assert_eq!(rules(&["--deny", "deprecated"]), ["deprecated"]);
    assert_eq!(rules(&["--deny", "unstable"]), ["unstable"]);
    assert_eq!(
        rules(&["--deny", "deprecated,unstable"]),
        ["deprecated", "unstable"]
    );
    assert_eq!(
        rules(&["--deny", "unstable", "--deny", "deprecated"]),
        ["deprecated", "unstable"]
    );
    let refused = run(args(&["--deny", "old"]));
    assert_eq!(refused.code, Some(2));
    assert!(
        refused
            .stderr
            .contains("possible values: deprecated, unstable")
    );
}

#[test]
fn a_verdict_comes_before_the_next_line_is_sent() {
    let mut child = command(args(&[]))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for number in 1..=3 {
        // Two lines and the start of a third: both verdicts are due.
        stdin.write_all(b"{\"execute\": \"stop\"}\n").unwrap();
        stdin.write_all(b"{\"execute\": \"stop\"}\n  ").unwrap();
        for line in [2 * number - 1, 2 * number] {
            let mut verdict = String::new();
            stdout.read_line(&mut verdict).unwrap();
            assert_eq!(
                serde_json::from_str::<Value>(&verdict).unwrap(),
                valid(line)
            );
        }
    }
    drop(stdin);
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_line_may_be_long_and_the_input_without_end() {
    // A member of 100 MB, and a line of brackets that no parser may recurse into.
    let mut input =
        br#"{"execute": "human-monitor-command", "arguments": {"command-line": ""#.to_vec();
    input.resize(input.len() + 100_000_000, b'x');
    input.extend_from_slice(b"\"}}\n");
    input.resize(input.len() + 10_000_000, b'[');
    input.extend_from_slice(b"\n{\"execute\": \"stop\"}");
    let (code, verdicts) = verdicts(&[], &input);
    assert_eq!(code, 1);
    assert_eq!(verdicts[0], valid(1));
    assert_eq!(verdicts[1]["valid"], false);
    assert_eq!(verdicts[2], valid(3));

    // A reader that has seen enough ends it.
    let mut child = command(args(&[]))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(
        move || {
            while stdin.write_all(b"{\"execute\": \"stop\"}\n").is_ok() {}
        },
    );
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    writer.join().unwrap();
}
