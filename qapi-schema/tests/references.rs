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
