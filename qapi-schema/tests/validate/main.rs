//! Every rule and every message, shown on a captured schema; and what holds of
//! any input.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod forms;
mod rows;
mod widths;

use std::collections::BTreeSet;
use std::path::PathBuf;

use forms::forms_agree;
use qapi_schema::validate::{MAX_VIOLATIONS, QUIRKS, Rule, Violations};
use qapi_schema::{MAX_NESTING, Schema};
use rows::ROWS;
use serde_json::{Value, json};

fn schemas() -> Vec<Schema> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let files = std::fs::read_dir(folder).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    let dumps = paths.filter(|path| path.extension().is_some_and(|e| e == "json"));
    dumps
        .map(|path| Schema::from_slice(&std::fs::read(path).unwrap()).unwrap())
        .collect()
}

fn schema() -> Schema {
    let dump = include_bytes!("../../../schemas/qemu-10.0-x86_64.json");
    Schema::from_slice(dump).unwrap()
}

/// The violations, one a line: `at | rule | message`.
fn lines(result: &Result<(), Violations>) -> Vec<String> {
    let violations = result.as_ref().err().into_iter().flat_map(Violations::iter);
    violations
        .map(|violation| {
            let json = serde_json::to_value(violation).unwrap();
            let [at, rule, message] = ["at", "rule", "message"].map(|m| json[m].as_str().unwrap());
            assert_eq!(
                at,
                violation.at().map_or(String::new(), ToString::to_string)
            );
            assert_eq!(rule.parse(), Ok(violation.rule()));
            assert_eq!(message, violation.to_string());
            format!("{at} | {rule} | {message}")
        })
        .collect()
}

#[test]
fn each_message_says_what_where_and_what_else() {
    let schema = schema();
    let validator = schema.validator().deny_deprecated(true).deny_unstable(true);
    for (text, expected) in ROWS {
        assert_eq!(lines(&validator.message(*text)), *expected, "{text}");
    }
}

#[test]
fn every_rule_is_shown() {
    let rows = ROWS.iter().flat_map(|(_, lines)| *lines);
    let mut shown: BTreeSet<Rule> = rows
        .map(|line| line.split(" | ").nth(1).unwrap().parse().unwrap())
        .collect();
    // Too long for the table; see below.
    assert!(shown.insert(Rule::Depth));
    assert_eq!(shown, Rule::ALL.iter().copied().collect());
    let error = "enum_value".parse::<Rule>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`enum_value` is not a rule; did you mean `enum-value`?"
    );
}

#[test]
fn what_is_not_denied_passes() {
    let schema = schema();
    for (text, expected) in ROWS {
        for deprecated in [false, true] {
            for unstable in [false, true] {
                let validator = schema.validator();
                let validator = validator
                    .deny_deprecated(deprecated)
                    .deny_unstable(unstable);
                let mut expected = expected.to_vec();
                expected.retain(|line| {
                    (deprecated || !line.contains(" | deprecated | "))
                        && (unstable || !line.contains(" | unstable | "))
                });
                assert_eq!(lines(&validator.message(*text)), expected, "{text}");
            }
        }
    }
}

#[test]
fn the_parts_are_judged_like_the_whole() {
    let schema = schema();
    let validator = schema.validator();
    for (text, _) in ROWS {
        let Ok(Value::Object(message)) = serde_json::from_str::<Value>(text) else {
            continue;
        };
        let name = |member: &str| message.get(member).and_then(Value::as_str);
        let part = |member: &str| message.get(member).filter(|part| part.is_object());
        let (whole, judged) = match (name("execute"), name("event")) {
            (Some(command), None) => {
                if let Some(arguments) = part("arguments") {
                    let whole = json!({"execute": command, "arguments": arguments});
                    (whole, validator.command(command, arguments))
                } else if let Some(returned) = message.get("return") {
                    let whole = json!({"execute": command, "return": returned});
                    (whole, validator.reply(command, returned))
                } else {
                    let whole = json!({"execute": command});
                    (whole, validator.command(command, "{}"))
                }
            }
            (None, Some(event)) => {
                let data = part("data").cloned().unwrap_or(json!({}));
                let whole = json!({"event": event, "data": data});
                (whole, validator.event(event, &data))
            }
            _ => continue,
        };
        assert_eq!(validator.message(&whole), judged, "{text}");
        forms_agree(validator, &whole);
    }
}

