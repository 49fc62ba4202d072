//! What can be wrong where commands are carried out.

use std::os::unix::process::ExitStatusExt;

use qapi_machine::Exit;
use qapi_schema::Schema;
use rustix::process::Signal;
use serde_json::Value;

use super::commands::Case;
use super::harm::Harmless;
use super::ledger;
use super::machine::{End, Said, Throwaway};
use super::verdict::{Verdict, kind, shown};
use crate::Stop;
use crate::judge::{Answer, like};

/// Something that must not be, and what it was seen by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Symptom {
    /// What it is: the same whenever the same is wrong.
    pub(super) what: String,
    pub(super) expected: String,
    pub(super) said: String,
    /// Whether it takes time to see it again.
    pub(super) slow: bool,
}

/// How a command ended that was carried out.
#[derive(Debug)]
pub(super) enum Outcome {
    Returned,
    Failed,
    /// QEMU has ended as it should.
    Ended,
    /// The machine's own limits have ended it.
    Limited,
    Wrong(Symptom),
}

/// What QEMU's input visitor says. Handlers have visitors of their own, which
/// say the same.
const VISITOR: &[&str] = &[
    "GenericError: Parameter '*' is missing",
    "GenericError: Parameter '*' is unexpected",
    "GenericError: Parameter '*' does not accept value '*'",
    "GenericError: Parameter '*' expects *int*",
    "GenericError: Invalid parameter type for '*', expected: *",
];

/// Has a command carried out and looks at what comes of it.
///
/// # Errors
///
/// The operating system does not tell how QEMU has ended.
pub(super) fn carry_out(
    schema: &Schema,
    machine: &mut Throwaway<'_>,
    command: &Harmless,
) -> Result<Outcome, Stop> {
    let case = Case::carried_out(schema, command);
    let verdict = Verdict::of(schema, &case);
    let Said {
        answers,
        events,
        end,
    } = machine.ask(&case.question)?;
    if let Some(end) = end {
        return Ok(ended(command, end));
    }
    for event in &events {
        if let Some(symptom) = of_event(schema, event) {
            return Ok(Outcome::Wrong(symptom));
        }
    }
    let name = command.name();
    let wrong = |what: String, expected: String| {
        Ok(Outcome::Wrong(Symptom {
            what,
            expected,
            said: shown(&answers),
            slow: false,
        }))
    };
    match (verdict.rule, answers.as_slice()) {
        (None, [Answer::Return(value)]) => match schema.validator().reply(name, value.get()) {
            Ok(()) => Ok(Outcome::Returned),
            Err(violations) => wrong(
                format!(
                    "`{name}` returns what its schema does not have: {}",
                    violations.first()
                ),
                violations.to_string(),
            ),
        },
        (None, [error @ Answer::Error { .. }]) => {
            let said = error.to_string();
            if !VISITOR.iter().any(|text| like(&said, text)) {
                return Ok(Outcome::Failed);
            }
            // Whether it was the visitor shows where no handler runs.
            let judged = Case::of_command(0, name, command.arguments().to_vec(), None);
            let Said { answers, end, .. } = machine.ask(&judged.question)?;
            if let Some(end) = end {
                return Ok(ended(command, end));
            }
            let said = shown(&answers);
            let agreed = verdict.agrees(&judged, &answers);
            if agreed || is_open(name) || ledger::known(&judged, None, &said).is_some() {
                return Ok(Outcome::Failed);
            }
            wrong(
                format!("`{name}`: valid, and QEMU says {}", kind(&said)),
                verdict.words,
            )
        }
        (Some(rule), answers) if answers.iter().any(|a| matches!(a, Answer::Return(_))) => wrong(
            format!("`{name}` is carried out: {rule} by the validator"),
            verdict.words,
        ),
        (_, [Answer::Garbage(_)]) => wrong(
            format!("`{name}` is answered with what is no JSON"),
            "JSON".to_owned(),
        ),
        _ => Ok(Outcome::Failed),
    }
}

/// Whether a command looks into its arguments itself.
fn is_open(name: &str) -> bool {
    let mut quirks = qapi_schema::validate::QUIRKS.iter();
    quirks.any(|quirk| quirk.command == name)
}

fn of_event(schema: &Schema, event: &[u8]) -> Option<Symptom> {
    let violations = schema.validator().message(event).err()?;
    let first = violations.first();
    let name = first.at().map(|at| at.name().to_owned());
    Some(Symptom {
        what: format!(
            "the event `{}` does not fit its schema: {first}",
            name.unwrap_or_default()
        ),
        expected: violations.to_string(),
        said: String::from_utf8_lossy(event).trim_end().to_owned(),
        slow: false,
    })
}

