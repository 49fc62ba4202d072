//! Tokens to messages, as `qobject/json-streamer.c` has it.

use qapi_schema::MAX_NESTING;
use serde_json::Value;

use super::lexer::{Kind, Lexer};
use super::parser::{Token, parse};

/// The most bytes that the tokens of one message may have together.
const MAX_TOKEN_SIZE: usize = 64 << 20;
/// The most tokens of one message.
const MAX_TOKEN_COUNT: usize = 2 << 20;

/// Reads messages out of a stream of bytes that comes in pieces.
///
/// A message ends where its brackets balance, or where there is one closer too
/// many. After bad input, the next byte begins the next message, so that the
/// leftover brackets of the bad one draw errors of their own.
#[derive(Debug)]
pub(crate) struct Reader {
    lexer: Lexer,
    pending: Pending,
}

/// The tokens of the message that is being read.
#[derive(Debug, Default)]
struct Pending {
    tokens: Vec<Token>,
    /// The text of the tokens, one after the other.
    text: Vec<u8>,
    braces: isize,
    brackets: isize,
}

impl Reader {
    pub(crate) fn new() -> Self {
        Self {
            lexer: Lexer::new(),
            pending: Pending::default(),
        }
    }

    /// Takes bytes up to the end of a message, and tells how many; calls `found`
    /// with the message, or with what QEMU says of what is none. One byte may end
    /// two of them, as the bracket does in `5]`.
    pub(crate) fn feed(
        &mut self,
        bytes: &[u8],
        mut found: impl FnMut(Result<Value, String>),
    ) -> usize {
        let Self { lexer, pending } = self;
        let end = bytes.iter().position(|byte| {
            let mut ends = false;
            lexer.feed(*byte, |kind, text| {
                if let Some(message) = pending.token(kind, text) {
                    pending.clear();
                    found(message);
                    ends = true;
                }
            });
            ends
        });
        end.map_or(bytes.len(), |end| end + 1)
    }
}

impl Pending {
    /// Takes a token; gives the message if it ends here.
    fn token(&mut self, kind: Kind, text: &[u8]) -> Option<Result<Value, String>> {
        match kind {
            Kind::BeginObject => self.braces += 1,
            Kind::EndObject => self.braces -= 1,
            Kind::BeginArray => self.brackets += 1,
            Kind::EndArray => self.brackets -= 1,
            Kind::Stray => {
                // A C string ends at a NUL.
                let text = text.split(|byte| *byte == 0).next().unwrap_or_default();
                let text = String::from_utf8_lossy(text);
                return Some(Err(format!("JSON parse error, stray '{text}'")));
            }
            _ => {}
        }
        let limit = if self.text.len() + text.len() + 1 > MAX_TOKEN_SIZE {
            Some("token size")
        } else if self.tokens.len() + 1 > MAX_TOKEN_COUNT {
            Some("token count")
        } else if self.braces + self.brackets > MAX_NESTING as isize {
            Some("nesting depth")
        } else {
            None
        };
        if let Some(limit) = limit {
            return Some(Err(format!("JSON {limit} limit exceeded")));
        }
        self.text.extend_from_slice(text);
        self.tokens.push(Token {
            kind,
            end: self.text.len(),
        });
        let open = self.braces > 0 || self.brackets > 0;
        if open && self.braces >= 0 && self.brackets >= 0 {
            return None;
        }
        Some(parse(&self.tokens, &self.text).map_err(|what| {
            // QEMU formats it into a buffer of 1024 bytes.
            let what = (0..1024)
                .rev()
                .find_map(|end| what.get(..end))
                .unwrap_or(&what);
            format!("JSON parse error, {what}")
        }))
    }

