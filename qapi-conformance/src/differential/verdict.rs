//! Whether a QEMU and the validator agree about a command.

use qapi_schema::Schema;
use qapi_schema::validate::{Rule, Violations};

use super::commands::Case;
use crate::judge::{Answer, Complaint, PROBE};

/// What the validator says of a command.
#[derive(Debug)]
pub(super) struct Verdict {
    /// The first rule that is broken; none of a valid command.
    pub(super) rule: Option<Rule>,
    /// What QEMU may then complain of.
    complaints: Vec<Complaint>,
    /// The same in words.
    pub(super) words: String,
}

impl Verdict {
    /// The verdict on a case, by the schema's validator.
    pub(super) fn of(schema: &Schema, case: &Case) -> Self {
        let said = schema.validator().message(&*case.message());
        Self::new(said.as_ref().err())
    }

    fn new(violations: Option<&Violations>) -> Self {
        let Some(violations) = violations else {
            return Self {
                rule: None,
                complaints: vec![Complaint::unexpected(PROBE)],
                words: "valid".to_owned(),
            };
        };
        Self {
            rule: Some(violations.first().rule()),
            complaints: violations.iter().map(Complaint::of).collect(),
            words: violations.to_string(),
        }
    }

    /// Whether QEMU has answered accordingly: with one of these complaints.
    pub(super) fn agrees(&self, case: &Case, answers: &[Answer]) -> bool {
        let mut complaints = self.complaints.iter();
        complaints.any(|complaint| case.question.is_refused(answers, complaint))
    }
}

/// Answers in one line.
pub(super) fn shown(answers: &[Answer]) -> String {
    let answers: Vec<String> = answers.iter().map(Answer::to_string).collect();
    answers.join(" | ")
}

/// The kind of an answer: without what stands in quotes, and without numbers.
/// What has the same kind is taken for the same difference.
pub(super) fn kind(text: &str) -> String {
    let text = match text.split_once("return ") {
        Some(("", _)) => "return",
        _ => text,
    };
    let mut kind = String::new();
    for (at, part) in text.split('\'').enumerate() {
        // Every second part is inside quotes.
        kind.push_str(if at % 2 == 0 { part } else { "'…'" });
    }
    let mut last = ' ';
    kind.retain(|character| {
        let digit = character.is_ascii_digit() && last.is_ascii_digit();
        last = character;
        !digit
    });
    kind.replace(|character: char| character.is_ascii_digit(), "N")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_an_answer_without_its_names() {
        let same = [
            "GenericError: Parameter 'a.b[0]' expects uint64",
            "GenericError: Parameter 'size' expects uint64",
        ];
        assert_eq!(kind(same[0]), kind(same[1]));
        assert_eq!(kind("return {\"a\": 1}"), "return");
        assert_eq!(kind("line 120 of 3"), "line N of N");
        assert_ne!(
            kind("Parameter 'a' is missing"),
            kind("Parameter 'a' is unexpected")
        );
    }
}
