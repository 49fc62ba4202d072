//! The page: what is shown where, as data for the template.

mod escape;
mod row;

use std::collections::BTreeMap;

use anyhow::Context as _;
use askama::Template;
use chrono::DateTime;
use escape::Text;
use qapi_conformance::record::{Kind, Outcome};
use row::{Section, sections};

use super::model::{Cell, Counts, Item, Report, State, Suite, Verdict};
use super::text::{count, kind, time};

/// So many of the slowest tests are listed.
const SLOWEST: usize = 10;

/// The page, which needs nothing else.
pub(crate) fn write(report: &Report) -> anyhow::Result<String> {
    Page::new(report)
        .render()
        .context("the page cannot be written")
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'r> {
    style: &'static str,
    script: &'static str,
    /// One word for all of it.
    verdict: &'static str,
    title: String,
    rest: String,
    command: String,
    status: &'r str,
    torn: String,
    started: String,
    filters: Vec<Filter>,
    suites: Vec<Card<'r>>,
    /// The suites' short names.
    labels: Vec<&'r str>,
    problems: Vec<Problem<'r>>,
    skips: Vec<(String, &'r str)>,
    slowest: Vec<Slow<'r>>,
    sections: Vec<Section<'r>>,
}

/// A verdict with the number of tests that have it.
struct Filter {
    look: Look,
    count: usize,
}

/// How a verdict looks.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    class: &'static str,
    symbol: &'static str,
    word: &'static str,
}

impl From<Verdict> for Look {
    fn from(verdict: Verdict) -> Self {
        let (class, symbol) = match verdict {
            Verdict::Crashed => ("x", "‼"),
            Verdict::Failed => ("f", "✗"),
            Verdict::Skipped => ("s", "»"),
            Verdict::NotRun => ("n", "·"),
            Verdict::Stub => ("u", "○"),
            Verdict::Cannot => ("c", "⊘"),
            Verdict::Passed => ("p", "✓"),
        };
        Self {
            class,
            symbol,
            word: verdict.word(),
        }
    }
}

/// A suite at the top.
struct Card<'r> {
    name: &'r str,
    program: String,
    path: String,
    coverage: String,
    elapsed: String,
    counts: Vec<Filter>,
}

/// A test that has not gone well.
struct Problem<'r> {
    look: Look,
    suite: &'r str,
    name: &'r str,
    test: &'r str,
    anchor: String,
    text: Text<'r>,
}

struct Slow<'r> {
    time: String,
    suite: &'r str,
    name: &'r str,
    test: &'r str,
    anchor: String,
}

impl<'r> Page<'r> {
    fn new(report: &'r Report) -> Self {
        let counted = |verdicts: &[Verdict]| {
            let counts = verdicts.iter().filter_map(|verdict| {
                let count = report.counts.get(verdict)?;
                Some(format!("{count} {}", verdict.word()))
            });
            counts.collect::<Vec<String>>().join(", ")
        };
        let failed = counted(&[Verdict::Failed, Verdict::Crashed]);
        let title = match failed.as_str() {
            "" if report.run.failed => "The command failed, but none of these tests".to_owned(),
            "" if !report.torn.is_empty() => "Nothing failed of what can be read".to_owned(),
            "" if report.suites.is_empty() => "There were no tests".to_owned(),
            "" => "Nothing failed".to_owned(),
            _ => failed,
        };
        let rest = [
            Verdict::Passed,
            Verdict::Cannot,
            Verdict::Skipped,
            Verdict::Stub,
            Verdict::NotRun,
        ];
        let started = report.suites.iter().filter_map(|suite| suite.started);
        Self {
            style: include_str!("../../../../templates/report.css"),
            script: include_str!("../../../../templates/report.js"),
            verdict: if report.is_bad() || report.run.failed {
                "bad"
            } else {
                "good"
            },
            title,
            rest: counted(&rest),
            command: report.run.command.join(" "),
            status: report.run.status.as_deref().unwrap_or_default(),
            torn: match report.torn.len() {
                0 => String::new(),
                1 => "1 line of the records breaks off".to_owned(),
                number => format!("{number} lines of the records break off"),
            },
            started: started
                .min_by(f64::total_cmp)
                .map_or_else(String::new, moment),
            filters: filters(&report.counts),
            suites: report.suites.iter().map(Card::new).collect(),
            labels: labels(report),
            problems: problems(report),
            skips: skips(report),
            slowest: slowest(report),
            sections: sections(report),
        }
    }
}

