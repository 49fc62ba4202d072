//! One validation from input to violations.

use std::cell::Cell;
use std::mem;

use super::Validator;
use super::document::{Document, Rest, Text, Tree};
use super::input::{Input, Source};
use super::problem::Problem;
use super::report::{Report, Stop};
use super::rule::Rule;
use super::violation::Violations;
use super::walk::{Base, Frame, Memory, Stack, Walker};
use crate::MAX_NESTING;
use crate::coordinate::{Coordinate, Part, Step};
use crate::json::{Fault, Reason, Span, Tape, Token};
use crate::locate::Place;
use crate::model::{Schema, TypeId};

/// What the input is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Job<'j> {
    Message,
    Arguments(&'j str),
    Returns(&'j str),
    Data(&'j str),
    Value(&'j Coordinate),
}

impl Job<'_> {
    /// How deep in a message the input lies.
    fn depth(self) -> usize {
        match self {
            Self::Message => 0,
            Self::Arguments(_) | Self::Returns(_) | Self::Data(_) => 1,
            Self::Value(at) => {
                let steps = at.steps().iter();
                1 + steps
                    .filter(|step| !matches!(step, Step::Branch { .. }))
                    .count()
            }
        }
    }
}

/// Memory that a thread keeps from one validation to the next.
#[derive(Default)]
struct Scratch {
    tape: Tape,
    stack: Vec<Frame<Span, Token>>,
    /// Empty: it is kept for its memory.
    tree_stack: Vec<Frame<Rest<'static>, &'static str>>,
    memory: Memory,
}

/// A thread keeps no tape that is larger, in bytes.
const KEEP: usize = 4 << 20;

thread_local! {
    static SCRATCH: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
}

impl Validator<'_> {
    pub(super) fn run(&self, job: Job<'_>, input: Input<'_>) -> Result<(), Violations> {
        let kept = SCRATCH.try_with(Cell::take).ok().flatten();
        let mut scratch = kept.unwrap_or_default();
        let result = self.run_in(&mut scratch, job, &input);
        if scratch.tape.footprint() <= KEEP {
            // Without the thread's memory the next validation makes its own.
            let _ = SCRATCH.try_with(|kept| kept.set(Some(scratch)));
        }
        result
    }

    fn run_in(
        &self,
        scratch: &mut Scratch,
        job: Job<'_>,
        input: &Input<'_>,
    ) -> Result<(), Violations> {
        let mut report = Report::new(self.first_only);
        let Scratch {
            tape,
            stack,
            tree_stack,
            memory,
        } = scratch;
        let depth = MAX_NESTING.saturating_sub(job.depth());
        let scanned = match &input.0 {
            Source::Bytes(bytes) => tape.scan_bytes(bytes, depth),
            Source::Owned(bytes) => tape.scan_bytes(bytes, depth),
            Source::Text(text) => tape.scan(text, depth).map(|()| *text),
            Source::Value(value) => {
                let doc = Tree(value);
                let mut stack = recycled(mem::take(tree_stack));
                // Enough has been found, or everything.
                let _: Result<(), Stop> =
                    self.check(&doc, job, depth, &mut stack, memory, &mut report);
                *tree_stack = recycled(stack);
                return report.finish();
            }
        };
        let _: Result<(), Stop> = match scanned {
            Ok(text) => {
                let doc = Text { text, tape };
                self.check(&doc, job, depth, stack, memory, &mut report)
            }
            Err(fault) => report.add(None, no_json(input.text(), fault)),
        };
        report.finish()
    }

    fn check<D: Document>(
        &self,
        doc: &D,
        job: Job<'_>,
        depth: usize,
        stack: &mut Stack<D>,
        memory: &mut Memory,
        report: &mut Report,
    ) -> Result<(), Stop> {
        let mut walker = Walker {
            schema: self.schema,
            doc,
            base: None,
            deny: self.deny,
            depth,
            stack,
            memory,
            undecided: Vec::new(),
            report,
        };
        walker.start();
        let Some(root) = doc.root() else {
            return Ok(());
        };
        match job {
            Job::Message => walker.message(root),
            Job::Arguments(name) => {
                let Some(command) = self.schema.command(name) else {
                    return walker.unknown_name(false, name);
                };
                walker.command_name(command)?;
                walker.arguments(command, root)
            }
            Job::Returns(name) => {
                let Some(command) = self.schema.command(name) else {
                    return walker.unknown_name(false, name);
                };
                walker.command_name(command)?;
                walker.base = Some(Base::new(command.name(), Part::Returns));
                walker.value(command.returns(), root)
            }
            Job::Data(name) => {
                let Some(event) = self.schema.event(name) else {
                    return walker.unknown_name(true, name);
                };
                walker.event_name(event)?;
                walker.base = Some(Base::new(event.name(), Part::Data));
                walker.value(event.data(), root)
            }
            Job::Value(at) => match type_at(self.schema, at) {
                Ok((part, id)) => {
                    walker.base = Some(Base {
                        name: at.name(),
                        part,
                        steps: at.steps(),
                    });
                    walker.value(id, root)
                }
                Err(problem) => walker.report.add(Some(at.clone()), problem),
            },
        }
    }
}

/// The memory of a list for a list that borrows from elsewhere: collecting what
/// takes up the same room happens in place.
fn recycled<A, B>(mut list: Vec<A>) -> Vec<B> {
    list.clear();
    list.into_iter().filter_map(|_| None).collect()
}

/// The type that a coordinate names.
fn type_at(schema: &Schema, at: &Coordinate) -> Result<(Part, TypeId), Problem> {
    let message = match (schema.locate(at), at.part()) {
        (Ok(Place::Type(id)), Some(part)) => return Ok((part, id)),
        (Ok(Place::Member(member)), Some(part)) => return Ok((part, member.ty())),
        (Ok(_), _) => format!("`{at}` names no type"),
        (Err(error), _) => error.to_string(),
    };
    let known = schema.command(at.name()).is_some() || schema.event(at.name()).is_some();
    let rule = match at.part() {
        _ if known => Rule::UnknownMember,
        Some(Part::Data) => Rule::UnknownEvent,
        _ => Rule::UnknownCommand,
    };
    Err(Problem::Nowhere {
        message: message.into(),
        rule,
    })
}

fn no_json(bytes: &[u8], fault: Fault) -> Problem {
    if fault.reason() == Reason::Depth {
        return Problem::Depth;
    }
    let before = bytes.get(..fault.at()).unwrap_or(bytes);
    let lines = before.iter().filter(|byte| **byte == b'\n').count();
    let line_start = before.iter().rposition(|byte| *byte == b'\n');
    Problem::Json {
        reason: fault.reason().as_str(),
        offset: fault.at(),
        line: lines + 1,
        column: fault.at() - line_start.map_or(0, |at| at + 1) + 1,
    }
}
