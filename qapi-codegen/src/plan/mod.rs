//! Stage three: what will be emitted, as plain data.
//!
//! Everything is decided here (what is a struct of its own, what is boxed,
//! what has setters, what the docs say); the emitter only spells it out.

mod build;
mod cycles;
mod docs;
mod secrets;
mod whereabouts;

pub use build::plan;

use std::ops::RangeInclusive;

use qapi_schema::Width;

use crate::model::Availability;

/// The bindings of a model, ready to be spelt out.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Module `commands`, sorted by wire name.
    pub commands: Vec<CommandItem>,
    /// Module `events`, sorted by wire name.
    pub events: Vec<EventItem>,
    /// Module `types`, sorted by Rust name.
    pub types: Vec<TypeItem>,
    /// What the schemas are called, the oldest first.
    pub sources: Vec<String>,
    /// What the docs of each module say of the schemas.
    pub docs: Vec<String>,
}

impl Plan {
    /// Takes back that anything is deprecated; docs and features still say so.
    pub fn leave_out_deprecated(&mut self) {
        let structure = |structure: &mut Struct| {
            for field in &mut structure.fields {
                field.head.deprecated = false;
            }
            if let Some(union) = &mut structure.union {
                union.tag.deprecated = false;
                for branch in &mut union.branches {
                    branch.head.deprecated = false;
                }
            }
        };
        let content = |content: &mut Content| {
            if let Content::Own(own) = content {
                structure(own);
            }
        };
        for command in &mut self.commands {
            command.head.deprecated = false;
            content(&mut command.arguments);
        }
        for event in &mut self.events {
            event.head.deprecated = false;
            content(&mut event.data);
        }
        for item in &mut self.types {
            item.head.deprecated = false;
            match &mut item.kind {
                TypeItemKind::Struct(own) => structure(own),
                TypeItemKind::Enum(values) => {
                    values.iter_mut().for_each(|value| value.deprecated = false);
                }
                TypeItemKind::Alternate(_) => {}
            }
        }
    }
}

/// What every item has.
#[derive(Clone, Debug)]
pub struct Head {
    /// The Rust name.
    pub name: String,
    /// The wire name, for what has one.
    pub wire: String,
    /// Lines of documentation, at least one.
    pub docs: Vec<String>,
    /// Features.
    pub features: Vec<String>,
    /// Whether every schema that has the item calls it deprecated.
    pub deprecated: bool,
    /// Which schemas have it.
    pub availability: Availability,
}

/// A command.
#[derive(Clone, Debug)]
pub struct CommandItem {
    /// Name, docs, features.
    pub head: Head,
    /// The arguments.
    pub arguments: Content,
    /// The reply.
    pub reply: RustType,
    /// Whether out-of-band execution is allowed.
    pub allow_oob: bool,
    /// Whether success is answered.
    pub success_response: bool,
}

/// An event.
#[derive(Clone, Debug)]
pub struct EventItem {
    /// Name, docs, features.
    pub head: Head,
    /// The data.
    pub data: Content,
}

/// The content of a command or event.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are of the large variant"
)]
pub enum Content {
    /// Fields of its own: an object type that nothing else uses, or none.
    Own(Struct),
    /// A struct of module `types`, by Rust name: a union or a type with other
    /// users.
    Wraps(String),
}

/// An item of module `types`.
#[derive(Clone, Debug)]
pub struct TypeItem {
    /// Name, docs, features. There is no wire name: a dump hides it.
    pub head: Head,
    /// What it is.
    pub kind: TypeItemKind,
}

/// The kinds of item in module `types`.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "most are structs")]
pub enum TypeItemKind {
    /// A struct.
    Struct(Struct),
    /// An open enum of strings.
    Enum(Vec<Head>),
    /// An enum with a variant for each JSON kind.
    Alternate(Vec<AlternateBranch>),
}

