//! Errors with their place.

use std::fmt;
use std::path::{Path, PathBuf};

use super::fault::Fault;
use crate::quote::{printable, quoted};

/// A place in a source: a line of one of its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    pub(super) file: u32,
    pub(super) line: u32,
}

impl Place {
    /// The position of the file among [`Source::files`](super::Source::files).
    pub fn file(self) -> usize {
        self.file as usize
    }
    /// The line, from 1.
    pub fn line(self) -> u32 {
        self.line
    }
}

/// A fault on its way to whoever knows the files.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) place: Place,
    pub(super) column: Option<u32>,
    pub(super) definition: Option<Box<str>>,
    pub(super) fault: Fault,
}

pub(super) type Result<T> = std::result::Result<T, Box<Failure>>;

/// A fault at a place.
pub(super) fn fail<T>(place: Place, fault: Fault) -> Result<T> {
    Err(Failure::at(place, fault))
}

impl Failure {
    pub(super) fn at(place: Place, fault: Fault) -> Box<Self> {
        Box::new(Self {
            place,
            column: None,
            definition: None,
            fault,
        })
    }

    /// Says which definition it is in; the innermost that said so counts.
    pub(super) fn inside(mut self: Box<Self>, what: &str, name: &str) -> Box<Self> {
        self.definition
            .get_or_insert_with(|| format!("{what} {}", quoted(name)).into());
        self
    }
}

/// What is wrong with a source, and where. It ends at the first fault, as
/// QEMU's generator does.
///
/// Printed it is `file:line: message`; where files include each other, a line
/// for each that leads there follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError(Box<Located>);

/// A fault with the names of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Located {
    pub(super) path: PathBuf,
    pub(super) line: Option<u32>,
    pub(super) column: Option<u32>,
    pub(super) definition: Option<Box<str>>,
    pub(super) fault: Fault,
    pub(super) included_from: Vec<(PathBuf, u32)>,
}

impl Located {
    /// A fault of a file itself.
    pub(super) fn file(path: &Path, fault: Fault) -> Self {
        Self {
            path: path.to_owned(),
            line: None,
            column: None,
            definition: None,
            fault,
            included_from: Vec::new(),
        }
    }
}

impl From<Located> for SourceError {
    fn from(located: Located) -> Self {
        Self(Box::new(located))
    }
}

impl SourceError {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.0.path
    }
    /// The line, from 1; none where the fault is the file's itself. As with
    /// QEMU's generator it is that of the token, of the line of documentation,
    /// or of the beginning of the definition.
    pub fn line(&self) -> Option<u32> {
        self.0.line
    }
    /// The column, from 1, where it is known: a tab goes to the next multiple of 8.
    pub fn column(&self) -> Option<u32> {
        self.0.column
    }
    /// What is wrong.
    pub fn fault(&self) -> &Fault {
        &self.0.fault
    }
    /// The files and lines by which the file is included, innermost first.
    pub fn included_from(&self) -> impl Iterator<Item = (&Path, u32)> {
        let places = self.0.included_from.iter();
        places.map(|(path, line)| (path.as_path(), *line))
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", show(&self.0.path))?;
        if let Some(line) = self.0.line {
            write!(f, "{line}:")?;
        }
        f.write_str(" ")?;
        if let Some(definition) = &self.0.definition {
            write!(f, "{definition}: ")?;
        }
        self.0.fault.fmt(f)?;
        if let Some(column) = self.0.column {
            write!(f, " (column {column})")?;
        }
        for (path, line) in &self.0.included_from {
            write!(f, "\n  included from {}:{line}", show(path))?;
        }
        Ok(())
    }
}

impl std::error::Error for SourceError {}

/// A path as messages show it: nothing in it acts on a terminal.
pub(super) fn show(path: &Path) -> String {
    printable(&path.to_string_lossy()).to_string()
}
