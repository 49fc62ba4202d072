//! Drives whose media change, and what devices are told to do with theirs.

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    BlockLatencyHistogramSet, BlockSetIoThrottle, BlockdevChangeMedium, BlockdevCloseTray,
    BlockdevInsertMedium, BlockdevOpenTray, BlockdevRemoveMedium, Eject, QueryBlock,
    QueryBlockstats,
};
use qapi_types::qmp::events::DeviceTrayMoved;
use qapi_types::qmp::types::{
    BlockDeviceInfo, BlockDeviceStats, BlockIOThrottle, BlockIOThrottleRequired, BlockInfo,
};
use serde_json::{Value, json};

use super::kit::{PIECE, SIZE, disk, fill, null, on_board, qemu_io};

/// What is told of a device.
fn device(vm: &mut Vm<'_>, id: &str) -> Result<BlockInfo, Stop> {
    let all = vm.execute(&QueryBlock::new())?;
    let mut all = all.into_iter();
    let ours = all.find(|device| device.qdev.as_deref() == Some(id));
    ours.ok_or_else(|| format!("there is no device `{id}`").into())
}

fn drive(vm: &mut Vm<'_>) -> Result<BlockInfo, Stop> {
    device(vm, "cd0")
}

/// The node in the drive; none if there is no medium.
fn medium(vm: &mut Vm<'_>) -> Result<Option<String>, Stop> {
    Ok(drive(vm)?.inserted.and_then(|medium| medium.node_name))
}

fn tray_is_open(vm: &mut Vm<'_>, open: bool) -> Result<(), Stop> {
    equal("whether the tray is open", drive(vm)?.tray_open, Some(open))
}

fn open(vm: &mut Vm<'_>) -> Result<(), Stop> {
    Ok(vm.execute(&BlockdevOpenTray::new().id("cd0")).map(drop)?)
}

/// Puts a medium into the drive, and closes it.
fn load(vm: &mut Vm<'_>) -> Result<(), Stop> {
    null(vm, "null0")?;
    open(vm)?;
    vm.execute(&BlockdevInsertMedium::new("cd0", "null0"))?;
    vm.execute(&BlockdevCloseTray::new().id("cd0"))?;
    equal("the medium", medium(vm)?.as_deref(), Some("null0"))
}

#[behaviour(
    "blockdev-open-tray",
    machines = ["pc", "virt"], args = "-accel tcg -S -device virtio-scsi-pci -device scsi-cd,id=cd0"
)]
pub(crate) fn a_tray_opens(vm: &mut Vm<'_>) -> Result<(), Stop> {
    tray_is_open(vm, false)?;
    let mut moves = vm.subscribe_to::<DeviceTrayMoved>();
    open(vm)?;
    let moved = vm.next_of(&mut moves)?;
    equal(
        "the move",
        (moved.id.as_str(), moved.tray_open),
        ("cd0", true),
    )?;
    tray_is_open(vm, true)
}

#[behaviour(
    "blockdev-close-tray",
    machines = ["pc", "virt"], args = "-accel tcg -S -device virtio-scsi-pci -device scsi-cd,id=cd0"
)]
pub(crate) fn a_tray_closes(vm: &mut Vm<'_>) -> Result<(), Stop> {
    open(vm)?;
    let mut moves = vm.subscribe_to::<DeviceTrayMoved>();
    vm.execute(&BlockdevCloseTray::new().id("cd0"))?;
    let moved = vm.next_of(&mut moves)?;
    equal(
        "the move",
        (moved.id.as_str(), moved.tray_open),
        ("cd0", false),
    )?;
    tray_is_open(vm, false)
}

#[behaviour(
    "blockdev-insert-medium",
    machines = ["pc", "virt"], args = "-accel tcg -S -device virtio-scsi-pci -device scsi-cd,id=cd0"
)]
pub(crate) fn a_medium_goes_in(vm: &mut Vm<'_>) -> Result<(), Stop> {
    null(vm, "null0")?;
    let insert = BlockdevInsertMedium::new("cd0", "null0");
    vm.refusal(&insert)?;
    open(vm)?;
    equal("the medium", medium(vm)?, None)?;
    vm.execute(&insert)?;
    equal("the medium", medium(vm)?.as_deref(), Some("null0"))?;
    // There is no room for another.
    vm.refusal(&insert).map(drop)
}

#[behaviour(
    "blockdev-remove-medium",
    machines = ["pc", "virt"], args = "-accel tcg -S -device virtio-scsi-pci -device scsi-cd,id=cd0"
)]
pub(crate) fn a_medium_is_taken_out(vm: &mut Vm<'_>) -> Result<(), Stop> {
    load(vm)?;
    vm.refusal(&BlockdevRemoveMedium::new("cd0"))?;
    equal("the medium", medium(vm)?.as_deref(), Some("null0"))?;
    open(vm)?;
    vm.execute(&BlockdevRemoveMedium::new("cd0"))?;
    equal("the medium", medium(vm)?, None)
}

#[behaviour(
    "eject",
    machines = ["pc", "virt"], args = "-accel tcg -S -device virtio-scsi-pci -device scsi-cd,id=cd0"
)]
pub(crate) fn a_medium_is_ejected(vm: &mut Vm<'_>) -> Result<(), Stop> {
    load(vm)?;
    vm.execute(&Eject::new().id("cd0"))?;
    equal("the medium", medium(vm)?, None)?;
    tray_is_open(vm, true)
}

