//! A server that says something else than the table: its row fails, and tells
//! what is wrong in words that a person understands.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail the test")]

use std::io::{self, BufRead, BufReader, Cursor, Read, Write};
use std::time::Duration;

use qapi_client::Transport;
use qapi_client::sim::{SimStream, Simulator};
use qapi_conformance::Stop;
use qapi_conformance::judge::LIMIT;
use qapi_conformance::protocol::{Phase, Server, Stream, can_hold, check, row};
use qapi_schema::Schema;

const DUMP: &[u8] = include_bytes!("../../schemas/qemu-10.0-x86_64.json");

/// What becomes of a line of the server.
type Fault = fn(&str) -> String;

/// What is made of a line that does not come in time, nor anything after it.
const SILENCE: &str = "silence";

/// A connection to a simulator, each line of which goes through a fault.
struct Faulty {
    stream: BufReader<SimStream>,
    fault: Fault,
    ready: Cursor<Vec<u8>>,
}

impl Read for Faulty {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.ready.read(buffer)? {
                0 => {}
                count => return Ok(count),
            }
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Ok(0);
            }
            let said = (self.fault)(&line);
            if said == SILENCE {
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.ready = Cursor::new(said.into_bytes());
        }
    }
}

impl Write for Faulty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.get_mut().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Transport for Faulty {
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        self.stream.get_mut().set_timeout(timeout)
    }
}

/// What a row says of a server with a fault.
fn failure(name: &str, phase: Phase, fault: Fault) -> String {
    let shown = |fault: Fault| {
        let simulator = Simulator::new(Schema::from_slice(DUMP).unwrap().into());
        can_hold(&simulator);
        let folder = tempfile::tempdir().unwrap();
        let connect = || -> Result<Stream, Stop> {
            Ok(Box::new(Faulty {
                stream: BufReader::new(simulator.stream()),
                fault,
                ready: Cursor::default(),
            }))
        };
        let server = Server {
            schema: simulator.schema(),
            connect: &connect,
            settle: None,
            folder: folder.path(),
            limit: LIMIT,
        };
        check(row(name).unwrap(), phase, &server)
    };
    match shown(fault) {
        Err(Stop::Failed(text)) => {
            // It is the fault that makes it fail.
            shown(str::to_owned).unwrap();
            text
        }
        other => format!("not a failure: {other:?}"),
    }
}

#[test]
fn a_wrong_text_is_told() {
    assert_eq!(
        failure("duplicate_key", Phase::Before, |line| line
            .replace("duplicate", "double")),
        "to `{\"execute\": \"query-version\", \"execute\": \"query-version\"}`: message 1 of 1:\n\
         wanted the error GenericError: JSON parse error, duplicate key, without an id\n   \
         got {\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error, double key\"}}"
    );
}

#[test]
fn a_wrong_class_is_told() {
    assert_eq!(
        failure("unknown_command", Phase::After, |line| {
            line.replace("CommandNotFound", "GenericError")
        }),
        "to `{\"execute\": \"no-such-command\"}`: message 1 of 1:\n\
         wanted the error CommandNotFound: The command no-such-command has not been found, without an id\n   \
         got {\"error\": {\"class\": \"GenericError\", \"desc\": \"The command no-such-command has not been found\"}}"
    );
}

#[test]
fn a_missing_id_and_a_wrong_one_are_told() {
    for (fault, got) in [
        (
            (|line| line.replace("\"id\": true, ", "")) as Fault,
            "{\"error\": ",
        ),
        (|line| line.replace("true", "1"), "{\"id\": 1, "),
    ] {
        let text = failure("id_of_an_error", Phase::After, fault);
        let wanted = "to `{\"id\": true}`: message 1 of 1:\n\
            wanted the error GenericError: QMP input lacks member 'execute', with the id true\n   got ";
        let rest = text.strip_prefix(wanted);
        assert!(rest.is_some_and(|rest| rest.starts_with(got)), "{text}");
    }
    let text = failure("duplicate_key", Phase::After, |line| {
        line.replace("{\"error\"", "{\"id\": 1, \"error\"")
    });
    assert!(
        text.contains("without an id\n   got {\"id\": 1, "),
        "{text}"
    );
}

#[test]
fn a_missing_message_is_told() {
    assert_eq!(
        failure("stray_byte_in_an_object", Phase::OutOfBand, |line| {
            match line.contains("expecting value") {
                true => String::new(),
                false => line.to_owned(),
            }
        }),
        "to `{\"a\": \\xff}`: message 2 of 2 is missing:\n\
         wanted the error GenericError: JSON parse error, expecting value, without an id"
    );
}

