//! `qapi capture`: the schema of a running QEMU, or of one started for it.

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use qapi_client::{Client, Validation};
use qapi_machine::{Binary, Kind, Machine};
use qapi_schema::Schema;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::output;

/// How long a QEMU that has hung up may take to end.
const ENDING: Duration = Duration::from_secs(5);

/// Write down the schema of a QEMU
///
/// Asks a QEMU or storage daemon for its schema: one that is running, by the
/// address of its QMP socket, or one that is started for it without a guest.
///
/// What is written is the JSON array that it answers, one entry a line, each
/// entry as it sent it. A schema that cannot be used is not written. Version,
/// package and architecture are told on standard error.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    /// Where to write it; standard output without this
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How long the QEMU may take for each answer
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    deadline: u64,
    /// Further arguments of the binary
    #[arg(last = true, requires = "binary", value_name = "ARGUMENTS")]
    arguments: Vec<OsString>,
}

#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct Source {
    /// Start this QEMU or storage daemon and ask it
    #[arg(long, value_name = "PATH")]
    binary: Option<PathBuf>,
    /// Ask the one at this address: unix:PATH, tcp:HOST:PORT or a path
    #[arg(long, value_name = "ADDR")]
    socket: Option<String>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let deadline = Duration::from_secs(args.deadline);
    let Source { binary, socket } = &args.source;
    let captured = match (binary, socket) {
        (Some(path), _) => start(path, &args.arguments, deadline)?,
        (None, Some(address)) => ask(client(deadline).connect(address)?)?,
        (None, None) => anyhow::bail!("neither a binary nor a socket"),
    };
    let schema =
        Schema::from_slice(captured.text.as_bytes()).context("what it answered cannot be used")?;
    output::write(args.output.as_deref(), &captured.text)?;
    output::note(&format!(
        "QEMU {}: {} entries ({} commands, {} events)",
        captured.about,
        captured.entries,
        schema.commands().len(),
        schema.events().len()
    ));
    Ok(ExitCode::SUCCESS)
}

struct Captured {
    text: String,
    entries: usize,
    /// Version, package and architecture.
    about: String,
}

fn client(deadline: Duration) -> qapi_client::Builder {
    // What is asked first is the schema that others validate by.
    let builder = Client::builder().validation(Validation::Off);
    builder.connect_deadline(deadline).deadline(deadline)
}

fn start(path: &Path, arguments: &[OsString], deadline: Duration) -> anyhow::Result<Captured> {
    let binary = Binary::new(path)?;
    if binary.kind() == Kind::GuestAgent {
        anyhow::bail!(
            "`{}` is a {}, which cannot be asked for its schema",
            path.display(),
            binary.kind()
        );
    }
    let mut machine = Machine::builder(&binary).args(arguments).start()?;
    let monitor = machine.take_monitor().context("the monitor is taken")?;
    let asked = client(deadline)
        .over(monitor)
        .map_err(Into::into)
        .and_then(ask);
    asked.map_err(|error| {
        // A QEMU that has ended says more than the stream that ended with it.
        let ended = error.chain().any(<dyn Error>::is::<qapi_client::Ended>);
        match ended.then(|| machine.wait(ENDING)) {
            Some(Ok(Some(exit))) => anyhow::anyhow!("`{}` ended with {exit}", path.display()),
            _ => error,
        }
    })
}

#[derive(Deserialize)]
struct Target {
    arch: String,
}

fn ask(mut client: Client) -> anyhow::Result<Captured> {
    let none = serde_json::Map::new();
    let entries: Vec<Box<RawValue>> = client.execute_raw("query-qmp-schema", &none)?;
    let mut about = client.greeting().version.to_string();
    // A storage daemon has no target.
    match client.execute_raw::<Target>("query-target", &none) {
        Ok(target) => about = format!("{about}, {}", target.arch),
        Err(error) if error.is_usable() => {}
        Err(error) => return Err(error.into()),
    }
    let lines: Vec<_> = entries
        .iter()
        .map(|entry| in_one_line(entry.get()))
        .collect();
    Ok(Captured {
        text: format!("[\n{}\n]\n", lines.join(",\n")),
        entries: lines.len(),
        about,
    })
}

/// A monitor with `pretty=on` breaks lines where others have nothing or, after
/// a comma, a space. Inside of strings there are none.
fn in_one_line(text: &str) -> String {
    text.lines()
        .map(str::trim)
        .fold(String::new(), |mut line, part| {
            if line.ends_with(',') {
                line.push(' ');
            }
            line + part
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_in_one_line_stays_as_it_is() {
        let text = r#"{"arg-type":"0",  "features": [ "a", "b" ]}"#;
        assert_eq!(in_one_line(text), text);
    }

    #[test]
    fn pretty_entries_become_what_plain_monitors_send() {
        let pretty = "{\r\n    \"members\": [\r\n        {\r\n            \"name\": \"a\",\r\n            \"type\": \"1\"\r\n        }\r\n    ]\r\n}";
        assert_eq!(
            in_one_line(pretty),
            r#"{"members": [{"name": "a", "type": "1"}]}"#
        );
    }
}
