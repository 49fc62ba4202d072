//! Commands drawn at random, each a function of the schema, the seed and its
//! number.

use fastrand::Rng;
use qapi_schema::sample::{Mutation, Samples, Taste};
use qapi_schema::validate::{Problem, Rule, Violations};
use qapi_schema::{Coordinate, Part, Schema, Step, TypeId};

use super::harm::{Harmless, LEFT_OUT};
use super::ledger::is_rare;
use super::lexicon::Lexicon;
use crate::judge::{NEGOTIATION, PROBE, Question, judged, probed};

/// How many of 256 commands are valid.
const VALID: u8 = 128;
/// How many of 256 have something wrong with the message itself.
const MESSAGES: u8 = 12;
/// How many of 256 commands are as large as they come.
const LARGE: u8 = 1;

/// How many of 256 commands that are carried out have something wrong.
const WRONG: u8 = 40;
/// How often the arguments of a command are drawn until it may be carried out.
const DRAWS: usize = 32;
/// How many of 256 commands that kill often are sent.
const RARE: u8 = 16;
/// How much more often a command may be drawn for its many branches; the
/// plainest has 16.
const MOST: usize = 320;

/// A source of commands.
#[derive(Debug)]
pub struct Commands<'s> {
    samples: Samples<'s>,
    seed: u64,
    parts: Vec<(Coordinate, TypeId)>,
    /// For each part how often it is drawn, with all before it.
    weights: Vec<usize>,
    messages: Vec<Mutation>,
    /// The strings of commands that are carried out.
    words: Option<&'s Lexicon>,
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
        // Refused as such where it has been answered.
        let parts = judged(schema).filter(|(at, _)| at.name() != NEGOTIATION);
        let mut commands = Self::of(schema, seed, parts.collect());
        commands.messages = commands.samples.message_mutations(Part::Arguments);
        // Where only arguments are wrong, others have more to say; and without
        // any there is no member too many, either.
        let of_messages = |mutation: &Mutation| mutation.rule != Rule::Missing;
        commands.messages.retain(of_messages);
        commands
    }

    /// Those that can be carried out, with these strings in them.
    pub(super) fn carried_out(schema: &'s Schema, seed: u64, words: &'s Lexicon) -> Self {
        let parts = schema.parts().filter(|(at, _)| {
            let mut left_out = LEFT_OUT.iter();
            at.part() == Some(Part::Arguments) && !left_out.any(|row| row.command == at.name())
        });
        let mut commands = Self::of(schema, seed, parts.collect());
        commands.words = Some(words);
        commands
    }

    fn of(schema: &'s Schema, seed: u64, parts: Vec<(Coordinate, TypeId)>) -> Self {
        let samples = schema.samples();
        let mut sum = 0;
        let weights = parts.iter().map(|(_, id)| {
            // Of what can be said in many ways more is said, but not all.
            let ways = 4 * samples.branches(*id).len();
            sum += 16 + ways.min(MOST) + samples.full(*id).to_string().len().isqrt();
            sum
        });
        Self {
            weights: weights.collect(),
            messages: Vec::new(),
            words: None,
            samples,
            seed,
            parts,
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
        let is_valid = drawn.wrapping_sub(MESSAGES) < VALID;
        let Some(part) = self.part(&mut rng) else {
            // A schema without commands: none is there, and that is refused.
            return Case::of_command(number, "", b"{}".to_vec(), None);
        };
        let (name, arguments, mutation) = self.arguments(part, &mut rng, is_valid);
        Case::of_command(number, name, arguments, mutation)
    }

    /// The command of this number, if it may be carried out.
    pub(super) fn harmless(&self, number: u64) -> Option<Harmless> {
        let mut rng = random(self.seed, number);
        let is_valid = rng.u8(..) >= WRONG;
        let kills = rng.u8(..) < RARE;
        let part = self.part(&mut rng)?;
        for _ in 0..DRAWS {
            let (name, arguments, _) = self.arguments(part, &mut rng, is_valid);
            let Ok(command) = Harmless::new(name, &arguments) else {
                continue;
            };
            if kills || !is_rare(&command) {
                return Some(command);
            }
        }
        None
    }

    /// A command.
    fn part(&self, rng: &mut Rng) -> Option<&(Coordinate, TypeId)> {
        let drawn = rng.usize(..self.weights.last().copied()?.max(1));
        let at = self.weights.partition_point(|sum| *sum <= drawn);
        self.parts.get(at)
    }

    /// Its name and arguments, and what is wrong with them.
    fn arguments<'p>(
        &self,
        (at, id): &'p (Coordinate, TypeId),
        rng: &mut Rng,
        is_valid: bool,
    ) -> (&'p str, Vec<u8>, Option<Mutation>) {
        let words = self
            .words
            .map(|words| |name: &str, random| words.text(at.name(), name, random));
        let mut taste = taste(rng, is_valid);
        if let Some(words) = &words {
            taste.text = Some(words);
            // There is no visitor to please here, but handlers to surprise.
            taste.optional = rng.u8(..192);
            taste.edges = 128;
            taste.tokens = 1 << 7;
        }
        let value = self.samples.draw(*id, rng.u64(..), &taste);
        let mut mutation = match is_valid {
            true => None,
            false => self.samples.mutation(at, &value, rng.u64(..)),
        };
        let document = mutation
            .as_mut()
            .map(|mutation| std::mem::take(&mut mutation.document));
        let document = document.unwrap_or_else(|| value.to_string().into_bytes());
        (at.name(), document, mutation)
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
        optional: if large { 128 } else { rng.u8(..64) },
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
            let arguments = message.get_mut("arguments");
            if let Some(arguments) = arguments.and_then(serde_json::Value::as_object_mut) {
                arguments.insert(PROBE.to_owned(), 0.into());
            }
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

    /// To be judged: arguments that are valid, or have this wrong with them.
    pub(super) fn of_command(
        number: u64,
        name: &str,
        arguments: Vec<u8>,
        mutation: Option<Mutation>,
    ) -> Self {
        // A member too many at the top is a probe itself.
        let is_probe = mutation.as_ref().is_some_and(|mutation| {
            mutation.rule == Rule::UnknownMember && mutation.at.as_ref().is_some_and(is_top)
        });
        let (rule, what) = match mutation {
            Some(mutation) => (Some(mutation.rule), mutation.what),
            None => (None, "valid".to_owned()),
        };
        Self::asked(number, name, arguments, rule, what, !is_probe)
    }

    /// To be carried out.
    pub(super) fn carried_out(schema: &Schema, command: &Harmless) -> Self {
        let (name, arguments) = (command.name(), command.arguments());
        let said = schema.validator().command(name, arguments);
        let rule = said.err().map(|violations| violations.first().rule());
        Self::asked(0, name, arguments.to_vec(), rule, String::new(), false)
    }

    fn asked(
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
        Some(Self::asked(self.number, name, arguments, rule, what, probe))
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::judge::like;

    fn schema() -> Schema {
        let dump = include_bytes!("../../../schemas/qemu-11.1-x86_64.json");
        Schema::from_slice(dump).unwrap()
    }

    #[test]
    fn a_number_is_always_the_same_command() {
        let schema = schema();
        let (first, second) = (Commands::new(&schema, 5), Commands::new(&schema, 5));
        let other = Commands::new(&schema, 6);
        let text = |commands: &Commands<'_>, number| commands.case(number).message();
        let mut differ = 0;
        // In whichever order they are asked for.
        for number in (0..500).rev() {
            assert_eq!(text(&first, number), text(&second, number));
            differ += usize::from(text(&first, number) != text(&other, number));
        }
        assert!(differ > 400, "{differ}");
    }

    #[test]
    fn half_of_them_are_wrong_in_every_way() {
        let schema = schema();
        let commands = Commands::new(&schema, 0);
        let cases: Vec<Case> = (0..8000).map(|number| commands.case(number)).collect();
        let rules: BTreeSet<Rule> = cases.iter().filter_map(|case| case.rule).collect();
        // What is deprecated or unstable is valid, and no command is an event.
        let never = [Rule::Deprecated, Rule::Unstable, Rule::UnknownEvent];
        for rule in Rule::ALL.iter().filter(|rule| !never.contains(rule)) {
            assert!(rules.contains(rule), "{rule}");
        }
        let valid = cases.iter().filter(|case| case.rule.is_none()).count();
        assert!((3600..4400).contains(&valid), "{valid}");
        for case in &cases {
            let said = schema.validator().message(&*case.message());
            assert_eq!(said.is_ok(), case.rule.is_none(), "{case:?}");
        }
    }

    #[test]
    fn every_command_that_is_judged_carries_a_member_too_many() {
        let schema = schema();
        let commands = Commands::new(&schema, 1);
        for case in (0..4000).map(|number| commands.case(number)) {
            let text = case.question.as_bytes();
            // What the parser refuses no handler sees; nor what is no command.
            let Ok(message) = serde_json::from_slice::<Value>(text) else {
                continue;
            };
            let name = message.get("execute").and_then(Value::as_str);
            let command = name.and_then(|name| schema.command(name));
            let (Some(command), Some((_, _))) = (command, &case.command) else {
                continue;
            };
            let said = schema
                .validator()
                .command(command.name(), message.get("arguments").unwrap());
            assert!(said.is_err(), "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn nothing_that_is_carried_out_leads_out_of_the_folder() {
        let schema = schema();
        let words = Lexicon::nasty();
        let commands = Commands::carried_out(&schema, 3, &words);
        let mut names = BTreeSet::new();
        let mut sent = 0;
        for number in 0..20_000 {
            let Some(command) = commands.harmless(number) else {
                continue;
            };
            sent += 1;
            names.insert(command.name().to_owned());
            let text = String::from_utf8(command.arguments().to_vec()).unwrap();
            // Told by the plain text: no string with a path or an address in it.
            for string in text.split('"').skip(1).step_by(2) {
                let qom = ["/machine", "/objects", "/chardevs", "/backend"];
                let takes = ["qom-", "x-query-virtio-", "cxl-", "device_del"];
                let takes = takes.iter().any(|start| command.name().starts_with(start));
                let qom = takes && qom.iter().any(|top| string.starts_with(top));
                assert!(qom || !string.contains('/'), "{text}");
                assert!(
                    !string.contains([':', '|', ',', '=', ' ', '\\', '$', '`', ';']),
                    "{text}"
                );
                assert!(!string.contains("..") && !string.starts_with('-'), "{text}");
                let number = !string.is_empty() && string.bytes().all(|b| b.is_ascii_digit());
                assert!(!number, "{text}");
            }
            for never in [
                "*\"exec\"*",
                "*\"inet\"*",
                "*\"vsock\"*",
                "*\"host_device\"*",
                "*\"fuse\"*",
                "*\"tap\"*",
                "*\"user\"*",
                "*\"stdio\"*",
                "*\"monitor-hmp\"*",
                "*\"cpr-exec*",
                "*\"host\":*",
                "*\"abstract\":*",
            ] {
                assert!(!like(&text, never), "{text}");
            }
        }
        assert!(sent > 19_000, "{sent}");
        assert!(names.len() > 200, "{}", names.len());
        assert!(!names.contains("human-monitor-command") && !names.contains("quit"));
    }
}
