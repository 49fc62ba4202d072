//! A driver of a virtio device on PCI, as the standard's version 1 has it, by
//! qtest.

use qapi_conformance::{Stop, Vm, so};

use super::pci_bus::{Device, Pci};

/// The region in which QEMU has all that a driver needs, and where in it.
const BAR: u16 = 4;
const SETTINGS: u64 = 0x2000;

/// Fields of what all devices have.
const OFFERED_WORD: u64 = 0x00;
const OFFERED: u64 = 0x04;
const TAKEN_WORD: u64 = 0x08;
const TAKEN: u64 = 0x0c;
const STATUS: u64 = 0x14;
const QUEUE: u64 = 0x16;
const QUEUE_SIZE: u64 = 0x18;
const QUEUE_ENABLED: u64 = 0x1c;
const DESCRIPTORS: u64 = 0x20;
const AVAILABLE: u64 = 0x28;
const USED: u64 = 0x30;

/// The steps of a driver; each stays said.
const ACKNOWLEDGE: u8 = 1;
const DRIVER: u8 = 2;
const DRIVER_OK: u8 = 4;
const FEATURES_OK: u8 = 8;

/// That the device is of version 1.
const VERSION_1: u64 = 1 << 32;

/// A device with its driver.
#[derive(Debug)]
pub(crate) struct Virtio {
    pub(crate) pci: Pci,
    base: u64,
    /// Where the next ring may be in memory.
    free: u64,
}

/// A ring of a device, by its addresses in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ring {
    pub(crate) descriptors: u64,
    pub(crate) available: u64,
    pub(crate) used: u64,
    pub(crate) size: u16,
}

impl Virtio {
    /// Finds the device in a slot, and agrees on features with it.
    pub(crate) fn start(vm: &mut Vm<'_>, slot: u8, features: u64) -> Result<Self, Stop> {
        let mut pci = Pci::of(vm)?;
        let base = pci.place(Device { bus: 0, slot }, BAR)?;
        let free = pci.memory;
        let mut device = Self { pci, base, free };
        let qtest = &mut device.pci.qtest;
        qtest.writeb(base + STATUS, 0)?;
        qtest.writeb(base + STATUS, ACKNOWLEDGE | DRIVER)?;
        let features = features | VERSION_1;
        for (word, taken) in [(0, features & 0xffff_ffff), (1, features >> 32)] {
            let taken = u32::try_from(taken)?;
            qtest.writel(base + OFFERED_WORD, word)?;
            let offered = qtest.readl(base + OFFERED)?;
            so("it offers what is taken", offered & taken == taken)?;
            qtest.writel(base + TAKEN_WORD, word)?;
            qtest.writel(base + TAKEN, taken)?;
        }
        let status = ACKNOWLEDGE | DRIVER | FEATURES_OK;
        qtest.writeb(base + STATUS, status)?;
        let agreed = qtest.readb(base + STATUS)? & FEATURES_OK != 0;
        so("the device agrees", agreed)?;
        Ok(device)
    }

    /// Makes a ring and hands it over.
    pub(crate) fn ring(&mut self, queue: u16) -> Result<Ring, Stop> {
        let ring = Ring {
            descriptors: self.free,
            available: self.free + 0x1000,
            used: self.free + 0x2000,
            size: 8,
        };
        self.free += 0x3000;
        let (base, qtest) = (self.base, &mut self.pci.qtest);
        qtest.writew(base + QUEUE, queue)?;
        qtest.writew(base + QUEUE_SIZE, ring.size)?;
        qtest.writeq(base + DESCRIPTORS, ring.descriptors)?;
        qtest.writeq(base + AVAILABLE, ring.available)?;
        qtest.writeq(base + USED, ring.used)?;
        qtest.writew(base + QUEUE_ENABLED, 1)?;
        Ok(ring)
    }

    /// Tells the device that its driver is ready.
    pub(crate) fn go(&mut self) -> Result<(), Stop> {
        let status = ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK;
        Ok(self.pci.qtest.writeb(self.base + STATUS, status)?)
    }

    /// Puts a first buffer into a ring, for the device to read.
    pub(crate) fn offer(&mut self, ring: &Ring, address: u64, length: u32) -> Result<(), Stop> {
        let qtest = &mut self.pci.qtest;
        qtest.writeq(ring.descriptors, address)?;
        qtest.writel(ring.descriptors + 8, length)?;
        qtest.writel(ring.descriptors + 12, 0)?;
        // The entry behind the flags and the count is the first.
        qtest.writew(ring.available + 4, 0)?;
        Ok(qtest.writew(ring.available + 2, 1)?)
    }

    /// Reads 16 bits of what only this kind of device has.
    pub(crate) fn setting(&mut self, offset: u64) -> Result<u16, Stop> {
        let at = self.base + SETTINGS + offset;
        Ok(self.pci.qtest.readw(at)?)
    }
}
