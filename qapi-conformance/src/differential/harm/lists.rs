//! What things may be made of, by the tags that choose it.

/// Block drivers that use files of the folder, other nodes, or nothing.
const BLOCK_DRIVERS: &[&str] = &[
    "blkdebug",
    "blklogwrites",
    "blkreplay",
    "blkverify",
    "bochs",
    "cloop",
    "compress",
    "copy-before-write",
    "copy-on-read",
    "dmg",
    "file",
    "luks",
    "nbd",
    "null-aio",
    "null-co",
    "parallels",
    "preallocate",
    "qcow",
    "qcow2",
    "qed",
    "quorum",
    "raw",
    "replication",
    "snapshot-access",
    "throttle",
    "vdi",
    "vhdx",
    "vmdk",
    "vpc",
    "vvfat",
];

/// Devices that use nothing of the host.
pub(in crate::differential) const DEVICES: &[&str] = &[
    "AC97",
    "VGA",
    "bochs-display",
    "e1000",
    "edu",
    "i6300esb",
    "ich9-ahci",
    "ide-cd",
    "ide-hd",
    "intel-hda",
    "isa-serial",
    "ne2k_pci",
    "nvme",
    "nvme-ns",
    "pc-dimm",
    "pci-bridge",
    "pci-testdev",
    "pcie-root-port",
    "pcnet",
    "pvpanic-pci",
    "qemu-xhci",
    "rtl8139",
    "scsi-cd",
    "scsi-hd",
    "sdhci-pci",
    "secondary-vga",
    "usb-hub",
    "usb-kbd",
    "usb-mouse",
    "usb-storage",
    "usb-tablet",
    "virtconsole",
    "virtio-balloon-pci",
    "virtio-blk-pci",
    "virtio-crypto-pci",
    "virtio-gpu-pci",
    "virtio-iommu-pci",
    "virtio-keyboard-pci",
    "virtio-mem-pci",
    "virtio-net-pci",
    "virtio-pmem-pci",
    "virtio-rng-pci",
    "virtio-scsi-pci",
    "virtio-serial-pci",
    "virtserialport",
    "vmcoreinfo",
    "vmxnet3",
];

/// Objects that use files of the folder, random numbers, or nothing.
const OBJECTS: &[&str] = &[
    "authz-list",
    "authz-listfile",
    "authz-simple",
    "can-bus",
    "colo-compare",
    "cryptodev-backend",
    "cryptodev-backend-builtin",
    "filter-buffer",
    "filter-dump",
    "filter-mirror",
    "filter-redirector",
    "filter-replay",
    "filter-rewriter",
    "iothread",
    "main-loop",
    "memory-backend-file",
    "memory-backend-memfd",
    "memory-backend-ram",
    "memory-backend-shm",
    "rng-builtin",
    "rng-egd",
    "rng-random",
    "secret",
    "thread-context",
    "throttle-group",
    "tls-cipher-suites",
    "tls-creds-anon",
    "tls-creds-psk",
    "tls-creds-x509",
];

/// What a tag may say that chooses what a thing is made of.
#[derive(Debug)]
pub(super) struct Tag {
    /// The member.
    pub(super) member: &'static str,
    /// The commands that have it; a `*` stands for anything.
    pub(super) commands: &'static [&'static str],
    /// What is sent. The same name may be something else in another command.
    pub(super) values: &'static [&'static str],
}

/// Every tag. What none of its rows has is not sent.
pub(super) const TAGS: &[Tag] = &[
    Tag {
        member: "driver",
        commands: &["device_add"],
        values: DEVICES,
    },
    Tag {
        member: "driver",
        commands: &["blockdev-*", "x-blockdev-*"],
        values: BLOCK_DRIVERS,
    },
    // An image remembers it, and is opened with it.
    Tag {
        member: "backing-fmt",
        commands: &["blockdev-create"],
        values: BLOCK_DRIVERS,
    },
    Tag {
        member: "qom-type",
        commands: &["object-add"],
        values: OBJECTS,
    },
    // `exec` is a program, `rdma` a network.
    Tag {
        member: "transport",
        commands: &["migrate", "migrate-incoming"],
        values: &["socket", "file"],
    },
    // Of addresses of sockets those that are files.
    Tag {
        member: "type",
        commands: &[
            "block-export-add",
            "blockdev-*",
            "chardev-add",
            "chardev-change",
            "display-update",
            "migrate",
            "migrate-incoming",
            "nbd-server-start",
            "netdev_add",
            "object-add",
        ],
        values: &["unix"],
    },
    // Of character devices those that are files or nothing.
    Tag {
        member: "type",
        commands: &["chardev-add", "chardev-change"],
        values: &[
            "file", "hub", "memory", "msmouse", "mux", "null", "pipe", "ringbuf", "socket",
            "testdev", "vc", "wctablet",
        ],
    },
    // Of networks those without a network of the host: `dgram` and `stream` are of addresses as
    // above, `socket` of addresses that no string can be. `vhost-user` waits for its other side.
    Tag {
        member: "type",
        commands: &["netdev_add"],
        values: &["dgram", "hubport", "nic", "none", "socket", "stream"],
    },
    Tag {
        member: "type",
        commands: &["block-export-add"],
        values: &["nbd", "vhost-user-blk"],
    },
    Tag {
        member: "type",
        commands: &["transaction"],
        values: &[
            "abort",
            "block-dirty-bitmap-add",
            "block-dirty-bitmap-clear",
            "block-dirty-bitmap-disable",
            "block-dirty-bitmap-enable",
            "block-dirty-bitmap-merge",
            "block-dirty-bitmap-remove",
            "blockdev-backup",
            "blockdev-snapshot",
            "blockdev-snapshot-internal-sync",
            "blockdev-snapshot-sync",
            "drive-backup",
        ],
    },
    // The kinds of job.
    Tag {
        member: "type",
        commands: &["block-job-change"],
        values: &[
            "amend",
            "backup",
            "commit",
            "create",
            "mirror",
            "snapshot-delete",
            "snapshot-load",
            "snapshot-save",
            "stream",
        ],
    },
    // Faults of devices.
    Tag {
        member: "type",
        commands: &["cxl-inject-*"],
        values: &[
            "cache-address-parity",
            "cache-be-parity",
            "cache-data-ecc",
            "cache-data-parity",
            "cache-poison-received",
            "crc-threshold",
            "cxl-ide-rx",
            "cxl-ide-tx",
            "internal",
            "mem-address-parity",
            "mem-be-parity",
            "mem-data-ecc",
            "mem-data-parity",
            "mem-poison-received",
            "physical",
            "poison-received",
            "receiver-overflow",
            "reinit-threshold",
            "retry-threshold",
            "rsvd-encoding",
        ],
    },
    Tag {
        member: "type",
        commands: &["display-reload", "display-update"],
        values: &["vnc"],
    },
    // Events of input, keys, and stages of a touch.
    Tag {
        member: "type",
        commands: &["input-send-event", "send-key"],
        values: &[
            "abs", "begin", "btn", "cancel", "data", "end", "key", "mtt", "number", "qcode", "rel",
            "update",
        ],
    },
    Tag {
        member: "type",
        commands: &["query-cpu-model-expansion"],
        values: &["full", "static"],
    },
    Tag {
        member: "type",
        commands: &["set-numa-node"],
        values: &["cpu", "dist", "hmat-cache", "hmat-lb", "node"],
    },
    Tag {
        member: "type",
        commands: &["yank"],
        values: &["block-node", "chardev", "migration"],
    },
];
