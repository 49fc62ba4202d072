//! `qapi generate`: the Rust that a build would use.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use qapi_codegen::json_schema::json_schemas;
use qapi_codegen::plan::Plan;
use qapi_codegen::{Generator, Source, Timings};
use qapi_schema::quote::printable;

use crate::{output, schema};

/// Print the Rust that a build would make of one or more schemas
///
/// One module file, the same that `qapi_codegen::Builder` makes in a build
/// script. It needs the crates `qapi-types` (without default features is
/// enough), `serde` and `serde_json`, and nothing else.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// A schema: a file with a QEMU's answer to `query-qmp-schema`
    ///
    /// Several make one set of bindings, whatever their order. Each is called
    /// after its file, or LABEL; the version in that tells which is newer.
    #[arg(long = "schema", value_name = "[LABEL=]FILE", required = true, num_args = 1..)]
    schemas: Vec<PathBuf>,
    /// An unmasked schema that tells names of types and widths of integers,
    /// the newest first; without any, those of this program serve
    #[arg(long = "reference", value_name = "FILE", num_args = 1..)]
    references: Vec<PathBuf>,
    /// Only these commands and events and what they reach
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    select: Vec<String>,
    /// Where to write it; standard output without this
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write JSON Schema (2020-12) into this folder instead
    ///
    /// One file for each command's arguments (`stop.arguments.json`) and reply
    /// (`stop.returns.json`) and each event (`STOP.data.json`).
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    json_schema: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let schemas = args.schemas.iter().map(|argument| {
        let (label, path) = labelled(argument);
        let schema = schema::load(path)?;
        Ok(match label {
            Some(label) => Source::new(label, schema),
            None => Source::of_file(path, schema),
        })
    });
    let schemas = schemas.collect::<anyhow::Result<Vec<Source>>>()?;
    let mut generator = Generator::new().select(&args.select);
    if !args.references.is_empty() {
        let references = args.references.iter();
        let references = references.map(|path| Ok(Source::of_file(path, schema::load(path)?)));
        generator = generator.references(references.collect::<anyhow::Result<Vec<Source>>>()?);
    }
    if let Some(folder) = &args.json_schema {
        let plan = generator.plan(&schemas, &mut Timings::default())?;
        return write_json_schemas(folder, &plan);
    }
    let generated = generator.generate(&schemas)?;
    output::write(args.output.as_deref(), &generated.text)?;
    Ok(ExitCode::SUCCESS)
}

/// The label of `LABEL=FILE`. What is a file as it stands has none.
fn labelled(argument: &Path) -> (Option<&str>, &Path) {
    let text = argument.to_str().filter(|_| !argument.exists());
    match text.and_then(|text| text.split_once('=')) {
        Some((label, path)) if !label.is_empty() => (Some(label), Path::new(path)),
        _ => (None, argument),
    }
}

fn write_json_schemas(folder: &Path, plan: &Plan) -> anyhow::Result<ExitCode> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    for part in json_schemas(plan) {
        // A schema from elsewhere must not choose where files go.
        if part.of.contains(['/', '\\', '\0']) {
            anyhow::bail!("no file can be called `{}`", printable(&part.of));
        }
        let text = format!("{:#}\n", part.schema);
        output::write(Some(&folder.join(format!("{}.json", part.of))), &text)?;
    }
    Ok(ExitCode::SUCCESS)
}
