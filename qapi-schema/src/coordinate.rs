//! Coordinates: a place in a schema, named the way a person would say it.

use std::fmt::{self, Write};
use std::str::FromStr;

use crate::quote::{quoted, write_char};

/// The name of a place in a schema or in a message, such as
/// `blockdev-add.arguments(driver=file).drop-cache`.
///
/// The grammar is
/// `NAME [$feature]` or
/// `NAME.(arguments|returns|data)(.member | [] | [n] | (tag=case))*(=value | $feature)?`.
/// A name with other characters than letters, digits, `-` and `_` stands in
/// backticks; a backtick in it is doubled, and a backslash or a character
/// without a glyph is escaped as in Rust (`\\`, `\n`, `\u{1b}`). An element of a
/// list is `[]` in a schema and `[n]` in a message. An alternate adds no step
/// of its own.
///
/// ```
/// use qapi_schema::Coordinate;
///
/// let at: Coordinate = "query-block.returns[].inserted.image".parse()?;
/// assert_eq!(at.name(), "query-block");
/// assert_eq!(at.to_string(), "query-block.returns[].inserted.image");
/// # Ok::<(), qapi_schema::CoordinateError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Coordinate {
    pub(crate) name: Box<str>,
    pub(crate) part: Option<Part>,
    pub(crate) steps: Vec<Step>,
    pub(crate) leaf: Option<Leaf>,
}

/// Which of the types of a command or event a coordinate goes into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The arguments of a command.
    Arguments,
    /// The reply of a command.
    Returns,
    /// The data of an event.
    Data,
}

impl Part {
    /// The word in a coordinate.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Arguments => "arguments",
            Self::Returns => "returns",
            Self::Data => "data",
        }
    }
}

/// One step from a type to a type inside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// `.member`
    Member(Box<str>),
    /// `[]`, or `[n]` in a message.
    Element(Option<usize>),
    /// `(tag=case)`
    Branch {
        /// The name of the tag.
        tag: Box<str>,
        /// Its value.
        case: Box<str>,
    },
}

/// What a coordinate ends in when that is not a type or member.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Leaf {
    /// `=value` of an enum.
    Value(Box<str>),
    /// `$feature` of the place before it.
    Feature(Box<str>),
}

impl Coordinate {
    /// The place of a command or event.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            part: None,
            steps: Vec::new(),
            leaf: None,
        }
    }
    /// The place of one of its types.
    pub fn part_of(name: &str, part: Part) -> Self {
        Self {
            part: Some(part),
            ..Self::new(name)
        }
    }
    /// This place, one step further in.
    #[must_use]
    pub fn step(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
    /// This place, one member further in.
    #[must_use]
    pub fn member(self, name: &str) -> Self {
        self.step(Step::Member(name.into()))
    }
    /// This place with a value or feature at its end.
    #[must_use]
    pub fn leaf(mut self, leaf: Leaf) -> Self {
        self.leaf = Some(leaf);
        self
    }
    /// The command or event.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// Which of its types, if the coordinate goes that far.
    pub fn part(&self) -> Option<Part> {
        self.part
    }
    /// The steps from there.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
    /// The value or feature at the end.
    pub fn end(&self) -> Option<&Leaf> {
        self.leaf.as_ref()
    }
    /// The same place in the schema: every `[n]` as `[]`.
    #[must_use]
    pub fn to_schema_place(&self) -> Self {
        let mut place = self.clone();
        for step in &mut place.steps {
            if let Step::Element(index) = step {
                *index = None;
            }
        }
        place
    }
}

struct Name<'a>(&'a str);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.is_empty() && self.0.chars().all(is_plain) {
            return f.write_str(self.0);
        }
        f.write_char('`')?;
        self.0.chars().try_for_each(|c| match c {
            '`' => f.write_str("``"),
            c => write_char(f, c),
        })?;
        f.write_char('`')
    }
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

impl fmt::Display for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Name(&self.name))?;
        if let Some(part) = self.part {
            write!(f, ".{}", part.as_str())?;
        }
        for step in &self.steps {
            write!(f, "{step}")?;
        }
        match &self.leaf {
            Some(leaf) => write!(f, "{leaf}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(name) => write!(f, ".{}", Name(name)),
            Self::Element(None) => f.write_str("[]"),
            Self::Element(Some(index)) => write!(f, "[{index}]"),
            Self::Branch { tag, case } => write!(f, "({}={})", Name(tag), Name(case)),
        }
    }
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => write!(f, "={}", Name(value)),
            Self::Feature(feature) => write!(f, "${}", Name(feature)),
        }
    }
}

/// Why a text is no coordinate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a coordinate: expected {expected} at character {column}", quoted(.text))]
pub struct CoordinateError {
    text: String,
    expected: &'static str,
    column: usize,
}

impl FromStr for Coordinate {
    type Err = CoordinateError;

    fn from_str(text: &str) -> Result<Self, CoordinateError> {
        let mut parser = Parser { text, rest: text };
        parser.coordinate().map_err(|expected| CoordinateError {
            text: text.to_owned(),
            expected,
            column: parser.column(),
        })
    }
}

struct Parser<'a> {
    text: &'a str,
    rest: &'a str,
}

