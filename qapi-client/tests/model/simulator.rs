//! A program, run by the asynchronous client against the simulator: it answers
//! what it is sent at once and in order, so nothing is left over but events.

use std::time::Duration;

use qapi_client::sim::Simulator;
use qapi_client::tokio::{Client, Subscription};
use qapi_client::{QmpError, Validation};
use serde_json::json;
use tokio::time::sleep;

use crate::model::{Model, Outcome, Said, TICK};
use crate::program::{Answer, End, Kind, Step};
use crate::run::{LIMITS, choose, filter, outcome_of, told};
use crate::said::event_name;
use crate::schema;

struct Run {
    simulator: Simulator,
    client: Client,
    model: Model,
    subscriptions: Vec<Subscription>,
    events: u64,
}

/// What the simulator answers, and the event that it sends before.
fn answer(n: u64) -> (Answer, Option<bool>) {
    let answer = match n % 5 {
        0 => Answer::Error,
        1 => Answer::OtherType,
        _ => Answer::Value,
    };
    let event = (answer != Answer::Error && n.is_multiple_of(3)).then_some(n.is_multiple_of(2));
    (answer, event)
}

fn simulator() -> Simulator {
    let simulator = Simulator::new(schema());
    for command in ["run", "run-oob"] {
        simulator.on(command, |call| {
            let n = call.arguments()["n"].as_u64().unwrap();
            let (answer, event) = answer(n);
            if let Some(second) = event {
                call.emit(event_name(second), json!({"n": n, "rest": n % 3}));
            }
            match answer {
                Answer::Value => Ok(json!(n)),
                Answer::OtherType => Ok(json!([n])),
                Answer::Error => Err(QmpError::new("GenericError", format!("not {n}"))),
            }
        });
    }
    simulator
}

/// Runs the part of a program that the simulator can be made to do.
pub(crate) fn run(program: &[Step]) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    runtime.unwrap().block_on(async {
        let mut run = Run::connect(simulator()).await;
        let mut steps = program.iter().copied().peekable();
        while let Some(step) = steps.next() {
            // Commands that follow one another go together.
            let mut kinds = Vec::new();
            let mut step = Some(step);
            while let Some(Step::Send(kind, _)) = step {
                kinds.push(kind);
                step = steps.next_if(|step| matches!(step, Step::Send(..)));
            }
            run.send(&kinds).await;
            if let Some(step) = step {
                run.step(step).await;
            }
            sleep(Duration::from_millis(TICK)).await;
            run.check();
        }
    });
}

impl Run {
    async fn connect(simulator: Simulator) -> Self {
        let client = Client::builder()
            .validation(Validation::Given(schema()))
            .limits(LIMITS)
            .deadline(None)
            .over(simulator.stream())
            .await
            .unwrap();
        Self {
            simulator,
            client,
            model: Model::new(true, 2, 0),
            subscriptions: Vec::new(),
            events: 0,
        }
    }

    async fn send(&mut self, kinds: &[Kind]) {
        let mut tasks = Vec::new();
        for kind in kinds.iter().copied() {
            let at = self.model.send(kind, None);
            let client = self.client.clone();
            let n = json!({"n": at});
            tasks.push((
                at,
                tokio::spawn(async move {
                    match kind {
                        Kind::InTurn => client.execute_raw("run", &n).await,
                        Kind::OutOfBand => client.execute_oob_raw("run-oob", &n).await,
                        Kind::Invalid => client.execute_raw("run", &json!({})).await,
                        Kind::NotOutOfBand => client.execute_oob_raw("run", &n).await,
                    }
                }),
            ));
        }
        self.answer();
        for (at, task) in tasks {
            let outcome = outcome_of(task.await.unwrap());
            assert_eq!(
                Some(outcome),
                self.model.commands[at].outcome,
                "command {at}"
            );
        }
    }

    /// The simulator answers all that it has read, in the order of reading.
    fn answer(&mut self) {
        let model = &mut self.model;
        while let Some(at) = model.next_to_answer() {
            let (answer, event) = answer(at as u64);
            model.commands[at].answered = true;
            if let Some(second) = event {
                model.hear(Said::Event {
                    second,
                    n: at as u64,
                });
            }
            model.hear(Said::Reply(at, answer));
            model.write();
        }
    }

    async fn step(&mut self, step: Step) {
        let all: Vec<usize> = (0..self.subscriptions.len()).collect();
        match step {
            Step::Event(second) => {
                let n = self.events;
                self.events += 1;
                let data = json!({"n": n, "rest": n % 3});
                self.simulator.emit(event_name(second), &data);
                self.model.hear(Said::Event { second, n });
            }
            Step::Subscribe(wanted) => {
                self.subscriptions
                    .push(self.client.subscribe(filter(wanted)));
                self.model.subscribe(wanted);
            }
            Step::Unsubscribe(which) => {
                if let Some(at) = choose(which, &all) {
                    self.subscriptions.remove(at);
                    self.model.subscribers.remove(at);
                }
            }
            Step::Take(which) => {
                if let Some(at) = choose(which, &all) {
                    let taken = told(self.subscriptions[at].try_next());
                    assert_eq!(taken, self.model.take(at).map_err(str::to_owned));
                }
            }
            Step::End(End::Eof) => {
                self.simulator.stop();
                self.model.end("the server closed the connection");
            }
            Step::End(End::Close) => {
                self.client.close();
                self.model.end("the connection was closed on this side");
            }
            Step::Connect { .. } => *self = Self::connect(simulator()).await,
            _ => {}
        }
    }

    fn check(&self) {
        let outcomes = self.model.commands.iter().map(|it| it.outcome.as_ref());
        let open = |it: Option<&Outcome>| it.is_none();
        assert!(!outcomes.into_iter().any(open));
        let counters = self.client.counters();
        assert_eq!((counters.stray_replies, counters.late_replies), (0, 0));
        assert_eq!(counters.dropped_events, self.model.dropped);
        let dropped = self.subscriptions.iter().map(Subscription::dropped);
        assert!(dropped.eq(self.model.subscribers.iter().map(|it| it.dropped)));
        assert_eq!(self.client.ended().is_some(), self.model.ended.is_some());
    }
}
