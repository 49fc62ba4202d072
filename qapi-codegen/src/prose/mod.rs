//! What QEMU's source says of commands, events and types, as Rust
//! documentation.
//!
//! The source has the words; this crate has none of them. What is in a newer
//! source is taken from that, and what is gone since from an older one.

mod blocks;
mod inline;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use qapi_schema::Schema;
use qapi_schema::source::{
    Condition, Definition, Described, Feature, Program, Section, SectionKind, Source, SourceError,
    Tree, TreeError,
};

use blocks::blocks;

/// The documentation of some QEMU versions, of one program or several, the
/// newest first. Without any, nothing is said.
#[derive(Clone, Debug, Default)]
pub struct Prose(Arc<[(Program, Source)]>);

/// Why there is no documentation.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProseError {
    /// There is no source.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The source is wrong.
    #[error("{0}")]
    Source(SourceError),
}

impl Prose {
    /// The documentation of sources, the newest first.
    pub fn new(sources: impl IntoIterator<Item = Source>) -> Self {
        let sources = sources.into_iter();
        let sources = sources.map(|source| (program(source.schema()), source));
        Self(sources.collect())
    }

    /// Reads QEMU source trees or root schema files, in any order; of a tree the
    /// schemas of the programs that have `schemas`.
    ///
    /// # Errors
    ///
    /// See [`ProseError`].
    pub fn read<'s>(
        paths: &[PathBuf],
        schemas: impl IntoIterator<Item = &'s Schema>,
    ) -> Result<Self, ProseError> {
        let programs: HashSet<Program> = schemas.into_iter().map(program).collect();
        let programs = Program::ALL
            .into_iter()
            .filter(|one| programs.contains(one));
        let mut sources = Vec::with_capacity(paths.len());
        for path in paths {
            let trees = match path.is_dir() {
                true => programs.clone().map(|one| Tree::of(path, one)).collect(),
                false => vec![Tree::around(path)],
            };
            for tree in trees {
                let tree = tree?;
                sources.push((tree.version(), tree.read().map_err(ProseError::Source)?));
            }
        }
        // Those that tell no version come last.
        sources.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
        Ok(Self::new(sources.into_iter().map(|(_, source)| source)))
    }

    /// The files that were read.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let files = self.0.iter().flat_map(|(_, source)| source.files());
        files.map(PathBuf::as_path)
    }

    /// What is said of some programs' command, event, or type by its name in QAPI.
    pub fn definition(&self, of: &[Program], name: &str) -> Vec<String> {
        let found = self.sources(of);
        let found = found.filter_map(|source| source.definition(name));
        let mut lines = found.map(definition).filter(|lines| !lines.is_empty());
        lines.next().unwrap_or_default()
    }

    /// What is said of a member, argument, value or branch of some programs'
    /// command, event or type.
    pub fn member(&self, of: &[Program], owner: &str, name: &str) -> Vec<String> {
        let found = self.sources(of);
        let found = found.filter_map(|source| source.member(owner, name));
        let mut lines = found.map(member).filter(|lines| !lines.is_empty());
        lines.next().unwrap_or_default()
    }
}

impl Prose {
    fn sources<'s>(&'s self, of: &'s [Program]) -> impl Iterator<Item = &'s Source> {
        let sources = self.0.iter();
        let sources = sources.filter(|(program, _)| of.contains(program));
        sources.map(|(_, source)| source)
    }
}

/// The program that has a schema.
pub(crate) fn program(schema: &Schema) -> Program {
    // Every agent has it: it tells the commands that the agent supports.
    match schema.command("guest-info") {
        Some(_) => Program::GuestAgent,
        // The storage daemon's schema is a part of the system emulator's.
        None => Program::System,
    }
}

fn definition(definition: &Definition) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(doc) = definition.doc() {
        for section in doc.sections() {
            self::section(&mut lines, section);
        }
        let words = definition.features().iter().map(Feature::name);
        features(&mut lines, words.filter_map(|word| doc.feature(word)));
    }
    condition(&mut lines, definition.condition());
    lines
}

fn member(found: Described<'_>) -> Vec<String> {
    let mut lines = found.text().map(blocks).unwrap_or_default();
    let words = found.features().iter().map(Feature::name);
    features(&mut lines, words.filter_map(|word| found.feature(word)));
    condition(&mut lines, found.condition());
    lines
}

fn section(lines: &mut Vec<String>, section: &Section) {
    let title = match section.kind() {
        SectionKind::Text => None,
        SectionKind::Returns => Some("Returns"),
        SectionKind::Errors => Some("Errors"),
        SectionKind::Since => Some("Since"),
        SectionKind::Note => Some("Note"),
        SectionKind::Example => Some("Example"),
        // Members have places of their own, and what is to be done is not for
        // users.
        _ => return,
    };
    let text = match section.kind() {
        // Older sources do not mark it as what it is.
        SectionKind::Example => blocks(&format!("::\n\n{}", indented(section.text()))),
        _ => blocks(section.text()),
    };
    let Some((first, rest)) = text.split_first() else {
        return;
    };
    paragraph(lines);
    match title {
        None => lines.extend(text),
        Some(title) if is_words(first) => {
            lines.push(format!("{title}: {first}"));
            lines.extend_from_slice(rest);
        }
        Some(title) => {
            lines.extend([format!("{title}:"), String::new()]);
            lines.extend(text);
        }
    }
}

fn features<'s>(lines: &mut Vec<String>, sections: impl Iterator<Item = &'s Section>) {
    for section in sections {
        let name = section.name().unwrap_or_default();
        let text = blocks(section.text());
        let Some((first, rest)) = text.split_first() else {
            continue;
        };
        paragraph(lines);
        lines.push(format!("Feature `{name}`: {first}"));
        lines.extend_from_slice(rest);
    }
}

fn condition(lines: &mut Vec<String>, condition: Option<&Condition>) {
    if let Some(condition) = condition {
        paragraph(lines);
        lines.push(format!("Only where QEMU is built with `{condition}`."));
    }
}

/// Ends a paragraph, if one is open.
fn paragraph(lines: &mut Vec<String>) {
    if lines.last().is_some_and(|line| !line.is_empty()) {
        lines.push(String::new());
    }
}

/// Whether a line can follow others in one: it begins no list and no block.
fn is_words(line: &str) -> bool {
    let item = line.split_once(' ').is_some_and(|(word, _)| {
        matches!(word, "-" | "*" | "+")
            || word.ends_with(['.', ')']) && word.starts_with(|c: char| c.is_ascii_digit())
    });
    !item && !line.starts_with("```")
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| format!("    {line}\n"));
    lines.collect()
}
