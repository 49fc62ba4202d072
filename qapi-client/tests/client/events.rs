//! Events.

use std::time::{Duration, SystemTime};

use qapi_client::{Error, Event, Limits, RawEvent};
use serde::Deserialize;
use serde_json::Value;

use crate::peer::*;

#[derive(Debug, PartialEq, Deserialize)]
struct JobStatusChange {
    id: String,
    status: String,
}

impl Event for JobStatusChange {
    const NAME: &'static str = "JOB_STATUS_CHANGE";
}

fn event(name: &str) -> Step {
    say(&format!(
        r#"{{"timestamp": {{"seconds": 1700000000, "microseconds": 5}}, "event": "{name}"}}"#
    ))
}

fn job(id: &str, status: &str) -> Step {
    say(&format!(
        r#"{{"timestamp": {{"seconds": 1, "microseconds": 2}}, "event": "JOB_STATUS_CHANGE", "data": {{"status": "{status}", "id": "{id}"}}}}"#
    ))
}

#[test]
fn events_wait_until_they_are_asked_for() {
    let script = greeted([
        Hear("stop"),
        event("STOP"),
        job("a", "created"),
        say(r#"{"return": {}, "id": $2}"#),
        job("a", "running"),
        event("RESUME"),
        Hear("cont"),
        say(r#"{"return": {}, "id": $3}"#),
    ]);
    over_every_transport(script, |stream| {
        let mut client = client(stream);
        run(&mut client, "stop").unwrap();
        // One kind of event is taken out of the order; the others keep it.
        let created: JobStatusChange = client.next_event_of().unwrap();
        assert_eq!(created.status, "created");
        let running: JobStatusChange = client.next_event_of().unwrap();
        assert_eq!(running.status, "running");
        let stop = client.next_event().unwrap();
        assert_eq!((stop.name(), stop.data_text()), ("STOP", "{}"));
        let resume = client.next_event().unwrap();
        assert_eq!(resume.name(), "RESUME");
        assert!(!resume.is::<JobStatusChange>());
        assert_eq!(resume.decode::<JobStatusChange>().unwrap(), None);
        run(&mut client, "cont").unwrap();
    });
}

#[test]
fn timestamps_are_times_or_none() {
    let script = greeted([
        event("A"),
        say(r#"{"timestamp": {"seconds": -1, "microseconds": -1}, "event": "B"}"#),
    ]);
    over_every_transport(script, |stream| {
        let mut client = client(stream);
        let known = client.next_event().unwrap().timestamp();
        let expected = Duration::new(1_700_000_000, 5000);
        assert_eq!(
            known.to_system_time(),
            Some(SystemTime::UNIX_EPOCH + expected)
        );
        let unknown = client.next_event().unwrap().timestamp();
        assert_eq!(unknown.seconds, -1);
        assert_eq!(unknown.to_system_time(), None);
    });
}

#[test]
fn an_event_that_nobody_knows_is_an_event_all_the_same() {
    let script = greeted([say(
        r#"{"timestamp": {"seconds": 1, "microseconds": 2, "nanoseconds": 3}, "event": "OF_TOMORROW", "data": {"x": [1.5]}, "sequence": 7}"#,
    )]);
    over_every_transport(script, |stream| {
        let event = client(stream).next_event().unwrap();
        assert_eq!(event.name(), "OF_TOMORROW");
        assert_eq!(event.data::<Value>().unwrap()["x"][0], 1.5);
    });
}

#[test]
fn an_event_of_any_kind_is_one_of_the_bindings_enum() {
    use qapi_types::qmp::events::Event as AnyEvent;
    let script = greeted([
        job("a", "running"),
        event("STOP"),
        event("OF_TOMORROW"),
        say(r#"{"event": "JOB_STATUS_CHANGE", "data": {"id": "a", "status": []}}"#),
    ]);
    over_every_transport(script, |stream| {
        let mut client = client(stream);
        let mut next = || client.next_event().unwrap().any_of::<AnyEvent>();
        match next().unwrap() {
            AnyEvent::JobStatusChange(change) => assert_eq!(change.id, "a"),
            other => panic!("{other:?}"),
        }
        assert!(matches!(next().unwrap(), AnyEvent::Stop(_)));
        assert!(matches!(next().unwrap(), AnyEvent::Unrecognized(_)));
        match next().unwrap_err() {
            Error::DecodeEvent { at, .. } => {
                assert_eq!(at.to_string(), "JOB_STATUS_CHANGE.data.status");
            }
            other => panic!("{other:?}"),
        }
    });
}

#[test]
fn data_of_another_type_is_told_with_event_and_place() {
    let script = greeted([
        say(r#"{"event": "JOB_STATUS_CHANGE", "data": {"id": "a", "status": null}}"#),
        event("NEXT"),
    ]);
    over_every_transport(script, |stream| {
        let mut client = client(stream);
        let error = client.next_event_of::<JobStatusChange>().unwrap_err();
        assert!(error.is_usable());
        assert!(
            chain(&error).starts_with(
                "cannot decode the event `JOB_STATUS_CHANGE` at `JOB_STATUS_CHANGE.data.status`: invalid type: null"
            ),
            "{error}"
        );
        assert_eq!(client.next_event().unwrap().name(), "NEXT");
    });
}

#[test]
fn a_flood_of_events_is_bounded_and_counted() {
    let flood: Vec<Step> = (0..5000).map(|n| job(&n.to_string(), "running")).collect();
    let mut script = greeted([Hear("stop")]);
    script.extend(flood);
    script.push(say(r#"{"return": {}, "id": $2}"#));
    over_every_transport(script, |stream| {
        let mut client = unvalidating()
            .limits(Limits {
                events: 10,
                ..Limits::default()
            })
            .over(stream)
            .unwrap();
        run(&mut client, "stop").unwrap();
        assert_eq!(client.counters().dropped_events, 4990);
        let first: JobStatusChange = client.next_event_of().unwrap();
        assert_eq!(first.id, "4990");
    });
}

#[test]
fn without_an_event_waiting_ends() {
    let script = greeted([
        event("OTHER"),
        Silence,
        Hear("stop"),
        say(r#"{"return": {}, "id": $2}"#),
    ]);
    over_every_transport(script, |stream| {
        let mut client = client(stream);
        let error = client
            .within(Duration::from_millis(5))
            .next_event_of::<JobStatusChange>()
            .unwrap_err();
        assert!(matches!(error, Error::NoEvent { .. }) && error.is_usable());
        run(&mut client, "stop").unwrap();
        assert_eq!(client.next_event().unwrap().name(), "OTHER");
    });
}

#[test]
fn looking_for_events_does_not_wait() {
    let script = greeted([
        Hear("stop"),
        event("A"),
        event("B"),
        say(r#"{"return": {}, "id": $2}"#),
        Hear("cont"),
        say(r#"{"return": {}, "id": $3}"#),
    ]);
    over_every_transport(script, |stream| {
        let mut client = client(stream);
        assert!(client.try_event().unwrap().is_none());
        assert!(client.drain_events().unwrap().is_empty());
        run(&mut client, "stop").unwrap();
        assert_eq!(client.try_event().unwrap().unwrap().name(), "A");
        let rest = client.drain_events().unwrap();
        assert_eq!(rest.len(), 1);
        assert!(client.try_event().unwrap().is_none());
        // Waiting works again afterwards.
        run(&mut client, "cont").unwrap();
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
    over_every_transport(script, |stream| {
        let mut client = client(stream);
        run(&mut client, "quit").unwrap();
        assert!(run(&mut client, "stop").unwrap_err().ended().is_some());
        let names: Vec<_> = client.drain_events().unwrap();
        let names: Vec<_> = names.iter().map(RawEvent::name).collect();
        assert_eq!(names, ["SHUTDOWN", "LAST"]);
        assert!(matches!(client.try_event(), Err(Error::Ended(_))));
        assert!(matches!(client.drain_events(), Err(Error::Ended(_))));
        assert!(matches!(client.next_event(), Err(Error::Ended(_))));
    });
}
