//! Integers are as wide as the schema says.

use qapi_schema::validate::Rule;
use qapi_schema::{Builtin, Schema, TypeKind, Width};
use serde_json::{Value, json};

use crate::{forms::forms_agree, lines};

/// A command `c` with an argument of each integer type, named after it; types
/// have this name for the arguments.
fn schema(arguments: &str) -> Schema {
    let names = || Width::KNOWN.iter().map(|width| width.name());
    let members = names().map(|name| json!({"name": name, "type": name, "default": null}));
    let mut entries = vec![
        json!({"name": "c", "meta-type": "command", "arg-type": arguments, "ret-type": arguments}),
        json!({"name": arguments, "meta-type": "object", "members": members.collect::<Vec<_>>()}),
    ];
    entries.extend(
        names().map(|name| json!({"name": name, "meta-type": "builtin", "json-type": "int"})),
    );
    Schema::from_slice(Value::Array(entries).to_string().as_bytes()).unwrap()
}

/// Whether the member takes the value, written so.
fn takes(schema: &Schema, member: &str, value: &str) -> bool {
    let arguments = format!("{{\"{member}\": {value}}}");
    match schema.validator().command("c", &arguments) {
        Ok(()) => true,
        Err(violations) => {
            assert_eq!(violations.first().rule(), Rule::IntegerRange);
            false
        }
    }
}

const MIN: &str = "-9223372036854775808";
const MAX: &str = "9223372036854775807";
const MAX_PLUS_1: &str = "9223372036854775808";
const UNSIGNED_MAX: &str = "18446744073709551615";

#[test]
fn each_width_takes_what_qemu_takes() {
    let schema = schema("Arguments");
    assert!(schema.is_unmasked());
    for (member, taken, refused) in [
        ("int", [MIN, MAX], [MAX_PLUS_1, UNSIGNED_MAX]),
        ("int64", [MIN, MAX], [MAX_PLUS_1, UNSIGNED_MAX]),
        ("int8", ["-128", "127"], ["-129", "128"]),
        ("int16", ["-32768", "32767"], ["-32769", "32768"]),
        (
            "int32",
            ["-2147483648", "2147483647"],
            ["-2147483649", "2147483648"],
        ),
        ("uint8", ["0", "255"], ["-1", "256"]),
        ("uint16", ["-0", "65535"], ["-1", "65536"]),
        ("uint32", ["0", "4294967295"], ["-1", "4294967296"]),
        // What is negative wraps around.
        (
            "uint64",
            [MIN, UNSIGNED_MAX],
            ["-9223372036854775809", "18446744073709551616"],
        ),
        (
            "size",
            ["-1", UNSIGNED_MAX],
            ["-9223372036854775809", "18446744073709551616"],
        ),
    ] {
        for value in taken {
            assert!(takes(&schema, member, value), "{member} {value}");
        }
        for value in refused {
            assert!(!takes(&schema, member, value), "{member} {value}");
        }
    }
    let message = |value: Value| json!({"execute": "c", "arguments": {"uint8": value}});
    for value in [json!(0), json!(-1), json!(u64::MAX), json!(1.0)] {
        forms_agree(schema.validator(), &message(value));
    }
}

#[test]
fn the_message_says_the_width() {
    let schema = schema("Arguments");
    for (arguments, line) in [
        (
            json!({"uint8": 256}),
            "c.arguments.uint8 | integer-range | `256` is outside `uint8`: expected 0 to 255",
        ),
        (
            json!({"int": u64::MAX}),
            "c.arguments.int | integer-range | `18446744073709551615` is outside `int`: \
             expected -9223372036854775808 to 9223372036854775807",
        ),
    ] {
        let judged = schema.validator().command("c", &arguments);
        assert_eq!(lines(&judged), [line]);
    }
}

#[test]
fn a_masked_schema_tells_no_width() {
    let schema = schema("0");
    assert!(!schema.is_unmasked());
    assert!(takes(&schema, "int", UNSIGNED_MAX));
    let int = schema.types().find(|(_, ty)| ty.wire_name() == "int");
    let unknown = Builtin::Int(Width::Unknown);
    assert!(matches!(int.unwrap().1.kind(), TypeKind::Builtin(int) if *int == unknown));
}

#[test]
fn captured_schemas_are_masked() {
    assert!(crate::schemas().iter().all(|schema| !schema.is_unmasked()));
}

#[cfg(feature = "sample")]
#[test]
fn mutations_go_beyond_the_width() {
    let schema = schema("Arguments");
    let samples = schema.samples();
    for &width in Width::KNOWN {
        let member = width.name();
        let at: qapi_schema::Coordinate = format!("c.arguments.{member}").parse().unwrap();
        let mutations = samples.mutations(&at, &json!(127));
        let ranged = mutations.iter().filter(|m| m.rule == Rule::IntegerRange);
        let texts: Vec<&str> = ranged
            .map(|m| std::str::from_utf8(&m.document).unwrap())
            .collect();
        assert!(texts.iter().all(|text| !takes(&schema, member, text)));
        assert!(takes(&schema, member, "127"));
        // What 64 bits hold and the type does not.
        let own = texts.iter().filter(|text| takes(&schema, "size", text));
        let expected = match width {
            Width::Uint64 | Width::Size => 0,
            Width::Int | Width::Int64 => 1,
            _ => 2,
        };
        assert_eq!(own.count(), expected, "{member}: {texts:?}");
    }
}
