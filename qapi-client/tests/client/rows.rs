//! The faults that other clients do not survive, and that are none here.

use std::fs::File;
use std::time::Duration;

use qapi_client::{Error, ErrorClass, EventFilter};
use qapi_types::qmp::commands::QueryStatus;
use serde_json::{Value, json};

use crate::every::*;
use crate::script::*;
use crate::shell::*;

/// A reply that is only its command's.
fn reply(number: usize) -> Step {
    say(&format!(r#"{{"return": {number}, "id": ${number}}}"#))
}

/// Whatever the server does while the first command is under way, that one and
/// all later ones get their own replies.
fn stays_in_step(said: &[Step]) {
    let mut script = greeted([Hear("second")]);
    script.extend_from_slice(said);
    script.push(reply(2));
    for (number, name) in [(3, "third"), (4, "fourth"), (5, "fifth")] {
        script.extend([Hear(name), reply(number)]);
    }
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        for (number, name) in [(2, "second"), (3, "third"), (4, "fourth"), (5, "fifth")] {
            assert_eq!(run(&mut client, name).await.unwrap(), number, "{said:?}");
        }
    });
}

#[test]
fn what_is_not_known_puts_nothing_out_of_step() {
    for said in [
        r#"{"event": "OF_TOMORROW", "timestamp": {"seconds": 1, "microseconds": 2}}"#,
        r#"{"event": "STOP", "timestamp": {"seconds": -1, "microseconds": -1}}"#,
        r#"{"event": "STOP"}"#,
        r#"{"event": "JOB_STATUS_CHANGE", "data": {"id": 5, "status": "of-tomorrow"}}"#,
        r#"{"error": {"class": "OfTomorrow", "desc": "not ours"}, "id": "another"}"#,
        r#"{"return": "not ours", "id": "another"}"#,
        r#"{"return": "not ours"}"#,
        r#"{"return": "again", "id": $1}"#,
        "",
        " \t \r\n \n",
    ] {
        stays_in_step(&[say(said)]);
    }
}

#[test]
fn an_unknown_value_of_an_enum_is_a_value() {
    let script = greeted([
        Hear("query-status"),
        say(r#"{"return": {"status": "of-tomorrow", "running": true, "mood": "good"}, "id": $2}"#),
        Hear("stop"),
        reply(3),
    ]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        let status = client.execute(&QueryStatus::new()).await.unwrap();
        assert!(status.running);
        assert_eq!(status.status.as_str(), "of-tomorrow");
        assert_eq!(run(&mut client, "stop").await.unwrap(), 3);
    });
}

#[test]
fn an_unknown_class_of_error_is_a_class() {
    let script = greeted([
        Hear("first"),
        say(r#"{"error": {"class": "OfTomorrow", "desc": "no", "hint": 1}, "id": $2}"#),
        Hear("stop"),
        reply(3),
    ]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        match run(&mut client, "first").await {
            Err(Error::Refused { error, .. }) => {
                assert_eq!(error.class(), &ErrorClass::from("OfTomorrow"));
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(run(&mut client, "stop").await.unwrap(), 3);
    });
}

#[test]
fn a_reply_with_a_wrong_id_is_not_the_reply() {
    let script = greeted([
        Hear("first"),
        say(r#"{"return": "wrong", "id": 1}"#),
        say(r#"{"error": {"class": "GenericError", "desc": "wrong"}, "id": [$2]}"#),
        Silence,
        Hear("second"),
        reply(3),
    ]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        let soon = client.within(Duration::from_millis(5));
        let outcome = soon.execute_raw::<Value>("first", &json!({})).await;
        assert_eq!(
            outcome.unwrap_err().to_string(),
            "no reply to `first` within 5 ms"
        );
        assert_eq!(run(&mut client, "second").await.unwrap(), 3);
        assert_eq!(client.counters().stray_replies, 2);
    });
}

#[test]
fn commands_that_time_out_one_after_the_other_mix_nothing_up() {
    let names = ["a", "b", "c", "d"];
    let mut script = greeted([]);
    for name in names {
        script.extend([Hear(name), Silence]);
    }
    script.push(Hear("last"));
    // Those that were given up are answered late, in any order.
    for number in [3, 5, 2, 4, 6] {
        script.push(reply(number));
    }
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        for name in names {
            let soon = client.within(Duration::from_millis(5));
            let outcome = soon.execute_raw::<Value>(name, &json!({})).await;
            assert!(matches!(outcome, Err(Error::TimedOut { .. })));
        }
        assert_eq!(run(&mut client, "last").await.unwrap(), 6);
        assert_eq!(client.counters().late_replies, 4);
        assert_eq!(client.counters().stray_replies, 0);
    });
}

#[test]
fn a_monitor_that_prints_prettily_is_understood() {
    let pretty = |text: &str| {
        let value: Value = serde_json::from_str(text).unwrap();
        let text = serde_json::to_string_pretty(&value).unwrap();
        say(&text
            .replace('\n', "\r\n")
            .replace("\"$", "$")
            .replace("$\"", ""))
    };
    let script = [
        pretty(GREETING),
        Hear("qmp_capabilities"),
        pretty(r#"{"return": {}, "id": "$1$"}"#),
        Hear("first"),
        pretty(r#"{"event": "STOP", "timestamp": {"seconds": 1, "microseconds": 2}}"#),
        pretty(r#"{"return": {"a": [], "b": [{}, "}"]}, "id": "$2$"}"#),
        Hear("second"),
        pretty(r#"{"error": {"class": "GenericError", "desc": "no"}, "id": "$3$"}"#),
    ];
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        let mut events = client.subscribe(EventFilter::any());
        let reply = run(&mut client, "first").await.unwrap();
        assert_eq!(reply, json!({"a": [], "b": [{}, "}"]}));
        assert_eq!(client.next_of(&mut events).await.unwrap().name(), "STOP");
        let refused = run(&mut client, "second").await;
        assert!(matches!(refused, Err(Error::Refused { .. })));
    });
}

#[test]
fn a_file_is_sent_where_it_can_be_and_refused_before_anything_is_sent_elsewhere() {
    for (carries, name) in [(true, "getfd"), (false, "stop")] {
        let script = greeted([Hear(name), reply(2)]);
        on_every_shell(script, async |stream| {
            if stream.carries_fds() != carries {
                // The other round of the loop is for this one.
                let mut client = client(stream).await;
                assert_eq!(run(&mut client, name).await.unwrap(), 2);
                return;
            }
            let mut client = client(stream).await;
            let null = File::open("/dev/null").unwrap();
            let call = client.with_fd(&null).unwrap();
            let outcome = call.execute_raw::<Value>("getfd", &json!({})).await;
            if carries {
                assert_eq!(outcome.unwrap(), 2);
                return;
            }
            let error = outcome.unwrap_err();
            assert!(error.is_usable());
            assert!(matches!(&error, Error::NoFds { command } if command == "getfd"));
            assert_eq!(run(&mut client, name).await.unwrap(), 2);
        });
    }
}
