//! What is the same in every shell around the protocol.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::deadline::Deadline;
use crate::error::Error;
use crate::events::{EventFilter, FromEvent, Subscription};
use crate::protocol::Request;
use crate::wait::{Progress, Wait};

/// A connection that commands can be sent on. What a blocking one gives has
/// happened already: see [`now`].
pub(crate) trait Shell {
    /// Sends a command as it is, and waits for its reply.
    fn send<R: DeserializeOwned + Send>(
        &mut self,
        request: Request,
        deadline: Deadline,
    ) -> impl Future<Output = Result<R, Error>>;

    /// Wants events from now on.
    fn subscribe(&mut self, filter: EventFilter) -> Subscription;

    /// Waits for an event.
    fn next_event<E: FromEvent>(
        &mut self,
        events: &mut Subscription<E>,
        deadline: Deadline,
    ) -> impl Future<Output = Result<E, Error>>;
}

/// The outcome of a blocking shell's future, which waits for nothing.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(outcome) = future.as_mut().poll(&mut context) {
            return outcome;
        }
    }
}

/// The arguments of a command that takes none.
#[derive(Serialize)]
pub(crate) struct NoArguments {}

/// Encodes a command.
pub(crate) fn encode<A: Serialize + ?Sized>(
    command: &str,
    arguments: &A,
) -> Result<Request, Error> {
    Request::new(command, arguments).map_err(Error::encode(command))
}

/// Sends a command, and waits for what it brings about.
pub(crate) async fn execute_and_wait<S: Shell, R: DeserializeOwned + Send, W: Wait>(
    shell: &mut S,
    request: Request,
    mut wait: W,
    deadline: Deadline,
) -> Result<(R, W::Outcome), Error> {
    prepare(shell, &mut wait, deadline).await?;
    // Before the command is sent, or an event may come and go unseen.
    let mut events = shell.subscribe(wait.filter());
    let reply = shell.send(request, deadline).await?;
    let outcome = settle(shell, &mut events, wait, Progress::Waiting, deadline).await?;
    Ok((reply, outcome))
}

/// Waits for something that may have happened already.
pub(crate) async fn wait_for<S: Shell, W: Wait>(
    shell: &mut S,
    mut wait: W,
    deadline: Deadline,
) -> Result<W::Outcome, Error> {
    prepare(shell, &mut wait, deadline).await?;
    let mut events = shell.subscribe(wait.filter());
    let first = wait.look()?;
    settle(shell, &mut events, wait, first, deadline).await
}

async fn prepare<S: Shell, W: Wait>(
    shell: &mut S,
    wait: &mut W,
    deadline: Deadline,
) -> Result<(), Error> {
    let mut next = wait.prepare(None)?;
    while let Some(request) = next {
        let command = request.name().to_owned();
        let reply: Box<RawValue> = shell.send(request, deadline).await?;
        next = wait.prepare(Some((&command, &reply)))?;
    }
    Ok(())
}

async fn settle<S: Shell, W: Wait>(
    shell: &mut S,
    events: &mut Subscription,
    mut wait: W,
    mut progress: Progress<W::Outcome>,
    deadline: Deadline,
) -> Result<W::Outcome, Error> {
    let mut lost = 0;
    loop {
        progress = match progress {
            Progress::Done(outcome) => return Ok(outcome),
            Progress::Ask(request) => {
                let command = request.name().to_owned();
                let reply = shell.send(request, deadline).await?;
                wait.on_reply(&command, reply)?
            }
            Progress::Waiting => {
                let event = shell.next_event(events, deadline).await?;
                match wait.on_event(&event)? {
                    // What was waited for may have been among those that were lost.
                    Progress::Waiting if events.dropped() > lost => {
                        lost = events.dropped();
                        wait.look()?
                    }
                    progress => progress,
                }
            }
        };
    }
}
