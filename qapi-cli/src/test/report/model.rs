//! What a report tells: what has become of each test, whether it ran or not.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use qapi_conformance::Coverage;
use qapi_conformance::record::{
    Entry, Hand, Kind, Map, Outcome, Place, Records, Subject, Test, Torn, Transcript,
};
use serde::Serialize;

/// All that a report tells.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Report {
    /// The command that has run the tests, and how it has ended.
    #[serde(flatten)]
    pub(crate) run: Run,
    /// What tests have left behind that cannot be read to its end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) torn: Vec<Torn>,
    pub(crate) counts: Counts,
    pub(crate) suites: Vec<Suite>,
}

/// What has run the tests.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Run {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) command: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<String>,
    /// Whether it has failed, be it with a test or without.
    #[serde(skip)]
    pub(crate) failed: bool,
}

/// How many tests have ended in which way.
pub(crate) type Counts = BTreeMap<Verdict, usize>;

/// The tests of one schema on one QEMU.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Suite {
    pub(crate) name: String,
    /// What was tested; nothing if there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) subject: Option<Subject>,
    /// How much of the schema somebody has written tests for, where some are
    /// expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) coverage: Option<Coverage>,
    /// When its first test began, in seconds since the beginning of 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) started: Option<f64>,
    /// From the beginning of its first test to the end of its last.
    pub(crate) elapsed: f64,
    pub(crate) counts: Counts,
    pub(crate) items: Vec<Item>,
}

/// A command or event, or whatever else is tested.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Item {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) tests: Vec<Cell>,
}

/// What has become of a test.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Cell {
    pub(crate) test: String,
    #[serde(flatten)]
    pub(crate) state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) started: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) seconds: Option<f64>,
    #[serde(skip_serializing_if = "Transcript::is_empty")]
    pub(crate) exchange: Transcript,
}

/// Whether it ran, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum State {
    Ran(Outcome),
    Absent(Absent),
}

/// Why there is no outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub(crate) enum Absent {
    /// Nobody has written it yet.
    Stub,
    /// It is there, but has not run, or not to its end.
    NotRun,
}

/// An outcome without its words; the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Verdict {
    Crashed,
    Failed,
    Skipped,
    NotRun,
    Stub,
    Cannot,
    Passed,
}

impl Verdict {
    pub(crate) const ALL: [Self; 7] = [
        Self::Crashed,
        Self::Failed,
        Self::Skipped,
        Self::NotRun,
        Self::Stub,
        Self::Cannot,
        Self::Passed,
    ];

    /// For people.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Crashed => "crashed",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::NotRun => "not run",
            Self::Stub => "stub",
            Self::Cannot => "refused as known",
            Self::Passed => "passed",
        }
    }
}

impl State {
    pub(crate) fn verdict(&self) -> Verdict {
        match self {
            Self::Ran(Outcome::Passed) => Verdict::Passed,
            Self::Ran(Outcome::Cannot { .. }) => Verdict::Cannot,
            Self::Ran(Outcome::Crashed { .. }) => Verdict::Crashed,
            Self::Ran(Outcome::Skipped { .. }) => Verdict::Skipped,
            // And what a later version may have.
            Self::Ran(_) => Verdict::Failed,
            Self::Absent(Absent::Stub) => Verdict::Stub,
            Self::Absent(Absent::NotRun) => Verdict::NotRun,
        }
    }
}

impl Report {
    /// What these records tell. Of a test that ran more than once, the last run
    /// counts.
    pub(crate) fn new(run: Run, records: Records) -> Self {
        let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
        for entry in records.entries {
            match entry {
                Entry::Map(map) => drafts.entry(map.suite.clone()).or_default().map(&map),
                Entry::Subject(subject) => {
                    let draft = drafts.entry(subject.suite.clone()).or_default();
                    draft.subject = Some(subject);
                }
                Entry::Test(test) => drafts.entry(test.suite.clone()).or_default().test(*test),
                // A later version's.
                _ => {}
            }
        }
        let drafts = drafts.into_iter();
        let mut suites: Vec<Suite> = drafts.map(|(name, draft)| draft.suite(name)).collect();
        suites.sort_by(|a, b| natural(&a.name, &b.name));
        let mut counts = Counts::new();
        for (verdict, count) in suites.iter().flat_map(|suite| &suite.counts) {
            *counts.entry(*verdict).or_default() += count;
        }
        Self {
            run,
            torn: records.torn,
            counts,
            suites,
        }
    }

    /// Whether something is wrong: what cannot be read may have been a failure.
    pub(crate) fn is_bad(&self) -> bool {
        let bad = [Verdict::Crashed, Verdict::Failed];
        let has_failed = bad.iter().any(|verdict| self.counts.contains_key(verdict));
        has_failed || !self.torn.is_empty()
    }
}

