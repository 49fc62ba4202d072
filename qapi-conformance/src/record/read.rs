//! Reading records back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Entry;
use super::sink::EXTENSION;

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

/// All entries of a folder of records, file by file in the order of their names.
///
/// # Errors
///
/// A file cannot be read, or has a line that is no [`Entry`].
pub fn read(folder: &Path) -> Result<Vec<Entry>, ReadError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| ReadError::Io { path, source }
    };
    let files = fs::read_dir(folder).map_err(failed(folder))?;
    let files: io::Result<Vec<PathBuf>> = files.map(|file| Ok(file?.path())).collect();
    let mut files = files.map_err(failed(folder))?;
    files.retain(|file| file.extension().is_some_and(|is| is == EXTENSION));
    files.sort();
    let mut entries = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).map_err(failed(&path))?;
        for (at, line) in text.lines().enumerate() {
            let entry = serde_json::from_str(line).map_err(|source| ReadError::Entry {
                path: path.clone(),
                line: at + 1,
                source,
            })?;
            entries.push(entry);
        }
    }
    Ok(entries)
}
