//! Sleeping, waking and ending, and what a machine does of itself then.

use qapi_conformance::{Stop, Vm, behaviour, equal, raises, so};
use qapi_types::qmp::commands::{
    Cont, InjectNmi, QueryCurrentMachine, SetAction, SystemPowerdown, SystemReset, SystemWakeup,
    WatchdogSetAction,
};
use qapi_types::qmp::events::{
    GuestCrashloaded, Powerdown, Shutdown, Stop as Stopped, Suspend, Wakeup, Watchdog,
};
use qapi_types::qmp::types::{
    RebootAction, RunState, ShutdownAction, ShutdownCause, WatchdogAction,
};

use super::guest::run_into_watchdog;
use super::kit::board::{Board, lacks, need_type};
use super::kit::guest::{TELLS_OF_NMI, asleep, rom};
use super::kit::pci::{Device, Pci};
use super::machine::state;

/// The function that a PC's power management is of the device in a slot, and the
/// ports of its registers.
const SLOT: u8 = 1;
const FUNCTION: u8 = 3;
const PORTS: u16 = 0x600;
const CONTROL: u16 = PORTS + 4;

/// Makes the registers of a PC's power management accessible.
fn power(vm: &mut Vm<'_>) -> Result<qapi_machine::Qtest, Stop> {
    let device = Device::new(0, SLOT).function(FUNCTION);
    let mut pci = Pci::of(vm)?;
    pci.write(device, 0x40, u32::from(PORTS) | 1)?;
    let enabled = pci.read(device, 0x80)? | 1;
    pci.write(device, 0x80, enabled)?;
    Ok(pci.qtest)
}

/// Skips what needs a board that can sleep: only ACPI's own hardware lets it.
fn can_sleep(vm: &mut Vm<'_>) -> Result<(), Stop> {
    match Board::of(vm)? {
        Board::Pc => Ok(()),
        Board::Virt => lacks(vm, &SystemWakeup::new(), "suspend is not supported"),
    }
}

/// Has a PC's guest go to sleep, in memory.
fn suspend(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let mut suspended = vm.subscribe_to::<Suspend>();
    power(vm)?.outw(CONTROL, 0x2400)?;
    vm.next_of(&mut suspended)?;
    equal("its state", state(vm)?, (false, RunState::Suspended))
}

#[behaviour("system_wakeup", machines = ["pc", "virt"], args = "-accel tcg -S")]
pub(crate) fn a_guest_that_sleeps_is_woken(vm: &mut Vm<'_>) -> Result<(), Stop> {
    can_sleep(vm)?;
    vm.refusal(&SystemWakeup::new())?;
    asleep(vm, &[], |vm| {
        suspend(vm)?;
        let mut woken = vm.subscribe_to::<Wakeup>();
        vm.execute(&SystemWakeup::new())?;
        vm.next_of(&mut woken)?;
        equal("its state", state(vm)?, (true, RunState::Running))
    })
}

#[raises("SUSPEND", machines = ["pc", "virt"], args = "-accel tcg -S")]
pub(crate) fn suspended(vm: &mut Vm<'_>) -> Result<(), Stop> {
    can_sleep(vm)?;
    asleep(vm, &[], suspend)
}

#[raises("WAKEUP", machines = ["pc", "virt"], args = "-accel tcg -S")]
pub(crate) fn wakeup(vm: &mut Vm<'_>) -> Result<(), Stop> {
    can_sleep(vm)?;
    asleep(vm, &[], |vm| {
        suspend(vm)?;
        let mut woken = vm.subscribe_to::<Wakeup>();
        vm.execute(&SystemWakeup::new())?;
        vm.next_of(&mut woken).map(drop).map_err(Stop::from)
    })
}

#[raises(
    "SUSPEND_DISK",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -no-shutdown -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn suspend_disk(vm: &mut Vm<'_>) -> Result<(), Stop> {
    can_sleep(vm)?;
    Ok(power(vm)?.outw(CONTROL, 0x2800)?)
}

