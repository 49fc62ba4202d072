//! Values of a type, built on a stack of their own: what a schema nests, the
//! program does not.

use serde_json::{Map, Value};

use super::Samples;
use super::random::Draw;
use super::reach::Turn;
use super::scalar::Source;
use crate::model::{Alternate, Case, Member, Object, TypeId, TypeKind, Variants};

/// The tokens that optional parts may add to a full value.
const FULL_BUDGET: usize = 1 << 13;
/// How many elements a list of a full value has.
const FULL_LEN: usize = 2;

/// What is taken where the schema leaves a choice.
pub(super) enum Style<'r> {
    /// Nothing that could be left out, and the least of the branches.
    Least,
    /// Everything, entering no type that it is in already.
    Full,
    /// Whatever comes.
    Random(Box<Draw<'r>>),
}

/// The turns that are still to be taken; none off the route.
type Route<'r> = Option<&'r [Turn]>;

/// Builds one value.
pub(super) struct Build<'s, 'r> {
    samples: &'r Samples<'s>,
    style: Style<'r>,
    /// Whether the object at the end of the route has all its members.
    spread: bool,
    /// What optional parts may still add, in tokens.
    budget: usize,
    /// Makes the values of a full sample differ.
    count: usize,
    /// How often each object type is being built.
    entered: Vec<u32>,
    stack: Vec<Frame<'s, 'r>>,
}

enum Frame<'s, 'r> {
    Object {
        done: Map<String, Value>,
        /// The members to come, the next one last.
        todo: Vec<Child<'s, 'r>>,
        /// The types that make up the object.
        layers: Vec<TypeId>,
        /// The member at hand.
        name: &'s str,
    },
    List {
        done: Vec<Value>,
        element: Child<'s, 'r>,
        left: usize,
    },
}

#[derive(Clone, Copy)]
struct Child<'s, 'r> {
    name: &'s str,
    ty: TypeId,
    route: Route<'r>,
    /// Whether only the least will do here, whatever the style.
    lean: bool,
}

impl<'s, 'r> Build<'s, 'r> {
    pub(super) fn new(samples: &'r Samples<'s>, style: Style<'r>) -> Self {
        Self {
            budget: match &style {
                Style::Least => 0,
                Style::Full => FULL_BUDGET,
                Style::Random(draw) => draw.taste.tokens,
            },
            style,
            samples,
            spread: false,
            count: 0,
            entered: vec![0; samples.schema.types.len()],
            stack: Vec::new(),
        }
    }

    /// With all members in the object at the end of the route.
    pub(super) fn spread(mut self) -> Self {
        self.spread = true;
        self
    }

    /// A value of the type that takes these turns on its way.
    pub(super) fn value(mut self, ty: TypeId, route: &'r [Turn]) -> Value {
        let mut value = self.enter(Child {
            name: "text",
            ty,
            route: Some(route),
            lean: false,
        });
        loop {
            let Some(frame) = self.stack.last_mut() else {
                return value.unwrap_or(Value::Null);
            };
            if let Some(value) = value {
                frame.put(value);
            }
            value = match frame.next() {
                Some(child) => self.enter(child),
                None => self.leave(),
            };
        }
    }

    /// Starts a value; none if it is on the stack now.
    fn enter(&mut self, mut child: Child<'s, 'r>) -> Option<Value> {
        let schema = self.samples.schema;
        loop {
            match schema[child.ty].kind() {
                TypeKind::Builtin(builtin) => {
                    return Some(self.source(&child).builtin(*builtin));
                }
                TypeKind::Enum(e) => {
                    let chosen = match child.route {
                        Some([Turn::Value(value), ..]) => e.values().get(*value),
                        _ => None,
                    };
                    return Some(match chosen {
                        Some(value) => value.name().into(),
                        None => self.source(&child).value(e),
                    });
                }
                TypeKind::Alternate(alternate) => self.alternative(alternate, &mut child),
                TypeKind::Array(element) => {
                    self.list(*element, child);
                    return None;
                }
                TypeKind::Object(object) => {
                    self.object(object, child);
                    return None;
                }
            }
        }
    }

