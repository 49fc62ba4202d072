//! Documentation beside its definition.

use super::{Doc, Section, SectionKind};
use crate::quote::quoted;
use crate::source::definition::{Definition, DefinitionKind, Feature};
use crate::source::error::{Place, Result, fail};
use crate::source::expr::list;
use crate::source::fault::Fault;
use crate::source::pragma::Pragma;
use crate::source::rules::Rules;
use crate::suggest::nearest;

/// Checks what the documentation of a definition says of the whole.
pub(in crate::source) fn fits(
    doc: &Doc,
    name: &str,
    keyword: &str,
    returns: bool,
    place: Place,
    rules: Rules,
) -> Result<()> {
    match doc.name() {
        Some(other) if other != name => {
            let name = other.into();
            return fail(place, Fault::DocOfAnother { name });
        }
        _ => {}
    }
    let section = |kind| doc.section(kind).map(Section::place);
    let is_command = keyword == "command";
    if let Some(place) = section(SectionKind::Returns) {
        if !is_command {
            return fail(place, Fault::DocReturnsOfNoCommand);
        }
        if !returns && rules.doc_errors() {
            return fail(place, Fault::DocReturnsNothing);
        }
    }
    match section(SectionKind::Errors) {
        Some(place) if !is_command => fail(place, Fault::DocErrorsOfNoCommand),
        _ => Ok(()),
    }
}

/// A member, value, argument or alternative that has a place in documentation.
struct Part<'d> {
    role: &'static str,
    name: &'d str,
    features: &'d [Feature],
}

fn parts(definition: &Definition) -> Vec<Part<'_>> {
    let role = match definition.kind() {
        DefinitionKind::Command { .. } | DefinitionKind::Event { .. } => "the argument",
        _ => "the member",
    };
    let members = definition.members().iter().map(|member| Part {
        role,
        name: member.name(),
        features: member.features(),
    });
    match definition.kind() {
        DefinitionKind::Enum { values, .. } => {
            let values = values.iter().map(|value| Part {
                role: "the value",
                name: value.name(),
                features: value.features(),
            });
            values.collect()
        }
        DefinitionKind::Alternate { branches } => {
            let branches = branches.iter().map(|branch| Part {
                role: "the branch",
                name: branch.name(),
                features: &[],
            });
            branches.collect()
        }
        _ => members.collect(),
    }
}

/// Checks that everything that must be described is.
pub(in crate::source) fn is_complete(
    definition: &Definition,
    pragma: &Pragma,
    rules: Rules,
) -> Result<()> {
    let Some(doc) = definition.doc() else {
        return Ok(());
    };
    let lacks = |what: String| {
        let what = what.into();
        fail(definition.place(), Fault::DocMemberMissing { what })
    };
    let features = |features: &[Feature]| {
        let mut features = features.iter();
        let undescribed = features.find(|feature| doc.feature(feature.name()).is_none());
        match undescribed {
            Some(feature) => lacks(format!("the feature {}", quoted(feature.name()))),
            None => Ok(()),
        }
    };
    features(definition.features())?;
    let needed = rules.doc_members() && !pragma.documentation.contains(definition.name());
    for part in parts(definition) {
        if needed && doc.member(part.name).is_none() {
            return lacks(format!("{} {}", part.role, quoted(part.name)));
        }
        features(part.features)?;
    }
    Ok(())
}

/// Checks that everything that is described is there.
pub(in crate::source) fn is_apt(definition: &Definition) -> Result<()> {
    let Some(doc) = definition.doc() else {
        return Ok(());
    };
    let parts = parts(definition);
    let members: Vec<&str> = parts.iter().map(|part| part.name).collect();
    let of_parts = parts.iter().flat_map(|part| part.features);
    let features: Vec<&str> = definition
        .features()
        .iter()
        .chain(of_parts)
        .map(Feature::name)
        .collect();
    let astray = |kind, known: &[&str]| {
        let sections = doc.sections().iter();
        let astray: Vec<&Section> = sections
            .filter(|section| section.kind() == kind)
            .filter(|section| !section.name().is_some_and(|name| known.contains(&name)))
            .collect();
        let first = astray.first()?;
        let hint = nearest(first.name().unwrap_or_default(), known.iter().copied());
        let hint = hint.map(|name| format!("; did you mean {}?", quoted(name)));
        let names = list(astray.iter().filter_map(|section| section.name()));
        Some((first.place(), names.into(), hint.unwrap_or_default().into()))
    };
    if let Some((place, names, hint)) = astray(SectionKind::Member, &members) {
        return fail(place, Fault::DocUnknownMembers { names, hint });
    }
    if let Some((place, names, hint)) = astray(SectionKind::Feature, &features) {
        return fail(place, Fault::DocUnknownFeatures { names, hint });
    }
    Ok(())
}
