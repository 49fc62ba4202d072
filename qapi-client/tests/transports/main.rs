//! Every way to a server, by both shells: over streams of the system alone, and
//! to real ones.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on must stop, and says what it has seen"
)]

mod closing;
mod files;
mod listeners;
mod live;
mod shells;
mod streams;

use std::process::ExitCode;
use std::time::Duration;

use libtest_mimic::Arguments;

/// Far more than any of this takes; it only keeps a broken build from hanging.
const LIMIT: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    if let Some(task) = std::env::var_os(live::HEIR) {
        return live::heir(task.to_str().unwrap());
    }
    let mut trials = streams::trials();
    trials.extend(closing::trials());
    trials.extend(files::trials());
    trials.extend(listeners::trials());
    trials.extend(live::trials());
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
