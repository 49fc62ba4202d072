//! `qapi generate`: the Rust that a build would use.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use qapi_codegen::json_schema::json_schemas;
use qapi_codegen::name::Explanation;
use qapi_codegen::plan::Plan;
use qapi_codegen::{Generator, Prose, Source, Timings};
use qapi_schema::quote::printable;
use serde::Serialize;

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
    /// Document each item by what QEMU's source says of it: a source tree of a
    /// QEMU or a root schema file; of several the newest that has the item counts
    #[arg(long = "qemu-source", value_name = "DIR|FILE", num_args = 1..)]
    qemu_sources: Vec<PathBuf>,
    /// Only these commands and events and what they reach
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    select: Vec<String>,
    /// Instead of the Rust, print how each type got its name; with --output,
    /// do both
    #[arg(long)]
    explain_names: bool,
    /// Print that as JSON
    #[arg(long, requires = "explain_names")]
    json: bool,
    /// Where to write it; standard output without this
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write JSON Schema (2020-12) into this folder instead
    ///
    /// One file for each command's arguments (`stop.arguments.json`) and reply
    /// (`stop.returns.json`) and each event (`STOP.data.json`). What an earlier
    /// run wrote, and this one does not, is removed; the file `.qapi-generate`
    /// lists what was written. Integers have the widths of the bindings.
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
    if !args.qemu_sources.is_empty() {
        let documented = schemas.iter().map(|source| &source.schema);
        generator = generator.prose(Prose::read(&args.qemu_sources, documented)?);
    }
    if args.explain_names {
        let explanations = generator.explain_names(&schemas)?;
        output::print(&explain(&explanations, args.json)?)?;
    }
    if let Some(folder) = &args.json_schema {
        let plan = generator.plan(&schemas, &mut Timings::default())?;
        return write_json_schemas(folder, &plan);
    }
    if args.output.is_some() || !args.explain_names {
        let generated = generator.generate(&schemas)?;
        output::write(args.output.as_deref(), &generated.text)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// How a type got its name, as a program reads it.
#[derive(Serialize)]
struct Explained<'e> {
    item: Option<&'e str>,
    qapi: Option<&'e str>,
    from: Option<&'e str>,
    named: bool,
    place: &'e str,
    schemas: &'e [String],
}

/// A line for each type and a summary, or a list of all.
fn explain(explanations: &[Explanation], json: bool) -> anyhow::Result<String> {
    if json {
        let all = explanations.iter().map(|explanation| Explained {
            item: explanation.item.as_deref(),
            qapi: explanation.qapi.as_deref(),
            from: explanation.from.as_deref(),
            named: explanation.named,
            place: &explanation.place,
            schemas: &explanation.schemas,
        });
        let all: Vec<Explained<'_>> = all.collect();
        return Ok(format!("{}\n", serde_json::to_string_pretty(&all)?));
    }
    let mut text = String::new();
    for explanation in explanations {
        writeln!(text, "{}", printable(&explanation.to_string()))?;
    }
    let known = explanations.iter().filter(|e| e.qapi.is_some());
    let mut by_source: BTreeMap<&str, usize> = BTreeMap::new();
    for explanation in known.clone() {
        *by_source
            .entry(explanation.from.as_deref().unwrap_or_default())
            .or_default() += 1;
    }
    let sources = by_source
        .iter()
        .map(|(from, count)| format!("{count} by `{from}`"));
    let sources: Vec<String> = sources.collect();
    let (all, known) = (explanations.len(), known.count());
    write!(text, "{all} types, {known} of them named in QAPI")?;
    match sources.as_slice() {
        [] => writeln!(text)?,
        sources => writeln!(text, ": {}", sources.join(", "))?,
    }
    Ok(text)
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
    let list = folder.join(WRITTEN);
    let mut earlier = written_earlier(&list)?;
    let mut written = String::new();
    for part in json_schemas(plan) {
        // A schema from elsewhere must not choose where files go.
        if part.of.contains(['/', '\\', '\0']) {
            anyhow::bail!("no file can be called `{}`", printable(&part.of));
        }
        let text = format!("{:#}\n", part.schema);
        let name = format!("{}.json", part.of);
        output::write(Some(&folder.join(&name)), &text)?;
        earlier.remove(&name);
        writeln!(written, "{name}")?;
    }
    for name in earlier {
        let stale = folder.join(name);
        match std::fs::remove_file(&stale) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error).context(format!("cannot remove `{}`", stale.display()));
            }
            _ => {}
        }
    }
    output::write(Some(&list), &written)?;
    Ok(ExitCode::SUCCESS)
}

/// The file that lists what was written beside it.
const WRITTEN: &str = ".qapi-generate";

/// What an earlier run wrote. Names that it cannot have written do not count.
fn written_earlier(list: &Path) -> anyhow::Result<BTreeSet<String>> {
    let text = match std::fs::read_to_string(list) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).context(format!("cannot read `{}`", list.display())),
    };
    let is_ours = |name: &&str| {
        let part = name
            .strip_suffix(".json")
            .and_then(|of| of.rsplit_once('.'));
        let part = part.is_some_and(|(_, part)| matches!(part, "arguments" | "returns" | "data"));
        part && !name.contains(['/', '\\', '\0'])
    };
    Ok(text.lines().filter(is_ours).map(str::to_owned).collect())
}
