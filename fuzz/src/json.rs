//! The validator takes for JSON what `serde_json` takes for JSON.

use qapi_schema::Schema;
use qapi_schema::validate::Rule;
use serde_json::Value;
use std::sync::LazyLock;

/// A schema with a command that returns anything.
static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let dump = br#"[
        {"name": "x", "meta-type": "command", "arg-type": "0", "ret-type": "any"},
        {"name": "0", "meta-type": "object", "members": []},
        {"name": "any", "meta-type": "builtin", "json-type": "value"}
    ]"#;
    Schema::from_slice(dump).expect("the dump is a schema")
});

/// Checks it of one input.
pub fn check(bytes: &[u8]) {
    // `serde_json` gives this member name a meaning of its own.
    if bytes.windows(8).any(|window| window == b"RawValue") {
        return;
    }
    let judged = SCHEMA.validator().reply("x", bytes);
    let rule = judged.err().map(|violations| violations.first().rule());
    match (serde_json::from_slice::<Value>(bytes), rule) {
        // It knows neither limit, but has a lower one for nesting.
        (Ok(_), None | Some(Rule::DuplicateMember)) | (Err(_), Some(Rule::Json)) => {}
        (Err(error), _) if error.to_string().starts_with("recursion limit") => {}
        (parsed, rule) => panic!("{parsed:?}, but {rule:?}"),
    }
}
