//! A QEMU that is asked many things at a time.
//!
//! QEMU reads its input slowly, so everything is written ahead from a thread
//! of its own while the answers are read.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use qapi_machine::{Binary, Machine};
use qapi_schema::Schema;
use qapi_schema::quote::cut;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::complaint::Complaint;
use crate::Stop;

/// Far more than any answer takes; it only keeps a broken QEMU from hanging.
pub const LIMIT: Duration = Duration::from_secs(60);

/// A byte that makes QEMU's parser start afresh, wherever it is.
const RESYNC: u8 = 0xff;

/// Something to ask.
#[derive(Clone, Debug)]
pub enum Question {
    /// A command without an id, which is added: its one answer carries it.
    Command(Vec<u8>),
    /// A text that may be answered without an id, and more than once.
    Text(Vec<u8>),
    /// A text after which QEMU's parser may be in the middle of something.
    Broken(Vec<u8>),
}

/// An answer to a command.
#[derive(Clone, Debug)]
pub enum Answer {
    /// What was returned, as QEMU wrote it.
    Return(Box<RawValue>),
    /// What went wrong.
    Error {
        /// `class`.
        class: String,
        /// `desc`.
        text: String,
    },
    /// What is no JSON.
    Garbage(String),
}

impl Answer {
    /// What a command returned.
    ///
    /// # Errors
    ///
    /// It returned nothing, but an error.
    pub fn value(&self) -> Result<Value, Stop> {
        match self {
            Self::Return(value) => Ok(serde_json::from_str(value.get())?),
            other => Err(other.to_string().into()),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Return(value) => write!(f, "return {}", cut(value.get(), 200)),
            Self::Error { class, text } => write!(f, "{class}: {text}"),
            Self::Garbage(text) => write!(f, "not JSON: {text}"),
        }
    }
}

/// A QEMU with its monitor.
#[derive(Debug)]
pub struct Monitor {
    /// None if it is somebody else's, who asks it how it has ended.
    machine: Option<Machine>,
    pub(super) stream: BufReader<UnixStream>,
    pub(super) line: Vec<u8>,
    /// The events that came by, as text.
    pub events: Vec<Vec<u8>>,
}

impl Monitor {
    /// Starts a QEMU and reads its greeting; it still waits for negotiation.
    ///
    /// # Errors
    ///
    /// It cannot be started, or does not greet.
    pub fn start(binary: &Binary, args: &[String]) -> Result<Self, Stop> {
        let mut machine = Machine::builder(binary).args(args).start()?;
        let stream = machine.take_monitor().ok_or("no monitor")?;
        Self::new(stream, Some(machine))
    }

    /// Reads the greeting of a QEMU that runs; it still waits for negotiation.
    ///
    /// # Errors
    ///
    /// It does not greet.
    pub fn over(stream: UnixStream) -> Result<Self, Stop> {
        Self::new(stream, None)
    }

    fn new(stream: UnixStream, machine: Option<Machine>) -> Result<Self, Stop> {
        stream.set_read_timeout(Some(LIMIT))?;
        let mut monitor = Self {
            machine,
            stream: BufReader::new(stream),
            line: Vec::new(),
            events: Vec::new(),
        };
        monitor.read(&|| "its greeting".to_owned())?;
        Ok(monitor)
    }

    /// Ends negotiation, with out-of-band execution or without.
    ///
    /// With it QEMU queues eight commands, and aborts
    /// (`qmp_requests->length < QMP_REQ_QUEUE_LEN_MAX`) when one byte of
    /// broken JSON makes the eighth and a ninth.
    ///
    /// # Errors
    ///
    /// QEMU has ended, does not answer, or refuses.
    pub fn negotiate(&mut self, oob: bool) -> Result<(), Stop> {
        let capabilities: &[&str] = if oob { &["oob"] } else { &[] };
        let arguments = json!({ "enable": capabilities });
        self.execute("qmp_capabilities", &arguments)?.value()?;
        Ok(())
    }

