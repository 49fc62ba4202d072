//! Schemas from files.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use qapi_schema::Schema;

/// A file with the answer to `query-qmp-schema`: the bare list or the whole
/// reply.
#[derive(clap::Args)]
pub(crate) struct SchemaFile {
    /// The schema: a file with a QEMU's answer to `query-qmp-schema`
    #[arg(long = "schema", value_name = "FILE")]
    path: PathBuf,
}

impl SchemaFile {
    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads it.
    pub(crate) fn load(&self) -> anyhow::Result<Schema> {
        load(&self.path)
    }
}

/// What may be refused although a schema has it.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Deny {
    /// What will go away
    Deprecated,
    /// What may change without notice
    Unstable,
}

/// Reads a schema, saying which file it was if that fails.
pub(crate) fn load(path: &Path) -> anyhow::Result<Schema> {
    let bytes = read(path)?;
    Schema::from_slice(&bytes).with_context(|| format!("cannot use `{}`", path.display()))
}

/// Reads a file, saying which if that fails.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))
}
