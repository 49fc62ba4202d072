//! A command that blocks.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use qapi_client::{Error, Reason};
use qapi_machine::Binary;
use qapi_types::qmp::commands::QueryYank;
use serde_json::{Value, json};

use crate::Case;
use crate::qemu::{Blocker, Client, KINDS, Kind, Qemu};

pub(crate) const OUT_OF_BAND: &[Case] = &[(
    "seven_are_under_way_and_one_overtakes",
    seven_are_under_way_and_one_overtakes,
)];

pub(crate) const CASES: &[Case] = &[
    ("killed_while_a_command_runs", |binary| {
        KINDS
            .into_iter()
            .for_each(|kind| killed_while_a_command_runs(binary, kind));
    }),
    ("an_owed_reply_is_known", |binary| {
        KINDS
            .into_iter()
            .for_each(|kind| an_owed_reply_is_known(binary, kind));
    }),
];

#[tokio::main]
async fn seven_are_under_way_and_one_overtakes(binary: &Binary) {
    let qemu = Qemu::start(binary);
    let blocker = Blocker::new(qemu.folder.path());
    let path = qemu.path();
    let client = qapi_client::tokio::Client::connect(path.to_str().unwrap());
    let client = client.await.unwrap();
    let start = |command: &'static str, arguments: Value| {
        let client = client.clone();
        tokio::spawn(async move { client.execute_raw::<Value>(command, &arguments).await })
    };
    let blocked = start(Blocker::COMMAND, blocker.arguments.clone());
    let waits = blocker.running();
    let blocked = tokio::spawn(async move {
        let _waits = waits;
        blocked.await
    });
    let held = tokio::task::spawn_blocking(move || blocker.hold());
    let held = held.await.unwrap();
    // Six behind it fill what QEMU reads ahead, and others wait here.
    let types = [
        "tray", "block", "object", "machine", "device", "memory", "bus", "irq", "accel", "chardev",
    ];
    let others = types.map(|kind| start("qom-list-types", json!({"implements": kind})));
    for _ in 0..3 {
        client.execute_oob(&QueryYank::new()).await.unwrap();
    }
    assert!(!blocked.is_finished() && others.iter().all(|other| !other.is_finished()));
    drop(held);
    blocked.await.unwrap().unwrap().unwrap();
    for (kind, reply) in types.into_iter().zip(others) {
        let listed = reply.await.unwrap().unwrap();
        let alone: Value = client
            .execute_raw("qom-list-types", &json!({"implements": kind}))
            .await
            .unwrap();
        assert_eq!(listed, alone, "{kind}");
    }
    assert_eq!(client.counters().stray_replies, 0);
    assert_eq!(client.counters().late_replies, 0);
}

fn killed_while_a_command_runs(binary: &Binary, kind: Kind) {
    let mut qemu = Qemu::start(binary);
    let blocker = Blocker::new(qemu.folder.path());
    let mut client = Client::connect(kind, &qemu.path(), None);
    let arguments = blocker.arguments.clone();
    let waits = blocker.running();
    let running = thread::spawn(move || {
        let _waits = waits;
        let outcome = client.run(Blocker::COMMAND, &arguments);
        (client, outcome)
    });
    let _held = blocker.hold();
    qemu.machine.kill().unwrap();
    let (mut client, outcome) = running.join().unwrap();
    let error = outcome.unwrap_err();
    assert!(matches!(&error, Error::Unanswered { command, .. } if command == Blocker::COMMAND));
    let later = client.run("query-version", &json!({})).unwrap_err();
    assert!(matches!(later, Error::Ended(_)), "{later}");
    for error in [error, later] {
        let reason = error.ended().unwrap().reason();
        let expected = matches!(reason, Reason::Closed | Reason::Reset);
        assert!(expected, "{kind:?}: {reason:?}");
    }
}

/// Stands between a client and QEMU, so that their connection can be broken.
struct Between {
    path: PathBuf,
    /// Breaks the connection that there is.
    cut: Sender<()>,
    /// Tells of each connection as soon as QEMU has said something on it.
    greeted: Receiver<()>,
}

impl Between {
    fn new(qemu: &Qemu) -> Self {
        let path = qemu.folder.path().join("between");
        let listener = UnixListener::bind(&path).unwrap();
        let theirs = qemu.path();
        let (cut, cuts) = channel();
        let (greets, greeted) = channel();
        thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.unwrap();
                let server = UnixStream::connect(&theirs).unwrap();
                let there = [client.try_clone().unwrap(), server.try_clone().unwrap()];
                let back = [server.try_clone().unwrap(), client.try_clone().unwrap()];
                let greets = greets.clone();
                thread::spawn(move || forward(there, || ()));
                thread::spawn(move || {
                    forward(back, || {
                        let _ = greets.send(());
                    });
                });
                if cuts.recv().is_err() {
                    return;
                }
                for stream in [client, server] {
                    let _ = stream.shutdown(Shutdown::Both);
                }
            }
        });
        Self { path, cut, greeted }
    }
}

fn forward([mut from, mut to]: [UnixStream; 2], first: impl FnOnce()) {
    let mut buffer = vec![0; 1 << 16];
    let mut first = Some(first);
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
        if let Some(first) = first.take() {
            first();
        }
    }
    for stream in [from, to] {
        let _ = stream.shutdown(Shutdown::Both);
    }
}

fn an_owed_reply_is_known(binary: &Binary, kind: Kind) {
    let qemu = Qemu::start(binary);
    let blocker = Blocker::new(qemu.folder.path());
    let between = Between::new(&qemu);
    let mut client = Client::connect(kind, &between.path, None);
    between.greeted.recv().unwrap();
    let arguments = blocker.arguments.clone();
    let waits = blocker.running();
    let running = thread::spawn(move || {
        let _waits = waits;
        let outcome = client.run(Blocker::COMMAND, &arguments);
        (client, outcome)
    });
    let held = blocker.hold();
    between.cut.send(()).unwrap();
    let (client, outcome) = running.join().unwrap();
    assert!(matches!(outcome, Err(Error::Unanswered { .. })));
    let connecting = thread::spawn(move || client.reconnect());
    // The command is carried out when the new connection is there.
    between.greeted.recv().unwrap();
    drop(held);
    let mut client = connecting.join().unwrap();
    let version = client.run("query-version", &json!({})).unwrap();
    assert!(version["qemu"]["major"].is_u64(), "{version}");
    let owed = client.owed_replies();
    assert_eq!(owed.len(), 1, "{owed:?}");
    assert_eq!(owed[0].command(), Blocker::COMMAND);
    assert_eq!(owed[0].returned().unwrap(), b"{}");
    assert!(client.owed_replies().is_empty());
    assert_eq!(client.counters().stray_replies, 0);
    assert_eq!(client.counters().late_replies, 0);
    // It was carried out once.
    let nodes = client.run("query-named-block-nodes", &json!({}));
    let nodes = nodes.unwrap();
    let mut nodes = nodes.as_array().unwrap().iter();
    assert!(nodes.any(|node| node["node-name"] == "blocked"));
}
