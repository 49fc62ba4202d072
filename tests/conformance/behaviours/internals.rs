//! What QEMU tells people of its insides, and its statistics.

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    QueryStats, QueryStatsSchemas, XQueryInterruptControllers, XQueryIrq, XQueryJit,
    XQueryRamblock, XQueryRoms, XQueryUsb,
};
use qapi_types::qmp::types::{StatsFilter, StatsProvider, StatsResult, StatsTarget};

use super::kit::board::{Board, need_type};
use super::kit::until;

/// The line of a text that has this in it.
fn line<'t>(text: &'t str, part: &str) -> Result<&'t str, Stop> {
    let line = text.lines().find(|line| line.contains(part));
    line.ok_or_else(|| format!("there is no line with `{part}` in {text:?}").into())
}

/// How often each interrupt has come, as text.
fn interrupts(vm: &mut Vm<'_>) -> Result<String, Stop> {
    Ok(vm.execute(&XQueryIrq::new())?.human_readable_text)
}

#[behaviour(
    "x-query-irq",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn an_interrupt_is_counted(vm: &mut Vm<'_>) -> Result<(), Stop> {
    controllers(vm)?;
    let counted = |text: &str| text.lines().any(|line| line.trim() == "1: 1");
    so("it has not come", !counted(&interrupts(vm)?))?;
    // The keyboard's controller is to say that a key was pressed.
    let mut qtest = vm.qtest()?;
    qtest.outb(0x64, 0xd2)?;
    qtest.outb(0x60, 1)?;
    so("it has come", counted(&interrupts(vm)?))
}

/// Skips what needs an interrupt controller that tells of itself; of others,
/// nothing is said.
fn controllers(vm: &mut Vm<'_>) -> Result<(), Stop> {
    if Board::of(vm)? == Board::Virt {
        equal("what is told", interrupts(vm)?.as_str(), "")?;
    }
    need_type(vm, "intctrl")
}

#[behaviour(
    "x-query-interrupt-controllers",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn what_is_masked_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    controllers(vm)?;
    vm.qtest()?.outb(0x21, 0xab)?;
    let told = vm.execute(&XQueryInterruptControllers::new())?;
    let first = line(&told.human_readable_text, "pic0: irr")?;
    so("the mask is in it", first.contains("imr=ab"))
}

#[behaviour("x-query-jit", machines = ["pc", "virt"], args = "-accel tcg -S")]
pub(crate) fn what_is_translated_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    use qapi_types::qmp::commands::Cont;
    let blocks = |vm: &mut Vm<'_>| -> Result<u64, Stop> {
        let told = vm.execute(&XQueryJit::new())?.human_readable_text;
        let count = line(&told, "TB count")?.split_whitespace().nth(2);
        Ok(count.ok_or("there is no count")?.parse()?)
    };
    equal("how much there is", blocks(vm)?, 0)?;
    vm.execute(&Cont::new())?;
    until("something translated", || {
        Ok((blocks(vm)? > 0).then_some(()))
    })
}

#[behaviour("x-query-opcount", args = "-accel tcg")]
pub(crate) fn nothing_is_counted_without_a_profiler(vm: &mut Vm<'_>) -> Result<(), Stop> {
    use qapi_types::qmp::commands::XQueryOpcount;
    let told = vm.execute(&XQueryOpcount::new())?.human_readable_text;
    so("it says so", told.contains("not compiled"))
}

#[behaviour("x-query-ramblock", args = "-m 3M")]
pub(crate) fn the_memory_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = vm.execute(&XQueryRamblock::new())?.human_readable_text;
    let ram = line(&told, " ram ")?;
    so("its size is in it", ram.contains("0x0000000000300000"))
}

#[behaviour("x-query-roms", machines = ["pc", "virt"], args = "-accel tcg -S")]
pub(crate) fn what_is_loaded_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    const LENGTH: usize = 300;
    let board = Board::of(vm)?;
    let path = vm.path("rom0");
    std::fs::write(&path, [1; LENGTH])?;
    let at = board.memory() + 0x200_0000;
    let loader = format!("loader,file={path},addr={at:#x},force-raw=on");
    let args = [
        "-machine",
        board.name(),
        "-accel",
        "tcg",
        "-S",
        "-device",
        &loader,
    ];
    vm.beside(&args, |_, vm| {
        let told = vm.execute(&XQueryRoms::new())?.human_readable_text;
        let ours = line(&told, "rom0")?;
        for part in [format!("addr={at:016x}"), format!("size={LENGTH:#08x}")] {
            so(&format!("`{part}` is in {ours:?}"), ours.contains(&part))?;
        }
        Ok(())
    })
}

#[behaviour(
    "x-query-usb",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -device qemu-xhci -device usb-mouse,id=mouse0"
)]
pub(crate) fn what_is_plugged_in_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = vm.execute(&XQueryUsb::new())?.human_readable_text;
    so("its id is told", line(&told, "Mouse")?.contains("mouse0"))?;
    vm.beside(&[], |_, none| none.refusal(&XQueryUsb::new()).map(drop))
}

/// Whether a processor for cryptography has statistics.
fn cryptodev(vm: &Vm<'_>) -> Result<bool, Stop> {
    Ok(vm.supports("query-stats.arguments.target=cryptodev")?)
}

fn stats(vm: &mut Vm<'_>, of: StatsFilter) -> Result<Vec<StatsResult>, Stop> {
    Ok(vm.execute(&QueryStats::new(of))?)
}

#[behaviour(
    "query-stats",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -object cryptodev-backend-builtin,id=crypto0 -device virtio-crypto-pci,cryptodev=crypto0"
)]
pub(crate) fn statistics_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    // These are only KVM's.
    equal(
        "those of the machine",
        stats(vm, StatsFilter::vm())?,
        vec![],
    )?;
    if !cryptodev(vm)? {
        return Ok(());
    }
    let told = stats(vm, StatsFilter::cryptodev())?;
    let of = told.iter().map(|told| told.qom_path.as_deref());
    let of: Vec<_> = of.collect();
    equal("whose they are", of, [Some("/objects/crypto0")])
}

#[behaviour(
    "query-stats-schemas",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -object cryptodev-backend-builtin,id=crypto0 -device virtio-crypto-pci,cryptodev=crypto0"
)]
pub(crate) fn what_there_are_statistics_of_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let schemas = vm.execute(&QueryStatsSchemas::new())?;
    if !cryptodev(vm)? {
        return equal("what there are, without KVM", schemas, vec![]);
    }
    let ours = schemas.into_iter().find(|schema| {
        schema.provider == StatsProvider::Cryptodev && schema.target == StatsTarget::Cryptodev
    });
    let ours = ours.ok_or("there is nothing of `cryptodev`")?;
    let told = stats(vm, StatsFilter::cryptodev())?.into_iter();
    let told: Vec<_> = told.flat_map(|told| told.stats).collect();
    so("there are some", !told.is_empty())?;
    for told in told {
        so(
            &format!("`{}` is in the schema", told.name),
            ours.stats.iter().any(|known| known.name == told.name),
        )?;
    }
    Ok(())
}