#[test]
fn a_message_too_much_is_told() {
    let twice = |line: &str| match line.contains("duplicate") {
        true => line.repeat(2),
        false => line.to_owned(),
    };
    assert_eq!(
        failure("no_id_of_what_is_no_json", Phase::Before, twice),
        "to `{\"id\": 1, \"id\": 1}`: one message too much: \
         {\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error, duplicate key\"}}"
    );
    // What nobody has asked for comes at the end, too.
    let text = failure("greeting", Phase::Before, |line| {
        match line.contains("mark 1") {
            true => ["{\"return\": {}}\r\n", line].concat(),
            false => line.to_owned(),
        }
    });
    assert_eq!(text, "after all: one message too much: {\"return\": {}}");
}

#[test]
fn a_wrong_return_is_told() {
    assert_eq!(
        failure("negotiation", Phase::Before, |line| line
            .replace("{\"return\": {}", "{\"return\": []")),
        "to `{\"execute\": \"qmp_capabilities\", \"id\": 1}`: message 1 of 1:\n\
         wanted the return {}, with the id 1\n   got {\"return\": [], \"id\": 1}"
    );
}

#[test]
fn a_wrong_number_is_told() {
    let text = failure("id_number", Phase::Before, |line| {
        line.replace("\"id\": 1,", "\"id\": 1.0,")
    });
    assert!(
        text.contains("with the id 1\n   got {\"id\": 1.0, "),
        "{text}"
    );
}

#[test]
fn a_wrong_greeting_is_told() {
    assert_eq!(
        failure("greeting", Phase::Before, |line| line
            .replace("\"oob\"", "\"oob\", \"more\"")),
        "wanted the greeting {\"QMP\": {\"version\": {*}, \"capabilities\": [\"oob\"]}}\n   \
         got {\"QMP\": {\"version\": {\"package\": \"simulated\", \"qemu\": {\"major\": 10, \"micro\": 0, \"minor\": 0}}, \
         \"capabilities\": [\"oob\", \"more\"]}}"
    );
    let text = failure("greeting", Phase::Before, |line| {
        line.replace("\"micro\": 0, ", "")
    });
    assert!(
        text.starts_with("this is no greeting (missing field"),
        "{text}"
    );
}

#[test]
fn a_missing_event_is_told() {
    assert_eq!(
        failure("quit", Phase::After, |line| {
            match line.contains("SHUTDOWN") {
                true => String::new(),
                false => line.to_owned(),
            }
        }),
        "to `{\"execute\": \"quit\", \"id\": 1}`: \
         wanted the event SHUTDOWN with {\"guest\": false, \"reason\": \"host-qmp-quit\"}, without an id\n   \
         got {\"return\": {}, \"id\": 1}"
    );
}

/// Where out-of-band execution is not what it should be.
#[test]
fn what_does_not_overtake_is_told() {
    let text = failure("out_of_band_overtakes", Phase::OutOfBand, |line| {
        // Nothing of it comes before the command that is held.
        match line.contains("\"id\": 3") {
            true => SILENCE.to_owned(),
            false => line.to_owned(),
        }
    });
    let end = "nothing came within 60 s; \
        wanted: the error GenericError: The command query-version does not support OOB, with the id 3";
    assert!(text.ends_with(end), "{text}");
}

#[test]
fn a_wrong_order_is_told() {
    let text = failure("out_of_band_waits_behind_eight", Phase::OutOfBand, |line| {
        // The reply to the command that was first.
        line.replace("\"id\": 0", "\"id\": 1")
    });
    assert_eq!(
        text,
        "to `{\"exec-oob\": \"no-such-command\", \"id\": 2}`: \
         wanted the return {}, with the id 0\n   got {\"return\": {}, \"id\": 1}"
    );
}

#[test]
fn a_wrong_line_is_told() {
    let text = failure("no_command", Phase::After, |line| {
        line.replace("\r\n", "\n")
    });
    assert!(
        text.starts_with("a line does not end with CR and LF: \"{"),
        "{text}"
    );
    let text = failure("no_command", Phase::After, |line| {
        line.replacen("{\"error\"", "{\r\n\"error\"", 1)
    });
    assert_eq!(
        text,
        "to `{}`: a message must be in one line, but starts with: {"
    );
    let text = failure("no_command", Phase::After, |line| {
        line.replace("\"error\"", "error")
    });
    assert!(
        text.starts_with("to `{}`: this is no message: {error: "),
        "{text}"
    );
}

#[test]
fn a_silent_server_is_told() {
    let text = failure("no_command", Phase::After, |line| {
        match line.contains("lacks") {
            true => SILENCE.to_owned(),
            false => line.to_owned(),
        }
    });
    assert!(
        text.contains("nothing came within 60 s; wanted: the error"),
        "{text}"
    );
}
