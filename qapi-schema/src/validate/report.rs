//! Collecting what is wrong.

use super::document::{Document, Number};
use super::problem::{Expected, Found, MAX_VALUES, Problem};
use super::violation::{Violation, Violations};
use crate::coordinate::Coordinate;
use crate::model::{Alternate, Builtin, Enum, EnumValue, JsonKind, Schema, Type, TypeKind};
use crate::quote::cut;
use crate::suggest::nearest;

/// At most this many violations are collected from one input.
pub const MAX_VIOLATIONS: usize = 256;

/// Names and values of the input are cut to this many characters.
const MAX_NAME: usize = 128;

/// Enough has been found.
#[derive(Debug)]
pub(super) struct Stop;

/// What has been found so far.
#[derive(Debug)]
pub(super) struct Report {
    violations: Vec<Violation>,
    limit: usize,
}

impl Report {
    pub(super) fn new(first_only: bool) -> Self {
        Self {
            violations: Vec::new(),
            limit: if first_only { 1 } else { MAX_VIOLATIONS },
        }
    }

    pub(super) fn finish(self) -> Result<(), Violations> {
        if self.violations.is_empty() {
            return Ok(());
        }
        Violations::new(self.violations).map_or(Ok(()), Err)
    }

    /// Notes a problem of the whole input, besides which no other counts.
    #[cold]
    pub(super) fn only(&mut self, problem: Problem) -> Stop {
        self.violations.clear();
        self.violations.push(Violation { at: None, problem });
        Stop
    }

    /// Notes a problem; says when to stop.
    pub(super) fn add(&mut self, at: Option<Coordinate>, problem: Problem) -> Result<(), Stop> {
        self.violations.push(Violation { at, problem });
        if self.violations.len() >= self.limit {
            return Err(Stop);
        }
        Ok(())
    }
}

/// A name or value of the input, fit to be kept: not longer than people read.
pub(super) fn shorten(name: &str) -> Box<str> {
    cut(name, MAX_NAME).into()
}

pub(super) fn found<D: Document>(doc: &D, node: D::Node) -> Found {
    match doc.kind(node) {
        JsonKind::Number if doc.number(node) == Number::Float => Found::Float,
        kind => Found::Kind(kind),
    }
}

/// What a type asks for.
pub(super) fn expected(schema: &Schema, ty: &Type) -> Expected {
    match ty.kind() {
        TypeKind::Builtin(Builtin::Int(width)) => Expected::Integer(*width),
        TypeKind::Builtin(Builtin::Number) => Expected::Kind(JsonKind::Number),
        TypeKind::Builtin(Builtin::Str) => Expected::Kind(JsonKind::String),
        TypeKind::Builtin(Builtin::Bool) => Expected::Kind(JsonKind::Bool),
        TypeKind::Builtin(Builtin::Null) => Expected::Kind(JsonKind::Null),
        TypeKind::Builtin(Builtin::Any) => Expected::Any,
        TypeKind::Enum(_) => Expected::Enum,
        TypeKind::Array(_) => Expected::Kind(JsonKind::Array),
        TypeKind::Object(_) => Expected::Kind(JsonKind::Object),
        TypeKind::Alternate(alternate) => Expected::Alternate {
            name: ty.name().map(Into::into),
            branches: branches(schema, alternate),
        },
    }
}

fn branches(schema: &Schema, alternate: &Alternate) -> Box<[Expected]> {
    let types = alternate.branches().iter().map(|&id| &schema[id]);
    // The check keeps alternates out of alternates.
    types
        .filter(|ty| !matches!(ty.kind(), TypeKind::Alternate(_)))
        .map(|ty| expected(schema, ty))
        .collect()
}

/// A member that an object lacks, and the nearest of those that it could have.
pub(super) fn unknown_member<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Problem {
    Problem::UnknownMember {
        name: shorten(name),
        suggestion: nearest(name, known).map(Into::into),
    }
}

/// A value that an enum lacks.
pub(super) fn unknown_value(e: &Enum, value: &str) -> Problem {
    let values = e.values();
    let listed = if values.len() <= MAX_VALUES {
        values
    } else {
        &[]
    };
    Problem::EnumValue {
        value: shorten(value),
        suggestion: nearest(value, values.iter().map(EnumValue::name)).map(Into::into),
        values: listed.iter().map(|known| known.name().into()).collect(),
    }
}
