//! What is done to a QEMU so that its replies have something to say.

use On::{Board, Every, Pc, System, Vhost};
use Step::{Event, Run, Try, Until};

/// Which QEMUs a step is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum On {
    /// All of them, the storage daemon too.
    Every,
    /// System emulators.
    System,
    /// System emulators with a board.
    Board,
    /// Those whose board is a PC's, which boots.
    Pc,
    /// Those of which a storage daemon has a disk.
    Vhost,
}

/// A step.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// A command, which must succeed, with its arguments; `@DIR@` in them is a
    /// folder of its own. It is passed over where the schema has no such
    /// command or does not take these arguments.
    Run(On, &'static str, &'static str),
    /// The same, but not every QEMU can do it.
    Try(On, &'static str, &'static str),
    /// The same, but the guest must first have come so far: it is executed
    /// until it succeeds.
    Until(On, &'static str, &'static str),
    /// An event that has this text in it comes before the next step.
    Event(On, &'static str, &'static str),
}

/// Commands that are never executed for the sake of their reply.
pub(crate) const LEFT_OUT: &[(&str, &str)] = &[
    ("quit", "it ends the QEMU under test"),
    ("qmp_capabilities", "it is over when commands are accepted"),
    (
        "x-exit-preconfig",
        "it is over when a QEMU is like the others",
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
    (
        "x-query-virtio-status",
        r#"{"path": "/machine/peripheral/net0/virtio-backend"}"#,
    ),
    (
        "x-query-virtio-status",
        r#"{"path": "/machine/peripheral/disk1/virtio-backend"}"#,
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
        Board,
        "object-add",
        r#"{"qom-type": "memory-backend-ram", "id": "mem1", "size": 134217728}"#,
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
        "chardev-add",
        r#"{"id": "ring1", "backend": {"type": "ringbuf", "data": {"size": 64}}}"#,
    ),
    Run(
        Every,
        "chardev-change",
        r#"{"id": "ring1", "backend": {"type": "null", "data": {}}}"#,
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
        "blockdev-snapshot-internal-sync",
        r#"{"device": "disk0", "name": "snapshot0"}"#,
    ),
    Run(
        Every,
        "blockdev-snapshot-internal-sync",
        r#"{"device": "disk0", "name": "snapshot1"}"#,
    ),
    Run(
        Every,
        "blockdev-snapshot-delete-internal-sync",
        r#"{"device": "disk0", "name": "snapshot1"}"#,
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
        Pc,
        "device_add",
        r#"{"driver": "virtio-blk-pci", "id": "blk0", "drive": "disk0"}"#,
    ),
    Run(
        Pc,
        "device_add",
        r#"{"driver": "pc-dimm", "id": "dimm0", "memdev": "mem1"}"#,
    ),
    // Its firmware sets up the disks.
    Run(Pc, "cont", "{}"),
    Until(
        Pc,
        "x-query-virtio-queue-element",
        r#"{"path": "/machine/peripheral/blk0/virtio-backend", "queue": 0}"#,
    ),
    Until(
        Vhost,
        "x-query-virtio-vhost-queue-status",
        r#"{"path": "/machine/peripheral/disk1/virtio-backend", "queue": 0}"#,
    ),
    Run(Pc, "stop", "{}"),
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
        Every,
        "block_resize",
        r#"{"node-name": "disk0", "size": 2097152}"#,
    ),
    Run(System, "system_reset", "{}"),
    Event(System, "RESET", r#""guest": false"#),
    Run(
        System,
        "migrate-set-capabilities",
        r#"{"capabilities": [{"capability": "events", "state": true}]}"#,
    ),
    Run(System, "migrate", r#"{"uri": "exec:cat >/dev/null"}"#),
    Event(System, "MIGRATION", r#""status": "completed""#),
    Run(System, "query-migrate", "{}"),
    Run(
        Pc,
        "dump-guest-memory",
        r#"{"paging": false, "protocol": "file:@DIR@/dump", "detach": true}"#,
    ),
    Event(Pc, "DUMP_COMPLETED", r#""status": "completed""#),
    Run(Pc, "query-dump", "{}"),
    // A switch, which can be neither migrated nor unplugged.
    Run(
        Pc,
        "netdev_add",
        r#"{"type": "hubport", "id": "hub2", "hubid": 2}"#,
    ),
    Run(
        Pc,
        "device_add",
        r#"{"driver": "rocker", "id": "rocker0", "name": "switch0", "ports": ["hub2"]}"#,
    ),
    Run(Pc, "query-rocker", r#"{"name": "switch0"}"#),
    Run(Pc, "query-rocker-ports", r#"{"name": "switch0"}"#),
    Run(Pc, "query-rocker-of-dpa-flows", r#"{"name": "switch0"}"#),
    Run(Pc, "query-rocker-of-dpa-groups", r#"{"name": "switch0"}"#),
];

/// Orders that answer nothing but that they were carried out, before all is
/// taken down.
pub(crate) const ORDERS: &[Step] = &[
    Try(
        Every,
        "blockdev-reopen",
        r#"{"options": [{"driver": "qcow2", "file": "file0", "node-name": "disk0", "lazy-refcounts": false}]}"#,
    ),
    Try(
        Every,
        "block-dirty-bitmap-disable",
        r#"{"node": "disk0", "name": "map0"}"#,
    ),
    Try(
        Every,
        "block-dirty-bitmap-enable",
        r#"{"node": "disk0", "name": "map0"}"#,
    ),
    Try(
        Every,
        "block-dirty-bitmap-clear",
        r#"{"node": "disk0", "name": "map0"}"#,
    ),
    Try(
        Every,
        "block-dirty-bitmap-add",
        r#"{"node": "disk0", "name": "map1"}"#,
    ),
    Try(
        Every,
        "block-dirty-bitmap-merge",
        r#"{"node": "disk0", "target": "map1", "bitmaps": ["map0"]}"#,
    ),
    Try(
        Every,
        "block-dirty-bitmap-remove",
        r#"{"node": "disk0", "name": "map1"}"#,
    ),
    Try(
        Every,
        "transaction",
        r#"{"actions": [{"type": "block-dirty-bitmap-clear", "data": {"node": "disk0", "name": "map0"}}]}"#,
    ),
    Try(
        Every,
        "block-set-write-threshold",
        r#"{"node-name": "disk0", "write-threshold": 65536}"#,
    ),
    Try(Every, "blockdev-set-active", r#"{"active": true}"#),
    Try(
        Every,
        "change-backing-file",
        r#"{"device": "disk0", "image-node-name": "disk0", "backing-file": ""}"#,
    ),
    Try(
        Every,
        "x-blockdev-set-iothread",
        r#"{"node-name": "null3", "iothread": "io0"}"#,
    ),
    Try(Every, "chardev-send-break", r#"{"id": "ring0"}"#),
    Try(Every, "chardev-remove", r#"{"id": "ring1"}"#),
    Try(
        Every,
        "qom-set",
        r#"{"path": "/objects/io0", "property": "poll-max-ns", "value": 9}"#,
    ),
    Try(Every, "object-del", r#"{"id": "secret0"}"#),
    // A backup that waits to be told.
    Run(
        Every,
        "blockdev-add",
        r#"{"driver": "null-co", "node-name": "null2", "size": 65536}"#,
    ),
    Run(
        Every,
        "blockdev-add",
        r#"{"driver": "null-co", "node-name": "null3", "size": 65536}"#,
    ),
    Run(
        Every,
        "blockdev-backup",
        r#"{"job-id": "backup0", "device": "null2", "target": "null3", "sync": "full", "auto-finalize": false, "auto-dismiss": false}"#,
    ),
    Event(
        Every,
        "JOB_STATUS_CHANGE",
        r#""status": "pending", "id": "backup0""#,
    ),
    Run(Every, "query-block-jobs", "{}"),
    Run(Every, "query-jobs", "{}"),
    Run(Every, "block-job-finalize", r#"{"id": "backup0"}"#),
    Event(
        Every,
        "JOB_STATUS_CHANGE",
        r#""status": "concluded", "id": "backup0""#,
    ),
    Run(Every, "block-job-dismiss", r#"{"id": "backup0"}"#),
    // A mirror that is led to its end.
    Run(
        Every,
        "blockdev-mirror",
        r#"{"job-id": "mirror1", "device": "null2", "target": "null3", "sync": "full", "speed": 65536}"#,
    ),
    Event(Every, "BLOCK_JOB_READY", r#""device": "mirror1""#),
    Try(
        Every,
        "block-job-change",
        r#"{"id": "mirror1", "type": "mirror", "copy-mode": "write-blocking"}"#,
    ),
    Run(
        Every,
        "block-job-set-speed",
        r#"{"device": "mirror1", "speed": 0}"#,
    ),
    Run(Every, "block-job-pause", r#"{"device": "mirror1"}"#),
    Run(Every, "block-job-resume", r#"{"device": "mirror1"}"#),
    Run(Every, "job-pause", r#"{"id": "mirror1"}"#),
    Run(Every, "job-resume", r#"{"id": "mirror1"}"#),
    Run(Every, "block-job-complete", r#"{"device": "mirror1"}"#),
    Event(Every, "BLOCK_JOB_COMPLETED", r#""device": "mirror1""#),
    Try(
        System,
        "trace-event-set-state",
        r#"{"name": "none*", "enable": false}"#,
    ),
    Try(System, "getfd", r#"{"fdname": "fd0"}"#),
    Try(System, "set_link", r#"{"name": "hub0", "up": false}"#),
    Try(System, "yank", r#"{"instances": []}"#),
    Try(System, "migrate-continue", r#"{"state": "pre-switchover"}"#),
    Try(
        System,
        "client_migrate_info",
        r#"{"protocol": "spice", "hostname": "host"}"#,
    ),
    Try(System, "xen-set-global-dirty-log", r#"{"enable": false}"#),
    Try(System, "watchdog-set-action", r#"{"action": "none"}"#),
    Try(System, "set-action", r#"{"panic": "none"}"#),
    Try(
        Board,
        "block-latency-histogram-set",
        r#"{"id": "/machine/peripheral/blk0/virtio-backend", "boundaries": [10, 50]}"#,
    ),
    Try(
        Board,
        "block_set_io_throttle",
        r#"{"id": "/machine/peripheral/blk0/virtio-backend", "bps": 0, "bps_rd": 0, "bps_wr": 0, "iops": 9, "iops_rd": 0, "iops_wr": 0}"#,
    ),
    Try(
        Board,
        "announce-self",
        r#"{"initial": 50, "max": 50, "rounds": 1, "step": 10}"#,
    ),
    Try(Board, "balloon", r#"{"value": 67108864}"#),
    Try(
        Board,
        "send-key",
        r#"{"keys": [{"type": "qcode", "data": "ret"}]}"#,
    ),
    Try(
        Board,
        "input-send-event",
        r#"{"events": [{"type": "rel", "data": {"axis": "x", "value": 1}}]}"#,
    ),
    Try(
        Board,
        "memsave",
        r#"{"val": 0, "size": 16, "filename": "@DIR@/memory"}"#,
    ),
    Try(
        Board,
        "pmemsave",
        r#"{"val": 0, "size": 16, "filename": "@DIR@/memory"}"#,
    ),
    Try(Board, "dumpdtb", r#"{"filename": "@DIR@/dtb"}"#),
    Try(
        Board,
        "set_password",
        r#"{"protocol": "vnc", "password": "text"}"#,
    ),
    Try(
        Board,
        "expire_password",
        r#"{"protocol": "vnc", "time": "never"}"#,
    ),
    Try(Board, "change-vnc-password", r#"{"password": "text"}"#),
    Try(
        Board,
        "display-update",
        r#"{"type": "vnc", "addresses": [{"type": "unix", "path": "@DIR@/vnc1"}]}"#,
    ),
    Try(Board, "display-reload", r#"{"type": "vnc"}"#),
    Try(Board, "screendump", r#"{"filename": "@DIR@/screen"}"#),
    Try(Board, "device_del", r#"{"id": "mouse0"}"#),
    Try(System, "netdev_del", r#"{"id": "hub0"}"#),
];
