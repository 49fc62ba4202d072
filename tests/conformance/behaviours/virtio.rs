//! What virtio devices and their drivers have agreed on.

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    XQueryVirtio, XQueryVirtioQueueElement, XQueryVirtioQueueStatus, XQueryVirtioStatus,
    XQueryVirtioVhostQueueStatus,
};

use super::kit::board::{Board, QTEST};
use super::kit::guest;
use super::kit::vhost::Backend;
use super::kit::virtio::Virtio;

/// The device that all these machines have.
const PATH: &str = "/machine/peripheral/net0/virtio-backend";
/// The queue by which a network device gets what it is to send.
const SENT: u16 = 1;
/// The feature that it has an address of its own.
const MAC: u64 = 1 << 5;

#[behaviour(
    "x-query-virtio",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -device virtio-net-pci,id=net0 -device virtio-rng-pci,id=rng0"
)]
pub(crate) fn devices_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let mut told = vm.execute(&XQueryVirtio::new())?;
    told.sort_by(|a, b| a.path.cmp(&b.path));
    let told: Vec<_> = told.iter().map(|told| (&*told.path, &*told.name)).collect();
    let rng = "/machine/peripheral/rng0/virtio-backend";
    equal(
        "the devices",
        told,
        [(PATH, "virtio-net"), (rng, "virtio-rng")],
    )
}

#[behaviour(
    "x-query-virtio-status",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -device virtio-net-pci,id=net0 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn what_is_agreed_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let second = "x-query-virtio-status.returns.guest-features.unknown-dev-features2";
    if vm.supports(second)? {
        return Err(Stop::skip(
            "this QEMU dies of it, since it leaves out an object that the reply must have",
        ));
    }
    let query = XQueryVirtioStatus::new(PATH);
    let statuses = vm.execute(&query)?.status.statuses;
    equal("the steps of the driver", statuses.len(), 0)?;
    let mut driver = Virtio::start(vm, "net0", MAC)?;
    driver.ring(SENT)?;
    driver.go()?;
    let told = vm.execute(&query)?;
    let steps = ["ACKNOWLEDGE", "DRIVER", "FEATURES_OK", "DRIVER_OK"];
    for step in steps {
        let has = |status: &String| status.starts_with(&format!("VIRTIO_CONFIG_S_{step}:"));
        so(
            &format!("the driver has done {step}"),
            told.status.statuses.iter().any(has),
        )?;
    }
    equal(
        "the number of steps",
        told.status.statuses.len(),
        steps.len(),
    )?;
    let features = told.guest_features.dev_features.unwrap_or_default();
    let mac = |feature: &String| feature.starts_with("VIRTIO_NET_F_MAC:");
    so("its address is agreed on", features.iter().any(mac))?;
    equal("the number of features", features.len(), 1)?;
    let host = told.host_features.dev_features.unwrap_or_default();
    so("more are offered", host.len() > 1)?;
    equal("whether it is of vhost", told.vhost_started, false)?;
    vm.refusal(&XQueryVirtioStatus::new("/machine")).map(drop)
}

#[behaviour(
    "x-query-virtio-queue-status",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -device virtio-net-pci,id=net0 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn a_ring_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let mut driver = Virtio::start(vm, "net0", 0)?;
    let ring = driver.ring(SENT)?;
    driver.go()?;
    let told = vm.execute(&XQueryVirtioQueueStatus::new(PATH, SENT))?;
    equal("the device", told.name.as_str(), "virtio-net")?;
    equal("the queue", told.queue_index, u64::from(SENT))?;
    equal("its size", told.vring_num, u64::from(ring.size))?;
    equal("its descriptors", told.vring_desc, ring.descriptors)?;
    equal("what is available", told.vring_avail, ring.available)?;
    equal("what is used", told.vring_used, ring.used)?;
    vm.refusal(&XQueryVirtioQueueStatus::new(PATH, 1000))
        .map(drop)
}

#[behaviour(
    "x-query-virtio-queue-element",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -device virtio-net-pci,id=net0 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn a_buffer_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let mut driver = Virtio::start(vm, "net0", 0)?;
    let mut ring = driver.ring(SENT)?;
    driver.go()?;
    driver.offer(&mut ring, 60, 0)?;
    let told = vm.execute(&XQueryVirtioQueueElement::new(PATH, SENT))?;
    equal("the device", told.name.as_str(), "virtio-net")?;
    let buffers: Vec<_> = told
        .descs
        .iter()
        .map(|told| (told.addr, told.len))
        .collect();
    equal("the buffers", buffers, [(ring.request(), 60)])?;
    equal("how many are available", told.avail.idx, 1)?;
    equal("how many are used", told.used.idx, 0)?;
    let nothing = XQueryVirtioQueueElement::new(PATH, 1000);
    vm.refusal(&nothing).map(drop)
}

#[behaviour("x-query-virtio-vhost-queue-status")]
pub(crate) fn a_ring_of_another_process_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let _backend = Backend::listen(&vm.folder().join("vhost"))?;
    let socket = format!("socket,id=socket0,path={}", vm.path("vhost"));
    // It is told of rings only while the guest runs.
    let rom = guest::idle(vm)?;
    let args = [
        "-machine",
        Board::of(vm)?.name(),
        "-accel",
        "tcg",
        "-bios",
        &rom,
        "-m",
        "64M",
        "-object",
        "memory-backend-memfd,id=ram0,size=64M,share=on",
        "-numa",
        "node,memdev=ram0",
        "-chardev",
        &socket,
        "-netdev",
        "vhost-user,id=user0,chardev=socket0",
        "-device",
        "virtio-net-pci,id=net0,netdev=user0",
        "-qtest",
        QTEST,
    ];
    vm.beside(&args, |_, vm| {
        let query = XQueryVirtioVhostQueueStatus::new(PATH, SENT);
        let mut driver = Virtio::start(vm, "net0", 0)?;
        vm.refusal(&query)?;
        driver.ring(0)?;
        let ring = driver.ring(SENT)?;
        driver.go()?;
        let told = vm.execute(&query)?;
        equal("the device", told.name.as_str(), "virtio-net")?;
        equal("its size", told.num, i64::from(ring.size))?;
        equal("its descriptors", told.desc_phys, ring.descriptors)?;
        equal("what is available", told.avail_phys, ring.available)?;
        equal("what is used", told.used_phys, ring.used)
    })
}
