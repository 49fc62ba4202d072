//! Commands under way at the same time, which only the asynchronous client has.

use std::fs::File;
use std::time::Duration;

use qapi_client::tokio::Client;
use qapi_client::{Error, EventFilter, Limits, Reason, Validation};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::every::*;
use crate::hand::*;

const ROOM: usize = 1 << 16;
const OOB: &[&str] = &["oob"];

type Running = JoinHandle<Result<Value, Error>>;

/// Starts a command in a task of its own.
fn start(client: &Client, name: &str) -> Running {
    let (client, name) = (client.clone(), name.to_owned());
    tokio::spawn(async move { client.execute_raw(&name, &json!({})).await })
}

fn start_oob(client: &Client, name: &str) -> Running {
    let (client, name) = (client.clone(), name.to_owned());
    tokio::spawn(async move { client.execute_oob_raw(&name, &json!({})).await })
}

fn limits(in_flight: usize) -> Limits {
    Limits {
        in_flight,
        ..Limits::default()
    }
}

#[test]
fn no_more_are_under_way_than_the_limit() {
    for most in [1, 3, 7] {
        in_memory().block_on(async {
            let (client, mut server) = pair(ROOM, OOB, limits(most)).await;
            let calls: Vec<Running> = (0..10).map(|n| start(&client, &n.to_string())).collect();
            let mut sent = Vec::new();
            for _ in 0..most {
                sent.push(server.hear().await);
            }
            for _ in most..10 {
                server.hears_nothing().await;
                // The last of those that were sent may be answered first.
                server.answer(&sent.pop().unwrap()).await;
                sent.push(server.hear().await);
            }
            server.hears_nothing().await;
            for command in sent.iter().rev() {
                server.answer(command).await;
            }
            for (n, call) in calls.into_iter().enumerate() {
                assert_eq!(call.await.unwrap().unwrap(), n.to_string());
            }
        });
    }
}

#[test]
fn what_waits_its_turn_is_not_sent_when_it_is_cancelled() {
    in_memory().block_on(async {
        let (client, mut server) = pair(ROOM, OOB, limits(1)).await;
        let first = start(&client, "first");
        let command = server.hear_named("first").await;
        let (second, third) = (start(&client, "second"), start(&client, "third"));
        server.hears_nothing().await;
        second.abort();
        assert!(second.await.unwrap_err().is_cancelled());
        // One that is not waited for any longer is as good as cancelled.
        let soon = client.within(Duration::from_millis(5));
        let fourth = soon.execute_raw::<Value>("fourth", &json!({})).await;
        let error = fourth.unwrap_err();
        assert_eq!(error.to_string(), "no reply to `fourth` within 5 ms");
        server.answer(&command).await;
        assert_eq!(first.await.unwrap().unwrap(), "first");
        let command = server.hear_named("third").await;
        server.answer(&command).await;
        assert_eq!(third.await.unwrap().unwrap(), "third");
        server.hears_nothing().await;
        assert_eq!(client.counters().late_replies, 0);
    });
}

#[test]
fn a_command_of_which_a_part_was_sent_is_sent_to_its_end_when_it_is_cancelled() {
    // So narrow that only a part of a command goes through at once.
    for room in 1..60 {
        in_memory().block_on(async {
            let (client, mut server) = pair(room, OOB, limits(7)).await;
            let first = start(&client, "cancelled-while-it-is-sent");
            let second = start(&client, "never-sent");
            tokio::task::yield_now().await;
            first.abort();
            second.abort();
            let third = start(&client, "third");
            let cancelled = server.hear_named("cancelled-while-it-is-sent").await;
            let mut next = server.hear().await;
            // The second waited behind the rest of the first, or in the stream.
            let mut late = 1;
            if next["execute"] == "never-sent" {
                server.answer(&next).await;
                late += 1;
                next = server.hear().await;
            }
            assert!(late == 1 || room > 20);
            assert_eq!(next["execute"], "third");
            server.answer(&cancelled).await;
            server.answer(&next).await;
            assert_eq!(third.await.unwrap().unwrap(), "third");
            assert_eq!(client.counters().late_replies, late);
            assert_eq!(client.counters().stray_replies, 0);
        });
    }
}

#[test]
fn a_command_that_was_sent_and_cancelled_leaves_the_connection_good() {
    in_memory().block_on(async {
        let (client, mut server) = pair(ROOM, OOB, limits(7)).await;
        let first = start(&client, "first");
        let command = server.hear_named("first").await;
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        let second = start(&client, "second");
        let later = server.hear_named("second").await;
        server.answer(&command).await;
        server.answer(&later).await;
        assert_eq!(second.await.unwrap().unwrap(), "second");
        assert_eq!(client.counters().late_replies, 1);
    });
}

#[test]
fn a_future_that_was_never_polled_sends_nothing() {
    in_memory().block_on(async {
        let (client, mut server) = pair(ROOM, OOB, limits(7)).await;
        let arguments = json!({});
        drop(client.execute_raw::<Value>("first", &arguments));
        server.hears_nothing().await;
        assert!(client.ended().is_none());
    });
}

#[test]
fn a_command_whose_deadline_has_passed_is_not_sent() {
    in_memory().block_on(async {
        let (client, mut server) = pair(ROOM, OOB, limits(7)).await;
        let late = client.within(Duration::ZERO);
        let error = late.execute_raw::<Value>("first", &json!({})).await;
        assert!(matches!(error, Err(Error::TimedOut { .. })), "{error:?}");
        server.hears_nothing().await;
    });
}

