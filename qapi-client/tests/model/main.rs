//! Random programs of what callers, a server and the time do, and a model that
//! says what must come of them: of every command, every event and every count.
//!
//! `QAPI_MODEL_SEED` is the first seed and `QAPI_MODEL_STEPS` the number of
//! steps. What fails is shown as the shortest program that does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on must stop"
)]

mod blocking;
mod model;
mod peer;
mod program;
mod run;
mod said;
mod simulator;

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Once};

use program::{Step, random, shrink};
use qapi_schema::Schema;
use serde_json::json;

/// The steps of one program.
const LENGTH: usize = 250;

/// A server that has a command for either way of running it.
fn schema() -> Arc<Schema> {
    let argument = json!([{"name": "n", "type": "int"}]);
    let data = json!([{"name": "n", "type": "int"}, {"name": "rest", "type": "int"}]);
    let dump = json!([
        {"name": "run", "meta-type": "command", "arg-type": "0", "ret-type": "int"},
        {"name": "run-oob", "meta-type": "command", "arg-type": "0", "ret-type": "int",
         "allow-oob": true},
        {"name": "FIRST", "meta-type": "event", "arg-type": "1"},
        {"name": "SECOND", "meta-type": "event", "arg-type": "1"},
        {"name": "0", "meta-type": "object", "members": argument},
        {"name": "1", "meta-type": "object", "members": data},
        {"name": "int", "meta-type": "builtin", "json-type": "int"},
    ]);
    Arc::new(Schema::from_slice(dump.to_string().as_bytes()).unwrap())
}

fn variable(name: &str, default: u64) -> u64 {
    let text = std::env::var(name);
    text.map_or(default, |text| text.parse().unwrap())
}

thread_local! {
    /// Whether a panic here is one of many that shrinking makes.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Why a program fails, if it does.
fn failure(run: fn(&[Step]), program: &[Step]) -> Option<String> {
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| run(program)));
    let panic = outcome.err()?;
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    Some(text.unwrap_or_default())
}

fn check(run: fn(&[Step]), default: u64) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                usual(info);
            }
        }));
    });
    let first = variable("QAPI_MODEL_SEED", 1);
    let steps = variable("QAPI_MODEL_STEPS", default);
    let seeds = first..first + steps.div_ceil(LENGTH as u64);
    println!("seeds {seeds:?} of {LENGTH} steps each");
    for seed in seeds {
        QUIET.set(true);
        let program = random(seed, LENGTH);
        if failure(run, &program).is_some() {
            let shortest = shrink(program, |program| failure(run, program).is_some());
            let why = failure(run, &shortest).unwrap();
            QUIET.set(false);
            panic!("seed {seed}, shortest program {shortest:?}: {why}");
        }
        QUIET.set(false);
    }
}

#[test]
fn the_asynchronous_client_does_as_the_model_says() {
    check(run::run, 100_000);
}

#[test]
fn the_asynchronous_client_and_the_simulator_do_as_the_model_says() {
    check(simulator::run, 25_000);
}

#[test]
fn the_blocking_client_does_as_the_model_says() {
    check(blocking::run, 25_000);
}
