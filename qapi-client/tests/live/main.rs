//! Both clients with a real QEMU whose commands block, that is killed, and that
//! owes replies.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod blocked;
#[cfg(target_os = "linux")]
mod cache;
mod qemu;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Completion, Trial};
use qapi_machine::{Binary, Kind, find_all, live};

type Case = (&'static str, fn(&Binary));

fn main() -> ExitCode {
    libtest_mimic::run(&Arguments::from_args(), trials()).exit_code()
}

fn trials() -> Vec<Trial> {
    let found = find_all();
    if found.is_empty() {
        let skipped = || Ok(Completion::ignored_with(live::without_qemu()?));
        return vec![Trial::ignorable_test("live", skipped)];
    }
    let mut trials = Vec::new();
    for (place, found) in found.into_iter().enumerate() {
        let program = found.path.file_name().unwrap_or_default();
        let program = program.to_string_lossy().into_owned();
        let binary = match Binary::new(found.path) {
            Ok(binary) => binary,
            Err(error) => {
                trials.push(Trial::test(program, move || Err(error.into())));
                continue;
            }
        };
        let mut cases = blocked::CASES.to_vec();
        // A storage daemon has no command that can be run out of band.
        if binary.kind() == Kind::System {
            cases.extend(blocked::OUT_OF_BAND);
        }
        // What is kept does not depend on what the server is.
        #[cfg(target_os = "linux")]
        if place == 0 {
            cases.extend(cache::CASES);
        }
        for (case, run) in cases {
            let binary = binary.clone();
            trials.push(Trial::test(format!("{program}::{case}"), move || {
                run(&binary);
                Ok(())
            }));
        }
    }
    trials
}
