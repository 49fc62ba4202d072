//! Generation from a build script.

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use qapi_schema::{LoadError, Schema, with_causes};

use crate::generate::{GenerateError, Generator, Timings, timed};
use crate::merge::Source;
use crate::prose::{Prose, ProseError};
use crate::write::write_if_changed;

/// Generates bindings from `build.rs`.
///
/// ```no_run
/// // in `main` of build.rs
/// qapi_codegen::Builder::new("schemas/qemu.json").select(["query-status", "quit"]).build();
/// ```
///
/// Several schemas make one set of bindings, whatever their order. Each goes by
/// the name of its file without the ending, such as `qemu-10.0-x86_64`; the
/// version in it tells which is the newer one.
///
/// ```no_run
/// qapi_codegen::Builder::new("schemas/qemu-7.2-x86_64.json")
///     .schema("schemas/qemu-10.0-x86_64.json")
///     .build();
/// ```
///
/// The crate includes the result with `qapi_types::include_bindings!();`.
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    /// Labels, where the file's name is not to serve, and files.
    schemas: Vec<(Option<String>, PathBuf)>,
    /// None: the bundled ones.
    references: Option<Vec<PathBuf>>,
    /// QEMU source trees, or root schema files.
    sources: Vec<PathBuf>,
    out: Option<PathBuf>,
    timings: bool,
    generator: Generator,
}

/// Why bindings could not be generated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No schema was given.
    #[error("there is no schema to make bindings of")]
    NoSchema,
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
    /// QEMU's source cannot be read.
    #[error(transparent)]
    Prose(#[from] ProseError),
    /// See [`GenerateError`].
    #[error(transparent)]
    Generate(#[from] GenerateError),
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
        Self::of([schema])
    }

    /// A builder for several schemas at once.
    pub fn of(schemas: impl IntoIterator<Item = impl Into<PathBuf>>) -> Self {
        let schemas = schemas.into_iter().map(|path| (None, path.into()));
        Self {
            schemas: schemas.collect(),
            references: None,
            sources: Vec::new(),
            out: None,
            timings: false,
            generator: Generator::new(),
        }
    }

    /// One more schema.
    pub fn schema(mut self, schema: impl Into<PathBuf>) -> Self {
        self.schemas.push((None, schema.into()));
        self
    }

    /// One more schema, which does not go by the name of its file.
    pub fn schema_as(mut self, label: impl Into<String>, schema: impl Into<PathBuf>) -> Self {
        self.schemas.push((Some(label.into()), schema.into()));
        self
    }

    /// One more reference: an unmasked schema that tells names of types and
    /// widths of integers. The newest comes first. Without any, those that are
    /// [bundled](crate::reference::bundled) serve.
    pub fn reference(mut self, reference: impl Into<PathBuf>) -> Self {
        let references = self.references.get_or_insert_default();
        references.push(reference.into());
        self
    }

    /// Documents each item by what QEMU's source says of it: the tree of a QEMU,
    /// or the root file of a schema. Of several the newest that has the item
    /// counts.
    pub fn qemu_source(mut self, tree: impl Into<PathBuf>) -> Self {
        self.sources.push(tree.into());
        self
    }

    /// Only these commands and events; see [`Generator::select`].
    pub fn select(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.generator = self.generator.select(names);
        self
    }

    /// Whether to add JSON Schema; see [`Generator::schemars`].
    pub fn schemars(mut self, on: bool) -> Self {
        self.generator = self.generator.schemars(on);
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
        let watch = |path: &Path| println!("cargo::rerun-if-changed={}", path.display());
        self.files().for_each(|path| watch(path));
        let mut prose = Prose::default();
        let made = self.make(&mut prose);
        // The trees have more files than a build wants to look at.
        prose.files().for_each(watch);
        match made {
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

    fn files(&self) -> impl Iterator<Item = &PathBuf> {
        let schemas = self.schemas.iter().map(|(_, path)| path);
        schemas.chain(self.references.iter().flatten())
    }

    /// Generates, and leaves the talking to the caller.
    ///
    /// # Errors
    ///
    /// See [`enum@Error`].
    pub fn generate(&self) -> Result<Timings, Error> {
        self.make(&mut Prose::default())
    }

    /// Generates, and hands out the documentation that was read for it.
    fn make(&self, prose: &mut Prose) -> Result<Timings, Error> {
        if self.schemas.is_empty() {
            return Err(Error::NoSchema);
        }
        let mut load = Default::default();
        let schemas = timed(&mut load, || {
            let schemas = self.schemas.iter();
            let schemas = schemas.map(|(label, path)| read(label.clone(), path));
            schemas.collect::<Result<Vec<Source>, Error>>()
        })?;
        let mut generator = self.generator.clone();
        if let Some(references) = &self.references {
            let references = timed(&mut load, || {
                let references = references.iter().map(|path| read(None, path));
                references.collect::<Result<Vec<Source>, Error>>()
            })?;
            generator = generator.references(references);
        }
        if !self.sources.is_empty() {
            let documented = schemas.iter().map(|source| &source.schema);
            *prose = timed(&mut load, || Prose::read(&self.sources, documented))?;
            generator = generator.prose(prose.clone());
        }
        let out = match (&self.out, env::var_os("OUT_DIR")) {
            (Some(out), _) => out.clone(),
            (None, Some(directory)) => Path::new(&directory).join("qapi.rs"),
            (None, None) => return Err(Error::NoOutDir),
        };
        let made = generator.generate(&schemas)?;
        let mut timings = made.timings;
        timings.load += load;
        timed(&mut timings.write, || write_if_changed(&out, &made.text))
            .map_err(|source| Error::Write { path: out, source })?;
        Ok(timings)
    }
}

fn read(label: Option<String>, path: &Path) -> Result<Source, Error> {
    let dump = std::fs::read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    let schema = Schema::from_slice(&dump).map_err(|source| Error::Schema {
        path: path.to_owned(),
        source,
    })?;
    Ok(match label {
        Some(label) => Source::new(label, schema),
        None => Source::of_file(path, schema),
    })
}
