//! What the suites share.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use qapi_schema::{LoadError, Schema};

/// A captured schema.
#[derive(Debug)]
pub struct Dump {
    /// The name of its file without `.json`.
    pub name: String,
    /// The schema.
    pub schema: Schema,
}

/// Why the captured schemas could not be read.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// The folder or a file could not be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file holds no schema.
    #[error("{}: {source}", path.display())]
    Load {
        /// Which.
        path: PathBuf,
        /// Why.
        source: LoadError,
    },
}

/// The schemas in the workspace's `schemas` folder, by name.
///
/// # Errors
///
/// If one cannot be read or is unusable.
pub fn dumps() -> Result<Vec<Dump>, DumpError> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let read = |path: &Path, source| DumpError::Read {
        path: path.to_owned(),
        source,
    };
    let mut dumps = Vec::new();
    for file in fs::read_dir(&folder).map_err(|error| read(&folder, error))? {
        let path = file.map_err(|error| read(&folder, error))?.path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let bytes = fs::read(&path).map_err(|error| read(&path, error))?;
        let name = path.file_stem().unwrap_or_default();
        dumps.push(Dump {
            name: name.to_string_lossy().into_owned(),
            schema: Schema::from_slice(&bytes).map_err(|source| DumpError::Load {
                path: path.clone(),
                source,
            })?,
        });
    }
    dumps.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(dumps)
}

/// The README's programs compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
