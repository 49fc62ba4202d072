//! Migrations whose guest goes on before its memory has come.

use qapi_conformance::{Stop, Vm, behaviour, equal};
use qapi_types::qmp::commands::{Migrate, MigratePause, MigrateRecover, MigrateStartPostcopy};
use qapi_types::qmp::types::{MigrationCapability, MigrationStatus, RunState};

use super::machine::state;
use super::migration::{becomes, crawl, enable, from_full, hurry, is_full, listen, reaches};

/// Two machines, of which the second is giving its guest to the first.
fn handed_over(
    vm: &mut Vm<'_>,
    part: impl FnOnce(&mut Vm<'_>, &mut Vm<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    from_full(vm, |destination, source| {
        let postcopy = [MigrationCapability::PostcopyRam];
        // Its kernel must let a process serve page faults of its own.
        match enable(destination, &postcopy) {
            Err(Stop::Failed(why)) if is_of_kernel(&why) => return Err(Stop::skip(why)),
            enabled => enabled?,
        }
        enable(source, &postcopy)?;
        let uri = listen(destination)?;
        crawl(source, &uri)?;
        source.execute(&MigrateStartPostcopy::new())?;
        both_reach(destination, source, MigrationStatus::PostcopyActive)?;
        part(destination, source)
    })
}

/// Whether a refusal is the kernel's; 7.2 says why on stderr only.
fn is_of_kernel(why: &str) -> bool {
    let why = why.to_lowercase();
    why.contains("userfault") || why.contains("postcopy is not supported")
}

fn both_reach(
    destination: &mut Vm<'_>,
    source: &mut Vm<'_>,
    status: MigrationStatus,
) -> Result<(), Stop> {
    reaches(destination, status.clone())?;
    reaches(source, status)
}

/// Lets the rest of the memory come, and looks at it.
fn finish(destination: &mut Vm<'_>, source: &mut Vm<'_>) -> Result<(), Stop> {
    hurry(source)?;
    both_reach(destination, source, MigrationStatus::Completed)?;
    is_full(destination)
}

/// Breaks the migration off on both sides.
fn pause(destination: &mut Vm<'_>, source: &mut Vm<'_>) -> Result<(), Stop> {
    source.execute(&MigratePause::new())?;
    both_reach(destination, source, MigrationStatus::PostcopyPaused)
}

#[behaviour("migrate-start-postcopy", args = "-m 4M -incoming defer")]
pub(crate) fn the_guest_goes_before_its_memory(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.refusal(&MigrateStartPostcopy::new())?;
    handed_over(vm, |destination, source| {
        becomes(destination, (true, RunState::Running))?;
        equal("whether the source runs", state(source)?.0, false)?;
        finish(destination, source)
    })
}

#[behaviour("migrate-pause", args = "-m 4M -incoming defer")]
pub(crate) fn a_migration_is_broken_off(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.refusal(&MigratePause::new())?;
    handed_over(vm, |destination, source| {
        pause(destination, source)?;
        // It is still the destination's guest.
        equal("whether the source runs", state(source)?.0, false)?;
        source.refusal(&MigratePause::new()).map(drop)
    })
}

#[behaviour("migrate-recover", args = "-m 4M -incoming defer")]
pub(crate) fn a_migration_that_was_broken_off_goes_on(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let uri = format!("unix:{}", vm.path("again"));
    let recover = MigrateRecover::new(uri.as_str());
    vm.refusal(&recover)?;
    handed_over(vm, |destination, source| {
        pause(destination, source)?;
        destination.execute(&recover)?;
        let resume = Migrate::new().uri(uri.as_str()).resume(true);
        source.execute(&resume)?;
        reaches(source, MigrationStatus::PostcopyActive)?;
        finish(destination, source)
    })
}