/// A suite of which not everything has been read.
#[derive(Default)]
struct Draft {
    subject: Option<Subject>,
    coverage: Option<Coverage>,
    items: BTreeMap<(Kind, String), BTreeMap<Rank, Cell>>,
}

/// Tests in the order in which they are shown.
type Rank = (usize, String);

/// The tests that there are of most; others come after them.
const USUAL: &[&str] = &["schema", "live", "behaviour", "raised"];

fn rank(test: &str) -> Rank {
    let usual = USUAL.iter().position(|usual| *usual == test);
    (usual.unwrap_or(USUAL.len()), test.to_owned())
}

impl Draft {
    /// Has a place for each test that there is to be.
    fn map(&mut self, map: &Map) {
        self.coverage = map.coverage();
        let kinds = [
            (
                Kind::Command,
                &map.commands,
                ["schema", "live"].as_slice(),
                "behaviour",
            ),
            (Kind::Event, &map.events, ["schema"].as_slice(), "raised"),
        ];
        for (kind, places, usual, by_hand) in kinds {
            for Place { name, hand } in places {
                for test in usual {
                    self.absent(kind, name, test, Absent::NotRun);
                }
                match hand {
                    Hand::Stub => self.absent(kind, name, by_hand, Absent::Stub),
                    Hand::Written | Hand::Cannot => {
                        self.absent(kind, name, by_hand, Absent::NotRun);
                    }
                    _ => {}
                }
            }
        }
    }

    fn absent(&mut self, kind: Kind, name: &str, test: &str, why: Absent) {
        let tests = self.items.entry((kind, name.to_owned())).or_default();
        // It may have been read already that it ran.
        tests.entry(rank(test)).or_insert_with(|| Cell {
            test: test.to_owned(),
            state: State::Absent(why),
            started: None,
            seconds: None,
            exchange: Transcript::default(),
        });
    }

    fn test(&mut self, test: Test) {
        let tests = self.items.entry((test.kind, test.name)).or_default();
        let rank = rank(&test.test);
        let is_later = |before: &Cell| before.started.is_none_or(|before| before <= test.started);
        if tests.get(&rank).is_none_or(is_later) {
            let cell = Cell {
                test: test.test,
                state: State::Ran(test.outcome),
                started: Some(test.started),
                seconds: Some(test.seconds),
                exchange: test.exchange,
            };
            tests.insert(rank, cell);
        }
    }

    fn suite(self, name: String) -> Suite {
        let items = self.items.into_iter().map(|((kind, name), tests)| Item {
            kind,
            name,
            tests: tests.into_values().collect(),
        });
        let items: Vec<Item> = items.collect();
        let cells = || items.iter().flat_map(|item| &item.tests);
        let mut counts = Counts::new();
        for cell in cells() {
            *counts.entry(cell.state.verdict()).or_default() += 1;
        }
        let started = cells()
            .filter_map(|cell| cell.started)
            .min_by(f64::total_cmp);
        let ends = cells().filter_map(|cell| Some(cell.started? + cell.seconds?));
        let ended = ends.max_by(f64::total_cmp);
        Suite {
            name,
            subject: self.subject,
            coverage: self.coverage,
            started,
            // Of times this long since 1970, a double holds no more.
            elapsed: ended
                .zip(started)
                .map_or(0.0, |(end, start)| ((end - start) * 1e6).round() / 1e6),
            counts,
            items,
        }
    }
}

/// Compares names so that 7.2 comes before 10.0.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let (text_a, text_b) = (
            until(&mut a, |c| c.is_ascii_digit()),
            until(&mut b, |c| c.is_ascii_digit()),
        );
        let (digits_a, digits_b) = (
            until(&mut a, |c| !c.is_ascii_digit()),
            until(&mut b, |c| !c.is_ascii_digit()),
        );
        let number = |digits: &str| digits.trim_start_matches('0').len();
        let order = text_a
            .cmp(text_b)
            .then(number(digits_a).cmp(&number(digits_b)))
            .then(digits_a.cmp(digits_b));
        if order.is_ne() || (a.is_empty() && b.is_empty()) {
            return order;
        }
    }
}

/// Takes the beginning of a text off, up to such a character.
fn until<'t>(text: &mut &'t str, end: impl Fn(char) -> bool) -> &'t str {
    let at = text.find(end).unwrap_or(text.len());
    let (start, rest) = text.split_at(at);
    *text = rest;
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_numbers_are_in_the_order_of_versions() {
        let mut names = [
            "qemu-10.0-x86_64",
            "qemu-7.2-x86_64",
            "qemu-10.0-aarch64",
            "qemu-storage-daemon-10.0",
            "qemu-7",
            "a10",
            "a010",
            "a9",
        ];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(
            names,
            [
                "a9",
                "a010",
                "a10",
                "qemu-7",
                "qemu-7.2-x86_64",
                "qemu-10.0-aarch64",
                "qemu-10.0-x86_64",
                "qemu-storage-daemon-10.0"
            ]
        );
    }
}
