//! Network cards, their links, and the other ends of their back ends.

use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::mpsc::channel;
use std::thread;

use qapi_conformance::{Stop, Vm, behaviour, equal, raises};
use qapi_types::qmp::commands::{ChardevAdd, NetdevAdd, QueryPci, QueryRxFilter, SetLink};
use qapi_types::qmp::types::{
    ChardevBackend, ChardevSocket, ChardevSocketWrapper, Netdev, NetdevStreamOptions,
    NetdevVhostUserOptions, RxState, SocketAddress, SocketAddressLegacy, UnixSocketAddress,
    UnixSocketAddressWrapper,
};

use super::kit::LIMIT;
use super::kit::vhost::Backend;
use super::kit::virtio::Virtio;

/// The register of a card that says whether its link is up, and how.
const LINK: u64 = 6;
const UP: u16 = 1;

#[behaviour(
    "query-pci",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -device virtio-rng-pci,id=rng0,addr=7"
)]
pub(crate) fn a_device_is_told_by_its_slot(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let buses = vm.execute(&QueryPci::new())?;
    let devices = buses.iter().flat_map(|bus| &bus.devices);
    let found: Vec<_> = devices
        .filter(|device| device.qdev_id == "rng0")
        .map(|device| (device.bus, device.slot, device.function, device.id.vendor))
        .collect();
    equal("where it is and who made it", found, [(0, 7, 0, 0x1af4)])
}

#[behaviour(
    "query-rx-filter",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -device virtio-net-pci,id=net0,mac=52:54:00:ab:cd:ef -device virtio-net-pci,id=net1"
)]
pub(crate) fn what_a_card_takes_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    equal("the cards", vm.execute(&QueryRxFilter::new())?.len(), 2)?;
    let cards = vm.execute(&QueryRxFilter::new().name("net0"))?;
    let told: Vec<_> = cards
        .iter()
        .map(|card| {
            (
                &*card.name,
                &*card.main_mac,
                card.promiscuous,
                &card.unicast,
            )
        })
        .collect();
    // One that no driver has spoken to takes all.
    let wanted = ("net0", "52:54:00:ab:cd:ef", true, &RxState::Normal);
    equal("the card", told, [wanted])?;
    vm.refusal(&QueryRxFilter::new().name("net2")).map(drop)
}

#[behaviour(
    "set_link",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -device virtio-net-pci,id=net0 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn a_driver_sees_its_link_go(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let mut driver = Virtio::start(vm, "net0", 0)?;
    for up in [true, false, true] {
        vm.execute(&SetLink::new("net0", up))?;
        let seen = driver.setting(LINK)? & UP != 0;
        equal("whether the link is up", seen, up)?;
    }
    let error = vm.refusal(&SetLink::new("net1", true))?;
    equal("the class", error.class().as_str(), "DeviceNotFound")
}

/// The other end of a back end that has connected.
fn stream(vm: &mut Vm<'_>) -> Result<UnixStream, Stop> {
    let listener = UnixListener::bind(vm.path("stream"))?;
    let (tell, connected) = channel();
    thread::spawn(move || tell.send(listener.accept()));
    let path = UnixSocketAddress::new(vm.path("stream"));
    let stream = NetdevStreamOptions::new(SocketAddress::unix(path)).server(false);
    vm.execute(&NetdevAdd::new(Netdev::stream("net0", stream)))?;
    let (stream, _) = connected.recv_timeout(LIMIT)??;
    Ok(stream)
}

#[raises(
    "NETDEV_STREAM_CONNECTED",
    data = r#"{"netdev-id": "net0", "addr": {"type": "unix"}}"#
)]
pub(crate) fn netdev_stream_connected(vm: &mut Vm<'_>) -> Result<(), Stop> {
    stream(vm).map(drop)
}

#[raises("NETDEV_STREAM_DISCONNECTED", data = r#"{"netdev-id": "net0"}"#)]
pub(crate) fn netdev_stream_disconnected(vm: &mut Vm<'_>) -> Result<(), Stop> {
    stream(vm).map(drop)
}

/// A network back end of another process.
fn vhost_user(vm: &mut Vm<'_>) -> Result<Backend, Stop> {
    let backend = Backend::listen(&vm.folder().join("vhost"))?;
    let path = UnixSocketAddress::new(vm.path("vhost"));
    let path = SocketAddressLegacy::unix(UnixSocketAddressWrapper::new(path));
    let socket = ChardevSocketWrapper::new(ChardevSocket::new(path).server(false));
    vm.execute(&ChardevAdd::new("socket0", ChardevBackend::socket(socket)))?;
    let net = NetdevVhostUserOptions::new("socket0");
    vm.execute(&NetdevAdd::new(Netdev::vhost_user("net0", net)))?;
    Ok(backend)
}

#[raises(
    "NETDEV_VHOST_USER_CONNECTED",
    data = r#"{"netdev-id": "net0", "chardev-id": "socket0"}"#
)]
pub(crate) fn netdev_vhost_user_connected(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vhost_user(vm).map(drop)
}

#[raises("NETDEV_VHOST_USER_DISCONNECTED", data = r#"{"netdev-id": "net0"}"#)]
pub(crate) fn netdev_vhost_user_disconnected(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vhost_user(vm)?.hang_up()
}
