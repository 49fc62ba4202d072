//! The scanner.

use super::tape::{Entry, Kind, Tape};
use super::{number, string};

/// Why a text is no JSON, or none that is wanted here, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The position in the text, in bytes.
    pub(crate) at: usize,
    pub(crate) reason: Reason,
}

impl Fault {
    pub(super) fn new(at: usize, reason: Reason) -> Self {
        Self { at, reason }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// More containers inside each other than allowed: JSON, but unwanted.
    Depth,
    TooLong,
    Utf8,
    Empty,
    Value,
    Name,
    Colon,
    CommaOrBrace,
    CommaOrBracket,
    TrailingComma,
    End,
    EndInString,
    ControlCharacter,
    Escape,
    LoneSurrogate,
    Digit,
    LeadingZero,
    NumberRange,
    Trailing,
}

impl Reason {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Depth => "nested too deep",
            Self::TooLong => "longer than 4 GiB",
            Self::Utf8 => "a byte that is not UTF-8",
            Self::Empty => "expected a value, found nothing",
            Self::Value => "expected a value",
            Self::Name => "expected a member's name in double quotes",
            Self::Colon => "expected `:` after a member's name",
            Self::CommaOrBrace => "expected `,` or `}` after a member",
            Self::CommaOrBracket => "expected `,` or `]` after an element",
            Self::TrailingComma => "a comma with nothing after it",
            Self::End => "the text ends inside a value",
            Self::EndInString => "the text ends inside a string",
            Self::ControlCharacter => "a control character in a string must be escaped",
            Self::Escape => "not an escape that JSON knows",
            Self::LoneSurrogate => "half of a surrogate pair",
            Self::Digit => "expected a digit",
            Self::LeadingZero => "a number must not start with a zero",
            Self::NumberRange => "a number beyond the range of a double",
            Self::Trailing => "expected nothing after the value",
        }
    }
}

