//! A tour: typed commands, a reply, an event, and what happens to mistakes.
//!
//! `cargo run --example tour` needs nothing but Rust. It talks to the QEMU in
//! `$QAPI_QEMU`, or to a system emulator or storage daemon on `$PATH`, or else
//! to a simulator.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "showing things is what it is for"
)]

pub(crate) mod server;

use std::error::Error as StdError;
use std::path::Path;
use std::process::ExitCode;

use qapi_client::{Client, Error};
use qapi_schema::with_causes;
use qapi_types::qmp::commands::{
    BlockdevAdd, BlockdevCreate, BlockdevDel, JobDismiss, QueryNamedBlockNodes, QueryStatus,
    QueryVersion,
};
use qapi_types::qmp::events::JobStatusChange;
use qapi_types::qmp::types::{
    BlockdevCreateOptions, BlockdevCreateOptionsFile, BlockdevOptions, BlockdevOptionsFile,
    BlockdevOptionsNull, JobStatus,
};
use qapi_types::{Command, Event};
use serde_json::{Value, json};
use server::Server;

fn main() -> ExitCode {
    match Server::find().and_then(tour) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", with_causes(&*error));
            ExitCode::FAILURE
        }
    }
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
        if job.status == JobStatus::Concluded {
            break;
        }
    }
    qemu.execute(&JobDismiss::new("create-disk"))?;
    Ok(())
}

/// Unions are built by branch, and what is optional is chained behind.
fn use_nodes(qemu: &mut Client, image: &Path) -> Result<(), Box<dyn StdError>> {
    println!("\nAdd block nodes, and take them away:");
    let disk = BlockdevOptionsFile::new(image.to_string_lossy());
    let disk = BlockdevOptions::file(disk)
        .node_name("disk")
        .read_only(true);
    let null = BlockdevOptionsNull::new().size(4096).read_zeroes(true);
    let null = BlockdevOptions::null_co(null).node_name("null");
    for node in [disk, null] {
        qemu.execute(&BlockdevAdd::new(node))?;
    }
    show_nodes(qemu)?;
    for node in ["disk", "null"] {
        qemu.execute(&BlockdevDel::new(node))?;
    }
    show_nodes(qemu)
}

fn like_bindings(qemu: &Client) -> bool {
    let version = &qemu.greeting().version;
    ((7, 2)..=(11, 1)).contains(&(version.major, version.minor))
}

fn show_nodes(qemu: &mut Client) -> Result<(), Box<dyn StdError>> {
    let nodes = match qemu.execute(&QueryNamedBlockNodes::new().flat(true)) {
        Ok(nodes) => nodes,
        // The bindings are of QEMU 7.2 to 11.1, and another may not send all
        // that they require.
        Err(error @ Error::Decode { .. }) if !like_bindings(qemu) => {
            println!("  {}", with_causes(&error));
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    println!("  {} nodes", nodes.len());
    for node in nodes {
        let name = node.node_name.as_deref().unwrap_or("(no name)");
        let access = if node.ro { "read-only" } else { "read-write" };
        println!("    {name}: {}, {access}", node.drv);
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
