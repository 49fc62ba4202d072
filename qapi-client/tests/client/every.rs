//! Every client over every transport.

use std::net::TcpListener;
use std::thread;

use qapi_client::sim::Simulator;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream};
use tokio::net::unix::pipe;
use tokio::net::{TcpStream, UnixStream};
use tokio::runtime::{Builder, Runtime};

use crate::peer::{over_every_transport, pipes, tcp, unix};
use crate::script::*;
use crate::scripted::Scripted;
use crate::shell::{Kind, Stream, now};
use crate::simulator::over_every_stream;

/// Runs a test against a server that follows the script, with both clients and
/// over every transport that they have.
pub(crate) fn on_every_shell(script: impl Into<Vec<Step>>, test: impl AsyncFn(Stream)) {
    let script = script.into();
    over_every_transport(&*script, |stream| now(test(Stream::Blocking(stream))));

    let scripted = Scripted::new(&script);
    in_memory().block_on(test(Stream::Tokio(Box::pin(scripted.clone()))));
    scripted.assert_finished();

    // Once so narrow that a greeting does not go through in one piece.
    for room in [100, 1 << 16] {
        in_memory().block_on(async {
            let (client, server) = tokio::io::duplex(room);
            let peer = tokio::spawn(play(script.clone(), server));
            test(Stream::Tokio(Box::pin(client))).await;
            peer.await.unwrap();
        });
    }

    let (client, peer) = unix(&script);
    on_sockets(async {
        client.set_nonblocking(true).unwrap();
        let client = UnixStream::from_std(client).unwrap();
        test(Stream::TokioUnix(client)).await;
    });
    peer.join().unwrap();

    let (client, peer) = tcp(&script);
    on_sockets(async {
        client.set_nonblocking(true).unwrap();
        let client = TcpStream::from_std(client).unwrap();
        test(Stream::Tokio(Box::pin(client))).await;
    });
    peer.join().unwrap();

    let ([reader, writer], peer) = pipes(&script);
    on_sockets(async {
        let reader = pipe::Receiver::from_owned_fd(reader).unwrap();
        let writer = pipe::Sender::from_owned_fd(writer).unwrap();
        test(Stream::Tokio(Box::pin(tokio::io::join(reader, writer)))).await;
    });
    peer.join().unwrap();
}

/// Runs a test with both clients, which it connects itself.
pub(crate) fn on_both_shells(test: impl AsyncFn(Kind)) {
    now(test(Kind::Blocking));
    on_sockets(test(Kind::Tokio));
}

/// Runs a test against a simulator, with both clients and over every stream
/// that a simulator has.
pub(crate) fn on_every_simulator(simulator: impl Fn() -> Simulator, test: impl AsyncFn(Stream)) {
    over_every_stream(&simulator, |stream| now(test(Stream::Blocking(stream))));
    let stream = simulator().stream();
    in_memory().block_on(test(Stream::Tokio(Box::pin(stream))));
    let simulated = simulator();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn({
        let simulated = simulated.clone();
        move || simulated.serve(listener)
    });
    on_sockets(async {
        let client = TcpStream::connect(address).await.unwrap();
        test(Stream::Tokio(Box::pin(client))).await;
    });
    simulated.stop();
    server.join().unwrap().unwrap();
}

/// A runtime whose clock jumps to the next deadline when there is nothing else
/// to do.
pub(crate) fn in_memory() -> Runtime {
    let mut builder = Builder::new_current_thread();
    builder.enable_time().start_paused(true).build().unwrap()
}

/// Runs something that others outside of the runtime take part in.
pub(crate) fn on_sockets<T>(test: impl Future<Output = T>) -> T {
    let mut builder = Builder::new_multi_thread();
    let runtime = builder.worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(test)
}

/// Follows the script inside a runtime.
async fn play(script: Vec<Step>, server: DuplexStream) {
    let (reader, mut writer) = tokio::io::split(server);
    let mut reader = BufReader::new(reader);
    let mut heard = Heard::default();
    for step in script {
        match step {
            // The client may have seen enough before it has seen all.
            Step::Say(text) => drop(writer.write_all(&heard.fill_in(&text)).await),
            Step::SayWithout(text, missing) => {
                let _ = writer.write_all(&heard.cut(&text, missing)).await;
            }
            Hear(command) => {
                let mut line = Vec::new();
                reader.read_until(b'\n', &mut line).await.unwrap();
                heard.command(&line, command);
            }
            Silence => {}
            Close => return,
        }
    }
    let mut rest = Vec::new();
    let _ = reader.read_to_end(&mut rest).await;
}
