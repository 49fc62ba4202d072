//! A driver of a virtio device on PCI, as the standard's version 1 has it
//! (sections 2.6 and 4.1.4), by qtest.

use qapi_conformance::{Stop, Vm, so};

use super::pci::{Device, Pci};
use super::until;

/// The kind of capability that tells where a device's parts are, and the parts.
const VENDOR: u8 = 0x09;
const COMMON: u8 = 1;
const NOTIFY: u8 = 2;
const OWN: u8 = 4;

/// Fields of what all devices have.
const OFFERED_WORD: u64 = 0x00;
const OFFERED: u64 = 0x04;
const TAKEN_WORD: u64 = 0x08;
const TAKEN: u64 = 0x0c;
const STATUS: u64 = 0x14;
const QUEUE: u64 = 0x16;
const QUEUE_SIZE: u64 = 0x18;
const QUEUE_ENABLED: u64 = 0x1c;
const QUEUE_BELL: u64 = 0x1e;
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

/// What a descriptor says: another follows; the device writes there.
const NEXT: u16 = 1;
const WRITTEN: u16 = 2;

/// As far apart as a ring's parts are, and how many a ring takes with what is
/// in its requests and responses.
const PART: u64 = 0x1000;
const PARTS: u64 = 5;

/// A device with its driver.
#[derive(Debug)]
pub(crate) struct Virtio {
    pci: Pci,
    common: u64,
    bells: u64,
    /// As far apart as bells are.
    step: u64,
    own: u64,
    /// Where the next ring may be in memory.
    free: u64,
}

/// A ring of a device, by its addresses in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ring {
    queue: u16,
    pub(crate) descriptors: u64,
    pub(crate) available: u64,
    pub(crate) used: u64,
    pub(crate) size: u16,
    /// How many requests have been put into it.
    requests: u16,
}

impl Ring {
    /// Where in memory a request may be.
    pub(crate) fn request(&self) -> u64 {
        self.used + PART
    }

    fn response(&self) -> u64 {
        self.request() + PART
    }
}

impl Virtio {
    /// Finds the device of this id, and agrees with it on those of these
    /// features that it has.
    pub(crate) fn start(vm: &mut Vm<'_>, id: &str, features: u64) -> Result<Self, Stop> {
        let device = Device::of(vm, id)?;
        let mut pci = Pci::of(vm)?;
        let (mut common, mut bells, mut own, mut step) = (None, None, None, 0);
        let mut base = None;
        for at in pci.capabilities(device, VENDOR)? {
            let [_, _, _, kind] = pci.read(device, at)?.to_le_bytes();
            let part = match kind {
                COMMON => &mut common,
                NOTIFY => &mut bells,
                OWN => &mut own,
                _ => continue,
            };
            // QEMU has all of them in one region.
            let [bar, ..] = pci.read(device, at + 4)?.to_le_bytes();
            let base = match base {
                Some(base) => base,
                None => *base.insert(pci.place(device, bar.into())?),
            };
            *part = Some(base + u64::from(pci.read(device, at + 8)?));
            if kind == NOTIFY {
                step = pci.read(device, at + 16)?.into();
            }
        }
        let missing = || format!("`{id}` does not tell where its parts are");
        let mut driver = Self {
            free: pci.memory,
            pci,
            common: common.ok_or_else(missing)?,
            bells: bells.ok_or_else(missing)?,
            step,
            own: own.ok_or_else(missing)?,
        };
        driver.agree(features | VERSION_1)?;
        Ok(driver)
    }

    fn agree(&mut self, features: u64) -> Result<(), Stop> {
        let (common, qtest) = (self.common, &mut self.pci.qtest);
        qtest.writeb(common + STATUS, 0)?;
        qtest.writeb(common + STATUS, ACKNOWLEDGE | DRIVER)?;
        for (word, wanted) in [(0, features & 0xffff_ffff), (1, features >> 32)] {
            qtest.writel(common + OFFERED_WORD, word)?;
            let offered = qtest.readl(common + OFFERED)?;
            qtest.writel(common + TAKEN_WORD, word)?;
            qtest.writel(common + TAKEN, offered & u32::try_from(wanted)?)?;
        }
        let status = ACKNOWLEDGE | DRIVER | FEATURES_OK;
        qtest.writeb(common + STATUS, status)?;
        let agreed = qtest.readb(common + STATUS)? & FEATURES_OK != 0;
        so("the device agrees", agreed)
    }

