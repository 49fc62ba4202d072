//! What several behaviours need.

pub(crate) mod board;
pub(crate) mod cxl;
pub(crate) mod guest;
pub(crate) mod pci;
pub(crate) mod spice;
pub(crate) mod tpm;
pub(crate) mod vhost;
pub(crate) mod virtio;
pub(crate) mod vnc;

use std::time::{Duration, Instant};

use qapi_client::wait;
use qapi_conformance::{Stop, Vm, equal, so};
use qapi_types::qmp::commands::{
    BlockdevAdd, BlockdevBackup, BlockdevCreate, BlockdevDel, HumanMonitorCommand, JobDismiss,
    QueryKvm, QueryMachines, QueryNamedBlockNodes,
};
use qapi_types::qmp::types::{
    self, BlockDeviceInfo, BlockdevCreateOptions, BlockdevCreateOptionsFile,
    BlockdevCreateOptionsQcow2, BlockdevOptions, BlockdevOptionsFile, BlockdevOptionsNull,
    BlockdevOptionsQcow2, BlockdevOptionsRaw, MirrorSyncMode,
};

/// How long something may take that QEMU does by itself, and how long a peer of
/// a QEMU waits for it.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);

/// Asks again until there is an answer, for what no event tells of.
pub(crate) fn until<T>(
    what: &str,
    mut ask: impl FnMut() -> Result<Option<T>, Stop>,
) -> Result<T, Stop> {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask()? {
            return Ok(answer);
        }
        if start.elapsed() > LIMIT {
            let seconds = LIMIT.as_secs();
            return Err(format!("{what} has not come about in {seconds} s").into());
        }
    }
}

/// Asks again until it is so.
pub(crate) fn until_so(what: &str, mut is: impl FnMut() -> Result<bool, Stop>) -> Result<(), Stop> {
    until(what, || Ok(is()?.then_some(())))
}

/// Does something with a second machine, which uses KVM; skips that where it
/// cannot be used.
pub(crate) fn with_kvm(
    vm: &mut Vm<'_>,
    args: &[&str],
    part: impl FnOnce(&mut Vm<'_>, &mut Vm<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    if !vm.execute(&QueryKvm::new())?.present {
        return Err(Stop::skip("this QEMU has no KVM"));
    }
    let mut started = false;
    let outcome = vm.beside(args, |vm, second| {
        started = true;
        part(vm, second)
    });
    match outcome {
        Err(Stop::Failed(why)) if !started && why.to_lowercase().contains("kvm") => {
            Err(Stop::skip(format!("KVM cannot be used here: {why}")))
        }
        outcome => outcome,
    }
}

/// As large as the images are, in bytes.
pub(crate) const SIZE: u32 = 1 << 20;

/// Adds a node that reads as zeros and keeps nothing.
pub(crate) fn null(vm: &mut Vm<'_>, node: &str) -> Result<(), Stop> {
    let null = BlockdevOptionsNull::new()
        .size(SIZE.into())
        .read_zeroes(true);
    let options = BlockdevOptions::null_co(null).node_name(node);
    Ok(vm.execute(&BlockdevAdd::new(options)).map(drop)?)
}

/// Makes an image in the folder, and gives what opens it as a node that is
/// called so. What is below it is called `NODE-file`.
pub(crate) fn image(vm: &mut Vm<'_>, node: &str) -> Result<BlockdevOptions, Stop> {
    let below = format!("{node}-file");
    let create = BlockdevCreateOptionsFile::new(vm.path(node), 0);
    make(vm, BlockdevCreateOptions::file(create))?;
    file(vm, &below, node)?;
    let create = BlockdevCreateOptionsQcow2::new(below.as_str(), SIZE.into());
    make(vm, BlockdevCreateOptions::qcow2(create))?;
    Ok(BlockdevOptions::qcow2(BlockdevOptionsQcow2::new(below.as_str())).node_name(node))
}

fn make(vm: &mut Vm<'_>, options: BlockdevCreateOptions) -> Result<(), Stop> {
    let create = BlockdevCreate::new("create0", options);
    vm.execute_and_wait(&create, wait::job_concluded("create0"))?;
    Ok(vm.execute(&JobDismiss::new("create0")).map(drop)?)
}

/// Makes an image and opens it.
pub(crate) fn disk(vm: &mut Vm<'_>, node: &str) -> Result<(), Stop> {
    let options = image(vm, node)?;
    Ok(vm.execute(&BlockdevAdd::new(options)).map(drop)?)
}

/// Makes an image and opens it without what is below: the overlay to be of a
/// snapshot.
pub(crate) fn overlay(vm: &mut Vm<'_>, node: &str) -> Result<(), Stop> {
    use qapi_types::qmp::types::{BlockdevOptionsBranch, BlockdevRefOrNull};
    let mut options = image(vm, node)?;
    if let BlockdevOptionsBranch::Qcow2(qcow2) = &mut options.driver {
        qcow2.backing = Some(BlockdevRefOrNull::Null);
    }
    Ok(vm.execute(&BlockdevAdd::new(options)).map(drop)?)
}

