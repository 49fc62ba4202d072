//! Images: overlays, what is below them, snapshots of a whole machine.

use qapi_client::{Error, wait};
use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    BlockdevSnapshot, BlockdevSnapshotSync, ChangeBackingFile, Cont, JobDismiss, QueryStatus,
    SnapshotDelete, SnapshotLoad, SnapshotSave, Stop as StopGuest, XBlockdevAmend,
};
use qapi_types::qmp::types::{
    self, BlockdevAmendOptions, BlockdevAmendOptionsLUKS, BlockdevAmendOptionsQcow2,
    QCryptoBlockAmendOptions, QCryptoBlockAmendOptionsLUKS, QCryptoBlockLUKSKeyslotState,
    SnapshotInfo,
};

use super::kit::{above, disk, fill, is_filled, node, overlay, the_node};

#[behaviour("blockdev-snapshot-sync")]
pub(crate) fn an_overlay_is_made_in_a_new_file(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    // An overlay is only kept where somebody has the node that it is put over.
    above(vm, "top0", "disk0")?;
    fill(vm, "top0", 1)?;
    let path = vm.path("over");
    let snapshot = types::BlockdevSnapshotSync::new(path.as_str())
        .node_name("disk0")
        .snapshot_node_name("over0");
    vm.execute(&BlockdevSnapshotSync::new(snapshot.clone()))?;
    let over = the_node(vm, "over0")?;
    equal("its file", over.file.as_str(), path.as_str())?;
    equal("the file below", over.backing_file, Some(vm.path("disk0")))?;
    fill(vm, "top0", 2)?;
    is_filled(vm, "over0", 2)?;
    is_filled(vm, "disk0", 1)?;
    // The node name is taken.
    vm.refusal(&BlockdevSnapshotSync::new(snapshot)).map(drop)
}

#[behaviour("change-backing-file")]
pub(crate) fn an_image_names_another_below_it(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    overlay(vm, "over0")?;
    let snapshot = types::BlockdevSnapshot::new("disk0", "over0");
    vm.execute(&BlockdevSnapshot::new(snapshot))?;
    let change = ChangeBackingFile::new("over0", "over0", "other.qcow2");
    vm.execute(&change)?;
    let named = the_node(vm, "over0")?.image.backing_filename;
    equal("what it names", named.as_deref(), Some("other.qcow2"))?;
    let header = std::fs::read(vm.path("over0"))?;
    let is_in = header.windows(11).any(|bytes| bytes == b"other.qcow2");
    so("the file names it too", is_in)?;
    // The one below has none below itself.
    let change = ChangeBackingFile::new("over0", "disk0", "other.qcow2");
    vm.refusal(&change).map(drop)
}

#[behaviour("x-blockdev-amend")]
pub(crate) fn an_image_is_amended_by_a_job(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let amend = |options| XBlockdevAmend::new("job0", "disk0", options);
    let done = || wait::job_concluded("job0");
    disk(vm, "disk0")?;
    // Only what encrypts an image can be amended: this one is left as it is.
    let options = BlockdevAmendOptionsQcow2::new();
    let qcow2 = |options| BlockdevAmendOptions::qcow2(options);
    vm.execute_and_wait(&amend(qcow2(options.clone())), done())?;
    vm.execute(&JobDismiss::new("job0"))?;
    let erase = QCryptoBlockLUKSKeyslotState::Inactive;
    let keys = QCryptoBlockAmendOptionsLUKS::new(erase.clone());
    let keys = options.encrypt(QCryptoBlockAmendOptions::luks(keys));
    match vm.execute_and_wait(&amend(qcow2(keys)), done()) {
        Err(Error::Unsuccessful { .. }) => {}
        other => return Err(format!("it has keys to amend: {other:?}").into()),
    }
    vm.execute(&JobDismiss::new("job0"))?;
    let luks = BlockdevAmendOptionsLUKS::new(erase);
    vm.refusal(&amend(BlockdevAmendOptions::luks(luks)))
        .map(drop)
}

/// A snapshot of the machine, which is kept in a disk and in whose middle the
/// disk has `1`.
fn saved(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    fill(vm, "disk0", 1)?;
    let save = SnapshotSave::new("job0", "tag0", "disk0", vec!["disk0".into()]);
    vm.execute_and_wait(&save, wait::job_concluded("job0"))?;
    Ok(vm.execute(&JobDismiss::new("job0")).map(drop)?)
}

fn snapshots(vm: &mut Vm<'_>) -> Result<Vec<SnapshotInfo>, Stop> {
    Ok(the_node(vm, "disk0")?.image.snapshots.unwrap_or_default())
}

#[behaviour("snapshot-save")]
pub(crate) fn a_machine_is_saved(vm: &mut Vm<'_>) -> Result<(), Stop> {
    saved(vm)?;
    let snapshots = snapshots(vm)?;
    let names: Vec<&str> = snapshots.iter().map(|s| s.name.as_str()).collect();
    equal("what there is", names, ["tag0"])?;
    let with_state = snapshots.iter().all(|snapshot| snapshot.vm_state_size > 0);
    so("it has the machine's state", with_state)?;
    so("the machine runs", vm.execute(&QueryStatus::new())?.running)
}

#[behaviour("snapshot-load")]
pub(crate) fn a_machine_is_as_it_was(vm: &mut Vm<'_>) -> Result<(), Stop> {
    saved(vm)?;
    fill(vm, "disk0", 2)?;
    let load = |tag: &str| SnapshotLoad::new("job0", tag, "disk0", vec!["disk0".into()]);
    vm.execute(&StopGuest::new())?;
    vm.execute_and_wait(&load("tag0"), wait::job_concluded("job0"))?;
    vm.execute(&JobDismiss::new("job0"))?;
    is_filled(vm, "disk0", 1)?;
    let ended = vm.execute_and_wait(&load("tag1"), wait::job_concluded("job0"));
    so("there is no other", ended.is_err())?;
    vm.execute(&Cont::new())?;
    so("the machine runs", vm.execute(&QueryStatus::new())?.running)
}

#[behaviour("snapshot-delete")]
pub(crate) fn a_saved_machine_is_forgotten(vm: &mut Vm<'_>) -> Result<(), Stop> {
    saved(vm)?;
    let delete = SnapshotDelete::new("job0", "tag0", vec!["disk0".into()]);
    vm.execute_and_wait(&delete, wait::job_concluded("job0"))?;
    equal("the number of snapshots", snapshots(vm)?.len(), 0)?;
    so("the disk is there", node(vm, "disk0")?.is_some())
}
