//! A server that follows a script in memory, without a thread.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use qapi_client::Transport;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::script::*;

/// Follows the script in memory: the steps are taken as the client reads, and
/// silence ends at once for the one that blocks.
#[derive(Clone)]
pub(crate) struct Scripted(Arc<Mutex<State>>);

struct State {
    script: VecDeque<Step>,
    heard: Heard,
    /// What the client has written and the server has not heard.
    written: Vec<u8>,
    /// What the server has said and the client has not read.
    said: VecDeque<u8>,
    timeout: Option<Duration>,
    reader: Waker,
}

/// Why there is nothing to read.
enum Nothing {
    /// The server waits for a command.
    Unheard,
    Silence,
    Closed,
    Over,
}

impl Scripted {
    pub(crate) fn new(script: &[Step]) -> Self {
        Self(Arc::new(Mutex::new(State {
            script: script.iter().cloned().collect(),
            heard: Heard::default(),
            written: Vec::new(),
            said: VecDeque::new(),
            timeout: None,
            reader: Waker::noop().clone(),
        })))
    }

    /// Whether there is something to read, without more being written.
    pub(crate) fn has_more(&self) -> bool {
        self.0.lock().unwrap().go_on().is_ok()
    }

    pub(crate) fn assert_finished(&self) {
        let state = self.0.lock().unwrap();
        let unheard = |step: &Step| matches!(step, Hear(_));
        assert!(
            !state.script.iter().any(unheard),
            "left: {:?}",
            state.script
        );
    }
}

impl State {
    /// Goes on with the script until something is said.
    fn go_on(&mut self) -> Result<(), Nothing> {
        while self.said.is_empty() {
            match self.script.front() {
                None => return Err(Nothing::Over),
                Some(Step::Say(text)) => self.said.extend(self.heard.fill_in(text)),
                Some(Step::SayWithout(text, missing)) => {
                    self.said.extend(self.heard.cut(text, *missing));
                }
                Some(Hear(command)) => {
                    let Some(end) = self.written.iter().position(|byte| *byte == b'\n') else {
                        return Err(Nothing::Unheard);
                    };
                    let line: Vec<u8> = self.written.drain(..=end).collect();
                    self.heard.command(&line, command);
                }
                Some(Silence) => {
                    self.script.pop_front();
                    return Err(Nothing::Silence);
                }
                Some(Close) => {
                    self.script.clear();
                    self.script.push_back(Close);
                    return Err(Nothing::Closed);
                }
            }
            self.script.pop_front();
        }
        Ok(())
    }
}

impl Read for Scripted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut state = self.0.lock().unwrap();
        let timeout = state.timeout;
        match state.go_on() {
            Ok(()) => state.said.read(buffer),
            Err(Nothing::Over) => Err(io::ErrorKind::TimedOut.into()),
            Err(Nothing::Unheard) => {
                assert_eq!(timeout, Some(Duration::ZERO), "both wait");
                Err(io::ErrorKind::WouldBlock.into())
            }
            Err(Nothing::Silence) => {
                // No test waits so long: the deadline has not come through.
                let limit = Some(Duration::from_secs(1));
                assert!(timeout.is_some() && timeout < limit, "{timeout:?}");
                Err(io::ErrorKind::TimedOut.into())
            }
            Err(Nothing::Closed) => Ok(0),
        }
    }
}

impl Write for Scripted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.0.lock().unwrap();
        state.written.extend(bytes);
        state.reader.wake_by_ref();
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

impl AsyncRead for Scripted {
    /// Silence ends when the client has given up, and says more.
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut state = self.0.lock().unwrap();
        loop {
            match state.go_on() {
                Ok(()) => {
                    let count = state.said.read(buffer.initialize_unfilled())?;
                    buffer.advance(count);
                    return Poll::Ready(Ok(()));
                }
                Err(Nothing::Silence) => {}
                Err(Nothing::Closed) => return Poll::Ready(Ok(())),
                Err(Nothing::Over | Nothing::Unheard) => {
                    state.reader.clone_from(cx.waker());
                    return Poll::Pending;
                }
            }
        }
    }
}

impl AsyncWrite for Scripted {
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
