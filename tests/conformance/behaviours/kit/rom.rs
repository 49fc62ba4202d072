//! Firmware of a PC that does nothing.

use qapi_conformance::{Stop, Vm};

const SIZE: usize = 1 << 16;
/// How far before its end a processor starts.
const START: usize = 16;
/// `cli`, `hlt`, and back to it.
const IDLE: [u8; 4] = [0xfa, 0xf4, 0xeb, 0xfd];

/// Writes an image for `-bios` into the machine's folder, and gives its path.
/// A PC that boots it runs and does nothing.
pub(crate) fn idle(vm: &Vm<'_>) -> Result<String, Stop> {
    let mut rom = vec![0; SIZE - START];
    rom.extend(IDLE);
    rom.resize(SIZE, 0);
    let path = vm.path("idle-rom");
    std::fs::write(&path, rom)?;
    Ok(path)
}
