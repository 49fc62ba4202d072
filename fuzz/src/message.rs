//! A message is judged alike as bytes and in memory, and as a whole and to the
//! first violation.

use std::sync::LazyLock;

use qapi_schema::Schema;
use serde_json::Value;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let dump = include_bytes!("../../schemas/qemu-10.0-x86_64.json");
    Schema::from_slice(dump).expect("the dump is a schema")
});

/// Checks it of one input.
pub fn check(bytes: &[u8]) {
    let validator = SCHEMA.validator().deny_deprecated(true).deny_unstable(true);
    let judged = validator.message(bytes);
    let first = validator.first_only(true).message(bytes);
    assert_eq!(
        first.err().map(|first| first.first().clone()),
        judged.as_ref().err().map(|all| all.first().clone())
    );
    if let Err(violations) = &judged {
        // Neither printing nor sending them may fail.
        let _ = violations.to_string();
        let _ = serde_json::to_string(violations).expect("violations are JSON");
    }
    if let Ok(value) = serde_json::from_slice::<Value>(bytes) {
        let text = value.to_string();
        assert_eq!(
            validator.message(&value),
            validator.message(&text),
            "{text}"
        );
    }
}
