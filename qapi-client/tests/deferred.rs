//! Commands of the simulator that are answered later, and what goes on
//! meanwhile.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::Duration;

use qapi_client::sim::{Reply, SimStream, Simulator};
use qapi_client::{Agent, Client, Error, QmpError, Transport, Validation};
use qapi_schema::Schema;
use serde_json::{Value, json};

const OOB: &str = r#"{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}"#;
const NO_OOB: &str = r#"{"execute": "qmp_capabilities"}"#;
const OK: &str = r#"{"return": {}}"#;

fn schema(name: &str) -> Arc<Schema> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let dump = std::fs::read(dir.join(format!("{name}.json"))).unwrap();
    Arc::new(Schema::from_slice(&dump).unwrap())
}

fn simulator() -> Simulator {
    static SCHEMA: OnceLock<Arc<Schema>> = OnceLock::new();
    let schema = SCHEMA.get_or_init(|| schema("qemu-10.0-x86_64"));
    Simulator::new(Arc::clone(schema))
}

/// Makes a command one that is answered later; gives its replies as they are
/// asked for.
fn defer(simulator: &Simulator, command: &str) -> Receiver<Reply> {
    let (sender, replies) = channel();
    simulator.on(command, move |call| {
        sender.send(call.later()).unwrap();
        Ok(json!("nobody sees it"))
    });
    replies
}

/// What a stream says in answer to a text, line by line.
fn say(stream: &mut SimStream, text: &str) -> Vec<String> {
    stream.set_timeout(Some(Duration::ZERO)).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    let mut said = Vec::new();
    let mut buffer = [0; 100];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        said.extend_from_slice(&buffer[..count]);
    }
    let said = String::from_utf8(said).unwrap();
    let lines = said.split_terminator("\r\n");
    lines.map(str::to_owned).collect()
}

/// A connection that has negotiated.
fn negotiated(simulator: &Simulator, negotiation: &str) -> SimStream {
    let mut stream = simulator.stream();
    assert_eq!(say(&mut stream, negotiation)[1..], [OK]);
    stream
}

