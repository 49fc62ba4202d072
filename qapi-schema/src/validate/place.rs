//! From where a walk is to the coordinate of what is wrong there.

use super::document::Document;
use super::problem::{Problem, Subject};
use super::report::{Stop, shorten};
use super::walk::{Child, Shape, Walker};
use crate::coordinate::{Coordinate, Step};
use crate::model::{Features, Member};

impl<D: Document> Walker<'_, D> {
    /// Reports a problem where the walk is.
    #[cold]
    pub(super) fn add(&mut self, problem: Problem) -> Result<(), Stop> {
        let at = self.path();
        self.report.add(at, problem)
    }

    /// Reports the use of something that has a denied feature.
    #[cold]
    pub(super) fn denied_at(
        &mut self,
        features: &Features,
        subject: impl Fn() -> Subject,
        place: impl Fn(&Self) -> Option<Coordinate>,
    ) -> Result<(), Stop> {
        if self.deny.deprecated && features.deprecated() {
            let at = place(self);
            self.report.add(at, Problem::Deprecated(subject()))?;
        }
        if self.deny.unstable && features.unstable() {
            let at = place(self);
            self.report.add(at, Problem::Unstable(subject()))?;
        }
        Ok(())
    }

    /// Where the walk is: at the child of the innermost container, or where it
    /// started. None if that is in no part of the schema.
    pub(super) fn path(&self) -> Option<Coordinate> {
        let base = self.base?;
        let mut place = Coordinate::part_of(base.name, base.part);
        place.steps.extend_from_slice(base.steps);
        for frame in self.stack.iter() {
            match frame.child {
                Child::None => {}
                Child::Element(index) => place.steps.push(Step::Element(Some(index))),
                Child::Member(name, level) => {
                    if let Shape::Object { levels, .. } = frame.shape {
                        self.branch_steps(levels, level, &mut place.steps);
                    }
                    let name = shorten(&self.doc.name(name));
                    place.steps.push(Step::Member(name));
                }
            }
        }
        Some(place)
    }

    /// A member that a level of the object where the walk is has.
    pub(super) fn member_path(
        &self,
        levels: usize,
        level: usize,
        member: &Member,
    ) -> Option<Coordinate> {
        let mut place = self.path()?;
        self.branch_steps(levels, level, &mut place.steps);
        Some(place.member(member.name()))
    }

    /// The steps from an object's own type to one of its levels.
    fn branch_steps(&self, levels: usize, level: usize, steps: &mut Vec<Step>) {
        let levels = self.memory.levels.get(levels..=levels + level);
        for pair in levels.unwrap_or_default().windows(2) {
            if let [outer, inner] = pair
                && let Some(object) = self.schema[outer.ty].as_object()
                && let Some((_, tag)) = object.tag()
                && let Some(case) = object.variants().and_then(|v| v.cases().get(inner.case))
            {
                steps.push(Step::Branch {
                    tag: tag.name().into(),
                    case: case.value().into(),
                });
            }
        }
    }
}