fn ended(command: &Harmless, end: End) -> Outcome {
    /// Signals that tell of the limits which a machine has here.
    const LIMITS: [Signal; 3] = [Signal::XFSZ, Signal::XCPU, Signal::SYS];
    match end {
        End::Hung => Outcome::Wrong(Symptom {
            what: format!("{} is not answered in time", named(command)),
            expected: String::new(),
            said: String::new(),
            slow: true,
        }),
        End::Closed => Outcome::Wrong(Symptom {
            what: format!("{} closes the monitor, and QEMU runs on", named(command)),
            expected: String::new(),
            said: String::new(),
            slow: true,
        }),
        End::ShutDown => Outcome::Ended,
        End::Died(exit) if exit.status.success() => Outcome::Wrong(Symptom {
            what: format!("{} ends QEMU, and no `SHUTDOWN` says so", named(command)),
            expected: String::new(),
            said: exit.to_string(),
            slow: false,
        }),
        End::Died(exit) => {
            let signal = exit.status.signal();
            if LIMITS.iter().any(|limit| signal == Some(limit.as_raw())) {
                return Outcome::Limited;
            }
            Outcome::Wrong(Symptom {
                what: format!("QEMU dies: {}: {}", exit.status, words(command, &exit)),
                expected: String::new(),
                said: exit.to_string(),
                slow: false,
            })
        }
    }
}

/// What QEMU's last words say of why it has died, without what differs each
/// time; or what it did.
fn words(command: &Harmless, exit: &Exit) -> String {
    // Who gives up says why, and who is struck does not.
    let signal = exit.status.signal();
    let gives_up = [Signal::ABORT, Signal::TRAP];
    let gives_up = signal.is_none() || gives_up.iter().any(|one| signal == Some(one.as_raw()));
    let mut lines = exit.stderr.lines().rev();
    match lines.find(|line| gives_up && !line.trim().is_empty()) {
        Some(line) => {
            // The program comes first.
            let (program, rest) = line.split_once(": ").unwrap_or(("", line));
            let is_program = program.contains("qemu-") && !program.contains(' ');
            numberless(if is_program { rest } else { line })
        }
        None => format!("at {}", named(command)),
    }
}

/// A command with the first that says what it is about.
fn named(command: &Harmless) -> String {
    let name = command.name();
    let about = serde_json::from_slice(command.arguments()).ok();
    match about.as_ref().and_then(about_what) {
        Some(what) => format!("`{name}` of `{what}`"),
        None => format!("`{name}`"),
    }
}

/// The outermost tag in a value.
fn about_what(value: &Value) -> Option<&str> {
    const TAGS: [&str; 3] = ["qom-type", "driver", "type"];
    let mut level = vec![value];
    while !level.is_empty() {
        let tags = level
            .iter()
            .flat_map(|value| TAGS.map(|tag| value.get(tag)));
        if let Some(tag) = tags.flatten().find_map(Value::as_str) {
            return Some(tag);
        }
        let inner = level.iter().flat_map(|value| -> Vec<&Value> {
            match value {
                Value::Object(members) => members.values().collect(),
                Value::Array(elements) => elements.iter().collect(),
                _ => Vec::new(),
            }
        });
        level = inner.collect();
    }
    None
}

/// A line without its numbers and addresses.
fn numberless(line: &str) -> String {
    let mut text = String::new();
    for (at, word) in line.split("0x").enumerate() {
        // What follows is an address.
        let word = if at == 0 {
            word
        } else {
            text.push_str("0x…");
            word.trim_start_matches(|digit: char| digit.is_ascii_hexdigit())
        };
        for character in word.chars() {
            match character {
                '0'..='9' if text.ends_with('N') => {}
                '0'..='9' => text.push('N'),
                _ => text.push(character),
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::process::ExitStatus;

    use super::*;

    fn said(signal: i32, stderr: &str) -> String {
        let command = Harmless::new("stop", b"{}").unwrap();
        let exit = ended(
            &command,
            End::Died(Exit::new(ExitStatus::from_raw(signal), stderr)),
        );
        match exit {
            Outcome::Wrong(symptom) => symptom.what,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn the_same_crash_has_the_same_words() {
        let first = said(
            6,
            "warning: x\nqemu-x: block.c:12: f: Assertion `a != 7' failed.\n",
        );
        let second = said(6, "qemu-y: block.c:345: f: Assertion `a != 8' failed.");
        assert_eq!(first, second);
        let object = |at: &str| said(6, &format!("./x86.h:1:X: Object {at} is not an instance"));
        assert_eq!(object("0x55a30e0e3800"), object("0x7f"));
        assert_ne!(said(11, ""), first);
        assert_eq!(said(11, "warning: x"), said(11, ""));
    }

    #[test]
    fn a_command_is_told_with_what_it_is_about() {
        let told =
            |name, arguments: &str| named(&Harmless::new(name, arguments.as_bytes()).unwrap());
        assert_eq!(told("stop", "{}"), "`stop`");
        let nested = r#"{"id":"a","backend":{"type":"vc","data":{}}}"#;
        assert_eq!(told("chardev-add", nested), "`chardev-add` of `vc`");
        let file = r#"{"file":{"driver":"file","filename":"a"},"driver":"raw"}"#;
        assert_eq!(told("blockdev-add", file), "`blockdev-add` of `raw`");
    }

    #[test]
    fn what_is_meant_to_end_is_no_crash() {
        let command = Harmless::new("stop", b"{}").unwrap();
        assert!(matches!(ended(&command, End::ShutDown), Outcome::Ended));
        let unsaid = "`stop` ends QEMU, and no `SHUTDOWN` says so";
        assert_eq!(said(0, "warning: x"), unsaid);
        assert_eq!(said(25, ""), "Limited");
        assert!(said(1 << 8, "cannot go on").contains("cannot go on"));
    }
}
