//! The simulator says what a QEMU says, given that QEMU's own schema.
//!
//! What commands return is not compared: a schema does not tell what they do.

use std::io::{BufRead, BufReader, Write};
use std::sync::Arc;
use std::time::Duration;

use libtest_mimic::Completion;
use qapi_client::Transport;
use qapi_client::sim::Simulator;
use qapi_conformance::Stop;
use qapi_conformance::judge::simulated::simulator;
use qapi_conformance::judge::{
    Answer, Monitor, Question, Questions, Test, answer, instances, judged,
};
use qapi_machine::{Kind, Machine};
use qapi_schema::validate::Rule;
use serde_json::{Value, json};

use super::agreement::{Agreement, Suite};
use super::inputs;
use super::subject::{Case, Subject};

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "the_simulator_speaks_the_protocol_as_qemu_does",
        run: protocol,
    },
    Case {
        name: "the_simulator_judges_commands_as_qemu_does",
        run: commands,
    },
    Case {
        name: "the_simulator_denies_what_qemu_does/deprecated",
        run: |subject| policy(subject, Rule::Deprecated),
    },
    Case {
        name: "the_simulator_denies_what_qemu_does/unstable",
        run: |subject| policy(subject, Rule::Unstable),
    },
];

/// Far more than any answer takes.
const LIMIT: Duration = Duration::from_secs(60);

/// Every text draws the same answers, with the same ids, up to the end.
fn protocol(subject: &Subject) -> Result<Completion, Stop> {
    let mut agreement = Agreement::new(&subject.binary, Suite::Protocol);
    let simulator = simulator(&subject.binary, Arc::new(subject.schema()?));
    let mut real = Wire::real(subject)?;
    let mut simulated = Wire::simulated(&simulator);
    agreement.compare("the greeting", &real.line()?, &simulated.line()?);
    let negotiation = br#"{"execute": "qmp_capabilities"}"#.to_vec();
    let texts = [negotiation].into_iter().chain(inputs::odd());
    for text in texts.chain(inputs::random()) {
        let asked = text.escape_ascii().to_string();
        agreement.compare(&asked, &real.ask(&text)?, &simulated.ask(&text)?);
    }
    agreement.compare("quit", &real.quit()?, &simulated.quit()?);
    agreement.finish(&subject.name())
}

/// Every instance and mutation of every command draws the same complaint.
fn commands(subject: &Subject) -> Result<Completion, Stop> {
    let mut agreement = Agreement::new(&subject.binary, Suite::Commands);
    let schema = Arc::new(subject.schema()?);
    let questions = Questions::new(&schema)?;
    let simulator = simulator(&subject.binary, Arc::clone(&schema));
    // Asked nothing else yet, so that both are in the same line.
    let mut monitor = Monitor::start(&subject.binary, &[])?.negotiated(false)?;
    let mut simulated = Wire::negotiated(&simulator, false)?;
    compare(
        &mut agreement,
        &mut monitor,
        &mut simulated,
        &questions.usual,
    )?;
    let mut monitor = Monitor::start(&subject.binary, &[])?;
    let mut simulated = Wire::simulated(&simulator);
    simulated.line()?;
    compare(
        &mut agreement,
        &mut monitor,
        &mut simulated,
        &questions.early,
    )?;
    monitor.negotiate(true)?;
    let mut simulated = Wire::negotiated(&simulator, true)?;
    compare(
        &mut agreement,
        &mut monitor,
        &mut simulated,
        &questions.out_of_band,
    )?;
    agreement.finish(&subject.name())
}

/// What a policy rejects is rejected in the same words. Where it rejects
/// several parts of one command, QEMU may name any of them.
fn policy(subject: &Subject, rule: Rule) -> Result<Completion, Stop> {
    if subject.binary.kind() != Kind::System {
        return Ok(Completion::ignored_with("it has no option -compat"));
    }
    let mut agreement = Agreement::new(&subject.binary, Suite::Policy);
    let compat = ["-compat".to_owned(), format!("{rule}-input=reject")];
    let mut monitor = Monitor::start(&subject.binary, &compat)?.negotiated(false)?;
    let schema = Arc::new(monitor.schema()?);
    let (deprecated, unstable) = (rule == Rule::Deprecated, rule == Rule::Unstable);
    let simulator = simulator(&subject.binary, Arc::clone(&schema)).reject(deprecated, unstable);
    let validator = schema.validator();
    let validator = validator
        .deny_deprecated(deprecated)
        .deny_unstable(unstable);
    let samples = schema.samples();
    let mut tests = Vec::new();
    for (at, _) in judged(&schema) {
        for value in instances(&samples, &at) {
            let verdict = validator.command(at.name(), &value);
            if verdict.map_or_else(|violations| violations.len(), |()| 1) == 1 {
                tests.push(Test::valid(&samples, &at, &value)?);
            }
        }
    }
    let mut simulated = Wire::negotiated(&simulator, false)?;
    compare(&mut agreement, &mut monitor, &mut simulated, &tests)?;
    agreement.finish(&subject.name())
}

