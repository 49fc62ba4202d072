//! Generation from a build script.

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use qapi_schema::{LoadError, Schema, with_causes};

use crate::generate::{Generator, Timings, timed};
use crate::select::UnknownNames;
use crate::write::write_if_changed;

/// Generates bindings from `build.rs`.
///
/// ```no_run
/// // in `main` of build.rs
/// qapi_codegen::Builder::new("schemas/qemu.json").select(["query-status", "quit"]).build();
/// ```
///
/// The crate includes the result with `qapi_types::include_bindings!();`.
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    schema: PathBuf,
    out: Option<PathBuf>,
    timings: bool,
    generator: Generator,
}

/// Why bindings could not be generated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The dump cannot be read.
    #[error("cannot read the schema `{}`", path.display())]
    Read {
        /// The dump.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The dump is no schema.
    #[error("cannot use the schema `{}`", path.display())]
    Schema {
        /// The dump.
        path: PathBuf,
        /// Why.
        source: LoadError,
    },
    /// A name was selected that the schema does not have.
    #[error(transparent)]
    Select(#[from] UnknownNames),
    /// There is no place for the result: not run by cargo.
    #[error("`OUT_DIR` is not set: this is for build scripts")]
    NoOutDir,
    /// The result cannot be written.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Builder {
    /// A builder for a schema: the answer to `query-qmp-schema`, as a bare array or the
    /// whole reply. A relative path starts at the directory of `Cargo.toml`.
    pub fn new(schema: impl Into<PathBuf>) -> Self {
        Self {
            schema: schema.into(),
            out: None,
            timings: false,
            generator: Generator::new(),
        }
    }

    /// Only these commands and events; see [`Generator::select`].
    pub fn select(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.generator = self.generator.select(names);
        self
    }

    /// Whether to add `REGISTRY`; see [`Generator::registry`].
    pub fn registry(mut self, on: bool) -> Self {
        self.generator = self.generator.registry(on);
        self
    }

    /// Whether to mark items as deprecated; see [`Generator::deprecated`].
    pub fn deprecated(mut self, on: bool) -> Self {
        self.generator = self.generator.deprecated(on);
        self
    }

    /// Where to write, instead of `$OUT_DIR/qapi.rs`.
    pub fn out(mut self, path: impl Into<PathBuf>) -> Self {
        self.out = Some(path.into());
        self
    }

    /// Whether to print, as a warning of the build, how long each stage took.
    pub fn timings(mut self, on: bool) -> Self {
        self.timings = on;
        self
    }

    /// Generates, and tells cargo when to do so again. If that fails, ends the
    /// build script with a message that cargo shows.
    #[expect(
        clippy::print_stdout,
        reason = "this is how build scripts talk to cargo"
    )]
    pub fn build(self) {
        println!("cargo::rerun-if-changed={}", self.schema.display());
        match self.generate() {
            Ok(timings) if self.timings => println!("cargo::warning=bindings: {timings}"),
            Ok(_) => {}
            Err(error) => {
                for line in with_causes(&error).lines() {
                    println!("cargo::error={line}");
                }
                std::process::exit(1);
            }
        }
    }

    /// Generates, and leaves the talking to the caller.
    ///
    /// # Errors
    ///
    /// See [`enum@Error`].
    pub fn generate(&self) -> Result<Timings, Error> {
        let mut load = Default::default();
        let schema = timed(&mut load, || read(&self.schema))?;
        let out = match (&self.out, env::var_os("OUT_DIR")) {
            (Some(out), _) => out.clone(),
            (None, Some(directory)) => Path::new(&directory).join("qapi.rs"),
            (None, None) => return Err(Error::NoOutDir),
        };
        let made = self.generator.generate(&schema)?;
        let mut timings = Timings {
            load,
            ..made.timings
        };
        timed(&mut timings.write, || write_if_changed(&out, &made.text))
            .map_err(|source| Error::Write { path: out, source })?;
        Ok(timings)
    }
}

fn read(path: &Path) -> Result<Schema, Error> {
    let dump = std::fs::read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    Schema::from_slice(&dump).map_err(|source| Error::Schema {
        path: path.to_owned(),
        source,
    })
}
