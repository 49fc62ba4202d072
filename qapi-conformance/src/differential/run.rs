//! Running mode: handlers run, on machines that are thrown away.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use qapi_machine::Binary;
use qapi_schema::Schema;

use super::commands::Commands;
use super::harm::Harmless;
use super::judge::printable;
use super::lexicon::Lexicon;
use super::machine::{Board, Stable, Throwaway};
use super::report::{Finding, Outcomes, Report};
use super::shrink::{Deadline, shrink};
use super::symptom::{Outcome, Symptom, carry_out};
use super::tree::Tree;
use super::{Options, commands, ledger, together};
use crate::Stop;

/// How many commands a machine is for, if it lives so long.
const LIFE: u64 = 100;
/// How often something is tried with less, each time on a new machine.
const TRIES: usize = 250;
/// The same where each time takes as long as patience.
const SLOW_TRIES: usize = 4;

/// Has random commands carried out and looks for what should not be: a QEMU
/// that dies or hangs, a reply or event that does not fit the schema, an
/// invalid command that is carried out or a valid one that is not understood.
///
/// # Errors
///
/// Machines do not start.
pub fn run(binary: &Binary, board: Board, options: &Options<'_>) -> Result<Report, Stop> {
    let stable = Stable::new(binary, board)?;
    let (schema, lexicon) = stable.ask(false, |monitor| {
        let schema = monitor.schema()?;
        let lexicon = Lexicon::of(monitor, &schema)?;
        Ok((schema, lexicon))
    })?;
    let start = Instant::now();
    let run = Run {
        binary,
        commands: Commands::carried_out(&schema, options.seed, &lexicon),
        schema: &schema,
        stable: &stable,
        options,
        next: AtomicU64::new(0),
        asked: AtomicU64::new(0),
        found: Mutex::default(),
    };
    let mut report = Report {
        unsandboxed: stable.unsandboxed,
        ..Report::default()
    };
    for count in together(options.machines, || run.work()) {
        report.add(&count?);
    }
    report.elapsed = start.elapsed();
    let shrinking = Instant::now();
    report.findings = run.findings()?;
    report.shrinking = shrinking.elapsed();
    Ok(report)
}

/// The first commands that show something, and how often it was seen.
struct Found {
    number: u64,
    symptom: Symptom,
    /// All that the machine was asked, the last one showing it.
    sequence: Vec<Harmless>,
    count: u64,
}

struct Run<'r> {
    binary: &'r Binary,
    schema: &'r Schema,
    commands: Commands<'r>,
    stable: &'r Stable,
    options: &'r Options<'r>,
    /// The number of the next life.
    next: AtomicU64,
    asked: AtomicU64,
    /// By what is wrong.
    found: Mutex<BTreeMap<String, Found>>,
}

