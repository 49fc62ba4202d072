//! No secret comes out: neither of what is written for logs, nor of what a
//! validator says.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must stop"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use qapi_schema::secrets::{REDACTED, SECRETS, is_secret, redacted, sounds_secret};
use qapi_schema::{
    Builtin, Case, Command, Coordinate, Event, Member, Object, Part, Schema, Step, TypeId,
    TypeKind, Variants,
};

/// All schemas of the repository, the references too.
fn schemas() -> BTreeMap<String, Schema> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let mut schemas = BTreeMap::new();
    for folder in [folder.clone(), folder.join("reference")] {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|end| end == "json") {
                let schema = Schema::from_slice(&std::fs::read(&path).unwrap()).unwrap();
                schemas.insert(path.display().to_string(), schema);
            }
        }
    }
    assert!(schemas.len() >= 13);
    schemas
}

fn place(at: &str) -> Coordinate {
    at.parse().unwrap()
}

/// The type and member that a row leads to in a schema.
fn member_of(schema: &Schema, row: &Coordinate) -> Option<(TypeId, usize)> {
    let mut id = match (row.part()?, schema.command(row.name())) {
        (Part::Arguments, Some(command)) => command.arguments(),
        (Part::Returns, Some(command)) => command.returns(),
        _ => schema.event(row.name())?.data(),
    };
    let mut found = None;
    for step in row.steps() {
        let kinds = match schema[id].kind() {
            TypeKind::Alternate(alternate) => alternate.branches().to_vec(),
            _ => vec![id],
        };
        (id, found) = kinds
            .into_iter()
            .find_map(|id| match (schema[id].kind(), step) {
                (TypeKind::Array(element), Step::Element(_)) => Some((*element, None)),
                (TypeKind::Object(object), Step::Member(name)) => {
                    let (at, member) = object.member(name)?;
                    Some((member.ty(), Some((id, at))))
                }
                (TypeKind::Object(object), Step::Branch { case, .. }) => {
                    Some((object.variants()?.case(case)?.ty(), None))
                }
                _ => None,
            })?;
    }
    found
}

/// Every member that some row leads to in a schema.
fn members(schema: &Schema) -> BTreeSet<(TypeId, usize)> {
    let rows = SECRETS.iter().map(|row| place(row.at));
    rows.filter_map(|row| member_of(schema, &row)).collect()
}

#[test]
fn every_row_leads_somewhere() {
    let schemas = schemas();
    for row in SECRETS {
        let at = place(row.at);
        let steps = at.steps().last();
        assert!(
            matches!(steps, None | Some(Step::Member(_))),
            "{at}: its end"
        );
        assert!(at.end().is_none() && is_secret(&at), "{at}");
        let mut found = schemas.values().filter(|schema| schema.locate(&at).is_ok());
        assert!(found.next().is_some(), "{at} leads nowhere: remove the row");
    }
    let places: BTreeSet<&str> = SECRETS.iter().map(|row| row.at).collect();
    assert_eq!(places.len(), SECRETS.len(), "a row is there twice");
}

#[test]
fn all_commands_and_events_have_been_judged() {
    let judged = include_str!("../src/secrets/judged.txt");
    let schemas = schemas();
    let mut names = BTreeSet::new();
    for schema in schemas.values() {
        names.extend(schema.commands().iter().map(Command::name));
        names.extend(schema.events().iter().map(Event::name));
    }
    let judged: Vec<&str> = judged.lines().collect();
    let names: Vec<&str> = names.into_iter().collect();
    // A new name: go through its members, add rows, then the name.
    assert_eq!(judged, names);
}

