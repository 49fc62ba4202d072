//! How nodes hang together, who has them, and what is set of them.

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    BlockExportAdd, BlockResize, BlockSetWriteThreshold, BlockdevAdd, BlockdevSetActive,
    DeviceSyncConfig, ObjectAdd, XBlockdevChange, XBlockdevSetIothread, XDebugQueryBlockGraph,
};
use qapi_types::qmp::events::BlockWriteThreshold;
use qapi_types::qmp::types::{
    BlockExportOptions, BlockExportOptionsVhostUserBlk, BlockdevOptions, BlockdevOptionsQuorum,
    IothreadProperties, ObjectOptions, SocketAddress, StrOrNull, UnixSocketAddress,
    XDbgBlockGraphNodeType,
};
use serde_json::{Value, json};

use super::exports::exported;
use super::kit::board::{Board, QTEST};
use super::kit::virtio::Virtio;
use super::kit::{SIZE, disk, file, fill, null, on_board, the_node};

#[behaviour("block-set-write-threshold")]
pub(crate) fn a_write_beyond_it_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    equal("its threshold", the_node(vm, "disk0")?.write_threshold, 0)?;
    vm.execute(&BlockSetWriteThreshold::new("disk0", 4096))?;
    equal(
        "its threshold",
        the_node(vm, "disk0")?.write_threshold,
        4096,
    )?;
    let mut events = vm.subscribe_to::<BlockWriteThreshold>();
    fill(vm, "disk0", 1)?;
    let event = vm.next_of(&mut events)?;
    let told = (event.node_name.as_str(), event.amount_exceeded);
    equal("what is told", told, ("disk0", 61440))?;
    // It is told once.
    equal("its threshold", the_node(vm, "disk0")?.write_threshold, 0)?;
    vm.refusal(&BlockSetWriteThreshold::new("disk1", 4096))
        .map(drop)
}

#[behaviour("blockdev-set-active")]
pub(crate) fn a_node_rests(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    equal(
        "whether it is active",
        the_node(vm, "disk0")?.active,
        Some(true),
    )?;
    let set = |active| BlockdevSetActive::new(active).node_name("disk0");
    vm.execute(&set(false))?;
    equal(
        "whether it is active",
        the_node(vm, "disk0")?.active,
        Some(false),
    )?;
    so("nobody writes to it", fill(vm, "disk0", 1).is_err())?;
    vm.execute(&set(true))?;
    equal(
        "whether it is active",
        the_node(vm, "disk0")?.active,
        Some(true),
    )
}

#[behaviour("x-blockdev-change")]
pub(crate) fn a_quorum_gets_a_member(vm: &mut Vm<'_>) -> Result<(), Stop> {
    null(vm, "null0")?;
    null(vm, "null1")?;
    let quorum = BlockdevOptionsQuorum::new(vec!["null0".into()], 1);
    let quorum = BlockdevOptions::quorum(quorum).node_name("quorum0");
    vm.execute(&BlockdevAdd::new(quorum))?;
    let below = |vm: &mut Vm<'_>| below(vm, "quorum0");
    equal("what is below", below(vm)?, ["null0"])?;
    let change = XBlockdevChange::new("quorum0");
    vm.execute(&change.clone().node("null1"))?;
    equal("what is below", below(vm)?, ["null0", "null1"])?;
    vm.execute(&change.clone().child("children.1"))?;
    equal("what is below", below(vm)?, ["null0"])?;
    // One voice must remain.
    vm.refusal(&change.child("children.0")).map(drop)
}

