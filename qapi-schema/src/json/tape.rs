//! The tape: one entry a token, in the order of the text.

use std::borrow::Cow;
use std::cell::Cell;

use super::string;
use crate::lookup::{hash, same};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)] // Without padding a token is copied by whole words.
pub(crate) enum Kind {
    Object,
    Array,
    /// A string without escapes: its text is its value.
    Plain,
    /// A string with escapes.
    Escaped,
    /// A number without fraction and exponent.
    Integer,
    /// A number with either.
    Float,
    Bool,
    Null,
}

/// A token on the tape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    /// Where the token starts in the text; a string's after its quote.
    pub(super) start: u32,
    /// For a container the position on the tape after all it holds, otherwise
    /// where the token ends in the text; a string's before its quote.
    pub(super) end: u32,
}

/// A value or a member's name: an entry taken from the tape, with its position.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    at: u32,
    entry: Entry,
}

impl Token {
    #[inline]
    pub(crate) fn kind(self) -> Kind {
        self.entry.kind
    }

    /// The bytes of the text that the token takes, if it is no container.
    #[inline]
    pub(crate) fn len(self) -> usize {
        self.entry.end.saturating_sub(self.entry.start) as usize
    }

    /// The text of a token that is no container.
    #[inline]
    pub(crate) fn raw(self, text: &str) -> &str {
        text.get(self.entry.start as usize..self.entry.end as usize)
            .unwrap_or_default()
    }

    /// The value of a string.
    #[inline]
    pub(crate) fn string(self, text: &str) -> Cow<'_, str> {
        match self.entry.kind {
            Kind::Escaped => Cow::Owned(string::unescape(self.raw(text))),
            _ => Cow::Borrowed(self.raw(text)),
        }
    }

    /// Whether a string has this value.
    #[inline]
    pub(crate) fn is(self, text: &str, value: &str) -> bool {
        match self.entry.kind {
            Kind::Escaped => *self.string(text) == *value,
            _ => self.len() == value.len() && same(self.raw(text).as_bytes(), value.as_bytes()),
        }
    }

    /// What a container holds; nothing if it is none.
    #[inline]
    pub(crate) fn inside(self) -> Span {
        match self.entry.kind {
            Kind::Object | Kind::Array => Span {
                next: self.at + 1,
                end: self.entry.end,
            },
            _ => Span { next: 0, end: 0 },
        }
    }
}

/// The tokens of one JSON text, which is kept beside it.
///
/// The first entry is the outermost value. A container is followed by what it
/// holds; in an object every value is preceded by its name.
#[derive(Default)]
pub(crate) struct Tape {
    pub(super) entries: Vec<Entry>,
    /// The containers that are open while scanning.
    pub(super) open: Vec<u32>,
    /// Room for sorting the names of a large object.
    names: Cell<Vec<u64>>,
}

/// What is left of a container: positions on the tape.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    next: u32,
    end: u32,
}

impl Tape {
    /// The outermost value.
    pub(crate) fn root(&self) -> Option<Token> {
        let mut span = Span { next: 0, end: 1 };
        self.next(&mut span)
    }

    /// The next value, or the next name in an object.
    #[inline]
    pub(crate) fn next(&self, span: &mut Span) -> Option<Token> {
        let at = span.next;
        if at >= span.end {
            return None;
        }
        let entry = *self.entries.get(at as usize)?;
        span.next = match entry.kind {
            Kind::Object | Kind::Array => entry.end,
            _ => at + 1,
        };
        Some(Token { at, entry })
    }

    /// The next name in an object.
    #[inline]
    pub(crate) fn next_name(&self, span: &mut Span) -> Option<Token> {
        let at = span.next;
        if at >= span.end {
            return None;
        }
        let entry = *self.entries.get(at as usize)?;
        span.next = at + 1;
        Some(Token { at, entry })
    }

    /// Bytes of memory held.
    pub(crate) fn footprint(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.open.capacity() * size_of::<u32>()
    }

    /// The names that an object has given already, in the order of the text.
    pub(crate) fn repeated(&self, text: &str, object: Token) -> Vec<Token> {
        // A hash of the name above its position: names with one hash get
        // together, which are mostly none.
        let mut names = self.names.take();
        names.clear();
        let mut span = object.inside();
        while let Some(name) = self.next_name(&mut span) {
            let hash = hash(name.string(text).as_bytes());
            names.push(u64::from(hash) << 32 | u64::from(name.at));
            self.next(&mut span);
        }
        names.sort_unstable();
        let mut repeated = Vec::new();
        for run in names.chunk_by(|a, b| a >> 32 == b >> 32) {
            if run.len() > 1 {
                self.repeated_among(text, run, &mut repeated);
            }
        }
        self.names.set(names);
        repeated.sort_unstable_by_key(|name| name.at);
        repeated
    }

    /// Of names with one hash those that are the same as an earlier one.
    #[cold]
    fn repeated_among(&self, text: &str, run: &[u64], repeated: &mut Vec<Token>) {
        // The lower half is the position.
        let positions = run.iter().map(|name| *name as u32);
        let names = positions.filter_map(|at| {
            let entry = *self.entries.get(at as usize)?;
            Some(Token { at, entry })
        });
        let mut names: Vec<(Cow<'_, str>, Token)> =
            names.map(|name| (name.string(text), name)).collect();
        names.sort_by(|(a, _), (b, _)| a.cmp(b));
        for same in names.chunk_by(|(a, _), (b, _)| a == b) {
            repeated.extend(same.iter().skip(1).map(|(_, name)| *name));
        }
    }
}
