//! The structure of JSON: brackets, commas, colons, and where strings end.

use super::members::Members;

/// A scanner of one message after the other, fed in pieces of any size.
///
/// It checks where values, keys and separators stand, and notes where the
/// message's own members are. What strings, numbers and words look like is left
/// to the parser.
#[derive(Debug)]
pub(crate) struct Structure {
    nesting: usize,
    expect: Expect,
    /// The arrays and objects that are open.
    open: Vec<Container>,
    deepest: usize,
    /// How many bytes of the message were scanned in earlier pieces.
    before: usize,
    members: Members,
}

/// What came of scanning a piece.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Scan {
    /// All of it was taken, and more is needed.
    More,
    /// A message ends after this many bytes; it nests so deep.
    End { taken: usize, depth: usize },
    /// The byte after this many cannot stand where it does.
    Misplaced {
        taken: usize,
        expected: &'static str,
    },
    /// It nests too deep.
    TooDeep,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Array,
    Object,
}

/// What may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    Message,
    KeyOrEnd,
    Key,
    Colon,
    Value,
    ValueOrEnd,
    CommaOrEnd,
    /// The rest of a number or word.
    Word,
    /// The rest of a string, and what comes after it.
    String(AfterString),
    /// The byte after a backslash.
    Escape(AfterString),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AfterString {
    Colon,
    CommaOrEnd,
}

impl Expect {
    fn describe(self) -> &'static str {
        match self {
            Self::Message => "a message (a JSON object)",
            Self::KeyOrEnd => "a member or `}`",
            Self::Key => "a member",
            Self::Colon => "`:`",
            Self::Value => "a value",
            Self::ValueOrEnd => "a value or `]`",
            Self::CommaOrEnd | Self::Word => "`,` or the end of the array or object",
            Self::String(_) | Self::Escape(_) => "the rest of a string",
        }
    }
}

impl Structure {
    /// Between two messages, of which none may nest deeper than this.
    pub(crate) fn new(nesting: usize) -> Self {
        Self {
            nesting,
            expect: Expect::Message,
            open: Vec::new(),
            deepest: 0,
            before: 0,
            members: Members::default(),
        }
    }

    /// Whether no message has begun that has not ended.
    pub(crate) fn between_messages(&self) -> bool {
        self.expect == Expect::Message
    }

    /// Where the members are of the message that has just ended.
    pub(crate) fn members(&self) -> &Members {
        &self.members
    }

    /// Scans up to the end of a message or of the piece. The first piece of a
    /// message begins with its first byte.
    pub(crate) fn scan(&mut self, piece: &[u8]) -> Scan {
        if self.between_messages() {
            self.before = 0;
            self.members.clear();
        }
        let mut at = 0;
        // In a register rather than in `self`.
        let mut expect = self.expect;
        let scanned = loop {
            // Strings and words are what most bytes are in: tight loops.
            match expect {
                Expect::String(then) => {
                    at = plain_end(piece, at);
                    match piece.get(at) {
                        Some(b'"') => {
                            (at, expect) = match then {
                                AfterString::Colon => self.end_key(piece, at + 1),
                                AfterString::CommaOrEnd => self.end_value(piece, at + 1),
                            };
                            continue;
                        }
                        Some(b'\\') => expect = Expect::Escape(then),
                        Some(_) => break misplaced(at, expect),
                        None => break Scan::More,
                    }
                }
                Expect::Escape(then) => match piece.get(at) {
                    Some(_) => expect = Expect::String(then),
                    None => break Scan::More,
                },
                Expect::Word => {
                    while piece.get(at).copied().is_some_and(is_word) {
                        at += 1;
                    }
                    if at == piece.len() {
                        break Scan::More;
                    }
                    (at, expect) = self.end_value(piece, at);
                    continue;
                }
                _ => match piece.get(at) {
                    None => break Scan::More,
                    // What separates is followed by one space, as QEMU writes.
                    Some(b' ' | b'\n' | b'\r' | b'\t' | b'\x0c') => {}
                    Some(byte) => match self.next(expect, *byte, at) {
                        Some(Expect::Message) => {
                            expect = Expect::Message;
                            let depth = std::mem::take(&mut self.deepest);
                            break Scan::End {
                                taken: at + 1,
                                depth,
                            };
                        }
                        Some(Expect::CommaOrEnd) => {
                            (at, expect) = self.end_value(piece, at + 1);
                            continue;
                        }
                        Some(next) if self.open.len() <= self.nesting => expect = next,
                        Some(_) => break Scan::TooDeep,
                        None => break misplaced(at, expect),
                    },
                },
            }
            at += 1;
        };
        self.expect = expect;
        self.before += piece.len();
        scanned
    }

