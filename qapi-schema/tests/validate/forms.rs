//! All forms of an input are judged alike, whatever it is.

use proptest::prelude::*;
use qapi_schema::Schema;
use qapi_schema::validate::{Input, Rule, Validator, Violations};
use serde_json::{Value, json};

use crate::rows::ROWS;
use crate::schema;

/// Bytes, text, memory and what serializes are judged alike.
pub(crate) fn forms_agree(validator: Validator<'_>, value: &Value) {
    let text = value.to_string();
    let judged = validator.message(value);
    assert_eq!(validator.message(&text), judged, "{text}");
    assert_eq!(validator.message(text.as_bytes()), judged, "{text}");
    assert_eq!(validator.message(Input::serialize(value).unwrap()), judged);
    let first = validator.first_only(true);
    for first in [first.message(value), first.message(&text)] {
        let first = first.err().map(|violations| {
            assert_eq!(violations.len(), 1);
            violations.first().clone()
        });
        let all = judged.as_ref().err().map(|all| all.first().clone());
        assert_eq!(first, all, "{text}");
    }
}

/// What a change may put somewhere.
fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(Value::from),
        "[a-z-]{0,6}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({"driver": "file"})),
        Just(json!([{"type": "inet"}, 1])),
    ]
}

/// One change to a message: at some place something is replaced, added or taken away.
#[derive(Clone, Debug)]
enum Change {
    Replace(prop::sample::Index, Value),
    Add(prop::sample::Index, String, Value),
    Remove(prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<prop::sample::Index>;
    let name = prop_oneof![
        "[a-z-]{0,6}",
        proptest::sample::select(vec![
            "execute",
            "exec-oob",
            "event",
            "arguments",
            "data",
            "return",
            "id",
            "timestamp",
            "driver",
            "file",
            "node-name",
            "filename",
            "backing",
            "type",
            "value",
        ])
        .prop_map(str::to_owned),
    ];
    prop_oneof![
        (place(), scalar()).prop_map(|(at, value)| Change::Replace(at, value)),
        (place(), name, scalar()).prop_map(|(at, name, value)| Change::Add(at, name, value)),
        place().prop_map(Change::Remove),
    ]
}

impl Change {
    fn apply(&self, message: &mut Value) {
        let (Self::Replace(at, _) | Self::Add(at, ..) | Self::Remove(at)) = self;
        let mut pointers = vec![String::new()];
        let mut next = 0;
        while let Some(pointer) = pointers.get(next).cloned() {
            match message.pointer(&pointer) {
                Some(Value::Object(members)) => pointers.extend(members.keys().map(|name| {
                    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
                })),
                Some(Value::Array(list)) => {
                    pointers.extend((0..list.len()).map(|i| format!("{pointer}/{i}")));
                }
                _ => {}
            }
            next += 1;
        }
        let place = message
            .pointer_mut(&pointers[at.index(pointers.len())])
            .unwrap();
        match (self, place) {
            (Self::Replace(_, value), place) => *place = value.clone(),
            (Self::Add(_, name, value), Value::Object(members)) => {
                members.insert(name.clone(), value.clone());
            }
            (Self::Add(_, _, value), Value::Array(list)) => list.push(value.clone()),
            (Self::Remove(at), Value::Object(members)) => {
                let names: Vec<String> = members.keys().cloned().collect();
                if !names.is_empty() {
                    members.remove(&names[at.index(names.len())]);
                }
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_forms_of_a_message_are_judged_alike(
        row in any::<prop::sample::Index>(),
        changes in proptest::collection::vec(change(), 0..5),
        deny in any::<[bool; 2]>(),
    ) {
        thread_local!(static SCHEMA: Schema = schema());
        let rows: Vec<Value> = ROWS.iter().filter_map(|(text, _)| serde_json::from_str(text).ok()).collect();
        let mut message = rows[row.index(rows.len())].clone();
        changes.iter().for_each(|change| change.apply(&mut message));
        SCHEMA.with(|schema| {
            let [deprecated, unstable] = deny;
            let validator = schema.validator().deny_deprecated(deprecated).deny_unstable(unstable);
            forms_agree(validator, &message);
        });
    }

    #[test]
    fn no_bytes_upset_it(bytes in proptest::collection::vec(any::<u8>(), 0..60), row in any::<prop::sample::Index>(), at in any::<prop::sample::Index>()) {
        thread_local!(static SCHEMA: Schema = schema());
        let (text, _) = ROWS[row.index(ROWS.len())];
        let mut message = text.as_bytes().to_vec();
        let at = at.index(message.len() + 1);
        message.splice(at..at, bytes.iter().copied());
        SCHEMA.with(|schema| {
            for message in [&message, &bytes] {
                let judged = schema.validator().message(message);
                let no_json = serde_json::from_slice::<Value>(message).is_err();
                let json = |violations: &Violations| violations.first().rule() == Rule::Json;
                assert_eq!(judged.as_ref().err().is_some_and(json), no_json);
            }
        });
    }
}
