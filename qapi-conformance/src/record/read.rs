//! Reading records back.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::Entry;
use super::sink::EXTENSION;

/// What is in a folder of records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    /// The entries, file by file in the order of their names.
    pub entries: Vec<Entry>,
    /// The lines that break off, of which nothing is kept.
    pub torn: Vec<Torn>,
}

/// A line that breaks off: whoever wrote it was killed meanwhile, or had no room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Torn {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
}

impl fmt::Display for Torn {
    /// `file:line: …`, as of an error.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, line) = (self.path.display(), self.line);
        write!(f, "{path}:{line}: the entry breaks off, and is left out")
    }
}

/// Why records cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// A file or folder cannot be read.
    #[error("cannot read `{}`", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line is no entry.
    #[error("{}:{line}: it is no entry of a record", path.display())]
    Entry {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Why.
        source: serde_json::Error,
    },
}

/// All that is in a folder of records.
///
/// # Errors
///
/// A file cannot be read, or has a line that is no [`Entry`], nor the beginning of
/// one.
pub fn read(folder: &Path) -> Result<Records, ReadError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| ReadError::Io { path, source }
    };
    let files = fs::read_dir(folder).map_err(failed(folder))?;
    let files: io::Result<Vec<PathBuf>> = files.map(|file| Ok(file?.path())).collect();
    let mut files = files.map_err(failed(folder))?;
    files.retain(|file| file.extension().is_some_and(|is| is == EXTENSION));
    files.sort();
    let mut records = Records::default();
    for path in files {
        // What breaks off may do so within a character.
        let bytes = fs::read(&path).map_err(failed(&path))?;
        let lines = bytes.split_inclusive(|byte| *byte == b'\n').zip(1..);
        for (text, line) in lines {
            let path = path.clone();
            match serde_json::from_slice(text.trim_ascii_end()) {
                Ok(entry) => records.entries.push(entry),
                Err(error) if error.is_eof() => records.torn.push(Torn { path, line }),
                Err(source) => return Err(ReadError::Entry { path, line, source }),
            }
        }
    }
    Ok(records)
}
