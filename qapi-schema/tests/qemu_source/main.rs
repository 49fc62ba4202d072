//! The reference schemas beside the captured ones, and QEMU's own source
//! beside both.
//!
//! QEMU's source is no part of this repository. `$QAPI_SOURCE` names a tree
//! (`scripts/qemu source` fetches one), `$QAPI_SOURCE_EXTRA` further ones,
//! separated by colons; without, what needs one is ignored and says so. A tree
//! is compared with the dumps and references of its version.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on must stop, and how much was compared is part of the result"
)]

mod conditions;
mod lockstep;
mod orphans;
mod suite;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use lockstep::Lockstep;
use qapi_schema::Schema;
use qapi_schema::source::{Program, Tree, Version};

type Outcome = Result<Completion, Failed>;

fn main() -> ExitCode {
    let mut trials = Vec::new();
    for (name, path) in schemas("") {
        let case = format!("dump_in_reference::{name}");
        let run = move || dump_in_reference(&name, &path);
        trials.push(Trial::ignorable_test(case, run));
    }
    let trees = trees();
    if trees.is_empty() {
        for case in ["references", "dumps", "suite"] {
            let ignored = || {
                let reason =
                    "QAPI_SOURCE names no QEMU source tree (scripts/qemu source fetches one)";
                Ok(Completion::ignored_with(reason))
            };
            trials.push(Trial::ignorable_test(format!("source::{case}"), ignored));
        }
    }
    for tree in trees {
        let name = |case: &str| format!("source::{case}::{}", tree.display());
        let (a, b, c) = (tree.clone(), tree.clone(), tree.clone());
        trials.push(Trial::ignorable_test(name("references"), move || {
            references(&a)
        }));
        trials.push(Trial::ignorable_test(name("dumps"), move || dumps(&b)));
        trials.push(Trial::ignorable_test(name("suite"), move || {
            suite::agrees(&c)
        }));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trees() -> Vec<PathBuf> {
    let extra = std::env::var_os("QAPI_SOURCE_EXTRA").unwrap_or_default();
    let extra: Vec<PathBuf> = std::env::split_paths(&extra).collect();
    let first = std::env::var_os("QAPI_SOURCE").map(PathBuf::from);
    let trees = first.into_iter().chain(extra);
    trees.filter(|tree| !tree.as_os_str().is_empty()).collect()
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../schemas")
        .join(name)
}

/// The schemas of a folder, by name.
fn schemas(name: &str) -> Vec<(String, PathBuf)> {
    let files = std::fs::read_dir(folder(name)).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    let paths = paths.filter(|path| path.extension().is_some_and(|end| end == "json"));
    let mut schemas: Vec<_> = paths
        .map(|path| {
            (
                path.file_stem().unwrap().to_string_lossy().into_owned(),
                path,
            )
        })
        .collect();
    schemas.sort();
    schemas
}

fn load(path: &Path) -> Result<Schema, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Schema::from_slice(&bytes).map_err(|error| format!("{}: {error}", path.display()))
}

/// The program whose schema a file has, by its name.
fn program(name: &str) -> (Program, &'static str) {
    match name {
        name if name.starts_with("qemu-storage-daemon") => {
            (Program::StorageDaemon, "qemu-storage-daemon")
        }
        name if name.starts_with("qemu-ga") => (Program::GuestAgent, "qemu-ga"),
        _ => (Program::System, "qemu"),
    }
}

/// The version in a file's name.
fn version(name: &str) -> Option<Version> {
    name.split('-').find_map(|part| part.parse().ok())
}

/// The exact version that the table in `schemas/README.md` tells of a file: a
/// stable release may add to a schema.
fn exact_version(name: &str) -> String {
    let readme = std::fs::read_to_string(folder("README.md")).unwrap();
    let all = version(name).map(|version| format!("`*-{version}.json`"));
    let names = [Some(format!("`{name}.json`")), all];
    let mut rows = readme.lines().filter(|line| {
        let file = line.split('|').nth(1).unwrap_or_default();
        names.iter().flatten().any(|name| file.contains(&**name))
    });
    let row = rows
        .next()
        .unwrap_or_else(|| panic!("schemas/README.md has no row of {name}"));
    row.split('|').nth(2).unwrap_or_default().trim().to_owned()
}

/// Those schemas of a folder that are of the version of a tree, and of the
/// others why they are not.
fn of_version(name: &str, tree: &Path) -> (Vec<(String, PathBuf)>, String) {
    let version = std::fs::read_to_string(tree.join("VERSION")).unwrap_or_default();
    let schemas = schemas(name);
    let of_tree = |name: &str| exact_version(name) == version.trim();
    let (same, others): (Vec<_>, Vec<_>) = schemas.into_iter().partition(|(name, _)| of_tree(name));
    let mut others: Vec<String> = others.iter().map(|(name, _)| exact_version(name)).collect();
    others.sort();
    others.dedup();
    let reason = format!(
        "it is {}, the schemas are of {}",
        version.trim(),
        others.join(", ")
    );
    (same, reason)
}

/// Everything that a QEMU has said of itself is in the reference of its version.
fn dump_in_reference(name: &str, path: &Path) -> Outcome {
    let version = version(name).ok_or(format!("{name} tells no version"))?;
    let reference = folder("reference").join(format!("{}-{version}.json", program(name).1));
    if !reference.exists() {
        return Ok(Completion::ignored_with(format!(
            "{name}: there is no reference of {version}"
        )));
    }
    let (dump, reference) = (load(path)?, load(&reference)?);
    let found = Lockstep::new(&dump, &reference, None).run()?;
    println!("{name}: {found}");
    Ok(Completion::Completed)
}

/// The references are what the source says.
fn references(tree: &Path) -> Outcome {
    let (schemas, others) = of_version("reference", tree);
    if schemas.is_empty() {
        return Ok(Completion::ignored_with(others));
    }
    for (name, path) in schemas {
        let source = Tree::of(tree, program(&name).0)?.read()?;
        let lines = |schema: &Schema| -> Vec<String> {
            let entries = schema.to_entries();
            let lines = entries
                .iter()
                .map(|entry| serde_json::to_string(entry).unwrap());
            let mut lines: Vec<String> = lines.collect();
            lines.sort();
            lines
        };
        if lines(&load(&path)?) != lines(source.schema()) {
            return Err(format!("{name} is not what the source says").into());
        }
    }
    Ok(Completion::Completed)
}

/// Everything that a QEMU has said of itself is in its source, and all that it
/// lacks is what conditions leave out.
fn dumps(tree: &Path) -> Outcome {
    let (schemas, others) = of_version("", tree);
    if schemas.is_empty() {
        return Ok(Completion::ignored_with(others));
    }
    for (name, path) in schemas {
        let source = Tree::of(tree, program(&name).0)?.read()?;
        let dump = load(&path)?;
        let found = Lockstep::new(&dump, source.schema(), Some(&source)).run()?;
        println!("{name}: {found}");
    }
    Ok(Completion::Completed)
}
