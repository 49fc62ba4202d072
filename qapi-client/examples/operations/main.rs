//! Operations on live machines: a disk is plugged in and out, a backup is taken
//! while the guest writes, and a machine migrates to another QEMU.
//!
//! `cargo run -p qapi-client --example operations` starts the QEMUs that it
//! needs: the one in `$QAPI_QEMU`, or a system emulator on `$PATH`. Their
//! machines have no guest and the images are in a temporary folder.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "showing things is what it is for"
)]

mod backup;
mod hotplug;
mod migration;
pub(crate) mod screen;
pub(crate) mod vm;

use std::error::Error as StdError;
use std::fs;
use std::io;
use std::process::ExitCode;

use qapi_machine::{Binary, Kind};
use qapi_schema::with_causes;
use screen::Screen;
use vm::{Board, Vm};

/// What an act ends with.
type Outcome<T = ()> = Result<T, Box<dyn StdError>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut stdout = io::stdout();
    let outcome = match find() {
        Ok(Ok(binary)) => perform(&binary, &mut Screen::stdout(&mut stdout)).await,
        Ok(Err(reason)) => {
            println!("There is nothing to show: {reason}.");
            Ok(())
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", with_causes(&*error));
            ExitCode::FAILURE
        }
    }
}

/// A system emulator, or why there is none.
fn find() -> Outcome<Result<Binary, &'static str>> {
    let Some(path) = qapi_machine::find() else {
        return Ok(Err(
            "there is neither $QAPI_QEMU nor a qemu-system-* on $PATH",
        ));
    };
    let binary = Binary::new(path)?;
    match binary.kind() {
        Kind::System => Ok(Ok(binary)),
        _ => Ok(Err("a machine takes a qemu-system-*, and there is none")),
    }
}

pub(crate) async fn perform(binary: &Binary, screen: &mut Screen<'_>) -> Outcome {
    let at = binary.path().display();
    screen.line(format_args!(
        "With {} {} at {at}.",
        binary.kind(),
        binary.version()
    ))?;
    let Some(board) = Board::find(binary).await? else {
        return Ok(screen.line("It has no board that this example knows.")?);
    };
    let folder = tempfile::tempdir()?;
    let folder = folder.path();

    let (before, after) = (folder.join("memory"), folder.join("arrived"));
    fs::write(&before, vm::memory())?;
    let mut arguments = board.arguments(&before, false);
    // There is no guest to run. On some boards a CPU that runs into nothing even
    // keeps QEMU from freeing a device, so nothing runs before the migration.
    arguments.push("-S".to_owned());
    let mut source = Vm::start(binary, arguments).await?;
    hotplug::act(source.qemu(), screen, folder).await?;
    backup::act(source.qemu(), screen, folder).await?;

    let mut arguments = board.arguments(&after, true);
    arguments.extend(["-incoming", "defer"].map(str::to_owned));
    let mut destination = Vm::start(binary, arguments).await?;
    migration::act(source.qemu(), destination.qemu(), screen, folder).await?;
    let (sent, received) = (vm::memory(), fs::read(&after)?);
    let same = vm::middle(&sent) == vm::middle(&received);
    screen.compared("the memory has arrived", same)?;

    screen.title("End both:")?;
    for (name, machine) in [("source", &mut source), ("destination", &mut destination)] {
        let (cause, exit) = machine.quit().await?;
        screen.line(format_args!(
            "  the {name}: {} ({})",
            cause.reason, exit.status
        ))?;
    }
    Ok(())
}
