//! The scanner against `serde_json`, on bytes of every make.
//!
//! The properties are plain functions over bytes, so that a fuzzer can call
//! the same ones.

use proptest::prelude::*;
use serde_json::{Map, Number, Value};

use super::{Kind, Reason, Tape, Token};
use crate::MAX_NESTING;

/// `serde_json` stops at 128 containers inside each other; below that the
/// scanner must be of one mind with it about every input.
const COMPARED: usize = 127;

/// Scanner and `serde_json` accept the same bytes and read the same from them.
fn agrees(bytes: &[u8]) {
    let mut tape = Tape::default();
    let scanned = tape.scan_bytes(bytes, COMPARED);
    let parsed = serde_json::from_slice::<Value>(bytes);
    match (&scanned, &parsed) {
        (Ok(text), Ok(parsed)) => {
            let read = value(&tape, text, tape.root().unwrap());
            assert_eq!(read, *parsed, "{text}");
        }
        (Err(fault), Ok(_)) => panic!("{fault:?} in {:?}", String::from_utf8_lossy(bytes)),
        (Ok(text), Err(error)) => panic!("{error} is not seen in {text:?}"),
        (Err(fault), Err(error)) => {
            let too_deep = error.to_string().starts_with("recursion limit");
            assert_eq!(
                fault.reason() == Reason::Depth,
                too_deep,
                "{fault:?} {error}"
            );
            assert!(fault.at() <= bytes.len());
        }
    }
}

/// The value that a tape describes, built the slow way.
fn value(tape: &Tape, text: &str, token: Token) -> Value {
    let mut inside = token.inside();
    match token.kind() {
        Kind::Object => {
            let mut members = Map::new();
            while let Some(name) = tape.next_name(&mut inside) {
                let member = tape.next(&mut inside).unwrap();
                assert!(name.is(text, &name.string(text)));
                members.insert(name.string(text).into_owned(), value(tape, text, member));
            }
            Value::Object(members)
        }
        Kind::Array => {
            let elements = std::iter::from_fn(|| tape.next(&mut inside));
            Value::Array(elements.map(|element| value(tape, text, element)).collect())
        }
        Kind::Plain | Kind::Escaped => Value::String(token.string(text).into_owned()),
        Kind::Integer | Kind::Float => {
            let literal = token.raw(text);
            let float = literal.contains(['.', 'e', 'E']);
            assert_eq!(token.kind() == Kind::Float, float, "{literal}");
            let number: Number = serde_json::from_str(literal).unwrap();
            Value::Number(number)
        }
        Kind::Bool => Value::Bool(token.raw(text) == "true"),
        Kind::Null => Value::Null,
    }
}

/// Names that an object has given already, found by comparing each with each.
fn repeats(bytes: &[u8]) {
    let mut tape = Tape::default();
    let Ok(text) = tape.scan_bytes(bytes, MAX_NESTING) else {
        return;
    };
    let mut queue = vec![tape.root().unwrap()];
    while let Some(token) = queue.pop() {
        let mut names = Vec::new();
        let mut expected = Vec::new();
        let mut inside = token.inside();
        if token.kind() == Kind::Object {
            while let Some(name) = tape.next_name(&mut inside) {
                let name = name.string(text);
                if names.contains(&name) {
                    expected.push(name.clone());
                }
                names.push(name);
                queue.push(tape.next(&mut inside).unwrap());
            }
            let repeated = tape.repeated(text, token);
            let repeated: Vec<_> = repeated.iter().map(|name| name.string(text)).collect();
            assert_eq!(repeated, expected, "{text}");
        } else {
            queue.extend(std::iter::from_fn(|| tape.next(&mut inside)));
        }
    }
}

fn punctuation() -> impl Strategy<Value = Vec<u8>> {
    proptest::sample::select(b"{}[]:,\"0".to_vec()).prop_map(|byte| vec![byte])
}

