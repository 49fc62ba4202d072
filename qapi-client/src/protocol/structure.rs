//! The structure of JSON: brackets, commas, colons, and where strings end.

/// A scanner of one message after the other, fed in pieces of any size.
///
/// It checks where values, keys and separators stand. What strings, numbers
/// and words look like is left to the parser.
#[derive(Debug)]
pub(crate) struct Structure {
    nesting: usize,
    expect: Expect,
    /// The arrays and objects that are open.
    open: Vec<Container>,
    deepest: usize,
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
        }
    }

    /// Whether no message has begun that has not ended.
    pub(crate) fn between_messages(&self) -> bool {
        self.expect == Expect::Message
    }

    /// Scans up to the end of a message or of the piece.
    pub(crate) fn scan(&mut self, piece: &[u8]) -> Scan {
        let mut rest = piece;
        loop {
            let taken = piece.len() - rest.len();
            // Strings and words are what most bytes are in: tight loops.
            match self.expect {
                Expect::String(then) => {
                    rest = skip_while(rest, is_plain);
                    self.expect = match rest {
                        [b'"', ..] => match then {
                            AfterString::Colon => Expect::Colon,
                            AfterString::CommaOrEnd => Expect::CommaOrEnd,
                        },
                        [b'\\', ..] => Expect::Escape(then),
                        [_, ..] => return self.misplaced(piece.len() - rest.len()),
                        [] => return Scan::More,
                    };
                }
                Expect::Escape(_) if rest.is_empty() => {}
                Expect::Escape(then) => self.expect = Expect::String(then),
                Expect::Word => {
                    rest = skip_while(rest, is_word);
                    if !rest.is_empty() {
                        self.expect = Expect::CommaOrEnd;
                        continue;
                    }
                }
                _ => match rest {
                    [] => {}
                    [byte, ..] if byte.is_ascii_whitespace() => {}
                    [byte, ..] => match self.next(*byte) {
                        Some(Expect::Message) => {
                            self.expect = Expect::Message;
                            let depth = std::mem::take(&mut self.deepest);
                            return Scan::End {
                                taken: taken + 1,
                                depth,
                            };
                        }
                        Some(next) if self.open.len() <= self.nesting => self.expect = next,
                        Some(_) => return Scan::TooDeep,
                        None => return self.misplaced(taken),
                    },
                },
            }
            match rest {
                [_, after @ ..] => rest = after,
                [] => return Scan::More,
            }
        }
    }

    /// What may come after a byte that is part of the structure; none if the
    /// byte cannot stand here.
    fn next(&mut self, byte: u8) -> Option<Expect> {
        Some(match (self.expect, byte) {
            (Expect::Message | Expect::Value | Expect::ValueOrEnd, b'{') => {
                self.enter(Container::Object);
                Expect::KeyOrEnd
            }
            (Expect::Value | Expect::ValueOrEnd, b'[') => {
                self.enter(Container::Array);
                Expect::ValueOrEnd
            }
            (Expect::Value | Expect::ValueOrEnd, b'"') => Expect::String(AfterString::CommaOrEnd),
            (Expect::Value | Expect::ValueOrEnd, byte) if is_word(byte) => Expect::Word,
            (Expect::KeyOrEnd | Expect::Key, b'"') => Expect::String(AfterString::Colon),
            (Expect::Colon, b':') => Expect::Value,
            (Expect::CommaOrEnd, b',') => match self.open.last()? {
                Container::Object => Expect::Key,
                Container::Array => Expect::Value,
            },
            (Expect::KeyOrEnd | Expect::CommaOrEnd, b'}') => self.leave(Container::Object)?,
            (Expect::ValueOrEnd | Expect::CommaOrEnd, b']') => self.leave(Container::Array)?,
            _ => return None,
        })
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

    fn misplaced(&self, taken: usize) -> Scan {
        let expected = self.expect.describe();
        Scan::Misplaced { taken, expected }
    }
}

fn skip_while(bytes: &[u8], skipped: impl Fn(u8) -> bool) -> &[u8] {
    let end = bytes.iter().position(|byte| !skipped(*byte));
    bytes.get(end.unwrap_or(bytes.len())..).unwrap_or_default()
}

/// A byte of a string that is neither its end, an escape, nor a control
/// character, which JSON does not allow there.
fn is_plain(byte: u8) -> bool {
    byte >= b' ' && byte != b'"' && byte != b'\\'
}

/// A byte of a number or of `true`, `false`, `null`.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}
