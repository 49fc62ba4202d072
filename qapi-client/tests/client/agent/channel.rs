//! The place in the channel: what others left there, what comes too late, and
//! what is no message.

use std::io::{self, Read, Write};
use std::time::Duration;

use qapi_client::{Agent, Error, Limits, Transport};
use serde_json::{Value, json};

use super::*;

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
        // Reading a message that is too long may take longer than shortly.
        let (outcome, expected): (_, fn(&Error) -> bool) = match garbage {
            true => (ask(&mut agent, "guest-ping"), |error| {
                matches!(error, Error::Garbage { .. })
            }),
            false => (ask_shortly(&mut agent, "guest-ping"), |error| {
                matches!(error, Error::TimedOut { .. })
            }),
        };
        let error = outcome.unwrap_err();
        assert!(expected(&error), "{}: {error}", said.escape_ascii());
    }
}
