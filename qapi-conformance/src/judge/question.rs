//! Every instance and every mutation, and what QEMU must say of it.

use std::collections::HashSet;

use qapi_schema::quote::cut;
use qapi_schema::sample::{Mutation, Samples};
use qapi_schema::validate::{Deviation, QUIRKS, Rule, Violation};
use qapi_schema::{Coordinate, Part, Schema, TypeId};
use serde_json::Value;

use super::complaint::{Complaint, is_top};
use super::known::Known;
use super::ledger::Row;
use super::monitor::{Answer, Monitor, Question};
use crate::Stop;
use crate::record::{Asked, Judged};

/// A member that no command has, since it is no name. QEMU reads slowly, so it
/// is short.
pub const PROBE: &str = "?";

/// The only command before negotiation, and refused as such after it.
pub const NEGOTIATION: &str = "qmp_capabilities";

/// Something to ask and what QEMU must answer.
#[derive(Debug)]
pub struct Test {
    /// The place in the schema, if it is one.
    pub at: Option<Coordinate>,
    /// The rule that is broken, if one is.
    pub rule: Option<Rule>,
    /// What was done to a valid document.
    pub what: String,
    /// What is asked.
    pub question: Question,
    /// What QEMU must say.
    pub wanted: Complaint,
}

/// Every instance and mutation, by when it can be asked about.
#[derive(Debug)]
pub struct Questions {
    /// After negotiation.
    pub usual: Vec<Test>,
    /// Before negotiation.
    pub early: Vec<Test>,
    /// With out-of-band execution.
    pub out_of_band: Vec<Test>,
}

impl Questions {
    /// Those about every command of a schema, and about messages as such.
    ///
    /// # Errors
    ///
    /// The validator takes what it must refuse.
    pub fn new(schema: &Schema) -> Result<Self, Stop> {
        let samples = schema.samples();
        let (mut usual, out_of_band) = of_messages(&samples)?;
        let mut early = Vec::new();
        for (at, _) in judged(schema) {
            let tests = of_command(&samples, &at)?;
            if at.name() == NEGOTIATION {
                early.extend(tests);
            } else {
                usual.extend(tests);
            }
        }
        Ok(Self {
            usual,
            early,
            out_of_band,
        })
    }
}

/// Every instance and mutation of a command's arguments, which it has at this
/// coordinate.
///
/// # Errors
///
/// The validator takes what it must refuse.
pub fn of_command(samples: &Samples<'_>, at: &Coordinate) -> Result<Vec<Test>, Stop> {
    let valid = instances(samples, at);
    let valid = valid.iter().map(|value| Test::valid(samples, at, value));
    let mutations = samples.place_mutations(at).into_iter();
    let mutations = mutations.map(|mutation| mutated(samples, at, mutation));
    valid.chain(mutations).collect()
}

/// Every mutation of a message that is no command's own: those to ask as usual,
/// and those to ask with out-of-band execution.
///
/// # Errors
///
/// The validator takes what it must refuse.
pub fn of_messages(samples: &Samples<'_>) -> Result<(Vec<Test>, Vec<Test>), Stop> {
    let mutations = samples.message_mutations(Part::Arguments);
    let (out_of_band, usual): (Vec<_>, Vec<_>) = mutations
        .into_iter()
        .partition(|mutation| mutation.rule == Rule::Oob);
    let tests = |mutations: Vec<Mutation>| -> Result<Vec<Test>, Stop> {
        let mutations = mutations.into_iter();
        mutations
            .map(|mutation| message(samples.schema(), mutation))
            .collect()
    };
    Ok((tests(usual)?, tests(out_of_band)?))
}

/// The arguments of every command that a QEMU can judge without executing it.
pub fn judged(schema: &Schema) -> impl Iterator<Item = (Coordinate, TypeId)> {
    let is_open = |at: &Coordinate| {
        let mut quirks = QUIRKS.iter().filter(|quirk| quirk.command == at.name());
        // There the probe would be an argument like others.
        quirks.any(|quirk| quirk.what == Deviation::OpenArguments)
    };
    let parts = schema.parts();
    parts.filter(move |(at, _)| at.part() == Some(Part::Arguments) && !is_open(at))
}

/// Valid arguments, as many as there are.
pub fn instances(samples: &Samples<'_>, at: &Coordinate) -> Vec<Value> {
    let command = samples.schema().command(at.name());
    let values = command.map(|command| samples.instances(command.arguments()));
    values.unwrap_or_default()
}

