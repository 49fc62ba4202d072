//! Every instance of every captured schema goes through the bindings of that
//! schema, and through those of all schemas together, and comes back the same;
//! so does what a later QEMU may add.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what is wrong by failing"
)]

use proptest::prelude::*;
use proptest::sample::Index;
use qapi_conformance::typed::{Bindings, same};
use qapi_schema::sample::{Mutation, Samples, TagPosition};
use qapi_schema::validate::Rule;
use qapi_schema::{Coordinate, Part, Place, Schema, Step, TypeId, TypeKind};
use qapi_test_bindings::ALL;
use qapi_tests::{Dump, dumps};
use qapi_types::qmp::REGISTRY;
use serde_json::Value;

/// A schema with its bindings.
struct Subject<'s> {
    schema: &'s Schema,
    samples: Samples<'s>,
    bindings: Bindings,
}

impl<'s> Subject<'s> {
    fn new(dump: &'s Dump) -> Self {
        Self {
            schema: &dump.schema,
            samples: dump.schema.samples(),
            bindings: Bindings::of(&dump.name, ALL).expect("there are bindings of it"),
        }
    }

    /// The same schema with the bindings of all schemas.
    fn bundled(dump: &'s Dump) -> Self {
        Self {
            bindings: Bindings::new(REGISTRY),
            ..Self::new(dump)
        }
    }

    /// That a valid value comes back, wherever its tags are.
    fn comes_back(&self, at: &Coordinate, id: TypeId, value: &Value) {
        let tree = self.bindings.recode_value(at, value);
        let tree = tree.unwrap_or_else(|error| panic!("{at}: {error}\n{value}"));
        assert!(same(&tree, value), "{at}\nfrom {value}\n  to {tree}");
        for &position in TagPosition::ALL {
            let text = self.samples.with_tags(id, value, position);
            let back = self.bindings.recode(at, text.as_bytes());
            let back = back.unwrap_or_else(|error| panic!("{at}: {error}\n{text}"));
            assert!(same(&back, value), "{at}\nfrom {text}\n  to {back}");
            // Equal numbers are not enough where the schema wants an integer.
            let validator = self.schema.validator();
            let valid = match at.part() {
                Some(Part::Arguments) => validator.command(at.name(), &back),
                Some(Part::Returns) => validator.reply(at.name(), &back),
                _ => validator.event(at.name(), &back),
            };
            if let Err(violations) = valid {
                panic!("{at} is not valid: {violations}\nfrom {text}\n  to {back}");
            }
        }
    }

    /// What becomes of a value that is wrong in one place: what a later QEMU
    /// may add is kept or passed over, and everything else is refused.
    fn survives(&self, at: &Coordinate, mutation: &Mutation) {
        let back = self.bindings.recode(at, &mutation.document);
        let text = String::from_utf8_lossy(&mutation.document);
        let place = mutation.at.as_ref().map(Coordinate::to_string);
        let place = place.unwrap_or_default();
        let context = || format!("{} at {place} ({}): {text}", mutation.rule, mutation.what);
        let sent = || -> Value { serde_json::from_slice(&mutation.document).expect("it is JSON") };
        match (mutation.rule, back) {
            (Rule::UnknownMember, Ok(back)) => {
                let mut sent = sent();
                remove(&mut sent, mutation.at.as_ref().expect("it is a place"));
                assert!(same(&back, &sent), "{}\n  to {back}", context());
            }
            (Rule::EnumValue, Ok(back)) => {
                assert!(same(&back, &sent()), "{}\n  to {back}", context());
            }
            // An alternate may have got another branch, for another kind of number too.
            (Rule::Type | Rule::IntegerRange, Ok(back)) => {
                let alternate = self.is_alternate(mutation.at.as_ref().expect("it is a place"));
                assert!(alternate, "{}\n  to {back}", context());
                assert!(same(&back, &sent()), "{}\n  to {back}", context());
            }
            (Rule::UnknownMember | Rule::EnumValue, Err(error)) => {
                panic!("{}\n  is refused: {error}", context());
            }
            (Rule::Deprecated | Rule::Unstable, back) => {
                assert!(back.is_ok_and(|back| same(&back, &sent())), "{}", context());
            }
            // A value of type `any` is serde_json's, which keeps the last.
            (Rule::DuplicateMember, Ok(_)) if self.is_inside_any(mutation) => {}
            (_, Ok(back)) => panic!("{}\n  to {back}", context()),
            (_, Err(_)) => {}
        }
    }