impl Run<'_> {
    fn work(&self) -> Result<Report, Stop> {
        let mut report = Report::default();
        loop {
            let life = self.next.fetch_add(1, Ordering::Relaxed);
            let first = life.saturating_mul(LIFE);
            let end = first.saturating_add(LIFE).min(self.options.commands);
            if first >= end {
                return Ok(report);
            }
            self.live(first..end, &mut report)?;
            let asked = self.asked.fetch_add(end - first, Ordering::Relaxed) + end - first;
            (self.options.progress)(asked);
        }
    }

    /// Has some commands carried out on one machine, or on several if they end.
    fn live(&self, numbers: std::ops::Range<u64>, report: &mut Report) -> Result<(), Stop> {
        let mut machine: Option<Throwaway<'_>> = None;
        let mut sequence = Vec::new();
        for number in numbers {
            let Some(command) = self.commands.harmless(number) else {
                report.outcomes.withheld += 1;
                continue;
            };
            let running = match &mut machine {
                Some(running) => running,
                none => {
                    sequence.clear();
                    report.machines += 1;
                    none.insert(self.stable.throwaway()?)
                }
            };
            report.commands += 1;
            report.bytes += u64::try_from(command.arguments().len())?;
            let validator = self.schema.validator();
            let is_valid = validator
                .command(command.name(), command.arguments())
                .is_ok();
            report.valid += u64::from(is_valid);
            sequence.push(command.clone());
            let outcomes = &mut report.outcomes;
            match carry_out(self.schema, running, &command)? {
                Outcome::Returned => outcomes.returned += 1,
                Outcome::Failed => outcomes.failed += 1,
                Outcome::Ended => {
                    outcomes.ended += 1;
                    machine = None;
                }
                Outcome::Limited => {
                    outcomes.limited += 1;
                    machine = None;
                }
                Outcome::Wrong(symptom) => {
                    self.note(number, symptom, &sequence);
                    // Whatever it was, it may have changed more than it should.
                    machine = None;
                }
            }
        }
        Ok(())
    }

    fn note(&self, number: u64, symptom: Symptom, sequence: &[Harmless]) {
        match lock(&self.found).entry(symptom.what.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(Found {
                    number,
                    symptom,
                    sequence: sequence.to_vec(),
                    count: 1,
                });
            }
            Entry::Occupied(mut entry) => {
                let found = entry.get_mut();
                found.count += 1;
                // The same one, whichever machine was faster.
                if number < found.number {
                    (found.number, found.symptom) = (number, symptom);
                    found.sequence = sequence.to_vec();
                }
            }
        }
    }

    fn findings(&self) -> Result<Vec<Finding>, Stop> {
        let found = std::mem::take(&mut *lock(&self.found));
        let mut found: Vec<Found> = found.into_values().collect();
        let is_known = |found: &Found| {
            ledger::defect(self.binary, &found.symptom.what, &found.sequence).is_some()
        };
        // If there is no time for all, what is not known comes first.
        found.sort_by_key(|found| (is_known(found), found.number));
        let deadline = Deadline::after(self.options.shrinking);
        let findings = found.into_iter();
        let findings = findings.map(|found| self.finding(found, deadline));
        let mut findings: Vec<Finding> = findings.collect::<Result<_, _>>()?;
        findings.sort_by_key(|found| (found.known.is_some(), found.number));
        Ok(findings)
    }

    fn finding(&self, found: Found, deadline: Deadline) -> Result<Finding, Stop> {
        let Found {
            number,
            symptom,
            sequence,
            count,
        } = found;
        let (sequence, again) = self.shrunk(sequence, &symptom, deadline)?;
        let messages: Vec<Vec<u8>> = sequence
            .iter()
            .map(|command| commands::message(command.name(), command.arguments()))
            .collect();
        Ok(Finding {
            known: ledger::defect(self.binary, &symptom.what, &sequence),
            what: symptom.what,
            count,
            number,
            again,
            asked: messages.iter().map(|message| printable(message)).collect(),
            expected: symptom.expected,
            said: symptom.said,
            reproduction: Some(self.stable.line(&messages, false, symptom.slow)),
        })
    }

    /// The fewest and least commands that show the same on a new machine, and
    /// whether any do: if it does not come again, or there is no time, all of
    /// them.
    fn shrunk(
        &self,
        sequence: Vec<Harmless>,
        symptom: &Symptom,
        deadline: Deadline,
    ) -> Result<(Vec<Harmless>, Option<bool>), Stop> {
        if deadline.is_over() {
            return Ok((sequence, None));
        }
        let mut tries = if symptom.slow { SLOW_TRIES } else { TRIES };
        let shows = |sequence: &Vec<Harmless>| self.shows(sequence, symptom);
        // Mostly the last one did it alone.
        let alone: Vec<Harmless> = sequence.last().cloned().into_iter().collect();
        let fewer = if shows(&alone)? {
            alone
        } else if shows(&sequence)? {
            shrink(sequence, &mut tries, deadline, |all| fewer(all), shows)?
        } else {
            return Ok((sequence, Some(false)));
        };
        let least = shrink(fewer, &mut tries, deadline, |all| smaller(all), shows)?;
        Ok((least, Some(true)))
    }

    fn shows(&self, sequence: &[Harmless], symptom: &Symptom) -> Result<bool, Stop> {
        let mut machine = self.stable.throwaway()?;
        for command in sequence {
            match carry_out(self.schema, &mut machine, command)? {
                Outcome::Returned | Outcome::Failed => {}
                Outcome::Ended | Outcome::Limited => return Ok(false),
                Outcome::Wrong(found) => return Ok(found.what == symptom.what),
            }
        }
        Ok(false)
    }
}

/// Sequences that lack some of the commands: large parts, then each.
fn fewer(sequence: &[Harmless]) -> Vec<Vec<Harmless>> {
    let mut all = Vec::new();
    let mut size = sequence.len() / 2;
    while size > 0 {
        for start in (0..sequence.len()).step_by(size) {
            let (before, rest) = sequence.split_at(start);
            let after = rest.get(size..).unwrap_or_default();
            all.push([before, after].concat());
        }
        size /= 2;
    }
    all
}

/// Sequences in which one of the commands has less in it.
fn smaller(sequence: &[Harmless]) -> Vec<Vec<Harmless>> {
    let mut all = Vec::new();
    for (at, command) in sequence.iter().enumerate() {
        let tree = Tree::parse(command.arguments());
        for tree in tree.iter().flat_map(Tree::simpler) {
            let arguments = tree.to_string();
            let Ok(command) = Harmless::new(command.name(), arguments.as_bytes()) else {
                continue;
            };
            let mut simpler = sequence.to_vec();
            if let Some(slot) = simpler.get_mut(at) {
                *slot = command;
            }
            all.push(simpler);
        }
    }
    all
}

impl Report {
    /// Counts what another one has counted.
    fn add(&mut self, other: &Self) {
        self.commands += other.commands;
        self.valid += other.valid;
        self.bytes += other.bytes;
        self.machines += other.machines;
        let (ours, theirs) = (self.outcomes, other.outcomes);
        self.outcomes = Outcomes {
            returned: ours.returned + theirs.returned,
            failed: ours.failed + theirs.failed,
            ended: ours.ended + theirs.ended,
            limited: ours.limited + theirs.limited,
            withheld: ours.withheld + theirs.withheld,
        };
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
