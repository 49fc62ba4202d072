//! One connection: what its client asks for is looked up, validated and
//! carried out.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::SystemTime;

use qapi_schema::Command;
use serde_json::Value;

use super::dispatch::{Turn, go_on};
use super::hook::{Call, SharedHook};
use super::later::{Effects, Outcome, Running};
use super::outbox::Outbox;
use super::shared::{Dialect, Shared, lock};
use super::words::refusal;
use crate::answer::QmpError;
use crate::protocol::{ServerCommand, ServerSession, Unanswered};

/// One connection to the simulator.
pub(super) struct Monitor {
    pub(super) shared: Arc<Shared>,
    /// Later connections have higher numbers.
    pub(super) number: u64,
    session: Mutex<ServerSession>,
    pub(super) outbox: Outbox,
}

impl Monitor {
    /// Begins a connection.
    pub(super) fn open(shared: &Arc<Shared>, outbox: Outbox) -> Arc<Self> {
        let session = match shared.dialect {
            Dialect::Qmp => ServerSession::qmp(&shared.version()),
            Dialect::Agent => ServerSession::agent(),
        };
        let session = match shared.is_pretty() {
            true => session.pretty(),
            false => session,
        };
        let monitor = Arc::new(Self {
            shared: Arc::clone(shared),
            number: shared.count_connection(),
            session: Mutex::new(session),
            outbox,
        });
        // Who has read the greeting is one of those that are sent something.
        let mut session = monitor.session();
        let joined = shared.join(&monitor);
        monitor.flush(&mut session);
        drop(session);
        if !joined {
            monitor.outbox.close();
        }
        monitor
    }

    fn session(&self) -> MutexGuard<'_, ServerSession> {
        lock(&self.session)
    }

    /// Whether the client takes events.
    pub(super) fn negotiated(&self) -> bool {
        self.session().has_negotiated()
    }

    /// Takes bytes of the client, and does what comes of them.
    pub(super) fn receive(self: &Arc<Self>, bytes: &[u8]) {
        self.session().receive(bytes);
        go_on([Arc::clone(self)]);
    }

    /// Sends an event, if the client takes them.
    pub(super) fn emit(&self, event: &str, data: &Value, at: SystemTime) {
        let mut session = self.session();
        session.emit(event, data, at);
        self.flush(&mut session);
    }

    /// Sends what is to be sent; tells whether the connection stands.
    fn flush(&self, session: &mut ServerSession) -> bool {
        let stands = self.outbox.send(session.to_send());
        session.sent(session.to_send().len());
        stands
    }

    /// Carries out what can be carried out now.
    pub(super) fn step(self: &Arc<Self>) {
        while let Some((command, turn)) = self.next() {
            self.run(command, turn);
        }
    }

    /// The next command, with the turn to be carried out if it is in-band.
    fn next(self: &Arc<Self>) -> Option<(ServerCommand, Option<Turn>)> {
        // Whoever closes a connection takes no more from it.
        if self.outbox.is_closed() {
            return None;
        }
        let turn = Turn::take(self);
        let mut session = self.session();
        let command = match &turn {
            Some(_) => session.next_command(),
            None => session.next_out_of_band(),
        };
        self.flush(&mut session);
        // The turn may go to others from here on, who lock their sessions.
        drop(session);
        let command = command?;
        let turn = turn.filter(|_| !command.out_of_band);
        Some((command, turn))
    }

    /// Runs a command.
    fn run(self: &Arc<Self>, command: ServerCommand, turn: Option<Turn>) {
        let known = self.shared.schema.command(&command.name);
        let running = Running {
            monitor: Arc::clone(self),
            number: command.number,
            turn,
            silent: !known.is_none_or(Command::success_response),
            effects: Effects::default(),
        };
        match self.look_up(&command) {
            Ok(Some(hook)) => {
                let mut call = Call::new(&self.shared, &command.name, command.arguments);
                let outcome = lock(&hook)(&mut call);
                call.conclude(outcome, running);
            }
            Ok(None) => running.finish(&Ok(self.shared.reply(&command.name))),
            Err(error) => running.finish(&Err(error)),
        }
    }

    /// Whether there is such a command, and its behaviour if it has one.
    fn look_up(&self, command: &ServerCommand) -> Result<Option<SharedHook>, QmpError> {
        let hook = self.shared.hook(&command.name);
        match self.shared.schema.command(&command.name) {
            Some(known) if command.out_of_band && !known.allow_oob() => {
                return Err(command.no_out_of_band());
            }
            Some(_) => self
                .shared
                .validator()
                .command(&command.name, &command.arguments)
                .map_err(|violations| refusal(&violations, &command.arguments))?,
            None if hook.is_some() => {}
            None => return Err(command.not_found()),
        }
        Ok(hook)
    }

    /// Answers a command: here, or on the connection that was made next if this
    /// one is closed.
    pub(super) fn answer(self: &Arc<Self>, running: &Running, outcome: &Outcome) {
        let Some(unanswered) = self.session().release(running.number) else {
            return;
        };
        if running.silent && outcome.is_ok() {
            return;
        }
        let mut to = Arc::clone(self);
        while !to.put(&unanswered, running.effects.delimited, outcome) {
            match self.shared.connection_after(to.number) {
                Some(next) => to = next,
                None => return,
            }
        }
    }

    /// Sends an answer; tells whether the connection stands.
    fn put(&self, unanswered: &Unanswered, delimited: bool, outcome: &Outcome) -> bool {
        let mut session = self.session();
        let number = session.adopt(unanswered.clone());
        match outcome {
            Ok(text) => {
                if delimited {
                    session.delimit();
                }
                session.reply_text(number, text);
            }
            Err(error) => session.fail(number, error),
        }
        self.flush(&mut session)
    }

    /// Takes a command for done that is never answered.
    pub(super) fn forget(&self, number: u64) {
        self.session().release(number);
    }
}
