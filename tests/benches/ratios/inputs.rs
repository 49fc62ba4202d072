//! What is measured on: QEMU 10.0's schema, and messages as they are sent.

use std::fmt::Write as _;

use qapi_schema::Schema;
use serde_json::{Value, json};

/// The answer of QEMU 10.0 to `query-qmp-schema`.
pub(crate) const DUMP: &[u8] = include_bytes!("../../../schemas/qemu-10.0-x86_64.json");

/// Replies recorded from QEMU 10.0 with 24 disks, one message a line.
const REPLIES: &str = include_str!("data/replies.jsonl");

/// Commands as management sends them in the life of a machine.
const COMMANDS: &str = include_str!("data/commands.jsonl");

/// The schema of [`DUMP`].
pub(crate) fn schema() -> Schema {
    Schema::from_slice(DUMP).expect("the dump is a schema")
}

/// Small commands, one message each.
pub(crate) fn commands() -> Vec<&'static str> {
    COMMANDS.lines().collect()
}

/// A reply of some size, as a message that names its command.
pub(crate) fn reply(command: &str) -> String {
    if command == "query-qmp-schema" {
        let entries = std::str::from_utf8(DUMP).expect("the dump is text");
        return format!(r#"{{"execute": "{command}", "return": {entries}}}"#);
    }
    let start = format!(r#"{{"execute": "{command}","#);
    let mut replies = REPLIES.lines();
    let reply = replies.find(|reply| reply.starts_with(&start));
    reply.expect("the reply is recorded").to_owned()
}

/// Where a union's tag stands among the members.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    First,
    Last,
}

/// A `blockdev-add` of a chain of `depth` backing files, with what management
/// sets on each.
pub(crate) fn blockdev_add(depth: usize, tag: Tag) -> String {
    let mut node = Value::Null;
    for layer in 0..depth {
        let file = json!({
            "driver": "file",
            "filename": format!("/var/lib/images/guest-disk-{layer}.qcow2"),
            "aio": "io_uring",
            "locking": "on",
            "cache": {"direct": true, "no-flush": false},
            "auto-read-only": true,
            "discard": "unmap",
            "node-name": format!("storage-{layer}"),
        });
        node = json!({
            "driver": "qcow2",
            "node-name": format!("format-{layer}"),
            "read-only": layer + 1 < depth,
            "discard": "unmap",
            "detect-zeroes": "unmap",
            "lazy-refcounts": true,
            "l2-cache-size": 16_777_216,
            "cache": {"direct": true, "no-flush": false},
            "file": file,
            "backing": node,
        });
    }
    let mut text = String::from(r#"{"execute": "blockdev-add", "arguments": "#);
    write_json(&mut text, &node, tag);
    text.push('}');
    text
}

/// Writes JSON with the member `driver` first or last.
fn write_json(text: &mut String, value: &Value, tag: Tag) {
    let Value::Object(members) = value else {
        text.push_str(&value.to_string());
        return;
    };
    let mut members: Vec<_> = members.iter().collect();
    members.sort_by_key(|(name, _)| (*name == "driver") == (tag == Tag::Last));
    text.push('{');
    for (at, (name, value)) in members.into_iter().enumerate() {
        if at > 0 {
            text.push_str(", ");
        }
        let _ = write!(text, "\"{name}\": ");
        write_json(text, value, tag);
    }
    text.push('}');
}
