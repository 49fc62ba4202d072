//! Encoding the arguments of small commands, against the same structs with
//! serde's derive.

use qapi_types::qmp::commands::{
    Balloon, BlockResize, BlockdevAdd, BlockdevDel, DeviceDel, HumanMonitorCommand, QomGet, QomSet,
    QueryNamedBlockNodes, QueryStatus,
};
use qapi_types::qmp::types::{BlockdevOptions, BlockdevOptionsFile};
use serde::Serialize;
use serde_json::{Value, json};

use crate::ratio::Pairs;

/// What serde's derive makes of the same commands.
mod derived {
    use serde::Serialize;
    use serde_json::Value;

    #[derive(Serialize)]
    pub(super) struct Empty {}

    #[derive(Serialize)]
    pub(super) struct Balloon {
        pub(super) value: u64,
    }

    #[derive(Serialize)]
    pub(super) struct DeviceDel {
        pub(super) id: String,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    pub(super) struct BlockdevDel {
        pub(super) node_name: String,
    }

    #[derive(Serialize)]
    pub(super) struct QomGet {
        pub(super) path: String,
        pub(super) property: String,
    }

    #[derive(Serialize)]
    pub(super) struct QomSet {
        pub(super) path: String,
        pub(super) property: String,
        pub(super) value: Value,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    pub(super) struct HumanMonitorCommand {
        pub(super) command_line: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) cpu_index: Option<i64>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    pub(super) struct BlockResize {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) device: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) node_name: Option<String>,
        pub(super) size: u64,
    }

    #[derive(Serialize)]
    pub(super) struct QueryNamedBlockNodes {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) flat: Option<bool>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    #[expect(dead_code, reason = "none of them is sent here")]
    pub(super) enum Choice {
        Ignore,
        Unmap,
        On,
        Off,
        Auto,
        Threads,
        Native,
        IoUring,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    pub(super) struct Cache {
        #[serde(skip_serializing_if = "Option::is_none")]
        direct: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        no_flush: Option<bool>,
    }

    #[derive(Serialize)]
    #[serde(tag = "driver", rename_all = "kebab-case")]
    pub(super) enum BlockdevAdd {
        #[serde(rename_all = "kebab-case")]
        File {
            #[serde(skip_serializing_if = "Option::is_none")]
            node_name: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            discard: Option<Choice>,
            #[serde(skip_serializing_if = "Option::is_none")]
            cache: Option<Cache>,
            #[serde(skip_serializing_if = "Option::is_none")]
            active: Option<bool>,
            #[serde(skip_serializing_if = "Option::is_none")]
            read_only: Option<bool>,
            #[serde(skip_serializing_if = "Option::is_none")]
            auto_read_only: Option<bool>,
            #[serde(skip_serializing_if = "Option::is_none")]
            force_share: Option<bool>,
            #[serde(skip_serializing_if = "Option::is_none")]
            detect_zeroes: Option<Choice>,
            filename: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            pr_manager: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            locking: Option<Choice>,
            #[serde(skip_serializing_if = "Option::is_none")]
            aio: Option<Choice>,
            #[serde(skip_serializing_if = "Option::is_none")]
            aio_max_batch: Option<i64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            drop_cache: Option<bool>,
            #[serde(skip_serializing_if = "Option::is_none")]
            x_check_cache_dropped: Option<bool>,
        },
    }
}

const BALLOON: &str = "/machine/peripheral/balloon0";

pub(crate) fn bench(pairs: &mut Pairs<'_>) {
    let ours = (
        QueryStatus::new(),
        Balloon::new(2_147_483_648),
        DeviceDel::new("net1"),
        BlockdevDel::new("node-7"),
        QomGet::new(BALLOON, "guest-stats"),
        QomSet::new(BALLOON, "guest-stats-polling-interval", 10),
        HumanMonitorCommand::new("info status"),
        BlockResize::new(21_474_836_480).node_name("node-7"),
        QueryNamedBlockNodes::new().flat(true),
        BlockdevAdd::new(
            BlockdevOptions::file(BlockdevOptionsFile::new("/var/lib/images/guest.img"))
                .node_name("node-7")
                .read_only(true),
        ),
    );
    let theirs = (
        derived::Empty {},
        derived::Balloon {
            value: 2_147_483_648,
        },
        derived::DeviceDel { id: "net1".into() },
        derived::BlockdevDel {
            node_name: "node-7".into(),
        },
        derived::QomGet {
            path: BALLOON.into(),
            property: "guest-stats".into(),
        },
        derived::QomSet {
            path: BALLOON.into(),
            property: "guest-stats-polling-interval".into(),
            value: json!(10),
        },
        derived::HumanMonitorCommand {
            command_line: "info status".into(),
            cpu_index: None,
        },
        derived::BlockResize {
            device: None,
            node_name: Some("node-7".into()),
            size: 21_474_836_480,
        },
        derived::QueryNamedBlockNodes { flat: Some(true) },
        derived::BlockdevAdd::File {
            node_name: Some("node-7".into()),
            discard: None,
            cache: None,
            active: None,
            read_only: Some(true),
            auto_read_only: None,
            force_share: None,
            detect_zeroes: None,
            filename: "/var/lib/images/guest.img".into(),
            pr_manager: None,
            locking: None,
            aio: None,
            aio_max_batch: None,
            drop_cache: None,
            x_check_cache_dropped: None,
        },
    );
    macro_rules! encode {
        ($commands:expr, $buffer:expr) => {{
            let (a, b, c, d, e, f, g, h, i, j) = &$commands;
            $buffer.clear();
            write(&mut $buffer, a);
            write(&mut $buffer, b);
            write(&mut $buffer, c);
            write(&mut $buffer, d);
            write(&mut $buffer, e);
            write(&mut $buffer, f);
            write(&mut $buffer, g);
            write(&mut $buffer, h);
            write(&mut $buffer, i);
            write(&mut $buffer, j);
            $buffer.len()
        }};
    }
    let mut buffer = Vec::new();
    let bytes = encode!(ours, buffer);
    let encoded = values(&buffer);
    encode!(theirs, buffer);
    assert_eq!(encoded, values(&buffer), "both sides say the same");

    let mut other = Vec::new();
    pairs.pair(
        "encode-commands",
        bytes,
        1.3,
        ("bindings", || encode!(ours, buffer)),
        ("derive", || encode!(theirs, other)),
    );
}

fn write(buffer: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(buffer, value).expect("memory takes everything");
}

fn values(bytes: &[u8]) -> Vec<Value> {
    let values = serde_json::Deserializer::from_slice(bytes).into_iter();
    values.map(|value| value.expect("it is JSON")).collect()
}
