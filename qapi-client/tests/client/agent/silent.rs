//! Commands that send no reply when they succeed.

use std::sync::Arc;

use qapi_client::{Agent, Error};
use qapi_schema::Schema;
use serde_json::json;

use super::*;

/// `guest-shutdown` sends no reply when it succeeds.
#[test]
fn a_command_without_a_reply_has_succeeded_when_the_agent_goes_on() {
    let steps = |reply: &str| {
        [
            Hear("guest-shutdown"),
            Hear("guest-ping"),
            say(reply),
            Hear("guest-get-time"),
        ]
    };
    let mut script = in_step(steps(r#"{"return": {}, "id": $4}"#));
    script.push(say(r#"{"return": 1, "id": $5}"#));
    // Without ids it is not known whether all replies are there.
    let mut old = without_ids(steps(r#"{"return": {}}"#));
    old.insert(old.len() - 1, Hear("guest-sync-delimited"));
    old.insert(old.len() - 1, say("ÿ{\"return\": $5}"));
    old.push(say(r#"{"return": 1}"#));
    for script in [script, old] {
        over_every_transport(script, |stream| {
            let mut agent = agent(stream);
            assert_eq!(ask(&mut agent, "guest-shutdown").unwrap(), json!({}));
            assert_eq!(ask(&mut agent, "guest-get-time").unwrap(), 1);
        });
    }
}

#[test]
fn a_command_without_a_reply_has_failed_when_the_agent_says_so() {
    let error = r#"{"error": {"class": "GenericError", "desc": "not now"}"#;
    let script = in_step([
        Hear("guest-shutdown"),
        Hear("guest-ping"),
        say(&format!(r#"{error}, "id": $3}}"#)),
        say(r#"{"return": {}, "id": $4}"#),
        Hear("guest-get-time"),
        say(r#"{"return": 1, "id": $5}"#),
    ]);
    let old = without_ids([
        Hear("guest-shutdown"),
        Hear("guest-ping"),
        say(&format!("{error}}}")),
        say(r#"{"return": {}}"#),
        Hear("guest-sync-delimited"),
        say("ÿ{\"return\": $5}"),
        Hear("guest-get-time"),
        say(r#"{"return": 1}"#),
    ]);
    for script in [script, old] {
        over_every_transport(script, |stream| {
            let mut agent = agent(stream);
            let error = ask(&mut agent, "guest-shutdown").unwrap_err();
            assert!(matches!(error, Error::Refused { .. }), "{error}");
            assert_eq!(ask(&mut agent, "guest-get-time").unwrap(), 1);
        });
    }
}

#[test]
fn a_command_without_a_reply_has_succeeded_when_all_is_silent() {
    let script = in_step([
        Hear("guest-shutdown"),
        Hear("guest-ping"),
        Silence,
        Hear("guest-sync-delimited"),
        say("ÿ{\"return\": $5}"),
        Hear("guest-get-time"),
        say(r#"{"return": 1, "id": $6}"#),
    ]);
    over_every_transport(script, |stream| {
        let mut agent = agent(stream);
        assert_eq!(
            ask_shortly(&mut agent, "guest-shutdown").unwrap(),
            json!({})
        );
        assert_eq!(ask(&mut agent, "guest-get-time").unwrap(), 1);
    });
    let script = in_step([Hear("guest-shutdown"), Hear("guest-ping"), Close]);
    over_every_transport(script, |stream| {
        let mut agent = agent(stream);
        assert_eq!(ask(&mut agent, "guest-shutdown").unwrap(), json!({}));
        assert!(!ask(&mut agent, "guest-ping").unwrap_err().is_usable());
    });
}

/// An agent whose `guest-info` is too old to tell.
#[test]
fn that_a_command_sends_no_reply_may_be_in_the_schema() {
    let dump = br#"[{"name": "guest-suspend-ram", "meta-type": "command", "arg-type": "0",
            "ret-type": "0", "success-response": false},
        {"name": "0", "meta-type": "object", "members": []}]"#;
    let schema = Arc::new(Schema::from_slice(dump).unwrap());
    let script = in_step([
        Hear("guest-suspend-ram"),
        Hear("guest-ping"),
        say(r#"{"return": {}, "id": $4}"#),
    ]);
    over_every_transport(script, |stream| {
        let builder = Agent::builder().schema(Arc::clone(&schema));
        let mut agent = builder.over(stream).unwrap();
        ask(&mut agent, "guest-suspend-ram").unwrap();
    });
}
