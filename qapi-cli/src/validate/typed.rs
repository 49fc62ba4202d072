//! Whether the bundled bindings take what a line holds and give it back.

use qapi_conformance::typed::{Bindings, RoundTrip, parse};
use qapi_schema::validate::{Rule, Violations};
use qapi_schema::{Coordinate, Part, Schema};
use serde_json::{Value, json};

/// Of those that this program was built with, the bindings that know most
/// commands of a schema: those of QEMU, or of the guest agent.
pub(super) fn bundled(schema: &Schema) -> Bindings {
    let known = |bindings: &Bindings| {
        let commands = schema.commands().iter();
        let arguments =
            commands.map(|command| Coordinate::part_of(command.name(), Part::Arguments));
        arguments.filter(|at| bindings.has(at)).count()
    };
    let qemu = Bindings::new(qapi_types::qmp::REGISTRY);
    let agent = Bindings::new(qapi_types::qga::REGISTRY);
    if known(&agent) > known(&qemu) {
        agent
    } else {
        qemu
    }
}

/// Decodes what a message holds and encodes it back; none for what is no
/// message. It recurses as deep as the message nests, which the validator
/// has bounded.
pub(super) fn round_trip(
    bindings: &Bindings,
    line: &[u8],
    violations: Option<&Violations>,
) -> Option<RoundTrip> {
    for violation in violations.into_iter().flat_map(Violations::iter) {
        let at = violation.at().map(Coordinate::to_string);
        let at = at.unwrap_or_default();
        match violation.rule() {
            Rule::Json => return None,
            Rule::Depth => {
                return Some(RoundTrip::lost(at, "it nests deeper than any QEMU lets it"));
            }
            // A tree has only the last one.
            Rule::DuplicateMember => {
                return Some(RoundTrip::lost(at, "the bindings take no member twice"));
            }
            _ => {}
        }
    }
    let message = parse(line).ok()?;
    let (at, content) = part(&message)?;
    let nothing = json!({});
    Some(bindings.round_trip(&at, content.unwrap_or(&nothing)))
}

/// What a message holds, and of what it is; no value if there are no arguments
/// or data.
fn part(message: &Value) -> Option<(Coordinate, Option<&Value>)> {
    let name = |key| message.get(key).and_then(Value::as_str);
    if let Some(event) = name("event") {
        return Some((Coordinate::part_of(event, Part::Data), message.get("data")));
    }
    let command = name("execute").or_else(|| name("exec-oob"))?;
    let reply = message.get("return");
    let (part, content) = match reply {
        Some(_) => (Part::Returns, reply),
        None => (Part::Arguments, message.get("arguments")),
    };
    Some((Coordinate::part_of(command, part), content))
}