/// A struct: all that an object has in common, and the branches if it is a
/// union.
#[derive(Clone, Debug, Default)]
pub struct Struct {
    /// The fields, in the order of the members, without a union's tag.
    pub fields: Vec<Field>,
    /// The branches.
    pub union: Option<Union>,
    /// The Rust name of a struct of all that is required, which `new` takes
    /// instead of parameters where there are more than four; it lives beside
    /// this struct.
    pub required: Option<String>,
    /// Whether it can be part of arguments: then optional fields get setters.
    pub sent: bool,
    /// Whether it can be part of a reply or event.
    pub received: bool,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name, wire name, docs, features.
    pub head: Head,
    /// The type, without `Option` and `Box`.
    pub ty: RustType,
    /// Whether it is an `Option`.
    pub optional: bool,
    /// Whether it is in a `Box` (inside the `Option`), to end a cycle.
    pub boxed: bool,
    /// Which schemas require it.
    pub required: Availability,
    /// Whether `Debug` must not show it.
    pub secret: bool,
}

/// The branches of a union.
#[derive(Clone, Debug)]
pub struct Union {
    /// The field that holds the branch; its wire name is the tag.
    pub tag: Head,
    /// Whether there may be no tag, and then no branch: the field is an `Option`.
    pub optional: bool,
    /// Which schemas require the tag.
    pub required: Availability,
    /// Whether some branch has a member that the union has, too.
    pub overlapping: bool,
    /// Where in the order of members the tag is: before this field.
    pub position: usize,
    /// The Rust name of the enum of branches, in module `types`.
    pub name: String,
    /// The branches.
    pub branches: Vec<Branch>,
}

/// A branch of a union.
#[derive(Clone, Debug)]
pub struct Branch {
    /// The variant; its wire name is the tag's value.
    pub head: Head,
    /// The struct with the branch's members, by Rust name (boxed); none for a
    /// branch that adds nothing.
    pub ty: Option<String>,
    /// The name of the constructor of the union with this branch.
    pub constructor: String,
}

/// A branch of an alternate.
#[derive(Clone, Debug)]
pub struct AlternateBranch {
    /// The variant's name: the JSON kind.
    pub name: String,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Its content; objects are boxed, null has none.
    pub ty: RustType,
}

/// The Rust type of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integer {
    /// `Int`, which takes all integers of `i64` and `u64`.
    Any,
    /// `u8`
    U8,
    /// `u16`
    U16,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `i8`
    I8,
    /// `i16`
    I16,
    /// `i32`
    I32,
    /// `i64`
    I64,
}

impl Integer {
    /// The type for a width that a schema tells. What is received is as wide as
    /// can be: a later QEMU may send more.
    pub fn of(width: Width, received: bool) -> Self {
        match (width, received) {
            (Width::Unknown, _) => Self::Any,
            (Width::Uint8, false) => Self::U8,
            (Width::Uint16, false) => Self::U16,
            (Width::Uint32, false) => Self::U32,
            (Width::Uint8 | Width::Uint16 | Width::Uint32 | Width::Uint64 | Width::Size, _) => {
                Self::U64
            }
            (Width::Int8, false) => Self::I8,
            (Width::Int16, false) => Self::I16,
            (Width::Int32, false) => Self::I32,
            (Width::Int8 | Width::Int16 | Width::Int32 | Width::Int64 | Width::Int, _) => Self::I64,
        }
    }

    /// The type in Rust; `Int` is that of `qapi-types`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Any => "Int",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
        }
    }

    /// The integers on the wire that QEMU takes. It takes negative ones for
    /// `uint64` and `size` too, and wraps them.
    pub fn range(self) -> RangeInclusive<i128> {
        let width = match self {
            Self::Any => Width::Unknown,
            Self::U8 => Width::Uint8,
            Self::U16 => Width::Uint16,
            Self::U32 => Width::Uint32,
            Self::U64 => Width::Uint64,
            Self::I8 => Width::Int8,
            Self::I16 => Width::Int16,
            Self::I32 => Width::Int32,
            Self::I64 => Width::Int64,
        };
        width.range()
    }
}

/// The Rust type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RustType {
    /// `bool`
    Bool,
    /// An integer.
    Int(Integer),
    /// `f64`
    Number,
    /// `String`
    Str,
    /// `serde_json::Value`
    Any,
    /// JSON null, which is not the absence of a value.
    Null,
    /// The object without members.
    Empty,
    /// `Vec`
    List(Box<RustType>),
    /// An enum of module `types`.
    Enum(String),
    /// A struct of module `types`.
    Struct(String),
    /// An alternate of module `types`.
    Alternate(String),
}
