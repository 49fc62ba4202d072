//! Commands and their replies.

use std::time::Duration;

use qapi_client::{Command, Error, ErrorClass};
use qapi_types::qmp::commands::QueryNamedBlockNodes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::every::*;
use crate::script::*;
use crate::shell::*;

#[derive(Serialize)]
struct QueryStatus {}

#[derive(Debug, PartialEq, Deserialize)]
struct StatusInfo {
    running: bool,
    status: String,
}

impl Command for QueryStatus {
    const NAME: &'static str = "query-status";
    type Reply = StatusInfo;
}

#[test]
fn a_typed_command_gives_its_typed_reply() {
    let script = greeted([
        Hear("query-status"),
        say(r#"{"return": {"status": "running", "running": true}, "id": $2}"#),
    ]);
    on_every_shell(script, async |stream| {
        let status = client(stream).await.execute(&QueryStatus {}).await.unwrap();
        assert!(status.running && status.status == "running");
    });
}

#[test]
fn replies_come_in_any_shape() {
    let script = greeted([
        // Several messages in a line, one in pieces, and one over many lines.
        Hear("one"),
        say_part(
            r#"{"event": "A", "timestamp": {"seconds": 0, "microseconds": 0}}{"return": 1, "id": $2}  {"event": "B"}"#,
        ),
        Hear("two"),
        say_part("{\"ret"),
        say_part("urn\": \"}\\"),
        say_part("\"{\", \"id\""),
        say_part(": $3}\n"),
        Hear("three"),
        say("{\r\n    \"return\": [\r\n        null\r\n    ],\r\n    \"id\": $4\r\n}"),
        // Null is a reply, and the id may come first.
        Hear("four"),
        say("\r\n\r\n"),
        say(r#"{"id": $5, "return": null}"#),
    ]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        assert_eq!(run(&mut client, "one").await.unwrap(), 1);
        assert_eq!(run(&mut client, "two").await.unwrap(), "}\"{");
        assert_eq!(run(&mut client, "three").await.unwrap(), json!([null]));
        assert_eq!(run(&mut client, "four").await.unwrap(), Value::Null);
        assert_eq!(client.next_event().await.unwrap().name(), "A");
        assert_eq!(client.next_event().await.unwrap().name(), "B");
    });
}

#[test]
fn replies_are_matched_by_id_and_by_nothing_else() {
    let script = greeted([
        Hear("query-name"),
        say(r#"{"return": "no id"}"#),
        say(r#"{"return": "of another", "id": 2}"#),
        say(r#"{"return": "null", "id": null}"#),
        say(r#"{"return": "an old one", "id": $1}"#),
        say(r#"{"error": {"class": "GenericError", "desc": "of another"}, "id": {"a": [1]}}"#),
        say(r#"{"return": "ours", "id": $2}"#),
        Hear("query-uuid"),
        say(r#"{"return": "twice", "id": $2}"#),
        say(r#"{"return": "ours", "id": $3}"#),
    ]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        assert_eq!(run(&mut client, "query-name").await.unwrap(), "ours");
        assert_eq!(run(&mut client, "query-uuid").await.unwrap(), "ours");
        assert_eq!(client.counters().stray_replies, 4);
        assert_eq!(client.counters().late_replies, 2);
    });
}

#[test]
fn an_id_is_known_however_it_is_escaped() {
    let script = greeted([Hear("stop"), say(r#"{"return": "\u0061", "id": $2}"#)]);
    on_every_shell(script, async |stream| {
        assert_eq!(run(&mut client(stream).await, "stop").await.unwrap(), "a");
    });
}

#[test]
fn an_error_reply_keeps_class_and_text_and_the_connection() {
    let script = greeted([
        Hear("device_del"),
        say(r#"{"id": $2, "error": {"class": "DeviceNotFound", "desc": "Device 'x' not found"}}"#),
        Hear("stop"),
        say(r#"{"id": $3, "error": {"class": "ClassOfTomorrow", "desc": "no"}}"#),
        Hear("cont"),
        say(r#"{"return": {}, "id": $4}"#),
    ]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        let error = run(&mut client, "device_del").await.unwrap_err();
        assert!(error.is_usable());
        assert_eq!(
            error.to_string(),
            "`device_del` failed: DeviceNotFound: Device 'x' not found"
        );
        match run(&mut client, "stop").await {
            Err(Error::Refused { error, .. }) => {
                assert_eq!(error.class(), &ErrorClass::from("ClassOfTomorrow"));
                assert_eq!(error.desc(), "no");
            }
            other => panic!("{other:?}"),
        }
        run(&mut client, "cont").await.unwrap();
    });
}

#[test]
fn a_command_that_timed_out_leaves_the_connection_good() {
    let soon = Duration::from_millis(5);
    let script = greeted([
        Hear("slow"),
        Silence,
        Hear("query-name"),
        say(r#"{"return": "late", "id": $2}"#),
        say(r#"{"return": "ours", "id": $3}"#),
    ]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        let error = client
            .within(soon)
            .execute_raw::<Value>("slow", &json!({}))
            .await
            .unwrap_err();
        assert!(matches!(&error, Error::TimedOut { command, .. } if command == "slow"));
        assert!(error.is_usable());
        assert_eq!(error.to_string(), "no reply to `slow` within 5 ms");
        assert_eq!(run(&mut client, "query-name").await.unwrap(), "ours");
        assert_eq!(client.counters().late_replies, 1);
    });
}

#[test]
fn a_reply_that_a_timeout_cuts_in_the_middle_is_read_on() {
    let script = greeted([
        Hear("slow"),
        say_part(r#"{"return": "la"#),
        Silence,
        Hear("query-name"),
        say(r#"te", "id": $2}"#),
        say(r#"{"return": "ours", "id": $3}"#),
    ]);
    on_every_shell(script, async |stream| {
        let mut client = unvalidating()
            .deadline(Duration::from_millis(5))
            .over(stream)
            .await
            .unwrap();
        run(&mut client, "slow").await.unwrap_err();
        assert_eq!(
            client
                .within(None)
                .execute_raw::<Value>("query-name", &json!({}))
                .await
                .unwrap(),
            "ours"
        );
        assert_eq!(client.counters().late_replies, 1);
    });
}

#[test]
fn a_reply_of_another_type_is_told_with_command_and_place() {
    let script = greeted([
        Hear("query-status"),
        say(r#"{"return": {"status": 5, "running": true}, "id": $2}"#),
        Hear("query-status"),
        say(r#"{"return": {"status": "running", "running": true}, "id": $3}"#),
    ]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        let error = client.execute(&QueryStatus {}).await.unwrap_err();
        assert!(error.is_usable());
        assert_eq!(
            chain(&error),
            "cannot decode the reply to `query-status` at `query-status.returns.status`: \
             invalid type: integer `5`, expected a string at line 1 column 12"
        );
        client.execute(&QueryStatus {}).await.unwrap();
    });
}

/// The bindings tell the place of a member that came before its union's tag,
/// and what the client says has each place once.
#[test]
fn a_fault_in_a_branch_is_told_with_its_place_once() {
    let nodes = |compat: &str| {
        let node = image_chain(1).replace("\"1.1\"", compat);
        let node = format!(
            r#"{{"file": "f", "node-name": "n", "ro": false, "drv": "qcow2", "backing_file_depth": 1, "encrypted": false, "detect_zeroes": "off",
                "bps": 0, "bps_rd": 0, "bps_wr": 0, "iops": 0, "iops_rd": 0, "iops_wr": 0, "write_threshold": 0, "active": true, "children": [],
                "cache": {{"writeback": true, "direct": false, "no-flush": false}}, "image": {node}}}"#
        );
        say(&format!(r#"{{"return": [{node}], "id": $2}}"#).replace('\n', ""))
    };
    let script = greeted([Hear("query-named-block-nodes"), nodes("[5]")]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        let error = client
            .execute(&QueryNamedBlockNodes::new())
            .await
            .unwrap_err();
        let said = chain(&error);
        let start = "cannot decode the reply to `query-named-block-nodes` at \
             `query-named-block-nodes.returns[0].image.format-specific.data.compat`: \
             invalid type: sequence";
        assert!(said.starts_with(start), "{said}");
    });
}

/// An image with so many backing images, as QEMU describes it: the tag of a
/// union comes last.
fn image_chain(length: usize) -> String {
    let image = |n: usize, more: &str| {
        let specific = r#"{"data": {"compat": "1.1", "refcount-bits": 16, "compression-type": "zlib"}, "type": "qcow2"}"#;
        format!(
            r#"{{"filename": "{n}.qcow2", "format": "qcow2", "virtual-size": 1, "format-specific": {specific}{more}"#
        )
    };
    let outer: String = (0..length)
        .map(|n| image(n, r#", "backing-image": "#))
        .collect();
    format!("{outer}{}{}", image(length, "}"), "}".repeat(length))
}

#[test]
fn a_backing_chain_of_hundreds_of_images_is_no_trouble() {
    let node = |length| {
        let image = image_chain(length);
        format!(
            r#"{{"return": [{{"file": "f", "node-name": "n", "ro": false, "drv": "qcow2", "backing_file_depth": 500,
                "active": true, "children": [], "encrypted": false, "detect_zeroes": "off",
                "bps": 0, "bps_rd": 0, "bps_wr": 0, "iops": 0, "iops_rd": 0, "iops_wr": 0, "write_threshold": 0,
                "cache": {{"writeback": true, "direct": false, "no-flush": false}}, "image": {image}}}], "id": $2}}"#
        )
    };
    for length in [3, 500, 1000] {
        let script = greeted([Hear("query-named-block-nodes"), say(&node(length))]);
        on_every_shell(script.clone(), async |stream| {
            let query = QueryNamedBlockNodes::new();
            let nodes = client(stream).await.execute(&query).await.unwrap();
            let mut images = 0;
            let mut image = nodes[0].image.backing_image.as_ref();
            while let Some(backing) = image {
                images += 1;
                image = backing.backing_image.as_ref();
            }
            assert_eq!(images, length);
        });
        on_every_shell(script, async |stream| {
            let nodes: Value = client(stream)
                .await
                .execute_raw("query-named-block-nodes", &json!({}))
                .await
                .unwrap();
            let last = "/backing-image".repeat(length);
            let last = nodes.pointer(&format!("/0/image{last}/filename"));
            assert_eq!(last, Some(&json!(format!("{length}.qcow2"))));
        });
    }
}

#[test]
fn what_cannot_be_encoded_is_not_sent() {
    let script = greeted([Hear("stop"), say(r#"{"return": {}, "id": $2}"#)]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        let keys = std::collections::BTreeMap::from([([1, 2], 3)]);
        let error = client
            .execute_raw::<Value>("eject", &keys)
            .await
            .unwrap_err();
        assert!(error.is_usable());
        assert_eq!(
            chain(&error),
            "the arguments of `eject` cannot be encoded: key must be a string"
        );
        run(&mut client, "stop").await.unwrap();
    });
}
