//! The secrets themselves, so that they can be taken out of other texts.

use super::redact::may_hold_secret;
use super::{is_judged, of, sounds_secret};
use crate::MAX_NESTING;
use crate::coordinate::Part;
use crate::json::{Kind, Span, Tape, Token};

/// The values of all strings in the JSON text of a command's arguments or reply,
/// or of an event's data, that [`redacted`](super::redacted) does not show for
/// what they are.
///
/// They are what must be looked for in a text that speaks of the message, such as
/// an error. Of a command or event that the schemas in this repository do not
/// have, they are the members whose names sound secret. A text that is no JSON
/// has none.
///
/// ```
/// use qapi_schema::Part;
/// use qapi_schema::secrets::secrets_in;
///
/// let arguments = br#"{"protocol": "vnc", "password": "hunter2"}"#;
/// assert_eq!(secrets_in("set_password", Part::Arguments, arguments), ["hunter2"]);
/// ```
pub fn secrets_in(name: &str, part: Part, json: &[u8]) -> Vec<String> {
    let mut tape = Tape::default();
    let mut found = Vec::new();
    let Ok(text) = tape.scan_bytes(json, MAX_NESTING) else {
        return found;
    };
    let members = of(name, part).filter(|_| is_judged(name));
    let is_secret = |name: &str| match members {
        Some(members) => members.hides(name),
        None => sounds_secret(name),
    };
    let whole = members.is_some_and(|members| members.whole);
    let mut open: Vec<Open> = Vec::new();
    let mut meet = |open: &mut Vec<Open>, value: Token, secret: bool| match value.kind() {
        Kind::Object | Kind::Array => open.push(Open {
            rest: value.inside(),
            object: value.kind() == Kind::Object,
            secret,
        }),
        Kind::Plain | Kind::Escaped => {
            let value = value.string(text);
            if secret || may_hold_secret(&value) {
                found.push(value.into_owned());
            }
        }
        Kind::Integer | Kind::Float | Kind::Bool | Kind::Null => {}
    };
    if let Some(root) = tape.root() {
        meet(&mut open, root, whole);
    }
    while let Some(innermost) = open.last_mut() {
        let name = match innermost.object {
            true => tape.next_name(&mut innermost.rest),
            false => None,
        };
        let Some(value) = tape.next(&mut innermost.rest) else {
            open.pop();
            continue;
        };
        let secret = innermost.secret || name.is_some_and(|name| is_secret(&name.string(text)));
        meet(&mut open, value, secret);
    }
    found
}

/// A container that is being gone through.
struct Open {
    rest: Span,
    object: bool,
    /// All in it is.
    secret: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::{REDACTED, redacted};

    #[test]
    fn what_is_found_is_what_is_not_shown() {
        for (name, part, json, secrets) in [
            (
                "object-add",
                Part::Arguments,
                r#"{"qom-type": "secret", "id": "s0", "data": "hunter\u0032"}"#,
                vec!["hunter2"],
            ),
            (
                "migrate",
                Part::Arguments,
                r#"{"uri": "exec:cat", "channels": [{"x": {"passwd": ["a", {"b": "c"}]}}]}"#,
                vec!["exec:cat", "a", "c"],
            ),
            ("stop", Part::Arguments, r#"{"a": [1, null, "b"]}"#, vec![]),
        ] {
            assert_eq!(secrets_in(name, part, json.as_bytes()), secrets);
            let shown = redacted(name, part, json.as_bytes()).to_string();
            assert_eq!(shown.contains(REDACTED), !secrets.is_empty(), "{shown}");
            assert!(secrets.iter().all(|s| !shown.contains(&format!("\"{s}\""))));
        }
    }

    #[test]
    fn of_the_unknown_it_is_what_sounds_secret() {
        let json = br#"{"token": "t", "other": "o"}"#;
        assert_eq!(secrets_in("x-unheard-of", Part::Arguments, json), ["t"]);
        assert!(secrets_in("stop", Part::Arguments, b"{\"password\": \"a\"").is_empty());
    }
}
