//! QEMU's input visitor judges every instance and every mutation.
//!
//! It reports an unknown member of the arguments after everything else. So a
//! command with one such member added is never executed, and that it is the
//! only complaint says that the rest is right.

use std::time::Instant;

use libtest_mimic::{Completion, Failed};
use qapi_schema::sample::{Mutation, Samples};
use qapi_schema::validate::{Deviation, QUIRKS, Rule, Violation};
use qapi_schema::{Coordinate, Part, Schema};
use serde_json::Value;

use super::complaint::{Complaint, is_top};
use super::known::Known;
use super::ledger::{Row, Suite, known};
use super::monitor::{Answer, Monitor, Question};
use super::subject::{Case, Subject};

pub(crate) const CASES: &[Case] = &[Case {
    name: "qemu_takes_every_instance_and_refuses_every_mutation",
    run: judge,
}];

/// A member that no command has.
const PROBE: &str = "no-command-has-this";

/// The only command before negotiation, and refused as such after it.
const NEGOTIATION: &str = "qmp_capabilities";

/// Something to ask and what QEMU must answer.
pub(crate) struct Test {
    pub(crate) at: Option<Coordinate>,
    /// The rule that is broken, if one is.
    pub(crate) rule: Option<Rule>,
    pub(crate) what: String,
    pub(crate) question: Question,
    pub(crate) wanted: Complaint,
}

fn judge(subject: &Subject) -> Result<Completion, Failed> {
    let start = Instant::now();
    let mut monitor = Monitor::start(&subject.binary, &[])?;
    monitor.negotiate(false)?;
    let schema = monitor.schema()?;
    let Questions {
        usual,
        early,
        out_of_band,
    } = Questions::new(&schema)?;
    let asked = Instant::now();
    let mut report = Report::new(known(Suite::Visitor));
    report.ask(&mut monitor, &usual)?;
    let mut fresh = Monitor::start(&subject.binary, &[])?;
    report.ask(&mut fresh, &early)?;
    fresh.negotiate(true)?;
    report.ask(&mut fresh, &out_of_band)?;
    println!(
        "{}: {} instances and {} mutations of commands in {} bytes, \
         prepared in {:.1} s and judged in {:.1} s",
        subject.name(),
        report.instances,
        report.mutations,
        report.bytes,
        (asked - start).as_secs_f64(),
        asked.elapsed().as_secs_f64(),
    );
    report.finish(&subject.name())
}

/// Every instance and mutation, by when it can be asked about.
pub(crate) struct Questions {
    pub(crate) usual: Vec<Test>,
    /// Before negotiation.
    pub(crate) early: Vec<Test>,
    /// With out-of-band execution.
    pub(crate) out_of_band: Vec<Test>,
}

impl Questions {
    pub(crate) fn new(schema: &Schema) -> Result<Self, Failed> {
        let samples = schema.samples();
        let mut usual = Vec::new();
        let mut early = Vec::new();
        for (at, _) in judged(schema) {
            let tests = if at.name() == NEGOTIATION {
                &mut early
            } else {
                &mut usual
            };
            for value in instances(&samples, &at) {
                tests.push(Test::valid(&samples, &at, &value)?);
            }
            for mutation in samples.place_mutations(&at) {
                tests.push(mutated(schema, &samples, &at, mutation)?);
            }
        }
        let mut out_of_band = Vec::new();
        for mutation in samples.message_mutations(Part::Arguments) {
            let tests = if mutation.rule == Rule::Oob {
                &mut out_of_band
            } else {
                &mut usual
            };
            tests.push(message(schema, mutation)?);
        }
        Ok(Self {
            usual,
            early,
            out_of_band,
        })
    }
}

/// The arguments of every command that a QEMU can judge without executing it.
pub(crate) fn judged(schema: &Schema) -> impl Iterator<Item = (Coordinate, qapi_schema::TypeId)> {
    let is_open = |at: &Coordinate| {
        let mut quirks = QUIRKS.iter().filter(|quirk| quirk.command == at.name());
        // There the probe would be an argument like others.
        quirks.any(|quirk| quirk.what == Deviation::OpenArguments)
    };
    let parts = schema.parts();
    parts.filter(move |(at, _)| at.part() == Some(Part::Arguments) && !is_open(at))
}

/// Valid arguments, as many as there are.
pub(crate) fn instances(samples: &Samples<'_>, at: &Coordinate) -> Vec<Value> {
    let command = samples.schema().command(at.name());
    let values = command.map(|command| samples.instances(command.arguments()));
    values.unwrap_or_default()
}

impl Test {
    /// That valid arguments are taken.
    pub(crate) fn valid(
        samples: &Samples<'_>,
        at: &Coordinate,
        value: &Value,
    ) -> Result<Self, Failed> {
        let document = with_probe(value.to_string().as_bytes());
        let message = samples.message(at, &document).ok_or("it is no part")?;
        Ok(Self {
            at: Some(at.clone()),
            rule: None,
            what: "valid".to_owned(),
            question: Question::Command(message),
            wanted: Complaint::unexpected(PROBE),
        })
    }
}

