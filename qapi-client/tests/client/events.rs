//! Events.

use std::time::{Duration, SystemTime};

use qapi_client::{Error, Event, EventFilter, Limits};
use serde::Deserialize;
use serde_json::Value;

use crate::every::*;
use crate::script::*;
use crate::shell::*;

#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct JobStatusChange {
    pub(crate) id: String,
    pub(crate) status: String,
}

impl Event for JobStatusChange {
    const NAME: &'static str = "JOB_STATUS_CHANGE";
}

pub(crate) fn event(name: &str) -> Step {
    say(&format!(
        r#"{{"timestamp": {{"seconds": 1700000000, "microseconds": 5}}, "event": "{name}"}}"#
    ))
}

pub(crate) fn job(id: &str, status: &str) -> Step {
    say(&format!(
        r#"{{"timestamp": {{"seconds": 1, "microseconds": 2}}, "event": "JOB_STATUS_CHANGE", "data": {{"status": "{status}", "id": "{id}"}}}}"#
    ))
}

/// A server that sends events while a command, `first`, is under way.
fn telling(events: impl IntoIterator<Item = Step>) -> Vec<Step> {
    let mut script = greeted([Hear("first")]);
    script.extend(events);
    script.push(say(r#"{"return": {}, "id": $2}"#));
    script
}

/// A client that has heard of them.
async fn told(stream: Stream) -> Client {
    let mut client = client(stream).await;
    run(&mut client, "first").await.unwrap();
    client
}

#[test]
fn timestamps_are_times_or_none() {
    let script = telling([
        event("A"),
        say(r#"{"timestamp": {"seconds": -1, "microseconds": -1}, "event": "B"}"#),
    ]);
    on_every_shell(script, async |stream| {
        let mut client = told(stream).await;
        let known = client.next_event().await.unwrap().timestamp();
        let expected = Duration::new(1_700_000_000, 5000);
        assert_eq!(
            known.to_system_time(),
            Some(SystemTime::UNIX_EPOCH + expected)
        );
        let unknown = client.next_event().await.unwrap().timestamp();
        assert_eq!(unknown.seconds, -1);
        assert_eq!(unknown.to_system_time(), None);
    });
}

#[test]
fn an_event_that_nobody_knows_is_an_event_all_the_same() {
    let script = telling([say(
        r#"{"timestamp": {"seconds": 1, "microseconds": 2, "nanoseconds": 3}, "event": "OF_TOMORROW", "data": {"x": [1.5]}, "sequence": 7}"#,
    )]);
    on_every_shell(script, async |stream| {
        let event = told(stream).await.next_event().await.unwrap();
        assert_eq!(event.name(), "OF_TOMORROW");
        assert_eq!(event.data::<Value>().unwrap()["x"][0], 1.5);
    });
}

#[test]
fn an_event_of_any_kind_is_one_of_the_bindings_enum() {
    use qapi_types::qmp::events::Event as AnyEvent;
    let script = telling([
        job("a", "running"),
        event("STOP"),
        event("OF_TOMORROW"),
        say(r#"{"event": "JOB_STATUS_CHANGE", "data": {"id": "a", "status": []}}"#),
    ]);
    on_every_shell(script, async |stream| {
        let mut client = told(stream).await;
        let mut next = async || client.next_event().await.unwrap().any_of::<AnyEvent>();
        match next().await.unwrap() {
            AnyEvent::JobStatusChange(change) => assert_eq!(change.id, "a"),
            other => panic!("{other:?}"),
        }
        assert!(matches!(next().await.unwrap(), AnyEvent::Stop(_)));
        assert!(matches!(next().await.unwrap(), AnyEvent::Unrecognized(_)));
        match next().await.unwrap_err() {
            Error::DecodeEvent { at, .. } => {
                assert_eq!(at.to_string(), "JOB_STATUS_CHANGE.data.status");
            }
            other => panic!("{other:?}"),
        }
    });
}

#[test]
fn data_of_another_type_is_told_with_event_and_place() {
    let script = telling([
        say(r#"{"event": "JOB_STATUS_CHANGE", "data": {"id": "a", "status": null}}"#),
        job("b", "ready"),
    ]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        let mut jobs = client.subscribe_to::<JobStatusChange>();
        run(&mut client, "first").await.unwrap();
        let error = client.next_of(&mut jobs).await.unwrap_err();
        assert!(error.is_usable());
        assert!(
            chain(&error).starts_with(
                "cannot decode the event `JOB_STATUS_CHANGE` at `JOB_STATUS_CHANGE.data.status`: invalid type: null"
            ),
            "{error}"
        );
        assert_eq!(client.next_of(&mut jobs).await.unwrap().id, "b");
    });
}

#[test]
fn a_flood_of_events_is_bounded_and_counted() {
    let script = telling((0..5000).map(|n| job(&n.to_string(), "running")));
    on_every_shell(script, async |stream| {
        let limits = Limits {
            events: 10,
            ..Limits::default()
        };
        let builder = unvalidating().limits(limits);
        let mut client = builder.over(stream).await.unwrap();
        let jobs = EventFilter::of::<JobStatusChange>();
        let mut few = client.subscribe(jobs.clone().matching(|event| {
            let job: JobStatusChange = event.data().unwrap();
            job.id.ends_with("00")
        }));
        run(&mut client, "first").await.unwrap();
        // Of the client's own queue, and of the other's, which wants 100 to 4900.
        assert_eq!(few.dropped(), 39);
        assert_eq!(client.counters().dropped_events, 4990 + 39);
        let first = client.next_event().await.unwrap();
        assert_eq!(first.data::<JobStatusChange>().unwrap().id, "4990");
        let first = few.try_next().unwrap().unwrap();
        assert_eq!(first.data::<JobStatusChange>().unwrap().id, "4000");
    });
}

#[test]
fn without_an_event_waiting_ends() {
    let script = greeted([
        Hear("first"),
        event("OTHER"),
        say(r#"{"return": {}, "id": $2}"#),
        Silence,
        Hear("stop"),
        say(r#"{"return": {}, "id": $3}"#),
    ]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        let mut jobs = client.subscribe_to::<JobStatusChange>();
        run(&mut client, "first").await.unwrap();
        let soon = Duration::from_millis(5);
        let error = client.next_of_within(&mut jobs, soon).await.unwrap_err();
        assert!(error.is_usable());
        assert_eq!(error.to_string(), "no event within 5 ms");
        run(&mut client, "stop").await.unwrap();
        assert_eq!(client.next_event().await.unwrap().name(), "OTHER");
    });
}

#[test]
fn looking_for_events_does_not_wait() {
    let script = telling([event("A"), event("B")]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        assert!(client.try_event().unwrap().is_none());
        run(&mut client, "first").await.unwrap();
        assert_eq!(client.try_event().unwrap().unwrap().name(), "A");
        assert_eq!(client.try_event().unwrap().unwrap().name(), "B");
        assert!(client.try_event().unwrap().is_none());
    });
}

#[test]
fn events_outlive_the_connection() {
    let script = greeted([
        Hear("quit"),
        event("SHUTDOWN"),
        say(r#"{"return": {}, "id": $2}"#),
        event("LAST"),
        Close,
    ]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        run(&mut client, "quit").await.unwrap();
        assert_eq!(client.next_event().await.unwrap().name(), "SHUTDOWN");
        assert!(
            run(&mut client, "stop")
                .await
                .unwrap_err()
                .ended()
                .is_some()
        );
        assert_eq!(client.try_event().unwrap().unwrap().name(), "LAST");
        assert!(matches!(client.try_event(), Err(Error::Ended(_))));
        assert!(matches!(client.next_event().await, Err(Error::Ended(_))));
        // Whoever subscribes now is told at once.
        let mut late = client.subscribe(EventFilter::any());
        assert!(matches!(late.try_next(), Err(Error::Ended(_))));
        assert!(matches!(
            client.next_of(&mut late).await,
            Err(Error::Ended(_))
        ));
    });
}

#[test]
fn each_subscriber_gets_what_it_wants_as_long_as_it_is_there() {
    let script = greeted([
        Hear("first"),
        event("STOP"),
        job("a", "created"),
        job("b", "created"),
        say(r#"{"return": {}, "id": $2}"#),
        Hear("second"),
        job("a", "running"),
        say(r#"{"return": {}, "id": $3}"#),
    ]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        let mut stops = client.subscribe(EventFilter::named(["STOP", "RESUME"]));
        let jobs = EventFilter::of::<JobStatusChange>();
        let mut of_a = client.subscribe(jobs.clone().member("id", "a"));
        let mut all = client.subscribe_to::<JobStatusChange>();
        let mut none = client.subscribe(jobs.matching(|_| false));
        run(&mut client, "first").await.unwrap();
        let mut late = client.subscribe_to::<JobStatusChange>();
        let gone = client.subscribe_to::<JobStatusChange>();
        drop(gone);
        run(&mut client, "second").await.unwrap();
        assert_eq!(stops.try_next().unwrap().unwrap().name(), "STOP");
        assert!(stops.try_next().unwrap().is_none());
        for status in ["created", "running"] {
            let event = client.next_of(&mut of_a).await.unwrap();
            assert_eq!(event.data::<JobStatusChange>().unwrap().status, status);
        }
        assert!(of_a.try_next().unwrap().is_none());
        for id in ["a", "b", "a"] {
            assert_eq!(client.next_of(&mut all).await.unwrap().id, id);
        }
        assert!(none.try_next().unwrap().is_none());
        assert_eq!(late.try_next().unwrap().unwrap().status, "running");
        assert!(late.try_next().unwrap().is_none());
        assert_eq!(client.counters().dropped_events, 0);
    });
}
