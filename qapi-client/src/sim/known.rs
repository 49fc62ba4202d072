//! What a simulator knows beyond its schema: commands of which more is known
//! than what they take and return.

use serde_json::{Map, Value, json};

use super::hook::Call;
use super::shared::Shared;
use crate::answer::QmpError;
use crate::protocol::server::qjson;

/// What a command replies, as it is sent.
type Reply = fn(&Shared) -> Vec<u8>;

/// Replies that tell what the simulator is.
const REPLIES: &[(&str, Reply)] = &[
    ("guest-info", |shared| qjson::to_vec(&agent_info(shared))),
    ("query-qmp-schema", |shared| {
        qjson::to_vec(&shared.schema.to_entries())
    }),
    ("query-target", |shared| {
        qjson::to_vec(&json!({"arch": shared.target()}))
    }),
    ("query-version", |shared| qjson::to_vec(&shared.version())),
];

/// What a command does.
type Behaviour = fn(&mut Call<'_>) -> Result<Value, QmpError>;

/// Commands that do something.
pub(super) const BEHAVIOURS: &[(&str, Behaviour)] = &[
    ("guest-sync", sync),
    ("guest-sync-delimited", |call| {
        call.effects.delimited = true;
        sync(call)
    }),
    ("quit", quit),
];

/// The reply to a command that tells what the simulator is; none if it is not
/// such a command, or if the schema wants a reply of another type.
pub(super) fn reply(shared: &Shared, command: &str) -> Option<Vec<u8>> {
    let (_, reply) = REPLIES.iter().find(|(name, _)| *name == command)?;
    let reply = reply(shared);
    let fits = shared.schema.validator().reply(command, &reply).is_ok();
    fits.then_some(reply)
}

fn agent_info(shared: &Shared) -> Value {
    let version = shared.version();
    let number = |name: &str| version.pointer(&format!("/qemu/{name}")).cloned();
    let [major, minor, micro] =
        ["major", "minor", "micro"].map(|name| number(name).unwrap_or_default());
    let commands = shared.schema.commands().iter().map(|command| {
        json!({
            "enabled": true,
            "name": command.name(),
            "success-response": command.success_response(),
        })
    });
    json!({
        "version": format!("{major}.{minor}.{micro}"),
        "supported_commands": commands.collect::<Value>(),
    })
}

/// Gives back the number that the client has chosen.
fn sync(call: &mut Call<'_>) -> Result<Value, QmpError> {
    Ok(call.arguments().get("id").cloned().unwrap_or_default())
}

fn quit(call: &mut Call<'_>) -> Result<Value, QmpError> {
    if let Some(event) = call.shared.schema.event("SHUTDOWN") {
        let data = json!({"guest": false, "reason": "host-qmp-quit"});
        let valid = call.shared.validator().event(event.name(), &data).is_ok();
        let data = match valid {
            true => data,
            false => call.shared.schema.samples().minimal(event.data()),
        };
        call.emit(event.name(), data);
    }
    call.quit();
    Ok(Value::Object(Map::new()))
}
