//! Two machines that execute the same guest in lockstep (COLO), and the
//! replication of their disks.

use qapi_conformance::{Stop, Vm, behaviour, equal, raises, so};
use qapi_types::qmp::commands::{
    BlockdevAdd, BlockdevSnapshot, Migrate, QueryColoStatus, QueryXenReplicationStatus,
    XColoLostHeartbeat, XenColoDoCheckpoint, XenSetReplication,
};
use qapi_types::qmp::events::ColoExit;
use qapi_types::qmp::types::{
    self, BlockdevOptions, BlockdevOptionsReplication, BlockdevRef, COLOMode, MigrationCapability,
    MigrationStatus, ReplicationMode,
};

use super::exports::{export, serve, with_client};
use super::kit::{disk, fill, is_filled, null, overlay, qemu_io, until};
use super::migration::{enable, listen, reaches};

/// Makes a machine that waits for a migration the secondary of a second one.
/// The secondary is looked at: QEMU 10.0 ends the primary's part as if it were
/// a usual migration.
fn secondary(
    vm: &mut Vm<'_>,
    part: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    vm.beside(&["-m", "4M"], |secondary, primary| {
        enable_colo(secondary)?;
        enable_colo(primary)?;
        let uri = listen(secondary)?;
        primary.execute(&Migrate::new().uri(uri))?;
        reaches(secondary, MigrationStatus::Colo)?;
        part(secondary)
    })
}

fn enable_colo(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let colo = [MigrationCapability::XColo];
    // Some require a way back to be switched on, and others fail with it.
    if enable(vm, &colo).is_ok() {
        return Ok(());
    }
    enable(
        vm,
        &[MigrationCapability::XColo, MigrationCapability::ReturnPath],
    )
}

fn modes(vm: &mut Vm<'_>) -> Result<[COLOMode; 2], Stop> {
    let status = vm.execute(&QueryColoStatus::new())?;
    Ok([status.mode, status.last_mode])
}

#[behaviour("query-colo-status", args = "-m 4M -incoming defer")]
pub(crate) fn the_role_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    equal("the modes", modes(vm)?, [COLOMode::None, COLOMode::None])?;
    secondary(vm, |vm| {
        equal(
            "the modes",
            modes(vm)?,
            [COLOMode::Secondary, COLOMode::None],
        )
    })
}

#[behaviour("x-colo-lost-heartbeat", args = "-m 4M -incoming defer")]
pub(crate) fn the_secondary_takes_over(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.refusal(&XColoLostHeartbeat::new())?;
    let mut exits = vm.subscribe_to::<ColoExit>();
    secondary(vm, |vm| {
        vm.execute(&XColoLostHeartbeat::new())?;
        equal(
            "who has gone",
            vm.next_of(&mut exits)?.mode,
            COLOMode::Secondary,
        )?;
        until("the end of its role", || {
            let ended = [COLOMode::None, COLOMode::Secondary];
            Ok((modes(vm)? == ended).then_some(()))
        })
    })
}

#[raises(
    "COLO_EXIT",
    data = r#"{"mode": "secondary"}"#,
    args = "-m 4M -incoming defer"
)]
pub(crate) fn colo_exit(vm: &mut Vm<'_>) -> Result<(), Stop> {
    secondary(vm, |vm| {
        Ok(vm.execute(&XColoLostHeartbeat::new()).map(drop)?)
    })
}

/// A disk of the side that is replicated.
fn replicated(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.need(&["blockdev-add.arguments.driver=replication"])?;
    null(vm, "null0")?;
    let below: BlockdevRef = "null0".into();
    let options = BlockdevOptionsReplication::new(below, ReplicationMode::Primary);
    let options = BlockdevOptions::replication(options).node_name("replication0");
    Ok(vm.execute(&BlockdevAdd::new(options)).map(drop)?)
}

/// Whether something is wrong with the replication.
fn fails(vm: &mut Vm<'_>) -> Result<bool, Stop> {
    Ok(vm.execute(&QueryXenReplicationStatus::new())?.error)
}

#[behaviour("xen-set-replication")]
pub(crate) fn a_replication_is_started_once(vm: &mut Vm<'_>) -> Result<(), Stop> {
    replicated(vm)?;
    let start = XenSetReplication::new(true, true);
    vm.execute(&start)?;
    let error = vm.refusal(&start)?;
    so("it says that it runs", error.desc().contains("running"))?;
    vm.execute(&XenSetReplication::new(false, true))?;
    so("nothing is wrong with what has ended", !fails(vm)?)
}

#[behaviour("query-xen-replication-status")]
pub(crate) fn whether_a_replication_runs_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    replicated(vm)?;
    so("it does not run", fails(vm)?)?;
    vm.execute(&XenSetReplication::new(true, true))?;
    so("nothing is wrong with it", !fails(vm)?)
}

/// The disk of the other side: what is written to it goes into an overlay, and
/// what the first side overwrites, by an export, into another below.
fn replica(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.need(&["blockdev-add.arguments.driver=replication"])?;
    disk(vm, "disk0")?;
    fill(vm, "disk0", 1)?;
    for (below, over) in [("disk0", "hidden0"), ("hidden0", "active0")] {
        overlay(vm, over)?;
        let snapshot = types::BlockdevSnapshot::new(below, over);
        vm.execute(&BlockdevSnapshot::new(snapshot))?;
    }
    serve(vm, "disk0")?;
    let active: BlockdevRef = "active0".into();
    let options = BlockdevOptionsReplication::new(active, ReplicationMode::Secondary);
    let options = BlockdevOptions::replication(options.top_id("replication0"));
    let options = options.node_name("replication0");
    Ok(vm.execute(&BlockdevAdd::new(options)).map(drop)?)
}

#[behaviour("xen-colo-do-checkpoint")]
pub(crate) fn what_a_secondary_has_written_is_dropped(vm: &mut Vm<'_>) -> Result<(), Stop> {
    replica(vm)?;
    vm.execute(&export("export1", "replication0"))?;
    vm.execute(&XenSetReplication::new(true, false))?;
    qemu_io(vm, "replication0", "write -P 2 0 64k")?;
    let has = |vm: &mut Vm<'_>, byte| {
        with_client(vm, "replication0", |vm| is_filled(vm, "client0", byte))
    };
    has(vm, 2)?;
    vm.execute(&XenColoDoCheckpoint::new())?;
    has(vm, 1)?;
    so("nothing is wrong with it", !fails(vm)?)
}
