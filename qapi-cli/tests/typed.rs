//! `qapi validate --typed`: the bundled bindings give back what real QEMUs sent.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must stop"
)]

mod common;

use std::io::Write;

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
        let mut input = std::fs::read(&path).unwrap();
        // A captured schema is a reply, too.
        let schema = std::fs::read(repository("schemas").join(format!("{name}.json"))).unwrap();
        let schema: Value = serde_json::from_slice(&schema).unwrap();
        let reply = json!({"execute": "query-qmp-schema", "return": schema});
        writeln!(input, "{reply}").unwrap();
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
    assert_eq!(
        verdicts[0]["typed"]["loss"],
        json!({
            "at": "block_resize.arguments.size",
            "message": "the bindings do not take it: invalid type: string \"big\", expected an integer of 64 bits",
        })
    );
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

/// A schema that is another one but for what `change` makes of its entry for
/// the object that a command returns.
fn doctored(schema: &str, command: &str, change: impl Fn(&mut Value)) -> tempfile::TempPath {
    let bytes = std::fs::read(repository("schemas").join(schema)).unwrap();
    let mut entries: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
    let find = |entries: &[Value], name: &Value| {
        entries
            .iter()
            .position(|entry| entry["name"] == *name)
            .unwrap()
    };
    let command = find(&entries, &command.into());
    let returned = entries.get(command).unwrap()["ret-type"].clone();
    let at = find(&entries, &returned);
    change(entries.get_mut(at).unwrap());
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&serde_json::to_vec(&entries).unwrap())
        .unwrap();
    file.into_temp_path()
}

/// What is valid by the schema of another QEMU, and may yet be more or less
/// than the bindings expect.
#[test]
fn the_schema_of_another_qemu_may_differ_from_all_that_are_bundled() {
    let members = |entry: &mut Value, change: &dyn Fn(&mut Vec<Value>)| {
        change(entry["members"].as_array_mut().unwrap());
    };
    let judge = |change: &dyn Fn(&mut Vec<Value>), reply: Value| {
        let schema = doctored("qemu-10.0-x86_64.json", "query-status", |entry| {
            members(entry, change);
        });
        let line = json!({"execute": "query-status", "return": reply}).to_string();
        let (code, mut verdicts) = verdicts(schema.to_str().unwrap(), line.as_bytes());
        assert_eq!(verdicts[0]["valid"], true, "{verdicts:?}");
        (code, verdicts.remove(0)["typed"].take())
    };
    let lost = |at: &str, message: &str| json!({"at": at, "message": message});
    let is = |name: &'static str| move |member: &Value| member["name"] == name;

    // It lacks a member that all bundled schemas require, or need not send it.
    let gone = "the bindings require the member `running`, which is missing";
    let absent = judge(
        &|all| all.retain(|m| !is("running")(m)),
        json!({"status": "running"}),
    );
    assert_eq!(absent.0, 1);
    assert_eq!(absent.1["loss"], lost("query-status.returns", gone));
    let optional = |all: &mut Vec<Value>| {
        let member = all.iter_mut().find(|m| is("running")(m)).unwrap();
        member["default"] = Value::Null;
    };
    let absent = judge(&optional, json!({"status": "running"}));
    assert_eq!(absent.1["loss"], lost("query-status.returns", gone));
    let there = judge(&optional, json!({"status": "running", "running": true}));
    assert_eq!(there, (0, json!({"lossless": true, "unknown": []})));

    // Its member has another kind of value.
    let number = |all: &mut Vec<Value>| {
        let member = all.iter_mut().find(|m| is("running")(m)).unwrap();
        member["type"] = "int".into();
    };
    let kind = judge(&number, json!({"status": "running", "running": 1}));
    assert_eq!(kind.0, 1);
    let message = "the bindings do not take it: invalid type: integer `1`, expected a boolean";
    assert_eq!(
        kind.1["loss"],
        lost("query-status.returns.running", message)
    );

    // It has a member more, whatever that holds.
    let more = |all: &mut Vec<Value>| all.push(json!({"name": "mood", "type": "any"}));
    for mood in [
        json!(-0.0),
        json!(u64::MAX),
        json!(null),
        json!([{"a": 1.5e300}]),
    ] {
        let reply = json!({"status": "running", "running": true, "mood": mood});
        let (code, typed) = judge(&more, reply);
        let unknown = lost(
            "query-status.returns.mood",
            "the bindings do not know this member",
        );
        assert_eq!(
            (code, typed),
            (0, json!({"lossless": true, "unknown": [unknown]}))
        );
    }
}

#[test]
fn the_place_inside_is_a_coordinate() {
    let lines = br#"{"execute": "query-jobs", "return": [{"id": "a", "type": "backup", "status": "running", "current-progress": 1, "total-progress": 0}, {"id": "b", "type": "backup", "status": "running", "current-progress": 1.0, "total-progress": 0}]}
{"execute": "query-block", "return": [{"device": "d", "locked": false, "removable": false, "type": "u", "inserted": {"image": {"filename": 5}}}]}
{"execute": "blockdev-add", "arguments": {"read-only": true, "file": {"filename": [], "driver": "file"}, "driver": "raw"}}
{"execute": "query-names", "return": 5}
{"execute": "query-name", "return": 5}"#;
    let (code, verdicts) = verdicts("qemu-10.0-x86_64.json", lines);
    assert_eq!(code, 1);
    let places = verdicts.iter().map(|verdict| {
        let loss = verdict["typed"]["loss"]["at"].as_str();
        loss.or(verdict["typed"]["unknown"][0]["at"].as_str())
            .unwrap()
    });
    assert_eq!(
        places.collect::<Vec<_>>(),
        [
            "query-jobs.returns[1].current-progress",
            "query-block.returns[0].inserted.image.filename",
            "blockdev-add.arguments.file.filename",
            "query-names",
            "query-name.returns",
        ]
    );
}