    /// This monitor after [negotiation](Self::negotiate).
    ///
    /// # Errors
    ///
    /// QEMU has ended, does not answer, or refuses.
    pub fn negotiated(mut self, oob: bool) -> Result<Self, Stop> {
        self.negotiate(oob)?;
        Ok(self)
    }

    /// What this very QEMU answers to `query-qmp-schema`.
    ///
    /// # Errors
    ///
    /// QEMU has ended, does not answer, or refuses.
    pub fn dump(&mut self) -> Result<Value, Stop> {
        self.execute("query-qmp-schema", &json!({}))?.value()
    }

    /// The schema of this very QEMU.
    ///
    /// # Errors
    ///
    /// QEMU has ended, does not answer, or has none that can be used.
    pub fn schema(&mut self) -> Result<Schema, Stop> {
        Ok(Schema::from_slice(self.dump()?.to_string().as_bytes())?)
    }

    /// Has one command executed.
    ///
    /// # Errors
    ///
    /// QEMU has ended, does not answer, or sends what is no answer.
    pub fn execute(&mut self, name: &str, arguments: &Value) -> Result<Answer, Stop> {
        let command = json!({ "execute": name, "arguments": arguments });
        let question = Question::Command(command.to_string().into_bytes());
        let mut answers = self.ask(&[&question])?.into_iter().flatten();
        Ok(answers.next().ok_or("no answer")?)
    }

    /// Waits for an event, after the first few, that has these texts in it.
    ///
    /// # Errors
    ///
    /// QEMU has ended, does not answer, or sends what cannot be read.
    pub fn wait(&mut self, after: usize, texts: &[&str]) -> Result<(), Stop> {
        let is_it = |event: &Vec<u8>| {
            let event = String::from_utf8_lossy(event);
            texts.iter().all(|text| event.contains(text))
        };
        while !self.events.iter().skip(after).any(is_it) {
            self.read(&|| format!("for an event with {texts:?}"))?;
            self.events.push(self.line.clone());
        }
        Ok(())
    }

    /// The answers to each question.
    ///
    /// # Errors
    ///
    /// QEMU has ended, does not answer, or answers what was not asked.
    pub fn ask(&mut self, questions: &[&Question]) -> Result<Vec<Vec<Answer>>, Stop> {
        let mut stream = self.stream.get_ref().try_clone()?;
        std::thread::scope(|scope| {
            let writer = scope.spawn(move || {
                questions
                    .iter()
                    .enumerate()
                    .try_for_each(|(id, question)| stream.write_all(&question.text(id)))
            });
            let answers = self.answers(questions);
            if answers.is_err() {
                // Nobody reads on, so the writer would wait for ever.
                self.stream.get_ref().shutdown(Shutdown::Both)?;
            }
            let written = writer.join().map_err(|_| "the writer panicked")?;
            let answers = answers?;
            written?;
            Ok(answers)
        })
    }

    fn answers(&mut self, questions: &[&Question]) -> Result<Vec<Vec<Answer>>, Stop> {
        let mut answers: Vec<Vec<Answer>> = vec![Vec::new(); questions.len()];
        let mut open = questions.len();
        // The first text whose end has not come: answers without id are its.
        let mut texts = questions
            .iter()
            .enumerate()
            .filter(|(_, question)| !question.has_id())
            .map(|(at, _)| at)
            .peekable();
        while open > 0 {
            let waiting = texts.peek().copied();
            let context = || {
                let unanswered = questions.iter().zip(&answers);
                let mut unanswered = unanswered.filter(|(_, answers)| answers.is_empty());
                let text = unanswered.next().map(|(question, _)| question.text(0));
                String::from_utf8_lossy(&text.unwrap_or_default()).into_owned()
            };
            self.read(&context)?;
            let Some((id, answer)) = answer(&self.line) else {
                self.events.push(self.line.clone());
                continue;
            };
            let id = id.as_deref();
            let end = id.and_then(|id| id.strip_prefix("end-"));
            if let Some(end) = end {
                if waiting.is_none_or(|at| end != at.to_string()) {
                    return Err(format!("the end of question {end} came too soon").into());
                }
                texts.next();
                open -= 1;
                continue;
            }
            let asked = id.and_then(|id| id.strip_prefix("q"));
            let at: Option<usize> = asked.and_then(|id| id.parse().ok());
            let command =
                at.filter(|at| questions.get(*at).is_some_and(|question| question.has_id()));
            let Some(slot) = command.or(waiting).and_then(|at| answers.get_mut(at)) else {
                return Err(format!("an answer to nothing: {answer}").into());
            };
            if command.is_some() {
                if !slot.is_empty() {
                    return Err(format!("a second answer: {answer}").into());
                }
                open -= 1;
            }
            slot.push(answer);
        }
        Ok(answers)
    }