    /// What may come after a byte that is part of the structure; none if the
    /// byte cannot stand here.
    #[inline]
    fn next(&mut self, expect: Expect, byte: u8, at: usize) -> Option<Expect> {
        Some(match (expect, byte) {
            (Expect::KeyOrEnd | Expect::Key, b'"') => {
                self.begin_key(at);
                Expect::String(AfterString::Colon)
            }
            (Expect::Colon, b':') => Expect::Value,
            (Expect::Value | Expect::ValueOrEnd, byte) if is_value(byte) => {
                self.begin_value(at);
                match byte {
                    b'"' => Expect::String(AfterString::CommaOrEnd),
                    b'{' => {
                        self.enter(Container::Object);
                        Expect::KeyOrEnd
                    }
                    b'[' => {
                        self.enter(Container::Array);
                        Expect::ValueOrEnd
                    }
                    _ => Expect::Word,
                }
            }
            (Expect::CommaOrEnd, b',') => match self.open.last()? {
                Container::Object => Expect::Key,
                Container::Array => Expect::Value,
            },
            (Expect::KeyOrEnd | Expect::CommaOrEnd, b'}') => self.leave(Container::Object)?,
            (Expect::ValueOrEnd | Expect::CommaOrEnd, b']') => self.leave(Container::Array)?,
            (Expect::Message, b'{') => {
                self.enter(Container::Object);
                Expect::KeyOrEnd
            }
            _ => return None,
        })
    }

    /// Whether what comes belongs to the message's own object.
    #[inline]
    fn is_outermost(&self) -> bool {
        self.open.len() == 1
    }

    #[inline]
    fn begin_key(&mut self, at: usize) {
        if self.is_outermost() {
            self.members.begin(self.before + at);
        }
    }

    #[inline]
    fn begin_value(&mut self, at: usize) {
        if self.is_outermost() {
            let start = self.before + at;
            if let Some(member) = self.members.last() {
                member.value = start..start;
            }
        }
    }

    /// That a key ends before this byte. Passes over the colon, as QEMU writes it,
    /// and what most values begin with; gives where that ends and what may come
    /// there.
    #[inline]
    fn end_key(&mut self, piece: &[u8], at: usize) -> (usize, Expect) {
        if self.is_outermost() {
            let end = self.before + at;
            if let Some(member) = self.members.last() {
                member.key.end = end;
            }
        }
        let Some([b':', b' ', first]) = three(piece, at) else {
            return (at, Expect::Colon);
        };
        match first {
            b'"' => {
                self.begin_value(at + 2);
                (at + 3, Expect::String(AfterString::CommaOrEnd))
            }
            b'{' if self.open.len() < self.nesting => {
                self.begin_value(at + 2);
                self.enter(Container::Object);
                match piece.get(at + 3) {
                    Some(b'"') => (at + 4, Expect::String(AfterString::Colon)),
                    _ => (at + 3, Expect::KeyOrEnd),
                }
            }
            byte if is_word(*byte) => {
                self.begin_value(at + 2);
                (at + 3, Expect::Word)
            }
            _ => (at + 2, Expect::Value),
        }
    }

    /// That a value ends before this byte. Passes over the ends of objects inside
    /// the message, the comma, as QEMU writes it, and the quote that most often
    /// follows; gives where that ends and what may come there.
    #[inline]
    fn end_value(&mut self, piece: &[u8], mut at: usize) -> (usize, Expect) {
        while self.open.len() > 1
            && piece.get(at) == Some(&b'}')
            && self
                .open
                .pop_if(|open| *open == Container::Object)
                .is_some()
        {
            at += 1;
        }
        if self.is_outermost() {
            let end = self.before + at;
            if let Some(member) = self.members.last() {
                member.value.end = end;
            }
        }
        let Some([b',', b' ', first]) = three(piece, at) else {
            return (at, Expect::CommaOrEnd);
        };
        match (self.open.last(), first) {
            (Some(Container::Object), b'"') => {
                self.begin_key(at + 2);
                (at + 3, Expect::String(AfterString::Colon))
            }
            (Some(Container::Object), _) => (at + 2, Expect::Key),
            // The outermost is an object: nothing of an array is noted.
            (_, b'"') => (at + 3, Expect::String(AfterString::CommaOrEnd)),
            (_, _) => (at + 2, Expect::Value),
        }
    }

    fn enter(&mut self, container: Container) {
        self.open.push(container);
        self.deepest = self.deepest.max(self.open.len());
    }

    fn leave(&mut self, container: Container) -> Option<Expect> {
        self.open.pop_if(|open| *open == container)?;
        Some(match self.open.is_empty() {
            true => Expect::Message,
            false => Expect::CommaOrEnd,
        })
    }
}

fn misplaced(taken: usize, expect: Expect) -> Scan {
    let expected = expect.describe();
    Scan::Misplaced { taken, expected }
}

