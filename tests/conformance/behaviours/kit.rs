//! What several behaviours need.

pub(crate) mod board;
pub(crate) mod cxl;
pub(crate) mod guest;
pub(crate) mod pci;
pub(crate) mod pci_bus;
pub(crate) mod rom;
pub(crate) mod spice;
pub(crate) mod tpm;
pub(crate) mod vhost;
pub(crate) mod virtio;
pub(crate) mod virtio_ring;
pub(crate) mod vnc;

use std::time::{Duration, Instant};

use qapi_client::wait;
use qapi_conformance::{Stop, Vm, equal};
use qapi_types::qmp::commands::{
    BlockdevAdd, BlockdevBackup, BlockdevCreate, BlockdevDel, HumanMonitorCommand, JobDismiss,
    QueryKvm, QueryNamedBlockNodes,
};
use qapi_types::qmp::types::{
    self, BlockDeviceInfo, BlockdevCreateOptions, BlockdevCreateOptionsFile,
    BlockdevCreateOptionsQcow2, BlockdevOptions, BlockdevOptionsFile, BlockdevOptionsNull,
    BlockdevOptionsQcow2, BlockdevRef, MirrorSyncMode,
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
        Err(Stop::Failed(why)) if !started => {
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
    let path = vm.path(node);
    let below = format!("{node}-file");
    let create = BlockdevCreateOptionsFile::new(path.as_str(), 0);
    make(vm, BlockdevCreateOptions::file(create))?;
    let file = BlockdevOptions::file(BlockdevOptionsFile::new(path)).node_name(below.as_str());
    vm.execute(&BlockdevAdd::new(file))?;
    let create = BlockdevCreateOptionsQcow2::new(below.as_str(), SIZE.into());
    make(vm, BlockdevCreateOptions::qcow2(create))?;
    let file: BlockdevRef = below.as_str().into();
    Ok(BlockdevOptions::qcow2(BlockdevOptionsQcow2::new(file)).node_name(node))
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
const PIECE: usize = 1 << 16;

/// Fills the first 64 KiB of a node with a byte.
pub(crate) fn fill(vm: &mut Vm<'_>, node: &str, byte: u8) -> Result<(), Stop> {
    vm.need(&["human-monitor-command"])?;
    let line = format!("qemu-io {node} \"write -P {byte} 0 {PIECE}\"");
    let said = vm.execute(&HumanMonitorCommand::new(line))?;
    // It says what goes wrong on its own stdout, unless there is no such node.
    equal("what it says", said.as_str(), "")
}

/// That the first 64 KiB of a node are this byte, as a backup of it has them.
pub(crate) fn is_filled(vm: &mut Vm<'_>, node: &str, byte: u8) -> Result<(), Stop> {
    let bytes = contents(vm, node)?;
    let found = bytes.iter().take(PIECE).find(|found| **found != byte);
    equal(
        &format!("a byte of `{node}`"),
        *found.unwrap_or(&byte),
        byte,
    )
}

fn contents(vm: &mut Vm<'_>, node: &str) -> Result<Vec<u8>, Stop> {
    let path = vm.path("contents");
    let create = BlockdevCreateOptionsFile::new(path.as_str(), SIZE.into());
    make(vm, BlockdevCreateOptions::file(create))?;
    let file = BlockdevOptions::file(BlockdevOptionsFile::new(path.as_str()));
    vm.execute(&BlockdevAdd::new(file.node_name("contents0")))?;
    let backup = types::BlockdevBackup::new(node, MirrorSyncMode::Full, "contents0");
    let backup = BlockdevBackup::new(backup.job_id("contents0"));
    vm.execute_and_wait(&backup, wait::job_concluded("contents0"))?;
    vm.execute(&BlockdevDel::new("contents0"))?;
    Ok(std::fs::read(path)?)
}
