//! Messages and what is said of them.

/// A message and what is wrong with it.
pub(crate) type Row = (&'static str, &'static [&'static str]);

/// What a person reads, for each thing that can be wrong. The validator denies
/// deprecated and unstable things.
pub(crate) const ROWS: &[Row] = &[
    // json
    (
        "",
        &[" | json | not JSON: expected a value, found nothing (line 1, column 1)"],
    ),
    (
        "{\"execute\": \"stop\",\n \"id\" 1}",
        &[" | json | not JSON: expected `:` after a member's name (line 2, column 7)"],
    ),
    (
        r#"{"execute": 'stop'}"#,
        &[" | json | not JSON: expected a value (line 1, column 13)"],
    ),
    // envelope
    (
        "[]",
        &[" | envelope | a message must be an object, found an array"],
    ),
    (
        "{}",
        &[" | envelope | a message must have `execute`, `exec-oob` or `event`"],
    ),
    (
        r#"{"return": {}}"#,
        &[" | envelope | a message must have `execute`, `exec-oob` or `event`"],
    ),
    (
        r#"{"excute": "stop"}"#,
        &[
            " | envelope | `excute` is not a member of a command; did you mean `execute`?",
            " | envelope | a message must have `execute`, `exec-oob` or `event`",
        ],
    ),
    (
        r#"{"execute": "stop", "exec-oob": "query-yank"}"#,
        &[" | envelope | `exec-oob` cannot go with `execute`"],
    ),
    (
        r#"{"event": "STOP", "execute": "stop"}"#,
        &[" | envelope | `execute` cannot go with `event`"],
    ),
    (
        r#"{"execute": ["stop"], "arguments": {}}"#,
        &[" | envelope | `execute` must be a string, found an array"],
    ),
    (
        r#"{"execute": "stop", "arguments": null}"#,
        &["stop.arguments | envelope | `arguments` must be an object, found null"],
    ),
    (
        r#"{"event": "STOP", "data": 1.5, "id": 1}"#,
        &[
            "STOP.data | envelope | `data` must be an object, found a float",
            " | envelope | `id` is not a member of an event",
        ],
    ),
    (
        r#"{"execute": "stop", "return": {}, "arguments": {}}"#,
        &[" | envelope | `arguments` is not a member of a reply"],
    ),
    (
        r#"{"event": "STOP", "timestamp": {"seconds": "1", "micros": 0}}"#,
        &[
            " | envelope | `seconds` must be an integer, found a string",
            " | envelope | `micros` is not a member of a timestamp",
            " | envelope | a timestamp must have `microseconds`",
        ],
    ),
    (
        r#"{"event": "STOP", "timestamp": 5}"#,
        &[" | envelope | `timestamp` must be an object, found an integer"],
    ),
    // duplicate-member
    (
        r#"{"execute": "stop", "execute": "cont"}"#,
        &[" | duplicate-member | `execute` is here more than once"],
    ),
    (
        r#"{"execute": "balloon", "arguments": {"value": 1, "\u0076alue": 2}, "id": [{"a": 1, "a": 2}]}"#,
        &[
            "balloon.arguments.value | duplicate-member | `value` is here more than once",
            " | duplicate-member | `a` is here more than once",
        ],
    ),
    (
        r#"{"execute": "qom-set", "arguments": {"path": "/", "property": "p", "value": {"x": [0, {"y": 1, "y": 2}]}}}"#,
        &["qom-set.arguments.value.x[1].y | duplicate-member | `y` is here more than once"],
    ),
    (
        r#"{"execute": "blockdev-add", "arguments": {"driver": "null-co", "driver": "null-co"}}"#,
        &["blockdev-add.arguments.driver | duplicate-member | `driver` is here more than once"],
    ),
    (
        r#"{"execute": "device_add", "arguments": {"driver": "e1000", "mac": 1, "mac": 2}}"#,
        &["device_add.arguments.mac | duplicate-member | `mac` is here more than once"],
    ),
    // unknown-command, unknown-event
    (
        r#"{"execute": "query_block"}"#,
        &[
            "query_block | unknown-command | `query_block` is not a command of this schema; \
             did you mean `query-block`?",
        ],
    ),
    (
        r#"{"execute": "STOP.x", "arguments": {"a": 1, "a": 2}}"#,
        &[
            "`STOP.x` | unknown-command | `STOP.x` is not a command of this schema; did you mean `stop`?",
            " | duplicate-member | `a` is here more than once",
        ],
    ),
    (
        r#"{"event": "RESUMED", "data": {}}"#,
        &[
            "RESUMED | unknown-event | `RESUMED` is not an event of this schema; \
             did you mean `RESUME`?",
        ],
    ),
    // missing
    (
        r#"{"execute": "balloon"}"#,
        &["balloon.arguments.value | missing | `value` is missing: expected an integer"],
    ),
    (
        r#"{"execute": "blockdev-add", "arguments": {}}"#,
        &["blockdev-add.arguments.driver | missing | `driver` is missing: expected a string"],
    ),
    (
        r#"{"execute": "object-add"}"#,
        &[
            "object-add.arguments.qom-type | missing | `qom-type` is missing: expected a string",
            "object-add.arguments.id | missing | `id` is missing: expected a string",
        ],
    ),
    (
        r#"{"execute": "blockdev-add", "arguments": {"driver": "qcow2"}}"#,
        &[
            "blockdev-add.arguments(driver=qcow2).file | missing | `file` is missing: \
             expected an object or a string",
        ],
    ),
    (
        r#"{"execute": "migrate", "arguments": {"channels": [{"channel-type": "main", "addr": {"transport": "socket", "type": "inet", "host": "h"}}]}}"#,
        &[
            "migrate.arguments.channels[0].addr(transport=socket)(type=inet).port | missing | \
             `port` is missing: expected a string",
        ],
    ),
    (
        r#"{"execute": "device_add", "arguments": {"drive": "d"}}"#,
        &["device_add.arguments.driver | missing | `driver` is missing: expected a string"],
    ),
    (
        r#"{"event": "BALLOON_CHANGE"}"#,
        &["BALLOON_CHANGE.data.actual | missing | `actual` is missing: expected an integer"],
    ),
    // unknown-member
    (
        r#"{"execute": "stop", "arguments": {"now": true}}"#,
        &["stop.arguments.now | unknown-member | `now` is not a member here"],
    ),
    (
        r#"{"execute": "blockdev-add", "arguments": {"driver": "file", "filename": "f", "nodename": "n", "drop_cache": true}}"#,
        &[
            "blockdev-add.arguments.nodename | unknown-member | `nodename` is not a member here; \
             did you mean `node-name`?",
            "blockdev-add.arguments.drop_cache | unknown-member | `drop_cache` is not a member here; \
             did you mean `drop-cache`?",
        ],
    ),
    // type
    (
        r#"{"execute": "balloon", "arguments": {"value": 1.0}}"#,
        &["balloon.arguments.value | type | expected an integer, found a float"],
    ),
    (
        r#"{"execute": "balloon", "arguments": {"value": "1"}}"#,
        &["balloon.arguments.value | type | expected an integer, found a string"],
    ),
    (
        r#"{"execute": "human-monitor-command", "arguments": {"command-line": true, "cpu-index": null}}"#,
        &[
            "human-monitor-command.arguments.command-line | type | expected a string, found a boolean",
            "human-monitor-command.arguments.cpu-index | type | expected an integer, found null",
        ],
    ),
    (
        r#"{"execute": "blockdev-add", "arguments": {"driver": 5, "file": {}, "nonsense": 1}}"#,
        &[
            "blockdev-add.arguments.driver | type | expected a string, found an integer",
            "blockdev-add.arguments.nonsense | unknown-member | `nonsense` is not a member here",
        ],
    ),
    (
        r#"{"execute": "blockdev-add", "arguments": {"driver": "qcow2", "file": "f", "backing": false}}"#,
        &["blockdev-add.arguments(driver=qcow2).backing | type | \
             expected an object, a string or null, found a boolean"],
    ),
    (
        r#"{"execute": "query-name", "return": []}"#,
        &["query-name.returns | type | expected an object, found an array"],
    ),
    (
        r#"{"execute": "query-block", "return": [{"device": "d", "type": "u", "removable": 0, "locked": false}]}"#,
        &["query-block.returns[0].removable | type | expected a boolean, found an integer"],
    ),
    // integer-range
    (
        r#"{"execute": "balloon", "arguments": {"value": 18446744073709551616}}"#,
        &[
            "balloon.arguments.value | integer-range | `18446744073709551616` is outside the integers \
             of 64 bits: expected -9223372036854775808 to 18446744073709551615",
        ],
    ),
    (
        r#"{"execute": "balloon", "arguments": {"value": -9223372036854775809}}"#,
        &[
            "balloon.arguments.value | integer-range | `-9223372036854775809` is outside the integers \
             of 64 bits: expected -9223372036854775808 to 18446744073709551615",
        ],
    ),
    // enum-value
    (
        r#"{"execute": "blockdev-add", "arguments": {"driver": "qcow3", "file": "f"}}"#,
        &[
            "blockdev-add.arguments.driver | enum-value | `qcow3` is not a value here; \
             did you mean `qcow`?",
        ],
    ),
    (
        r#"{"execute": "screendump", "arguments": {"filename": "f", "format": "jpeg"}}"#,
        &[
            "screendump.arguments.format | enum-value | `jpeg` is not a value here: \
             expected `ppm` or `png`",
        ],
    ),
    // deprecated, unstable
    (
        r#"{"execute": "drive-backup", "arguments": {"device": "d", "target": "t", "sync": "full", "x-perf": {}}}"#,
        &[
            "drive-backup | deprecated | the command `drive-backup` is deprecated",
            "drive-backup.arguments.x-perf | unstable | the member `x-perf` is unstable",
        ],
    ),
    (
        r#"{"execute": "blockdev-add", "arguments": {"driver": "gluster", "volume": "v", "path": "p", "server": []}}"#,
        &["blockdev-add.arguments.driver | deprecated | the value `gluster` is deprecated"],
    ),
    (
        r#"{"execute": "migrate-set-capabilities", "arguments": {"capabilities": [{"capability": "x-colo", "state": true}]}}"#,
        &[
            "migrate-set-capabilities.arguments.capabilities[0].capability | unstable | \
             the value `x-colo` is unstable",
        ],
    ),
    // oob
    (
        r#"{"exec-oob": "stop"}"#,
        &["stop | oob | `stop` cannot be executed out of band"],
    ),
    // Valid, though it may not look so.
    (r#" {"id": null, "execute": "qmp_capabilities"} "#, &[]),
    (r#"{"exec-oob": "query-yank", "id": {"a": [1.5]}}"#, &[]),
    (
        r#"{"event": "STOP", "timestamp": {"seconds": -1, "microseconds": -1}}"#,
        &[],
    ),
    (r#"{"execute": "\u0073top", "arguments": {}}"#, &[]),
    (r#"{"execute": "balloon", "arguments": {"value": -0}}"#, &[]),
    (
        r#"{"execute": "balloon", "arguments": {"value": 18446744073709551615}}"#,
        &[],
    ),
    (
        r#"{"execute": "balloon", "arguments": {"value": -9223372036854775808}}"#,
        &[],
    ),
    (
        r#"{"execute": "query-migrate", "return": {"mbps": 1}}"#,
        &["query-migrate.returns.mbps | unknown-member | `mbps` is not a member here"],
    ),
    (
        r#"{"execute": "device_add", "arguments": {"driver": "e1000", "id": 5, "mac": "m", "x": [{}]}}"#,
        &[],
    ),
    (
        r#"{"execute": "human-monitor-command", "return": "text"}"#,
        &[],
    ),
    (r#"{"execute": "qom-get", "return": null}"#, &[]),
    (
        r#"{"execute": "blockdev-add", "arguments": {"file": {"filename": "f", "driver": "file"}, "backing": null, "driver": "qcow2"}}"#,
        &[],
    ),
];
