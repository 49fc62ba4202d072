//! What `qapi explain` prints, kept in `explain/` to be read and compared.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod common;

use std::io::Read;
use std::process::Stdio;

use common::{command, expect, repository, run};
use serde_json::Value;

const SCHEMA: &str = "qemu-10.0-x86_64.json";

const PAGES: &[(&str, &str)] = &[
    ("command", "query-block"),
    ("command-with-union", "blockdev-add"),
    ("command-with-quirk", "device_add"),
    ("command-deprecated-or-unstable", "x-query-virtio-status"),
    ("command-out-of-band", "migrate-recover"),
    ("command-returning-anything", "qom-get"),
    ("command-returning-union", "query-block-jobs"),
    ("command-with-small-union", "query-stats"),
    ("event", "BLOCK_IO_ERROR"),
    ("part", "netdev_add.arguments"),
    ("branch", "blockdev-add.arguments(driver=qcow2)"),
    (
        "branch-that-is-a-union",
        "migrate.arguments.channels[].addr(transport=socket)",
    ),
    ("element", "query-pci.returns[].devices[]"),
    (
        "member-recursive",
        "query-named-block-nodes.returns[].image",
    ),
    (
        "member-alternate",
        "blockdev-add.arguments(driver=qcow2).overlap-check",
    ),
    ("member-enum", "blockdev-add.arguments.driver"),
    ("value", "blockdev-add.arguments.driver=gluster"),
    (
        "feature",
        "blockdev-add.arguments(driver=file).x-check-cache-dropped$unstable",
    ),
];

#[test]
fn pages_read_as_they_were_blessed() {
    for (name, place) in PAGES {
        let page = run(["explain", "--schema", SCHEMA, place]);
        assert_eq!((page.code, &*page.stderr), (Some(0), ""), "{place}");
        assert!(
            page.stdout.lines().all(|line| line.chars().count() <= 80),
            "{place}"
        );
        expect(&format!("explain/{name}.txt"), &page.stdout);
    }
}

#[test]
fn every_place_of_every_schema_has_a_page_and_a_description() {
    for name in ["qemu-11.1-x86_64.json", "qemu-storage-daemon-10.0.json"] {
        let dump = std::fs::read(repository("schemas").join(name)).unwrap();
        let loaded = qapi_schema::Schema::from_slice(&dump).unwrap();
        let commands = loaded.commands().iter().map(qapi_schema::Command::name);
        let events = loaded.events().iter().map(qapi_schema::Event::name);
        // A process for each takes a while, so of these only some.
        for place in commands.chain(events).step_by(17) {
            let page = run(["explain", "--schema", name, place]);
            assert_eq!((page.code, &*page.stderr), (Some(0), ""), "{place}");
            let described = run(["explain", "--schema", name, "--json", place]);
            assert_eq!((described.code, &*described.stderr), (Some(0), ""));
            let description: Value = serde_json::from_str(&described.stdout).unwrap();
            assert_eq!(description["coordinate"], place);
        }
    }
}

#[test]
fn the_description_is_whole_and_says_each_type_once() {
    let described = run(["explain", "--json", "--schema", SCHEMA, "blockdev-add"]);
    let description: Value = serde_json::from_str(&described.stdout).unwrap();
    let types = description["types"].as_array().unwrap();
    let arguments = &types[description["arguments"]["type"].as_u64().unwrap() as usize];
    assert_eq!(arguments["kind"], "object");
    assert_eq!(arguments["coordinate"], "blockdev-add.arguments");
    assert_eq!(arguments["tag"], "driver");
    let driver = &arguments["members"][0];
    assert_eq!(driver["name"], "driver");
    assert_eq!(driver["optional"], false);
    let values = &types[driver["type"]["type"].as_u64().unwrap() as usize]["values"];
    assert_eq!(values.as_array().unwrap().len(), 42);
    let gluster = values
        .as_array()
        .unwrap()
        .iter()
        .find(|value| value["name"] == "gluster");
    assert_eq!(gluster.unwrap()["features"][0], "deprecated");
    let branches = arguments["branches"].as_array().unwrap();
    assert_eq!(branches.len(), 42);
    // qcow2's `file` leads back to the arguments.
    let qcow2 = branches
        .iter()
        .find(|branch| branch["case"] == "qcow2")
        .unwrap();
    let qcow2 = &types[qcow2["type"]["type"].as_u64().unwrap() as usize];
    let file = &qcow2["members"][0];
    let file = &types[file["type"]["type"].as_u64().unwrap() as usize];
    assert_eq!(file["kind"], "alternate");
    assert_eq!(file["branches"][0], description["arguments"]);
    let mut coordinates: Vec<_> = types.iter().map(|ty| ty["coordinate"].as_str()).collect();
    let count = coordinates.len();
    coordinates.sort();
    coordinates.dedup();
    // Alternates share theirs with a branch.
    assert!(coordinates.len() > count / 2);
}

#[test]
fn a_wrong_name_is_told_with_the_nearest_right_one() {
    for (place, message) in [
        (
            "query-blok",
            "error: `query-blok` is not a command or event of this schema; did you mean `query-block`?\n",
        ),
        (
            "blockdev-add.arguments(driver=qcow3)",
            "error: `blockdev-add.arguments` has no branch `qcow3`; did you mean `qcow`?\n",
        ),
        (
            "query-block.inserted",
            "error: `query-block.inserted` is not a coordinate: expected `arguments`, `returns` or `data` at character 13\n",
        ),
        (
            "\u{1b}[31mred",
            "error: `\\u{1b}[31mred` is not a coordinate: expected a name at character 1\n",
        ),
        (
            "",
            "error: `` is not a coordinate: expected a name at character 1\n",
        ),
    ] {
        let run = run(["explain", "--schema", SCHEMA, place]);
        assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{place}");
        assert_eq!(run.stderr, message);
    }
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let args = ["explain", "--schema", SCHEMA, "query-block"];
    let plain = run(args);
    assert!(!plain.stdout.contains('\u{1b}'));
    let output = command(args).env("CLICOLOR_FORCE", "1").output().unwrap();
    let coloured = String::from_utf8(output.stdout).unwrap();
    assert!(
        coloured.contains("\u{1b}[1mquery-block\u{1b}[0m"),
        "{coloured}"
    );
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let mut child = command(["explain", "--schema", SCHEMA, "blockdev-add"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Closed before anything can be written.
    drop(child.stdout.take());
    let status = child.wait().unwrap();
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    assert_eq!((status.code(), &*stderr), (Some(0), ""));
}
