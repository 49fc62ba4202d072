//! Whose a reply is, and what is in it.

use qapi_client::{Agent, Error};
use serde_json::json;

use super::*;

#[test]
fn replies_of_old_agents_are_matched_by_order() {
    let script = without_ids([
        Hear("guest-get-time"),
        say(r#"{"return": 12}"#),
        Hear("guest-nope"),
        say(r#"{"error": {"class": "CommandNotFound", "desc": "no"}}"#),
        Hear("guest-get-time"),
        say(r#"{"return": 13}"#),
    ]);
    over_every_transport(script, |stream| {
        let mut agent = agent(stream);
        assert_eq!(ask(&mut agent, "guest-get-time").unwrap(), 12);
        let error = ask(&mut agent, "guest-nope").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`guest-nope` failed: CommandNotFound: no"
        );
        assert_eq!(ask(&mut agent, "guest-get-time").unwrap(), 13);
    });
}

#[test]
fn agents_that_take_no_ids_are_sent_none() {
    let refusal = "QMP input object member 'id' is unexpected";
    let script = [
        Hear("guest-sync-delimited"),
        say("ÿ{\"return\": $1}"),
        Hear("guest-info"),
        say(&format!(
            r#"{{"error": {{"class": "GenericError", "desc": "{refusal}"}}}}"#
        )),
        Hear("guest-info"),
        say(&format!(r#"{{"return": {INFO}}}"#)),
        Hear("guest-ping"),
        // What it was sent as an id.
        say(r#"{"return": [$4]}"#),
    ];
    over_every_transport(script, |stream| {
        let mut agent = agent(stream);
        assert_eq!(ask(&mut agent, "guest-ping").unwrap(), json!([null]));
    });
}

#[test]
fn replies_with_ids_are_matched_by_id() {
    let script = in_step([
        Hear("guest-get-time"),
        say(r#"{"return": 1, "id": "another"}"#),
        say(r#"{"return": 2, "id": $2}"#),
        say(r#"{"return": 3, "id": null}"#),
        say(r#"{"return": 4}"#),
        say(r#"{"error": {"class": "GenericError", "desc": "5"}, "id": 5}"#),
        say(r#"{"event": "NEVER_SENT", "data": {}}"#),
        say(GREETING),
        say(r#"{"return": 6, "id": $3}"#),
    ]);
    over_every_transport(script, |stream| {
        let mut agent = agent(stream);
        assert_eq!(ask(&mut agent, "guest-get-time").unwrap(), 6);
        assert_eq!(agent.counters().stray_messages, 7);
    });
}

#[test]
fn an_error_without_an_id_is_that_of_the_command() {
    let script = in_step([
        Hear("guest-get-time"),
        say(r#"{"error": {"class": "GenericError", "desc": "JSON parse \u001b[error"}}"#),
        Hear("guest-ping"),
        say(r#"{"return": {}, "id": $4}"#),
    ]);
    over_every_transport(script, |stream| {
        let mut agent = agent(stream);
        let error = ask(&mut agent, "guest-get-time").unwrap_err();
        assert_eq!(
            error.to_string(),
            r"`guest-get-time` failed: GenericError: JSON parse \u{1b}[error"
        );
        ask(&mut agent, "guest-ping").unwrap();
    });
}

#[test]
fn a_value_that_is_no_json_concerns_its_command_only() {
    for (value, cause) in [("nul", "EOF"), ("-", "EOF"), ("\"ÿ\"", "invalid unicode")] {
        let script = in_step([
            Hear("guest-get-time"),
            say(&format!(r#"{{"return": {value}, "id": $3}}"#)),
            Hear("guest-get-time"),
            say(r#"{"return": 2, "id": $4}"#),
        ]);
        over_every_transport(script, |stream| {
            let mut agent = Agent::over(stream).unwrap();
            let error = ask(&mut agent, "guest-get-time").unwrap_err();
            assert!(matches!(error, Error::Decode { .. }) && error.is_usable());
            assert!(chain(&error).contains(cause), "{}", chain(&error));
            assert_eq!(ask(&mut agent, "guest-get-time").unwrap(), 2);
        });
    }
}

#[test]
fn replies_of_the_wrong_shape_are_told_with_their_place() {
    let script = in_step([
        Hear("guest-get-time"),
        say(r#"{"return": {"hours": [1]}, "id": $3}"#),
        Hear("guest-get-time"),
        say(r#"{"return": 2, "id": $4}"#),
    ]);
    over_every_transport(script, |stream| {
        let mut agent = agent(stream);
        let error = agent.execute_raw::<i64>("guest-get-time", &json!({}));
        let said = chain(&error.unwrap_err());
        let start = "cannot decode the reply to `guest-get-time` at `guest-get-time.returns`: ";
        assert!(said.starts_with(start), "{said}");
        assert_eq!(ask(&mut agent, "guest-get-time").unwrap(), 2);
    });
    let script = [
        Hear("guest-sync-delimited"),
        say("ÿ{\"return\": $1}"),
        Hear("guest-info"),
        say(r#"{"return": {"version": "1", "supported_commands": [7]}, "id": $2}"#),
    ];
    over_every_transport(script, |stream| {
        let error = Agent::over(stream).unwrap_err().to_string();
        let place = "`guest-info.returns.supported_commands[0]`";
        assert!(error.ends_with(place), "{error}");
    });
}
