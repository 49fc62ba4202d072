//! A disk is copied while the guest writes to it: as it was, and as it is.

use std::fs;
use std::path::{Path, PathBuf};

use qapi_client::tokio::Client;
use qapi_client::{Error, wait};
use qapi_types::qmp::commands::{
    BlockdevAdd, BlockdevBackup, BlockdevCreate, BlockdevDel, BlockdevMirror, DeviceDel,
    HumanMonitorCommand, JobComplete, JobDismiss, QueryJobs,
};
use qapi_types::qmp::types::{
    BlkdebugEvent, BlkdebugIOType, BlkdebugInjectErrorOptions, BlockdevBackup as Backup,
    BlockdevCreateOptions, BlockdevCreateOptionsFile, BlockdevOptions, BlockdevOptionsBlkdebug,
    BlockdevOptionsFile, BlockdevRef, MirrorSyncMode,
};

use super::Outcome;
use super::hotplug::{find, plug};
use super::screen::{Progress, Screen};
use super::vm::noise;

/// The size of the disk and of its copies, in bytes.
const SIZE: usize = 4 << 20;
/// How fast they are copied, in bytes a second, so that there is something to
/// see.
const SPEED: i64 = 8 << 20;
/// How much the guest writes at the end of its disk, in bytes.
const WRITTEN: usize = 64 << 10;

pub(crate) async fn act(qemu: &Client, screen: &mut Screen<'_>, folder: &Path) -> Outcome {
    screen.title("Take a backup of a disk that is written to:")?;
    let before = noise(SIZE);
    let image = folder.join("data.img");
    fs::write(&image, &before)?;
    add(qemu, "data", &image).await?;
    plug(qemu, "disk1", "data").await?;
    let copy = create(qemu, screen, folder, "backup").await?;
    back_up(qemu, screen).await?;
    let changed = written(&before, 1);
    screen.compared("the backup is as the disk was", fs::read(copy)? == before)?;
    screen.compared("the disk has changed", fs::read(&image)? == changed)?;

    screen.title("Take a backup onto a disk that is full:")?;
    fail(qemu, screen).await?;
    qemu.execute(&BlockdevDel::new("backup")).await?;

    screen.title("Move the disk to another image:")?;
    let copy = create(qemu, screen, folder, "mirror").await?;
    mirror(qemu, screen).await?;
    write(qemu, 2).await?;
    let moved = written(&before, 2);
    screen.compared("the new image is as the disk is", fs::read(copy)? == moved)?;
    screen.compared(
        "the old one is as the disk was",
        fs::read(image)? == changed,
    )?;

    // A device may be named by its path, too.
    let disk = "/machine/peripheral/disk1";
    let del = DeviceDel::new(disk);
    qemu.execute_and_wait(&del, wait::device_removed(disk))
        .await?;
    for node in ["data", "mirror"] {
        qemu.execute(&BlockdevDel::new(node)).await?;
    }
    Ok(())
}

async fn add(qemu: &Client, node: &str, image: &Path) -> Outcome {
    let file = BlockdevOptionsFile::new(image.to_string_lossy());
    let file = BlockdevOptions::file(file).node_name(node);
    qemu.execute(&BlockdevAdd::new(file)).await?;
    Ok(())
}

/// Creates an image to copy to, and a node of it. A job does that, and stays
/// until it is dismissed.
async fn create(
    qemu: &Client,
    screen: &mut Screen<'_>,
    folder: &Path,
    node: &str,
) -> Outcome<PathBuf> {
    let image = folder.join(node).with_extension("img");
    let file = BlockdevCreateOptionsFile::new(image.to_string_lossy(), SIZE as u64);
    let create = BlockdevCreate::new("create", BlockdevCreateOptions::file(file));
    qemu.execute_and_wait(&create, wait::job_concluded("create"))
        .await?;
    qemu.execute(&JobDismiss::new("create")).await?;
    add(qemu, node, &image).await?;
    screen.line(format_args!(
        "  blockdev-create: {node}.img has {SIZE} bytes"
    ))?;
    Ok(image)
}

