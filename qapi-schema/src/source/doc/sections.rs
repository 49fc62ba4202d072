//! Documentation as it has been written since QEMU 8.1: the text of a section
//! is indented, by as much as its first line.

use super::super::error::Result;
use super::super::fault::Fault;
use super::draft::Draft;
use super::lines::{Lines, indentation};
use super::{Doc, SectionKind};
use crate::source::parser::Parser;

/// Reads a comment.
pub(super) fn read(parser: &mut Parser<'_>) -> Result<Doc> {
    let place = parser.place();
    let mut lines = Lines::new(parser)?;
    let first = lines.next()?;
    let draft = match first.and_then(|line| line.strip_prefix('@')) {
        Some(line) => {
            let Some(name) = line.strip_suffix(':') else {
                return Err(lines.parser.failure(Fault::DocColon));
            };
            if name.is_empty() {
                return Err(lines.parser.failure(Fault::DocName));
            }
            let mut reader = Reader {
                draft: Draft::new(Some(name), place),
                lines,
                described: false,
            };
            reader.definition()?;
            reader.draft
        }
        None => free(lines, first, Draft::new(None, place))?,
    };
    parser.advance()?;
    draft.finish()
}

/// Text between definitions.
fn free(mut lines: Lines<'_, '_>, first: Option<&str>, mut draft: Draft) -> Result<Draft> {
    let mut line = first;
    let mut is_first = true;
    while let Some(text) = line {
        if let Some((name, _)) = described(text) {
            let name = name.into();
            return Err(lines.parser.failure(Fault::DocDescribedFreely { name }));
        }
        if !is_first && text.starts_with('=') && lines.parser.rules.doc_headings() {
            return Err(lines.parser.failure(Fault::DocHeadingLate));
        }
        draft.append(text);
        is_first = false;
        line = lines.next()?;
    }
    Ok(draft)
}

/// `@name: text`
fn described(line: &str) -> Option<(&str, &str)> {
    let (name, text) = line.strip_prefix('@')?.split_once(':')?;
    Some((name, text.trim_start_matches(' ')))
}

/// `Tag: text`
fn tagged(line: &str) -> Option<(SectionKind, &str, &str)> {
    let (tag, text) = line.split_once(':')?;
    let kind = SectionKind::of_tag(tag)?;
    // Two colons are markup.
    (!text.starts_with(':')).then_some((kind, tag, text.trim_start_matches(' ')))
}

/// Reads the documentation of a definition.
struct Reader<'p, 't> {
    lines: Lines<'p, 't>,
    draft: Draft,
    /// Whether members can be described no more.
    described: bool,
}

