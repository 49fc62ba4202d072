//! `qapi names` writes what QEMU's source says in the shape of a dump.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod common;

use std::path::Path;

use common::{Run, command, expect, run, run_with};
use qapi_schema::Schema;

const SYSTEM: &str = "
{ 'include': 'shapes.json' }
##
# @draw:
#
# Draw a shape. In words that stay here.
#
# @shape: the shape
#
# Features:
# @unstable: may change
##
{ 'command': 'draw', 'data': { 'shape': 'Shape', '*scale': { 'type': 'uint8', 'if': 'SCALED' } },
  'returns': ['Pixel'], 'features': ['unstable'], 'allow-oob': true }
{ 'event': 'DRAWN', 'if': 'CONFIG_EVENTS' }
{ 'command': 'clear', 'success-response': false, 'data': { 'size': 'size', 'count': 'int' } }
";

const SHAPES: &str = "
{ 'enum': 'ShapeKind', 'data': ['circle', {'name': 'square', 'if': 'CONFIG_SQUARE', 'features': ['unstable']}] }
{ 'struct': 'Circle', 'data': { 'radius': 'uint32' } }
{ 'union': 'Shape', 'base': { 'kind': 'ShapeKind' }, 'discriminator': 'kind', 'data': { 'circle': 'Circle' } }
{ 'alternate': 'Pixel', 'data': { 'gray': 'uint8', 'name': 'str' } }
";

