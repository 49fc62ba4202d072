//! Members, features and the types they are of.

use super::{Reader, condition, keys};
use crate::quote::quoted;
use crate::source::condition::Condition;
use crate::source::definition::{Feature, Member, Members, TypeName};
use crate::source::error::Result;
use crate::source::fault::Fault;
use crate::source::name::{self, Style, c_name};
use crate::source::value::{Object, Value};

/// Something that is a name, or an object with a name in it.
pub(super) struct Named<'e> {
    pub(super) name: &'e str,
    pub(super) object: Option<&'e Object>,
}

impl<'e> Reader<'e> {
    /// An item of a list of names, each of which may be an object.
    pub(super) fn named<'v>(
        &self,
        item: &'v Value,
        list: &str,
        optional: &[&str],
    ) -> Result<Named<'v>> {
        let what = || format!("an item of `{list}`");
        let object = item.as_object();
        let name = match object {
            Some(object) => {
                keys::check(object, &["name"], optional, self.place, &what)?;
                object.get("name").and_then(Value::as_str)
            }
            None => item.as_str(),
        };
        match name {
            Some(name) => Ok(Named { name, object }),
            None => {
                let what = what().into();
                self.fail(Fault::NameNotAString { what })
            }
        }
    }

    /// The features of something.
    pub(super) fn features(&self, object: &Object) -> Result<Vec<Feature>> {
        let Some(value) = object.get("features") else {
            return Ok(Vec::new());
        };
        let Some(items) = value.as_array() else {
            return self.fail(Fault::NotAnArray { key: "features" });
        };
        let mut features = Vec::with_capacity(items.len());
        for item in items {
            let named = self.named(item, "features", &["if"])?;
            let what = || condition::part("the feature", named.name);
            name::check(named.name, Style::LOWER, self.place, &what)?;
            let condition = match named.object {
                Some(object) => condition::read(object, self.place, &what)?,
                None => None,
            };
            features.push(Feature {
                name: named.name.into(),
                condition,
            });
        }
        Ok(features)
    }

    /// Members that are spelt out. `owner` is the type that may be an exception
    /// to the rules of names.
    pub(super) fn members(&self, key: &'static str, owner: Option<&str>) -> Result<Vec<Member>> {
        let Some(object) = self.get(key).and_then(Value::as_object) else {
            let what = quoted(key).to_string().into();
            return self.fail(Fault::NotMembers { what });
        };
        let exception = owner.is_some_and(|owner| self.pragma.member_names.contains(owner));
        let mut members = Vec::with_capacity(object.len());
        for (key, value) in object.iter() {
            members.push(self.member(key, value, Style::of_member(exception))?);
        }
        Ok(members)
    }

    fn member(&self, key: &str, value: &Value, style: Style) -> Result<Member> {
        let name = key.strip_prefix('*').unwrap_or(key);
        let what = || condition::part("the member", name);
        name::check(name, style, self.place, &what)?;
        let in_c = c_name(name);
        if in_c == "u" || in_c.starts_with("has_") {
            let what = what().into();
            return self.fail(Fault::NameReserved { what });
        }
        let (ty, condition, features) = match value.as_object() {
            None => (value, None, Vec::new()),
            Some(object) => {
                let ty = self.type_key(object, &["if", "features"], &what)?;
                let condition = condition::read(object, self.place, &what)?;
                (ty, condition, self.features(object)?)
            }
        };
        Ok(Member {
            name: name.into(),
            optional: key.starts_with('*'),
            ty: self.type_or_array(ty, &what)?,
            condition,
            features,
        })
    }

    /// What a branch is of, and its condition.
    pub(super) fn branch<'v>(
        &self,
        name: &str,
        value: &'v Value,
    ) -> Result<(&'v Value, Option<Condition>)> {
        let what = || condition::part("the branch", name);
        match value.as_object() {
            None => Ok((value, None)),
            Some(object) => {
                let ty = self.type_key(object, &["if"], &what)?;
                Ok((ty, condition::read(object, self.place, &what)?))
            }
        }
    }

    fn type_key<'v>(
        &self,
        object: &'v Object,
        optional: &[&str],
        what: &dyn Fn() -> String,
    ) -> Result<&'v Value> {
        keys::check(object, &["type"], optional, self.place, what)?;
        match object.get("type") {
            Some(ty) => Ok(ty),
            None => {
                let what = what().into();
                self.fail(Fault::NotATypeOrArray { what })
            }
        }
    }

    /// Members that are spelt out, or those of a type.
    pub(super) fn named_members(
        &self,
        key: &'static str,
        owner: Option<&str>,
    ) -> Result<Option<Members>> {
        Ok(match self.get(key) {
            None => None,
            Some(Value::String(name)) => Some(Members::Of(name.clone())),
            Some(_) => Some(Members::These(self.members(key, owner)?)),
        })
    }

    /// The name of a type, if the key is there.
    pub(super) fn type_name(&self, key: &'static str) -> Result<Option<Box<str>>> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::String(name)) => Ok(Some(name.clone())),
            Some(_) => {
                let what = quoted(key).to_string().into();
                self.fail(Fault::NotATypeName { what })
            }
        }
    }

    /// The name of a type, or an array of one.
    pub(super) fn type_or_array(
        &self,
        value: &Value,
        what: &dyn Fn() -> String,
    ) -> Result<TypeName> {
        let what = || what().into();
        match value {
            Value::String(name) => Ok(TypeName {
                name: name.clone(),
                array: false,
            }),
            Value::Array(values) => match values.as_slice() {
                [Value::String(name)] => Ok(TypeName {
                    name: name.clone(),
                    array: true,
                }),
                _ => self.fail(Fault::ArrayType { what: what() }),
            },
            _ => self.fail(Fault::NotATypeOrArray { what: what() }),
        }
    }
}
