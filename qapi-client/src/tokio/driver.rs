//! What reads and writes in the background.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use tokio::io::AsyncWrite;
use tokio::time::{Sleep, sleep};

use super::link::Shared;
use super::transport::Transport;
use crate::deadline::LAST_WORDS;
use crate::events::Deferred;
use crate::protocol::{Protocol, Reason};

/// How long a stream may take to shut down.
const FAREWELL: Duration = Duration::from_secs(1);
/// How often the stream is read before others get their turn.
const READS: usize = 32;

/// Starts the driver of a connection, as a task of this runtime.
pub(super) fn spawn(shared: Arc<Shared>) {
    tokio::spawn(Driver {
        shared,
        running: false,
        woken: Vec::new(),
        deferred: Deferred::default(),
        last_words: None,
        closing: None,
    });
}

struct Driver {
    shared: Arc<Shared>,
    /// Whether it is being polled; still so if that panicked.
    running: bool,
    /// Those to be woken once the lock is given back.
    woken: Vec<Waker>,
    /// What else there is to do then.
    deferred: Deferred,
    last_words: Option<Pin<Box<Sleep>>>,
    /// The stream, once all is over.
    closing: Option<Closing>,
}

/// A stream that is shut down, and how long it may take.
struct Closing {
    stream: Box<dyn Transport>,
    farewell: Pin<Box<Sleep>>,
}

impl Closing {
    fn new(mut stream: Box<dyn Transport>) -> Self {
        stream.shut_down();
        Self {
            stream,
            farewell: Box::pin(sleep(FAREWELL)),
        }
    }

    /// Whether there is nothing more to wait for.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        // What it cannot be told any more is of no interest.
        match Pin::new(&mut self.stream).poll_shutdown(cx) {
            Poll::Ready(_) => Poll::Ready(()),
            Poll::Pending => self.farewell.as_mut().poll(cx),
        }
    }
}

impl Future for Driver {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.closing.is_none() {
            self.running = true;
            let stream = self.run(cx);
            self.running = false;
            self.closing = ready!(stream).map(Closing::new);
        }
        match &mut self.closing {
            Some(closing) => closing.poll(cx),
            None => Poll::Ready(()),
        }
    }
}

impl Driver {
    /// Reads and writes until the connection has ended, and gives the stream.
    fn run(&mut self, cx: &mut Context<'_>) -> Poll<Option<Box<dyn Transport>>> {
        let Self {
            shared,
            woken,
            deferred,
            last_words,
            ..
        } = self;
        let mut state = shared.lock();
        state.set_driver(cx.waker());
        let mut reads = 0;
        let outcome = loop {
            state.write(cx);
            if state.session.ended().is_some() {
                break Poll::Ready(state.finish(woken));
            }
            if reads == READS {
                cx.waker().wake_by_ref();
                break Poll::Pending;
            }
            reads += 1;
            if state.read(cx, woken).is_ready() {
                continue;
            }
            if state.cannot_write() {
                let last_words = last_words.get_or_insert_with(|| Box::pin(sleep(LAST_WORDS)));
                if last_words.as_mut().poll(cx).is_ready() {
                    state.end_writing();
                    continue;
                }
            }
            break Poll::Pending;
        };
        state.session.subscriptions().swap_deferred(deferred);
        drop(state);
        deferred.run();
        woken.drain(..).for_each(Waker::wake);
        // The stream, if it is over, is closed by the caller and not under the lock.
        outcome
    }
}

impl Drop for Driver {
    /// The runtime may end before the connection does.
    fn drop(&mut self) {
        let reason = match self.running {
            true => Reason::Panicked,
            false => Reason::ClosedHere,
        };
        let mut woken = Vec::new();
        let stream = self.shared.with(|state| {
            state.session.end(reason);
            state.finish(&mut woken)
        });
        if let Some(mut stream) = stream {
            stream.shut_down();
        }
        woken.into_iter().for_each(Waker::wake);
    }
}
