//! What was said in a test, made short and without secrets.

use std::collections::HashMap;

use qapi_schema::Part;
use qapi_schema::quote::cut;
use qapi_schema::secrets::{redacted, secrets_in};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::args::secrets_in_args;
use super::scrub::Scrub;
use crate::exchange::{self, Log, Message, Way};

/// What was said in a test.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Transcript {
    /// What QEMU was asked to judge, without carrying it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged: Option<Judged>,
    /// What went over the monitors of the case, in the order in which it was
    /// written and read by the test. An id is the number of its command on its
    /// monitor, whatever was sent. `@DIR@` is the folder of the case's machine,
    /// `@DIR-1@` that of its second.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
}

/// How much was judged, and some of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Judged {
    /// How many valid instances.
    pub instances: usize,
    /// How many mutations, which are not valid.
    pub mutations: usize,
    /// The first few.
    pub asked: Vec<Asked>,
}

/// Something that was asked, and QEMU's answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Asked {
    /// What was done to a valid message; `valid` if nothing was.
    pub what: String,
    /// The message.
    pub question: String,
    /// The first answer to it.
    pub answer: String,
    /// How many further answers there were.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub further: usize,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Line {
    /// So many messages before it are left out.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: usize,
    /// The connection that it and those after it are said on, where that is of
    /// interest.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Which monitor of the case, from 0.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub monitor: usize,
    /// Who says it: QEMU, or the test.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_qemu: bool,
    /// The message, as for a log.
    pub text: String,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// How much is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// Messages at the beginning.
    first: usize,
    /// Messages at the end.
    last: usize,
    /// Characters of arguments, a reply or an event's data.
    most: usize,
}

impl Measure {
    /// Of a test in which all is well.
    pub(super) const SHORT: Self = Self {
        first: 16,
        last: 8,
        most: 320,
    };
    /// Of one that somebody will look into.
    pub(super) const LONG: Self = Self {
        first: 40,
        last: 40,
        most: 2000,
    };
}

impl Transcript {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.judged.is_none() && self.lines.is_empty()
    }
}

/// An exchange whose messages are understood.
#[derive(Debug)]
pub(super) struct Told<'l> {
    log: &'l Log,
    lines: Vec<(&'l exchange::Line, Content<'l>)>,
}