    /// The same in the bindings of all schemas, which take more than one of
    /// them does: whatever is taken comes back as it was.
    fn survives_together(&self, at: &Coordinate, mutation: &Mutation) {
        let back = self.bindings.recode(at, &mutation.document);
        let text = String::from_utf8_lossy(&mutation.document);
        let context = || format!("{at}: {} ({}): {text}", mutation.rule, mutation.what);
        let sent = || -> Value { serde_json::from_slice(&mutation.document).expect("it is JSON") };
        match (mutation.rule, back) {
            (Rule::UnknownMember, Ok(back)) => {
                let mut without = sent();
                remove(&mut without, mutation.at.as_ref().expect("it is a place"));
                let kept = same(&back, &without) || same(&back, &sent());
                assert!(kept, "{}\n  to {back}", context());
            }
            (Rule::DuplicateMember, Ok(_)) if self.is_inside_any(mutation) => {}
            (Rule::Json | Rule::Depth | Rule::DuplicateMember, Ok(back)) => {
                panic!("{}\n  to {back}", context());
            }
            // Without its tag, a branch is nothing known.
            (Rule::Missing, Ok(back)) => {
                assert!(is_part(&back, &sent()), "{}\n  to {back}", context());
            }
            (_, Ok(back)) => assert!(same(&back, &sent()), "{}\n  to {back}", context()),
            // Another schema may have the member, with a value of another type.
            (Rule::UnknownMember, Err(error)) => {
                let at = mutation.at.as_ref().expect("it is a place");
                let Some(Step::Member(name)) = at.steps().last() else {
                    panic!("{at} is no member");
                };
                assert!(error.contains(&format!("{name}`: invalid type")), "{error}");
            }
            (Rule::EnumValue | Rule::Deprecated | Rule::Unstable, Err(error)) => {
                panic!("{}\n  is refused: {error}", context())
            }
            (_, Err(_)) => {}
        }
    }

    fn is_inside_any(&self, mutation: &Mutation) -> bool {
        let at = mutation.at.as_ref().expect("it is a place");
        self.schema.locate(at).is_err()
    }

    fn is_alternate(&self, at: &Coordinate) -> bool {
        let id = match self.schema.locate(at) {
            Ok(Place::Type(id)) => id,
            Ok(Place::Member(member)) => member.ty(),
            other => panic!("{at} is {other:?}"),
        };
        matches!(self.schema[id].kind(), TypeKind::Alternate(_))
    }
}

/// Looks at every captured schema, at several at a time.
fn each<'d>(
    dumps: &'d [Dump],
    subject: impl Fn(&'d Dump) -> Subject<'d> + Sync,
    look: impl Fn(&Subject<'d>) + Sync,
) {
    let (subject, look) = (&subject, &look);
    std::thread::scope(|scope| {
        for dump in dumps {
            scope.spawn(move || look(&subject(dump)));
        }
    });
}

fn all() -> Vec<Dump> {
    dumps().expect("the captured schemas load")
}

/// Whether a value is another one but for members that are gone.
fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => part
            .iter()
            .all(|(name, part)| whole.get(name).is_some_and(|whole| is_part(part, whole))),
        (Value::Array(part), Value::Array(whole)) => {
            part.len() == whole.len() && part.iter().zip(whole).all(|(p, w)| is_part(p, w))
        }
        _ => same(part, whole),
    }
}

/// Takes the member away that a coordinate names.
fn remove(value: &mut Value, at: &Coordinate) {
    let steps = at.steps().iter();
    let mut steps = steps.filter(|step| !matches!(step, Step::Branch { .. }));
    let Some(Step::Member(name)) = steps.next_back() else {
        panic!("{at} is no member");
    };
    let object = steps.try_fold(value, |value, step| match step {
        Step::Member(name) => value.get_mut(&**name),
        Step::Element(index) => value.get_mut((*index)?),
        Step::Branch { .. } => None,
    });
    let object = object.and_then(Value::as_object_mut);
    let removed = object.and_then(|object| object.remove(&**name));
    assert!(removed.is_some(), "{at} is not there");
}

fn come_back(subject: &Subject<'_>) {
    for (at, id) in subject.schema.parts() {
        for value in subject.samples.instances(id) {
            subject.comes_back(&at, id, &value);
        }
    }
}

#[test]
fn every_instance_comes_back() {
    each(&all(), Subject::new, come_back);
}

#[test]
fn every_instance_of_every_schema_comes_back_from_the_bindings_of_all() {
    each(&all(), Subject::bundled, come_back);
}

#[test]
fn what_a_later_qemu_may_add_survives_and_what_is_wrong_does_not() {
    each(&all(), Subject::new, |subject| {
        for (at, _) in subject.schema.parts() {
            for mutation in subject.samples.place_mutations(&at) {
                subject.survives(&at, &mutation);
            }
        }
    });
}

#[test]
fn the_bindings_of_all_schemas_lose_nothing_either() {
    each(&all(), Subject::bundled, |subject| {
        for (at, _) in subject.schema.parts() {
            for mutation in subject.samples.place_mutations(&at) {
                subject.survives_together(&at, &mutation);
            }
        }
    });
}

#[test]
fn random_values_come_back() {
    let dumps = all();
    let subjects: Vec<[Subject<'_>; 2]> = dumps
        .iter()
        .map(|dump| [Subject::new(dump), Subject::bundled(dump)])
        .collect();
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(512)
    };
    let numbers = (any::<Index>(), any::<Index>(), any::<u64>());
    proptest!(config, |((subject, part, seed) in numbers)| {
        let [subject, bundled] = subject.get(&subjects);
        let parts: Vec<_> = subject.schema.parts().collect();
        let (at, id) = part.get(&parts);
        let value = subject.samples.random(*id, seed);
        subject.comes_back(at, *id, &value);
        bundled.comes_back(at, *id, &value);
        for mutation in subject.samples.mutations(at, &value) {
            subject.survives(at, &mutation);
            bundled.survives_together(at, &mutation);
        }
    });
}
