//! The tape: one entry a token, in the order of the text.

use std::borrow::Cow;
use std::cell::Cell;

use super::string;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// A value or a member's name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    /// Where the token starts in the text; a string's after its quote.
    pub(crate) start: u32,
    /// For a container the position on the tape after all it holds, otherwise
    /// where the token ends in the text; a string's before its quote.
    pub(crate) end: u32,
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
    names: Cell<Vec<u32>>,
}

/// What is left of a container: positions on the tape.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    next: u32,
    end: u32,
}

/// Objects of up to this many members are compared name by name.
const FEW: usize = 16;

impl Tape {
    /// The entry at a position that this tape gave.
    pub(crate) fn entry(&self, at: u32) -> Entry {
        let none = Entry {
            kind: Kind::Null,
            start: 0,
            end: 0,
        };
        self.entries.get(at as usize).copied().unwrap_or(none)
    }

    /// Bytes of memory held.
    pub(crate) fn footprint(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.open.capacity() * size_of::<u32>()
    }

    /// What a container holds; nothing if it is none.
    pub(crate) fn inside(&self, at: u32) -> Span {
        let entry = self.entry(at);
        match entry.kind {
            Kind::Object | Kind::Array => Span {
                next: at + 1,
                end: entry.end,
            },
            _ => Span { next: 0, end: 0 },
        }
    }

    /// The next value, or the next name in an object.
    pub(crate) fn next(&self, span: &mut Span) -> Option<u32> {
        if span.next >= span.end {
            return None;
        }
        let at = span.next;
        let entry = self.entry(at);
        span.next = match entry.kind {
            Kind::Object | Kind::Array => entry.end,
            _ => at + 1,
        };
        Some(at)
    }

    /// The text of a token.
    pub(crate) fn raw<'t>(&self, text: &'t str, entry: Entry) -> &'t str {
        text.get(entry.start as usize..entry.end as usize)
            .unwrap_or_default()
    }

    /// The value of a string.
    pub(crate) fn string<'t>(&self, text: &'t str, at: u32) -> Cow<'t, str> {
        let entry = self.entry(at);
        let raw = self.raw(text, entry);
        match entry.kind {
            Kind::Escaped => Cow::Owned(string::unescape(raw)),
            _ => Cow::Borrowed(raw),
        }
    }

    /// The names of an object that it has given already, in the order of the text.
    pub(crate) fn repeated(&self, text: &str, object: u32) -> Vec<u32> {
        let mut names = self.names.take();
        names.clear();
        let mut span = self.inside(object);
        while let Some(name) = self.next(&mut span) {
            names.push(name);
            self.next(&mut span);
        }
        let same = |a: u32, b: u32| self.string(text, a) == self.string(text, b);
        let mut repeated = Vec::new();
        if names.len() <= FEW {
            for (i, &name) in names.iter().enumerate() {
                if names.iter().take(i).any(|&earlier| same(earlier, name)) {
                    repeated.push(name);
                }
            }
        } else {
            names.sort_unstable_by(|&a, &b| {
                let (left, right) = (self.string(text, a), self.string(text, b));
                left.cmp(&right).then(a.cmp(&b))
            });
            let pairs = names.windows(2).filter_map(|pair| match *pair {
                [a, b] if same(a, b) => Some(b),
                _ => None,
            });
            repeated.extend(pairs);
            repeated.sort_unstable();
        }
        self.names.set(names);
        repeated
    }
}
