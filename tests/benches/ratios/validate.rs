//! Validating bytes against parsing the same bytes to a `Value`.

use std::hint::black_box;

use qapi_schema::validate::Validator;
use serde_json::Value;

use crate::inputs::{Tag, blockdev_add, commands, reply, schema};
use crate::ratio::Pairs;

/// Validation takes at most this share of the time of parsing.
const GOAL: f64 = 0.5;

pub(crate) fn bench(pairs: &mut Pairs<'_>) {
    let schema = schema();
    let validator = schema.validator();
    let mut pair = |group, messages: &[&str]| against_value(pairs, group, validator, messages);
    pair("validate-small-commands", &commands());
    pair(
        "validate-blockdev-tag-first",
        &[&blockdev_add(20, Tag::First)],
    );
    pair(
        "validate-blockdev-tag-last",
        &[&blockdev_add(20, Tag::Last)],
    );
    pair("validate-qmp-schema", &[&reply("query-qmp-schema")]);
    pair("validate-block-nodes", &[&reply("query-named-block-nodes")]);
    pair("validate-blockstats", &[&reply("query-blockstats")]);
    pair(
        "validate-cpu-definitions",
        &[&reply("query-cpu-definitions")],
    );
    pair("validate-cpu-model", &[&reply("query-cpu-model-expansion")]);
}

fn against_value(
    pairs: &mut Pairs<'_>,
    group: &'static str,
    validator: Validator<'_>,
    messages: &[&str],
) {
    for message in messages {
        if let Err(violations) = validator.message(*message) {
            panic!("{message}: {violations}");
        }
    }
    let validate = || {
        let messages = messages.iter();
        messages.for_each(|message| {
            let _ = black_box(validator.message(black_box(message.as_bytes())));
        });
    };
    let parse = || {
        let messages = messages.iter();
        messages.for_each(|message| {
            let value = serde_json::from_slice::<Value>(black_box(message.as_bytes()));
            let _ = black_box(value);
        });
    };
    let bytes = messages.iter().map(|message| message.len()).sum();
    pairs.pair(group, bytes, GOAL, ("validate", validate), ("Value", parse));
}
