//! Where a message ends.

use std::fmt;
use std::ops::Range;

use qapi_schema::MAX_NESTING;

use super::message::{Malformed, Message};
use super::reply::Reply;
use super::structure::{Scan, Structure};

/// How much a peer may ask of us, and we of it. The peer of a guest agent is the
/// guest's own program and not to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of one message.
    ///
    /// The default, 128 MiB, has room for the largest reply there is: the
    /// 48 MiB of a `guest-file-read` (`qga/commands.c`) in base64.
    pub message: usize,
    /// The deepest nesting of arrays and objects in one message. The default
    /// is QEMU's own limit for what it reads, 1024.
    pub nesting: usize,
    /// The most events that wait for one subscriber, at least one; of more, the
    /// oldest are lost. Together they are also kept below [`message`](Self::message). The
    /// default is 1024.
    pub events: usize,
    /// The most commands that are sent and not answered, out-of-band ones not
    /// counted; further ones wait on this side. The default, 7, is one less
    /// than what makes QEMU stop reading, so that an out-of-band command always
    /// gets through (`QMP_REQ_QUEUE_LEN_MAX` in `monitor/monitor-internal.h`).
    pub in_flight: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message: 128 << 20,
            nesting: MAX_NESTING,
            events: 1024,
            in_flight: 7,
        }
    }
}

/// Cuts a stream of bytes into messages.
///
/// Line ends mean nothing here: a message ends where its outermost `}` is, so
/// several messages in a line, one message over many lines (`pretty=on`) and
/// messages that come in pieces are all the same. The structure is checked,
/// so that a message that was cut short or has garbage in it is noticed where
/// it goes wrong and not when a later message happens to balance it. What
/// strings, numbers and words look like is left to the parser.
pub struct Framer {
    limits: Limits,
    buffer: Vec<u8>,
    /// Bytes of the buffer that were received.
    filled: usize,
    /// Where the message starts that is being scanned.
    start: usize,
    /// How far it is scanned.
    at: usize,
    structure: Structure,
}

/// A whole message, as a place in the [`Framer`]'s buffer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// For [`Framer::bytes`].
    pub range: Range<usize>,
    /// How deeply its arrays and objects nest; 1 for `{}`.
    pub depth: usize,
}

/// Why a stream cannot be cut into messages.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FramingError {
    /// A byte that cannot stand where it does.
    #[error("{0}")]
    Misplaced(Misplaced),
    /// The message has more bytes than [`Limits::message`].
    #[error("the message is longer than {0} bytes")]
    TooLarge(usize),
    /// The message nests deeper than [`Limits::nesting`].
    #[error("the message nests more than {0} levels deep")]
    TooDeep(usize),
}

/// A byte that cannot stand where it does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected {expected} but found `{}` at byte {offset}: {excerpt}",
    found.escape_ascii()
)]
pub struct Misplaced {
    expected: &'static str,
    found: u8,
    offset: usize,
    excerpt: String,
}

/// What a read is given room for, at least.
const CHUNK: usize = 16 << 10;
/// A buffer above this size is given back when it is empty.
const KEEP: usize = 1 << 20;