#[behaviour("query-current-machine", machines = ["pc", "virt"], args = "-accel tcg -S")]
pub(crate) fn whether_it_can_be_woken_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let pc = Board::of(vm)? == Board::Pc;
    let told = |vm: &mut Vm<'_>| -> Result<bool, Stop> {
        let machine = vm.execute(&QueryCurrentMachine::new())?;
        Ok(machine.wakeup_suspend_support)
    };
    equal("whether the board can", told(vm)?, pc)?;
    vm.beside(&[], |_, none| equal("whether none can", told(none)?, false))
}

#[behaviour(
    "system_powerdown",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn the_power_button_is_pressed(vm: &mut Vm<'_>) -> Result<(), Stop> {
    // Of a PC, the button's bit of what has happened, and whether that counts.
    const PRESSED: u16 = 1 << 8;
    const COUNTS: u16 = PORTS + 2;
    // Of the GPIO that Arm's button is at, whether it counts that a line rises,
    // and which ones have.
    const LINE: u32 = 1 << 3;
    const RISES: u64 = 0x903_040c;
    const RISEN: u64 = 0x903_0414;
    let board = Board::of(vm)?;
    let mut qtest = match board {
        Board::Pc => power(vm)?,
        Board::Virt => vm.qtest()?,
    };
    match board {
        Board::Pc => qtest.outw(COUNTS, PRESSED)?,
        Board::Virt => qtest.writel(RISES, LINE)?,
    }
    let mut pressed = || -> Result<bool, Stop> {
        Ok(match board {
            Board::Pc => qtest.inw(PORTS)? & PRESSED != 0,
            Board::Virt => qtest.readl(RISEN)? & LINE != 0,
        })
    };
    so("it is not pressed", !pressed()?)?;
    let mut powerdowns = vm.subscribe_to::<Powerdown>();
    vm.execute(&SystemPowerdown::new())?;
    vm.next_of(&mut powerdowns)?;
    so("the guest sees it", pressed()?)
}

#[behaviour("set-action")]
pub(crate) fn a_reset_ends_the_machine(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let mut shutdowns = vm.subscribe_to::<Shutdown>();
    let mut stops = vm.subscribe_to::<Stopped>();
    let action = SetAction::new().reboot(RebootAction::Shutdown);
    vm.execute(&action.shutdown(ShutdownAction::Pause))?;
    vm.execute(&SystemReset::new())?;
    let reason = vm.next_of(&mut shutdowns)?.reason;
    equal("the reason", reason, ShutdownCause::HostQmpSystemReset)?;
    vm.next_of(&mut stops)?;
    equal("its state", state(vm)?, (false, RunState::Shutdown))
}

#[behaviour(
    "watchdog-set-action",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -action watchdog=none -device i6300esb,id=watchdog0 -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn a_watchdog_stops_the_guest(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let mut watchdogs = vm.subscribe_to::<Watchdog>();
    let mut stops = vm.subscribe_to::<Stopped>();
    vm.execute(&WatchdogSetAction::new(WatchdogAction::Pause))?;
    run_into_watchdog(vm)?;
    let action = vm.next_of(&mut watchdogs)?.action;
    equal("the action", action, WatchdogAction::Pause)?;
    vm.next_of(&mut stops)?;
    equal("its state", state(vm)?, (false, RunState::Watchdog))
}

#[behaviour("inject-nmi", args = "-accel tcg -S")]
pub(crate) fn the_guest_is_interrupted(vm: &mut Vm<'_>) -> Result<(), Stop> {
    need_type(vm, "nmi")?;
    vm.refusal(&InjectNmi::new())?;
    let rom = rom(vm, TELLS_OF_NMI)?;
    // A processor without a local interrupt controller, which would have to be
    // set up first.
    let args = ["-machine", "pc", "-accel", "tcg", "-cpu", "qemu64,-apic"];
    let guest = ["-bios", &rom, "-device", "pvpanic", "-S"];
    vm.beside(&[&args[..], &guest[..]].concat(), |_, vm| {
        let mut words = vm.subscribe_to::<GuestCrashloaded>();
        vm.execute(&Cont::new())?;
        vm.next_of(&mut words)?;
        vm.execute(&InjectNmi::new())?;
        vm.next_of(&mut words).map(drop).map_err(Stop::from)
    })
}
