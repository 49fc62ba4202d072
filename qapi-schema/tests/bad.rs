//! Bad dumps and what is said of them: `bad/NNNN-name.json` and `.txt`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must stop"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::thread;

use qapi_schema::{Defect, LoadError, Schema, with_causes};

/// Less than a thread gets anywhere by default.
const STACK: usize = 256 * 1024;

/// Loads on a small stack, so that recursion would be seen.
fn load(dump: Vec<u8>) -> Result<Schema, LoadError> {
    let small = thread::Builder::new().stack_size(STACK);
    let thread = small.spawn(move || Schema::from_slice(&dump)).unwrap();
    thread.join().unwrap()
}

fn refusal(dump: Vec<u8>) -> LoadError {
    match load(dump) {
        Err(error) => error,
        Ok(schema) => panic!("this loads: {schema:?}"),
    }
}

/// The error and its causes, as a command prints them.
fn text(error: &LoadError) -> String {
    with_causes(error) + "\n"
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad")
}

/// The pairs' dumps, and one that would be long to keep.
fn dumps() -> Vec<(String, Vec<u8>)> {
    let mut dumps: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read(path).unwrap())
        })
        .collect();
    dumps.sort();
    dumps.push(("9999-required-objects".to_owned(), required_objects(1024)));
    dumps
}

