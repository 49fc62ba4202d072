//! The operations come to their end with every system emulator here, and say
//! what they have done.

#[path = "../examples/operations/main.rs"]
#[expect(dead_code, reason = "its `main` looks for an emulator by itself")]
mod operations;

use std::error::Error;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Completion, Trial};
use operations::screen::Screen;
use operations::vm::Board;
use qapi_machine::{Binary, Found, Kind, live};

/// Lines that must be there, in this order. A program that is killed on the
/// way, a comparison that fails, a wait that ends too early: each takes one
/// away.
const LINES: [&str; 20] = [
    "  add-fd: it is /dev/fdset/0",
    "  query-block: disk0 has 1048576 bytes",
    "  qom-get /machine/peripheral/disk0: its serial is \"disk0\"",
    "  query-block: there is no disk0",
    "  blockdev-create: backup.img has 4194304 bytes",
    "  compared: the backup is as the disk was",
    "  compared: the disk has changed",
    "  job `backup1` was not successful: No space left on device",
    "  blockdev-create: mirror.img has 4194304 bytes",
    "  query-block: disk1 is on mirror",
    "  compared: the new image is as the disk is",
    "  compared: the old one is as the disk was",
    "  query-status of the source: running",
    "  query-status of the destination: inmigrate",
    "  query-status of the source: postmigrate",
    "  query-status of the destination: running",
    "  compared: the memory has arrived",
    "End both:",
    "  the source: host-qmp-quit (exit status: 0)",
    "  the destination: host-qmp-quit (exit status: 0)",
];

/// Lines with figures, at least one of each. (How much of a migration can be
/// seen on its way depends on the time.)
const SHOWN: [&str; 3] = ["  backup: ", "  mirror: ", "  query-migrate: "];

fn main() -> ExitCode {
    let found = qapi_machine::find_all();
    let mut trials: Vec<Trial> = found.into_iter().map(trial).collect();
    if trials.is_empty() {
        trials.push(Trial::ignorable_test("a real QEMU", || {
            Ok(Completion::ignored_with(live::without_qemu()?))
        }));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trial(found: Found) -> Trial {
    let name = found.path.display().to_string();
    Trial::ignorable_test(name, move || {
        let binary = Binary::new(found.path)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let outcome = runtime.block_on(perform(&binary));
        Ok(outcome.map_err(|error| qapi_schema::with_causes(&*error).to_string())?)
    })
}

async fn perform(binary: &Binary) -> Result<Completion, Box<dyn Error>> {
    // The storage daemon has no machine, and not every emulator has a board
    // that is known: nothing is missing on this computer.
    if binary.kind() != Kind::System || Board::find(binary).await?.is_none() {
        let reason = format!("a {} has no board for it", binary.kind());
        return Ok(Completion::ignored_with(reason));
    }
    let mut printed = Vec::new();
    let outcome = operations::perform(binary, &mut Screen::plain(&mut printed)).await;
    let printed = String::from_utf8(printed)?;
    outcome.map_err(|error| format!("{error}, after:\n{printed}"))?;

    let mut lines = printed.lines();
    for wanted in LINES {
        if !lines.any(|line| line == wanted) {
            return Err(format!("not there, or not in its place: {wanted:?}\n{printed}").into());
        }
    }
    for wanted in SHOWN {
        let count = printed.lines().filter(|it| it.starts_with(wanted)).count();
        if count == 0 {
            return Err(format!("no figures: {wanted:?}\n{printed}").into());
        }
    }
    Ok(Completion::Completed)
}
