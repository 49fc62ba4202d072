//! What Xen uses of QEMU for its own migrations.

use qapi_client::wait;
use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    Migrate, QomListTypes, XenLoadDevicesState, XenSaveDevicesState, XenSetGlobalDirtyLog,
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

#[behaviour(
    "xen-set-global-dirty-log",
    args = "-m 4M -D @DIR@/log -trace global_dirty_changed"
)]
pub(crate) fn a_log_of_writes_is_kept_for_xen_alone(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let path = vm.path("log");
    let switched = || -> Result<usize, Stop> {
        let log = std::fs::read_to_string(&path)?;
        let lines = log.lines();
        Ok(lines
            .filter(|it| it.starts_with("global_dirty_changed"))
            .count())
    };
    // A QEMU that is built without Xen takes it and does nothing.
    let xen = QomListTypes::new().implements("xen-accel");
    let times = if vm.execute(&xen)?.is_empty() { 0 } else { 2 };
    for on in [true, true, false] {
        vm.execute(&XenSetGlobalDirtyLog::new(on))?;
    }
    equal("how often it was switched", switched()?, times)?;
    // It would have been seen: a migration keeps such a log.
    let migrate = Migrate::new().uri("exec:cat >/dev/null");
    vm.execute_and_wait(&migrate, wait::migration_finished())?;
    so("a migration has switched it", switched()? > times)
}
