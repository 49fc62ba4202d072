//! Documentation as it was written up to QEMU 8.0: the text of a section is
//! aligned with its first word, or not indented if it begins on the next line.

use super::super::error::Result;
use super::super::fault::Fault;
use super::draft::{Draft, tag};
use super::lines::{Lines, indentation};
use super::{Doc, SectionKind};
use crate::source::lexer::is_space;
use crate::source::parser::Parser;

/// Reads a comment.
pub(super) fn read(parser: &mut Parser<'_>) -> Result<Doc> {
    let place = parser.place();
    let mut reader = Reader {
        lines: Lines::new(parser)?,
        draft: Draft::new(None, place),
        part: Part::Overview,
        indent: 0,
    };
    while let Some(line) = reader.lines.next()? {
        reader.line(line)?;
    }
    reader.close()?;
    let Reader { lines, draft, .. } = reader;
    lines.parser.advance()?;
    draft.finish()
}

/// What has been read of a definition's documentation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Overview,
    Members,
    Features,
    /// Sections with tags, and what stands between them.
    Sections,
}

struct Reader<'p, 't> {
    lines: Lines<'p, 't>,
    draft: Draft,
    part: Part,
    /// The indentation of the section at hand.
    indent: usize,
}

impl Reader<'_, '_> {
    fn fail<T>(&self, fault: Fault) -> Result<T> {
        Err(self.lines.parser.failure(fault))
    }

    fn line(&mut self, line: &str) -> Result<()> {
        let is_first = self.draft.last().is_some_and(|open| open.lines.is_empty());
        if self.draft.name.is_none() {
            return match line.strip_prefix('@') {
                Some(name) if is_first && self.draft.sections.len() == 1 => self.name(name),
                _ => self.append(line),
            };
        }
        if line.starts_with('=') {
            return self.fail(Fault::DocHeading);
        }
        let word = line.split(' ').next().unwrap_or_default();
        let described = word
            .strip_prefix('@')
            .and_then(|word| word.strip_suffix(':'));
        if let Some(name) = described {
            return self.described(name, word, line);
        }
        if let Some(kind) = word.strip_suffix(':').and_then(of_tag) {
            self.close()?;
            let place = self.lines.parser.place();
            if let Err(fault) = self.draft.tagged(kind, place) {
                return self.fail(fault);
            }
            self.part = Part::Sections;
            return self.first(word, line);
        }
        let begins = match self.part {
            Part::Overview => line == "Features:",
            Part::Members | Part::Features => {
                let blank = |open: &mut super::draft::Open| {
                    open.lines.len() > 1 && open.lines.last().is_some_and(String::is_empty)
                };
                self.draft.last().is_some_and(blank) && !line.starts_with(is_space)
            }
            Part::Sections => false,
        };
        if begins && !line.is_empty() {
            if line == "Features:" && self.part != Part::Features {
                self.part = Part::Features;
                return Ok(());
            }
            self.close()?;
            let place = self.lines.parser.place();
            self.draft.begin(SectionKind::Text, None, place);
            self.part = Part::Sections;
            self.indent = 0;
        }
        self.append(line)
    }

    /// The line that names the definition.
    fn name(&mut self, line: &str) -> Result<()> {
        let Some(name) = line.strip_suffix(':') else {
            return self.fail(Fault::DocColon);
        };
        if name.is_empty() {
            return self.fail(Fault::DocName);
        }
        self.draft.name = Some(name.into());
        Ok(())
    }

    fn described(&mut self, name: &str, word: &str, line: &str) -> Result<()> {
        let kind = match self.part {
            Part::Overview | Part::Members => SectionKind::Member,
            Part::Features => SectionKind::Feature,
            Part::Sections => {
                let name = name.into();
                return self.fail(Fault::DocDescribedLate { name });
            }
        };
        if self.part == Part::Overview {
            self.part = Part::Members;
        }
        self.close()?;
        let place = self.lines.parser.place();
        if let Err(fault) = self.draft.describe(kind, name, place) {
            return self.fail(fault);
        }
        self.first(word, line)
    }

    /// The first line of a section, after its tag.
    fn first(&mut self, tag: &str, line: &str) -> Result<()> {
        let rest = line.get(tag.len()..).unwrap_or_default();
        let text = rest.trim_start_matches(is_space);
        self.indent = match text {
            "" => 0,
            _ => line.chars().count() - text.chars().count(),
        };
        self.draft.append(text);
        Ok(())
    }

    fn append(&mut self, line: &str) -> Result<()> {
        let name = line.strip_prefix('@').and_then(|line| line.split_once(':'));
        if let Some((name, _)) = name
            && !name.is_empty()
            && !name.contains(is_space)
        {
            let name = name.into();
            return self.fail(Fault::DocDescribedFreely { name });
        }
        let least = self.indent;
        if !line.is_empty() && indentation(line) < least {
            return self.fail(Fault::DocDeIndent { least });
        }
        let text = line.char_indices().nth(least);
        let text = text.and_then(|(start, _)| line.get(start..));
        self.draft.append(text.unwrap_or_default());
        Ok(())
    }

    /// The section at hand has ended; it must have said something.
    fn close(&mut self) -> Result<()> {
        if let Some(open) = self.draft.last()
            && open.kind != SectionKind::Text
            && open.is_empty()
        {
            let tag = tag(open.kind, open.name.as_deref()).into();
            return self.fail(Fault::DocSectionEmpty { tag });
        }
        Ok(())
    }
}

/// The section that a tag begins; there were no errors yet.
fn of_tag(tag: &str) -> Option<SectionKind> {
    SectionKind::of_tag(tag).filter(|kind| *kind != SectionKind::Errors)
}