/// What a message is.
#[derive(Debug)]
enum Content<'l> {
    /// A command, whether out of band, and its number.
    Command(Said<'l>, bool, usize),
    Return(Said<'l>, usize),
    Error(&'l RawValue, Option<usize>),
    Event(Said<'l>),
    Greeting,
    Other,
}

/// Of which command or event, and what of it.
#[derive(Debug)]
struct Said<'l> {
    name: String,
    json: Option<&'l RawValue>,
}

impl Said<'_> {
    fn json(&self) -> &[u8] {
        self.json.map_or(b"{}", |json| json.get().as_bytes())
    }
}

impl<'l> Told<'l> {
    /// Reads them.
    pub(super) fn new(log: &'l Log) -> Self {
        let mut counts: HashMap<usize, usize> = HashMap::new();
        let mut asked = HashMap::new();
        let lines = log.lines.iter().map(|line| {
            let Ok(message) = serde_json::from_slice::<Message<'l>>(&line.text) else {
                return (line, Content::Other);
            };
            let id = (line.monitor, message.id.map(RawValue::get));
            let command = message.execute.as_ref().or(message.exec_oob.as_ref());
            let content = if line.way == Way::ToQemu {
                let Some(command) = command else {
                    return (line, Content::Other);
                };
                let count = counts.entry(line.monitor).or_default();
                *count += 1;
                asked.insert(id, (command.to_string(), *count));
                let said = Said {
                    name: command.to_string(),
                    json: message.arguments,
                };
                Content::Command(said, message.exec_oob.is_some(), *count)
            } else if let Some(name) = message.event {
                Content::Event(Said {
                    name: name.into_owned(),
                    json: message.data,
                })
            } else if let Some(error) = message.error {
                Content::Error(error, asked.remove(&id).map(|(_, number)| number))
            } else if message.returned.is_some() {
                // What nobody asked for is of no known command, and not shown.
                let (name, number) = asked.remove(&id).unwrap_or_default();
                let json = message.returned;
                Content::Return(Said { name, json }, number)
            } else if message.greeting.is_some() {
                Content::Greeting
            } else {
                Content::Other
            };
            (line, content)
        });
        Self {
            log,
            lines: lines.collect(),
        }
    }

    /// What must not be in a text.
    pub(super) fn scrub(&self) -> Scrub {
        let secrets = self.lines.iter().flat_map(|(_, content)| match content {
            Content::Command(said, ..) => secrets_in(&said.name, Part::Arguments, said.json()),
            Content::Return(said, _) => secrets_in(&said.name, Part::Returns, said.json()),
            Content::Event(said) => secrets_in(&said.name, Part::Data, said.json()),
            Content::Error(..) | Content::Greeting | Content::Other => Vec::new(),
        });
        let secrets = secrets.chain(secrets_in_args(&self.log.args));
        Scrub::new(secrets, &self.log.folders)
    }

    /// What is kept of it.
    pub(super) fn transcript(self, measure: Measure, scrub: &Scrub) -> Transcript {
        let Measure { first, last, most } = measure;
        let messages = self
            .lines
            .iter()
            .map(|(line, content)| Source::Monitor(line, content));
        let shown = self.log.shown.iter().flat_map(|shown| {
            let said = shown.said.iter();
            said.map(|(way, text)| Source::Table(&shown.place, *way, text))
        });
        let all: Vec<Source<'_>> = messages.chain(shown).collect();
        let left_out = all.len().saturating_sub(first + last);
        let kept = all.into_iter().enumerate();
        let kept = kept.filter(|(at, _)| *at < first || *at >= first + left_out);
        let mut place = "";
        let lines = kept.map(|(at, source)| {
            let left_out = if at == first + left_out { left_out } else { 0 };
            match source {
                Source::Monitor(line, content) => Line {
                    left_out,
                    place: String::new(),
                    monitor: line.monitor,
                    from_qemu: line.way == Way::FromQemu,
                    text: shown_of(line, content, most, scrub),
                },
                Source::Table(at, way, text) => Line {
                    left_out,
                    place: match std::mem::replace(&mut place, at) == at {
                        true => String::new(),
                        false => at.to_owned(),
                    },
                    monitor: 0,
                    from_qemu: way == Way::FromQemu,
                    text: cut(&scrub.text(text), most).into_owned(),
                },
            }
        });
        Transcript {
            lines: lines.collect(),
            judged: self.log.judged.clone(),
        }
    }
}

/// Where a line comes from.
enum Source<'l> {
    Monitor(&'l exchange::Line, &'l Content<'l>),
    Table(&'l str, Way, &'l str),
}

/// A message for people. What must not be said is taken out before the rest is
/// cut, so that no half of it is left.
fn shown_of(line: &exchange::Line, content: &Content<'_>, most: usize, scrub: &Scrub) -> String {
    let short = |text: &str| cut(&scrub.text(text), most).into_owned();
    let name = |said: &Said<'_>| serde_json::Value::from(said.name.as_str());
    let show = |said: &Said<'_>, part| {
        let shown = redacted(&said.name, part, said.json());
        short(&shown.limit(usize::MAX).to_string())
    };
    match content {
        Content::Command(said, oob, number) => {
            let key = if *oob { "exec-oob" } else { "execute" };
            let arguments = match said.json {
                Some(_) => format!(",\"arguments\":{}", show(said, Part::Arguments)),
                None => String::new(),
            };
            format!("{{\"{key}\":{}{arguments},\"id\":{number}}}", name(said))
        }
        Content::Return(said, number) => {
            format!(
                "{{\"return\":{},\"id\":{number}}}",
                show(said, Part::Returns)
            )
        }
        Content::Error(error, number) => {
            let id = number.map_or_else(String::new, |number| format!(",\"id\":{number}"));
            format!("{{\"error\":{}{id}}}", short(error.get()))
        }
        Content::Event(said) => {
            let data = match said.json {
                Some(_) => format!(",\"data\":{}", show(said, Part::Data)),
                None => String::new(),
            };
            format!("{{\"event\":{}{data}}}", name(said))
        }
        // It says what the suite's subject says.
        Content::Greeting => "{\"QMP\":…}".to_owned(),
        Content::Other => format!("[not a message, {} bytes]", line.text.len()),
    }
}
