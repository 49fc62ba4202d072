//! Names that must differ.

use std::collections::HashMap;

use super::named;
use crate::source::error::{Place, Result, fail};
use crate::source::fault::Fault;
use crate::source::name::c_name;

/// Checks that names differ from each other, as they do in C.
pub(super) fn differ<'n>(
    role: &str,
    names: impl Iterator<Item = &'n str>,
    place: Place,
) -> Result<()> {
    let mut seen = HashMap::new();
    for name in names {
        if let Some(other) = seen.insert(c_name(name), name) {
            let (what, other) = (named(role, name).into(), named(role, other).into());
            return fail(place, Fault::Clash { what, other });
        }
    }
    Ok(())
}
