//! What only the client that blocks has, and streams that only it is run over.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use qapi_client::sim::SimStream;
use qapi_client::{Client, Error, Transport};
use serde_json::{Value, json};

use crate::events::{JobStatusChange, event, job};
use crate::peer::*;
use crate::simulator::simulator;

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

/// A stream that fails when it is read from for the third time.
struct Failing(SimStream, usize, fn() -> io::Error);

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1 += 1;
        match self.1 {
            1 | 2 => self.0.read(buffer),
            _ => Err(self.2()),
        }
    }
}

impl Write for Failing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Transport for Failing {
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        self.0.set_timeout(timeout)
    }
}

#[test]
fn a_reset_and_a_server_out_of_reach_are_ends() {
    let out_of_reach = || rustix::io::Errno::TIMEDOUT.into();
    for (fails, why) in [
        (
            (|| io::ErrorKind::ConnectionReset.into()) as fn() -> io::Error,
            "the connection was reset by the server",
        ),
        (out_of_reach, "reading from the connection failed"),
    ] {
        let stream = Failing(simulator().stream(), 0, fails);
        let mut client = unvalidating().over(stream).unwrap();
        let error = run(&mut client, "stop").unwrap_err();
        let said = chain(&error);
        let expected = format!(
            "the connection ended before `stop` was answered, so it may or may not have been \
             carried out: {why}"
        );
        assert!(said.starts_with(&expected), "{said}");
    }
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
fn one_kind_of_event_is_taken_out_of_the_order() {
    let script = greeted([
        Hear("stop"),
        event("STOP"),
        job("a", "created"),
        say(r#"{"return": {}, "id": $2}"#),
        job("a", "running"),
        event("RESUME"),
        Hear("cont"),
        say(r#"{"return": {}, "id": $3}"#),
    ]);
    over_every_transport(script, |stream| {
        let mut client = unvalidating().over(stream).unwrap();
        run(&mut client, "stop").unwrap();
        // The others keep it.
        let created: JobStatusChange = client.next_event_of().unwrap();
        assert_eq!(created.status, "created");
        let running: JobStatusChange = client.next_event_of().unwrap();
        assert_eq!(running.status, "running");
        let stop = client.next_event().unwrap();
        assert_eq!((stop.name(), stop.data_text()), ("STOP", "{}"));
        let resume = client.next_event().unwrap();
        assert_eq!(resume.name(), "RESUME");
        assert!(!resume.is::<JobStatusChange>());
        assert_eq!(resume.decode::<JobStatusChange>().unwrap(), None);
        run(&mut client, "cont").unwrap();
    });
}

#[test]
fn events_are_drained_without_waiting() {
    let script = greeted([
        Hear("stop"),
        event("A"),
        event("B"),
        say(r#"{"return": {}, "id": $2}"#),
        Hear("cont"),
        say(r#"{"return": {}, "id": $3}"#),
        event("C"),
        Close,
    ]);
    over_every_transport(script, |stream| {
        let mut client = unvalidating().over(stream).unwrap();
        assert!(client.drain_events().unwrap().is_empty());
        run(&mut client, "stop").unwrap();
        assert_eq!(client.drain_events().unwrap().len(), 2);
        // Waiting works again afterwards.
        run(&mut client, "cont").unwrap();
        assert_eq!(client.next_event().unwrap().name(), "C");
        assert!(matches!(client.next_event(), Err(Error::Ended(_))));
        assert!(matches!(client.drain_events(), Err(Error::Ended(_))));
    });
}

fn _a_client_can_go_to_another_thread(client: Client) -> impl Send {
    client
}
