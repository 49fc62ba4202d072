//! A round trip of small commands over the simulator: with validation against
//! without it, and the client against a bare loop that only finds line ends.
//! The goal is for a socket, as to a QEMU; in memory, without a system call,
//! there is only the simulator's own work to compare with.

use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::Arc;
use std::thread;

use qapi_client::sim::Simulator;
use qapi_client::{Client, Transport, Validation};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::inputs;
use crate::ratio::Pairs;

#[derive(Deserialize)]
struct Command {
    #[serde(rename = "execute")]
    name: String,
    #[serde(default = "empty")]
    arguments: Box<RawValue>,
}

/// What a connection takes once.
const ONCE: [&str; 2] = ["qmp_capabilities", "quit"];

fn empty() -> Box<RawValue> {
    RawValue::from_string("{}".to_owned()).expect("it is JSON")
}

pub(crate) fn bench(pairs: &mut Pairs<'_>) {
    let commands: Vec<Command> = inputs::commands()
        .into_iter()
        .map(|command| serde_json::from_str(command).expect("it is a command"))
        .filter(|command: &Command| !ONCE.contains(&&*command.name))
        .collect();
    let bytes = commands
        .iter()
        .map(|command| command.arguments.get().len())
        .sum();
    let schema = Arc::new(inputs::schema());
    let simulator = Simulator::new(Arc::clone(&schema));

    let client = |stream: Box<dyn Transport + Send>, validation| {
        let builder = Client::builder().validation(validation);
        builder.over(stream).expect("the simulator greets")
    };
    let memory = || Box::new(simulator.stream());
    let mut checked = client(memory(), Validation::Given(Arc::clone(&schema)));
    let mut unchecked = client(memory(), Validation::Off);
    let group = "round-trip-in-memory";
    pairs.time(group, bytes, "unvalidated", || {
        run(&mut unchecked, &commands);
    });
    pairs.time(group, bytes, "validated", || run(&mut checked, &commands));
    pairs.ratio(group, "validated", "unvalidated", None);

    let folder = tempfile::tempdir().expect("there is a place for a socket");
    let path = folder.path().join("qmp");
    let listener = UnixListener::bind(&path).expect("the socket can be bound");
    let server = thread::spawn({
        let simulator = simulator.clone();
        move || simulator.serve(listener)
    });
    let socket = || Box::new(UnixStream::connect(&path).expect("the simulator listens"));
    let mut checked = client(socket(), Validation::Given(schema));
    let mut unchecked = client(socket(), Validation::Off);
    let mut bare = Bare::new(*socket());
    let group = "round-trip-over-a-socket";
    pairs.pair(
        group,
        bytes,
        1.05,
        ("validated", || run(&mut checked, &commands)),
        ("unvalidated", || run(&mut unchecked, &commands)),
    );
    pairs.time(group, bytes, "bare", || bare.run(&commands));
    pairs.ratio(group, "validated", "bare", None);
    simulator.stop();
    server
        .join()
        .expect("it does not panic")
        .expect("it serves");
}

fn run(client: &mut Client, commands: &[Command]) {
    for command in commands {
        let reply: Result<IgnoredAny, _> =
            client.execute_raw(&command.name, black_box(&command.arguments));
        reply.expect("the simulator takes what is valid");
    }
}

/// What any client must do at least: write a line and read a line.
struct Bare {
    stream: BufReader<UnixStream>,
    line: Vec<u8>,
}

impl Bare {
    fn new(stream: UnixStream) -> Self {
        let mut bare = Self {
            stream: BufReader::new(stream),
            line: Vec::new(),
        };
        bare.read();
        bare.exchange(r#"{"execute":"qmp_capabilities"}"#);
        bare
    }

    fn run(&mut self, commands: &[Command]) {
        for Command { name, arguments } in commands {
            self.exchange(&format!(
                "{{\"execute\":\"{name}\",\"arguments\":{arguments}}}\n"
            ));
        }
    }

    fn exchange(&mut self, line: &str) {
        let stream = self.stream.get_mut();
        stream.write_all(line.as_bytes()).expect("it is connected");
        self.read();
    }

    fn read(&mut self) {
        self.line.clear();
        self.stream
            .read_until(b'\n', &mut self.line)
            .expect("it is connected");
    }
}