impl Framer {
    /// An empty one.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            buffer: Vec::new(),
            filled: 0,
            start: 0,
            at: 0,
            structure: Structure::new(limits.nesting),
        }
    }

    /// Room to receive into, never empty. What is written there counts once it
    /// is reported to [`filled`](Self::filled).
    ///
    /// This moves the bytes of the buffer: a [`Frame`] does not outlive it.
    pub fn space(&mut self) -> &mut [u8] {
        if self.start == self.filled {
            (self.start, self.at, self.filled) = (0, 0, 0);
            if self.buffer.len() > KEEP {
                self.buffer = Vec::new();
            }
        }
        if self.buffer.len() - self.filled < CHUNK {
            self.buffer.copy_within(self.start..self.filled, 0);
            self.at -= self.start;
            self.filled -= self.start;
            self.start = 0;
            if self.buffer.len() - self.filled < CHUNK {
                self.grow();
            }
        }
        self.buffer.get_mut(self.filled..).unwrap_or_default()
    }

    /// Makes room: a small buffer is doubled, a large one grows by an eighth.
    fn grow(&mut self) {
        let length = self.buffer.len();
        let more = if length < KEEP { length } else { length / 8 };
        let size = (length + more).max(CHUNK + self.filled);
        self.buffer.reserve_exact(size - length);
        self.buffer.resize(size, 0);
    }

    /// Takes the bytes of a frame out, as a part of the buffer if they are most
    /// of it.
    pub fn take(&mut self, frame: &Frame) -> Reply {
        const COPIED: usize = 64 << 10;
        let range = frame.range.clone();
        if range.len() <= COPIED.max(self.buffer.len() / 2) {
            return Reply::new(self.bytes(frame).to_vec(), 0..range.len(), frame.depth);
        }
        let rest = self.received().to_vec();
        self.at -= self.start;
        self.filled -= self.start;
        self.start = 0;
        let buffer = std::mem::replace(&mut self.buffer, rest);
        Reply::new(buffer, range, frame.depth)
    }

    /// That `count` bytes were written at the start of [`space`](Self::space).
    pub fn filled(&mut self, count: usize) {
        self.filled = self.buffer.len().min(self.filled + count);
    }

    /// What was received and not handed out, be it messages or not.
    pub fn received(&self) -> &[u8] {
        self.buffer.get(self.start..self.filled).unwrap_or_default()
    }

    /// Passes over the first `count` bytes of [`received`](Self::received). A
    /// message is looked for behind them, whatever was found before.
    pub fn skip(&mut self, count: usize) {
        self.start = self.filled.min(self.start + count);
        self.at = self.start;
        self.structure = Structure::new(self.limits.nesting);
    }

    /// The message that has begun and not ended, as far as it was received.
    pub fn rest(&self) -> &[u8] {
        if self.structure.between_messages() {
            return &[];
        }
        self.received()
    }

    /// The bytes of a frame.
    pub fn bytes(&self, frame: &Frame) -> &[u8] {
        self.buffer.get(frame.range.clone()).unwrap_or_default()
    }

    /// The message of a frame that was just found.
    pub(super) fn message(&self, frame: &Frame) -> Result<Message<'_>, Malformed> {
        Message::new(self.bytes(frame), self.structure.members().get())
    }

    /// The next whole message, if there is one.
    ///
    /// # Errors
    ///
    /// The stream is no sequence of messages, or exceeds the limits. There is
    /// no way to go on from there.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, FramingError> {
        let received = self.buffer.get(self.at..self.filled).unwrap_or_default();
        let scanned = if self.structure.between_messages() {
            let blank = received.iter().take_while(|b| b.is_ascii_whitespace());
            self.start += blank.count();
            self.at = self.start;
            let message = self.buffer.get(self.start..self.filled);
            self.structure.scan(message.unwrap_or_default())
        } else {
            self.structure.scan(received)
        };
        match scanned {
            Scan::End { taken, depth } => {
                self.at += taken;
                let range = self.start..self.at;
                self.start = self.at;
                self.check_length(range.len())?;
                Ok(Some(Frame { range, depth }))
            }
            Scan::More => {
                self.at = self.filled;
                self.check_length(self.at - self.start)?;
                Ok(None)
            }
            Scan::TooDeep => Err(FramingError::TooDeep(self.limits.nesting)),
            Scan::Misplaced { taken, expected } => {
                self.at += taken;
                Err(self.misplaced(expected))
            }
        }
    }

    fn check_length(&self, length: usize) -> Result<(), FramingError> {
        if length > self.limits.message {
            return Err(FramingError::TooLarge(self.limits.message));
        }
        Ok(())
    }

    fn misplaced(&self, expected: &'static str) -> FramingError {
        let message = self.received();
        let offset = self.at - self.start;
        FramingError::Misplaced(Misplaced {
            expected,
            found: message.get(offset).copied().unwrap_or_default(),
            offset,
            excerpt: excerpt(message, offset),
        })
    }
}

impl fmt::Debug for Framer {
    /// Without the bytes: there may be secrets in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Framer")
            .field("limits", &self.limits)
            .field("received", &(self.filled - self.start))
            .field("structure", &self.structure)
            .finish_non_exhaustive()
    }
}

