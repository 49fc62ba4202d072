//! Values for people: wire names, and only what is there.

use std::fmt::{Debug, Formatter, Result};

use super::node::{Branches, Get, Node, Shape, View};

/// Prints a value.
pub fn debug(node: &dyn Node, f: &mut Formatter<'_>) -> Result {
    let mut result = Ok(());
    node.view(View(&mut |shape| result = print(&shape, f)));
    result
}

/// Prints a branch of a union.
pub fn debug_branches(branches: &dyn Branches, f: &mut Formatter<'_>) -> Result {
    match branches.branch() {
        (tag, Some(node)) => f.debug_tuple(tag).field(&Printed(node)).finish(),
        (tag, None) => f.write_str(tag),
    }
}

struct Printed<'a>(&'a dyn Node);

impl Debug for Printed<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        debug(self.0, f)
    }
}

struct Member<'a>(&'a Get<'a>);

impl Debug for Member<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if let Get::Tag(_, branches) | Get::OptTag(_, Some(branches)) = self.0 {
            return debug_branches(*branches, f);
        }
        let mut result = Ok(());
        self.0.shape(&mut |shape| result = print(&shape, f));
        result
    }
}

struct Element<'a>(&'a Shape<'a>);

impl Debug for Element<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        print(self.0, f)
    }
}

fn print(shape: &Shape<'_>, f: &mut Formatter<'_>) -> Result {
    match *shape {
        Shape::Object(name, members) => {
            let mut object = f.debug_struct(name);
            for member in members {
                if let Get::Tag(name, _) | Get::OptTag(name, Some(_)) = member {
                    object.field(name, &Member(member));
                    continue;
                }
                member.shape(&mut |shape| {
                    if !matches!(shape, Shape::Absent) {
                        object.field(member.name(), &Element(&shape));
                    }
                });
            }
            object.finish()
        }
        Shape::Rest(branch) => f.debug_map().entries(branch.members()).finish(),
        Shape::List(list) => {
            let elements = (0..).map_while(|index| list.at(index).map(Printed));
            f.debug_list().entries(elements).finish()
        }
        Shape::Enum(value) => f.write_str(value.name()),
        Shape::Str(value) => value.fmt(f),
        Shape::Int(value) => value.fmt(f),
        Shape::Bool(value) => value.fmt(f),
        Shape::Number(value) => value.fmt(f),
        Shape::Any(value) => value.fmt(f),
        Shape::Stray(kind) => kind.0.fmt(f),
        Shape::Null | Shape::Absent => f.write_str("null"),
    }
}