fn filters(counts: &Counts) -> Vec<Filter> {
    let filters = Verdict::ALL.into_iter().filter_map(|verdict| {
        Some(Filter {
            look: verdict.into(),
            count: *counts.get(&verdict)?,
        })
    });
    filters.collect()
}

impl<'r> Card<'r> {
    fn new(suite: &'r Suite) -> Self {
        let subject = suite.subject.as_ref();
        let program = subject.map(|subject| {
            let package = subject
                .package
                .as_ref()
                .map(|package| format!("({package})"));
            let parts = [
                Some(subject.program.clone()),
                subject.version.clone(),
                package,
            ];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            parts.join(" ")
        });
        let path = subject.and_then(|subject| subject.path.as_ref());
        Self {
            name: &suite.name,
            program: program.unwrap_or_else(|| "no QEMU was asked".to_owned()),
            path: path.map_or_else(String::new, |path| path.display().to_string()),
            coverage: suite
                .coverage
                .map_or_else(String::new, |known| known.to_string()),
            elapsed: time(suite.elapsed),
            counts: filters(&suite.counts),
        }
    }
}

/// The names of the suites without what all of them begin with.
fn labels(report: &Report) -> Vec<&str> {
    let names = || report.suites.iter().map(|suite| suite.name.as_str());
    let (Some(first), 2..) = (names().next(), report.suites.len()) else {
        return names().collect();
    };
    let ends = first.match_indices('-').map(|(at, dash)| at + dash.len());
    let starts = ends.filter_map(|end| first.get(..end));
    let mut common = starts.filter(|start| names().all(|name| name.starts_with(start)));
    let common = common.next_back().unwrap_or_default();
    names()
        .map(|name| name.strip_prefix(common).unwrap_or(name))
        .collect()
}

/// All tests of a report, with their suite and item.
fn cells(report: &Report) -> impl Iterator<Item = (&Suite, &Item, &Cell)> {
    let items = report
        .suites
        .iter()
        .flat_map(|suite| suite.items.iter().map(move |item| (suite, item)));
    items.flat_map(|(suite, item)| item.tests.iter().map(move |cell| (suite, item, cell)))
}

fn problems(report: &Report) -> Vec<Problem<'_>> {
    let problems = cells(report).filter_map(|(suite, item, cell)| {
        let State::Ran(outcome) = &cell.state else {
            return None;
        };
        Some(Problem {
            look: cell.state.verdict().into(),
            suite: &suite.name,
            name: &item.name,
            test: &cell.test,
            anchor: anchor(item.kind, &item.name),
            text: match outcome {
                Outcome::Failed { message } => Text(message),
                Outcome::Crashed { status, .. } => Text(status),
                outcome if outcome.is_bad() => Text(outcome.word()),
                _ => return None,
            },
        })
    });
    problems.collect()
}

/// The reasons of all skips, the most frequent first.
fn skips(report: &Report) -> Vec<(String, &str)> {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for (.., cell) in cells(report) {
        if let State::Ran(Outcome::Skipped { reason }) = &cell.state {
            *reasons.entry(reason).or_default() += 1;
        }
    }
    let mut reasons: Vec<(&str, usize)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let reasons = reasons.into_iter();
    reasons
        .map(|(reason, number)| (count(number, "test"), reason))
        .collect()
}

fn slowest(report: &Report) -> Vec<Slow<'_>> {
    let timed =
        cells(report).filter_map(|(suite, item, cell)| Some((cell.seconds?, suite, item, cell)));
    let mut timed: Vec<_> = timed.collect();
    timed.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
    let slowest = timed.into_iter().take(SLOWEST);
    let slowest = slowest.map(|(seconds, suite, item, cell)| Slow {
        time: time(seconds),
        suite: &suite.name,
        name: &item.name,
        test: &cell.test,
        anchor: anchor(item.kind, &item.name),
    });
    slowest.collect()
}

/// Where a row is on the page: a name without what means something in a link.
fn anchor(of: Kind, name: &str) -> String {
    let plain = |c: char| {
        if c.is_alphanumeric() || "-_.".contains(c) {
            c
        } else {
            '-'
        }
    };
    let name: String = name.chars().map(plain).collect();
    format!("{}-{name}", kind(of))
}

/// A time since the beginning of 1970, for people.
fn moment(seconds: f64) -> String {
    let moment = DateTime::from_timestamp_millis((seconds * 1e3) as i64);
    moment.map_or_else(String::new, |moment| {
        moment.format("%Y-%m-%d %H:%M UTC").to_string()
    })
}
