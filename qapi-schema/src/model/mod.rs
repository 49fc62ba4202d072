//! The checked schema: an arena of types, and the commands and events that use them.

mod builtin;
mod width;

use std::fmt;
use std::ops::Index;

pub use self::builtin::{Builtin, JsonKind};
pub use self::width::Width;
use crate::lookup::{Key, Lookup};

/// A schema that has been resolved and checked.
///
/// Made by [`Schema::from_slice`]. Every [`TypeId`] that it hands out belongs
/// to a type of the same schema, every union tag is an enum member with a
/// branch for each of its values, the branches of an alternate differ in JSON
/// kind, and every type has a finite value.
#[derive(Clone)]
pub struct Schema {
    /// Which of the lists each entry of the dump is in; each list has the dump's order.
    pub(crate) order: Vec<List>,
    pub(crate) types: Vec<Type>,
    pub(crate) commands: Vec<Command>,
    pub(crate) command_lookup: Lookup,
    pub(crate) events: Vec<Event>,
    pub(crate) event_lookup: Lookup,
}

/// A list of a [`Schema`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum List {
    Types,
    Commands,
    Events,
}

/// A type of a [`Schema`]; meaningless with any other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub(crate) u32);

impl TypeId {
    /// The type's position among [`Schema::types`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Debug for TypeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// A command.
#[derive(Clone, Debug)]
pub struct Command {
    pub(crate) name: Box<str>,
    pub(crate) arguments: TypeId,
    pub(crate) returns: TypeId,
    pub(crate) allow_oob: bool,
    pub(crate) success_response: bool,
    pub(crate) features: Features,
}

impl Command {
    /// The name that `execute` carries.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// The object type of the arguments.
    pub fn arguments(&self) -> TypeId {
        self.arguments
    }
    /// The type of `return`; not always an object.
    pub fn returns(&self) -> TypeId {
        self.returns
    }
    /// Whether `exec-oob` is allowed.
    pub fn allow_oob(&self) -> bool {
        self.allow_oob
    }
    /// Whether success is answered at all. No QEMU has been seen to say no.
    pub fn success_response(&self) -> bool {
        self.success_response
    }
    /// The command's features.
    pub fn features(&self) -> &Features {
        &self.features
    }
}

/// An event.
#[derive(Clone, Debug)]
pub struct Event {
    pub(crate) name: Box<str>,
    pub(crate) data: TypeId,
    pub(crate) features: Features,
}

impl Event {
    /// The name that `event` carries.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// The object type of `data`.
    pub fn data(&self) -> TypeId {
        self.data
    }
    /// The event's features.
    pub fn features(&self) -> &Features {
        &self.features
    }
}

/// A type.
#[derive(Clone, Debug)]
pub struct Type {
    pub(crate) wire_name: Box<str>,
    pub(crate) kind: TypeKind,
    pub(crate) features: Features,
}

impl Type {
    /// The type's name in QEMU's QAPI schema, if the dump says it.
    ///
    /// A dump hides the names of all but the builtin types behind numbers that
    /// change from build to build; for those there is none. An array has none
    /// either: it is named after its element.
    pub fn name(&self) -> Option<&str> {
        let hidden = self.wire_name.starts_with('[') || is_masked(&self.wire_name);
        (!hidden).then_some(&*self.wire_name)
    }
    /// The key under which this dump has the type. Not for people: it is
    /// mostly a number that means nothing elsewhere.
    pub fn wire_name(&self) -> &str {
        &self.wire_name
    }
    /// What the type is made of.
    pub fn kind(&self) -> &TypeKind {
        &self.kind
    }
    /// The type's features.
    pub fn features(&self) -> &Features {
        &self.features
    }
    /// The object, if it is one.
    pub fn as_object(&self) -> Option<&Object> {
        match &self.kind {
            TypeKind::Object(object) => Some(object),
            _ => None,
        }
    }
    /// The enum, if it is one.
    pub fn as_enum(&self) -> Option<&Enum> {
        match &self.kind {
            TypeKind::Enum(e) => Some(e),
            _ => None,
        }
    }
}

/// What a type is made of.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// A predefined type.
    Builtin(Builtin),
    /// An enumeration of strings.
    Enum(Enum),
    /// A list of one type.
    Array(TypeId),
    /// A struct, or a union if it has variants.
    Object(Object),
    /// One of several types told apart by their JSON kind.
    Alternate(Alternate),
}

