//! How generated types behave, shown on the golden bindings.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail the test"
)]
#![deny(warnings)]

#[rustfmt::skip]
#[path = "../golden/alternates.rs"]
mod alternates;
#[rustfmt::skip]
#[path = "../golden/features.rs"]
mod features;
#[rustfmt::skip]
#[path = "../golden/large.rs"]
mod large;
#[rustfmt::skip]
#[path = "../golden/names.rs"]
mod names;
#[rustfmt::skip]
#[path = "../golden/std.rs"]
mod std_names;
#[rustfmt::skip]
#[path = "../golden/unions.rs"]
mod unions;
#[rustfmt::skip]
#[path = "../golden/widths.rs"]
mod widths;

use std::fmt::Debug;

use qapi_types::{Command, Event, Int};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use alternates::commands::Set;
use alternates::types::{SetAll, SetMode, SetModeEnum, SetName, SetRef, SetRefObject};
use names::types::ContinueSelf;
use unions::commands::{Add, Same};
use unions::types::{
    AddArguments, AddArgumentsBranch, AddDeep, AddDeepBranch, AddDeepOne, AddFile, AddSameArguments,
};

/// Decodes text of members in this order, from text, bytes, a reader and a
/// tree, holds clones and equality to it, and encodes it again.
fn round<T: DeserializeOwned + Serialize + Clone + PartialEq + Debug>(text: &str) -> (T, Value) {
    let typed: T = serde_json::from_str(text).unwrap();
    let tree: Value = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::from_slice::<T>(text.as_bytes()).unwrap(), typed);
    assert_eq!(
        serde_json::from_reader::<_, T>(text.as_bytes()).unwrap(),
        typed
    );
    assert_eq!(serde_json::from_value::<T>(tree.clone()).unwrap(), typed);
    assert_eq!(T::deserialize(&tree).unwrap(), typed);
    let copy = typed.clone();
    assert_eq!(copy, typed);
    assert_eq!(format!("{copy:?}"), format!("{typed:?}"));
    let encoded = serde_json::to_value(&typed).unwrap();
    assert_eq!(serde_json::to_value(&copy).unwrap(), encoded);
    (typed, encoded)
}

fn same<T: DeserializeOwned + Serialize + Clone + PartialEq + Debug>(text: &str) -> T {
    let (typed, encoded) = round(text);
    assert_eq!(encoded, serde_json::from_str::<Value>(text).unwrap());
    typed
}

fn refused<T: DeserializeOwned>(text: &str) -> String {
    match serde_json::from_str::<T>(text) {
        Ok(_) => panic!("{text} was taken"),
        Err(error) => error.to_string(),
    }
}

/// All orders of some members.
fn orders(members: &[&str]) -> Vec<String> {
    if members.is_empty() {
        return vec![String::new()];
    }
    let mut all = Vec::new();
    for at in 0..members.len() {
        let mut rest = members.to_vec();
        let first = rest.remove(at);
        for tail in orders(&rest) {
            let comma = if tail.is_empty() { "" } else { "," };
            all.push(format!("{first}{comma}{tail}"));
        }
    }
    all
}

