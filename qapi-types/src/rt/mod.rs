//! What generated code is written against. Not for people: it may change with
//! every version.
//!
//! A generated type says what it is made of, twice: [`Node::view`] lists
//! references to its members for reading, [`Node::edit`] for writing. All else
//! (encode, decode, print, clone, compare) is written once, here, over those
//! lists, and is generic over the serializer only. So a type costs the compiler
//! two straight-line functions instead of five derived impls, and a program pays
//! for a walker once instead of once a type. `ARCHITECTURE.md` has the figures.

#![expect(
    missing_debug_implementations,
    reason = "they live for one call, and their content is behind closures"
)]

mod compare;
mod decode;
mod encode;
mod event;
mod integer;
#[cfg(feature = "schemars")]
mod json_schema;
mod macros;
mod members;
mod node;
mod open;
mod print;
mod raw;
mod trail;
mod unknown;

pub use std::boxed::Box;
pub use std::clone::Clone;
pub use std::cmp::{Eq, PartialEq};
pub use std::convert::{From, Into};
pub use std::fmt::{Debug, Display, Formatter, Result as FmtResult};
pub use std::hash::{Hash, Hasher};
pub use std::option::Option::{self, None, Some};
pub use std::result::Result;
pub use std::string::String;
pub use std::vec::Vec;

pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
pub use serde_json::Value;

pub use crate::int::Int;
pub use crate::metadata::{Availability, item};
pub use crate::protocol::{Command, Empty, Event, Featured};
pub use crate::unknown::{Unrecognized, UnrecognizedBranch, UnrecognizedEvent, UnrecognizedKind};

#[cfg(feature = "schemars")]
pub use crate::__json_schemas as json_schemas;
pub use crate::registry::{Codec, Registered};
pub use crate::{
    __branches as branches, __described as described, __enums as enums, __events as events,
    __objects as objects, __wrappers as wrappers,
};
pub use compare::{branches_eq, clone_branches, copy, eq};
pub use decode::de;
pub use encode::ser;
pub use event::{de_event, ser_event};
#[cfg(feature = "schemars")]
pub use json_schema::{JsonSchema, Schema, SchemaGenerator, schema};
pub use node::{
    Alternate, Branches, Edit, Get, Kind, Node, OptNode, Set, View, present, present_tag,
};
pub use open::{Enum, parse_enum, unrecognized};
pub(crate) use print::Printed;
pub use print::{Redacted, debug, debug_branches};
pub(crate) use unknown::unknown;

/// An empty string, without a call.
pub const TEXT: String = String::new();
