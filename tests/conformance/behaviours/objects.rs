//! Objects, their properties, and what is plugged in.

use qapi_client::wait;
use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    ChardevAdd, ChardevRemove, DeviceAdd, DeviceDel, HumanMonitorCommand, NetdevAdd, NetdevDel,
    ObjectAdd, ObjectDel, QomGet, QomList, QomSet, QueryChardev, QueryIothreads, RingbufRead,
    RingbufWrite,
};
use qapi_types::qmp::types::{
    ChardevBackend, ChardevRingbuf, ChardevRingbufWrapper, IothreadProperties, Netdev,
    NetdevHubPortOptions, ObjectOptions,
};
use serde_json::json;

fn iothread() -> ObjectAdd {
    ObjectAdd::new(ObjectOptions::iothread(
        "io0",
        IothreadProperties::new().poll_max_ns(7),
    ))
}

/// A character device that keeps what is written to it.
pub(crate) fn ring() -> ChardevAdd {
    let ring = ChardevRingbufWrapper::new(ChardevRingbuf::new().size(64));
    ChardevAdd::new("ring0", ChardevBackend::ringbuf(ring))
}

fn children(vm: &mut Vm<'_>, path: &str) -> Result<Vec<String>, Stop> {
    let all = vm.execute(&QomList::new(path))?;
    Ok(all.into_iter().map(|property| property.name).collect())
}

fn has(vm: &mut Vm<'_>, path: &str, name: &str) -> Result<bool, Stop> {
    Ok(children(vm, path)?.iter().any(|child| child == name))
}

#[behaviour("object-add")]
pub(crate) fn an_object_is_there_once(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute(&iothread())?;
    so("it is there", has(vm, "/objects", "io0")?)?;
    vm.refusal(&iothread()).map(drop)
}

#[behaviour("object-del")]
pub(crate) fn an_object_goes(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute(&iothread())?;
    vm.execute(&ObjectDel::new("io0"))?;
    so("it is gone", !has(vm, "/objects", "io0")?)?;
    vm.refusal(&ObjectDel::new("io0")).map(drop)
}

#[behaviour("query-iothreads")]
pub(crate) fn threads_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute(&iothread())?;
    let threads = vm.execute(&QueryIothreads::new())?;
    let told: Vec<_> = threads
        .iter()
        .map(|t| (t.id.as_str(), t.poll_max_ns))
        .collect();
    equal("the threads", told, [("io0", 7)])
}

#[behaviour("qom-get")]
pub(crate) fn a_property_is_read(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute(&iothread())?;
    let value = vm.execute(&QomGet::new("/objects/io0", "poll-max-ns"))?;
    equal("its value", value, json!(7))?;
    vm.refusal(&QomGet::new("/objects/io0", "no-such"))
        .map(drop)
}

#[behaviour("qom-set")]
pub(crate) fn a_property_is_set(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute(&iothread())?;
    vm.execute(&QomSet::new("/objects/io0", "poll-max-ns", 9))?;
    let value = vm.execute(&QomGet::new("/objects/io0", "poll-max-ns"))?;
    equal("its value", value, json!(9))?;
    vm.refusal(&QomSet::new("/objects/io0", "poll-max-ns", -1))
        .map(drop)
}

#[behaviour("qom-list")]
pub(crate) fn properties_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute(&iothread())?;
    let properties = children(vm, "/objects/io0")?;
    for name in ["type", "poll-max-ns", "poll-grow"] {
        so(
            &format!("it has `{name}`"),
            properties.iter().any(|property| property == name),
        )?;
    }
    vm.refusal(&QomList::new("/no/such")).map(drop)
}

#[behaviour("chardev-add")]
pub(crate) fn a_character_device_is_there(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute(&ring())?;
    let all = vm.execute(&QueryChardev::new())?;
    let ours = all.into_iter().find(|chardev| chardev.label == "ring0");
    equal(
        "what it is",
        ours.map(|chardev| chardev.filename),
        Some("ringbuf".to_owned()),
    )?;
    vm.refusal(&ring()).map(drop)
}

