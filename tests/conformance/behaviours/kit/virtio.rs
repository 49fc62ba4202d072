//! A virtio device without a guest: what its driver does, by qtest.
//!
//! Numbers are those of the standard (Virtual I/O Device 1.1, sections 2.6 and
//! 4.1.4).

use qapi_conformance::{Stop, Vm, equal, so};

use super::pci::Pci;
use super::until;

/// The kind of capability that tells where registers are, and which ones.
const VENDOR: u8 = 0x09;
const COMMON: u8 = 1;
const NOTIFY: u8 = 2;
const DEVICE: u8 = 4;

/// Registers in the common ones.
const FEATURES_OFFERED: u64 = 0x00;
const FEATURES_TAKEN: u64 = 0x08;
const STATUS: u64 = 0x14;
const QUEUE: u64 = 0x16;
const QUEUE_SIZE: u64 = 0x18;
const QUEUE_ENABLE: u64 = 0x1c;
const QUEUE_NOTIFY: u64 = 0x1e;
const QUEUE_PARTS: u64 = 0x20;

/// Steps of the status.
const ACKNOWLEDGED: u8 = 1;
const DRIVER: u8 = 2;
const READY: u8 = 4;
const FEATURES_OK: u8 = 8;

/// Flags of a descriptor.
const NEXT: u16 = 1;
const WRITABLE: u16 = 2;

/// The feature of a device that keeps to the standard's first version.
const VERSION_1: u64 = 1 << 32;

/// How many descriptors a queue has.
const ENTRIES: u16 = 8;

/// Where queues are in the machine's memory, and what is where in one.
const QUEUES: u64 = 0x10_0000;
const EACH: u64 = 0x1_0000;
const AVAILABLE: u64 = 0x1000;
const USED: u64 = 0x2000;
const REQUEST: u64 = 0x4000;
const RESPONSE: u64 = 0x8000;

/// A virtio device on the first PCI bus, and its driver.
pub(crate) struct Virtio {
    pci: Pci,
    common: u64,
    notify: u64,
    notify_step: u64,
    device: u64,
    requests: u16,
}

impl Virtio {
    /// The device of this id, after a negotiation in which its driver takes of
    /// these features what it has.
    pub(crate) fn start(vm: &mut Vm<'_>, id: &str, features: u64) -> Result<Self, Stop> {
        let mut pci = Pci::of(vm, id)?;
        let (mut common, mut notify, mut device, mut notify_step) = (None, None, None, 0);
        let mut base = None;
        for at in pci.capabilities(VENDOR)? {
            let [_, _, _, kind] = pci.config(at)?.to_le_bytes();
            let place = match kind {
                COMMON => &mut common,
                NOTIFY => &mut notify,
                DEVICE => &mut device,
                _ => continue,
            };
            let [bar, ..] = pci.config(at + 4)?.to_le_bytes();
            let base = match base {
                Some(base) => base,
                None => *base.insert(pci.map(bar)?),
            };
            *place = Some(base + u64::from(pci.config(at + 8)?));
            if kind == NOTIFY {
                notify_step = pci.config(at + 16)?.into();
            }
        }
        let missing = || format!("`{id}` does not tell where its registers are");
        let mut started = Self {
            pci,
            common: common.ok_or_else(missing)?,
            notify: notify.ok_or_else(missing)?,
            notify_step,
            device: device.ok_or_else(missing)?,
            requests: 0,
        };
        started.negotiate(features | VERSION_1)?;
        Ok(started)
    }

    fn negotiate(&mut self, features: u64) -> Result<(), Stop> {
        let common = self.common;
        let qtest = self.pci.qtest();
        for status in [0, ACKNOWLEDGED, ACKNOWLEDGED | DRIVER] {
            qtest.writeb(common + STATUS, status)?;
        }
        for half in 0..2 {
            qtest.writel(common + FEATURES_OFFERED, half)?;
            let offered = qtest.readl(common + FEATURES_OFFERED + 4)?;
            let wanted = u32::try_from(features >> (32 * half) & u64::from(u32::MAX))?;
            qtest.writel(common + FEATURES_TAKEN, half)?;
            qtest.writel(common + FEATURES_TAKEN + 4, offered & wanted)?;
        }
        let agreed = ACKNOWLEDGED | DRIVER | FEATURES_OK;
        qtest.writeb(common + STATUS, agreed)?;
        equal("its status", qtest.readb(common + STATUS)?, agreed)?;
        qtest.writeb(common + STATUS, agreed | READY)?;
        Ok(())
    }

