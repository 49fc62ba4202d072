//! What a guest gives of its memory, and the devices of that.

use qapi_conformance::{Stop, Vm, behaviour, equal, raises, so};
use qapi_types::qmp::commands::{
    Balloon, QueryBalloon, QueryHvBalloonStatusReport, QueryMemorySizeSummary,
};
use qapi_types::qmp::events::BalloonChange;

use super::kit::virtio::Virtio;

/// How large the units are that a balloon counts.
const PAGE: u64 = 4096;

/// Registers of a balloon: how large it shall be, and is.
const WANTED: u64 = 0;
const ACTUAL: u64 = 4;

/// As much of the machine's memory, in bytes, as is asked for below, and given.
const LEFT: i64 = 64 << 20;
const GIVEN: u32 = 1000;

/// The size of the machine's memory, in bytes.
fn memory(vm: &mut Vm<'_>) -> Result<u64, Stop> {
    Ok(vm.execute(&QueryMemorySizeSummary::new())?.base_memory)
}

/// Has the guest's balloon grow, and gives how much memory is left.
fn grown(vm: &mut Vm<'_>) -> Result<i64, Stop> {
    let memory = memory(vm)?;
    let mut balloon = Virtio::start(vm, "balloon0", 0)?;
    balloon.go()?;
    balloon.set_wide_setting(ACTUAL, GIVEN)?;
    Ok(i64::try_from(memory - u64::from(GIVEN) * PAGE)?)
}

#[behaviour(
    "balloon",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -device virtio-balloon-pci,id=balloon0 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn the_guest_is_asked_for_memory(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let memory = memory(vm)?;
    let mut balloon = Virtio::start(vm, "balloon0", 0)?;
    balloon.go()?;
    equal("what is asked", balloon.wide_setting(WANTED)?, 0)?;
    vm.execute(&Balloon::new(LEFT))?;
    let asked = (memory - u64::try_from(LEFT)?) / PAGE;
    equal(
        "what is asked",
        u64::from(balloon.wide_setting(WANTED)?),
        asked,
    )?;
    vm.refusal(&Balloon::new(0)).map(drop)
}

#[behaviour(
    "query-balloon",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -device virtio-balloon-pci,id=balloon0 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn what_the_guest_has_left_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let memory = i64::try_from(memory(vm)?)?;
    let told = vm.execute(&QueryBalloon::new())?.actual;
    equal("what is left", told, memory)?;
    let left = grown(vm)?;
    let told = vm.execute(&QueryBalloon::new())?.actual;
    equal("what is left", told, left)
}

#[raises(
    "BALLOON_CHANGE",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -device virtio-balloon-pci,id=balloon0 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn balloon_change(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let mut changes = vm.subscribe_to::<BalloonChange>();
    let left = grown(vm)?;
    equal("what is left", vm.next_of(&mut changes)?.actual, left)
}

#[behaviour(
    "query-hv-balloon-status-report",
    cannot = "its device needs KVM and a guest that speaks Hyper-V's bus, such as Windows"
)]
pub(crate) fn there_is_no_balloon_of_hyper_v(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let error = vm.refusal(&QueryHvBalloonStatusReport::new())?;
    so("it says so", error.desc().contains("hv-balloon"))
}

#[raises(
    "MEMORY_DEVICE_SIZE_CHANGE",
    data = r#"{"id": "memory0", "size": 2097152}"#,
    machines = ["pc", "virt"],
    args = "-accel tcg -S -m 128M,maxmem=1G -object memory-backend-ram,id=ram1,size=16M -device virtio-mem-pci,id=memory0,memdev=ram1,requested-size=2M -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn memory_device_size_change(vm: &mut Vm<'_>) -> Result<(), Stop> {
    // What is not plugged is not touched: some take no driver that does not know.
    const UNPLUGGED_INACCESSIBLE: u64 = 1 << 1;
    let mut memory = Virtio::start(vm, "memory0", UNPLUGGED_INACCESSIBLE)?;
    let mut ring = memory.ring(0)?;
    memory.go()?;
    // The sizes are wider, and small.
    let block = memory.wide_setting(0)?;
    let address = [memory.wide_setting(16)?, memory.wide_setting(20)?];
    let requested = memory.wide_setting(48)?;
    let mut plug = vec![0; 8];
    plug.extend(address.map(u32::to_le_bytes).concat());
    plug.extend(u64::from(requested / block).to_le_bytes());
    let answer = memory.request(&mut ring, &plug, 10)?;
    equal("the answer", answer, vec![0; 10])
}
