//! PCI devices that are set up as firmware would do it, by qtest.

use qapi_conformance::{Stop, Vm, so};
use qapi_machine::Qtest;
use qapi_types::qmp::commands::QueryTarget;
use qapi_types::qmp::types::SysEmuTarget;

/// What a machine needs for it, beside its board.
pub(crate) const QTEST: &str = "unix:@DIR@/qtest,server=on,wait=off";

/// The ports by which a PC's configuration space is read and written.
const ADDRESS: u16 = 0xcf8;
const DATA: u16 = 0xcfc;

/// Where `virt` may have it in memory, and what is read if it has not.
const SPACES: [u64; 2] = [0x3f00_0000, 0x40_1000_0000];
const NOTHING: u32 = 0;
/// What is read of a slot that is empty.
const EMPTY: u32 = u32::MAX;

/// Registers of a device.
const IDENTITY: u16 = 0x00;
const COMMAND: u16 = 0x04;
const BARS: u16 = 0x10;
/// Registers of a bridge.
const BUSES: u16 = 0x18;
const WINDOW: u16 = 0x20;
/// It answers at its ports and addresses, and reads and writes memory itself.
const ENABLED: u32 = 0b111;
/// As far apart as devices are placed.
const ROOM: u64 = 1 << 24;
/// A bar of two registers, as its lowest bits say.
const WIDE: u32 = 0b100;

/// The PCI buses of a board.
#[derive(Debug)]
pub(crate) struct Pci {
    pub(crate) qtest: Qtest,
    /// Where the configuration space is in memory; none if it has ports.
    space: Option<u64>,
    /// Where the next device may be placed.
    free: u64,
    /// An address in memory at which nothing is yet, with a MiB to the end.
    pub(crate) memory: u64,
}

/// A device, or its first function.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Device {
    pub(crate) bus: u8,
    pub(crate) slot: u8,
}

fn is_pc(vm: &mut Vm<'_>) -> Result<bool, Stop> {
    Ok(vm.execute(&QueryTarget::new())?.arch == SysEmuTarget::X8664)
}

/// The board whose buses these can be.
pub(crate) fn board(vm: &mut Vm<'_>) -> Result<&'static str, Stop> {
    Ok(if is_pc(vm)? { "pc" } else { "virt" })
}

impl Pci {
    /// The buses of a PC, or of Arm's `virt`, which has a [`QTEST`].
    pub(crate) fn of(vm: &mut Vm<'_>) -> Result<Self, Stop> {
        let pc = is_pc(vm)?;
        let mut pci = Self {
            qtest: vm.qtest()?,
            space: None,
            free: if pc { 0xe000_0000 } else { 0x1000_0000 },
            memory: if pc { 0x10_0000 } else { 0x4000_0000 },
        };
        if !pc {
            // A processor of 32 bits may have firmware that cannot look higher.
            for space in SPACES {
                if pci.qtest.readl(space)? != NOTHING {
                    pci.space = Some(space);
                }
            }
            so("the board has PCI", pci.space.is_some())?;
        }
        Ok(pci)
    }

    /// Reads a register of the configuration space.
    pub(crate) fn read(&mut self, device: Device, register: u16) -> Result<u32, Stop> {
        let at = self.at(device, register)?;
        Ok(match self.space {
            None => self.qtest.inl(DATA)?,
            Some(space) => self.qtest.readl(space + at)?,
        })
    }

    /// Writes one.
    pub(crate) fn write(&mut self, device: Device, register: u16, value: u32) -> Result<(), Stop> {
        let at = self.at(device, register)?;
        match self.space {
            None => self.qtest.outl(DATA, value)?,
            Some(space) => self.qtest.writel(space + at, value)?,
        }
        Ok(())
    }

    /// Where a register is in the configuration space, to which the ports are
    /// turned.
    fn at(&mut self, device: Device, register: u16) -> Result<u64, Stop> {
        let (bus, slot) = (u32::from(device.bus), u32::from(device.slot));
        if self.space.is_none() {
            let at = 1 << 31 | bus << 16 | slot << 11 | u32::from(register);
            self.qtest.outl(ADDRESS, at)?;
        }
        Ok(u64::from(bus << 20 | slot << 15 | u32::from(register)))
    }

    /// Gives one of a device's regions an address, and has it answer there.
    pub(crate) fn place(&mut self, device: Device, bar: u16) -> Result<u64, Stop> {
        let slot = device.slot;
        let there = self.read(device, IDENTITY)? != EMPTY;
        so(&format!("there is a device in slot {slot}"), there)?;
        let address = self.free;
        self.free += ROOM;
        let register = BARS + 4 * bar;
        let wide = self.read(device, register)? & WIDE != 0;
        self.write(device, register, u32::try_from(address)?)?;
        if wide {
            self.write(device, register + 4, 0)?;
        }
        self.write(device, COMMAND, ENABLED)?;
        Ok(address)
    }

    /// Has a bridge pass on what is for the bus behind it, which is the next in
    /// number, and for devices that are placed from now on.
    pub(crate) fn open(&mut self, bridge: Device) -> Result<u8, Stop> {
        let (near, far) = (u32::from(bridge.bus), bridge.bus + 1);
        let all = near | u32::from(far) << 8 | u32::from(far) << 16;
        self.write(bridge, BUSES, all)?;
        // In MiB, from the first to the last.
        let first = u32::try_from(self.free >> 20)?;
        let last = u32::try_from((self.free + 8 * ROOM) >> 20)? - 1;
        self.write(bridge, WINDOW, first << 4 | last << 20)?;
        self.write(bridge, COMMAND, ENABLED)?;
        Ok(far)
    }
}
