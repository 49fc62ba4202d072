//! The bundled bindings tell their JSON Schema.
#![cfg(all(feature = "bundled", feature = "schemars"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

use qapi_types::qmp::{commands, events, types};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

fn root<T: JsonSchema>() -> Value {
    SchemaGenerator::default()
        .into_root_schema_for::<T>()
        .into()
}

/// What somebody's own type may hold.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its schema is looked at")]
struct Disk {
    size: u64,
    options: types::BlockdevOptions,
}

#[test]
fn commands_events_and_types_have_schemas() {
    let resize = root::<commands::BlockResize>();
    assert_eq!(resize["title"], "BlockResize");
    assert_eq!(resize["required"], json!(["size"]));
    assert_eq!(resize["additionalProperties"], false);
    let status = root::<events::JobStatusChange>();
    let reference = status["properties"]["status"]["$ref"].as_str().unwrap();
    let definition = status
        .pointer(reference.strip_prefix('#').unwrap())
        .unwrap();
    let values = definition["enum"].as_array().unwrap();
    assert!(values.contains(&json!("concluded")));
}

/// A recursive type is told once, under its name, and every reference leads
/// somewhere.
#[test]
fn types_of_ones_own_may_hold_them() {
    let disk = root::<Disk>();
    let reference = &disk["properties"]["options"]["$ref"];
    assert_eq!(reference, "#/$defs/BlockdevOptions");
    let mut count = 0;
    let mut queue = vec![&disk];
    while let Some(part) = queue.pop() {
        if let Some(reference) = part.get("$ref").and_then(Value::as_str) {
            assert!(disk.pointer(&reference[1..]).is_some(), "{reference}");
            count += 1;
        }
        match part {
            Value::Object(members) => queue.extend(members.values()),
            Value::Array(elements) => queue.extend(elements),
            _ => {}
        }
    }
    assert!(count > 50, "{count}");
}
