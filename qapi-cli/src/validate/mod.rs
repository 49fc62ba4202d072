//! `qapi validate`: one JSON document a line in, one verdict a line out.

mod typed;

use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::process::ExitCode;

use anyhow::Context as _;
use qapi_conformance::typed::{Bindings, RoundTrip, deeply};
use qapi_schema::validate::{Rule, Validator, Violation, Violations};
use serde::Serialize;

use crate::output;
use crate::schema::{Deny, SchemaFile};

/// Bytes that are read at once.
const BUFFER: usize = 64 * 1024;
/// The most bytes of a line: as long as the client lets a message of a QEMU be.
/// (A QEMU takes 64 MiB, but answers more to `guest-file-read`.)
const LIMIT: usize = 128 << 20;

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
/// A line that is no JSON, or is longer than 128 MiB, breaks rule json. Blank
/// lines are passed over, but counted in `line`.
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
    /// Put each message through the bundled bindings, too
    ///
    /// They are those of QEMU or those of the guest agent, as the schema is.
    /// Each line of output gets a member `typed`: whether what the message
    /// holds came back unchanged from its Rust type (`lossless`), where not and
    /// why (`loss`; such as a member that the bindings require and this message
    /// lacks), and what the bindings do not know (`unknown`: members, values of
    /// enums, branches, events, commands), which is no fault. A valid line
    /// that is changed counts as invalid for the exit code. The typed API cannot
    /// express all that QEMU takes: a negative `size`, which QEMU wraps, or
    /// `device_add` with members that are not as its schema has them.
    #[arg(long)]
    typed: bool,
}

#[derive(Serialize)]
struct Verdict<'a> {
    line: u64,
    valid: bool,
    violations: Vec<Found<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    typed: Option<RoundTrip>,
}

/// A violation, of the schema or of our own limit.
#[derive(Serialize)]
#[serde(untagged)]
enum Found<'a> {
    Violation(&'a Violation),
    TooLong {
        at: &'static str,
        rule: &'static str,
        message: String,
    },
}

/// What lines are held to.
struct Judge<'s> {
    validator: Validator<'s>,
    bindings: Option<Bindings>,
    /// The most bytes of a line.
    limit: usize,
}

/// What has been judged so far.
#[derive(Default)]
struct Tally {
    lines: u64,
    /// Lines that are valid and lost nothing.
    good: u64,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let schema = args.schema.load()?;
    let validator = schema
        .validator()
        .deny_deprecated(args.deny.contains(&Deny::Deprecated))
        .deny_unstable(args.deny.contains(&Deny::Unstable))
        .first_only(args.first);
    let bindings = args.typed.then(|| typed::bundled(&schema));
    let judge = Judge {
        validator,
        bindings,
        limit: LIMIT,
    };
    let judged = || judge.all(io::stdin().lock(), io::stdout().lock());
    let tally = if args.typed {
        deeply(judged).context("cannot start a thread")??
    } else {
        judged()?
    };
    if io::stderr().is_terminal() {
        output::note(&format!(
            "{} of {} lines are valid",
            tally.good, tally.lines
        ));
    }
    Ok(ExitCode::from(u8::from(tally.good < tally.lines)))
}

impl Judge<'_> {
    /// Judges every line of `input`.
    fn all(&self, input: impl Read, sink: impl Write) -> anyhow::Result<Tally> {
        let limit = self.limit;
        let mut input = BufReader::with_capacity(BUFFER, input);
        let mut sink = BufWriter::new(sink);
        let mut tally = Tally::default();
        let mut line = Vec::new();
        for number in 1.. {
            // Whoever waits for a verdict before sending the next line gets it.
            if !input.buffer().contains(&b'\n') && !output::is_read(sink.flush())? {
                break;
            }
            if !read_line(&mut input, &mut line, limit).context("cannot read standard input")? {
                break;
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let too_long = (line.len() > limit).then(|| Found::TooLong {
                at: "",
                rule: Rule::Json.as_str(),
                message: format!("the line is longer than {limit} bytes"),
            });
            let judged = match too_long {
                Some(_) => None,
                None => self.validator.message(&line).err(),
            };
            let violations = judged.iter().flat_map(Violations::iter);
            let violations: Vec<Found<'_>> =
                violations.map(Found::Violation).chain(too_long).collect();
            let bindings = self.bindings.as_ref().filter(|_| line.len() <= limit);
            let round_trip = |bindings| typed::round_trip(bindings, &line, judged.as_ref());
            let typed = bindings.and_then(round_trip);
            let valid = violations.is_empty();
            let kept = typed.as_ref().is_none_or(RoundTrip::is_lossless);
            tally.lines += 1;
            tally.good += u64::from(valid && kept);
            let verdict = Verdict {
                line: number,
                valid,
                violations,
                typed,
            };
            let written = serde_json::to_writer(&mut sink, &verdict).map_err(io::Error::from);
            if !output::is_read(written.and_then(|()| sink.write_all(b"\n")))? {
                break;
            }
        }
        Ok(tally)
    }
}

/// Reads a line without its end; of one that is longer than `limit`, one byte
/// more than that, and the rest is passed over. False at the end of the input.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>, limit: usize) -> io::Result<bool> {
    line.clear();
    line.shrink_to(BUFFER);
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let count = input.by_ref().take(most).read_until(b'\n', line)?;
    if line.pop_if(|last| *last == b'\n').is_none() && line.len() > limit {
        input.skip_until(b'\n')?;
    }
    Ok(count > 0)
}

#[cfg(test)]
mod tests {
    use qapi_schema::Schema;
    use serde_json::Value;

    use super::*;

    #[test]
    fn a_line_that_is_too_long_is_told_and_passed_over() {
        let dump = br#"[{"name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": "0"},
            {"name": "0", "meta-type": "object", "members": []}]"#;
        let schema = Schema::from_slice(dump).unwrap();
        let command = |id: usize| format!(r#"{{"execute": "stop", "id": "{}"}}"#, "x".repeat(id));
        let limit = command(9).len();
        let input = [
            command(9),
            command(10),
            command(300_000),
            command(1),
            command(10),
        ];
        let mut output = Vec::new();
        let input = input.join("\n");
        let judge = Judge {
            validator: schema.validator(),
            bindings: None,
            limit,
        };
        let tally = judge.all(input.as_bytes(), &mut output).unwrap();
        assert_eq!((tally.lines, tally.good), (5, 2));
        let output = String::from_utf8(output).unwrap();
        let verdicts: Vec<Value> = output
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let valid: Vec<bool> = verdicts
            .iter()
            .map(|verdict| verdict["valid"] == true)
            .collect();
        assert_eq!(valid, [true, false, false, true, false]);
        let violation = &verdicts[2]["violations"][0];
        let message = format!("the line is longer than {limit} bytes");
        assert_eq!(
            *violation,
            serde_json::json!({"at": "", "rule": "json", "message": message})
        );
    }
}
