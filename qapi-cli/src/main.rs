//! The `qapi` command: capture, name, generate, validate, explain and simulate
//! QMP schemas, and test QEMUs by them.
//!
//! One module a subcommand. Exit codes: 0 done, 1 `validate` or
//! `test` has found something, 2 it could not run.

mod capture;
mod explain;
mod generate;
mod names;
mod output;
mod schema;
mod sim;
mod test;
mod validate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The exit code of what could not run; clap's for wrong usage is the same.
const FAILED: u8 = 2;

/// QMP schemas: what a QEMU says of its own control protocol.
///
/// A schema is the answer of one QEMU build to `query-qmp-schema`, in a file.
#[derive(Parser)]
#[command(
    name = "qapi",
    version,
    after_help = "Exit codes: 0 done, 1 `validate` or `test` has found something, 2 it could not run."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Capture(capture::Args),
    Generate(generate::Args),
    Names(names::Args),
    Validate(validate::Args),
    Explain(explain::Args),
    Sim(sim::Args),
    Test(test::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Capture(args) => capture::run(&args),
        Command::Generate(args) => generate::run(&args),
        Command::Names(args) => names::run(&args),
        Command::Validate(args) => validate::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Sim(args) => sim::run(&args),
        Command::Test(args) => test::run(&args),
    };
    done.unwrap_or_else(|error| {
        output::error(&error);
        ExitCode::from(FAILED)
    })
}
