//! How events are raised.

use qapi_client::wait;
use qapi_conformance::{Stop, Vm, raises};
use qapi_types::qmp::commands::{
    BlockExportDel, BlockdevOpenTray, Cont, DeviceDel, JobCancel, JobComplete, Migrate,
    MigrateSetCapabilities, Quit, Stop as StopGuest, SystemPowerdown, SystemReset,
};
use qapi_types::qmp::types::{MigrationCapability, MigrationCapabilityStatus};

use super::exports::exported;
use super::jobs::{mirror, pending};
use super::objects::mouse;

#[raises("STOP")]
pub(crate) fn stop(vm: &mut Vm<'_>) -> Result<(), Stop> {
    Ok(vm.execute(&StopGuest::new()).map(drop)?)
}

#[raises("RESUME", args = "-S")]
pub(crate) fn resume(vm: &mut Vm<'_>) -> Result<(), Stop> {
    Ok(vm.execute(&Cont::new()).map(drop)?)
}

#[raises("RESET")]
pub(crate) fn reset(vm: &mut Vm<'_>) -> Result<(), Stop> {
    Ok(vm.execute(&SystemReset::new()).map(drop)?)
}

#[raises("SHUTDOWN")]
pub(crate) fn shutdown(vm: &mut Vm<'_>) -> Result<(), Stop> {
    Ok(vm.execute(&Quit::new()).map(drop)?)
}

#[raises("POWERDOWN")]
pub(crate) fn powerdown(vm: &mut Vm<'_>) -> Result<(), Stop> {
    Ok(vm.execute(&SystemPowerdown::new()).map(drop)?)
}

#[raises("JOB_STATUS_CHANGE")]
pub(crate) fn job_status_change(vm: &mut Vm<'_>) -> Result<(), Stop> {
    mirror(vm)
}

#[raises("BLOCK_JOB_READY")]
pub(crate) fn block_job_ready(vm: &mut Vm<'_>) -> Result<(), Stop> {
    mirror(vm)
}

#[raises("BLOCK_JOB_COMPLETED")]
pub(crate) fn block_job_completed(vm: &mut Vm<'_>) -> Result<(), Stop> {
    mirror(vm)?;
    Ok(vm.execute(&JobComplete::new("job0")).map(drop)?)
}

#[raises("BLOCK_JOB_CANCELLED")]
pub(crate) fn block_job_cancelled(vm: &mut Vm<'_>) -> Result<(), Stop> {
    mirror(vm)?;
    Ok(vm.execute(&JobCancel::new("job0")).map(drop)?)
}

#[raises("BLOCK_JOB_PENDING")]
pub(crate) fn block_job_pending(vm: &mut Vm<'_>) -> Result<(), Stop> {
    pending(vm)
}

#[raises("BLOCK_EXPORT_DELETED")]
pub(crate) fn block_export_deleted(vm: &mut Vm<'_>) -> Result<(), Stop> {
    exported(vm)?;
    Ok(vm.execute(&BlockExportDel::new("export0")).map(drop)?)
}

#[raises("DEVICE_DELETED", machines = ["pc", "virt"], args = "-accel tcg -S -device qemu-xhci")]
pub(crate) fn device_deleted(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute(&mouse())?;
    Ok(vm.execute(&DeviceDel::new("mouse0")).map(drop)?)
}

#[raises(
    "DEVICE_TRAY_MOVED",
    machines = ["pc", "virt"], args = "-accel tcg -S -device virtio-scsi-pci -device scsi-cd,id=cd0"
)]
pub(crate) fn device_tray_moved(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let open = BlockdevOpenTray::new().id("cd0").force(true);
    Ok(vm.execute(&open).map(drop)?)
}

/// A migration to nowhere, which tells how it goes.
fn migrate(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let events = MigrationCapabilityStatus::new(MigrationCapability::Events, true);
    vm.execute(&MigrateSetCapabilities::new(vec![events]))?;
    let migrate = Migrate::new().uri("exec:cat >/dev/null");
    vm.execute_and_wait(&migrate, wait::migration_finished())?;
    Ok(())
}

#[raises("MIGRATION")]
pub(crate) fn migration(vm: &mut Vm<'_>) -> Result<(), Stop> {
    migrate(vm)
}

#[raises("MIGRATION_PASS")]
pub(crate) fn migration_pass(vm: &mut Vm<'_>) -> Result<(), Stop> {
    migrate(vm)
}