    /// Reads one line.
    pub(super) fn read(&mut self, asked: &dyn Fn() -> String) -> Result<(), Stop> {
        self.line.clear();
        let read = self.stream.read_until(b'\n', &mut self.line);
        match read {
            Ok(0) => Err(self.crash(&asked())),
            Ok(_) => Ok(()),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => Err(self.crash(&asked())),
            Err(error) => Err(format!("no answer: {error}; asked: {}", asked()).into()),
        }
    }

    fn crash(&mut self, context: &str) -> Stop {
        let exit = match &mut self.machine {
            Some(machine) => machine.wait(LIMIT),
            None => Ok(None),
        };
        let during = context.to_owned();
        match exit {
            Ok(Some(exit)) => Stop::Crashed { exit, during },
            Ok(None) => format!("it closed its monitor; at or before: {during}").into(),
            Err(error) => error.into(),
        }
    }
}

impl Question {
    /// The text as it was given.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Command(bytes) | Self::Text(bytes) | Self::Broken(bytes) => bytes,
        }
    }

    pub(crate) fn has_id(&self) -> bool {
        matches!(self, Self::Command(_))
    }

    /// What is written, with ids that tell the question's position.
    pub fn text(&self, at: usize) -> Vec<u8> {
        // No command has the empty name, but its refusal carries the id.
        let end = || format!("\n{{\"execute\":\"\",\"id\":\"end-{at}\"}}\n").into_bytes();
        match self {
            Self::Command(command) => {
                let body = command.strip_suffix(b"}").unwrap_or(command);
                [body, format!(",\"id\":\"q{at}\"}}\n").as_bytes()].concat()
            }
            Self::Text(text) => [text.as_slice(), &end()].concat(),
            Self::Broken(text) => [text.as_slice(), &[b'\n', RESYNC], &end()].concat(),
        }
    }

    /// Whether these answers are a complaint.
    pub fn is_refused(&self, answers: &[Answer], complaint: &Complaint) -> bool {
        match self {
            Self::Command(_) => matches!(answers, [one] if complaint.matches(one)),
            // What is left of the text after the error is more errors.
            Self::Text(_) | Self::Broken(_) => {
                let is_error = |answer: &Answer| matches!(answer, Answer::Error { .. });
                answers
                    .first()
                    .is_some_and(|first| complaint.matches(first))
                    && answers.iter().all(is_error)
            }
        }
    }
}

#[derive(Deserialize)]
struct Error {
    class: String,
    desc: String,
}

/// The answer in a line with its id, if that is a text; none if it is an event.
pub fn answer(line: &[u8]) -> Option<(Option<String>, Answer)> {
    let garbage = || {
        let text = String::from_utf8_lossy(line).into_owned();
        Some((None, Answer::Garbage(text)))
    };
    let Ok(members) = serde_json::from_slice::<BTreeMap<String, &RawValue>>(line) else {
        return garbage();
    };
    let id = members.get("id").map(|id| serde_json::from_str(id.get()));
    let id = id.and_then(Result::ok);
    if let Some(value) = members.get("return") {
        return Some((id, Answer::Return((*value).to_owned())));
    }
    let error = members.get("error")?;
    let Ok(Error { class, desc }) = serde_json::from_str(error.get()) else {
        return garbage();
    };
    Some((id, Answer::Error { class, text: desc }))
}
