//! Keyboards, mice, and what else a person sits at.

use std::time::Instant;

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_machine::Qtest;
use qapi_types::qmp::commands::{
    InputSendEvent, QueryAudiodevs, QueryDisplayOptions, QueryMice, SendKey,
};
use qapi_types::qmp::types::{
    AudiodevBranch, DisplayOptionsBranch, InputEvent, InputKeyEvent, InputKeyEventWrapper,
    IntWrapper, KeyValue, QKeyCode, QKeyCodeWrapper,
};

use super::kit::{LIMIT, rom};

/// The ports of a PC's keyboard.
const DATA: u16 = 0x60;
const STATUS: u16 = 0x64;
/// That there is a byte at the first.
const FULL: u8 = 1;

/// A PC that takes keys, which only one that runs does, and that keeps them.
fn at_a_keyboard(
    vm: &mut Vm<'_>,
    part: impl FnOnce(&mut Vm<'_>, &mut Qtest) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let rom = rom::idle(vm)?;
    let qtest = "unix:@DIR@/qtest,server=on,wait=off";
    let args = [
        "-machine", "pc", "-accel", "tcg", "-bios", &rom, "-qtest", qtest,
    ];
    vm.beside(&args, |_, vm| {
        let mut qtest = vm.qtest()?;
        part(vm, &mut qtest)
    })
}

/// The next bytes of the keyboard, which are made at their own time.
fn typed(qtest: &mut Qtest, count: usize) -> Result<Vec<u8>, Stop> {
    let start = Instant::now();
    let mut bytes = Vec::new();
    while bytes.len() < count && start.elapsed() < LIMIT {
        if qtest.inb(STATUS)? & FULL != 0 {
            bytes.push(qtest.inb(DATA)?);
        }
    }
    Ok(bytes)
}

fn code(code: QKeyCode) -> KeyValue {
    KeyValue::qcode(QKeyCodeWrapper::new(code))
}

#[behaviour("send-key", machines = ["pc"], args = "-accel tcg -S")]
pub(crate) fn keys_go_down_together_and_up_again(vm: &mut Vm<'_>) -> Result<(), Stop> {
    at_a_keyboard(vm, |vm, qtest| {
        // A number is a code too, of the first set: 0x1e is `a`.
        let keys = vec![
            code(QKeyCode::Shift),
            KeyValue::number(IntWrapper::new(0x1e)),
        ];
        vm.execute(&SendKey::new(keys).hold_time(1))?;
        // These are of the second set, where 0xf0 is before a key that goes up.
        let wanted = [0x12, 0x1c, 0xf0, 0x1c, 0xf0, 0x12];
        equal("what is typed", typed(qtest, wanted.len())?, wanted)
    })
}

#[behaviour("input-send-event", machines = ["pc"], args = "-accel tcg -S")]
pub(crate) fn a_key_stays_down_until_it_goes_up(vm: &mut Vm<'_>) -> Result<(), Stop> {
    at_a_keyboard(vm, |vm, qtest| {
        for (down, wanted) in [(true, vec![0x1c]), (false, vec![0xf0, 0x1c])] {
            let event = InputKeyEvent::new(code(QKeyCode::A), down);
            let event = InputEvent::key(InputKeyEventWrapper::new(event));
            vm.execute(&InputSendEvent::new(vec![event]))?;
            // There is no more than that.
            let typed = typed(qtest, wanted.len())?;
            equal("what is typed", typed, wanted)?;
            equal("the status", qtest.inb(STATUS)? & FULL, 0)?;
        }
        let nowhere = InputSendEvent::new(Vec::new()).device("no-such");
        let error = vm.refusal(&nowhere)?;
        equal("the class", error.class().as_str(), "DeviceNotFound")
    })
}

#[behaviour(
    "query-mice",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -device qemu-xhci -device usb-mouse -device usb-tablet"
)]
pub(crate) fn mice_and_tablets_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let mice = vm.execute(&QueryMice::new())?;
    for (name, absolute) in [("QEMU HID Mouse", false), ("QEMU HID Tablet", true)] {
        let mouse = mice.iter().find(|mouse| mouse.name == name);
        let mouse = mouse.ok_or_else(|| format!("there is no {name} among {mice:?}"))?;
        equal("whether it is absolute", mouse.absolute, absolute)?;
    }
    let current = mice.iter().filter(|mouse| mouse.current).count();
    equal("how many are current", current, 1)
}

#[behaviour("query-audiodevs", args = "-audiodev none,id=audio0,timer-period=2000")]
pub(crate) fn sound_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = vm.execute(&QueryAudiodevs::new())?;
    let told: Vec<_> = told
        .iter()
        .map(|told| {
            let none = matches!(told.driver, AudiodevBranch::None(_));
            (told.id.as_str(), told.timer_period, none)
        })
        .collect();
    equal("the back ends", told, [("audio0", Some(2000), true)])
}

#[behaviour(
    "query-display-options",
    args = r#"-display {"type":"none","full-screen":true}"#
)]
pub(crate) fn the_display_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = vm.execute(&QueryDisplayOptions::new())?;
    let none = matches!(told.r#type, DisplayOptionsBranch::None);
    so("there is none", none)?;
    equal("whether it is full", told.full_screen, Some(true))
}
