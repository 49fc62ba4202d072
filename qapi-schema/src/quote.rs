//! Names in text: whatever a dump or a message calls a thing, a terminal prints it and acts on none of it.

use std::borrow::Cow;
use std::fmt::{self, Write};

/// As many characters of a name as a message shows.
const SHOWN: usize = 80;

/// A name as messages show it: in backticks, with every character that has no
/// glyph of its own escaped as in Rust (`\n`, `\u{1b}`), and cut off with `…`
/// where it is very long.
///
/// ```
/// # use qapi_schema::quote::quoted;
/// assert_eq!(quoted("query-block").to_string(), "`query-block`");
/// assert_eq!(quoted("a\u{1b}[2Jb").to_string(), r"`a\u{1b}[2Jb`");
/// ```
pub fn quoted(name: &str) -> Quoted<'_> {
    Quoted(name)
}

/// See [`quoted`].
#[derive(Clone, Copy, Debug)]
pub struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", printable(&cut(self.0, SHOWN)))
    }
}

/// A text as messages show it: at most so many of its characters, and `…` if there
/// are more.
///
/// ```
/// # use qapi_schema::quote::cut;
/// assert_eq!(cut("no such device", 7), "no such…");
/// assert_eq!(cut("no such", 7), "no such");
/// ```
pub fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
        None => text.into(),
    }
}

/// A text with every character that has no glyph of its own escaped as in
/// Rust.
pub fn printable(text: &str) -> Printable<'_> {
    Printable(text)
}

/// See [`printable`].
#[derive(Clone, Copy, Debug)]
pub struct Printable<'a>(&'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '\\' => f.write_char(c),
            c => write_char(f, c),
        })
    }
}

/// Writes a character, or its escape if it has no glyph of its own; a backslash
/// is doubled.
pub(crate) fn write_char(f: &mut fmt::Formatter<'_>, c: char) -> fmt::Result {
    match c {
        '\'' | '"' => f.write_char(c),
        c => write!(f, "{}", c.escape_debug()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_a_terminal_but_glyphs() {
        let nasty = "\u{1b}]0;x\u{7}\r\n\u{202e}\u{9b}31m\u{200b}'\"\\é漢`";
        let shown = printable(nasty).to_string();
        assert_eq!(
            shown,
            r#"\u{1b}]0;x\u{7}\r\n\u{202e}\u{9b}31m\u{200b}'"\é漢`"#
        );
    }

    #[test]
    fn a_long_name_is_cut_at_a_character() {
        let long = "é".repeat(SHOWN + 1);
        assert_eq!(
            quoted(&long).to_string(),
            format!("`{}…`", "é".repeat(SHOWN))
        );
        let fits = "é".repeat(SHOWN);
        assert_eq!(quoted(&fits).to_string(), format!("`{fits}`"));
    }
}
