//! `qapi test`: what QEMUs are, against what they say they are.

mod command;
mod differential;
mod qemu;
mod report;
mod run;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use qapi_machine::{Binary, Kind, find_all};

#[derive(clap::Args)]
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
