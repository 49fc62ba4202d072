//! The simulated server.

mod behaviour;
mod words;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use qapi_client::Transport;
use qapi_client::sim::{SimStream, Simulator};
use qapi_schema::Schema;

use crate::peer::Stream;

pub(crate) fn schema(name: &str) -> Arc<Schema> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let dump = std::fs::read(dir.join(format!("{name}.json"))).unwrap();
    Arc::new(Schema::from_slice(&dump).unwrap())
}

pub(crate) fn simulator() -> Simulator {
    static SCHEMA: OnceLock<Arc<Schema>> = OnceLock::new();
    let schema = SCHEMA.get_or_init(|| schema("qemu-10.0-x86_64"));
    Simulator::new(Arc::clone(schema))
}

/// What a stream says in answer to bytes, line by line.
fn say(stream: &mut SimStream, bytes: &[u8]) -> Vec<String> {
    stream.set_timeout(Some(Duration::ZERO)).unwrap();
    stream.write_all(bytes).unwrap();
    let mut said = Vec::new();
    let mut buffer = [0; 100];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        said.extend_from_slice(&buffer[..count]);
    }
    let said = String::from_utf8(said).unwrap();
    let lines = said.split_terminator("\r\n");
    lines.map(str::to_owned).collect()
}

fn negotiated(simulator: &Simulator, capabilities: &str) -> SimStream {
    let mut stream = simulator.stream();
    let command =
        format!(r#"{{"execute": "qmp_capabilities", "arguments": {{"enable": {capabilities}}}}}"#);
    let lines = say(&mut stream, command.as_bytes());
    assert_eq!(lines[1..], [r#"{"return": {}}"#]);
    stream
}

/// A client over every kind of stream that a simulator has.
pub(crate) fn over_every_stream(simulator: impl Fn() -> Simulator, test: impl Fn(Stream)) {
    test(Box::new(simulator().stream()));
    let simulated = simulator();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn({
        let simulated = simulated.clone();
        move || simulated.serve(listener)
    });
    test(Box::new(TcpStream::connect(address).unwrap()));
    simulated.stop();
    server.join().unwrap().unwrap();
}