    fn leave(&mut self) -> Option<Value> {
        self.stack.pop().map(|frame| match frame {
            Frame::Object { done, layers, .. } => {
                for layer in layers {
                    if let Some(count) = self.entered.get_mut(layer.index()) {
                        *count -= 1;
                    }
                }
                Value::Object(done)
            }
            Frame::List { done, .. } => Value::Array(done),
        })
    }

    fn source<'b>(&'b mut self, child: &Child<'b, '_>) -> Source<'b, 'r> {
        match &mut self.style {
            Style::Full => Source::Running(&mut self.count),
            Style::Random(draw) => Source::Random {
                name: child.name,
                draw,
            },
            Style::Least => Source::Least { name: child.name },
        }
    }

    fn list(&mut self, element: TypeId, child: Child<'s, 'r>) {
        let (len, route) = match child.route {
            Some([Turn::Element, rest @ ..]) => (1, Some(rest)),
            _ => (self.len(element, &child), None),
        };
        self.stack.push(Frame::List {
            done: Vec::with_capacity(len),
            element: Child {
                ty: element,
                route,
                ..child
            },
            left: len,
        });
    }

    fn len(&mut self, element: TypeId, child: &Child<'s, 'r>) -> usize {
        if self.lean(child.lean) || self.is_entered(element) {
            return 0;
        }
        let wanted = match &mut self.style {
            Style::Least => 0,
            Style::Full => FULL_LEN,
            Style::Random(draw) => draw.rng.usize(..4),
        };
        let Some(extent) = self.samples.least(element) else {
            return 0;
        };
        let cost = extent.tokens.saturating_add(1).saturating_mul(wanted);
        if self.spend(cost) { wanted } else { 0 }
    }

    /// Settles which of its types an alternate is.
    fn alternative(&mut self, alternate: &Alternate, child: &mut Child<'s, 'r>) {
        let branches = alternate.branches();
        let taken = match child.route {
            Some([Turn::Alternative(at), rest @ ..]) => {
                child.route = Some(rest);
                Some(*at)
            }
            _ => {
                child.route = None;
                self.choose(branches, child.lean)
            }
        };
        if let Some(branch) = taken.and_then(|at| branches.get(at)) {
            child.ty = *branch;
        }
    }

    /// The position of one of several types, by the style; the least of them
    /// if no other will do. There is always one in a checked schema.
    fn choose(&mut self, types: &[TypeId], lean: bool) -> Option<usize> {
        let samples = self.samples;
        let least = samples.least_of(types)?;
        if self.lean(lean) {
            return Some(least);
        }
        let extent = |at: usize| types.get(at).and_then(|ty| samples.least(*ty));
        let fits = |ty: &TypeId| !self.is_entered(*ty) && samples.least(*ty).is_some();
        let fitting = (0..types.len()).filter(|at| types.get(*at).is_some_and(fits));
        let fitting: Vec<usize> = fitting.collect();
        let wanted = match &mut self.style {
            Style::Least => None,
            Style::Random(draw) => draw.rng.choice(fitting),
            // Of the richest the first.
            Style::Full => fitting
                .into_iter()
                .rev()
                .max_by_key(|at| types.get(*at).map(|ty| samples.richness(*ty))),
        };
        let tokens = |at| extent(at).map_or(0, |extent| extent.tokens);
        match wanted {
            Some(at) if self.spend(tokens(at).saturating_sub(tokens(least))) => Some(at),
            _ => Some(least),
        }
    }

    fn object(&mut self, object: &'s Object, child: Child<'s, 'r>) {
        let schema = self.samples.schema;
        let mut done = Map::new();
        let mut todo = Vec::new();
        let mut layers = Vec::new();
        let mut layer = Some((child.ty, object));
        let mut route = child.route;
        // What is entered a second time is needed there and must end.
        let lean = child.lean || self.is_entered(child.ty);
        while let Some((ty, object)) = layer {
            layers.push(ty);
            if let Some(count) = self.entered.get_mut(ty.index()) {
                *count += 1;
            }
            let case = object.variants().and_then(|variants| {
                let (case, rest) = self.case(variants, route, lean)?;
                Some((variants.tag(), case, rest))
            });
            for (at, member) in object.members().iter().enumerate() {
                if let Some((tag, case, _)) = case
                    && tag == at
                {
                    done.insert(member.name().to_owned(), case.value().into());
                    continue;
                }
                let turn = match route {
                    Some([Turn::Member(turn), rest @ ..]) if *turn == at => Some(rest),
                    _ => None,
                };
                if turn.is_some() || self.includes(member, route, lean) {
                    todo.push(Child {
                        name: member.name(),
                        ty: member.ty(),
                        route: turn,
                        lean,
                    });
                }
            }
            layer = case.and_then(|(_, case, rest)| {
                route = rest;
                Some((case.ty(), schema[case.ty()].as_object()?))
            });
        }
        todo.reverse();
        self.stack.push(Frame::Object {
            done,
            todo,
            layers,
            name: child.name,
        });
    }

    /// The branch of a union, and the route from there.
    fn case(
        &mut self,
        variants: &'s Variants,
        route: Route<'r>,
        lean: bool,
    ) -> Option<(&'s Case, Route<'r>)> {
        let cases = variants.cases();
        if let Some([Turn::Case(at), rest @ ..]) = route {
            return Some((cases.get(*at)?, Some(rest)));
        }
        let types: Vec<TypeId> = cases.iter().map(Case::ty).collect();
        let case = self.choose(&types, lean).and_then(|at| cases.get(at));
        // At the end of the route the branch is part of the object that is spread.
        let route = route.filter(|route| route.is_empty());
        Some((case?, route))
    }

    fn includes(&mut self, member: &Member, route: Route<'_>, lean: bool) -> bool {
        if !member.optional() {
            return true;
        }
        let Some(extent) = self.samples.least(member.ty()) else {
            return false;
        };
        if self.spread && route.is_some_and(<[Turn]>::is_empty) {
            return true;
        }
        if self.lean(lean) || self.is_entered(member.ty()) {
            return false;
        }
        let wanted = match &mut self.style {
            Style::Least => false,
            Style::Full => true,
            Style::Random(draw) => draw.wants(),
        };
        wanted && self.spend(extent.as_member())
    }

    fn lean(&self, lean: bool) -> bool {
        lean || match &self.style {
            Style::Least => true,
            Style::Full => false,
            Style::Random(draw) => self.stack.len() >= draw.taste.depth,
        }
    }

    fn is_entered(&self, ty: TypeId) -> bool {
        // A random value is bounded by its depth alone.
        matches!(self.style, Style::Full)
            && self.entered.get(ty.index()).is_some_and(|count| *count > 0)
    }

    fn spend(&mut self, cost: usize) -> bool {
        match self.budget.checked_sub(cost) {
            Some(rest) => {
                self.budget = rest;
                true
            }
            None => false,
        }
    }
}

impl<'s, 'r> Frame<'s, 'r> {
    fn put(&mut self, value: Value) {
        match self {
            Self::Object { done, name, .. } => {
                done.insert((*name).to_owned(), value);
            }
            Self::List { done, .. } => done.push(value),
        }
    }

    fn next(&mut self) -> Option<Child<'s, 'r>> {
        match self {
            Self::Object { todo, name, .. } => {
                let child = todo.pop()?;
                *name = child.name;
                Some(child)
            }
            Self::List { element, left, .. } => {
                *left = left.checked_sub(1)?;
                Some(*element)
            }
        }
    }
}
