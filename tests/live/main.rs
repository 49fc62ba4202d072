//! What a real QEMU says.
//!
//! Each case runs with the system emulator and the storage daemon of this
//! machine and with every binary that `$QAPI_QEMU_EXTRA` lists. A case ends as
//! passed, failed (a QEMU that died is a failure that says so), or ignored
//! with a reason; with `QAPI_LIVE=require` a missing QEMU is a failure.

#![expect(
    clippy::print_stdout,
    reason = "how much was asked and answered is part of the result"
)]

mod agreement;
mod board;
mod crash;
mod differential;
mod inputs;
mod policy;
mod recording;
mod replies;
mod script;
mod simulator;
mod subject;
mod visitor;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};
use subject::Case;

fn main() -> ExitCode {
    let cases: Vec<Case> = [
        visitor::CASES,
        policy::CASES,
        replies::CASES,
        crash::CASES,
        simulator::CASES,
        differential::CASES,
    ]
    .concat();
    let mut trials = subject::trials(&cases);
    trials.push(Trial::test("the_script_is_about_real_commands", || {
        Ok(replies::check_script().map_err(|stop| stop.message())?)
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
