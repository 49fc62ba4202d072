//! Text to tokens.

use super::error::{Failure, Place, Result};
use super::fault::Fault;

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// One of `{}[]:,`.
    Punctuation(char),
    /// A string without its quotes.
    String(Box<str>),
    /// `true` or `false`.
    Bool(bool),
    /// A line from its `#` to its end. It is a token only in documentation.
    Comment(&'t str),
    /// The end of the file.
    End,
}

impl Token<'_> {
    /// The token as a message names it.
    pub(super) fn describe(&self) -> Box<str> {
        match self {
            Self::Punctuation(found) => format!("`{found}`").into(),
            Self::String(_) => "a string".into(),
            Self::Bool(value) => format!("`{value}`").into(),
            Self::Comment(_) => "a documentation comment".into(),
            Self::End => "the end of the file".into(),
        }
    }
}

/// Goes through the text of a file, which ends with a line end.
pub(super) struct Lexer<'t> {
    text: &'t str,
    file: u32,
    /// Where the next token is looked for.
    cursor: usize,
    /// The line of the token at hand, and where it begins.
    line: u32,
    line_start: usize,
    /// Where the token at hand begins.
    start: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(file: u32, text: &'t str) -> Self {
        Self {
            text,
            file,
            cursor: 0,
            line: 1,
            line_start: 0,
            start: 0,
        }
    }

    /// The place of the token at hand.
    pub(super) fn place(&self) -> Place {
        Place {
            file: self.file,
            line: self.line,
        }
    }

    /// A fault at the token at hand.
    pub(super) fn failure(&self, fault: Fault) -> Box<Failure> {
        self.failure_at(self.start, fault)
    }

    /// A fault at a character of the token's line.
    pub(super) fn failure_at(&self, at: usize, fault: Fault) -> Box<Failure> {
        let before = self.text.get(self.line_start..at).unwrap_or_default();
        let mut column = 1_u32;
        for c in before.chars() {
            column = match c {
                '\t' => (column.saturating_add(7) & !7).saturating_add(1),
                _ => column.saturating_add(1),
            };
        }
        let mut failure = Failure::at(self.place(), fault);
        failure.column = Some(column);
        failure
    }

    /// Where the token at hand begins.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// The next token. Comments are passed over unless they are asked for; one
    /// that begins with `##` is always a token.
    pub(super) fn next(&mut self, comments: bool) -> Result<Token<'t>> {
        loop {
            self.start = self.cursor;
            let rest = self.text.get(self.cursor..).unwrap_or_default();
            let Some(c) = rest.chars().next() else {
                return Ok(Token::End);
            };
            self.cursor += c.len_utf8();
            match c {
                '\n' => {
                    if self.cursor == self.text.len() {
                        // The last line end belongs to the last line.
                        self.cursor = self.start;
                        return Ok(Token::End);
                    }
                    self.line = self.line.saturating_add(1);
                    self.line_start = self.cursor;
                }
                '#' => {
                    let line = rest.split('\n').next().unwrap_or_default();
                    self.cursor = self.start + line.len();
                    if comments || line.starts_with("##") {
                        return Ok(Token::Comment(line));
                    }
                }
                '{' | '}' | '[' | ']' | ':' | ',' => return Ok(Token::Punctuation(c)),
                '\'' => return self.string(),
                _ if rest.starts_with("true") => {
                    self.cursor = self.start + "true".len();
                    return Ok(Token::Bool(true));
                }
                _ if rest.starts_with("false") => {
                    self.cursor = self.start + "false".len();
                    return Ok(Token::Bool(false));
                }
                _ if is_space(c) => {}
                _ => {
                    let ends = |c| matches!(c, '{' | '}' | '[' | ']' | ':' | ',' | '\'');
                    let found = rest.split(|c| ends(c) || is_space(c)).next();
                    let found = found.unwrap_or_default().into();
                    return Err(self.failure(Fault::Stray { found }));
                }
            }
        }
    }

    /// The rest of a string. It is printable ASCII, and `\\` is its only escape.
    fn string(&mut self) -> Result<Token<'t>> {
        let rest = self.text.get(self.cursor..).unwrap_or_default();
        let mut string = String::new();
        let mut escaped = false;
        for (at, c) in rest.char_indices() {
            match c {
                '\n' => break,
                '\\' if escaped => escaped = false,
                escape if escaped => {
                    return Err(self.failure(Fault::UnknownEscape { escaped: escape }));
                }
                '\\' => {
                    escaped = true;
                    continue;
                }
                '\'' => {
                    self.cursor += at + 1;
                    return Ok(Token::String(string.into()));
                }
                ' '..='~' => {}
                found => return Err(self.failure(Fault::StringCharacter { found })),
            }
            string.push(c);
        }
        Err(self.failure(Fault::UnterminatedString))
    }
}

/// What QEMU's generator, a Python program, takes for space.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(Token<'_>, u32)> {
        let mut lexer = Lexer::new(0, text);
        let mut tokens = Vec::new();
        loop {
            let token = lexer.next(false).unwrap();
            let end = token == Token::End;
            tokens.push((token, lexer.place().line()));
            if end {
                // However often one asks.
                assert_eq!(lexer.next(true).unwrap(), Token::End);
                return tokens;
            }
        }
    }

    #[test]
    fn tokens_have_the_line_they_are_on() {
        let text = "# no token\n{ 'a\\\\b' :\n\t[true,false] }\n\n## x\n# y\n\n";
        let string = |text: &str| Token::String(text.into());
        assert_eq!(
            tokens(text),
            [
                (Token::Punctuation('{'), 2),
                (string("a\\b"), 2),
                (Token::Punctuation(':'), 2),
                (Token::Punctuation('['), 3),
                (Token::Bool(true), 3),
                (Token::Punctuation(','), 3),
                (Token::Bool(false), 3),
                (Token::Punctuation(']'), 3),
                (Token::Punctuation('}'), 3),
                (Token::Comment("## x"), 5),
                (Token::End, 7),
            ]
        );
        assert_eq!(tokens("\n"), [(Token::End, 1)]);
        assert_eq!(tokens("truefalse\u{a0}\u{1c}\n").len(), 3);
    }

    #[test]
    fn a_fault_has_the_column_of_its_token() {
        let column = |text: &str| {
            let mut lexer = Lexer::new(0, text);
            loop {
                match lexer.next(false) {
                    Ok(Token::End) => panic!("{text} is right"),
                    Ok(_) => {}
                    Err(failure) => return (failure.fault.code(), failure.column.unwrap()),
                }
            }
        };
        assert_eq!(column("{ 'a': b }\n"), ("stray", 8));
        assert_eq!(column("é\t'\n"), ("stray", 1));
        assert_eq!(column("{\t\t'x\n"), ("unterminated-string", 17));
        assert_eq!(column("'\\x'\n"), ("unknown-escape", 1));
        assert_eq!(column("'a', 'é'\n"), ("string-character", 6));
    }
}