/// A struct, or a union if it has variants.
#[derive(Clone, Debug)]
pub struct Object {
    pub(crate) members: Vec<Member>,
    pub(crate) lookup: Lookup,
    pub(crate) variants: Option<Variants>,
    /// How many of the members are required.
    pub(crate) required: usize,
}

impl Object {
    /// The members that every value may have, a union's tag among them.
    pub fn members(&self) -> &[Member] {
        &self.members
    }
    /// The member of this name and its position; members of branches are not found.
    pub fn member(&self, name: &str) -> Option<(usize, &Member)> {
        self.member_of(Key::new(name))
    }
    #[inline(always)]
    pub(crate) fn member_of(&self, key: Key<'_>) -> Option<(usize, &Member)> {
        let at = self.lookup.find(&self.members, key, |m| &m.name)?;
        Some((at, self.members.get(at)?))
    }
    /// The branches, if the object is a union.
    pub fn variants(&self) -> Option<&Variants> {
        self.variants.as_ref()
    }
    /// The tag and its position among the members, if the object is a union.
    pub fn tag(&self) -> Option<(usize, &Member)> {
        let at = self.variants.as_ref()?.tag;
        Some((at, self.members.get(at)?))
    }
    /// Whether no value has any member: the type of a command without
    /// arguments or result.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty() && self.variants.is_none()
    }
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Member {
    pub(crate) name: Box<str>,
    pub(crate) ty: TypeId,
    pub(crate) optional: bool,
    pub(crate) features: Features,
}

impl Member {
    /// The member's wire name.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// The type of its value.
    pub fn ty(&self) -> TypeId {
        self.ty
    }
    /// Whether it may be absent. Absent and null are different things.
    pub fn optional(&self) -> bool {
        self.optional
    }
    /// The member's features.
    pub fn features(&self) -> &Features {
        &self.features
    }
}

/// The branches of a union.
#[derive(Clone, Debug)]
pub struct Variants {
    pub(crate) tag: usize,
    pub(crate) cases: Vec<Case>,
    pub(crate) lookup: Lookup,
}

impl Variants {
    /// The position of the tag among the object's members. It is a required
    /// member, and its type is an enum.
    pub fn tag(&self) -> usize {
        self.tag
    }
    /// The branches: one for each value of the tag.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }
    /// The branch for a value of the tag.
    pub fn case(&self, value: &str) -> Option<&Case> {
        self.find(value).map(|(_, case)| case)
    }
    /// The branch and its position.
    pub(crate) fn find(&self, value: &str) -> Option<(usize, &Case)> {
        let key = Key::new(value);
        let at = self.lookup.find(&self.cases, key, |case| &case.value)?;
        Some((at, self.cases.get(at)?))
    }
}

/// A branch of a union.
#[derive(Clone, Debug)]
pub struct Case {
    pub(crate) value: Box<str>,
    pub(crate) ty: TypeId,
}

impl Case {
    /// The value of the tag that selects the branch.
    pub fn value(&self) -> &str {
        &self.value
    }
    /// The object type with the members that the branch adds. It may be empty,
    /// and it may be a union itself.
    pub fn ty(&self) -> TypeId {
        self.ty
    }
}

/// An enumeration of strings.
#[derive(Clone, Debug)]
pub struct Enum {
    pub(crate) values: Vec<EnumValue>,
    pub(crate) lookup: Lookup,
    /// Whether the dump listed the values a second time with their features.
    pub(crate) has_members: bool,
}

