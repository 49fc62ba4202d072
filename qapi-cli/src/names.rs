//! `qapi names`: a schema with QAPI's own names, from QEMU's source.

use std::path::PathBuf;
use std::process::ExitCode;

use qapi_schema::source::{Program, Source, SourceError, Tree, Version};
use qapi_schema::wire::{MetaType, SchemaInfo};

use crate::{FAILED, output};

/// Write down the names that QEMU's source gives to types
///
/// Reads QEMU's QAPI source and writes its schema in the shape of a QEMU's
/// answer to `query-qmp-schema`, but with the names of types and the width of
/// integers. It has everything that some build of that version has, and none of
/// the documentation. One entry a line; commands, events and types each by name.
///
/// A source that QEMU's own generator refuses is refused with
/// `FILE:LINE: MESSAGE`.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// A QEMU source tree, or one root schema file
    #[arg(long, value_name = "DIR|FILE")]
    qemu_source: PathBuf,
    /// Which program's schema a source tree is read for [default: system]
    /// (system, storage-daemon, guest-agent)
    #[arg(long, value_name = "PROGRAM")]
    program: Option<Program>,
    /// The QEMU whose rules the source is held to; without this, that which the
    /// tree says it is, or else the newest known
    #[arg(long, value_name = "VERSION")]
    qemu_version: Option<Version>,
    /// Where to write it; standard output without this
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let path = &args.qemu_source;
    let tree = match (path.is_dir(), args.program) {
        (true, program) => Tree::of(path, program.unwrap_or_default())?,
        (false, None) => Tree::around(path)?,
        (false, Some(_)) => anyhow::bail!(
            "`--program` chooses among the schemas of a source tree, and `{}` is no folder",
            path.display()
        ),
    };
    let tree = match args.qemu_version {
        Some(version) => tree.with_version(version),
        None => tree,
    };
    let source = match tree.read() {
        Ok(source) => source,
        Err(error) => {
            refuse(&tree, &error);
            return Ok(ExitCode::from(FAILED));
        }
    };
    let entries = entries(&source);
    let lines: Result<Vec<String>, _> = entries.iter().map(serde_json::to_string).collect();
    let text = format!("[\n{}\n]\n", lines?.join(",\n"));
    output::write(args.output.as_deref(), &text)?;
    let version = tree.version().map(|version| format!("QEMU {version}: "));
    output::note(&format!(
        "{}{} entries ({} commands, {} events)",
        version.unwrap_or_default(),
        entries.len(),
        source.schema().commands().len(),
        source.schema().events().len()
    ));
    Ok(ExitCode::SUCCESS)
}

/// The schema's entries in an order that does not depend on the source's.
fn entries(source: &Source) -> Vec<SchemaInfo<'_>> {
    let mut entries = source.schema().to_entries();
    let rank = |entry: &SchemaInfo<'_>| match entry.meta_type {
        MetaType::Command => 0,
        MetaType::Event => 1,
        _ => 2,
    };
    entries.sort_by(|a, b| (rank(a), &a.name).cmp(&(rank(b), &b.name)));
    entries
}

/// Says what is wrong as a compiler would, so that editors find the place.
fn refuse(tree: &Tree, error: &SourceError) {
    output::diagnostic(&error.to_string());
    if tree.version().is_none()
        && let Some((version, _)) = tree.read_as_older()
    {
        output::note(&format!(
            "QEMU {version} would take it: `--qemu-version {version}` says that it is of that version"
        ));
    }
}
