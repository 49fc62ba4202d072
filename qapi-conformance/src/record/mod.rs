//! What tests leave behind, for a report.
//!
//! Where `$QAPI_TEST_RECORDS` names a folder, each test of a suite writes down
//! there how it has ended and what it has seen, and each suite what there is to
//! test. A file has one [`Entry`] a line, as JSON, and each process has files of
//! its own, so that it does not matter how tests are spread over processes.
//! `qapi test --report` makes a report of such a folder, and [`read`] gives what
//! is in it to whoever makes one of their own.
//!
//! No entry has a secret in it: messages are written as for a log, and the
//! secrets that were seen in them, or in the arguments of a machine, are taken out
//! of what is said of them.

mod args;
mod outcome;
mod read;
mod scrub;
mod sink;
mod transcript;

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use qapi_machine::{Binary, Kind as Program};
use serde::{Deserialize, Serialize};

use crate::{Coverage, Stop};
use transcript::{Measure, Told};

pub use outcome::Outcome;
pub use read::{ReadError, Records, Torn, read};
pub(crate) use sink::Sink;
pub use transcript::{Asked, Judged, Line, Transcript};

/// The variable that names the folder of records.
pub const RECORDS: &str = "QAPI_TEST_RECORDS";

/// One line of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Entry {
    /// What there is to test.
    Map(Map),
    /// What is tested.
    Subject(Subject),
    /// How a test has ended.
    Test(Box<Test>),
}

/// What a suite has to test, and for which of it somebody has written a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Map {
    /// The suite's name, which is its schema's.
    pub suite: String,
    /// The commands of the schema.
    pub commands: Vec<Place>,
    /// Its events.
    pub events: Vec<Place>,
}

impl Map {
    /// How much of it somebody has written tests for; none if none are expected.
    pub fn coverage(&self) -> Option<Coverage> {
        let places = || self.commands.iter().chain(&self.events);
        if places().all(|place| place.hand == Hand::None) {
            return None;
        }
        let count = |places: &[Place], hand| places.iter().filter(|is| is.hand == hand).count();
        Some(Coverage {
            commands: self.commands.len(),
            behaviours: count(&self.commands, Hand::Written),
            refused: count(&self.commands, Hand::Cannot),
            events: self.events.len(),
            recipes: count(&self.events, Hand::Written),
            unraised: count(&self.events, Hand::Cannot),
        })
    }
}

/// A command or event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Whether it has a behaviour or recipe.
    pub hand: Hand,
}

/// Whether somebody has written a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Hand {
    /// Yes: of what the command does, or one that raises the event.
    Written,
    /// Yes: that the command is refused, or the event not raised.
    Cannot,
    /// No.
    Stub,
    /// No, and none is expected: the suite was made of what a QEMU says.
    None,
}

/// Who is tested by a suite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The suite's name.
    pub suite: String,
    /// What kind of program it is, in words.
    pub program: String,
    /// Where it is; none of a simulator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<PathBuf>,
    /// Its version; none of a simulator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What its distributor added to the version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
}

impl Subject {
    /// A program.
    pub(crate) fn of(suite: &str, binary: &Binary) -> Self {
        let program: Program = binary.kind();
        Self {
            suite: suite.to_owned(),
            program: program.to_string(),
            path: Some(binary.path().to_owned()),
            version: Some(binary.version().to_string()),
            package: binary.package().map(str::to_owned),
        }
    }

    /// A simulator.
    pub(crate) fn simulator(suite: &str) -> Self {
        Self {
            suite: suite.to_owned(),
            program: "simulator".to_owned(),
            path: None,
            version: None,
            package: None,
        }
    }
}

/// How a test has ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// The suite's name.
    pub suite: String,
    /// What it is about.
    pub kind: Kind,
    /// Its name: of a command or event, or of a row of the protocol's table.
    pub name: String,
    /// What is tested of it: `schema`, `live`, `behaviour`, `raised` ….
    pub test: String,
    /// How it has ended.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// When it began, in seconds since the beginning of 1970.
    pub started: f64,
    /// How long it took.
    pub seconds: f64,
    /// What was said; nothing if nobody was asked.
    #[serde(default, skip_serializing_if = "Transcript::is_empty")]
    pub exchange: Transcript,
}

/// A test that is under way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case<'c> {
    pub(crate) kind: Kind,
    pub(crate) name: &'c str,
    pub(crate) test: &'static str,
    /// Why it cannot be, where that is what is shown.
    pub(crate) cannot: &'static str,
}

impl Test {
    /// A test that has ended, after it has said this.
    pub(crate) fn new(
        suite: &str,
        case: &Case<'_>,
        ended: &Result<(), Stop>,
        exchange: &crate::exchange::Exchange,
        started: SystemTime,
        took: Duration,
    ) -> Self {
        let all = exchange.all();
        let told = Told::new(&all);
        let scrub = told.scrub();
        let outcome = Outcome::of(ended, case.cannot, &scrub);
        let measure = match outcome.is_bad() {
            true => Measure::LONG,
            false => Measure::SHORT,
        };
        let since = started.duration_since(SystemTime::UNIX_EPOCH);
        // Nobody wants more than these.
        let micros = |time: Duration| time.as_micros() as f64 / 1e6;
        Self {
            suite: suite.to_owned(),
            kind: case.kind,
            name: case.name.to_owned(),
            test: case.test.to_owned(),
            outcome,
            started: micros(since.unwrap_or_default()),
            seconds: micros(took),
            exchange: told.transcript(measure, &scrub),
        }
    }
}

/// What a test is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// The suite as such.
    Suite,
    /// The protocol.
    Protocol,
    /// A command.
    Command,
    /// An event.
    Event,
}
