//! A program, run by the asynchronous client.

use std::io::ErrorKind;
use std::time::Duration;

use qapi_client::tokio::{Client, Subscription};
use qapi_client::{Error, EventFilter, Limits, RawEvent, Validation};
use serde_json::json;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::model::{EVENTS, IN_FLIGHT, Model, Outcome, Said, TICK};
use crate::peer::Peer;
use crate::program::{End, Kind, Step, Wanted};
use crate::said::{Mouth, event_name};
use crate::schema;

pub(crate) const LIMITS: Limits = Limits {
    message: 1 << 16,
    nesting: 100,
    events: EVENTS,
    in_flight: IN_FLIGHT,
};

type Task = JoinHandle<Result<u64, Error>>;

struct Run {
    client: Client,
    peer: Peer,
    model: Model,
    mouth: Mouth,
    /// Whether what the server says arrives.
    flows: bool,
    /// The commands without outcome.
    tasks: Vec<Option<Task>>,
    subscriptions: Vec<Subscription>,
    compared: usize,
}

/// Runs a program, in no time.
pub(crate) fn run(program: &[Step]) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    runtime.unwrap().block_on(async {
        let mut run = Run::connect(true, 0, None).await;
        for step in program {
            run.step(*step).await;
        }
        run.finish().await;
    });
}

impl Run {
    async fn connect(oob: bool, now: u64, earlier: Option<String>) -> Self {
        let (peer, stream) = Peer::new(oob);
        let client = Client::builder()
            .validation(Validation::Given(schema()))
            .limits(LIMITS)
            .deadline(None)
            .over(stream)
            .await
            .unwrap();
        let first = peer.state().first_number();
        Self {
            model: Model::new(oob, first, now),
            client,
            peer,
            mouth: Mouth::new(earlier),
            flows: true,
            tasks: Vec::new(),
            subscriptions: Vec::new(),
            compared: 0,
        }
    }

    async fn step(&mut self, step: Step) {
        let mut ticks = 1;
        match step {
            Step::Send(kind, ticks) => self.send(kind, ticks),
            Step::Cancel(which) => {
                let open = |at: &usize| self.tasks[*at].is_some();
                let open: Vec<usize> = (0..self.tasks.len()).filter(open).collect();
                if let Some(at) = choose(which, &open) {
                    if let Some(task) = &self.tasks[at] {
                        task.abort();
                    }
                    self.model.cancel(at);
                }
            }
            Step::Read(most) => self.read(usize::from(most)),
            Step::ReadAll => self.read(usize::MAX),
            Step::Arrive(most) => {
                self.flows = false;
                self.arrive(usize::from(most));
            }
            Step::ArriveAll => self.flows = true,
            Step::Subscribe(wanted) => {
                self.subscriptions
                    .push(self.client.subscribe(filter(wanted)));
                self.model.subscribe(wanted);
            }
            Step::Unsubscribe(which) => {
                let all: Vec<usize> = (0..self.subscriptions.len()).collect();
                if let Some(at) = choose(which, &all) {
                    self.subscriptions.remove(at);
                    self.model.subscribers.remove(at);
                }
            }
            Step::Take(which) => {
                let all: Vec<usize> = (0..self.subscriptions.len()).collect();
                if let Some(at) = choose(which, &all) {
                    let taken = self.subscriptions[at].try_next();
                    assert_eq!(told(taken), self.model.take(at).map_err(str::to_owned));
                }
            }
            Step::Wait(more) => ticks += u64::from(more),
            Step::End(end) => self.end(end),
            Step::Connect { oob } => {
                self.finish().await;
                let earlier = self.peer.state().negotiation.clone();
                *self = Self::connect(oob, self.model.now, earlier).await;
            }
            said => self.mouth.step(said, &mut self.model),
        }
        if self.flows {
            self.arrive(usize::MAX);
        }
        // Time goes on when there is nothing else to do.
        sleep(Duration::from_millis(ticks * TICK)).await;
        self.model.wait(ticks);
        self.check().await;
    }

    fn send(&mut self, kind: Kind, ticks: Option<u8>) {
        let span = ticks.map(|ticks| self.model.span(ticks));
        let at = self.model.send(kind, span);
        let client = self.client.clone();
        self.tasks.push(Some(tokio::spawn(async move {
            let call = client.within(span.map(Duration::from_millis));
            match kind {
                Kind::InTurn => call.execute_raw("run", &json!({"n": at})).await,
                Kind::OutOfBand => call.execute_oob_raw("run-oob", &json!({"n": at})).await,
                Kind::Invalid => call.execute_raw("run", &json!({"n": "x"})).await,
                Kind::NotOutOfBand => call.execute_oob_raw("run", &json!({"n": at})).await,
            }
        })));
    }

    fn read(&mut self, room: usize) {
        self.model.room = room;
        self.model.write();
        self.peer.change(|peer| peer.room = room);
    }

    fn arrive(&mut self, most: usize) {
        let (bytes, whole) = self.mouth.arrive(most);
        self.peer.change(|peer| peer.arrived.extend(bytes));
        for said in whole {
            self.model.hear(said);
        }
        self.model.write();
    }

