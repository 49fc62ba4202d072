//! The boards that behaviours run on, where their parts are, and what they lack.

use qapi_client::Command;
use qapi_conformance::{Stop, Vm, so};
use qapi_machine::Qtest;
use qapi_types::qmp::commands::{QomListTypes, QueryTarget};
use qapi_types::qmp::types::SysEmuTarget;

/// What a machine needs for qtest, beside its board.
pub(crate) const QTEST: &str = "unix:@DIR@/qtest,server=on,wait=off";

/// A board, as `machines = ["pc", "virt"]` picks it; `q35` is a PC too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Board {
    /// A PC.
    Pc,
    /// Arm's board for virtual machines (QEMU, `hw/arm/virt.c`).
    Virt,
}

impl Board {
    /// The board of a machine.
    pub(crate) fn of(vm: &mut Vm<'_>) -> Result<Self, Stop> {
        match vm.execute(&QueryTarget::new())?.arch {
            SysEmuTarget::X8664 => Ok(Self::Pc),
            SysEmuTarget::Aarch64 => Ok(Self::Virt),
            other => Err(Stop::skip(format!("no board of `{other}` is known"))),
        }
    }

    /// What `-machine` calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pc => "pc",
            Self::Virt => "virt",
        }
    }

    /// Where its memory starts.
    pub(crate) fn memory(self) -> u64 {
        match self {
            Self::Pc => 0,
            Self::Virt => 0x4000_0000,
        }
    }

    /// Where the registers of PCI devices may be put, below 4 GiB.
    pub(crate) fn pci_window(self) -> u64 {
        match self {
            Self::Pc => 0xe000_0000,
            Self::Virt => 0x1000_0000,
        }
    }

    /// Writes a register by which a guest speaks of its DIMMs.
    pub(crate) fn dimms(self, qtest: &mut Qtest, register: u16, word: u32) -> Result<(), Stop> {
        match self {
            Self::Pc => qtest.outl(0xa00 + register, word)?,
            Self::Virt => qtest.writel(0x907_0000 + u64::from(register), word)?,
        }
        Ok(())
    }

    /// Has a device keep a number: the memory beside a PC's clock, or the speed
    /// of a serial port.
    pub(crate) fn keep(self, qtest: &mut Qtest, number: u8) -> Result<(), Stop> {
        match self {
            Self::Pc => {
                qtest.outb(0x70, 0x50)?;
                qtest.outb(0x71, number)?;
            }
            Self::Virt => qtest.writel(0x900_0024, number.into())?,
        }
        Ok(())
    }

    /// The number that it keeps.
    pub(crate) fn kept(self, qtest: &mut Qtest) -> Result<u8, Stop> {
        Ok(match self {
            Self::Pc => {
                qtest.outb(0x70, 0x50)?;
                qtest.inb(0x71)?
            }
            Self::Virt => u8::try_from(qtest.readl(0x900_0024)?)?,
        })
    }
}

/// Skips what needs a type of QEMU's objects, or an interface, if this QEMU has
/// nothing of it.
pub(crate) fn need_type(vm: &mut Vm<'_>, name: &str) -> Result<(), Stop> {
    let types = QomListTypes::new().implements(name).r#abstract(false);
    if vm.execute(&types)?.is_empty() {
        return Err(Stop::skip(format!("nothing in this QEMU is a `{name}`")));
    }
    Ok(())
}

/// Skips what a board lacks, as it must say itself when it is asked for it: the
/// error has these words.
pub(crate) fn lacks<C: Command>(vm: &mut Vm<'_>, command: &C, words: &str) -> Result<(), Stop>
where
    C::Reply: Send,
{
    let error = vm.refusal(command)?;
    so(
        &format!("`{error}` says `{words}`"),
        error.desc().contains(words),
    )?;
    Err(Stop::skip(format!("of this board: {}", error.desc())))
}
