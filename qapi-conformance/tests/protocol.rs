//! The protocol's table, with simulators.

use std::sync::{Arc, LazyLock};

use qapi_client::sim::Simulator;
use qapi_conformance::{Coverage, Suite};
use qapi_schema::Schema;

const NOTHING: Coverage = Coverage {
    commands: 0,
    behaviours: 0,
    refused: 0,
    events: 0,
    recipes: 0,
    unraised: 0,
};

/// A suite of a simulator with a schema and a version.
macro_rules! simulated {
    ($module:ident, $dump:literal, $major:literal) => {
        mod $module {
            use super::*;

            const DUMP: &[u8] = include_bytes!(concat!("../../schemas/", $dump));

            static SUITE: LazyLock<Suite> = LazyLock::new(|| {
                let schema = Arc::new(Schema::from_slice(DUMP).unwrap());
                let simulator = Simulator::new(schema).version($major, 0, 0, "");
                Suite::new(stringify!($module), DUMP, NOTHING).simulated(&simulator)
            });

            qapi_conformance::protocol_tests!(SUITE);
        }
    };
}

simulated!(qemu_10, "qemu-10.0-x86_64.json", 10);
simulated!(qemu_11, "qemu-11.1-x86_64.json", 11);
simulated!(storage_daemon, "qemu-storage-daemon-10.0.json", 10);
