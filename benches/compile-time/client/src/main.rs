//! A client as somebody may write it: gives the virtual machine behind a QMP address a disk and a mouse, takes them away
//! again, and ends it.

use std::env;
use std::error::Error;

use qapi_client::Client;
use qmp::commands::{
    BlockdevAdd, BlockdevDel, Cont, DeviceAdd, DeviceDel, QueryJobs, QueryStatus, QueryVersion,
    Quit, Stop,
};
use qmp::types::{BlockdevOptions, BlockdevOptionsFile};

mod qmp {
    qapi_types::include_bindings!();
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(address), Some(image)) = (arguments.next(), arguments.next()) else {
        return Err("usage: compile-time-client ADDRESS IMAGE".into());
    };
    let mut qemu = Client::connect(&address)?;
    let version = qemu.execute(&QueryVersion::new())?.qemu;
    let status = qemu.execute(&QueryStatus::new())?;
    let jobs = qemu.execute(&QueryJobs::new())?;
    println!(
        "QEMU {}.{} is {} and has {} jobs",
        version.major,
        version.minor,
        status.status,
        jobs.len()
    );

    qemu.execute(&Stop::new())?;
    let node = BlockdevOptions::file(BlockdevOptionsFile::new(image))
        .node_name("disk")
        .read_only(true);
    qemu.execute(&BlockdevAdd::new(node))?;
    qemu.execute(&DeviceAdd::new("usb-mouse").id("mouse"))?;
    qemu.execute(&Cont::new())?;

    qemu.execute(&DeviceDel::new("mouse"))?;
    qemu.execute(&BlockdevDel::new("disk"))?;
    qemu.execute(&Quit::new())?;
    Ok(())
}
