// Made by qapi-codegen from QEMU's answer to `query-qmp-schema`.

/// Commands.
#[allow(
    bindings_with_variant_name,
    clippy::all,
    clippy::pedantic,
    dead_code,
    deprecated,
    unreachable_pub,
    unused_imports,
    unused_qualifications,
    reason = "generated"
)]
pub mod commands {
    use ::qapi_types::__private as rt;

    /// The command `set`.
    #[doc(alias = "set")]
    #[non_exhaustive]
    pub struct Set {
        /// `ref`
        pub r#ref: rt::Option<super::types::SetRef>,
        /// `mode`
        pub mode: rt::Option<super::types::SetMode>,
        /// `mask`
        pub mask: rt::Option<super::types::SetMask>,
        /// `name`
        pub name: rt::Option<super::types::SetName>,
        /// `names`
        pub names: rt::Option<super::types::SetNames>,
        /// `half`
        pub half: rt::Option<super::types::SetHalf>,
        /// `all`
        pub all: rt::Option<super::types::SetAll>,
    }
    impl Set {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                r#ref: rt::None,
                mode: rt::None,
                mask: rt::None,
                name: rt::None,
                names: rt::None,
                half: rt::None,
                all: rt::None,
            }
        }
        /// Sets `ref`.
        pub fn r#ref(mut self, r#ref: impl rt::Into<super::types::SetRef>) -> Self {
            self.r#ref = rt::Some(r#ref.into());
            self
        }
        /// Sets `mode`.
        pub fn mode(mut self, mode: impl rt::Into<super::types::SetMode>) -> Self {
            self.mode = rt::Some(mode.into());
            self
        }
        /// Sets `mask`.
        pub fn mask(mut self, mask: impl rt::Into<super::types::SetMask>) -> Self {
            self.mask = rt::Some(mask.into());
            self
        }
        /// Sets `name`.
        pub fn name(mut self, name: impl rt::Into<super::types::SetName>) -> Self {
            self.name = rt::Some(name.into());
            self
        }
        /// Sets `names`.
        pub fn names(mut self, names: impl rt::Into<super::types::SetNames>) -> Self {
            self.names = rt::Some(names.into());
            self
        }
        /// Sets `half`.
        pub fn half(mut self, half: impl rt::Into<super::types::SetHalf>) -> Self {
            self.half = rt::Some(half.into());
            self
        }
        /// Sets `all`.
        pub fn all(mut self, all: impl rt::Into<super::types::SetAll>) -> Self {
            self.all = rt::Some(all.into());
            self
        }
    }
    impl rt::Node for Set {
        #[inline]
        fn blank() -> Self {
            Self {
                r#ref: rt::None,
                mode: rt::None,
                mask: rt::None,
                name: rt::None,
                names: rt::None,
                half: rt::None,
                all: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Set", &[
                rt::Get::OptNode("ref", rt::present(&self.r#ref)),
                rt::Get::OptNode("mode", rt::present(&self.mode)),
                rt::Get::OptNode("mask", rt::present(&self.mask)),
                rt::Get::OptNode("name", rt::present(&self.name)),
                rt::Get::OptNode("names", rt::present(&self.names)),
                rt::Get::OptNode("half", rt::present(&self.half)),
                rt::Get::OptNode("all", rt::present(&self.all)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptNode("ref", &mut self.r#ref),
                rt::Set::OptNode("mode", &mut self.mode),
                rt::Set::OptNode("mask", &mut self.mask),
                rt::Set::OptNode("name", &mut self.name),
                rt::Set::OptNode("names", &mut self.names),
                rt::Set::OptNode("half", &mut self.half),
                rt::Set::OptNode("all", &mut self.all),
            ]);
        }
    }
    impl rt::Command for Set {
        const NAME: &'static str = "set";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::SetReturn;
    }
    rt::described! {
        commands:
        Set
    }
    rt::objects! {
        Set
    }
}

/// Events.
#[allow(
    bindings_with_variant_name,
    clippy::all,
    clippy::pedantic,
    dead_code,
    deprecated,
    unreachable_pub,
    unused_imports,
    unused_qualifications,
    reason = "generated"
)]
pub mod events {
    use ::qapi_types::__private as rt;

    /// Any event, as a message has it: `{"event": …, "data": …}`.
    #[non_exhaustive]
    pub enum Event {
        /// An event that this build does not know.
        Unrecognized(rt::UnrecognizedEvent),
    }
    impl rt::Branches for Event {
        #[inline]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[inline]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[inline]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                _ => Self::Unrecognized(to.unrecognized(tag).into()),
            };
        }
    }
    rt::events! { Event }
}

