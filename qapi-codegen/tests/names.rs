//! Types have the names that they have in QEMU's sources: as many as a walk by
//! place finds, and no others.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on must stop, and says what it has counted"
)]

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::path::Path;

use qapi_codegen::merge::{Source, merge};
use qapi_codegen::{Generator, name, reference};
use qapi_schema::{JsonKind, Schema, TypeId, TypeKind};

fn load(path: &Path) -> Source {
    Source::of_file(
        path,
        Schema::from_slice(&std::fs::read(path).unwrap()).unwrap(),
    )
}

fn folder(name: &str) -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../schemas")
        .join(name);
    let paths = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    paths.sort();
    paths.iter().map(|path| load(path)).collect()
}

/// The names that a reference has for the types of a dump, by position: both
/// are walked side by side, and nothing is concluded.
fn walk(dump: &Schema, reference: &Schema) -> BTreeMap<usize, BTreeSet<String>> {
    let mut names: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let mut queue: VecDeque<(TypeId, TypeId)> = VecDeque::new();
    for command in dump.commands() {
        if let Some(other) = reference.command(command.name()) {
            queue.push_back((command.arguments(), other.arguments()));
            queue.push_back((command.returns(), other.returns()));
        }
    }
    for event in dump.events() {
        if let Some(other) = reference.event(event.name()) {
            queue.push_back((event.data(), other.data()));
        }
    }
    let mut seen = HashSet::new();
    while let Some((id, other)) = queue.pop_front() {
        if !seen.insert((id, other)) {
            continue;
        }
        let is_class = |id: TypeId, schema: &Schema| std::mem::discriminant(schema[id].kind());
        if is_class(id, dump) != is_class(other, reference) {
            continue;
        }
        if let (TypeKind::Array(element), TypeKind::Array(of)) =
            (dump[id].kind(), reference[other].kind())
        {
            queue.push_back((*element, *of));
            continue;
        }
        if let Some(name) = reference[other].name() {
            names.entry(id.index()).or_default().insert(name.to_owned());
        }
        match (dump[id].kind(), reference[other].kind()) {
            (TypeKind::Object(object), TypeKind::Object(known)) => {
                for member in object.members() {
                    if let Some((_, other)) = known.member(member.name()) {
                        queue.push_back((member.ty(), other.ty()));
                    }
                }
                for case in object
                    .variants()
                    .into_iter()
                    .flat_map(qapi_schema::Variants::cases)
                {
                    let other = known.variants().and_then(|v| v.case(case.value()));
                    queue.extend(other.map(|other| (case.ty(), other.ty())));
                }
            }
            (TypeKind::Alternate(alternate), TypeKind::Alternate(known)) => {
                let kind = |schema: &Schema, id| -> Option<JsonKind> { schema.json_kind(id) };
                for branch in alternate.branches() {
                    let mut others = known.branches().iter();
                    let same = others.find(|other| kind(reference, **other) == kind(dump, *branch));
                    queue.extend(same.map(|other| (*branch, *other)));
                }
            }
            _ => {}
        }
    }
    names
}

/// The types that a dump names by numbers, arrays by those of their elements.
fn masked(dump: &Schema) -> impl Iterator<Item = TypeId> {
    dump.types().map(|(id, _)| id).filter(|id| {
        let mut element = *id;
        while let TypeKind::Array(next) = dump[element].kind() {
            element = *next;
        }
        !matches!(dump[element].kind(), TypeKind::Builtin(_))
    })
}

fn element(dump: &Schema, id: TypeId) -> TypeId {
    let mut element = id;
    while let TypeKind::Array(next) = dump[element].kind() {
        element = *next;
    }
    element
}

/// What the merge of one dump calls the types in it, by position.
fn merged(dump: &Source, references: &[Source]) -> BTreeMap<usize, BTreeSet<String>> {
    let model = merge(std::slice::from_ref(dump), references);
    let mut names: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for ty in &model.types {
        for (_, id) in &ty.origins {
            let names = names.entry(id.index()).or_default();
            names.extend(ty.known.iter().map(|known| known.name.clone()));
        }
    }
    names
}

#[test]
fn as_many_types_are_named_as_a_walk_by_place_finds() {
    let references = folder("reference");
    let newest = references
        .iter()
        .find(|source| source.label == "qemu-10.2")
        .unwrap();
    let mut counts = BTreeMap::new();
    for dump in folder("") {
        let schema = &dump.schema;
        let found = walk(schema, &newest.schema);
        let names = merged(&dump, std::slice::from_ref(newest));
        let (mut all, mut named, mut with_name) = (0, 0, BTreeSet::new());
        for id in masked(schema) {
            all += 1;
            let of = element(schema, id);
            let empty = schema[of]
                .as_object()
                .is_some_and(qapi_schema::Object::is_empty);
            let mut found = found.get(&of.index()).cloned().unwrap_or_default();
            // The empty object without a name is no type of its own.
            if empty && found.contains("q_empty") {
                named += 1;
                continue;
            }
            found.remove("q_empty");
            let names = names.get(&of.index()).cloned().unwrap_or_default();
            let right = names.is_subset(&found) || found.is_empty();
            assert!(right, "{}: {names:?} is not {found:?}", dump.label);
            assert!(
                found.is_subset(&names),
                "{}: {names:?} lacks {found:?}",
                dump.label
            );
            named += usize::from(!names.is_empty());
            with_name.extend(names);
        }
        println!("{}: {named} of {all} masked types are named", dump.label);
        counts.insert(dump.label.clone(), (named, all));
    }
    assert_eq!(counts.get("qemu-10.0-x86_64"), Some(&(870, 876)));
    assert_eq!(counts.get("qemu-storage-daemon-10.0"), Some(&(416, 416)));
    assert_eq!(counts.get("qemu-10.0-aarch64"), Some(&(855, 863)));
}

#[test]
fn every_item_has_the_name_that_some_reference_gives_it() {
    let dumps = folder("");
    let bundled = reference::bundled(&dumps).unwrap();
    assert_eq!(
        bundled
            .iter()
            .map(|source| &*source.label)
            .collect::<Vec<_>>(),
        ["qemu-10.2", "qemu-10.0", "qemu-7.2"]
    );
    let model = Generator::new()
        .model(&dumps, &mut Default::default())
        .unwrap();
    let names = name::name(&model);
    let mut told = 0;
    for (id, item) in &names.types {
        let Some(known) = name::known(&model, *id) else {
            continue;
        };
        assert_eq!(
            item.name.trim_start_matches("r#"),
            known,
            "the first of a name keeps it"
        );
        told += 1;
    }
    assert!(told > 600, "{told}");
    let explained = Generator::new().explain_names(&dumps).unwrap();
    assert_eq!(explained.len(), names.types.len());
    let of = |item: &str| {
        let mut found = explained.iter().filter(|e| e.item.as_deref() == Some(item));
        found.next().map(ToString::to_string).unwrap_or_default()
    };
    assert_eq!(
        of("types::ACPIOSTInfo"),
        "types::ACPIOSTInfo: `ACPIOSTInfo` in `qemu-10.2`; `query-acpi-ospm-status.returns[]`"
    );
    assert_eq!(
        of("commands::BlockCommit"),
        "commands::BlockCommit: anonymous in QAPI (`q_obj_block-commit-arg` in `qemu-10.2`); \
         `block-commit.arguments`"
    );
    assert_eq!(
        of("types::BlockExportOptionsIothread"),
        "types::BlockExportOptionsIothread: called after its place, as no reference has it; \
         `block-export-add.arguments.iothread`"
    );
}
