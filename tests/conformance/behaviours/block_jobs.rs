//! The commands that steer block jobs, which are older than those of all jobs,
//! and the jobs that make their own target.

#![expect(deprecated, reason = "what is deprecated is tested too")]

use qapi_client::wait;
use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    BlockJobChange, BlockJobComplete, BlockJobDismiss, BlockJobFinalize, BlockJobPause,
    BlockJobResume, DriveBackup, DriveMirror, QueryBlockJobs, QueryJobs, QueryNamedBlockNodes,
};
use qapi_types::qmp::types::{
    self, BlockJobChangeOptions, BlockJobChangeOptionsMirror, BlockJobInfo, BlockJobInfoBranch,
    JobStatus, JobType, MirrorCopyMode, MirrorSyncMode,
};

use super::jobs::{concluded, mirror, pending, status};
use super::kit::{PIECE, SIZE, disk, fill, has_filled, until_so};

/// What is told of the only block job.
fn the_job(vm: &mut Vm<'_>) -> Result<BlockJobInfo, Stop> {
    let jobs = vm.execute(&QueryBlockJobs::new())?;
    let job = jobs.into_iter().next();
    job.ok_or_else(|| "there is no block job".into())
}

#[behaviour("query-block-jobs")]
pub(crate) fn block_jobs_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let jobs = vm.execute(&QueryBlockJobs::new())?;
    equal("the number of jobs", jobs.len(), 0)?;
    mirror(vm)?;
    let job = the_job(vm)?;
    let told = (job.device.as_str(), job.ready, job.len, job.offset);
    let size = i64::from(SIZE);
    equal("the job", told, ("job0", true, size, size))?;
    let is_mirror = matches!(job.r#type, BlockJobInfoBranch::Mirror(_));
    so("it is a mirror", is_mirror)
}

#[behaviour("block-job-pause")]
pub(crate) fn a_mirror_stands_by(vm: &mut Vm<'_>) -> Result<(), Stop> {
    mirror(vm)?;
    let job = the_job(vm)?;
    equal(
        "its state",
        (job.paused, job.status),
        (false, JobStatus::Ready),
    )?;
    vm.execute(&BlockJobPause::new("job0"))?;
    so("it is paused", the_job(vm)?.paused)?;
    until_so("it stands by", || {
        Ok(the_job(vm)?.status == JobStatus::Standby)
    })?;
    vm.refusal(&BlockJobPause::new("job0")).map(drop)
}

#[behaviour("block-job-resume")]
pub(crate) fn a_mirror_that_stands_goes_on(vm: &mut Vm<'_>) -> Result<(), Stop> {
    mirror(vm)?;
    vm.refusal(&BlockJobResume::new("job0"))?;
    vm.execute(&BlockJobPause::new("job0"))?;
    vm.execute(&BlockJobResume::new("job0"))?;
    so("it is not paused", !the_job(vm)?.paused)?;
    until_so(
        "it is ready",
        || Ok(the_job(vm)?.status == JobStatus::Ready),
    )
}

#[behaviour("block-job-complete")]
pub(crate) fn a_ready_mirror_is_completed(vm: &mut Vm<'_>) -> Result<(), Stop> {
    mirror(vm)?;
    vm.execute_and_wait(&BlockJobComplete::new("job0"), wait::job_concluded("job0"))?;
    equal("its status", status(vm)?, None)?;
    let error = vm.refusal(&BlockJobComplete::new("job0"))?;
    equal("the class", error.class().as_str(), "DeviceNotActive")
}

#[behaviour("block-job-finalize")]
pub(crate) fn a_pending_backup_is_finalized(vm: &mut Vm<'_>) -> Result<(), Stop> {
    pending(vm)?;
    equal("its status", status(vm)?, Some(JobStatus::Pending))?;
    vm.execute_and_wait(&BlockJobFinalize::new("job0"), wait::job_concluded("job0"))?;
    equal("its status", status(vm)?, None)
}

#[behaviour("block-job-dismiss")]
pub(crate) fn a_concluded_backup_is_dismissed(vm: &mut Vm<'_>) -> Result<(), Stop> {
    concluded(vm)?;
    vm.execute(&BlockJobDismiss::new("job0"))?;
    equal("its status", status(vm)?, None)?;
    vm.refusal(&BlockJobDismiss::new("job0")).map(drop)
}

#[behaviour("block-job-change")]
pub(crate) fn a_mirror_keeps_up_from_now_on(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let synced = |vm: &mut Vm<'_>| match the_job(vm)?.r#type {
        BlockJobInfoBranch::Mirror(mirror) => Ok(mirror.actively_synced),
        other => Err(Stop::from(format!("it is no mirror but {other:?}"))),
    };
    let change = |mode| {
        let mirror = BlockJobChangeOptionsMirror::new(mode);
        BlockJobChange::new(BlockJobChangeOptions::mirror("job0", mirror))
    };
    mirror(vm)?;
    equal("whether it keeps up", synced(vm)?, Some(false))?;
    vm.execute(&change(MirrorCopyMode::WriteBlocking))?;
    // It does as soon as it has looked.
    until_so("it keeps up", || Ok(synced(vm)? == Some(true)))?;
    // There is no way back.
    vm.refusal(&change(MirrorCopyMode::Background)).map(drop)
}

#[behaviour("query-jobs")]
pub(crate) fn jobs_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    equal(
        "the number of jobs",
        vm.execute(&QueryJobs::new())?.len(),
        0,
    )?;
    concluded(vm)?;
    let jobs = vm.execute(&QueryJobs::new())?;
    let told: Vec<_> = jobs
        .into_iter()
        .map(|job| (job.id, job.r#type, job.status, job.error))
        .collect();
    let wanted = (
        "job0".to_owned(),
        JobType::Backup,
        JobStatus::Concluded,
        None,
    );
    equal("the jobs", told, [wanted])
}

#[behaviour("drive-backup")]
pub(crate) fn a_copy_is_made_in_a_new_file(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    fill(vm, "disk0", 6)?;
    let path = vm.path("copy");
    let backup = types::DriveBackup::new("disk0", MirrorSyncMode::Full, path.as_str());
    let backup = DriveBackup::new(backup.job_id("job0").format("raw"));
    vm.execute_and_wait(&backup, wait::job_concluded("job0"))?;
    fill(vm, "disk0", 7)?;
    has_filled(&path, 6)
}

#[behaviour("drive-mirror")]
pub(crate) fn writes_go_into_a_new_file_too(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    fill(vm, "disk0", 8)?;
    let path = vm.path("copy");
    let mirror = types::DriveMirror::new("disk0", path.as_str(), MirrorSyncMode::Full);
    let mirror = mirror.job_id("job0").format("raw").node_name("copy0");
    vm.execute_and_wait(&DriveMirror::new(mirror), wait::job_ready("job0"))?;
    has_filled(&path, 8)?;
    // Whoever has the disk writes through what the job has put over it.
    let nodes = vm.execute(&QueryNamedBlockNodes::new())?;
    let mut nodes = nodes.into_iter();
    let over = nodes.find(|node| node.drv == "mirror_top");
    let over = over.and_then(|node| node.node_name);
    fill(vm, &over.ok_or("there is nothing over it")?, 9)?;
    let complete = BlockJobComplete::new("job0");
    vm.execute_and_wait(&complete, wait::job_concluded("job0"))?;
    has_filled(&path, 9)?;
    equal(
        "its length",
        std::fs::metadata(&path)?.len() > u64::try_from(PIECE)?,
        true,
    )
}
