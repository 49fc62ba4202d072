//! What must come of a program: the rules of the client, told once more and
//! without any I/O.

use std::collections::VecDeque;

use crate::program::{Answer, Kind, Wanted};

/// The time between two steps, in milliseconds. Deadlines are three milliseconds
/// off, and a connection that cannot write ends a second later: of these, no two
/// are ever at the same moment, so it is always clear what comes first.
pub(crate) const TICK: u64 = 7;
const OFF: u64 = 3;
/// How long a connection that cannot write may still be read from.
const LAST_WORDS: u64 = 1000;
/// The most commands in turn that are under way.
pub(crate) const IN_FLIGHT: usize = 3;
/// The most events that wait for a subscriber.
pub(crate) const EVENTS: usize = 4;

/// What comes of a command.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    Value(u64),
    Refused(String),
    OtherType,
    TimedOut,
    Cancelled,
    Invalid,
    NoOob,
    /// The connection ended, and why.
    Unanswered(&'static str),
    Ended(&'static str),
}

#[derive(Debug)]
pub(crate) struct Command {
    oob: bool,
    /// The message that it is.
    line: Vec<u8>,
    /// How many bytes of it the server has read.
    sent: usize,
    /// Whether its caller waits.
    awaited: bool,
    deadline: Option<u64>,
    /// Whether the server has said an answer.
    pub(crate) answered: bool,
    pub(crate) outcome: Option<Outcome>,
}

impl Command {
    pub(crate) fn is_read(&self) -> bool {
        self.sent > 0 && self.sent == self.line.len()
    }
    pub(crate) fn is_unsent(&self) -> bool {
        self.sent == 0 && !self.line.is_empty()
    }
}

/// What the server says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Said {
    /// The answer to a command.
    Reply(usize, Answer),
    Stray,
    Event {
        second: bool,
        n: u64,
    },
    Garbage,
    Error,
}

#[derive(Debug, Default)]
pub(crate) struct Subscriber {
    wanted: Option<Wanted>,
    queue: VecDeque<(bool, u64)>,
    pub(crate) dropped: u64,
}

/// One connection.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) oob: bool,
    pub(crate) now: u64,
    pub(crate) commands: Vec<Command>,
    /// The number of the next command.
    number: u64,
    waiting: Vec<usize>,
    /// Sent or about to be, and neither answered nor given up as lost.
    wire: Vec<usize>,
    /// Not sent to the end.
    outbox: VecDeque<usize>,
    /// How many bytes the server will still read.
    pub(crate) room: usize,
    /// All that the server has read.
    pub(crate) read: Vec<u8>,
    pub(crate) deaf: bool,
    deaf_at: Option<u64>,
    pub(crate) subscribers: Vec<Subscriber>,
    pub(crate) strays: u64,
    pub(crate) late: u64,
    pub(crate) dropped: u64,
    pub(crate) ended: Option<&'static str>,
}

impl Model {
    /// After the negotiation, whose id ends with the number before the first.
    pub(crate) fn new(oob: bool, number: u64, now: u64) -> Self {
        Self {
            oob,
            number,
            now,
            room: usize::MAX,
            ..Self::default()
        }
    }

    /// The id of a command, sent or not.
    pub(crate) fn id(number: u64) -> String {
        number.to_string()
    }

    pub(crate) fn id_of(&self, command: usize) -> String {
        let before = self.commands[command..].iter();
        let before = before.filter(|command| !command.line.is_empty()).count();
        Self::id(self.number - before as u64)
    }

    /// How far away a deadline is in milliseconds that is some ticks away, and
    /// no other command's.
    pub(crate) fn span(&self, ticks: u8) -> u64 {
        let mut at = self.now + u64::from(ticks) * TICK + OFF;
        while self.commands.iter().any(|it| it.deadline == Some(at)) {
            at += TICK;
        }
        at - self.now
    }

