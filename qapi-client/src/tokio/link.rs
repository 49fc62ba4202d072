//! What the handles and the driver of a connection share.

use std::collections::HashMap;
use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, timeout_at};
use tracing::Instrument;

use super::driver;
use super::transport::Transport;
use crate::answer::{Greeting, QmpError};
use crate::call::decode_reply;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::events::{Deferred, EventFilter, FromEvent, Subscription};
use crate::protocol::{Ended, Incoming, Protocol, Reason, Reply, Request, Session};
use crate::shell::Shell;
use crate::trace::Trace;

/// One connection. Its driver reads and writes in the background; when this is
/// dropped, the connection ends.
pub(super) struct Link {
    shared: Arc<Shared>,
}

pub(super) struct Shared(Mutex<State>);

/// What is known of a connection.
pub(super) struct State {
    pub(super) session: Session,
    /// None once the connection has ended.
    stream: Option<Box<dyn Transport>>,
    /// Why nothing more can be written, although more may come.
    write_error: Option<io::Error>,
    greeting: Option<Greeting>,
    /// Who waits for the greeting.
    greeted: Option<Waker>,
    /// The commands whose callers wait.
    calls: HashMap<u64, Slot>,
    /// To be woken when there is something to be written.
    driver: Waker,
}

/// A command whose caller waits.
enum Slot {
    Waiting(Option<Waker>),
    Answered(Result<Reply, QmpError>),
}

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something that others may have to be told of, and then, without the
    /// lock, tells them.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.lock();
        let outcome = act(&mut state);
        let mut deferred = Deferred::default();
        state.session.subscriptions().swap_deferred(&mut deferred);
        drop(state);
        deferred.run();
        outcome
    }
}

impl State {
    /// Writes what is to be written, as far as that goes. Whoever calls it, the
    /// driver is woken when it goes on.
    pub(super) fn write(&mut self, cx: &mut Context<'_>) {
        let Self {
            session,
            stream: Some(stream),
            write_error: write_error @ None,
            ..
        } = self
        else {
            return;
        };
        let failed = loop {
            let bytes = session.to_send();
            if bytes.is_empty() {
                match Pin::new(stream).poll_flush(cx) {
                    Poll::Ready(Err(error)) => break error,
                    Poll::Ready(Ok(())) | Poll::Pending => return,
                }
            }
            #[cfg(unix)]
            let written = match session.fd_to_send() {
                Some(fd) => stream.poll_write_with_fd(cx, bytes, fd),
                None => Pin::new(&mut *stream).poll_write(cx, bytes),
            };
            #[cfg(not(unix))]
            let written = Pin::new(&mut *stream).poll_write(cx, bytes);
            match written {
                Poll::Pending => return,
                Poll::Ready(Ok(0)) => break ErrorKind::WriteZero.into(),
                Poll::Ready(Ok(count)) => session.sent(count),
                Poll::Ready(Err(error)) if error.kind() == ErrorKind::Interrupted => {}
                Poll::Ready(Err(error)) => break error,
            }
        };
        match failed.kind() {
            // It may have said more before it went.
            ErrorKind::BrokenPipe | ErrorKind::ConnectionReset => *write_error = Some(failed),
            _ => {
                session.end(Reason::Write(failed));
            }
        }
        // There is now something to wait for, or to tell.
        self.driver.wake_by_ref();
    }

