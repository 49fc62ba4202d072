//! How the block layer's events are raised: by images, files and jobs in which
//! something is wrong.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;

use qapi_client::{Error, wait};
use qapi_conformance::{Stop, Vm, equal, raises};
use qapi_types::qmp::commands::{BlockSetWriteThreshold, BlockdevAdd, BlockdevBackup};
use qapi_types::qmp::types::{
    self, BlkdebugEvent, BlkdebugIOType, BlkdebugInjectErrorOptions, BlockdevOptions,
    BlockdevOptionsBlkdebug, BlockdevOptionsNull, BlockdevOptionsQuorum, MirrorSyncMode,
};

use super::kit::virtio::Virtio;
use super::kit::{PIECE, SIZE, disk, file, fill, image, is_filled};

/// Adds a node that has something to read everywhere.
fn full(vm: &mut Vm<'_>, node: &str, size: usize) -> Result<(), Stop> {
    let null = BlockdevOptionsNull::new().size(i64::try_from(size)?);
    let options = BlockdevOptions::null_co(null).node_name(node);
    Ok(vm.execute(&BlockdevAdd::new(options)).map(drop)?)
}

/// Adds a node over one that has something to read; reading fails.
fn unreadable(vm: &mut Vm<'_>, node: &str) -> Result<(), Stop> {
    full(vm, "full0", usize::try_from(SIZE)?)?;
    let error = BlkdebugInjectErrorOptions::new(BlkdebugEvent::None);
    let error = error.iotype(BlkdebugIOType::Read);
    let options = BlockdevOptionsBlkdebug::new("full0").inject_error(vec![error]);
    let options = BlockdevOptions::blkdebug(options).node_name(node);
    Ok(vm.execute(&BlockdevAdd::new(options)).map(drop)?)
}

/// Reads a node of a size by a job that may fail.
fn read(vm: &mut Vm<'_>, node: &str, size: usize) -> Result<(), Stop> {
    full(vm, "target0", size)?;
    let backup = types::BlockdevBackup::new(node, MirrorSyncMode::Full, "target0");
    let backup = BlockdevBackup::new(backup.job_id("job0"));
    match vm.execute_and_wait(&backup, wait::job_concluded("job0")) {
        Ok(_) | Err(Error::Unsuccessful { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

#[raises(
    "BLOCK_JOB_ERROR",
    data = r#"{"device": "job0", "operation": "read", "action": "report"}"#
)]
pub(crate) fn block_job_error(vm: &mut Vm<'_>) -> Result<(), Stop> {
    unreadable(vm, "bad0")?;
    read(vm, "bad0", usize::try_from(SIZE)?)
}

#[raises(
    "BLOCK_WRITE_THRESHOLD",
    data = r#"{"node-name": "disk0", "write-threshold": 4096, "amount-exceeded": 61440}"#
)]
pub(crate) fn block_write_threshold(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    vm.execute(&BlockSetWriteThreshold::new("disk0", 4096))?;
    fill(vm, "disk0", 1)
}

/// Reads a quorum of two voices whose members have these bytes.
fn quorum(vm: &mut Vm<'_>, members: [u8; 3]) -> Result<(), Stop> {
    let names = ["member0", "member1", "member2"];
    for (name, byte) in names.iter().zip(members) {
        std::fs::write(vm.path(name), [byte; PIECE])?;
        file(vm, name, name)?;
    }
    let members = names.iter().map(|&name| name.into()).collect();
    let quorum = BlockdevOptions::quorum(BlockdevOptionsQuorum::new(members, 2));
    vm.execute(&BlockdevAdd::new(quorum.node_name("quorum0")))?;
    read(vm, "quorum0", PIECE)
}

#[raises(
    "QUORUM_REPORT_BAD",
    data = r#"{"node-name": "member1", "type": "read", "sector-num": 0}"#
)]
pub(crate) fn quorum_report_bad(vm: &mut Vm<'_>) -> Result<(), Stop> {
    quorum(vm, [1, 2, 1])
}

#[raises(
    "QUORUM_FAILURE",
    data = r#"{"reference": "quorum0", "sector-num": 0, "sectors-count": 128}"#
)]
pub(crate) fn quorum_failure(vm: &mut Vm<'_>) -> Result<(), Stop> {
    quorum(vm, [1, 2, 3])
}

/// Where the header of an image says where its first table is.
const L1_TABLE_OFFSET: u64 = 40;

#[raises(
    "BLOCK_IMAGE_CORRUPTED",
    data = r#"{"node-name": "disk0", "fatal": true}"#
)]
pub(crate) fn block_image_corrupted(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let options = image(vm, "disk0")?;
    let path = vm.path("disk0");
    let disk = OpenOptions::new().read(true).write(true).open(path)?;
    let mut table = [0; 8];
    disk.read_exact_at(&mut table, L1_TABLE_OFFSET)?;
    // An entry that leads to the middle of a cluster.
    let odd: u64 = 1 << 63 | 5 << 16 | 1 << 9;
    disk.write_all_at(&odd.to_be_bytes(), u64::from_be_bytes(table))?;
    vm.execute(&BlockdevAdd::new(options))?;
    match is_filled(vm, "disk0", 0) {
        Err(_) => Ok(()),
        Ok(()) => Err("it can be read".into()),
    }
}

#[raises(
    "BLOCK_IO_ERROR",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -qtest unix:@DIR@/qtest,server=on,wait=off -blockdev driver=null-co,node-name=full0,size=1048576 -blockdev driver=blkdebug,node-name=bad0,image=full0,inject-error.0.event=none,inject-error.0.iotype=read -device virtio-blk-pci,id=disk0,drive=bad0",
    data = r#"{"node-name": "bad0", "operation": "read", "action": "report"}"#
)]
pub(crate) fn block_io_error(vm: &mut Vm<'_>) -> Result<(), Stop> {
    const SECTOR: u32 = 512;
    const FAILED: u8 = 1;
    let mut disk = Virtio::start(vm, "disk0", 0)?;
    let mut ring = disk.ring(0)?;
    disk.go()?;
    // To read is 0, and so is the first sector. The status follows the sector.
    let answer = disk.request(&mut ring, &[0; 16], SECTOR + 1)?;
    equal("its status", answer.last(), Some(&FAILED))
}
