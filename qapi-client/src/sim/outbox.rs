//! Where a connection's bytes go.

use std::io::{self, Write};
use std::sync::{Condvar, Mutex, PoisonError};
#[cfg(feature = "tokio")]
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use super::serve::sealed::Socket;
use super::shared::lock;

/// The sending side of one connection. Any thread may send.
pub(super) struct Outbox {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    sink: Sink,
    closed: bool,
    /// How many readers wait; waking nobody costs a system call.
    waiting: usize,
    /// The asynchronous reader that waits.
    #[cfg(feature = "tokio")]
    waker: Option<Waker>,
}

enum Sink {
    /// What the client will read.
    Memory(Vec<u8>),
    Socket(Box<dyn Socket>),
}

impl State {
    /// Takes what was sent into memory, if there is something; 0 bytes are the
    /// end.
    fn take(&mut self, buffer: &mut [u8]) -> Option<usize> {
        if let Sink::Memory(waiting) = &mut self.sink
            && !waiting.is_empty()
        {
            let count = waiting.len().min(buffer.len());
            for (to, from) in buffer.iter_mut().zip(waiting.drain(..count)) {
                *to = from;
            }
            return Some(count);
        }
        self.closed.then_some(0)
    }
}

impl Outbox {
    pub(super) fn memory() -> Self {
        Self::new(Sink::Memory(Vec::new()))
    }

    pub(super) fn socket(socket: Box<dyn Socket>) -> Self {
        Self::new(Sink::Socket(socket))
    }

    fn new(sink: Sink) -> Self {
        Self {
            state: Mutex::new(State {
                sink,
                closed: false,
                waiting: 0,
                #[cfg(feature = "tokio")]
                waker: None,
            }),
            changed: Condvar::new(),
        }
    }

    /// Sends what a client is to read; tells whether it still can.
    pub(super) fn send(&self, bytes: &[u8]) -> bool {
        let mut state = lock(&self.state);
        if state.closed || bytes.is_empty() {
            return !state.closed;
        }
        match &mut state.sink {
            Sink::Memory(waiting) => waiting.extend_from_slice(bytes),
            Sink::Socket(socket) => {
                if socket.write_all(bytes).is_err() {
                    socket.close();
                    state.closed = true;
                }
            }
        }
        self.wake(&mut state);
        !state.closed
    }

    fn wake(&self, state: &mut State) {
        if state.waiting > 0 {
            self.changed.notify_all();
        }
        #[cfg(feature = "tokio")]
        if let Some(waker) = state.waker.take() {
            waker.wake();
        }
    }

    /// Ends the connection. What was sent can still be read.
    pub(super) fn close(&self) {
        let mut state = lock(&self.state);
        state.closed = true;
        if let Sink::Socket(socket) = &state.sink {
            socket.close();
        }
        self.wake(&mut state);
    }

    pub(super) fn is_closed(&self) -> bool {
        lock(&self.state).closed
    }

    /// Takes what was sent into memory, once there is something; 0 bytes are
    /// the end.
    pub(super) fn read(&self, buffer: &mut [u8], timeout: Option<Duration>) -> io::Result<usize> {
        let until = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let mut state = lock(&self.state);
        loop {
            if let Some(count) = state.take(buffer) {
                return Ok(count);
            }
            let remaining = match until {
                Some(until) => until.saturating_duration_since(Instant::now()),
                None => Duration::from_secs(3600),
            };
            if remaining.is_zero() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            state.waiting += 1;
            let waited = self.changed.wait_timeout(state, remaining);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            state.waiting -= 1;
        }
    }

    /// As [`read`](Self::read), without blocking.
    #[cfg(feature = "tokio")]
    pub(super) fn poll_read(&self, buffer: &mut [u8], cx: &Context<'_>) -> Poll<usize> {
        let mut state = lock(&self.state);
        match state.take(buffer) {
            Some(count) => Poll::Ready(count),
            None => {
                state.waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}