    /// Makes a ring and hands it over.
    pub(crate) fn ring(&mut self, queue: u16) -> Result<Ring, Stop> {
        let ring = Ring {
            queue,
            descriptors: self.free,
            available: self.free + PART,
            used: self.free + 2 * PART,
            size: 8,
            requests: 0,
        };
        self.free += PARTS * PART;
        let (common, qtest) = (self.common, &mut self.pci.qtest);
        qtest.writew(common + QUEUE, queue)?;
        let most = qtest.readw(common + QUEUE_SIZE)?;
        so(&format!("there is a queue {queue}"), most >= ring.size)?;
        qtest.writew(common + QUEUE_SIZE, ring.size)?;
        qtest.writeq(common + DESCRIPTORS, ring.descriptors)?;
        qtest.writeq(common + AVAILABLE, ring.available)?;
        qtest.writeq(common + USED, ring.used)?;
        qtest.writew(common + QUEUE_ENABLED, 1)?;
        Ok(ring)
    }

    /// Tells the device that its driver is ready.
    pub(crate) fn go(&mut self) -> Result<(), Stop> {
        let status = ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK;
        Ok(self.pci.qtest.writeb(self.common + STATUS, status)?)
    }

    /// Puts the bytes at a ring's place for them into it, for the device to
    /// read, and room for what it answers, if it does. Those before must have
    /// been used.
    pub(crate) fn offer(
        &mut self,
        ring: &mut Ring,
        request: u32,
        response: u32,
    ) -> Result<(), Stop> {
        let qtest = &mut self.pci.qtest;
        let next = if response == 0 { 0 } else { NEXT };
        let parts = [
            (ring.request(), request, next, 1_u16),
            (ring.response(), response, WRITTEN, 0),
        ];
        for (at, (address, length, flags, next)) in (ring.descriptors..).step_by(16).zip(parts) {
            qtest.writeq(at, address)?;
            qtest.writel(at + 8, length)?;
            qtest.writew(at + 12, flags)?;
            qtest.writew(at + 14, next)?;
        }
        // Behind the flags and the count, the entry of the first descriptor.
        let entry = u64::from(ring.requests % ring.size);
        qtest.writew(ring.available + 4 + 2 * entry, 0)?;
        ring.requests += 1;
        Ok(qtest.writew(ring.available + 2, ring.requests)?)
    }

    /// Sends a request through a ring, and gives as many bytes of response.
    pub(crate) fn request(
        &mut self,
        ring: &mut Ring,
        request: &[u8],
        response: u32,
    ) -> Result<Vec<u8>, Stop> {
        self.pci.qtest.write(ring.request(), request)?;
        self.offer(ring, u32::try_from(request.len())?, response)?;
        let qtest = &mut self.pci.qtest;
        qtest.writew(self.common + QUEUE, ring.queue)?;
        let bell = u64::from(qtest.readw(self.common + QUEUE_BELL)?) * self.step;
        qtest.writew(self.bells + bell, ring.queue)?;
        until("the answer of a device", || {
            let used = qtest.readw(ring.used + 2)?;
            Ok((used == ring.requests).then_some(()))
        })?;
        Ok(qtest.read(ring.response(), usize::try_from(response)?)?)
    }

    /// Reads 16 bits of what only this kind of device has.
    pub(crate) fn setting(&mut self, offset: u64) -> Result<u16, Stop> {
        Ok(self.pci.qtest.readw(self.own + offset)?)
    }

    /// Reads 32 bits of it.
    pub(crate) fn wide_setting(&mut self, offset: u64) -> Result<u32, Stop> {
        Ok(self.pci.qtest.readl(self.own + offset)?)
    }

    /// Writes 32 bits of it.
    pub(crate) fn set_wide_setting(&mut self, offset: u64, value: u32) -> Result<(), Stop> {
        Ok(self.pci.qtest.writel(self.own + offset, value)?)
    }
}
