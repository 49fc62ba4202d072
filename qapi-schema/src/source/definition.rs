//! Definitions: what a source says, with conditions and documentation.

use super::condition::Condition;
use super::doc::Doc;
use super::error::Place;

/// A definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    pub(super) name: Box<str>,
    pub(super) place: Place,
    pub(super) condition: Option<Condition>,
    pub(super) features: Vec<Feature>,
    pub(super) kind: DefinitionKind,
    pub(super) doc: Option<Doc>,
}

impl Definition {
    /// The name: of a type, a command or an event.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// The line with which it begins.
    pub fn place(&self) -> Place {
        self.place
    }
    /// Which builds have it; all if there is none.
    pub fn condition(&self) -> Option<&Condition> {
        self.condition.as_ref()
    }
    /// Its features.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }
    /// What it defines.
    pub fn kind(&self) -> &DefinitionKind {
        &self.kind
    }
    /// Its documentation.
    pub fn doc(&self) -> Option<&Doc> {
        self.doc.as_ref()
    }

    /// The word with which the definition begins.
    pub fn keyword(&self) -> &'static str {
        match &self.kind {
            DefinitionKind::Enum { .. } => "enum",
            DefinitionKind::Struct { .. } => "struct",
            DefinitionKind::Union { .. } => "union",
            DefinitionKind::Alternate { .. } => "alternate",
            DefinitionKind::Command { .. } => "command",
            DefinitionKind::Event { .. } => "event",
        }
    }

    /// The members that it defines itself: of a struct, of the base of a union
    /// that is spelt out in it, of arguments or data spelt out.
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            DefinitionKind::Struct { members, .. } => members,
            DefinitionKind::Union { base, .. } => base.members(),
            DefinitionKind::Command {
                data: Some(data), ..
            }
            | DefinitionKind::Event {
                data: Some(data), ..
            } => data.members(),
            _ => &[],
        }
    }

    /// The type that its members are added to: the base of a struct or union,
    /// the arguments or data, where that is a type with a name.
    pub fn base(&self) -> Option<&str> {
        match &self.kind {
            DefinitionKind::Struct { base, .. } => base.as_deref(),
            DefinitionKind::Union { base, .. } => base.type_name(),
            DefinitionKind::Command { data, .. } | DefinitionKind::Event { data, .. } => {
                data.as_ref()?.type_name()
            }
            _ => None,
        }
    }
}

/// What is defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefinitionKind {
    /// An enumeration of strings.
    Enum {
        /// The values.
        values: Vec<Value>,
        /// What the names of values begin with in C.
        prefix: Option<Box<str>>,
    },
    /// An object with members.
    Struct {
        /// The struct whose members it has besides its own.
        base: Option<Box<str>>,
        /// Its own members.
        members: Vec<Member>,
    },
    /// An object with members and branches.
    Union {
        /// The members that all values have, the discriminator among them.
        base: Members,
        /// The member that selects the branch.
        discriminator: Box<str>,
        /// The branches that are spelt out; the other values of the
        /// discriminator add no members.
        branches: Vec<Branch>,
    },
    /// One of several types told apart by their JSON kind.
    Alternate {
        /// The types. The names serve documentation only.
        branches: Vec<Branch>,
    },
    /// A command.
    Command {
        /// The arguments.
        data: Option<Members>,
        /// The type of the reply.
        returns: Option<TypeName>,
        /// How QEMU treats the command.
        flags: CommandFlags,
    },
    /// An event.
    Event {
        /// The data.
        data: Option<Members>,
        /// Whether QEMU's C code gets the data in one piece.
        boxed: bool,
    },
}

/// How QEMU treats a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommandFlags {
    /// Whether QEMU's C code gets the arguments in one piece.
    pub boxed: bool,
    /// Whether the generator makes the code that unpacks the arguments.
    pub generated: bool,
    /// Whether success is answered.
    pub success_response: bool,
    /// Whether it may be executed out of band.
    pub allow_oob: bool,
    /// Whether it may be executed before the machine is built.
    pub allow_preconfig: bool,
    /// Whether it runs in a coroutine.
    pub coroutine: bool,
}

/// Members: those of a type with a name, or spelt out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Members {
    /// Those of a type.
    Of(Box<str>),
    /// These.
    These(Vec<Member>),
}

impl Members {
    /// The members that are spelt out.
    pub fn members(&self) -> &[Member] {
        match self {
            Self::Of(_) => &[],
            Self::These(members) => members,
        }
    }
    /// The name of the type whose they are.
    pub fn type_name(&self) -> Option<&str> {
        match self {
            Self::Of(name) => Some(name),
            Self::These(_) => None,
        }
    }
}

/// A member, or an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub(super) name: Box<str>,
    pub(super) optional: bool,
    pub(super) ty: TypeName,
    pub(super) condition: Option<Condition>,
    pub(super) features: Vec<Feature>,
}

impl Member {
    /// The wire name.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// Whether it may be absent.
    pub fn optional(&self) -> bool {
        self.optional
    }
    /// Its type.
    pub fn ty(&self) -> &TypeName {
        &self.ty
    }
    /// Which builds have it.
    pub fn condition(&self) -> Option<&Condition> {
        self.condition.as_ref()
    }
    /// Its features.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }
}

/// A branch of a union or an alternate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    pub(super) name: Box<str>,
    pub(super) ty: TypeName,
    pub(super) condition: Option<Condition>,
}

impl Branch {
    /// The value of a union's discriminator; a name of no further meaning in an
    /// alternate.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// Its type.
    pub fn ty(&self) -> &TypeName {
        &self.ty
    }
    /// Which builds have it.
    pub fn condition(&self) -> Option<&Condition> {
        self.condition.as_ref()
    }
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    pub(super) name: Box<str>,
    pub(super) condition: Option<Condition>,
    pub(super) features: Vec<Feature>,
}

impl Value {
    /// The string on the wire.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// Which builds have it.
    pub fn condition(&self) -> Option<&Condition> {
        self.condition.as_ref()
    }
    /// Its features.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }
}

/// A feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    pub(super) name: Box<str>,
    pub(super) condition: Option<Condition>,
}

impl Feature {
    /// The word.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// Which builds have it.
    pub fn condition(&self) -> Option<&Condition> {
        self.condition.as_ref()
    }
}

/// A type by its name, or an array of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TypeName {
    /// The name of the type or of the elements.
    pub name: Box<str>,
    /// Whether it is an array.
    pub array: bool,
}
