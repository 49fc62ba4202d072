//! Damaged dumps: none brings the loader down, and what loads is sound.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must stop"
)]

use std::collections::HashSet;
use std::thread;

use fastrand::Rng;
use qapi_schema::{FirstUses, LoadError, Place, Schema, TypeId, TypeKind};
use serde_json::{Value, json};

/// A little of everything.
fn dump() -> Value {
    json!([
        {"name": "add", "meta-type": "command", "arg-type": "1", "ret-type": "[7]", "features": ["unstable"]},
        {"name": "get", "meta-type": "command", "arg-type": "0", "ret-type": "4", "allow-oob": true},
        {"name": "GONE", "meta-type": "event", "arg-type": "8"},
        {"name": "0", "meta-type": "object", "members": []},
        {"name": "1", "meta-type": "object", "tag": "driver", "members": [
            {"name": "driver", "type": "2"},
            {"name": "name", "type": "str", "default": null},
            {"name": "cache", "type": "8", "default": null, "features": ["deprecated"]}
        ], "variants": [
            {"case": "file", "type": "3"}, {"case": "null", "type": "0"}, {"case": "net", "type": "5"}
        ]},
        {"name": "2", "meta-type": "enum", "values": ["file", "null", "net"],
         "members": [{"name": "file"}, {"name": "null", "features": ["deprecated"]}, {"name": "net"}]},
        {"name": "3", "meta-type": "object", "members": [
            {"name": "filename", "type": "str"}, {"name": "backing", "type": "4", "default": null}
        ]},
        {"name": "4", "meta-type": "alternate", "members": [
            {"type": "1"}, {"type": "str"}, {"type": "null"}, {"type": "[int]"}
        ]},
        {"name": "5", "meta-type": "object", "tag": "kind", "members": [{"name": "kind", "type": "6"}],
         "variants": [{"case": "inet", "type": "8"}, {"case": "unix", "type": "3"}]},
        {"name": "6", "meta-type": "enum", "values": ["inet", "unix"]},
        {"name": "7", "meta-type": "object", "members": [
            {"name": "children", "type": "[7]"}, {"name": "what", "type": "any"}, {"name": "size", "type": "number"}
        ]},
        {"name": "8", "meta-type": "object", "members": [{"name": "on", "type": "bool"}, {"name": "at", "type": "int"}]},
        {"name": "[7]", "meta-type": "array", "element-type": "7"},
        {"name": "[int]", "meta-type": "array", "element-type": "int"},
        {"name": "str", "meta-type": "builtin", "json-type": "string"},
        {"name": "int", "meta-type": "builtin", "json-type": "int"},
        {"name": "number", "meta-type": "builtin", "json-type": "number"},
        {"name": "bool", "meta-type": "builtin", "json-type": "boolean"},
        {"name": "null", "meta-type": "builtin", "json-type": "null"},
        {"name": "any", "meta-type": "builtin", "json-type": "value"}
    ])
}

/// A value somewhere inside.
fn pick<'v>(value: &'v mut Value, rng: &mut Rng) -> &'v mut Value {
    let inside = match value {
        Value::Array(list) => list.len(),
        Value::Object(map) => map.len(),
        _ => 0,
    };
    if inside == 0 || rng.u8(..) < 16 {
        return value;
    }
    let at = rng.usize(..inside);
    let next = match value {
        Value::Array(list) => list.get_mut(at),
        Value::Object(map) => map.values_mut().nth(at),
        _ => None,
    };
    pick(next.unwrap(), rng)
}

fn damage(dump: &mut Value, rng: &mut Rng) {
    let other = pick(&mut dump.clone(), rng).take();
    match (rng.u8(..6), pick(dump, rng)) {
        (0, Value::Array(list)) if !list.is_empty() => {
            list.remove(rng.usize(..list.len()));
        }
        (1, Value::Array(list)) if !list.is_empty() => {
            let again = list.get(rng.usize(..list.len())).cloned().unwrap();
            list.insert(rng.usize(..=list.len()), again);
        }
        (2, Value::Array(list)) => rng.shuffle(list),
        (0..=2, Value::Object(map)) if !map.is_empty() => {
            let key = map.keys().nth(rng.usize(..map.len())).cloned().unwrap();
            map.remove(&key);
        }
        // References are strings: most become other references.
        (_, place @ Value::String(_)) => {
            const NAMES: [&str; 13] = [
                "0", "1", "3", "4", "5", "7", "8", "[7]", "str", "2", "get", "GONE", "file",
            ];
            *place = rng.choice(NAMES).unwrap().into();
        }
        (_, place) => *place = other,
    }
}