    fn clear(&mut self) {
        const KEEP: usize = 1 << 16;
        (self.braces, self.brackets) = (0, 0);
        self.tokens.clear();
        self.tokens.shrink_to(KEEP);
        self.text.clear();
        self.text.shrink_to(KEEP);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the reader makes of a stream: JSON texts and errors.
    fn read(stream: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        let (mut reader, mut rest) = (Reader::new(), stream);
        while !rest.is_empty() {
            let taken = reader.feed(rest, |message| {
                found.push(message.map_or_else(|error| error, |value| value.to_string()));
            });
            rest = &rest[taken..];
        }
        let mut pieces = Vec::new();
        let mut reader = Reader::new();
        for byte in stream {
            reader.feed(&[*byte], |message| {
                pieces.push(message.map_or_else(|error| error, |value| value.to_string()));
            });
        }
        assert_eq!(found, pieces);
        found
    }

    #[test]
    fn messages_end_where_their_brackets_balance() {
        assert_eq!(
            read(br#"{"a": [1, -2.5, 1e2]} {'b': '"\'\u00e4'}[true]"x" null 5 "#),
            [
                r#"{"a":[1,-2.5,100.0]}"#,
                r#"{"b":"\"'ä"}"#,
                "[true]",
                "\"x\"",
                "null",
                "5"
            ]
        );
        assert_eq!(read(b"{\"a\":\n\t1"), [""; 0]);
    }

    #[test]
    fn errors_are_those_of_qemu() {
        for (stream, errors) in [
            (&b"{]"[..], &["expecting value"][..]),
            (b"{\"a\": 1,}", &["expecting value"]),
            (b"[1,]", &["expecting value"]),
            (b"[}]", &["expecting value", "expecting value"]),
            (b"{\"a\"}", &["missing : in object pair"]),
            (b"{\"a\" 1}", &["missing : in object pair"]),
            (b"{1: 2}", &["key is not a string in object"]),
            (b"{[1]: 2}", &["key is not a string in object"]),
            (b"{\"a\": 1 \"b\": 2}", &["expected separator in dict"]),
            (b"[1 2]", &["expected separator in list"]),
            (b"{\"a\": [1}]", &["expected separator in list"]),
            (b"{\"a\": 1, \"a\": 2}", &["duplicate key"]),
            (b"[nul]", &["invalid keyword 'nul'"]),
            (b"\xFF", &["stray '\u{FFFD}'"]),
            (b"\0 ", &["stray ''"]),
            (b"01 ", &["stray '01'"]),
            (b"[0e1]", &["expected separator in list"]),
            (b"[-a]", &["stray '-a'", "expecting value"]),
            (b"{\"a\n}", &["stray '\"a\n'", "expecting value"]),
            (b"%d ", &["stray '%'"]),
            (b"A\xFF", &["stray 'A'", "stray '\u{FFFD}'"]),
            (b"[\"\\q\"]", &["invalid escape sequence in string"]),
            (
                b"\"\\ud800\"",
                &["\\ud800 is not a valid Unicode character"],
            ),
            (
                b"\"\\ud800\\u0041\"",
                &["\\ud800 is not a valid Unicode character"],
            ),
            (
                b"\"\\ud83f\\udffe\"",
                &["\\ud83f\\udffe is not a valid Unicode character"],
            ),
            (b"\"\\u12\"", &["\\u12\" is not a valid Unicode character"]),
            (b"\"\xC3\"", &["invalid UTF-8 sequence in string"]),
            (b"\"\xEF\xBF\xBF\"", &["invalid UTF-8 sequence in string"]),
        ] {
            let errors: Vec<_> = errors
                .iter()
                .map(|error| format!("JSON parse error, {error}"))
                .collect();
            assert_eq!(read(stream), errors, "{}", stream.escape_ascii());
        }
    }

    #[test]
    fn nesting_is_limited_and_leftover_closers_are_errors() {
        let nested = |depth: usize| [b"[".repeat(depth), b"]".repeat(depth)].concat();
        assert_eq!(read(&nested(1024)).len(), 1);
        let errors = read(&nested(1025));
        assert_eq!(errors.len(), 1026);
        assert_eq!(errors[0], "JSON nesting depth limit exceeded");
        assert!(
            errors[1..]
                .iter()
                .all(|error| error == "JSON parse error, expecting value")
        );
    }

    #[test]
    fn tokens_are_limited() {
        let many = [
            b"[".to_vec(),
            b"1,".repeat(MAX_TOKEN_COUNT / 2),
            b"1]".to_vec(),
        ]
        .concat();
        let mut found = Vec::new();
        Reader::new().feed(&many, |message| found.push(message));
        assert_eq!(found[0], Err("JSON token count limit exceeded".to_owned()));
    }
}
