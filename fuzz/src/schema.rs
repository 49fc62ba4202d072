//! No dump upsets the loader, and what it makes of one comes back the same.

use qapi_schema::{FirstUses, Schema};

/// Checks it of one input.
pub fn check(bytes: &[u8]) {
    let schema = match Schema::from_slice(bytes) {
        Ok(schema) => schema,
        Err(error) => {
            let _ = error.to_string();
            return;
        }
    };
    let uses = FirstUses::new(&schema);
    for id in uses.order() {
        let at = uses.coordinate(*id).expect("it is used");
        schema.locate(&at).expect("its place is there");
    }
    let entries = serde_json::to_vec(&schema.to_entries()).expect("entries are JSON");
    let again = Schema::from_slice(&entries).expect("it was a schema");
    let entries_again = serde_json::to_vec(&again.to_entries()).expect("entries are JSON");
    assert_eq!(entries, entries_again);
}
