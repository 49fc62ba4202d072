//! Conditions (`if`).

use super::keys;
use crate::quote::quoted;
use crate::source::condition::Condition;
use crate::source::error::{Place, Result, fail};
use crate::source::fault::Fault;
use crate::source::value::{Object, Value};

/// The condition of `what`, if it has one.
pub(super) fn read(
    object: &Object,
    place: Place,
    what: &dyn Fn() -> String,
) -> Result<Option<Condition>> {
    match object.get("if") {
        None => Ok(None),
        Some(value) => Reader { place, what }.condition(value).map(Some),
    }
}

struct Reader<'r> {
    place: Place,
    what: &'r dyn Fn() -> String,
}

impl Reader<'_> {
    fn what(&self) -> Box<str> {
        (self.what)().into()
    }

    /// Expressions nest only so deep, and so does this.
    fn condition(&self, value: &Value) -> Result<Condition> {
        let what = || self.what();
        let object = match value {
            Value::String(name) => return self.option(name),
            Value::Object(object) => object,
            _ => return fail(self.place, Fault::ConditionForm { what: what() }),
        };
        let of = || format!("the condition of {}", self.what());
        keys::check(object, &[], &["all", "any", "not"], self.place, &of)?;
        let mut parts = object.iter();
        let (Some((key, value)), None) = (parts.next(), parts.next()) else {
            return fail(self.place, Fault::ConditionKey { what: what() });
        };
        Ok(match key {
            "not" => Condition::Not(Box::new(self.condition(value)?)),
            "all" => Condition::All(self.list("all", value)?),
            _ => Condition::Any(self.list("any", value)?),
        })
    }

    fn option(&self, name: &str) -> Result<Condition> {
        let letter = |c: char| c.is_ascii_uppercase();
        let rest = |c: char| letter(c) || c.is_ascii_digit() || c == '_';
        if name.starts_with(letter) && name.chars().all(rest) {
            return Ok(Condition::Option(name.into()));
        }
        let (what, condition) = (self.what(), name.into());
        fail(self.place, Fault::ConditionName { what, condition })
    }

    fn list(&self, key: &'static str, value: &Value) -> Result<Vec<Condition>> {
        let what = || self.what();
        let Some(values) = value.as_array() else {
            return fail(self.place, Fault::ConditionNotAnArray { what: what(), key });
        };
        if values.is_empty() {
            return fail(self.place, Fault::ConditionEmpty { what: what() });
        }
        values.iter().map(|value| self.condition(value)).collect()
    }
}

/// What a named part of a definition is called.
pub(super) fn part(role: &str, name: &str) -> String {
    format!("{role} {}", quoted(name))
}
