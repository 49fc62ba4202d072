//! JSON Schema of generated types, for `schemars`.

use std::collections::HashMap;

use serde_json::Value;

pub use schemars::{JsonSchema, Schema, SchemaGenerator};

/// Where the texts of generated schemas say that a type is.
const DEFINITIONS: &str = "#/$defs/";

/// The schema in a generated text. `uses` are the types in it, and what
/// `schemars` has instead of a reference to each.
pub fn schema(text: &str, uses: &[(&str, Schema)]) -> Schema {
    let uses: HashMap<&str, &Schema> = uses.iter().map(|(name, schema)| (*name, schema)).collect();
    let mut value = serde_json::from_str(text).unwrap_or(Value::Bool(true));
    let mut queue = vec![&mut value];
    while let Some(part) = queue.pop() {
        let named = part.get("$ref").and_then(Value::as_str);
        let named = named.and_then(|path| path.strip_prefix(DEFINITIONS));
        let reference = named.and_then(|name| uses.get(name)).copied();
        match part {
            Value::Object(members) => {
                if let Some(reference) = reference.and_then(Schema::as_object) {
                    members.remove("$ref");
                    members.extend(reference.clone());
                }
                queue.extend(members.values_mut());
            }
            Value::Array(elements) => queue.extend(elements),
            _ => {}
        }
    }
    Schema::try_from(value).unwrap_or_default()
}

/// `JsonSchema` of types: a name, the text of its schema, the types in that.
#[doc(hidden)]
#[macro_export]
macro_rules! __json_schemas {
    ($($name:ident $text:literal [$($of:ident)*])*) => {$(
        impl $crate::__private::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(stringify!($name))
            }
            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(concat!(module_path!(), "::", stringify!($name)))
            }
            fn json_schema(
                generator: &mut $crate::__private::SchemaGenerator,
            ) -> $crate::__private::Schema {
                // What names no other type needs none.
                let _ = &generator;
                $crate::__private::schema($text, &[
                    $((stringify!($of), generator.subschema_for::<super::types::$of>()),)*
                ])
            }
        }
    )*};
}