impl<'t> Reader<'_, 't> {
    fn definition(&mut self) -> Result<()> {
        let mut next = self.lines.next()?;
        loop {
            let Some(line) = self.filled(next)? else {
                return Ok(());
            };
            next = if line == "Features:" {
                self.features()?
            } else if let Some((name, _)) = described(line) {
                if self.described {
                    let name = name.into();
                    return self.fail(Fault::DocDescribedLate { name });
                }
                self.described = true;
                self.descriptions(SectionKind::Member, Some(line))?
            } else if let Some((kind, text)) = self.section(line)? {
                self.described = true;
                let place = self.lines.parser.place();
                // QEMU says this of the line, not of the token in it.
                if let Err(fault) = self.draft.tagged(kind, place) {
                    return self.fail_line(fault);
                }
                let loose = matches!(kind, SectionKind::Note | SectionKind::Example);
                let rest = self.text(text)?;
                match rest {
                    Some(line) if loose && self.draft.last().is_some_and(|s| s.is_empty()) => {
                        self.loose(line)?
                    }
                    rest => rest,
                }
            } else if line.starts_with('=') && self.lines.parser.rules.doc_headings() {
                return self.fail(Fault::DocHeading);
            } else {
                self.paragraph(line)?
            };
        }
    }

    fn fail<T>(&self, fault: Fault) -> Result<T> {
        Err(self.lines.parser.failure(fault))
    }

    fn fail_line<T>(&self, fault: Fault) -> Result<T> {
        super::super::error::fail(self.lines.parser.place(), fault)
    }

    /// The first line that is not blank, from this one on.
    fn filled(&mut self, line: Option<&'t str>) -> Result<Option<&'t str>> {
        let mut line = line;
        while line == Some("") {
            line = self.lines.next()?;
        }
        Ok(line)
    }

    /// The tag of a section that this version has.
    fn section<'l>(&self, line: &'l str) -> Result<Option<(SectionKind, &'l str)>> {
        let rules = self.lines.parser.rules;
        let Some((kind, tag, text)) = tagged(line) else {
            return Ok(None);
        };
        let instead = match kind {
            SectionKind::Errors if !rules.doc_errors() => return Ok(None),
            SectionKind::Note if !rules.doc_notes() => ".. note::",
            SectionKind::Example if !rules.doc_notes() => ".. qmp-example::",
            _ => return Ok(Some((kind, text))),
        };
        let tag = format!("{tag}:").into();
        self.fail(Fault::DocEndedSection { tag, instead })
    }

    fn features(&mut self) -> Result<Option<&'t str>> {
        if self.draft.has(SectionKind::Feature) {
            return self.fail(Fault::DocSectionTwice { tag: "Features" });
        }
        let line = self.lines.next()?;
        let line = self.filled(line)?;
        let next = self.descriptions(SectionKind::Feature, line)?;
        if !self.draft.has(SectionKind::Feature) {
            return self.fail(Fault::DocNoFeatures);
        }
        self.described = true;
        Ok(next)
    }

    /// Descriptions of names, one after the other.
    fn descriptions(
        &mut self,
        kind: SectionKind,
        first: Option<&'t str>,
    ) -> Result<Option<&'t str>> {
        let mut line = first;
        while let Some((name, text)) = line.and_then(described) {
            let place = self.lines.parser.place();
            if let Err(fault) = self.draft.describe(kind, name, place) {
                return self.fail_line(fault);
            }
            line = self.text(text)?;
        }
        Ok(line)
    }

    /// The text of a section that has just begun, and the line after it.
    fn text(&mut self, first: &str) -> Result<Option<&'t str>> {
        if !first.is_empty() {
            self.draft.append(first);
        }
        let mut line = self.lines.next()?;
        while line == Some("") {
            self.draft.append("");
            line = self.lines.next()?;
        }
        let indent = match line {
            Some(line) if indentation(line) > 0 => indentation(line),
            other => return Ok(other),
        };
        self.draft.append(line.unwrap_or_default());
        let mut is_second = true;
        loop {
            let Some(line) = self.lines.next()? else {
                return Ok(None);
            };
            if described(line).is_some() {
                return Ok(Some(line));
            }
            if !line.is_empty() && indentation(line) < indent {
                // QEMU looks no further than at the second line.
                if is_second {
                    return self.fail(Fault::DocDeIndent { least: indent });
                }
                return Ok(Some(line));
            }
            self.draft.append(line);
            is_second = false;
        }
    }

    /// A note or an example that is not indented goes on to the next section.
    fn loose(&mut self, first: &'t str) -> Result<Option<&'t str>> {
        let mut next = Some(first);
        while let Some(line) = next {
            if line == "Features:" || described(line).is_some() || tagged(line).is_some() {
                break;
            }
            self.draft.append(line);
            next = self.lines.next()?;
        }
        Ok(next)
    }

    /// A paragraph without tag, and the line after it.
    fn paragraph(&mut self, first: &'t str) -> Result<Option<&'t str>> {
        let place = self.lines.parser.place();
        match self.draft.last() {
            Some(open) if open.kind == SectionKind::Text => {
                if open.is_empty() {
                    open.place = place;
                }
                open.lines.push(String::new());
            }
            _ => self.draft.begin(SectionKind::Text, None, place),
        }
        self.draft.append(first);
        loop {
            match self.lines.next()? {
                Some(line) if !line.is_empty() => self.draft.append(line),
                end => return Ok(end),
            }
        }
    }
}
