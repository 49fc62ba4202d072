//! What of a machine is written to files: its memory, its screen, its device
//! tree.

use qapi_conformance::{Stop, Vm, behaviour, equal, raises, so};
use qapi_types::qmp::commands::{
    DumpGuestMemory, Dumpdtb, Memsave, Pmemsave, QueryDump, QueryDumpGuestMemoryCapability,
    QueryTarget, Screendump,
};
use qapi_types::qmp::events::DumpCompleted;
use qapi_types::qmp::types::{DumpGuestMemoryFormat, DumpStatus, ImageFormat, SysEmuTarget};

/// An address at which the board that runs has memory.
fn memory(vm: &mut Vm<'_>) -> Result<u32, Stop> {
    Ok(match vm.execute(&QueryTarget::new())?.arch {
        SysEmuTarget::Aarch64 => 0x4000_0000,
        _ => 0x10_0000,
    })
}

/// What is written there, to be found again.
const WORDS: &[u8] = b"what is written is read";

fn write(vm: &mut Vm<'_>) -> Result<u32, Stop> {
    let address = memory(vm)?;
    vm.qtest()?.write(address.into(), WORDS)?;
    Ok(address)
}

#[behaviour(
    "pmemsave",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -m 16M -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn memory_is_saved(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let address = write(vm)?;
    let path = vm.path("memory");
    vm.execute(&Pmemsave::new(address, 100, path.as_str()))?;
    let saved = std::fs::read(&path)?;
    equal("how much is saved", saved.len(), 100)?;
    so("it is what was written", saved.starts_with(WORDS))
}

#[behaviour(
    "memsave",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -m 16M -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn memory_is_saved_as_a_processor_sees_it(vm: &mut Vm<'_>) -> Result<(), Stop> {
    // It has just been reset, and translates nothing.
    let address = write(vm)?;
    let path = vm.path("memory");
    let save = |cpu| Memsave::new(address, 100, path.as_str()).cpu_index(cpu);
    vm.execute(&save(0))?;
    let saved = std::fs::read(&path)?;
    equal("how much is saved", saved.len(), 100)?;
    so("it is what was written", saved.starts_with(WORDS))?;
    // There is no second processor.
    vm.refusal(&save(1)).map(drop)
}

/// Has a page with the words dumped, and gives the file.
fn dump(vm: &mut Vm<'_>) -> Result<Vec<u8>, Stop> {
    let address = write(vm)?;
    let path = vm.path("dump");
    let mut completed = vm.subscribe_to::<DumpCompleted>();
    let dump = DumpGuestMemory::new(false, format!("file:{path}")).detach(true);
    vm.execute(&dump.begin(address.into()).length(4096))?;
    let completed = vm.next_of(&mut completed)?;
    equal("the error", completed.error, None)?;
    let told = (completed.result.completed, completed.result.total);
    equal("how much is dumped", told, (4096, 4096))?;
    Ok(std::fs::read(path)?)
}

#[behaviour(
    "dump-guest-memory",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -m 16M -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn memory_is_dumped(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let dump = dump(vm)?;
    so("it is an ELF file", dump.starts_with(b"\x7fELF"))?;
    let is_in = dump.windows(WORDS.len()).any(|bytes| bytes == WORDS);
    so("the words are in it", is_in)?;
    vm.refusal(&DumpGuestMemory::new(false, "nowhere:"))
        .map(drop)
}

#[raises(
    "DUMP_COMPLETED",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -m 16M -qtest unix:@DIR@/qtest,server=on,wait=off",
    data = r#"{"result": {"status": "completed", "completed": 4096, "total": 4096}}"#
)]
pub(crate) fn dump_completed(vm: &mut Vm<'_>) -> Result<(), Stop> {
    dump(vm).map(drop)
}

#[behaviour(
    "query-dump",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -m 16M -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn a_dump_is_told_of(vm: &mut Vm<'_>) -> Result<(), Stop> {
    equal(
        "its status",
        vm.execute(&QueryDump::new())?.status,
        DumpStatus::None,
    )?;
    dump(vm)?;
    let told = vm.execute(&QueryDump::new())?;
    equal("its status", told.status, DumpStatus::Completed)?;
    equal(
        "how much is dumped",
        (told.completed, told.total),
        (4096, 4096),
    )
}

#[behaviour(
    "query-dump-guest-memory-capability",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -m 16M"
)]
pub(crate) fn what_can_be_dumped_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let formats = vm.execute(&QueryDumpGuestMemoryCapability::new())?.formats;
    for format in [DumpGuestMemoryFormat::Elf, DumpGuestMemoryFormat::KdumpZlib] {
        so(&format!("there is {format:?}"), formats.contains(&format))?;
    }
    // What is told can be done, and what is not cannot.
    for format in [
        DumpGuestMemoryFormat::Elf,
        DumpGuestMemoryFormat::KdumpZlib,
        DumpGuestMemoryFormat::KdumpLzo,
        DumpGuestMemoryFormat::KdumpSnappy,
    ] {
        let path = vm.path(&format!("{format:?}"));
        let dump = DumpGuestMemory::new(false, format!("file:{path}"));
        let dumped = vm.execute(&dump.format(format.clone()));
        equal(
            &format!("whether there is {format:?}"),
            dumped.is_ok(),
            formats.contains(&format),
        )?;
    }
    Ok(())
}

#[behaviour("dumpdtb", machines = ["virt", "microvm"], args = "-accel tcg -S")]
pub(crate) fn a_device_tree_is_saved(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let path = vm.path("tree");
    let dump = Dumpdtb::new(path.as_str());
    if vm.execute(&QueryTarget::new())?.arch == SysEmuTarget::X8664 {
        // That of `microvm` is told of by later ones.
        if let Err(error) = vm.execute(&dump) {
            let text = error.to_string();
            so("it has none", text.contains("FDT"))?;
            return Err(Stop::skip(
                "no machine of this QEMU tells of its device tree",
            ));
        }
    } else {
        vm.execute(&dump)?;
    }
    let tree = std::fs::read(path)?;
    let word = |at: usize| -> Result<u32, Stop> {
        let bytes = tree.get(at..at + 4).ok_or("it is too short")?;
        Ok(u32::from_be_bytes(bytes.try_into()?))
    };
    equal("its first word", word(0)?, 0xd00d_feed)?;
    equal(
        "its length",
        u64::from(word(4)?),
        u64::try_from(tree.len())?,
    )
}

#[behaviour(
    "screendump",
    machines = ["pc", "virt"], args = "-accel tcg -S -m 16M -device bochs-display,id=screen0"
)]
pub(crate) fn a_screen_is_saved(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let path = vm.path("screen");
    let dump = Screendump::new(path.as_str());
    vm.execute(&dump)?;
    let image = std::fs::read(&path)?;
    let header = b"P6\n640 480\n255\n";
    so("it is a PPM image of 640 by 480", image.starts_with(header))?;
    equal("its length", image.len(), header.len() + 640 * 480 * 3)?;
    vm.execute(&dump.clone().device("screen0").format(ImageFormat::Png))?;
    let image = std::fs::read(&path)?;
    so("it is a PNG image", image.starts_with(b"\x89PNG\r\n\x1a\n"))?;
    vm.refusal(&dump.device("screen1")).map(drop)
}
