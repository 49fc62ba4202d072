//! The captured schemas load, say what they say, and come back the same.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must stop"
)]

use std::path::PathBuf;

use qapi_schema::wire::SchemaInfo;
use qapi_schema::{Coordinate, FirstUses, Schema, TypeKind};
use serde_json::value::RawValue;

fn dumps() -> Vec<(PathBuf, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let mut dumps: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| {
            let bytes = std::fs::read(&path).unwrap();
            (path, bytes)
        })
        .collect();
    dumps.sort();
    assert!(!dumps.is_empty());
    dumps
}

/// The order is QEMU's too, of entries and of their members.
#[test]
fn entries_come_back_as_they_were_sent() {
    for (path, bytes) in dumps() {
        let schema = Schema::from_slice(&bytes).unwrap();
        let sent: Vec<Box<RawValue>> = serde_json::from_slice(&bytes).unwrap();
        let entries = schema.to_entries();
        assert_eq!(entries.len(), sent.len(), "{}", path.display());
        for (entry, sent) in entries.iter().zip(sent) {
            let back = serde_json::to_string(entry).unwrap();
            let sent = sent.get().replace("\": ", "\":").replace(", ", ",");
            assert_eq!(back, sent, "{}", path.display());
        }
    }
}

#[test]
fn the_place_of_first_use_leads_to_the_type() {
    for (_, bytes) in dumps() {
        let schema = Schema::from_slice(&bytes).unwrap();
        let uses = FirstUses::new(&schema);
        for &id in uses.order() {
            let at = uses.coordinate(id).unwrap();
            let parsed: Coordinate = at.to_string().parse().unwrap();
            assert_eq!(parsed, at);
            let place = schema.locate(&at).unwrap();
            let found = match place {
                qapi_schema::Place::Type(id) => id,
                qapi_schema::Place::Member(member) => member.ty(),
                other => panic!("{at} is {other:?}"),
            };
            // An alternate adds no step, so a branch shares its place.
            let alternate = matches!(schema[found].kind(), TypeKind::Alternate(_));
            assert!(found == id || alternate, "{at}");
        }
    }
}

#[test]
fn a_reply_loads_like_its_list() {
    let (_, bytes) = dumps().remove(0);
    let text = String::from_utf8(bytes).unwrap();
    let reply = format!("{{\"id\": 1, \"return\": {text}}}");
    let from_reply = Schema::from_slice(reply.as_bytes()).unwrap();
    let from_list = Schema::from_slice(text.as_bytes()).unwrap();
    let entries = |schema: &Schema| -> Vec<SchemaInfo<'static>> {
        let json = serde_json::to_string(&schema.to_entries()).unwrap();
        serde_json::from_str(json.leak()).unwrap()
    };
    assert_eq!(entries(&from_reply), entries(&from_list));
}
