//! Any number of questions, one after the other, without a list of them.

use std::io::Write;
use std::net::Shutdown;
use std::sync::mpsc;

use super::monitor::{Answer, Monitor, Question, answer};
use crate::Stop;

/// How many questions are written ahead of their answers, at most.
const AHEAD: usize = 1024;
/// After how many questions ids come again.
const IDS: usize = 992;
/// Every how manieth command has an id. QEMU reads slowly, and without one a
/// command is shorter by an eighth.
const MARKED: usize = 16;

impl Monitor {
    /// Asks as long as there are questions, writing ahead, and hands over the
    /// answers in the order of the questions. That is QEMU's order only
    /// without out-of-band execution, so the monitor must not have it.
    ///
    /// # Errors
    ///
    /// QEMU has ended, does not answer, or answers what was not asked; or what
    /// takes the answers fails.
    pub fn flow<T: Send>(
        &mut self,
        cases: impl Iterator<Item = T> + Send,
        question: impl Fn(&T) -> &Question + Sync,
        mut each: impl FnMut(T, Vec<Answer>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let mut stream = self.stream.get_ref().try_clone()?;
        let (sender, asked) = mpsc::sync_channel(AHEAD);
        std::thread::scope(|scope| {
            let question = &question;
            let writer = scope.spawn(move || -> Result<(), std::io::Error> {
                for (at, case) in cases.enumerate() {
                    let text = text(question(&case), at % IDS);
                    // Told first, so that whoever reads knows what it waits for.
                    if sender.send(case).is_err() {
                        break;
                    }
                    stream.write_all(&text)?;
                }
                Ok(())
            });
            let mut read = || -> Result<(), Stop> {
                for (at, case) in asked.iter().enumerate() {
                    let answers = self.next_answers(question(&case), at % IDS)?;
                    each(case, answers)?;
                }
                Ok(())
            };
            let outcome = read();
            drop(asked);
            if outcome.is_err() {
                // Nobody reads on, so the writer would wait for ever.
                self.stream.get_ref().shutdown(Shutdown::Both)?;
            }
            let written = writer.join().map_err(|_| "the writer panicked")?;
            outcome?;
            Ok(written?)
        })
    }

    /// Reads what is said to one question.
    fn next_answers(&mut self, question: &Question, at: usize) -> Result<Vec<Answer>, Stop> {
        let mut answers = Vec::new();
        loop {
            let context = || String::from_utf8_lossy(&question.text(at)).into_owned();
            self.read(&context)?;
            let Some((id, answer)) = answer(&self.line) else {
                continue;
            };
            let id = id.as_deref();
            if id.is_some_and(|id| id == format!("end-{at}")) {
                return Ok(answers);
            }
            let wanted = is_marked(question, at).then(|| format!("q{at}"));
            // What cannot be read is answered without an id.
            if question.has_id() && id.is_some() && id != wanted.as_deref() {
                let asked = context();
                return Err(format!("an answer to another: {answer}; asked: {asked}").into());
            }
            answers.push(answer);
            if question.has_id() {
                return Ok(answers);
            }
        }
    }
}

/// Whether a question gets an id.
fn is_marked(question: &Question, at: usize) -> bool {
    !question.has_id() || at.is_multiple_of(MARKED)
}

/// What is written.
fn text(question: &Question, at: usize) -> Vec<u8> {
    match is_marked(question, at) {
        true => question.text(at),
        false => [question.as_bytes(), b"\n"].concat(),
    }
}
