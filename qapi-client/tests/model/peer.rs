//! A server that does what the program tells it, and nothing by itself.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use qapi_client::Transport;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The server's end.
#[derive(Clone, Default)]
pub(crate) struct Peer(Arc<Mutex<State>>);

/// The client's end.
pub(crate) struct Stream(Peer);

#[derive(Default)]
pub(crate) struct State {
    /// The id of the negotiation, once it was read.
    pub(crate) negotiation: Option<String>,
    /// What was read since.
    pub(crate) read: Vec<u8>,
    /// How many bytes will be read.
    pub(crate) room: usize,
    /// What has arrived at the client and it has not taken.
    pub(crate) arrived: VecDeque<u8>,
    pub(crate) end: Option<ErrorKind>,
    pub(crate) deaf: bool,
    /// Whether the client has given the stream up.
    pub(crate) dropped: bool,
    wakers: Vec<Waker>,
}

impl Peer {
    /// A server that has greeted, and will agree to what is negotiated.
    pub(crate) fn new(oob: bool) -> (Self, Stream) {
        let capabilities = if oob { "\"oob\"" } else { "" };
        let greeting = format!(
            "{{\"QMP\": {{\"version\": {{\"qemu\": {{\"micro\": 2, \"minor\": 0, \"major\": 10}}, \
             \"package\": \"\"}}, \"capabilities\": [{capabilities}]}}}}\r\n"
        );
        let peer = Self::default();
        peer.change(|state| {
            state.arrived.extend(greeting.bytes());
            state.room = usize::MAX;
        });
        (peer.clone(), Stream(peer))
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        // A check that failed may have held it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes something that the client may wait for.
    pub(crate) fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state();
        change(&mut state);
        let wakers = std::mem::take(&mut state.wakers);
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl State {
    /// The number of the first command after the negotiation.
    pub(crate) fn first_number(&self) -> u64 {
        let id = self.negotiation.as_deref().unwrap().trim_matches('"');
        let (_, number) = id.rsplit_once('-').unwrap();
        number.parse::<u64>().unwrap() + 1
    }

    fn read(&mut self, buffer: &mut [u8]) -> Option<io::Result<usize>> {
        match self.end {
            _ if !self.arrived.is_empty() => Some(self.arrived.read(buffer)),
            None => None,
            Some(ErrorKind::UnexpectedEof) => Some(Ok(0)),
            Some(kind) => Some(Err(kind.into())),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Option<io::Result<usize>> {
        if self.deaf {
            return Some(Err(ErrorKind::BrokenPipe.into()));
        }
        if self.room == 0 {
            return None;
        }
        let count = bytes.len().min(self.room);
        if self.room < usize::MAX {
            self.room -= count;
        }
        self.read.extend_from_slice(&bytes[..count]);
        if self.negotiation.is_none() && self.read.ends_with(b"\n") {
            let command: Value = serde_json::from_slice(&self.read).unwrap();
            let id = command["id"].to_string();
            let reply = format!("{{\"return\": {{}}, \"id\": {id}}}\r\n");
            self.arrived.extend(reply.bytes());
            self.negotiation = Some(id);
            self.read.clear();
            std::mem::take(&mut self.wakers)
                .into_iter()
                .for_each(Waker::wake);
        }
        Some(Ok(count))
    }

    fn poll<T>(&mut self, done: Option<T>, cx: &Context<'_>) -> Poll<T> {
        if done.is_none() {
            self.wakers.push(cx.waker().clone());
        }
        done.map_or(Poll::Pending, Poll::Ready)
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut state = self.0.state();
        let count = state.read(buffer.initialize_unfilled());
        let done = count.map(|count| count.map(|count| buffer.advance(count)));
        state.poll(done, cx)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let mut state = self.0.state();
        let done = state.write(bytes);
        state.poll(done, cx)
    }
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// To a client that blocks, nothing more ever comes than what has arrived.
impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.state().read(buffer);
        read.unwrap_or_else(|| Err(ErrorKind::TimedOut.into()))
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.0.state().write(bytes);
        written.unwrap_or_else(|| Err(ErrorKind::TimedOut.into()))
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Transport for Stream {
    fn set_timeout(&mut self, _: Option<Duration>) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.0.state().dropped = true;
    }
}
