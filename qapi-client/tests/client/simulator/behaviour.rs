//! What it replies and emits, and whom it serves.

use std::net::{TcpListener, TcpStream};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use qapi_client::sim::{Replies, Simulator};
use qapi_client::{Client, Error, ErrorClass, QmpError};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{negotiated, say, schema, simulator};
use crate::peer::{run, unvalidating};

/// How long the end of a server may take.
const LIMIT: Duration = Duration::from_secs(60);

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
fn it_can_be_started_again_as_it_was_told_to_be() {
    let simulator = simulator().version(1, 2, 3, "again").reject(true, false);
    simulator.on("query-name", |_| Ok(json!({"name": "kept"})));
    let mut client = Client::over(simulator.stream()).unwrap();
    run(&mut client, "quit").unwrap();
    let again = simulator.restarted();
    assert!(Client::over(simulator.stream()).is_err());
    let mut client = Client::over(again.stream()).unwrap();
    assert_eq!(client.greeting().version.micro, 3);
    let name: Value = client.execute_raw("query-name", &json!({})).unwrap();
    assert_eq!(name, json!({"name": "kept"}));
    let mut stream = negotiated(&again, "[]");
    let lines = say(&mut stream, br#"{"execute": "nbd-server-remove"}"#);
    assert!(lines[0].contains("disabled by policy"), "{lines:?}");
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

#[test]
fn serving_one_ends_with_the_client_and_with_the_server() {
    /// A client that has not gone is given back.
    type End = fn(&Simulator, Client) -> Option<Client>;
    let ends: [End; 3] = [
        |_, client| {
            drop(client);
            None
        },
        |_, mut client| {
            run(&mut client, "quit").unwrap();
            Some(client)
        },
        |simulator, client| {
            simulator.stop();
            Some(client)
        },
    ];
    for end in ends {
        let simulator = simulator();
        let (ours, theirs) = UnixStream::pair().unwrap();
        let (tell, ended) = channel();
        thread::spawn({
            let simulator = simulator.clone();
            move || tell.send(simulator.serve_one(theirs))
        });
        let mut client = Client::over(ours).unwrap();
        run(&mut client, "query-status").unwrap();
        let kept = end(&simulator, client);
        ended.recv_timeout(LIMIT).unwrap().unwrap();
        let next = Client::over(simulator.stream());
        match kept {
            // Without its client, the server goes on.
            None => assert!(run(&mut next.unwrap(), "query-status").is_ok()),
            Some(mut client) => {
                assert!(next.is_err());
                let error = loop {
                    match client.next_event() {
                        Ok(event) => assert_eq!(event.name(), "SHUTDOWN"),
                        Err(error) => break error,
                    }
                };
                assert!(matches!(error, Error::Ended(_)), "{error}");
            }
        }
    }
}
