//! Text within a paragraph: from QEMU's markup to what rustdoc reads.

/// Converts a paragraph, line by line. What QEMU marks as literal, as a name
/// (`@name`) or as an address stays that; all else that Markdown or HTML would
/// read something into is escaped.
pub(super) fn inline(text: &str) -> String {
    let mut writer = Writer {
        out: String::with_capacity(text.len() + 16),
        rest: text,
        before: '\n',
    };
    while writer.step() {}
    writer.out
}

/// Characters that change how the text around them is shown, and the compiler
/// refuses in comments.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

/// A line without characters that are not to be seen.
pub(super) fn visible(text: &str) -> String {
    text.chars()
        .map(|c| if is_hidden(c) { '\u{fffd}' } else { c })
        .collect()
}

/// A text as Markdown code, whatever is in it.
fn code(text: &str) -> String {
    let text = visible(text);
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let runs = text.split(|c| c != '`').map(str::len);
    match runs.max() {
        None | Some(0) => format!("`{text}`"),
        Some(longest) => {
            let fence = "`".repeat(longest + 1);
            format!("{fence} {text} {fence}")
        }
    }
}

struct Writer<'t> {
    out: String,
    rest: &'t str,
    /// The character before the rest.
    before: char,
}

impl<'t> Writer<'t> {
    /// Converts what comes next; false at the end.
    fn step(&mut self) -> bool {
        let Some(c) = self.rest.chars().next() else {
            return false;
        };
        let special = match c {
            '`' => self.literal(),
            ':' => self.role(),
            '@' => self.name(),
            'h' | 'f' => self.address(),
            '*' => self.emphasis(),
            _ => false,
        };
        if !special {
            self.plain(c);
        }
        true
    }

    /// Passes over what has been converted.
    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .unwrap_or((self.rest, ""));
        self.before = taken.chars().last().unwrap_or(self.before);
        self.rest = rest;
        taken
    }

    fn plain(&mut self, c: char) {
        let at_start = self.before == '\n';
        let rest = self.rest;
        let escaped = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' => true,
            '&' => rest.get(1..).is_some_and(|rest| {
                rest.starts_with(|c: char| c == '#' || c.is_ascii_alphabetic())
            }),
            // Within a word they mean nothing.
            '_' | '~' => {
                let next = rest.chars().nth(1);
                !self.before.is_alphanumeric() || !next.is_some_and(char::is_alphanumeric)
            }
            '#' | '|' => at_start,
            // A line of these would make the one before it a heading, or be a rule.
            '=' | '-' | '+' => {
                let line = rest.lines().next().unwrap_or_default();
                at_start && line.len() > 1 && line.chars().all(|other| other == c)
            }
            _ => false,
        };
        if escaped {
            self.out.push('\\');
        }
        self.out.push(if is_hidden(c) { '\u{fffd}' } else { c });
        self.take(c.len_utf8());
    }

    /// Text in backticks: in two what is literal, in one what refers to
    /// something, perhaps with an address, and perhaps with a `_` after it.
    fn literal(&mut self) -> bool {
        let marks = if self.rest.starts_with("``") { 2 } else { 1 };
        let fence = "``".get(..marks).unwrap_or_default();
        let inside = self.rest.get(marks..).unwrap_or_default();
        let Some(length) = inside.find(fence).filter(|length| *length > 0) else {
            return false;
        };
        let text = inside.get(..length).unwrap_or_default();
        if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
            return false;
        }
        let after = inside.get(length + marks..).unwrap_or_default();
        let mut taken = length + 2 * marks;
        if marks == 1 {
            taken += after.len() - after.trim_start_matches('_').len();
            if let Some((text, address)) = link(text) {
                let words = inline(text);
                self.out.push_str(&words);
                self.out.push_str(&format!(" (<{}>)", visible(address)));
                self.take(taken);
                return true;
            }
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.out.push_str(&code(&text));
        self.take(taken);
        true
    }

    /// `:role:` before text in backticks, which is left out.
    fn role(&mut self) -> bool {
        let inside = self.rest.get(1..).unwrap_or_default();
        let Some((name, after)) = inside.split_once(':') else {
            return false;
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if name.is_empty() || !name.chars().all(plain) || !after.starts_with('`') {
            return false;
        }
        self.take(name.len() + 2);
        true
    }

    /// `@name`, which is how QEMU writes names of its schema.
    fn name(&mut self) -> bool {
        if self.before.is_alphanumeric() {
            return false;
        }
        let inside = self.rest.get(1..).unwrap_or_default();
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let end = inside.find(|c| !part(c)).unwrap_or(inside.len());
        let name = inside.get(..end).unwrap_or_default();
        let name = name.trim_end_matches(['.', '-']);
        if name.is_empty() {
            return false;
        }
        self.out.push_str(&code(name));
        self.take(1 + name.len());
        true
    }

    /// An address, which rustdoc wants marked as one.
    fn address(&mut self) -> bool {
        let schemes = ["http://", "https://", "ftp://"];
        let begins = schemes.iter().any(|scheme| self.rest.starts_with(scheme));
        if !begins || self.before.is_alphanumeric() {
            return false;
        }
        let ends = |c: char| {
            c.is_whitespace() || is_hidden(c) || matches!(c, '<' | '>' | '"' | '`' | '\\')
        };
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let address = self.rest.get(..end).unwrap_or_default();
        let mut address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
        if !address.contains('(') {
            address = address.trim_end_matches(')');
        }
        self.out.push_str(&format!("<{address}>"));
        self.take(address.len());
        true
    }

    /// `*text*` and `**text**`, which mean the same in both.
    fn emphasis(&mut self) -> bool {
        let marks = if self.rest.starts_with("**") { 2 } else { 1 };
        let fence = "**".get(..marks).unwrap_or_default();
        let inside = self.rest.get(marks..).unwrap_or_default();
        let Some(length) = inside.find(fence) else {
            return false;
        };
        let text = inside.get(..length).unwrap_or_default();
        let tight = !text.is_empty()
            && !text.starts_with(char::is_whitespace)
            && !text.ends_with(char::is_whitespace);
        let after = inside
            .get(length + marks..)
            .and_then(|after| after.chars().next());
        let stands_alone =
            !self.before.is_alphanumeric() && !after.is_some_and(char::is_alphanumeric);
        if !tight || !stands_alone || text.contains('*') || text.contains("\n\n") {
            return false;
        }
        let text = inline(text);
        self.out.push_str(&format!("{fence}{text}{fence}"));
        self.take(length + 2 * marks);
        true
    }
}