#[behaviour(
    "blockdev-change-medium",
    machines = ["pc", "virt"], args = "-accel tcg -S -device virtio-scsi-pci -device scsi-cd,id=cd0"
)]
pub(crate) fn a_medium_takes_anothers_place(vm: &mut Vm<'_>) -> Result<(), Stop> {
    load(vm)?;
    let path = vm.path("medium");
    std::fs::write(&path, [0; 4096])?;
    let mut moves = vm.subscribe_to::<DeviceTrayMoved>();
    let change = BlockdevChangeMedium::new(path.as_str()).id("cd0");
    vm.execute(&change.format("raw"))?;
    let moves = [vm.next_of(&mut moves)?, vm.next_of(&mut moves)?];
    equal(
        "the moves",
        moves.map(|moved| moved.tray_open),
        [true, false],
    )?;
    let medium = drive(vm)?.inserted.ok_or("it is empty")?;
    let told = (medium.file, medium.image.virtual_size);
    equal("the medium", told, (path, 4096))
}

/// A disk on a board, called `hd0`, on which no guest runs.
fn attached(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    let device = json!({"driver": "scsi-hd", "id": "hd0", "drive": "disk0"});
    vm.execute_raw::<Value>("device_add", &device)?;
    Ok(())
}

fn inserted(vm: &mut Vm<'_>) -> Result<BlockDeviceInfo, Stop> {
    let disk = device(vm, "hd0")?.inserted;
    disk.ok_or_else(|| "there is nothing in it".into())
}

fn stats(vm: &mut Vm<'_>) -> Result<BlockDeviceStats, Stop> {
    let all = vm.execute(&QueryBlockstats::new())?;
    let mut all = all.into_iter();
    let ours = all.find(|stats| stats.qdev.as_deref() == Some("hd0"));
    let ours = ours.ok_or("there are no statistics of `hd0`")?;
    Ok(ours.stats)
}

#[behaviour("query-block")]
pub(crate) fn devices_with_disks_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    // A node alone is no device.
    disk(vm, "disk0")?;
    equal(
        "the number of devices",
        vm.execute(&QueryBlock::new())?.len(),
        0,
    )?;
    on_board(vm, |vm| {
        attached(vm)?;
        let disk = inserted(vm)?;
        let told = (disk.node_name.as_deref(), disk.drv.as_str());
        equal("the disk", told, (Some("disk0"), "qcow2"))?;
        equal("its size", disk.image.virtual_size, i64::from(SIZE))
    })
}

#[behaviour("query-blockstats")]
pub(crate) fn what_goes_over_a_disk_is_counted(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    let highest = |vm: &mut Vm<'_>| {
        let all = vm.execute(&QueryBlockstats::new().query_nodes(true))?;
        let mut all = all.into_iter();
        let ours = all.find(|stats| stats.node_name.as_deref() == Some("disk0"));
        let ours = ours.ok_or("there are no statistics of `disk0`")?;
        Ok::<_, Stop>(ours.stats.wr_highest_offset)
    };
    equal("the highest offset", highest(vm)?, 0)?;
    fill(vm, "disk0", 1)?;
    let end = i64::try_from(PIECE)?;
    equal("the highest offset", highest(vm)?, end)?;
    on_board(vm, |vm| {
        attached(vm)?;
        qemu_io(vm, "-d hd0", "aio_read 0 512")?;
        qemu_io(vm, "-d hd0", "aio_write 0 4k")?;
        qemu_io(vm, "-d hd0", "aio_flush")?;
        let stats = stats(vm)?;
        let counted = (stats.rd_operations, stats.rd_bytes, stats.wr_bytes);
        equal("what is counted", counted, (1, 512, 4096))
    })
}

#[behaviour("block-latency-histogram-set", machines = ["pc", "virt"], args = "-accel tcg -S -device virtio-scsi-pci")]
pub(crate) fn latencies_are_sorted(vm: &mut Vm<'_>) -> Result<(), Stop> {
    attached(vm)?;
    let histogram = |vm: &mut Vm<'_>| Ok::<_, Stop>(stats(vm)?.rd_latency_histogram);
    so("there is none", histogram(vm)?.is_none())?;
    let set = BlockLatencyHistogramSet::new("hd0");
    vm.refusal(&set.clone().boundaries(vec![50, 10]))?;
    vm.execute(&set.clone().boundaries(vec![10, 50]))?;
    qemu_io(vm, "-d hd0", "aio_read 0 512")?;
    qemu_io(vm, "-d hd0", "aio_flush")?;
    let told = histogram(vm)?.ok_or("there is none")?;
    equal("its boundaries", told.boundaries, [10, 50])?;
    equal("what is in it", told.bins.iter().sum::<u64>(), 1)?;
    vm.execute(&set)?;
    so("there is none", histogram(vm)?.is_none())
}

#[behaviour("block_set_io_throttle", machines = ["pc", "virt"], args = "-accel tcg -S -device virtio-scsi-pci")]
pub(crate) fn a_disk_is_slowed_down(vm: &mut Vm<'_>) -> Result<(), Stop> {
    attached(vm)?;
    let limits = |bps, iops_rd| {
        BlockIOThrottle::new(BlockIOThrottleRequired {
            bps,
            bps_rd: 0,
            bps_wr: 0,
            iops: 0,
            iops_rd,
            iops_wr: 0,
        })
    };
    let set = |limits: BlockIOThrottle| BlockSetIoThrottle::new(limits.id("hd0"));
    vm.execute(&set(limits(65536, 9).group("slow0")))?;
    let disk = inserted(vm)?;
    equal("its limits", (disk.bps, disk.iops_rd), (65536, 9))?;
    equal("its group", disk.group.as_deref(), Some("slow0"))?;
    vm.refusal(&set(limits(-1, 0)))?;
    vm.execute(&set(limits(0, 0)))?;
    let disk = inserted(vm)?;
    equal("its limits", (disk.bps, disk.iops_rd), (0, 0))
}
