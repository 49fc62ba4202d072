//! `qapi validate`: one JSON document a line in, one verdict a line out.

use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::process::ExitCode;

use anyhow::Context as _;
use qapi_schema::validate::{Validator, Violation, Violations};
use serde::Serialize;

use crate::output;
use crate::schema::{Deny, SchemaFile};

/// Bytes that are read at once.
const BUFFER: usize = 64 * 1024;

/// Check messages against a schema
///
/// Reads one JSON document a line from standard input: a command
/// (`{"execute": …, "arguments": …}` or `exec-oob`), an event
/// (`{"event": …, "data": …}`) or a reply with the command that it answers
/// (`{"execute": NAME, "return": …}`); `id` and `timestamp` as the protocol has
/// them. Writes one line of JSON for each:
///
///   {"line": 1, "valid": false, "violations": [{"at": …, "rule": …, "message": …}]}
///
/// `at` is a coordinate (empty where there is no place), `rule` one of json,
/// envelope, depth, duplicate-member, unknown-command, unknown-event, missing,
/// unknown-member, type, integer-range, enum-value, deprecated, unstable, oob.
/// A line that is no JSON breaks rule json. Blank lines are passed over, but
/// counted in `line`.
///
/// Exit code: 0 if all lines are valid, 1 if one is not, 2 if it could not run.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(flatten)]
    schema: SchemaFile,
    /// Take the use of deprecated or unstable things for a violation
    #[arg(long, value_name = "WHAT", value_enum, value_delimiter = ',')]
    deny: Vec<Deny>,
    /// Stop at the first violation of each line
    #[arg(long)]
    first: bool,
}

#[derive(Serialize)]
struct Verdict<'a> {
    line: u64,
    valid: bool,
    violations: Vec<&'a Violation>,
}

/// What has been judged so far.
#[derive(Default)]
struct Tally {
    lines: u64,
    valid: u64,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let schema = args.schema.load()?;
    let validator = schema
        .validator()
        .deny_deprecated(args.deny.contains(&Deny::Deprecated))
        .deny_unstable(args.deny.contains(&Deny::Unstable))
        .first_only(args.first);
    let tally = judge(&validator, io::stdin().lock(), io::stdout().lock())?;
    if io::stderr().is_terminal() {
        output::note(&format!(
            "{} of {} lines are valid",
            tally.valid, tally.lines
        ));
    }
    Ok(ExitCode::from(u8::from(tally.valid < tally.lines)))
}

/// Judges every line of `input`.
fn judge(validator: &Validator<'_>, input: impl Read, sink: impl Write) -> anyhow::Result<Tally> {
    let mut input = BufReader::with_capacity(BUFFER, input);
    let mut sink = BufWriter::new(sink);
    let mut tally = Tally::default();
    let mut line = Vec::new();
    for number in 1.. {
        // Whoever waits for a verdict before sending the next line gets it.
        if !input.buffer().contains(&b'\n') && !output::is_read(sink.flush())? {
            break;
        }
        line.clear();
        line.shrink_to(BUFFER);
        let read = input.read_until(b'\n', &mut line);
        if read.context("cannot read standard input")? == 0 {
            break;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let judged = validator.message(&line);
        tally.lines += 1;
        tally.valid += u64::from(judged.is_ok());
        let violations = judged.err();
        let verdict = Verdict {
            line: number,
            valid: violations.is_none(),
            violations: violations.iter().flat_map(Violations::iter).collect(),
        };
        let written = serde_json::to_writer(&mut sink, &verdict).map_err(io::Error::from);
        if !output::is_read(written.and_then(|()| sink.write_all(b"\n")))? {
            break;
        }
    }
    Ok(tally)
}
