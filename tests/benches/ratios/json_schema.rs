//! Validating values in memory against JSON Schema of the same commands, by
//! another validator. Both look the command up by its name.

use std::collections::HashMap;
use std::hint::black_box;

use qapi_codegen::json_schema::json_schemas;
use qapi_codegen::{Generator, Source, Timings};
use qapi_schema::Schema;
use serde_json::{Value, json};

use crate::inputs::{Tag, blockdev_add, commands, schema};
use crate::ratio::Pairs;

/// Validation takes at most this share of the other's time.
const GOAL: f64 = 0.1;

pub(crate) fn bench(pairs: &mut Pairs<'_>) {
    let schema = schema();
    let others = others(&schema);
    let mut pair =
        |group, messages: &[&str]| against_json_schema(pairs, group, &schema, &others, messages);
    pair("json-schema-small-commands", &commands());
    pair("json-schema-blockdev", &[&blockdev_add(20, Tag::First)]);
}

/// The other's validators of arguments, by command.
fn others(schema: &Schema) -> HashMap<String, jsonschema::Validator> {
    let source = Source::new("qemu", schema.clone());
    let plan = Generator::new().plan(&[source], &mut Timings::default());
    let plan = plan.expect("everything is selected");
    let parts = json_schemas(&plan).into_iter();
    let compiled = parts.filter_map(|part| {
        let command = part.of.strip_suffix(".arguments")?.to_owned();
        let validator = jsonschema::draft202012::new(&part.schema);
        Some((command, validator.expect("it is JSON Schema")))
    });
    compiled.collect()
}

fn against_json_schema(
    pairs: &mut Pairs<'_>,
    group: &'static str,
    schema: &Schema,
    others: &HashMap<String, jsonschema::Validator>,
    messages: &[&str],
) {
    let validator = schema.validator();
    let commands: Vec<(String, Value)> = messages
        .iter()
        .map(|message| {
            let message: Value = serde_json::from_str(message).expect("it is JSON");
            let name = message["execute"].as_str().expect("it is a command");
            let arguments = message.get("arguments").cloned().unwrap_or(json!({}));
            (name.to_owned(), arguments)
        })
        .collect();
    for (name, arguments) in &commands {
        assert!(
            validator.command(name, arguments).is_ok(),
            "{name}: {arguments}"
        );
        assert!(others[name].is_valid(arguments), "{name}: {arguments}");
    }
    let bytes = messages.iter().map(|message| message.len()).sum();
    let ours = || {
        commands.iter().all(|(name, arguments)| {
            validator
                .command(black_box(name), black_box(arguments))
                .is_ok()
        })
    };
    let theirs = || {
        commands
            .iter()
            .all(|(name, arguments)| others[black_box(name)].is_valid(black_box(arguments)))
    };
    pairs.pair(
        group,
        bytes,
        GOAL,
        ("validate", ours),
        ("jsonschema", theirs),
    );
}
