//! Definitions, and what is said of their members, by QAPI name.

use super::Source;
use super::check::MAX_CONTAINMENT;
use super::condition::Condition;
use super::definition::{Definition, DefinitionKind, Feature};
use super::doc::Section;

/// A member, value or branch, as its definition has it.
#[derive(Clone, Copy, Debug)]
pub struct Described<'s> {
    definition: &'s Definition,
    section: Option<&'s Section>,
    condition: Option<&'s Condition>,
    features: &'s [Feature],
}

impl<'s> Described<'s> {
    /// The definition that has it: that of the base, if it is inherited.
    pub fn definition(&self) -> &'s Definition {
        self.definition
    }
    /// Its description.
    pub fn section(&self) -> Option<&'s Section> {
        self.section
    }
    /// The text of its description.
    pub fn text(&self) -> Option<&'s str> {
        self.section.map(Section::text)
    }
    /// Which builds have it.
    pub fn condition(&self) -> Option<&'s Condition> {
        self.condition
    }
    /// Its features.
    pub fn features(&self) -> &'s [Feature] {
        self.features
    }
    /// The description of one of its features.
    pub fn feature(&self, name: &str) -> Option<&'s Section> {
        self.definition.doc()?.feature(name)
    }
}

impl Source {
    /// The definition of a type, command or event. The name may be that which
    /// [`Source::schema`] has for a type without definition of its own
    /// (`q_obj_NAME-arg`, `q_obj_NAME-base`): that is part of the definition of
    /// `NAME`.
    pub fn definition(&self, name: &str) -> Option<&Definition> {
        let implicit = || {
            let name = name.strip_prefix("q_obj_")?;
            name.strip_suffix("-arg").or(name.strip_suffix("-base"))
        };
        let at = self
            .by_name
            .get(name)
            .or_else(|| self.by_name.get(implicit()?))?;
        self.definitions.get(*at)
    }

    /// A member of a type, argument of a command, member of an event's data,
    /// value of an enum or branch of an alternate: `name` in the definition
    /// `owner` or in what it is based on.
    pub fn member(&self, owner: &str, name: &str) -> Option<Described<'_>> {
        let mut definition = self.definition(owner)?;
        // The check has bounded how far bases lead.
        for _ in 0..=MAX_CONTAINMENT + 1 {
            if let Some((condition, features)) = own(definition, name) {
                return Some(Described {
                    definition,
                    section: definition.doc().and_then(|doc| doc.member(name)),
                    condition,
                    features,
                });
            }
            definition = self.definition(definition.base()?)?;
        }
        None
    }
}

/// A part of a definition itself.
fn own<'d>(
    definition: &'d Definition,
    name: &str,
) -> Option<(Option<&'d Condition>, &'d [Feature])> {
    match definition.kind() {
        DefinitionKind::Enum { values, .. } => {
            let value = values.iter().find(|value| value.name() == name)?;
            Some((value.condition(), value.features()))
        }
        DefinitionKind::Alternate { branches } => {
            let branch = branches.iter().find(|branch| branch.name() == name)?;
            Some((branch.condition(), &[]))
        }
        _ => {
            let mut members = definition.members().iter();
            let member = members.find(|member| member.name() == name)?;
            Some((member.condition(), member.features()))
        }
    }
}
