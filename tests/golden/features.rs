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

    /// The command `change-vnc-password`.
    #[doc(alias = "change-vnc-password")]
    #[non_exhaustive]
    pub struct ChangeVncPassword {
        /// `password`
        pub password: rt::String,
    }
    impl ChangeVncPassword {
        /// A value with what is required.
        #[inline]
        pub fn new(password: impl rt::Into<rt::String>) -> Self {
            Self {
                password: password.into(),
            }
        }
    }
    impl rt::Node for ChangeVncPassword {
        #[inline]
        fn blank() -> Self {
            Self {
                password: rt::TEXT,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("ChangeVncPassword", &[
                rt::Get::Secret("password", rt::Some(&self.password)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("password", &mut self.password),
            ]);
        }
    }
    impl rt::Command for ChangeVncPassword {
        const NAME: &'static str = "change-vnc-password";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = rt::Empty;
    }
    /// The command `guest-exec`.
    #[doc(alias = "guest-exec")]
    #[non_exhaustive]
    pub struct GuestExec {
        /// `path`
        pub path: rt::String,
        /// `arg`
        pub arg: rt::Vec<rt::String>,
        /// `env`
        pub env: rt::Vec<rt::String>,
        /// `input-data`
        #[doc(alias = "input-data")]
        pub input_data: rt::String,
        /// `capture-output`
        #[doc(alias = "capture-output")]
        pub capture_output: rt::String,
    }
    /// What [`GuestExec::new`] requires.
    #[derive(Clone, PartialEq)]
    pub struct GuestExecRequired {
        /// `path`
        pub path: rt::String,
        /// `arg`
        pub arg: rt::Vec<rt::String>,
        /// `env`
        pub env: rt::Vec<rt::String>,
        /// `input-data`
        pub input_data: rt::String,
        /// `capture-output`
        pub capture_output: rt::String,
    }
    impl rt::Debug for GuestExecRequired {
        fn fmt(&self, f: &mut rt::Formatter<'_>) -> rt::FmtResult {
            f.debug_struct("GuestExecRequired")
                .field("path", &self.path)
                .field("arg", &rt::Redacted)
                .field("env", &rt::Redacted)
                .field("input_data", &rt::Redacted)
                .field("capture_output", &self.capture_output)
                .finish()
        }
    }
    impl GuestExec {
        /// A value with what is required.
        #[inline]
        pub fn new(required: GuestExecRequired) -> Self {
            Self {
                path: required.path,
                arg: required.arg,
                env: required.env,
                input_data: required.input_data,
                capture_output: required.capture_output,
            }
        }
    }
    impl rt::Node for GuestExec {
        #[inline]
        fn blank() -> Self {
            Self {
                path: rt::TEXT,
                arg: rt::Node::blank(),
                env: rt::Node::blank(),
                input_data: rt::TEXT,
                capture_output: rt::TEXT,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("GuestExec", &[
                rt::Get::Str("path", &self.path),
                rt::Get::Secret("arg", rt::Some(&self.arg)),
                rt::Get::Secret("env", rt::Some(&self.env)),
                rt::Get::Secret("input-data", rt::Some(&self.input_data)),
                rt::Get::Str("capture-output", &self.capture_output),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("path", &mut self.path),
                rt::Set::Node("arg", &mut self.arg),
                rt::Set::Node("env", &mut self.env),
                rt::Set::Str("input-data", &mut self.input_data),
                rt::Set::Str("capture-output", &mut self.capture_output),
            ]);
        }
    }
    impl rt::Command for GuestExec {
        const NAME: &'static str = "guest-exec";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = rt::Empty;
    }
    /// The command `new`.
    ///
    /// Features: `unstable`.
    #[doc(alias = "new")]
    #[non_exhaustive]
    pub struct New {
        /// The arguments.
        pub arguments: super::types::NewArguments,
    }
    impl New {
        /// A value with what is required.
        #[inline]
        pub fn new(arguments: super::types::NewArguments) -> Self {
            Self { arguments }
        }
    }
    impl rt::Command for New {
        const NAME: &'static str = "new";
        const ALLOW_OOB: bool = true;
        const FEATURES: &'static [&'static str] = &["unstable"];
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = rt::Empty;
    }
    /// The command `object-add`.
    #[doc(alias = "object-add")]
    #[non_exhaustive]
    pub struct ObjectAdd {
        /// The arguments.
        pub arguments: super::types::ObjectAddArguments,
    }
    impl ObjectAdd {
        /// A value with what is required.
        #[inline]
        pub fn new(arguments: super::types::ObjectAddArguments) -> Self {
            Self { arguments }
        }
    }
    impl rt::Command for ObjectAdd {
        const NAME: &'static str = "object-add";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = rt::Empty;
    }
    /// The command `old`.
    ///
    /// Features: `deprecated`, `json-cli`.
    #[doc(alias = "old")]
    #[deprecated]
    #[non_exhaustive]
    pub struct Old {
        /// `a`
        ///
        /// Features: `deprecated`.
        #[deprecated]
        pub a: rt::Option<rt::String>,
        /// `b`
        pub b: super::types::NewT,
        /// `c`
        ///
        /// Features: `unstable`.
        pub c: rt::String,
    }
    impl Old {
        /// A value with what is required.
        #[inline]
        pub fn new(b: super::types::NewT, c: impl rt::Into<rt::String>) -> Self {
            Self {
                a: rt::None,
                b,
                c: c.into(),
            }
        }
        /// Sets `a`.
        #[deprecated]
        pub fn a(mut self, a: impl rt::Into<rt::String>) -> Self {
            self.a = rt::Some(a.into());
            self
        }
    }
    impl rt::Node for Old {
        #[inline]
        fn blank() -> Self {
            Self {
                a: rt::None,
                b: rt::Node::blank(),
                c: rt::TEXT,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Old", &[
                rt::Get::OptStr("a", &self.a),
                rt::Get::Node("b", &self.b),
                rt::Get::Str("c", &self.c),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("a", &mut self.a),
                rt::Set::Node("b", &mut self.b),
                rt::Set::Str("c", &mut self.c),
            ]);
        }
    }
    impl rt::Command for Old {
        const NAME: &'static str = "old";
        const FEATURES: &'static [&'static str] = &["deprecated", "json-cli"];
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::OldReturn;
    }
    /// The command `silent`.
    #[doc(alias = "silent")]
    #[non_exhaustive]
    pub struct Silent {
    }
    impl Silent {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for Silent {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Silent", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for Silent {
        const NAME: &'static str = "silent";
        const SUCCESS_RESPONSE: bool = false;
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = rt::Empty;
    }
    rt::described! {
        commands:
        ChangeVncPassword
        GuestExec
        Old
        Silent
        New
        ObjectAdd
    }
    rt::objects! {
        ChangeVncPassword
        GuestExec
        Old
        Silent
    }
    rt::wrappers! {
        New arguments super::types::NewArguments,
        ObjectAdd arguments super::types::ObjectAddArguments,
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

    /// The event `GONE`.
    ///
    /// Features: `deprecated`.
    #[doc(alias = "GONE")]
    #[deprecated]
    #[non_exhaustive]
    pub struct Gone {
        /// `a`
        ///
        /// Features: `deprecated`.
        #[deprecated]
        pub a: rt::String,
    }
    impl Gone {
        /// A value with what is required.
        #[inline]
        pub fn new(a: impl rt::Into<rt::String>) -> Self {
            Self {
                a: a.into(),
            }
        }
    }
    impl rt::Node for Gone {
        #[inline]
        fn blank() -> Self {
            Self {
                a: rt::TEXT,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Gone", &[
                rt::Get::Str("a", &self.a),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("a", &mut self.a),
            ]);
        }
    }
    impl rt::Event for Gone {
        const NAME: &'static str = "GONE";
        const FEATURES: &'static [&'static str] = &["deprecated"];
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
    }
    /// Any event, as a message has it: `{"event": …, "data": …}`.
    #[non_exhaustive]
    pub enum Event {
        /// The event `GONE`.
        ///
        /// Features: `deprecated`.
        #[deprecated]
        Gone(rt::Box<Gone>),
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
                Self::Gone(it) => ("GONE", rt::Some(&**it)),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[inline]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "GONE" => Self::Gone(to.boxed()),
                _ => Self::Unrecognized(to.unrecognized(tag).into()),
            };
        }
    }
    rt::events! { Event }
    rt::described! {
        events:
        Gone
    }
    rt::objects! {
        Gone
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

    /// Used at `new.arguments`.
    #[non_exhaustive]
    pub struct NewArguments {
        /// `t`, and the members that go with it
        ///
        /// Features: `deprecated`.
        #[deprecated]
        pub t: NewArgumentsBranch,
    }
    impl NewArguments {
        /// A value with what is required.
        #[inline]
        pub fn new(t: NewArgumentsBranch) -> Self {
            Self {
                t,
            }
        }
        /// With `t` `x`.
        #[deprecated]
        #[inline]
        pub fn x(x: NewX) -> Self {
            Self::new(NewArgumentsBranch::X(rt::Box::new(x)))
        }
        /// With `t` `y`.
        #[inline]
        pub fn y(y: NewX) -> Self {
            Self::new(NewArgumentsBranch::Y(rt::Box::new(y)))
        }
    }
    impl rt::Node for NewArguments {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                t: rt::Branches::blank(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("NewArguments", &[
                rt::Get::Tag("t", &self.t),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Tag("t", &mut self.t),
            ]);
        }
    }
    /// The branches of [`NewArguments`].
    #[non_exhaustive]
    pub enum NewArgumentsBranch {
        /// `x`
        ///
        /// Features: `deprecated`.
        #[doc(alias = "x")]
        #[deprecated]
        X(rt::Box<NewX>),
        /// `y`
        ///
        /// Features: `unstable`.
        #[doc(alias = "y")]
        Y(rt::Box<NewX>),
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for NewArgumentsBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::X(it) => ("x", rt::Some(&**it)),
                Self::Y(it) => ("y", rt::Some(&**it)),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "x" => Self::X(to.boxed()),
                "y" => Self::Y(to.boxed()),
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `new.arguments.t`.
    #[non_exhaustive]
    pub enum NewT {
        /// `x`
        ///
        /// Features: `deprecated`.
        #[doc(alias = "x")]
        #[deprecated]
        X,
        /// `y`
        ///
        /// Features: `unstable`.
        #[doc(alias = "y")]
        Y,
        /// A value that this build does not know.
        Unrecognized(rt::Unrecognized),
    }
    impl rt::Enum for NewT {
        #[cfg_attr(not(debug_assertions), inline)]
        fn name(&self) -> &str {
            match self {
                Self::X => "x",
                Self::Y => "y",
                Self::Unrecognized(other) => other.as_str(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn set(&mut self, index: usize, other: &str) {
            *self = match index {
                0 => Self::X,
                1 => Self::Y,
                _ => Self::Unrecognized(rt::unrecognized(other)),
            };
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn is_unrecognized(&self) -> bool {
            matches!(self, Self::Unrecognized(_))
        }
    }
    /// Used at `new.arguments(t=x)`.
    ///
    /// Features: `deprecated`.
    #[deprecated]
    #[non_exhaustive]
    pub struct NewX {
        /// `k`
        pub k: rt::Option<rt::Int>,
    }
    impl NewX {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                k: rt::None,
            }
        }
        /// Sets `k`.
        pub fn k(mut self, k: impl rt::Into<rt::Int>) -> Self {
            self.k = rt::Some(k.into());
            self
        }
    }
    impl rt::Node for NewX {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                k: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("NewX", &[
                rt::Get::OptInt("k", &self.k),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptInt("k", &mut self.k),
            ]);
        }
    }
    /// Used at `object-add.arguments`.
    #[non_exhaustive]
    pub struct ObjectAddArguments {
        /// `id`
        pub id: rt::String,
        /// `qom-type`, and the members that go with it
        #[doc(alias = "qom-type")]
        pub qom_type: ObjectAddArgumentsBranch,
    }
    impl ObjectAddArguments {
        /// A value with what is required.
        #[inline]
        pub fn new(id: impl rt::Into<rt::String>, qom_type: ObjectAddArgumentsBranch) -> Self {
            Self {
                id: id.into(),
                qom_type,
            }
        }
        /// With `qom-type` `secret`.
        #[inline]
        pub fn secret(id: impl rt::Into<rt::String>, secret: ObjectAddSecret) -> Self {
            Self::new(id, ObjectAddArgumentsBranch::Secret(rt::Box::new(secret)))
        }
        /// With `qom-type` `iothread`.
        #[inline]
        pub fn iothread(id: impl rt::Into<rt::String>, iothread: NewX) -> Self {
            Self::new(id, ObjectAddArgumentsBranch::Iothread(rt::Box::new(iothread)))
        }
    }
    impl rt::Node for ObjectAddArguments {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                id: rt::TEXT,
                qom_type: rt::Branches::blank(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("ObjectAddArguments", &[
                rt::Get::Str("id", &self.id),
                rt::Get::Tag("qom-type", &self.qom_type),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("id", &mut self.id),
                rt::Set::Tag("qom-type", &mut self.qom_type),
            ]);
        }
    }
    /// The branches of [`ObjectAddArguments`].
    #[non_exhaustive]
    pub enum ObjectAddArgumentsBranch {
        /// `secret`
        #[doc(alias = "secret")]
        Secret(rt::Box<ObjectAddSecret>),
        /// `iothread`
        #[doc(alias = "iothread")]
        Iothread(rt::Box<NewX>),
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for ObjectAddArgumentsBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::Secret(it) => ("secret", rt::Some(&**it)),
                Self::Iothread(it) => ("iothread", rt::Some(&**it)),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "secret" => Self::Secret(to.boxed()),
                "iothread" => Self::Iothread(to.boxed()),
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `object-add.arguments(qom-type=secret)`.
    #[non_exhaustive]
    pub struct ObjectAddSecret {
        /// `data`
        pub data: rt::Option<rt::String>,
        /// `file`
        pub file: rt::Option<rt::String>,
    }
    impl ObjectAddSecret {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                data: rt::None,
                file: rt::None,
            }
        }
        /// Sets `data`.
        pub fn data(mut self, data: impl rt::Into<rt::String>) -> Self {
            self.data = rt::Some(data.into());
            self
        }
        /// Sets `file`.
        pub fn file(mut self, file: impl rt::Into<rt::String>) -> Self {
            self.file = rt::Some(file.into());
            self
        }
    }
    impl rt::Node for ObjectAddSecret {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                data: rt::None,
                file: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("ObjectAddSecret", &[
                rt::Get::Secret("data", rt::present(&self.data)),
                rt::Get::OptStr("file", &self.file),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("data", &mut self.data),
                rt::Set::OptStr("file", &mut self.file),
            ]);
        }
    }
    /// Used at `old.returns`.
    #[non_exhaustive]
    pub struct OldReturn {
        /// `a`
        ///
        /// Features: `deprecated`.
        #[deprecated]
        pub a: rt::String,
        /// `b`
        ///
        /// Features: `unstable`, `deprecated`.
        #[deprecated]
        pub b: rt::Option<NewT>,
    }
    impl OldReturn {
        /// A value with what is required.
        #[inline]
        pub fn new(a: impl rt::Into<rt::String>) -> Self {
            Self {
                a: a.into(),
                b: rt::None,
            }
        }
    }
    impl rt::Node for OldReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                a: rt::TEXT,
                b: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("OldReturn", &[
                rt::Get::Str("a", &self.a),
                rt::Get::OptNode("b", rt::present(&self.b)),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("a", &mut self.a),
                rt::Set::OptNode("b", &mut self.b),
            ]);
        }
    }
    rt::described! {
        types:
        NewArguments
        NewX
        ObjectAddArguments
        ObjectAddSecret
        OldReturn
        NewT
        NewArgumentsBranch
        ObjectAddArgumentsBranch
    }
    rt::objects! {
        NewArguments
        NewX
        ObjectAddArguments
        ObjectAddSecret
        OldReturn
    }
    rt::enums! {
        NewT
    }
    rt::branches! {
        NewArgumentsBranch
        ObjectAddArgumentsBranch
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
    rt::Featured::new("commands::New", rt::None, &["unstable"]),
    rt::Featured::new("commands::Old", rt::None, &["deprecated", "json-cli"]),
    rt::Featured::new("commands::Old", rt::Some("a"), &["deprecated"]),
    rt::Featured::new("commands::Old", rt::Some("c"), &["unstable"]),
    rt::Featured::new("events::Gone", rt::None, &["deprecated"]),
    rt::Featured::new("events::Gone", rt::Some("a"), &["deprecated"]),
    rt::Featured::new("types::NewArguments", rt::Some("t"), &["deprecated"]),
    rt::Featured::new("types::NewT", rt::Some("x"), &["deprecated"]),
    rt::Featured::new("types::NewT", rt::Some("y"), &["unstable"]),
    rt::Featured::new("types::NewX", rt::None, &["deprecated"]),
    rt::Featured::new("types::OldReturn", rt::Some("a"), &["deprecated"]),
    rt::Featured::new("types::OldReturn", rt::Some("b"), &["unstable", "deprecated"]),
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
    "0 commands::ChangeVncPassword
 0/0 password
0 commands::GuestExec
 0/0 path
 0/0 arg
 0/0 env
 0/0 input-data
 0/0 capture-output
0 commands::New
0 commands::ObjectAdd
0 commands::Old
 0 a
 0/0 b
 0/0 c
0 commands::Silent
0 events::Gone
 0/0 a
0 types::NewArguments
 0/0 t
0 types::NewArgumentsBranch
 0 x
 0 y
0 types::NewT
 0 x
 0 y
0 types::NewX
 0 k
0 types::ObjectAddArguments
 0/0 id
 0/0 qom-type
0 types::ObjectAddArgumentsBranch
 0 secret
 0 iothread
0 types::ObjectAddSecret
 0 data
 0 file
0 types::OldReturn
 0/0 a
 0 b
",
);
