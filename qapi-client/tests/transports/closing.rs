//! A connection that is let go of has ended: for the server too.

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use libtest_mimic::Trial;
use qapi_client::tokio as aio;
use qapi_client::{Client, FdStream, Stream, Transport, Validation};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::runtime;

use crate::LIMIT;
use crate::shells::Shell;

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for shell in Shell::BOTH {
        for (kind, make) in KINDS {
            let name = format!("{}::{kind}::ends_through_a_duplicate", shell.name());
            trials.push(Trial::test(name, move || {
                ends_through_a_duplicate(shell, *make);
                Ok(())
            }));
        }
    }
    for (name, last) in [("is_shut_down", true), ("is_not_waited_for_long", false)] {
        trials.push(Trial::test(format!("tokio::any::{name}"), move || {
            any_stream(last);
            Ok(())
        }));
    }
    trials
}

/// Our side, a duplicate of it, and the other side.
type Ends = (Stream, OwnedFd, Stream);

type Kind = (&'static str, fn() -> Ends);

const KINDS: &[Kind] = &[
    ("unix", || {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let duplicate = ours.try_clone().unwrap().into();
        (Stream::Unix(ours), duplicate, Stream::Unix(theirs))
    }),
    ("tcp", || {
        let (ours, theirs) = tcp();
        let duplicate = ours.try_clone().unwrap().into();
        (Stream::Tcp(ours), duplicate, Stream::Tcp(theirs))
    }),
    ("descriptors", || {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let duplicate = ours.try_clone().unwrap().into();
        let ours = FdStream::new(ours).unwrap();
        (Stream::Fds(ours), duplicate, Stream::Unix(theirs))
    }),
];

pub(crate) fn tcp() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let ours = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    (ours, listener.accept().unwrap().0)
}

const GREETING: &str = concat!(
    r#"{"QMP": {"version": {"qemu": {"micro": 2, "minor": 0, "major": 10}, "#,
    r#""package": ""}, "capabilities": []}}"#,
    "\r\n"
);

fn reply(line: &str, seen: &mut Vec<String>) -> String {
    let command: Value = serde_json::from_str(line).unwrap();
    seen.push(command["execute"].as_str().unwrap().to_owned());
    format!("{}\r\n", json!({"return": {}, "id": command["id"]}))
}

/// A server that does nothing, and tells in the end which commands came.
pub(crate) fn serve(mut stream: impl Transport + Send + 'static) -> JoinHandle<Vec<String>> {
    thread::spawn(move || {
        stream.set_timeout(Some(LIMIT)).unwrap();
        stream.write_all(GREETING.as_bytes()).unwrap();
        let (mut seen, mut line) = (Vec::new(), String::new());
        let mut stream = BufReader::new(stream);
        while stream.read_line(&mut line).unwrap() > 0 {
            let reply = reply(&line, &mut seen);
            stream.get_mut().write_all(reply.as_bytes()).unwrap();
            line.clear();
        }
        seen
    })
}

fn ends_through_a_duplicate(shell: Shell, make: fn() -> Ends) {
    for close in [false, true] {
        let (ours, duplicate, theirs) = make();
        let server = serve(theirs);
        let seen = match shell {
            Shell::Blocking => {
                let client = Client::builder().validation(Validation::Off).over(ours);
                // It has no other way to be closed.
                drop(client.unwrap());
                server.join().unwrap()
            }
            Shell::Tokio => {
                let runtime = runtime::Builder::new_current_thread();
                let runtime = { runtime }.enable_all().build().unwrap();
                let client = runtime.block_on(async {
                    let builder = aio::Client::builder().validation(Validation::Off);
                    let stream = aio::Stream::try_from(ours).unwrap();
                    builder.over_stream(stream).await.unwrap()
                });
                // Nothing runs in the background from now on.
                let kept = close.then(|| client.clone());
                if let Some(client) = &kept {
                    client.close();
                }
                drop(client);
                let seen = server.join().unwrap();
                drop(kept);
                seen
            }
        };
        assert_eq!(seen, ["qmp_capabilities"]);
        drop(duplicate);
    }
}

/// Any stream, which notes that it is shut down, and may take for ever to.
struct Noting<S> {
    stream: S,
    shut_down: Arc<AtomicBool>,
    lasts: bool,
}

impl<S: AsyncRead + Unpin> AsyncRead for Noting<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Noting<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }
    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        if self.lasts {
            return Poll::Pending;
        }
        // Not at the first time.
        match self.shut_down.swap(true, Ordering::SeqCst) {
            true => Poll::Ready(Ok(())),
            false => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }
}

/// Shut down, and dropped then; or after a second if it does not come to that.
/// The clock goes on only when there is nothing else to do.
fn any_stream(ready: bool) {
    let runtime = runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let shut_down = Arc::new(AtomicBool::new(false));
        let ours = Noting {
            stream: ours,
            shut_down: Arc::clone(&shut_down),
            lasts: !ready,
        };
        let client = tokio::spawn(async move {
            let builder = aio::Client::builder().validation(Validation::Off);
            builder.over(ours).await.unwrap()
        });
        let mut theirs = tokio::io::BufReader::new(theirs);
        theirs.write_all(GREETING.as_bytes()).await.unwrap();
        let mut line = String::new();
        theirs.read_line(&mut line).await.unwrap();
        let reply = reply(&line, &mut Vec::new());
        theirs.write_all(reply.as_bytes()).await.unwrap();
        let client = client.await.unwrap();
        let start = tokio::time::Instant::now();
        drop(client);
        let mut rest = Vec::new();
        theirs.read_to_end(&mut rest).await.unwrap();
        assert!(rest.is_empty());
        assert_eq!(shut_down.load(Ordering::SeqCst), ready);
        let waited = start.elapsed();
        match ready {
            true => assert_eq!(waited, Duration::ZERO),
            // Timers are as fine as a millisecond.
            false => assert_eq!(waited.as_millis() / 10, 100),
        }
    });
}
