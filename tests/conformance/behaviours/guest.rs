//! Events that a guest raises, which is played by qtest.

use qapi_conformance::{Stop, Vm, behaviour, equal, raises, so};
use qapi_types::qmp::commands::{
    Cont, DeviceAdd, DeviceDel, HumanMonitorCommand, Migrate, MigrateCancel, ObjectAdd,
    QueryAcpiOspmStatus, QueryRxFilter,
};
use qapi_types::qmp::events::AcpiDeviceOst;
use qapi_types::qmp::types::{
    ACPISlotType, ObjectOptions, SocketAddress, UnixSocketAddress, VfioUserServerProperties,
};

use super::kit::board::Board;
use super::kit::pci::{Device, Pci};
use super::kit::virtio::Virtio;

/// Has a guest say something by its panic device.
fn says(vm: &mut Vm<'_>, what: u8) -> Result<(), Stop> {
    let device = Device::of(vm, "panic0")?;
    let mut pci = Pci::of(vm)?;
    let at = pci.place(device, 0)?;
    Ok(pci.qtest.writeb(at, what)?)
}

#[raises(
    "GUEST_PANICKED",
    data = r#"{"action": "pause"}"#,
    machines = ["pc", "virt"],
    args = "-accel tcg -S -action panic=pause -device pvpanic-pci,id=panic0 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn guest_panicked(vm: &mut Vm<'_>) -> Result<(), Stop> {
    says(vm, 1)
}

#[raises(
    "GUEST_CRASHLOADED",
    data = r#"{"action": "run"}"#,
    machines = ["pc", "virt"],
    args = "-accel tcg -S -device pvpanic-pci,id=panic0 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn guest_crashloaded(vm: &mut Vm<'_>) -> Result<(), Stop> {
    says(vm, 2)
}

#[raises(
    "GUEST_PVSHUTDOWN",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -no-shutdown -device pvpanic-pci,id=panic0 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn guest_pvshutdown(vm: &mut Vm<'_>) -> Result<(), Stop> {
    says(vm, 4)
}

#[raises(
    "RTC_CHANGE",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn rtc_change(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let mut qtest = vm.qtest()?;
    match Board::of(vm)? {
        Board::Pc => {
            // The day of the month.
            qtest.outb(0x70, 7)?;
            qtest.outb(0x71, 0x11)?;
        }
        // Seconds since 1970.
        Board::Virt => qtest.writel(0x901_0008, 1_000_000_000)?,
    }
    Ok(())
}

#[raises(
    "ACPI_DEVICE_OST",
    data = r#"{"info": {"device": "dimm0", "slot": "0", "slot-type": "DIMM", "source": 3, "status": 1}}"#,
    machines = ["pc", "virt,pflash0=firmware0"],
    args = "-accel tcg -S -cpu max -m 128M,slots=2,maxmem=1G -blockdev driver=null-co,node-name=firmware0,size=67108864,read-zeroes=on -object memory-backend-ram,id=ram1,size=128M -device pc-dimm,id=dimm0,memdev=ram1 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn acpi_device_ost(vm: &mut Vm<'_>) -> Result<(), Stop> {
    report_of_dimm(vm, 3, 1)
}

/// Has a guest report on its first DIMM: on what, and how it went. Arm's board
/// takes DIMMs only if it has firmware, which need not be any good.
pub(crate) fn report_of_dimm(vm: &mut Vm<'_>, source: u32, status: u32) -> Result<(), Stop> {
    let board = Board::of(vm)?;
    let mut qtest = vm.qtest()?;
    board.dimms(&mut qtest, 0, 0)?;
    board.dimms(&mut qtest, 4, source)?;
    board.dimms(&mut qtest, 8, status)
}

#[behaviour(
    "query-acpi-ospm-status",
    machines = ["pc", "virt,pflash0=firmware0"],
    args = "-accel tcg -S -cpu max -m 128M,slots=2,maxmem=1G -blockdev driver=null-co,node-name=firmware0,size=67108864,read-zeroes=on -object memory-backend-ram,id=ram1,size=128M -device pc-dimm,id=dimm0,memdev=ram1 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn the_last_report_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    report_of_dimm(vm, 3, 5)?;
    let slots = vm.execute(&QueryAcpiOspmStatus::new())?.into_iter();
    let slots = slots.filter(|it| it.slot_type == ACPISlotType::Dimm);
    let slots: Vec<_> = slots
        .map(|it| (it.slot, it.device, it.source, it.status))
        .collect();
    let first = ("0".to_owned(), Some("dimm0".to_owned()), 3, 5);
    let second = ("1".to_owned(), None, 0, 0);
    equal("what is told of the slots", slots, [first, second])
}

