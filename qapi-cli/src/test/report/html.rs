//! The page: what is shown where, as data for the template.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use anyhow::Context as _;
use askama::Template;
use askama::filters::HtmlSafe;
use chrono::DateTime;
use qapi_conformance::record::{Kind, Outcome, Transcript};

use super::model::{Absent, Cell, Counts, Item, Report, State, Suite, Verdict};
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
    command: String,
    status: &'r str,
    started: String,
    filters: Vec<Filter>,
    suites: Vec<Card<'r>>,
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

/// What is tested of one kind.
struct Section<'r> {
    title: &'static str,
    /// `233 commands`.
    rows: Vec<Row<'r>>,
}

/// A command or event in all suites.
struct Row<'r> {
    anchor: String,
    name: &'r str,
    /// The classes of all verdicts in it.
    verdicts: String,
    /// By suite; nothing where a suite does not have it.
    marks: Vec<Option<Marks>>,
    tests: Vec<Together<'r>>,
}

/// The tests of one suite.
struct Marks {
    title: String,
    looks: Vec<Look>,
}

/// One test in all suites, with what is equal told once.
struct Together<'r> {
    test: &'r str,
    ends: Vec<End<'r>>,
    exchanges: Vec<Exchange<'r>>,
}

/// How it ended, and where.
struct End<'r> {
    look: Look,
    /// The suites, each with its time.
    places: Vec<(&'r str, String)>,
    text: Option<Text<'r>>,
    output: Option<Text<'r>>,
}

/// What was said, and where.
struct Exchange<'r> {
    suites: Vec<&'r str>,
    size: String,
    judged: Option<(usize, usize)>,
    asked: Vec<Asked<'r>>,
    lines: Vec<Line<'r>>,
}

struct Asked<'r> {
    what: Text<'r>,
    question: Text<'r>,
    answer: Text<'r>,
    further: usize,
}

struct Line<'r> {
    left_out: usize,
    monitor: usize,
    from_qemu: bool,
    text: Text<'r>,
}

/// A text between tags, where a quotation mark may stay as it is: exchanges are
/// full of them.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Text<'r>(&'r str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['&', '<', '>']) {
            let (plain, special) = rest.split_at(at);
            f.write_str(plain)?;
            let mut special = special.chars();
            f.write_str(match special.next() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                _ => "&gt;",
            })?;
            rest = special.as_str();
        }
        f.write_str(rest)
    }
}

impl HtmlSafe for Text<'_> {}

impl<'r> Page<'r> {
    fn new(report: &'r Report) -> Self {
        let sum: usize = report.counts.values().sum();
        let tests = count(sum, "test");
        let bad = [Verdict::Failed, Verdict::Crashed].map(|verdict| {
            let count = report.counts.get(&verdict)?;
            Some(format!("{count} {}", verdict.word()))
        });
        let bad: Vec<String> = bad.into_iter().flatten().collect();
        let title = match bad.as_slice() {
            [] => tests,
            bad => format!("{} of {tests}", bad.join(" and ")),
        };
        let started = report.suites.iter().filter_map(|suite| suite.started);
        Self {
            style: include_str!("../../../templates/report.css"),
            script: include_str!("../../../templates/report.js"),
            verdict: if report.is_bad() { "bad" } else { "good" },
            title,
            command: report.run.command.join(" "),
            status: report.run.status.as_deref().unwrap_or_default(),
            started: started
                .min_by(f64::total_cmp)
                .map_or_else(String::new, moment),
            filters: filters(&report.counts),
            suites: report.suites.iter().map(Card::new).collect(),
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
            elapsed: time(suite.elapsed),
            counts: filters(&suite.counts),
        }
    }
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

fn sections(report: &Report) -> Vec<Section<'_>> {
    // By kind and name, what each suite has of it.
    let mut rows: BTreeMap<Kind, BTreeMap<&str, Vec<Option<&Item>>>> = BTreeMap::new();
    for (at, suite) in report.suites.iter().enumerate() {
        for item in &suite.items {
            let row = rows.entry(item.kind).or_default().entry(&item.name);
            let row = row.or_insert_with(|| vec![None; report.suites.len()]);
            if let Some(place) = row.get_mut(at) {
                *place = Some(item);
            }
        }
    }
    let sections = rows.into_iter().map(|(of, rows)| Section {
        title: kind(of),
        rows: rows
            .into_iter()
            .map(|(name, items)| Row::new(report, of, name, &items))
            .collect(),
    });
    sections.collect()
}