/// A member that a row leads to is secret wherever its type is used.
#[test]
fn a_secret_of_a_type_is_one_on_every_way_to_it() {
    for (file, schema) in schemas() {
        let secret = members(&schema);
        assert!(!secret.is_empty(), "{file}");
        for (at, id) in schema.parts() {
            for ty in reached(&schema, id) {
                let Some(object) = schema[ty].as_object() else {
                    continue;
                };
                for (position, member) in object.members().iter().enumerate() {
                    let by_row = secret.contains(&(ty, position));
                    let here = at.clone().member(member.name());
                    if by_row || sounds_secret(member.name()) {
                        assert!(is_secret(&here), "{file}: {here} lacks a row");
                        assert!(by_row, "{file}: {here} is told by its name only");
                    }
                }
            }
        }
    }
}

fn reached(schema: &Schema, root: TypeId) -> BTreeSet<TypeId> {
    let mut seen = BTreeSet::new();
    let mut queue = vec![root];
    while let Some(id) = queue.pop() {
        if !seen.insert(id) {
            continue;
        }
        match schema[id].kind() {
            TypeKind::Builtin(_) | TypeKind::Enum(_) => {}
            TypeKind::Array(element) => queue.push(*element),
            TypeKind::Alternate(alternate) => queue.extend(alternate.branches()),
            TypeKind::Object(object) => {
                queue.extend(object.members().iter().map(Member::ty));
                let cases = object.variants().into_iter().flat_map(Variants::cases);
                queue.extend(cases.map(Case::ty));
            }
        }
    }
    seen
}

/// Members that may hold anything, or hold strings and have a name that smells
/// of secrets, and are none: by command or event, or for all (`*`).
const HARMLESS: &[(&str, &str, &str)] = &[
    ("*", "cookie-secret", "the name of a `secret` object"),
    ("*", "key-secret", "the name of a `secret` object"),
    ("*", "keyid", "the name of a `secret` object"),
    ("*", "new-secret", "the name of a `secret` object"),
    ("*", "old-secret", "the name of a `secret` object"),
    ("*", "password-secret", "the name of a `secret` object"),
    ("*", "passwordid", "the name of a `secret` object"),
    (
        "*",
        "proxy-password-secret",
        "the name of a `secret` object",
    ),
    ("*", "tls-authz", "the name of an `authz` object"),
    ("*", "tls-creds", "the name of a `tls-creds` object"),
    (
        "x-blockdev-amend",
        "secret",
        "the name of a `secret` object",
    ),
    ("*", "auth", "the name of a method, in VNC and SPICE"),
    ("*", "default-value", "the same for every object of a type"),
    ("*", "props", "the features of a model of CPU"),
    ("query-qmp-schema", "default", "always null"),
    ("*", "data-file", "the name of a file"),
    (
        "client_migrate_info",
        "cert-subject",
        "the name in a certificate",
    ),
    ("guest-ssh-add-authorized-keys", "keys", "public keys"),
    ("guest-ssh-get-authorized-keys", "keys", "public keys"),
    ("guest-ssh-remove-authorized-keys", "keys", "public keys"),
    ("object-add", "dh-cert-file", "the name of a file"),
    (
        "object-add",
        "host-data",
        "what the guest's owner lets everybody know",
    ),
    ("object-add", "id-auth", "signatures and public keys"),
    (
        "query-sev-attestation-report",
        "data",
        "a report, which is signed",
    ),
    ("query-sev-launch-measure", "data", "a measurement"),
    ("query-sev-capabilities", "cert-chain", "certificates"),
    ("query-sev-capabilities", "pdh", "a public key"),
];

