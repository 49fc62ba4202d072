//! Bindings of three versions of one made-up program, whose schema changes from
//! one to the next in every way that the merge has a rule for.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what is wrong by failing"
)]
#![deny(warnings)]

#[rustfmt::skip]
#[path = "../golden/versions.rs"]
mod versions;

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use qapi_conformance::typed::{Bindings, same};
use qapi_schema::Schema;
use qapi_schema::sample::TagPosition;
use qapi_types::{Command, Described, Event, Requirement};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use versions::types::*;
use versions::{METADATA, REGISTRY, SCHEMAS, commands, events};

const VERSIONS: [&str; 3] = ["app-1.9", "app-1.10", "app-2.0"];

fn schema(version: &str) -> Schema {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/versions");
    let dump = fs::read(folder.join(format!("{version}.json"))).unwrap();
    Schema::from_slice(&dump).unwrap()
}

/// Decodes, and holds copies and what is encoded to it.
fn round<T: DeserializeOwned + Serialize + Clone + PartialEq + Debug>(value: Value) -> T {
    let typed: T = serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{e}: {value}"));
    let text = serde_json::to_string(&value).unwrap();
    assert_eq!(serde_json::from_str::<T>(&text).unwrap(), typed);
    assert_eq!(typed.clone(), typed);
    assert_eq!(format!("{:?}", typed.clone()), format!("{typed:?}"));
    assert_eq!(serde_json::to_value(&typed).unwrap(), value);
    typed
}

#[test]
fn whatever_a_version_sends_comes_back() {
    let bindings = Bindings::new(REGISTRY);
    for version in VERSIONS {
        let schema = schema(version);
        let samples = schema.samples();
        let mut seen = 0;
        for (at, id) in schema.parts() {
            let random = (0..50).map(|seed| samples.random(id, seed));
            for value in samples.instances(id).into_iter().chain(random) {
                for &position in TagPosition::ALL {
                    let text = samples.with_tags(id, &value, position);
                    let back = bindings.recode(&at, text.as_bytes());
                    let back = back.unwrap_or_else(|e| panic!("{version} {at}: {e}\n{text}"));
                    assert!(
                        same(&back, &value),
                        "{version} {at}\nfrom {text}\n  to {back}"
                    );
                }
                seen += 1;
            }
        }
        assert!(seen > 500, "{version}: {seen}");
    }
}

#[test]
fn members_are_required_where_all_versions_require_them() {
    let new: QueryMembersReturn = QueryMembersReturn::new(1);
    assert_eq!(serde_json::to_value(&new).unwrap(), json!({"kept": 1}));
    let item = QueryMembersReturn::item();
    let said = |member: &str| {
        let part = item.part(member).expect("some version has it");
        VERSIONS.map(|version| part.requirement(version))
    };
    use Requirement::{Absent, Optional, Required};
    assert_eq!(said("kept"), [Required; 3]);
    assert_eq!(said("gone"), [Required, Optional, Absent]);
    assert_eq!(said("looser"), [Optional, Required, Required]);
    assert_eq!(said("free"), [Optional, Optional, Required]);
    assert_eq!(said("new"), [Absent, Optional, Required]);
    assert!(item.part("other").is_none());
    // Arguments keep a setter for what some version requires.
    let act = commands::Act::new().force(true).why("because");
    assert_eq!(
        serde_json::to_value(&act).unwrap(),
        json!({"force": true, "why": "because"})
    );
}

#[test]
fn strings_and_enums_are_enums() {
    let typed: QueryEnumReturn = round(json!({"mode": "any text", "list": ["b", "c", "d"]}));
    assert!(matches!(typed.mode, QueryEnumReturnMode::Unrecognized(_)));
    assert!(matches!(
        &typed.list[..],
        [QueryEnumReturnList::B, QueryEnumReturnList::C, _]
    ));
    let modes = QueryEnumReturnMode::item();
    let modes: Vec<String> = modes.parts().map(|part| part.name().to_owned()).collect();
    assert_eq!(
        modes,
        ["off", "auto", "on"],
        "the newest version's come first"
    );
}

