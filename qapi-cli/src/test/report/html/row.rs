//! The rows of the matrix.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use qapi_conformance::record::{Kind, Outcome, Transcript};

use super::escape::Text;
use super::{Look, anchor, labels};
use crate::test::report::model::{Cell, Item, Report, State};
use crate::test::report::text::{count, kind, time};

/// What is tested of one kind.
pub(super) struct Section<'r> {
    pub(super) title: &'static str,
    /// `233 commands`.
    pub(super) rows: Vec<Row<'r>>,
}

/// A command or event in all suites.
pub(super) struct Row<'r> {
    pub(super) anchor: String,
    pub(super) name: &'r str,
    /// The classes of all verdicts in it.
    pub(super) verdicts: String,
    /// By suite; nothing where a suite does not have it.
    pub(super) marks: Vec<Option<Marks>>,
    pub(super) tests: Vec<Together<'r>>,
}

/// The tests of one suite.
pub(super) struct Marks {
    pub(super) title: String,
    pub(super) looks: Vec<Look>,
}

/// One test in all suites, with what is equal told once.
pub(super) struct Together<'r> {
    pub(super) test: &'r str,
    pub(super) ends: Vec<End<'r>>,
    pub(super) exchanges: Vec<Exchange<'r>>,
}

/// How it ended, and where.
pub(super) struct End<'r> {
    pub(super) look: Look,
    /// The suites, each with its time.
    pub(super) places: Vec<(&'r str, String)>,
    /// Its reason, or a signal.
    pub(super) status: Option<Text<'r>>,
    pub(super) text: Option<Text<'r>>,
    pub(super) output: Option<Text<'r>>,
}

/// What was said, and where.
pub(super) struct Exchange<'r> {
    pub(super) suites: Vec<&'r str>,
    pub(super) size: String,
    pub(super) judged: Option<(usize, usize)>,
    pub(super) asked: Vec<Asked<'r>>,
    pub(super) lines: Vec<Line<'r>>,
}

pub(super) struct Asked<'r> {
    pub(super) what: Text<'r>,
    pub(super) question: Text<'r>,
    pub(super) answer: Text<'r>,
    pub(super) further: usize,
}

pub(super) struct Line<'r> {
    pub(super) left_out: usize,
    pub(super) place: &'r str,
    pub(super) monitor: usize,
    pub(super) from_qemu: bool,
    pub(super) text: Text<'r>,
}

pub(super) fn sections(report: &Report) -> Vec<Section<'_>> {
    let labels = labels(report);
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
            .map(|(name, items)| Row::new(&labels, of, name, &items))
            .collect(),
    });
    sections.collect()
}

impl<'r> Row<'r> {
    fn new(labels: &[&'r str], kind: Kind, name: &'r str, items: &[Option<&'r Item>]) -> Self {
        let suites = labels.iter().copied().zip(items);
        let marks = suites
            .clone()
            .map(|(suite, item)| Some(Marks::new(suite, (*item)?)));
        let tests = suites.filter_map(|(suite, item)| Some((suite, (*item)?)));
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
    fn new(suite: &str, item: &Item) -> Self {
        let mut title = format!("{suite}:");
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
        let (status, text, output) = match state {
            State::Ran(Outcome::Failed { message }) => ("", message.as_str(), ""),
            State::Ran(Outcome::Crashed {
                message,
                status,
                output,
            }) => (status.as_str(), message.as_str(), output.as_str()),
            State::Ran(Outcome::Skipped { reason } | Outcome::Cannot { reason }) => {
                (reason.as_str(), "", "")
            }
            State::Ran(_) | State::Absent(_) => ("", "", ""),
        };
        let some = |text: &'r str| (!text.is_empty()).then_some(Text(text));
        Self {
            look: state.verdict().into(),
            places: vec![place],
            status: some(status),
            text: some(text),
            output: some(output),
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
            place: &line.place,
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
