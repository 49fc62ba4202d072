//! Which fields must be boxed.

use crate::model::{Kind, Model, TypeId};

/// Tells fields that lie on a type cycle.
///
/// Lists, the branches of unions and the object branches of alternates keep
/// their content on the heap anyway, so a cycle is made of members that hold
/// an object directly. One member of it is optional, or no value would be
/// finite: boxing the optional ones breaks every cycle.
pub(super) struct Cycles<'m> {
    model: &'m Model,
}

impl<'m> Cycles<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Self { model }
    }

    /// Whether a member of `owner` that holds `ty` lies on a cycle.
    pub(super) fn contains(&self, owner: TypeId, ty: TypeId) -> bool {
        if !matches!(self.model.kind(ty), Kind::Object(_)) {
            return false;
        }
        let mut seen = vec![false; self.model.types.len()];
        let mut queue = vec![ty];
        while let Some(id) = queue.pop() {
            if id == owner {
                return true;
            }
            match seen.get_mut(id.0) {
                Some(seen @ false) => *seen = true,
                _ => continue,
            }
            let members = self.model.object(id).map(|object| &object.members);
            let held = members.into_iter().flatten().map(|member| member.ty);
            queue.extend(held.filter(|id| matches!(self.model.kind(*id), Kind::Object(_))));
        }
        false
    }
}