/// Arguments that break a rule.
fn mutated(
    schema: &Schema,
    samples: &Samples<'_>,
    at: &Coordinate,
    mutation: Mutation,
) -> Result<Test, Failed> {
    let carry = |document: &[u8]| samples.message(at, document).ok_or("it is no part");
    let violation = violation(schema, mutation.rule, &carry(&mutation.document)?)?;
    // It is the probe itself.
    let is_probe = mutation.rule == Rule::UnknownMember && mutation.at.as_ref().is_some_and(is_top);
    let message = if is_probe {
        carry(&mutation.document)?
    } else {
        carry(&with_probe(&mutation.document))?
    };
    let question = match mutation.rule {
        Rule::Depth | Rule::DuplicateMember => Question::Text(message),
        _ => Question::Command(message),
    };
    let wanted = match mutation.rule {
        Rule::Deprecated | Rule::Unstable => Complaint::unexpected(PROBE),
        _ => Complaint::of(&violation),
    };
    Ok(Test {
        at: mutation.at,
        rule: Some(mutation.rule),
        what: mutation.what,
        question,
        wanted,
    })
}

/// A whole message that breaks a rule.
fn message(schema: &Schema, mutation: Mutation) -> Result<Test, Failed> {
    let violation = violation(schema, mutation.rule, &mutation.document)?;
    let question = match mutation.rule {
        Rule::Json => Question::Broken(mutation.document),
        // Its answer overtakes others, so it needs an id that tells it.
        Rule::Oob => {
            let mut message: Value = serde_json::from_slice(&mutation.document)?;
            message.as_object_mut().ok_or("no object")?.remove("id");
            Question::Command(message.to_string().into_bytes())
        }
        _ => Question::Text(mutation.document),
    };
    Ok(Test {
        at: mutation.at,
        rule: Some(mutation.rule),
        what: mutation.what,
        question,
        wanted: Complaint::of(&violation),
    })
}

/// What the validator has to say of a message that breaks a rule.
fn violation(schema: &Schema, rule: Rule, message: &[u8]) -> Result<Violation, Failed> {
    let validator = schema
        .validator()
        .deny_deprecated(rule == Rule::Deprecated)
        .deny_unstable(rule == Rule::Unstable);
    match validator.message(message) {
        Err(violations) => Ok(violations.first().clone()),
        Ok(()) => Err(format!("valid: {}", String::from_utf8_lossy(message)).into()),
    }
}

/// Arguments with one member more; what is no object stays as it is.
fn with_probe(arguments: &[u8]) -> Vec<u8> {
    let Some(body) = arguments.strip_suffix(b"}") else {
        return arguments.to_vec();
    };
    let comma = if body == b"{" { "" } else { "," };
    [body, format!("{comma}\"{PROBE}\":0}}").as_bytes()].concat()
}

/// What came of the questions.
pub(crate) struct Report {
    known: Known<Row>,
    pub(crate) instances: usize,
    pub(crate) mutations: usize,
    pub(crate) bytes: usize,
    differences: Vec<String>,
}

impl Report {
    pub(crate) fn new(known: Known<Row>) -> Self {
        Self {
            known,
            instances: 0,
            mutations: 0,
            bytes: 0,
            differences: Vec::new(),
        }
    }

    /// Asks and compares.
    pub(crate) fn ask(&mut self, monitor: &mut Monitor, tests: &[Test]) -> Result<(), Failed> {
        let questions: Vec<&Question> = tests.iter().map(|test| &test.question).collect();
        let answers = monitor.ask(&questions)?;
        for (test, answers) in tests.iter().zip(answers) {
            self.compare(test, &answers);
        }
        Ok(())
    }

    fn compare(&mut self, test: &Test, answers: &[Answer]) {
        match test.rule {
            None => self.instances += 1,
            Some(_) => self.mutations += 1,
        }
        self.bytes += test.question.as_bytes().len();
        if test.question.is_refused(answers, &test.wanted) {
            return;
        }
        let at = test.at.as_ref().map(Coordinate::to_string);
        let at = at.unwrap_or_default();
        let answer: Vec<String> = answers.iter().map(Answer::to_string).collect();
        let answer = answer.join(" | ");
        let is_it = |row: &Row| row.is(&at, test.rule, &test.what, &answer);
        if !self.known.has(is_it) {
            let rule = test.rule.map_or("instance", Rule::as_str);
            self.differences.push(format!(
                "{rule} at `{at}` ({}): {answer}\n    asked: {}\n    wanted: {}",
                test.what,
                String::from_utf8_lossy(test.question.as_bytes()),
                test.wanted,
            ));
        }
    }

    /// Fails for differences that are not in the ledger, and for its rows
    /// that no difference has used.
    pub(crate) fn finish(self, name: &str) -> Result<Completion, Failed> {
        self.known.finish(name, self.differences)
    }
}