/// The names of the nodes below one.
fn below(vm: &mut Vm<'_>, node: &str) -> Result<Vec<String>, Stop> {
    let graph = vm.execute(&XDebugQueryBlockGraph::new())?;
    let nodes = graph.nodes.iter();
    let nodes: Vec<_> = nodes
        .filter(|node| node.r#type == XDbgBlockGraphNodeType::BlockDriver)
        .collect();
    let parent = nodes.iter().find(|known| known.name == node);
    let parent = parent
        .ok_or_else(|| format!("there is no node `{node}`"))?
        .id;
    let children = graph.edges.iter().filter(|edge| edge.parent == parent);
    let mut names: Vec<String> = children
        .flat_map(|edge| nodes.iter().filter(|node| node.id == edge.child))
        .map(|node| node.name.clone())
        .collect();
    names.sort();
    Ok(names)
}

#[behaviour("x-debug-query-block-graph")]
pub(crate) fn the_graph_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let graph = vm.execute(&XDebugQueryBlockGraph::new())?;
    equal("the number of nodes", graph.nodes.len(), 0)?;
    disk(vm, "disk0")?;
    equal("what is below", below(vm, "disk0")?, ["disk0-file"])?;
    equal("what is below", below(vm, "disk0-file")?.len(), 0)
}

#[behaviour("x-blockdev-set-iothread")]
pub(crate) fn a_node_goes_into_a_thread(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let io0 = || ObjectAdd::new(ObjectOptions::iothread("io0", IothreadProperties::new()));
    let into = |thread: StrOrNull| XBlockdevSetIothread::new("null0", thread);
    exported(vm)?;
    vm.execute(&io0())?;
    let error = vm.refusal(&into("io0".into()))?;
    so("somebody has it", error.desc().contains("could be in use"))?;
    vm.execute(&into("io0".into()).force(true))?;
    vm.refusal(&into("io1".into()).force(true))?;
    on_board(vm, |vm| {
        // This bus takes no node that has a thread.
        let attach = json!({"driver": "scsi-hd", "bus": "scsi1.0", "drive": "null0"});
        null(vm, "null0")?;
        vm.execute(&io0())?;
        vm.execute(&into("io0".into()))?;
        let attached = vm.execute_raw::<Value>("device_add", &attach);
        so("it is in the thread", attached.is_err())?;
        vm.execute(&into(StrOrNull::Null))?;
        vm.execute_raw::<Value>("device_add", &attach)?;
        // The device holds it now.
        vm.refusal(&into("io0".into()).force(true)).map(drop)
    })
}

#[behaviour("device-sync-config")]
pub(crate) fn a_guest_learns_of_a_new_size(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let path = vm.path("vhost");
    let socket = SocketAddress::unix(UnixSocketAddress::new(path.as_str()));
    std::fs::write(vm.path("disk"), vec![0; usize::try_from(SIZE)?])?;
    file(vm, "disk0", "disk")?;
    let export = BlockExportOptionsVhostUserBlk::new(socket);
    let export = BlockExportOptions::vhost_user_blk("export0", "disk0", export);
    vm.execute(&BlockExportAdd::new(export.writable(true)))?;
    let machine = format!("{},memory-backend=ram0", Board::of(vm)?.name());
    let socket = format!("socket,id=vhost0,path={path}");
    let args = "-accel tcg -S -m 16M -object memory-backend-memfd,id=ram0,size=16M,share=on \
        -device vhost-user-blk-pci,id=disk0,chardev=vhost0,num-queues=1";
    let mut args: Vec<&str> = args.split_whitespace().collect();
    args.extend(["-machine", &machine, "-chardev", &socket, "-qtest", QTEST]);
    vm.beside(&args, |server, vm| {
        let mut disk = Virtio::start(vm, "disk0", 0)?;
        // In sectors, as the first of what only disks have.
        let mut size = || -> Result<u32, Stop> { Ok(disk.wide_setting(0)? * 512) };
        equal("its size", size()?, SIZE)?;
        server.execute(&BlockResize::new(2 * i64::from(SIZE)).node_name("disk0"))?;
        equal("its size", size()?, SIZE)?;
        vm.execute(&DeviceSyncConfig::new("disk0"))?;
        equal("its size", size()?, 2 * SIZE)?;
        vm.refusal(&DeviceSyncConfig::new("disk1")).map(drop)
    })
}
