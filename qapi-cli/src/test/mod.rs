//! `qapi test`: what QEMUs are, against what they say they are.

mod command;
mod differential;
mod qemu;
mod report;
mod run;

use std::process::ExitCode;

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