/// Asks both the same.
fn compare(
    agreement: &mut Agreement,
    monitor: &mut Monitor,
    simulated: &mut Wire,
    tests: &[Test],
) -> Result<(), Stop> {
    let questions: Vec<&Question> = tests.iter().map(|test| &test.question).collect();
    let answers = monitor.ask(&questions)?;
    for (question, answers) in questions.iter().zip(answers) {
        let asked = String::from_utf8_lossy(question.as_bytes());
        agreement.compare(&asked, &shown(answers), &simulated.question(question)?);
    }
    Ok(())
}

/// Answers without what commands return.
fn shown(answers: impl IntoIterator<Item = Answer>) -> Vec<String> {
    let answers = answers.into_iter().map(|answer| match answer {
        Answer::Return(_) => "return".to_owned(),
        other => other.to_string(),
    });
    answers.collect()
}

/// A server that is asked one thing after the other.
struct Wire {
    stream: BufReader<Box<dyn Transport>>,
    /// Kept so that it runs.
    _machine: Option<Machine>,
}

impl Wire {
    fn real(subject: &Subject) -> Result<Self, Stop> {
        let mut machine = Machine::builder(&subject.binary).start()?;
        let mut stream = machine.take_monitor().ok_or("no monitor")?;
        stream.set_timeout(Some(LIMIT))?;
        Ok(Self {
            stream: BufReader::new(Box::new(stream)),
            _machine: Some(machine),
        })
    }

    fn simulated(simulator: &Simulator) -> Self {
        let mut stream = simulator.stream();
        // It has answered by the time that it is read from.
        let _ = stream.set_timeout(Some(Duration::ZERO));
        Self {
            stream: BufReader::new(Box::new(stream)),
            _machine: None,
        }
    }

    fn negotiated(simulator: &Simulator, oob: bool) -> Result<Self, Stop> {
        let mut wire = Self::simulated(simulator);
        wire.line()?;
        let enable: &[&str] = if oob { &["oob"] } else { &[] };
        let command = json!({"execute": "qmp_capabilities", "arguments": {"enable": enable}});
        let command = format!("{command}\n");
        wire.stream.get_mut().write_all(command.as_bytes())?;
        wire.line()?;
        Ok(wire)
    }

    /// The next message, or nothing at the end.
    fn line(&mut self) -> Result<Vec<String>, Stop> {
        let mut line = Vec::new();
        self.stream.read_until(b'\n', &mut line)?;
        Ok(Vec::from_iter(message(&line)))
    }

    /// All messages that a text draws.
    fn ask(&mut self, text: &[u8]) -> Result<Vec<String>, Stop> {
        // The parser starts afresh at the byte, wherever the text has left it.
        let end = b"\n\xFF{\"execute\": \"\", \"id\": \"end\"}\n";
        self.stream.get_mut().write_all(&[text, end].concat())?;
        let mut messages = Vec::new();
        loop {
            let mut message = self.line()?;
            if message.is_empty() {
                return Err(format!("it ended at: {}", text.escape_ascii()).into());
            }
            if message.iter().any(|text| text.contains(r#""id":"end""#)) {
                return Ok(messages);
            }
            messages.append(&mut message);
        }
    }

    /// The answers to a question of another suite.
    fn question(&mut self, question: &Question) -> Result<Vec<String>, Stop> {
        self.stream.get_mut().write_all(&question.text(0))?;
        let mut answers = Vec::new();
        let mut line = Vec::new();
        while matches!(self.stream.read_until(b'\n', &mut line), Ok(1..)) {
            match answer(&line) {
                Some((Some(id), _)) if id == "end-0" => {}
                Some((_, answer)) => answers.push(answer),
                None => {}
            }
            line.clear();
        }
        Ok(shown(answers))
    }

    /// All messages from `quit` to the end of the stream.
    fn quit(&mut self) -> Result<Vec<String>, Stop> {
        let quit = b"{\"execute\": \"qmp_capabilities\"}{\"execute\": \"quit\", \"id\": 1}";
        self.stream.get_mut().write_all(quit)?;
        let mut messages = Vec::new();
        loop {
            let mut message = self.line()?;
            if message.is_empty() {
                return Ok(messages);
            }
            messages.append(&mut message);
        }
    }
}

/// A message without what differs by nature; none at the end of the stream.
fn message(line: &[u8]) -> Option<String> {
    if line.is_empty() {
        return None;
    }
    let Ok(mut message) = serde_json::from_slice::<Value>(line) else {
        return Some(format!("not JSON: {}", String::from_utf8_lossy(line)));
    };
    for (name, neutral) in [("return", json!({})), ("timestamp", json!({}))] {
        if let Some(value) = message.get_mut(name) {
            *value = neutral;
        }
    }
    Some(message.to_string())
}
