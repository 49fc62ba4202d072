//! Paragraphs, lists, literal blocks and directives: from QEMU's markup to what
//! rustdoc reads.

use super::inline::{inline, visible};

/// How deep directives may lie in each other; what is deeper is shown as it is.
const MAX_DEPTH: usize = 4;

/// Converts a text to lines of documentation, without blank ones around them.
pub(super) fn blocks(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut out = Out::default();
    out.convert(&lines, 0);
    while out.lines.last().is_some_and(String::is_empty) {
        out.lines.pop();
    }
    out.lines
}

/// How far a line is indented.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[derive(Default)]
struct Out {
    lines: Vec<String>,
}

/// A list that has begun.
#[derive(Clone, Copy)]
struct List {
    /// Where its outermost items begin.
    base: usize,
    /// Where the text of the last item begins.
    text: usize,
}

impl Out {
    /// Ends a paragraph, if one is open.
    fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn convert(&mut self, lines: &[&str], depth: usize) {
        let mut list: Option<List> = None;
        let mut at = 0;
        while let Some(&line) = lines.get(at) {
            if line.is_empty() {
                self.blank();
                at += 1;
                continue;
            }
            let rest = lines.get(at + 1..).unwrap_or_default();
            let body = rest
                .iter()
                .take_while(|other| other.is_empty() || indent(other) > indent(line));
            let body = rest.get(..body.count()).unwrap_or_default();
            if let Some(directive) = line.trim_start().strip_prefix(".. ") {
                self.directive(directive, body, depth);
                at += 1 + body.len();
                continue;
            }
            if line.trim_start() == "::" {
                self.fence(body);
                at += 1 + body.len();
                continue;
            }
            // Up to a blank line, or one that something else begins with.
            let ends = |other: &&&str| {
                !other.is_empty()
                    && !other.trim_start().starts_with(".. ")
                    && other.trim_start() != "::"
            };
            let count = 1 + rest.iter().take_while(ends).count();
            let chunk = lines.get(at..at + count).unwrap_or_default();
            at += count;
            list = self.paragraph(chunk, list);
            // A paragraph that ends so announces a literal block.
            if let Some(last) = chunk.last()
                && last.ends_with("::")
            {
                let rest = lines.get(at..).unwrap_or_default();
                let least = chunk.iter().map(|line| indent(line)).min().unwrap_or(0);
                let body = rest
                    .iter()
                    .take_while(|other| other.is_empty() || indent(other) > least);
                let body = rest.get(..body.count()).unwrap_or_default();
                self.fence(body);
                at += body.len();
            }
        }
    }

    /// A paragraph or some items of a list; the list that goes on after it.
    fn paragraph(&mut self, chunk: &[&str], list: Option<List>) -> Option<List> {
        if chunk.first().is_some_and(|line| is_table(line)) {
            self.fence(chunk);
            return list;
        }
        let least = chunk.iter().map(|line| indent(line)).min().unwrap_or(0);
        let mut list = list.filter(|list| {
            least > list.base
                || marker(chunk.first().copied().unwrap_or_default()).is_some()
                    && least == list.base
        });
        let mut text = String::new();
        let mut indents = Vec::with_capacity(chunk.len());
        let mut is_first = true;
        for line in chunk {
            // Only the first line of a paragraph or a line of a list begins an item.
            let item = marker(line).filter(|_| is_first || list.is_some());
            if let Some(length) = item {
                let base = list.map_or(indent(line), |list| list.base.min(indent(line)));
                list = Some(List {
                    base,
                    text: indent(line) + length,
                });
            }
            // Four columns more than the text around it would make it code.
            indents.push(match list {
                Some(list) => indent(line).min(list.text).saturating_sub(list.base),
                None => 0,
            });
            if !is_first {
                text.push('\n');
            }
            match (item, line.trim_start()) {
                // All bullets mean the same.
                (Some(2), line) if line.starts_with(['*', '+']) => {
                    text.push('-');
                    text.push_str(line.get(1..).unwrap_or_default());
                }
                (_, line) => text.push_str(line),
            }
            is_first = false;
        }
        if let Some(announced) = text.strip_suffix("::") {
            text = format!("{}:", announced.trim_end());
        }
        let text = inline(&text);
        for (line, indent) in text.lines().zip(indents) {
            self.lines.push(format!("{:indent$}{line}", ""));
        }
        list
    }

