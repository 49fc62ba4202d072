//! What a source asks of the checks.

use super::error::{Place, Result, fail};
use super::fault::Fault;
use super::value::{Object, Value};
use crate::suggest::did_you_mean;

/// The pragmas. They hold for all files, wherever they stand; of two that say
/// the same the later counts.
#[derive(Debug, Default)]
pub(super) struct Pragma {
    /// Each definition must have documentation.
    pub(super) doc_required: bool,
    /// Commands whose names may have `_`.
    pub(super) command_names: Names,
    /// Commands that may return what is no object.
    pub(super) command_returns: Names,
    /// Definitions whose members need no description.
    pub(super) documentation: Names,
    /// Types whose members and values may have upper case and `_`.
    pub(super) member_names: Names,
}

/// The definitions to which an exception applies.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<Box<str>>);

impl Names {
    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.binary_search_by(|known| (**known).cmp(name)).is_ok()
    }
}

const KNOWN: [&str; 5] = [
    "doc-required",
    "command-name-exceptions",
    "command-returns-exceptions",
    "documentation-exceptions",
    "member-name-exceptions",
];

impl Pragma {
    pub(super) fn read(&mut self, pragmas: &Object, place: Place) -> Result<()> {
        for (name, value) in pragmas.iter() {
            let list = match name {
                "doc-required" => {
                    let Value::Bool(required) = value else {
                        return fail(place, Fault::PragmaNotABoolean { name: name.into() });
                    };
                    self.doc_required = *required;
                    continue;
                }
                "command-name-exceptions" => &mut self.command_names,
                "command-returns-exceptions" => &mut self.command_returns,
                "documentation-exceptions" => &mut self.documentation,
                "member-name-exceptions" => &mut self.member_names,
                name => {
                    let hint = did_you_mean(name, KNOWN).into();
                    let name = name.into();
                    return fail(place, Fault::UnknownPragma { name, hint });
                }
            };
            let names = value.as_array().and_then(|names| {
                let names = names.iter().map(|name| name.as_str().map(Into::into));
                names.collect::<Option<Vec<_>>>()
            });
            let Some(mut names) = names else {
                return fail(place, Fault::PragmaNotNames { name: name.into() });
            };
            names.sort_unstable();
            *list = Names(names);
        }
        Ok(())
    }
}
