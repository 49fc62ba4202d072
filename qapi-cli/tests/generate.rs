//! `qapi generate` prints what a build script would use.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod common;

use std::path::Path;

use common::{repository, run};
use qapi_codegen::Builder;

const SCHEMA: &str = "qemu-10.0-x86_64.json";

/// What a build script gets.
fn built(schema: &Path, select: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("qapi.rs");
    let builder = Builder::new(schema)
        .select(select.iter().copied())
        .out(&out);
    builder.generate().unwrap();
    std::fs::read_to_string(out).unwrap()
}

#[test]
fn every_schema_as_a_build_would() {
    let mut seen = 0;
    for entry in std::fs::read_dir(repository("schemas")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let printed = run(["generate", "--schema", path.to_str().unwrap()]);
        assert_eq!((printed.code, &*printed.stderr), (Some(0), ""));
        assert!(printed.stdout == built(&path, &[]), "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 5);
}

#[test]
fn selected_parts_as_a_build_would() {
    let select = ["query-status", "STOP", "blockdev-add"];
    let built = built(&repository("schemas").join(SCHEMA), &select);
    assert!(built.contains("pub struct QueryStatus") && !built.contains("QueryVersion"));
    for args in [
        &["--select", "query-status,STOP,blockdev-add"][..],
        &[
            "--select",
            "query-status",
            "--select",
            "STOP",
            "--select",
            "blockdev-add",
        ],
    ] {
        let printed = run([&["generate", "--schema", SCHEMA], args].concat());
        assert_eq!((printed.code, &*printed.stderr), (Some(0), ""));
        assert!(printed.stdout == built, "{args:?}");
    }
}

#[test]
fn several_schemas_in_any_order() {
    let [old, new, daemon] = [
        "qemu-7.2-x86_64.json",
        "qemu-11.1-x86_64.json",
        "qemu-storage-daemon-10.0.json",
    ];
    let select = ["--select", "query-sev,block-export-add"];
    let generate = |schemas: &[&str]| {
        let run = run([&["generate"], schemas, &select].concat());
        assert_eq!((run.code, &*run.stderr), (Some(0), ""), "{schemas:?}");
        run.stdout
    };
    let together = generate(&["--schema", old, "--schema", new, "--schema", daemon]);
    assert!(together.contains("pub struct SevInfo "));
    assert!(together.contains("not in `qemu-7.2-x86_64`"));
    for order in [[new, daemon, old], [daemon, old, new]] {
        assert!(generate(&[&["--schema"], &order[..]].concat()) == together);
    }
    let labelled = format!("old-7.2={old}");
    let labelled = generate(&["--schema", daemon, &labelled, new]);
    assert!(labelled.contains("not in `old-7.2`") && !labelled.contains("qemu-7.2-x86_64"));
    // Names of a reference of one's own: 7.2 had not split that type yet.
    let reference = repository("schemas/reference/qemu-7.2.json");
    let select = ["--select", "query-block"];
    let generate = |args: &[&str]| run([&["generate"], args, &select].concat()).stdout;
    let bundled = generate(&["--schema", old]);
    let own = generate(&["--schema", old, "--reference", reference.to_str().unwrap()]);
    assert!(bundled.contains("pub struct VmdkExtentInfo "));
    assert!(own.contains("pub struct ImageInfo ") && !own.contains("VmdkExtentInfo"));
}

#[test]
fn each_name_is_explained() {
    let explain = |args: &[&str]| {
        let run = run([&["generate", "--schema", SCHEMA, "--explain-names"], args].concat());
        assert_eq!((run.code, &*run.stderr), (Some(0), ""), "{args:?}");
        run.stdout
    };
    let text = explain(&[]);
    assert!(
        text.contains("\ntypes::BlockdevOptionsQcow2: `BlockdevOptionsQcow2` in `qemu-10.2`; `")
    );
    let summary = text.lines().last().unwrap();
    assert!(
        summary.ends_with(" of them named in QAPI: 775 by `qemu-10.2`"),
        "{summary}"
    );
    let json: serde_json::Value = serde_json::from_str(&explain(&["--json"])).unwrap();
    let all = json.as_array().unwrap();
    assert_eq!(all.len() + 1, text.lines().count());
    let disk = all
        .iter()
        .find(|one| one["item"] == "types::BlockdevOptionsQcow2")
        .unwrap();
    assert_eq!(
        (&disk["qapi"], &disk["named"], &disk["schemas"][0]),
        (
            &"BlockdevOptionsQcow2".into(),
            &true.into(),
            &"qemu-10.0-x86_64".into()
        )
    );
    // Of what is selected only, tags among it; names are the same.
    let some = explain(&["--select", "query-status,query-memory-devices"]);
    let items: Vec<_> = some
        .lines()
        .filter_map(|line| line.split_once(": "))
        .collect();
    let items: Vec<_> = items.iter().map(|(item, _)| *item).collect();
    assert_eq!(
        items,
        [
            "(no item)",
            "types::HvBalloonDeviceInfo",
            "types::HvBalloonDeviceInfoWrapper",
            "types::MemoryDeviceInfo",
            "types::PCDIMMDeviceInfo",
            "types::PCDIMMDeviceInfoWrapper",
            "types::RunState",
            "types::SgxEPCDeviceInfo",
            "types::SgxEPCDeviceInfoWrapper",
            "types::StatusInfo",
            "types::VirtioMEMDeviceInfo",
            "types::VirtioMEMDeviceInfoWrapper",
            "types::VirtioPMEMDeviceInfo",
            "types::VirtioPMEMDeviceInfoWrapper",
            "14 types, 14 of them named in QAPI",
        ]
    );
    assert!(
        some.lines().rev().skip(1).all(|line| text.contains(line)),
        "{some}"
    );
    // With a file, both are made.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("qapi.rs");
    assert_eq!(explain(&["-o", file.to_str().unwrap()]), text);
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .contains("pub struct BlockdevOptionsQcow2 ")
    );
}

#[test]
fn a_file_is_written_only_if_that_changes_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("qapi.rs");
    let args = ["generate", "--schema", SCHEMA, "--select", "stop"];
    let expected = run(args).stdout;
    let args = [&args[..], &["-o", file.to_str().unwrap()]].concat();
    let first = run(&args);
    assert_eq!(
        (first.code, &*first.stdout, &*first.stderr),
        (Some(0), "", "")
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), expected);

    // Replacing it would make it another file.
    let inode = || std::os::unix::fs::MetadataExt::ino(&file.metadata().unwrap());
    let before = inode();
    assert_eq!(run(&args).code, Some(0));
    assert_eq!(inode(), before);
    std::fs::write(&file, "old").unwrap();
    assert_eq!(run(&args).code, Some(0));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), expected);
}

