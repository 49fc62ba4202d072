//! Bindings by the names on the wire.

use std::collections::HashMap;

use qapi_schema::{Coordinate, Part};
use qapi_types::registry::{Codec, Registered};
use serde_json::Value;

/// The types that one schema's bindings have for its commands and events.
#[derive(Debug)]
pub struct Bindings {
    codecs: HashMap<(&'static str, Part), Codec>,
}

impl Bindings {
    /// The bindings of a captured schema among those of all; none if there is
    /// none of this name.
    pub fn of(dump: &str, all: &[(&str, &'static [Registered])]) -> Option<Self> {
        let (_, registry) = all.iter().find(|(name, _)| *name == dump)?;
        Some(Self::new(registry))
    }

    /// The bindings that a registry lists.
    pub fn new(registry: &'static [Registered]) -> Self {
        let entries = registry.iter().flat_map(|registered| match *registered {
            Registered::Command {
                name,
                arguments,
                reply,
            } => vec![
                ((name, Part::Arguments), arguments),
                ((name, Part::Returns), reply),
            ],
            Registered::Event { name, data } => vec![((name, Part::Data), data)],
        });
        Self {
            codecs: entries.collect(),
        }
    }

    /// Decodes the text of arguments, a reply or an event's data into its type
    /// and encodes that back.
    ///
    /// # Errors
    ///
    /// If there is no such type, or it does not take the text.
    pub fn recode(&self, at: &Coordinate, text: &[u8]) -> Result<Value, String> {
        let back = self.codec(at)?.recode(text).map_err(|e| e.to_string())?;
        serde_json::from_slice(&back).map_err(|e| e.to_string())
    }

    /// The same of a value in memory.
    ///
    /// # Errors
    ///
    /// As above.
    pub fn recode_value(&self, at: &Coordinate, value: &Value) -> Result<Value, String> {
        let back = self.codec(at)?.recode_value(value);
        back.map(|back| back.value).map_err(|e| e.to_string())
    }

    /// What `Debug` prints of a value that is decoded into its type.
    ///
    /// # Errors
    ///
    /// As above.
    pub fn print(&self, at: &Coordinate, value: &Value) -> Result<String, String> {
        self.codec(at)?.print(value).map_err(|e| e.to_string())
    }

    fn codec(&self, at: &Coordinate) -> Result<Codec, String> {
        let part = at.part().ok_or_else(|| format!("{at} names no part"))?;
        let codec = self.codecs.get(&(at.name(), part)).copied();
        codec.ok_or_else(|| format!("the bindings lack {at}"))
    }
}

/// Whether two values are equal, numbers by what they say: bindings write a
/// `number` as a double, whatever it was.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            a == b || (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64()
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let mut members = a.iter();
            a.len() == b.len() && members.all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}
