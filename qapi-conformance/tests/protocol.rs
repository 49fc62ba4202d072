//! The protocol's table, with simulators.

use std::sync::Arc;

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

/// A suite of a simulator with a schema.
macro_rules! simulated {
    ($module:ident, $dump:literal) => {
        mod $module {
            use super::*;

            const DUMP: &[u8] = include_bytes!(concat!("../../schemas/", $dump));

            static SUITE: std::sync::LazyLock<Suite> = std::sync::LazyLock::new(|| {
                let schema = Arc::new(Schema::from_slice(DUMP).unwrap());
                Suite::new(stringify!($module), DUMP, NOTHING).simulated(&Simulator::new(schema))
            });

            qapi_conformance::protocol_tests!(SUITE);
        }
    };
}

simulated!(qemu, "qemu-10.0-x86_64.json");
simulated!(storage_daemon, "qemu-storage-daemon-10.0.json");
