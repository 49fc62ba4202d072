//! The client of a guest agent, against agents that follow a script.

mod channel;
mod known;
mod replies;
mod silent;

use std::time::Duration;

use qapi_client::{Agent, Error};
use serde_json::{Value, json};

use crate::peer::*;
use crate::simulator::schema;

const INFO: &str = r#"{"version": "10.0.2", "supported_commands": [
    {"enabled": true, "name": "guest-ping", "success-response": true},
    {"enabled": false, "name": "guest-set-time", "success-response": true},
    {"enabled": true, "name": "guest-shutdown", "success-response": false},
    {"name": "guest-get-time", "later": []}]}"#;

/// The steps until the first command, the second of which has the id `$2`, and
/// then these.
fn in_step(steps: impl IntoIterator<Item = Step>) -> Vec<Step> {
    in_step_with("\"id\": $2", steps)
}

/// The same of an agent that does not echo ids.
fn without_ids(steps: impl IntoIterator<Item = Step>) -> Vec<Step> {
    in_step_with("\"later\": 0", steps)
}

fn in_step_with(id: &str, steps: impl IntoIterator<Item = Step>) -> Vec<Step> {
    let mut all = vec![
        Hear("guest-sync-delimited"),
        say(r#"{"error": {"class": "GenericError", "desc": "JSON parse error, stray '\\uFFFD'"}}"#),
        say("ÿ{\"return\": $1}"),
        Hear("guest-info"),
        say(&format!(r#"{{"return": {INFO}, {id}}}"#)),
    ];
    all.extend(steps);
    all
}

fn agent(stream: Stream) -> Agent {
    Agent::over(stream).unwrap()
}

fn ask(agent: &mut Agent, command: &str) -> Result<Value, Error> {
    agent.execute_raw(command, &json!({}))
}

/// Waits no longer than a test should.
fn ask_shortly(agent: &mut Agent, command: &str) -> Result<Value, Error> {
    let call = agent.within(Duration::from_millis(50));
    call.execute_raw(command, &json!({}))
}
