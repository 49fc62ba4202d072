//! Whatever a guest agent sends, its session stands it: a reply is that of the
//! command that waits, and what was garbage does not keep the next
//! synchronisation from working.
//!
//! In the input, byte 1 stands for the number that the session has last
//! synchronised with, byte 2 for the id of its last command, and byte 3 for the
//! end of what is read at once.

use qapi_client::Limits;
use qapi_client::protocol::{AgentIncoming, AgentSession, Protocol, Request};
use serde_json::{Map, Value};

/// Takes what is to be sent, and gives the number or id in it.
fn sent(session: &mut AgentSession) -> Vec<u8> {
    let bytes = session.to_send().to_vec();
    session.sent(bytes.len());
    let first = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let text = first.strip_prefix(b"\xFF").unwrap_or(first);
    let command: Value = serde_json::from_slice(text).expect("a command is JSON");
    let id = command
        .get("id")
        .or_else(|| command.pointer("/arguments/id"));
    id.map(Value::to_string).unwrap_or_default().into_bytes()
}

fn receive(session: &mut AgentSession, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        let space = session.space();
        let count = space.len().min(bytes.len());
        let (now, later) = bytes.split_at(count);
        space[..count].copy_from_slice(now);
        session.filled(count);
        bytes = later;
    }
}

fn ping() -> Request {
    let request = Request::new("guest-ping", &Map::<String, Value>::new());
    request.expect("it has no arguments")
}

/// Checks it of one input.
pub fn check(input: &[u8]) {
    let mut session = AgentSession::new(Limits {
        message: 4096,
        nesting: 32,
        ..Limits::default()
    });
    session.sync();
    let (mut sync, mut id) = (sent(&mut session), Vec::new());
    let mut awaited = None;
    for read in input.split(|byte| *byte == 3) {
        let mut bytes = Vec::new();
        for byte in read {
            match byte {
                1 => bytes.extend_from_slice(&sync),
                2 => bytes.extend_from_slice(&id),
                byte => bytes.push(*byte),
            }
        }
        receive(&mut session, &bytes);
        while let Some(incoming) = session.next_incoming().expect("only the stream ends it") {
            match incoming {
                AgentIncoming::Return { number, value } => {
                    assert_eq!(Some(number), awaited.take());
                    let value = session.bytes(&value);
                    assert!(!value.is_empty() && value.len() <= 4096);
                }
                AgentIncoming::Error { number, .. } | AgentIncoming::Done { number } => {
                    assert_eq!(Some(number), awaited.take());
                }
                AgentIncoming::Synced => assert!(session.is_in_step()),
                AgentIncoming::Garbage(_) => assert!(!session.is_in_step()),
            }
            if session.is_in_step() && awaited.is_none() {
                awaited = Some(session.submit(ping()));
                // Now and then one that sends no reply of its own.
                if input.len() % 2 == 1 {
                    session.submit_probe(ping());
                }
                id = sent(&mut session);
            } else if !session.is_in_step() {
                awaited = None;
                session.sync();
                sync = sent(&mut session);
            }
        }
    }
    // Whatever came, the next synchronisation works.
    session.sync();
    sync = sent(&mut session);
    let reply = [b"\xFF{\"return\": ".as_slice(), &sync, b"}\n"].concat();
    receive(&mut session, &reply);
    let incoming = session.next_incoming().expect("only the stream ends it");
    assert!(matches!(incoming, Some(AgentIncoming::Synced)));
}
