//! JSON Schema and the validator are of one opinion: every instance is valid to
//! both, and every mutation is refused by both, but for what JSON Schema cannot
//! say.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

use std::collections::{BTreeMap, HashMap};

use jsonschema::Validator;
use qapi_codegen::json_schema::json_schemas;
use qapi_codegen::{Generator, Source, Timings};
use qapi_schema::Schema;
use qapi_schema::sample::Mutation;
use qapi_schema::validate::Rule;
use qapi_tests::{Dump, dumps};
use serde_json::Value;

/// The JSON Schema of each part, by coordinate.
fn validators(schema: &Schema) -> HashMap<String, Validator> {
    let source = Source::new("qemu", schema.clone());
    let plan = Generator::new()
        .plan(&[source], &mut Timings::default())
        .expect("everything is selected");
    let compiled = json_schemas(&plan).into_iter().map(|part| {
        let validator = jsonschema::draft202012::new(&part.schema);
        let validator = validator.unwrap_or_else(|error| panic!("{}: {error}", part.of));
        (part.of, validator)
    });
    compiled.collect()
}

/// Why JSON Schema cannot refuse what a mutation breaks, if it cannot.
fn unsayable(mutation: &Mutation) -> Option<&'static str> {
    match mutation.rule {
        Rule::Json => Some("it is about text that is no JSON"),
        Rule::DuplicateMember => Some("it is about trees, where a name occurs once"),
        Rule::Depth => Some("it does not count nesting"),
        Rule::Deprecated | Rule::Unstable => Some("what QEMU is to deny is the user's choice"),
        Rule::Type if has_whole_float(&mutation.document) => {
            Some("1.0 is an integer to it, not to QEMU")
        }
        Rule::IntegerRange if has_whole_float(&mutation.document) => {
            Some("a tree holds what 64 bits do not as a rounded float")
        }
        _ => None,
    }
}

/// Whether a document has a number that is whole but not written as one.
fn has_whole_float(document: &[u8]) -> bool {
    fn any(value: &Value) -> bool {
        match value {
            Value::Number(number) => {
                number.is_f64() && number.as_f64().is_some_and(|n| n.fract() == 0.0)
            }
            Value::Array(elements) => elements.iter().any(any),
            Value::Object(members) => members.values().any(any),
            _ => false,
        }
    }
    serde_json::from_slice(document).is_ok_and(|value| any(&value))
}

#[test]
fn json_schema_and_validator_agree() {
    let dumps = dumps().expect("the captured schemas load");
    std::thread::scope(|scope| {
        for dump in &dumps {
            scope.spawn(|| agree(dump));
        }
    });
}

fn agree(Dump { name, schema }: &Dump) {
    let validators = validators(schema);
    let samples = schema.samples();
    let (mut instances, mut mutations) = (0, 0);
    let mut unsaid: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, id) in schema.parts() {
        let validator = validators
            .get(&at.to_string())
            .unwrap_or_else(|| panic!("{name}: {at} has no JSON Schema"));
        for instance in samples.instances(id) {
            if let Err(error) = validator.validate(&instance) {
                panic!(
                    "{name}: {at} refuses {instance}: {error} at {}",
                    error.instance_path()
                );
            }
            instances += 1;
        }
        for mutation in samples.place_mutations(&at) {
            if let Some(reason) = unsayable(&mutation) {
                *unsaid.entry(reason).or_default() += 1;
                continue;
            }
            let value: Value = serde_json::from_slice(&mutation.document).expect("it is JSON");
            assert!(
                !validator.is_valid(&value),
                "{name}: {at} takes {value}, {}: {}",
                mutation.rule,
                mutation.what
            );
            mutations += 1;
        }
    }
    println!("{name}: {instances} instances and {mutations} mutations, unsayable {unsaid:?}");
    assert!(instances > 1000 && mutations > 5000);
}
