//! What ends a connection, and that it stays ended.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use qapi_client::sim::SimStream;
use qapi_client::{Client, Error, Limits, Reason, Transport};
use serde_json::{Value, json};

use crate::peer::*;
use crate::simulator::simulator;

/// Runs a command that fails because of what the server does, and sees that
/// every call that comes later fails at once with the same cause.
fn ends(script: impl IntoIterator<Item = Step>, limits: Limits, expected: &str) {
    let mut all = greeted([Hear("first")]);
    all.extend(script);
    over_every_transport(all, |stream| {
        let mut client = unvalidating().limits(limits).over(stream).unwrap();
        let error = run(&mut client, "first").unwrap_err();
        assert!(!error.is_usable());
        assert!(matches!(error, Error::Unanswered { .. }));
        let unanswered = "the connection ended before `first` was answered, \
             so it may or may not have been carried out";
        let said = chain(&error);
        let cause = said.strip_prefix(unanswered).unwrap_or(&said);
        assert!(cause.starts_with(&format!(": {expected}")), "{said}");
        let cause = format!("the connection has ended{cause}");
        for _ in 0..2 {
            assert_eq!(chain(&run(&mut client, "later").unwrap_err()), cause);
            assert_eq!(chain(&client.next_event().unwrap_err()), cause);
            assert_eq!(chain(&client.try_event().unwrap_err()), cause);
        }
    });
}

#[test]
fn a_closed_stream() {
    ends(
        [Close],
        Limits::default(),
        "the server closed the connection",
    );
}