#[behaviour("chardev-remove")]
pub(crate) fn a_character_device_goes(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute(&ring())?;
    vm.execute(&ChardevRemove::new("ring0"))?;
    let all = vm.execute(&QueryChardev::new())?;
    so(
        "it is gone",
        all.iter().all(|chardev| chardev.label != "ring0"),
    )?;
    vm.refusal(&ChardevRemove::new("ring0")).map(drop)
}

#[behaviour("ringbuf-write")]
pub(crate) fn the_oldest_is_overwritten(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute(&ring())?;
    let text: String = ('!'..='~').collect();
    vm.execute(&RingbufWrite::new("ring0", text.as_str()))?;
    let read = vm.execute(&RingbufRead::new("ring0", 1000))?;
    equal(
        "what is left",
        Some(read.as_str()),
        text.get(text.len() - 64..),
    )
}

#[behaviour("ringbuf-read")]
pub(crate) fn what_is_read_is_gone(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute(&ring())?;
    vm.execute(&RingbufWrite::new("ring0", "one two"))?;
    for wanted in ["one", " two", ""] {
        let size = if wanted == "one" { 3 } else { 64 };
        let read = vm.execute(&RingbufRead::new("ring0", size))?;
        equal("what is read", read.as_str(), wanted)?;
    }
    Ok(())
}

/// Whether people are told of a port of a network hub.
fn has_port(vm: &mut Vm<'_>, id: &str) -> Result<bool, Stop> {
    let told = vm.execute(&HumanMonitorCommand::new("info network"))?;
    let port = format!("\\ {id}");
    Ok(told.lines().any(|line| line.trim() == port))
}

#[behaviour("netdev_add")]
pub(crate) fn a_network_backend_is_there_once(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let hub = || NetdevAdd::new(Netdev::hubport("net0", NetdevHubPortOptions::new(0)));
    so("it is not there", !has_port(vm, "net0")?)?;
    vm.execute(&hub())?;
    so("it is there", has_port(vm, "net0")?)?;
    vm.refusal(&hub()).map(drop)
}

#[behaviour("netdev_del")]
pub(crate) fn a_network_backend_goes(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.refusal(&NetdevDel::new("net0"))?;
    let hub = NetdevAdd::new(Netdev::hubport("net0", NetdevHubPortOptions::new(0)));
    vm.execute(&hub)?;
    vm.execute(&NetdevDel::new("net0"))?;
    so("it is gone", !has_port(vm, "net0")?)?;
    vm.refusal(&NetdevDel::new("net0")).map(drop)
}

/// A mouse, on a bus from which it can be taken at once.
pub(crate) fn mouse() -> DeviceAdd {
    DeviceAdd::new("usb-mouse").id("mouse0")
}

#[behaviour("device_add", machines = ["pc", "virt"], args = "-accel tcg -S -device qemu-xhci")]
pub(crate) fn a_device_is_there_once(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute(&mouse())?;
    so("it is there", has(vm, "/machine/peripheral", "mouse0")?)?;
    let error = vm.refusal(&mouse())?;
    so("the error names it", error.desc().contains("mouse0"))?;
    vm.refusal(&DeviceAdd::new("no-such-device")).map(drop)
}

#[behaviour("device_del", machines = ["pc", "virt"], args = "-accel tcg -S -device qemu-xhci")]
pub(crate) fn a_device_goes(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.refusal(&DeviceDel::new("mouse0"))?;
    vm.execute(&mouse())?;
    so("it is there", has(vm, "/machine/peripheral", "mouse0")?)?;
    vm.execute_and_wait(&DeviceDel::new("mouse0"), wait::device_removed("mouse0"))?;
    so("it is gone", !has(vm, "/machine/peripheral", "mouse0")?)
}
