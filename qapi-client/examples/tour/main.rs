//! A tour: typed commands, a reply, an event, and what happens to mistakes.
//!
//! `cargo run --example tour` needs nothing but Rust. It talks to the QEMU in
//! `$QAPI_QEMU`, or to a system emulator or storage daemon on `$PATH`, or else
//! to a simulator.

#![allow(clippy::print_stdout, reason = "showing things is what it is for")]

pub(crate) mod server;

use std::error::Error as StdError;
use std::path::Path;

use qapi_client::{Client, Error};
use qapi_types::qmp::commands::{
    BlockdevAdd, BlockdevCreate, BlockdevDel, JobDismiss, QueryNamedBlockNodes, QueryStatus,
    QueryVersion,
};
use qapi_types::qmp::events::JobStatusChange;
use qapi_types::qmp::types::{
    BlockdevAddArguments, BlockdevAddFile, BlockdevAddNullAio, BlockdevCreateOptions,
    BlockdevCreateOptionsFile, JobStatusChangeStatus,
};
use qapi_types::{Command, Event};
use serde::Deserialize;
use serde_json::{Value, json};
use server::Server;

fn main() -> Result<(), Box<dyn StdError>> {
    tour(Server::find()?)
}

pub(crate) fn tour(mut server: Server) -> Result<(), Box<dyn StdError>> {
    println!("Talking to {server}.");
    let mut qemu = server.connect()?;
    let scratch = tempfile::tempdir()?;
    let image = scratch.path().join("disk.img");

    introduce(&mut qemu)?;
    create_image(&mut qemu, &image)?;
    use_nodes(&mut qemu, &image)?;
    make_mistakes(&mut qemu)
}

/// Replies are structs with public fields.
fn introduce(qemu: &mut Client) -> Result<(), Box<dyn StdError>> {
    println!("\nWho is there?");
    let version = qemu.execute(&QueryVersion::new())?;
    let number = version.qemu;
    println!(
        "  query-version: {}.{}.{}",
        number.major, number.minor, number.micro
    );

    // Every command is checked against the schema of the connected server. It
    // can be asked, too: the storage daemon has no guest, and no status.
    let schema = qemu.schema().ok_or("there is always a schema by default")?;
    println!(
        "  {} commands, {} events",
        schema.commands().len(),
        schema.events().len()
    );
    if schema.command(QueryStatus::NAME).is_some() {
        let status = qemu.execute(&QueryStatus::new())?;
        println!("  query-status: {}", status.status);
    }
    Ok(())
}

/// Events wait in a queue until somebody asks for them.
fn create_image(qemu: &mut Client, image: &Path) -> Result<(), Box<dyn StdError>> {
    println!("\nCreate an image, and watch the job:");
    let file = BlockdevCreateOptionsFile::new(image.to_string_lossy(), 1 << 20);
    qemu.execute(&BlockdevCreate::new(
        "create-disk",
        BlockdevCreateOptions::file(file),
    ))?;
    loop {
        let job: JobStatusChange = qemu.next_event_of()?;
        println!("  {}: {} is {}", JobStatusChange::NAME, job.id, job.status);
        if job.status == JobStatusChangeStatus::Concluded {
            break;
        }
    }
    qemu.execute(&JobDismiss::new("create-disk"))?;
    Ok(())
}

/// Unions are built by branch, and what is optional is chained behind.
fn use_nodes(qemu: &mut Client, image: &Path) -> Result<(), Box<dyn StdError>> {
    println!("\nAdd block nodes, and take them away:");
    let disk = BlockdevAddFile::new(image.to_string_lossy());
    let disk = BlockdevAddArguments::file(disk)
        .node_name("disk")
        .read_only(true);
    let null = BlockdevAddNullAio::new().size(4096).read_zeroes(true);
    let null = BlockdevAddArguments::null_co(null).node_name("null");
    for node in [disk, null] {
        qemu.execute(&BlockdevAdd::new(node))?;
    }
    show_nodes(qemu)?;
    for node in ["disk", "null"] {
        qemu.execute(&BlockdevDel::new(node))?;
    }
    show_nodes(qemu)
}

/// What is shown of a block node. A view of one's own reads what it needs of a
/// reply, whatever else this or another version of QEMU has in it.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Node {
    node_name: String,
    drv: String,
    ro: bool,
}

fn show_nodes(qemu: &mut Client) -> Result<(), Box<dyn StdError>> {
    let query = QueryNamedBlockNodes::new().flat(true);
    let nodes: Vec<Node> = qemu.execute_raw(QueryNamedBlockNodes::NAME, &query)?;
    println!("  {} nodes", nodes.len());
    for Node { node_name, drv, ro } in nodes {
        let access = if ro { "read-only" } else { "read-write" };
        println!("    {node_name}: {drv}, {access}");
    }
    Ok(())
}

/// Mistakes are found before a byte is sent; QEMU would have said less.
fn make_mistakes(qemu: &mut Client) -> Result<(), Box<dyn StdError>> {
    println!("\nMake mistakes:");
    let unknown_member = json!({"driver": "null-co", "node-name": "null", "read-zeros": true});
    let wrong_value = json!({"driver": "null-co", "node-name": "null", "discard": "umap"});
    for arguments in [unknown_member, wrong_value] {
        println!("  blockdev-add {arguments}");
        let outcome = qemu.execute_raw::<Value>(BlockdevAdd::NAME, &arguments);
        let Err(Error::Invalid { violations, .. }) = outcome else {
            return Err("it should not have been sent".into());
        };
        for violation in violations {
            let at = violation
                .at()
                .ok_or("a command's members have coordinates")?;
            println!("    not sent, at {at}");
            println!("    {}: {violation}", violation.rule());
        }
        let outcome = qemu
            .unvalidated()
            .execute_raw::<Value>(BlockdevAdd::NAME, &arguments);
        let Err(Error::Refused { error, .. }) = outcome else {
            return Err("it should have been refused".into());
        };
        println!("    sent all the same: {error}");
    }
    Ok(())
}