#[raises(
    "MEMORY_FAILURE",
    data = r#"{"recipient": "guest", "action": "reset", "flags": {"action-required": false}}"#,
    machines = ["pc", "virt"], args = "-accel tcg -S"
)]
pub(crate) fn memory_failure(vm: &mut Vm<'_>) -> Result<(), Stop> {
    // Of the first processor, whose guest is not prepared for one.
    let line = "mce 0 1 0xb200000000000000 0x5 0 0";
    let said = vm.execute(&HumanMonitorCommand::new(line))?;
    if said.starts_with("unknown command") {
        return Err(Stop::skip("this QEMU's processors have no machine checks"));
    }
    so(
        &format!("`{said}` says that it is not prepared"),
        said.contains("not enabled"),
    )
}

#[raises(
    "WATCHDOG",
    data = r#"{"action": "pause"}"#,
    machines = ["pc", "virt"],
    args = "-accel tcg -S -action watchdog=pause -device i6300esb,id=watchdog0 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn watchdog(vm: &mut Vm<'_>) -> Result<(), Stop> {
    run_into_watchdog(vm)
}

/// Starts a watchdog, which bites soon, and the guest that does not look after
/// it.
pub(crate) fn run_into_watchdog(vm: &mut Vm<'_>) -> Result<(), Stop> {
    const ENABLE: u8 = 1 << 1;
    let device = Device::of(vm, "watchdog0")?;
    let mut pci = Pci::of(vm)?;
    let at = pci.place(device, 0)?;
    for stage in [0, 4] {
        // It is unlocked for each of its registers.
        for key in [0x80, 0x86] {
            pci.qtest.writew(at + 0xc, key)?;
        }
        pci.qtest.writel(at + stage, 1)?;
    }
    pci.write_byte(device, 0x68, ENABLE)?;
    Ok(vm.execute(&Cont::new()).map(drop)?)
}

#[raises(
    "NIC_RX_FILTER_CHANGED",
    data = r#"{"name": "net0"}"#,
    machines = ["pc", "virt"],
    args = "-accel tcg -S -netdev hubport,id=hub0,hubid=0 -device virtio-net-pci,id=net0,netdev=hub0 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn nic_rx_filter_changed(vm: &mut Vm<'_>) -> Result<(), Stop> {
    const CONTROL_QUEUE: u64 = 1 << 17;
    const CONTROL_RECEIVING: u64 = 1 << 18;
    let mut net = Virtio::start(vm, "net0", CONTROL_QUEUE | CONTROL_RECEIVING)?;
    // The next change is told only when this one has been looked at.
    vm.execute(&QueryRxFilter::new())?;
    // Of the class for receiving the command to be promiscuous: no.
    let mut ring = net.ring(2)?;
    net.go()?;
    let answer = net.request(&mut ring, &[0, 0, 0], 1)?;
    equal("the answer", answer, [0])
}

#[raises(
    "VSERPORT_CHANGE",
    data = r#"{"id": "port0", "open": true}"#,
    machines = ["pc", "virt"],
    args = "-accel tcg -S -chardev null,id=null0 -device virtio-serial-pci,id=serial0 -device virtserialport,id=port0,chardev=null0,nr=1 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn vserport_change(vm: &mut Vm<'_>) -> Result<(), Stop> {
    const MANY_PORTS: u64 = 1 << 1;
    let mut serial = Virtio::start(vm, "serial0", MANY_PORTS)?;
    // Port 1 is open, on the queue for what the guest has to say of ports.
    let open = [1, 0, 0, 0, 6, 0, 1, 0];
    let mut ring = serial.ring(3)?;
    serial.go()?;
    serial.request(&mut ring, &open, 0).map(drop)
}

/// A guest that can do without its first network device.
fn negotiate_failover(vm: &mut Vm<'_>) -> Result<(), Stop> {
    const STANDBY: u64 = 1 << 62;
    Virtio::start(vm, "standby0", STANDBY)?.go()
}

#[raises(
    "FAILOVER_NEGOTIATED",
    data = r#"{"device-id": "standby0"}"#,
    machines = ["q35", "virt"],
    args = "-accel tcg -S -device virtio-net-pci,id=standby0,failover=on,mac=52:54:00:12:34:56 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn failover_negotiated(vm: &mut Vm<'_>) -> Result<(), Stop> {
    negotiate_failover(vm)
}

