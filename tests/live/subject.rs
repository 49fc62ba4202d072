//! Which binaries are asked.

use std::env;
use std::path::PathBuf;

use libtest_mimic::{Completion, Failed, Trial};
use qapi_machine::{Binary, Kind};

/// Something to be shown with each binary.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) run: fn(&Subject) -> Result<Completion, Failed>,
}

/// A binary under test.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) binary: Binary,
}

impl Subject {
    /// Its name and version.
    pub(crate) fn name(&self) -> String {
        let file = self.binary.path().file_name().unwrap_or_default();
        format!("{} {}", file.to_string_lossy(), self.binary.version())
    }
}

/// A trial for each case and binary; one that is ignored, or fails where QEMU
/// is required, for each kind of binary that is not there.
pub(crate) fn trials(cases: &[Case]) -> Vec<Trial> {
    let mut trials = Vec::new();
    for (role, found) in roles() {
        for case in cases {
            let case = *case;
            let name = format!("{} ({role})", case.name);
            trials.push(match found.clone() {
                Ok(subject) => Trial::ignorable_test(name, move || (case.run)(&subject)),
                Err(reason) => Trial::ignorable_test(name, move || absent(&reason)),
            });
        }
    }
    trials
}

fn absent(reason: &Absence) -> Result<Completion, Failed> {
    match reason {
        Absence::Missing(reason) if required() => {
            Err(format!("{reason}, and QAPI_LIVE=require").into())
        }
        Absence::Missing(reason) => Ok(Completion::ignored_with(reason)),
        Absence::Broken(reason) => Err(reason.into()),
    }
}

/// Whether a missing QEMU is a failure.
fn required() -> bool {
    env::var_os("QAPI_LIVE").is_some_and(|live| live == "require")
}

/// Why there is no binary.
#[derive(Clone, Debug)]
enum Absence {
    /// This machine has none.
    Missing(String),
    /// It was named, but it does not run.
    Broken(String),
}

type Found = Result<Subject, Absence>;

/// The binaries with the part that each plays: one system emulator, one
/// storage daemon, and those that were asked for.
fn roles() -> Vec<(String, Found)> {
    let extra = env::var_os("QAPI_QEMU_EXTRA").unwrap_or_default();
    let extra: Vec<PathBuf> = env::split_paths(&extra)
        .filter(|path| !path.as_os_str().is_empty())
        .collect();
    let mut usual = qapi_machine::find_all();
    usual.retain(|path| !extra.contains(path));
    let chosen = env::var_os("QAPI_QEMU").map(PathBuf::from);
    let mut roles = Vec::new();
    let mut binaries: Vec<Binary> = Vec::new();
    for path in usual {
        match Binary::new(&path) {
            Ok(binary) => binaries.push(binary),
            Err(error) if Some(path) == chosen => {
                let broken = Absence::Broken(format!("$QAPI_QEMU: {error}"));
                roles.push(("$QAPI_QEMU".to_owned(), Err(broken)));
            }
            // An emulator that does not run is none.
            Err(_) => {}
        }
    }
    for (kind, what) in [
        (Kind::System, "qemu-system-*"),
        (Kind::StorageDaemon, "qemu-storage-daemon"),
    ] {
        let binary = binaries.iter().find(|binary| binary.kind() == kind);
        roles.push(match binary {
            Some(binary) => present(binary.clone()),
            None => {
                let reason = format!("there is no {what} on $PATH");
                (what.to_owned(), Err(Absence::Missing(reason)))
            }
        });
    }
    for path in extra {
        roles.push(match Binary::new(&path) {
            Ok(binary) => present(binary),
            Err(error) => {
                let broken = Absence::Broken(format!("$QAPI_QEMU_EXTRA: {error}"));
                (path.display().to_string(), Err(broken))
            }
        });
    }
    roles
}

fn present(binary: Binary) -> (String, Found) {
    let subject = Subject { binary };
    (subject.name(), Ok(subject))
}