/// Commands with ids from a number on.
fn numbered(command: &str, ids: std::ops::Range<u32>) -> String {
    ids.map(|id| format!(r#"{{"execute": "{command}", "id": {id}}}"#))
        .collect()
}

fn answered(ids: std::ops::Range<u32>) -> Vec<String> {
    ids.map(|id| format!(r#"{{"return": {{}}, "id": {id}}}"#))
        .collect()
}

#[test]
fn out_of_band_commands_overtake_until_eight_wait() {
    let simulator = simulator();
    let replies = defer(&simulator, "system_reset");
    let mut stream = negotiated(&simulator, OOB);
    let oob = r#"{"exec-oob": "migrate-pause", "id": "oob"}"#;
    let overtaken = r#"{"return": {}, "id": "oob"}"#;

    let reset = r#"{"execute": "system_reset", "id": 0}"#;
    assert_eq!(say(&mut stream, reset), [""; 0]);
    assert_eq!(say(&mut stream, &numbered("stop", 1..8)), [""; 0]);
    assert_eq!(say(&mut stream, oob), [overtaken]);
    assert_eq!(say(&mut stream, &numbered("stop", 8..9)), [""; 0]);
    assert_eq!(say(&mut stream, oob), [""; 0]);
    assert_eq!(say(&mut stream, &numbered("stop", 9..12)), [""; 0]);

    replies.recv().unwrap().finish(Ok(json!({})));
    let mut expected = answered(0..9);
    expected.push(overtaken.to_owned());
    expected.extend(answered(9..12));
    assert_eq!(say(&mut stream, ""), expected);
}

#[test]
fn without_the_capability_nothing_is_read_meanwhile() {
    let simulator = simulator();
    let replies = defer(&simulator, "system_reset");
    let mut stream = negotiated(&simulator, NO_OOB);
    let text = [
        r#"{"execute": "system_reset"}{]"#,
        r#"{"exec-oob": "migrate-pause"}"#,
    ];
    assert_eq!(say(&mut stream, &text.concat()), [""; 0]);
    let error = QmpError::new("GenericError", "it could not");
    replies.recv().unwrap().finish(Err(error));
    let lines = say(&mut stream, "");
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[0].contains("it could not"));
    assert!(lines[1].contains("JSON parse error, expecting value"));
    assert!(lines[2].contains("'exec-oob' is unexpected"));
}

#[test]
fn other_connections_wait_but_for_what_is_out_of_band() {
    let simulator = simulator();
    let replies = defer(&simulator, "system_reset");
    let mut one = negotiated(&simulator, OOB);
    let mut other = negotiated(&simulator, OOB);
    assert_eq!(say(&mut one, r#"{"execute": "system_reset"}"#), [""; 0]);
    assert_eq!(say(&mut other, &numbered("stop", 0..2)), [""; 0]);
    assert_eq!(say(&mut other, r#"{"exec-oob": "migrate-pause"}"#), [OK]);
    // It is not even negotiated with new ones.
    let mut new = simulator.stream();
    assert_eq!(say(&mut new, NO_OOB).len(), 1);

    replies.recv().unwrap().finish(Ok(json!({})));
    assert_eq!(say(&mut one, ""), [OK]);
    assert_eq!(say(&mut other, ""), answered(0..2));
    assert_eq!(say(&mut new, ""), [OK]);
}

#[test]
fn a_reply_that_is_dropped_never_comes_and_others_do() {
    let simulator = simulator();
    simulator.on("system_reset", |call| {
        drop(call.later());
        Ok(Value::Null)
    });
    let replies = defer(&simulator, "system_wakeup");
    let mut stream = negotiated(&simulator, OOB);
    let text = [
        numbered("system_reset", 0..1),
        numbered("system_wakeup", 1..2),
        numbered("stop", 2..4),
    ];
    assert_eq!(say(&mut stream, &text.concat()), [""; 0]);
    drop(replies.recv().unwrap());
    assert_eq!(say(&mut stream, ""), answered(2..4));
}

#[test]
fn a_behaviour_can_finish_what_it_has_put_off_and_what_another_has() {
    let simulator = simulator();
    simulator.on("system_reset", |call| {
        call.emit("STOP", json!({}));
        call.emit_after("RESUME", json!({}));
        call.later().finish(Ok(json!({})));
        Err(QmpError::new("GenericError", "nobody sees it"))
    });
    let replies = Mutex::new(defer(&simulator, "system_wakeup"));
    // Out of band it unblocks the other, and then comes in-band itself.
    simulator.on("migrate-pause", move |_| {
        if let Ok(reply) = replies.lock().unwrap().try_recv() {
            reply.finish(Ok(json!({})));
        }
        Ok(json!({}))
    });
    let mut stream = negotiated(&simulator, OOB);
    let lines = say(&mut stream, &numbered("system_reset", 0..1));
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[0].contains("STOP") && lines[2].contains("RESUME"));
    assert_eq!(lines[1..2], answered(0..1));

    let text = [
        numbered("system_wakeup", 1..2),
        numbered("migrate-pause", 2..4),
        r#"{"exec-oob": "migrate-pause", "id": "oob"}"#.to_owned(),
    ];
    let mut expected = answered(1..2);
    expected.push(r#"{"return": {}, "id": "oob"}"#.to_owned());
    expected.extend(answered(2..4));
    assert_eq!(say(&mut stream, &text.concat()), expected);
}

#[test]
fn events_come_when_the_behaviour_returns_and_after_the_reply() {
    let simulator = simulator();
    let (sender, replies) = channel();
    simulator.on("system_reset", move |call| {
        call.emit("STOP", json!({}));
        call.emit_after("RESUME", json!({}));
        call.quit();
        sender.send(call.later()).unwrap();
        Ok(Value::Null)
    });
    let mut stream = negotiated(&simulator, OOB);
    let before = say(&mut stream, r#"{"execute": "system_reset"}"#);
    assert!(matches!(&*before, [event] if event.contains("STOP")));
    replies.recv().unwrap().finish(Ok(json!({})));
    let mut after = String::new();
    stream.read_to_string(&mut after).unwrap();
    let after: Vec<_> = after.lines().collect();
    assert!(matches!(*after, [OK, event] if event.contains("RESUME")));
}

#[test]
fn the_next_connection_gets_the_reply_of_one_that_is_gone() {
    let simulator = simulator();
    let replies = defer(&simulator, "system_reset");
    let mut first = negotiated(&simulator, OOB);
    let bystander = negotiated(&simulator, OOB);
    let text = numbered("system_reset", 0..1) + &numbered("quit", 1..2);
    assert_eq!(say(&mut first, &text), [""; 0]);
    drop((first, bystander));

    let mut second = simulator.stream();
    assert_eq!(say(&mut second, "").len(), 1);
    let mut third = negotiate_later(&simulator);
    let text = format!("{OOB}{}", numbered("stop", 0..1));
    assert_eq!(say(&mut second, &text), [""; 0]);
    replies.recv().unwrap().finish(Ok(json!("late")));
    assert_eq!(
        say(&mut second, ""),
        [r#"{"return": "late", "id": 0}"#, OK, &answered(0..1)[0]]
    );
    assert_eq!(say(&mut third, ""), [OK]);

    // If nobody is there, nobody hears of it; nor do those that come then.
    assert_eq!(say(&mut third, &numbered("system_reset", 5..6)), [""; 0]);
    drop((second, third));
    replies.recv().unwrap().finish(Ok(json!({})));
    negotiated(&simulator, OOB);
}

/// A connection that has asked for negotiation.
fn negotiate_later(simulator: &Simulator) -> SimStream {
    let mut stream = simulator.stream();
    assert_eq!(say(&mut stream, NO_OOB).len(), 1);
    stream
}

#[test]
fn sockets_inherit_replies_too() {
    let simulator = simulator();
    let replies = defer(&simulator, "system_reset");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("qmp");
    let listener = UnixListener::bind(&path).unwrap();
    let server = thread::spawn({
        let simulator = simulator.clone();
        move || simulator.serve(listener).unwrap()
    });
    let connect = || {
        let mut stream = BufReader::new(UnixStream::connect(&path).unwrap());
        let mut greeting = String::new();
        stream.read_line(&mut greeting).unwrap();
        stream
    };
    let mut first = connect();
    let text = format!("{OOB}{}", numbered("system_reset", 0..1));
    first.get_mut().write_all(text.as_bytes()).unwrap();
    let reply = replies.recv().unwrap();
    drop(first);

    let mut second = connect();
    let text = format!("{OOB}{}", numbered("quit", 7..8));
    second.get_mut().write_all(text.as_bytes()).unwrap();
    reply.finish(Ok(json!("late")));
    let mut lines = String::new();
    second.read_to_string(&mut lines).unwrap();
    let lines: Vec<_> = lines.lines().collect();
    assert_eq!(lines[..2], [r#"{"return": "late", "id": 0}"#, OK]);
    assert_eq!(lines[3..], answered(7..8));
    server.join().unwrap();
}

#[test]
fn the_blocking_client_gives_up_and_goes_on() {
    let simulator = simulator();
    let replies = defer(&simulator, "system_reset");
    let builder = Client::builder().validation(Validation::Off);
    let mut client = builder.over(simulator.stream()).unwrap();
    let mut run = |command: &str, deadline: Duration| {
        let call = client.within(deadline);
        call.execute_raw::<Value>(command, &json!({}))
            .map(|value| (value, client.counters().late_replies))
    };
    let given_up = run("system_reset", Duration::from_millis(1));
    assert!(
        matches!(given_up, Err(Error::TimedOut { .. })),
        "{given_up:?}"
    );
    let reply = replies.recv().unwrap();
    let server = thread::spawn(move || reply.finish(Ok(json!("late"))));
    let long = Duration::from_secs(60);
    assert_eq!(run("stop", long).unwrap(), (json!({}), 1));
    server.join().unwrap();

    // One that is waited for.
    let server = thread::spawn(move || replies.recv().unwrap().finish(Ok(json!("in time"))));
    assert_eq!(run("system_reset", long).unwrap().0, json!("in time"));
    server.join().unwrap();
}

#[tokio::test]
async fn the_asynchronous_client_overtakes() {
    let simulator = simulator();
    let replies = defer(&simulator, "system_reset");
    let client = qapi_client::tokio::Client::over(simulator.stream());
    let client = client.await.unwrap();
    let none = json!({});
    let run = |command| client.execute_raw::<Value>(command, &none);
    let overtaking = async {
        // Joined, they are polled in this order: the other is under way.
        let reply = replies.recv().unwrap();
        for _ in 0..3 {
            let done = client
                .execute_oob_raw::<Value>("migrate-pause", &none)
                .await;
            assert_eq!(done.unwrap(), json!({}));
        }
        reply.finish(Ok(json!("at last")));
    };
    let (blocked, waiting, ()) = tokio::join!(run("system_reset"), run("stop"), overtaking);
    assert_eq!(blocked.unwrap(), json!("at last"));
    assert_eq!(waiting.unwrap(), json!({}));
}

#[test]
fn the_client_of_an_agent_waits() {
    let simulator = Simulator::new(schema("reference/qemu-ga-10.2"));
    let replies = defer(&simulator, "guest-get-time");
    let mut agent = Agent::over(simulator.stream()).unwrap();
    let server = thread::spawn(move || replies.recv().unwrap().finish(Ok(json!(5))));
    let time: Value = agent.execute_raw("guest-get-time", &json!({})).unwrap();
    assert_eq!(time, json!(5));
    server.join().unwrap();
}