/// What a new schema brings must be looked at.
#[test]
fn what_smells_of_a_secret_has_been_judged() {
    let words = [
        "auth", "buf", "cert", "cookie", "cred", "data", "exec", "key", "pass", "pdh", "secret",
        "token",
    ];
    let schemas = schemas();
    let (mut used, mut open) = (BTreeSet::new(), BTreeSet::new());
    for schema in schemas.values() {
        let secret = members(schema);
        for (at, id) in schema.parts() {
            // A reply may be any text as a whole.
            let kind = schema[id].kind();
            if matches!(kind, TypeKind::Builtin(Builtin::Str | Builtin::Any)) && !is_secret(&at) {
                open.insert(at.to_string());
            }
            for ty in reached(schema, id) {
                let object = schema[ty].as_object();
                let members = object.map(Object::members).unwrap_or_default();
                for (position, member) in members.iter().enumerate() {
                    let name = member.name();
                    let kind = schema[member.ty()].kind();
                    let smells = matches!(kind, TypeKind::Builtin(Builtin::Any))
                        || words.iter().any(|word| name.contains(word));
                    let text = |id: TypeId| {
                        let kind = schema[id].kind();
                        matches!(kind, TypeKind::Builtin(Builtin::Str | Builtin::Any))
                    };
                    let textual = match schema[member.ty()].kind() {
                        TypeKind::Array(element) => text(*element),
                        TypeKind::Alternate(alternate) => {
                            alternate.branches().iter().copied().any(text)
                        }
                        _ => text(member.ty()),
                    };
                    if !smells || !textual || secret.contains(&(ty, position)) {
                        continue;
                    }
                    let row = HARMLESS
                        .iter()
                        .position(|(of, row, _)| *row == name && ["*", at.name()].contains(of));
                    match row {
                        Some(row) => drop(used.insert(row)),
                        None => drop(open.insert(format!("`{name}` inside of {at}"))),
                    }
                }
            }
        }
    }
    assert!(open.is_empty(), "secrets or not? {open:#?}");
    for (row, stale) in HARMLESS.iter().enumerate() {
        assert!(used.contains(&row), "{stale:?} is not needed any more");
    }
}

fn shown(name: &str, json: &str) -> String {
    redacted(name, Part::Arguments, json.as_bytes()).to_string()
}

#[test]
fn a_secret_is_known_however_it_is_written() {
    for json in [
        r#"{"qom-type":"secret","id":"s","data":"hunter2"}"#,
        r#"{"data":"hunter2","id":"s","qom-type":"secret"}"#,
        r#"{"id":"s","data":"hunter2"}"#,
        r#"{"qom-type":"iothread","id":"s","data":"hunter2"}"#,
        r#"{"qom-type":"secret","qom-type":"iothread","data":"hunter2"}"#,
        r#"{"qom-type":7,"data":"hunter2"}"#,
        r#"{"data":"x","data":"hunter2"}"#,
        r#"{"data":"hunter2","data":"x"}"#,
        r#"{"da\u0074a":"hunter2"}"#,
        r#"{"\u0064\u0061\u0074\u0061":"hunter2"}"#,
        r#"{"data":["hunter2"]}"#,
        r#"{"data":{"data":{"x":["hunter2",{"hunter2":1}]}}}"#,
        r#"{"qom-type":"secret","props":{"data":"hunter2"}}"#,
        r#"{"qom-type":"secret","props":[[{"data":"hunter2"}]]}"#,
        r#"{"dta":"hunter2"}"#,
        r#"{"DATA":"hunter2"}"#,
        r#"{"a-later-password":"hunter2"}"#,
        r#"{"data":"hunter2""#,
        r#"{"data":"hunter2"} x"#,
        r#""hunter2""#,
        r#"["hunter2"]"#,
        "hunter2",
        "",
    ] {
        let shown = shown("object-add", json);
        assert!(!shown.contains("hunter2"), "{json} is shown as {shown}");
        assert!(!shown.is_empty(), "{json}");
    }
}