/// What QEMU tells of a node, if there is one of this name.
pub(crate) fn node(vm: &mut Vm<'_>, name: &str) -> Result<Option<BlockDeviceInfo>, Stop> {
    let nodes = vm.execute(&QueryNamedBlockNodes::new())?;
    let mut nodes = nodes.into_iter();
    Ok(nodes.find(|node| node.node_name.as_deref() == Some(name)))
}

/// The same of one that must be there.
pub(crate) fn the_node(vm: &mut Vm<'_>, name: &str) -> Result<BlockDeviceInfo, Stop> {
    node(vm, name)?.ok_or_else(|| format!("there is no node `{name}`").into())
}

/// How much of an image is written and read, in bytes.
pub(crate) const PIECE: usize = 1 << 16;

/// Fills the first 64 KiB of a node with a byte, as a backup into it does.
pub(crate) fn fill(vm: &mut Vm<'_>, node: &str, byte: u8) -> Result<(), Stop> {
    let path = vm.path("bytes");
    std::fs::write(&path, [byte; PIECE])?;
    file(vm, "bytes0", "bytes")?;
    // No backup goes into what is larger.
    let size = i64::try_from(PIECE)?;
    let window = BlockdevOptionsRaw::new(node).offset(0).size(size);
    let window = BlockdevOptions::raw(window).node_name("window0");
    vm.execute(&BlockdevAdd::new(window))?;
    copy(vm, "bytes0", "window0")?;
    vm.execute(&BlockdevDel::new("window0"))?;
    Ok(vm.execute(&BlockdevDel::new("bytes0")).map(drop)?)
}

/// That the first 64 KiB of a node are this byte, as a backup of it has them.
pub(crate) fn is_filled(vm: &mut Vm<'_>, node: &str, byte: u8) -> Result<(), Stop> {
    let create = BlockdevCreateOptionsFile::new(vm.path("contents"), SIZE.into());
    make(vm, BlockdevCreateOptions::file(create))?;
    file(vm, "contents0", "contents")?;
    copy(vm, node, "contents0")?;
    vm.execute(&BlockdevDel::new("contents0"))?;
    has_filled(&vm.path("contents"), byte)
}

/// That the first 64 KiB of a file are this byte.
pub(crate) fn has_filled(path: &str, byte: u8) -> Result<(), Stop> {
    let bytes = std::fs::read(path)?;
    let found = bytes.iter().take(PIECE).find(|found| **found != byte);
    equal("a byte", *found.unwrap_or(&byte), byte)?;
    so("there are that many", bytes.len() >= PIECE)
}

/// Adds a node that is a file of the folder.
pub(crate) fn file(vm: &mut Vm<'_>, node: &str, name: &str) -> Result<(), Stop> {
    let options = BlockdevOptions::file(BlockdevOptionsFile::new(vm.path(name)));
    let options = options.node_name(node);
    Ok(vm.execute(&BlockdevAdd::new(options)).map(drop)?)
}

/// Adds a node that is all of another one.
pub(crate) fn above(vm: &mut Vm<'_>, node: &str, below: &str) -> Result<(), Stop> {
    let options = BlockdevOptions::raw(BlockdevOptionsRaw::new(below)).node_name(node);
    Ok(vm.execute(&BlockdevAdd::new(options)).map(drop)?)
}

/// Copies all that is in a node into another of its size, by a job that is
/// called as the other is.
pub(crate) fn copy(vm: &mut Vm<'_>, from: &str, to: &str) -> Result<(), Stop> {
    let backup = types::BlockdevBackup::new(from, MirrorSyncMode::Full, to);
    let backup = BlockdevBackup::new(backup.job_id(to));
    vm.execute_and_wait(&backup, wait::job_concluded(to))?;
    Ok(())
}

/// Has `qemu-io` do something to a node or, after `-d`, a device.
pub(crate) fn qemu_io(vm: &mut Vm<'_>, what: &str, line: &str) -> Result<(), Stop> {
    let line = format!("qemu-io {what} \"{line}\"");
    let said = vm.execute(&HumanMonitorCommand::new(line))?;
    // It says what goes wrong on its own stdout, unless there is no such node.
    equal("what it says", said.as_str(), "")
}

/// A machine that needs no firmware and has a PCI bus.
pub(crate) fn board(vm: &mut Vm<'_>) -> Result<&'static str, Stop> {
    let machines = vm.execute(&QueryMachines::new())?;
    let is = |name: &str| {
        let mut aliases = machines.iter().map(|machine| machine.alias.as_deref());
        aliases.any(|alias| alias == Some(name))
    };
    let board = ["pc", "virt"].into_iter().find(|name| is(name));
    board.ok_or_else(|| Stop::skip("this QEMU has neither `pc` nor `virt`"))
}

/// Does something on a further machine with a board and no guest, on which there
/// are two SCSI buses: only the first takes nodes that have an I/O thread. A
/// storage daemon has no boards: there, nothing is done.
pub(crate) fn on_board(
    vm: &mut Vm<'_>,
    part: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    if !vm.supports("query-machines")? {
        return Ok(());
    }
    let args = "-accel tcg -S -device virtio-scsi-pci -device lsi53c895a,id=scsi1 -machine";
    let board = board(vm)?;
    let args: Vec<&str> = args.split_whitespace().chain([board]).collect();
    vm.beside(&args, |_, second| part(second))
}