impl Test {
    /// That valid arguments are taken.
    ///
    /// # Errors
    ///
    /// There is no such command.
    pub fn valid(samples: &Samples<'_>, at: &Coordinate, value: &Value) -> Result<Self, Stop> {
        let document = probed(value.to_string().as_bytes());
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
fn mutated(samples: &Samples<'_>, at: &Coordinate, mutation: Mutation) -> Result<Test, Stop> {
    let carry = |document: &[u8]| samples.message(at, document).ok_or("it is no part");
    let violation = violation(samples.schema(), mutation.rule, &carry(&mutation.document)?)?;
    // It is the probe itself.
    let is_probe = mutation.rule == Rule::UnknownMember && mutation.at.as_ref().is_some_and(is_top);
    let message = if is_probe {
        carry(&mutation.document)?
    } else {
        carry(&probed(&mutation.document))?
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
fn message(schema: &Schema, mutation: Mutation) -> Result<Test, Stop> {
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
fn violation(schema: &Schema, rule: Rule, message: &[u8]) -> Result<Violation, Stop> {
    let validator = schema
        .validator()
        .deny_deprecated(rule == Rule::Deprecated)
        .deny_unstable(rule == Rule::Unstable);
    match validator.message(message) {
        Err(violations) => Ok(violations.first().clone()),
        Ok(()) => Err(format!("valid: {}", String::from_utf8_lossy(message)).into()),
    }
}

/// Arguments, as JSON text, with a member more that no command has; what is no
/// object stays as it is.
pub fn probed(arguments: &[u8]) -> Vec<u8> {
    let Some(body) = arguments.strip_suffix(b"}") else {
        return arguments.to_vec();
    };
    let comma = if body == b"{" { "" } else { "," };
    [body, format!("{comma}\"{PROBE}\":0}}").as_bytes()].concat()
}

/// What came of the questions.
#[derive(Debug)]
pub struct Report {
    known: Known<Row>,
    /// How many instances were judged.
    pub instances: usize,
    /// How many mutations were judged.
    pub mutations: usize,
    /// How long all of them were, in bytes.
    pub bytes: usize,
    asked: Vec<Asked>,
    rules: HashSet<Rule>,
    differences: Vec<String>,
}

impl Report {
    /// Nothing yet, and the rows of the ledger that are to be used.
    pub fn new(known: Known<Row>) -> Self {
        Self {
            known,
            instances: 0,
            mutations: 0,
            bytes: 0,
            asked: Vec::new(),
            rules: HashSet::new(),
            differences: Vec::new(),
        }
    }

    /// Asks and compares.
    ///
    /// # Errors
    ///
    /// QEMU does not answer, or has died.
    pub fn ask(&mut self, monitor: &mut Monitor, tests: &[Test]) -> Result<(), Stop> {
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
        self.keep(test, answers);
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

    /// Keeps the first two instances, and the first mutation by each of four
    /// rules, to be shown.
    fn keep(&mut self, test: &Test, answers: &[Answer]) {
        const SHOWN: usize = 320;
        let what = match test.rule {
            None => "valid".to_owned(),
            Some(rule) => format!("`{rule}`: {}", test.what),
        };
        let is_new = match test.rule {
            None => self.instances <= 2,
            Some(rule) => self.rules.len() < 4 && self.rules.insert(rule),
        };
        if !is_new {
            return;
        }
        let question = String::from_utf8_lossy(test.question.as_bytes());
        let answer = answers.first().map(Answer::to_string);
        self.asked.push(Asked {
            what,
            question: cut(&question, SHOWN).into_owned(),
            answer: cut(&answer.unwrap_or_default(), SHOWN).into_owned(),
            further: answers.len().saturating_sub(1),
        });
    }

    /// What was judged, and some of it, for a report.
    pub fn judged(&self) -> Judged {
        Judged {
            instances: self.instances,
            mutations: self.mutations,
            asked: self.asked.clone(),
        }
    }

    /// The rows of the ledger that were used, in words.
    ///
    /// # Errors
    ///
    /// There are differences that are not in the ledger, or rows of it that no
    /// difference has used.
    pub fn finish(self) -> Result<Vec<String>, Stop> {
        self.known.finish(self.differences)
    }
}
