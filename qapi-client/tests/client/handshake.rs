//! Greeting and negotiation.

use std::io::{ErrorKind, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::thread;
use std::time::Duration;

use qapi_client::tokio as aio;
use qapi_client::{Builder, Error, Reason, Validation};
use serde_json::{Value, json};

use crate::every::*;
use crate::script::*;
use crate::shell::*;

#[test]
fn the_greeting_can_be_looked_at() {
    on_every_shell(greeted([]), async |stream| {
        let client = client(stream).await;
        assert_eq!(client.greeting().version.to_string(), "10.0.2 (test)");
        assert_eq!(client.greeting().capabilities, ["oob"]);
    });
}

#[test]
fn events_and_replies_of_others_may_come_first() {
    let script = [
        say(r#"{"return": {"not": "ours"}, "id": 1}"#),
        say(r#"{"event": "EARLY", "timestamp": {"seconds": 1, "microseconds": 2}}"#),
        say(GREETING),
        Hear("qmp_capabilities"),
        say(r#"{"event": "BETWEEN", "timestamp": {"seconds": -1, "microseconds": -1}}"#),
        say(r#"{"error": {"class": "GenericError", "desc": "of another"}, "id": "old-1"}"#),
        say(r#"{"return": {}, "id": $1}"#),
        Hear("stop"),
        say(r#"{"return": {}, "id": $2}"#),
    ];
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        assert_eq!(client.counters().stray_replies, 2);
        run(&mut client, "stop").await.unwrap();
        // The client that blocks has a queue of its own from the start.
        let early: &[&str] = match &client {
            Client::Blocking(_) => &["EARLY", "BETWEEN"],
            Client::Tokio(..) => &[],
        };
        for name in early {
            assert_eq!(client.next_event().await.unwrap().name(), *name);
        }
        assert!(client.try_event().unwrap().is_none());
    });
}

#[test]
fn a_server_that_closes_before_the_greeting_is_told_apart_from_one_that_is_cut() {
    on_every_shell([Close], async |stream| {
        let error = Client::builder().over(stream).await.unwrap_err();
        assert!(matches!(&error, Error::Ended(ended) if matches!(ended.reason(), Reason::Closed)));
    });
    on_every_shell([say_part(r#"{"QMP": {"#), Close], async |stream| {
        let error = Client::builder().over(stream).await.unwrap_err();
        assert_eq!(
            chain(&error),
            r#"the connection has ended: the connection was cut in the middle of a message: {"QMP": {"#
        );
    });
}

#[test]
fn what_is_no_qmp_server_is_said_so() {
    for said in ["SSH-2.0-OpenSSH_9.2", "[]", "{}"] {
        on_every_shell([say(said)], async |stream| {
            let error = Client::builder().over(stream).await.unwrap_err();
            assert!(!error.is_usable());
            let chain = chain(&error);
            assert!(
                chain
                    .starts_with("the connection has ended: the server sent a malformed message: "),
                "{chain}"
            );
            assert!(chain.ends_with(said), "{chain}");
        });
    }
}

#[test]
fn a_silent_server_is_not_waited_for_without_end() {
    on_every_shell([Silence], async |stream| {
        let builder = unvalidating().connect_deadline(Duration::from_millis(5));
        let error = builder.over(stream).await.unwrap_err();
        assert!(matches!(error, Error::NoGreeting(_)), "{error}");
        assert!(
            error
                .to_string()
                .starts_with("no greeting within 5 ms (a QEMU serves one client")
        );
    });
    on_every_shell(
        [say(GREETING), Hear("qmp_capabilities"), Silence],
        async |stream| {
            // Long enough for the greeting to come on a machine that is busy.
            let builder = unvalidating().connect_deadline(Duration::from_millis(400));
            let error = builder.over(stream).await.unwrap_err();
            assert_eq!(
                error.to_string(),
                "no reply to `qmp_capabilities` within 400 ms"
            );
        },
    );
}

#[test]
fn a_second_greeting_is_a_fault() {
    on_every_shell(greeted([say(GREETING)]), async |stream| {
        let mut client = client(stream).await;
        let chain = chain(&client.next_event().await.unwrap_err());
        assert!(
            chain.contains("malformed message: a second greeting"),
            "{chain}"
        );
    });
}

#[test]
fn without_the_command_for_the_schema_the_user_is_told() {
    let script = greeted([
        Hear("query-qmp-schema"),
        say(
            r#"{"id": $2, "error": {"class": "CommandNotFound", "desc": "The command query-qmp-schema has not been found"}}"#,
        ),
    ]);
    on_every_shell(script, async |stream| {
        let error = Client::builder().over(stream).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "`query-qmp-schema` failed: CommandNotFound: The command query-qmp-schema has not been found"
        );
    });
}

#[test]
fn a_schema_that_cannot_be_used_is_told_with_its_places() {
    let script = greeted([
        Hear("query-qmp-schema"),
        say(
            r#"{"return": [{"name": "stop", "meta-type": "command", "arg-type": "7", "ret-type": "7"}], "id": $2}"#,
        ),
    ]);
    on_every_shell(script, async |stream| {
        let error = Client::builder().over(stream).await.unwrap_err();
        let chain = chain(&error);
        assert!(
            chain.starts_with("the schema of the server cannot be used: "),
            "{chain}"
        );
        assert!(chain.contains("stop.arguments"), "{chain}");
    });
}

#[test]
fn addresses_are_connected_to() {
    on_both_shells(async |kind| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("qmp");
        let listener = UnixListener::bind(&path).unwrap();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            writeln!(stream, "{GREETING}").unwrap();
            let mut command = [0; 1000];
            let length = stream.read(&mut command).unwrap();
            let message: Value = serde_json::from_slice(&command[..length]).unwrap();
            let reply = json!({"return": {}, "id": message["id"]});
            write!(stream, "{reply}").unwrap();
        });
        let address = format!("unix:{}", path.display());
        unvalidating().connect(kind, &address).await.unwrap();
        server.join().unwrap();

        let error = async |address: &str| {
            let outcome = unvalidating().connect(kind, address).await;
            chain(&outcome.unwrap_err())
        };
        let gone = error(&address).await;
        let start = format!("cannot connect to `{address}`: ");
        assert!(gone.starts_with(&start), "{gone}");
        let relative = error("localhost").await;
        assert!(relative.starts_with("cannot connect to `unix:localhost`: "));
        let mistaken = error("localhost:4444").await;
        assert!(mistaken.contains("did you mean `tcp:localhost:4444`?"));
    });
}

#[test]
fn a_full_backlog_does_not_hold_the_client() {
    on_both_shells(async |kind| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("qmp");
        let listener = UnixListener::bind(&path).unwrap();
        rustix::net::listen(&listener, 0).unwrap();
        // Has the one place that there is, and is never accepted.
        let _waiting = UnixStream::connect(&path).unwrap();
        let builder = unvalidating().connect_deadline(Duration::from_millis(5));
        let error = builder.connect(kind, path.to_str().unwrap()).await;
        let error = error.unwrap_err();
        assert!(
            matches!(&error, Error::Connect { source, .. } if source.kind() == ErrorKind::TimedOut),
            "{error:?}"
        );
    });
}

#[test]
fn an_inherited_connection_is_not_made_again() {
    // Even without a deadline, until which a server is tried to be reached.
    fn unlimited<C>(builder: Builder<C>) -> Builder<C> {
        builder.connect_deadline(None)
    }
    let inherited = |socket: &UnixStream| format!("fd:{}", socket.as_raw_fd());
    let script = greeted([Close]);
    let (socket, peer) = crate::peer::unix(&script);
    let connected = unlimited(crate::peer::unvalidating()).connect(&inherited(&socket));
    peer.join().unwrap();
    let client = match connected {
        Err(Error::Connect { source, .. }) if source.kind() == ErrorKind::Unsupported => {
            println!("skipped: {source}");
            return;
        }
        connected => connected.unwrap(),
    };
    assert!(matches!(client.reconnect(), Err(Error::NoAddress)));

    let (socket, peer) = crate::peer::unix(&script);
    on_sockets(async {
        let builder = aio::Client::builder();
        let builder = unlimited(builder.validation(Validation::Off));
        let client = builder.connect(&inherited(&socket)).await.unwrap();
        assert!(matches!(client.reconnect().await, Err(Error::NoAddress)));
    });
    peer.join().unwrap();
}
