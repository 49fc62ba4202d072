//! Tokens to expressions.

use std::collections::HashSet;

use super::error::{Failure, Place, Result};
use super::fault::Fault;
use super::lexer::{Lexer, Token};
use super::rules::Rules;
use super::value::{Object, Value, begins};

/// How deep arrays and objects may nest. Conditions are all that nests on and
/// on; QEMU's own go seven deep.
pub const MAX_NESTING: usize = 128;

/// Reads the expressions and comments of a file.
pub(super) struct Parser<'t> {
    lexer: Lexer<'t>,
    /// The token at hand.
    pub(super) token: Token<'t>,
    pub(super) rules: Rules,
}

impl<'t> Parser<'t> {
    pub(super) fn new(file: u32, text: &'t str, rules: Rules) -> Result<Self> {
        let mut lexer = Lexer::new(file, text);
        Ok(Self {
            token: lexer.next(false)?,
            lexer,
            rules,
        })
    }

    /// The place of the token at hand.
    pub(super) fn place(&self) -> Place {
        self.lexer.place()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.token == Token::End
    }

    /// Whether the token at hand begins a documentation comment.
    pub(super) fn is_at_comment(&self) -> bool {
        matches!(self.token, Token::Comment(_))
    }

    /// A fault at the token at hand.
    pub(super) fn failure(&self, fault: Fault) -> Box<Failure> {
        self.lexer.failure(fault)
    }

    /// A fault so many bytes into the token at hand.
    pub(super) fn failure_inside(&self, offset: usize, fault: Fault) -> Box<Failure> {
        self.lexer.failure_at(self.lexer.start() + offset, fault)
    }

    /// Goes on to the next token, whatever it is.
    pub(super) fn advance(&mut self) -> Result<()> {
        self.token = self.lexer.next(false)?;
        Ok(())
    }

    /// The same, with each comment a token.
    pub(super) fn advance_in_doc(&mut self) -> Result<()> {
        self.token = self.lexer.next(true)?;
        Ok(())
    }

    /// The expression that begins at the token at hand.
    pub(super) fn expression(&mut self) -> Result<Value> {
        self.nested(0)
    }

    /// No more than [`MAX_NESTING`] of these lie on the stack.
    fn nested(&mut self, depth: usize) -> Result<Value> {
        match &mut self.token {
            Token::Punctuation('{' | '[') if depth == MAX_NESTING => {
                Err(self.failure(Fault::Nesting))
            }
            Token::Punctuation('{') => {
                self.advance()?;
                self.members(depth + 1)
            }
            Token::Punctuation('[') => {
                self.advance()?;
                self.values(depth + 1)
            }
            Token::String(text) => {
                let text = std::mem::take(text);
                self.advance()?;
                Ok(Value::String(text))
            }
            Token::Bool(value) => {
                let value = *value;
                self.advance()?;
                Ok(Value::Bool(value))
            }
            _ => Err(self.unexpected("`{`, `[`, a string, `true` or `false`")),
        }
    }

    fn members(&mut self, depth: usize) -> Result<Value> {
        let mut members = Vec::new();
        let mut seen = HashSet::new();
        if self.token == Token::Punctuation('}') {
            self.advance()?;
            return Ok(Value::Object(Object(members)));
        }
        let mut expected = "a string or `}`";
        loop {
            let Token::String(key) = &mut self.token else {
                return Err(self.unexpected(expected));
            };
            let key = std::mem::take(key);
            self.advance()?;
            if self.token != Token::Punctuation(':') {
                return Err(self.unexpected("`:`"));
            }
            self.advance()?;
            if !seen.insert(key.clone()) {
                return Err(self.failure(Fault::DuplicateKey { key }));
            }
            members.push((key, self.nested(depth)?));
            if self.ends('}', "`,` or `}`")? {
                return Ok(Value::Object(Object(members)));
            }
            expected = "a string";
        }
    }

    fn values(&mut self, depth: usize) -> Result<Value> {
        let mut values = Vec::new();
        if self.token == Token::Punctuation(']') {
            self.advance()?;
            return Ok(Value::Array(values));
        }
        if !begins(&self.token) {
            return Err(self.unexpected("`{`, `[`, `]`, a string, `true` or `false`"));
        }
        loop {
            values.push(self.nested(depth)?);
            if self.ends(']', "`,` or `]`")? {
                return Ok(Value::Array(values));
            }
        }
    }

    /// Passes over what closes a list, or over the comma before its next part.
    fn ends(&mut self, close: char, expected: &'static str) -> Result<bool> {
        let ends = match self.token {
            Token::Punctuation(found) if found == close => true,
            Token::Punctuation(',') => false,
            _ => return Err(self.unexpected(expected)),
        };
        self.advance()?;
        Ok(ends)
    }

    fn unexpected(&self, expected: &'static str) -> Box<Failure> {
        self.failure(Fault::Unexpected {
            expected,
            found: self.token.describe(),
        })
    }
}
