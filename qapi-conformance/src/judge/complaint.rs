//! What QEMU says where the validator finds a violation.

use std::fmt;

use qapi_schema::validate::{Envelope, Expected, Problem, Subject, Violation, Violations};
use qapi_schema::{Coordinate, Part, Step};

use super::monitor::Answer;
use super::pattern::like;

const GENERIC: &str = "GenericError";
const NOT_FOUND: &str = "CommandNotFound";

/// A refusal: its class, and any of several texts, in which `*` is anything.
#[derive(Clone, Debug)]
pub struct Complaint {
    class: &'static str,
    texts: Vec<String>,
}

impl Complaint {
    fn new(texts: impl IntoIterator<Item = String>) -> Self {
        Self {
            class: GENERIC,
            texts: texts.into_iter().collect(),
        }
    }

    /// That a member at the top of the arguments is one too many.
    pub fn unexpected(member: &str) -> Self {
        Self::new([format!("Parameter '{member}' is unexpected")])
    }

    /// Whether this is what QEMU answers.
    pub fn matches(&self, answer: &Answer) -> bool {
        let Answer::Error { class, text } = answer else {
            return false;
        };
        *class == self.class && self.texts.iter().any(|wanted| like(text, wanted))
    }

    /// What QEMU says of a violation in a command.
    pub fn of(violation: &Violation) -> Self {
        let path = violation.at().map(path).unwrap_or_default();
        let last = violation.at().map(last).unwrap_or_default();
        match violation.problem() {
            Problem::Json { .. } => Self::new(json_texts("JSON parse error*")),
            Problem::Depth => Self::new(json_texts("JSON nesting depth limit exceeded")),
            Problem::DuplicateMember { .. } => {
                Self::new(json_texts("JSON parse error, duplicate key"))
            }
            Problem::Envelope(envelope) => Self::new(envelope_texts(envelope)),
            Problem::UnknownCommand { name, .. } => Self {
                class: NOT_FOUND,
                texts: vec![format!("The command {name} has not been found")],
            },
            Problem::Oob { command } => {
                Self::new([format!("The command {command} does not support OOB")])
            }
            Problem::Missing { .. } => Self::new([format!("Parameter '{path}' is missing")]),
            Problem::UnknownMember { .. } => {
                Self::new([format!("Parameter '{path}' is unexpected")])
            }
            // QEMU reads a number that 64 bits do not hold as a double.
            Problem::IntegerRange { width, .. } => {
                Self::new(type_texts(&Expected::Integer(*width), &path, &last))
            }
            Problem::Type { expected, .. } => Self::new(type_texts(expected, &path, &last)),
            Problem::EnumValue { value, .. } => Self::new([format!(
                "Parameter '{last}' does not accept value '{value}'"
            )]),
            // Nothing of a command, or only under a policy.
            _ => Self::new([]),
        }
    }
}

impl Complaint {
    /// What QEMU says under a policy of arguments with these violations of it:
    /// of the command, if that is one, and else of any of the others.
    pub fn denied(violations: &Violations) -> Self {
        let mut texts = Vec::new();
        for violation in violations.iter() {
            let (adjective, subject) = match violation.problem() {
                Problem::Deprecated(subject) => ("Deprecated", subject),
                Problem::Unstable(subject) => ("Unstable", subject),
                _ => continue,
            };
            let (noun, name) = match subject {
                Subject::Command(name) => {
                    return Self {
                        class: NOT_FOUND,
                        texts: vec![format!("{adjective} command {name} disabled by policy")],
                    };
                }
                Subject::Member(name) => ("parameter", name),
                Subject::Value(name) => ("value", name),
                _ => continue,
            };
            texts.push(format!("{adjective} {noun} {name} disabled by policy"));
            texts.push(format!("{adjective} {noun} '{name}' disabled by policy"));
        }
        Self::new(texts)
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.class, self.texts.join(" or "))
    }
}

/// Later QEMUs say the line and column first.
fn json_texts(text: &str) -> [String; 2] {
    [text.to_owned(), format!("*:*: {text}")]
}

fn envelope_texts(envelope: &Envelope) -> Vec<String> {
    let member = |name: &str, what: &str| format!("QMP input member '{name}' {what}");
    vec![match envelope {
        Envelope::NotObject(_) => "QMP input must be a JSON object".to_owned(),
        Envelope::NoName => "QMP input lacks member 'execute'".to_owned(),
        Envelope::UnknownMember { name, .. } => member(name, "is unexpected"),
        Envelope::Type { name, .. } if *name == "arguments" => member(name, "must be an object"),
        Envelope::Type { name, .. } => member(name, "must be a string"),
        Envelope::Clash { first, second } => {
            return vec![
                member(first, &format!("clashes with '{second}'")),
                member(second, &format!("clashes with '{first}'")),
                // To QEMU an event's name is none of a command's members.
                member(second, "is unexpected"),
            ];
        }
        _ => return Vec::new(),
    }]
}

fn type_texts(expected: &Expected, path: &str, last: &str) -> Vec<String> {
    let invalid = |path: &str, expected: &str| {
        format!("Invalid parameter type for '{path}', expected: {expected}")
    };
    match expected {
        // The schema does not tell which integers have no sign.
        Expected::Integer(_) => vec![
            invalid(path, "integer"),
            format!("Parameter '{path}' expects uint64"),
        ],
        Expected::Kind(kind) => vec![invalid(path, &kind.to_string())],
        Expected::Enum => vec![invalid(path, "string")],
        // By its name, which the schema does not tell.
        Expected::Alternate { .. } => vec![invalid(last, "*")],
        _ => Vec::new(),
    }
}

/// A coordinate as QEMU writes it: without branches, which it does not name.
fn path(at: &Coordinate) -> String {
    let mut path = String::new();
    for step in at.steps() {
        match step {
            Step::Member(name) if path.is_empty() => path.push_str(name),
            Step::Member(name) => path.extend([".", name]),
            Step::Element(index) => path.push_str(&format!("[{}]", index.unwrap_or_default())),
            Step::Branch { .. } => {}
        }
    }
    path
}

/// The end of it; an element of a list has no name.
fn last(at: &Coordinate) -> String {
    let mut steps = at.steps().iter().rev();
    let step = steps.find(|step| !matches!(step, Step::Branch { .. }));
    match step {
        Some(Step::Member(name)) => name.to_string(),
        _ => "null".to_owned(),
    }
}

/// Whether a coordinate is a member at the top of the arguments.
pub(super) fn is_top(at: &Coordinate) -> bool {
    at.part() == Some(Part::Arguments) && matches!(at.steps(), [Step::Member(_)])
}
