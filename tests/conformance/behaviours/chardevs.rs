//! Character devices: what they are, and what else is done to them.

use std::os::unix::net::UnixListener;

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    ChardevAdd, ChardevChange, ChardevSendBreak, QueryChardev, QueryChardevBackends, QueryYank,
    RingbufWrite, Yank,
};
use qapi_types::qmp::types::{
    ChardevBackend, ChardevCommon, ChardevCommonWrapper, ChardevFile, ChardevFileWrapper,
    ChardevInfo, ChardevSocket, ChardevSocketWrapper, SocketAddressLegacy, UnixSocketAddress,
    UnixSocketAddressWrapper, YankInstance, YankInstanceBranch, YankInstanceChardev,
};

use super::kit::{LIMIT, until_so};
use super::objects::ring;

/// What is told of a character device.
fn the_chardev(vm: &mut Vm<'_>, label: &str) -> Result<ChardevInfo, Stop> {
    let all = vm.execute(&QueryChardev::new())?;
    let mut all = all.into_iter();
    let ours = all.find(|chardev| chardev.label == label);
    ours.ok_or_else(|| format!("there is no character device `{label}`").into())
}

/// What it says that it is.
pub(crate) fn filename(vm: &mut Vm<'_>, label: &str) -> Result<String, Stop> {
    Ok(the_chardev(vm, label)?.filename)
}

fn socket(vm: &Vm<'_>, label: &str) -> ChardevSocket {
    let path = UnixSocketAddress::new(vm.path(label));
    ChardevSocket::new(SocketAddressLegacy::unix(UnixSocketAddressWrapper::new(
        path,
    )))
}

fn add(vm: &mut Vm<'_>, label: &str, socket: ChardevSocket) -> Result<(), Stop> {
    let backend = ChardevBackend::socket(ChardevSocketWrapper::new(socket));
    Ok(vm.execute(&ChardevAdd::new(label, backend)).map(drop)?)
}

/// A character device that waits for somebody to connect.
pub(crate) fn listening(vm: &mut Vm<'_>, label: &str) -> Result<(), Stop> {
    let socket = socket(vm, label).wait(false);
    add(vm, label, socket)
}

/// What breaks its connection.
pub(crate) fn yank(label: &str) -> Yank {
    let chardev = YankInstanceChardev::new(label);
    Yank::new(vec![YankInstance::chardev(chardev)])
}

#[behaviour("query-chardev")]
pub(crate) fn character_devices_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    // The monitor's own has somebody to read it.
    so(
        "the monitor is there",
        the_chardev(vm, "qmp")?.frontend_open,
    )?;
    vm.execute(&ring())?;
    let ring = the_chardev(vm, "ring0")?;
    equal(
        "the other",
        (ring.filename.as_str(), ring.frontend_open),
        ("ringbuf", false),
    )
}

#[behaviour("query-chardev-backends")]
pub(crate) fn kinds_of_character_devices_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let kinds = vm.execute(&QueryChardevBackends::new())?;
    for kind in ["null", "socket", "file", "ringbuf"] {
        let is_there = kinds.iter().any(|told| told.name == kind);
        so(&format!("there is `{kind}`"), is_there)?;
    }
    // They can be had.
    vm.execute(&ring()).map(drop)?;
    Ok(())
}

#[behaviour("chardev-change")]
pub(crate) fn a_character_device_becomes_another(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute(&ring())?;
    let path = vm.path("text");
    let file = ChardevFileWrapper::new(ChardevFile::new(path.as_str()));
    vm.execute(&ChardevChange::new("ring0", ChardevBackend::file(file)))?;
    equal("what it is", filename(vm, "ring0")?.as_str(), "file")?;
    so("the file is there", std::fs::exists(&path)?)?;
    vm.refusal(&RingbufWrite::new("ring0", "text"))?;
    let null = ChardevBackend::null(ChardevCommonWrapper::new(ChardevCommon::new()));
    vm.refusal(&ChardevChange::new("ring1", null)).map(drop)
}

#[behaviour("chardev-send-break")]
pub(crate) fn a_break_is_sent(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute(&ring())?;
    vm.execute(&ChardevSendBreak::new("ring0"))?;
    vm.refusal(&ChardevSendBreak::new("ring1"))?;
    if !vm.supports("query-machines")? {
        return Ok(());
    }
    let args = "-accel tcg -S -serial chardev:ring0 -chardev ringbuf,id=ring0 \
                -qtest unix:@DIR@/qtest,server=on,wait=off -machine";
    let board = super::kit::board(vm)?;
    let args: Vec<&str> = args.split_whitespace().chain([board]).collect();
    vm.beside(&args, |_, vm| {
        let mut qtest = vm.qtest()?;
        // What each board's serial port says of it: the line status of a 16550,
        // and the data register of a PL011.
        let mut broken = || match board {
            "pc" => Ok::<_, Stop>(qtest.inb(0x3fd)? & 0x10 != 0),
            _ => Ok(qtest.readl(0x900_0000)? & 0x400 != 0),
        };
        so("the line is whole", !broken()?)?;
        vm.execute(&ChardevSendBreak::new("ring0"))?;
        so("the line is broken", broken()?)
    })
}

#[behaviour("yank")]
pub(crate) fn a_connection_is_broken(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let listener = UnixListener::bind(vm.path("socket0"))?;
    vm.refusal(&yank("socket0"))?;
    let client = socket(vm, "socket0").server(false);
    add(vm, "socket0", client)?;
    let (stream, _) = listener.accept()?;
    stream.set_read_timeout(Some(LIMIT))?;
    vm.execute(&yank("socket0"))?;
    equal(
        "what is read",
        std::io::read_to_string(stream)?.as_str(),
        "",
    )?;
    until_so("it is told", || {
        Ok(filename(vm, "socket0")?.starts_with("disconnected:"))
    })
}

#[behaviour("query-yank")]
pub(crate) fn what_can_be_broken_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = |vm: &mut Vm<'_>| -> Result<Vec<String>, Stop> {
        let all = vm.execute(&QueryYank::new())?.into_iter();
        let ids = all.filter_map(|instance| match instance.r#type {
            YankInstanceBranch::Chardev(chardev) => Some(chardev.id),
            _ => None,
        });
        Ok(ids.collect())
    };
    equal("what there is", told(vm)?, ["qmp"])?;
    listening(vm, "socket0")?;
    let mut both = told(vm)?;
    both.sort();
    equal("what there is", both, ["qmp", "socket0"])
}
