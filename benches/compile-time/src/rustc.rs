//! What one rustc costs, measured by standing between Cargo and rustc, so that flags, job tokens and environment are Cargo's own.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context as _, Result};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;
use serde::{Deserialize, Serialize};

/// Names the file that measurements are appended to; set, it makes this program a `RUSTC_WRAPPER`.
pub(crate) const LOG: &str = "COMPILE_TIME_LOG";

/// One run of rustc for one crate.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Compilation {
    /// The crate as `--crate-name` has it.
    pub(crate) name: String,
    /// Elapsed seconds.
    pub(crate) wall: f64,
    /// Seconds of processor time, all threads, user and system.
    pub(crate) cpu: f64,
    /// The largest resident set in MiB.
    pub(crate) peak: f64,
}

/// Runs the rustc that the arguments name and appends what it cost to the log.
///
/// # Errors
/// When rustc cannot be started or the log cannot be written.
pub(crate) fn stand_in(
    log: &Path,
    mut arguments: impl Iterator<Item = OsString>,
) -> Result<ExitCode> {
    let rustc = arguments
        .next()
        .context("a RUSTC_WRAPPER is called with rustc and its arguments")?;
    let arguments: Vec<OsString> = arguments.collect();
    let name = arguments
        .iter()
        .position(|argument| argument == "--crate-name")
        .and_then(|at| arguments.get(at + 1))
        .map(|name| name.to_string_lossy().into_owned())
        // What Cargo asks rustc about itself.
        .filter(|name| name != "___");

    let start = Instant::now();
    let status = Command::new(&rustc)
        .args(&arguments)
        .status()
        .with_context(|| format!("starting {}", rustc.display()))?;
    let wall = start.elapsed().as_secs_f64();

    // This process has had one child, so its children's usage is that rustc's.
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = usage.user_time() + usage.system_time();
    if let (Some(name), true) = (name, status.success()) {
        let compilation = Compilation {
            name,
            wall,
            cpu: cpu.num_microseconds() as f64 / 1e6,
            peak: usage.max_rss() as f64 / 1024.0,
        };
        let mut line = serde_json::to_string(&compilation)?;
        line.push('\n');
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(log)
            .and_then(|mut file| file.write_all(line.as_bytes()))
            .with_context(|| format!("writing {}", log.display()))?;
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(1)))
}
