//! Jobs: commit, stream, mirror, backup, and what steers them.

use qapi_client::wait;
use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    BlockCommit, BlockJobCancel, BlockJobSetSpeed, BlockStream, BlockdevBackup, BlockdevMirror,
    BlockdevSnapshot, JobCancel, JobComplete, JobDismiss, JobFinalize, JobPause, JobResume,
    QueryBlockJobs, QueryJobs,
};
use qapi_types::qmp::types::{self, JobStatus, MirrorSyncMode};

use super::kit::{disk, fill, is_filled, null, overlay, the_node, until_so};

/// A disk of `1` under an overlay that has written `2` in its place.
pub(crate) fn stack(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    fill(vm, "disk0", 1)?;
    overlay(vm, "over0")?;
    let snapshot = types::BlockdevSnapshot::new("disk0", "over0");
    vm.execute(&BlockdevSnapshot::new(snapshot))?;
    is_filled(vm, "over0", 1)
}

/// A mirror that is ready.
pub(crate) fn mirror(vm: &mut Vm<'_>) -> Result<(), Stop> {
    null(vm, "null0")?;
    null(vm, "null1")?;
    let mirror = BlockdevMirror::new("null0", "null1", MirrorSyncMode::Full).job_id("job0");
    vm.execute_and_wait(&mirror, wait::job_ready("job0"))?;
    Ok(())
}

/// The status of the job; none if there is none.
pub(crate) fn status(vm: &mut Vm<'_>) -> Result<Option<JobStatus>, Stop> {
    let jobs = vm.execute(&QueryJobs::new())?;
    Ok(jobs.into_iter().next().map(|job| job.status))
}

#[behaviour("block-commit")]
pub(crate) fn the_overlay_goes_into_its_base(vm: &mut Vm<'_>) -> Result<(), Stop> {
    stack(vm)?;
    fill(vm, "over0", 2)?;
    let commit = BlockCommit::new("over0").job_id("job0");
    vm.execute_and_wait(&commit, wait::job_ready("job0"))?;
    vm.execute_and_wait(&JobComplete::new("job0"), wait::job_concluded("job0"))?;
    is_filled(vm, "disk0", 2)
}

#[behaviour("block-stream")]
pub(crate) fn the_base_goes_into_its_overlay(vm: &mut Vm<'_>) -> Result<(), Stop> {
    stack(vm)?;
    equal("the depth", the_node(vm, "over0")?.backing_file_depth, 1)?;
    let stream = BlockStream::new("over0").job_id("job0");
    vm.execute_and_wait(&stream, wait::job_concluded("job0"))?;
    equal("the depth", the_node(vm, "over0")?.backing_file_depth, 0)?;
    is_filled(vm, "over0", 1)
}

#[behaviour("blockdev-mirror")]
pub(crate) fn a_copy_is_made_and_kept(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    fill(vm, "disk0", 3)?;
    disk(vm, "copy0")?;
    let mirror = BlockdevMirror::new("disk0", "copy0", MirrorSyncMode::Full).job_id("job0");
    vm.execute_and_wait(&mirror, wait::job_ready("job0"))?;
    // A job that is ready has written all there is.
    vm.execute_and_wait(&BlockJobCancel::new("job0"), wait::job_concluded("job0"))?;
    is_filled(vm, "copy0", 3)
}

#[behaviour("blockdev-backup")]
pub(crate) fn a_copy_is_of_the_moment(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    fill(vm, "disk0", 4)?;
    disk(vm, "copy0")?;
    let backup = types::BlockdevBackup::new("disk0", MirrorSyncMode::Full, "copy0");
    let backup = BlockdevBackup::new(backup.job_id("job0"));
    vm.execute_and_wait(&backup, wait::job_concluded("job0"))?;
    fill(vm, "disk0", 5)?;
    is_filled(vm, "copy0", 4)
}

#[behaviour("job-complete")]
pub(crate) fn a_mirror_ends_when_it_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    mirror(vm)?;
    equal("its status", status(vm)?, Some(JobStatus::Ready))?;
    vm.execute_and_wait(&JobComplete::new("job0"), wait::job_concluded("job0"))?;
    equal("its status", status(vm)?, None)?;
    vm.refusal(&JobComplete::new("job0")).map(drop)
}

