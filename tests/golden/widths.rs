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

    /// The command `count`.
    #[doc(alias = "count")]
    #[non_exhaustive]
    pub struct Count {
    }
    impl Count {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for Count {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Count", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for Count {
        const NAME: &'static str = "count";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = u64;
    }
    /// The command `limit`.
    #[doc(alias = "limit")]
    #[non_exhaustive]
    pub struct Limit {
        /// `u8`
        pub u8: u8,
        /// `u16`
        pub u16: rt::Option<u16>,
        /// `u32`
        pub u32: u32,
        /// `u64`
        pub u64: rt::Option<u64>,
        /// `size`
        pub size: u64,
        /// `i8`
        pub i8: rt::Option<i8>,
        /// `i16`
        pub i16: rt::Option<i16>,
        /// `i32`
        pub i32: i32,
        /// `i64`
        pub i64: rt::Option<i64>,
        /// `int`
        pub int: rt::Option<i64>,
        /// `list`
        pub list: rt::Option<rt::Vec<u16>>,
        /// `amount`
        pub amount: rt::Option<super::types::Amount>,
    }
    impl Limit {
        /// A value with what is required.
        #[inline]
        pub fn new(u8: u8, u32: u32, size: u64, i32: i32) -> Self {
            Self {
                u8,
                u16: rt::None,
                u32,
                u64: rt::None,
                size,
                i8: rt::None,
                i16: rt::None,
                i32,
                i64: rt::None,
                int: rt::None,
                list: rt::None,
                amount: rt::None,
            }
        }
        /// Sets `u16`.
        #[inline]
        pub fn u16(mut self, u16: u16) -> Self {
            self.u16 = rt::Some(u16);
            self
        }
        /// Sets `u64`.
        #[inline]
        pub fn u64(mut self, u64: u64) -> Self {
            self.u64 = rt::Some(u64);
            self
        }
        /// Sets `i8`.
        #[inline]
        pub fn i8(mut self, i8: i8) -> Self {
            self.i8 = rt::Some(i8);
            self
        }
        /// Sets `i16`.
        #[inline]
        pub fn i16(mut self, i16: i16) -> Self {
            self.i16 = rt::Some(i16);
            self
        }
        /// Sets `i64`.
        #[inline]
        pub fn i64(mut self, i64: i64) -> Self {
            self.i64 = rt::Some(i64);
            self
        }
        /// Sets `int`.
        #[inline]
        pub fn int(mut self, int: i64) -> Self {
            self.int = rt::Some(int);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<u16>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `amount`.
        pub fn amount(mut self, amount: impl rt::Into<super::types::Amount>) -> Self {
            self.amount = rt::Some(amount.into());
            self
        }
    }
    impl rt::Node for Limit {
        #[inline]
        fn blank() -> Self {
            Self {
                u8: 0,
                u16: rt::None,
                u32: 0,
                u64: rt::None,
                size: 0,
                i8: rt::None,
                i16: rt::None,
                i32: 0,
                i64: rt::None,
                int: rt::None,
                list: rt::None,
                amount: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Limit", &[
                rt::Get::Node("u8", &self.u8),
                rt::Get::OptNode("u16", rt::present(&self.u16)),
                rt::Get::Node("u32", &self.u32),
                rt::Get::OptU64("u64", &self.u64),
                rt::Get::U64("size", &self.size),
                rt::Get::OptNode("i8", rt::present(&self.i8)),
                rt::Get::OptNode("i16", rt::present(&self.i16)),
                rt::Get::Node("i32", &self.i32),
                rt::Get::OptI64("i64", &self.i64),
                rt::Get::OptI64("int", &self.int),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("amount", rt::present(&self.amount)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Node("u8", &mut self.u8),
                rt::Set::OptNode("u16", &mut self.u16),
                rt::Set::Node("u32", &mut self.u32),
                rt::Set::OptU64("u64", &mut self.u64),
                rt::Set::U64("size", &mut self.size),
                rt::Set::OptNode("i8", &mut self.i8),
                rt::Set::OptNode("i16", &mut self.i16),
                rt::Set::Node("i32", &mut self.i32),
                rt::Set::OptI64("i64", &mut self.i64),
                rt::Set::OptI64("int", &mut self.int),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("amount", &mut self.amount),
            ]);
        }
    }
    impl rt::Command for Limit {
        const NAME: &'static str = "limit";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Limits;
    }
    /// The command `query-both`.
    #[doc(alias = "query-both")]
    #[non_exhaustive]
    pub struct QueryBoth {
    }
    impl QueryBoth {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for QueryBoth {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryBoth", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for QueryBoth {
        const NAME: &'static str = "query-both";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = rt::Vec<super::types::Both>;
    }
    /// The command `set-both`.
    #[doc(alias = "set-both")]
    #[non_exhaustive]
    pub struct SetBoth {
        /// The arguments.
        pub arguments: super::types::Both,
    }
    impl SetBoth {
        /// A value with what is required.
        #[inline]
        pub fn new(arguments: super::types::Both) -> Self {
            Self { arguments }
        }
    }
    impl rt::Command for SetBoth {
        const NAME: &'static str = "set-both";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = rt::Empty;
    }
    rt::described! {
        commands:
        Count
        Limit
        QueryBoth
        SetBoth
    }
    rt::objects! {
        Count
        Limit
        QueryBoth
    }
    rt::wrappers! {
        SetBoth arguments super::types::Both,
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

    /// The event `OVER`.
    #[doc(alias = "OVER")]
    #[non_exhaustive]
    pub struct Over {
        /// `by`
        pub by: u64,
    }
    impl Over {
        /// A value with what is required.
        #[inline]
        pub fn new(by: u64) -> Self {
            Self {
                by,
            }
        }
    }
    impl rt::Node for Over {
        #[inline]
        fn blank() -> Self {
            Self {
                by: 0,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Over", &[
                rt::Get::U64("by", &self.by),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::U64("by", &mut self.by),
            ]);
        }
    }
    impl rt::Event for Over {
        const NAME: &'static str = "OVER";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
    }
    /// Any event, as a message has it: `{"event": …, "data": …}`.
    #[non_exhaustive]
    pub enum Event {
        /// The event `OVER`.
        Over(rt::Box<Over>),
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
                Self::Over(it) => ("OVER", rt::Some(&**it)),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[inline]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "OVER" => Self::Over(to.boxed()),
                _ => Self::Unrecognized(to.unrecognized(tag).into()),
            };
        }
    }
    rt::events! { Event }
    rt::described! {
        events:
        Over
    }
    rt::objects! {
        Over
    }
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

    /// Used at `limit.arguments.amount`.
    #[non_exhaustive]
    pub enum Amount {
        /// A list
        List(rt::Vec<u64>),
        /// An integer
        Int(rt::Int),
        /// A bool
        Bool(bool),
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for Amount {
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
    impl rt::Alternate for Amount {
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
    impl rt::From<rt::Vec<u64>> for Amount {
        #[inline]
        fn from(value: rt::Vec<u64>) -> Self {
            Self::List(value)
        }
    }
    impl rt::From<rt::Int> for Amount {
        #[inline]
        fn from(value: rt::Int) -> Self {
            Self::Int(value)
        }
    }
    impl rt::From<bool> for Amount {
        #[inline]
        fn from(value: bool) -> Self {
            Self::Bool(value)
        }
    }
    /// Used at `set-both.arguments`.
    #[non_exhaustive]
    pub struct Both {
        /// `u16`
        pub u16: u64,
    }
    impl Both {
        /// A value with what is required.
        #[inline]
        pub fn new(u16: u64) -> Self {
            Self {
                u16,
            }
        }
    }
    impl rt::Node for Both {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                u16: 0,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Both", &[
                rt::Get::U64("u16", &self.u16),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::U64("u16", &mut self.u16),
            ]);
        }
    }
    /// Used at `limit.returns`.
    #[non_exhaustive]
    pub struct Limits {
        /// `u8`
        pub u8: u64,
        /// `size`
        pub size: rt::Option<u64>,
        /// `i32`
        pub i32: rt::Option<i64>,
        /// `int`
        pub int: i64,
        /// `list`
        pub list: rt::Vec<i64>,
        /// `amount`
        pub amount: rt::Option<Amount>,
    }
    impl Limits {
        /// A value with what is required.
        #[inline]
        pub fn new(u8: u64, int: i64, list: rt::Vec<i64>) -> Self {
            Self {
                u8,
                size: rt::None,
                i32: rt::None,
                int,
                list,
                amount: rt::None,
            }
        }
    }
    impl rt::Node for Limits {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                u8: 0,
                size: rt::None,
                i32: rt::None,
                int: 0,
                list: rt::Node::blank(),
                amount: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Limits", &[
                rt::Get::U64("u8", &self.u8),
                rt::Get::OptU64("size", &self.size),
                rt::Get::OptI64("i32", &self.i32),
                rt::Get::I64("int", &self.int),
                rt::Get::Node("list", &self.list),
                rt::Get::OptNode("amount", rt::present(&self.amount)),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::U64("u8", &mut self.u8),
                rt::Set::OptU64("size", &mut self.size),
                rt::Set::OptI64("i32", &mut self.i32),
                rt::Set::I64("int", &mut self.int),
                rt::Set::Node("list", &mut self.list),
                rt::Set::OptNode("amount", &mut self.amount),
            ]);
        }
    }
    rt::described! {
        types:
        Amount
        Both
        Limits
    }
    rt::objects! {
        Amount
        Both
        Limits
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
    "0 commands::Count
0 commands::Limit
 0/0 u8
 0 u16
 0/0 u32
 0 u64
 0/0 size
 0 i8
 0 i16
 0/0 i32
 0 i64
 0 int
 0 list
 0 amount
0 commands::QueryBoth
0 commands::SetBoth
0 events::Over
 0/0 by
0 types::Amount
0 types::Both
 0/0 u16
0 types::Limits
 0/0 u8
 0 size
 0 i32
 0/0 int
 0/0 list
 0 amount
",
);
