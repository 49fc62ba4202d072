//! The lines of a documentation comment.

use super::super::error::Result;
use super::super::fault::Fault;
use super::super::lexer::{Token, is_space};
use super::super::parser::Parser;

/// As many columns as a line may have, the `#` among them.
const WIDTH: usize = 70;

/// Gives out the lines of the comment that the parser is in.
pub(super) struct Lines<'p, 't> {
    pub(super) parser: &'p mut Parser<'t>,
    /// Within a literal block, how far it is indented; 0 before its first line.
    literal: Option<usize>,
}

impl<'p, 't> Lines<'p, 't> {
    /// Begins with the line after the one at hand, which must be just `##`.
    pub(super) fn new(parser: &'p mut Parser<'t>) -> Result<Self> {
        if parser.token != Token::Comment("##") {
            return Err(parser.failure(Fault::DocStart));
        }
        Ok(Self {
            parser,
            literal: None,
        })
    }

    /// The next line without its `#` and the space; none at the end, of which
    /// `##` is then the token at hand.
    pub(super) fn next(&mut self) -> Result<Option<&'t str>> {
        self.parser.advance_in_doc()?;
        let Token::Comment(comment) = self.parser.token else {
            return Err(self.parser.failure(Fault::DocUnterminated));
        };
        let line = match comment.strip_prefix('#') {
            Some("") | None => return Ok(Some("")),
            Some("#") => return Ok(None),
            Some(line) if line.starts_with('#') => {
                return Err(self.parser.failure(Fault::DocEnd));
            }
            Some(line) => line,
        };
        let Some(line) = line.strip_prefix(' ') else {
            return Err(self.parser.failure(Fault::DocSpace));
        };
        let line = line.trim_end_matches(is_space);
        if self.parser.rules.doc_lines() {
            self.format(line)?;
        }
        Ok(Some(line))
    }

    /// Checks how a line is set, unless it is in a literal block.
    fn format(&mut self, line: &str) -> Result<()> {
        if begins_literal(line) {
            self.literal = Some(0);
        } else if let Some(block) = self.literal
            && !line.is_empty()
        {
            match indentation(line) {
                indent if block == 0 => self.literal = Some(indent),
                indent if indent < block => self.literal = None,
                _ => {}
            }
        }
        if self.literal.is_some() {
            return Ok(());
        }
        if line.chars().count() + "# ".len() > WIDTH && !is_address(line) {
            return Err(self.parser.failure(Fault::DocLineWidth));
        }
        match sentence_end(line) {
            None => Ok(()),
            Some(at) => {
                let at = "# ".len() + at + 1;
                Err(self.parser.failure_inside(at, Fault::DocSentenceSpace))
            }
        }
    }
}

/// How far a line is indented.
pub(super) fn indentation(line: &str) -> usize {
    line.chars().take_while(|c| is_space(*c)).count()
}

/// `::` or `.. qmp-example::` alone on its line.
fn begins_literal(line: &str) -> bool {
    let directive = || {
        let rest = line.strip_prefix("..")?;
        let name = rest.trim_start_matches(' ');
        (name.len() < rest.len()).then_some(name.strip_prefix("qmp-example")?)
    };
    let rest = directive().unwrap_or(line);
    rest.trim_start_matches(' ') == "::"
}

/// An address, which cannot be broken, alone on its line.
fn is_address(line: &str) -> bool {
    let address = line.trim_start_matches(' ');
    let schemes = ["http://", "https://", "ftp://"];
    schemes.iter().any(|scheme| address.starts_with(scheme)) && !address.contains(' ')
}

/// The position of a full stop, or the like, with one space before what looks
/// like the next sentence. Not one is that of "e.g." or of a numbered item.
fn sentence_end(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let begins = |at: usize| matches!(bytes.get(at), Some(b'A'..=b'Z' | b'0'..=b'9' | b'('));
    let follows = |at: usize| bytes.get(at) == Some(&b' ') && begins(at + 1);
    let numbered = {
        let digit = line.len() - line.trim_start_matches(' ').len();
        let item = bytes.get(digit).is_some_and(u8::is_ascii_digit)
            && bytes.get(digit + 1) == Some(&b'.')
            && follows(digit + 2);
        item.then_some(digit + 1)
    };
    let abbreviated = |stop: usize| {
        let before = line.get(..=stop).and_then(|text| text.strip_suffix("e.g."));
        before.is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    let stops = line.match_indices(['.', '!', '?']).map(|(at, _)| at);
    let mut ends = stops.filter(|&at| follows(at + 1));
    ends.find(|&at| numbered != Some(at) && !abbreviated(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_where_another_begins() {
        for (line, end) in [
            ("One.  Two.", None),
            ("One. Two.", Some(3)),
            ("One! (Two)", Some(3)),
            ("see 1. 2", Some(5)),
            ("1. One", None),
            ("  2. Two. Three", Some(8)),
            ("12. Twelve", Some(2)),
            ("e.g. This", None),
            ("(e.g. This), i.e. That", Some(16)),
            ("pie.g. This", Some(5)),
            ("version 2.0 of it", None),
            ("it is. lower", None),
        ] {
            assert_eq!(sentence_end(line), end, "{line}");
        }
    }

    #[test]
    fn what_is_literal_or_cannot_be_broken_is_known() {
        let literal = ["::", "  ::", ".. qmp-example::", "..   qmp-example ::"];
        assert!(literal.into_iter().all(begins_literal));
        let other = ["a::", ".. note::", ":: a", "..qmp-example::", ".. ::"];
        assert!(!other.into_iter().any(begins_literal));
        assert!(is_address("  https://qemu.org/a") && is_address("ftp://x"));
        assert!(!is_address("see http://x") && !is_address("http://x y"));
    }
}