/// `text <address>`
fn link(text: &str) -> Option<(&str, &str)> {
    let (words, address) = text.strip_suffix('>')?.rsplit_once('<')?;
    let is_address = address.contains("://") && !address.contains(char::is_whitespace);
    (is_address && !words.trim().is_empty()).then_some((words.trim(), address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_stays_marked_and_what_is_not_stays_text() {
        for (text, expected) in [
            ("plain words", "plain words"),
            (
                "see @node-name, @a.b and @x.",
                "see `node-name`, `a.b` and `x`.",
            ),
            ("mail a@b.org or @ 5", "mail a@b.org or @ 5"),
            ("``-blockdev a[0]``", "`-blockdev a[0]`"),
            ("``a`b``", "`` a`b ``"),
            ("``split\n  here``", "`split here`"),
            (":ref:`block`, `word`_", "`block`, `word`"),
            (
                "`QEMU <https://qemu.org/x>`__",
                "QEMU (<https://qemu.org/x>)",
            ),
            ("a ` alone and `` two", "a \\` alone and \\`\\` two"),
            ("x[0] <file> a\\b", "x\\[0\\] \\<file\\> a\\\\b"),
            (
                "(see https://qemu.org/a_b).",
                "(see <https://qemu.org/a_b>).",
            ),
            ("http://a/b(c)", "<http://a/b(c)>"),
            ("*this* and **that**", "*this* and **that**"),
            ("2*3*4 and a* b *", "2\\*3\\*4 and a\\* b \\*"),
            ("a_b _c_ ~x~", "a_b \\_c\\_ \\~x\\~"),
            ("# no heading\n=====", "\\# no heading\n\\====="),
            ("- item", "- item"),
            ("R&amp;D & co", "R\\&amp;D & co"),
            ("a\u{202e}b\u{7}c", "a\u{fffd}b\u{fffd}c"),
            ("a: b :c:", "a: b :c:"),
        ] {
            assert_eq!(inline(text), expected, "{text}");
        }
    }
}
