//! What a type is made of.

use serde_json::{Map, Value};

use super::integer::Integer;
use super::open::Enum;
use crate::int::Int;
use crate::protocol::Empty;
use crate::unknown::{UnrecognizedBranch, UnrecognizedEvent, UnrecognizedKind};

/// Any value of generated code, a builtin one too.
pub trait Node {
    /// A value to decode into. It costs no allocation unless boxed, and nobody
    /// sees it: decoding fails if a required member stays unset.
    fn blank() -> Self
    where
        Self: Sized;
    /// Shows what the value is made of.
    fn view(&self, to: View<'_>);
    /// Hands out what the value is made of, for overwriting.
    fn edit(&mut self, to: Edit<'_>);
}

/// A value that may be absent.
pub trait OptNode {
    /// Writes a new value, which is present then.
    fn fill(&mut self, to: Edit<'_>);
}

/// A member for reading. The commonest scalars have their own variants, which
/// saves them a virtual call.
#[derive(Clone, Copy)]
pub enum Get<'a> {
    /// A required `str`.
    Str(&'static str, &'a String),
    /// An optional `str`.
    OptStr(&'static str, &'a Option<String>),
    /// A required integer of unknown width.
    Int(&'static str, &'a Int),
    /// An optional integer of unknown width.
    OptInt(&'static str, &'a Option<Int>),
    /// A required integer without sign.
    U64(&'static str, &'a u64),
    /// An optional integer without sign.
    OptU64(&'static str, &'a Option<u64>),
    /// A required integer with a sign.
    I64(&'static str, &'a i64),
    /// An optional integer with a sign.
    OptI64(&'static str, &'a Option<i64>),
    /// A required `bool`.
    Bool(&'static str, &'a bool),
    /// An optional `bool`.
    OptBool(&'static str, &'a Option<bool>),
    /// Any other required member.
    Node(&'static str, &'a dyn Node),
    /// Any other optional member.
    OptNode(&'static str, Option<&'a dyn Node>),
    /// A member that `Debug` does not show.
    Secret(&'static str, Option<&'a dyn Node>),
    /// The tag of a union, with the branch that it selects.
    Tag(&'static str, &'a dyn Branches),
    /// The tag of a union that may go without.
    OptTag(&'static str, Option<&'a dyn Branches>),
}

/// What an optional member holds.
#[inline]
pub fn present<T: Node>(value: &Option<T>) -> Option<&dyn Node> {
    match value {
        Some(value) => Some(value),
        None => None,
    }
}

/// The branch of a union that may have none.
#[inline]
pub fn present_tag<T: Branches>(branches: &Option<T>) -> Option<&dyn Branches> {
    match branches {
        Some(branches) => Some(branches),
        None => None,
    }
}

/// A member for writing.
pub enum Set<'a> {
    /// A required `str`.
    Str(&'static str, &'a mut String),
    /// An optional `str`.
    OptStr(&'static str, &'a mut Option<String>),
    /// A required integer of unknown width.
    Int(&'static str, &'a mut Int),
    /// An optional integer of unknown width.
    OptInt(&'static str, &'a mut Option<Int>),
    /// A required integer without sign.
    U64(&'static str, &'a mut u64),
    /// An optional integer without sign.
    OptU64(&'static str, &'a mut Option<u64>),
    /// A required integer with a sign.
    I64(&'static str, &'a mut i64),
    /// An optional integer with a sign.
    OptI64(&'static str, &'a mut Option<i64>),
    /// A required `bool`.
    Bool(&'static str, &'a mut bool),
    /// An optional `bool`.
    OptBool(&'static str, &'a mut Option<bool>),
    /// Any other required member.
    Node(&'static str, &'a mut dyn Node),
    /// Any other optional member.
    OptNode(&'static str, &'a mut dyn OptNode),
    /// The tag of a union, with the branch that it selects.
    Tag(&'static str, &'a mut dyn Branches),
    /// The tag of a union that may go without.
    OptTag(&'static str, &'a mut dyn OptBranches),
    /// A tag that has been used.
    Done(&'static str),
}

/// What a value is made of, for reading.
pub(super) enum Shape<'a> {
    /// An object: a name for people, and its members.
    Object(&'static str, &'a [Get<'a>]),
    /// The members of a branch that this build does not know.
    Rest(&'a UnrecognizedBranch),
    /// A list.
    List(&'a dyn List),
    /// A value of an enum.
    Enum(&'a dyn Enum),
    /// A string.
    Str(&'a str),
    /// An integer.
    Int(Int),
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(f64),
    /// Any JSON.
    Any(&'a Value),
    /// What an alternate has no branch for.
    Stray(&'a UnrecognizedKind),
    /// A null.
    Null,
    /// An optional value that is not there.
    Absent,
}

/// What a value is made of, for writing.
pub(super) enum Target<'a> {
    /// An object: its members.
    Object(&'a mut [Set<'a>]),
    /// A union of which some branch has a member that the union has, too.
    Overlapping(&'a mut [Set<'a>]),
    /// The members of a branch that this build does not know.
    Rest(&'a mut Map<String, Value>),
    /// A list.
    List(&'a mut dyn List),
    /// An enum.
    Enum(&'a mut dyn Enum),
    /// An alternate.
    Alternate(&'a mut dyn Alternate),
    /// A string.
    Str(&'a mut String),
    /// An integer.
    Int(&'a mut dyn Integer),
    /// A boolean.
    Bool(&'a mut bool),
    /// A number.
    Number(&'a mut f64),
    /// Any JSON.
    Any(&'a mut Value),
    /// A null.
    Null,
}

/// Who wants to read a value.
///
/// A struct with plain methods, because the call of a closure costs the
/// compiler twice as much in each generated function.
pub struct View<'f>(pub(super) &'f mut dyn FnMut(Shape<'_>));

impl View<'_> {
    /// Shows an object.
    #[inline]
    pub fn object(self, name: &'static str, members: &[Get<'_>]) {
        (self.0)(Shape::Object(name, members));
    }
    /// Shows a value of an enum.
    #[inline]
    pub fn text(self, value: &dyn Enum) {
        (self.0)(Shape::Enum(value));
    }
    /// Shows a null.
    #[inline]
    pub fn null(self) {
        (self.0)(Shape::Null);
    }
}

/// Who wants to write a value.
pub struct Edit<'f>(pub(super) &'f mut dyn FnMut(Target<'_>));

impl Edit<'_> {
    /// Hands out an object.
    #[inline]
    pub fn object<'a>(self, members: &'a mut [Set<'a>]) {
        (self.0)(Target::Object(members));
    }
    /// Hands out a union of which some branch has a member that the union has, too.
    #[inline]
    pub fn overlapping<'a>(self, members: &'a mut [Set<'a>]) {
        (self.0)(Target::Overlapping(members));
    }
    /// Hands out an enum.
    #[inline]
    pub fn text(self, value: &mut dyn Enum) {
        (self.0)(Target::Enum(value));
    }
    /// Hands out an alternate.
    #[inline]
    pub fn alternate(self, value: &mut dyn Alternate) {
        (self.0)(Target::Alternate(value));
    }
    /// Writes a new value and returns it.
    #[inline]
    pub fn fill<T: Node>(self) -> T {
        let mut value = T::blank();
        value.edit(self);
        value
    }
    /// Writes a new value in a box.
    #[inline]
    pub fn boxed<T: Node>(self) -> Box<T> {
        Box::new(self.fill())
    }
    /// Writes a branch that this build does not know.
    pub fn unrecognized(self, tag: &str) -> UnrecognizedBranch {
        let mut branch = UnrecognizedBranch::default();
        (self.0)(Target::Rest(branch.set(tag)));
        branch
    }
}

/// A list of values of one type.
pub(super) trait List {
    /// The value at a position.
    fn at(&self, index: usize) -> Option<&dyn Node>;
    /// How many there are.
    fn count(&self) -> usize;
    /// Adds one value and writes it.
    fn grow(&mut self, to: Edit<'_>);
    /// Removes all.
    fn clear(&mut self);
}

/// The branches of a union.
pub trait Branches {
    /// No branch yet.
    fn blank() -> Self
    where
        Self: Sized;
    /// The tag's value, and the branch if it has members.
    fn branch(&self) -> (&str, Option<&dyn Node>);
    /// Changes to a new branch and writes it; a branch without members is not written.
    fn select(&mut self, tag: &str, to: Edit<'_>);
}

/// The branches of a union that may have none.
pub trait OptBranches {
    /// Branches that are there, and blank.
    fn insert(&mut self) -> &mut dyn Branches;
}

impl<T: Branches> OptBranches for Option<T> {
    fn insert(&mut self) -> &mut dyn Branches {
        Self::insert(self, T::blank())
    }
}

/// A kind of JSON value, as far as it matters to an alternate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An object.
    Object,
    /// A list.
    List,
    /// A string.
    String,
    /// A number without fraction and exponent, in the range of an integer.
    Int,
    /// Any other number.
    Number,
    /// A boolean.
    Bool,
    /// A null.
    Null,
}

/// An alternate: one of several types told apart by their JSON kind.
pub trait Alternate {
    /// Changes to the branch for a kind and writes it; null is not written.
    fn pick(&mut self, kind: Kind, to: Edit<'_>);
}

macro_rules! scalar {
    ($ty:ty, $blank:expr, $variant:ident, |$x:ident| $view:expr) => {
        impl Node for $ty {
            fn blank() -> Self {
                $blank
            }
            fn view(&self, to: View<'_>) {
                let $x = self;
                (to.0)(Shape::$variant($view));
            }
            fn edit(&mut self, to: Edit<'_>) {
                (to.0)(Target::$variant(self));
            }
        }
    };
}
scalar!(String, String::new(), Str, |x| x);
scalar!(Int, Int::ZERO, Int, |x| *x);
scalar!(u8, 0, Int, |x| Int::from(*x));
scalar!(u16, 0, Int, |x| Int::from(*x));
scalar!(u32, 0, Int, |x| Int::from(*x));
scalar!(u64, 0, Int, |x| Int::from(*x));
scalar!(i8, 0, Int, |x| Int::from(*x));
scalar!(i16, 0, Int, |x| Int::from(*x));
scalar!(i32, 0, Int, |x| Int::from(*x));
scalar!(i64, 0, Int, |x| Int::from(*x));
scalar!(bool, false, Bool, |x| *x);
scalar!(f64, 0.0, Number, |x| *x);
scalar!(Value, Value::Null, Any, |x| x);

impl Node for () {
    fn blank() -> Self {}
    fn view(&self, to: View<'_>) {
        to.null();
    }
    fn edit(&mut self, to: Edit<'_>) {
        (to.0)(Target::Null);
    }
}

impl Node for Empty {
    fn blank() -> Self {
        Self {}
    }
    fn view(&self, to: View<'_>) {
        to.object("Empty", &[]);
    }
    fn edit(&mut self, to: Edit<'_>) {
        to.object(&mut []);
    }
}

impl Node for UnrecognizedBranch {
    fn blank() -> Self {
        Self::default()
    }
    fn view(&self, to: View<'_>) {
        (to.0)(Shape::Rest(self));
    }
    fn edit(&mut self, to: Edit<'_>) {
        (to.0)(Target::Rest(self.set("")));
    }
}

impl Node for UnrecognizedEvent {
    fn blank() -> Self {
        Self::default()
    }
    fn view(&self, to: View<'_>) {
        self.0.view(to);
    }
    fn edit(&mut self, to: Edit<'_>) {
        self.0.edit(to);
    }
}

impl Node for UnrecognizedKind {
    fn blank() -> Self {
        Self(Value::Null)
    }
    fn view(&self, to: View<'_>) {
        (to.0)(Shape::Stray(self));
    }
    fn edit(&mut self, to: Edit<'_>) {
        (to.0)(Target::Any(&mut self.0));
    }
}

impl<T: Node> Node for Box<T> {
    #[inline]
    fn blank() -> Self {
        Self::new(T::blank())
    }
    #[inline]
    fn view(&self, to: View<'_>) {
        (**self).view(to);
    }
    #[inline]
    fn edit(&mut self, to: Edit<'_>) {
        (**self).edit(to);
    }
}

impl<T: Node> OptNode for Option<T> {
    #[inline]
    fn fill(&mut self, to: Edit<'_>) {
        *self = Some(to.fill());
    }
}

impl<T: Node> Node for Vec<T> {
    #[inline]
    fn blank() -> Self {
        Self::new()
    }
    #[inline]
    fn view(&self, to: View<'_>) {
        (to.0)(Shape::List(self));
    }
    #[inline]
    fn edit(&mut self, to: Edit<'_>) {
        (to.0)(Target::List(self));
    }
}

impl<T: Node> List for Vec<T> {
    #[inline]
    fn at(&self, index: usize) -> Option<&dyn Node> {
        match self.get(index) {
            Some(value) => Some(value),
            None => None,
        }
    }
    #[inline]
    fn count(&self) -> usize {
        self.len()
    }
    #[inline]
    fn grow(&mut self, to: Edit<'_>) {
        self.push(T::blank());
        if let Some(value) = self.last_mut() {
            value.edit(to);
        }
    }
    #[inline]
    fn clear(&mut self) {
        self.clear();
    }
}

impl<'a> Get<'a> {
    /// The member's name on the wire.
    #[inline]
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Str(name, _)
            | Self::OptStr(name, _)
            | Self::Int(name, _)
            | Self::OptInt(name, _)
            | Self::U64(name, _)
            | Self::OptU64(name, _)
            | Self::I64(name, _)
            | Self::OptI64(name, _)
            | Self::Bool(name, _)
            | Self::OptBool(name, _)
            | Self::Node(name, _)
            | Self::OptNode(name, _)
            | Self::Secret(name, _)
            | Self::Tag(name, _)
            | Self::OptTag(name, _) => name,
        }
    }

    /// Shows the member's value; a tag shows nothing.
    #[inline]
    pub(super) fn shape(&self, see: &mut dyn FnMut(Shape<'_>)) {
        see(match *self {
            Self::Str(_, value) => Shape::Str(value),
            Self::OptStr(_, Some(value)) => Shape::Str(value),
            Self::Int(_, value) => Shape::Int(*value),
            Self::OptInt(_, Some(value)) => Shape::Int(*value),
            Self::U64(_, value) | Self::OptU64(_, Some(value)) => Shape::Int(Int::from(*value)),
            Self::I64(_, value) | Self::OptI64(_, Some(value)) => Shape::Int(Int::from(*value)),
            Self::Bool(_, value) => Shape::Bool(*value),
            Self::OptBool(_, Some(value)) => Shape::Bool(*value),
            Self::Node(_, value) | Self::OptNode(_, Some(value)) | Self::Secret(_, Some(value)) => {
                return value.view(View(see));
            }
            Self::OptStr(..)
            | Self::OptInt(..)
            | Self::OptU64(..)
            | Self::OptI64(..)
            | Self::OptBool(..)
            | Self::OptNode(..)
            | Self::Secret(..)
            | Self::Tag(..)
            | Self::OptTag(..) => Shape::Absent,
        });
    }
}

impl Set<'_> {
    /// The member's name on the wire.
    #[inline]
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Str(name, _)
            | Self::OptStr(name, _)
            | Self::Int(name, _)
            | Self::OptInt(name, _)
            | Self::U64(name, _)
            | Self::OptU64(name, _)
            | Self::I64(name, _)
            | Self::OptI64(name, _)
            | Self::Bool(name, _)
            | Self::OptBool(name, _)
            | Self::Node(name, _)
            | Self::OptNode(name, _)
            | Self::Tag(name, _)
            | Self::OptTag(name, _)
            | Self::Done(name) => name,
        }
    }

    /// Whether decoding fails without the member.
    #[inline]
    pub(super) fn required(&self) -> bool {
        match self {
            Self::Str(..)
            | Self::Int(..)
            | Self::U64(..)
            | Self::I64(..)
            | Self::Bool(..)
            | Self::Node(..)
            | Self::Tag(..) => true,
            Self::OptStr(..)
            | Self::OptInt(..)
            | Self::OptU64(..)
            | Self::OptI64(..)
            | Self::OptBool(..)
            | Self::OptNode(..)
            | Self::OptTag(..)
            | Self::Done(..) => false,
        }
    }

    /// Whether it is a tag that has not come yet.
    #[inline]
    pub(super) fn is_tag(&self) -> bool {
        matches!(self, Self::Tag(..) | Self::OptTag(..))
    }

    /// Hands out the member's value, which becomes present; a tag hands out nothing.
    #[inline]
    pub(super) fn target(&mut self, write: &mut dyn FnMut(Target<'_>)) {
        write(match self {
            Self::Str(_, value) => Target::Str(value),
            Self::OptStr(_, value) => Target::Str(value.insert(String::new())),
            Self::Int(_, value) => Target::Int(*value),
            Self::OptInt(_, value) => Target::Int(value.insert(Int::ZERO)),
            Self::U64(_, value) => Target::Int(*value),
            Self::OptU64(_, value) => Target::Int(value.insert(0)),
            Self::I64(_, value) => Target::Int(*value),
            Self::OptI64(_, value) => Target::Int(value.insert(0)),
            Self::Bool(_, value) => Target::Bool(value),
            Self::OptBool(_, value) => Target::Bool(value.insert(false)),
            Self::Node(_, value) => return value.edit(Edit(write)),
            Self::OptNode(_, value) => return value.fill(Edit(write)),
            Self::Tag(..) | Self::OptTag(..) | Self::Done(..) => return,
        });
    }
}
