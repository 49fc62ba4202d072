//! Which fields must be boxed.

use crate::model::{Kind, Model, TypeId};

/// Tells fields that lie on a type cycle.
///
/// Lists, the branches of unions and the object branches of alternates keep
/// their content on the heap anyway, so a cycle is made of members that hold
/// an object directly. One member of it is optional, or no value would be
/// finite: boxing the optional ones breaks every cycle.
pub(super) struct Cycles {
    /// For each type a number that it shares with those on its cycles.
    components: Vec<Option<usize>>,
}

impl Cycles {
    pub(super) fn new(model: &Model) -> Self {
        let mut search = Search {
            model,
            entered: vec![None; model.types.len()],
            components: vec![None; model.types.len()],
            open: Vec::new(),
            next: 0,
        };
        for index in 0..model.types.len() {
            search.from(TypeId(index));
        }
        Self {
            components: search.components,
        }
    }

    /// Whether a member of `owner` that holds `ty` lies on a cycle.
    pub(super) fn contains(&self, owner: TypeId, ty: TypeId) -> bool {
        let of = |id: TypeId| self.components.get(id.0).copied().flatten();
        of(owner).is_some() && of(owner) == of(ty)
    }
}

/// Tarjan's search for strongly connected components. It keeps a stack of its
/// own and takes each member once.
struct Search<'m> {
    model: &'m Model,
    entered: Vec<Option<Entered>>,
    components: Vec<Option<usize>>,
    /// Types that were entered and have no component yet.
    open: Vec<TypeId>,
    next: usize,
}

/// When a type was entered, and the earliest type in `open` that it is known
/// to lead to.
#[derive(Clone, Copy)]
struct Entered {
    order: usize,
    lowest: usize,
}

/// A type that is being searched, and the objects in it that are still to be.
type Visit = (TypeId, std::vec::IntoIter<TypeId>);

impl Search<'_> {
    fn from(&mut self, start: TypeId) {
        let mut stack: Vec<Visit> = self.enter(start).into_iter().collect();
        while let Some((id, held)) = stack.last_mut() {
            let id = *id;
            if let Some(inner) = held.next() {
                if let Some(visit) = self.enter(inner) {
                    stack.push(visit);
                } else if self.components.get(inner.0) == Some(&None) {
                    self.leads_to(id, inner, |inner| inner.order);
                }
                continue;
            }
            stack.pop();
            self.leave(id);
            if let Some((outer, _)) = stack.last() {
                self.leads_to(*outer, id, |inner| inner.lowest);
            }
        }
    }

    /// Starts on a type; nothing if that was done before.
    fn enter(&mut self, id: TypeId) -> Option<Visit> {
        let slot = self.entered.get_mut(id.0).filter(|slot| slot.is_none())?;
        *slot = Some(Entered {
            order: self.next,
            lowest: self.next,
        });
        self.next += 1;
        self.open.push(id);
        let members = self.model.object(id).map(|object| &object.members);
        let held = members.into_iter().flatten().map(|member| member.ty);
        let held: Vec<_> = held
            .filter(|id| matches!(self.model.kind(*id), Kind::Object(_)))
            .collect();
        Some((id, held.into_iter()))
    }

    fn leads_to(&mut self, id: TypeId, inner: TypeId, earliest: fn(Entered) -> usize) {
        let inner = self.entered.get(inner.0).copied().flatten();
        if let (Some(inner), Some(Some(entered))) = (inner, self.entered.get_mut(id.0)) {
            entered.lowest = entered.lowest.min(earliest(inner));
        }
    }

    /// Ends with a type. If it leads to nothing earlier, what is open from it
    /// on is a component.
    fn leave(&mut self, id: TypeId) {
        match self.entered.get(id.0) {
            Some(Some(entered)) if entered.lowest == entered.order => {}
            _ => return,
        }
        while let Some(member) = self.open.pop() {
            if let Some(component) = self.components.get_mut(member.0) {
                *component = Some(id.0);
            }
            if member == id {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::{Source, merge};

    /// By definition: from `ty`, members lead back to `owner`.
    fn leads_back(model: &Model, owner: TypeId, ty: TypeId) -> bool {
        let mut seen = vec![false; model.types.len()];
        let mut queue = vec![ty];
        while let Some(id) = queue.pop() {
            if id == owner {
                return true;
            }
            if !std::mem::replace(&mut seen[id.0], true) {
                let members = model
                    .object(id)
                    .into_iter()
                    .flat_map(|object| &object.members);
                queue.extend(members.map(|member| member.ty));
            }
        }
        false
    }

    #[test]
    fn a_field_is_on_a_cycle_if_it_leads_back() {
        // Every graph of a few objects that a small generator comes up with.
        let mut state = 1_u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        let mut on_cycles = [0, 0];
        for _ in 0..300 {
            let count = 1 + random(9);
            let objects: Vec<String> = (0..count)
                .map(|at| {
                    let members: Vec<String> = (0..random(4))
                        .map(|m| {
                            let ty = random(count);
                            format!(r#"{{"name": "m{m}", "type": "{ty}", "default": null}}"#)
                        })
                        .collect();
                    let members = members.join(",");
                    format!(
                        r#"{{"name": "{at}", "meta-type": "object", "members": [{members}]}},
                           {{"name": "E{at}", "meta-type": "event", "arg-type": "{at}"}}"#
                    )
                })
                .collect();
            let dump = format!("[{}]", objects.join(","));
            let schema = qapi_schema::Schema::from_slice(dump.as_bytes()).unwrap();
            let model = merge(&[Source::new("schema", schema)], &[]);
            let cycles = Cycles::new(&model);
            for owner in (0..model.types.len()).map(TypeId) {
                let members = model
                    .object(owner)
                    .into_iter()
                    .flat_map(|object| &object.members);
                for member in members {
                    let expected = leads_back(&model, owner, member.ty);
                    assert_eq!(cycles.contains(owner, member.ty), expected, "{dump}");
                    on_cycles[usize::from(expected)] += 1;
                }
            }
        }
        assert!(on_cycles.iter().all(|count| *count > 300), "{on_cycles:?}");
    }
}
