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

    /// The command `3des`.
    #[doc(alias = "3des")]
    #[non_exhaustive]
    pub struct _3des {
        /// `to`
        pub to: rt::String,
    }
    impl _3des {
        /// A value with what is required.
        #[inline]
        pub fn new(to: impl rt::Into<rt::String>) -> Self {
            Self {
                to: to.into(),
            }
        }
    }
    impl rt::Node for _3des {
        #[inline]
        fn blank() -> Self {
            Self {
                to: rt::TEXT,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("_3des", &[
                rt::Get::Str("to", &self.to),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for _3des {
        const NAME: &'static str = "3des";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = rt::Empty;
    }
    /// The command `continue`.
    #[doc(alias = "continue")]
    #[non_exhaustive]
    pub struct Continue {
        /// `type`
        pub r#type: rt::String,
        /// `self`
        #[doc(alias = "self")]
        pub self_: rt::Option<super::types::ContinueSelf>,
        /// `new`
        #[doc(alias = "new")]
        pub new2: rt::Option<rt::String>,
        /// `clone`
        #[doc(alias = "clone")]
        pub clone2: rt::Option<bool>,
        /// `a-b`
        #[doc(alias = "a-b")]
        pub a_b: rt::Option<rt::Int>,
        /// `a_b`
        #[doc(alias = "a_b")]
        pub a_b2: rt::Option<rt::Int>,
        /// `aB`
        #[doc(alias = "aB")]
        pub a_b3: rt::Option<rt::Int>,
        /// `UUID`
        #[doc(alias = "UUID")]
        pub uuid: rt::Option<rt::String>,
        /// `3d`
        #[doc(alias = "3d")]
        pub _3d: rt::Option<super::types::Continue3d>,
        /// `in`
        pub r#in: rt::Option<rt::Vec<rt::String>>,
        /// `gen`
        pub r#gen: rt::Option<f64>,
        /// `__com.example_x`
        #[doc(alias = "__com.example_x")]
        pub com_example_x: rt::Option<rt::Value>,
    }
    impl Continue {
        /// A value with what is required.
        #[inline]
        pub fn new(r#type: impl rt::Into<rt::String>) -> Self {
            Self {
                r#type: r#type.into(),
                self_: rt::None,
                new2: rt::None,
                clone2: rt::None,
                a_b: rt::None,
                a_b2: rt::None,
                a_b3: rt::None,
                uuid: rt::None,
                _3d: rt::None,
                r#in: rt::None,
                r#gen: rt::None,
                com_example_x: rt::None,
            }
        }
        /// Sets `self`.
        #[inline]
        pub fn self_(mut self, self_: super::types::ContinueSelf) -> Self {
            self.self_ = rt::Some(self_);
            self
        }
        /// Sets `new`.
        pub fn new2(mut self, new2: impl rt::Into<rt::String>) -> Self {
            self.new2 = rt::Some(new2.into());
            self
        }
        /// Sets `clone`.
        #[inline]
        pub fn clone2(mut self, clone2: bool) -> Self {
            self.clone2 = rt::Some(clone2);
            self
        }
        /// Sets `a-b`.
        pub fn a_b(mut self, a_b: impl rt::Into<rt::Int>) -> Self {
            self.a_b = rt::Some(a_b.into());
            self
        }
        /// Sets `a_b`.
        pub fn a_b2(mut self, a_b2: impl rt::Into<rt::Int>) -> Self {
            self.a_b2 = rt::Some(a_b2.into());
            self
        }
        /// Sets `aB`.
        pub fn a_b3(mut self, a_b3: impl rt::Into<rt::Int>) -> Self {
            self.a_b3 = rt::Some(a_b3.into());
            self
        }
        /// Sets `UUID`.
        pub fn uuid(mut self, uuid: impl rt::Into<rt::String>) -> Self {
            self.uuid = rt::Some(uuid.into());
            self
        }
        /// Sets `3d`.
        #[inline]
        pub fn _3d(mut self, _3d: super::types::Continue3d) -> Self {
            self._3d = rt::Some(_3d);
            self
        }
        /// Sets `in`.
        #[inline]
        pub fn r#in(mut self, r#in: rt::Vec<rt::String>) -> Self {
            self.r#in = rt::Some(r#in);
            self
        }
        /// Sets `gen`.
        #[inline]
        pub fn r#gen(mut self, r#gen: f64) -> Self {
            self.r#gen = rt::Some(r#gen);
            self
        }
        /// Sets `__com.example_x`.
        pub fn com_example_x(mut self, com_example_x: impl rt::Into<rt::Value>) -> Self {
            self.com_example_x = rt::Some(com_example_x.into());
            self
        }
    }
    impl rt::Node for Continue {
        #[inline]
        fn blank() -> Self {
            Self {
                r#type: rt::TEXT,
                self_: rt::None,
                new2: rt::None,
                clone2: rt::None,
                a_b: rt::None,
                a_b2: rt::None,
                a_b3: rt::None,
                uuid: rt::None,
                _3d: rt::None,
                r#in: rt::None,
                r#gen: rt::None,
                com_example_x: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Continue", &[
                rt::Get::Str("type", &self.r#type),
                rt::Get::OptNode("self", rt::present(&self.self_)),
                rt::Get::OptStr("new", &self.new2),
                rt::Get::OptBool("clone", &self.clone2),
                rt::Get::OptInt("a-b", &self.a_b),
                rt::Get::OptInt("a_b", &self.a_b2),
                rt::Get::OptInt("aB", &self.a_b3),
                rt::Get::OptStr("UUID", &self.uuid),
                rt::Get::OptNode("3d", rt::present(&self._3d)),
                rt::Get::OptNode("in", rt::present(&self.r#in)),
                rt::Get::OptNode("gen", rt::present(&self.r#gen)),
                rt::Get::OptNode("__com.example_x", rt::present(&self.com_example_x)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("type", &mut self.r#type),
                rt::Set::OptNode("self", &mut self.self_),
                rt::Set::OptStr("new", &mut self.new2),
                rt::Set::OptBool("clone", &mut self.clone2),
                rt::Set::OptInt("a-b", &mut self.a_b),
                rt::Set::OptInt("a_b", &mut self.a_b2),
                rt::Set::OptInt("aB", &mut self.a_b3),
                rt::Set::OptStr("UUID", &mut self.uuid),
                rt::Set::OptNode("3d", &mut self._3d),
                rt::Set::OptNode("in", &mut self.r#in),
                rt::Set::OptNode("gen", &mut self.r#gen),
                rt::Set::OptNode("__com.example_x", &mut self.com_example_x),
            ]);
        }
    }
    impl rt::Command for Continue {
        const NAME: &'static str = "continue";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::ContinueReturn;
    }
    /// The command `query-self-required`.
    #[doc(alias = "query-self-required")]
    #[non_exhaustive]
    pub struct QuerySelfRequired {
        /// `a`
        pub a: rt::Int,
        /// `b`
        pub b: rt::Int,
        /// `c`
        pub c: rt::Int,
        /// `d`
        pub d: rt::Int,
        /// `e`
        pub e: rt::Int,
        /// `required`
        pub required: rt::Option<rt::Int>,
    }
    /// What [`QuerySelfRequired::new`] requires.
    #[derive(Clone, Debug, PartialEq)]
    pub struct QuerySelfRequiredRequired {
        /// `a`
        pub a: rt::Int,
        /// `b`
        pub b: rt::Int,
        /// `c`
        pub c: rt::Int,
        /// `d`
        pub d: rt::Int,
        /// `e`
        pub e: rt::Int,
    }
    impl QuerySelfRequired {
        /// A value with what is required.
        #[inline]
        pub fn new(required: QuerySelfRequiredRequired) -> Self {
            Self {
                a: required.a,
                b: required.b,
                c: required.c,
                d: required.d,
                e: required.e,
                required: rt::None,
            }
        }
        /// Sets `required`.
        pub fn required(mut self, required: impl rt::Into<rt::Int>) -> Self {
            self.required = rt::Some(required.into());
            self
        }
    }
    impl rt::Node for QuerySelfRequired {
        #[inline]
        fn blank() -> Self {
            Self {
                a: rt::Int::ZERO,
                b: rt::Int::ZERO,
                c: rt::Int::ZERO,
                d: rt::Int::ZERO,
                e: rt::Int::ZERO,
                required: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("QuerySelfRequired", &[
                rt::Get::Int("a", &self.a),
                rt::Get::Int("b", &self.b),
                rt::Get::Int("c", &self.c),
                rt::Get::Int("d", &self.d),
                rt::Get::Int("e", &self.e),
                rt::Get::OptInt("required", &self.required),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Int("a", &mut self.a),
                rt::Set::Int("b", &mut self.b),
                rt::Set::Int("c", &mut self.c),
                rt::Set::Int("d", &mut self.d),
                rt::Set::Int("e", &mut self.e),
                rt::Set::OptInt("required", &mut self.required),
            ]);
        }
    }
    impl rt::Command for QuerySelfRequired {
        const NAME: &'static str = "query-self-required";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::QuerySelfRequiredReturn;
    }
    /// The command `self`.
    #[doc(alias = "self")]
    #[non_exhaustive]
    pub struct Self_ {
    }
    impl Self_ {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for Self_ {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Self_", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for Self_ {
        const NAME: &'static str = "self";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = rt::Empty;
    }
    /// The command `stop`.
    #[doc(alias = "stop")]
    #[non_exhaustive]
    pub struct Stop {
    }
    impl Stop {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for Stop {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Stop", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for Stop {
        const NAME: &'static str = "stop";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = rt::Empty;
    }
    /// The command `x-y-z-io`.
    #[doc(alias = "x-y-z-io")]
    #[non_exhaustive]
    pub struct XYZIo {
    }
    impl XYZIo {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for XYZIo {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("XYZIo", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for XYZIo {
        const NAME: &'static str = "x-y-z-io";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = rt::Empty;
    }
    /// The command `x-y_Z.io`.
    #[doc(alias = "x-y_Z.io")]
    #[non_exhaustive]
    pub struct XYZIo2 {
    }
    impl XYZIo2 {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for XYZIo2 {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("XYZIo2", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for XYZIo2 {
        const NAME: &'static str = "x-y_Z.io";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = rt::Empty;
    }
    rt::described! {
        commands:
        _3des
        Continue
        QuerySelfRequired
        Self_
        Stop
        XYZIo
        XYZIo2
    }
    rt::objects! {
        _3des
        Continue
        QuerySelfRequired
        Self_
        Stop
        XYZIo
        XYZIo2
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

    /// The event `EVENT`.
    #[doc(alias = "EVENT")]
    #[non_exhaustive]
    pub struct Event2 {
    }
    impl Event2 {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for Event2 {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Event2", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Event for Event2 {
        const NAME: &'static str = "EVENT";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
    }
    /// The event `STOP`.
    #[doc(alias = "STOP")]
    #[non_exhaustive]
    pub struct Stop {
    }
    impl Stop {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for Stop {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Stop", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Event for Stop {
        const NAME: &'static str = "STOP";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
    }
    /// The event `Stop`.
    #[doc(alias = "Stop")]
    #[non_exhaustive]
    pub struct Stop2 {
    }
    impl Stop2 {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for Stop2 {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Stop2", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Event for Stop2 {
        const NAME: &'static str = "Stop";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
    }
    /// Any event, as a message has it: `{"event": …, "data": …}`.
    #[non_exhaustive]
    pub enum Event {
        /// The event `EVENT`.
        Event2(rt::Box<Event2>),
        /// The event `STOP`.
        Stop(rt::Box<Stop>),
        /// The event `Stop`.
        Stop2(rt::Box<Stop2>),
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
                Self::Event2(it) => ("EVENT", rt::Some(&**it)),
                Self::Stop(it) => ("STOP", rt::Some(&**it)),
                Self::Stop2(it) => ("Stop", rt::Some(&**it)),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[inline]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "EVENT" => Self::Event2(to.boxed()),
                "STOP" => Self::Stop(to.boxed()),
                "Stop" => Self::Stop2(to.boxed()),
                _ => Self::Unrecognized(to.unrecognized(tag).into()),
            };
        }
    }
    rt::events! { Event }
    rt::described! {
        events:
        Event2
        Stop
        Stop2
    }
    rt::objects! {
        Event2
        Stop
        Stop2
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

    /// Used at `continue.arguments.3d`.
    #[non_exhaustive]
    pub enum Continue3d {
        /// A value that this build does not know.
        Unrecognized(rt::Unrecognized),
    }
    impl rt::Enum for Continue3d {
        #[cfg_attr(not(debug_assertions), inline)]
        fn name(&self) -> &str {
            match self {
                Self::Unrecognized(other) => other.as_str(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn set(&mut self, index: usize, other: &str) {
            *self = match index {
                _ => Self::Unrecognized(rt::unrecognized(other)),
            };
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn is_unrecognized(&self) -> bool {
            matches!(self, Self::Unrecognized(_))
        }
    }
    /// Used at `continue.returns`.
    #[non_exhaustive]
    pub struct ContinueReturn {
        /// `fn`
        pub r#fn: bool,
        /// `crate`
        #[doc(alias = "crate")]
        pub crate_: rt::Option<ContinueReturnCrate>,
    }
    impl ContinueReturn {
        /// A value with what is required.
        #[inline]
        pub fn new(r#fn: bool) -> Self {
            Self {
                r#fn,
                crate_: rt::None,
            }
        }
    }
    impl rt::Node for ContinueReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                r#fn: false,
                crate_: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("ContinueReturn", &[
                rt::Get::Bool("fn", &self.r#fn),
                rt::Get::OptNode("crate", rt::present(&self.crate_)),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Bool("fn", &mut self.r#fn),
                rt::Set::OptNode("crate", &mut self.crate_),
            ]);
        }
    }
    /// Used at `continue.returns.crate`.
    #[non_exhaustive]
    pub struct ContinueReturnCrate {
        /// `loop`
        pub r#loop: ContinueReturnCrateLoop,
    }
    impl ContinueReturnCrate {
        /// A value with what is required.
        #[inline]
        pub fn new(r#loop: impl rt::Into<ContinueReturnCrateLoop>) -> Self {
            Self {
                r#loop: r#loop.into(),
            }
        }
    }
    impl rt::Node for ContinueReturnCrate {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                r#loop: rt::Node::blank(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("ContinueReturnCrate", &[
                rt::Get::Node("loop", &self.r#loop),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Node("loop", &mut self.r#loop),
            ]);
        }
    }
    /// Used at `continue.returns.crate.loop`.
    #[non_exhaustive]
    pub enum ContinueReturnCrateLoop {
        /// An object
        Object(rt::Box<ContinueReturnCrate>),
        /// A string
        String(rt::String),
        /// JSON null, which is not the same as absent
        Null,
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for ContinueReturnCrateLoop {
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
    impl rt::Alternate for ContinueReturnCrateLoop {
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
    impl rt::From<ContinueReturnCrate> for ContinueReturnCrateLoop {
        #[inline]
        fn from(value: ContinueReturnCrate) -> Self {
            Self::Object(rt::Box::new(value))
        }
    }
    impl rt::From<rt::String> for ContinueReturnCrateLoop {
        #[inline]
        fn from(value: rt::String) -> Self {
            Self::String(value)
        }
    }
    impl rt::From<&str> for ContinueReturnCrateLoop {
        #[inline]
        fn from(value: &str) -> Self {
            Self::String(value.into())
        }
    }
    /// Used at `continue.arguments.self`.
    #[non_exhaustive]
    pub enum ContinueSelf {
        /// `unrecognized`
        #[doc(alias = "unrecognized")]
        Unrecognized2,
        /// `Unrecognized`
        #[doc(alias = "Unrecognized")]
        Unrecognized3,
        /// `a-b`
        #[doc(alias = "a-b")]
        AB,
        /// `a_b`
        #[doc(alias = "a_b")]
        AB2,
        /// `0`
        #[doc(alias = "0")]
        _0,
        /// `9`
        #[doc(alias = "9")]
        _9,
        /// `3des`
        #[doc(alias = "3des")]
        _3des,
        /// `legacyESX`
        #[doc(alias = "legacyESX")]
        LegacyEsx,
        /// `virtual`
        #[doc(alias = "virtual")]
        Virtual,
        /// `Self`
        #[doc(alias = "Self")]
        Self_,
        /// `x86_64`
        #[doc(alias = "x86_64")]
        X8664,
        /// `AB`
        #[doc(alias = "AB")]
        Ab,
        /// A value that this build does not know.
        Unrecognized(rt::Unrecognized),
    }
    impl rt::Enum for ContinueSelf {
        #[cfg_attr(not(debug_assertions), inline)]
        fn name(&self) -> &str {
            match self {
                Self::Unrecognized2 => "unrecognized",
                Self::Unrecognized3 => "Unrecognized",
                Self::AB => "a-b",
                Self::AB2 => "a_b",
                Self::_0 => "0",
                Self::_9 => "9",
                Self::_3des => "3des",
                Self::LegacyEsx => "legacyESX",
                Self::Virtual => "virtual",
                Self::Self_ => "Self",
                Self::X8664 => "x86_64",
                Self::Ab => "AB",
                Self::Unrecognized(other) => other.as_str(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn set(&mut self, index: usize, other: &str) {
            *self = match index {
                0 => Self::Unrecognized2,
                1 => Self::Unrecognized3,
                2 => Self::AB,
                3 => Self::AB2,
                4 => Self::_0,
                5 => Self::_9,
                6 => Self::_3des,
                7 => Self::LegacyEsx,
                8 => Self::Virtual,
                9 => Self::Self_,
                10 => Self::X8664,
                11 => Self::Ab,
                _ => Self::Unrecognized(rt::unrecognized(other)),
            };
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn is_unrecognized(&self) -> bool {
            matches!(self, Self::Unrecognized(_))
        }
    }
    /// Used at `query-self-required.returns`.
    #[non_exhaustive]
    pub struct QuerySelfRequiredReturn {
        /// `v`
        pub v: rt::String,
        /// `w`
        pub w: ContinueSelf,
        /// `x`
        pub x: rt::Vec<ContinueSelf>,
        /// `y`
        pub y: rt::Value,
        /// `z`
        pub z: (),
    }
    /// What [`QuerySelfRequiredReturn::new`] requires.
    #[derive(Clone, Debug, PartialEq)]
    pub struct QuerySelfRequiredReturnRequired {
        /// `v`
        pub v: rt::String,
        /// `w`
        pub w: ContinueSelf,
        /// `x`
        pub x: rt::Vec<ContinueSelf>,
        /// `y`
        pub y: rt::Value,
        /// `z`
        pub z: (),
    }
    impl QuerySelfRequiredReturn {
        /// A value with what is required.
        #[inline]
        pub fn new(required: QuerySelfRequiredReturnRequired) -> Self {
            Self {
                v: required.v,
                w: required.w,
                x: required.x,
                y: required.y,
                z: required.z,
            }
        }
    }
    impl rt::Node for QuerySelfRequiredReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                v: rt::TEXT,
                w: rt::Node::blank(),
                x: rt::Node::blank(),
                y: rt::Node::blank(),
                z: (),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QuerySelfRequiredReturn", &[
                rt::Get::Str("v", &self.v),
                rt::Get::Node("w", &self.w),
                rt::Get::Node("x", &self.x),
                rt::Get::Node("y", &self.y),
                rt::Get::Node("z", &self.z),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("v", &mut self.v),
                rt::Set::Node("w", &mut self.w),
                rt::Set::Node("x", &mut self.x),
                rt::Set::Node("y", &mut self.y),
                rt::Set::Node("z", &mut self.z),
            ]);
        }
    }
    rt::described! {
        types:
        ContinueReturn
        ContinueReturnCrate
        ContinueReturnCrateLoop
        QuerySelfRequiredReturn
        Continue3d
        ContinueSelf
    }
    rt::objects! {
        ContinueReturn
        ContinueReturnCrate
        ContinueReturnCrateLoop
        QuerySelfRequiredReturn
    }
    rt::enums! {
        Continue3d
        ContinueSelf
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
    "0 commands::_3des
 0/0 to
0 commands::Continue
 0/0 type
 0 self
 0 new
 0 clone
 0 a-b
 0 a_b
 0 aB
 0 UUID
 0 3d
 0 in
 0 gen
 0 __com.example_x
0 commands::QuerySelfRequired
 0/0 a
 0/0 b
 0/0 c
 0/0 d
 0/0 e
 0 required
0 commands::Self_
0 commands::Stop
0 commands::XYZIo
0 commands::XYZIo2
0 events::Event2
0 events::Stop
0 events::Stop2
0 types::Continue3d
0 types::ContinueReturn
 0/0 fn
 0 crate
0 types::ContinueReturnCrate
 0/0 loop
0 types::ContinueReturnCrateLoop
0 types::ContinueSelf
 0 unrecognized
 0 Unrecognized
 0 a-b
 0 a_b
 0 0
 0 9
 0 3des
 0 legacyESX
 0 virtual
 0 Self
 0 x86_64
 0 AB
0 types::QuerySelfRequiredReturn
 0/0 v
 0/0 w
 0/0 x
 0/0 y
 0/0 z
",
);
