//! It answers in the words of QEMU.

use std::sync::Arc;

use qapi_client::Client;
use qapi_client::sim::Simulator;
use qapi_schema::Schema;
use serde_json::{Value, json};

use super::{negotiated, say, simulator};
use crate::peer::run;

fn error(class: &str, desc: &str) -> String {
    let desc = serde_json::to_string(desc).unwrap();
    format!(r#"{{"error": {{"class": "{class}", "desc": {desc}}}}}"#)
}

fn generic(desc: &str) -> String {
    error("GenericError", desc)
}

#[test]
fn it_greets_like_qemu() {
    let simulator = simulator().version(11, 1, 2, "Debian");
    let greeting = r#"{"QMP": {"version": {"package": "Debian", "qemu": {"major": 11, "micro": 2, "minor": 1}}, "capabilities": ["oob"]}}"#;
    assert_eq!(say(&mut simulator.stream(), b""), [greeting]);
    let mut client = Client::over(simulator.stream()).unwrap();
    assert_eq!(client.greeting().version.to_string(), "11.1.2 (Debian)");
    let version = run(&mut client, "query-version").unwrap();
    assert_eq!(
        version,
        json!({"qemu": {"major": 11, "minor": 1, "micro": 2}, "package": "Debian"})
    );
}

#[test]
fn negotiation_goes_as_with_qemu() {
    let mut stream = simulator().stream();
    say(&mut stream, b"");
    let expecting = "Expecting capabilities negotiation with 'qmp_capabilities'";
    let complete = "Capabilities negotiation is already complete, command ignored";
    for (sent, answer) in [
        (
            r#"{"execute": "query-version"}"#,
            error("CommandNotFound", expecting),
        ),
        (
            r#"{"execute": "no-such"}"#,
            error("CommandNotFound", expecting),
        ),
        (
            r#"{"exec-oob": "qmp_capabilities"}"#,
            generic("QMP input member 'exec-oob' is unexpected"),
        ),
        (
            r#"{"execute": "qmp_capabilities", "arguments": {"enable": ["x"]}}"#,
            generic("Parameter 'null' does not accept value 'x'"),
        ),
        (
            r#"{"execute": "qmp_capabilities", "arguments": {"enable": "oob"}}"#,
            generic("Invalid parameter type for 'enable', expected: array"),
        ),
        (
            r#"{"execute": "qmp_capabilities", "arguments": {"enable": [1]}}"#,
            generic("Invalid parameter type for 'enable[0]', expected: string"),
        ),
        (
            r#"{"execute": "qmp_capabilities", "arguments": {"y": 1}}"#,
            generic("Parameter 'y' is unexpected"),
        ),
        (
            r#"{"execute": "qmp_capabilities", "arguments": {"enable": ["oob", "oob"]}}"#,
            r#"{"return": {}}"#.to_owned(),
        ),
        (
            r#"{"execute": "qmp_capabilities"}"#,
            error("CommandNotFound", complete),
        ),
        (
            r#"{"execute": "qmp_capabilities", "arguments": {"enable": ["x"]}}"#,
            generic("Parameter 'null' does not accept value 'x'"),
        ),
    ] {
        assert_eq!(say(&mut stream, sent.as_bytes()), [answer], "{sent}");
    }
}

#[test]
fn envelopes_are_judged_as_by_qemu() {
    let simulator = simulator();
    let mut stream = negotiated(&simulator, "[]");
    let ok = || r#"{"return": {}}"#.to_owned();
    for (sent, answers) in [
        ("[]", vec![generic("QMP input must be a JSON object")]),
        ("5 ", vec![generic("QMP input must be a JSON object")]),
        ("{}", vec![generic("QMP input lacks member 'execute'")]),
        (r#"{"id": 1}"#, vec![r#"{"id": 1, "error": {"class": "GenericError", "desc": "QMP input lacks member 'execute'"}}"#.to_owned()]),
        (r#"{"execute": 1}"#, vec![generic("QMP input member 'execute' must be a string")]),
        (r#"{"execute": "stop", "arguments": null}"#, vec![generic("QMP input member 'arguments' must be an object")]),
        (r#"{"execute": "stop", "arguments": []}"#, vec![generic("QMP input member 'arguments' must be an object")]),
        (r#"{"execute": "stop", "control": {}}"#, vec![generic("QMP input member 'control' is unexpected")]),
        (r#"{"exec-oob": "stop"}"#, vec![generic("QMP input member 'exec-oob' is unexpected")]),
        (r#"{"execute": "no\u00e4"}"#, vec![r#"{"error": {"class": "CommandNotFound", "desc": "The command no\u00E4 has not been found"}}"#.to_owned()]),
        // As the lexer has it.
        ("{'execute': 'stop'}", vec![ok()]),
        (r#"{"execute":"stop"}{"execute":"cont"} {"execute":"stop"}"#, vec![ok(), ok(), ok()]),
        (r#"{"execute": "st"#, vec![]),
        (r#"op", "arguments"#, vec![]),
        ("\": {}\n", vec![]),
        ("}", vec![ok()]),
        ("{]", vec![generic("JSON parse error, expecting value")]),
        (r#"{"a": 1, "a": 1}"#, vec![generic("JSON parse error, duplicate key")]),
        (r#"{"execute": A}"#, vec![generic("JSON parse error, stray 'A'"), generic("JSON parse error, expecting value")]),
    ] {
        assert_eq!(say(&mut stream, sent.as_bytes()), answers, "{sent}");
    }
}

#[test]
fn out_of_band_commands_need_the_capability_and_the_permission() {
    let simulator = simulator();
    let mut stream = negotiated(&simulator, r#"["oob"]"#);
    for (sent, answer) in [
        (
            r#"{"exec-oob": "migrate-pause"}"#,
            r#"{"return": {}}"#.to_owned(),
        ),
        (
            r#"{"exec-oob": "stop"}"#,
            generic("The command stop does not support OOB"),
        ),
        (
            r#"{"exec-oob": []}"#,
            generic("QMP input member 'exec-oob' must be a string"),
        ),
        (
            r#"{"execute": "stop", "exec-oob": "stop"}"#,
            generic("QMP input member 'execute' clashes with 'exec-oob'"),
        ),
    ] {
        assert_eq!(say(&mut stream, sent.as_bytes()), [answer], "{sent}");
    }
}

#[test]
fn any_id_comes_back() {
    let mut stream = negotiated(&simulator(), "[]");
    for (id, echo) in [
        ("null", "null"),
        ("1.0", "1"),
        (
            r#"{"b": [1, {"a": false}], "a": "\u00e4"}"#,
            r#"{"a": "\u00E4", "b": [1, {"a": false}]}"#,
        ),
        ("18446744073709551615", "18446744073709551615"),
    ] {
        let sent = format!(r#"{{"id": {id}, "execute": "stop"}}"#);
        let expected = format!(r#"{{"return": {{}}, "id": {echo}}}"#);
        assert_eq!(say(&mut stream, sent.as_bytes()), [expected]);
        let sent = format!(r#"{{"id": {id}, "execute": "x"}}"#);
        let answer = say(&mut stream, sent.as_bytes());
        assert!(
            answer[0].starts_with(&format!(r#"{{"id": {echo}, "error": "#)),
            "{answer:?}"
        );
    }
    // As deep as a message can be, with the one level that the message takes.
    let deep = format!("{}{}", "[".repeat(1023), "]".repeat(1023));
    let sent = format!(r#"{{"execute": "stop", "id": {deep}}}"#);
    assert_eq!(
        say(&mut stream, sent.as_bytes()),
        [format!(r#"{{"return": {{}}, "id": {deep}}}"#)]
    );
}

#[test]
fn invalid_arguments_get_the_words_of_qemu() {
    let mut stream = negotiated(&simulator(), "[]");
    for (command, arguments, desc) in [
        ("stop", r#"{"x": 1}"#, "Parameter 'x' is unexpected"),
        ("job-pause", "{}", "Parameter 'id' is missing"),
        (
            "job-pause",
            r#"{"id": 5, "x": 1}"#,
            "Invalid parameter type for 'id', expected: string",
        ),
        ("blockdev-add", "{}", "Parameter 'driver' is missing"),
        (
            "blockdev-add",
            r#"{"driver": "fiel", "x": 1}"#,
            "Parameter 'driver' does not accept value 'fiel'",
        ),
        (
            "blockdev-add",
            r#"{"driver": "qcow2", "file": {"driver": "file"}}"#,
            "Parameter 'file.filename' is missing",
        ),
        (
            "blockdev-add",
            r#"{"driver": "file", "filename": "", "cache": {"direct": 1}}"#,
            "Invalid parameter type for 'cache.direct', expected: boolean",
        ),
        (
            "blockdev-add",
            r#"{"driver": "null-co", "size": 1.5}"#,
            "Invalid parameter type for 'size', expected: integer",
        ),
        (
            "blockdev-add",
            r#"{"driver": "null-co", "size": 99999999999999999999}"#,
            "Invalid parameter type for 'size', expected: integer",
        ),
        (
            "transaction",
            r#"{"actions": [{"type": "abort", "data": {}}, {"type": "abort", "data": {"x": 1}}]}"#,
            "Parameter 'actions[1].data.x' is unexpected",
        ),
        (
            "transaction",
            r#"{"actions": 1}"#,
            "Invalid parameter type for 'actions', expected: array",
        ),
        (
            "migrate-set-capabilities",
            r#"{"capabilities": [{"capability": "xbzrle", "state": 1}]}"#,
            "Invalid parameter type for 'capabilities[0].state', expected: boolean",
        ),
        (
            "migrate-set-capabilities",
            r#"{"capabilities": [{"capability": "x", "state": true}]}"#,
            "Parameter 'capability' does not accept value 'x'",
        ),
    ] {
        let sent = format!(r#"{{"execute": "{command}", "arguments": {arguments}}}"#);
        assert_eq!(say(&mut stream, sent.as_bytes()), [generic(desc)], "{sent}");
    }
    // However long the value is.
    let long = "v".repeat(1000);
    let sent = format!(r#"{{"execute": "blockdev-add", "arguments": {{"driver": "{long}"}}}}"#);
    let expected = generic(&format!(
        "Parameter 'driver' does not accept value '{long}'"
    ));
    assert_eq!(say(&mut stream, sent.as_bytes()), [expected]);
}

#[test]
fn an_unmasked_schema_gives_the_names_and_widths_in_the_words() {
    let member = |ty: &str| json!({"name": ty, "type": ty, "default": null});
    let integers = ["int", "int8", "uint8", "uint64", "size"];
    let members = integers.into_iter().chain(["Choice"]).map(member);
    let mut entries = vec![
        json!({"name": "c", "meta-type": "command", "arg-type": "Args", "ret-type": "q_empty"}),
        json!({"name": "qmp_capabilities", "meta-type": "command", "arg-type": "q_empty", "ret-type": "q_empty"}),
        json!({"name": "q_empty", "meta-type": "object", "members": []}),
        json!({"name": "Args", "meta-type": "object", "members": members.collect::<Vec<_>>()}),
        json!({"name": "Choice", "meta-type": "alternate", "members": [{"type": "uint8"}, {"type": "bool"}]}),
        json!({"name": "bool", "meta-type": "builtin", "json-type": "boolean"}),
    ];
    let builtin = |name: &str| json!({"name": name, "meta-type": "builtin", "json-type": "int"});
    entries.extend(integers.map(builtin));
    let dump = Value::Array(entries).to_string();
    let schema = Schema::from_slice(dump.as_bytes()).unwrap();
    let mut stream = Simulator::new(Arc::new(schema)).stream();
    say(&mut stream, br#"{"execute": "qmp_capabilities"}"#);
    for (arguments, desc) in [
        (
            r#"{"int": "1"}"#,
            "Invalid parameter type for 'int', expected: integer",
        ),
        (
            r#"{"int": 9223372036854775808}"#,
            "Invalid parameter type for 'int', expected: integer",
        ),
        (r#"{"int8": 128}"#, "Parameter 'int8' expects int8_t"),
        (
            r#"{"int8": 9223372036854775808}"#,
            "Invalid parameter type for 'int8', expected: integer",
        ),
        (r#"{"uint8": -1}"#, "Parameter 'uint8' expects uint8_t"),
        (
            r#"{"uint8": 18446744073709551615}"#,
            "Parameter 'uint8' expects uint8_t",
        ),
        (
            r#"{"uint8": 18446744073709551616}"#,
            "Parameter 'uint8' expects uint64",
        ),
        (r#"{"uint64": true}"#, "Parameter 'uint64' expects uint64"),
        (r#"{"size": 1.0}"#, "Parameter 'size' expects uint64"),
        (
            r#"{"Choice": {}}"#,
            "Invalid parameter type for 'Choice', expected: Choice",
        ),
        (r#"{"Choice": 256}"#, "Parameter 'Choice' expects uint8_t"),
    ] {
        let sent = format!(r#"{{"execute": "c", "arguments": {arguments}}}"#);
        assert_eq!(say(&mut stream, sent.as_bytes()), [generic(desc)], "{sent}");
    }
}

#[test]
fn what_a_policy_rejects_is_not_there() {
    let mut stream = negotiated(&simulator().reject(true, true), "[]");
    for (sent, answer) in [
        (
            r#"{"execute": "x-query-jit"}"#,
            error(
                "CommandNotFound",
                "Unstable command x-query-jit disabled by policy",
            ),
        ),
        (
            r#"{"execute": "query-migrationthreads"}"#,
            error(
                "CommandNotFound",
                "Deprecated command query-migrationthreads disabled by policy",
            ),
        ),
        (
            r#"{"execute": "blockdev-add", "arguments": {"driver": "file", "filename": "f", "x-check-cache-dropped": true}}"#,
            generic("Unstable parameter x-check-cache-dropped disabled by policy"),
        ),
        (
            r#"{"execute": "migrate-set-capabilities", "arguments": {"capabilities": [{"capability": "x-colo", "state": true}]}}"#,
            generic("Unstable value x-colo disabled by policy"),
        ),
    ] {
        assert_eq!(say(&mut stream, sent.as_bytes()), [answer], "{sent}");
    }
}
