//! With whom QEMU is compared: the validator, or the simulator.

use std::io::{BufRead, BufReader, Write};

use qapi_client::sim::{SimStream, Simulator};
use qapi_machine::Binary;
use qapi_schema::Schema;
use qapi_schema::validate::Rule;

use super::commands::Case;
use super::ledger;
use super::verdict::{Verdict, kind, shown};
use crate::Stop;
use crate::judge::simulated::{self, Row};
use crate::judge::{Answer, answer};

/// A difference between QEMU and somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// What it is: the same for all commands that show the same.
    pub(super) what: String,
    /// Why it is known, if it is.
    pub(super) known: Option<&'static str>,
    /// What the other one says.
    pub(super) expected: String,
    /// What QEMU says.
    pub(super) said: String,
}

/// Somebody who can be asked the same as QEMU.
pub(super) trait Opinion {
    /// How QEMU's answers differ from this one's; none where they do not.
    fn differs(&mut self, case: &Case, answers: &[Answer]) -> Result<Option<Difference>, Stop>;
}

/// The validator of a schema.
pub(super) struct ByValidator<'s>(pub(super) &'s Schema);

impl Opinion for ByValidator<'_> {
    fn differs(&mut self, case: &Case, answers: &[Answer]) -> Result<Option<Difference>, Stop> {
        let verdict = Verdict::of(self.0, case);
        if verdict.agrees(case, answers) {
            return Ok(None);
        }
        let said = shown(answers);
        let known = ledger::known(case, verdict.rule, &said);
        let command = case.command.as_ref().map(|(name, _)| &**name);
        let what = match known {
            Some(_) => "QEMU judges otherwise".to_owned(),
            None => format!(
                "`{}`: {} by the validator, and QEMU says {}",
                command.unwrap_or("a message"),
                verdict.rule.map_or("valid", Rule::as_str),
                kind(&said)
            ),
        };
        Ok(Some(Difference {
            what,
            known,
            expected: verdict.words,
            said,
        }))
    }
}

/// The simulator.
pub(super) struct BySimulator {
    stream: BufReader<SimStream>,
    rows: Vec<&'static Row>,
}

impl BySimulator {
    /// One that has negotiated.
    pub(super) fn new(
        simulator: &Simulator,
        binary: Option<&Binary>,
        out_of_band: bool,
    ) -> Result<Self, Stop> {
        let mut stream = BufReader::new(simulator.stream());
        let enable = if out_of_band { "\"oob\"" } else { "" };
        let negotiate = format!(
            "{{\"execute\":\"qmp_capabilities\",\"arguments\":{{\"enable\":[{enable}]}}}}\n"
        );
        stream.get_mut().write_all(negotiate.as_bytes())?;
        // The greeting, and the answer.
        for _ in 0..2 {
            stream.read_until(b'\n', &mut Vec::new())?;
        }
        Ok(Self {
            stream,
            rows: simulated::rows(binary, simulated::Suite::Commands).collect(),
        })
    }

    fn ask(&mut self, case: &Case) -> Result<Vec<Answer>, Stop> {
        self.stream.get_mut().write_all(&case.question.text(0))?;
        let mut answers = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.stream.read_until(b'\n', &mut line)? == 0 {
                return Err("the simulator has ended".into());
            }
            match answer(&line) {
                Some((Some(id), _)) if id == "end-0" => return Ok(answers),
                Some((_, answer)) => answers.push(answer),
                None => {}
            }
            if case.question.has_id() && !answers.is_empty() {
                return Ok(answers);
            }
        }
    }
}

impl Opinion for BySimulator {
    fn differs(&mut self, case: &Case, answers: &[Answer]) -> Result<Option<Difference>, Stop> {
        let words = |answers: &[Answer]| -> Vec<String> {
            // What is returned a schema does not tell.
            let words = answers.iter().map(|answer| match answer {
                Answer::Return(_) => "return".to_owned(),
                other => other.to_string(),
            });
            words.collect()
        };
        let (real, ours) = (words(answers), words(&self.ask(case)?));
        let known = |real: &str, ours: &str| {
            let row = self.rows.iter().find(|row| row.is(real, ours));
            row.map(|row| row.reason)
        };
        if real == ours {
            return Ok(None);
        }
        let each = real.iter().zip(&ours);
        let differing = each.filter(|(real, ours)| real != ours);
        let reasons: Option<Vec<_>> = differing.map(|(real, ours)| known(real, ours)).collect();
        let same_length = real.len() == ours.len();
        let one_by_one = reasons.filter(|_| same_length);
        let one_by_one = one_by_one.and_then(|reasons| reasons.first().copied());
        let (said, expected) = (real.join("¶"), ours.join("¶"));
        let reason = one_by_one.or_else(|| known(&said, &expected));
        // What the simulator's validator does not know, it does not.
        let unknowable = || ledger::known(case, None, &said).filter(|_| case.rule.is_none());
        let reason = reason.or_else(unknowable);
        Ok(Some(Difference {
            what: match reason {
                Some(_) => "the simulator says otherwise".to_owned(),
                None => format!(
                    "QEMU says {}, the simulator {}",
                    kind(&said),
                    kind(&expected)
                ),
            },
            known: reason,
            expected,
            said,
        }))
    }
}
