//! `qapi test`: reports of what tests have left behind, and QEMUs tested by
//! what they say of themselves.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod common;

use std::fs;
use std::io::Write;
use std::path::Path;

use common::{Run, command, expect, repository, run};
use qapi_machine::{find, live};
use roxmltree::{Document, Node};
use serde_json::Value;

fn records() -> String {
    let folder = repository("qapi-cli/tests/report/records");
    folder.display().to_string()
}

/// Runs `qapi test`, and gives the texts of its report too.
fn reported(folder: &Path, args: &[&str]) -> (Run, [String; 3]) {
    let report = folder.join("report");
    let report = report.to_str().unwrap();
    let ran = run(["test", "--report", report].iter().chain(args));
    let read = |name: &str| fs::read_to_string(Path::new(report).join(name)).unwrap_or_default();
    let texts = ["junit.xml", "report.json", "report.html"].map(read);
    (ran, texts)
}

/// A report of records in which there is something of everything.
fn everything() -> (Run, [String; 3]) {
    let folder = tempfile::tempdir().unwrap();
    reported(folder.path(), &["--records", &records()])
}

#[test]
fn a_report_has_all_outcomes() {
    let (ran, [junit, json, html]) = everything();
    // Something has failed.
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let summary = "qapi: 15 passed, 1 refused as known, 2 stub, 10 not run, 5 skipped, \
                   1 failed, 1 crashed; the report is `";
    assert!(ran.stderr.starts_with(summary), "{}", ran.stderr);
    expect("report/junit.xml", &junit);
    expect("report/report.json", &json);
    expect("report/report.html", &html);
}

#[test]
fn junit_is_xml_and_counts_right() {
    let (_, [junit, ..]) = everything();
    let document = Document::parse(&junit).unwrap();
    let of = |node: Node<'_, '_>, name: &str| -> usize {
        node.attribute(name)
            .map_or(0, |count| count.parse().unwrap())
    };
    let root = document.root_element();
    let mut sums = [0; 4];
    for suite in root
        .children()
        .filter(|node| node.has_tag_name("testsuite"))
    {
        let cases = || {
            suite
                .children()
                .filter(|node| node.has_tag_name("testcase"))
        };
        let with = |tag| {
            let has = |case: &Node<'_, '_>| case.children().any(|node| node.has_tag_name(tag));
            cases().filter(has).count()
        };
        let counts = [
            cases().count(),
            with("failure"),
            with("error"),
            with("skipped"),
        ];
        let said = ["tests", "failures", "errors", "skipped"].map(|name| of(suite, name));
        assert_eq!(said, counts);
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    assert_eq!(
        ["tests", "failures", "errors"].map(|name| of(root, name)),
        sums[..3]
    );
    assert_eq!(sums, [35, 1, 1, 17]);
    let failure = document
        .descendants()
        .find(|node| node.has_tag_name("failure"))
        .unwrap();
    let text = failure.text().unwrap();
    assert!(
        text.contains("<script>alert(\"x\")</script> & 'so'") && text.contains("]]>"),
        "{text}"
    );
}

#[test]
fn the_page_needs_nothing_else_and_runs_nothing_but_its_own_script() {
    let (_, [.., html]) = everything();
    assert_eq!(html.matches("<script>").count(), 1);
    assert_eq!(html.matches("&lt;script&gt;alert").count(), 3);
    for outside in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!html.contains(outside), "{outside}");
    }
    // What two suites have seen is there once.
    assert_eq!(
        html.matches("<kbd>{\"execute\":\"query-status\",\"id\":1}</kbd>")
            .count(),
        2
    );
}

#[test]
fn the_command_runs_as_it_would_and_its_tests_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let script = format!(
        "echo told; echo aside >&2; cp '{}'/* \"$QAPI_TEST_RECORDS\"; exit 7",
        records()
    );
    let (ran, texts) = reported(folder.path(), &["--", "sh", "-c", &script]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(7), "told\n"));
    assert!(
        ran.stderr.starts_with("aside\nqapi: 15 passed, "),
        "{}",
        ran.stderr
    );
    let json: Value = serde_json::from_str(&texts[1]).unwrap();
    assert_eq!(json["status"], "exit status: 7");
    assert_eq!(json["command"][0], "sh");
    assert_eq!(json["counts"]["failed"], 1);
    assert!(texts[2].contains("ended with exit status: 7"));

    let (ran, texts) = reported(folder.path(), &["--", "sh", "-c", "kill -KILL $$"]);
    assert!(texts[2].contains("<h1 class=\"bad\">The command failed, but none"));
    assert_eq!(ran.code, Some(128 + 9));
    assert!(
        ran.stderr.contains("no test has left a record"),
        "{}",
        ran.stderr
    );
}

