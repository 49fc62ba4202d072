//! Properties of the plans of the captured schemas.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

use std::collections::HashSet;
use std::path::Path;

use qapi_codegen::Prose;
use qapi_codegen::merge::{Source, merge};
use qapi_codegen::model::Model;
use qapi_codegen::name::name;
use qapi_codegen::plan::{Content, Plan, RustType, Struct, TypeItemKind, plan};
use qapi_codegen::select::Selection;
use qapi_schema::Schema;

fn dumps() -> Vec<Schema> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let paths = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let dumps = paths.filter(|path| path.extension().is_some_and(|e| e == "json"));
    dumps
        .map(|path| Schema::from_slice(&std::fs::read(path).unwrap()).unwrap())
        .collect()
}

fn model_of(schema: &Schema) -> Model {
    merge(&[Source::new("test", schema.clone())], &[])
}

fn plan_of(schema: &Schema, select: &[&str]) -> Plan {
    let model = model_of(schema);
    let names = name(&model);
    let select: Vec<String> = select.iter().map(|&name| name.to_owned()).collect();
    let selection = match select.as_slice() {
        [] => Selection::all(&model),
        select => Selection::of(&model, select).unwrap(),
    };
    plan(&model, &names, &selection, &Prose::default())
}

fn structs(plan: &Plan) -> impl Iterator<Item = (&str, &Struct)> {
    let types = plan.types.iter().filter_map(|item| match &item.kind {
        TypeItemKind::Struct(s) => Some((&*item.head.name, s)),
        _ => None,
    });
    fn own<'a>(name: &'a str, content: &'a Content) -> Option<(&'a str, &'a Struct)> {
        match content {
            Content::Own(s) => Some((name, s)),
            Content::Wraps(_) => None,
        }
    }
    let commands = plan
        .commands
        .iter()
        .filter_map(|c| own(&c.head.name, &c.arguments));
    let events = plan
        .events
        .iter()
        .filter_map(|e| own(&e.head.name, &e.data));
    types.chain(commands).chain(events)
}

fn referenced(ty: &RustType) -> Option<&str> {
    match ty {
        RustType::List(element) => referenced(element),
        RustType::Enum(name) | RustType::Struct(name) | RustType::Alternate(name) => Some(name),
        _ => None,
    }
}

/// Every type that the plan refers to.
fn references(plan: &Plan) -> HashSet<&str> {
    let mut names: Vec<Option<&str>> = Vec::new();
    for (_, s) in structs(plan) {
        names.extend(s.fields.iter().map(|field| referenced(&field.ty)));
        let branches = s.union.iter().flat_map(|union| &union.branches);
        names.extend(branches.map(|branch| branch.ty.as_deref()));
    }
    for item in &plan.types {
        if let TypeItemKind::Alternate(branches) = &item.kind {
            names.extend(branches.iter().map(|branch| referenced(&branch.ty)));
        }
    }
    let contents = plan.commands.iter().map(|c| &c.arguments);
    for content in contents.chain(plan.events.iter().map(|e| &e.data)) {
        names.push(match content {
            Content::Wraps(name) => Some(name),
            Content::Own(_) => None,
        });
    }
    names.extend(
        plan.commands
            .iter()
            .map(|command| referenced(&command.reply)),
    );
    names.into_iter().flatten().collect()
}

#[test]
fn every_name_is_an_identifier_and_there_once() {
    for schema in dumps() {
        let plan = plan_of(&schema, &[]);
        let mut seen = HashSet::new();
        for item in &plan.types {
            assert!(seen.insert(item.head.name.clone()), "{}", item.head.name);
            if let TypeItemKind::Struct(Struct {
                union: Some(union), ..
            }) = &item.kind
            {
                assert!(seen.insert(union.name.clone()), "{}", union.name);
            }
        }
        for (name, s) in structs(&plan) {
            let mut fields = HashSet::new();
            for field in &s.fields {
                assert!(
                    fields.insert(&field.head.name),
                    "{name}.{}",
                    field.head.name
                );
                syn::parse_str::<syn::Ident>(&field.head.name).unwrap();
            }
        }
        for name in &seen {
            syn::parse_str::<syn::Ident>(name).unwrap();
        }
    }
}