    fn end(&mut self, end: End) {
        let kind = match end {
            End::Close => {
                self.client.close();
                return self.model.end("the connection was closed on this side");
            }
            End::Deaf => {
                self.model.deaf = true;
                self.model.write();
                return self.peer.change(|peer| peer.deaf = true);
            }
            End::Garbage => return self.mouth.say("}\r\n".to_owned(), Said::Garbage),
            End::Error => {
                let error = r#"{"error": {"class": "GenericError", "desc": "what?"}}"#;
                return self.mouth.say(format!("{error}\r\n"), Said::Error);
            }
            End::Eof => ErrorKind::UnexpectedEof,
            End::Reset => ErrorKind::ConnectionReset,
            End::Broken => ErrorKind::Other,
        };
        self.model.end(match end {
            End::Eof if self.mouth.is_cut() => "the connection was cut in the middle of a message",
            End::Eof => "the server closed the connection",
            End::Reset => "the connection was reset by the server",
            _ => "reading from the connection failed",
        });
        self.peer.change(|peer| peer.end = Some(kind));
    }

    /// Compares all that can be seen.
    async fn check(&mut self) {
        let Self { model, tasks, .. } = self;
        for (at, slot) in tasks.iter_mut().enumerate() {
            let Some(task) = slot else {
                continue;
            };
            let outcome = match task.is_finished() {
                true => Some(outcome(task.await)),
                false => None,
            };
            assert_eq!(outcome, model.commands[at].outcome, "command {at}");
            if outcome.is_some() {
                *slot = None;
            }
        }
        let peer = self.peer.state();
        let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (read, expected) = (&peer.read[self.compared..], &model.read[self.compared..]);
        assert_eq!(shown(read), shown(expected), "what the server has read");
        self.compared = model.read.len();
        assert_eq!(
            peer.dropped,
            model.ended.is_some(),
            "whether the stream is closed"
        );
        let ended = self.client.ended();
        assert_eq!(ended.map(|ended| why(&ended)).as_deref(), model.ended);
        let counters = self.client.counters();
        assert_eq!(counters.stray_replies, model.strays, "stray replies");
        assert_eq!(counters.late_replies, model.late, "late replies");
        assert_eq!(counters.dropped_events, model.dropped, "dropped events");
        let dropped = self.subscriptions.iter().map(Subscription::dropped);
        assert!(dropped.eq(model.subscribers.iter().map(|it| it.dropped)));
        model.check_window();
    }

    /// Ends the connection: then all commands have an outcome.
    async fn finish(&mut self) {
        self.end(End::Close);
        sleep(Duration::from_millis(TICK)).await;
        self.model.wait(1);
        self.check().await;
        assert!(self.tasks.iter().all(Option::is_none));
        for (at, subscription) in self.subscriptions.iter_mut().enumerate() {
            loop {
                let taken = told(subscription.try_next());
                assert_eq!(taken, self.model.take(at).map_err(str::to_owned));
                if taken.is_err() {
                    break;
                }
            }
        }
    }
}

pub(crate) fn choose(which: u8, all: &[usize]) -> Option<usize> {
    all.get(usize::from(which) % all.len().max(1)).copied()
}

pub(crate) fn filter(wanted: Wanted) -> EventFilter {
    match wanted {
        Wanted::All => EventFilter::any(),
        Wanted::Name(second) => EventFilter::named([event_name(second)]),
        Wanted::Rest(rest) => EventFilter::any().member("rest", rest),
    }
}

/// What a subscriber was given, as the model says it.
pub(crate) fn told(taken: Result<Option<RawEvent>, Error>) -> Result<Option<(bool, u64)>, String> {
    let event = taken.map_err(|error| why(error.ended().unwrap()))?;
    Ok(event.map(|event| {
        let data: serde_json::Value = event.data().unwrap();
        (
            event.name() == event_name(true),
            data["n"].as_u64().unwrap(),
        )
    }))
}

fn why(ended: &qapi_client::protocol::Ended) -> String {
    let text = ended.reason().to_string();
    text.split(':').next().unwrap().to_owned()
}

/// What came of a command, as the model says it.
fn outcome(joined: Result<Result<u64, Error>, tokio::task::JoinError>) -> Outcome {
    match joined {
        Err(error) if error.is_cancelled() => Outcome::Cancelled,
        Err(error) => panic!("{error}"),
        Ok(result) => outcome_of(result),
    }
}

pub(crate) fn outcome_of(result: Result<u64, Error>) -> Outcome {
    let known = |ended: &qapi_client::protocol::Ended| {
        let text = why(ended);
        *ENDS.iter().find(|end| **end == text).unwrap()
    };
    match result {
        Ok(value) => Outcome::Value(value),
        Err(Error::Refused { error, .. }) => Outcome::Refused(error.to_string()),
        Err(Error::Decode { .. }) => Outcome::OtherType,
        Err(Error::TimedOut { .. }) => Outcome::TimedOut,
        Err(Error::Invalid { .. }) => Outcome::Invalid,
        Err(Error::NoOob { .. }) => Outcome::NoOob,
        Err(Error::Unanswered { source, .. }) => Outcome::Unanswered(known(&source)),
        Err(Error::Ended(ended)) => Outcome::Ended(known(&ended)),
        Err(error) => panic!("{error}"),
    }
}

const ENDS: &[&str] = &[
    "the server closed the connection",
    "the connection was cut in the middle of a message",
    "the connection was reset by the server",
    "the connection was closed on this side",
    "the server sent a malformed message",
    "the server answered with an error to no command",
    "reading from the connection failed",
    "writing to the connection failed",
];
