//! What ends a connection, and that it stays ended.

use std::time::Duration;

use qapi_client::{Error, Limits, Reason};
use serde_json::{Value, json};

use crate::every::*;
use crate::script::*;
use crate::shell::*;

/// Runs a command that fails because of what the server does, and sees that
/// every call that comes later fails at once with the same cause.
fn ends(script: impl IntoIterator<Item = Step>, limits: Limits, expected: &str) {
    let mut all = greeted([Hear("first")]);
    all.extend(script);
    on_every_shell(all, async |stream| {
        let mut client = unvalidating().limits(limits).over(stream).await.unwrap();
        let error = run(&mut client, "first").await.unwrap_err();
        assert!(!error.is_usable());
        assert!(matches!(error, Error::Unanswered { .. }));
        let unanswered = "the connection ended before `first` was answered, \
             so it may or may not have been carried out";
        let said = chain(&error);
        let cause = said.strip_prefix(unanswered).unwrap_or(&said);
        assert!(cause.starts_with(&format!(": {expected}")), "{said}");
        let cause = format!("the connection has ended{cause}");
        for _ in 0..2 {
            assert_eq!(chain(&run(&mut client, "later").await.unwrap_err()), cause);
            assert_eq!(chain(&client.next_event().await.unwrap_err()), cause);
            assert_eq!(chain(&client.try_event().unwrap_err()), cause);
        }
    });
}

#[test]
fn a_closed_stream() {
    ends(
        [Close],
        Limits::default(),
        "the server closed the connection",
    );
}

#[test]
fn a_cut_stream() {
    let cut = "the connection was cut in the middle of a message: ";
    ends(
        [say_part(r#"{"return": {"#), Close],
        Limits::default(),
        &format!(r#"{cut}{{"return": {{"#),
    );
    ends(
        [say_part(r#"{"return": "a\"#), Close],
        Limits::default(),
        cut,
    );
}

#[test]
fn a_malformed_message() {
    for (said, expected) in [
        (
            "nonsense",
            "expected a message (a JSON object) but found `n` at byte 0: nonsense",
        ),
        (
            r#"{"return": {}, "id": $2"#,
            "expected `,` or the end of the array or object but found `{` at byte ",
        ),
        (
            r#"{"return": {}, "return": {}, "id": $2}"#,
            "\"return\" comes twice: ",
        ),
        (
            r#"{"returns": {}, "id": $2}"#,
            "neither a greeting, a return, an error nor an event: ",
        ),
        (
            r#"{"return": {}, "error": {"class": "a", "desc": "b"}, "id": $2}"#,
            "neither ",
        ),
        (
            r#"{"error": {}, "id": $2}"#,
            "missing field `class` at line 1 column ",
        ),
        (
            "\u{0}",
            "expected a message (a JSON object) but found `\\x00` at byte 0: ",
        ),
    ] {
        // What comes next does not make it good.
        let said = say(&format!("{said}\r\n{}", r#"{"return": {}, "id": $2}"#));
        let expected = format!("the server sent a malformed message: {expected}");
        ends([said], Limits::default(), &expected);
    }
}

#[test]
fn a_value_that_is_no_json_concerns_its_command_only() {
    // QEMU writes numbers with `%.17g`, and of infinity that makes a word.
    let script = greeted([
        Hear("first"),
        say(r#"{"return": {"load": inf}, "id": $2}"#),
        Hear("second"),
        say(r#"{"return": {}, "id": $3}"#),
    ]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        let error = run(&mut client, "first").await.unwrap_err();
        assert!(error.is_usable());
        let said = chain(&error);
        let expected = "cannot decode the reply to `first` at `first.returns.load`: expected value";
        assert!(said.starts_with(expected), "{said}");
        run(&mut client, "second").await.unwrap();
    });
}

#[test]
fn an_error_to_no_command() {
    ends(
        [say(
            r#"{"error": {"class": "GenericError", "desc": "JSON parse error, expecting value"}}"#,
        )],
        Limits::default(),
        "the server answered with an error to no command: GenericError: JSON parse error, expecting value",
    );
}

#[test]
fn a_message_over_the_limit() {
    let limits = Limits {
        message: 1000,
        ..Limits::default()
    };
    let endless = say_part(&format!(r#"{{"return": "{}"#, "x".repeat(1000)));
    ends(
        [endless],
        limits,
        "the server sent a malformed message: the message is longer than 1000 bytes",
    );
    let deep = say_part(&format!(r#"{{"return": {}"#, "[".repeat(2000)));
    ends(
        [deep],
        Limits::default(),
        "the server sent a malformed message: the message nests more than 1024 levels deep",
    );
}

#[test]
fn the_reason_can_be_looked_at() {
    on_every_shell(greeted([Close]), async |stream| {
        let error = run(&mut client(stream).await, "stop").await.unwrap_err();
        let ended = error.ended().unwrap();
        // A socket is reset if what was sent on it is never read.
        let reason = ended.reason();
        assert!(
            matches!(reason, Reason::Closed | Reason::Reset),
            "{reason:?}"
        );
    });
}

#[test]
fn secrets_are_not_in_the_debug_output() {
    let script = greeted([Hear("secret"), Silence]);
    on_every_shell(script, async |stream| {
        let mut client = unvalidating()
            .deadline(Duration::from_millis(5))
            .over(stream)
            .await
            .unwrap();
        let arguments = json!({"data": "swordfish"});
        client
            .execute_raw::<Value>("secret", &arguments)
            .await
            .unwrap_err();
        let shown = format!("{client:#?}");
        assert!(
            shown.contains("10.0.2") && !shown.contains("swordfish"),
            "{shown}"
        );
    });
}