/// A source tree with the schemas of two programs; its texts are of 7.2's rules.
fn tree() -> tempfile::TempDir {
    let tree = tempfile::tempdir().unwrap();
    let returns = "{ 'pragma': { 'command-returns-exceptions': ['draw'] } }\n";
    // A number and a string cannot be told apart on QEMU's command line.
    let shapes = SHAPES.replace("'name': 'str'", "'name': 'ShapeKind'");
    for (path, text) in [
        ("VERSION", "7.2.22\n".to_owned()),
        ("qapi/qapi-schema.json", format!("{returns}{SYSTEM}")),
        ("qapi/shapes.json", shapes),
        (
            "qga/qapi-schema.json",
            "{ 'command': 'guest-ping' }\n".to_owned(),
        ),
    ] {
        write(&tree.path().join(path), &text);
    }
    tree
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Runs the command on a source below a folder, whose path the output then
/// lacks.
fn names(folder: &Path, source: &str, args: &[&str]) -> Run {
    let source = match source {
        "" => folder.to_owned(),
        source => folder.join(source),
    };
    let mut command = command(["names", "--qemu-source"]);
    let mut run: Run = command.arg(source).args(args).output().unwrap().into();
    run.stderr = run.stderr.replace(folder.to_str().unwrap(), "TREE");
    run
}

#[test]
fn the_system_emulators_schema_is_written_by_name() {
    let tree = tree();
    let done = names(tree.path(), "", &[]);
    let note = "qapi: QEMU 7.2: 15 entries (2 commands, 1 events)\n";
    assert_eq!((done.code, &*done.stderr), (Some(0), note));
    expect("names/system.json", &done.stdout);
    assert!(!done.stdout.contains("words"), "no documentation is copied");
    let again = names(tree.path(), "qapi/qapi-schema.json", &[]);
    assert_eq!((again.code, &again.stdout), (Some(0), &done.stdout));
}

#[test]
fn another_program_and_a_file_of_ones_own() {
    let tree = tree();
    let done = names(tree.path(), "", &["--program", "guest-agent"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let schema = Schema::from_slice(done.stdout.as_bytes()).unwrap();
    assert!(schema.is_unmasked() && schema.command("guest-ping").is_some());
    let out = tree.path().join("names.json");
    let args = ["-o", out.to_str().unwrap()];
    let written = names(tree.path(), "qga/qapi-schema.json", &args);
    assert_eq!((written.code, &*written.stdout), (Some(0), ""));
    assert_eq!(std::fs::read_to_string(out).unwrap(), done.stdout);
}

#[test]
fn what_is_written_serves_as_a_schema_with_widths() {
    let tree = tree();
    let out = tree.path().join("names.json");
    let out = out.to_str().unwrap();
    assert_eq!(names(tree.path(), "", &["-o", out]).code, Some(0));
    let explained = run(["explain", "--schema", out, "draw"]);
    assert_eq!(explained.code, Some(0), "{}", explained.stderr);
    expect("names/draw.txt", &explained.stdout.replace(out, "SCHEMA"));
    let input = br#"{"execute": "clear", "arguments": {"size": -1, "count": 9223372036854775807}}
{"execute": "clear", "arguments": {"size": 18446744073709551615, "count": 9223372036854775808}}
{"execute": "draw", "arguments": {"shape": {"kind": "circle", "radius": -1}, "scale": 256}}
"#;
    let judged = run_with(["validate", "--schema", out], input);
    assert_eq!(judged.code, Some(1), "{}", judged.stderr);
    expect("names/validated.txt", &judged.stdout);
}

#[test]
fn a_source_that_is_refused_ends_with_its_place() {
    let tree = tree();
    let bad = |text: &str, args: &[&str], stderr: &str| {
        write(&tree.path().join("qapi/shapes.json"), text);
        let run = names(tree.path(), "", args);
        assert_eq!((run.code, &*run.stdout), (Some(2), ""));
        assert_eq!(run.stderr, stderr);
    };
    bad(
        "\n{ 'enum': 'Shape', 'data': ['a',] }\n",
        &[],
        "TREE/qapi/shapes.json:2: expected `{`, `[`, a string, `true` or `false`, found `]` (column 33)\n\
         \x20 included from TREE/qapi/qapi-schema.json:3\n",
    );
    bad(
        "{ 'enum': 'Shape', 'data': ['a'], 'feature': [] }\n",
        &[],
        "TREE/qapi/shapes.json:1: enum `Shape`: the definition cannot have `feature`: \
         expected `enum`, `data`, `if`, `features`, `prefix`; did you mean `features`?\n\
         \x20 included from TREE/qapi/qapi-schema.json:3\n",
    );
    bad(
        SHAPES,
        &["--qemu-version", "10.2"],
        "TREE/qapi/qapi-schema.json:7: two spaces go between sentences (column 16)\n",
    );
}

#[test]
fn a_file_of_unknown_age_is_held_to_the_newest_rules() {
    let folder = tempfile::tempdir().unwrap();
    write(
        &folder.path().join("a.json"),
        "##\n# One. Two.\n##\n{ 'include': 'b.json' }\n",
    );
    write(&folder.path().join("b.json"), "{ 'command': 'b' }\n");
    let refused = names(folder.path(), "a.json", &[]);
    assert_eq!((refused.code, &*refused.stdout), (Some(2), ""));
    assert_eq!(
        refused.stderr,
        "TREE/a.json:2: two spaces go between sentences (column 7)\n\
         qapi: QEMU 10.1 would take it: `--qemu-version 10.1` says that it is of that version\n"
    );
    let taken = names(folder.path(), "a.json", &["--qemu-version", "10.1"]);
    assert_eq!(taken.code, Some(0), "{}", taken.stderr);
}

#[test]
fn what_is_no_source_is_told() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("none.txt"), "\0");
    for (source, args, stderr) in [
        (
            "",
            &[][..],
            "error: `TREE` is no QEMU source tree: it has no `qapi/qapi-schema.json`\n",
        ),
        (
            "",
            &["--program", "guest-agent"],
            "error: `TREE` is no QEMU source tree: it has no `qga/qapi-schema.json`\n",
        ),
        (
            "nowhere.json",
            &[],
            "TREE/nowhere.json: cannot be read: No such file or directory\n",
        ),
        (
            "none.txt",
            &["--program", "system"],
            "error: `--program` chooses among the schemas of a source tree, and `TREE/none.txt` is no folder\n",
        ),
        ("none.txt", &[], "TREE/none.txt:1: stray `\\0` (column 1)\n"),
    ] {
        let run = names(folder.path(), source, args);
        assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{source} {args:?}");
        assert_eq!(run.stderr, stderr);
    }
    write(&folder.path().join("qapi-schema.json"), "{}");
    let part = names(folder.path(), "", &[]);
    let hint =
        "it has no `qapi/qapi-schema.json`; did you mean the schema `TREE/qapi-schema.json`?\n";
    assert!(part.stderr.ends_with(hint), "{}", part.stderr);
    let program = run(["names", "--qemu-source", ".", "--program", "qemu-ga"]);
    assert_eq!(program.code, Some(2));
    let message =
        "`qemu-ga` is no program of QEMU: expected `system`, `storage-daemon`, `guest-agent`";
    assert!(program.stderr.contains(message), "{}", program.stderr);
    let version = run(["names", "--qemu-source", ".", "--qemu-version", "new"]);
    assert!(
        version
            .stderr
            .contains("not a version: expected numbers as in `10.2`")
    );
    let out = folder.path().join("no/such/folder.json");
    write(&folder.path().join("a.json"), "{ 'command': 'a' }\n");
    let unwritten = names(folder.path(), "a.json", &["-o", out.to_str().unwrap()]);
    assert_eq!(unwritten.code, Some(2));
    assert!(
        unwritten
            .stderr
            .starts_with("error: cannot write `TREE/no/such/folder.json`")
    );
}

#[test]
fn generated_rust_says_what_the_source_says() {
    let tree = tree();
    let out = tree.path().join("names.json");
    let out = out.to_str().unwrap();
    assert_eq!(names(tree.path(), "", &["-o", out]).code, Some(0));
    let args = ["generate", "--schema", out];
    let plain = run(args);
    assert!(!plain.stdout.contains("Draw a shape."), "{}", plain.stderr);
    let source = tree.path().to_str().unwrap();
    let documented = run([&args[..], &["--qemu-source", source]].concat());
    assert_eq!(documented.code, Some(0), "{}", documented.stderr);
    assert!(
        documented
            .stdout
            .contains("    /// Draw a shape. In words that stay here.")
    );
    let bad = run([&args[..], &["--qemu-source", out]].concat());
    assert_eq!((bad.code, &*bad.stdout), (Some(2), ""));
    assert!(bad.stderr.contains("names.json:2: "), "{}", bad.stderr);
}