    /// What begins with `.. `, and the lines that belong to it.
    fn directive(&mut self, directive: &str, body: &[&str], depth: usize) {
        let Some((name, argument)) = directive.split_once("::") else {
            // A comment or a label.
            return;
        };
        let (options, body) = split_options(body);
        let title = options.iter().find_map(|line| line.strip_prefix(":title:"));
        let argument = argument.trim();
        match name.trim() {
            "qmp-example" | "code-block" | "code" | "sourcecode" | "parsed-literal" => {
                let title = title.map(str::trim).filter(|title| !title.is_empty());
                self.blank();
                match title {
                    Some(title) => self.lines.push(format!("{}:", inline(title))),
                    None if name.trim() == "qmp-example" => self.lines.push("Example:".to_owned()),
                    None => {}
                }
                let body = match options.iter().any(|line| line.starts_with(":annotated:")) {
                    // Text with literal blocks in it.
                    true if depth < MAX_DEPTH => {
                        self.blank();
                        return self.inside(body, depth);
                    }
                    _ => body,
                };
                self.fence(body);
            }
            _ if depth >= MAX_DEPTH => self.fence(body),
            name => {
                self.blank();
                let title = match name {
                    "admonition" => inline(argument),
                    "note" | "warning" | "caution" | "important" | "tip" | "hint" | "danger"
                    | "attention" | "error" | "seealso" => capital(name),
                    _ => String::new(),
                };
                if !title.is_empty() {
                    let first = body
                        .first()
                        .filter(|_| argument.is_empty() || name == "admonition");
                    let joins = first.is_none_or(|line| !line.is_empty());
                    self.lines.push(format!("**{title}:**"));
                    if name != "admonition" && !argument.is_empty() {
                        self.lines.push(inline(argument));
                    } else if !joins {
                        self.blank();
                    }
                }
                self.inside(body, depth);
                self.blank();
            }
        }
    }

    /// The lines of a directive, without their indentation.
    fn inside(&mut self, body: &[&str], depth: usize) {
        let common = common(body);
        let body: Vec<&str> = body
            .iter()
            .map(|line| line.get(common..).unwrap_or_default())
            .collect();
        self.convert(&body, depth + 1);
    }

    /// Lines as they are.
    fn fence(&mut self, body: &[&str]) {
        let is_filled = |line: &&str| !line.is_empty();
        let Some(first) = body.iter().position(is_filled) else {
            return;
        };
        let last = body.iter().rposition(is_filled).unwrap_or(first);
        let body = body.get(first..=last).unwrap_or_default();
        let common = common(body);
        let runs = body
            .iter()
            .flat_map(|line| line.split(|c| c != '`').map(str::len));
        let fence = "`".repeat(runs.max().unwrap_or(0).max(2) + 1);
        self.blank();
        self.lines.push(format!("{fence}text"));
        for line in body {
            self.lines
                .push(visible(line.get(common..).unwrap_or_default()));
        }
        self.lines.push(fence);
        self.lines.push(String::new());
    }
}

fn common(body: &[&str]) -> usize {
    let filled = body.iter().filter(|line| !line.is_empty());
    filled.map(|line| indent(line)).min().unwrap_or(0)
}