#[test]
fn each_is_refused_in_the_blessed_words() {
    let bless = std::env::var_os("QAPI_BLESS").is_some();
    let mut wrong = Vec::new();
    for (name, dump) in dumps() {
        let actual = text(&refusal(dump));
        let path = folder().join(format!("{name}.txt"));
        if bless {
            std::fs::write(path, actual).unwrap();
        } else if std::fs::read_to_string(path).unwrap_or_default() != actual {
            wrong.push(format!("{name}: now it is\n{actual}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "QAPI_BLESS=1 rewrites these:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_defect_is_shown_and_every_text_has_its_dump() {
    let dumps = dumps();
    let mut shown = BTreeSet::new();
    for (_, dump) in &dumps {
        if let LoadError::Unusable(findings) = refusal(dump.clone()) {
            shown.extend(findings.iter().map(|finding| finding.defect().code()));
        }
    }
    assert_eq!(shown, Defect::CODES.iter().copied().collect());

    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(
            dumps.iter().any(|(dump, _)| dump == name),
            "{name} has no dump"
        );
    }
}

#[test]
fn nothing_that_is_said_can_act_on_a_terminal_or_names_a_masked_type() {
    for (name, dump) in dumps() {
        let text = text(&refusal(dump));
        let acts = |c: char| c.is_control() && c != '\n';
        assert!(!text.contains(acts), "{name}: {text:?}");
        for masked in ["`1`", "`2`", "`7`", "`8`", "`9`", "`[9]`"] {
            assert!(!text.contains(masked), "{name}: {text}");
        }
    }
}

const COMMAND: &str = r#"{"name": "c", "meta-type": "command", "arg-type": "0", "ret-type": "0"}"#;

/// Entries 0, 1, 2 … of which each is made from the number of the next, and
/// the last is an empty object.
fn chain(length: usize, entry: impl Fn(usize, usize) -> String) -> Vec<u8> {
    let mut dump = format!("[{COMMAND}");
    for at in 0..length - 1 {
        dump += ",\n";
        dump += &entry(at, at + 1);
    }
    dump += &format!(
        ",\n{{\"name\": \"{}\", \"meta-type\": \"object\", \"members\": []}}]",
        length - 1
    );
    dump.into_bytes()
}

fn object(at: usize, members: &str) -> String {
    format!(r#"{{"name": "{at}", "meta-type": "object", "members": [{members}]}}"#)
}

fn required_objects(length: usize) -> Vec<u8> {
    chain(length, |at, next| {
        object(at, &format!(r#"{{"name": "m", "type": "{next}"}}"#))
    })
}

fn codes(error: &LoadError) -> BTreeSet<&'static str> {
    match error {
        LoadError::Unusable(findings) => findings.iter().map(|f| f.defect().code()).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_nests_ten_thousand_deep_is_refused_or_loads_but_never_recurses() {
    const DEEP: usize = 10_000;
    let refused = refusal(required_objects(DEEP));
    assert_eq!(codes(&refused), BTreeSet::from(["value-too-deep"]));

    let optional = chain(DEEP, |at, next| {
        object(
            at,
            &format!(r#"{{"name": "m", "type": "{next}", "default": null}}"#),
        )
    });
    let schema = load(optional).unwrap();
    assert_eq!(schema.types().count(), DEEP);

    let arrays = chain(DEEP, |at, next| {
        if at == 0 {
            return object(at, r#"{"name": "m", "type": "1"}"#);
        }
        format!(r#"{{"name": "{at}", "meta-type": "array", "element-type": "{next}"}}"#)
    });
    assert_eq!(codes(&refusal(arrays)), BTreeSet::from(["array-nesting"]));

    let branches = chain(DEEP, |at, next| {
        if at == 0 {
            return format!(
                r#"{{"name": "e", "meta-type": "enum", "values": ["a"]}},
                {}"#,
                object(0, r#"{"name": "m", "type": "1"}"#)
            );
        }
        format!(
            r#"{{"name": "{at}", "meta-type": "object", "members": [{{"name": "t{at}", "type": "e"}}],
            "tag": "t{at}", "variants": [{{"case": "a", "type": "{next}"}}]}}"#
        )
    });
    assert_eq!(codes(&refusal(branches)), BTreeSet::from(["union-nesting"]));

    let alternates = chain(DEEP, |at, next| {
        if at == 0 {
            return object(at, r#"{"name": "m", "type": "1"}"#);
        }
        format!(
            r#"{{"name": "{at}", "meta-type": "alternate", "members": [{{"type": "{next}"}}]}}"#
        )
    });
    assert_eq!(
        codes(&refusal(alternates)),
        BTreeSet::from(["alternate-nested"])
    );

    for (open, close) in [("[", "]"), ("{\"a\": ", "}")] {
        let nested = open.repeat(DEEP) + "0" + &close.repeat(DEEP);
        assert!(matches!(refusal(nested.into_bytes()), LoadError::Json(_)));
    }
    // In a member that nobody reads, it is only passed over.
    let nested = "[".repeat(DEEP) + &"]".repeat(DEEP);
    let dump = format!(
        r#"[{COMMAND}, {{"name": "0", "meta-type": "object", "members": [], "new": {nested}}}]"#
    );
    load(dump.into_bytes()).unwrap();
}

#[test]
fn a_hundred_megabytes_of_brackets_are_refused_at_the_first() {
    let refused = refusal(vec![b'['; 100_000_000]);
    assert_eq!(
        text(&refused),
        "not a schema: entry 1: invalid type: array, expected a schema entry (an object) at line 1 column 2\n"
    );
    let refused = refusal(vec![b'{'; 100_000_000]);
    assert!(matches!(refused, LoadError::Json(_)));
    let mut string = b"[\"".to_vec();
    string.resize(100_000_000, b'x');
    string.extend_from_slice(b"\"]");
    assert!(text(&refusal(string)).len() < 1000);
}

/// Layers of unions, each of whose branches are all unions of the next layer:
/// the ways through them double, triple … with each layer.
fn lattice(layers: usize, wide: usize) -> Vec<u8> {
    let values: Vec<String> = (0..wide).map(|value| format!("\"v{value}\"")).collect();
    let mut dump = format!(
        "[{COMMAND}, {}, {{\"name\": \"e\", \"meta-type\": \"enum\", \"values\": [{}]}}",
        object(0, r#"{"name": "m", "type": "l0n0"}"#),
        values.join(", ")
    );
    for layer in 0..layers {
        for node in 0..wide {
            let member = format!(r#"{{"name": "t{layer}n{node}", "type": "e"}}"#);
            if layer + 1 == layers {
                dump += &format!(
                    ",\n{{\"name\": \"l{layer}n{node}\", \"meta-type\": \"object\", \"members\": [{member}]}}"
                );
                continue;
            }
            let cases: Vec<String> = (0..wide)
                .map(|to| format!(r#"{{"case": "v{to}", "type": "l{}n{to}"}}"#, layer + 1))
                .collect();
            dump += &format!(
                ",\n{{\"name\": \"l{layer}n{node}\", \"meta-type\": \"object\", \"members\": [{member}], \"tag\": \"t{layer}n{node}\", \"variants\": [{}]}}",
                cases.join(", ")
            );
        }
    }
    dump += "]";
    dump.into_bytes()
}

#[test]
fn ways_through_unions_that_multiply_are_not_walked_one_by_one() {
    // 20^15 ways.
    let schema = load(lattice(15, 20)).unwrap();
    let place = "c.arguments.m.t13n5".parse().unwrap();
    assert!(schema.locate(&place).is_ok());
    let nowhere = "c.arguments.m.t99".parse().unwrap();
    let refused = schema.locate(&nowhere).unwrap_err().to_string();
    assert!(
        refused.starts_with("`c.arguments.m` has no member `t99`"),
        "{refused}"
    );
}

#[test]
fn a_huge_enum_loads_and_finds_its_values() {
    let values: Vec<String> = (0..200_000).map(|value| format!("\"v{value}\"")).collect();
    let dump = format!(
        "[{COMMAND}, {}, {{\"name\": \"e\", \"meta-type\": \"enum\", \"values\": [{}]}}]",
        object(0, r#"{"name": "m", "type": "e"}"#),
        values.join(", ")
    );
    let schema = load(dump.into_bytes()).unwrap();
    let found = |text: &str| schema.locate(&text.parse().unwrap()).is_ok();
    assert!(found("c.arguments.m=v199999"));
    assert!(!found("c.arguments.m=v200000"));
}