    /// Reads 32 bits of what is the device's own.
    pub(crate) fn register(&mut self, at: u64) -> Result<u32, Stop> {
        Ok(self.pci.qtest().readl(self.device + at)?)
    }

    /// Reads 64 bits of it.
    pub(crate) fn wide_register(&mut self, at: u64) -> Result<u64, Stop> {
        let low = self.register(at)?;
        Ok(u64::from(self.register(at + 4)?) << 32 | u64::from(low))
    }

    /// Writes 32 bits of it.
    pub(crate) fn set_register(&mut self, at: u64, value: u32) -> Result<(), Stop> {
        Ok(self.pci.qtest().writel(self.device + at, value)?)
    }

    /// Sends one request through a queue, and gives as many bytes of response.
    /// All requests of a device go through the same queue.
    pub(crate) fn request(
        &mut self,
        queue: u16,
        request: &[u8],
        response: u32,
    ) -> Result<Vec<u8>, Stop> {
        let at = self.pci.board().memory() + QUEUES + u64::from(queue) * EACH;
        if self.requests == 0 {
            self.set_up(queue, at)?;
        }
        let first = 2 * (self.requests % (ENTRIES / 2));
        let length = u32::try_from(request.len())?;
        let next = if response == 0 { 0 } else { NEXT };
        self.describe(at, first, (at + REQUEST, length), next)?;
        self.describe(at, first + 1, (at + RESPONSE, response), WRITABLE)?;
        let qtest = self.pci.qtest();
        qtest.write(at + REQUEST, request)?;
        let slot = u64::from(self.requests % ENTRIES);
        qtest.writew(at + AVAILABLE + 4 + 2 * slot, first)?;
        self.requests += 1;
        qtest.writew(at + AVAILABLE + 2, self.requests)?;
        let offset = qtest.readw(self.common + QUEUE_NOTIFY)?;
        let bell = self.notify + u64::from(offset) * self.notify_step;
        qtest.writew(bell, queue)?;
        let requests = self.requests;
        until("the answer of the device", || {
            Ok((qtest.readw(at + USED + 2)? == requests).then_some(()))
        })?;
        Ok(qtest.read(at + RESPONSE, usize::try_from(response)?)?)
    }

    fn set_up(&mut self, queue: u16, at: u64) -> Result<(), Stop> {
        let common = self.common;
        let qtest = self.pci.qtest();
        qtest.writew(common + QUEUE, queue)?;
        let most = qtest.readw(common + QUEUE_SIZE)?;
        so(&format!("there is a queue {queue}"), most >= ENTRIES)?;
        qtest.writew(common + QUEUE_SIZE, ENTRIES)?;
        for (part, place) in [at, at + AVAILABLE, at + USED].into_iter().enumerate() {
            let register = common + QUEUE_PARTS + 8 * u64::try_from(part)?;
            qtest.writel(register, u32::try_from(place)?)?;
            qtest.writel(register + 4, 0)?;
        }
        Ok(qtest.writew(common + QUEUE_ENABLE, 1)?)
    }

    fn describe(
        &mut self,
        table: u64,
        index: u16,
        (address, length): (u64, u32),
        flags: u16,
    ) -> Result<(), Stop> {
        let mut bytes = Vec::new();
        bytes.extend(address.to_le_bytes());
        bytes.extend(length.to_le_bytes());
        bytes.extend(flags.to_le_bytes());
        bytes.extend((index + 1).to_le_bytes());
        Ok(self
            .pci
            .qtest()
            .write(table + 16 * u64::from(index), &bytes)?)
    }
}
