//! Speed as ratios: each subject is timed against a yardstick in the same run,
//! and a table at the end sets the ratios beside their goals.
//!
//! `cargo bench -p qapi-tests --bench ratios`; what follows `--` selects
//! benchmarks by name. A module is one subject: it times pairs with
//! [`Pairs::pair`] or [`Pairs::time`] and says what ratio they ought to have.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot go on must stop, and its table is its output"
)]

mod decode;
mod encode;
mod inputs;
mod json_schema;
mod load;
mod ratio;
mod roundtrip;
mod source;
mod validate;

use std::time::Duration;

use criterion::Criterion;
use ratio::Pairs;

fn main() {
    let mut criterion = Criterion::default()
        .output_directory(&ratio::folder())
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(900))
        .sample_size(30)
        .without_plots()
        .configure_from_args();
    let mut pairs = Pairs::new(&mut criterion);
    validate::bench(&mut pairs);
    json_schema::bench(&mut pairs);
    load::bench(&mut pairs);
    source::bench(&mut pairs);
    decode::bench(&mut pairs);
    encode::bench(&mut pairs);
    roundtrip::bench(&mut pairs);
    let table = pairs.table();
    criterion.final_summary();
    print!("{table}");
}
