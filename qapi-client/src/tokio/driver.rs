//! What reads and writes in the background.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::time::{Sleep, sleep};

use super::link::Shared;
use crate::protocol::{Protocol, Reason};

/// How long a server that takes no more input may go on talking.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// How often the stream is read before others get their turn.
const READS: usize = 32;

/// Starts the driver of a connection, as a task of this runtime.
pub(super) fn spawn(shared: Arc<Shared>) {
    tokio::spawn(Driver {
        shared,
        woken: Vec::new(),
        last_words: None,
    });
}

struct Driver {
    shared: Arc<Shared>,
    /// Those to be woken once the lock is given back.
    woken: Vec<Waker>,
    last_words: Option<Pin<Box<Sleep>>>,
}

impl Future for Driver {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Self {
            shared,
            woken,
            last_words,
        } = &mut *self;
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
        drop(state);
        for waker in woken.drain(..) {
            waker.wake();
        }
        // The stream, if it is over, is closed here and not under the lock.
        outcome.map(drop)
    }
}

impl Drop for Driver {
    /// The runtime may end before the connection does.
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.session.end(Reason::ClosedHere);
        let mut woken = Vec::new();
        let stream = state.finish(&mut woken);
        drop(state);
        drop(stream);
        woken.into_iter().for_each(Waker::wake);
    }
}
