//! A QEMU source tree.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::Source;
use super::error::{SourceError, show};
use super::rules::{Rules, Version};
use crate::quote::quoted;
use crate::suggest::did_you_mean;

/// QEMU's programs, each of which has a schema of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Program {
    /// The system emulator, `qemu-system-*`.
    #[default]
    System,
    /// `qemu-storage-daemon`.
    StorageDaemon,
    /// The guest agent, `qemu-ga`.
    GuestAgent,
}

impl Program {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::System, Self::StorageDaemon, Self::GuestAgent];

    /// The name by which [`Program::from_str`] knows it.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::StorageDaemon => "storage-daemon",
            Self::GuestAgent => "guest-agent",
        }
    }

    /// The root of its schema in a source tree.
    pub fn root(self) -> &'static str {
        match self {
            Self::System => "qapi/qapi-schema.json",
            Self::StorageDaemon => "storage-daemon/qapi/qapi-schema.json",
            Self::GuestAgent => "qga/qapi-schema.json",
        }
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Program {
    type Err = TreeError;

    fn from_str(name: &str) -> Result<Self, TreeError> {
        let found = Self::ALL.into_iter().find(|program| program.name() == name);
        found.ok_or_else(|| TreeError::UnknownProgram {
            name: name.to_owned(),
        })
    }
}

/// Why there is no tree.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TreeError {
    /// No program of QEMU has this name.
    #[error("{} is no program of QEMU: expected {}{}", quoted(.name), programs(),
        did_you_mean(.name, Program::ALL.map(Program::name)))]
    UnknownProgram {
        /// The name.
        name: String,
    },
    /// A file of the tree is not there.
    #[error("`{}` is no QEMU source tree: it has no {}{}", show(.tree), quoted(.file), part(.tree))]
    NotATree {
        /// The folder.
        tree: PathBuf,
        /// The file.
        file: &'static str,
    },
    /// The version cannot be read.
    #[error("cannot tell the version from `{}`", show(.path))]
    Version {
        /// The file that should tell it.
        path: PathBuf,
        /// Why it does not.
        source: io::Error,
    },
}

/// The file that a schema begins with.
const ROOT: &str = "qapi-schema.json";

/// What to do with a folder of a source tree.
fn part(folder: &Path) -> String {
    let root = folder.join(ROOT);
    match root.is_file() {
        true => format!("; did you mean the schema `{}`?", show(&root)),
        false => String::new(),
    }
}

fn programs() -> String {
    Program::ALL
        .map(|program| quoted(program.name()).to_string())
        .join(", ")
}

/// A root schema file, and what is known of the QEMU that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    root: PathBuf,
    version: Option<Version>,
    /// Whether it lies in a source tree.
    whole: bool,
}

/// The file of a source tree that tells the version.
const VERSION: &str = "VERSION";

impl Tree {
    /// Finds the root of a program's schema in a source tree.
    ///
    /// # Errors
    ///
    /// If the folder has none, or tells its version in a way that cannot be
    /// read.
    pub fn of(tree: &Path, program: Program) -> Result<Self, TreeError> {
        let root = tree.join(program.root());
        if !root.is_file() {
            return Err(TreeError::NotATree {
                tree: tree.to_owned(),
                file: program.root(),
            });
        }
        Ok(Self {
            root,
            version: version(tree)?,
            whole: true,
        })
    }

    /// Takes a root schema file. If it lies in a source tree, that tells the
    /// version.
    ///
    /// # Errors
    ///
    /// If the tree tells its version in a way that cannot be read.
    pub fn around(root: &Path) -> Result<Self, TreeError> {
        let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let is_tree = |folder: &&Path| {
            let has_root = |program: Program| folder.join(program.root()).is_file();
            Program::ALL.into_iter().any(has_root)
        };
        let tree = absolute.ancestors().skip(1).find(is_tree);
        Ok(Self {
            root: root.to_owned(),
            version: tree.map(version).transpose()?.flatten(),
            whole: tree.is_some(),
        })
    }

    /// The root schema file.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The version of QEMU that it belongs to, if that can be told.
    pub fn version(&self) -> Option<Version> {
        self.version
    }

    /// The same, held to the rules of a version whatever it says itself.
    #[must_use]
    pub fn with_version(self, version: Version) -> Self {
        Self {
            version: Some(version),
            ..self
        }
    }

    /// Reads it by the rules of its version. Where that cannot be told, a part
    /// of a source tree follows those of some version, and a file that lies
    /// elsewhere those of the newest.
    ///
    /// # Errors
    ///
    /// As [`Source::read`]; of several versions, what the newest refuses.
    pub fn read(&self) -> Result<Source, SourceError> {
        let rules = self.version.map_or(Rules::newest(), Rules::of);
        let any = self.version.is_none() && self.whole;
        Source::read(&self.root, rules).or_else(|error| {
            let older = any.then(|| self.read_as_older()).flatten();
            older.map(|(_, source)| source).ok_or(error)
        })
    }

    /// Reads it by the rules of the newest version that takes it.
    pub fn read_as_older(&self) -> Option<(Version, Source)> {
        let mut versions = Rules::CHANGES.iter();
        versions.find_map(|&version| {
            let read = Source::read(&self.root, Rules::of(version));
            Some((version, read.ok()?))
        })
    }
}

/// The version that a source tree says it has.
fn version(tree: &Path) -> Result<Option<Version>, TreeError> {
    let path = tree.join(VERSION);
    let error = |source| TreeError::Version {
        path: path.clone(),
        source,
    };
    match std::fs::read_to_string(&path) {
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(other) => Err(error(other)),
        Ok(text) => match text.parse() {
            Ok(version) => Ok(Some(version)),
            Err(wrong) => Err(error(io::Error::new(io::ErrorKind::InvalidData, wrong))),
        },
    }
}
