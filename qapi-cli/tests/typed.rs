//! `qapi validate --typed`: the bundled bindings give back what real QEMUs sent.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must stop"
)]

mod common;

use common::{repository, run_with};
use serde_json::{Value, json};

/// The exit code and the verdicts on some lines.
fn verdicts(schema: &str, input: &[u8]) -> (i32, Vec<Value>) {
    let run = run_with(["validate", "--typed", "--schema", schema], input);
    assert_eq!(run.stderr, "");
    let lines = run.stdout.lines();
    let verdicts = lines.map(|line| serde_json::from_str(line).unwrap());
    (run.code.unwrap(), verdicts.collect())
}

#[test]
fn nothing_that_a_real_qemu_sent_is_lost() {
    let mut recordings = 0;
    for entry in std::fs::read_dir(repository("tests/recordings")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let input = std::fs::read(&path).unwrap();
        let (code, verdicts) = verdicts(&format!("{name}.json"), &input);
        for (verdict, line) in verdicts.iter().zip(input.split(|byte| *byte == b'\n')) {
            let whole = json!({"lossless": true, "unknown": []});
            assert!(
                verdict["valid"] == true && verdict["typed"] == whole,
                "{name}: {verdict}\n{}",
                String::from_utf8_lossy(line)
            );
        }
        assert!(verdicts.len() > 50, "{name}");
        assert_eq!(code, 0, "{name}");
        recordings += 1;
    }
    assert!(recordings >= 5, "{recordings}");
}

/// A reply of QEMU 10.0 with things that no QEMU has yet. The schema refuses
/// them, the bindings take them and say what they are.
#[test]
fn what_the_bindings_do_not_know_is_told() {
    let input = br#"{"execute": "query-status", "return": {"status": "dreaming", "running": true}}
{"execute": "query-status", "return": {"status": "running", "running": true, "mood": [1]}}
{"execute": "query-chardev", "return": [{"label": "a", "filename": "b", "frontend-open": true, "x": 0}]}
{"execute": "query-memory-devices", "return": [{"type": "cloud", "data": {"id": "c"}}]}
{"event": "RAPTURE", "data": {"when": 5}, "timestamp": {"seconds": 1, "microseconds": 2}}
{"execute": "do-what-i-mean"}"#;
    let (code, verdicts) = verdicts("qemu-10.0-x86_64.json", input);
    assert_eq!(code, 1);
    let told: Vec<_> = verdicts
        .iter()
        .map(|verdict| {
            assert_eq!(
                (&verdict["valid"], &verdict["typed"]["lossless"]),
                (&json!(false), &json!(true))
            );
            let unknown = verdict["typed"]["unknown"].as_array().unwrap();
            let [unknown] = unknown.as_slice() else {
                panic!("{verdict}");
            };
            format!(
                "{}: {}",
                unknown["at"].as_str().unwrap(),
                unknown["message"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "query-status.returns.status: the bindings do not know the value `dreaming`",
            "query-status.returns.mood: the bindings do not know this member",
            "query-chardev.returns[0].x: the bindings do not know this member",
            "query-memory-devices.returns[0].type: the bindings do not know the branch `cloud`",
            "RAPTURE: the bindings do not know this event",
            "do-what-i-mean: the bindings do not know this command",
        ]
    );
}

#[test]
fn integers_of_every_size_come_back() {
    let numbers = [
        "18446744073709551615",
        "9223372036854775808",
        "9007199254740993",
        "0",
    ];
    let lines = numbers.map(|number| {
        format!(
            r#"{{"execute": "query-memory-size-summary", "return": {{"base-memory": {number}}}}}"#
        )
    });
    let (code, verdicts) = verdicts("qemu-10.0-x86_64.json", lines.join("\n").as_bytes());
    assert_eq!((code, verdicts.len()), (0, 4));
    let line = br#"{"execute": "query-jobs", "return": [{"id": "a", "type": "backup", "status": "running", "current-progress": -9223372036854775808, "total-progress": 0}]}"#;
    assert_eq!(self::verdicts("qemu-10.0-x86_64.json", line).0, 0);
}

#[test]
fn what_the_typed_api_cannot_express_is_told() {
    let line = br#"{"execute": "block_resize", "arguments": {"node-name": "n", "size": "big"}}"#;
    let (code, verdicts) = verdicts("qemu-10.0-x86_64.json", line);
    assert_eq!(code, 1);
    assert_eq!(verdicts[0]["typed"]["lossless"], false);
    assert_eq!(verdicts[0]["typed"]["loss"]["at"], "block_resize.arguments");
    // A double does not hold every integer.
    let reply = |mbps: &str| {
        let ram = [
            "transferred",
            "remaining",
            "total",
            "duplicate",
            "normal",
            "normal-bytes",
        ];
        let more = [
            "dirty-pages-rate",
            "dirty-sync-count",
            "page-size",
            "multifd-bytes",
        ];
        let most = [
            "pages-per-second",
            "precopy-bytes",
            "downtime-bytes",
            "postcopy-bytes",
        ];
        let last = ["postcopy-requests", "dirty-sync-missed-zero-copy"];
        let members = [&ram[..], &more, &most, &last].concat();
        let members: String = members
            .iter()
            .map(|name| format!(r#""{name}": 0, "#))
            .collect();
        format!(
            r#"{{"execute": "query-migrate", "return": {{"ram": {{{members}"mbps": {mbps}}}}}}}"#
        )
    };
    for (mbps, code) in [("0", 0), ("9007199254740992", 0), ("9007199254740993", 1)] {
        let (found, verdicts) = self::verdicts("qemu-10.0-x86_64.json", reply(mbps).as_bytes());
        assert_eq!(found, code, "{verdicts:?}");
    }
}
