//! QEMU's own schema source: `qapi/*.json`, `qga/*.json` and their like.
//!
//! A dump hides the names of types and the width of integers, and has no
//! documentation. QEMU's source has all of that. [`Source`] reads it as QEMU's
//! generator does (`scripts/qapi` there, described in
//! `docs/devel/qapi-code-gen.rst`), and refuses what that refuses, at the same
//! line. It also refuses what no [`Schema`] can have: a type without finite
//! values, for one.
//!
//! ```
//! # use std::io;
//! # use std::path::Path;
//! use qapi_schema::source::{Rules, Source};
//!
//! let text = "##\n# @stop:\n#\n# Stop the guest.\n##\n\
//!     { 'command': 'stop', 'if': 'CONFIG_GUEST' }";
//! let read = |_: &Path| Ok(text.as_bytes().to_vec());
//! let source = Source::read_with(Path::new("schema.json"), Rules::newest(), read)?;
//! assert!(source.schema().command("stop").is_some());
//! let stop = source.definition("stop").ok_or("it is defined")?;
//! assert_eq!(stop.condition().map(ToString::to_string).as_deref(), Some("CONFIG_GUEST"));
//! assert_eq!(stop.doc().map(|doc| doc.overview()), Some("Stop the guest."));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The stages are lexer, parser (expressions and comments), expr (each
//! definition by itself), check (definitions among each other), build (a
//! [`Schema`] with everything that some build could have).

mod build;
mod check;
mod condition;
mod definition;
mod doc;
mod error;
mod expr;
mod fault;
mod files;
mod lexer;
mod lookup;
mod name;
mod parser;
mod pragma;
mod reader;
mod rules;
mod tree;
mod value;

use std::collections::HashMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

pub use self::condition::Condition;
pub use self::definition::{
    Branch, CommandFlags, Definition, DefinitionKind, Feature, Member, Members, TypeName, Value,
};
pub use self::doc::{Doc, Section, SectionKind};
pub use self::error::{Place, SourceError};
pub use self::fault::Fault;
pub use self::files::{MAX_INCLUDES, MAX_SIZE};
pub use self::lookup::Described;
pub use self::parser::MAX_NESTING;
pub use self::rules::{Rules, Version, VersionError};
pub use self::tree::{Program, Tree, TreeError};
use crate::model::Schema;

/// A schema source that has been read and checked.
#[derive(Clone, Debug)]
pub struct Source {
    schema: Schema,
    definitions: Vec<Definition>,
    by_name: HashMap<Box<str>, usize>,
    free: Vec<Doc>,
    files: Vec<PathBuf>,
}

impl Source {
    /// Reads a root schema file and all that it includes.
    ///
    /// # Errors
    ///
    /// The first fault that is found, as QEMU's generator finds them: in the
    /// text of a file, then in the definitions one by one, then among them.
    pub fn read(root: &Path, rules: Rules) -> Result<Self, SourceError> {
        reader::read(root, rules, &mut |path, limit| {
            let mut bytes = Vec::new();
            let limit = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
            std::fs::File::open(path)?
                .take(limit)
                .read_to_end(&mut bytes)?;
            Ok(bytes)
        })
    }

    /// Reads a root schema file and all that it includes from wherever `read`
    /// has them. It is asked for paths as the files name them: an included one
    /// begins with the folder of the one that includes it.
    ///
    /// # Errors
    ///
    /// As [`Source::read`].
    pub fn read_with(
        root: &Path,
        rules: Rules,
        mut read: impl FnMut(&Path) -> io::Result<Vec<u8>>,
    ) -> Result<Self, SourceError> {
        reader::read(root, rules, &mut |path, _| read(path))
    }

    /// The schema: names, structure, features and the widths of integers, in
    /// the shape of what QEMU sends. No condition is left out: it has what any
    /// build could have, and is thus no build's own.
    ///
    /// It holds what commands and events reach, as a dump does. That a command
    /// sends no reply, which QEMU's own introspection leaves out, is in it.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }
    /// The same, of a source that is needed no more.
    pub fn into_schema(self) -> Schema {
        self.schema
    }
    /// All definitions, in the order of the files.
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }
    /// The comments that document no definition.
    pub fn free_docs(&self) -> &[Doc] {
        &self.free
    }
    /// The files, the root first.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }
    /// The file of a place.
    pub fn path(&self, place: Place) -> Option<&Path> {
        self.files.get(place.file()).map(PathBuf::as_path)
    }
}
