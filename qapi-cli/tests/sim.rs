//! `qapi sim`: it serves, and cleans up behind itself.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod common;

use std::io::{BufRead, BufReader, Read};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Child, ChildStderr, Stdio};

use common::{command, repository, run};
use qapi_client::Client;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

const SCHEMA: &str = "qemu-10.0-x86_64.json";

/// A running `qapi sim`; killed if a test ends early.
struct Sim {
    child: Child,
    stderr: BufReader<ChildStderr>,
}

impl Sim {
    /// Starts it and waits until it serves.
    fn start(address: &str, more: &[&str]) -> (Self, String) {
        let args = [&["sim", "--schema", SCHEMA, "--socket", address], more].concat();
        let mut child = command(args).stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        let address = line.strip_prefix("qapi: serving at ");
        assert!(address.is_some(), "{line}");
        let address = address.unwrap().trim_end().to_owned();
        (Self { child, stderr }, address)
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// Waits for its end: the exit code and what else it said.
    fn end(mut self) -> (Option<i32>, String) {
        let mut said = String::new();
        self.stderr.read_to_string(&mut said).unwrap();
        (self.child.wait().unwrap().code(), said)
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn serves_clients_at_once_and_in_turn_until_a_signal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("qmp");
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let (sim, address) = Sim::start(text(&path), &[]);
        assert_eq!(address, format!("unix:{}", text(&path)));
        let mut first = Client::connect(&address).unwrap();
        let mut second = Client::connect(&address).unwrap();
        for client in [
            &mut first,
            &mut second,
            &mut Client::connect(&address).unwrap(),
        ] {
            let status: Value = client.execute_raw("query-status", &json!({})).unwrap();
            assert!(status["running"].is_boolean());
        }
        let wrong = json!({"driver": "qcow3", "node-name": "n"});
        let refused = first
            .unvalidated()
            .execute_raw::<Value>("blockdev-add", &wrong)
            .unwrap_err();
        assert!(
            refused
                .to_string()
                .contains("does not accept value 'qcow3'"),
            "{refused}"
        );
        sim.signal(signal);
        assert_eq!(sim.end(), (Some(0), String::new()), "{signal:?}");
        assert!(!path.exists());
    }
}

#[test]
fn its_schema_can_be_captured() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("qmp");
    let (sim, address) = Sim::start(&format!("unix:{}", text(&path)), &["--target", "s390x"]);
    let captured = run(["capture", "--socket", &address]);
    assert_eq!(captured.code, Some(0), "{}", captured.stderr);
    assert!(captured.stderr.contains(", s390x: "), "{}", captured.stderr);
    let original = std::fs::read_to_string(repository("schemas").join(SCHEMA)).unwrap();
    assert!(captured.stdout == original);

    let mut client = Client::connect(&address).unwrap();
    client.execute_raw::<Value>("quit", &json!({})).unwrap();
    assert_eq!(sim.end(), (Some(0), String::new()));
    assert!(!path.exists());
}

#[test]
fn serves_over_tcp_with_other_replies_and_a_policy() {
    let more = ["--random", "7", "--deny", "deprecated,unstable"];
    let (sim, address) = Sim::start("tcp:127.0.0.1:0", &more);
    let mut client = Client::connect(&address).unwrap();
    let replies: Vec<Value> = (0..4)
        .map(|_| client.execute_raw("query-block", &json!({})).unwrap())
        .collect();
    assert!(replies.iter().any(|reply| *reply != replies[0]));
    let refused = client
        .execute_raw::<Value>("x-query-virtio", &json!({}))
        .unwrap_err();
    assert!(
        refused.to_string().contains("disabled by policy"),
        "{refused}"
    );
    sim.signal(Signal::TERM);
    assert_eq!(sim.end(), (Some(0), String::new()));
}

#[test]
fn takes_the_place_of_nobody_but_a_dead_socket() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("qmp");
    drop(UnixListener::bind(&path).unwrap());
    assert!(path.exists());
    let (sim, address) = Sim::start(text(&path), &[]);

    let second = run(["sim", "--schema", SCHEMA, "--socket", text(&path)]);
    let message =
        format!("error: cannot serve at `{address}`: Address already in use (os error 98)\n");
    assert_eq!((second.code, second.stderr), (Some(2), message));
    assert!(Client::connect(&address).is_ok());

    // Whoever has taken its place keeps it.
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, "mine").unwrap();
    sim.signal(Signal::TERM);
    assert_eq!(sim.end().0, Some(0));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");

    let third = run(["sim", "--schema", SCHEMA, "--socket", text(&path)]);
    assert_eq!(third.code, Some(2));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    let nowhere = run(["sim", "--schema", SCHEMA, "--socket", "/nonexistent/qmp"]);
    let message =
        "error: cannot serve at `unix:/nonexistent/qmp`: No such file or directory (os error 2)\n";
    assert_eq!((nowhere.code, &*nowhere.stderr), (Some(2), message));
}