#[test]
fn a_value_is_judged_by_its_coordinate() {
    let schema = schema();
    let validator = schema.validator();
    let at = |at: &str, value: &str| lines(&validator.value(&at.parse().unwrap(), value));
    assert!(at("blockdev-add.arguments.cache", r#"{"direct": true}"#).is_empty());
    assert_eq!(
        at("blockdev-add.arguments.cache", r#"{"direct": 1}"#),
        ["blockdev-add.arguments.cache.direct | type | expected a boolean, found an integer"]
    );
    assert_eq!(
        at("query-block.returns[]", r#"{"device": "d"}"#)[..1],
        ["query-block.returns[].type | missing | `type` is missing: expected a string"]
    );
    assert_eq!(
        at("blockdev-add.arguments(driver=file)", "{}"),
        [
            "blockdev-add.arguments(driver=file).filename | missing | `filename` is missing: expected a string"
        ]
    );
    for (nowhere, line) in [
        (
            "stpo.arguments",
            "stpo.arguments | unknown-command | `stpo` is not a command or event of this schema; did you mean `stop`?",
        ),
        (
            "STPO.data",
            "STPO.data | unknown-event | `STPO` is not a command or event of this schema; did you mean `STOP`?",
        ),
        (
            "stop.arguments.x",
            "stop.arguments.x | unknown-member | `stop.arguments` has no member `x`",
        ),
        ("stop", "stop | unknown-member | `stop` names no type"),
    ] {
        assert_eq!(at(nowhere, "{}"), [line]);
    }
}

#[test]
fn several_violations_print_one_a_line() {
    let schema = schema();
    let message = r#"{"execute": "stop", "arguments": {"a": 1, "b": 2}, "data": 0}"#;
    let violations = schema.validator().message(message).unwrap_err();
    assert_eq!(
        violations.to_string(),
        "stop.arguments.a: `a` is not a member here\n\
         stop.arguments.b: `b` is not a member here\n\
         `data` is not a member of a command"
    );
    assert_eq!(violations.len(), 3);
    let list = serde_json::to_value(&violations).unwrap();
    assert_eq!(list.as_array().map(Vec::len), Some(3));
    assert_eq!(violations.iter().count(), violations.into_iter().count());
}

/// A schema with a union whose members and branch have so many members each.
fn wide(members: usize) -> Schema {
    let list = |prefix: &str| {
        let members = (0..members).map(|i| json!({"name": format!("{prefix}{i}"), "type": "bool"}));
        members.collect::<Vec<_>>()
    };
    let mut base = list("base");
    base.push(json!({"name": "tag", "type": "2"}));
    let dump = json!([
        {"name": "x", "meta-type": "command", "arg-type": "1", "ret-type": "0"},
        {"name": "0", "meta-type": "object", "members": []},
        {"name": "1", "meta-type": "object", "members": base, "tag": "tag",
            "variants": [{"case": "only", "type": "3"}]},
        {"name": "2", "meta-type": "enum", "values": ["only"]},
        {"name": "3", "meta-type": "object", "members": list("branch")},
        {"name": "bool", "meta-type": "builtin", "json-type": "boolean"},
    ]);
    Schema::from_slice(dump.to_string().as_bytes()).unwrap()
}

#[test]
fn an_object_may_have_any_number_of_members() {
    for members in [1, 63, 64, 65, 130] {
        let schema = wide(members);
        let names = |prefix: &'static str| (0..members).map(move |i| format!("{prefix}{i}"));
        let names: Vec<String> = names("base").chain(names("branch")).collect();
        let command = |names: &[String]| {
            let members = names.iter().map(|name| format!("\"{name}\": true, "));
            let arguments = format!("{{{}\"tag\": \"only\"}}", members.collect::<String>());
            schema.validator().command("x", &arguments)
        };
        assert_eq!(command(&names), Ok(()));
        for at in 0..names.len() {
            let mut fewer = names.clone();
            let name = fewer.remove(at);
            let place = if at < members { "" } else { "(tag=only)" };
            let line = format!(
                "x.arguments{place}.{name} | missing | `{name}` is missing: expected a boolean"
            );
            assert_eq!(lines(&command(&fewer)), [line]);
            let mut more = names.clone();
            more.push(name.clone());
            let line = format!(
                "x.arguments{place}.{name} | duplicate-member | `{name}` is here more than once"
            );
            assert_eq!(lines(&command(&more)), [line]);
        }
    }
}

#[test]
fn every_quirk_has_its_command() {
    let schemas = schemas();
    for quirk in QUIRKS {
        let used = schemas
            .iter()
            .any(|schema| schema.command(quirk.command).is_some());
        assert!(used, "no captured schema has `{}`", quirk.command);
    }
}

/// A block node on a block node, so many deep.
fn nodes(depth: usize) -> String {
    let node = r#"{"driver": "raw", "file": "#;
    format!("{}\"f\"{}", node.repeat(depth), "}".repeat(depth))
}

fn nested_value(depth: usize) -> Value {
    let node = |inner| json!({"driver": "raw", "file": inner});
    (0..depth).fold(json!("f"), |inner, _| node(inner))
}

/// Runs on a stack of the size that a spawned thread has.
fn on_a_small_stack(run: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(2 << 20);
        thread.spawn_scoped(scope, run).unwrap().join().unwrap();
    });
}

#[test]
fn nesting_is_judged_as_deep_as_qemu_parses() {
    let schema = schema();
    let validator = schema.validator();
    let too_deep = [" | depth | nested deeper than 1024 arrays and objects"];
    on_a_small_stack(|| {
        let message = |depth| {
            format!(
                r#"{{"execute": "blockdev-add", "arguments": {}}}"#,
                nodes(depth)
            )
        };
        // The message itself is one object around the arguments.
        assert_eq!(validator.message(&message(MAX_NESTING - 1)), Ok(()));
        assert_eq!(lines(&validator.message(&message(MAX_NESTING))), too_deep);
        let arguments = |depth| validator.command("blockdev-add", &nodes(depth));
        assert_eq!(arguments(MAX_NESTING - 1), Ok(()));
        assert_eq!(lines(&arguments(MAX_NESTING)), too_deep);
        let at = "blockdev-add.arguments(driver=raw).file".parse().unwrap();
        assert_eq!(validator.value(&at, &nodes(MAX_NESTING - 2)), Ok(()));
        assert_eq!(
            lines(&validator.value(&at, &nodes(MAX_NESTING - 1))),
            too_deep
        );

        let arguments = |depth| validator.command("blockdev-add", &nested_value(depth));
        assert_eq!(arguments(MAX_NESTING - 1), Ok(()));
        assert_eq!(lines(&arguments(MAX_NESTING)), too_deep);

        let deepest = nodes(MAX_NESTING - 1).replace("\"f\"", "5");
        let violations = validator.command("blockdev-add", &deepest).unwrap_err();
        let steps = violations.first().at().unwrap().steps().len();
        assert_eq!(steps, 2 * (MAX_NESTING - 1));
    });
}

#[test]
fn hostile_input_ends_soon() {
    let schema = schema();
    let validator = schema.validator();
    let rule = |input: &str| validator.message(input).unwrap_err().first().rule();
    let size = 100_000_000;
    assert_eq!(rule(&"[".repeat(size)), Rule::Depth);
    assert_eq!(rule(&"{\"a\":".repeat(size / 5)), Rule::Depth);
    assert_eq!(
        rule(&format!("\"{}", "\\u0061".repeat(size / 60))),
        Rule::Json
    );
    assert_eq!(rule(&format!("[{}", "0,".repeat(size / 20))), Rule::Json);

    // More is not collected than a person reads, and no name is kept whole.
    let members: Vec<String> = (0..100_000).map(|i| format!("\"drivr{i}\": {i}")).collect();
    let many = format!(
        r#"{{"execute": "blockdev-add", "arguments": {{{}}}}}"#,
        members.join(",")
    );
    assert_eq!(validator.message(&many).unwrap_err().len(), MAX_VIOLATIONS);
    let long = format!(
        r#"{{"execute": "stop", "arguments": {{"{0}": {{"a": 0, "a": 0}}}}}}"#,
        "é".repeat(size / 20)
    );
    let violations = validator.message(&long).unwrap_err();
    assert!(violations.to_string().len() < 2000);
    let collide = format!("[{}0]", "{\"a\":0,\"a\":0},".repeat(100_000));
    let at = "qom-set.arguments.value".parse().unwrap();
    assert_eq!(
        validator.value(&at, &collide).unwrap_err().len(),
        MAX_VIOLATIONS
    );
}