/// The options of a directive, without indentation, and the rest of its lines.
fn split_options<'b, 'l>(body: &'b [&'l str]) -> (Vec<&'l str>, &'b [&'l str]) {
    let is_option = |line: &&&str| {
        let line = line.trim_start();
        line.strip_prefix(':').is_some_and(|line| {
            line.split_once(':')
                .is_some_and(|(name, _)| !name.is_empty() && !name.contains([' ', '`']))
        })
    };
    let count = body.iter().take_while(is_option).count();
    let options = body.iter().take(count).map(|line| line.trim_start());
    (options.collect(), body.get(count..).unwrap_or_default())
}

/// How many columns the marker of a list's item takes, if the line begins one.
fn marker(line: &str) -> Option<usize> {
    let line = line.trim_start();
    let (word, _) = line.split_once(' ')?;
    let number = word.strip_suffix(['.', ')']).unwrap_or_default();
    let counts =
        !number.is_empty() && number.len() < 4 && number.chars().all(|c| c.is_ascii_digit());
    (matches!(word, "-" | "*" | "+") || counts).then_some(word.len() + 1)
}

/// A line of a table, or the frame of one.
fn is_table(line: &str) -> bool {
    let line = line.trim();
    let frame = |marks: &[char]| line.len() > 4 && line.chars().all(|c| marks.contains(&c));
    frame(&['+', '-', '=']) && line.starts_with('+') || frame(&['=', ' ']) && line.contains(' ')
}

fn capital(word: &str) -> String {
    match word {
        "seealso" => "See also".to_owned(),
        word => {
            let mut chars = word.chars();
            let first = chars.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(chars).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converts(text: &str, expected: &str) {
        assert_eq!(blocks(text).join("\n"), expected, "{text}");
    }

    #[test]
    fn paragraphs_and_lists_keep_their_shape() {
        converts("\n\nOne\ntwo.\n\n\nThree.\n\n", "One\ntwo.\n\nThree.");
        // An indented paragraph is not code.
        converts(
            "One\n\n    two\n    three\n\nfour",
            "One\n\ntwo\nthree\n\nfour",
        );
        converts(
            "- a\n  b\n\n- c\n\n  - d\n    e\n\nf",
            "- a\n  b\n\n- c\n\n  - d\n    e\n\nf",
        );
        converts(
            "   1. a\n      b\n\n   2. c\n\nd",
            "1. a\n   b\n\n2. c\n\nd",
        );
        converts("* a\n          b", "- a\n  b");
        converts("a\n- b", "a\n- b");
        converts("term\n    what it is", "term\nwhat it is");
    }

    #[test]
    fn what_is_literal_is_fenced() {
        converts(
            "See::\n\n    a[0] <b>\n      c\n\nd",
            "See:\n\n```text\na[0] <b>\n  c\n```\n\nd",
        );
        converts("::\n\n  ```\n", "````text\n```\n````");
        converts(
            ".. qmp-example::\n   :title: A @name\n\n     -> { \"a\": 1 }\n     <- {}\n\nEnd.",
            "A `name`:\n\n```text\n-> { \"a\": 1 }\n<- {}\n```\n\nEnd.",
        );
        converts(
            ".. qmp-example::\n\n   -> {}",
            "Example:\n\n```text\n-> {}\n```",
        );
        converts("a\n\n.. code-block:: json\n\n  {}", "a\n\n```text\n{}\n```");
        converts(
            "+----+\n| ab |\n+----+",
            "```text\n+----+\n| ab |\n+----+\n```",
        );
    }

    #[test]
    fn directives_become_text() {
        converts(
            ".. note:: This is\n   so.\n\nEnd",
            "**Note:**\nThis is\nso.\n\nEnd",
        );
        converts(
            ".. admonition:: Mind @this\n\n   It is so::\n\n     x",
            "**Mind `this`:**\n\nIt is so:\n\n```text\nx\n```",
        );
        converts(".. _label:\n\nText", "Text");
        converts(".. unknown:: x\n\n   Text", "Text");
        converts(
            ".. qmp-example::\n   :annotated:\n\n   First::\n\n     -> {}\n",
            "Example:\n\nFirst:\n\n```text\n-> {}\n```",
        );
        let deep = "note::\n".to_owned();
        let deep: String = (0..50)
            .map(|at| format!("{}.. {deep}", " ".repeat(2 * at)))
            .collect();
        assert!(blocks(&deep).len() < 60);
    }
}