/// The next three bytes.
#[inline]
fn three(bytes: &[u8], at: usize) -> Option<&[u8; 3]> {
    bytes.get(at..).and_then(<[u8]>::first_chunk)
}

/// Where the plain bytes of a string end that go on at `at`: at a quote, a
/// backslash, a control character, which JSON does not allow there, or the end.
#[inline]
pub(super) fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    // Eight at a time: the lowest byte with its high bit set is the first that
    // is not plain.
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let below = |word: u64, limit: u8| word.wrapping_sub(LOW * u64::from(limit)) & !word & HIGH;
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*eight);
        let quote = below(word ^ (LOW * u64::from(b'"')), 1);
        let backslash = below(word ^ (LOW * u64::from(b'\\')), 1);
        let special = quote | backslash | below(word, b' ');
        if special != 0 {
            return at + special.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|byte| is_plain(*byte)) {
        at += 1;
    }
    at
}

/// A byte of a string that is neither its end, an escape, nor a control
/// character, which JSON does not allow there.
fn is_plain(byte: u8) -> bool {
    byte >= b' ' && byte != b'"' && byte != b'\\'
}

/// A byte that a value begins with, or a word that is none.
fn is_value(byte: u8) -> bool {
    matches!(byte, b'"' | b'{' | b'[') || is_word(byte)
}

/// A byte of a number or of `true`, `false`, `null`.
#[inline]
fn is_word(byte: u8) -> bool {
    /// Of each byte. Asked one by one it would be four comparisons.
    static WORD: [bool; 256] = {
        let mut word = [false; 256];
        let mut byte = 0;
        while byte < word.len() {
            let it = byte as u8;
            #[expect(clippy::indexing_slicing, reason = "it is below the length")]
            {
                word[byte] = it.is_ascii_alphanumeric() || matches!(it, b'-' | b'+' | b'.');
            }
            byte += 1;
        }
        word
    };
    WORD.get(usize::from(byte)).is_some_and(|is| *is)
}

#[cfg(test)]
mod tests {
    use super::super::members::MOST_MEMBERS;
    use super::*;

    /// The members of a message that comes in pieces of a size.
    fn members(message: &str, piece: usize) -> Vec<(&str, &str)> {
        let mut structure = Structure::new(100);
        let mut pieces = message.as_bytes().chunks(piece).peekable();
        while let Some(bytes) = pieces.next() {
            match structure.scan(bytes) {
                Scan::End { taken, .. } => assert!(taken == bytes.len() && pieces.peek().is_none()),
                scan => assert_eq!(scan, Scan::More),
            }
        }
        let members = structure.members().get().unwrap().iter();
        members
            .map(|member| (&message[member.key.clone()], &message[member.value.clone()]))
            .collect()
    }

    #[test]
    fn members_are_found_however_the_message_is_cut() {
        let message = "{\"return\" : {\"id\": [1, {\"id\": 2}]} , \"a\\\"\\\\\":\"}\\\"\",\r\n\"b\":-1.5e3\n,\"\":[ ] , \"long enough for two words\": true }";
        let expected = [
            ("\"return\"", "{\"id\": [1, {\"id\": 2}]}"),
            ("\"a\\\"\\\\\"", "\"}\\\"\""),
            ("\"b\"", "-1.5e3"),
            ("\"\"", "[ ]"),
            ("\"long enough for two words\"", "true"),
        ];
        for piece in 1..=message.len() {
            assert_eq!(members(message, piece), expected, "in pieces of {piece}");
        }
        assert_eq!(members("{ }", 1), []);
    }

    #[test]
    fn too_many_members_are_not_kept() {
        let many: Vec<String> = (0..MOST_MEMBERS).map(|n| format!("\"{n}\": {n}")).collect();
        let message = format!("{{{}}}", many.join(", "));
        assert_eq!(members(&message, 7).len(), MOST_MEMBERS);
        let mut structure = Structure::new(100);
        structure.scan(format!("{{{}, \"one\": 1}}", many.join(", ")).as_bytes());
        assert_eq!(structure.members().get(), None);
        structure.scan(b"{\"one\": 1}");
        assert_eq!(structure.members().get().map(<[_]>::len), Some(1));
    }

    #[test]
    fn plain_bytes_end_where_they_end() {
        for byte in 0..=u8::MAX {
            for at in 0..20 {
                let mut bytes = vec![b'x'; 20];
                bytes[at] = byte;
                for start in 0..20 {
                    let plain = |byte: &u8| is_plain(*byte);
                    let end = start + bytes[start..].iter().take_while(|b| plain(b)).count();
                    assert_eq!(plain_end(&bytes, start), end, "{byte} at {at}");
                }
            }
        }
    }
}