impl<'r> Row<'r> {
    fn new(report: &'r Report, kind: Kind, name: &'r str, items: &[Option<&'r Item>]) -> Self {
        let suites = report.suites.iter().zip(items);
        let marks = suites
            .clone()
            .map(|(suite, item)| Marks::new(suite, (*item)?).into());
        let tests = suites.filter_map(|(suite, item)| Some((suite.name.as_str(), (*item)?)));
        let tests: Vec<(&str, &Cell)> = tests
            .flat_map(|(suite, item)| item.tests.iter().map(move |cell| (suite, cell)))
            .collect();
        let mut classes: Vec<&str> = tests
            .iter()
            .map(|(_, cell)| Look::from(cell.state.verdict()).class)
            .collect();
        classes.sort_unstable();
        classes.dedup();
        let mut names: Vec<&str> = Vec::new();
        for (_, cell) in &tests {
            if !names.contains(&cell.test.as_str()) {
                names.push(&cell.test);
            }
        }
        let together = names.into_iter().map(|test| {
            let cells = tests.iter().filter(|(_, cell)| cell.test == test);
            Together::new(test, cells.copied())
        });
        Self {
            anchor: anchor(kind, name),
            name,
            verdicts: classes.join(" "),
            marks: marks.collect(),
            tests: together.collect(),
        }
    }
}

impl Marks {
    fn new(suite: &Suite, item: &Item) -> Self {
        let mut title = format!("{}:", suite.name);
        for (at, cell) in item.tests.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            // Writing to a string does not fail.
            let _ = write!(
                title,
                "{comma} {} {}",
                cell.test,
                cell.state.verdict().word()
            );
        }
        let looks = item.tests.iter().map(|cell| cell.state.verdict().into());
        Self {
            title,
            looks: looks.collect(),
        }
    }
}

impl<'r> Together<'r> {
    fn new(test: &'r str, cells: impl Iterator<Item = (&'r str, &'r Cell)>) -> Self {
        let mut ends: Vec<(&State, End<'r>)> = Vec::new();
        let mut exchanges: Vec<(&Transcript, Exchange<'r>)> = Vec::new();
        for (suite, cell) in cells {
            let place = (suite, cell.seconds.map_or_else(String::new, time));
            match ends.iter_mut().find(|(state, _)| **state == cell.state) {
                Some((_, end)) => end.places.push(place),
                None => ends.push((&cell.state, End::new(&cell.state, place))),
            }
            if cell.exchange.is_empty() {
                continue;
            }
            let known = exchanges.iter_mut();
            match known
                .into_iter()
                .find(|(known, _)| **known == cell.exchange)
            {
                Some((_, exchange)) => exchange.suites.push(suite),
                None => exchanges.push((&cell.exchange, Exchange::new(suite, &cell.exchange))),
            }
        }
        Self {
            test,
            ends: ends.into_iter().map(|(_, end)| end).collect(),
            exchanges: exchanges
                .into_iter()
                .map(|(_, exchange)| exchange)
                .collect(),
        }
    }
}

impl<'r> End<'r> {
    fn new(state: &'r State, place: (&'r str, String)) -> Self {
        let (text, output) = match state {
            State::Ran(Outcome::Failed { message }) => (Some(message.as_str()), None),
            State::Ran(Outcome::Crashed {
                message, output, ..
            }) => (Some(message.as_str()), Some(output.as_str())),
            State::Ran(Outcome::Skipped { reason } | Outcome::Cannot { reason }) => {
                (Some(reason.as_str()), None)
            }
            State::Ran(_) => (None, None),
            State::Absent(Absent::Stub) => (Some("nobody has written it yet"), None),
            State::Absent(Absent::NotRun) => (Some("it has not run, or not to its end"), None),
        };
        Self {
            look: state.verdict().into(),
            places: vec![place],
            text: text.map(Text),
            output: output.filter(|output| !output.is_empty()).map(Text),
        }
    }
}

impl<'r> Exchange<'r> {
    fn new(suite: &'r str, transcript: &'r Transcript) -> Self {
        let judged = transcript.judged.as_ref();
        let asked = judged
            .map(|judged| judged.asked.as_slice())
            .unwrap_or_default()
            .iter();
        let left_out: usize = transcript.lines.iter().map(|line| line.left_out).sum();
        let messages = transcript.lines.len() + left_out;
        let size = judged.map(|judged| count(judged.instances + judged.mutations, "question"));
        let messages = (messages > 0).then(|| count(messages, "message"));
        let size: Vec<String> = size.into_iter().chain(messages).collect();
        let lines = transcript.lines.iter().map(|line| Line {
            left_out: line.left_out,
            monitor: line.monitor,
            from_qemu: line.from_qemu,
            text: Text(&line.text),
        });
        Self {
            suites: vec![suite],
            size: size.join(" and "),
            judged: judged.map(|judged| (judged.instances, judged.mutations)),
            asked: asked
                .map(|asked| Asked {
                    what: Text(&asked.what),
                    question: Text(&asked.question),
                    answer: Text(&asked.answer),
                    further: asked.further,
                })
                .collect(),
            lines: lines.collect(),
        }
    }
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
