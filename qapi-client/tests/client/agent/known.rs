//! What an agent can do.

use std::sync::Arc;

use qapi_client::sim::{Replies, Simulator};
use qapi_client::{Agent, AgentInfo, Error};
use qapi_types::qga::commands::{GuestGetTime, GuestShutdown};
use serde_json::{Value, json};

use super::*;

#[test]
fn what_is_supported_is_what_guest_info_says() {
    let fewer = r#"{"version": "1.0", "supported_commands": [], "more": {}}"#;
    let script = in_step([
        Hear("guest-info"),
        say(&format!(r#"{{"return": {fewer}, "id": $3}}"#)),
    ]);
    over_every_transport(script, |stream| {
        let mut agent = agent(stream);
        for (command, supported) in [
            ("guest-ping", true),
            ("guest-get-time", true),
            ("guest-shutdown", true),
            ("guest-set-time", false),
            ("guest-sync", false),
        ] {
            assert_eq!(agent.supports(command), supported, "{command}");
        }
        let command = |name| agent.info().command(name).unwrap();
        assert!(!command("guest-shutdown").success_response);
        assert!(command("guest-get-time").success_response);
        assert_eq!(agent.refresh().unwrap().version, "1.0");
        assert!(!agent.supports("guest-ping"));
    });
}

#[test]
fn commands_are_checked_against_the_schema_that_was_given() {
    let schema = schema("reference/qemu-ga-10.2");
    let script = in_step([
        Hear("guest-file-close"),
        say(r#"{"return": {}, "id": $3}"#),
        Hear("guest-made-up"),
        say(r#"{"return": {}, "id": $4}"#),
    ]);
    over_every_transport(script, |stream| {
        let builder = Agent::builder().schema(Arc::clone(&schema));
        let mut agent = builder.over(stream).unwrap();
        assert!(agent.schema().is_some());
        let wrong = json!({"handel": 1000});
        let error = agent.execute_raw::<Value>("guest-file-close", &wrong);
        assert_eq!(
            error.unwrap_err().to_string(),
            "`guest-file-close` was not sent, for 2 reasons:\n  \
             guest-file-close.arguments.handel: `handel` is not a member here; did you mean `handle`?\n  \
             guest-file-close.arguments.handle: `handle` is missing: expected an integer"
        );
        let right = json!({"handle": 1000});
        let closed = agent.execute_raw::<Value>("guest-file-close", &right);
        closed.unwrap();
        let error = ask(&mut agent, "guest-made-up").unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{error}");
        let call = agent.unvalidated();
        call.execute_raw::<Value>("guest-made-up", &json!({}))
            .unwrap();
    });
}

#[test]
fn a_simulated_agent_answers_every_command() {
    for name in ["reference/qemu-ga-7.2", "reference/qemu-ga-10.2"] {
        let schema = schema(name);
        for replies in [Replies::Minimal, Replies::Random(7)] {
            let simulator = Simulator::new(Arc::clone(&schema)).version(1, 2, 3, "");
            let simulator = simulator.replies(replies);
            let builder = Agent::builder().schema(Arc::clone(&schema));
            let mut agent = builder.over(simulator.stream()).unwrap();
            assert_eq!(agent.info().version, "1.2.3");
            for command in schema.commands() {
                assert!(agent.supports(command.name()), "{}", command.name());
                let arguments = schema.samples().minimal(command.arguments());
                let reply: Value = agent.execute_raw(command.name(), &arguments).unwrap();
                let judged = schema.validator().reply(command.name(), &reply);
                judged.unwrap_or_else(|error| panic!("{}: {error}", command.name()));
            }
            let counters = agent.counters();
            assert_eq!(counters.stray_messages, 0);
        }
    }
}

/// As with `--allow-rpcs` and a list that lacks it.
#[test]
fn an_agent_that_must_not_tell_of_itself_runs_what_it_is_sent() {
    let refusal = r#"{"error": {"class": "CommandNotFound", "desc": "has been disabled"}"#;
    let start = [
        Hear("guest-sync-delimited"),
        say("ÿ{\"return\": $1}"),
        Hear("guest-info"),
    ];
    let mut script = start.to_vec();
    script.extend([
        say(&format!("{refusal}, \"id\": $2}}")),
        Hear("guest-get-time"),
        say(r#"{"return": 1, "id": $3}"#),
        Hear("guest-shutdown"),
        Hear("guest-ping"),
        say(&format!("{refusal}, \"id\": $5}}")),
        Hear("guest-info"),
        say(&format!("{refusal}, \"id\": $6}}")),
    ]);
    // The same of an agent that takes no ids.
    let mut old = start.to_vec();
    old.extend([
        say(r#"{"error": {"class": "GenericError", "desc": "'id' is unexpected"}}"#),
        Hear("guest-info"),
        say(&format!("{refusal}}}")),
        Hear("guest-get-time"),
        say(r#"{"return": 1}"#),
        Hear("guest-shutdown"),
        Hear("guest-ping"),
        say(r#"{"return": {}}"#),
        Hear("guest-sync-delimited"),
        say("ÿ{\"return\": $7}"),
        Hear("guest-info"),
        say(&format!("{refusal}}}")),
    ]);
    for script in [script, old] {
        over_every_transport(script, |stream| {
            let mut agent = agent(stream);
            assert_eq!(agent.info(), &AgentInfo::default());
            assert!(!agent.supports("guest-get-time"));
            assert_eq!(agent.execute(&GuestGetTime::new()).unwrap(), 1);
            // It is the bindings that know of no reply.
            agent.execute(&GuestShutdown::new()).unwrap();
            assert_eq!(agent.refresh().unwrap(), &AgentInfo::default());
        });
    }
}