/// A piece of JSON, whole or broken.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&[u8]> = vec![
        b"{",
        b"}",
        b"[",
        b"]",
        b":",
        b",",
        b"\"",
        b"\\",
        b" ",
        b"\n",
        b"\t\r",
        b"true",
        b"false",
        b"null",
        b"nul",
        b"\"a\"",
        b"\"b\"",
        b"\"a\":",
        b"\"\\u0061\":",
        b"\"\"",
        b"\"a\xff\"",
        b"\"\\u00e9\\n\\/\"",
        b"\"\\ud83d\\ude00\"",
        b"\"\\ud83d\"",
        b"\"\\ude00\"",
        b"\"\\ud83dx\"",
        b"\"\\ud83d\\u0041\"",
        b"\"\\uD83\"",
        b"\"\\x\"",
        b"\"12345678\"",
        b"\"1234567\\\"9\"",
        b"\"\x1f\"",
        b"\"\x7f\"",
        b"\"\xc3\xa9\"",
        b"\xef\xbb\xbf",
        b"\x0c",
        b"0",
        b"-0",
        b"-",
        b"01",
        b"1.",
        b".5",
        b"1.5",
        b"-1e5",
        b"1E+05",
        b"1e",
        b"1e400",
        b"-1e400",
        b"0e400",
        b"1e-400",
        b"1.7976931348623157e308",
        b"1.7976931348623159e308",
        b"17976931348623157e292",
        b"123456789012345678901234567890",
        b"-9223372036854775809",
        b"18446744073709551615",
        b"18446744073709551616",
        b"1e99999999999",
        b"0e99999999999",
        b"1e-99999999999",
        b"NaN",
    ];
    proptest::sample::select(pieces).prop_map(<[u8]>::to_vec)
}

/// JSON, nested a few deep, with names that repeat now and then.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        piece().prop_filter_map("a value", |piece| {
            let text = String::from_utf8(piece).ok()?;
            serde_json::from_str::<Value>(&text).ok().map(|_| text)
        }),
        "[ -~é]{0,12}".prop_map(|text| Value::String(text).to_string()),
        any::<f64>().prop_map(|number| Value::from(number).to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        let name = prop_oneof![
            3 => "[a-c]{1,2}".prop_map(|name| format!("\"{name}\"")),
            1 => Just("\"\\u0061\"".to_owned()),
            1 => "[a-z-]{1,20}".prop_map(|name| format!("\"{name}\"")),
        ];
        let member = (name, inner.clone()).prop_map(|(name, value)| format!("{name}: {value}"));
        prop_oneof![
            proptest::collection::vec(inner, 0..8).prop_map(|list| format!("[{}]", list.join(","))),
            proptest::collection::vec(member, 0..8)
                .prop_map(|members| format!("{{ {} }}", members.join(" ,"))),
        ]
    })
}

/// One change to a text: some bytes go, others come.
fn change() -> impl Strategy<Value = (prop::sample::Index, usize, Vec<u8>)> {
    let bytes = prop_oneof![
        punctuation(),
        piece(),
        proptest::collection::vec(any::<u8>(), 0..4)
    ];
    (any::<prop::sample::Index>(), 0usize..4, bytes)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        agrees(&bytes);
    }

    #[test]
    fn agrees_on_pieces(pieces in proptest::collection::vec(prop_oneof![punctuation(), piece()], 0..12)) {
        agrees(&pieces.concat());
    }

    #[test]
    fn agrees_on_punctuation(marks in proptest::collection::vec(punctuation(), 0..6)) {
        agrees(&marks.concat());
    }

    #[test]
    fn agrees_on_json(text in json()) {
        agrees(text.as_bytes());
        repeats(text.as_bytes());
    }

    #[test]
    fn agrees_on_broken_json(text in json(), changes in proptest::collection::vec(change(), 1..4)) {
        let mut bytes = text.into_bytes();
        for (at, gone, come) in changes {
            let at = at.index(bytes.len() + 1);
            let end = bytes.len().min(at + gone);
            bytes.splice(at..end, come);
        }
        agrees(&bytes);
    }

    #[test]
    fn agrees_on_numbers(text in "-?[0-9]{1,4}(\\.[0-9]{1,4})?([eE][+-]?[0-9]{1,4})?") {
        agrees(text.as_bytes());
    }

    #[test]
    fn agrees_on_long_numbers(text in "-?[1-9][0-9]{190,320}(\\.[0-9]{1,3})?(e-?[0-9]{1,3})?") {
        agrees(text.as_bytes());
    }
}

