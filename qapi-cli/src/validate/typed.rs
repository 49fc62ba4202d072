//! Whether the bundled bindings take what a line holds and give it back.

use qapi_conformance::typed::{Bindings, Typed};
use qapi_schema::validate::{Rule, Violations};
use qapi_schema::{Coordinate, Part, Schema};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What the bindings made of a line.
#[derive(Debug, Serialize)]
pub(super) struct Made {
    /// Whether all that they know came back as it was.
    pub(super) lossless: bool,
    #[serde(flatten)]
    typed: Typed,
}

impl From<Typed> for Made {
    fn from(typed: Typed) -> Self {
        let lossless = typed.loss.is_none();
        Self { lossless, typed }
    }
}

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
pub(super) fn recode(
    bindings: &Bindings,
    line: &[u8],
    violations: Option<&Violations>,
) -> Option<Typed> {
    for violation in violations.into_iter().flat_map(Violations::iter) {
        let at = violation.at().map(Coordinate::to_string);
        let at = at.unwrap_or_default();
        match violation.rule() {
            Rule::Json => return None,
            Rule::Depth => {
                return Some(Typed::lost(at, "it nests deeper than any QEMU lets it"));
            }
            // A tree has only the last one.
            Rule::DuplicateMember => {
                return Some(Typed::lost(at, "the bindings take no member twice"));
            }
            _ => {}
        }
    }
    let mut deserializer = serde_json::Deserializer::from_slice(line);
    deserializer.disable_recursion_limit();
    let message = Value::deserialize(&mut deserializer).ok()?;
    let (at, content) = part(&message)?;
    let nothing = json!({});
    Some(bindings.typed(&at, content.unwrap_or(&nothing)))
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
