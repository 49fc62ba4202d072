//! Bytes to tokens, as `qobject/json-lexer.c` has it.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    BeginObject,
    EndObject,
    BeginArray,
    EndArray,
    Colon,
    Comma,
    Integer,
    Float,
    Keyword,
    String,
    /// Bytes that are no token; what follows is skipped up to a byte that
    /// promises a new beginning.
    Stray,
}

/// Where in a token the lexer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Start,
    Recovery,
    String { quote: u8 },
    Escape { quote: u8 },
    Sign,
    Zero,
    Digits,
    Point,
    Fraction,
    Exponent,
    ExponentSign,
    ExponentDigits,
    Keyword,
}

/// What a byte does.
enum Step {
    /// It belongs to the token, which goes on.
    Goes(State),
    /// It is the last of the token.
    Ends(Kind),
    /// The token has ended before it.
    EndedBefore(Kind),
    /// It belongs to no token.
    Skipped,
    /// Skipping ends, and it is looked at anew.
    Restarts,
}

/// Where in its stream something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// From 1.
    pub(super) line: usize,
    /// In bytes, from 1, as QEMU counts them.
    pub(super) column: usize,
}

/// The lexer. It is fed byte by byte.
#[derive(Debug)]
pub(super) struct Lexer {
    state: State,
    token: Vec<u8>,
    /// Of the token's first byte.
    start: Place,
    /// Of the next byte.
    next: Place,
}

impl Lexer {
    pub(super) fn new() -> Self {
        let first = Place { line: 1, column: 1 };
        Self {
            state: State::Start,
            token: Vec::new(),
            start: first,
            next: first,
        }
    }

    /// Takes a byte; calls `found` with each token that ends by it, which are
    /// two at most, and its place.
    pub(super) fn feed(&mut self, byte: u8, mut found: impl FnMut(Kind, &[u8], Place)) {
        let mut place = self.next;
        self.next = match byte {
            b'\n' => Place {
                line: place.line + 1,
                column: 1,
            },
            _ => Place {
                column: place.column + 1,
                ..place
            },
        };
        loop {
            if self.token.is_empty() {
                self.start = place;
            }
            match step(self.state, byte) {
                Step::Goes(state) => {
                    self.token.push(byte);
                    self.state = state;
                    return;
                }
                Step::Ends(kind) => {
                    self.token.push(byte);
                    found(kind, &self.token, self.start);
                    self.token.clear();
                    self.state = match kind {
                        Kind::Stray => State::Recovery,
                        _ => State::Start,
                    };
                    return;
                }
                Step::EndedBefore(kind) => {
                    found(kind, &self.token, self.start);
                    self.token.clear();
                    self.state = State::Start;
                }
                Step::Skipped => return,
                Step::Restarts => self.state = State::Start,
            }
            // QEMU counts a byte twice that it looks at twice.
            place.column += 1;
        }
    }
}

fn step(state: State, byte: u8) -> Step {
    match (state, byte) {
        (State::Start, b' ' | b'\t' | b'\r' | b'\n') => Step::Skipped,
        (State::Start, b'{') => Step::Ends(Kind::BeginObject),
        (State::Start, b'}') => Step::Ends(Kind::EndObject),
        (State::Start, b'[') => Step::Ends(Kind::BeginArray),
        (State::Start, b']') => Step::Ends(Kind::EndArray),
        (State::Start, b':') => Step::Ends(Kind::Colon),
        (State::Start, b',') => Step::Ends(Kind::Comma),
        (State::Start, b'"' | b'\'') => Step::Goes(State::String { quote: byte }),
        (State::Start, b'a'..=b'z') | (State::Keyword, b'a'..=b'z') => Step::Goes(State::Keyword),
        (State::Keyword, _) => Step::EndedBefore(Kind::Keyword),

        // Structural bytes, line ends and bytes that no UTF-8 has.
        (State::Recovery, b'{' | b'}' | b'[' | b']' | b':' | b',' | 0xFE | 0xFF) => Step::Restarts,
        (State::Recovery, 0..=0x1F) if byte != b'\t' => Step::Restarts,
        (State::Recovery, _) => Step::Skipped,

        (State::String { quote }, _) if byte == quote => Step::Ends(Kind::String),
        (State::String { quote }, b'\\') => Step::Goes(State::Escape { quote }),
        (State::String { quote } | State::Escape { quote }, 0x20..=0xFD) => {
            Step::Goes(State::String { quote })
        }

        (State::Start, b'-') => Step::Goes(State::Sign),
        (State::Start | State::Sign, b'0') => Step::Goes(State::Zero),
        (State::Start | State::Sign, b'1'..=b'9') => Step::Goes(State::Digits),
        (State::Digits, b'0'..=b'9') => Step::Goes(State::Digits),
        (State::Zero | State::Digits, b'.') => Step::Goes(State::Point),
        (State::Point | State::Fraction, b'0'..=b'9') => Step::Goes(State::Fraction),
        (State::Digits | State::Fraction, b'e' | b'E') => Step::Goes(State::Exponent),
        (State::Exponent, b'+' | b'-') => Step::Goes(State::ExponentSign),
        (State::Exponent | State::ExponentSign | State::ExponentDigits, b'0'..=b'9') => {
            Step::Goes(State::ExponentDigits)
        }
        // No digit may follow a leading zero; nor does QEMU take an exponent there.
        (State::Zero, b'0'..=b'9') => Step::Ends(Kind::Stray),
        (State::Zero | State::Digits, _) => Step::EndedBefore(Kind::Integer),
        (State::Fraction | State::ExponentDigits, _) => Step::EndedBefore(Kind::Float),
        _ => Step::Ends(Kind::Stray),
    }
}
