//! `Debug` of bundled types shows no secret.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what is wrong by failing"
)]

use std::collections::BTreeSet;
use std::path::Path;

use qapi_conformance::typed::Bindings;
use qapi_schema::secrets::{REDACTED, SECRETS};
use qapi_schema::{Coordinate, Part, Schema, Step};
use qapi_tests::dumps;
use serde_json::Value;

const MARKER: &str = "hunter2";

/// Puts the marker in place of all strings that the steps lead to in a value.
/// Says whether there was one.
fn plant(value: &mut Value, steps: &[Step]) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        return match value {
            Value::String(text) => {
                MARKER.clone_into(text);
                true
            }
            Value::Array(values) => {
                let planted = values.iter_mut().map(|value| plant(value, &[]));
                planted.fold(false, |any, planted| any | planted)
            }
            Value::Object(members) => {
                let planted = members.values_mut().map(|value| plant(value, &[]));
                planted.fold(false, |any, planted| any | planted)
            }
            _ => false,
        };
    };
    match step {
        Step::Member(name) => value
            .get_mut(&**name)
            .is_some_and(|value| plant(value, rest)),
        Step::Branch { tag, case } => {
            let here = value.get(&**tag).is_some_and(|value| *value == **case);
            here && plant(value, rest)
        }
        Step::Element(_) => {
            let values = value.as_array_mut().into_iter().flatten();
            let planted = values.map(|value| plant(value, rest));
            planted.fold(false, |any, planted| any | planted)
        }
    }
}

/// The rows of which the bindings showed nothing; whole replies are no type of
/// theirs.
fn shows_nothing(schema: &Schema, bindings: &Bindings, seen: &mut BTreeSet<&'static str>) {
    let samples = schema.samples();
    for row in SECRETS {
        let at: Coordinate = row.at.parse().expect("a row is a coordinate");
        if at.steps().is_empty() || schema.locate(&at).is_err() {
            continue;
        }
        let part = at.part().expect("a row is in a part");
        let root = Coordinate::part_of(at.name(), part);
        let mut parts = schema.parts();
        let (_, id) = parts
            .find(|(place, _)| *place == root)
            .expect("it is there");
        let mut values = samples.instances(id);
        values.extend((100..140).map(|seed| samples.random(id, seed)));
        for mut value in values {
            if !plant(&mut value, at.steps()) {
                continue;
            }
            seen.insert(row.at);
            let shown = bindings.print(&root, &value);
            let shown = shown.unwrap_or_else(|error| panic!("{at}: {error}\n{value}"));
            assert!(!shown.contains(MARKER), "{at}\n{value}\n{shown}");
            assert!(shown.contains(REDACTED), "{at}\n{value}\n{shown}");
        }
    }
}

#[test]
fn debug_shows_no_secret() {
    let mut seen = BTreeSet::new();
    let qmp = Bindings::new(qapi_types::qmp::REGISTRY);
    for dump in dumps().expect("the captured schemas load") {
        shows_nothing(&dump.schema, &qmp, &mut seen);
    }
    let qga = Bindings::new(qapi_types::qga::REGISTRY);
    for version in ["7.2", "10.2"] {
        let file = format!("../schemas/reference/qemu-ga-{version}.json");
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let dump = std::fs::read(file).expect("the reference is there");
        let schema = Schema::from_slice(&dump).expect("the reference loads");
        shows_nothing(&schema, &qga, &mut seen);
    }
    for row in SECRETS {
        let at: Coordinate = row.at.parse().expect("a row is a coordinate");
        let whole = at.steps().is_empty() && at.part() == Some(Part::Returns);
        assert!(whole || seen.contains(row.at), "{at} was never tried");
    }
}