#[test]
fn agrees_on_every_two_bytes_in_a_string() {
    for first in 0..=u8::MAX {
        for second in 0..=u8::MAX {
            // The eight bytes that are looked at together start at various places.
            for before in ["", "1234567"] {
                let text = [b"[\"", before.as_bytes(), &[first, second], b"\"]"].concat();
                agrees(&text);
            }
        }
    }
}

#[test]
fn agrees_on_every_escaped_unit() {
    for unit in 0..=u16::MAX {
        agrees(format!("\"\\u{unit:04x}\"").as_bytes());
        agrees(format!("\"\\uD83D\\u{unit:04X}\"").as_bytes());
    }
}

#[test]
fn agrees_on_real_messages() {
    let dump = include_bytes!("../../../schemas/qemu-storage-daemon-10.0.json");
    agrees(dump);
    repeats(dump);
    for end in (0..dump.len()).step_by(997) {
        agrees(&dump[..end]);
    }
}

#[test]
fn many_names_repeat_as_few_do() {
    let name = |i: usize| format!("\"n{}\":0", i * i % 1009);
    let names: Vec<String> = (0..2000).map(name).collect();
    repeats(format!("{{{}}}", names.join(",")).as_bytes());
}

#[test]
fn nesting_ends_where_it_is_told_to() {
    let nested = |opening: &str, closing: &str, depth: usize| {
        format!("{}0{}", opening.repeat(depth), closing.repeat(depth))
    };
    for (opening, closing) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        let step = opening.matches(['[', '{']).count();
        let mut tape = Tape::default();
        let fits = nested(opening, closing, MAX_NESTING / step);
        assert_eq!(tape.scan(&fits, MAX_NESTING), Ok(()));
        let deeper = format!("[{fits}]");
        let fault = tape.scan(&deeper, MAX_NESTING).unwrap_err();
        assert_eq!(fault.reason(), Reason::Depth);
    }
}

/// The reason and place that a broken text is given.
#[test]
fn says_what_is_wrong_and_where() {
    for (text, at, reason) in [
        ("", 0, Reason::Empty),
        (" \n", 2, Reason::Empty),
        ("x", 0, Reason::Value),
        ("{]", 1, Reason::Name),
        ("{a: 1}", 1, Reason::Name),
        ("{\"a\" 1}", 5, Reason::Colon),
        ("{\"a\": }", 6, Reason::Value),
        ("{\"a\": 1 \"b\"", 8, Reason::CommaOrBrace),
        ("{\"a\": 1,}", 8, Reason::TrailingComma),
        ("[1 2]", 3, Reason::CommaOrBracket),
        ("[1}", 2, Reason::CommaOrBracket),
        ("{\"a\": 1]", 7, Reason::CommaOrBrace),
        ("[1,]", 3, Reason::TrailingComma),
        ("[,]", 1, Reason::Value),
        ("[}", 1, Reason::Value),
        ("[1", 2, Reason::End),
        ("{\"a\"", 4, Reason::End),
        ("\"a", 2, Reason::EndInString),
        ("\"\\u12", 5, Reason::EndInString),
        ("\"a\nb\"", 2, Reason::ControlCharacter),
        ("\"\\q\"", 2, Reason::Escape),
        ("\"\\u12g4\"", 5, Reason::Escape),
        ("\"\\ud800\"", 1, Reason::LoneSurrogate),
        ("-", 1, Reason::Digit),
        ("1.x", 2, Reason::Digit),
        ("012", 1, Reason::LeadingZero),
        ("1e400", 0, Reason::NumberRange),
        ("1 2", 2, Reason::Trailing),
        ("tru", 0, Reason::Value),
    ] {
        let fault = Tape::default().scan(text, MAX_NESTING).unwrap_err();
        assert_eq!((fault.at(), fault.reason()), (at, reason), "{text}");
    }
    for (bytes, at, reason) in [
        (&b"[\"a\xff\"]"[..], 3, Reason::Utf8),
        (b"[x\xff", 1, Reason::Value),
        (b"[1]\xff", 3, Reason::Utf8),
    ] {
        let fault = Tape::default().scan_bytes(bytes, MAX_NESTING).unwrap_err();
        assert_eq!((fault.at(), fault.reason()), (at, reason));
    }
}
