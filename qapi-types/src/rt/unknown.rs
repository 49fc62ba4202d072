//! What of a decoded value this build does not know.

use serde_json::{Map, Value};

use super::node::{Branches, Get, Node, Shape, View};
use crate::registry::{Step, Unknown, UnknownKind};

/// What this build does not know of a value that was decoded from `json`.
pub(crate) fn unknown(node: &dyn Node, json: &Value) -> Vec<Unknown> {
    let mut search = Search::default();
    search.node(node, json);
    search.found
}

#[derive(Default)]
struct Search {
    /// Where the search is.
    at: Vec<Step>,
    found: Vec<Unknown>,
}

impl Search {
    fn note(&mut self, kind: UnknownKind) {
        let at = self.at.clone();
        self.found.push(Unknown { at, kind });
    }

    /// Searches one step further in.
    fn within(&mut self, step: Step, search: impl FnOnce(&mut Self)) {
        self.at.push(step);
        search(self);
        self.at.pop();
    }

    /// Values nest no deeper than decoding let them.
    fn node(&mut self, node: &dyn Node, json: &Value) {
        node.view(View(&mut |shape| self.shape(&shape, json)));
    }

    fn shape(&mut self, shape: &Shape<'_>, json: &Value) {
        match (shape, json) {
            (Shape::Object(_, members), Value::Object(json)) => {
                let mut known = Vec::new();
                if self.members(members, json, &mut known) {
                    let unknown = json.keys().filter(|name| !known.contains(&&***name));
                    for name in unknown {
                        self.within(to_member(name), |here| here.note(UnknownKind::Member));
                    }
                }
            }
            (Shape::List(list), Value::Array(json)) => {
                for (index, json) in json.iter().enumerate() {
                    if let Some(element) = list.at(index) {
                        self.within(Step::Element(index), |here| here.node(element, json));
                    }
                }
            }
            (Shape::Enum(value), _) if value.is_unrecognized() => {
                self.note(UnknownKind::Value(value.name().to_owned()));
            }
            (Shape::Stray(_), _) => self.note(UnknownKind::JsonKind),
            _ => {}
        }
    }

    /// Searches what members hold and notes their names; false if there may be
    /// any others.
    fn members(
        &mut self,
        members: &[Get<'_>],
        json: &Map<String, Value>,
        known: &mut Vec<&'static str>,
    ) -> bool {
        let mut closed = true;
        for member in members {
            let name = member.name();
            known.push(name);
            match (*member, json.get(name)) {
                (
                    Get::Node(_, node) | Get::OptNode(_, Some(node)) | Get::Secret(_, Some(node)),
                    Some(json),
                ) => {
                    self.within(to_member(name), |here| here.node(node, json));
                }
                (Get::Tag(_, branches) | Get::OptTag(_, Some(branches)), _) => {
                    closed &= self.branch(name, branches, json, known);
                }
                _ => {}
            }
        }
        closed
    }

    fn branch(
        &mut self,
        tag: &str,
        branches: &dyn Branches,
        json: &Map<String, Value>,
        known: &mut Vec<&'static str>,
    ) -> bool {
        let mut closed = true;
        if let (value, Some(node)) = branches.branch() {
            node.view(View(&mut |shape| match shape {
                Shape::Object(_, members) => {
                    let (tag, case) = (tag.to_owned(), value.to_owned());
                    self.within(Step::Branch { tag, case }, |here| {
                        closed = here.members(members, json, known);
                    });
                }
                Shape::Rest(_) => {
                    let kind = UnknownKind::Branch(value.to_owned());
                    self.within(to_member(tag), |here| here.note(kind));
                    closed = false;
                }
                _ => {}
            }));
        }
        closed
    }
}

fn to_member(name: &str) -> Step {
    Step::Member(name.to_owned())
}
