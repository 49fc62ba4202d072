//! Exports, by QEMU's NBD server.

#![expect(deprecated, reason = "what is deprecated is tested too")]

use std::io::Read;
use std::os::unix::net::UnixStream;

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    BlockExportAdd, BlockExportDel, BlockdevAdd, NbdServerAdd, NbdServerRemove, NbdServerStart,
    NbdServerStop, QueryBlockExports,
};
use qapi_types::qmp::types::{
    BlockExportOptions, BlockExportOptionsNbd, BlockdevOptions, BlockdevOptionsNbd,
    NbdServerAddOptions, NbdServerOptionsLegacy, SocketAddress, SocketAddressLegacy,
    UnixSocketAddress, UnixSocketAddressWrapper,
};

use super::kit::{LIMIT, SIZE, null, the_node};

fn start(vm: &Vm<'_>) -> NbdServerStart {
    let path = UnixSocketAddress::new(vm.path("nbd"));
    let address = SocketAddressLegacy::unix(UnixSocketAddressWrapper::new(path));
    NbdServerStart::new(NbdServerOptionsLegacy::new(address))
}

/// Exports a node under its name.
pub(crate) fn export(id: &str, node: &str) -> BlockExportAdd {
    let nbd = BlockExportOptionsNbd::new();
    BlockExportAdd::new(BlockExportOptions::nbd(id, node, nbd))
}

/// Starts a server that exports a node.
pub(crate) fn serve(vm: &mut Vm<'_>, node: &str) -> Result<(), Stop> {
    let start = start(vm);
    vm.execute(&start)?;
    Ok(vm.execute(&export("export0", node)).map(drop)?)
}

/// A server that exports a node of its own.
pub(crate) fn exported(vm: &mut Vm<'_>) -> Result<(), Stop> {
    null(vm, "null0")?;
    serve(vm, "null0")
}

/// Opens what is served under a name as `client0`.
fn client(vm: &Vm<'_>, name: &str) -> BlockdevAdd {
    let server = SocketAddress::unix(UnixSocketAddress::new(vm.path("nbd")));
    let options = BlockdevOptionsNbd::new(server).export(name);
    let options = BlockdevOptions::nbd(options);
    BlockdevAdd::new(options.node_name("client0").read_only(true))
}

/// Does something with what is served under a name, which another QEMU has
/// opened as `client0`.
pub(crate) fn with_client(
    vm: &mut Vm<'_>,
    name: &str,
    part: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let add = client(vm, name);
    vm.beside(&[], |_, client| {
        client.execute(&add)?;
        part(client)
    })
}

/// That it can be opened.
fn open(vm: &mut Vm<'_>, name: &str) -> Result<(), Stop> {
    with_client(vm, name, |client| {
        let size = the_node(client, "client0")?.image.virtual_size;
        equal("its size", size, i64::from(SIZE))
    })
}

#[behaviour("nbd-server-start")]
pub(crate) fn somebody_listens(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let start = start(vm);
    vm.execute(&start)?;
    let mut stream = UnixStream::connect(vm.path("nbd"))?;
    stream.set_read_timeout(Some(LIMIT))?;
    let mut greeting = [0; 8];
    stream.read_exact(&mut greeting)?;
    equal("its first words", &greeting, b"NBDMAGIC")?;
    vm.refusal(&start).map(drop)
}

#[behaviour("nbd-server-stop")]
pub(crate) fn nobody_listens(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let start = start(vm);
    vm.execute(&start)?;
    vm.execute(&NbdServerStop::new())?;
    let connected = UnixStream::connect(vm.path("nbd"));
    so("there is no connecting", connected.is_err())?;
    vm.refusal(&NbdServerStop::new()).map(drop)
}

#[behaviour("block-export-add")]
pub(crate) fn a_node_is_exported(vm: &mut Vm<'_>) -> Result<(), Stop> {
    null(vm, "null0")?;
    vm.refusal(&export("export0", "null0"))?;
    serve(vm, "null0")?;
    let exports = vm.execute(&QueryBlockExports::new())?;
    let nodes: Vec<&str> = exports.iter().map(|e| e.node_name.as_str()).collect();
    equal("what is exported", nodes, ["null0"])?;
    open(vm, "null0")
}

#[behaviour("block-export-del")]
pub(crate) fn an_export_goes(vm: &mut Vm<'_>) -> Result<(), Stop> {
    use qapi_types::qmp::events::BlockExportDeleted;
    exported(vm)?;
    let mut deleted = vm.subscribe_to::<BlockExportDeleted>();
    vm.execute(&BlockExportDel::new("export0"))?;
    equal("its id", vm.next_of(&mut deleted)?.id.as_str(), "export0")?;
    let exports = vm.execute(&QueryBlockExports::new())?;
    equal("the number of exports", exports.len(), 0)
}

#[behaviour("query-block-exports")]
pub(crate) fn exports_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    exported(vm)?;
    let exports = vm.execute(&QueryBlockExports::new())?;
    let ids: Vec<&str> = exports.iter().map(|export| export.id.as_str()).collect();
    equal("their ids", ids, ["export0"])
}

/// What is exported: the id, by which NBD knows it too, and the node.
fn told(vm: &mut Vm<'_>) -> Result<Vec<(String, String)>, Stop> {
    let exports = vm.execute(&QueryBlockExports::new())?;
    let told = exports.into_iter();
    Ok(told.map(|export| (export.id, export.node_name)).collect())
}

fn add() -> NbdServerAdd {
    NbdServerAdd::new(NbdServerAddOptions::new("null0").name("name0"))
}

#[behaviour("nbd-server-add")]
pub(crate) fn a_node_is_exported_under_a_name(vm: &mut Vm<'_>) -> Result<(), Stop> {
    null(vm, "null0")?;
    vm.refusal(&add())?;
    let start = start(vm);
    vm.execute(&start)?;
    vm.execute(&add())?;
    equal(
        "what is exported",
        told(vm)?,
        [("name0".into(), "null0".into())],
    )?;
    open(vm, "name0")?;
    let other = client(vm, "null0");
    vm.beside(&[], |_, client| {
        let error = client.refusal(&other)?;
        let wanted = "Requested export not available";
        equal("why there is no other name", error.desc(), wanted)
    })?;
    vm.refusal(&add()).map(drop)
}

#[behaviour("nbd-server-remove")]
pub(crate) fn a_name_is_not_served_any_more(vm: &mut Vm<'_>) -> Result<(), Stop> {
    use qapi_types::qmp::events::BlockExportDeleted;
    null(vm, "null0")?;
    let start = start(vm);
    vm.execute(&start)?;
    vm.execute(&add())?;
    let mut deleted = vm.subscribe_to::<BlockExportDeleted>();
    vm.execute(&NbdServerRemove::new("name0"))?;
    equal("its id", vm.next_of(&mut deleted)?.id.as_str(), "name0")?;
    equal("what is exported", told(vm)?, [])?;
    vm.refusal(&NbdServerRemove::new("name0")).map(drop)
}
