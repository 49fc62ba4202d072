//! An event as the message that it came in, to be decoded from.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};

use crate::decode::Json;

/// A message with the members `event` and, if there are any, `data`, which are
/// still to be parsed.
pub(super) struct Message<'j, 'de> {
    pub(super) name: &'de str,
    pub(super) has_data: bool,
    pub(super) json: Json<'j, 'de>,
}

impl<'de> Deserializer<'de> for Message<'_, 'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let mut members = Members {
            message: self,
            next: Next::Event,
        };
        let value = visitor.visit_map(&mut members)?;
        // What nobody asked for is still to be passed over.
        if members.next < Next::End || !members.message.has_data {
            IgnoredAny::deserialize(members.message.json)?;
        }
        Ok(value)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

struct Members<'j, 'de> {
    message: Message<'j, 'de>,
    next: Next,
}

/// The member that comes next.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Next {
    Event,
    Data,
    End,
}

impl<'de> MapAccess<'de> for &mut Members<'_, 'de> {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Self::Error> {
        let key = match self.next {
            Next::Event => "event",
            Next::Data if self.message.has_data => "data",
            Next::Data | Next::End => return Ok(None),
        };
        seed.deserialize(BorrowedStrDeserializer::new(key))
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, Self::Error> {
        match self.next {
            Next::Event => {
                self.next = Next::Data;
                seed.deserialize(BorrowedStrDeserializer::new(self.message.name))
            }
            Next::Data | Next::End => {
                self.next = Next::End;
                seed.deserialize(&mut *self.message.json)
            }
        }
    }
}
