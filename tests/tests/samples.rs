//! The validator takes every instance of every captured schema and refuses
//! every mutation with exactly the rule and place that it announces.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what is wrong by failing"
)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use qapi_schema::sample::{Mutation, Samples, TagPosition};
use qapi_schema::validate::{Problem, Rule, Subject, Validator, Violation, Violations};
use qapi_schema::{
    Command, Coordinate, Features, FirstUses, Leaf, MAX_NESTING, Part, Schema, TypeId, TypeKind,
};
use qapi_tests::{Dump, dumps};
use serde_json::Value;

fn all() -> Vec<Dump> {
    let dumps = dumps().expect("the captured schemas load");
    assert!(dumps.len() >= 5);
    dumps
}

/// Looks at every captured schema, at several at a time.
fn each(look: impl Fn(&str, &Schema) + Sync) {
    let (look, dumps) = (&look, all());
    std::thread::scope(|scope| {
        for Dump { name, schema } in &dumps {
            scope.spawn(move || look(name, schema));
        }
    });
}

/// Checks a document as the part that it is of.
fn check(validator: &Validator<'_>, at: &Coordinate, document: &[u8]) -> Result<(), Violations> {
    match at.part() {
        Some(Part::Arguments) => validator.command(at.name(), document),
        Some(Part::Returns) => validator.reply(at.name(), document),
        Some(Part::Data) => validator.event(at.name(), document),
        None => panic!("{at} is no part"),
    }
}

/// The same for a value in memory.
fn check_value(
    validator: &Validator<'_>,
    at: &Coordinate,
    value: &Value,
) -> Result<(), Violations> {
    match at.part() {
        Some(Part::Arguments) => validator.command(at.name(), value),
        Some(Part::Returns) => validator.reply(at.name(), value),
        Some(Part::Data) => validator.event(at.name(), value),
        None => panic!("{at} is no part"),
    }
}

fn accepted(result: Result<(), Violations>, at: &Coordinate, document: &str) {
    if let Err(violations) = result {
        panic!("{at} is not valid:\n{violations}\n{document}");
    }
}

/// That a document is refused for what a mutation announces and nothing else.
fn refused(result: Result<(), Violations>, mutation: &Mutation) -> Violation {
    let document = String::from_utf8_lossy(&mutation.document);
    let wanted = match &mutation.at {
        Some(at) => format!("{} at {at}", mutation.rule),
        None => mutation.rule.to_string(),
    };
    let context = format!("{} must be {wanted}: {document}", mutation.what);
    let Err(violations) = result else {
        panic!("passed, but {context}");
    };
    let first = violations.first();
    let exact = first.rule() == mutation.rule && first.at() == mutation.at.as_ref();
    assert!(
        exact && violations.len() == 1,
        "{context}\nis {} and in all:\n{violations}",
        first.rule()
    );
    first.clone()
}

/// The validator that has the rule.
fn validator(schema: &Schema, rule: Rule) -> Validator<'_> {
    schema
        .validator()
        .deny_deprecated(rule == Rule::Deprecated)
        .deny_unstable(rule == Rule::Unstable)
}

/// Whether a value in memory can break the rule in the same way.
fn fits_memory(rule: Rule) -> bool {
    let text_only = matches!(
        rule,
        Rule::Json | Rule::DuplicateMember | Rule::IntegerRange
    );
    // serde_json itself parses 128 levels.
    !text_only && rule != Rule::Depth
}

fn check_mutation(
    samples: &Samples<'_>,
    schema: &Schema,
    at: &Coordinate,
    mutation: &Mutation,
) -> Violation {
    let validator = validator(schema, mutation.rule);
    let violation = refused(check(&validator, at, &mutation.document), mutation);
    if fits_memory(mutation.rule) {
        let value = serde_json::from_slice(&mutation.document).expect("it is JSON");
        refused(check_value(&validator, at, &value), mutation);
    }
    let message = samples
        .message(at, &mutation.document)
        .expect("it is a part");
    // What is no object makes a wrong message, but a wrong reply's value is its own affair.
    let whole = mutation.at.as_ref() == Some(at) && mutation.rule == Rule::Type;
    if !whole || at.part() == Some(Part::Returns) {
        refused(validator.message(&message), mutation);
    }
    violation
}

#[test]
fn every_instance_is_valid() {
    each(|name, schema| {
        let samples = schema.samples();
        let validator = schema.validator();
        let (mut count, mut bytes) = (0, 0);
        for (at, id) in schema.parts() {
            for value in samples.instances(id) {
                accepted(
                    check_value(&validator, &at, &value),
                    &at,
                    &value.to_string(),
                );
                for &position in TagPosition::ALL {
                    let text = samples.with_tags(id, &value, position);
                    let parsed: Value = serde_json::from_str(&text).expect("it is JSON");
                    assert_eq!(parsed, value, "{at}");
                    accepted(check(&validator, &at, text.as_bytes()), &at, &text);
                    let message = samples.message(&at, text.as_bytes()).expect("it is a part");
                    accepted(validator.message(&message), &at, &text);
                }
                count += 1;
                bytes += value.to_string().len();
            }
        }
        println!("{name}: {count} instances, {bytes} bytes");
    });
}

