//! All stages in a row.

use std::fmt;
use std::time::{Duration, Instant};

use qapi_schema::LoadError;
use qapi_schema::quote::quoted;

use crate::emit::emit;
use crate::merge::{Source, merge};
use crate::model::Model;
use crate::name::{Explanation, explain, name};
use crate::plan::{Plan, plan};
use crate::prose::Prose;
use crate::reference;
use crate::select::{Selection, UnknownNames};

/// Turns schemas into Rust.
///
/// ```
/// use qapi_codegen::{Generator, Source};
///
/// # let dump = br#"[
/// #     {"name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": "0"},
/// #     {"name": "0", "meta-type": "object", "members": []}
/// # ]"#;
/// let schema = qapi_schema::Schema::from_slice(dump)?;
/// let schemas = [Source::new("qemu-10.0-x86_64", schema)];
/// let rust = Generator::new().select(["stop"]).generate(&schemas)?;
/// assert!(rust.text.contains("pub struct Stop"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Generator {
    /// None: those that are bundled.
    references: Option<Vec<Source>>,
    select: Vec<String>,
    registry: bool,
    schemars: bool,
    deprecated: bool,
    prose: Prose,
}

/// What a [`Generator`] has made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// One module's worth of Rust.
    pub text: String,
    /// How long each stage took.
    pub timings: Timings,
}

/// Why there are no bindings of some schemas.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GenerateError {
    /// A name was selected that no schema has.
    #[error(transparent)]
    Select(#[from] UnknownNames),
    /// A schema was given for its names that hides them. Without names the
    /// places in a recursive type would never end.
    #[error("cannot take names from {}: its types have none; `qapi names` makes a reference", quoted(.0))]
    Masked(String),
    /// A bundled reference cannot be loaded.
    #[error("cannot use a bundled reference")]
    Reference(#[source] LoadError),
}

/// How long each stage took.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Timings {
    /// Reading and checking dumps and references, but not those that were
    /// loaded before.
    pub load: Duration,
    /// Making one model of the schemas.
    pub merge: Duration,
    /// Allotting Rust names.
    pub name: Duration,
    /// Deciding what to emit.
    pub plan: Duration,
    /// Spelling it out.
    pub emit: Duration,
    /// Writing the file; zero where there is none.
    pub write: Duration,
}

impl Timings {
    /// All stages together.
    pub fn total(&self) -> Duration {
        self.stages().iter().map(|(_, time)| *time).sum()
    }

    fn stages(&self) -> [(&'static str, Duration); 6] {
        [
            ("load", self.load),
            ("merge", self.merge),
            ("name", self.name),
            ("plan", self.plan),
            ("emit", self.emit),
            ("write", self.write),
        ]
    }
}

impl fmt::Display for Timings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (stage, time) in self.stages() {
            write!(f, "{stage} {:.1} ms, ", time.as_secs_f64() * 1e3)?;
        }
        write!(f, "total {:.1} ms", self.total().as_secs_f64() * 1e3)
    }
}

impl Default for Generator {
    fn default() -> Self {
        Self::new()
    }
}

impl Generator {
    /// One that generates everything the schemas have.
    pub fn new() -> Self {
        Self {
            references: None,
            select: Vec::new(),
            registry: false,
            schemars: false,
            deprecated: true,
            prose: Prose::default(),
        }
    }

    /// Takes names of types and widths of integers from these unmasked schemas,
    /// the newest first, in place of those that are [bundled](reference::bundled).
    pub fn references(mut self, references: impl IntoIterator<Item = Source>) -> Self {
        self.references = Some(references.into_iter().collect());
        self
    }

    /// Only these commands and events, by their names on the wire, and what
    /// they reach. Calls add up; without any, everything is generated. Names
    /// in Rust do not depend on it.
    pub fn select(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.select.extend(names.into_iter().map(Into::into));
        self
    }

    /// Whether to add the constant `REGISTRY`, which leads from the names of
    /// commands and events to their types. Off by default: whoever names it
    /// makes the compiler instantiate everything.
    pub fn registry(mut self, on: bool) -> Self {
        self.registry = on;
        self
    }

    /// Whether commands, events and types implement `schemars::JsonSchema`. Off
    /// by default. It needs the feature `schemars` of `qapi-types`.
    pub fn schemars(mut self, on: bool) -> Self {
        self.schemars = on;
        self
    }

    /// Whether what is deprecated gets `#[deprecated]`. On by default; the
    /// docs and the metadata tell in any case.
    pub fn deprecated(mut self, on: bool) -> Self {
        self.deprecated = on;
        self
    }

    /// Says of each item what QEMU's source says of it. There is no such
    /// documentation in this crate.
    pub fn prose(mut self, prose: Prose) -> Self {
        self.prose = prose;
        self
    }

    /// Generates bindings of all the schemas together, in whatever order.
    ///
    /// # Errors
    ///
    /// See [`GenerateError`].
    pub fn generate(&self, schemas: &[Source]) -> Result<Generated, GenerateError> {
        let mut timings = Timings::default();
        let plan = self.plan(schemas, &mut timings)?;
        let text = timed(&mut timings.emit, || {
            emit(&plan, self.registry, self.schemars)
        });
        Ok(Generated { text, timings })
    }

    /// All stages but the last: what would be generated.
    ///
    /// # Errors
    ///
    /// See [`GenerateError`].
    pub fn plan(&self, schemas: &[Source], timings: &mut Timings) -> Result<Plan, GenerateError> {
        let model = self.model(schemas, timings)?;
        let names = timed(&mut timings.name, || name(&model));
        timed(&mut timings.plan, || {
            let selection = self.selection(&model)?;
            let mut plan = plan(&model, &names, &selection, &self.prose);
            if !self.deprecated {
                plan.leave_out_deprecated();
            }
            Ok(plan)
        })
    }
}

impl Generator {
    fn selection(&self, model: &Model) -> Result<Selection, UnknownNames> {
        match self.select.as_slice() {
            [] => Ok(Selection::all(model)),
            names => Selection::of(model, names),
        }
    }

    /// How each type that is selected gets its name.
    ///
    /// # Errors
    ///
    /// See [`GenerateError`].
    pub fn explain_names(&self, schemas: &[Source]) -> Result<Vec<Explanation>, GenerateError> {
        let model = self.model(schemas, &mut Timings::default())?;
        let selection = self.selection(&model)?;
        Ok(explain(&model, &name(&model), &selection))
    }

    /// The first stage: one model of the schemas.
    ///
    /// # Errors
    ///
    /// See [`GenerateError`].
    pub fn model(&self, schemas: &[Source], timings: &mut Timings) -> Result<Model, GenerateError> {
        let bundled = match &self.references {
            Some(_) => Vec::new(),
            None => timed(&mut timings.load, || reference::bundled(schemas))
                .map_err(GenerateError::Reference)?,
        };
        let references = self.references.as_deref().unwrap_or(&bundled);
        if let Some(masked) = references.iter().find(|one| !one.schema.is_unmasked()) {
            return Err(GenerateError::Masked(masked.label.clone()));
        }
        Ok(timed(&mut timings.merge, || merge(schemas, references)))
    }
}

pub(crate) fn timed<T>(time: &mut Duration, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    *time += start.elapsed();
    result
}
