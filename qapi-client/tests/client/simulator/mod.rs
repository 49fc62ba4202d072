//! The simulated server.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use qapi_client::sim::{Replies, SimStream, Simulator};
use qapi_client::{Client, Error, ErrorClass, QmpError, Transport};
use qapi_schema::Schema;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::peer::{Stream, run, unvalidating};

pub(crate) fn schema(name: &str) -> Arc<Schema> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let dump = std::fs::read(dir.join(format!("{name}.json"))).unwrap();
    Arc::new(Schema::from_slice(&dump).unwrap())
}

pub(crate) fn simulator() -> Simulator {
    static SCHEMA: OnceLock<Arc<Schema>> = OnceLock::new();
    let schema = SCHEMA.get_or_init(|| schema("qemu-10.0-x86_64"));
    Simulator::new(Arc::clone(schema))
}

/// What a stream says in answer to bytes, line by line.
fn say(stream: &mut SimStream, bytes: &[u8]) -> Vec<String> {
    stream.set_timeout(Some(Duration::ZERO)).unwrap();
    stream.write_all(bytes).unwrap();
    let mut said = Vec::new();
    let mut buffer = [0; 100];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        said.extend_from_slice(&buffer[..count]);
    }
    let said = String::from_utf8(said).unwrap();
    let lines = said.split_terminator("\r\n");
    lines.map(str::to_owned).collect()
}