#[test]
fn the_tag_may_stand_anywhere() {
    let file = [
        r#""id":"a""#,
        r#""kind":"file""#,
        r#""path":"p""#,
        r#""size":1"#,
    ];
    let wanted = AddArguments::file("a", AddFile::new("p").size(1));
    for members in orders(&file) {
        assert_eq!(same::<AddArguments>(&format!("{{{members}}}")), wanted);
    }
    // Both tags of a union in a union.
    let deep = [
        r#""kind":"deep""#,
        r#""level":"one""#,
        r#""weight":0.5"#,
        r#""note":"n""#,
        r#""id":"a""#,
        r#""any":{"x":[null]}"#,
    ];
    let one = AddDeepOne::new(0.5).any(json!({"x": [null]}));
    let wanted = AddArguments::deep("a", AddDeep::one(one).note("n"));
    for members in orders(&deep) {
        assert_eq!(same::<AddArguments>(&format!("{{{members}}}")), wanted);
    }
    // A branch without members, and one that is the same type as another.
    for members in orders(&[r#""id":"a""#, r#""kind":"none""#, r#""read-only":true"#]) {
        let typed: AddArguments = same(&format!("{{{members}}}"));
        assert_eq!(typed, AddArguments::none("a").read_only(true));
    }
    let again: AddArguments = same(r#"{"path":"p","kind":"again","id":"a"}"#);
    assert!(matches!(again.kind, AddArgumentsBranch::Again(file) if file.path == "p"));
}

#[test]
fn what_a_later_qemu_adds_does_no_harm() {
    // A member, of the union and of the branch; before and behind the tag.
    for text in [
        r#"{"new":[{}],"id":"a","kind":"file","path":"p"}"#,
        r#"{"id":"a","kind":"file","path":"p","new":[{}]}"#,
        r#"{"kind":"none","new":{"path":1},"id":"a"}"#,
    ] {
        let (_, encoded) = round::<AddArguments>(text);
        assert_eq!(encoded.get("new"), None);
    }
    // A branch: the common members are typed, the others kept.
    for members in orders(&[
        r#""id":"a""#,
        r#""kind":"tape""#,
        r#""reels":[2]"#,
        r#""path":null"#,
    ]) {
        let typed: AddArguments = same(&format!("{{{members}}}"));
        assert_eq!(typed.id, "a");
        let AddArgumentsBranch::Unrecognized(branch) = typed.kind else {
            panic!("`tape` is no branch");
        };
        assert_eq!(branch.tag(), "tape");
        let mut kept: Vec<&str> = branch.members().map(|(name, _)| name).collect();
        kept.sort_unstable();
        assert_eq!(kept, ["path", "reels"]);
    }
    // A branch of a branch.
    let typed: AddArguments = same(r#"{"id":"a","level":"three","x":1,"kind":"deep"}"#);
    let AddArgumentsBranch::Deep(deep) = typed.kind else {
        panic!("`deep` is a branch");
    };
    assert!(matches!(&deep.level, AddDeepBranch::Unrecognized(b) if b.tag() == "three"));
    // A value of an enum.
    let mode: SetModeEnum = same(r#""auto""#);
    assert_eq!(mode, SetModeEnum::from("auto"));
    assert_eq!(mode.as_str(), "auto");
    assert!(matches!(mode, SetModeEnum::Unrecognized(_)));
    // A kind of an alternate.
    let mode: SetMode = same(r#"[1,{"a":null}]"#);
    assert!(
        matches!(&mode, SetMode::Unrecognized(kind) if kind.value() == &json!([1, {"a": null}]))
    );
    // An event.
    let event: unions::events::Event = same(r#"{"event":"REMOVED","data":{"id":1}}"#);
    assert_eq!(event.name(), "REMOVED");
    assert!(matches!(event, unions::events::Event::Unrecognized(_)));
}

#[test]
fn what_is_known_is_never_unrecognized() {
    assert!(matches!(SetModeEnum::from("on"), SetModeEnum::On));
    // Names of which Rust keeps one apart, and the catch-all's own.
    for (wire, value) in [
        ("unrecognized", ContinueSelf::Unrecognized2),
        ("Unrecognized", ContinueSelf::Unrecognized3),
        ("a-b", ContinueSelf::AB),
        ("a_b", ContinueSelf::AB2),
        ("AB", ContinueSelf::Ab),
        ("0", ContinueSelf::_0),
        ("Self", ContinueSelf::Self_),
    ] {
        assert_eq!(ContinueSelf::from(wire), value);
        assert_eq!(value.as_str(), wire);
        assert_eq!(value.clone(), value);
        assert_eq!(same::<ContinueSelf>(&format!("{wire:?}")), value);
    }
    assert_eq!(ContinueSelf::from("").as_str(), "");
    assert_eq!(ContinueSelf::from("").clone(), ContinueSelf::from(""));
}

#[test]
fn absent_is_not_null() {
    let absent: Set = same("{}");
    assert_eq!(absent.name, None);
    let null: Set = same(r#"{"name":null,"ref":null,"all":null}"#);
    assert_eq!(null.name, Some(SetName::Null));
    assert_eq!(null.r#ref, Some(SetRef::Null));
    assert_ne!(absent, null);
    assert!(refused::<Add>(r#"{"id":"a","kind":"none","read-only":null}"#).contains("`read-only`"));
}

#[test]
fn alternates_go_by_the_kind_of_json() {
    for text in [
        r#"{"ref":{"x":1,"in":{"in":"deep"}}}"#,
        r#"{"ref":"name","mode":"off","mask":7,"names":"one","half":1.5,"all":[{"x":1},{}]}"#,
        r#"{"mode":{},"mask":false,"names":["one","two"],"half":true,"all":"on"}"#,
        r#"{"mask":[1,18446744073709551615],"all":-9223372036854775808}"#,
        r#"{"all":{"in":null}}"#,
    ] {
        same::<Set>(text);
    }
    let (half, encoded) = round::<Set>(r#"{"half":2}"#);
    assert_eq!(encoded, json!({"half": 2.0}));
    assert_eq!(half, Set::new().half(2.0));
    let built = Set::new()
        .r#ref(SetRefObject::new().r#in("x"))
        .mode(SetModeEnum::On)
        .mask(Int::from(3))
        .names("n")
        .all(SetAll::Null);
    let value = json!({"ref": {"in": "x"}, "mode": "on", "mask": 3, "names": "n", "all": null});
    assert_eq!(serde_json::to_value(&built).unwrap(), value);
}

#[test]
fn integers_and_numbers_keep_their_value() {
    for int in [
        "-9223372036854775808",
        "9007199254740993",
        "9223372036854775808",
        "18446744073709551615",
    ] {
        same::<AddFile>(&format!(r#"{{"path":"","size":{int}}}"#));
    }
    // QEMU prints 0.0 as 0.
    let one: AddDeepOne = serde_json::from_str(r#"{"weight":0}"#).unwrap();
    assert_eq!(one.weight, 0.0);
    assert!(refused::<AddFile>(r#"{"path":"","size":1.0}"#).contains("an integer of 64 bits"));
}

#[test]
fn integers_have_the_width_that_a_schema_tells() {
    use widths::commands::{Count, Limit, SetBoth};
    use widths::events::Over;
    use widths::types::{Amount, Both, Limits};
    let sent = Limit::new(u8::MAX, u32::MAX, u64::MAX, i32::MIN);
    let sent = sent.u16(u16::MAX).u64(u64::MAX).i8(i8::MIN).i16(i16::MIN);
    let sent = sent.i64(i64::MIN).int(i64::MIN).list(vec![0_u16, u16::MAX]);
    let text = r#"{"u8":255,"u16":65535,"u32":4294967295,"u64":18446744073709551615,
        "size":18446744073709551615,"i8":-128,"i16":-32768,"i32":-2147483648,
        "i64":-9223372036854775808,"int":-9223372036854775808,"list":[0,65535],"amount":-1}"#;
    assert_eq!(same::<Limit>(text), sent.amount(Int::from(-1)));
    // What QEMU sends may be wider some day.
    let wide: Limits = same(
        r#"{"u8":9007199254740993,"size":18446744073709551615,"i32":-9223372036854775808,
            "int":-9223372036854775808,"list":[9007199254740993],"amount":[18446744073709551615]}"#,
    );
    assert_eq!(
        (wide.u8, wide.i32),
        (9_007_199_254_740_993_u64, Some(i64::MIN))
    );
    assert_eq!(wide.list, [9_007_199_254_740_993_i64]);
    assert_eq!(wide.amount, Some(Amount::from(vec![u64::MAX])));
    let both: SetBoth = same(r#"{"u16":65536}"#);
    assert_eq!(both, SetBoth::from(Both::new(65_536_u64)));
    assert_eq!(same::<Over>(r#"{"by":4294967296}"#).by, 4_294_967_296_u64);
    let count: <Count as Command>::Reply = 256_u64;
    assert_eq!(serde_json::to_string(&count).unwrap(), "256");
    // Nothing is wrapped around or cut off.
    let limit = r#"{"u8":0,"u32":0,"size":0,"i32":0,"#;
    for (member, value, range) in [
        ("u16", "65536", "0 to 65535"),
        ("u64", "-1", "0 to 18446744073709551615"),
        ("i8", "128", "-128 to 127"),
        (
            "int",
            "9223372036854775808",
            "-9223372036854775808 to 9223372036854775807",
        ),
        ("list", "[-1]", "0 to 65535"),
    ] {
        let error = refused::<Limit>(&format!("{limit}\"{member}\":{value}}}"));
        let value = value.trim_matches(['[', ']']);
        let message = format!("invalid value: integer `{value}`, expected an integer from {range}");
        assert!(error.contains(&message), "{error}");
        assert!(error.starts_with(&format!("`{member}")), "{error}");
    }
}

#[test]
fn errors_say_where_and_what() {
    for (text, message) in [
        (r#"{"kind":"file","id":"a"}"#, "missing member `path`"),
        (r#"{"kind":"file","path":"p"}"#, "missing member `id`"),
        (r#"{"id":"a"}"#, "missing member `kind`"),
        (
            r#"{"id":1,"kind":"none"}"#,
            "`id`: invalid type: integer `1`, expected a string",
        ),
        (
            r#"{"id":"a","kind":3}"#,
            "`kind`: invalid type: integer `3`, expected a string",
        ),
        (
            r#"{"path":5,"id":"a","kind":"file"}"#,
            "`path`: invalid type: integer `5`, expected a string",
        ),
        (
            r#"{"kind":"dir","id":"a","path":"p","entries":[{"id":"b","kind":"none"},{"id":"c","kind":"dir","path":[]}]}"#,
            "`entries[1].path`: invalid type: sequence, expected a string",
        ),
        (
            r#"{"id":"a","kind":"none","id":"b"}"#,
            "duplicate member `id`",
        ),
        (
            r#"{"id":"a","kind":"none","kind":"none"}"#,
            "duplicate member `kind`",
        ),
        (
            r#"{"id":"a","path":"p","path":"p","kind":"file"}"#,
            "duplicate member `path`",
        ),
        (
            r#"{"id":"a","kind":"none","parent":{"id":"b"}}"#,
            "`parent`: missing member `kind`",
        ),
        ("[]", "invalid type: sequence, expected an object"),
    ] {
        let error = refused::<Add>(text);
        let (error, place) = error.split_once(" at line ").unwrap();
        assert_eq!(error, message, "{text}");
        assert!(place.starts_with("1 column "), "{place}");
    }
    let error = refused::<Add>("{\n\"kind\": \"none\",\n\"id\": 1}");
    assert_eq!(
        error,
        "`id`: invalid type: integer `1`, expected a string at line 3 column 7"
    );
}

#[test]
fn nesting_has_a_limit_even_behind_a_late_tag() {
    let nested = |depth: usize| {
        let open = r#"{"id":"a","path":"p","entries":["#.repeat(depth);
        format!(
            r#"{open}{{"id":"a","kind":"none"}}{}"#,
            r#"],"kind":"dir"}"#.repeat(depth)
        )
    };
    same::<AddArguments>(&nested(20));
    let message = refused::<AddArguments>(&nested(5_000));
    assert!(
        message.contains("nested deeper than 128 levels"),
        "{message}"
    );
}

#[test]
fn more_members_than_a_word_has_bits() {
    use large::types::{ManyArguments, ManyData};
    let members: Vec<String> = (0..70).rev().map(|n| format!(r#""m{n:02}":{n}"#)).collect();
    let all = format!("{{{}}}", members.join(","));
    let typed: ManyArguments = same(&all);
    assert_eq!(typed.m68, 68);
    let without = all.replace(r#""m68":68,"#, "");
    assert!(refused::<ManyArguments>(&without).starts_with("missing member `m68`"));
    let twice = all.replace(r#""m69":69,"#, r#""m69":69,"m69":69,"#);
    assert!(refused::<ManyArguments>(&twice).starts_with("duplicate member `m69`"));
    let event: ManyData = same(r#"{"b65":"x","c65":"y","t":"a","b00":"z"}"#);
    assert_eq!(event.c65.as_deref(), Some("y"));
    assert!(refused::<ManyData>(r#"{"c65":"y","t":"a"}"#).starts_with("missing member `b65`"));
}

#[test]
fn events_are_decoded_whole_or_by_type() {
    use unions::events::{Added, Event as AnyEvent};
    assert_eq!(Added::NAME, "ADDED");
    let data = r#"{"what":{"id":"a","kind":"none"}}"#;
    let event: Added = same(data);
    for text in [
        format!(r#"{{"event":"ADDED","data":{data}}}"#),
        format!(r#"{{"data":{data},"event":"ADDED"}}"#),
    ] {
        let any: AnyEvent = same(&text);
        assert!(matches!(&any, AnyEvent::Added(added) if **added == event));
        assert_eq!(any.name(), "ADDED");
    }
    let stamped = format!(r#"{{"timestamp":{{"seconds":1}},"event":"ADDED","data":{data}}}"#);
    let (any, _) = round::<AnyEvent>(&stamped);
    assert!(matches!(any, AnyEvent::Added(_)));
    same::<names::events::Event>(r#"{"event":"STOP"}"#);
    for (text, message) in [
        (r#"{"event":"ADDED"}"#, "missing member `data.what`"),
        (
            r#"{"event":"ADDED","data":{"what":{"id":5}}}"#,
            "`data.what.id`: invalid type",
        ),
        (
            r#"{"data":{"what":{"id":5}},"event":"ADDED"}"#,
            "`data.what.id`: invalid type",
        ),
        (r#"{"data":{}}"#, "missing field `event`"),
        (
            r#"{"event":"STOP","event":"STOP"}"#,
            "duplicate field `event`",
        ),
        (
            r#"{"event":"STOP","data":{},"data":{}}"#,
            "duplicate field `data`",
        ),
    ] {
        let error = refused::<AnyEvent>(text);
        assert!(error.starts_with(message), "{text}: {error}");
    }
}

#[test]
#[expect(deprecated, reason = "that it is marked so is what is shown")]
fn the_metadata_says_what_the_schema_says() {
    use features::FEATURES;
    use features::commands::{New, Old, Silent};
    assert_eq!(
        (Old::NAME, Old::FEATURES),
        ("old", &["deprecated", "json-cli"][..])
    );
    assert_eq!(New::FEATURES, ["unstable"]);
    assert_eq!([New::ALLOW_OOB, Old::ALLOW_OOB], [true, false]);
    assert_eq!(
        [Old::SUCCESS_RESPONSE, Silent::SUCCESS_RESPONSE],
        [true, false]
    );
    let of = |item, member| {
        let mut rows = FEATURES
            .iter()
            .filter(|row| row.item == item && row.member == member);
        rows.next().map(|row| row.features)
    };
    assert_eq!(of("commands::Old", Some("a")), Some(&["deprecated"][..]));
    assert_eq!(of("commands::Old", Some("b")), None);
    assert_eq!(
        of("types::OldReturn", Some("b")),
        Some(&["unstable", "deprecated"][..])
    );
    assert_eq!(of("types::NewX", None), Some(&["deprecated"][..]));
    assert_eq!(of("events::Gone", None), Some(&["deprecated"][..]));
}

#[test]
fn debug_prints_wire_names_and_what_is_there() {
    let disk = AddArguments::file("a", AddFile::new("p")).read_only(true);
    let text = r#"AddArguments { id: "a", kind: file(AddFile { path: "p" }), read-only: true }"#;
    assert_eq!(format!("{disk:?}"), text);
    let same = AddSameArguments::new("x").next(AddSameArguments::new("y"));
    let text = r#"AddSameArguments { name: "x", next: AddSameArguments { name: "y" } }"#;
    assert_eq!(format!("{:?}", Same::from(same)), text);
}

#[test]
fn names_of_the_prelude_are_free() {
    let text = r#"{"value":"v","list":[{"tag":"some","vec":[]},{"tag":"none"}],"to":[1]}"#;
    same::<std_names::commands::String>(text);
    assert_eq!(std_names::types::Vec::from("Ok"), std_names::types::Vec::Ok);
}

/// Some deserializer that is not `serde_json`'s: what serde keeps of a value
/// while it tries the variants of an untagged enum.
#[test]
fn other_deserializers_will_do() {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Either {
        Never { never: bool },
        Add(Box<AddArguments>),
    }
    for members in orders(&[r#""id":"a""#, r#""kind":"file""#, r#""path":"p""#]) {
        match serde_json::from_str(&format!("{{{members}}}")).unwrap() {
            Either::Add(add) => assert_eq!(*add, AddArguments::file("a", AddFile::new("p"))),
            Either::Never { never } => panic!("never {never}"),
        }
    }
}

#[test]
fn debug_shows_no_secret() {
    use features::commands::{ChangeVncPassword, GuestExec, GuestExecRequired, ObjectAdd};
    use features::types::{ObjectAddArguments, ObjectAddSecret};

    let password = ChangeVncPassword::new("hunter2");
    let shown = "ChangeVncPassword { password: [redacted] }";
    assert_eq!(format!("{password:?}"), shown);
    // All else is as ever.
    let sent = json!({"password": "hunter2"});
    assert_eq!(serde_json::to_value(&password).unwrap(), sent);
    assert_eq!(password.clone(), password);
    assert_ne!(password, ChangeVncPassword::new("hunter3"));

    let data = ObjectAddSecret::new().data("hunter2");
    let object = ObjectAdd::from(ObjectAddArguments::secret("s", data));
    let shown =
        r#"ObjectAddArguments { id: "s", qom-type: secret(ObjectAddSecret { data: [redacted] }) }"#;
    assert_eq!(format!("{object:?}"), shown);
    let file = ObjectAddSecret::new().file("/run/secret");
    let shown = r#"ObjectAddSecret { file: "/run/secret" }"#;
    assert_eq!(format!("{file:?}"), shown);
    let ftp = ObjectAddSecret::new().file("ftp://me:hunter2@host/");
    assert_eq!(format!("{ftp:?}"), "ObjectAddSecret { file: [redacted] }");

    // Whether an unknown branch has a secret, nobody can tell.
    let text = r#"{"id": "s", "qom-type": "later", "text": "hunter2"}"#;
    let (later, _) = round::<ObjectAdd>(text);
    let shown = r#"ObjectAddArguments { id: "s", qom-type: later({"text": [redacted]}) }"#;
    assert_eq!(format!("{later:?}"), shown);

    let required = GuestExecRequired {
        path: "/bin/id".into(),
        arg: vec!["hunter2".into()],
        env: vec!["hunter2".into()],
        input_data: "hunter2".into(),
        capture_output: "true".into(),
    };
    let shown = "path: \"/bin/id\", arg: [redacted], env: [redacted], input_data: [redacted], capture_output: \"true\"";
    let expected = format!("GuestExecRequired {{ {shown} }}");
    assert_eq!(format!("{required:?}"), expected);
    let shown = format!("{:?}", GuestExec::new(required));
    assert!(
        !shown.contains("hunter2") && shown.contains("/bin/id"),
        "{shown}"
    );
}
