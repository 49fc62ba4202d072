//! The bundled bindings against real text.
#![cfg(all(feature = "bundled", feature = "registry"))]

use qapi_types::registry::Registered;
use qapi_types::{Command, qmp};

#[test]
fn a_real_schema_reply_survives() {
    let dump = std::fs::read("../schemas/qemu-10.0-x86_64.json").unwrap();
    let value: serde_json::Value = serde_json::from_slice(&dump).unwrap();
    let typed: <qmp::commands::QueryQmpSchema as Command>::Reply =
        serde_json::from_slice(&dump).unwrap();
    assert_eq!(serde_json::to_value(&typed).unwrap(), value);
    assert_eq!(typed.clone(), typed);
    let codec = qmp::REGISTRY.iter().find_map(|entry| match entry {
        Registered::Command {
            name: "query-qmp-schema",
            reply,
            ..
        } => Some(reply),
        _ => None,
    });
    assert_eq!(codec.unwrap().recode_value(&value).unwrap().value, value);
}