#[test]
fn json_schema_of_each_part_in_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("json-schema");
    let generate = |select: &str| {
        let folder = ["--json-schema", out.to_str().unwrap()];
        run([
            &["generate", "--schema", SCHEMA, "--select", select],
            &folder[..],
        ]
        .concat())
    };
    let run = generate("block_resize,JOB_STATUS_CHANGE");
    assert_eq!((run.code, &*run.stdout, &*run.stderr), (Some(0), "", ""));
    let files = || {
        let files = std::fs::read_dir(&out).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    };
    let parts = [
        ".qapi-generate",
        "JOB_STATUS_CHANGE.data.json",
        "block_resize.arguments.json",
        "block_resize.returns.json",
    ];
    assert_eq!(files(), parts);
    let text = std::fs::read_to_string(out.join("block_resize.arguments.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    assert_eq!(schema["title"], "block_resize.arguments");
    assert_eq!(schema["required"], serde_json::json!(["size"]));
    assert_eq!(schema["properties"]["node-name"]["type"], "string");

    // The next run takes away what this one wrote, and nothing else, whatever
    // the list says.
    let own = ["notes.txt", "stop.data.json", "x.json"];
    for name in own {
        std::fs::write(out.join(name), "mine").unwrap();
    }
    std::fs::write(folder.path().join("a.data.json"), "mine").unwrap();
    let list = out.join(".qapi-generate");
    let listed = std::fs::read_to_string(&list).unwrap();
    std::fs::write(&list, listed + "x.json\n../a.data.json\ngone.data.json\n").unwrap();
    assert_eq!(generate("STOP").code, Some(0));
    assert_eq!(
        files(),
        [
            ".qapi-generate",
            "STOP.data.json",
            "notes.txt",
            "stop.data.json",
            "x.json"
        ]
    );
    assert!(folder.path().join("a.data.json").exists());
}

#[test]
fn what_cannot_be_generated_is_said() {
    let generate = |args: &[&str]| {
        let run = run([&["generate"], args].concat());
        assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{args:?}");
        run.stderr
    };
    assert_eq!(
        generate(&["--schema", SCHEMA, "--select", "query-statsu"]),
        "error: cannot select `query-statsu`: there is no such command or event; did you mean `query-stats`?\n"
    );
    assert_eq!(
        generate(&["--schema", SCHEMA, "--reference", SCHEMA]),
        "error: cannot take names from `qemu-10.0-x86_64`: its types have none; `qapi names` makes a reference\n"
    );
    assert!(generate(&[]).contains("--schema <[LABEL=]FILE>..."));
    assert_eq!(
        generate(&["--schema", "nothing.json"]),
        "error: cannot read `nothing.json`: No such file or directory (os error 2)\n"
    );
}