#[behaviour("job-cancel")]
pub(crate) fn a_mirror_is_given_up(vm: &mut Vm<'_>) -> Result<(), Stop> {
    mirror(vm)?;
    let ended = vm.execute_and_wait(&JobCancel::new("job0"), wait::job_concluded("job0"));
    so("it was not successful", ended.is_err())?;
    equal("its status", status(vm)?, None)
}

#[behaviour("job-pause")]
pub(crate) fn a_ready_job_stands_by(vm: &mut Vm<'_>) -> Result<(), Stop> {
    mirror(vm)?;
    vm.execute(&JobPause::new("job0"))?;
    until_so("it stands by", || {
        Ok(status(vm)? == Some(JobStatus::Standby))
    })?;
    vm.refusal(&JobPause::new("job0")).map(drop)
}

#[behaviour("job-resume")]
pub(crate) fn a_job_goes_on(vm: &mut Vm<'_>) -> Result<(), Stop> {
    mirror(vm)?;
    vm.refusal(&JobResume::new("job0"))?;
    vm.execute(&JobPause::new("job0"))?;
    vm.execute(&JobResume::new("job0"))?;
    until_so("it is ready", || Ok(status(vm)? == Some(JobStatus::Ready)))?;
    vm.execute_and_wait(&JobComplete::new("job0"), wait::job_concluded("job0"))?;
    Ok(())
}

#[behaviour("job-finalize")]
pub(crate) fn a_job_waits_to_be_finalized(vm: &mut Vm<'_>) -> Result<(), Stop> {
    pending(vm)?;
    equal("its status", status(vm)?, Some(JobStatus::Pending))?;
    vm.execute_and_wait(&JobFinalize::new("job0"), wait::job_concluded("job0"))?;
    equal("its status", status(vm)?, None)
}

/// A backup that is pending.
pub(crate) fn pending(vm: &mut Vm<'_>) -> Result<(), Stop> {
    use qapi_types::qmp::events::BlockJobPending;
    null(vm, "null0")?;
    null(vm, "null1")?;
    let mut pending = vm.subscribe_to::<BlockJobPending>();
    let backup = types::BlockdevBackup::new("null0", MirrorSyncMode::Full, "null1");
    let backup = backup.job_id("job0").auto_finalize(false);
    vm.execute(&BlockdevBackup::new(backup))?;
    let event = vm.next_of(&mut pending)?;
    equal("the job", event.id.as_str(), "job0")
}

/// A backup that has concluded and waits to be dismissed.
pub(crate) fn concluded(vm: &mut Vm<'_>) -> Result<(), Stop> {
    null(vm, "null0")?;
    null(vm, "null1")?;
    let backup = types::BlockdevBackup::new("null0", MirrorSyncMode::Full, "null1");
    let backup = BlockdevBackup::new(backup.job_id("job0").auto_dismiss(false));
    vm.execute_and_wait(&backup, wait::job_concluded("job0"))?;
    equal("its status", status(vm)?, Some(JobStatus::Concluded))
}

#[behaviour("job-dismiss")]
pub(crate) fn a_job_waits_to_be_dismissed(vm: &mut Vm<'_>) -> Result<(), Stop> {
    concluded(vm)?;
    vm.execute(&JobDismiss::new("job0"))?;
    equal("its status", status(vm)?, None)
}

#[behaviour("block-job-set-speed")]
pub(crate) fn a_job_has_a_limit(vm: &mut Vm<'_>) -> Result<(), Stop> {
    mirror(vm)?;
    vm.execute(&BlockJobSetSpeed::new("job0", 65536))?;
    let jobs = vm.execute(&QueryBlockJobs::new())?;
    equal("its speed", jobs.first().map(|job| job.speed), Some(65536))
}

#[behaviour("block-job-cancel")]
pub(crate) fn a_ready_mirror_ends_well(vm: &mut Vm<'_>) -> Result<(), Stop> {
    mirror(vm)?;
    vm.execute_and_wait(&BlockJobCancel::new("job0"), wait::job_concluded("job0"))?;
    equal("its status", status(vm)?, None)
}
