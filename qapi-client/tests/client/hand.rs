//! A server that a test plays by hand, and the asynchronous client with it.

use qapi_client::tokio::Client;
use qapi_client::{Limits, Validation};
use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, DuplexStream, ReadHalf,
    WriteHalf,
};
use tokio::time::{Duration, timeout};

/// The server's end of a stream.
pub(crate) struct Server<S> {
    reader: BufReader<ReadHalf<S>>,
    writer: WriteHalf<S>,
    line: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite> Server<S> {
    pub(crate) fn new(stream: S) -> Self {
        let (reader, writer) = tokio::io::split(stream);
        Self {
            reader: BufReader::new(reader),
            writer,
            line: Vec::new(),
        }
    }

    /// The next command.
    pub(crate) async fn hear(&mut self) -> Value {
        self.reader.read_until(b'\n', &mut self.line).await.unwrap();
        let command = serde_json::from_slice(&self.line).unwrap();
        self.line.clear();
        command
    }

    /// The next command must be this one.
    pub(crate) async fn hear_named(&mut self, name: &str) -> Value {
        let command = self.hear().await;
        let member = command.get("execute").or(command.get("exec-oob"));
        assert_eq!(member, Some(&json!(name)), "{command}");
        command
    }

    /// There is nothing to hear when everybody waits. Only where the clock is
    /// paused.
    pub(crate) async fn hears_nothing(&mut self) {
        let more = self.reader.read_until(b'\n', &mut self.line);
        let more = timeout(Duration::from_millis(1), more).await;
        assert!(more.is_err() && self.line.is_empty(), "{:?}", self.line);
    }

    /// Whether the client has closed the stream.
    pub(crate) async fn is_left(&mut self) -> bool {
        self.reader.fill_buf().await.is_ok_and(<[u8]>::is_empty)
    }

    pub(crate) async fn say(&mut self, message: &Value) {
        let line = format!("{message}\r\n");
        self.writer.write_all(line.as_bytes()).await.unwrap();
    }

    /// Answers a command with its own name.
    pub(crate) async fn answer(&mut self, command: &Value) {
        let name = command.get("execute").or(command.get("exec-oob"));
        let reply = json!({"return": name, "id": command["id"]});
        self.say(&reply).await;
    }

    /// Greets, and answers the negotiation.
    pub(crate) async fn greet(&mut self, capabilities: &[&str]) {
        let version = json!({"qemu": {"micro": 2, "minor": 0, "major": 10}, "package": ""});
        let greeting = json!({"version": version, "capabilities": capabilities});
        self.say(&json!({"QMP": greeting})).await;
        let negotiation = self.hear_named("qmp_capabilities").await;
        self.answer(&negotiation).await;
    }
}

/// A client and its server, with so much room between them.
pub(crate) async fn pair(
    room: usize,
    capabilities: &[&str],
    limits: Limits,
) -> (Client, Server<DuplexStream>) {
    let (ours, theirs) = tokio::io::duplex(room);
    let mut server = Server::new(theirs);
    let builder = Client::builder().validation(Validation::Off).limits(limits);
    let (client, ()) = tokio::join!(builder.over(ours), server.greet(capabilities));
    (client.unwrap(), server)
}
