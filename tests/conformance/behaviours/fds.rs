//! Open files that go over the monitor.

use std::fs::File;
use std::io::Read;
use std::os::unix::net::UnixStream;

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    AddClient, AddFd, BlockdevAdd, Closefd, Getfd, QueryFdsets, RemoveFd,
};
use qapi_types::qmp::types::{AddfdInfo, BlockdevOptions, BlockdevOptionsFile, FdsetFdInfo};

use super::chardevs::{filename, listening, yank};
use super::kit::{LIMIT, PIECE, the_node};

/// Hands over a file, which gets a set of its own.
fn added(vm: &mut Vm<'_>) -> Result<AddfdInfo, Stop> {
    std::fs::write(vm.path("file"), [1; PIECE])?;
    let file = File::open(vm.path("file"))?;
    let add = AddFd::new().opaque("ours");
    Ok(vm.with_fd(&file)?.execute(&add)?)
}

/// The files that are told of: the set of each, and what was said of it.
fn told(vm: &mut Vm<'_>) -> Result<Vec<(i64, Option<String>)>, Stop> {
    let mut told = Vec::new();
    for set in vm.execute(&QueryFdsets::new())? {
        let of = |fd: FdsetFdInfo| (set.fdset_id, fd.opaque);
        told.extend(set.fds.into_iter().map(of));
    }
    told.sort();
    Ok(told)
}

/// The one file of a set that was handed over here.
fn ours(set: i64) -> (i64, Option<String>) {
    (set, Some("ours".into()))
}

#[behaviour("add-fd")]
pub(crate) fn an_open_file_is_opened_by_its_set(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let added = added(vm)?;
    // The file is what counts, and not its name.
    std::fs::remove_file(vm.path("file"))?;
    let path = format!("/dev/fdset/{}", added.fdset_id);
    let file = BlockdevOptions::file(BlockdevOptionsFile::new(path));
    let file = file.node_name("file0").read_only(true);
    vm.execute(&BlockdevAdd::new(file))?;
    let size = the_node(vm, "file0")?.image.virtual_size;
    equal("its size", size, i64::try_from(PIECE)?)?;
    let error = vm.refusal(&AddFd::new())?;
    so("a file is missing", error.desc().contains("SCM_RIGHTS"))
}

#[behaviour("query-fdsets")]
pub(crate) fn sets_of_files_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    equal("the files", told(vm)?, [])?;
    let first = added(vm)?.fdset_id;
    let second = added(vm)?.fdset_id;
    equal("the files", told(vm)?, [ours(first), ours(second)])
}

#[behaviour("remove-fd")]
pub(crate) fn a_set_of_files_goes(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let first = added(vm)?;
    let second = added(vm)?.fdset_id;
    vm.execute(&RemoveFd::new(first.fdset_id).fd(first.fd))?;
    equal("the files", told(vm)?, [ours(second)])?;
    vm.refusal(&RemoveFd::new(first.fdset_id))?;
    vm.execute(&RemoveFd::new(second))?;
    equal("the files", told(vm)?, [])
}

/// One end of a pair of sockets, whose other end QEMU has by a name.
fn named(vm: &mut Vm<'_>) -> Result<UnixStream, Stop> {
    let (ours, theirs) = UnixStream::pair()?;
    vm.with_fd(&theirs)?.execute(&Getfd::new("fd0"))?;
    ours.set_read_timeout(Some(LIMIT))?;
    Ok(ours)
}

/// That nobody has the other end any more.
fn hangs_up(mut stream: &UnixStream) -> Result<(), Stop> {
    equal("what is read", stream.read(&mut [0])?, 0)
}

#[behaviour("getfd")]
pub(crate) fn a_file_has_a_name(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.refusal(&Getfd::new("fd0"))?;
    let first = named(vm)?;
    // A later file of that name takes its place.
    let _second = named(vm)?;
    hangs_up(&first)
}

#[behaviour("closefd")]
pub(crate) fn a_named_file_is_closed(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let ours = named(vm)?;
    vm.execute(&Closefd::new("fd0"))?;
    hangs_up(&ours)?;
    vm.refusal(&Closefd::new("fd0")).map(drop)
}

#[behaviour("add_client")]
pub(crate) fn a_client_is_handed_over(vm: &mut Vm<'_>) -> Result<(), Stop> {
    listening(vm, "socket0")?;
    let is_alone = |name: String| name.starts_with("disconnected:");
    so("it has no client", is_alone(filename(vm, "socket0")?))?;
    let ours = named(vm)?;
    let add = AddClient::new("socket0", "fd0");
    vm.execute(&add)?;
    so("it has a client", !is_alone(filename(vm, "socket0")?))?;
    // It is that one: it goes with the connection.
    vm.execute(&yank("socket0"))?;
    hangs_up(&ours)?;
    vm.refusal(&add).map(drop)
}