    /// Reads once, and hands out what came.
    pub(super) fn read(&mut self, cx: &mut Context<'_>, woken: &mut Vec<Waker>) -> Poll<()> {
        let Some(stream) = &mut self.stream else {
            return Poll::Ready(());
        };
        let mut buffer = ReadBuf::new(self.session.space());
        match Pin::new(stream).poll_read(cx, &mut buffer) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Ok(())) => match buffer.filled().len() {
                0 => {
                    self.session.end_of_stream();
                }
                count => {
                    self.session.filled(count);
                    self.hand_out(woken);
                }
            },
            Poll::Ready(Err(error)) => match error.kind() {
                ErrorKind::Interrupted => {}
                ErrorKind::ConnectionReset => {
                    self.session.end(Reason::Reset);
                }
                _ => {
                    self.session.end(Reason::Read(error));
                }
            },
        }
        Poll::Ready(())
    }

    fn hand_out(&mut self, woken: &mut Vec<Waker>) {
        while let Ok(Some(incoming)) = self.session.next_incoming() {
            let (number, outcome) = match incoming {
                Incoming::Greeting(greeting) => {
                    self.greeting = Some(greeting);
                    woken.extend(self.greeted.take());
                    continue;
                }
                Incoming::Return { number, value } => (number, Ok(self.session.take(&value))),
                Incoming::Error { number, error } => (number, Err(error)),
                Incoming::Event => continue,
            };
            if let Some(slot) = self.calls.get_mut(&number) {
                let slot = std::mem::replace(slot, Slot::Answered(outcome));
                if let Slot::Waiting(waker) = slot {
                    woken.extend(waker);
                }
            }
        }
    }

    /// Whether something was to be written that cannot be.
    pub(super) fn cannot_write(&self) -> bool {
        self.write_error.is_some()
    }

    /// Ends the connection because nothing more can be written.
    pub(super) fn end_writing(&mut self) {
        if let Some(error) = self.write_error.take() {
            self.session.end(Reason::Write(error));
        }
    }

    /// Takes leave: everybody who waits is woken, and the stream is given up.
    pub(super) fn finish(&mut self, woken: &mut Vec<Waker>) -> Option<Box<dyn Transport>> {
        woken.extend(self.greeted.take());
        for slot in self.calls.values_mut() {
            if let Slot::Waiting(waker) = slot {
                woken.extend(waker.take());
            }
        }
        self.stream.take()
    }

    /// Remembers whom to wake when something is to be written.
    pub(super) fn set_driver(&mut self, waker: &Waker) {
        self.driver.clone_from(waker);
    }

    /// The outcome of a command, or the end of the connection.
    /// With it, whoever is no longer to be woken: to be dropped without the lock.
    fn poll_call(
        &mut self,
        number: u64,
        cx: &Context<'_>,
    ) -> (Poll<Result<Answer, Ended>>, Option<Waker>) {
        match self.calls.get_mut(&number) {
            Some(Slot::Waiting(waker)) => {
                if let Some(ended) = self.session.ended() {
                    let ended = ended.clone();
                    let before = waker.take();
                    self.calls.remove(&number);
                    return (Poll::Ready(Err(ended)), before);
                }
                (Poll::Pending, waker.replace(cx.waker().clone()))
            }
            _ => match self.calls.remove(&number) {
                Some(Slot::Answered(answer)) => (Poll::Ready(Ok(answer)), None),
                _ => (Poll::Pending, None),
            },
        }
    }
}

type Answer = Result<Reply, QmpError>;

/// A command under way. Dropped before it is answered, it is cancelled.
struct Pending<'l> {
    shared: &'l Shared,
    number: u64,
}

impl Drop for Pending<'_> {
    fn drop(&mut self) {
        let slot = self.shared.with(|state| {
            let slot = state.calls.remove(&self.number);
            if let Some(Slot::Waiting(_)) = slot {
                state.session.abandon(self.number);
                // One that waited its turn may go now.
                state.write_now();
            }
            slot
        });
        // With its waker, which may drop more.
        drop(slot);
    }
}

impl State {
    /// Writes on behalf of the driver.
    fn write_now(&mut self) {
        let driver = self.driver.clone();
        self.write(&mut Context::from_waker(&driver));
    }
}

impl Link {
    /// Starts a connection, and its driver.
    pub(super) fn start(mut session: Session, stream: Box<dyn Transport>) -> Self {
        session.subscriptions().defer();
        let shared = Arc::new(Shared(Mutex::new(State {
            session,
            stream: Some(stream),
            write_error: None,
            greeting: None,
            greeted: None,
            calls: HashMap::new(),
            driver: Waker::noop().clone(),
        })));
        driver::spawn(Arc::clone(&shared));
        Self { shared }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.shared.lock()
    }

    /// Waits for the greeting.
    pub(super) async fn greeting(&self, deadline: Deadline) -> Result<Greeting, Error> {
        let greeting = poll_fn(|cx| {
            let mut state = self.state();
            match (state.greeting.take(), state.session.ended()) {
                (Some(greeting), _) => Poll::Ready(Ok(greeting)),
                (None, Some(ended)) => Poll::Ready(Err(ended.clone().into())),
                (None, None) => {
                    state.greeted = Some(cx.waker().clone());
                    Poll::Pending
                }
            }
        });
        until(deadline, greeting)
            .await
            .unwrap_or_else(|| Err(Error::NoGreeting(deadline.span())))
    }

