//! A program, run by the client that blocks: one command at a time, for which
//! the server has said beforehand all that it will say.

use std::io::ErrorKind;
use std::time::Duration;

use qapi_client::{Client, Subscription, Validation};
use serde_json::json;

use crate::model::{Model, Outcome, Said};
use crate::peer::Peer;
use crate::program::{End, Kind, Step, Wanted};
use crate::run::{LIMITS, choose, filter, outcome_of, told};
use crate::said::Mouth;
use crate::schema;

struct Run {
    client: Client,
    peer: Peer,
    model: Model,
    mouth: Mouth,
    /// What has arrived and the client has not looked at.
    unheard: std::collections::VecDeque<Said>,
    subscriptions: Vec<Subscription>,
    compared: usize,
}

/// Runs the part of a program that one caller at a time can do.
pub(crate) fn run(program: &[Step]) {
    let mut run = Run::connect(true, None);
    let mut steps = program.iter().copied().peekable();
    while let Some(step) = steps.next() {
        let Step::Send(kind, _) = step else {
            run.step(step);
            continue;
        };
        // It runs nothing out of band.
        let kind = match kind {
            Kind::InTurn | Kind::OutOfBand => Kind::InTurn,
            Kind::Invalid | Kind::NotOutOfBand => Kind::Invalid,
        };
        let at = run.model.send(kind, None);
        // What the server will say until the next command.
        while let Some(step) = steps.next_if(|step| is_said(*step)) {
            run.mouth.step(step, &mut run.model);
        }
        run.arrive();
        run.execute(kind, at);
        run.check();
    }
}

fn is_said(step: Step) -> bool {
    matches!(
        step,
        Step::Reply(..) | Step::ReplyAgain(_) | Step::Stray(_) | Step::Event(_)
    )
}

impl Run {
    fn connect(oob: bool, earlier: Option<String>) -> Self {
        let (peer, stream) = Peer::new(oob);
        let client = Client::builder()
            .validation(Validation::Given(schema()))
            .limits(LIMITS)
            .over(stream)
            .unwrap();
        let first = peer.state().first_number();
        let mut model = Model::new(oob, first, 0);
        // The client is a subscriber itself, of all events.
        model.subscribe(Wanted::All);
        Self {
            client,
            peer,
            model,
            mouth: Mouth::new(earlier),
            unheard: Default::default(),
            subscriptions: Vec::new(),
            compared: 0,
        }
    }

    fn arrive(&mut self) {
        let (bytes, whole) = self.mouth.arrive(usize::MAX);
        self.peer.change(|peer| peer.arrived.extend(bytes));
        self.unheard.extend(whole);
    }

    fn execute(&mut self, kind: Kind, at: usize) {
        let call = self.client.within(Duration::from_secs(1000));
        let n = match kind {
            Kind::Invalid => json!(null),
            _ => json!(at),
        };
        let result = call.execute_raw("run", &json!({"n": n}));
        // It listens until it has the reply.
        while self.model.commands[at].outcome.is_none() {
            let said = self.unheard.pop_front();
            // It writes when it has nothing to look at, or was handed something.
            let writes = self.unheard.is_empty() || matches!(said, Some(Said::Event { .. }));
            match (said, self.peer.state().end) {
                (Some(said), _) => self.model.hear(said),
                (None, None) => self.model.time_out(at),
                (None, Some(end)) => self.model.end(told_as(end)),
            }
            if writes {
                self.model.write();
            }
        }
        let outcome: Outcome = outcome_of(result);
        assert_eq!(
            Some(outcome),
            self.model.commands[at].outcome,
            "command {at}"
        );
    }

    fn step(&mut self, step: Step) {
        let all: Vec<usize> = (0..self.subscriptions.len()).collect();
        match step {
            Step::Subscribe(wanted) => {
                self.subscriptions
                    .push(self.client.subscribe(filter(wanted)));
                self.model.subscribe(wanted);
            }
            Step::Unsubscribe(which) => {
                if let Some(at) = choose(which, &all) {
                    self.subscriptions.remove(at);
                    self.model.subscribers.remove(at + 1);
                }
            }
            Step::Take(which) => {
                if let Some(at) = choose(which, &all) {
                    let taken = told(self.subscriptions[at].try_next());
                    assert_eq!(taken, self.model.take(at + 1).map_err(str::to_owned));
                }
            }
            Step::End(end) => self.end(end),
            Step::Connect { oob } => {
                let earlier = self.peer.state().negotiation.clone();
                *self = Self::connect(oob, earlier);
            }
            // It would be sent while that is still to arrive.
            Step::ReplyEarly(_) => {}
            step => self.mouth.step(step, &mut self.model),
        }
        self.arrive();
    }

    fn end(&mut self, end: End) {
        let kind = match end {
            End::Eof => ErrorKind::UnexpectedEof,
            End::Reset => ErrorKind::ConnectionReset,
            End::Broken => ErrorKind::Other,
            End::Garbage => return self.mouth.say("}\r\n".to_owned(), Said::Garbage),
            End::Error => {
                let error = r#"{"error": {"class": "GenericError", "desc": "what?"}}"#;
                return self.mouth.say(format!("{error}\r\n"), Said::Error);
            }
            End::Close | End::Deaf => return,
        };
        let mut peer = self.peer.state();
        peer.end.get_or_insert(kind);
    }

    fn check(&mut self) {
        let counters = self.client.counters();
        assert_eq!(counters.stray_replies, self.model.strays, "stray replies");
        assert_eq!(counters.late_replies, self.model.late, "late replies");
        assert_eq!(
            counters.dropped_events, self.model.dropped,
            "dropped events"
        );
        let dropped = self.subscriptions.iter().map(Subscription::dropped);
        assert!(dropped.eq(self.model.subscribers[1..].iter().map(|it| it.dropped)));
        let peer = self.peer.state();
        let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (read, expected) = (
            &peer.read[self.compared..],
            &self.model.read[self.compared..],
        );
        assert_eq!(shown(read), shown(expected), "what the server has read");
        self.compared = self.model.read.len();
        self.model.check_window();
    }
}

/// What the end of a stream is told as.
fn told_as(end: ErrorKind) -> &'static str {
    match end {
        ErrorKind::UnexpectedEof => "the server closed the connection",
        ErrorKind::ConnectionReset => "the connection was reset by the server",
        _ => "reading from the connection failed",
    }
}