fn negotiated(simulator: &Simulator, capabilities: &str) -> SimStream {
    let mut stream = simulator.stream();
    let command =
        format!(r#"{{"execute": "qmp_capabilities", "arguments": {{"enable": {capabilities}}}}}"#);
    let lines = say(&mut stream, command.as_bytes());
    assert_eq!(lines[1..], [r#"{"return": {}}"#]);
    stream
}

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

#[test]
fn every_command_replies_something_valid() {
    for name in [
        "qemu-7.2-x86_64",
        "qemu-11.1-x86_64",
        "qemu-storage-daemon-10.0",
    ] {
        let schema = schema(name);
        let samples = schema.samples();
        for replies in [Replies::Minimal, Replies::Random(1)] {
            let simulator = Simulator::new(Arc::clone(&schema)).replies(replies);
            let builder =
                Client::builder().validation(qapi_client::Validation::Given(Arc::clone(&schema)));
            let mut client = builder.over(simulator.stream()).unwrap();
            for command in schema.commands() {
                if ["quit", "qmp_capabilities"].contains(&command.name()) {
                    continue;
                }
                let arguments = samples.minimal(command.arguments());
                let reply: Value = client.execute_raw(command.name(), &arguments).unwrap();
                schema.validator().reply(command.name(), &reply).unwrap();
            }
        }
    }
}

#[test]
fn it_tells_its_own_schema_as_it_was_told() {
    for name in ["qemu-10.0-x86_64", "qemu-storage-daemon-10.0"] {
        let simulator = Simulator::new(schema(name));
        let mut client = unvalidating().over(simulator.stream()).unwrap();
        let none = serde_json::json!({});
        let entries: Vec<Box<RawValue>> = client.execute_raw("query-qmp-schema", &none).unwrap();
        let dump = format!("{}/../schemas/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let dump = std::fs::read_to_string(dump).unwrap();
        let told: Vec<&str> = entries.iter().map(|entry| entry.get()).collect();
        assert!(format!("[\n{}\n]\n", told.join(",\n")) == dump, "{name}");
    }
}

#[test]
fn it_is_what_it_is_told_to_be() {
    let simulator = simulator().target("s390x");
    let mut client = Client::over(simulator.stream()).unwrap();
    assert_eq!(run(&mut client, "query-target").unwrap()["arch"], "s390x");
    // What the schema does not know is not said.
    let simulator = simulator.target("pdp11");
    let mut client = Client::over(simulator.stream()).unwrap();
    assert_ne!(run(&mut client, "query-target").unwrap()["arch"], "pdp11");
}

#[test]
fn behaviour_replies_fails_and_emits() {
    let simulator = simulator();
    let mut count = 0;
    simulator.on("job-pause", move |call| {
        count += 1;
        assert_eq!(call.command(), "job-pause");
        let id: String = call
            .arguments()
            .get("id")
            .and_then(Value::as_str)
            .unwrap()
            .to_owned();
        if id == "none" {
            return Err(QmpError::new("DeviceNotActive", "no such job"));
        }
        call.emit("BEFORE", json!({"count": count}));
        call.emit_after("AFTER", json!({}));
        Ok(call.sample())
    });
    let mut other = Client::over(simulator.stream()).unwrap();
    let mut client = Client::over(simulator.stream()).unwrap();
    let fresh = &mut simulator.stream();
    client
        .execute_raw::<Value>("job-pause", &json!({"id": "a"}))
        .unwrap();
    match client.execute_raw::<Value>("job-pause", &json!({"id": "none"})) {
        Err(Error::Refused { error, .. }) => {
            assert_eq!(error.class(), &ErrorClass::DeviceNotActive);
        }
        other => panic!("{other:?}"),
    }
    client
        .execute_raw::<Value>("job-pause", &json!({"id": "a"}))
        .unwrap();
    for client in [&mut client, &mut other] {
        let events = client.drain_events().unwrap();
        let names: Vec<&str> = events.iter().map(qapi_client::RawEvent::name).collect();
        assert_eq!(names, ["BEFORE", "AFTER", "BEFORE", "AFTER"]);
        assert_eq!(events[2].data_text(), r#"{"count": 3}"#);
    }
    // Before the negotiation there are no events.
    simulator.emit("STOP", &json!({}));
    assert_eq!(say(fresh, b"").len(), 1);
    assert_eq!(client.next_event().unwrap().name(), "STOP");
}

#[test]
fn a_command_beyond_the_schema_can_be_added() {
    let simulator = simulator();
    simulator.on("x-of-tomorrow", |call| Ok(call.arguments().clone()));
    let mut client = unvalidating().over(simulator.stream()).unwrap();
    let reply: Value = client
        .execute_raw("x-of-tomorrow", &json!({"a": [1]}))
        .unwrap();
    assert_eq!(reply, json!({"a": [1]}));
}

#[test]
fn an_event_from_another_thread_is_waited_for() {
    let simulator = simulator();
    let mut client = Client::over(simulator.stream()).unwrap();
    let emitter = thread::spawn(move || simulator.emit("RESUME", &json!({})));
    assert_eq!(client.next_event().unwrap().name(), "RESUME");
    emitter.join().unwrap();
    let error = client
        .within(Duration::from_millis(1))
        .next_event()
        .unwrap_err();
    assert!(matches!(error, Error::NoEvent { .. }));
}

#[test]
fn quit_is_told_answered_and_the_end() {
    let simulator = simulator();
    let mut other = Client::over(simulator.stream()).unwrap();
    let mut client = Client::over(simulator.stream()).unwrap();
    run(&mut client, "quit").unwrap();
    for client in [&mut client, &mut other] {
        let event = client.next_event().unwrap();
        assert_eq!(event.name(), "SHUTDOWN");
        assert_eq!(
            event.data::<Value>().unwrap(),
            json!({"guest": false, "reason": "host-qmp-quit"})
        );
        assert!(matches!(client.next_event(), Err(Error::Ended(_))));
        assert!(matches!(run(client, "stop"), Err(Error::Ended(_))));
    }
    // What comes after it is not read any more.
    let mut stream = negotiated(&self::simulator(), "[]");
    let lines = say(&mut stream, br#"{"execute": "quit"}{"execute": "stop"}"#);
    assert_eq!(lines.len(), 2, "{lines:?}");
    // The storage daemon has no such event.
    let simulator = Simulator::new(schema("qemu-storage-daemon-10.0"));
    let mut client = Client::over(simulator.stream()).unwrap();
    run(&mut client, "quit").unwrap();
    assert!(matches!(client.next_event(), Err(Error::Ended(_))));
    assert!(matches!(
        Client::over(simulator.stream()),
        Err(Error::Ended(_))
    ));
}

#[test]
fn it_serves_several_clients_on_sockets() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("qmp");
    let unix = UnixListener::bind(&path).unwrap();
    let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = tcp.local_addr().unwrap().port();
    let simulator = simulator();
    let servers = [
        thread::spawn({
            let simulator = simulator.clone();
            move || simulator.serve(unix)
        }),
        thread::spawn({
            let simulator = simulator.clone();
            move || simulator.serve(tcp)
        }),
    ];
    let addresses = [
        format!("unix:{}", path.display()),
        format!("tcp:127.0.0.1:{port}"),
    ];
    let mut clients: Vec<Client> = addresses
        .iter()
        .chain(&addresses)
        .map(|address| Client::connect(address).unwrap())
        .collect();
    for client in &mut clients {
        run(client, "query-status").unwrap();
    }
    simulator.emit("STOP", &json!({}));
    for client in &mut clients {
        assert_eq!(client.next_event().unwrap().name(), "STOP");
    }
    run(&mut clients[0], "quit").unwrap();
    for client in &mut clients {
        assert_eq!(client.next_event().unwrap().name(), "SHUTDOWN");
        assert!(matches!(client.next_event(), Err(Error::Ended(_))));
    }
    for server in servers {
        server.join().unwrap().unwrap();
    }
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    assert!(UnixStream::connect(&path).is_err());
}

#[test]
fn serving_ends_when_it_is_told_to_even_without_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("qmp");
    let listener = UnixListener::bind(&path).unwrap();
    let simulator = simulator();
    let server = thread::spawn({
        let simulator = simulator.clone();
        move || simulator.serve(listener)
    });
    let mut client = Client::connect(path.to_str().unwrap()).unwrap();
    drop(dir);
    simulator.stop();
    server.join().unwrap().unwrap();
    assert!(matches!(client.next_event(), Err(Error::Ended(_))));
}

/// A client over every kind of stream that a simulator has.
pub(crate) fn over_every_stream(simulator: impl Fn() -> Simulator, test: impl Fn(Stream)) {
    test(Box::new(simulator().stream()));
    let simulated = simulator();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn({
        let simulated = simulated.clone();
        move || simulated.serve(listener)
    });
    test(Box::new(TcpStream::connect(address).unwrap()));
    simulated.stop();
    server.join().unwrap().unwrap();
}
