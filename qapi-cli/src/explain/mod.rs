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

#[cfg(test)]
mod tests {
    use super::*;
    use qapi_schema::FirstUses;

    #[test]
    fn every_place_has_a_page_that_leads_on_and_a_description() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../schemas/qemu-11.1-x86_64.json"
        );
        let schema = Schema::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let uses = FirstUses::new(&schema);
        let inside = uses.order().iter().filter_map(|id| uses.coordinate(*id));
        let commands = schema.commands().iter().map(qapi_schema::Command::name);
        let names = commands.chain(schema.events().iter().map(qapi_schema::Event::name));
        let places: Vec<_> = names.map(Coordinate::new).chain(inside).collect();
        assert!(places.len() > 1000);
        for at in places {
            let place = schema.locate(&at).unwrap();
            let page = page::write(&schema, &at, &place, "FILE");
            assert!(page.contains(&at.to_string()), "{page}");
            if let Some((_, more)) = page.split_once("for more:") {
                let words = more.replace("\u{1b}[2m", "").replace("\u{1b}[0m", "");
                let deeper = words.split_whitespace().last().unwrap().trim_matches('\'');
                let deeper: Coordinate = deeper.parse().unwrap();
                assert!(schema.locate(&deeper).is_ok(), "{page}");
            }
            let description = json::describe(&schema, &at, &place).unwrap();
            serde_json::from_str::<serde_json::Value>(&description).unwrap();
        }
    }
}