/// Loads on a stack of 256 KiB.
fn load(dump: Vec<u8>) -> Result<Schema, LoadError> {
    let small = thread::Builder::new().stack_size(256 * 1024);
    small
        .spawn(move || Schema::from_slice(&dump))
        .unwrap()
        .join()
        .unwrap()
}

/// What [`Schema`] promises.
fn assert_sound(schema: &Schema, text: &str) {
    let known: HashSet<TypeId> = schema.types().map(|(id, _)| id).collect();
    let is_known = |id: TypeId| assert!(known.contains(&id), "{text}");
    for (id, ty) in schema.types() {
        match ty.kind() {
            TypeKind::Builtin(_) | TypeKind::Enum(_) => {}
            TypeKind::Array(element) => is_known(*element),
            TypeKind::Alternate(alternate) => {
                let mut kinds = HashSet::new();
                for &branch in alternate.branches() {
                    is_known(branch);
                    assert!(kinds.insert(schema.json_kind(branch).unwrap()), "{text}");
                }
            }
            TypeKind::Object(object) => {
                let mut names = HashSet::new();
                for member in object.members() {
                    is_known(member.ty());
                    assert!(names.insert(member.name()), "{text}");
                }
                let Some(variants) = object.variants() else {
                    continue;
                };
                let tag = object.members().get(variants.tag()).unwrap();
                assert!(!tag.optional(), "{text}");
                let tags = schema[tag.ty()].as_enum().unwrap();
                assert_eq!(tags.values().len(), variants.cases().len(), "{text}");
                for value in tags.values() {
                    let branch = variants.case(value.name()).unwrap().ty();
                    assert!(
                        schema[branch].as_object().is_some() && branch != id,
                        "{text}"
                    );
                }
            }
        }
    }
    for command in schema.commands() {
        assert!(schema[command.arguments()].as_object().is_some(), "{text}");
        is_known(command.returns());
    }
    for event in schema.events() {
        assert!(schema[event.data()].as_object().is_some(), "{text}");
    }
    let uses = FirstUses::new(schema);
    for &id in uses.order() {
        let at = uses.coordinate(id).unwrap();
        assert_eq!(at.to_string().parse(), Ok(at.clone()));
        assert!(
            matches!(schema.locate(&at), Ok(Place::Type(_) | Place::Member(_))),
            "{at} in {text}"
        );
    }
    let again = serde_json::to_vec(&schema.to_entries()).unwrap();
    let again = Schema::from_slice(&again).unwrap();
    assert_eq!(again.to_entries(), schema.to_entries(), "{text}");
}

#[test]
fn a_damaged_dump_is_refused_at_a_place_or_sound() {
    let mut counts = [0, 0];
    for seed in 0..4000 {
        let mut rng = Rng::with_seed(seed);
        let mut dump = dump();
        for _ in 0..rng.usize(1..3) {
            damage(&mut dump, &mut rng);
        }
        let text = dump.to_string();
        match load(text.clone().into_bytes()) {
            Ok(schema) => {
                counts[0] += 1;
                assert_sound(&schema, &text);
            }
            Err(error) => {
                counts[1] += 1;
                let LoadError::Unusable(findings) = error else {
                    continue;
                };
                for finding in findings.iter() {
                    assert!(!finding.at().is_empty() && !finding.to_string().contains('\n'));
                }
            }
        }
    }
    // Neither is so rare that the other half of this test is idle.
    assert!(counts.iter().all(|count| *count > 200), "{counts:?}");
}

#[test]
fn a_cut_or_garbled_dump_is_refused_or_sound() {
    let whole = dump().to_string().into_bytes();
    for end in 0..whole.len() {
        assert!(Schema::from_slice(&whole[..end]).is_err(), "{end}");
    }
    for seed in 0..4000 {
        let mut rng = Rng::with_seed(seed);
        let mut bytes = whole.clone();
        for _ in 0..rng.usize(1..4) {
            let at = rng.usize(..bytes.len());
            bytes[at] = rng.choice(*b"\"\\{}[]:,0 \xff\x00a").unwrap();
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Ok(schema) = load(bytes) {
            assert_sound(&schema, &text);
        }
    }
}
