//! Where in a value decoding failed.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Display};

use serde::de::Error;

use crate::depth;
use crate::place::{self, Step};

/// The way to the value that is being decoded, told only when decoding fails.
pub(super) struct Trail {
    depth: Cell<u32>,
    /// How deep objects and lists may nest. `serde_json` has a limit too, but
    /// members that come before their union's tag are decoded by a parser of
    /// their own, which starts to count anew.
    limit: u32,
    /// From the inside out.
    steps: RefCell<Vec<Step>>,
}

impl Default for Trail {
    fn default() -> Self {
        Self {
            depth: Cell::new(0),
            limit: depth::limit(),
            steps: RefCell::default(),
        }
    }
}

impl Trail {
    /// One object or list further in.
    pub(super) fn descend<T, E: Error>(&self, into: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let depth = self.depth.get();
        if depth >= self.limit {
            let limit = self.limit;
            return Err(E::custom(format_args!("nested deeper than {limit} levels")));
        }
        self.depth.set(depth + 1);
        let result = into();
        self.depth.set(depth);
        result
    }

    /// Notes the member in which something failed.
    #[inline]
    pub(super) fn member<T, E>(&self, name: &str, result: Result<T, E>) -> Result<T, E> {
        if result.is_err() {
            self.note(|| Step::Member(name.into()));
        }
        result
    }

    /// Notes the element in which something failed.
    #[inline]
    pub(super) fn element<T, E>(&self, index: usize, result: Result<T, E>) -> Result<T, E> {
        if result.is_err() {
            self.note(|| Step::Element(index));
        }
        result
    }

    #[cold]
    fn note(&self, step: impl FnOnce() -> Step) {
        self.steps.borrow_mut().push(step());
    }

    /// The error with its place, unless somebody wants that apart.
    pub(super) fn explain<E: Error>(&self, error: E) -> E {
        let steps = || self.steps.borrow().iter().rev().cloned().collect();
        if self.steps.borrow().is_empty() || place::note(steps) {
            return error;
        }
        E::custom(format_args!("`{self}`: {error}"))
    }
}

impl Display for Trail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.steps.borrow().iter().rev().enumerate() {
            match step {
                Step::Member(name) if position == 0 => f.write_str(name)?,
                Step::Member(name) => write!(f, ".{name}")?,
                Step::Element(index) => write!(f, "[{index}]")?,
                // It lies in the same object.
                Step::Branch { .. } => {}
            }
        }
        Ok(())
    }
}