/// Types of members and replies.
#[allow(
    bindings_with_variant_name,
    clippy::all,
    clippy::pedantic,
    dead_code,
    deprecated,
    unreachable_pub,
    unused_imports,
    unused_qualifications,
    reason = "generated"
)]
pub mod types {
    use ::qapi_types::__private as rt;

    /// Used at `set.arguments.all`.
    #[non_exhaustive]
    pub enum SetAll {
        /// An object
        Object(rt::Box<SetRefObject>),
        /// A list
        List(rt::Vec<SetRefObject>),
        /// A string of an enum
        Enum(SetModeEnum),
        /// An integer
        Int(rt::Int),
        /// A bool
        Bool(bool),
        /// JSON null, which is not the same as absent
        Null,
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for SetAll {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            match self {
                Self::Object(it) => rt::Node::view(it, to),
                Self::List(it) => rt::Node::view(it, to),
                Self::Enum(it) => rt::Node::view(it, to),
                Self::Int(it) => rt::Node::view(it, to),
                Self::Bool(it) => rt::Node::view(it, to),
                Self::Null => to.null(),
                Self::Unrecognized(it) => rt::Node::view(it, to),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.alternate(self);
        }
    }
    impl rt::Alternate for SetAll {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::Object => Self::Object(to.fill()),
                rt::Kind::List => Self::List(to.fill()),
                rt::Kind::String => Self::Enum(to.fill()),
                rt::Kind::Int => Self::Int(to.fill()),
                rt::Kind::Bool => Self::Bool(to.fill()),
                rt::Kind::Null => Self::Null,
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<SetRefObject> for SetAll {
        #[inline]
        fn from(value: SetRefObject) -> Self {
            Self::Object(rt::Box::new(value))
        }
    }
    impl rt::From<rt::Vec<SetRefObject>> for SetAll {
        #[inline]
        fn from(value: rt::Vec<SetRefObject>) -> Self {
            Self::List(value)
        }
    }
    impl rt::From<SetModeEnum> for SetAll {
        #[inline]
        fn from(value: SetModeEnum) -> Self {
            Self::Enum(value)
        }
    }
    impl rt::From<rt::Int> for SetAll {
        #[inline]
        fn from(value: rt::Int) -> Self {
            Self::Int(value)
        }
    }
    impl rt::From<bool> for SetAll {
        #[inline]
        fn from(value: bool) -> Self {
            Self::Bool(value)
        }
    }
    /// Used at `set.arguments.half`.
    #[non_exhaustive]
    pub enum SetHalf {
        /// A number
        Number(f64),
        /// A bool
        Bool(bool),
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for SetHalf {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            match self {
                Self::Number(it) => rt::Node::view(it, to),
                Self::Bool(it) => rt::Node::view(it, to),
                Self::Unrecognized(it) => rt::Node::view(it, to),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.alternate(self);
        }
    }
    impl rt::Alternate for SetHalf {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::Int | rt::Kind::Number => Self::Number(to.fill()),
                rt::Kind::Bool => Self::Bool(to.fill()),
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<f64> for SetHalf {
        #[inline]
        fn from(value: f64) -> Self {
            Self::Number(value)
        }
    }
    impl rt::From<bool> for SetHalf {
        #[inline]
        fn from(value: bool) -> Self {
            Self::Bool(value)
        }
    }
    /// Used at `set.arguments.mask`.
    #[non_exhaustive]
    pub enum SetMask {
        /// A list
        List(rt::Vec<rt::Int>),
        /// An integer
        Int(rt::Int),
        /// A bool
        Bool(bool),
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for SetMask {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            match self {
                Self::List(it) => rt::Node::view(it, to),
                Self::Int(it) => rt::Node::view(it, to),
                Self::Bool(it) => rt::Node::view(it, to),
                Self::Unrecognized(it) => rt::Node::view(it, to),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.alternate(self);
        }
    }
    impl rt::Alternate for SetMask {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::List => Self::List(to.fill()),
                rt::Kind::Int => Self::Int(to.fill()),
                rt::Kind::Bool => Self::Bool(to.fill()),
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<rt::Vec<rt::Int>> for SetMask {
        #[inline]
        fn from(value: rt::Vec<rt::Int>) -> Self {
            Self::List(value)
        }
    }
    impl rt::From<rt::Int> for SetMask {
        #[inline]
        fn from(value: rt::Int) -> Self {
            Self::Int(value)
        }
    }
    impl rt::From<bool> for SetMask {
        #[inline]
        fn from(value: bool) -> Self {
            Self::Bool(value)
        }
    }
    /// Used at `set.arguments.mode`.
    #[non_exhaustive]
    pub enum SetMode {
        /// An object
        Object(rt::Box<SetRefObject>),
        /// A string of an enum
        Enum(SetModeEnum),
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for SetMode {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            match self {
                Self::Object(it) => rt::Node::view(it, to),
                Self::Enum(it) => rt::Node::view(it, to),
                Self::Unrecognized(it) => rt::Node::view(it, to),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.alternate(self);
        }
    }
    impl rt::Alternate for SetMode {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::Object => Self::Object(to.fill()),
                rt::Kind::String => Self::Enum(to.fill()),
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<SetRefObject> for SetMode {
        #[inline]
        fn from(value: SetRefObject) -> Self {
            Self::Object(rt::Box::new(value))
        }
    }
    impl rt::From<SetModeEnum> for SetMode {
        #[inline]
        fn from(value: SetModeEnum) -> Self {
            Self::Enum(value)
        }
    }
    /// Used at `set.arguments.mode`.
    #[non_exhaustive]
    pub enum SetModeEnum {
        /// `on`
        #[doc(alias = "on")]
        On,
        /// `off`
        #[doc(alias = "off")]
        Off,
        /// A value that this build does not know.
        Unrecognized(rt::Unrecognized),
    }
    impl rt::Enum for SetModeEnum {
        #[cfg_attr(not(debug_assertions), inline)]
        fn name(&self) -> &str {
            match self {
                Self::On => "on",
                Self::Off => "off",
                Self::Unrecognized(other) => other.as_str(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn set(&mut self, index: usize, other: &str) {
            *self = match index {
                0 => Self::On,
                1 => Self::Off,
                _ => Self::Unrecognized(rt::unrecognized(other)),
            };
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn is_unrecognized(&self) -> bool {
            matches!(self, Self::Unrecognized(_))
        }
    }
    /// Used at `set.arguments.name`.
    #[non_exhaustive]
    pub enum SetName {
        /// A string
        String(rt::String),
        /// JSON null, which is not the same as absent
        Null,
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for SetName {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            match self {
                Self::String(it) => rt::Node::view(it, to),
                Self::Null => to.null(),
                Self::Unrecognized(it) => rt::Node::view(it, to),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.alternate(self);
        }
    }
    impl rt::Alternate for SetName {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::String => Self::String(to.fill()),
                rt::Kind::Null => Self::Null,
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<rt::String> for SetName {
        #[inline]
        fn from(value: rt::String) -> Self {
            Self::String(value)
        }
    }
    impl rt::From<&str> for SetName {
        #[inline]
        fn from(value: &str) -> Self {
            Self::String(value.into())
        }
    }
    /// Used at `set.arguments.names`.
    #[non_exhaustive]
    pub enum SetNames {
        /// A list
        List(rt::Vec<rt::String>),
        /// A string
        String(rt::String),
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for SetNames {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            match self {
                Self::List(it) => rt::Node::view(it, to),
                Self::String(it) => rt::Node::view(it, to),
                Self::Unrecognized(it) => rt::Node::view(it, to),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.alternate(self);
        }
    }
    impl rt::Alternate for SetNames {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::List => Self::List(to.fill()),
                rt::Kind::String => Self::String(to.fill()),
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<rt::Vec<rt::String>> for SetNames {
        #[inline]
        fn from(value: rt::Vec<rt::String>) -> Self {
            Self::List(value)
        }
    }
    impl rt::From<rt::String> for SetNames {
        #[inline]
        fn from(value: rt::String) -> Self {
            Self::String(value)
        }
    }
    impl rt::From<&str> for SetNames {
        #[inline]
        fn from(value: &str) -> Self {
            Self::String(value.into())
        }
    }
    /// Used at `set.arguments.ref`.
    #[non_exhaustive]
    pub enum SetRef {
        /// An object
        Object(rt::Box<SetRefObject>),
        /// A string
        String(rt::String),
        /// JSON null, which is not the same as absent
        Null,
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for SetRef {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            match self {
                Self::Object(it) => rt::Node::view(it, to),
                Self::String(it) => rt::Node::view(it, to),
                Self::Null => to.null(),
                Self::Unrecognized(it) => rt::Node::view(it, to),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.alternate(self);
        }
    }
    impl rt::Alternate for SetRef {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::Object => Self::Object(to.fill()),
                rt::Kind::String => Self::String(to.fill()),
                rt::Kind::Null => Self::Null,
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<SetRefObject> for SetRef {
        #[inline]
        fn from(value: SetRefObject) -> Self {
            Self::Object(rt::Box::new(value))
        }
    }
    impl rt::From<rt::String> for SetRef {
        #[inline]
        fn from(value: rt::String) -> Self {
            Self::String(value)
        }
    }
    impl rt::From<&str> for SetRef {
        #[inline]
        fn from(value: &str) -> Self {
            Self::String(value.into())
        }
    }
    /// Used at `set.arguments.ref`.
    #[non_exhaustive]
    pub struct SetRefObject {
        /// `x`
        pub x: rt::Option<rt::Int>,
        /// `in`
        pub r#in: rt::Option<SetRef>,
    }
    impl SetRefObject {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                x: rt::None,
                r#in: rt::None,
            }
        }
        /// Sets `x`.
        pub fn x(mut self, x: impl rt::Into<rt::Int>) -> Self {
            self.x = rt::Some(x.into());
            self
        }
        /// Sets `in`.
        pub fn r#in(mut self, r#in: impl rt::Into<SetRef>) -> Self {
            self.r#in = rt::Some(r#in.into());
            self
        }
    }
    impl rt::Node for SetRefObject {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                x: rt::None,
                r#in: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("SetRefObject", &[
                rt::Get::OptInt("x", &self.x),
                rt::Get::OptNode("in", rt::present(&self.r#in)),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptInt("x", &mut self.x),
                rt::Set::OptNode("in", &mut self.r#in),
            ]);
        }
    }
    /// Used at `set.returns`.
    #[non_exhaustive]
    pub struct SetReturn {
        /// `ref`
        pub r#ref: SetRef,
        /// `refs`
        pub refs: rt::Vec<SetRef>,
    }
    impl SetReturn {
        /// A value with what is required.
        #[inline]
        pub fn new(r#ref: impl rt::Into<SetRef>, refs: rt::Vec<SetRef>) -> Self {
            Self {
                r#ref: r#ref.into(),
                refs,
            }
        }
    }
    impl rt::Node for SetReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                r#ref: rt::Node::blank(),
                refs: rt::Node::blank(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("SetReturn", &[
                rt::Get::Node("ref", &self.r#ref),
                rt::Get::Node("refs", &self.refs),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Node("ref", &mut self.r#ref),
                rt::Set::Node("refs", &mut self.refs),
            ]);
        }
    }
    rt::described! {
        types:
        SetAll
        SetHalf
        SetMask
        SetMode
        SetName
        SetNames
        SetRef
        SetRefObject
        SetReturn
        SetModeEnum
    }
    rt::objects! {
        SetAll
        SetHalf
        SetMask
        SetMode
        SetName
        SetNames
        SetRef
        SetRefObject
        SetReturn
    }
    rt::enums! {
        SetModeEnum
    }
}

/// The features of all items and members that have any.
#[allow(
    bindings_with_variant_name,
    clippy::all,
    clippy::pedantic,
    dead_code,
    deprecated,
    unreachable_pub,
    unused_imports,
    unused_qualifications,
    reason = "generated"
)]
pub const FEATURES: &[::qapi_types::Featured] = {
    use ::qapi_types::__private as rt;
    &[
    ]
};

/// The labels of the schemas that these bindings are made of, the oldest first.
#[allow(
    bindings_with_variant_name,
    clippy::all,
    clippy::pedantic,
    dead_code,
    deprecated,
    unreachable_pub,
    unused_imports,
    unused_qualifications,
    reason = "generated"
)]
pub const SCHEMAS: &[&str] = &["golden"];

/// What is available where.
#[allow(
    bindings_with_variant_name,
    clippy::all,
    clippy::pedantic,
    dead_code,
    deprecated,
    unreachable_pub,
    unused_imports,
    unused_qualifications,
    reason = "generated"
)]
pub static METADATA: ::qapi_types::Metadata = ::qapi_types::Metadata::new(
    SCHEMAS,
    &[
        &[0x1],
    ],
    "0 commands::Set
 0 ref
 0 mode
 0 mask
 0 name
 0 names
 0 half
 0 all
0 types::SetAll
0 types::SetHalf
0 types::SetMask
0 types::SetMode
0 types::SetModeEnum
 0 on
 0 off
0 types::SetName
0 types::SetNames
0 types::SetRef
0 types::SetRefObject
 0 x
 0 in
0 types::SetReturn
 0/0 ref
 0/0 refs
",
);
