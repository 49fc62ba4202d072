//! Judging mode: no handler runs.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use qapi_client::sim::Simulator;
use qapi_schema::Schema;

use super::commands::{Case, Commands};
use super::opinion::{BySimulator, ByValidator, Difference, Opinion};
use super::report::{Finding, Report};
use super::shrink::{Deadline, shrink};
use super::tree::Tree;
use super::{Options, Peer, Source, together};
use crate::Stop;
use crate::judge::{Answer, Monitor, Question};

/// How many commands a QEMU takes over at a time.
const CHUNK: u64 = 256;
/// How many commands are asked at a time where answers overtake each other.
const OUT_OF_BAND: usize = 64;
/// How often a difference is tried with something less.
const TRIES: usize = 2000;

/// With whom a QEMU is compared.
#[derive(Clone, Copy, Debug)]
pub enum Against<'a> {
    /// The validator of its schema.
    Validator,
    /// A simulator of its schema: class and text of the error must be the
    /// same, too.
    Simulator(&'a Simulator),
}

/// Puts commands to a QEMU that it judges without carrying them out, and
/// compares what it says.
///
/// # Errors
///
/// QEMU cannot be started, does not answer, or dies.
pub fn judge(
    schema: &Schema,
    peer: &Peer<'_>,
    against: Against<'_>,
    options: &Options<'_>,
) -> Result<Report, Stop> {
    let start = Instant::now();
    let run = Run {
        commands: Commands::new(schema, options.seed),
        source: Source::of(peer)?,
        peer,
        against,
        options,
        next: AtomicU64::new(0),
        asked: AtomicU64::new(0),
        found: Mutex::default(),
    };
    let mut report = Report {
        unsandboxed: run.source.stable().and_then(|stable| stable.unsandboxed),
        ..Report::default()
    };
    for count in together(options.machines, || run.work()) {
        let count = count?;
        report.commands += count.commands;
        report.valid += count.valid;
        report.bytes += count.bytes;
        report.machines += count.machines;
    }
    report.elapsed = start.elapsed();
    let shrinking = Instant::now();
    report.findings = run.findings()?;
    report.shrinking = shrinking.elapsed();
    Ok(report)
}

/// What a worker has done.
#[derive(Default)]
struct Count {
    commands: u64,
    valid: u64,
    bytes: u64,
    machines: u64,
}

/// The first case that shows a difference, and how many do.
struct Found {
    case: Case,
    difference: Difference,
    count: u64,
}

struct Run<'r> {
    commands: Commands<'r>,
    source: Source<'r>,
    peer: &'r Peer<'r>,
    against: Against<'r>,
    options: &'r Options<'r>,
    /// The number of the next chunk.
    next: AtomicU64,
    asked: AtomicU64,
    /// By what is different, and whether it is known.
    found: Mutex<BTreeMap<(Option<&'static str>, String), Found>>,
}

