//! Loading a schema, check included, against parsing the same bytes to a `Value`.

use std::hint::black_box;

use qapi_schema::Schema;
use qapi_schema::wire::SchemaInfo;
use serde_json::Value;

use crate::inputs::DUMP;
use crate::ratio::Pairs;

pub(crate) fn bench(pairs: &mut Pairs<'_>) {
    pairs.pair(
        "load-schema",
        DUMP.len(),
        1.0,
        ("Schema", || Schema::from_slice(black_box(DUMP))),
        ("Value", || serde_json::from_slice::<Value>(black_box(DUMP))),
    );
    // How much of it is reading the entries.
    pairs.time("load-schema", DUMP.len(), "entries", || {
        serde_json::from_slice::<Vec<SchemaInfo<'_>>>(black_box(DUMP))
    });
    pairs.ratio("load-schema", "Schema", "entries", None);
}