impl Tape {
    /// Fills the tape with the tokens of `bytes`, allowing `depth` containers
    /// inside each other, and gives the text that the entries point into.
    pub(crate) fn scan_bytes<'t>(
        &mut self,
        bytes: &'t [u8],
        depth: usize,
    ) -> Result<&'t str, Fault> {
        match str::from_utf8(bytes) {
            Ok(text) => self.scan(text, depth).map(|()| text),
            Err(error) => {
                // Something before the bad byte may be wrong already.
                let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let prefix = str::from_utf8(valid).unwrap_or_default();
                match self.scan(prefix, depth) {
                    Err(fault) if fault.at < prefix.len() => Err(fault),
                    _ => Err(Fault::new(prefix.len(), Reason::Utf8)),
                }
            }
        }
    }

    /// Fills the tape with the tokens of `text`, allowing `depth` containers
    /// inside each other.
    pub(crate) fn scan(&mut self, text: &str, depth: usize) -> Result<(), Fault> {
        self.entries.clear();
        self.open.clear();
        if u32::try_from(text.len()).is_err() {
            return Err(Fault::new(0, Reason::TooLong));
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        loop {
            at = skip_space(bytes, at);
            match bytes.get(at) {
                Some(b'"') => at = self.quoted(bytes, at)?,
                Some(b'-' | b'0'..=b'9') => {
                    let (end, kind) = number::end(text, at)?;
                    self.push(kind, at, end);
                    at = end;
                }
                Some(&opening @ (b'{' | b'[')) => {
                    if self.open.len() >= depth {
                        return Err(Fault::new(at, Reason::Depth));
                    }
                    let kind = match opening {
                        b'{' => Kind::Object,
                        _ => Kind::Array,
                    };
                    self.open.push(position(self.entries.len()));
                    self.push(kind, at, 0);
                    at = skip_space(bytes, at + 1);
                    match (kind, bytes.get(at)) {
                        (Kind::Object, Some(b'}')) | (Kind::Array, Some(b']')) => {}
                        (Kind::Object, _) => {
                            at = self.name(bytes, at)?;
                            continue;
                        }
                        _ => continue,
                    }
                }
                Some(b't') => at = self.word(bytes, at, b"true", Kind::Bool)?,
                Some(b'f') => at = self.word(bytes, at, b"false", Kind::Bool)?,
                Some(b'n') => at = self.word(bytes, at, b"null", Kind::Null)?,
                Some(b']') if self.after_comma(Kind::Array) => {
                    return Err(Fault::new(at, Reason::TrailingComma));
                }
                None if self.entries.is_empty() => return Err(Fault::new(at, Reason::Empty)),
                other => return Err(Fault::new(at, or_end(other, Reason::Value))),
            }
            // A value has ended: so may the containers around it.
            loop {
                let Some(&container) = self.open.last() else {
                    at = skip_space(bytes, at);
                    return match bytes.get(at) {
                        None => Ok(()),
                        Some(_) => Err(Fault::new(at, Reason::Trailing)),
                    };
                };
                at = skip_space(bytes, at);
                let object = self.entry(container).kind == Kind::Object;
                match bytes.get(at) {
                    Some(b',') if object => {
                        at = skip_space(bytes, at + 1);
                        at = self.name(bytes, at)?;
                        break;
                    }
                    Some(b',') => {
                        at += 1;
                        break;
                    }
                    Some(b'}') if object => self.close(container),
                    Some(b']') if !object => self.close(container),
                    other if object => {
                        return Err(Fault::new(at, or_end(other, Reason::CommaOrBrace)));
                    }
                    other => return Err(Fault::new(at, or_end(other, Reason::CommaOrBracket))),
                }
                at += 1;
            }
        }
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        self.entries.push(Entry {
            kind,
            start: position(start),
            end: position(end),
        });
    }

    fn close(&mut self, container: u32) {
        let end = position(self.entries.len());
        if let Some(entry) = self.entries.get_mut(container as usize) {
            entry.end = end;
        }
        self.open.pop();
    }

    /// A string; `at` is the position of its opening quote. Gives the position after it.
    fn quoted(&mut self, bytes: &[u8], at: usize) -> Result<usize, Fault> {
        let (end, escaped) = string::end(bytes, at + 1)?;
        let kind = if escaped { Kind::Escaped } else { Kind::Plain };
        self.push(kind, at + 1, end);
        Ok(end + 1)
    }

    /// A member's name and the colon. Gives the position after them.
    fn name(&mut self, bytes: &[u8], at: usize) -> Result<usize, Fault> {
        match bytes.get(at) {
            Some(b'"') => {}
            Some(b'}') => return Err(Fault::new(at, Reason::TrailingComma)),
            other => return Err(Fault::new(at, or_end(other, Reason::Name))),
        }
        let at = skip_space(bytes, self.quoted(bytes, at)?);
        match bytes.get(at) {
            Some(b':') => Ok(at + 1),
            other => Err(Fault::new(at, or_end(other, Reason::Colon))),
        }
    }

    fn word(
        &mut self,
        bytes: &[u8],
        at: usize,
        word: &'static [u8],
        kind: Kind,
    ) -> Result<usize, Fault> {
        let end = at + word.len();
        if bytes.get(at..end) != Some(word) {
            return Err(Fault::new(at, Reason::Value));
        }
        self.push(kind, at, end);
        Ok(end)
    }

    /// Whether the innermost open container is of this kind and holds something.
    fn after_comma(&self, kind: Kind) -> bool {
        self.open.last().is_some_and(|&container| {
            self.entry(container).kind == kind && container as usize + 1 < self.entries.len()
        })
    }
}

fn or_end(found: Option<&u8>, reason: Reason) -> Reason {
    match found {
        Some(_) => reason,
        None => Reason::End,
    }
}

fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\t' | b'\r')) {
        at += 1;
    }
    at
}

/// A position in the text or on the tape, which is no longer than the text.
fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
