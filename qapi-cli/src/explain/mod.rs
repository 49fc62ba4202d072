//! `qapi explain`: a place in a schema as a person reads it.

mod brief;
mod json;
mod page;
mod table;

use std::process::ExitCode;

use qapi_schema::{Coordinate, Schema};

use crate::output;
use crate::schema::SchemaFile;

/// Explain a command, an event or a part of one
///
/// NAME is a command, an event or a coordinate, which names a place inside:
///
///   query-block                                 a command
///   query-block.returns[].inserted              a member of what it returns
///   blockdev-add.arguments(driver=qcow2)        a branch of a union
///   blockdev-add.arguments.driver=qcow2         a value of an enum
///   BLOCK_IO_ERROR.data.action                  a member of an event's data
///   blockdev-add.arguments.cache$unstable       a feature
///
/// A name with other characters than letters, digits, `-` and `_` stands in
/// backticks. What lies deeper than a page shows is summed up, with the
/// coordinate that shows it.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(flatten)]
    schema: SchemaFile,
    /// A command, an event or a coordinate
    name: String,
    /// Print JSON: the place and every type it reaches, each once
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let schema = args.schema.load()?;
    let at = coordinate(&schema, &args.name)?;
    let place = schema.locate(&at)?;
    let text = if args.json {
        json::describe(&schema, &at, &place)?
    } else {
        let file = args.schema.path().display().to_string();
        page::write(&schema, &at, &place, &file)
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// A name that the schema has is taken as it is, even if it is no coordinate.
fn coordinate(schema: &Schema, name: &str) -> anyhow::Result<Coordinate> {
    if schema.command(name).is_some() || schema.event(name).is_some() {
        return Ok(Coordinate::new(name));
    }
    Ok(name.parse()?)
}
