//! One command after the other, each answered in time or not at all.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::io::{Error, Result as Outcome};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use super::judge::printable;
use crate::Stop;
use crate::judge::{Answer, Question, answer};

/// What speaks to a machine.
#[derive(Debug)]
pub(super) struct Talk {
    stream: BufReader<Timed>,
    line: Vec<u8>,
    asked: usize,
}

/// What was said to a question.
#[derive(Debug)]
pub(super) struct Heard {
    pub(super) answers: Vec<Answer>,
    pub(super) events: Vec<Vec<u8>>,
    /// Why there are not all answers, if there are not.
    pub(super) silence: Option<Silence>,
}

/// Why nothing more is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Silence {
    /// Time is up.
    Late,
    /// The other side has closed the stream.
    Gone,
}

impl Talk {
    /// Ends negotiation with a machine.
    ///
    /// # Errors
    ///
    /// It does not negotiate, or takes longer than this.
    pub(super) fn over(stream: UnixStream, patience: Duration) -> Result<Self, Stop> {
        let mut talk = Self::new(stream);
        talk.stream.get_mut().deadline = Instant::now() + patience;
        let negotiate = b"{\"execute\":\"qmp_capabilities\"}\n";
        talk.stream.get_mut().write_all(negotiate)?;
        // The greeting, and the answer.
        for start in ["{\"QMP\"", "{\"return\""] {
            talk.line.clear();
            talk.stream.read_until(b'\n', &mut talk.line)?;
            if !talk.line.starts_with(start.as_bytes()) {
                return Err(format!("it does not negotiate: {}", printable(&talk.line)).into());
            }
        }
        Ok(talk)
    }

    fn new(stream: UnixStream) -> Self {
        let timed = Timed {
            stream,
            deadline: Instant::now(),
        };
        Self {
            stream: BufReader::new(timed),
            line: Vec::new(),
            asked: 0,
        }
    }

    /// Asks, and waits for the answers; all of it takes no longer than this.
    pub(super) fn ask(&mut self, question: &Question, patience: Duration) -> Heard {
        self.asked += 1;
        let end = format!("end-{}", self.asked);
        let mut heard = Heard {
            answers: Vec::new(),
            events: Vec::new(),
            silence: None,
        };
        let stream = self.stream.get_mut();
        stream.deadline = Instant::now() + patience;
        // Who takes no more may have said something before; why there is no
        // more, reading tells as well.
        let _ = stream.write_all(&question.text(self.asked));
        loop {
            self.line.clear();
            heard.silence = match self.stream.read_until(b'\n', &mut self.line) {
                Ok(1..) => None,
                Ok(0) => Some(Silence::Gone),
                Err(error) => Some(Silence::of(&error)),
            };
            if heard.silence.is_some() {
                return heard;
            }
            match answer(&self.line) {
                None => heard.events.push(self.line.clone()),
                Some((Some(id), _)) if id == end => return heard,
                Some((_, answer)) => {
                    heard.answers.push(answer);
                    if question.has_id() {
                        return heard;
                    }
                }
            }
        }
    }
}

impl Silence {
    fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => Self::Late,
            _ => Self::Gone,
        }
    }
}

/// A stream that is read from and written to until a point in time, however
/// little at a time.
#[derive(Debug)]
struct Timed {
    stream: UnixStream,
    deadline: Instant,
}

impl Timed {
    fn left(&self) -> Outcome<Option<Duration>> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        match left.is_zero() {
            true => Err(ErrorKind::TimedOut.into()),
            false => Ok(Some(left)),
        }
    }
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> Outcome<usize> {
        self.stream.set_read_timeout(self.left()?)?;
        self.stream.read(buffer)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> Outcome<usize> {
        self.stream.set_write_timeout(self.left()?)?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> Outcome<()> {
        self.stream.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::net::Shutdown;
    use std::thread;

    use super::*;

    const EVENT: &[u8] = b"{\"event\":\"SHUTDOWN\"}\n";
    /// Of what is to be late.
    const SHORT: Duration = Duration::from_millis(20);
    /// Of what is not to be late on any host.
    const LONG: Duration = Duration::from_secs(60);
    /// So many bytes one by one take far longer than is short.
    const BYTES: usize = 3_000_000;

    fn pair() -> (Talk, UnixStream) {
        let (ours, theirs) = UnixStream::pair().unwrap();
        (Talk::new(ours), theirs)
    }

    /// A question that is a little longer than this.
    fn question(length: usize) -> Question {
        Question::Command(format!("{{\"a\":\"{}\"}}", "a".repeat(length)).into())
    }

    /// What is heard in a short time, while the other side does this; when that
    /// is done, it is gone.
    fn heard(talk: &mut Talk, question: &Question, peer: impl FnOnce() + Send) -> Heard {
        thread::scope(|scope| {
            scope.spawn(peer);
            let heard = talk.ask(question, SHORT);
            // So that whoever goes on has an end.
            let _ = talk.stream.get_ref().stream.shutdown(Shutdown::Both);
            heard
        })
    }

    #[test]
    fn who_dribbles_is_late() {
        let (mut talk, mut peer) = pair();
        let heard = heard(&mut talk, &question(1), move || {
            (0..BYTES).try_for_each(|_| peer.write_all(b" ")).ok();
        });
        assert_eq!(heard.silence, Some(Silence::Late));
    }

    #[test]
    fn who_talks_of_other_things_is_late() {
        let (mut talk, mut peer) = pair();
        // The first is there before time runs.
        peer.write_all(EVENT).unwrap();
        talk.stream.get_mut().deadline = Instant::now() + LONG;
        talk.stream.fill_buf().unwrap();
        let heard = heard(&mut talk, &question(1), move || {
            (0..BYTES).try_for_each(|_| peer.write_all(EVENT)).ok();
        });
        assert_eq!(heard.silence, Some(Silence::Late));
        assert!(!heard.events.is_empty());
    }

    #[test]
    fn who_takes_a_question_byte_by_byte_is_late() {
        let (mut talk, mut peer) = pair();
        let heard = heard(&mut talk, &question(BYTES), move || {
            (0..BYTES).try_for_each(|_| peer.read_exact(&mut [0])).ok();
        });
        assert_eq!(heard.silence, Some(Silence::Late));
    }

    #[test]
    fn what_was_said_before_the_end_is_heard() {
        let (mut talk, mut peer) = pair();
        peer.write_all(EVENT).unwrap();
        drop(peer);
        let heard = talk.ask(&question(1), LONG);
        assert_eq!(heard.silence, Some(Silence::Gone));
        assert_eq!(heard.events, [EVENT]);
    }
}