impl Enum {
    /// The values in the dump's order.
    pub fn values(&self) -> &[EnumValue] {
        &self.values
    }
    /// The value of this name and its position.
    pub fn value(&self, name: &str) -> Option<(usize, &EnumValue)> {
        let at = self
            .lookup
            .find(&self.values, Key::new(name), |value| &value.name)?;
        Some((at, self.values.get(at)?))
    }
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    pub(crate) name: Box<str>,
    pub(crate) features: Features,
}

impl EnumValue {
    /// The string on the wire.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// The value's features.
    pub fn features(&self) -> &Features {
        &self.features
    }
}

/// One of several types told apart by their JSON kind.
#[derive(Clone, Debug)]
pub struct Alternate {
    pub(crate) branches: Vec<TypeId>,
}

impl Alternate {
    /// The types, no two of one JSON kind.
    pub fn branches(&self) -> &[TypeId] {
        &self.branches
    }
}

/// The features of an item. The set of words is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features(pub(crate) Box<[Box<str>]>);

impl Features {
    /// Whether the item has this feature.
    pub fn contains(&self, feature: &str) -> bool {
        self.0.iter().any(|f| **f == *feature)
    }
    /// Whether the item is `deprecated`.
    pub fn deprecated(&self) -> bool {
        self.contains("deprecated")
    }
    /// Whether the item is `unstable`.
    pub fn unstable(&self) -> bool {
        self.contains("unstable")
    }
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The features in the dump's order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|f| &**f)
    }
}

/// Whether a type's name is one of the numbers that QEMU puts in place of names.
pub(crate) fn is_masked(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit())
}

impl Schema {
    /// Whether the schema has QAPI's own type names and integer widths, as one
    /// made from QAPI source has. A QEMU's answer to `query-qmp-schema` has not.
    pub fn is_unmasked(&self) -> bool {
        !self.types.iter().any(|ty| is_masked(&ty.wire_name))
    }
    /// The commands in the dump's order.
    pub fn commands(&self) -> &[Command] {
        &self.commands
    }
    /// The command of this name.
    pub fn command(&self, name: &str) -> Option<&Command> {
        let at = self
            .command_lookup
            .find(&self.commands, Key::new(name), |command| &command.name)?;
        self.commands.get(at)
    }
    /// The events in the dump's order.
    pub fn events(&self) -> &[Event] {
        &self.events
    }
    /// The event of this name.
    pub fn event(&self, name: &str) -> Option<&Event> {
        let at = self
            .event_lookup
            .find(&self.events, Key::new(name), |event| &event.name)?;
        self.events.get(at)
    }
    /// Every type with its id, in the dump's order. Some may have no user left.
    pub fn types(&self) -> impl Iterator<Item = (TypeId, &Type)> {
        (0..).map(TypeId).zip(&self.types)
    }
    /// The kind of JSON value that the type takes; none for `any` and for
    /// alternates, which take several.
    pub fn json_kind(&self, id: TypeId) -> Option<JsonKind> {
        json_kind(&self[id].kind)
    }
}

pub(crate) fn json_kind(kind: &TypeKind) -> Option<JsonKind> {
    Some(match kind {
        TypeKind::Builtin(Builtin::Str) | TypeKind::Enum(_) => JsonKind::String,
        TypeKind::Builtin(Builtin::Int(_) | Builtin::Number) => JsonKind::Number,
        TypeKind::Builtin(Builtin::Bool) => JsonKind::Bool,
        TypeKind::Builtin(Builtin::Null) => JsonKind::Null,
        TypeKind::Builtin(Builtin::Any) | TypeKind::Alternate(_) => return None,
        TypeKind::Array(_) => JsonKind::Array,
        TypeKind::Object(_) => JsonKind::Object,
    })
}

impl Index<TypeId> for Schema {
    type Output = Type;

    /// The type of an id that this schema handed out.
    #[expect(
        clippy::indexing_slicing,
        reason = "an id of another schema is a bug of the caller, as with a slice's index"
    )]
    fn index(&self, id: TypeId) -> &Type {
        &self.types[id.index()]
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema")
            .field("commands", &self.commands.len())
            .field("events", &self.events.len())
            .field("types", &self.types.len())
            .finish()
    }
}
