//! The reference schemas beside the captured ones, and QEMU's own source
//! beside both.
//!
//! QEMU's source is no part of this repository. `$QAPI_SOURCE` names a tree
//! (`scripts/qemu source` fetches one), `$QAPI_SOURCE_EXTRA` further ones,
//! separated by colons; without, what needs one is ignored and says so. A tree
//! is compared with the dumps and references of its version.

#![allow(
    clippy::unwrap_used,
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
use qapi_schema::source::{Program, Source, Tree, Version};

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

fn tree_of(path: &Path, program: Program) -> Result<(Source, Version), Failed> {
    let tree = Tree::of(path, program)?;
    let version = tree.version().ok_or("the tree tells no version")?;
    Ok((tree.read()?, version))
}

/// The references are what the source says.
fn references(tree: &Path) -> Outcome {
    let mut compared = 0;
    for (name, path) in schemas("reference") {
        let (source, found) = tree_of(tree, program(&name).0)?;
        if version(&name) != Some(found) {
            continue;
        }
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
        compared += 1;
    }
    match compared {
        0 => Ok(Completion::ignored_with("no reference is of this version")),
        _ => Ok(Completion::Completed),
    }
}

/// Everything that a QEMU has said of itself is in its source, and all that it
/// lacks is what conditions leave out.
fn dumps(tree: &Path) -> Outcome {
    let mut compared = 0;
    for (name, path) in schemas("") {
        let (source, found) = tree_of(tree, program(&name).0)?;
        if version(&name) != Some(found) {
            continue;
        }
        let dump = load(&path)?;
        let found = Lockstep::new(&dump, source.schema(), Some(&source)).run()?;
        println!("{name}: {found}");
        compared += 1;
    }
    match compared {
        0 => Ok(Completion::ignored_with("no dump is of this version")),
        _ => Ok(Completion::Completed),
    }
}
