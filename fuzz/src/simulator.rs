//! Whatever a client sends, a simulated server answers in lines of messages of
//! the protocol, each command at most once, and goes on with the next command
//! after a byte that resynchronises it; it is all the same in what pieces the
//! bytes come.
//!
//! In the input, byte 1 stands for an id that no other command has.

use std::collections::HashSet;
use std::io::{ErrorKind, Read, Write};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use qapi_client::protocol::{Framer, Message};
use qapi_client::sim::Simulator;
use qapi_client::{Limits, Transport};
use qapi_schema::{MAX_NESTING, Schema};

static SCHEMA: LazyLock<Arc<Schema>> = LazyLock::new(|| {
    let dump = include_bytes!("../../schemas/qemu-storage-daemon-10.0.json");
    Arc::new(Schema::from_slice(dump).expect("the dump is a schema"))
});

/// Resynchronises, and asks for what always has an answer.
const LAST: &[u8] = b"\xFF{\"execute\": \"qmp_capabilities\", \"id\": \"last\"}\n";

/// Checks it of one input.
pub fn check(input: &[u8]) {
    let mut bytes = Vec::new();
    for (number, byte) in input.iter().enumerate() {
        match byte {
            1 => bytes.extend_from_slice(format!("\"id {number}\"").as_bytes()),
            byte => bytes.push(*byte),
        }
    }
    bytes.extend_from_slice(LAST);
    // QEMU 11 has another parser.
    for major in [10, 11] {
        let answers = answers(major, &bytes, bytes.len());
        let piece = 1 + input.len() % 5;
        assert_eq!(
            self::answers(major, &bytes, piece),
            answers,
            "in pieces of {piece}"
        );
    }
}

/// What a version answers to bytes that come in pieces of a size, without the
/// times of events.
fn answers(major: u32, bytes: &[u8], piece: usize) -> Vec<String> {
    let simulator = Simulator::new(Arc::clone(&SCHEMA)).version(major, 0, 0, "");
    let mut stream = simulator.stream();
    stream
        .set_timeout(Some(Duration::ZERO))
        .expect("it takes any");
    let mut closed = false;
    for piece in bytes.chunks(piece) {
        closed = stream.write_all(piece).is_err();
        if closed {
            break;
        }
    }
    let mut output = Vec::new();
    match stream.read_to_end(&mut output) {
        Ok(_) => closed = true,
        Err(error) => assert_eq!(error.kind(), ErrorKind::TimedOut),
    }
    let answers = read(&output);
    // `quit` ends it before it comes to that.
    let last = answers.last().expect("it greets");
    assert!(closed || last.ends_with(" to \"last\""), "{last}");
    answers
}

/// Reads what was answered.
fn read(mut output: &[u8]) -> Vec<String> {
    let mut framer = Framer::new(Limits {
        // A reply and its id are each as deep as what was sent may be.
        nesting: MAX_NESTING + 1,
        ..Limits::default()
    });
    let mut answers = Vec::new();
    let mut ids = HashSet::new();
    assert!(output.ends_with(b"\r\n"));
    while !output.is_empty() {
        let space = framer.space();
        let (now, later) = output.split_at(space.len().min(output.len()));
        space[..now.len()].copy_from_slice(now);
        framer.filled(now.len());
        output = later;
        while let Some(frame) = framer.next_frame().expect("it is made of messages") {
            let message = framer.bytes(&frame);
            assert!(message.iter().all(|byte| (b' '..=b'~').contains(byte)));
            let (what, id) = match Message::parse(message).expect("it is of the protocol") {
                Message::Greeting(_) => ("greeting".to_owned(), None),
                Message::Event { name, .. } => (name.into_owned(), None),
                Message::Return { id, value } => (String::from_utf8_lossy(value).into_owned(), id),
                Message::Error { id, error } => (error.to_string(), id),
            };
            let id = id.map(String::from_utf8_lossy);
            if let Some(id) = id.as_deref().filter(|id| id.starts_with("\"id ")) {
                assert!(ids.insert(id.to_owned()), "{id} is answered again");
            }
            answers.push(format!("{what} to {}", id.as_deref().unwrap_or("none")));
        }
    }
    assert!(framer.rest().is_empty());
    answers
}
