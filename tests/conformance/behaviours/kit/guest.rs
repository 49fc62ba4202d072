//! Guests of a few instructions.

use qapi_conformance::{Stop, Vm};

use super::board::{Board, QTEST};

/// As large as a PC's ROM is here.
const ROM: usize = 1 << 16;

/// Where a PC starts, and what is there: a jump to the ROM's start.
const RESET: usize = ROM - 16;
const JUMP: [u8; 5] = [0xea, 0x00, 0x00, 0x00, 0xf0];

/// A PC that sleeps: `cli`, `hlt`, and back.
const PC_SLEEPS: [u8; 4] = [0xfa, 0xf4, 0xeb, 0xfd];

/// An Arm of 32 bits that sleeps: `wfi`, and back.
const ARM_SLEEPS: [u32; 2] = [0xe320_f003, 0xeaff_fffd];

/// A PC that says by its panic device that it has started, and then sleeps; it
/// says the same at each non-maskable interrupt.
pub(crate) const TELLS_OF_NMI: &[u8] = &[
    0xfa, // cli
    0x31, 0xc0, 0x8e, 0xd8, 0x8e, 0xd0, // xor ax, ax; mov ds, ax; mov ss, ax
    0xbc, 0x00, 0x7c, // mov sp, 0x7c00
    0xc7, 0x06, 0x08, 0x00, 0x1f, 0x00, // mov word [8], handler
    0xc7, 0x06, 0x0a, 0x00, 0x00, 0xf0, // mov word [10], 0xf000
    0xba, 0x05, 0x05, 0xb0, 0x02, 0xee, // mov dx, 0x505; mov al, 2; out dx, al
    0xf4, 0xeb, 0xfd, // hlt, and again
    0xee, 0xcf, // handler: out dx, al; iret
];

/// An Arm that counts down from 32768 and then sleeps: `mov x0, #0x8000`, `sub
/// x0, x0, #1`, `cbnz`, `wfi`, and back.
const COUNTS: [u32; 5] = [
    0xd290_0000,
    0xd100_0400,
    0xb5ff_ffe0,
    0xd503_207f,
    0x17ff_ffff,
];

/// Writes a PC's ROM of this code into the machine's folder, and gives its path,
/// which is for the `-bios` of another.
pub(crate) fn rom(vm: &Vm<'_>, code: &[u8]) -> Result<String, Stop> {
    let mut bytes = code.to_vec();
    bytes.resize(RESET, 0);
    bytes.extend(JUMP);
    bytes.resize(ROM, 0);
    let path = vm.path("rom");
    std::fs::write(&path, bytes)?;
    Ok(path)
}

/// Writes an image for `-bios` with which a PC sleeps, and so does an Arm board
/// with a processor of 32 bits.
pub(crate) fn idle(vm: &Vm<'_>) -> Result<String, Stop> {
    let mut bytes = ARM_SLEEPS.map(u32::to_le_bytes).concat();
    bytes.resize(RESET, 0);
    bytes.extend(PC_SLEEPS);
    bytes.resize(ROM, 0);
    let path = vm.path("idle");
    std::fs::write(&path, bytes)?;
    Ok(path)
}

/// Does something with a PC whose guest runs, but does nothing and so lets the
/// devices be; it has further arguments.
pub(crate) fn asleep(
    vm: &mut Vm<'_>,
    args: &[&str],
    part: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let rom = idle(vm)?;
    let all = [
        "-machine", "pc", "-accel", "tcg", "-bios", &rom, "-qtest", QTEST,
    ];
    vm.beside(&[&all, args].concat(), |_, vm| part(vm))
}

/// The arguments of a machine whose guest executes some 65,000 instructions and
/// more: a PC's firmware does.
pub(crate) fn busy(vm: &mut Vm<'_>) -> Result<Vec<String>, Stop> {
    let board = Board::of(vm)?;
    let mut args = vec!["-machine".to_owned(), board.name().to_owned()];
    if board == Board::Virt {
        let path = vm.path("rom");
        let code = COUNTS.iter().flat_map(|word| word.to_le_bytes());
        std::fs::write(&path, code.collect::<Vec<u8>>())?;
        args.extend(["-cpu", "max", "-bios"].map(str::to_owned));
        args.push(path);
    }
    Ok(args)
}
