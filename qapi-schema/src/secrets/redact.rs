//! Messages for people, without the secrets.

use std::fmt::{self, Write};

use super::{Members, REDACTED, is_judged, of, sounds_secret};
use crate::MAX_NESTING;
use crate::coordinate::Part;
use crate::json::{Kind, Span, Tape, Token};

/// So many bytes are shown unless [`Redacted::limit`] says otherwise.
pub const SHOWN: usize = 1024;

/// A longer text is not looked at, only measured: there is no end to what a
/// reply may hold, and a log shows only its beginning.
const MOST: usize = 1 << 20;

/// The JSON text of a command's arguments or reply, or of an event's data, for
/// a log: without spaces, with [`REDACTED`] in place of each secret, and cut
/// off with `…` where it is long.
///
/// It needs no schema, and rather shows too little: nothing of a command or
/// event that the schemas in this repository do not have, of a text that is no
/// JSON, and of arguments and data that are no object, but how long they are.
/// A member is known by its name, wherever in the text it stands, whatever the
/// tags around it say and however often it is repeated; a name that is nearly
/// that of a secret is taken for a slip. Of all strings, those are left out
/// that have a password in a URL, or options or a program after `json:` or
/// `exec:`.
///
/// Only [`Display`](fmt::Display) does the work.
pub fn redacted<'a>(name: &'a str, part: Part, json: &'a [u8]) -> Redacted<'a> {
    Redacted {
        name,
        part,
        json,
        limit: SHOWN,
    }
}

/// See [`redacted`].
#[derive(Clone, Copy)]
pub struct Redacted<'a> {
    name: &'a str,
    part: Part,
    json: &'a [u8],
    limit: usize,
}

impl Redacted<'_> {
    /// The same with at most so many bytes, and an ellipsis.
    #[must_use]
    pub fn limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// Says why nothing is shown.
    fn hidden(&self, f: &mut fmt::Formatter<'_>, why: &str) -> fmt::Result {
        write!(f, "[{why}, {} bytes]", self.json.len())
    }
}

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !is_judged(self.name) {
            return self.hidden(f, "unknown");
        }
        let secret = of(self.name, self.part);
        if secret.is_some_and(|secret| secret.whole) {
            return f.write_str(REDACTED);
        }
        if self.json.len() > MOST {
            return self.hidden(f, "long");
        }
        let mut tape = Tape::default();
        let Ok(text) = tape.scan_bytes(self.json, MAX_NESTING) else {
            return self.hidden(f, "not JSON");
        };
        let Some(root) = tape.root() else {
            return self.hidden(f, "not JSON");
        };
        if self.part != Part::Returns && root.kind() != Kind::Object {
            return self.hidden(f, "not an object");
        }
        let mut writer = Writer {
            f,
            left: self.limit,
            text,
            tape: &tape,
            secret,
        };
        match writer.all(root) {
            Ok(()) => Ok(()),
            Err(End::Full) => f.write_char('…'),
            Err(End::Failed) => Err(fmt::Error),
        }
    }
}

/// Why no more is written.
enum End {
    Full,
    Failed,
}

impl From<fmt::Error> for End {
    fn from(_: fmt::Error) -> Self {
        Self::Failed
    }
}

/// A container that is being written.
struct Open {
    rest: Span,
    object: bool,
    first: bool,
}

struct Writer<'a, 'f> {
    f: &'a mut fmt::Formatter<'f>,
    left: usize,
    text: &'a str,
    tape: &'a Tape,
    secret: Option<&'static Members>,
}

impl Writer<'_, '_> {
    fn all(&mut self, root: Token) -> Result<(), End> {
        let mut open = Vec::new();
        open.extend(self.value(root)?);
        while let Some(innermost) = open.last_mut() {
            let name = match innermost.object {
                true => self.tape.next_name(&mut innermost.rest),
                false => None,
            };
            let Some(value) = self.tape.next(&mut innermost.rest) else {
                self.put(if innermost.object { "}" } else { "]" })?;
                open.pop();
                continue;
            };
            if !std::mem::take(&mut innermost.first) {
                self.put(",")?;
            }
            let mut secret = false;
            if let Some(name) = name {
                secret = self.is_secret(&name.string(self.text));
                self.string(name)?;
                self.put(":")?;
            }
            match secret {
                true => self.marker()?,
                false => open.extend(self.value(value)?),
            }
        }
        Ok(())
    }

    fn is_secret(&self, name: &str) -> bool {
        match self.secret {
            Some(members) => members.hides(name),
            None => sounds_secret(name),
        }
    }

    /// Writes a value, of a container the beginning.
    fn value(&mut self, value: Token) -> Result<Option<Open>, End> {
        match value.kind() {
            Kind::Object | Kind::Array => {
                let object = value.kind() == Kind::Object;
                self.put(if object { "{" } else { "[" })?;
                return Ok(Some(Open {
                    rest: value.inside(),
                    object,
                    first: true,
                }));
            }
            Kind::Plain | Kind::Escaped if may_hold_secret(&value.string(self.text)) => {
                self.marker()?;
            }
            Kind::Plain | Kind::Escaped => self.string(value)?,
            Kind::Integer | Kind::Float | Kind::Bool | Kind::Null => {
                self.put(value.raw(self.text))?;
            }
        }
        Ok(None)
    }

    fn marker(&mut self) -> Result<(), End> {
        self.put("\"")?;
        self.put(REDACTED)?;
        self.put("\"")
    }

    /// Writes a string as JSON has it, with every character escaped that has
    /// no glyph of its own.
    fn string(&mut self, string: Token) -> Result<(), End> {
        self.put("\"")?;
        for c in string.raw(self.text).chars() {
            // Quotes, backslashes and escapes are those of the text.
            if c.is_ascii_graphic() || c == ' ' || c.escape_debug().len() == 1 {
                self.put(c.encode_utf8(&mut [0; 4]))?;
                continue;
            }
            for unit in c.encode_utf16(&mut [0; 2]) {
                self.put(&format!("\\u{unit:04x}"))?;
            }
        }
        self.put("\"")
    }

    /// Writes a piece that is not cut.
    fn put(&mut self, piece: &str) -> Result<(), End> {
        self.left = self.left.checked_sub(piece.len()).ok_or(End::Full)?;
        Ok(self.f.write_str(piece)?)
    }
}

/// Whether a string, wherever it stands, may have a secret in it: a password
/// in a URL, or what QEMU takes for a block device (`json:{…}`) or a program to
/// migrate through (`exec:…`).
pub(super) fn may_hold_secret(value: &str) -> bool {
    let login = value
        .split_once("://")
        .is_some_and(|(_, rest)| rest.contains('@'));
    login || value.starts_with("json:") || value.starts_with("exec:")
}
