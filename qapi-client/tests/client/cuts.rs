//! Connections that break at every place.

use std::io::{self, BufReader, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use qapi_client::{Error, Reason, Transport};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::every::*;
use crate::script::*;
use crate::scripted::Scripted;
use crate::shell::*;

/// That a message was cut, or that nothing of it came.
fn is_cut(error: &Error, whole: bool) {
    assert!(!error.is_usable());
    match error.ended().unwrap().reason() {
        Reason::Cut { excerpt } => assert!(!excerpt.is_empty()),
        Reason::Closed if whole => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_greeting_is_cut_at_every_byte() {
    for length in 0..GREETING.len() {
        let script = [say_part(&GREETING[..length]), Close];
        on_every_shell(script, async |stream| {
            let error = unvalidating().over(stream).await.err().unwrap();
            assert!(matches!(error, Error::Ended(_)), "{error}");
            is_cut(&error, length == 0);
        });
    }
}

#[test]
fn a_message_is_cut_at_every_byte() {
    for (text, mine) in [
        (
            r#"{"return": {"a": ["é\"}", -1.5e3, null]}, "id": $2}"#,
            true,
        ),
        (
            r#"{"error": {"class": "GenericError", "desc": "\\"}, "id": $2}"#,
            true,
        ),
        (
            r#"{"event": "STOP", "data": {"x": true}, "timestamp": {"seconds": 1, "microseconds": 2}}"#,
            false,
        ),
    ] {
        // No less than what stands for the id is.
        for missing in 0..=text.len() {
            let script = greeted([Hear("first"), say_without(text, missing), Close]);
            on_every_shell(script, async |stream| {
                let mut client = client(stream).await;
                let outcome = run(&mut client, "first").await;
                let error = match outcome {
                    Ok(_) | Err(Error::Refused { .. }) => {
                        assert!(mine && missing == 0);
                        run(&mut client, "later").await.unwrap_err()
                    }
                    Err(error) => {
                        assert!(!mine || missing > 0);
                        assert!(matches!(error, Error::Unanswered { .. }), "{error}");
                        is_cut(&error, missing == 0 || missing >= text.len());
                        error
                    }
                };
                let later = run(&mut client, "later").await.unwrap_err();
                assert!(matches!(later, Error::Ended(_)), "{later}");
                let causes = [error, later].map(|it| it.ended().unwrap().to_string());
                assert_eq!(causes[0], causes[1]);
            });
        }
    }
}

/// A stream that takes so many bytes, and is at its end when the server has
/// answered what is whole.
#[derive(Clone)]
struct Breaking {
    inner: Scripted,
    left: usize,
    written: Arc<Mutex<Vec<u8>>>,
}

impl Read for Breaking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.left {
            0 if !self.inner.has_more() => Ok(0),
            _ => self.inner.read(buffer),
        }
    }
}

impl Write for Breaking {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(ErrorKind::BrokenPipe.into());
        }
        let bytes = &bytes[..bytes.len().min(self.left)];
        self.left -= bytes.len();
        self.written.lock().unwrap().extend_from_slice(bytes);
        self.inner.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Transport for Breaking {
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        self.inner.set_timeout(timeout)
    }
}

impl AsyncRead for Breaking {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.left {
            0 if !self.inner.has_more() => Poll::Ready(Ok(())),
            _ => Pin::new(&mut self.inner).poll_read(cx, buffer),
        }
    }
}

impl AsyncWrite for Breaking {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(self.write(bytes))
    }
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// Connects and runs commands until one fails, as one must; gives its name and
/// the error.
async fn until_it_breaks(stream: Stream) -> (&'static str, Error) {
    let mut client = match unvalidating().over(stream).await {
        Ok(client) => client,
        Err(error) => return ("qmp_capabilities", error),
    };
    for name in ["first", "second", "third"] {
        match run(&mut client, name).await {
            Ok(reply) => assert_eq!(reply, name),
            Err(error) => {
                let later = run(&mut client, "later").await.unwrap_err();
                assert!(matches!(later, Error::Ended(_)), "{later}");
                return (name, error);
            }
        }
    }
    panic!("it did not break");
}

fn script() -> Vec<Step> {
    greeted([
        Hear("first"),
        say(r#"{"return": "first", "id": $2}"#),
        Hear("second"),
        Close,
    ])
}

#[test]
fn a_connection_breaks_after_every_byte_that_is_written() {
    for left in 0..200 {
        for kind in [Kind::Blocking, Kind::Tokio] {
            let stream = Breaking {
                inner: Scripted::new(&script()),
                left,
                written: Arc::default(),
            };
            let written = Arc::clone(&stream.written);
            let (name, error) = match kind {
                Kind::Blocking => now(until_it_breaks(Stream::Blocking(Box::new(stream)))),
                Kind::Tokio => {
                    let stream = Stream::Tokio(Box::pin(stream));
                    in_memory().block_on(until_it_breaks(stream))
                }
            };
            let said = chain(&error);
            // Whether a part of the command was written is what the error tells.
            let written = String::from_utf8(written.lock().unwrap().clone()).unwrap();
            let sent = written
                .split_inclusive('\n')
                .next_back()
                .unwrap_or_default();
            let place = ["qmp_capabilities", "first", "second"]
                .iter()
                .position(|it| *it == name);
            let is_sent = written.split_inclusive('\n').count() == place.unwrap() + 1;
            match &error {
                Error::Unanswered { command, .. } => {
                    assert!(is_sent && command == name, "{left}: {said}, {sent}");
                }
                Error::Ended(_) => assert!(!is_sent, "{left}: {said}, {sent}"),
                _ => panic!("{left}: {said}"),
            }
            let reason = error.ended().unwrap().reason();
            assert!(matches!(reason, Reason::Closed), "{left}: {said}");
        }
    }
}

/// A server that leaves when it has read so many bytes.
fn leaving(socket: UnixStream, count: usize) {
    (&socket).write_all(GREETING.as_bytes()).unwrap();
    let mut line = Vec::new();
    for byte in BufReader::with_capacity(1, &socket).bytes().take(count) {
        line.push(byte.unwrap());
        if line.ends_with(b"\n") {
            let command: Value = serde_json::from_slice(&line).unwrap();
            let reply = json!({"return": command["execute"], "id": command["id"]});
            (&socket).write_all(reply.to_string().as_bytes()).unwrap();
            line.clear();
        }
    }
}

#[test]
fn a_server_leaves_after_every_byte_that_it_reads() {
    for count in 0..130 {
        for kind in [Kind::Blocking, Kind::Tokio] {
            let (ours, theirs) = UnixStream::pair().unwrap();
            let server = thread::spawn(move || leaving(theirs, count));
            let (_, error) = match kind {
                Kind::Blocking => now(until_it_breaks(Stream::Blocking(Box::new(ours)))),
                Kind::Tokio => on_sockets(async {
                    ours.set_nonblocking(true).unwrap();
                    let ours = tokio::net::UnixStream::from_std(ours).unwrap();
                    until_it_breaks(Stream::TokioUnix(ours)).await
                }),
            };
            server.join().unwrap();
            // What was sent and not read makes it a reset.
            let reason = error.ended().unwrap().reason();
            assert!(
                matches!(reason, Reason::Closed | Reason::Reset),
                "{count}: {reason:?}"
            );
        }
    }
}
