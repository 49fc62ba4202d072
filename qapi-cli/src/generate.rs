//! `qapi generate`: the Rust that a build would use.

use std::path::PathBuf;
use std::process::ExitCode;

use qapi_codegen::Generator;

use crate::{output, schema};

/// Print the Rust that a build would make of a schema
///
/// One module file, the same that `qapi_codegen::Builder` makes in a build
/// script. It needs the crates `qapi-types` (without default features is
/// enough), `serde` and `serde_json`, and nothing else.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The schema: a file with a QEMU's answer to `query-qmp-schema`
    #[arg(long = "schema", value_name = "FILE", required = true)]
    schemas: Vec<PathBuf>,
    /// Only these commands and events and what they reach
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    select: Vec<String>,
    /// Where to write it; standard output without this
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let [path] = args.schemas.as_slice() else {
        anyhow::bail!(
            "cannot merge schemas yet: {} were given, expected one --schema",
            args.schemas.len()
        );
    };
    let schema = schema::load(path)?;
    let generated = Generator::new().select(&args.select).generate(&schema)?;
    output::write(args.output.as_deref(), &generated.text)?;
    Ok(ExitCode::SUCCESS)
}
