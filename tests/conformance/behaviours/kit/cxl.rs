//! A CXL memory device, and its registers and mailbox as a driver sees
//! them by qtest (Compute Express Link 3.1, chapter 8).

use qapi_conformance::{Stop, Vm, equal};
use qapi_types::qmp::commands::{QomListProperties, QueryMachines};
use qapi_types::qmp::types::MachineInfo;

use super::board::QTEST;
use super::pci::{Device, Pci};
use super::until_so;

/// The device, as commands name it.
pub(crate) const PATH: &str = "/machine/peripheral/cxl0";

/// The bus of the host bridge.
const BUS: u8 = 12;
/// The regions of its components and of the device itself.
const COMPONENTS: u16 = 0;
const REGISTERS: u16 = 2;

/// Where what has to do with memory is, and which of it has the errors.
const CACHE_MEMORY: u64 = 0x1000;
const RAS: u32 = 2;

/// Which of the device's capabilities its mailbox is, and where in that.
const MAILBOX: u32 = 2;
const CONTROL: u64 = 0x04;
const COMMAND: u64 = 0x08;
const STATUS: u64 = 0x10;
const PAYLOAD: u64 = 0x20;
const DOORBELL: u32 = 1;

/// The first board of this QEMU that can have CXL; skips what needs one if
/// there is none.
fn board(vm: &mut Vm<'_>) -> Result<&'static str, Stop> {
    let machines = vm.execute(&QueryMachines::new())?;
    for board in ["q35", "virt"] {
        let is = |machine: &&MachineInfo| machine.alias.as_deref() == Some(board);
        let Some(machine) = machines.iter().find(is) else {
            continue;
        };
        let properties = QomListProperties::new(format!("{}-machine", machine.name));
        let properties = vm.execute(&properties)?;
        if properties.iter().any(|property| property.name == "cxl") {
            return Ok(board);
        }
    }
    Err(Stop::skip("no board of this QEMU has CXL"))
}

/// A machine with such a device, which has 256 MiB and 256 more that come and
/// go.
pub(crate) fn with_memory(
    vm: &mut Vm<'_>,
    part: impl FnOnce(&mut Vm<'_>, &mut Memory) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let machine = format!("{},cxl=on", board(vm)?);
    let args = "-accel tcg -S -m 128M,slots=2,maxmem=2G \
        -object memory-backend-ram,id=ram0,size=256M -object memory-backend-ram,id=ram1,size=256M \
        -device pxb-cxl,id=host0,bus=pcie.0,bus_nr=12 \
        -device cxl-rp,id=port0,bus=host0,chassis=0,slot=0,port=0 \
        -machine cxl-fmw.0.targets.0=host0,cxl-fmw.0.size=1G \
        -device cxl-type3,id=cxl0,bus=port0,volatile-memdev=ram0,volatile-dc-memdev=ram1,num-dc-regions=1";
    let mut args: Vec<&str> = args.split_whitespace().collect();
    args.extend(["-machine", &machine, "-qtest", QTEST]);
    vm.beside(&args, |_, vm| {
        let mut memory = Memory::of(vm)?;
        part(vm, &mut memory)
    })
}

/// The device as its driver has it.
#[derive(Debug)]
pub(crate) struct Memory {
    pci: Pci,
    errors: u64,
    mailbox: u64,
}

impl Memory {
    fn of(vm: &mut Vm<'_>) -> Result<Self, Stop> {
        let mut pci = Pci::of(vm)?;
        let bus = pci.open(Device::new(BUS, 0))?;
        let device = Device::new(bus, 0);
        let components = pci.place(device, COMPONENTS)? + CACHE_MEMORY;
        let registers = pci.place(device, REGISTERS)?;
        // A word for each capability: what it is, and where.
        let errors = found(RAS, |number| {
            let word = pci.qtest.readl(components + 4 * number)?;
            Ok((word & 0xffff, components + u64::from(word >> 20)))
        })?;
        let mailbox = found(MAILBOX, |number| {
            let at = registers + 0x10 * number;
            let kind = pci.qtest.readl(at)? & 0xffff;
            Ok((kind, registers + u64::from(pci.qtest.readl(at + 4)?)))
        })?;
        Ok(Self {
            pci,
            errors,
            mailbox,
        })
    }

    /// Reads a register of the errors.
    pub(crate) fn error(&mut self, offset: u64) -> Result<u32, Stop> {
        Ok(self.pci.qtest.readl(self.errors + offset)?)
    }

    /// Writes one.
    pub(crate) fn set_error(&mut self, offset: u64, value: u32) -> Result<(), Stop> {
        Ok(self.pci.qtest.writel(self.errors + offset, value)?)
    }

    /// Has the device carry out a command of its mailbox, and gives what it
    /// says.
    pub(crate) fn ask(&mut self, command: u16, payload: &[u8]) -> Result<Vec<u8>, Stop> {
        let (mailbox, qtest) = (self.mailbox, &mut self.pci.qtest);
        for (at, piece) in (mailbox + PAYLOAD..).step_by(8).zip(payload.chunks(8)) {
            let mut word = [0; 8];
            for (to, from) in word.iter_mut().zip(piece) {
                *to = *from;
            }
            qtest.writeq(at, u64::from_le_bytes(word))?;
        }
        let length = u64::try_from(payload.len())?;
        qtest.writeq(mailbox + COMMAND, length << 16 | u64::from(command))?;
        qtest.writel(mailbox + CONTROL, DOORBELL)?;
        until_so("the end of the mailbox's command", || {
            Ok(qtest.readl(mailbox + CONTROL)? & DOORBELL == 0)
        })?;
        let status = qtest.readq(mailbox + STATUS)? >> 32 & 0xffff;
        equal("the status of the mailbox", status, 0)?;
        let length = qtest.readq(mailbox + COMMAND)? >> 16 & 0x1f_ffff;
        let mut answer = Vec::new();
        for at in (0..length).step_by(8) {
            answer.extend(qtest.readq(mailbox + PAYLOAD + at)?.to_le_bytes());
        }
        answer.truncate(usize::try_from(length)?);
        Ok(answer)
    }
}

/// Where the capability of a kind is, of those that follow the first entry.
fn found(kind: u32, mut entry: impl FnMut(u64) -> Result<(u32, u64), Stop>) -> Result<u64, Stop> {
    for number in 1..16 {
        let (found, at) = entry(number)?;
        if found == kind {
            return Ok(at);
        }
    }
    Err(format!("the device has no capability {kind}").into())
}
