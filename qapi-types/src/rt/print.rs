//! Values for people: wire names, and only what is there and no secret.

use std::fmt::{Debug, Formatter, Result};

use super::node::{Branches, Get, Node, Shape, View};

/// What is printed in place of a secret.
pub struct Redacted;

impl Debug for Redacted {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str("[redacted]")
    }
}

/// Whether a string, wherever it stands, may have a secret in it: a password
/// in a URL, or what QEMU takes for a block device (`json:{…}`) or a program to
/// migrate through (`exec:…`). `qapi_schema::secrets` has the same rule.
fn may_hold_secret(value: &str) -> bool {
    let login = value
        .split_once("://")
        .is_some_and(|(_, rest)| rest.contains('@'));
    login || value.starts_with("json:") || value.starts_with("exec:")
}

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

/// A value to print.
pub(crate) struct Printed<'a>(pub(crate) &'a dyn Node);

impl Debug for Printed<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        debug(self.0, f)
    }
}

struct Member<'a>(&'a Get<'a>);

impl Debug for Member<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.0 {
            Get::Tag(_, branches) | Get::OptTag(_, Some(branches)) => debug_branches(*branches, f),
            Get::Secret(..) => Redacted.fmt(f),
            _ => {
                let mut result = Ok(());
                self.0.shape(&mut |shape| result = print(&shape, f));
                result
            }
        }
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
                if let Get::Tag(name, _) | Get::OptTag(name, Some(_)) | Get::Secret(name, Some(_)) =
                    member
                {
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
        // Nothing tells which members of an unknown branch are secrets.
        Shape::Rest(branch) => {
            let members = branch.members().map(|(name, _)| (name, Redacted));
            f.debug_map().entries(members).finish()
        }
        Shape::List(list) => {
            let elements = (0..).map_while(|index| list.at(index).map(Printed));
            f.debug_list().entries(elements).finish()
        }
        Shape::Enum(value) => f.write_str(value.name()),
        Shape::Str(value) if may_hold_secret(value) => Redacted.fmt(f),
        Shape::Str(value) => value.fmt(f),
        Shape::Int(value) => value.fmt(f),
        Shape::Bool(value) => value.fmt(f),
        Shape::Number(value) => value.fmt(f),
        Shape::Any(value) => value.fmt(f),
        Shape::Stray(kind) => kind.0.fmt(f),
        Shape::Null | Shape::Absent => f.write_str("null"),
    }
}