/// The bytes around a place as people can read them.
pub(crate) fn excerpt(bytes: &[u8], offset: usize) -> String {
    const BEFORE: usize = 40;
    const AFTER: usize = 40;
    let from = offset.saturating_sub(BEFORE);
    let to = bytes.len().min(offset.saturating_add(AFTER));
    let shown = String::from_utf8_lossy(bytes.get(from..to).unwrap_or_default());
    let mut text = String::from(if from > 0 { "…" } else { "" });
    text.extend(shown.trim_end().chars().map(|c| match c {
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    }));
    if to < bytes.len() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the framer makes of a stream that comes in pieces of a size.
    fn frames(
        stream: &[u8],
        piece: usize,
        limits: Limits,
    ) -> (Vec<(String, usize)>, Option<FramingError>) {
        let mut framer = Framer::new(limits);
        let mut frames = Vec::new();
        for bytes in stream.chunks(piece) {
            framer.space()[..bytes.len()].copy_from_slice(bytes);
            framer.filled(bytes.len());
            loop {
                match framer.next_frame() {
                    Ok(Some(frame)) => {
                        let text = String::from_utf8(framer.bytes(&frame).to_vec()).unwrap();
                        frames.push((text, frame.depth));
                    }
                    Ok(None) => break,
                    Err(error) => return (frames, Some(error)),
                }
            }
        }
        (frames, None)
    }

    /// The same however the stream is cut.
    fn frames_of(stream: &str) -> (Vec<(String, usize)>, Option<FramingError>) {
        let whole = frames(stream.as_bytes(), CHUNK, Limits::default());
        for piece in 1..stream.len() {
            let mut pieces = frames(stream.as_bytes(), piece, Limits::default());
            // An excerpt shows no more than what was received.
            if let (Some(FramingError::Misplaced(a)), Some(FramingError::Misplaced(b))) =
                (&whole.1, &mut pieces.1)
            {
                b.excerpt.clone_from(&a.excerpt);
            }
            assert_eq!(pieces, whole, "in pieces of {piece}: {stream}");
        }
        whole
    }

    #[test]
    fn messages_end_where_their_object_ends() {
        let messages = [
            ("{}", 1),
            (
                r#"{"a": [1, -2.5e+3, true, null, [], {}], "b": {"c": "}]\"{\\"}}"#,
                3,
            ),
            (r#"{"Ä": "\u007d ö"}"#, 1),
            ("{\r\n    \"return\": [\r\n    ]\r\n}", 2),
        ];
        for separator in ["", "\r\n", "\n\n \t"] {
            let stream: Vec<_> = messages.map(|(text, _)| text).into();
            let stream = format!("{separator}{}{separator}", stream.join(separator));
            let expected = messages.map(|(text, depth)| (text.to_owned(), depth));
            assert_eq!(frames_of(&stream), (expected.to_vec(), None));
        }
    }

    #[test]
    fn what_is_no_message_is_noticed_where_it_goes_wrong() {
        for (stream, at, expected) in [
            ("hello\r\n", 0, "a message"),
            ("[{}]", 0, "a message"),
            ("{} }", 0, "a message"),
            ("\u{0}{}", 0, "a message"),
            (r#"{"return": {} {"event": "X"}"#, 14, "`,`"),
            (r#"{"return": [}"#, 12, "a value or `]`"),
            (r#"{"return": [1}"#, 13, "`,`"),
            (r#"{"return": [1,]}"#, 14, "a value"),
            (r#"{"return": }"#, 11, "a value"),
            (r#"{"return"}"#, 9, "`:`"),
            (r#"{"a": 1,}"#, 8, "a member"),
            (r"{'a': 1}", 1, "a member or `}`"),
            ("{\"a\": \"b\r\n", 8, "the rest of a string"),
            ("{\"a\": 1 2}", 8, "`,`"),
        ] {
            let (_, error) = frames_of(stream);
            let Some(FramingError::Misplaced(misplaced)) = error else {
                panic!("{stream}: {error:?}");
            };
            assert_eq!(misplaced.offset, at, "{stream}");
            assert!(misplaced.expected.starts_with(expected), "{misplaced}");
        }
    }

    #[test]
    fn an_error_shows_the_place_in_one_line() {
        let stream = format!(
            "{{\"a\": \"{}\n\", \"b\": \"{}\"}}",
            "x".repeat(99),
            "y".repeat(99)
        );
        let error = frames(stream.as_bytes(), CHUNK, Limits::default())
            .1
            .unwrap();
        assert_eq!(
            error.to_string(),
            format!(
                "expected the rest of a string but found `\\n` at byte 106: …{}\u{fffd}\", \"b\": \"{}…",
                "x".repeat(40),
                "y".repeat(30)
            )
        );
    }

    #[test]
    fn limits_hold_to_the_byte_and_level() {
        let limits = Limits {
            message: 20,
            nesting: 3,
            ..Limits::default()
        };
        let fits = r#"{"a":[{"b":"12345"}]}"#;
        for piece in 1..30 {
            let (seen, error) = frames(&fits.as_bytes()[1..], piece, limits);
            assert!(seen.is_empty() && error.is_some());
            let (seen, error) = frames(br#"{"a":[{"b":"1234"}]}"#, piece, limits);
            assert_eq!((seen.len(), error), (1, None));
            let (seen, error) = frames(fits.as_bytes(), piece, limits);
            assert_eq!((seen.len(), error), (0, Some(FramingError::TooLarge(20))));
            for deep in [&br#"{"a":[[[]]]}"#[..], br#"{"": {"": {"": {"#] {
                let (seen, error) = frames(deep, piece, limits);
                assert_eq!((seen.len(), error), (0, Some(FramingError::TooDeep(3))));
            }
        }
    }

    #[test]
    fn a_large_message_does_not_keep_its_memory() {
        let large = format!("{{\"a\": \"{}\"}}", "x".repeat(3 * KEEP));
        let mut framer = Framer::new(Limits::default());
        let mut rest = large.as_bytes();
        while !rest.is_empty() {
            assert_eq!(framer.next_frame(), Ok(None));
            let space = framer.space();
            let count = space.len().min(rest.len());
            space[..count].copy_from_slice(&rest[..count]);
            framer.filled(count);
            rest = &rest[count..];
        }
        let frame = framer.next_frame().unwrap().unwrap();
        assert_eq!(framer.bytes(&frame), large.as_bytes());
        framer.space();
        assert!(framer.buffer.capacity() <= KEEP);
    }
}
