//! Tokens to messages, as `qobject/json-streamer.c` has it.

use qapi_schema::MAX_NESTING;
use serde_json::Value;

use super::lexer::{Kind, Lexer, Place};
use super::parser::{Parser, Style};

/// The most bytes that the tokens of one message may have together.
const MAX_TOKEN_SIZE: usize = 64 << 20;
/// The most tokens of one message.
const MAX_TOKEN_COUNT: usize = 2 << 20;

/// Reads messages out of a stream of bytes that comes in pieces.
///
/// A message ends where its brackets balance, or where there is one closer too
/// many. After bytes that are no token, the next byte begins the next message,
/// so that the leftover brackets of the bad one draw errors of their own.
#[derive(Debug)]
pub(crate) struct Reader {
    lexer: Lexer,
    pending: Pending,
}

/// The message that is being read.
#[derive(Debug)]
struct Pending {
    style: Style,
    parser: Parser,
    /// What is wrong with it, if it is told at its end.
    fault: Option<String>,
    /// Whether something is wrong with it that has been told.
    told: bool,
    tokens: usize,
    /// Bytes of its tokens.
    size: usize,
    braces: isize,
    brackets: isize,
}

impl Reader {
    pub(crate) fn new(style: Style) -> Self {
        Self {
            lexer: Lexer::new(),
            pending: Pending::new(style),
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
            lexer.feed(*byte, |kind, text, place| {
                if let Some(message) = pending.token(kind, text, place) {
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
    fn new(style: Style) -> Self {
        Self {
            style,
            parser: Parser::new(style),
            fault: None,
            told: false,
            tokens: 0,
            size: 0,
            braces: 0,
            brackets: 0,
        }
    }

    /// Takes a token; gives the message if it ends here, or what is wrong with
    /// it if that is told here.
    fn token(&mut self, kind: Kind, text: &[u8], place: Place) -> Option<Result<Value, String>> {
        match kind {
            Kind::BeginObject => self.braces += 1,
            Kind::EndObject => self.braces -= 1,
            Kind::BeginArray => self.brackets += 1,
            Kind::EndArray => self.brackets -= 1,
            Kind::Stray => {
                let told = std::mem::replace(self, Self::new(self.style)).told;
                // A C string ends at a NUL.
                let text = text.split(|byte| *byte == 0).next().unwrap_or_default();
                let text = String::from_utf8_lossy(text);
                return (!told).then(|| Err(self.error(&format!("stray '{text}'"), place)));
            }
            _ => {}
        }
        let said = match self.told {
            true => None,
            false => self.parse(kind, text, place),
        };
        let open = self.braces > 0 || self.brackets > 0;
        if !(open && self.braces >= 0 && self.brackets >= 0) {
            let fault = std::mem::replace(self, Self::new(self.style)).fault;
            return said.or(fault.map(Err));
        }
        match (&said, self.style) {
            (None, _) => {}
            // What is left of it is taken for further messages.
            (Some(_), Style::Whole) => *self = Self::new(self.style),
            (Some(_), Style::Places) => self.told = true,
        }
        said
    }

    /// Looks at a token; gives the message, or what is wrong, if that is told.
    fn parse(&mut self, kind: Kind, text: &[u8], place: Place) -> Option<Result<Value, String>> {
        self.tokens += 1;
        self.size += text.len();
        let limit = if self.size + 1 > MAX_TOKEN_SIZE {
            Some("token size")
        } else if self.tokens > MAX_TOKEN_COUNT {
            Some("token count")
        } else if self.braces + self.brackets > MAX_NESTING as isize {
            Some("nesting depth")
        } else {
            None
        };
        if let Some(limit) = limit {
            return Some(Err(format!("JSON {limit} limit exceeded")));
        }
        if self.fault.is_some() {
            return None;
        }
        match self.parser.token(kind, text) {
            Ok(value) => value.map(Ok),
            Err(what) => {
                let error = self.error(&what, place);
                match self.style {
                    Style::Places => Some(Err(error)),
                    Style::Whole => {
                        self.fault = Some(error);
                        None
                    }
                }
            }
        }
    }

    /// What QEMU says of what is no JSON.
    fn error(&self, what: &str, Place { line, column }: Place) -> String {
        // QEMU formats it into a buffer of 1024 bytes.
        let what = (0..1024)
            .rev()
            .find_map(|end| what.get(..end))
            .unwrap_or(what);
        match self.style {
            Style::Whole => format!("JSON parse error, {what}"),
            Style::Places => format!("{line}:{column}: JSON parse error, {what}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(stream: &[u8]) -> Vec<String> {
        read_by(Style::Whole, stream)
    }

    /// What the reader makes of a stream: JSON texts and errors.
    fn read_by(style: Style, stream: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        let (mut reader, mut rest) = (Reader::new(style), stream);
        while !rest.is_empty() {
            let taken = reader.feed(rest, |message| {
                found.push(message.map_or_else(|error| error, |value| value.to_string()));
            });
            rest = &rest[taken..];
        }
        let mut pieces = Vec::new();
        let mut reader = Reader::new(style);
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

    /// As QEMU 11.1 answers.
    #[test]
    fn later_errors_tell_their_place_and_what_is_left_is_passed_over() {
        for (stream, errors) in [
            (&b"\n\r {]"[..], &["2:4: expecting key"][..]),
            (b"{[1]: 2}", &["1:2: expecting key"]),
            (b"{\"a\": 1, , }", &["1:10: expecting key"]),
            (b"{\"a\" 1}", &["1:6: expecting ':'"]),
            (b"{\"a\": 1 \"b\": 2}", &["1:9: expected ',' or '}'"]),
            (b"[[1 2], [3 4]]", &["1:5: expected ',' or ']'"]),
            (b"[1 2 \"\\q\" nul]", &["1:4: expected ',' or ']'"]),
            (b"{\"a\": 1, \"a\": {\"b\": [1]}}", &["1:24: duplicate key"]),
            (
                b"[\"\xC3\xA4\", A]",
                &["1:8: stray 'A'", "1:10: expecting value"],
            ),
            // A byte that ends a token and begins another is counted twice.
            (b"A}", &["1:1: stray 'A'", "1:3: expecting value"]),
            (b"[true}", &["1:7: expected ',' or ']'"]),
            (b"[1\n\n2]", &["3:1: expected ',' or ']'"]),
            // What is left is passed over up to where the brackets balance.
            (
                b"{\"a\": [1}] }",
                &["1:10: expected ',' or ']'", "1:12: expecting value"],
            ),
            (b"{\"a\": [1}}", &["1:10: expected ',' or ']'"]),
            // What is no token ends that, unsaid.
            (
                b"[1 2 \"abc\n]",
                &["1:4: expected ',' or ']'", "2:2: expecting value"],
            ),
            (b"nul\nA", &["1:1: invalid keyword 'nul'", "2:1: stray 'A'"]),
        ] {
            let errors = errors
                .iter()
                .map(|error| error.replacen(": ", ": JSON parse error, ", 1));
            assert_eq!(
                read_by(Style::Places, stream),
                errors.collect::<Vec<_>>(),
                "{}",
                stream.escape_ascii()
            );
        }
        let nested = [b"[".repeat(1025), b"]".repeat(1025), b"true ".to_vec()].concat();
        let error = "JSON nesting depth limit exceeded";
        assert_eq!(read_by(Style::Places, &nested), [error, "true"]);
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
        Reader::new(Style::Whole).feed(&many, |message| found.push(message));
        assert_eq!(found[0], Err("JSON token count limit exceeded".to_owned()));
    }
}
