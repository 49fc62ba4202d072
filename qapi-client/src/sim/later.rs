//! Commands under way, and replies that come when somebody is ready to give
//! them.

use std::fmt;
use std::mem;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::dispatch::{Turn, go_on};
use super::monitor::Monitor;
use super::shared::lock;
use crate::answer::QmpError;
use crate::protocol::server::qjson;

/// What a command returns, as JSON text.
pub(super) type Outcome = Result<Arc<[u8]>, QmpError>;

/// A value as it is sent.
pub(super) fn text(value: &Value) -> Arc<[u8]> {
    let mut text = Vec::new();
    qjson::write(&mut text, value);
    text.into()
}

/// A command that is being carried out.
pub(super) struct Running {
    pub(super) monitor: Arc<Monitor>,
    pub(super) number: u64,
    /// None if it is executed out of band.
    pub(super) turn: Option<Turn>,
    /// Whether its success is not told.
    pub(super) silent: bool,
    pub(super) effects: Effects,
}

/// What else comes of a command that succeeds.
#[derive(Default)]
pub(super) struct Effects {
    /// Events after the reply.
    pub(super) after: Vec<(String, Value)>,
    pub(super) quit: bool,
    /// Whether the byte stands before the reply that nothing else has, so that
    /// the client of an agent finds its place.
    pub(super) delimited: bool,
}

impl Running {
    /// Answers the command.
    pub(super) fn finish(self, outcome: &Outcome) {
        self.end(Some(outcome));
    }

    /// Ends the command, which may be without an answer.
    fn end(self, outcome: Option<&Outcome>) {
        let shared = &self.monitor.shared;
        match outcome {
            Some(outcome) => self.monitor.answer(&self, outcome),
            None => self.monitor.forget(self.number),
        }
        if let Some(Ok(_)) = outcome {
            for (event, data) in &self.effects.after {
                shared.emit(event, data);
            }
            if self.effects.quit {
                shared.stop();
            }
        }
        // Those that wait for it go on here.
        drop(self.turn);
    }
}

/// The reply to a command that is given later, from
/// [`Call::later`](super::Call::later).
///
/// If it is dropped unfinished, the command is never answered, and those behind
/// it go on.
#[must_use = "dropped, the command is never answered"]
pub struct Reply {
    state: Arc<Mutex<State>>,
}

/// How far the behaviour and the reply are, which may each be first.
enum State {
    /// The behaviour has not returned.
    Called,
    /// Nor has it now, but it is known what comes then.
    Early(Option<Outcome>),
    /// The behaviour has returned.
    Waiting(Box<Running>),
    Ended,
}

/// The other end of a [`Reply`]: where the command goes when its behaviour has
/// returned.
pub(super) struct Later {
    state: Arc<Mutex<State>>,
}

impl Later {
    pub(super) fn new() -> (Self, Reply) {
        let state = Arc::new(Mutex::new(State::Called));
        let reply = Reply {
            state: Arc::clone(&state),
        };
        (Self { state }, reply)
    }

    /// Lets the command wait for its reply, if that is not there yet.
    pub(super) fn wait(&self, running: Running) {
        let mut state = lock(&self.state);
        match mem::replace(&mut *state, State::Ended) {
            State::Early(outcome) => {
                drop(state);
                running.end(outcome.as_ref());
            }
            _ => *state = State::Waiting(Box::new(running)),
        }
    }
}

impl Reply {
    /// Answers the command. If its connection has been closed meanwhile, the one
    /// that was made next gets the answer, with the id that the command came
    /// with, as from QEMU; if there is none, nobody does.
    pub fn finish(self, outcome: Result<Value, QmpError>) {
        self.end(Some(outcome.map(|value| text(&value))));
    }

    fn end(&self, outcome: Option<Outcome>) {
        let mut state = lock(&self.state);
        let running = match mem::replace(&mut *state, State::Ended) {
            State::Called => {
                *state = State::Early(outcome);
                return;
            }
            early @ State::Early(_) => {
                *state = early;
                return;
            }
            State::Waiting(running) => running,
            State::Ended => return,
        };
        drop(state);
        let monitor = Arc::clone(&running.monitor);
        running.end(outcome.as_ref());
        go_on([monitor]);
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        self.end(None);
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").finish_non_exhaustive()
    }
}