impl Run<'_> {
    /// Asks one QEMU until there is nothing left to ask.
    fn work(&self) -> Result<Count, Stop> {
        let mut count = Count::default();
        count.machines += 1;
        let mut opinion = self.opinion(false)?;
        let overtaking = Mutex::new(Vec::new());
        let cases = std::iter::from_fn(|| {
            let chunk = self.next.fetch_add(1, Ordering::Relaxed);
            let first = chunk.checked_mul(CHUNK)?;
            let end = first.saturating_add(CHUNK).min(self.options.commands);
            (first < end).then_some(first..end)
        });
        let cases = cases.flatten().map(|number| self.commands.case(number));
        let cases = cases.filter(|case| {
            if case.out_of_band {
                lock(&overtaking).push(case.clone());
            }
            !case.out_of_band
        });
        self.source.ask(false, |monitor| {
            monitor.flow(
                cases,
                |case| &case.question,
                |case, answers| self.compare(&mut *opinion, &mut count, case, &answers),
            )
        })?;
        let overtaking = overtaking
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        if overtaking.is_empty() {
            return Ok(count);
        }
        count.machines += 1;
        let mut opinion = self.opinion(true)?;
        self.source.ask(true, |monitor| {
            for cases in overtaking.chunks(OUT_OF_BAND) {
                let questions: Vec<&Question> = cases.iter().map(|case| &case.question).collect();
                let answers = monitor.ask(&questions)?;
                for (case, answers) in cases.iter().zip(answers) {
                    self.compare(&mut *opinion, &mut count, case.clone(), &answers)?;
                }
            }
            Ok(())
        })?;
        Ok(count)
    }

    fn opinion(&self, out_of_band: bool) -> Result<Box<dyn Opinion + '_>, Stop> {
        Ok(match self.against {
            Against::Validator => Box::new(ByValidator(self.commands.schema())),
            Against::Simulator(simulator) => Box::new(BySimulator::new(
                simulator,
                self.peer.binary(),
                out_of_band,
            )?),
        })
    }

    fn compare(
        &self,
        opinion: &mut dyn Opinion,
        count: &mut Count,
        case: Case,
        answers: &[Answer],
    ) -> Result<(), Stop> {
        count.commands += 1;
        count.valid += u64::from(case.rule.is_none());
        count.bytes += u64::try_from(case.question.as_bytes().len())?;
        if let Some(difference) = opinion.differs(&case, answers)? {
            self.note(case, difference);
        }
        let asked = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
        if asked.is_multiple_of(CHUNK) {
            (self.options.progress)(asked);
        }
        Ok(())
    }

    fn note(&self, case: Case, difference: Difference) {
        let key = (difference.known, difference.what.clone());
        match lock(&self.found).entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(Found {
                    case,
                    difference,
                    count: 1,
                });
            }
            Entry::Occupied(mut entry) => {
                let found = entry.get_mut();
                found.count += 1;
                // Whichever QEMU was faster, the same one is reported.
                if case.number < found.case.number {
                    (found.case, found.difference) = (case, difference);
                }
            }
        }
    }

    fn findings(&self) -> Result<Vec<Finding>, Stop> {
        let found = std::mem::take(&mut *lock(&self.found));
        let mut found: Vec<Found> = found.into_values().collect();
        found.sort_by_key(|found| (found.difference.known.is_some(), found.case.number));
        let deadline = Deadline::after(self.options.shrinking);
        let findings = found.into_iter().map(|found| {
            let Found {
                mut case,
                mut difference,
                count,
            } = found;
            let mut again = None;
            if !deadline.is_over() {
                let least = self.shrunk(&case, &difference, deadline)?;
                again = Some(least.is_some());
                (case, difference) = least.unwrap_or((case, difference));
            }
            let asked = case.question.as_bytes();
            Ok(Finding {
                what: difference.what,
                known: difference.known,
                count,
                number: case.number,
                again,
                asked: vec![printable(asked)],
                expected: difference.expected,
                said: difference.said,
                // What is known need not be shown again.
                reproduction: self
                    .source
                    .stable()
                    .filter(|_| difference.known.is_none())
                    .map(|stable| stable.line(&[asked.to_vec()], case.out_of_band, false)),
            })
        });
        findings.collect()
    }

    /// The least that differs in the same way; none if not even the case does
    /// when it is asked once more.
    fn shrunk(
        &self,
        case: &Case,
        difference: &Difference,
        deadline: Deadline,
    ) -> Result<Option<(Case, Difference)>, Stop> {
        let mut opinion = self.opinion(case.out_of_band)?;
        let mut differs =
            |monitor: &mut Monitor, case: &Case| {
                let answers = monitor.ask(&[&case.question])?;
                let answers = answers.into_iter().flatten().collect::<Vec<_>>();
                let found = opinion.differs(case, &answers)?;
                Ok::<_, Stop>(found.filter(|found| {
                    (&found.what, found.known) == (&difference.what, difference.known)
                }))
            };
        self.source.ask(case.out_of_band, |monitor| {
            let Some(again) = differs(monitor, case)? else {
                return Ok(None);
            };
            let mut best = (case.clone(), again);
            // What is no command has nothing that could be taken away.
            let command = case.command.as_ref();
            let command = command.and_then(|(name, text)| Some((name, Tree::parse(text)?)));
            let Some((name, tree)) = command else {
                return Ok(Some(best));
            };
            let still = |tree: &Tree| {
                let arguments = tree.to_string().into_bytes();
                let validator = self.commands.schema().validator();
                let said = validator.message(&*super::commands::message(name, &arguments));
                let Some(smaller) = case.with(arguments, said.as_ref().copied()) else {
                    return Ok(false);
                };
                let Some(found) = differs(monitor, &smaller)? else {
                    return Ok(false);
                };
                best = (smaller, found);
                Ok(true)
            };
            shrink(tree, &mut TRIES.clone(), deadline, Tree::simpler, still)?;
            Ok(Some(best))
        })
    }
}

/// Bytes as people read them; what would be no text is escaped.
pub(super) fn printable(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains(char::is_control) => text.to_owned(),
        _ => bytes.escape_ascii().to_string(),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_differs_no_more_was_not_seen_again() {
        let dump = include_bytes!("../../../schemas/qemu-10.0-x86_64.json");
        let schema = Schema::from_slice(dump).unwrap();
        let simulator = Simulator::new(schema.clone().into());
        let peer = Peer::Simulated(&simulator);
        let options = Options {
            commands: 0,
            seed: 1,
            machines: 1,
            shrinking: Duration::MAX,
            progress: &|_| {},
        };
        let run = Run {
            commands: Commands::new(&schema, options.seed),
            source: Source::of(&peer).unwrap(),
            peer: &peer,
            against: Against::Validator,
            options: &options,
            next: AtomicU64::new(0),
            asked: AtomicU64::new(0),
            found: Mutex::default(),
        };
        let first = |is_it: fn(&Case) -> bool| {
            let mut cases = (0..).map(|number| run.commands.case(number));
            cases.find(is_it).unwrap()
        };
        let cases = [
            first(|case| case.command.is_some()),
            first(|case| case.command.is_none() && !case.out_of_band),
            first(|case| case.out_of_band),
        ];
        let asked = cases.each_ref().map(|case| case.number);
        for case in cases {
            let difference = Difference {
                what: format!("something about {}", case.number),
                known: None,
                expected: String::new(),
                said: String::new(),
            };
            run.note(case, difference);
        }
        let findings = run.findings().unwrap();
        for number in asked {
            let found = findings.iter().find(|found| found.number == number);
            assert_eq!(found.unwrap().again, Some(false), "{findings:#?}");
        }
    }
}
