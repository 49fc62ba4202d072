//! PCI devices that are set up as firmware would do it, by qtest.

use qapi_conformance::{Stop, Vm, so};
use qapi_machine::Qtest;
use qapi_types::qmp::commands::QueryPci;

use super::board::Board;

/// The ports by which a PC's configuration space is read and written.
const ADDRESS: u16 = 0xcf8;
const DATA: u16 = 0xcfc;

/// Where `virt` may have it in memory, and what is read if it has not.
const SPACES: [u64; 2] = [0x3f00_0000, 0x40_1000_0000];
const NOTHING: u32 = 0;
/// What is read of a slot that is empty.
const EMPTY: u32 = u32::MAX;

/// Registers of a device (PCI Local Bus 3.0, chapter 6).
const IDENTITY: u16 = 0x00;
const COMMAND: u16 = 0x04;
const BARS: u16 = 0x10;
const CAPABILITIES: u16 = 0x34;
/// Registers of a bridge.
const BUSES: u16 = 0x18;
const WINDOW: u16 = 0x20;
/// It answers at its ports and addresses, and reads and writes memory itself.
const ENABLED: u32 = 0b111;
/// As far apart as devices are placed.
const ROOM: u64 = 1 << 24;
/// A bar of two registers, as its lowest bits say.
const WIDE: u32 = 0b100;
/// How many capabilities there is room for.
const MOST: usize = 48;

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

/// A function of a device.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Device {
    bus: u8,
    slot: u8,
    function: u8,
}

impl Device {
    /// The first function of the device in a slot.
    pub(crate) fn new(bus: u8, slot: u8) -> Self {
        Self {
            bus,
            slot,
            function: 0,
        }
    }

    /// A further function of it.
    pub(crate) fn function(self, function: u8) -> Self {
        Self { function, ..self }
    }

    /// The device of this id, on the first bus.
    pub(crate) fn of(vm: &mut Vm<'_>, id: &str) -> Result<Self, Stop> {
        let buses = vm.execute(&QueryPci::new())?;
        let mut devices = buses.into_iter().flat_map(|bus| bus.devices);
        let device = devices.find(|device| device.qdev_id == id);
        let device = device.ok_or_else(|| format!("there is no PCI device `{id}`"))?;
        let first = Self::new(u8::try_from(device.bus)?, u8::try_from(device.slot)?);
        Ok(first.function(u8::try_from(device.function)?))
    }
}

impl Pci {
    /// The buses of a PC, or of Arm's `virt`, which has a
    /// [`QTEST`](super::board::QTEST).
    pub(crate) fn of(vm: &mut Vm<'_>) -> Result<Self, Stop> {
        let board = Board::of(vm)?;
        let mut pci = Self {
            qtest: vm.qtest()?,
            space: None,
            free: board.pci_window(),
            memory: board.memory() + (1 << 20),
        };
        if board == Board::Virt {
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

    /// Writes a register of a byte.
    pub(crate) fn write_byte(
        &mut self,
        device: Device,
        register: u16,
        value: u8,
    ) -> Result<(), Stop> {
        let at = self.at(device, register & !3)? + u64::from(register & 3);
        match self.space {
            None => self.qtest.outb(DATA + (register & 3), value)?,
            Some(space) => self.qtest.writeb(space + at, value)?,
        }
        Ok(())
    }

    /// Where a register is in the configuration space, to which the ports are
    /// turned.
    fn at(&mut self, device: Device, register: u16) -> Result<u64, Stop> {
        let (bus, slot) = (u32::from(device.bus), u32::from(device.slot));
        let devfn = slot << 3 | u32::from(device.function);
        if self.space.is_none() {
            let at = 1 << 31 | bus << 16 | devfn << 8 | u32::from(register);
            self.qtest.outl(ADDRESS, at)?;
        }
        Ok(u64::from(bus << 20 | devfn << 12 | u32::from(register)))
    }

    /// Where the capabilities of a kind are among a device's registers.
    pub(crate) fn capabilities(&mut self, device: Device, kind: u8) -> Result<Vec<u16>, Stop> {
        let mut found = Vec::new();
        let [mut at, ..] = self.read(device, CAPABILITIES)?.to_le_bytes();
        for _ in 0..MOST {
            if at == 0 {
                break;
            }
            let [own, next, ..] = self.read(device, at.into())?.to_le_bytes();
            if own == kind {
                found.push(at.into());
            }
            at = next;
        }
        Ok(found)
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
