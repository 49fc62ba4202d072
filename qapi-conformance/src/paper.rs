//! What a schema says, checked without a QEMU.

use qapi_schema::sample::{Mutation, Samples, TagPosition};
use qapi_schema::validate::{Rule, Validator, Violations};
use qapi_schema::{Coordinate, Part};
use serde_json::Value;

use crate::Stop;
use crate::typed::{Bindings, same};

/// Checks one part of a command or event.
pub(crate) fn check(
    samples: &Samples<'_>,
    bindings: Option<&Bindings>,
    at: &Coordinate,
) -> Result<(), Stop> {
    let schema = samples.schema();
    let mut parts = schema.parts();
    let Some((_, id)) = parts.find(|(part, _)| part == at) else {
        return Err(format!("the schema has no {at}").into());
    };
    let validator = schema.validator();
    for value in samples.instances(id) {
        for &position in TagPosition::ALL {
            let text = samples.with_tags(id, &value, position);
            if let Err(violations) = judge(&validator, at, text.as_bytes()) {
                return Err(format!("{at} is not valid: {violations}\nin {text}").into());
            }
            if let Some(bindings) = bindings {
                comes_back(&validator, bindings, at, &value, &text)?;
            }
        }
    }
    for mutation in samples.place_mutations(at) {
        let validator = schema
            .validator()
            .deny_deprecated(mutation.rule == Rule::Deprecated)
            .deny_unstable(mutation.rule == Rule::Unstable);
        refused(&judge(&validator, at, &mutation.document), &mutation)?;
    }
    Ok(())
}

fn judge(validator: &Validator<'_>, at: &Coordinate, text: &[u8]) -> Result<(), Violations> {
    match at.part() {
        Some(Part::Arguments) => validator.command(at.name(), text),
        Some(Part::Data) => validator.event(at.name(), text),
        _ => validator.reply(at.name(), text),
    }
}

/// That the bindings take a text and give it back, and no less valid.
fn comes_back(
    validator: &Validator<'_>,
    bindings: &Bindings,
    at: &Coordinate,
    value: &Value,
    text: &str,
) -> Result<(), Stop> {
    let back = bindings.recode(at, text.as_bytes());
    let back = back.map_err(|error| format!("{at} does not decode: {error}\nin {text}"))?;
    if !same(&back, value) {
        return Err(format!("{at} comes back otherwise\nfrom {text}\n  to {back}").into());
    }
    // Equal numbers are not enough where the schema wants an integer.
    judge(validator, at, back.to_string().as_bytes()).map_err(|violations| {
        format!("{at} comes back invalid: {violations}\nfrom {text}\n  to {back}").into()
    })
}

/// That a document is refused for what its mutation announces, and nothing else.
fn refused(verdict: &Result<(), Violations>, mutation: &Mutation) -> Result<(), Stop> {
    let found = match verdict {
        Ok(()) => "it is taken".to_owned(),
        Err(violations) => {
            let first = violations.first();
            let exact = first.rule() == mutation.rule && first.at() == mutation.at.as_ref();
            if exact && violations.len() == 1 {
                return Ok(());
            }
            violations.to_string()
        }
    };
    let place = mutation.at.as_ref().map(|at| format!(" at {at}"));
    Err(format!(
        "{} must be refused by the rule `{}`{}, but: {found}\nin {}",
        mutation.what,
        mutation.rule,
        place.unwrap_or_default(),
        String::from_utf8_lossy(&mutation.document),
    )
    .into())
}
