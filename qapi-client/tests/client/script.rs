//! What a server does in a test.

use serde_json::Value;

/// What the server does next.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Sends this. `$1` stands for the id of the first command, and so on (for
    /// `guest-sync-delimited`, the one among its arguments), and `ÿ` for the
    /// byte 0xFF.
    Say(String),
    /// The same, but for so many bytes at the end.
    SayWithout(String, usize),
    /// Waits for a command of this name.
    Hear(&'static str),
    /// Says nothing until the client gives up waiting.
    Silence,
    /// Closes the connection.
    Close,
}
pub(crate) use Step::{Close, Hear, Silence};
pub(crate) use qapi_schema::with_causes as chain;

/// Sends this, with a line end.
pub(crate) fn say(text: &str) -> Step {
    Step::Say(format!("{text}\r\n"))
}

/// Replies this to the command of this number.
pub(crate) fn reply(number: usize, value: &str) -> Step {
    say(&format!(r#"{{"return": {value}, "id": ${number}}}"#))
}

/// Sends this.
pub(crate) fn say_part(text: &str) -> Step {
    Step::Say(text.to_owned())
}

/// Sends this without the last bytes, so many.
pub(crate) fn say_without(text: &str, missing: usize) -> Step {
    Step::SayWithout(text.to_owned(), missing)
}

pub(crate) const GREETING: &str = r#"{"QMP": {"version": {"qemu": {"micro": 2, "minor": 0, "major": 10}, "package": "test"}, "capabilities": ["oob"]}}"#;

/// The steps up to the end of the negotiation, then these.
pub(crate) fn greeted(steps: impl IntoIterator<Item = Step>) -> Vec<Step> {
    let mut all = vec![
        say(GREETING),
        Hear("qmp_capabilities"),
        say(r#"{"return": {}, "id": $1}"#),
    ];
    all.extend(steps);
    all
}

/// What the server knows at some step of the script.
#[derive(Default)]
pub(crate) struct Heard {
    ids: Vec<String>,
}

impl Heard {
    pub(crate) fn command(&mut self, line: &[u8], expected: &str) {
        let sync = line.strip_prefix(b"\xFF");
        let message: Value = serde_json::from_slice(sync.unwrap_or(line)).unwrap();
        assert_eq!(message["execute"], expected);
        assert_eq!(sync.is_some(), expected == "guest-sync-delimited");
        self.ids.push(match sync {
            Some(_) => message["arguments"]["id"].to_string(),
            None => message["id"].to_string(),
        });
    }

    /// What to send, but for so many bytes at the end.
    pub(crate) fn cut(&self, text: &str, missing: usize) -> Vec<u8> {
        let mut bytes = self.fill_in(text);
        bytes.truncate(bytes.len().saturating_sub(missing));
        bytes
    }

    pub(crate) fn fill_in(&self, text: &str) -> Vec<u8> {
        let ids = self.ids.iter().enumerate().rev();
        let text = ids.fold(text.to_owned(), |text, (at, id)| {
            text.replace(&format!("${}", at + 1), id)
        });
        let parts: Vec<&[u8]> = text.split('ÿ').map(str::as_bytes).collect();
        parts.join(&0xFF)
    }
}
