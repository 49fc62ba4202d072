//! A PCI device without a guest, by qtest.

use qapi_conformance::{Stop, Vm};
use qapi_machine::Qtest;
use qapi_types::qmp::commands::QueryPci;

use super::board::Board;

/// Offsets in the configuration, and bits there (PCI Local Bus 3.0, chapter 6).
const COMMAND: u8 = 0x04;
const MEMORY_AND_MASTER: u32 = 0b110;
const FIRST_BAR: u8 = 0x10;
const CAPABILITIES: u8 = 0x34;

/// A device of the first bus, whose registers are put into memory as firmware
/// does. A machine has only one that is driven so.
pub(crate) struct Pci {
    qtest: Qtest,
    board: Board,
    devfn: u8,
}

impl Pci {
    /// The device of this id. The machine has a qtest socket.
    pub(crate) fn of(vm: &mut Vm<'_>, id: &str) -> Result<Self, Stop> {
        let buses = vm.execute(&QueryPci::new())?;
        let mut devices = buses.into_iter().flat_map(|bus| bus.devices);
        let device = devices.find(|device| device.qdev_id == id);
        let device = device.ok_or_else(|| format!("there is no PCI device `{id}`"))?;
        Ok(Self {
            board: Board::of(vm)?,
            devfn: u8::try_from(device.slot << 3 | device.function)?,
            qtest: vm.qtest()?,
        })
    }

    /// The board that it is on.
    pub(crate) fn board(&self) -> Board {
        self.board
    }

    /// What reads and writes memory.
    pub(crate) fn qtest(&mut self) -> &mut Qtest {
        &mut self.qtest
    }

    /// Reads 32 bits of the configuration.
    pub(crate) fn config(&mut self, at: u8) -> Result<u32, Stop> {
        self.board.read_config(&mut self.qtest, self.devfn, at)
    }

    /// Writes 32 bits of it.
    pub(crate) fn set_config(&mut self, at: u8, value: u32) -> Result<(), Stop> {
        self.board
            .write_config(&mut self.qtest, self.devfn, at, value)
    }

    /// Writes a byte of it.
    pub(crate) fn set_config_byte(&mut self, at: u8, value: u8) -> Result<(), Stop> {
        self.board
            .write_config_byte(&mut self.qtest, self.devfn, at, value)
    }

    /// Puts a block of registers into memory, and tells where; the device may
    /// read and write memory from then on.
    pub(crate) fn map(&mut self, bar: u8) -> Result<u64, Stop> {
        let at = self.board.pci_window();
        let register = FIRST_BAR + 4 * bar;
        self.set_config(register, u32::try_from(at)?)?;
        let command = self.config(COMMAND)?;
        self.set_config(COMMAND, command | MEMORY_AND_MASTER)?;
        Ok(at)
    }

    /// Where the capabilities of a kind are in the configuration.
    pub(crate) fn capabilities(&mut self, kind: u8) -> Result<Vec<u8>, Stop> {
        let mut found = Vec::new();
        let [mut at, ..] = self.config(CAPABILITIES)?.to_le_bytes();
        // There is room for no more of them.
        for _ in 0..48 {
            if at == 0 {
                break;
            }
            let [own, next, ..] = self.config(at)?.to_le_bytes();
            if own == kind {
                found.push(at);
            }
            at = next;
        }
        Ok(found)
    }
}
