//! Firmware that does nothing.

use qapi_conformance::{Stop, Vm};

const SIZE: usize = 1 << 16;
/// How far before the end a PC starts.
const START: usize = 16;
/// `cli`, `hlt`, and back to it.
const PC: [u8; 4] = [0xfa, 0xf4, 0xeb, 0xfd];
/// `wfi`, and back to it: where Arm's boards start.
const ARM: [u32; 2] = [0xe320_f003, 0xeaff_fffd];

/// Writes an image for `-bios` into the machine's folder, and gives its path.
/// A PC that boots it runs and does nothing, and so does an Arm board with a
/// processor of 32 bits.
pub(crate) fn idle(vm: &Vm<'_>) -> Result<String, Stop> {
    let mut rom = ARM.map(u32::to_le_bytes).concat();
    rom.resize(SIZE - START, 0);
    rom.extend(PC);
    rom.resize(SIZE, 0);
    let path = vm.path("idle-rom");
    std::fs::write(&path, rom)?;
    Ok(path)
}