impl Parser<'_> {
    /// Counted in characters from 1.
    fn column(&self) -> usize {
        let parsed = self.text.len() - self.rest.len();
        self.text.get(..parsed).map_or(0, |s| s.chars().count()) + 1
    }

    fn coordinate(&mut self) -> Result<Coordinate, &'static str> {
        let mut at = Coordinate::new(&self.name()?);
        if self.eat('.') {
            let part = [Part::Arguments, Part::Returns, Part::Data];
            let Some(part) = part.into_iter().find(|part| self.eat_word(part.as_str())) else {
                return Err("`arguments`, `returns` or `data`");
            };
            at.part = Some(part);
            while let Some(step) = self.step()? {
                at.steps.push(step);
            }
            if self.eat('=') {
                at.leaf = Some(Leaf::Value(self.name()?));
            }
        }
        if at.leaf.is_none() && self.eat('$') {
            at.leaf = Some(Leaf::Feature(self.name()?));
        }
        match (self.rest.is_empty(), &at) {
            (true, _) => Ok(at),
            (false, Coordinate { leaf: Some(_), .. }) => Err("nothing more"),
            (false, Coordinate { part: None, .. }) => Err("`.` or `$`"),
            (false, _) => Err("`.`, `[`, `(`, `=` or `$`"),
        }
    }

    fn step(&mut self) -> Result<Option<Step>, &'static str> {
        Ok(Some(if self.eat('.') {
            Step::Member(self.name()?)
        } else if self.eat('[') {
            let digits = self.take(|c| c.is_ascii_digit());
            let index = match &*digits {
                "" => None,
                digits => Some(digits.parse().map_err(|_| "a smaller number")?),
            };
            self.expect(']', "`]`")?;
            Step::Element(index)
        } else if self.eat('(') {
            let tag = self.name()?;
            self.expect('=', "`=`")?;
            let case = self.name()?;
            self.expect(')', "`)`")?;
            Step::Branch { tag, case }
        } else {
            return Ok(None);
        }))
    }

    fn name(&mut self) -> Result<Box<str>, &'static str> {
        if self.eat('`') {
            let mut name = String::new();
            loop {
                name.push_str(&self.take(|c| c != '`' && c != '\\'));
                if self.eat('\\') {
                    name.push(self.escape()?);
                    continue;
                }
                self.expect('`', "a closing backtick")?;
                if !self.eat('`') {
                    return Ok(name.into());
                }
                name.push('`');
            }
        }
        let name = self.take(is_plain);
        if name.is_empty() {
            return Err("a name");
        }
        Ok(name)
    }

    /// What comes after a backslash.
    fn escape(&mut self) -> Result<char, &'static str> {
        const EXPECTED: &str = r"`n`, `r`, `t`, `0`, `\` or `u{…}` after the backslash";
        for (letter, c) in [
            ('n', '\n'),
            ('r', '\r'),
            ('t', '\t'),
            ('0', '\0'),
            ('\\', '\\'),
        ] {
            if self.eat(letter) {
                return Ok(c);
            }
        }
        let code = self.rest.strip_prefix("u{").and_then(|rest| {
            let (digits, rest) = rest.split_once('}')?;
            let code = u32::from_str_radix(digits, 16).ok()?;
            Some((char::from_u32(code)?, rest))
        });
        let (c, rest) = code.ok_or(EXPECTED)?;
        self.rest = rest;
        Ok(c)
    }

    fn take(&mut self, accept: impl Fn(char) -> bool) -> Box<str> {
        let end = self.rest.find(|c| !accept(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken.into()
    }

    fn eat(&mut self, c: char) -> bool {
        let rest = self.rest.strip_prefix(c);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn eat_word(&mut self, word: &str) -> bool {
        match self.rest.strip_prefix(word) {
            Some(rest) if !rest.starts_with(is_plain) => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    fn expect(&mut self, c: char, what: &'static str) -> Result<(), &'static str> {
        self.eat(c).then_some(()).ok_or(what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_it_parsed() {
        for text in [
            "quit",
            "x-blockdev-change$unstable",
            "blockdev-add.arguments.cache.direct",
            "query-block.returns[].inserted.image",
            "query-block.returns[17].inserted",
            "BLOCK_IO_ERROR.data.action=report",
            "blockdev-add.arguments(driver=file).drop-cache$deprecated",
            "migrate.arguments.channels[].addr(transport=socket)(type=inet).host",
            "`__com.example_x`.arguments.`a``b`=`a.b`",
            r"a.data.`\u{1b}[2J\n\\n`(`'\u{202e}`=`é`)",
        ] {
            assert_eq!(text.parse::<Coordinate>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn parses_what_it_printed() {
        for name in [
            "", "`", "``", "a`", "\\", "\\u{41}", "\n\r\t\0", "\u{1b}", "é b", "(a=b)",
        ] {
            let at = Coordinate::part_of(name, Part::Data).member(name);
            let at = at.step(Step::Branch {
                tag: name.into(),
                case: name.into(),
            });
            let at = at.leaf(Leaf::Value(name.into()));
            assert_eq!(at.to_string().parse(), Ok(at));
        }
    }

    #[test]
    fn says_where_a_text_goes_wrong() {
        for (text, message) in [
            ("", "`` is not a coordinate: expected a name at character 1"),
            (
                "quit.args",
                "`quit.args` is not a coordinate: expected `arguments`, `returns` or `data` at character 6",
            ),
            (
                "a.data[x]",
                "`a.data[x]` is not a coordinate: expected `]` at character 8",
            ),
            (
                "a.data=b.c",
                "`a.data=b.c` is not a coordinate: expected nothing more at character 9",
            ),
            (
                r"`a\x`",
                r"``a\x`` is not a coordinate: expected `n`, `r`, `t`, `0`, `\` or `u{…}` after the backslash at character 4",
            ),
            (
                r"`\u{d800}`",
                r"``\u{d800}`` is not a coordinate: expected `n`, `r`, `t`, `0`, `\` or `u{…}` after the backslash at character 3",
            ),
            (
                "a b",
                "`a b` is not a coordinate: expected `.` or `$` at character 2",
            ),
        ] {
            let error = text.parse::<Coordinate>().unwrap_err();
            assert_eq!(error.to_string(), message);
        }
    }
}
