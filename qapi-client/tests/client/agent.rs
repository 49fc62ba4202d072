//! The client of a guest agent, against agents that follow a script.

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::Duration;

use qapi_client::sim::{Replies, Simulator};
use qapi_client::{Agent, Error, Limits, Transport};
use qapi_schema::Schema;
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

#[test]
fn what_others_left_on_the_channel_does_no_harm() {
    let mut script = vec![say_part(
        "nonsense{\"return\": {}}\nÿ{\"return\": 5}\n{\"return\": \"cut ÿÿ",
    )];
    script.extend(in_step([
        Hear("guest-ping"),
        say(r#"{"return": {}, "id": $3}"#),
    ]));
    over_every_transport(script, |stream| {
        let mut agent = agent(stream);
        assert_eq!(agent.info().version, "10.0.2");
        assert_eq!(ask(&mut agent, "guest-ping").unwrap(), json!({}));
        assert!(agent.counters().dropped_bytes > 50);
        assert_eq!(agent.counters().stray_messages, 0);
    });
}

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
fn a_late_reply_is_never_taken_for_another_commands() {
    // With and without ids, and cut by the agent's end.
    for late in [
        r#"{"return": 1, "id": $3}"#,
        r#"{"return": 1}"#,
        r#"{"return": "cut"#,
        "ÿ{\"return\": $1}",
        "",
    ] {
        let steps = [
            Hear("guest-get-time"),
            Silence,
            Hear("guest-sync-delimited"),
            say(late),
            say("ÿ{\"return\": $4}"),
            Hear("guest-get-time"),
            say(r#"{"return": 2, "id": $5}"#),
        ];
        let old = steps.clone().map(|step| match step {
            Step::Say(text) => Step::Say(text.replace(r#", "id": $5"#, "")),
            step => step,
        });
        for script in [in_step(steps), without_ids(old)] {
            over_every_transport(script, |stream| {
                let mut agent = agent(stream);
                let error = ask_shortly(&mut agent, "guest-get-time").unwrap_err();
                assert!(error.is_usable());
                assert_eq!(
                    error.to_string(),
                    "no reply to `guest-get-time` within 50 ms"
                );
                assert_eq!(ask(&mut agent, "guest-get-time").unwrap(), 2, "{late}");
            });
        }
    }
}

#[test]
fn an_agent_that_does_not_answer_to_synchronise_is_told_and_tried_again() {
    let script = in_step([
        Hear("guest-ping"),
        Silence,
        Hear("guest-sync-delimited"),
        Silence,
        Hear("guest-sync-delimited"),
        // The reply to the one before comes late, too.
        say("ÿ{\"return\": $4}"),
        say("ÿ{\"return\": $5}"),
        Hear("guest-ping"),
        say(r#"{"return": {}, "id": $6}"#),
    ]);
    over_every_transport(script, |stream| {
        let mut agent = agent(stream);
        ask_shortly(&mut agent, "guest-ping").unwrap_err();
        let error = ask_shortly(&mut agent, "guest-ping").unwrap_err();
        assert!(error.is_usable() && matches!(error, Error::NoSync(_)));
        assert_eq!(
            error.to_string(),
            "no guest agent answers within 50 ms (is it running in the guest? \
             it serves one client at a time, and answers none while it is busy)"
        );
        ask(&mut agent, "guest-ping").unwrap();
    });
    over_every_transport([Hear("guest-sync-delimited"), Silence], |stream| {
        let short = Agent::builder().connect_deadline(Duration::from_millis(50));
        assert!(matches!(short.over(stream).unwrap_err(), Error::NoSync(_)));
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
fn garbage_concerns_one_call_only() {
    let limits = Limits {
        message: 1000,
        nesting: 16,
        ..Limits::default()
    };
    let long = format!(r#"{{"return": "{}""#, "x".repeat(2000));
    let deep = format!(r#"{{"return": {}"#, "[".repeat(20));
    for (garbage, cause) in [
        (
            "nonsense",
            "expected a message (a JSON object) but found `n`",
        ),
        ("ÿÿ", "expected a message (a JSON object) but found `\\xff`"),
        (r#"{"return": 1, "id": $3]"#, "expected `,` or the end"),
        (
            r#"{"return": 1, "return": 2, "id": $3}"#,
            "\"return\" comes twice",
        ),
        (r#"{"error": "no", "id": $3}"#, "invalid type: string"),
        (r#"{"id": $3}"#, "neither a greeting"),
        (&long, "the message is longer than 1000 bytes"),
        (&deep, "the message nests more than 16 levels deep"),
    ] {
        let script = in_step([
            Hear("guest-get-time"),
            say(garbage),
            Hear("guest-sync-delimited"),
            say("more garbage"),
            say("ÿ{\"return\": $4}"),
            Hear("guest-get-time"),
            say(r#"{"return": 2, "id": $5}"#),
        ]);
        over_every_transport(script, |stream| {
            let mut agent = Agent::builder().limits(limits).over(stream).unwrap();
            let error = ask(&mut agent, "guest-get-time").unwrap_err();
            assert!(error.is_usable());
            let said = chain(&error);
            let start = "the guest agent answered `guest-get-time` with what is no reply: ";
            assert!(said.starts_with(start) && said.contains(cause), "{said}");
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

/// Its reply begins with the delimiter even if nobody looks for that.
#[test]
fn to_synchronise_may_be_a_command_like_others() {
    let script = in_step([
        Hear("guest-ping"),
        say_part(r#"{"return": {}, "id": $3}"#),
        Hear("guest-sync"),
        say_part("\r\nÿ{\"return\": 5, \"id\": $4}\nÿ"),
        Hear("guest-ping"),
        say(r#"{"return": {}, "id": $5}"#),
    ]);
    over_every_transport(script, |stream| {
        let mut agent = agent(stream);
        ask(&mut agent, "guest-ping").unwrap();
        assert_eq!(ask(&mut agent, "guest-sync").unwrap(), 5);
        ask(&mut agent, "guest-ping").unwrap();
        assert_eq!(agent.counters().stray_messages, 0);
    });
}

#[test]
fn a_closed_or_cut_stream_ends_it() {
    for (last, cause) in [
        (say(""), "the server closed the connection"),
        (
            say_part(r#"{"return": {"#),
            r#"the connection was cut in the middle of a message: {"return": {"#,
        ),
    ] {
        let script = in_step([Hear("guest-ping"), last, Close]);
        over_every_transport(script, |stream| {
            let mut agent = agent(stream);
            let error = ask(&mut agent, "guest-ping").unwrap_err();
            assert!(!error.is_usable());
            assert_eq!(chain(&error), format!("the connection has ended: {cause}"));
            let later = ask(&mut agent, "guest-ping").unwrap_err();
            assert_eq!(chain(&later), chain(&error));
        });
    }
    over_every_transport([Hear("guest-sync-delimited"), Close], |stream| {
        assert!(matches!(Agent::over(stream), Err(Error::Ended(_))));
    });
}

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

/// An agent that does not stop talking.
struct Flood {
    said: &'static [u8],
    at: usize,
    /// What is said first, and once.
    first: Vec<u8>,
    /// Whether it answers until the first command.
    in_step: bool,
}

impl Read for Flood {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.first.is_empty() {
            let count = self.first.as_slice().read(buffer)?;
            self.first.drain(..count);
            return Ok(count);
        }
        for byte in &mut *buffer {
            *byte = self.said[self.at % self.said.len()];
            self.at += 1;
        }
        Ok(buffer.len())
    }
}

impl Write for Flood {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.in_step && bytes[0] == 0xFF {
            let request: Value = serde_json::from_slice(&bytes[1..]).unwrap();
            let reply = format!("{{\"return\": {}}}\n", request["arguments"]["id"]);
            self.first = [b"\xFF", reply.as_bytes()].concat();
        } else if self.in_step {
            let request: Value = serde_json::from_slice(bytes).unwrap();
            if request["execute"] == "guest-info" {
                let reply = format!("{{\"return\": {INFO}, \"id\": {}}}\n", request["id"]);
                self.first = reply.into_bytes();
            }
        }
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Transport for Flood {
    fn set_timeout(&mut self, _: Option<Duration>) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_flood_ends_with_the_deadline_and_fills_no_memory() {
    let short = Duration::from_millis(50);
    let flood = |said, in_step| Flood {
        said,
        at: 0,
        first: Vec::new(),
        in_step,
    };
    for said in [
        &b"x"[..],
        b"\xFF",
        b"{\"return\": 1}\n",
        b"\xFF{\"return\": 1}\n",
    ] {
        let builder = Agent::builder().connect_deadline(short);
        let error = builder.over(flood(said, false)).unwrap_err();
        assert!(matches!(error, Error::NoSync(_)), "{error}");
    }
    let limits = Limits {
        message: 1 << 20,
        nesting: 64,
        ..Limits::default()
    };
    for (said, garbage) in [
        (&b"{\"return\": 1, \"id\": 1}\n"[..], false),
        (b"{\"event\": \"X\"}", false),
        (b"\n", false),
        (b"{\"return\": \"", true),
        (b"{\"a\": 1, \"a\": [", true),
        (b"x", true),
    ] {
        let builder = Agent::builder().limits(limits);
        let mut agent = builder.over(flood(said, true)).unwrap();
        let error = ask_shortly(&mut agent, "guest-ping").unwrap_err();
        let expected = match garbage {
            true => matches!(error, Error::Garbage { .. }),
            false => matches!(error, Error::TimedOut { .. }),
        };
        assert!(expected, "{}: {error}", said.escape_ascii());
    }
}