/// A job that is not to dismiss itself can be started now and waited for later,
/// however soon it concludes.
async fn back_up(qemu: &Client, screen: &mut Screen<'_>) -> Outcome {
    let backup = Backup::new("data", MirrorSyncMode::Full, "backup")
        .job_id("backup0")
        .speed(SPEED)
        .auto_dismiss(false);
    qemu.execute(&BlockdevBackup::new(backup)).await?;
    write(qemu, 1).await?;
    let other = qemu.clone();
    let concluded = qemu.wait_for(wait::job_concluded("backup0"));
    screen
        .watch(concluded, async || job(&other, "backup0", "backup").await)
        .await?;
    qemu.execute(&JobDismiss::new("backup0")).await?;
    Ok(())
}

/// A job that has failed says why.
async fn fail(qemu: &Client, screen: &mut Screen<'_>) -> Outcome {
    let full = BlkdebugInjectErrorOptions::new(BlkdebugEvent::None)
        .iotype(BlkdebugIOType::Write)
        .errno(rustix::io::Errno::NOSPC.raw_os_error().into());
    let full = BlockdevOptionsBlkdebug::new(BlockdevRef::String("backup".to_owned()))
        .inject_error(vec![full]);
    let full = BlockdevOptions::blkdebug(full).node_name("full");
    qemu.execute(&BlockdevAdd::new(full)).await?;

    let backup = Backup::new("data", MirrorSyncMode::Full, "full").job_id("backup1");
    let backup = BlockdevBackup::new(backup);
    let outcome = qemu.execute_and_wait(&backup, wait::job_concluded("backup1"));
    match outcome.await {
        Err(error @ Error::Unsuccessful { .. }) => screen.line(format_args!("  {error}"))?,
        Err(error) => return Err(error.into()),
        Ok(_) => return Err("it should have failed".into()),
    }
    qemu.execute(&BlockdevDel::new("full")).await?;
    Ok(())
}

/// When the mirror has caught up it is completed: the guest then uses the copy.
async fn mirror(qemu: &Client, screen: &mut Screen<'_>) -> Outcome {
    let mirror = BlockdevMirror::new("data", "mirror", MirrorSyncMode::Full)
        .job_id("mirror0")
        .speed(SPEED)
        .buf_size(SPEED / 10);
    let other = qemu.clone();
    let ready = qemu.execute_and_wait(&mirror, wait::job_ready("mirror0"));
    screen
        .watch(ready, async || job(&other, "mirror0", "mirror").await)
        .await?;
    let complete = JobComplete::new("mirror0");
    qemu.execute_and_wait(&complete, wait::job_concluded("mirror0"))
        .await?;
    let disk = find(qemu, "disk1").await?.ok_or("the disk is gone")?;
    let node = disk.inserted.and_then(|medium| medium.node_name);
    let node = node.as_deref().unwrap_or("nothing");
    Ok(screen.line(format_args!("  query-block: disk1 is on {node}"))?)
}

/// How far a job is.
async fn job(qemu: &Client, id: &str, what: &'static str) -> Result<Option<Progress>, Error> {
    let jobs = qemu.execute(&QueryJobs::new()).await?;
    let job = jobs.into_iter().find(|job| job.id == id);
    Ok(job.map(|job| Progress {
        what,
        done: job.current_progress,
        total: job.total_progress,
    }))
}

/// Writes to the end of the disk as its guest would: past the node that a job
/// may have put in front of it, not to the image alone.
async fn write(qemu: &Client, byte: u8) -> Outcome {
    let at = SIZE - WRITTEN;
    // Quietly (`-q`), or QEMU prints figures to its standard output.
    let line = format!("qemu-io -d disk1 \"write -q -P {byte} {at} {WRITTEN}\"");
    match &*qemu.execute(&HumanMonitorCommand::new(line)).await? {
        "" => Ok(()),
        complaint => Err(complaint.trim_end().into()),
    }
}

/// What is on a disk when that has been written.
fn written(before: &[u8], byte: u8) -> Vec<u8> {
    let mut after = before.to_vec();
    after.truncate(SIZE - WRITTEN);
    after.resize(SIZE, byte);
    after
}
