//! QEMUs, each tested by what it says of itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anstyle::Style;
use anyhow::Context as _;
use qapi_conformance::protocol::ROWS;
use qapi_conformance::record::{Entry, Outcome, Records, Test};
use qapi_conformance::{Stop, Suite};
use qapi_machine::Binary;
use qapi_schema::Schema;
use qapi_schema::quote::printable;
use qapi_types::qmp::REGISTRY;

use super::binaries;
use super::report::text::{count, time};
use super::report::{self, Report, Run};
use super::run::summary;
use crate::output::{self, ASIDE, CAUTION, ERROR, NAME, TITLE, TYPE};

/// Tests these QEMUs, or all that are here.
pub(super) fn run(paths: &[PathBuf], folder: Option<&Path>) -> anyhow::Result<ExitCode> {
    let binaries = binaries(paths)?;
    let entries = Arc::new(Mutex::new(Vec::new()));
    for binary in &binaries {
        let name = name(binary, &binaries);
        let package = binary
            .package()
            .map_or_else(String::new, |package| format!(" ({package})"));
        let path = binary.path().display();
        let kind = binary.kind();
        output::print(&format!(
            "{TITLE}{name}{TITLE:#}: {kind}{package}, {path}\n"
        ))?;
        let suite = Suite::of(name, binary)
            .map_err(told)
            .with_context(|| format!("`{path}` cannot be tested"))?;
        test(suite.other_bindings(REGISTRY), &entries)?;
    }
    let entries = std::mem::take(&mut *entries.lock().unwrap_or_else(PoisonError::into_inner));
    let skips = skips(&entries);
    let records = Records {
        entries,
        ..Records::default()
    };
    let report = Report::new(Run::default(), records);
    output::print(&format!("\n{TITLE}{}{TITLE:#}\n{skips}", summary(&report)))?;
    if let Some(folder) = folder {
        report::write(folder, &report)?;
        let page = folder.join("report.html");
        output::print(&format!("the report is `{}`\n", page.display()))?;
    }
    Ok(ExitCode::from(u8::from(report.is_bad())))
}

/// The name of a binary's suite, which no other has.
fn name(binary: &Binary, all: &[Binary]) -> String {
    let plain = |binary: &Binary| {
        let file = binary.path().file_name().unwrap_or_default();
        let file = file.to_string_lossy();
        // Some have their version in their name.
        let versions = file.match_indices('-').filter(|(at, dash)| {
            let rest = file.get(at + dash.len()..).unwrap_or_default();
            rest.starts_with(|c: char| c.is_ascii_digit())
        });
        let end = versions.map(|(at, _)| at).next().unwrap_or(file.len());
        let (name, _) = file.split_at(end);
        match name.strip_prefix("qemu-system-") {
            Some(target) => format!("qemu-{}-{target}", binary.version()),
            None => format!("{name}-{}", binary.version()),
        }
    };
    let own = plain(binary);
    let same: Vec<&Binary> = all.iter().filter(|other| plain(other) == own).collect();
    match same.iter().position(|other| *other == binary) {
        Some(at) if at > 0 => format!("{own}#{}", at + 1),
        _ => own,
    }
}

/// A test of a suite.
#[derive(Clone, Copy)]
enum Job<'s> {
    Messages,
    Protocol(&'s str),
    Command(&'s str),
    Live(&'s str),
    Event(&'s str),
}

impl<'s> Job<'s> {
    /// All that there are of a schema.
    fn all(schema: &'s Schema) -> Vec<Self> {
        let commands = schema.commands().iter().map(qapi_schema::Command::name);
        let commands = commands.flat_map(|name| [Self::Command(name), Self::Live(name)]);
        let events = schema
            .events()
            .iter()
            .map(|event| Self::Event(event.name()));
        let rows = ROWS.iter().map(|row| Self::Protocol(row.name));
        let all = [Self::Messages].into_iter().chain(rows);
        all.chain(commands).chain(events).collect()
    }

    fn run(self, suite: &Suite) -> Result<(), Stop> {
        match self {
            Self::Messages => suite.messages(),
            Self::Protocol(row) => suite.protocol(row),
            Self::Command(name) => suite.command_schema(name),
            Self::Live(name) => suite.live(name),
            Self::Event(name) => suite.event_schema(name),
        }
    }
}

/// Runs all tests of a suite, on as many threads as there are processors, and
/// prints a line for each.
fn test(suite: Suite, entries: &Arc<Mutex<Vec<Entry>>>) -> anyhow::Result<()> {
    let schema = Arc::clone(suite.schema().map_err(told)?);
    let jobs = Job::all(&schema);
    let suite = {
        let (entries, total) = (Arc::clone(entries), jobs.len());
        let done = AtomicUsize::new(0);
        suite.recorded(move |entry| {
            let mut entries = entries.lock().unwrap_or_else(PoisonError::into_inner);
            if let Entry::Test(test) = &entry {
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                // That nothing can be printed shows in the end.
                let _ = output::print(&line(test, done, total));
            }
            entries.push(entry);
        })
    };
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            // How it ends is recorded.
            let _ = job.run(&suite);
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(work);
        }
    });
    Ok(())
}