    /// A command is run; gives its place.
    pub(crate) fn send(&mut self, kind: Kind, span: Option<u64>) -> usize {
        let at = self.commands.len();
        let refused = match kind {
            Kind::OutOfBand | Kind::NotOutOfBand if !self.oob => Some(Outcome::NoOob),
            Kind::NotOutOfBand | Kind::Invalid => Some(Outcome::Invalid),
            _ => self.ended.map(Outcome::Ended),
        };
        let goes = refused.is_none();
        let oob = kind == Kind::OutOfBand;
        let (member, name) = match oob {
            false => ("execute", "run"),
            true => ("exec-oob", "run-oob"),
        };
        let line = format!(
            "{{\"{member}\":\"{name}\",\"arguments\":{{\"n\":{at}}},\"id\":{}}}\n",
            Self::id(self.number)
        );
        self.commands.push(Command {
            oob,
            line: if goes { line.into() } else { Vec::new() },
            sent: 0,
            awaited: goes,
            deadline: span.map(|span| self.now + span).filter(|_| goes),
            answered: false,
            outcome: refused,
        });
        if goes {
            self.number += 1;
            // Out-of-band commands overtake the others.
            let ahead = self.waiting.iter();
            let ahead = ahead.take_while(|it| self.commands[**it].oob).count();
            let place = if oob { ahead } else { self.waiting.len() };
            self.waiting.insert(place, at);
            self.admit();
            self.write();
        }
        at
    }

    fn admit(&mut self) {
        while let Some(next) = self.waiting.first().copied() {
            let in_turn = |it: &&usize| !self.commands[**it].oob;
            let in_turn = self.wire.iter().filter(in_turn);
            let awaited = in_turn.clone().filter(|it| self.commands[**it].awaited);
            let most = if self.oob { IN_FLIGHT } else { 1 };
            let free = awaited.count() < most && in_turn.count() < IN_FLIGHT;
            if !self.commands[next].oob && !free {
                break;
            }
            self.waiting.remove(0);
            self.wire.push(next);
            self.outbox.push_back(next);
        }
    }

    /// The client writes what it can.
    pub(crate) fn write(&mut self) {
        while let Some(next) = self.outbox.front()
            && self.ended.is_none()
        {
            if self.deaf {
                self.deaf_at.get_or_insert(self.now);
                break;
            }
            let command = &mut self.commands[*next];
            let count = self.room.min(command.line.len() - command.sent);
            if count == 0 {
                break;
            }
            let part = command.sent..command.sent + count;
            self.read.extend_from_slice(&command.line[part]);
            command.sent += count;
            if self.room < usize::MAX {
                self.room -= count;
            }
            if command.sent == command.line.len() {
                self.outbox.pop_front();
            }
        }
    }

    fn give_up(&mut self, at: usize, outcome: Outcome) {
        let command = &mut self.commands[at];
        command.outcome = Some(outcome);
        command.deadline = None;
        command.awaited = false;
        if command.sent == 0 {
            self.waiting.retain(|it| *it != at);
            self.wire.retain(|it| *it != at);
            self.outbox.retain(|it| *it != at);
        }
        self.admit();
        self.write();
    }

    /// The caller drops the future.
    pub(crate) fn cancel(&mut self, at: usize) {
        self.give_up(at, Outcome::Cancelled);
    }

    /// The caller has waited long enough.
    pub(crate) fn time_out(&mut self, at: usize) {
        self.give_up(at, Outcome::TimedOut);
    }

    /// The command that a server answers next that answers all it reads.
    pub(crate) fn next_to_answer(&self) -> Option<usize> {
        let mut wire = self.wire.iter().copied();
        wire.find(|at| self.commands[*at].is_read())
    }