#[raises(
    "UNPLUG_PRIMARY",
    data = r#"{"device-id": "primary0"}"#,
    machines = ["q35", "virt"],
    args = "-accel tcg -S -device pcie-root-port,id=port0,chassis=1 -device virtio-net-pci,id=standby0,failover=on,mac=52:54:00:12:34:56 -device virtio-net-pci,id=primary0,bus=port0,failover_pair_id=standby0,mac=52:54:00:12:34:56 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn unplug_primary(vm: &mut Vm<'_>) -> Result<(), Stop> {
    negotiate_failover(vm)?;
    vm.execute(&Migrate::new().uri("exec:cat >/dev/null"))?;
    Ok(vm.execute(&MigrateCancel::new()).map(drop)?)
}

/// Has a guest that is asked for a DIMM say that it keeps it.
fn keeps_dimm(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let mut reports = vm.subscribe_to::<AcpiDeviceOst>();
    vm.execute(&DeviceDel::new("dimm0"))?;
    report_of_dimm(vm, 3, 1)?;
    vm.next_of(&mut reports).map(drop).map_err(Stop::from)
}

#[raises(
    "DEVICE_UNPLUG_GUEST_ERROR",
    cannot = "a guest with ACPI tells by ACPI_DEVICE_OST that it keeps a device; this event is of other targets (pseries)",
    machines = ["pc", "virt,pflash0=firmware0"],
    args = "-accel tcg -S -cpu max -m 128M,slots=2,maxmem=1G -blockdev driver=null-co,node-name=firmware0,size=67108864,read-zeroes=on -object memory-backend-ram,id=ram1,size=128M -device pc-dimm,id=dimm0,memdev=ram1 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn device_unplug_guest_error(vm: &mut Vm<'_>) -> Result<(), Stop> {
    keeps_dimm(vm)
}

#[raises(
    "MEM_UNPLUG_ERROR",
    cannot = "a guest with ACPI tells by ACPI_DEVICE_OST that it keeps memory; this event is of other targets (pseries)",
    machines = ["pc", "virt,pflash0=firmware0"],
    args = "-accel tcg -S -cpu max -m 128M,slots=2,maxmem=1G -blockdev driver=null-co,node-name=firmware0,size=67108864,read-zeroes=on -object memory-backend-ram,id=ram1,size=128M -device pc-dimm,id=dimm0,memdev=ram1 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn mem_unplug_error(vm: &mut Vm<'_>) -> Result<(), Stop> {
    keeps_dimm(vm)
}

#[raises(
    "HV_BALLOON_STATUS_REPORT",
    cannot = "its device needs KVM and a guest that speaks Hyper-V's bus, such as Windows"
)]
pub(crate) fn hv_balloon_status_report(vm: &mut Vm<'_>) -> Result<(), Stop> {
    is_refused(vm, &DeviceAdd::new("hv-balloon"), "hv-balloon")
}

/// That a device cannot be had, with an error that has this in it.
fn is_refused(vm: &mut Vm<'_>, device: &DeviceAdd, why: &str) -> Result<(), Stop> {
    let error = vm.refusal(device)?;
    let what = format!("`{}` is refused for `{why}`: {error}", device.driver);
    so(&what, error.desc().contains(why))
}

#[raises(
    "VFIO_MIGRATION",
    cannot = "it needs a device that is passed through by VFIO",
    machines = ["q35", "virt"], args = "-accel tcg -S -device pcie-root-port,id=port0,chassis=1"
)]
pub(crate) fn vfio_migration(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let device = DeviceAdd::new("vfio-pci").bus("port0");
    is_refused(vm, &device, "No provided host device")
}

#[raises(
    "VFU_CLIENT_HANGUP",
    cannot = "QEMU's server of devices for others, `x-vfio-user-server`, is not built"
)]
pub(crate) fn vfu_client_hangup(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let address = SocketAddress::unix(UnixSocketAddress::new(vm.path("device")));
    let server = VfioUserServerProperties::new(address, "device0");
    let server = ObjectOptions::x_vfio_user_server("server0", server);
    let error = vm.refusal(&ObjectAdd::new(server))?;
    so("there is no such type", error.desc().contains("type"))
}

#[raises(
    "RDMA_GID_STATUS_CHANGED",
    cannot = "its device, `pvrdma`, needs hardware for RDMA",
    machines = ["pc"], args = "-accel tcg -S"
)]
pub(crate) fn rdma_gid_status_changed(vm: &mut Vm<'_>) -> Result<(), Stop> {
    is_refused(vm, &DeviceAdd::new("pvrdma"), "vmxnet3")
}
