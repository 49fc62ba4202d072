//! What QEMU sends in answer to `query-qmp-schema`, member for member.
//!
//! This mirrors `SchemaInfo` of QEMU's `qapi/introspect.json`, flattened: one
//! struct carries the members of every meta-type, because QEMU sends
//! `meta-type` late and buffering each entry until then would be slow.
//! Members this version does not know are ignored. The fields stand in the order
//! in which QEMU writes the members (that of its dictionaries, by hash).

use std::borrow::Cow;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::quote::quoted;
use crate::suggest::did_you_mean;

/// One entry of a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", remote = "Self")]
pub struct SchemaInfo<'a> {
    /// The entry's name; a number in the text for the types that QEMU masks.
    #[serde(borrow)]
    pub name: Text<'a>,
    /// Arrays: the type of an element.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub element_type: Option<Text<'a>>,
    /// Unions: the name of the member that selects the branch.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<Text<'a>>,
    /// Unions: a branch for each value of the tag.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub variants: Option<Vec<VariantInfo<'a>>>,
    /// Commands: the type of the reply.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub ret_type: Option<Text<'a>>,
    /// Objects, enums and alternates: their members.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub members: Option<Vec<MemberInfo<'a>>>,
    /// Commands: whether out-of-band execution is allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_oob: Option<bool>,
    /// Builtins: the JSON type.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub json_type: Option<Text<'a>>,
    /// Which of the other members count.
    pub meta_type: MetaType,
    /// Commands and events: the object type of the arguments or the data.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub arg_type: Option<Text<'a>>,
    /// Commands: false where success sends no reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success_response: Option<bool>,
    /// Enums: the values; the only form up to QEMU 6.1.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<Text<'a>>>,
    /// Features of the entry.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub features: Option<Vec<Text<'a>>>,
}

/// The kinds of entry (`SchemaMetaType`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MetaType {
    /// A predefined type.
    #[default]
    Builtin,
    /// An enumeration of strings.
    Enum,
    /// A list of one type.
    Array,
    /// A struct or a union.
    Object,
    /// One of several types told apart by their JSON kind.
    Alternate,
    /// A command.
    Command,
    /// An event.
    Event,
}

const META_TYPES: [(&str, MetaType); 7] = [
    ("object", MetaType::Object),
    ("command", MetaType::Command),
    ("enum", MetaType::Enum),
    ("array", MetaType::Array),
    ("event", MetaType::Event),
    ("alternate", MetaType::Alternate),
    ("builtin", MetaType::Builtin),
];

impl<'de> Deserialize<'de> for MetaType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        let name = text.as_str();
        let found = META_TYPES.iter().find(|(known, _)| *known == name);
        found.map(|(_, meta_type)| *meta_type).ok_or_else(|| {
            let hint = did_you_mean(name, META_TYPES.map(|(known, _)| known));
            D::Error::custom(format_args!("unknown `meta-type` {}{hint}", quoted(name)))
        })
    }
}

/// A member of an object, an enum or an alternate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(remote = "Self")]
pub struct MemberInfo<'a> {
    /// Objects and enums: the member's name or the enum's value.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text<'a>>,
    /// Objects: present where the member is optional. QEMU always sends null.
    #[serde(default, skip_serializing_if = "Present::is_absent")]
    pub default: Present,
    /// Objects and alternates: the type.
    #[serde(
        borrow,
        rename = "type",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub ty: Option<Text<'a>>,
    /// Features of the member.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub features: Option<Vec<Text<'a>>>,
}

/// A branch of a union.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(remote = "Self")]
pub struct VariantInfo<'a> {
    /// The value of the tag.
    #[serde(borrow)]
    pub case: Text<'a>,
    /// The object type with the branch's members.
    #[serde(borrow, rename = "type")]
    pub ty: Text<'a>,
}

/// serde's derive also reads a struct from an array of its fields; QEMU sends
/// objects, and anything else is a mistake. So the derived functions
/// (`remote = "Self"`) are only handed objects.
macro_rules! objects {
    ($($ty:ident: $expecting:literal,)+) => {$(
        impl<'de: 'a, 'a> Deserialize<'de> for $ty<'a> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct ObjectVisitor;
                impl<'de> Visitor<'de> for ObjectVisitor {
                    type Value = $ty<'de>;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($expecting)
                    }
                    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<$ty<'de>, A::Error> {
                        $ty::deserialize(MapAccessDeserializer::new(map))
                    }
                }
                deserializer.deserialize_map(ObjectVisitor)
            }
        }

        impl Serialize for $ty<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }
    )+};
}

objects! {
    SchemaInfo: "a schema entry (an object)",
    MemberInfo: "a member (an object)",
    VariantInfo: "a variant (an object)",
}

/// A string, borrowed from the input where it has no escapes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Text<'a>(pub Cow<'a, str>);

impl Text<'_> {
    /// The string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(v)))
            }
            fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(v.to_owned())))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

/// Whether a member is there at all, whatever its value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Present(pub bool);

impl Present {
    fn is_absent(&self) -> bool {
        !self.0
    }
}

impl<'de> Deserialize<'de> for Present {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self(true))
    }
}

impl Serialize for Present {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}
