//! The server's session, fed by hand.

use std::time::{Duration, SystemTime};

use serde_json::json;

use super::{ServerCommand, ServerSession};
use crate::answer::QmpError;

const OOB: &str = r#"{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}"#;

fn greeted() -> ServerSession {
    let mut session = ServerSession::qmp(&json!({"package": ""}));
    let greeting = r#"{"QMP": {"version": {"package": ""}, "capabilities": ["oob"]}}"#;
    assert_eq!(said(&mut session), [greeting]);
    session
}

fn with_oob() -> ServerSession {
    let mut session = greeted();
    assert_eq!(hear(&mut session, OOB), [""; 0]);
    assert_eq!(said(&mut session), [r#"{"return": {}}"#]);
    assert!(session.has_oob());
    session
}

/// The lines that are to be sent.
fn said(session: &mut ServerSession) -> Vec<String> {
    let said = String::from_utf8_lossy(session.to_send()).into_owned();
    session.sent(session.to_send().len());
    let lines = said.split_terminator("\r\n").map(str::to_owned);
    lines.collect()
}

/// Receives a text; gives the names of the commands that come of it.
fn hear(session: &mut ServerSession, text: &str) -> Vec<String> {
    session.receive(text.as_bytes());
    std::iter::from_fn(|| session.next_command())
        .map(|command| command.name)
        .collect()
}

fn next(session: &mut ServerSession) -> ServerCommand {
    session.next_command().unwrap()
}

fn error(class: &str, desc: &str) -> String {
    format!(r#"{{"error": {{"class": "{class}", "desc": "{desc}"}}}}"#)
}

#[test]
fn negotiation_comes_first_and_once() {
    let mut session = greeted();
    let expecting = "Expecting capabilities negotiation with 'qmp_capabilities'";
    assert_eq!(hear(&mut session, r#"{"execute": "stop"}"#), [""; 0]);
    assert_eq!(said(&mut session), [error("CommandNotFound", expecting)]);
    for (arguments, desc) in [
        (
            r#"{"enable": 1, "x": 1}"#,
            "Invalid parameter type for 'enable', expected: array",
        ),
        (
            r#"{"enable": ["oob", null], "x": 1}"#,
            "Invalid parameter type for 'enable[1]', expected: string",
        ),
        (
            r#"{"enable": ["no"], "x": 1}"#,
            "Parameter 'null' does not accept value 'no'",
        ),
        (
            r#"{"enable": ["oob"], "x": 1}"#,
            "Parameter 'x' is unexpected",
        ),
    ] {
        let text = format!(r#"{{"execute": "qmp_capabilities", "arguments": {arguments}}}"#);
        assert_eq!(hear(&mut session, &text), [""; 0]);
        assert_eq!(said(&mut session), [error("GenericError", desc)]);
        assert!(!session.has_negotiated());
    }
    session.emit("STOP", &json!({}), SystemTime::now());
    assert_eq!(said(&mut session), [""; 0]);

    assert_eq!(hear(&mut session, OOB), [""; 0]);
    assert_eq!(said(&mut session), [r#"{"return": {}}"#]);
    assert!(session.has_negotiated() && session.has_oob());
    let complete = "Capabilities negotiation is already complete, command ignored";
    let refused = "The command qmp_capabilities does not support OOB";
    assert_eq!(hear(&mut session, OOB), [""; 0]);
    assert_eq!(
        hear(&mut session, r#"{"exec-oob": "qmp_capabilities"}"#),
        [""; 0]
    );
    assert_eq!(
        said(&mut session),
        [
            error("CommandNotFound", complete),
            error("GenericError", refused)
        ]
    );
}

#[test]
fn an_agent_neither_greets_nor_negotiates() {
    let mut session = ServerSession::agent();
    assert_eq!(session.to_send(), b"");
    session.receive(b"\xFF{\"execute\": \"guest-sync-delimited\", \"arguments\": {\"id\": 7}}");
    let command = next(&mut session);
    assert_eq!(command.arguments, json!({"id": 7}));
    session.delimit();
    session.reply(command.number, &json!(7));
    let stray = error("GenericError", "JSON parse error, stray '\\uFFFD'");
    let said = format!("{stray}\n").into_bytes();
    assert_eq!(
        session.to_send(),
        [&said[..], b"\xFF{\"return\": 7}\n"].concat()
    );
    session.sent(session.to_send().len());
    // It is a command like any other.
    assert_eq!(
        hear(&mut session, r#"{"execute": "qmp_capabilities"}"#),
        ["qmp_capabilities"]
    );
}

#[test]
fn any_id_comes_back_with_its_own_reply() {
    let mut session = with_oob();
    for id in ["null", "[1, {}]", r#"{"a": "\u00E4"}"#, r#""x""#] {
        let oob = format!(r#"{{"id": {id}, "exec-oob": "yank"}}"#);
        let faulty = format!(r#"{{"id": {id}}}"#);
        session.receive(br#"{"execute": "stop", "id": "stop"}"#);
        session.receive(oob.as_bytes());
        session.receive(faulty.as_bytes());
        let [stop, yank] = [next(&mut session), next(&mut session)];
        assert!(!stop.out_of_band && yank.out_of_band);
        session.fail(yank.number, &QmpError::new("DeviceNotFound", "none"));
        session.reply(stop.number, &json!(1.0));
        // Answered, it is over.
        session.reply(stop.number, &json!({}));
        session.fail(yank.number, &yank.not_found());
        assert_eq!(session.next_command(), None);
        let lacks = "QMP input lacks member 'execute'";
        assert_eq!(
            said(&mut session),
            [
                format!(
                    r#"{{"id": {id}, "error": {{"class": "DeviceNotFound", "desc": "none"}}}}"#
                ),
                r#"{"return": 1, "id": "stop"}"#.to_owned(),
                format!(
                    r#"{{"id": {id}, "error": {{"class": "GenericError", "desc": "{lacks}"}}}}"#
                ),
            ]
        );
    }
}

#[test]
fn one_is_under_way_eight_wait_and_then_nothing_is_read() {
    let mut session = with_oob();
    let yank = r#"{"exec-oob": "yank"}"#;
    let stop = r#"{"execute": "stop"}"#;
    assert_eq!(hear(&mut session, stop), ["stop"]);
    // Faults wait as commands do.
    assert_eq!(
        hear(&mut session, &format!("{{]{}", stop.repeat(6))),
        [""; 0]
    );
    assert!(session.is_reading());
    assert_eq!(hear(&mut session, yank), ["yank"]);
    // Nothing is read beside an out-of-band command, either.
    assert!(!session.is_reading());
    assert_eq!(hear(&mut session, yank), [""; 0]);
    session.reply(2, &json!("yank"));
    assert_eq!(next(&mut session).name, "yank");
    session.reply(3, &json!("yank"));

    assert_eq!(hear(&mut session, stop), [""; 0]);
    assert!(!session.is_reading());
    assert_eq!(hear(&mut session, yank), [""; 0]);
    let yanked = r#"{"return": "yank"}"#;
    assert_eq!(said(&mut session), [yanked, yanked]);

    // The fault and the next command make room.
    session.reply(1, &json!({}));
    assert_eq!(next(&mut session).name, "stop");
    assert_eq!(next(&mut session).name, "yank");
    assert_eq!(
        said(&mut session),
        [
            r#"{"return": {}}"#.to_owned(),
            error("GenericError", "JSON parse error, expecting value")
        ]
    );
}

#[test]
fn without_the_capability_nothing_is_read_beside_a_command() {
    let mut session = ServerSession::agent();
    let two = r#"{"execute": "a"}{"exec-oob": "b"}{"execute": "c"}"#;
    assert_eq!(hear(&mut session, two), ["a"]);
    assert!(!session.is_reading());
    assert_eq!(session.to_send(), b"");
    session.release(1);
    assert_eq!(next(&mut session).name, "c");
    let unexpected = error("GenericError", "QMP input member 'exec-oob' is unexpected");
    assert_eq!(session.to_send(), format!("{unexpected}\n").as_bytes());
}

#[test]
fn while_the_server_is_busy_elsewhere_only_out_of_band_commands_come() {
    let mut session = with_oob();
    session.receive(br#"{"execute": "a"}{"exec-oob": "b"}{"execute": "c"}"#);
    let b = session.next_out_of_band().unwrap();
    assert_eq!(b.name, "b");
    session.reply(b.number, &json!({}));
    assert_eq!(session.next_out_of_band(), None);
    assert_eq!(next(&mut session).name, "a");
    assert_eq!(session.next_command(), None);
}

#[test]
fn another_session_answers_with_the_id_of_the_first() {
    let mut first = with_oob();
    first.receive(br#"{"execute": "a", "id": "first"}{"execute": "b"}"#);
    let a = next(&mut first);
    let unanswered = first.release(a.number).unwrap();
    assert!(first.release(a.number).is_none());
    assert_eq!(next(&mut first).name, "b");

    let mut second = greeted();
    second.receive(OOB.as_bytes());
    second.receive(br#"{"execute": "c", "id": "second"}"#);
    let c = next(&mut second);
    let adopted = second.adopt(unanswered);
    second.reply(adopted, &json!("a"));
    // It was nothing that others waited for.
    second.receive(br#"{"execute": "d"}"#);
    assert_eq!(second.next_command(), None);
    second.reply(c.number, &json!("c"));
    assert_eq!(
        said(&mut second),
        [
            r#"{"return": {}}"#,
            r#"{"return": "a", "id": "first"}"#,
            r#"{"return": "c", "id": "second"}"#
        ]
    );
}

#[test]
fn events_have_their_time_and_no_empty_data() {
    let mut session = with_oob();
    let at = SystemTime::UNIX_EPOCH + Duration::from_micros(3_000_004);
    session.emit("STOP", &json!({}), at);
    session.emit("X", &json!({"a": "ä"}), at);
    let timestamp = r#"{"timestamp": {"seconds": 3, "microseconds": 4}, "event":"#;
    assert_eq!(
        said(&mut session),
        [
            format!(r#"{timestamp} "STOP"}}"#),
            format!(r#"{timestamp} "X", "data": {{"a": "\u00E4"}}}}"#),
        ]
    );
}

/// What a session says to a stream in pieces of a size. Commands are answered
/// with their own names and arguments: at once, or the in-band ones when all has
/// been received.
fn played(stream: &[u8], piece: usize, at_once: bool) -> Vec<String> {
    fn answer(session: &mut ServerSession, command: &ServerCommand) {
        session.reply(command.number, &json!([command.name, command.arguments]));
    }
    let mut session = greeted();
    let mut under_way = None;
    for piece in stream.chunks(piece) {
        session.receive(piece);
        while let Some(command) = session.next_command() {
            if at_once || command.out_of_band {
                answer(&mut session, &command);
            } else {
                under_way = Some(command);
            }
        }
    }
    while let Some(command) = under_way.take().or_else(|| session.next_command()) {
        answer(&mut session, &command);
    }
    said(&mut session)
}

#[test]
fn it_is_all_the_same_in_what_pieces_the_bytes_come() {
    let stream = [
        b"[1] 5]{\"execute\": \"early\", \"id\": 1}".as_slice(),
        OOB.as_bytes(),
        b"{\"execute\": \"a\", \"arguments\": {\"\\u00e4\": [1e3]}, \"id\": {}}\xFF",
        b"{'exec-oob': 'b', 'id': [null]}{\"execute\": }{\"exec-oob\": 3}\r\n",
        &b"{\"execute\": \"c\"}".repeat(12),
        b"{\"exec-oob\": \"d\"} nul tru\0e {\"execute\": \"e\", \"id\": -0.5}",
    ]
    .concat();
    let mut answers = Vec::new();
    for at_once in [true, false] {
        let whole = played(&stream, stream.len(), at_once);
        for piece in 1..40 {
            let pieces = played(&stream, piece, at_once);
            assert_eq!(pieces, whole, "in pieces of {piece}");
        }
        answers.push(whole);
    }
    // Out-of-band commands overtake only what has not been answered.
    assert_ne!(answers[0], answers[1]);
    for answers in &mut answers {
        answers.sort();
    }
    assert_eq!(answers[0], answers[1]);
}

/// As QEMU writes it.
#[test]
fn messages_may_be_over_many_lines() {
    let version = json!({"package": "{[\"\\,"});
    let mut session = ServerSession::qmp(&version).pretty();
    hear(
        &mut session,
        r#"{"execute": "qmp_capabilities", "id": [1, {"a": [], "b": {}}]}"#,
    );
    session.emit("STOP", &json!({}), SystemTime::UNIX_EPOCH);
    assert_eq!(
        said(&mut session).join("\n"),
        r#"{
    "QMP": {
        "version": {
            "package": "{[\"\\,"
        },
        "capabilities": [
            "oob"
        ]
    }
}
{
    "return": {
    },
    "id": [
        1,
        {
            "a": [
            ],
            "b": {
            }
        }
    ]
}
{
    "timestamp": {
        "seconds": 0,
        "microseconds": 0
    },
    "event": "STOP"
}"#
    );
    // An agent's is in one line anyway.
    let mut session = ServerSession::agent().pretty();
    session.receive(b"[]");
    assert!(session.next_command().is_none());
    assert!(session.to_send().starts_with(b"{\"error\": {"));
}
