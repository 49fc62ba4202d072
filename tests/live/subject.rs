//! Which binaries are asked.

use libtest_mimic::{Completion, Failed, Trial};
use qapi_conformance::Stop;
use qapi_conformance::judge::Monitor;
use qapi_machine::{Binary, Found, Kind, Origin, live};
use qapi_schema::Schema;

/// Something to be shown with each binary.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) run: fn(&Subject) -> Result<Completion, Stop>,
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

    /// Its schema, of one that is started for that.
    pub(crate) fn schema(&self) -> Result<Schema, Stop> {
        let monitor = Monitor::start(&self.binary, &[])?;
        monitor.negotiated(false)?.schema()
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
                Ok(subject) => Trial::ignorable_test(name, move || {
                    Ok((case.run)(&subject).map_err(|stop| stop.message())?)
                }),
                Err(reason) => Trial::ignorable_test(name, move || absent(&reason)),
            });
        }
    }
    trials
}

fn absent(reason: &Absence) -> Result<Completion, Failed> {
    match reason {
        Absence::Missing(reason) => Ok(Completion::ignored_with(live::skip(reason)?)),
        Absence::Broken(reason) => Err(reason.into()),
    }
}

/// Why there is no binary.
#[derive(Clone, Debug)]
enum Absence {
    /// This machine has none.
    Missing(String),
    /// It was named, but it does not run.
    Broken(String),
}

type Role = Result<Subject, Absence>;

/// The binaries with the part that each plays: one system emulator, one
/// storage daemon, and those that were asked for.
fn roles() -> Vec<(String, Role)> {
    let mut roles = Vec::new();
    let mut usual: Vec<Binary> = Vec::new();
    let mut extra = Vec::new();
    for Found { path, origin } in qapi_machine::find_all() {
        match (Binary::new(&path), origin) {
            (Ok(binary), Origin::Extra) => extra.push(present(binary)),
            (Ok(binary), Origin::Chosen | Origin::Path) => usual.push(binary),
            // An emulator that does not run is none.
            (Err(_), Origin::Path) => {}
            (Err(error), Origin::Chosen | Origin::Extra) => {
                let broken = Absence::Broken(format!("{origin}: {error}"));
                roles.push((path.display().to_string(), Err(broken)));
            }
        }
    }
    for (kind, what) in [
        (Kind::System, "qemu-system-*"),
        (Kind::StorageDaemon, "qemu-storage-daemon"),
    ] {
        let binary = usual.iter().find(|binary| binary.kind() == kind);
        roles.push(match binary {
            Some(binary) => present(binary.clone()),
            None => {
                let reason = format!("there is no {what} on $PATH");
                (what.to_owned(), Err(Absence::Missing(reason)))
            }
        });
    }
    roles.extend(extra);
    roles
}

fn present(binary: Binary) -> (String, Role) {
    let subject = Subject { binary };
    (subject.name(), Ok(subject))
}

/// Prints the known differences that were met.
pub(crate) fn told(name: &str, known: Result<Vec<String>, Stop>) -> Result<Completion, Stop> {
    for difference in known? {
        println!("{name}: {difference}");
    }
    Ok(Completion::Completed)
}