#[test]
fn numbers_and_names_at_the_edges_are_judged_as_the_schema_judges_them() {
    let job = |progress: &str| {
        format!(
            r#"{{"execute": "query-jobs", "return": [{{"id": "a", "type": "backup", "status": "running", "total-progress": 0, "current-progress": {progress}}}]}}"#
        )
    };
    let lines = [
        // The integer 0, but `serde_json` reads a double. No QEMU writes it.
        job("-0"),
        job("-0.0"),
        job("1e400"),
        job("18446744073709551616"),
        job(r#"1, "id": "b""#),
        r#"{"execute": "qom-get", "return": {"a": 1, "a": 2}}"#.to_owned(),
    ];
    let (_, verdicts) = verdicts("qemu-10.0-x86_64.json", lines.join("\n").as_bytes());
    let seen: Vec<_> = verdicts
        .iter()
        .map(|verdict| {
            let rule = verdict["violations"][0]["rule"].as_str();
            (rule, verdict["typed"]["lossless"].as_bool())
        })
        .collect();
    assert_eq!(
        seen,
        [
            (None, Some(false)),
            (Some("type"), Some(false)),
            (Some("json"), None),
            (Some("integer-range"), Some(false)),
            (Some("duplicate-member"), Some(false)),
            (Some("duplicate-member"), Some(false)),
        ]
    );
}

#[test]
fn messages_may_nest_as_deep_as_qemu_lets_them() {
    let nested = |levels: usize| {
        let (open, close) = ("[".repeat(levels), "]".repeat(levels));
        format!(r#"{{"execute": "qom-get", "return": {open}{close}}}"#)
    };
    let image = r#"{"filename": "f", "format": "qcow2", "virtual-size": 1, "backing-image": "#;
    let chain = format!(
        r#"{}{{"filename": "f", "format": "qcow2", "virtual-size": 1}}{}"#,
        image.repeat(400),
        "}".repeat(400)
    );
    let chain = format!(
        r#"{{"execute": "query-named-block-nodes", "return": [{{"file": "f", "ro": false, "backing_file_depth": 400, "drv": "qcow2", "encrypted": false, "detect_zeroes": "off", "bps": 0, "bps_rd": 0, "bps_wr": 0, "iops": 0, "iops_rd": 0, "iops_wr": 0, "image": {chain}, "cache": {{"writeback": true, "direct": false, "no-flush": false}}, "write_threshold": 0}}]}}"#
    );
    let lines = [nested(1000), chain, nested(1024)];
    let (code, verdicts) = verdicts("qemu-7.2-x86_64.json", lines.join("\n").as_bytes());
    assert_eq!(code, 1);
    for (verdict, whole) in verdicts.iter().zip([true, true, false]) {
        assert_eq!(verdict["valid"], whole, "{verdict}");
        assert_eq!(verdict["typed"]["lossless"], whole, "{verdict}");
    }
}

#[test]
fn a_guest_agents_schema_has_bindings_of_its_own() {
    let lines = br#"{"execute": "guest-sync-delimited", "arguments": {"id": 9007199254740993}}
{"execute": "guest-sync-delimited", "return": 9007199254740993}
{"execute": "guest-get-time", "return": 1764165082000000000}
{"execute": "guest-get-osinfo", "return": {"name": "Debian GNU/Linux", "kernel-release": "6.12", "id": "debian"}}
{"execute": "guest-get-disks", "return": [{"name": "/dev/sda", "partition": false, "address": {"bus-type": "telepathy", "bus": 0, "unit": 0, "target": 0, "pci-controller": {"bus": 0, "slot": 1, "domain": 0, "function": 1}}}]}
{"execute": "guest-exec", "arguments": {"path": "true", "capture-output": true}}
{"execute": "guest-exec", "arguments": {"path": "true", "capture-output": "merged"}}
{"execute": "guest-get-users", "return": [{"user": "u", "login-time": "now"}]}
{"execute": "query-status"}"#;
    let (code, verdicts) = verdicts("reference/qemu-ga-10.2.json", lines);
    assert_eq!(code, 1);
    let typed: Vec<_> = verdicts.iter().map(|verdict| &verdict["typed"]).collect();
    let note = |at: &str, message: &str| json!({"at": at, "message": message});
    let whole = json!({"lossless": true, "unknown": []});
    let bus = note(
        "guest-get-disks.returns[0].address.bus-type",
        "the bindings do not know the value `telepathy`",
    );
    let command = note("query-status", "the bindings do not know this command");
    assert_eq!(typed[..4], [&whole; 4]);
    assert_eq!(typed[4]["unknown"], json!([bus]));
    assert_eq!(typed[5..7], [&whole; 2]);
    assert_eq!(
        typed[7]["loss"]["at"],
        "guest-get-users.returns[0].login-time"
    );
    assert_eq!(typed[8]["unknown"], json!([command]));
}
