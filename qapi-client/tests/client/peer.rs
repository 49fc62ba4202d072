//! Servers that follow a script, at the other end of every transport.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::thread;

use qapi_client::{Builder, Client, Error, FdStream, Halves, Transport, Untimed, Validation};
use serde_json::Value;

pub(crate) use crate::script::*;
use crate::scripted::Scripted;

pub(crate) type Stream = Box<dyn Transport + Send>;

/// Runs a test against a server that follows the script, over every transport
/// of the clients that block.
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
    let (client, peer) = unix(&script);
    test(Box::new(client));
    peer.join().unwrap();
    let (client, peer) = tcp(&script);
    test(Box::new(client));
    peer.join().unwrap();
    let ([reader, writer], peer) = pipes(&script);
    test(Box::new(FdStream::pair(reader, writer).unwrap()));
    peer.join().unwrap();
}

type Peer = thread::JoinHandle<()>;

/// A server at the other end of a unix socket.
pub(crate) fn unix(script: &[Step]) -> (UnixStream, Peer) {
    let (client, server) = UnixStream::pair().unwrap();
    (client, play(script, server.try_clone().unwrap(), server))
}

/// A server at the other end of a TCP connection.
pub(crate) fn tcp(script: &[Step]) -> (TcpStream, Peer) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (server, _) = listener.accept().unwrap();
    (client, play(script, server.try_clone().unwrap(), server))
}

/// A server at the other ends of two pipes; gives what to read from and what to
/// write to.
pub(crate) fn pipes(script: &[Step]) -> ([OwnedFd; 2], Peer) {
    let (reader, their_writer) = std::io::pipe().unwrap();
    let (their_reader, writer) = std::io::pipe().unwrap();
    let peer = play(script, their_reader, their_writer);
    ([reader.into(), writer.into()], peer)
}

pub(crate) fn unvalidating() -> Builder {
    Client::builder().validation(Validation::Off)
}

/// Runs a command without arguments.
pub(crate) fn run(client: &mut Client, command: &str) -> Result<Value, Error> {
    client.execute_raw(command, &serde_json::json!({}))
}

/// Follows the script on a stream.
fn play(
    script: &[Step],
    reader: impl Read + Send + 'static,
    mut writer: impl Write + Send + 'static,
) -> Peer {
    let script = script.to_vec();
    thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut heard = Heard::default();
        for step in script {
            let said = match step {
                Step::Say(text) => heard.fill_in(&text),
                Step::SayWithout(text, missing) => heard.cut(&text, missing),
                Hear(command) => {
                    let mut line = Vec::new();
                    reader.read_until(b'\n', &mut line).unwrap();
                    heard.command(&line, command);
                    continue;
                }
                // The next command is heard only after the client gave up.
                Silence => continue,
                Close => return,
            };
            // A client that has what it waited for may be gone already.
            if writer.write_all(&said).is_err() {
                break;
            }
        }
        // The client ends the connection.
        let mut rest = Vec::new();
        let _ = reader.read_to_end(&mut rest);
    })
}
