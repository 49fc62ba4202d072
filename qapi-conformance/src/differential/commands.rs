//! Commands drawn at random, each a function of the schema, the seed and its
//! number.

use fastrand::Rng;
use qapi_schema::sample::{Mutation, Samples, Taste};
use qapi_schema::validate::{Problem, Rule, Violations};
use qapi_schema::{Coordinate, Part, Schema, Step, TypeId};

use crate::judge::{NEGOTIATION, Question, judged, probed};

/// How many of 256 commands are valid.
const VALID: u8 = 128;
/// How many of 256 have something wrong with the message itself.
const MESSAGES: u8 = 12;
/// How many of 256 commands are as large as they come.
const LARGE: u8 = 2;

/// A source of commands.
#[derive(Debug)]
pub struct Commands<'s> {
    samples: Samples<'s>,
    seed: u64,
    parts: Vec<(Coordinate, TypeId)>,
    messages: Vec<Mutation>,
}

/// A command to put to a QEMU.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its number.
    pub number: u64,
    /// The rule that it breaks; none if it is valid.
    pub rule: Option<Rule>,
    /// What was done to a valid one, in words.
    pub what: String,
    /// The command and its arguments as JSON text; none if it is about the
    /// message as such.
    pub command: Option<(String, Vec<u8>)>,
    /// What is written.
    pub question: Question,
    /// Whether to ask where commands may be executed out of band.
    pub out_of_band: bool,
}

impl<'s> Commands<'s> {
    /// Those of a schema that a QEMU can judge without carrying them out.
    pub fn new(schema: &'s Schema, seed: u64) -> Self {
        let samples = schema.samples();
        // Refused as such where it has been answered.
        let parts = judged(schema).filter(|(at, _)| at.name() != NEGOTIATION);
        Self {
            messages: samples.message_mutations(Part::Arguments),
            parts: parts.collect(),
            samples,
            seed,
        }
    }

    /// The schema.
    pub fn schema(&self) -> &'s Schema {
        self.samples.schema()
    }

    /// The command of this number.
    pub fn case(&self, number: u64) -> Case {
        let mut rng = random(self.seed, number);
        let drawn = rng.u8(..);
        if drawn < MESSAGES
            && let Some(mutation) = rng.choice(&self.messages)
        {
            return Case::of_message(number, mutation);
        }
        let Some((at, id)) = rng.choice(&self.parts) else {
            return Case::of_command(number, "", b"{}".to_vec(), None, String::new(), true);
        };
        let is_valid = drawn.wrapping_sub(MESSAGES) < VALID;
        let value = self.samples.draw(*id, rng.u64(..), &taste(&mut rng, is_valid));
        let mutation = match is_valid {
            true => None,
            false => self.samples.mutation(at, &value, rng.u64(..)),
        };
        match mutation {
            None => {
                let text = value.to_string().into_bytes();
                Case::of_command(number, at.name(), text, None, "valid".to_owned(), true)
            }
            Some(mutation) => {
                // A member too many at the top is a probe itself.
                let is_probe =
                    mutation.rule == Rule::UnknownMember && mutation.at.as_ref().is_some_and(is_top);
                Case::of_command(
                    number,
                    at.name(),
                    mutation.document,
                    Some(mutation.rule),
                    mutation.what,
                    !is_probe,
                )
            }
        }
    }
}

/// The numbers that one command is made of.
pub(super) fn random(seed: u64, number: u64) -> Rng {
    // Neighbours must have nothing in common.
    let mixed = seed.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    Rng::with_seed(mixed)
}

/// QEMU reads slowly, so most commands are small and few are large.
fn taste(rng: &mut Rng, is_valid: bool) -> Taste<'static> {
    let large = rng.u8(..) < LARGE;
    Taste {
        optional: if large { 128 } else { rng.u8(..48) },
        depth: if large { 12 } else { 6 },
        tokens: if large { 1 << 9 } else { 1 << 5 },
        // What is refused for its width hides what else is wrong.
        edges: if is_valid { 12 } else { 0 },
        text: (!large).then_some(&|_, random| text(random)),
    }
}

/// Short, mostly plain strings.
fn text(random: u64) -> String {
    const PLAIN: &[&str] = &["a", "b0", "node", "", "0", "null", "é", "\u{1f41f}"];
    const ODD: &[&str] = &["\"", "\\", "a b", "%s", "\u{1}\n\u{7f}", "a:b/c,d=e", "'"];
    let mut rng = Rng::with_seed(random);
    let words = if rng.u8(..) < 32 { ODD } else { PLAIN };
    rng.choice(words).copied().unwrap_or_default().to_owned()
}

impl Case {
    fn of_message(number: u64, mutation: &Mutation) -> Self {
        let mut document = mutation.document.clone();
        let out_of_band = mutation.rule == Rule::Oob;
        if out_of_band
            && let Ok(serde_json::Value::Object(mut message)) = serde_json::from_slice(&document)
        {
            // Its answer overtakes others, so it needs an id that tells it.
            message.remove("id");
            document = serde_json::Value::Object(message).to_string().into_bytes();
        }
        Self {
            number,
            rule: Some(mutation.rule),
            what: mutation.what.clone(),
            command: None,
            question: match mutation.rule {
                Rule::Json => Question::Broken(document),
                Rule::Oob => Question::Command(document),
                _ => Question::Text(document),
            },
            out_of_band,
        }
    }

    fn of_command(
        number: u64,
        name: &str,
        arguments: Vec<u8>,
        rule: Option<Rule>,
        what: String,
        probe: bool,
    ) -> Self {
        let question = match probe {
            true => question(name, &probed(&arguments), rule),
            false => question(name, &arguments, rule),
        };
        Self {
            number,
            rule,
            what,
            command: Some((name.to_owned(), arguments)),
            question,
            out_of_band: false,
        }
    }

    /// The message that is judged, without the probe.
    pub fn message(&self) -> Vec<u8> {
        match &self.command {
            Some((name, arguments)) => message(name, arguments),
            None => self.question.as_bytes().to_vec(),
        }
    }

    /// The same with other arguments, of which the validator says this.
    pub(super) fn with(&self, arguments: Vec<u8>, said: Result<(), &Violations>) -> Option<Self> {
        let (name, _) = self.command.as_ref()?;
        let is_probe = |violations: &&Violations| {
            violations.iter().any(|violation| {
                let top = violation.at().is_some_and(is_top);
                top && matches!(violation.problem(), Problem::UnknownMember { .. })
            })
        };
        let rule = said.err().map(|violations| violations.first().rule());
        let probe = !said.err().as_ref().is_some_and(is_probe);
        let what = self.what.clone();
        Some(Self::of_command(self.number, name, arguments, rule, what, probe))
    }
}

/// Whether a place is a member at the top, of whichever branch.
fn is_top(at: &Coordinate) -> bool {
    let steps = at.steps().iter();
    let keys = steps.filter(|step| !matches!(step, Step::Branch { .. }));
    keys.count() == 1
}

/// A command as text.
pub(super) fn message(name: &str, arguments: &[u8]) -> Vec<u8> {
    let name = serde_json::Value::from(name).to_string();
    let start = format!("{{\"execute\":{name},\"arguments\":");
    [start.as_bytes(), arguments, b"}"].concat()
}

fn question(name: &str, arguments: &[u8], rule: Option<Rule>) -> Question {
    let message = message(name, arguments);
    match rule {
        // The parser refuses it, and then there is no id.
        Some(Rule::Depth | Rule::DuplicateMember | Rule::Json) => Question::Text(message),
        _ => Question::Command(message),
    }
}