#[test]
fn types_are_planned_exactly_where_something_refers_to_them() {
    for schema in dumps() {
        for select in [&[][..], &["query-version", "quit"][..]] {
            let plan = plan_of(&schema, select);
            let planned: HashSet<&str> = plan.types.iter().map(|t| &*t.head.name).collect();
            assert_eq!(planned, references(&plan));
        }
    }
}

#[test]
fn the_order_of_a_dump_does_not_matter() {
    for schema in dumps() {
        let mut entries = schema.to_entries();
        entries.reverse();
        let reversed = Schema::from_entries(&entries).unwrap();
        let plans = [schema.clone(), reversed].map(|schema| plan_of(&schema, &[]));
        let [as_sent, reversed] = plans.map(|plan| format!("{plan:#?}"));
        assert!(as_sent == reversed);
    }
}

#[test]
fn what_is_selected_is_the_same_as_in_the_whole() {
    for schema in dumps() {
        let whole = plan_of(&schema, &[]);
        let part = plan_of(&schema, &["blockdev-add", "BLOCK_JOB_COMPLETED"]);
        assert_eq!(part.commands.len() + part.events.len(), 2);
        for item in &part.types {
            let same = whole
                .types
                .iter()
                .find(|other| other.head.name == item.head.name);
            let (same, item) = (same.unwrap(), item.clone());
            if let (TypeItemKind::Struct(a), TypeItemKind::Struct(b)) = (&same.kind, &item.kind) {
                assert_eq!(format!("{:?}", a.fields), format!("{:?}", b.fields));
            }
        }
    }
}

#[test]
fn a_wrong_selection_says_what_was_meant() {
    let model = model_of(&dumps().remove(0));
    let names = ["query-versoin", "quit", "nonsense"].map(str::to_owned);
    let error = Selection::of(&model, &names).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot select `query-versoin`: there is no such command or event; \
         did you mean `query-version`?\n\
         cannot select `nonsense`: there is no such command or event"
    );
}

/// A value of the older schema goes to the branch, so that takes it.
#[test]
fn a_branch_takes_what_was_in_the_union() {
    let dump = |own: &str, tagged: &str, branch: &str| {
        let dump = format!(
            r#"[{{"name": "get", "meta-type": "command", "arg-type": "0", "ret-type": "1"}},
                {{"name": "1", "meta-type": "object", "members": [{{"name": "kind", "type": "2"}}{own}]{tagged}}},
                {{"name": "2", "meta-type": "enum", "values": ["a"]}}{branch},
                {{"name": "0", "meta-type": "object", "members": []}},
                {{"name": "str", "meta-type": "builtin", "json-type": "string"}},
                {{"name": "bool", "meta-type": "builtin", "json-type": "boolean"}}]"#
        );
        Schema::from_slice(dump.as_bytes()).unwrap()
    };
    let old = dump(r#", {"name": "x", "type": "str"}"#, "", "");
    let new = dump(
        "",
        r#", "tag": "kind", "variants": [{"case": "a", "type": "3"}]"#,
        r#", {"name": "3", "meta-type": "object", "members": [{"name": "x", "type": "bool"}]}"#,
    );
    let model = merge(&[Source::new("1.0", old), Source::new("2.0", new)], &[]);
    let names = name(&model);
    let plan = plan(&model, &names, &Selection::all(&model), &Prose::default());
    let member = |branch: bool| {
        let mut found = structs(&plan).filter(|(_, s)| s.union.is_some() != branch);
        let (_, found) = found
            .find(|(_, s)| s.fields.iter().any(|f| f.head.wire == "x"))
            .unwrap();
        let mut fields = found.fields.iter();
        fields
            .find(|field| field.head.wire == "x")
            .unwrap()
            .ty
            .clone()
    };
    assert_eq!(member(false), RustType::Str);
    assert!(
        matches!(member(true), RustType::Alternate(_)),
        "{:?}",
        member(true)
    );
}