fn told(stop: Stop) -> anyhow::Error {
    anyhow::anyhow!("{}", stop.message())
}

/// `(3/233) query-status live: passed (0.02 s)`, and what is to be said of it.
fn line(test: &Test, done: usize, total: usize) -> String {
    let (style, text) = match &test.outcome {
        Outcome::Passed => (TYPE, String::new()),
        Outcome::Cannot { reason } | Outcome::Skipped { reason } => (CAUTION, reason.clone()),
        Outcome::Failed { message } => (ERROR, message.clone()),
        Outcome::Crashed {
            message,
            status,
            output,
        } => {
            let parts = [status.as_str(), output, "at or before:", message];
            (ERROR, parts.join("\n"))
        }
        _ => (Style::new(), String::new()),
    };
    let (name, what, word) = (printable(&test.name), &test.test, test.outcome.word());
    let time = time(test.seconds);
    let mut line = format!(
        "({done}/{total}) {NAME}{name}{NAME:#} {what}: {style}{word}{style:#} {ASIDE}({time}){ASIDE:#}\n"
    );
    for text in text.lines() {
        // Writing to a string does not fail.
        let _ = writeln!(line, "    {}", printable(text));
    }
    line
}

/// The reasons of skips, a line each.
fn skips(entries: &[Entry]) -> String {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        if let Entry::Test(test) = entry
            && let Outcome::Skipped { reason } = &test.outcome
        {
            *reasons.entry(reason).or_default() += 1;
        }
    }
    let lines = reasons.iter().map(|(reason, number)| {
        let tests = count(*number, "test");
        format!("  {tests} skipped: {}\n", printable(reason))
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use qapi_client::sim::Simulator;
    use qapi_conformance::Coverage;
    use serde_json::{Value, json};

    use super::*;

    const DUMP: &[u8] = include_bytes!("../../../schemas/qemu-10.0-x86_64.json");

    /// What becomes of `query-status`, whose reply has an integer under this name.
    fn outcome(member: &'static str) -> Result<(), Stop> {
        let mut dump: Vec<Value> = serde_json::from_slice(DUMP).unwrap();
        let find = |dump: &[Value], name: &Value| dump.iter().position(|is| is["name"] == *name);
        let command = find(&dump, &json!("query-status")).unwrap();
        let reply = find(&dump, &dump[command]["ret-type"]).unwrap();
        let members = dump[reply]["members"].as_array_mut().unwrap();
        members.retain(|is| is["name"] != member);
        members.push(json!({"name": member, "type": "int"}));
        let dump: &'static [u8] = serde_json::to_vec(&dump).unwrap().leak();
        let simulator = Simulator::new(Schema::from_slice(dump).unwrap().into());
        simulator.on("query-status", move |_| {
            let mut reply = json!({"running": true, "status": "running"});
            reply[member] = json!(1);
            Ok(reply)
        });
        let suite = Suite::new("simulated", dump, Coverage::default()).simulated(&simulator);
        let suite = suite.other_bindings(REGISTRY).recorded(drop);
        suite.live("query-status")
    }

    #[test]
    fn replies_come_back_from_the_bundled_types() {
        outcome("of-tomorrow").unwrap();
        assert_eq!(
            outcome("running").unwrap_err().message(),
            "query-status.returns.running: the bindings do not take it: \
             invalid type: integer `1`, expected a boolean\n\
             in {\"running\": 1, \"status\": \"running\"}"
        );
    }
}