#[test]
fn out_of_band_commands_overtake() {
    in_memory().block_on(async {
        let (client, mut server) = pair(ROOM, OOB, limits(2)).await;
        let calls = ["a", "b", "c", "d"].map(|name| start(&client, name));
        let mut sent = [server.hear().await, server.hear().await];
        server.hears_nothing().await;
        // However many: they are not counted.
        for name in ["x", "y", "z"] {
            let urgent = start_oob(&client, name);
            let command = server.hear_named(name).await;
            assert_eq!(command["exec-oob"], name);
            server.answer(&command).await;
            assert_eq!(urgent.await.unwrap().unwrap(), name);
        }
        server.hears_nothing().await;
        for _ in 0..2 {
            for command in &sent {
                server.answer(command).await;
            }
            if sent[0]["execute"] == "a" {
                sent = [server.hear().await, server.hear().await];
            }
        }
        for (call, name) in calls.into_iter().zip(["a", "b", "c", "d"]) {
            assert_eq!(call.await.unwrap().unwrap(), name);
        }
    });
}

#[test]
fn without_out_of_band_execution_one_is_awaited_at_a_time() {
    in_memory().block_on(async {
        let (client, mut server) = pair(ROOM, &[], limits(7)).await;
        let error = client.execute_oob_raw::<Value>("x", &json!({})).await;
        assert!(matches!(error, Err(Error::NoOob { .. })), "{error:?}");
        let calls = ["a", "b", "c"].map(|name| start(&client, name));
        for name in ["a", "b", "c"] {
            let command = server.hear_named(name).await;
            server.hears_nothing().await;
            server.answer(&command).await;
        }
        for (call, name) in calls.into_iter().zip(["a", "b", "c"]) {
            assert_eq!(call.await.unwrap().unwrap(), name);
        }
        // One that nobody waits for holds up the next no longer.
        let given_up = start(&client, "given-up");
        let command = server.hear_named("given-up").await;
        given_up.abort();
        let next = start(&client, "next");
        let later = server.hear_named("next").await;
        server.answer(&command).await;
        server.answer(&later).await;
        assert_eq!(next.await.unwrap().unwrap(), "next");
    });
}

#[test]
fn one_file_is_under_way_at_a_time() {
    on_sockets(async {
        let (ours, theirs) = tokio::net::UnixStream::pair().unwrap();
        let mut server = Server::new(theirs);
        let builder = Client::builder().validation(Validation::Off);
        let (client, ()) = tokio::join!(builder.over_unix(ours), server.greet(OOB));
        let client = client.unwrap();
        let start_with_fd = |name: &'static str| {
            let client = client.clone();
            tokio::spawn(async move {
                let null = File::open("/dev/null").unwrap();
                let call = client.with_fd(null).unwrap();
                call.execute_raw::<Value>(name, &json!({})).await
            })
        };
        let first = start_with_fd("first");
        let sent = server.hear_named("first").await;
        let second = start_with_fd("second");
        // It is sent while the second waits.
        let urgent = start_oob(&client, "urgent");
        let command = server.hear_named("urgent").await;
        server.answer(&command).await;
        assert_eq!(urgent.await.unwrap().unwrap(), "urgent");
        server.answer(&sent).await;
        assert_eq!(first.await.unwrap().unwrap(), "first");
        let sent = server.hear_named("second").await;
        server.answer(&sent).await;
        assert_eq!(second.await.unwrap().unwrap(), "second");
    });
}

#[test]
fn all_that_wait_are_told_of_the_end_and_what_it_means_for_them() {
    in_memory().block_on(async {
        let (client, mut server) = pair(ROOM, OOB, limits(2)).await;
        let calls = ["a", "b", "c"].map(|name| start(&client, name));
        let mut events = client.subscribe(EventFilter::any());
        server.hear_named("a").await;
        server.hear_named("b").await;
        drop(server);
        let [a, b, c] = calls;
        for sent in [a, b] {
            let error = sent.await.unwrap().unwrap_err();
            assert!(matches!(error, Error::Unanswered { .. }), "{error}");
        }
        let error = c.await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Ended(_)), "{error}");
        let error = events.next().await.unwrap_err();
        let reason = error.ended().unwrap().reason();
        assert!(matches!(reason, Reason::Closed), "{reason:?}");
    });
}

#[test]
fn closing_ends_everything_with_that_reason() {
    in_memory().block_on(async {
        let (client, mut server) = pair(ROOM, OOB, limits(7)).await;
        let call = start(&client, "a");
        let mut events = client.subscribe(EventFilter::any());
        server.hear_named("a").await;
        client.clone().close();
        let error = call.await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Unanswered { .. }), "{error}");
        let later = start(&client, "b").await.unwrap().unwrap_err();
        assert!(matches!(later, Error::Ended(_)), "{later}");
        for error in [error, later, events.next().await.unwrap_err()] {
            let reason = error.ended().unwrap().reason();
            assert!(matches!(reason, Reason::ClosedHere), "{reason:?}");
        }
    });
}

#[test]
fn the_last_handle_or_subscription_closes_the_stream() {
    in_memory().block_on(async {
        let (client, mut server) = pair(ROOM, OOB, limits(7)).await;
        let mut events = client.subscribe(EventFilter::any());
        drop(client);
        server.say(&json!({"event": "STOP"})).await;
        assert_eq!(events.next().await.unwrap().name(), "STOP");
        drop(events);
        assert!(server.is_left().await);
    });
}

#[test]
fn a_runtime_that_ends_ends_the_connection() {
    let runtime = in_memory();
    let (client, server) = runtime.block_on(pair(ROOM, OOB, limits(7)));
    drop((runtime, server));
    in_memory().block_on(async {
        let error = start(&client, "a").await.unwrap().unwrap_err();
        let reason = error.ended().unwrap().reason();
        assert!(matches!(reason, Reason::ClosedHere), "{reason:?}");
    });
}