#[test]
fn what_is_not_known_is_not_shown() {
    assert_eq!(
        shown("__org.example_set", r#"{"x":"hunter2"}"#),
        "[unknown, 15 bytes]"
    );
    assert_eq!(
        redacted("EXAMPLE", Part::Data, b"{}").to_string(),
        "[unknown, 2 bytes]"
    );
    assert_eq!(shown("set_password", "{"), "[not JSON, 1 bytes]");
    assert_eq!(shown("set_password", "[]"), "[not an object, 2 bytes]");
    let long = format!(r#"{{"x":"{}"}}"#, "x".repeat(1 << 20));
    assert_eq!(shown("stop", &long), "[long, 1048584 bytes]");
    assert_eq!(
        redacted("qom-get", Part::Returns, b"\"hunter2\"").to_string(),
        REDACTED
    );
}

#[test]
fn a_string_may_hold_a_password() {
    let url = r#"{"driver":"https","url":"https://me:hunter2@example.org/","node-name":"n"}"#;
    let expected = r#"{"driver":"https","url":"[redacted]","node-name":"n"}"#;
    assert_eq!(shown("blockdev-add", url), expected);
    let json = r#"{"device":"d","snapshot-file":"json:{\"cookie\":\"hunter2\"}"}"#;
    let expected = r#"{"device":"d","snapshot-file":"[redacted]"}"#;
    assert_eq!(shown("blockdev-snapshot-sync", json), expected);
    let uri = r#"{"uri":"ex\u0065c:openssl enc -k hunter2"}"#;
    assert_eq!(shown("migrate", uri), r#"{"uri":"[redacted]"}"#);
    let plain = r#"{"driver":"https","url":"https://example.org/disk"}"#;
    assert_eq!(shown("blockdev-add", plain), plain);
}

#[test]
fn what_is_shown_is_short_and_made_of_glyphs() {
    let long = format!(r#"{{"node-name":"{}"}}"#, "é".repeat(2000));
    let short = redacted("blockdev-add", Part::Arguments, long.as_bytes()).limit(20);
    assert_eq!(short.to_string(), r#"{"node-name":"ééé…"#);
    assert!(shown("blockdev-add", &long).len() <= qapi_schema::secrets::SHOWN + 3);
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(900), "]".repeat(900));
    assert_eq!(
        redacted("stop", Part::Arguments, deep.as_bytes())
            .limit(9)
            .to_string(),
        "{\"a\":[[[[…"
    );
    assert_eq!(
        shown(
            "stop",
            "{ \"a\" : \"\u{202e}\u{9b}\u{e0001}\\n\u{7f}é\" ,\n\"b\": [ 1e3, true, null, {} ] }"
        ),
        r#"{"a":"\u202e\u009b\udb40\udc01\n\u007fé","b":[1e3,true,null,{}]}"#
    );
}

#[test]
fn a_violation_does_not_tell_a_secret() {
    let schema = &schemas()
        .into_iter()
        .find(|(file, _)| file.ends_with("reference/qemu-10.2.json"));
    let (_, schema) = schema.as_ref().unwrap();
    let said = |command: &str, json: &str| {
        let violations = schema
            .validator()
            .command(command, json.as_bytes())
            .unwrap_err();
        format!("{violations}\n{violations:?}")
    };
    for (command, json) in [
        (
            "send-key",
            r#"{"keys":[{"type":"qcode","data":"hunter2"}]}"#,
        ),
        (
            "send-key",
            r#"{"keys":[{"type":"number","data":7777777777777777777777}]}"#,
        ),
        ("send-key", r#"{"keys":[{"type":"hunter2","data":1}]}"#),
        (
            "input-send-event",
            r#"{"events":[{"type":"key","data":{"down":true,"key":{"type":"qcode","data":"hunter2"}}}]}"#,
        ),
        (
            "set_password",
            r#"{"password":{"hunter2":1},"protocol":"vnc"}"#,
        ),
        (
            "set_password",
            r#"{"password":7777777777777777777777,"protocol":"vnc"}"#,
        ),
    ] {
        let said = said(command, json);
        assert!(
            !said.contains("hunter2") && !said.contains("777777"),
            "{said}"
        );
    }
    let said = said(
        "send-key",
        r#"{"keys":[{"type":"qcode","data":"hunter2"}]}"#,
    );
    let message = "send-key.arguments.keys[0](type=qcode).data: `[redacted]` is not a value here";
    assert_eq!(said.lines().next(), Some(message));
}

#[cfg(feature = "sample")]
mod samples {
    use super::*;
    use qapi_schema::sample::TagPosition;
    use serde_json::{Value, json};

    const MARKER: &str = "hunter2";

    /// Puts the marker in place of every member that a row leads to. Says
    /// whether there was one.
    fn plant(
        schema: &Schema,
        secret: &BTreeSet<(TypeId, usize)>,
        id: TypeId,
        value: &mut Value,
        with: &Value,
    ) -> bool {
        let mut planted = false;
        match schema[id].kind() {
            TypeKind::Builtin(_) | TypeKind::Enum(_) => {}
            TypeKind::Array(element) => {
                for value in value.as_array_mut().into_iter().flatten() {
                    planted |= plant(schema, secret, *element, value, with);
                }
            }
            TypeKind::Alternate(alternate) => {
                for branch in alternate.branches() {
                    let kind = schema[*branch].kind();
                    if matches!(kind, TypeKind::Object(_) | TypeKind::Array(_)) {
                        planted |= plant(schema, secret, *branch, value, with);
                    }
                }
            }
            TypeKind::Object(object) => {
                let Some(members) = value.as_object_mut() else {
                    return false;
                };
                for (at, member) in object.members().iter().enumerate() {
                    let Some(value) = members.get_mut(member.name()) else {
                        continue;
                    };
                    if secret.contains(&(id, at)) {
                        *value = with.clone();
                        planted = true;
                    } else {
                        planted |= plant(schema, secret, member.ty(), value, with);
                    }
                }
                if let Some(variants) = object.variants()
                    && let Some((_, tag)) = object.tag()
                    && let Some(case) = value.get(tag.name()).and_then(Value::as_str)
                    && let Some(case) = variants.case(case)
                {
                    planted |= plant(schema, secret, case.ty(), value, with);
                }
            }
        }
        planted
    }

    #[test]
    fn no_instance_shows_a_secret() {
        let (mut planted, mut plain) = (0, 0);
        for (file, schema) in schemas() {
            let secret = members(&schema);
            let samples = schema.samples();
            for (at, id) in schema.parts() {
                let part = at.part().unwrap();
                let rows = SECRETS.iter().map(|row| place(row.at));
                let mut rows =
                    rows.filter(|row| row.name() == at.name() && row.part() == Some(part));
                let whole = rows.clone().any(|row| row.steps().is_empty());
                let has_rows = rows.next().is_some();
                let mut values = match has_rows {
                    true => samples.instances(id),
                    false => vec![samples.full(id)],
                };
                if has_rows {
                    values.extend((100..120).map(|seed| samples.random(id, seed)));
                }
                for (round, value) in values.into_iter().enumerate() {
                    let with = match round % 3 {
                        0 => json!(MARKER),
                        1 => json!([{"x": [MARKER]}]),
                        _ => json!({"data": {MARKER: MARKER}}),
                    };
                    let mut marked = value.clone();
                    if !plant(&schema, &secret, id, &mut marked, &with) && !whole {
                        // What is no secret is all there.
                        let text = value.to_string();
                        if text.len() < 1 << 20 {
                            let all = redacted(at.name(), part, text.as_bytes()).limit(usize::MAX);
                            let all: Value = serde_json::from_str(&all.to_string()).unwrap();
                            assert_eq!(all, value, "{file}: {at}");
                            plain += 1;
                        }
                        continue;
                    }
                    planted += 1;
                    for &position in TagPosition::ALL {
                        let text = samples.with_tags(id, &marked, position);
                        let shown = redacted(at.name(), part, text.as_bytes());
                        let shown = shown.limit(usize::MAX).to_string();
                        assert!(!shown.contains(MARKER), "{file}: {at}\n{text}\n{shown}");
                        assert!(shown.contains(REDACTED), "{file}: {at}\n{text}\n{shown}");
                    }
                }
            }
        }
        println!("{planted} instances with a secret, {plain} without");
        assert!(planted > 1000 && plain > 3000, "{planted} {plain}");
    }
}
