//! The scanner.

use super::tape::{Entry, Kind, Tape};
use super::{number, string};

/// Why a text is no JSON, or none that is wanted here, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    at: u32,
    reason: Reason,
}

impl Fault {
    #[cold]
    pub(super) fn new(at: usize, reason: Reason) -> Self {
        let at = position(at);
        Self { at, reason }
    }

    /// The position in the text, in bytes.
    pub(crate) fn at(self) -> usize {
        self.at as usize
    }

    pub(crate) fn reason(self) -> Reason {
        self.reason
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
                    Err(fault) if fault.at() < prefix.len() => Err(fault),
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
        // Whether the innermost open container is an object.
        let mut object = false;
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
                    object = opening == b'{';
                    let kind = if object { Kind::Object } else { Kind::Array };
                    self.open.push(position(self.entries.len()));
                    self.push(kind, at, 0);
                    at = skip_space(bytes, at + 1);
                    match bytes.get(at) {
                        Some(b'}') if object => {}
                        Some(b']') if !object => {}
                        _ => {
                            if object {
                                at = self.name(bytes, at)?;
                            }
                            continue;
                        }
                    }
                }
                Some(b't') => at = self.word(bytes, at, b"true", Kind::Bool)?,
                Some(b'f') => at = self.word(bytes, at, b"false", Kind::Bool)?,
                Some(b'n') => at = self.word(bytes, at, b"null", Kind::Null)?,
                other => return Err(Fault::new(at, self.no_value(other.copied()))),
            }
            // A value has ended: so may the containers around it.
            loop {
                at = skip_space(bytes, at);
                let found = bytes.get(at).copied();
                if self.open.is_empty() {
                    return match found {
                        None => Ok(()),
                        Some(_) => Err(Fault::new(at, Reason::Trailing)),
                    };
                }
                at += 1;
                match found {
                    Some(b',') if object => {
                        at = self.name(bytes, skip_space(bytes, at))?;
                        break;
                    }
                    Some(b',') => break,
                    Some(b'}') if object => object = self.close(),
                    Some(b']') if !object => object = self.close(),
                    _ => {
                        let reason = if object {
                            Reason::CommaOrBrace
                        } else {
                            Reason::CommaOrBracket
                        };
                        return Err(Fault::new(at - 1, or_end(found, reason)));
                    }
                }
            }
        }
    }

    #[inline]
    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        self.entries.push(Entry {
            kind,
            start: position(start),
            end: position(end),
        });
    }

    /// Closes the innermost container. Whether the one around it is an object.
    fn close(&mut self) -> bool {
        let end = position(self.entries.len());
        let closed = self.open.pop().unwrap_or_default();
        if let Some(entry) = self.entries.get_mut(closed as usize) {
            entry.end = end;
        }
        let outer = self.open.last();
        let outer = outer.and_then(|&outer| self.entries.get(outer as usize));
        outer.is_some_and(|outer| outer.kind == Kind::Object)
    }

    /// A string; `at` is the position of its opening quote. Gives the position after it.
    #[inline(always)]
    fn quoted(&mut self, bytes: &[u8], at: usize) -> Result<usize, Fault> {
        let start = at + 1;
        let mut end = string::skip_plain(bytes, start);
        let mut kind = Kind::Plain;
        if bytes.get(end) != Some(&b'"') {
            end = string::escaped_end(bytes, end)?;
            kind = Kind::Escaped;
        }
        self.push(kind, start, end);
        Ok(end + 1)
    }

    /// A member's name and the colon. Gives the position after them.
    #[inline]
    fn name(&mut self, bytes: &[u8], at: usize) -> Result<usize, Fault> {
        if bytes.get(at) != Some(&b'"') {
            return Err(Fault::new(at, no_name(bytes.get(at).copied())));
        }
        let at = skip_space(bytes, self.quoted(bytes, at)?);
        match bytes.get(at) {
            Some(b':') => Ok(at + 1),
            other => Err(Fault::new(at, or_end(other.copied(), Reason::Colon))),
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

    /// Why there is no value.
    #[cold]
    fn no_value(&self, found: Option<u8>) -> Reason {
        let Some(&container) = self.open.last() else {
            return match found {
                None => Reason::Empty,
                Some(_) => Reason::Value,
            };
        };
        let first = container as usize + 1 == self.entries.len();
        match found {
            Some(b']') if !first && self.is_array(container) => Reason::TrailingComma,
            found => or_end(found, Reason::Value),
        }
    }

    fn is_array(&self, container: u32) -> bool {
        let entry = self.entries.get(container as usize);
        entry.is_some_and(|entry| entry.kind == Kind::Array)
    }
}

#[cold]
fn no_name(found: Option<u8>) -> Reason {
    match found {
        // An object that ends at once has been dealt with.
        Some(b'}') => Reason::TrailingComma,
        found => or_end(found, Reason::Name),
    }
}

#[cold]
fn or_end(found: Option<u8>, reason: Reason) -> Reason {
    match found {
        Some(_) => reason,
        None => Reason::End,
    }
}

#[inline]
fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\t' | b'\r')) {
        at += 1;
    }
    at
}

#[inline]
/// A position in the text or on the tape, which is no longer than the text.
fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
