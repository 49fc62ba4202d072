//! The boards that behaviours run on, and where their parts are.

use qapi_conformance::{Stop, Vm};
use qapi_machine::Qtest;
use qapi_types::qmp::commands::QueryTarget;
use qapi_types::qmp::types::SysEmuTarget;

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

    /// Reads 32 bits of the configuration of a function of the first PCI bus: by
    /// two ports of a PC, elsewhere where it is mapped.
    pub(crate) fn read_config(self, qtest: &mut Qtest, devfn: u8, at: u8) -> Result<u32, Stop> {
        Ok(match self {
            Self::Pc => {
                qtest.outl(0xcf8, port_address(devfn, at))?;
                qtest.inl(0xcfc)?
            }
            Self::Virt => qtest.readl(mapped_address(devfn, at))?,
        })
    }

    /// Writes a byte of it.
    pub(crate) fn write_config_byte(
        self,
        qtest: &mut Qtest,
        devfn: u8,
        at: u8,
        value: u8,
    ) -> Result<(), Stop> {
        match self {
            Self::Pc => {
                qtest.outl(0xcf8, port_address(devfn, at & !3))?;
                qtest.outb(0xcfc + u16::from(at & 3), value)?;
            }
            Self::Virt => qtest.writeb(mapped_address(devfn, at), value)?,
        }
        Ok(())
    }

    /// Writes 32 bits of it.
    pub(crate) fn write_config(
        self,
        qtest: &mut Qtest,
        devfn: u8,
        at: u8,
        value: u32,
    ) -> Result<(), Stop> {
        match self {
            Self::Pc => {
                qtest.outl(0xcf8, port_address(devfn, at))?;
                qtest.outl(0xcfc, value)?;
            }
            Self::Virt => qtest.writel(mapped_address(devfn, at), value)?,
        }
        Ok(())
    }
}

fn port_address(devfn: u8, at: u8) -> u32 {
    0x8000_0000 | u32::from(devfn) << 8 | u32::from(at)
}

fn mapped_address(devfn: u8, at: u8) -> u64 {
    0x40_1000_0000 | u64::from(devfn) << 12 | u64::from(at)
}
