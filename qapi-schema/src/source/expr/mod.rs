//! Expressions to definitions: everything that can be said of one by itself.

mod condition;
mod keys;
mod members;

pub(super) use keys::list;

use super::definition::{
    Branch, CommandFlags, Definition, DefinitionKind, Members, TypeName, Value,
};
use super::doc::{Doc, check as doc_check};
use super::error::{Place, Result, fail};
use super::fault::Fault;
use super::name::{self, Style};
use super::pragma::Pragma;
use super::rules::Rules;
use super::value::{self, Object};
use crate::quote::quoted;
use crate::suggest::did_you_mean;

/// An expression that should be a definition.
pub(super) struct Expression {
    pub(super) place: Place,
    pub(super) object: Object,
    pub(super) doc: Option<Doc>,
}

const KEYWORDS: [&str; 6] = ["enum", "struct", "union", "alternate", "command", "event"];

/// Checks an expression and takes it apart.
pub(super) fn definition(
    expression: Expression,
    pragma: &Pragma,
    rules: Rules,
) -> Result<Definition> {
    let Expression { place, object, doc } = expression;
    let keywords = KEYWORDS.into_iter().filter(|key| object.get(key).is_some());
    let keyword = match keywords.collect::<Vec<_>>()[..] {
        [keyword] => keyword,
        [] => {
            let mut hints = object.keys().map(|key| did_you_mean(key, KEYWORDS));
            let hint = hints.find(|hint| !hint.is_empty()).unwrap_or_default();
            return fail(place, Fault::DefinitionKey { hint: hint.into() });
        }
        ref several => {
            let several = list(several.iter().copied());
            let hint = format!("; this one has {several}").into();
            return fail(place, Fault::DefinitionKey { hint });
        }
    };
    let Some(name) = object.get(keyword).and_then(value::Value::as_str) else {
        let what = quoted(keyword).to_string().into();
        return fail(place, Fault::NameNotAString { what });
    };
    let reader = Reader {
        place,
        object: &object,
        pragma,
        keyword,
        name,
    };
    match reader.read(doc.as_ref(), rules) {
        Ok((features, condition, kind)) => Ok(Definition {
            name: name.into(),
            place,
            condition,
            features,
            kind,
            doc,
        }),
        Err(failure) => Err(failure.inside(keyword, name)),
    }
}

/// What most checks need to know.
struct Reader<'e> {
    place: Place,
    object: &'e Object,
    pragma: &'e Pragma,
    keyword: &'static str,
    name: &'e str,
}

type Parts = (
    Vec<super::definition::Feature>,
    Option<super::condition::Condition>,
    DefinitionKind,
);

impl<'e> Reader<'e> {
    fn fail<T>(&self, fault: Fault) -> Result<T> {
        fail(self.place, fault)
    }

