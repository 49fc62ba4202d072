//! What Xen uses of QEMU for its own migrations.

use qapi_client::wait;
use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    Migrate, XenLoadDevicesState, XenSaveDevicesState, XenSetGlobalDirtyLog,
};

use super::kit::board::{Board, QTEST};
use super::migration::listen;

/// A number that a device keeps.
const MARK: u8 = 0x5a;

/// Saves the devices of a machine, one of which keeps a number, and tells where.
fn saved(vm: &mut Vm<'_>) -> Result<String, Stop> {
    let board = Board::of(vm)?;
    let mut qtest = vm.qtest()?;
    board.keep(&mut qtest, MARK)?;
    let path = vm.path("state");
    vm.execute(&XenSaveDevicesState::new(path.as_str()))?;
    Ok(path)
}

#[behaviour(
    "xen-save-devices-state",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn the_devices_go_into_a_file(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let path = saved(vm)?;
    let bytes = std::fs::read(path)?;
    so("it is a migration's", bytes.starts_with(b"QEVM"))?;
    let name = b"timer";
    so(
        "a clock is in it",
        bytes.windows(name.len()).any(|part| part == name),
    )
}

#[behaviour(
    "xen-load-devices-state",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -global migration.send-configuration=off -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn the_devices_come_from_a_file(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let path = saved(vm)?;
    let board = Board::of(vm)?;
    let args = [
        "-machine",
        board.name(),
        "-accel",
        "tcg",
        "-incoming",
        "defer",
        "-global",
        "migration.send-configuration=off",
        "-qtest",
        QTEST,
    ];
    vm.beside(&args, |_, other| {
        let mut qtest = other.qtest()?;
        so("it is not there yet", board.kept(&mut qtest)? != MARK)?;
        // QEMU aborts unless a migration is expected.
        listen(other)?;
        other.execute(&XenLoadDevicesState::new(path))?;
        equal("what is kept", board.kept(&mut qtest)?, MARK)
    })
}

#[behaviour("xen-set-global-dirty-log", args = "-m 4M")]
pub(crate) fn a_log_of_writes_is_kept_beside_a_migration(vm: &mut Vm<'_>) -> Result<(), Stop> {
    // It may be told twice.
    for _ in 0..2 {
        vm.execute(&XenSetGlobalDirtyLog::new(true))?;
    }
    let migrate = Migrate::new().uri("exec:cat >/dev/null");
    vm.execute_and_wait(&migrate, wait::migration_finished())?;
    Ok(vm.execute(&XenSetGlobalDirtyLog::new(false)).map(drop)?)
}
