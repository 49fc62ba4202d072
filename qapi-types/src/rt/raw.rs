//! Members that come before the tag that says what they are.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use serde::de::value::Error as Refusal;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::depth;

/// The JSON text of one value.
pub(super) struct Raw<'de>(Cow<'de, str>);

/// Reads a value as its text. `serde_json` hands the text out as it stands;
/// from any other format the value is read into a tree and written as JSON.
pub(super) struct Hold;

impl<'de> Raw<'de> {
    /// Reads the value after all.
    pub(super) fn read<T, E: Error>(
        &self,
        seed: impl for<'x> DeserializeSeed<'x, Value = T>,
    ) -> Result<T, E> {
        let mut deserializer = serde_json::Deserializer::from_str(&self.0);
        if depth::is_raised() {
            deserializer.disable_recursion_limit();
        }
        seed.deserialize(&mut deserializer).map_err(placeless)
    }

    /// Reads a string after all, without a copy where that can be.
    pub(super) fn read_str<E: Error>(self) -> Result<Cow<'de, str>, E> {
        match self.0 {
            Cow::Borrowed(text) => {
                let mut deserializer = serde_json::Deserializer::from_str(text);
                Text.deserialize(&mut deserializer).map_err(placeless)
            }
            Cow::Owned(text) => {
                let mut deserializer = serde_json::Deserializer::from_str(&text);
                let text = Text.deserialize(&mut deserializer).map_err(placeless)?;
                Ok(Cow::Owned(text.into_owned()))
            }
        }
    }
}

/// The error without its line and column, which count from the start of the text.
fn placeless<E: Error>(error: serde_json::Error) -> E {
    let message = error.to_string();
    let place = message.rfind(" at line ");
    E::custom(
        message
            .get(..place.unwrap_or(message.len()))
            .unwrap_or(&message),
    )
}

impl<'de> DeserializeSeed<'de> for Hold {
    type Value = Raw<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw<'de>, D::Error> {
        deserializer.deserialize_newtype_struct(token(), self)
    }
}

impl<'de> Visitor<'de> for Hold {
    type Value = Raw<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw<'de>, A::Error> {
        map.next_key::<IgnoredAny>()?;
        map.next_value_seed(Text).map(Raw)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<Raw<'de>, D::Error> {
        let tree = Value::deserialize(value)?;
        Ok(Raw(Cow::Owned(tree.to_string())))
    }
}

/// The name by which `serde_json` knows that its raw text is wanted, as its own
/// type asks for it.
fn token() -> &'static str {
    static TOKEN: OnceLock<&'static str> = OnceLock::new();
    TOKEN.get_or_init(|| {
        let mut token = "";
        // It refuses in any case: all that matters is what it is asked.
        drop(Box::<RawValue>::deserialize(Probe(&mut token)));
        token
    })
}

struct Probe<'a>(&'a mut &'static str);

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Refusal> {
        Err(Refusal::custom("only asking"))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: V,
    ) -> Result<V::Value, Refusal> {
        *self.0 = name;
        Err(Refusal::custom("only asking"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// Reads a string, borrowed where that can be.
pub(super) struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text))
    }
}