#[test]
fn what_cannot_be_told_apart_is_any() {
    let typed: QueryScalarsReturn = round(json!({
        "size": -1, "rate": 0.5, "free": {"x": [null]}, "flag": true, "mixed": [1, "a", ["b"]],
    }));
    assert_eq!(typed.size, -1);
    assert_eq!(
        (&typed.rate, &typed.free),
        (&json!(0.5), &json!({"x": [null]}))
    );
    assert_eq!(typed.flag, QueryScalarsReturnFlag::Bool(true));
    let [a, b, c] = &typed.mixed[..] else {
        panic!("three elements")
    };
    assert_eq!(*a, QueryScalarsReturnMixed::from(qapi_types::Int::from(1)));
    assert_eq!(*b, QueryScalarsReturnMixed::from("a"));
    assert_eq!(*c, QueryScalarsReturnMixed::from(vec!["b".to_owned()]));
    // An integer beyond what a double holds stays exact.
    let exact = json!({"size": 0, "rate": 9_007_199_254_740_993_u64, "free": 0, "flag": "yes", "mixed": []});
    let typed: QueryScalarsReturn = round(exact);
    assert_eq!(typed.rate, json!(9_007_199_254_740_993_u64));
}

#[test]
fn more_than_one_kind_makes_an_alternate() {
    for value in [
        json!({"ref": "name", "auth": "a", "many": "one"}),
        json!({"ref": {"id": "i", "next": 1}, "auth": null, "many": ["one"]}),
        json!({"ref": {"id": "i", "kind": true}, "auth": false}),
    ] {
        round::<QueryAlternateReturn>(value);
    }
    let object = QueryAlternateReturnRefObject::new("i");
    let built = QueryAlternateReturn::new(object);
    assert_eq!(
        serde_json::to_value(built).unwrap(),
        json!({"ref": {"id": "i"}})
    );
    // Nothing, then an object, then a list.
    assert!(matches!(round(json!({})), ActReturn::Object(_)));
    assert!(matches!(round(json!([{"done": true}])), ActReturn::List(list) if list[0].done));
}

