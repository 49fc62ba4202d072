//! What is done to a QEMU so that its replies have something to say.

use On::{Board, Every, System};
use Step::{Event, Run};

/// Which QEMUs a step is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum On {
    /// All of them, the storage daemon too.
    Every,
    /// System emulators.
    System,
    /// System emulators with a PC's board.
    Board,
}

/// A step.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// A command, which must succeed, with its arguments; `@DIR@` in them is a
    /// folder of its own. It is passed over where the schema has no such
    /// command or does not take these arguments.
    Run(On, &'static str, &'static str),
    /// An event that has this text in it comes before the next step.
    Event(On, &'static str, &'static str),
}

/// Commands that are never executed for the sake of their reply.
pub(crate) const LEFT_OUT: &[(&str, &str)] = &[
    ("quit", "it ends the QEMU under test"),
    (
        "rtc-reset-reinjection",
        "it kills a QEMU that has no real-time clock",
    ),
    ("qmp_capabilities", "it is over when commands are accepted"),
    (
        "x-query-virtio-status",
        "QEMU 11.1 aborts in it (`visit_start_struct` of nothing)",
    ),
];

/// Queries that need arguments.
pub(crate) const QUERIES: &[(&str, &str)] = &[
    ("device-list-properties", r#"{"typename": "usb-mouse"}"#),
    (
        "human-monitor-command",
        r#"{"command-line": "info version"}"#,
    ),
    (
        "qom-get",
        r#"{"path": "/objects/io0", "property": "poll-max-ns"}"#,
    ),
    ("qom-get", r#"{"path": "/objects/io0", "property": "type"}"#),
    ("qom-list", r#"{"path": "/"}"#),
    ("qom-list", r#"{"path": "/objects/io0"}"#),
    ("qom-list-get", r#"{"paths": ["/objects/io0"]}"#),
    ("qom-list-properties", r#"{"typename": "iothread"}"#),
    (
        "qom-list-types",
        r#"{"implements": "user-creatable", "abstract": true}"#,
    ),
    ("query-blockstats", r#"{"query-nodes": true}"#),
    ("query-command-line-options", r#"{"option": "drive"}"#),
    (
        "query-cpu-model-expansion",
        r#"{"type": "full", "model": {"name": "max"}}"#,
    ),
    (
        "query-cpu-model-expansion",
        r#"{"type": "static", "model": {"name": "max"}}"#,
    ),
    ("query-named-block-nodes", r#"{"flat": true}"#),
    ("query-stats", r#"{"target": "vm"}"#),
    ("request-ebpf", r#"{"id": "rss"}"#),
    (
        "ringbuf-read",
        r#"{"device": "ring0", "size": 8, "format": "base64"}"#,
    ),
    ("ringbuf-read", r#"{"device": "ring0", "size": 8}"#),
    ("trace-event-get-state", r#"{"name": "monitor_*"}"#),
    (
        "x-debug-block-dirty-bitmap-sha256",
        r#"{"node": "disk0", "name": "map0"}"#,
    ),
    (
        "x-query-virtio-queue-status",
        r#"{"path": "/machine/peripheral/net0/virtio-backend", "queue": 0}"#,
    ),
];

/// What is built up before the queries.
pub(crate) const SCENE: &[Step] = &[
    Run(System, "stop", "{}"),
    Run(
        Every,
        "object-add",
        r#"{"qom-type": "iothread", "id": "io0", "poll-max-ns": 7}"#,
    ),
    Run(
        Every,
        "object-add",
        r#"{"qom-type": "throttle-group", "id": "limits0", "limits": {"iops-total": 9}}"#,
    ),
    Run(
        Every,
        "object-add",
        r#"{"qom-type": "secret", "id": "secret0", "data": "text"}"#,
    ),
    Run(
        System,
        "object-add",
        r#"{"qom-type": "memory-backend-ram", "id": "mem0", "size": 1048576}"#,
    ),
    Run(
        Every,
        "chardev-add",
        r#"{"id": "ring0", "backend": {"type": "ringbuf", "data": {"size": 64}}}"#,
    ),
    Run(
        Every,
        "chardev-add",
        r#"{"id": "socket0", "backend": {"type": "socket", "data": {"wait": false, "addr": {"type": "unix", "data": {"path": "@DIR@/chardev"}}}}}"#,
    ),
    Run(
        Every,
        "ringbuf-write",
        r#"{"device": "ring0", "data": "na\u00efve \u2603 and more than sixteen bytes"}"#,
    ),
    // An image in an image, made by jobs.
    Run(
        Every,
        "blockdev-create",
        r#"{"job-id": "create0", "options": {"driver": "file", "filename": "@DIR@/disk", "size": 0}}"#,
    ),
    Event(Every, "JOB_STATUS_CHANGE", r#""status": "concluded""#),
    Run(Every, "query-jobs", "{}"),
    Run(Every, "job-dismiss", r#"{"id": "create0"}"#),
    Run(
        Every,
        "blockdev-add",
        r#"{"driver": "file", "filename": "@DIR@/disk", "node-name": "file0"}"#,
    ),
    Run(
        Every,
        "blockdev-create",
        r#"{"job-id": "create1", "options": {"driver": "qcow2", "file": "file0", "size": 1048576}}"#,
    ),
    Event(Every, "JOB_STATUS_CHANGE", r#""status": "concluded""#),
    Run(Every, "job-dismiss", r#"{"id": "create1"}"#),
    Run(
        Every,
        "blockdev-add",
        r#"{"driver": "qcow2", "file": "file0", "node-name": "disk0", "lazy-refcounts": true}"#,
    ),
    Run(
        Every,
        "block-dirty-bitmap-add",
        r#"{"node": "disk0", "name": "map0", "granularity": 65536}"#,
    ),
    Run(
        Every,
        "blockdev-add",
        r#"{"driver": "null-co", "node-name": "null0", "size": 65536, "read-zeroes": true}"#,
    ),
    Run(
        Every,
        "blockdev-add",
        r#"{"driver": "throttle", "node-name": "slow0", "throttle-group": "limits0", "file": {"driver": "null-co", "size": 65536}}"#,
    ),
    Run(
        Every,
        "nbd-server-start",
        r#"{"addr": {"type": "unix", "data": {"path": "@DIR@/nbd"}}}"#,
    ),
    Run(
        Every,
        "block-export-add",
        r#"{"type": "nbd", "id": "export0", "node-name": "null0"}"#,
    ),
    // A mirror that is ready and stays so.
    Run(
        Every,
        "blockdev-add",
        r#"{"driver": "null-co", "node-name": "null1", "size": 65536}"#,
    ),
    Run(
        Every,
        "blockdev-mirror",
        r#"{"job-id": "mirror0", "device": "null0", "target": "null1", "sync": "full"}"#,
    ),
    Event(Every, "BLOCK_JOB_READY", r#""device": "mirror0""#),
    Run(
        System,
        "netdev_add",
        r#"{"type": "hubport", "id": "hub0", "hubid": 0}"#,
    ),
    Run(
        Board,
        "device_add",
        r#"{"driver": "virtio-net-pci", "id": "net0", "netdev": "hub0"}"#,
    ),
    Run(
        Board,
        "device_add",
        r#"{"driver": "virtio-blk-pci", "id": "blk0", "drive": "disk0"}"#,
    ),
    Run(
        Board,
        "device_add",
        r#"{"driver": "virtio-balloon-pci", "id": "balloon0"}"#,
    ),
    Run(
        Board,
        "device_add",
        r#"{"driver": "virtio-rng-pci", "id": "rng0"}"#,
    ),
];

/// What is taken down after the queries, and what only then can be done.
pub(crate) const END: &[Step] = &[
    Run(Every, "block-job-cancel", r#"{"device": "mirror0"}"#),
    Event(Every, "BLOCK_JOB_COMPLETED", r#""device": "mirror0""#),
    Run(
        Every,
        "block-export-del",
        r#"{"id": "export0", "mode": "hard"}"#,
    ),
    Event(Every, "BLOCK_EXPORT_DELETED", r#""id": "export0""#),
    Run(Every, "nbd-server-stop", "{}"),
    Run(Every, "blockdev-del", r#"{"node-name": "null0"}"#),
    Run(
        Board,
        "block_resize",
        r#"{"node-name": "disk0", "size": 2097152}"#,
    ),
    Run(
        System,
        "migrate-set-capabilities",
        r#"{"capabilities": [{"capability": "events", "state": true}]}"#,
    ),
    Run(System, "migrate", r#"{"uri": "exec:cat >/dev/null"}"#),
    Event(System, "MIGRATION", r#""status": "completed""#),
    Run(System, "query-migrate", "{}"),
    Run(System, "system_reset", "{}"),
    Event(System, "RESET", r#""guest": false"#),
];
