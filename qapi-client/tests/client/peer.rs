//! A server that follows a script.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use qapi_client::{Builder, Client, Error, Halves, Transport, Untimed, Validation};
use serde_json::Value;

/// What the server does next.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Sends this. `$1` stands for the id of the first command, and so on (for
    /// `guest-sync-delimited`, the one among its arguments), and `ÿ` for the
    /// byte 0xFF.
    Say(String),
    /// Waits for a command of this name.
    Hear(&'static str),
    /// Says nothing until the client gives up waiting.
    Silence,
    /// Closes the connection.
    Close,
}
pub(crate) use Step::{Close, Hear, Silence};
pub(crate) use qapi_schema::with_causes as chain;

/// Sends this, with a line end.
pub(crate) fn say(text: &str) -> Step {
    Step::Say(format!("{text}\r\n"))
}

/// Sends this.
pub(crate) fn say_part(text: &str) -> Step {
    Step::Say(text.to_owned())
}

pub(crate) const GREETING: &str = r#"{"QMP": {"version": {"qemu": {"micro": 2, "minor": 0, "major": 10}, "package": "test"}, "capabilities": ["oob"]}}"#;

/// The steps up to the end of the negotiation, then these.
pub(crate) fn greeted(steps: impl IntoIterator<Item = Step>) -> Vec<Step> {
    let mut all = vec![
        say(GREETING),
        Hear("qmp_capabilities"),
        say(r#"{"return": {}, "id": $1}"#),
    ];
    all.extend(steps);
    all
}

pub(crate) type Stream = Box<dyn Transport + Send>;

/// Runs a test against a server that follows the script, over every transport.
pub(crate) fn over_every_transport(script: impl Into<Vec<Step>>, test: impl Fn(Stream)) {
    let script = script.into();
    let scripted = Scripted::new(&script);
    test(Box::new(scripted.clone()));
    scripted.assert_finished();
    // Without a timeout, silence is for ever.
    if !script.iter().any(|step| matches!(step, Silence)) {
        let scripted = Scripted::new(&script);
        test(Box::new(Untimed(scripted.clone())));
        scripted.assert_finished();
        let scripted = Scripted::new(&script);
        test(Box::new(Untimed(Halves {
            reader: scripted.clone(),
            writer: scripted.clone(),
        })));
        scripted.assert_finished();
    }
    let (client, server) = UnixStream::pair().unwrap();
    let peer = play(&script, server.try_clone().unwrap(), server);
    test(Box::new(client));
    peer.join().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (server, _) = listener.accept().unwrap();
    let peer = play(&script, server.try_clone().unwrap(), server);
    test(Box::new(client));
    peer.join().unwrap();
}

/// A client that has negotiated and does not validate.
pub(crate) fn client(stream: Stream) -> Client {
    unvalidating().over(stream).unwrap()
}

pub(crate) fn unvalidating() -> Builder {
    Client::builder().validation(Validation::Off)
}

/// Runs a command without arguments.
pub(crate) fn run(client: &mut Client, command: &str) -> Result<Value, Error> {
    client.execute_raw(command, &serde_json::json!({}))
}

/// What the server knows at some step of the script.
#[derive(Default)]
struct Heard {
    ids: Vec<String>,
}

impl Heard {
    fn command(&mut self, line: &[u8], expected: &str) {
        let sync = line.strip_prefix(b"\xFF");
        let message: Value = serde_json::from_slice(sync.unwrap_or(line)).unwrap();
        assert_eq!(message["execute"], expected);
        assert_eq!(sync.is_some(), expected == "guest-sync-delimited");
        self.ids.push(match sync {
            Some(_) => message["arguments"]["id"].to_string(),
            None => message["id"].to_string(),
        });
    }

    fn fill_in(&self, text: &str) -> Vec<u8> {
        let ids = self.ids.iter().enumerate().rev();
        let text = ids.fold(text.to_owned(), |text, (at, id)| {
            text.replace(&format!("${}", at + 1), id)
        });
        let parts: Vec<&[u8]> = text.split('ÿ').map(str::as_bytes).collect();
        parts.join(&0xFF)
    }
}

/// Follows the script on a socket.
fn play(
    script: &[Step],
    reader: impl Read + Send + 'static,
    mut writer: impl Write + Send + 'static,
) -> thread::JoinHandle<()> {
    let script = script.to_vec();
    thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut heard = Heard::default();
        for step in script {
            match step {
                Step::Say(text) => writer.write_all(&heard.fill_in(&text)).unwrap(),
                Hear(command) => {
                    let mut line = Vec::new();
                    reader.read_until(b'\n', &mut line).unwrap();
                    heard.command(&line, command);
                }
                // The next command is heard only after the client gave up.
                Silence => {}
                Close => return,
            }
        }
        // The client ends the connection.
        let mut rest = Vec::new();
        let _ = reader.read_to_end(&mut rest);
    })
}

/// Follows the script in memory: the steps are taken as the client reads, and
/// silence ends at once.
#[derive(Clone)]
struct Scripted(Arc<Mutex<State>>);

struct State {
    script: VecDeque<Step>,
    heard: Heard,
    /// What the client has written and the server has not heard.
    written: Vec<u8>,
    /// What the server has said and the client has not read.
    said: VecDeque<u8>,
    timeout: Option<Duration>,
}

impl Scripted {
    fn new(script: &[Step]) -> Self {
        Self(Arc::new(Mutex::new(State {
            script: script.iter().cloned().collect(),
            heard: Heard::default(),
            written: Vec::new(),
            said: VecDeque::new(),
            timeout: None,
        })))
    }

    fn assert_finished(&self) {
        let state = self.0.lock().unwrap();
        let unheard = |step: &Step| matches!(step, Hear(_));
        assert!(
            !state.script.iter().any(unheard),
            "left: {:?}",
            state.script
        );
    }
}

impl Read for Scripted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut state = self.0.lock().unwrap();
        let state = &mut *state;
        while state.said.is_empty() {
            let Some(step) = state.script.front().cloned() else {
                return Err(io::ErrorKind::TimedOut.into());
            };
            match step {
                Step::Say(text) => state.said.extend(state.heard.fill_in(&text)),
                Hear(command) => {
                    let Some(end) = state.written.iter().position(|byte| *byte == b'\n') else {
                        assert_eq!(state.timeout, Some(Duration::ZERO), "both wait");
                        return Err(io::ErrorKind::WouldBlock.into());
                    };
                    let line: Vec<u8> = state.written.drain(..=end).collect();
                    state.heard.command(&line, command);
                }
                Silence => {
                    // No test waits so long: the deadline has not come through.
                    let limit = Some(Duration::from_secs(1));
                    let timeout = state.timeout;
                    assert!(timeout.is_some() && timeout < limit, "{timeout:?}");
                    state.script.pop_front();
                    return Err(io::ErrorKind::TimedOut.into());
                }
                Close => {
                    state.script.clear();
                    return Ok(0);
                }
            }
            state.script.pop_front();
        }
        state.said.read(buffer)
    }
}

impl Write for Scripted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().written.extend(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Transport for Scripted {
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        self.0.lock().unwrap().timeout = timeout;
        Ok(())
    }
}