    fn get(&self, key: &str) -> Option<&'e value::Value> {
        self.object.get(key)
    }

    fn read(&self, doc: Option<&Doc>, rules: Rules) -> Result<Parts> {
        self.own_name()?;
        match doc {
            Some(doc) => {
                let returns = self.get("returns").is_some();
                doc_check::fits(doc, self.name, self.keyword, returns, self.place, rules)?;
            }
            None if self.pragma.doc_required => return self.fail(Fault::DocMissing),
            None => {}
        }
        let kind = match self.keyword {
            "enum" => self.enumeration()?,
            "struct" => self.structure()?,
            "union" => self.union()?,
            "alternate" => self.alternate()?,
            "command" => self.command()?,
            _ => self.event()?,
        };
        let condition = condition::read(self.object, self.place, &|| "the definition".to_owned())?;
        let features = self.features(self.object)?;
        self.flags()?;
        Ok((features, condition, kind))
    }

    fn own_name(&self) -> Result<()> {
        let style = match self.keyword {
            "event" => Style::Upper,
            "command" => Style::Lower {
                upper: false,
                underscore: self.pragma.command_names.contains(self.name),
            },
            _ => Style::Camel,
        };
        name::check(self.name, style, self.place, &|| "its name".to_owned())?;
        if style == Style::Camel && self.name.ends_with("List") {
            let what = "its name".into();
            return self.fail(Fault::NameOfArray { what });
        }
        Ok(())
    }

    fn keys(&self, required: &[&str], optional: &[&str]) -> Result<()> {
        let what = || "the definition".to_owned();
        keys::check(self.object, required, optional, self.place, &what)
    }

    fn enumeration(&self) -> Result<DefinitionKind> {
        self.keys(&["enum", "data"], &["if", "features", "prefix"])?;
        let Some(items) = self.get("data").and_then(value::Value::as_array) else {
            return self.fail(Fault::NotAnArray { key: "data" });
        };
        let prefix = match self.get("prefix") {
            None => None,
            Some(prefix) => match prefix.as_str() {
                Some(prefix) => Some(prefix.into()),
                None => return self.fail(Fault::PrefixNotAString),
            },
        };
        let exception = self.pragma.member_names.contains(self.name);
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.push(self.value(item, Style::of_member(exception))?);
        }
        Ok(DefinitionKind::Enum { values, prefix })
    }

    fn value(&self, item: &value::Value, style: Style) -> Result<Value> {
        let named = self.named(item, "data", &["if", "features"])?;
        let what = || format!("the value {}", quoted(named.name));
        // A value may begin with a digit.
        if named.name.starts_with(|c: char| c.is_ascii_digit()) {
            name::check(&format!("d{}", named.name), style, self.place, &what)?;
        } else {
            name::check(named.name, style, self.place, &what)?;
        }
        let (condition, features) = match named.object {
            Some(object) => (
                condition::read(object, self.place, &what)?,
                self.features(object)?,
            ),
            None => (None, Vec::new()),
        };
        Ok(Value {
            name: named.name.into(),
            condition,
            features,
        })
    }

    fn structure(&self) -> Result<DefinitionKind> {
        self.keys(&["struct", "data"], &["base", "if", "features"])?;
        if self.get("data").and_then(value::Value::as_object).is_none() {
            return self.fail(Fault::DataNotAnObject);
        }
        let members = self.members("data", Some(self.name))?;
        let base = self.type_name("base")?.filter(|base| !base.is_empty());
        Ok(DefinitionKind::Struct { base, members })
    }

    fn union(&self) -> Result<DefinitionKind> {
        let keys = ["union", "base", "discriminator", "data"];
        self.keys(&keys, &["if", "features"])?;
        let base = self.named_members("base", Some(self.name))?;
        let discriminator = self.get("discriminator").and_then(value::Value::as_str);
        let Some(discriminator) = discriminator else {
            let what = "`discriminator`".into();
            return self.fail(Fault::NameNotAString { what });
        };
        let mut branches = Vec::new();
        for (name, value) in self.branches()?.iter() {
            let (ty, condition) = self.branch(name, value)?;
            let Some(ty) = ty.as_str() else {
                let what = format!("the branch {}", quoted(name)).into();
                return self.fail(Fault::NotATypeName { what });
            };
            branches.push(Branch {
                name: name.into(),
                ty: TypeName {
                    name: ty.into(),
                    array: false,
                },
                condition,
            });
        }
        Ok(DefinitionKind::Union {
            base: base.filter(named).unwrap_or(Members::These(Vec::new())),
            discriminator: discriminator.into(),
            branches,
        })
    }

    fn alternate(&self) -> Result<DefinitionKind> {
        self.keys(&["alternate", "data"], &["if", "features"])?;
        let is_empty = match self.get("data") {
            Some(value::Value::Object(object)) => object.is_empty(),
            Some(value::Value::Array(values)) => values.is_empty(),
            Some(value::Value::String(text)) => text.is_empty(),
            _ => false,
        };
        if is_empty {
            return self.fail(Fault::NoAlternatives);
        }
        let mut branches = Vec::new();
        for (name, value) in self.branches()?.iter() {
            let what = || format!("the branch {}", quoted(name));
            name::check(name, Style::LOWER, self.place, &what)?;
            let (ty, condition) = self.branch(name, value)?;
            branches.push(Branch {
                name: name.into(),
                ty: self.type_or_array(ty, &what)?,
                condition,
            });
        }
        Ok(DefinitionKind::Alternate { branches })
    }

    fn branches(&self) -> Result<&'e Object> {
        match self.get("data").and_then(value::Value::as_object) {
            Some(branches) => Ok(branches),
            None => self.fail(Fault::DataNotAnObject),
        }
    }

    fn command(&self) -> Result<DefinitionKind> {
        let optional = [
            "data",
            "returns",
            "boxed",
            "if",
            "features",
            "gen",
            "success-response",
            "allow-oob",
            "allow-preconfig",
            "coroutine",
        ];
        self.keys(&["command"], &optional)?;
        let data = self.data()?;
        let returns = match self.get("returns") {
            Some(returns) => Some(self.type_or_array(returns, &|| "`returns`".to_owned())?),
            None => None,
        };
        let has = |flag: &str| self.get(flag).is_some();
        Ok(DefinitionKind::Command {
            data: data.filter(named),
            returns: returns.filter(|ty| ty.array || !ty.name.is_empty()),
            flags: CommandFlags {
                boxed: has("boxed"),
                generated: !has("gen"),
                success_response: !has("success-response"),
                allow_oob: has("allow-oob"),
                allow_preconfig: has("allow-preconfig"),
                coroutine: has("coroutine"),
            },
        })
    }

    fn event(&self) -> Result<DefinitionKind> {
        self.keys(&["event"], &["data", "boxed", "if", "features"])?;
        Ok(DefinitionKind::Event {
            data: self.data()?.filter(named),
            boxed: self.get("boxed").is_some(),
        })
    }

    /// Arguments or data.
    fn data(&self) -> Result<Option<Members>> {
        if self.get("boxed") != Some(&value::Value::Bool(true)) {
            return self.named_members("data", None);
        }
        match self.type_name("data")? {
            Some(name) => Ok(Some(Members::Of(name))),
            None => self.fail(Fault::BoxedWithoutData),
        }
    }

    /// A flag is there to say what is not usual.
    fn flags(&self) -> Result<()> {
        let is = |flag, usual: bool| match self.get(flag) {
            None => true,
            Some(value) => *value == value::Value::Bool(!usual),
        };
        for flag in ["gen", "success-response"] {
            if !is(flag, true) {
                return self.fail(Fault::FlagNotFalse { flag });
            }
        }
        for flag in ["boxed", "allow-oob", "allow-preconfig", "coroutine"] {
            if !is(flag, false) {
                return self.fail(Fault::FlagNotTrue { flag });
            }
        }
        if self.get("allow-oob").is_some() && self.get("coroutine").is_some() {
            return self.fail(Fault::FlagsExclude);
        }
        Ok(())
    }
}

/// To QEMU's generator, a Python program, an empty name is none.
fn named(members: &Members) -> bool {
    members.type_name() != Some("")
}