#[test]
fn records_are_kept_where_they_are_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept");
    let kept = kept.to_str().unwrap();
    let script = format!("cp '{}'/* \"$QAPI_TEST_RECORDS\"", records());
    let args = ["--records", kept, "--", "sh", "-c", &script];
    let (ran, first) = reported(folder.path(), &args);
    assert_eq!(ran.code, Some(0));
    let (_, again) = reported(folder.path(), &["--records", kept]);
    assert_eq!(first[0], again[0]);

    let (ran, _) = reported(folder.path(), &args);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("is not empty"), "{}", ran.stderr);
}

#[test]
fn a_record_that_breaks_off_is_told_and_the_rest_reported() {
    let folder = tempfile::tempdir().unwrap();
    let script = format!(
        "cp '{}'/* \"$QAPI_TEST_RECORDS\"; printf '{{\"test\":{{' >\"$QAPI_TEST_RECORDS/x.7.jsonl\"",
        records()
    );
    let (ran, [_, json, html]) = reported(folder.path(), &["--", "sh", "-c", &script]);
    assert_eq!(ran.code, Some(0));
    let (note, summary) = ran.stderr.split_once('\n').unwrap();
    let end = "/x.7.jsonl:1: the entry breaks off, and is left out";
    assert!(
        note.starts_with("qapi: /") && note.ends_with(end),
        "{}",
        ran.stderr
    );
    assert!(summary.starts_with("qapi: 15 passed, "), "{}", ran.stderr);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["torn"][0]["line"], 1);
    assert_eq!(json["counts"]["failed"], 1);
    assert!(html.contains(" 1 line of the records breaks off, as of"));
}

#[test]
fn what_breaks_off_may_have_failed() {
    let folder = tempfile::tempdir().unwrap();
    let records = folder.path().join("records");
    fs::create_dir(&records).unwrap();
    let path = records.join("x.7.jsonl");
    let passed = r#"{"test":{"suite":"x","kind":"command","name":"stop","test":"live",
        "outcome":"passed","started":1.0,"seconds":1.0}}"#
        .replace('\n', "");
    let args = ["--records", records.to_str().unwrap()];
    fs::write(&path, format!("{passed}\n")).unwrap();
    let (ran, [.., html]) = reported(folder.path(), &args);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(html.contains("<h1 class=\"good\">Nothing failed</h1>"));

    fs::write(&path, format!("{passed}\n{{\"test\":\n{{\"test\":")).unwrap();
    let (ran, [.., html]) = reported(folder.path(), &args);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("qapi: 1 passed; "), "{}", ran.stderr);
    assert!(html.contains("<h1 class=\"bad\">Nothing failed of what can be read</h1>"));
    assert!(html.contains(" 2 lines of the records break off, as of"));
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (ran, _) = reported(folder.path(), &["--", "/nonexistent/program"]);
    assert_eq!(ran.code, Some(2));
    let text = "error: cannot run `/nonexistent/program`: No such file";
    assert!(ran.stderr.starts_with(text), "{}", ran.stderr);

    fs::write(folder.path().join("a.jsonl"), "{\"tset\": {}}\n").unwrap();
    let (ran, _) = reported(
        folder.path(),
        &["--records", folder.path().to_str().unwrap()],
    );
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("a.jsonl:1: it is no entry"),
        "{}",
        ran.stderr
    );

    let ran = run(["test", "--records", "anywhere"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("`--report DIR` says so"),
        "{}",
        ran.stderr
    );

    let mut none = command(["test"]);
    none.env("PATH", folder.path());
    none.env_remove("QAPI_QEMU").env_remove("QAPI_QEMU_EXTRA");
    let ran = Run::from(none.output().unwrap());
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr
            .contains("there is neither $QAPI_QEMU nor a qemu-system-*"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_qemu_is_tested_by_its_own_schema() {
    let Some(path) = find() else {
        let reason = live::without_qemu().unwrap();
        // What is printed by `eprintln!` is kept from view.
        writeln!(
            std::io::stderr(),
            "qapi test: skipped (1): `a_qemu_is_tested_by_its_own_schema`: {reason}"
        )
        .unwrap();
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (ran, texts) = reported(folder.path(), &["--binary", path.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.stderr, "");
    let json: Value = serde_json::from_str(&texts[1]).unwrap();
    let counts = &json["counts"];
    assert!(counts["passed"].as_u64() > Some(100), "{counts}");
    // A line for each, and some around them.
    let count = |name: &str| counts[name].as_u64().unwrap_or(0);
    let total = count("passed") + count("skipped");
    let last = format!("({total}/{total}) ");
    assert!(ran.stdout.contains(&last), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("query-status live: passed ("),
        "{}",
        ran.stdout
    );
    assert_eq!(json["suites"][0]["subject"]["path"], path.to_str().unwrap());
}
