//! What is to be tested, and what becomes of it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use qapi_conformance::record;

use super::report::{self, Report, Run, Verdict};
use super::{command, qemu};
use crate::output;

/// What is tested, and where it is told.
#[derive(clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// Test this QEMU or storage daemon, and no others but those that are named
    /// like this; without it, all on $PATH, in $QAPI_QEMU and $QAPI_QEMU_EXTRA
    #[arg(long, value_name = "PATH", conflicts_with_all = ["records", "command"])]
    pub(super) binary: Vec<PathBuf>,
    /// Write a report into this folder
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
    /// Report the records of an earlier run in this folder; with a COMMAND, keep
    /// its records there
    #[arg(long, value_name = "FOLDER")]
    records: Option<PathBuf>,
    /// The command that runs tests, with its arguments
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match (&args.report, &args.records, args.command.as_slice()) {
        (report, None, []) => qemu::run(&args.binary, report.as_deref()),
        (None, ..) => anyhow::bail!("where is the report to go? `--report DIR` says so"),
        (Some(folder), Some(records), []) => {
            let report = Report::new(Run::default(), record::read(records)?);
            finish(folder, &report)?;
            Ok(ExitCode::from(u8::from(report.is_bad())))
        }
        (Some(folder), records, [program, arguments @ ..]) => {
            let ran = command::run(program, arguments, records.as_deref())?;
            let report = Report::new(ran.run, ran.records);
            finish(folder, &report)?;
            Ok(ran.code)
        }
    }
}

/// Writes a report, and says where it is.
fn finish(folder: &std::path::Path, report: &Report) -> anyhow::Result<()> {
    report::write(folder, report).context("there is no report")?;
    for torn in &report.torn {
        output::note(&torn.to_string());
    }
    if report.suites.is_empty() {
        output::note("no test has left a record: is it made with `qapi_conformance::suite!`?");
    }
    output::note(&format!(
        "{}; the report is `{}`",
        summary(report),
        folder.join("report.html").display()
    ));
    Ok(())
}

/// How many tests have ended in which way, in one line.
pub(super) fn summary(report: &Report) -> String {
    let counts = Verdict::ALL.iter().rev().filter_map(|verdict| {
        let count = report.counts.get(verdict)?;
        Some(format!("{count} {}", verdict.word()))
    });
    let counts: Vec<String> = counts.collect();
    match counts.as_slice() {
        [] => "no tests".to_owned(),
        counts => counts.join(", "),
    }
}