#[test]
fn every_mutation_of_a_place_is_refused_for_what_it_announces() {
    each(|name, schema| {
        let samples = schema.samples();
        let mut counts: BTreeMap<Rule, usize> = BTreeMap::new();
        let mut bytes = 0;
        let mut deniable = deniable(schema);
        for (at, _) in schema.parts() {
            for mutation in samples.place_mutations(&at) {
                let violation = check_mutation(&samples, schema, &at, &mutation);
                if let Some(features) = denied(schema, &violation) {
                    deniable.remove(&(mutation.rule, std::ptr::from_ref(features)));
                }
                *counts.entry(mutation.rule).or_default() += 1;
                bytes += mutation.document.len();
            }
        }
        for part in [Part::Arguments, Part::Returns, Part::Data] {
            for mutation in samples.message_mutations(part) {
                refused(schema.validator().message(&mutation.document), &mutation);
                *counts.entry(mutation.rule).or_default() += 1;
                bytes += mutation.document.len();
            }
        }
        let all: usize = counts.values().sum();
        println!("{name}: {all} mutations, {bytes} bytes: {counts:?}");
        for rule in Rule::ALL {
            assert!(
                counts.contains_key(rule),
                "{name} has no mutation for {rule}"
            );
        }
    });
}

/// What may be denied: each deprecated or unstable command, event, member and
/// value that is not inside of a command that is so too. The features tell
/// them apart, by where they are in memory.
fn deniable(schema: &Schema) -> BTreeMap<(Rule, *const Features), String> {
    fn rules(features: &Features) -> impl Iterator<Item = Rule> {
        let deprecated = features.deprecated().then_some(Rule::Deprecated);
        let unstable = features.unstable().then_some(Rule::Unstable);
        deprecated.into_iter().chain(unstable)
    }
    let mut found = BTreeMap::new();
    let mut note = |features: &Features, outer: Option<&Features>, name: String| {
        for rule in rules(features) {
            if outer.is_none_or(|outer| rules(outer).all(|outer| outer != rule)) {
                found.insert((rule, std::ptr::from_ref(features)), name.clone());
            }
        }
    };
    for command in schema.commands() {
        note(command.features(), None, command.name().to_owned());
    }
    for event in schema.events() {
        note(event.features(), None, event.name().to_owned());
    }
    let uses = FirstUses::new(schema);
    for &id in uses.order() {
        let at = uses.coordinate(id).expect("it is used");
        let outer = schema.command(at.name()).map(Command::features);
        match schema[id].kind() {
            TypeKind::Object(object) => {
                for member in object.members() {
                    let at = at.clone().member(member.name());
                    note(member.features(), outer, at.to_string());
                }
            }
            TypeKind::Enum(e) => {
                for value in e.values() {
                    note(value.features(), outer, format!("{at}={}", value.name()));
                }
            }
            _ => {}
        }
    }
    found
}

/// What was used and denied.
fn denied<'s>(schema: &'s Schema, violation: &Violation) -> Option<&'s Features> {
    let (Problem::Deprecated(subject) | Problem::Unstable(subject)) = violation.problem() else {
        return None;
    };
    let mut at = violation.at().cloned().expect("it has a place");
    if let Subject::Value(value) = subject {
        at = at.leaf(Leaf::Value(value.clone()));
    }
    let place = schema.locate(&at).expect("it is there");
    schema.features_at(&place)
}

/// The part of a schema that three numbers pick.
fn pick(dumps: &[Dump], dump: usize, part: usize) -> (&Schema, Coordinate, TypeId) {
    let schema = &dumps.get(dump % dumps.len()).expect("there is one").schema;
    let mut parts = schema.parts();
    let count = schema.parts().count();
    let (at, id) = parts.nth(part % count).expect("it is below the count");
    (schema, at, id)
}

#[test]
fn a_message_may_nest_as_deep_as_qemu_parses() {
    each(|name, schema| {
        let validator = schema.validator();
        let nested = |depth: usize| {
            let (open, close) = ("[".repeat(depth - 1), "]".repeat(depth - 1));
            format!("{{\"execute\":\"qmp_capabilities\",\"id\":{open}{close}}}")
        };
        accepted(
            validator.message(&nested(MAX_NESTING)),
            &Coordinate::new(name),
            "",
        );
        let refused = validator
            .message(&nested(MAX_NESTING + 1))
            .expect_err("it is too deep");
        assert_eq!(refused.first().rule(), Rule::Depth, "{name}");
    });
}

#[test]
fn random_values_are_valid_and_their_mutations_are_refused() {
    let dumps = all();
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(512)
    };
    let numbers = (any::<usize>(), any::<usize>(), any::<u64>());
    proptest!(config, |((dump, part, seed) in numbers)| {
        let (schema, at, id) = pick(&dumps, dump, part);
        let samples = schema.samples();
        let value = samples.random(id, seed);
        prop_assert_eq!(&value, &samples.random(id, seed));
        accepted(check_value(&schema.validator(), &at, &value), &at, &value.to_string());
        for mutation in samples.mutations(&at, &value) {
            check_mutation(&samples, schema, &at, &mutation);
        }
    });
}
