//! Block nodes: added, deleted, stacked, resized.

use qapi_client::wait;
use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    BlockResize, BlockdevAdd, BlockdevCreate, BlockdevDel, BlockdevReopen, BlockdevSnapshot,
    BlockdevSnapshotDeleteInternalSync, BlockdevSnapshotInternalSync, QueryJobs, Transaction,
};
use qapi_types::qmp::types::{
    self, Abort, AbortWrapper, BlockdevCreateOptions, BlockdevCreateOptionsFile, BlockdevOptions,
    BlockdevOptionsNull, BlockdevSnapshotWrapper, TransactionAction,
};

use super::kit::{SIZE, disk, is_filled, node, null, overlay, qemu_io, the_node};

#[behaviour("blockdev-add")]
pub(crate) fn a_node_is_there_once(vm: &mut Vm<'_>) -> Result<(), Stop> {
    null(vm, "null0")?;
    let info = the_node(vm, "null0")?;
    equal("its driver", info.drv.as_str(), "null-co")?;
    equal("its size", info.image.virtual_size, i64::from(SIZE))?;
    let again = BlockdevOptions::null_co(BlockdevOptionsNull::new()).node_name("null0");
    vm.refusal(&BlockdevAdd::new(again)).map(drop)
}

#[behaviour("blockdev-del")]
pub(crate) fn a_node_goes_unless_it_is_used(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    let error = vm.refusal(&BlockdevDel::new("disk0-file"))?;
    so(
        "the error names the node",
        error.desc().contains("disk0-file"),
    )?;
    vm.execute(&BlockdevDel::new("disk0"))?;
    vm.execute(&BlockdevDel::new("disk0-file"))?;
    so("it is gone", node(vm, "disk0")?.is_none())?;
    vm.refusal(&BlockdevDel::new("disk0")).map(drop)
}

#[behaviour("blockdev-create")]
pub(crate) fn a_job_makes_a_file(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let path = vm.path("image");
    let options = BlockdevCreateOptionsFile::new(path.as_str(), SIZE.into());
    let create = BlockdevCreate::new("create0", BlockdevCreateOptions::file(options));
    vm.execute_and_wait(&create, wait::job_concluded("create0"))?;
    equal(
        "its length",
        std::fs::metadata(path)?.len(),
        u64::from(SIZE),
    )?;
    // It stays until it is dismissed.
    let jobs = vm.execute(&QueryJobs::new())?;
    equal("the number of jobs", jobs.len(), 1)
}

#[behaviour("blockdev-snapshot")]
pub(crate) fn an_overlay_takes_the_writes(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    overlay(vm, "over0")?;
    vm.execute(&BlockdevSnapshot::new(types::BlockdevSnapshot::new(
        "disk0", "over0",
    )))?;
    let over = the_node(vm, "over0")?;
    equal("its depth", over.backing_file_depth, 1)?;
    so(
        "it reads zeros through it",
        is_filled(vm, "over0", 0).is_ok(),
    )?;
    // It has a node below it now.
    let again = types::BlockdevSnapshot::new("disk0", "over0");
    vm.refusal(&BlockdevSnapshot::new(again)).map(drop)
}

#[behaviour("transaction")]
pub(crate) fn all_is_done_or_nothing(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    overlay(vm, "over0")?;
    let snapshot = || {
        let snapshot = types::BlockdevSnapshot::new("disk0", "over0");
        TransactionAction::blockdev_snapshot(BlockdevSnapshotWrapper::new(snapshot))
    };
    let abort = TransactionAction::abort(AbortWrapper::new(Abort::new()));
    vm.refusal(&Transaction::new(vec![snapshot(), abort]))?;
    let depth = the_node(vm, "over0")?.backing_file_depth;
    equal("the depth after an abort", depth, 0)?;
    vm.execute(&Transaction::new(vec![snapshot()]))?;
    let depth = the_node(vm, "over0")?.backing_file_depth;
    equal("the depth after it", depth, 1)
}

#[behaviour("block_resize")]
pub(crate) fn an_image_grows(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    let larger = i64::from(SIZE) * 2;
    vm.execute(&BlockResize::new(larger).node_name("disk0"))?;
    let size = the_node(vm, "disk0")?.image.virtual_size;
    equal("its size", size, larger)?;
    vm.refusal(&BlockResize::new(-1).node_name("disk0"))
        .map(drop)
}

#[behaviour("blockdev-reopen")]
pub(crate) fn a_node_becomes_read_only(vm: &mut Vm<'_>) -> Result<(), Stop> {
    null(vm, "null0")?;
    so("it is writable", !the_node(vm, "null0")?.ro)?;
    let options = BlockdevOptionsNull::new()
        .size(SIZE.into())
        .read_zeroes(true);
    let options = BlockdevOptions::null_co(options).node_name("null0");
    vm.execute(&BlockdevReopen::new(vec![options.read_only(true)]))?;
    so("it is read-only", the_node(vm, "null0")?.ro)
}

#[behaviour("blockdev-snapshot-internal-sync")]
pub(crate) fn a_snapshot_is_kept_in_the_image(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    vm.execute(&internal())?;
    let snapshots = the_node(vm, "disk0")?.image.snapshots.unwrap_or_default();
    let names: Vec<&str> = snapshots.iter().map(|s| s.name.as_str()).collect();
    equal("what it has", names, ["snapshot0"])?;
    vm.refusal(&internal()).map(drop)
}

#[behaviour("blockdev-snapshot-delete-internal-sync")]
pub(crate) fn a_snapshot_goes(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    vm.execute(&internal())?;
    let delete = BlockdevSnapshotDeleteInternalSync::new("disk0").name("snapshot0");
    let info = vm.execute(&delete)?;
    equal("its name", info.name.as_str(), "snapshot0")?;
    let left = the_node(vm, "disk0")?.image.snapshots.unwrap_or_default();
    so("none is left", left.is_empty())?;
    vm.refusal(&delete).map(drop)
}

fn internal() -> BlockdevSnapshotInternalSync {
    let snapshot = types::BlockdevSnapshotInternal::new("disk0", "snapshot0");
    BlockdevSnapshotInternalSync::new(snapshot)
}

#[behaviour("query-named-block-nodes")]
pub(crate) fn nodes_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    so("there is none", node(vm, "disk0")?.is_none())?;
    disk(vm, "disk0")?;
    equal("the driver", the_node(vm, "disk0")?.drv.as_str(), "qcow2")?;
    equal(
        "the driver below",
        the_node(vm, "disk0-file")?.drv.as_str(),
        "file",
    )
}

#[behaviour("human-monitor-command")]
pub(crate) fn what_is_written_is_read(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    qemu_io(vm, "disk0", "write -P 7 0 64k")?;
    is_filled(vm, "disk0", 7)?;
    so(
        "another byte is not found",
        is_filled(vm, "disk0", 8).is_err(),
    )
}
