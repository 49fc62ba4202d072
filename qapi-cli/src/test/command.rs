//! A command that runs tests, and the records that they leave.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitCode, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context as _;
use qapi_conformance::record::{self, RECORDS, Records};
use signal_hook::consts::{SIGINT, SIGTERM};

use super::report::Run;

/// What has come of a command.
pub(super) struct Ran {
    pub(super) run: Run,
    pub(super) records: Records,
    pub(super) code: ExitCode,
}

/// Runs a command, which has this process's input and output, and reads what
/// its tests have left in the folder, or in one that goes afterwards.
pub(super) fn run(
    program: &OsStr,
    arguments: &[OsString],
    folder: Option<&Path>,
) -> anyhow::Result<Ran> {
    let temporary;
    let folder = match folder {
        Some(folder) => empty(folder)?,
        None => {
            temporary = tempfile::tempdir().context("there is no folder for records")?;
            temporary.path()
        }
    };
    // Tests run in folders of their own.
    let folder = folder.canonicalize()?;
    // A command that is told to stop has still found something.
    let told = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&told))?;
    }
    let name = program.to_string_lossy();
    let status = Command::new(program)
        .args(arguments)
        .env(RECORDS, &folder)
        .status()
        .with_context(|| format!("cannot run `{name}`"))?;
    let words = arguments.iter().map(|word| word.to_string_lossy());
    Ok(Ran {
        run: Run {
            command: std::iter::once(name).chain(words).map(Into::into).collect(),
            status: Some(status.to_string()),
            failed: !status.success(),
        },
        records: record::read(&folder)?,
        code: code(status),
    })
}

/// A folder that is there and has nothing in it yet.
fn empty(folder: &Path) -> anyhow::Result<&Path> {
    let shown = folder.display();
    fs::create_dir_all(folder).with_context(|| format!("cannot create the folder `{shown}`"))?;
    if fs::read_dir(folder)?.next().is_some() {
        anyhow::bail!("`{shown}` is not empty, and records of two runs are not to be mixed");
    }
    Ok(folder)
}

/// The code that a shell would give.
fn code(status: ExitStatus) -> ExitCode {
    const SIGNALS: i32 = 128;
    let signal = status.signal().map(|signal| SIGNALS + signal);
    let code = status
        .code()
        .or(signal)
        .and_then(|code| u8::try_from(code).ok());
    ExitCode::from(code.unwrap_or(u8::MAX))
}
