//! The reference schemas load, and have QAPI's names and widths.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

use std::path::PathBuf;

use qapi_schema::{Builtin, Schema, TypeKind, Width};

fn references() -> Vec<(String, Schema)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../schemas/reference");
    let mut references: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let schema = Schema::from_slice(&std::fs::read(&path).unwrap());
            (name, schema.unwrap())
        })
        .collect();
    references.sort_by(|(a, _), (b, _)| a.cmp(b));
    assert!(references.len() >= 6);
    references
}

#[test]
fn references_have_names_and_widths() {
    for (name, schema) in references() {
        assert!(schema.is_unmasked(), "{name}");
        let widths = schema.types().filter_map(|(_, ty)| match ty.kind() {
            TypeKind::Builtin(Builtin::Int(width)) => Some(*width),
            _ => None,
        });
        let widths: Vec<Width> = widths.collect();
        assert!(!widths.contains(&Width::Unknown), "{name}");
        assert!(widths.contains(&Width::Uint64), "{name}");
    }
}

/// Instances and mutations keep to the widths that a reference tells.
#[cfg(feature = "sample")]
#[test]
fn samples_of_a_reference_are_judged_as_they_announce() {
    use qapi_schema::validate::{Rule, Validator, Violations};
    use qapi_schema::{Coordinate, Part};

    fn judge(validator: Validator<'_>, at: &Coordinate, text: &[u8]) -> Result<(), Violations> {
        match at.part() {
            Some(Part::Arguments) => validator.command(at.name(), text),
            Some(Part::Returns) => validator.reply(at.name(), text),
            _ => validator.event(at.name(), text),
        }
    }

    let mut ranges = 0;
    for (name, schema) in references() {
        // The system emulator's takes longer and shows nothing else.
        if !name.ends_with("-10.2") || name == "qemu-10.2" {
            continue;
        }
        let samples = schema.samples();
        for (at, id) in schema.parts() {
            for value in [samples.minimal(id), samples.full(id), samples.random(id, 7)] {
                let text = value.to_string();
                let judged = judge(schema.validator(), &at, text.as_bytes());
                assert!(judged.is_ok(), "{name}: {at}: {judged:?}");
                let mutations = samples.mutations(&at, &value).into_iter();
                for mutation in mutations.filter(|m| m.rule == Rule::IntegerRange) {
                    let judged = judge(schema.validator(), &at, &mutation.document);
                    let violations = judged.err().map(|all| all.first().clone());
                    let violation = violations.unwrap();
                    assert_eq!(
                        violation.rule(),
                        Rule::IntegerRange,
                        "{at}: {}",
                        mutation.what
                    );
                    assert_eq!(violation.at(), mutation.at.as_ref(), "{at}");
                    ranges += 1;
                }
            }
        }
    }
    assert!(ranges > 1000, "{ranges}");
}
