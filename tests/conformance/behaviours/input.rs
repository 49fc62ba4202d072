//! Keyboards, mice, and what else a person sits at.

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_machine::Qtest;
use qapi_types::qmp::commands::{
    InputSendEvent, QueryAudiodevs, QueryDisplayOptions, QueryMice, SendKey,
};
use qapi_types::qmp::types::{
    AudiodevBranch, DisplayOptionsBranch, InputEvent, InputKeyEvent, InputKeyEventWrapper,
    IntWrapper, KeyValue, QKeyCode, QKeyCodeWrapper,
};

use super::kit::board::{Board, QTEST};
use super::kit::{guest, until};

/// A keyboard with its controller: where a byte is read, and where a bit says
/// that there is one.
#[derive(Debug)]
struct Keyboard {
    qtest: Qtest,
    controller: Controller,
}

/// What reads it.
#[derive(Clone, Copy, Debug)]
enum Controller {
    /// The 8042 of a PC, at its ports.
    I8042,
    /// Arm's PL050 on its board `vexpress-a9`, in memory.
    Pl050,
}

impl Keyboard {
    /// The next byte, if it is there.
    fn byte(&mut self) -> Result<Option<u8>, Stop> {
        let qtest = &mut self.qtest;
        Ok(match self.controller {
            Controller::I8042 if qtest.inb(0x64)? & 1 != 0 => Some(qtest.inb(0x60)?),
            Controller::Pl050 if qtest.readl(0x1000_6004)? & 0x10 != 0 => {
                Some(u8::try_from(qtest.readl(0x1000_6008)?)?)
            }
            _ => None,
        })
    }

    /// The next bytes, which come in their own time.
    fn typed(&mut self, count: usize) -> Result<Vec<u8>, Stop> {
        (0..count).map(|_| until("a key", || self.byte())).collect()
    }
}

/// A machine that takes keys, which only one that runs does, and that keeps
/// them.
fn at_a_keyboard(
    vm: &mut Vm<'_>,
    part: impl FnOnce(&mut Vm<'_>, &mut Keyboard) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let (machine, controller) = match Board::of(vm)? {
        Board::Pc => ("-machine pc", Controller::I8042),
        // It has a sound card.
        Board::Virt => ("-machine vexpress-a9 -audio none", Controller::Pl050),
    };
    let rom = guest::idle(vm)?;
    let mut args = vec!["-accel", "tcg", "-bios", &rom, "-qtest", QTEST];
    args.extend(machine.split_whitespace());
    vm.beside(&args, |_, vm| {
        let qtest = vm.qtest()?;
        part(vm, &mut Keyboard { qtest, controller })
    })
}

fn code(code: QKeyCode) -> KeyValue {
    KeyValue::qcode(QKeyCodeWrapper::new(code))
}

#[behaviour("send-key")]
pub(crate) fn keys_go_down_together_and_up_again(vm: &mut Vm<'_>) -> Result<(), Stop> {
    at_a_keyboard(vm, |vm, keyboard| {
        // A number is a code too, of the first set: 0x1e is `a`.
        let keys = vec![
            code(QKeyCode::Shift),
            KeyValue::number(IntWrapper::new(0x1e)),
        ];
        vm.execute(&SendKey::new(keys).hold_time(1))?;
        // These are of the second set, where 0xf0 is before a key that goes up.
        let wanted = [0x12, 0x1c, 0xf0, 0x1c, 0xf0, 0x12];
        equal("what is typed", keyboard.typed(wanted.len())?, wanted)
    })
}

#[behaviour("input-send-event")]
pub(crate) fn a_key_stays_down_until_it_goes_up(vm: &mut Vm<'_>) -> Result<(), Stop> {
    at_a_keyboard(vm, |vm, keyboard| {
        for (down, wanted) in [(true, vec![0x1c]), (false, vec![0xf0, 0x1c])] {
            let event = InputKeyEvent::new(code(QKeyCode::A), down);
            let event = InputEvent::key(InputKeyEventWrapper::new(event));
            vm.execute(&InputSendEvent::new(vec![event]))?;
            // There is no more than that.
            let typed = keyboard.typed(wanted.len())?;
            equal("what is typed", typed, wanted)?;
            equal("what is next", keyboard.byte()?, None)?;
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