    /// Sends a command, and waits for its reply.
    async fn exchange(&self, request: Request, deadline: Deadline) -> Result<Reply, Error> {
        let command: Box<str> = request.name().into();
        // What nobody would wait for is better not done.
        let too_late = remaining(deadline) == Some(std::time::Duration::ZERO);
        let number = self.shared.with(|state| {
            if let Some(ended) = state.session.ended() {
                return Err(Error::from(ended.clone()));
            }
            if too_late {
                return Err(Error::TimedOut {
                    command: command.clone().into(),
                    after: deadline.span(),
                });
            }
            let number = state.session.submit(request);
            state.calls.insert(number, Slot::Waiting(None));
            state.write_now();
            Ok(number)
        })?;
        let _call = Pending {
            shared: &self.shared,
            number,
        };
        let answer = poll_fn(|cx| {
            let (outcome, before) = self.state().poll_call(number, cx);
            drop(before);
            outcome
        });
        match until(deadline, answer).await {
            Some(Ok(Ok(reply))) => Ok(reply),
            Some(Ok(Err(error))) => Err(Error::Refused {
                command: command.into(),
                error,
            }),
            Some(Err(source)) if self.state().session.has_sent(number) => Err(Error::Unanswered {
                command: command.into(),
                source,
            }),
            Some(Err(ended)) => Err(ended.into()),
            None => Err(Error::TimedOut {
                command: command.into(),
                after: deadline.span(),
            }),
        }
    }

    pub(super) fn subscribe(&self, filter: EventFilter) -> Subscription {
        self.shared.with(|state| state.session.subscribe(filter))
    }

    /// Ends the connection on this side.
    pub(super) fn close(&self) {
        let driver = self.shared.with(|state| {
            state.session.end(Reason::ClosedHere);
            // The runtime may take its time, or never get to it.
            if let Some(stream) = &mut state.stream {
                stream.shut_down();
            }
            state.driver.clone()
        });
        driver.wake();
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shell for &Link {
    async fn send<R: DeserializeOwned + Send>(
        &mut self,
        request: Request,
        deadline: Deadline,
    ) -> Result<R, Error> {
        let trace = Trace::of(&request);
        let command: Box<str> = request.name().into();
        let exchange = self.exchange(request, deadline);
        let reply = exchange.instrument(trace.span.clone()).await;
        let outcome = reply.and_then(|reply| {
            trace.returned(&command, reply.bytes());
            decode_reply(&command, reply.bytes(), reply.depth())
        });
        trace.finish(&outcome);
        outcome
    }

    fn subscribe(&mut self, filter: EventFilter) -> Subscription {
        Link::subscribe(self, filter)
    }

    async fn next_event<E: FromEvent>(
        &mut self,
        events: &mut Subscription<E>,
        deadline: Deadline,
    ) -> Result<E, Error> {
        until(deadline, poll_fn(|cx| events.poll_next(cx)))
            .await
            .unwrap_or_else(|| {
                Err(Error::NoEvent {
                    after: deadline.span(),
                })
            })
    }
}

/// The deadline that is so far from now, by the runtime's clock.
pub(super) fn deadline(span: Option<std::time::Duration>) -> Deadline {
    Deadline::after_moment(Instant::now().into_std(), span)
}

/// What is left of it by the runtime's clock; none is for ever.
pub(super) fn remaining(deadline: Deadline) -> Option<std::time::Duration> {
    match deadline {
        Deadline::Now => Some(std::time::Duration::ZERO),
        Deadline::At(at, _) => Some(at.saturating_duration_since(Instant::now().into_std())),
        Deadline::Never => None,
    }
}

/// What the future gives, if it does so in time.
pub(super) async fn until<T>(deadline: Deadline, future: impl Future<Output = T>) -> Option<T> {
    match deadline {
        Deadline::At(at, _) => timeout_at(Instant::from_std(at), future).await.ok(),
        Deadline::Never => Some(future.await),
        Deadline::Now => timeout_at(Instant::now(), future).await.ok(),
    }
}