#[test]
fn a_cut_stream() {
    let cut = "the connection was cut in the middle of a message: ";
    ends(
        [say_part(r#"{"return": {"#), Close],
        Limits::default(),
        &format!(r#"{cut}{{"return": {{"#),
    );
    ends(
        [say_part(r#"{"return": "a\"#), Close],
        Limits::default(),
        cut,
    );
}

#[test]
fn a_malformed_message() {
    for (said, expected) in [
        (
            "nonsense",
            "expected a message (a JSON object) but found `n` at byte 0: nonsense",
        ),
        (
            r#"{"return": {}, "id": $2"#,
            "expected `,` or the end of the array or object but found `{` at byte ",
        ),
        (
            r#"{"return": nul, "id": $2}"#,
            "expected ident at line 1 column 15: ",
        ),
        (
            r#"{"return": {}, "return": {}, "id": $2}"#,
            "duplicate field `return` at line 1 column ",
        ),
        (
            r#"{"returns": {}, "id": $2}"#,
            "neither a greeting, a return, an error nor an event: ",
        ),
        (
            r#"{"return": {}, "error": {"class": "a", "desc": "b"}, "id": $2}"#,
            "neither ",
        ),
        (
            r#"{"error": {}, "id": $2}"#,
            "missing field `class` at line 1 column ",
        ),
        (
            "\u{0}",
            "expected a message (a JSON object) but found `\\x00` at byte 0: ",
        ),
    ] {
        // What comes next does not make it good.
        let said = say(&format!("{said}\r\n{}", r#"{"return": {}, "id": $2}"#));
        let expected = format!("the server sent a malformed message: {expected}");
        ends([said], Limits::default(), &expected);
    }
}

#[test]
fn an_error_to_no_command() {
    ends(
        [say(
            r#"{"error": {"class": "GenericError", "desc": "JSON parse error, expecting value"}}"#,
        )],
        Limits::default(),
        "the server answered with an error to no command: GenericError: JSON parse error, expecting value",
    );
}

#[test]
fn a_message_over_the_limit() {
    let limits = Limits {
        message: 1000,
        ..Limits::default()
    };
    let endless = say_part(&format!(r#"{{"return": "{}"#, "x".repeat(1000)));
    ends(
        [endless],
        limits,
        "the server sent a malformed message: the message is longer than 1000 bytes",
    );
    let deep = say_part(&format!(r#"{{"return": {}"#, "[".repeat(2000)));
    ends(
        [deep],
        Limits::default(),
        "the server sent a malformed message: the message nests more than 1024 levels deep",
    );
}

#[test]
fn the_server_goes_away_while_the_client_sends() {
    let (client_end, server) = UnixStream::pair().unwrap();
    (&server).write_all(GREETING.as_bytes()).unwrap();
    let peer = std::thread::spawn(move || {
        let mut command = [0; 1000];
        let length = (&server).read(&mut command).unwrap();
        let message: Value = serde_json::from_slice(&command[..length]).unwrap();
        let reply = json!({"return": {}, "id": message["id"]});
        let event = json!({"event": "SHUTDOWN"});
        write!(&server, "{reply}{event}").unwrap();
    });
    let mut client = unvalidating().over(client_end).unwrap();
    peer.join().unwrap();
    let error = run(&mut client, "stop").unwrap_err();
    assert_eq!(
        chain(&error),
        "the connection has ended: the server closed the connection"
    );
    // What it said before it went is not lost.
    assert_eq!(client.next_event().unwrap().name(), "SHUTDOWN");
}

/// A stream that is reset when it is read from for the third time.
struct Reset(SimStream, usize);

impl Read for Reset {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1 += 1;
        match self.1 {
            1 | 2 => self.0.read(buffer),
            _ => Err(io::ErrorKind::ConnectionReset.into()),
        }
    }
}

impl Write for Reset {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Transport for Reset {
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        self.0.set_timeout(timeout)
    }
}

#[test]
fn a_reset_is_an_end() {
    let stream = Reset(simulator().stream(), 0);
    let mut client = unvalidating().over(stream).unwrap();
    let error = run(&mut client, "stop").unwrap_err();
    assert_eq!(
        chain(&error),
        "the connection ended before `stop` was answered, so it may or may not have been \
         carried out: the connection was reset by the server"
    );
}

/// A stream whose other end takes only so many bytes, and then none until it
/// is read from again.
struct Narrow {
    inner: UnixStream,
    room: usize,
}

impl Read for Narrow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

impl Write for Narrow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room == 0 {
            self.room = usize::MAX;
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let count = self.inner.write(&bytes[..bytes.len().min(self.room)])?;
        self.room -= count;
        Ok(count)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Transport for Narrow {
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        self.inner.set_timeout(timeout)
    }
}

#[test]
fn a_command_that_was_sent_in_part_is_sent_to_its_end() {
    for room in [0, 1, 20] {
        let (client_end, server) = UnixStream::pair().unwrap();
        let peer = std::thread::spawn(move || {
            write!(&server, "{GREETING}").unwrap();
            let commands = serde_json::Deserializer::from_reader(&server).into_iter::<Value>();
            let mut names = Vec::new();
            for command in commands {
                let command = command.unwrap();
                let reply = json!({"return": command["execute"], "id": command["id"]});
                // In one piece: the client may leave as soon as it is whole.
                (&server).write_all(reply.to_string().as_bytes()).unwrap();
                names.push(command["execute"].as_str().unwrap().to_owned());
            }
            names
        });
        let handshake = r#"{"execute":"qmp_capabilities","id":"0123456789abcdef-1000"}"#.len() + 1;
        let narrow = Narrow {
            inner: client_end,
            room: handshake + room,
        };
        let mut client = unvalidating().over(narrow).unwrap();
        let error = run(&mut client, "slow").unwrap_err();
        assert!(matches!(error, Error::TimedOut { .. }), "{error}");
        assert_eq!(run(&mut client, "query-name").unwrap(), "query-name");
        assert_eq!(client.counters().late_replies, u64::from(room > 0));
        drop(client);
        // Of a command of which nothing was sent, nothing ever is.
        let names = peer.join().unwrap();
        let expected: &[&str] = match room {
            0 => &["qmp_capabilities", "query-name"],
            _ => &["qmp_capabilities", "slow", "query-name"],
        };
        assert_eq!(names, expected);
    }
}

#[test]
fn the_reason_can_be_looked_at() {
    over_every_transport(greeted([Close]), |stream| {
        let error = run(&mut client(stream), "stop").unwrap_err();
        let ended = error.ended().unwrap();
        // A socket is reset if what was sent on it is never read.
        let reason = ended.reason();
        assert!(
            matches!(reason, Reason::Closed | Reason::Reset),
            "{reason:?}"
        );
    });
}

#[test]
fn secrets_are_not_in_the_debug_output() {
    let script = greeted([Hear("secret"), Silence]);
    over_every_transport(script, |stream| {
        let mut client = unvalidating()
            .deadline(Duration::from_millis(5))
            .over(stream)
            .unwrap();
        let arguments = json!({"data": "swordfish"});
        client
            .execute_raw::<Value>("secret", &arguments)
            .unwrap_err();
        let shown = format!("{client:#?}");
        assert!(
            shown.contains("10.0.2") && !shown.contains("swordfish"),
            "{shown}"
        );
    });
}

fn _a_client_can_go_to_another_thread(client: Client) -> impl Send {
    client
}