#[test]
fn a_tag_that_is_new_may_be_absent() {
    let old: QueryGuardReturn = round(json!({"on": true, "policy": 1, "handle": 2}));
    assert_eq!(
        (old.r#type, old.policy, old.handle),
        (None, Some(1.into()), Some(2.into()))
    );
    // In any order, the members go where the newer versions have them.
    for text in [
        r#"{"on":true,"policy":1,"handle":2,"type":"old"}"#,
        r#"{"type":"old","policy":1,"on":true,"handle":2}"#,
        r#"{"policy":1,"type":"old","handle":2,"on":true}"#,
    ] {
        let new: QueryGuardReturn = serde_json::from_str(text).unwrap();
        assert_eq!((new.policy, new.handle), (None, None), "{text}");
        let Some(QueryGuardReturnBranch::Old(branch)) = new.r#type else {
            panic!("{text}");
        };
        assert_eq!((branch.policy, branch.handle), (1.into(), 2.into()));
    }
    let missing =
        serde_json::from_str::<QueryGuardReturn>(r#"{"type":"old","policy":1,"on":true}"#);
    assert!(
        missing
            .unwrap_err()
            .to_string()
            .starts_with("missing member `handle`")
    );
    round::<QueryGuardReturn>(json!({"on": false, "type": "later", "policy": 1, "x": null}));
    let none: QueryGuardReturn = round(json!({"on": false}));
    assert_eq!(format!("{none:?}"), "QueryGuardReturn { on: false }");
}

#[test]
fn a_struct_that_has_the_tag_requires_no_branch() {
    let old: QueryJobReturn = round(json!({"id": "j", "type": "copy"}));
    assert!(matches!(&old.r#type, QueryJobReturnBranch::Copy(copy) if copy.synced.is_none()));
    let old: QueryJobReturn = round(json!({"id": "j", "type": "anything"}));
    assert!(matches!(old.r#type, QueryJobReturnBranch::Unrecognized(_)));
    let new: QueryJobReturn = round(json!({"id": "j", "type": "copy", "synced": true, "x": 1}));
    assert!(matches!(new.r#type, QueryJobReturnBranch::Copy(copy) if copy.synced == Some(true)));
}

#[test]
fn the_newest_tag_wins() {
    let old: QueryTagsReturn = round(json!({"id": "t", "old": "y", "depth": "deep", "wide": true}));
    assert_eq!(old.old, Some(QueryTagsReturnOld::Y));
    assert_eq!(old.depth, Some(QueryTagsReturnDepth::from("deep")));
    assert!(old.new2.is_none());
    let new: QueryTagsReturn = round(json!({"id": "t", "new": "p", "depth": 3}));
    assert!(matches!(new.new2, Some(QueryTagsReturnBranch::P(p)) if p.depth == Some(3.into())));
    let flat: QueryTagsReturn = round(json!({"id": "t", "new": "whatever", "depth": 3}));
    assert_eq!(flat.depth, Some(qapi_types::Int::from(3).into()));
    // A tag that is no string everywhere is a member like any other.
    let tag: QueryUntaggedReturn = round(json!({"t": "a", "n": 1}));
    assert_eq!(tag.t, QueryUntaggedReturnTEnum::A.into());
    round::<QueryUntaggedReturn>(json!({"t": 5, "n": 1}));
}

#[test]
fn branches_are_those_of_all_versions() {
    for value in [
        json!({"k": "a", "x": 1}),
        json!({"k": "a", "x": "s", "y": true, "note": "n"}),
        json!({"k": "a", "note": "n", "x": "s"}),
        json!({"k": "b"}),
        json!({"k": "b", "z": 1, "note": "n"}),
        json!({"k": "c", "gone": 1}),
        json!({"k": "d", "l": "m", "note": "n"}),
        json!({"k": "d", "l": "n"}),
    ] {
        let text = value.to_string();
        let reversed: Vec<String> = value
            .as_object()
            .unwrap()
            .iter()
            .rev()
            .map(|(k, v)| format!("{k:?}:{v}"))
            .collect();
        let typed: QueryBranchReturn = round(value);
        let reversed: QueryBranchReturn =
            serde_json::from_str(&format!("{{{}}}", reversed.join(","))).unwrap();
        assert_eq!(typed, reversed, "{text}");
    }
}

#[test]
#[expect(deprecated, reason = "every version that has it says so")]
fn what_is_where_is_told() {
    assert_eq!(
        SCHEMAS, VERSIONS,
        "the oldest first, whatever the files are called"
    );
    let here = |availability: qapi_types::Availability| availability.schemas().collect::<Vec<_>>();
    assert_eq!(here(commands::Old::AVAILABILITY), ["app-1.9", "app-1.10"]);
    assert_eq!(here(commands::New::AVAILABILITY), ["app-2.0"]);
    assert!(commands::Act::AVAILABILITY.is_everywhere());
    assert!(!events::Ended::AVAILABILITY.contains("app-2.0"));
    assert_eq!(here(events::Moved::AVAILABILITY), ["app-1.10", "app-2.0"]);
    assert_eq!(
        [commands::New::ALLOW_OOB, commands::Soft::ALLOW_OOB],
        [true, false]
    );
    assert_eq!(here(QueryBranchReturnD::item().availability()), ["app-2.0"]);
    let branches = METADATA.item("types::QueryBranchReturnBranch").unwrap();
    assert_eq!(
        here(branches.part("c").unwrap().availability()),
        ["app-1.9"]
    );
    let act = METADATA.item("commands::Act").unwrap();
    assert_eq!(act.name(), commands::Act::item().name());
    assert_eq!(act.parts().count(), 2);
    assert!(METADATA.item("types::Nothing").is_none());
    assert_eq!(METADATA.schemas(), SCHEMAS);
    let names: Vec<_> = METADATA.items().map(qapi_types::Item::name).collect();
    assert!(names.contains(&"events::Moved") && names.len() > 50);
}
