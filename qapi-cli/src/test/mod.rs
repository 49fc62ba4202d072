//! `qapi test`: what QEMUs are, against what they say they are.

mod command;
mod differential;
mod qemu;
mod report;
mod run;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use qapi_machine::{Binary, Kind, find_all};

/// Test QEMUs by their own schemas, or report what a test suite has found
///
/// Without a COMMAND, asks each QEMU for its schema and shows that it keeps to
/// it: the protocol is shown row by row, every command and event is looked at on
/// paper, QEMU judges valid and faulty arguments of every command without
/// carrying them out, and every query that needs no arguments is run: its reply
/// is valid, and comes back from its type in the bundled bindings.
///
/// With a COMMAND, such as `cargo test`, runs it and reports what the suites in
/// it that are made with `qapi_conformance::suite!` have found. They are told
/// by $QAPI_TEST_RECORDS where to leave their records.
///
/// With --differential, puts random commands to each QEMU instead.
///
/// A report is a folder with `report.html`, one page that needs nothing else,
/// `report.json` and `junit.xml`. No secret gets into it.
///
/// Exit codes: 0 all is well, 1 a test has failed or crashed, or a record of one
/// breaks off, 2 it could not run; that of the COMMAND, if there is one.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
#[group(skip)]
pub(crate) struct Args {
    #[command(flatten)]
    suites: run::Args,
    #[command(flatten)]
    random: differential::Args,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match args.random.differential {
        Some(commands) => differential::run(commands, &args.random, &args.suites.binary),
        None => run::run(&args.suites),
    }
}

/// The QEMUs that were named, which must run, or those that are here and do.
fn binaries(named: &[PathBuf]) -> anyhow::Result<Vec<Binary>> {
    if !named.is_empty() {
        return named.iter().map(|path| asked(path)).collect();
    }
    let found = find_all().into_iter();
    let found = found.filter_map(|found| Binary::new(found.path).ok());
    let found: Vec<Binary> = found
        .filter(|binary| binary.kind() != Kind::GuestAgent)
        .collect();
    if found.is_empty() {
        anyhow::bail!(
            "there is neither $QAPI_QEMU nor a qemu-system-* or qemu-storage-daemon on $PATH; name one with --binary"
        );
    }
    Ok(found)
}

fn asked(path: &Path) -> anyhow::Result<Binary> {
    let binary = Binary::new(path)?;
    if binary.kind() == Kind::GuestAgent {
        let (path, kind) = (path.display(), binary.kind());
        anyhow::bail!("`{path}` is a {kind}, which cannot be asked for its schema");
    }
    Ok(binary)
}
