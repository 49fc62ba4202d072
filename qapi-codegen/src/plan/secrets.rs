//! Which members hold secrets.

use std::collections::HashSet;

use qapi_schema::secrets::{SECRETS, sounds_secret};
use qapi_schema::{Builtin, Coordinate, Part, Step};

use crate::model::{Kind, Model, TypeId};

/// Tells members that hold secrets: those that a row of [`SECRETS`] leads to,
/// wherever their type is used, and those whose name says so.
pub(super) struct Secrets(HashSet<(TypeId, usize)>);

impl Secrets {
    pub(super) fn new(model: &Model) -> Self {
        let rows = SECRETS.iter().filter_map(|row| row.at.parse().ok());
        Self(rows.flat_map(|row| members(model, &row)).collect())
    }

    /// Whether a member of `owner`, by position and name, holds a secret.
    pub(super) fn contains(&self, owner: TypeId, at: usize, name: &str) -> bool {
        self.0.contains(&(owner, at)) || sounds_secret(name)
    }
}

/// The members that a row leads to. A merge may have made an alternate on the
/// way, or `any`: that is then what holds the secret.
fn members(model: &Model, row: &Coordinate) -> Vec<(TypeId, usize)> {
    let command = model
        .commands
        .iter()
        .find(|command| command.name == row.name());
    let event = model.events.iter().find(|event| event.name == row.name());
    let root = match row.part() {
        Some(Part::Arguments) => command.map(|command| command.arguments),
        Some(Part::Returns) => command.map(|command| command.returns),
        Some(Part::Data) => event.map(|event| event.data),
        None => None,
    };
    // Each type that the steps so far lead to, with the member that holds it.
    let mut here: Vec<(TypeId, Option<(TypeId, usize)>)> =
        root.into_iter().map(|root| (root, None)).collect();
    for step in row.steps() {
        here = here
            .into_iter()
            .flat_map(|(id, within)| match model.kind(id) {
                Kind::Alternate(branches) => {
                    branches.iter().map(|branch| (*branch, within)).collect()
                }
                _ => vec![(id, within)],
            })
            .filter_map(|(id, within)| inside(model, id, within, step))
            .collect();
    }
    here.into_iter().filter_map(|(_, within)| within).collect()
}

fn inside(
    model: &Model,
    id: TypeId,
    within: Option<(TypeId, usize)>,
    step: &Step,
) -> Option<(TypeId, Option<(TypeId, usize)>)> {
    match (model.kind(id), step) {
        (Kind::Builtin(Builtin::Any), _) => Some((id, within)),
        (Kind::Array(element), Step::Element(_)) => Some((*element, within)),
        (Kind::Object(object), Step::Member(name)) => {
            let mut members = object.members.iter();
            let at = members.position(|member| *member.name == **name)?;
            Some((object.members.get(at)?.ty, Some((id, at))))
        }
        (Kind::Object(object), Step::Branch { case, .. }) => {
            let mut cases = object.variants.iter().flat_map(|variants| &variants.cases);
            let case = cases.find(|known| *known.value == **case)?;
            Some((case.ty, None))
        }
        _ => None,
    }
}
