//! How much memory a client takes. Each measurement is a process of its own,
//! which tells its peak.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on must stop, and says what it has seen"
)]

use std::future::Future;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::process::{Command, ExitCode};
use std::thread;

use libtest_mimic::{Arguments, Trial};
use qapi_client::protocol::FramingError;
use qapi_client::protocol::Malformed;
use qapi_client::{Counters, Error, EventFilter, Limits, Reason, Validation};
use serde_json::{Value, json};

const MIB: usize = 1 << 20;
/// What a large reply has, without its envelope.
const LARGE: usize = 256 * MIB;
const EVENTS: u64 = 200_000;

/// What this program, started once more, is to measure.
const CASE: &str = "QAPI_CLIENT_TEST_MEMORY";

type Case = (&'static str, fn(Kind));

const CASES: &[Case] = &[
    ("events_that_nobody_takes", events_that_nobody_takes),
    ("a_reply_over_the_limit", a_reply_over_the_limit),
    ("a_reply_as_text", a_reply_as_text),
];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Blocking,
    Tokio,
}

const KINDS: [(&str, Kind); 2] = [("blocking", Kind::Blocking), ("tokio", Kind::Tokio)];

fn main() -> ExitCode {
    let names = KINDS.iter().flat_map(|&(prefix, kind)| {
        let cases = CASES.iter();
        cases.map(move |&(name, case)| (format!("{prefix}::{name}"), kind, case))
    });
    if let Ok(wanted) = std::env::var(CASE) {
        for (name, kind, case) in names {
            if name == wanted {
                case(kind);
            }
        }
        return ExitCode::SUCCESS;
    }
    let trials = names.map(|(name, ..)| {
        let case = name.clone();
        Trial::test(name, move || {
            let mut measuring = Command::new(std::env::current_exe()?);
            let output = measuring.env(CASE, case).output()?;
            let said = String::from_utf8_lossy(&output.stdout);
            print!("{said}");
            if !output.status.success() || said.is_empty() {
                let why = String::from_utf8_lossy(&output.stderr);
                return Err(format!("{}: {why}", output.status).into());
            }
            Ok(())
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

/// The most memory that this process has had so far, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.unwrap().trim().strip_suffix(" kB").unwrap();
    kib.parse::<usize>().unwrap() * 1024
}

/// Tells how much it was more than before, and sees that it is no more than this.
fn judge(what: &str, before: usize, most: usize) {
    let more = peak() - before;
    let [shown, bound] = [more, most].map(|bytes| bytes as f64 / MIB as f64);
    println!("{what}: {shown:.1} MiB of at most {bound:.1} MiB");
    assert!(more <= most, "{what}: {more} bytes of at most {most}");
}

/// A server that answers the first command after the negotiation by `tell`, which
/// is given its id, and then goes on until the client leaves.
fn server(
    tell: impl FnOnce(&mut dyn Write, &Value) -> std::io::Result<()> + Send + 'static,
) -> UnixStream {
    let (ours, theirs) = UnixStream::pair().unwrap();
    thread::spawn(move || {
        let mut lines = BufReader::new(theirs.try_clone().unwrap()).lines();
        let mut theirs = &theirs;
        let version = json!({"qemu": {"major": 10, "minor": 0, "micro": 2}, "package": ""});
        let greeting = json!({"QMP": {"version": version, "capabilities": ["oob"]}});
        writeln!(theirs, "{greeting}").unwrap();
        let mut tell = Some(tell);
        let mut number = 0;
        while let Some(Ok(line)) = lines.next() {
            let command: Value = serde_json::from_str(&line).unwrap();
            let id = command.get("id").unwrap();
            number += 1;
            let told = match number {
                2 => tell.take().map(|tell| tell(&mut theirs, id)),
                _ => Some(writeln!(theirs, r#"{{"return": {{}}, "id": {id}}}"#)),
            };
            // The client may leave in the middle.
            if !matches!(told, Some(Ok(()))) {
                return;
            }
        }
    });
    ours
}

/// Says a reply with a text of this length, piece by piece.
fn say_text(stream: &mut dyn Write, id: &Value, length: usize) -> std::io::Result<()> {
    static PIECE: [u8; 1 << 16] = [b'x'; 1 << 16];
    write!(stream, r#"{{"id": {id}, "return": ""#)?;
    for _ in 0..length / PIECE.len() {
        stream.write_all(&PIECE)?;
    }
    writeln!(stream, "\"}}")
}

/// Either client, as far as it is needed here.
enum Client {
    Blocking(Box<qapi_client::Client>),
    Tokio(qapi_client::tokio::Client),
}

impl Client {
    async fn over(kind: Kind, stream: UnixStream, limits: Limits) -> Self {
        match kind {
            Kind::Blocking => {
                let builder = qapi_client::Client::builder().validation(Validation::Off);
                Self::Blocking(Box::new(builder.limits(limits).over(stream).unwrap()))
            }
            Kind::Tokio => {
                stream.set_nonblocking(true).unwrap();
                let stream = tokio::net::UnixStream::from_std(stream).unwrap();
                let builder = qapi_client::tokio::Client::builder().validation(Validation::Off);
                Self::Tokio(builder.limits(limits).over_unix(stream).await.unwrap())
            }
        }
    }

    async fn run<R: serde::de::DeserializeOwned + Send>(&mut self) -> Result<R, Error> {
        let none = json!({});
        match self {
            Self::Blocking(client) => client.execute_raw("command", &none),
            Self::Tokio(client) => client.execute_raw("command", &none).await,
        }
    }

    fn counters(&self) -> Counters {
        match self {
            Self::Blocking(client) => client.counters(),
            Self::Tokio(client) => client.counters(),
        }
    }
}

fn on_a_runtime<T>(test: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(test)
}

fn events_that_nobody_takes(kind: Kind) {
    let stream = server(|stream, id| {
        for number in 0..EVENTS {
            let data = json!({"id": number.to_string(), "status": "running"});
            let timestamp = json!({"seconds": number, "microseconds": 0});
            let event = json!({"event": "JOB_STATUS_CHANGE", "data": data, "timestamp": timestamp});
            writeln!(stream, "{event}")?;
        }
        writeln!(stream, r#"{{"return": {{}}, "id": {id}}}"#)
    });
    on_a_runtime(async {
        let limits = Limits::default();
        let mut client = Client::over(kind, stream, limits).await;
        // The one that blocks has a queue of its own besides.
        let (subscribers, mut first) = match &mut client {
            Client::Blocking(client) => {
                let events = client.subscribe(EventFilter::any());
                (2, First::Blocking(events))
            }
            Client::Tokio(client) => (1, First::Tokio(client.subscribe(EventFilter::any()))),
        };
        let before = peak();
        client.run::<Value>().await.unwrap();
        judge("200,000 events that nobody takes", before, 4 * MIB);
        let lost = EVENTS - limits.events as u64;
        assert_eq!(client.counters().dropped_events, subscribers * lost);
        for number in lost..EVENTS {
            assert_eq!(first.next(), Some(number.to_string()));
        }
        assert_eq!(first.next(), None);
        client.run::<Value>().await.unwrap();
    });
}

/// The events that are left.
enum First {
    Blocking(qapi_client::Subscription),
    Tokio(qapi_client::tokio::Subscription),
}

impl First {
    fn next(&mut self) -> Option<String> {
        let event = match self {
            Self::Blocking(events) => events.try_next(),
            Self::Tokio(events) => events.try_next(),
        };
        let data: Value = event.unwrap()?.data().unwrap();
        data.get("id")?.as_str().map(str::to_owned)
    }
}

fn a_reply_over_the_limit(kind: Kind) {
    let stream = server(|stream, id| say_text(stream, id, LARGE));
    on_a_runtime(async {
        let limits = Limits::default();
        let mut client = Client::over(kind, stream, limits).await;
        let before = peak();
        let error = client.run::<Value>().await.unwrap_err();
        let most = limits.message + limits.message / 4;
        judge("256 MiB over a limit of 128 MiB", before, most);
        match error.ended().unwrap().reason() {
            Reason::Malformed(Malformed::Framing(FramingError::TooLarge(limit))) => {
                assert_eq!(*limit, limits.message);
            }
            other => panic!("{other:?}"),
        }
    });
}

fn a_reply_as_text(kind: Kind) {
    let stream = server(|stream, id| say_text(stream, id, LARGE));
    on_a_runtime(async {
        let limits = Limits {
            message: LARGE + MIB,
            ..Limits::default()
        };
        let mut client = Client::over(kind, stream, limits).await;
        let before = peak();
        let text: String = client.run().await.unwrap();
        assert_eq!(text.len(), LARGE);
        let most = LARGE + LARGE * 3 / 10 + LARGE;
        judge("a reply of 256 MiB and its value", before, most);
        drop(text);
        client.run::<Value>().await.unwrap();
    });
}
