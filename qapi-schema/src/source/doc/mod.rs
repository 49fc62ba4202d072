//! Documentation comments.

mod aligned;
pub(super) mod check;
mod draft;
mod lines;
mod sections;

use super::error::{Place, Result};
use super::parser::Parser;

/// A documentation comment: of a definition, or of the text between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doc {
    pub(super) name: Option<Box<str>>,
    pub(super) place: Place,
    pub(super) sections: Vec<Section>,
}

/// A section of a documentation comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub(super) kind: SectionKind,
    pub(super) name: Option<Box<str>>,
    pub(super) place: Place,
    pub(super) text: Box<str>,
}

/// What a section says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SectionKind {
    /// What it is about; in the first place an overview.
    Text,
    /// A member, an argument, a value of an enum, or an alternative.
    Member,
    /// A feature.
    Feature,
    /// What a command returns.
    Returns,
    /// The errors of a command.
    Errors,
    /// Which QEMU has it first.
    Since,
    /// What is to be done. Not for readers.
    Todo,
    /// A note; only in older sources.
    Note,
    /// An example; only in older sources.
    Example,
}

impl SectionKind {
    /// The section that a tag begins; some may be in the plural.
    fn of_tag(tag: &str) -> Option<Self> {
        Some(match tag {
            "Returns" => Self::Returns,
            "Errors" => Self::Errors,
            "Since" => Self::Since,
            "TODO" => Self::Todo,
            "Note" | "Notes" => Self::Note,
            "Example" | "Examples" => Self::Example,
            _ => return None,
        })
    }

    /// The tag of a section that may be there only once.
    fn once(self) -> Option<&'static str> {
        match self {
            Self::Returns => Some("Returns"),
            Self::Errors => Some("Errors"),
            Self::Since => Some("Since"),
            _ => None,
        }
    }
}

impl Doc {
    /// The name of the definition; none for text between definitions.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
    /// The line with which the comment begins.
    pub fn place(&self) -> Place {
        self.place
    }
    /// The sections in the order of the comment.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }
    /// The overview: the text before all other sections. Empty where there is
    /// none.
    pub fn overview(&self) -> &str {
        let first = self.sections.first();
        let text = first.filter(|section| section.kind == SectionKind::Text);
        text.map_or("", |section| &section.text)
    }
    /// The first section of a kind.
    pub fn section(&self, kind: SectionKind) -> Option<&Section> {
        self.sections.iter().find(|section| section.kind == kind)
    }
    /// The description of a member, argument, value or alternative.
    pub fn member(&self, name: &str) -> Option<&Section> {
        self.named(SectionKind::Member, name)
    }
    /// The description of a feature, be it the definition's or a member's.
    pub fn feature(&self, name: &str) -> Option<&Section> {
        self.named(SectionKind::Feature, name)
    }

    fn named(&self, kind: SectionKind, name: &str) -> Option<&Section> {
        self.sections
            .iter()
            .find(|section| section.kind == kind && section.name() == Some(name))
    }
}

impl Section {
    /// What the section says.
    pub fn kind(&self) -> SectionKind {
        self.kind
    }
    /// The member or feature that it describes.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
    /// The line with which the section begins.
    pub fn place(&self) -> Place {
        self.place
    }
    /// The text without tag and without its indentation, in QEMU's own markup:
    /// reStructuredText, with names as `@name`.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Reads the comment whose first line is the token at hand, up to the token
/// after it.
pub(super) fn read(parser: &mut Parser<'_>) -> Result<Doc> {
    if parser.rules.aligned_docs() {
        aligned::read(parser)
    } else {
        sections::read(parser)
    }
}
