//! A disk is plugged in, and out again.

use std::fs::{self, File};
use std::path::Path;

use qapi_client::tokio::Client;
use qapi_client::wait;
use qapi_types::qmp::commands::{
    AddFd, BlockdevAdd, BlockdevDel, DeviceAdd, DeviceDel, QomGet, QueryBlock, RemoveFd,
};
use qapi_types::qmp::types::{BlockInfo, BlockdevOptions, BlockdevOptionsFile};
use qapi_types::{Command, Empty};
use serde_json::json;

use super::Outcome;
use super::screen::Screen;

/// The size of the disk, in bytes.
const SIZE: u64 = 1 << 20;

pub(crate) async fn act(qemu: &Client, screen: &mut Screen<'_>, folder: &Path) -> Outcome {
    screen.title("Plug in a disk whose image QEMU cannot open itself:")?;
    let path = folder.join("disk.img");
    let mut options = File::options();
    let image = options
        .read(true)
        .write(true)
        .create_new(true)
        .open(&path)?;
    image.set_len(SIZE)?;
    // From here on there is no way to the image but the open file.
    fs::remove_file(&path)?;
    let add_fd = AddFd::new().opaque("the image of disk0");
    let fds = qemu.with_fd(&image)?.execute(&add_fd).await?;
    let file = format!("/dev/fdset/{}", fds.fdset_id);
    screen.line(format_args!("  add-fd: it is {file}"))?;

    let node = BlockdevOptions::file(BlockdevOptionsFile::new(file)).node_name("image");
    qemu.execute(&BlockdevAdd::new(node)).await?;
    plug(qemu, "disk0", "image").await?;
    show(qemu, screen, "disk0").await?;

    let del = DeviceDel::new("disk0");
    qemu.execute_and_wait(&del, wait::device_removed("disk0"))
        .await?;
    qemu.execute(&BlockdevDel::new("image")).await?;
    qemu.execute(&RemoveFd::new(fds.fdset_id).fd(fds.fd))
        .await?;
    show(qemu, screen, "disk0").await
}

/// Makes a node the disk of the guest. `device_add` takes the properties of any
/// device, which no schema lists, so the arguments are untyped.
pub(crate) async fn plug(qemu: &Client, id: &str, node: &str) -> Outcome {
    let disk =
        json!({"driver": "scsi-hd", "bus": "scsi0.0", "id": id, "drive": node, "serial": id});
    qemu.execute_raw::<Empty>(DeviceAdd::NAME, &disk).await?;
    Ok(())
}

/// What `query-block` and the object itself say of a disk.
async fn show(qemu: &Client, screen: &mut Screen<'_>, id: &str) -> Outcome {
    let Some(disk) = find(qemu, id).await? else {
        return Ok(screen.line(format_args!("  query-block: there is no {id}"))?);
    };
    let inserted = disk.inserted.ok_or("a disk always has a medium")?;
    let size = inserted.image.virtual_size;
    screen.line(format_args!("  query-block: {id} has {size} bytes"))?;
    let path = format!("/machine/peripheral/{id}");
    let serial = qemu.execute(&QomGet::new(&path, "serial")).await?;
    Ok(screen.line(format_args!("  qom-get {path}: its serial is {serial}"))?)
}

pub(crate) async fn find(qemu: &Client, id: &str) -> Outcome<Option<BlockInfo>> {
    let disks = qemu.execute(&QueryBlock::new()).await?;
    let mut disks = disks.into_iter();
    Ok(disks.find(|disk| disk.qdev.as_deref() == Some(id)))
}
