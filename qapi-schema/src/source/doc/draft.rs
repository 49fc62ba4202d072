//! A documentation comment while it is read.

use super::{Doc, Section, SectionKind};
use crate::source::error::{Place, Result, fail};
use crate::source::fault::Fault;

/// A comment of which the last section is not complete.
pub(super) struct Draft {
    pub(super) name: Option<Box<str>>,
    place: Place,
    pub(super) sections: Vec<Open>,
}

/// A section that may still grow.
pub(super) struct Open {
    pub(super) kind: SectionKind,
    pub(super) name: Option<Box<str>>,
    pub(super) place: Place,
    pub(super) lines: Vec<String>,
}

impl Open {
    pub(super) fn is_empty(&self) -> bool {
        self.lines.iter().all(String::is_empty)
    }
}

impl Draft {
    /// With an overview that is empty so far.
    pub(super) fn new(name: Option<&str>, place: Place) -> Self {
        Self {
            name: name.map(Into::into),
            place,
            sections: vec![Open {
                kind: SectionKind::Text,
                name: None,
                place,
                lines: Vec::new(),
            }],
        }
    }

    pub(super) fn begin(&mut self, kind: SectionKind, name: Option<&str>, place: Place) {
        self.sections.push(Open {
            kind,
            name: name.map(Into::into),
            place,
            lines: Vec::new(),
        });
    }

    pub(super) fn append(&mut self, line: &str) {
        if let Some(section) = self.sections.last_mut() {
            section.lines.push(line.to_owned());
        }
    }

    /// The section that lines go to.
    pub(super) fn last(&mut self) -> Option<&mut Open> {
        self.sections.last_mut()
    }

    pub(super) fn has(&self, kind: SectionKind) -> bool {
        self.sections.iter().any(|section| section.kind == kind)
    }

    /// Begins the description of a name.
    pub(super) fn describe(
        &mut self,
        kind: SectionKind,
        name: &str,
        place: Place,
    ) -> std::result::Result<(), Fault> {
        if name.is_empty() {
            return Err(Fault::DocNameless);
        }
        let mut sections = self.sections.iter();
        if sections.any(|open| open.kind == kind && open.name.as_deref() == Some(name)) {
            return Err(Fault::DocDescribedTwice { name: name.into() });
        }
        self.begin(kind, Some(name), place);
        Ok(())
    }

    /// Begins a section with a tag.
    pub(super) fn tagged(
        &mut self,
        kind: SectionKind,
        place: Place,
    ) -> std::result::Result<(), Fault> {
        match kind.once() {
            Some(tag) if self.has(kind) => return Err(Fault::DocSectionTwice { tag }),
            _ => self.begin(kind, None, place),
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Doc> {
        let mut sections = Vec::with_capacity(self.sections.len());
        for open in self.sections {
            let text = text(open.kind, &open.lines);
            if text.is_empty() && open.kind != SectionKind::Text {
                let tag = tag(open.kind, open.name.as_deref()).into();
                return fail(open.place, Fault::DocSectionEmpty { tag });
            }
            sections.push(Section {
                kind: open.kind,
                name: open.name,
                place: open.place,
                text: text.into(),
            });
        }
        Ok(Doc {
            name: self.name,
            place: self.place,
            sections,
        })
    }
}

/// How a section begins.
pub(super) fn tag(kind: SectionKind, name: Option<&str>) -> String {
    match kind {
        SectionKind::Text => String::new(),
        SectionKind::Member | SectionKind::Feature => format!("@{}:", name.unwrap_or_default()),
        SectionKind::Returns => "Returns:".to_owned(),
        SectionKind::Errors => "Errors:".to_owned(),
        SectionKind::Since => "Since:".to_owned(),
        SectionKind::Todo => "TODO:".to_owned(),
        SectionKind::Note => "Note:".to_owned(),
        SectionKind::Example => "Example:".to_owned(),
    }
}

/// The lines without blank ones around them. Of a section with a tag, the
/// indentation that all lines but the first have in common is not its text's.
fn text(kind: SectionKind, lines: &[String]) -> String {
    let filled = |line: &String| !line.is_empty();
    let first = lines.iter().position(filled).unwrap_or(lines.len());
    let end = lines
        .iter()
        .rposition(filled)
        .map_or(first, |last| last + 1);
    let mut lines = lines.get(first..end).unwrap_or_default().iter();
    if kind == SectionKind::Text {
        return lines.as_slice().join("\n");
    }
    let indent = |line: &String| line.len() - line.trim_start_matches(' ').len();
    let first = lines.next().map(String::as_str).unwrap_or_default();
    let mut text = first.trim_start_matches(' ').to_owned();
    let rest = lines.as_slice();
    let common = rest.iter().filter(|line| filled(line)).map(indent).min();
    for line in rest {
        text.push('\n');
        text.push_str(line.get(common.unwrap_or(0)..).unwrap_or_default());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_what_is_indented_more() {
        let text = |kind, lines: &[&str]| {
            let lines: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
            text(kind, &lines)
        };
        let lines = ["", "a", "", "    b", "      c", ""];
        assert_eq!(text(SectionKind::Member, &lines), "a\n\nb\n  c");
        assert_eq!(text(SectionKind::Text, &lines), "a\n\n    b\n      c");
        assert_eq!(text(SectionKind::Errors, &["    a", "    b"]), "a\nb");
        assert_eq!(text(SectionKind::Since, &["", ""]), "");
    }
}