    /// Time goes by.
    pub(crate) fn wait(&mut self, ticks: u64) {
        let until = self.now + ticks * TICK;
        while self.ended.is_none() {
            let deadlines = self.commands.iter().enumerate();
            let deadlines = deadlines.filter_map(|(at, it)| Some((it.deadline?, at)));
            let first = deadlines.min().filter(|(deadline, _)| *deadline <= until);
            let end = self.deaf_at.map(|at| at + LAST_WORDS);
            match (first, end.filter(|end| *end <= until)) {
                (Some((deadline, at)), end) if end.is_none_or(|end| deadline < end) => {
                    self.now = deadline;
                    self.give_up(at, Outcome::TimedOut);
                }
                (_, Some(_)) => self.end("writing to the connection failed"),
                _ => break,
            }
        }
        self.now = until;
    }

    /// A whole message has arrived.
    pub(crate) fn hear(&mut self, said: Said) {
        if self.ended.is_some() {
            return;
        }
        match said {
            Said::Stray => self.strays += 1,
            Said::Garbage => self.end("the server sent a malformed message"),
            Said::Error => self.end("the server answered with an error to no command"),
            Said::Event { second, n } => {
                for subscriber in &mut self.subscribers {
                    let wants = match subscriber.wanted {
                        None => false,
                        Some(Wanted::All) => true,
                        Some(Wanted::Name(name)) => name == second,
                        Some(Wanted::Rest(rest)) => n % 3 == u64::from(rest),
                    };
                    if wants {
                        subscriber.queue.push_back((second, n));
                    }
                    if subscriber.queue.len() > EVENTS {
                        subscriber.queue.pop_front();
                        subscriber.dropped += 1;
                        self.dropped += 1;
                    }
                }
            }
            Said::Reply(at, answer) => self.reply(at, answer),
        }
    }

    fn reply(&mut self, at: usize, answer: Answer) {
        let command = &mut self.commands[at];
        if command.sent == 0 && (self.waiting.contains(&at) || self.wire.contains(&at)) {
            self.strays += 1;
            return;
        }
        let Some(place) = self.wire.iter().position(|it| *it == at) else {
            self.late += 1;
            return;
        };
        if command.awaited {
            command.awaited = false;
            command.deadline = None;
            command.outcome = Some(match answer {
                Answer::Value => Outcome::Value(at as u64),
                Answer::Error => Outcome::Refused(format!("GenericError: not {at}")),
                Answer::OtherType => Outcome::OtherType,
            });
        } else {
            self.late += 1;
        }
        // The server answers each kind in order: those before that nobody waits
        // for, it has lost.
        let oob = command.oob;
        let mut index = 0;
        self.wire.retain(|it| {
            index += 1;
            let earlier = &self.commands[*it];
            *it != at && (index > place || earlier.oob != oob || earlier.awaited)
        });
        self.admit();
    }

    pub(crate) fn end(&mut self, why: &'static str) {
        if self.ended.is_some() {
            return;
        }
        self.ended = Some(why);
        for command in self.commands.iter_mut().filter(|it| it.awaited) {
            command.awaited = false;
            command.deadline = None;
            command.outcome = Some(match command.sent {
                0 => Outcome::Ended(why),
                _ => Outcome::Unanswered(why),
            });
        }
    }

    pub(crate) fn subscribe(&mut self, wanted: Wanted) {
        self.subscribers.push(Subscriber {
            wanted: Some(wanted),
            ..Subscriber::default()
        });
    }

    /// What a subscriber is given: an event, nothing, or why it ended.
    pub(crate) fn take(&mut self, at: usize) -> Result<Option<(bool, u64)>, &'static str> {
        match (self.subscribers[at].queue.pop_front(), self.ended) {
            (None, Some(why)) => Err(why),
            (event, _) => Ok(event),
        }
    }

    /// No more commands in turn are under way than may be.
    pub(crate) fn check_window(&self) {
        let in_turn = |it: &&usize| !self.commands[**it].oob && self.commands[**it].sent > 0;
        assert!(self.wire.iter().filter(in_turn).count() <= IN_FLIGHT);
    }
}
