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

    /// The command `add`.
    #[doc(alias = "add")]
    #[non_exhaustive]
    pub struct Add {
        /// The arguments.
        pub arguments: super::types::AddArguments,
    }
    impl Add {
        /// A value with what is required.
        #[inline]
        pub fn new(arguments: super::types::AddArguments) -> Self {
            Self { arguments }
        }
    }
    impl rt::Command for Add {
        const NAME: &'static str = "add";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::AddArguments;
    }
    /// The command `add-many`.
    #[doc(alias = "add-many")]
    #[non_exhaustive]
    pub struct AddMany {
        /// The arguments.
        pub arguments: super::types::AddManyArguments,
    }
    impl AddMany {
        /// A value with what is required.
        #[inline]
        pub fn new(arguments: super::types::AddManyArguments) -> Self {
            Self { arguments }
        }
    }
    impl rt::Command for AddMany {
        const NAME: &'static str = "add-many";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = rt::Empty;
    }
    /// The command `add-same`.
    #[doc(alias = "add-same")]
    #[non_exhaustive]
    pub struct AddSame {
        /// The arguments.
        pub arguments: super::types::AddSameArguments,
    }
    impl AddSame {
        /// A value with what is required.
        #[inline]
        pub fn new(arguments: super::types::AddSameArguments) -> Self {
            Self { arguments }
        }
    }
    impl rt::Command for AddSame {
        const NAME: &'static str = "add-same";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = rt::Empty;
    }
    /// The command `same`.
    #[doc(alias = "same")]
    #[non_exhaustive]
    pub struct Same {
        /// The arguments.
        pub arguments: super::types::AddSameArguments,
    }
    impl Same {
        /// A value with what is required.
        #[inline]
        pub fn new(arguments: super::types::AddSameArguments) -> Self {
            Self { arguments }
        }
    }
    impl rt::Command for Same {
        const NAME: &'static str = "same";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = rt::Vec<super::types::AddSameArguments>;
    }
    rt::described! {
        commands:
        Add
        AddMany
        AddSame
        Same
    }
    rt::wrappers! {
        Add arguments super::types::AddArguments,
        AddMany arguments super::types::AddManyArguments,
        AddSame arguments super::types::AddSameArguments,
        Same arguments super::types::AddSameArguments,
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

    /// The event `ADDED`.
    #[doc(alias = "ADDED")]
    #[non_exhaustive]
    pub struct Added {
        /// `what`
        pub what: super::types::AddArguments,
    }
    impl Added {
        /// A value with what is required.
        #[inline]
        pub fn new(what: super::types::AddArguments) -> Self {
            Self {
                what,
            }
        }
    }
    impl rt::Node for Added {
        #[inline]
        fn blank() -> Self {
            Self {
                what: rt::Node::blank(),
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Added", &[
                rt::Get::Node("what", &self.what),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Node("what", &mut self.what),
            ]);
        }
    }
    impl rt::Event for Added {
        const NAME: &'static str = "ADDED";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
    }
    /// Any event, as a message has it: `{"event": …, "data": …}`.
    #[non_exhaustive]
    pub enum Event {
        /// The event `ADDED`.
        Added(rt::Box<Added>),
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
                Self::Added(it) => ("ADDED", rt::Some(&**it)),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[inline]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "ADDED" => Self::Added(to.boxed()),
                _ => Self::Unrecognized(to.unrecognized(tag).into()),
            };
        }
    }
    rt::events! { Event }
    rt::described! {
        events:
        Added
    }
    rt::objects! {
        Added
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

    /// Used at `add.arguments`.
    #[non_exhaustive]
    pub struct AddArguments {
        /// `id`
        pub id: rt::String,
        /// `kind`, and the members that go with it
        pub kind: AddArgumentsBranch,
        /// `read-only`
        #[doc(alias = "read-only")]
        pub read_only: rt::Option<bool>,
        /// `parent`
        pub parent: rt::Option<AddParent>,
    }
    impl AddArguments {
        /// A value with what is required.
        #[inline]
        pub fn new(id: impl rt::Into<rt::String>, kind: AddArgumentsBranch) -> Self {
            Self {
                id: id.into(),
                kind,
                read_only: rt::None,
                parent: rt::None,
            }
        }
        /// Sets `read-only`.
        #[inline]
        pub fn read_only(mut self, read_only: bool) -> Self {
            self.read_only = rt::Some(read_only);
            self
        }
        /// Sets `parent`.
        pub fn parent(mut self, parent: impl rt::Into<AddParent>) -> Self {
            self.parent = rt::Some(parent.into());
            self
        }
        /// With `kind` `file`.
        #[inline]
        pub fn file(id: impl rt::Into<rt::String>, file: AddFile) -> Self {
            Self::new(id, AddArgumentsBranch::File(rt::Box::new(file)))
        }
        /// With `kind` `dir`.
        #[inline]
        pub fn dir(id: impl rt::Into<rt::String>, dir: AddDir) -> Self {
            Self::new(id, AddArgumentsBranch::Dir(rt::Box::new(dir)))
        }
        /// With `kind` `none`.
        #[inline]
        pub fn none(id: impl rt::Into<rt::String>) -> Self {
            Self::new(id, AddArgumentsBranch::None)
        }
        /// With `kind` `deep`.
        #[inline]
        pub fn deep(id: impl rt::Into<rt::String>, deep: AddDeep) -> Self {
            Self::new(id, AddArgumentsBranch::Deep(rt::Box::new(deep)))
        }
        /// With `kind` `again`.
        #[inline]
        pub fn again(id: impl rt::Into<rt::String>, again: AddFile) -> Self {
            Self::new(id, AddArgumentsBranch::Again(rt::Box::new(again)))
        }
    }
    impl rt::Node for AddArguments {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                id: rt::TEXT,
                kind: rt::Branches::blank(),
                read_only: rt::None,
                parent: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("AddArguments", &[
                rt::Get::Str("id", &self.id),
                rt::Get::Tag("kind", &self.kind),
                rt::Get::OptBool("read-only", &self.read_only),
                rt::Get::OptNode("parent", rt::present(&self.parent)),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("id", &mut self.id),
                rt::Set::Tag("kind", &mut self.kind),
                rt::Set::OptBool("read-only", &mut self.read_only),
                rt::Set::OptNode("parent", &mut self.parent),
            ]);
        }
    }
    /// The branches of [`AddArguments`].
    #[non_exhaustive]
    pub enum AddArgumentsBranch {
        /// `file`
        #[doc(alias = "file")]
        File(rt::Box<AddFile>),
        /// `dir`
        #[doc(alias = "dir")]
        Dir(rt::Box<AddDir>),
        /// `none`
        #[doc(alias = "none")]
        None,
        /// `deep`
        #[doc(alias = "deep")]
        Deep(rt::Box<AddDeep>),
        /// `again`
        #[doc(alias = "again")]
        Again(rt::Box<AddFile>),
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for AddArgumentsBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::File(it) => ("file", rt::Some(&**it)),
                Self::Dir(it) => ("dir", rt::Some(&**it)),
                Self::None => ("none", rt::None),
                Self::Deep(it) => ("deep", rt::Some(&**it)),
                Self::Again(it) => ("again", rt::Some(&**it)),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "file" => Self::File(to.boxed()),
                "dir" => Self::Dir(to.boxed()),
                "none" => Self::None,
                "deep" => Self::Deep(to.boxed()),
                "again" => Self::Again(to.boxed()),
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `add.arguments(kind=deep)`.
    #[non_exhaustive]
    pub struct AddDeep {
        /// `level`, and the members that go with it
        pub level: AddDeepBranch,
        /// `note`
        pub note: rt::Option<rt::String>,
    }
    impl AddDeep {
        /// A value with what is required.
        #[inline]
        pub fn new(level: AddDeepBranch) -> Self {
            Self {
                level,
                note: rt::None,
            }
        }
        /// Sets `note`.
        pub fn note(mut self, note: impl rt::Into<rt::String>) -> Self {
            self.note = rt::Some(note.into());
            self
        }
        /// With `level` `one`.
        #[inline]
        pub fn one(one: AddDeepOne) -> Self {
            Self::new(AddDeepBranch::One(rt::Box::new(one)))
        }
        /// With `level` `two`.
        #[inline]
        pub fn two() -> Self {
            Self::new(AddDeepBranch::Two)
        }
    }
    impl rt::Node for AddDeep {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                level: rt::Branches::blank(),
                note: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("AddDeep", &[
                rt::Get::Tag("level", &self.level),
                rt::Get::OptStr("note", &self.note),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Tag("level", &mut self.level),
                rt::Set::OptStr("note", &mut self.note),
            ]);
        }
    }
    /// The branches of [`AddDeep`].
    #[non_exhaustive]
    pub enum AddDeepBranch {
        /// `one`
        #[doc(alias = "one")]
        One(rt::Box<AddDeepOne>),
        /// `two`
        #[doc(alias = "two")]
        Two,
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for AddDeepBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::One(it) => ("one", rt::Some(&**it)),
                Self::Two => ("two", rt::None),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "one" => Self::One(to.boxed()),
                "two" => Self::Two,
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `add.arguments(kind=deep)(level=one)`.
    #[non_exhaustive]
    pub struct AddDeepOne {
        /// `weight`
        pub weight: f64,
        /// `any`
        pub any: rt::Option<rt::Value>,
    }
    impl AddDeepOne {
        /// A value with what is required.
        #[inline]
        pub fn new(weight: f64) -> Self {
            Self {
                weight,
                any: rt::None,
            }
        }
        /// Sets `any`.
        pub fn any(mut self, any: impl rt::Into<rt::Value>) -> Self {
            self.any = rt::Some(any.into());
            self
        }
    }
    impl rt::Node for AddDeepOne {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                weight: 0.0,
                any: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("AddDeepOne", &[
                rt::Get::Node("weight", &self.weight),
                rt::Get::OptNode("any", rt::present(&self.any)),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Node("weight", &mut self.weight),
                rt::Set::OptNode("any", &mut self.any),
            ]);
        }
    }
    /// Used at `add.arguments(kind=dir)`.
    #[non_exhaustive]
    pub struct AddDir {
        /// `path`
        pub path: rt::String,
        /// `entries`
        pub entries: rt::Option<rt::Vec<AddArguments>>,
    }
    impl AddDir {
        /// A value with what is required.
        #[inline]
        pub fn new(path: impl rt::Into<rt::String>) -> Self {
            Self {
                path: path.into(),
                entries: rt::None,
            }
        }
        /// Sets `entries`.
        #[inline]
        pub fn entries(mut self, entries: rt::Vec<AddArguments>) -> Self {
            self.entries = rt::Some(entries);
            self
        }
    }
    impl rt::Node for AddDir {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                path: rt::TEXT,
                entries: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("AddDir", &[
                rt::Get::Str("path", &self.path),
                rt::Get::OptNode("entries", rt::present(&self.entries)),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("path", &mut self.path),
                rt::Set::OptNode("entries", &mut self.entries),
            ]);
        }
    }
    /// Used at `add.arguments(kind=file)`.
    #[non_exhaustive]
    pub struct AddFile {
        /// `path`
        pub path: rt::String,
        /// `size`
        pub size: rt::Option<rt::Int>,
    }
    impl AddFile {
        /// A value with what is required.
        #[inline]
        pub fn new(path: impl rt::Into<rt::String>) -> Self {
            Self {
                path: path.into(),
                size: rt::None,
            }
        }
        /// Sets `size`.
        pub fn size(mut self, size: impl rt::Into<rt::Int>) -> Self {
            self.size = rt::Some(size.into());
            self
        }
    }
    impl rt::Node for AddFile {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                path: rt::TEXT,
                size: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("AddFile", &[
                rt::Get::Str("path", &self.path),
                rt::Get::OptInt("size", &self.size),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("path", &mut self.path),
                rt::Set::OptInt("size", &mut self.size),
            ]);
        }
    }
    /// Used at `add-many.arguments`.
    #[non_exhaustive]
    pub struct AddManyArguments {
        /// `a`
        pub a: rt::String,
        /// `b`
        pub b: rt::Int,
        /// `c`
        pub c: bool,
        /// `new`, and the members that go with it
        #[doc(alias = "new")]
        pub new2: AddManyArgumentsBranch,
        /// `d`
        pub d: f64,
        /// `e`
        pub e: rt::Option<rt::String>,
    }
    /// What [`AddManyArguments::new`] requires.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AddManyArgumentsRequired {
        /// `a`
        pub a: rt::String,
        /// `b`
        pub b: rt::Int,
        /// `c`
        pub c: bool,
        /// `new`, and the members that go with it
        pub new2: AddManyArgumentsBranch,
        /// `d`
        pub d: f64,
    }
    impl AddManyArguments {
        /// A value with what is required.
        #[inline]
        pub fn new(required: AddManyArgumentsRequired) -> Self {
            Self {
                a: required.a,
                b: required.b,
                c: required.c,
                new2: required.new2,
                d: required.d,
                e: rt::None,
            }
        }
        /// Sets `e`.
        pub fn e(mut self, e: impl rt::Into<rt::String>) -> Self {
            self.e = rt::Some(e.into());
            self
        }
    }
    impl rt::Node for AddManyArguments {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                a: rt::TEXT,
                b: rt::Int::ZERO,
                c: false,
                new2: rt::Branches::blank(),
                d: 0.0,
                e: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("AddManyArguments", &[
                rt::Get::Str("a", &self.a),
                rt::Get::Int("b", &self.b),
                rt::Get::Bool("c", &self.c),
                rt::Get::Tag("new", &self.new2),
                rt::Get::Node("d", &self.d),
                rt::Get::OptStr("e", &self.e),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("a", &mut self.a),
                rt::Set::Int("b", &mut self.b),
                rt::Set::Bool("c", &mut self.c),
                rt::Set::Tag("new", &mut self.new2),
                rt::Set::Node("d", &mut self.d),
                rt::Set::OptStr("e", &mut self.e),
            ]);
        }
    }
    /// The branches of [`AddManyArguments`].
    #[non_exhaustive]
    pub enum AddManyArgumentsBranch {
        /// `kind`
        #[doc(alias = "kind")]
        Kind,
        /// `a`
        #[doc(alias = "a")]
        A(rt::Box<AddFile>),
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for AddManyArgumentsBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::Kind => ("kind", rt::None),
                Self::A(it) => ("a", rt::Some(&**it)),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "kind" => Self::Kind,
                "a" => Self::A(to.boxed()),
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `add.arguments.parent`.
    #[non_exhaustive]
    pub enum AddParent {
        /// An object
        Object(rt::Box<AddArguments>),
        /// A string
        String(rt::String),
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for AddParent {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            match self {
                Self::Object(it) => rt::Node::view(it, to),
                Self::String(it) => rt::Node::view(it, to),
                Self::Unrecognized(it) => rt::Node::view(it, to),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.alternate(self);
        }
    }
    impl rt::Alternate for AddParent {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::Object => Self::Object(to.fill()),
                rt::Kind::String => Self::String(to.fill()),
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<AddArguments> for AddParent {
        #[inline]
        fn from(value: AddArguments) -> Self {
            Self::Object(rt::Box::new(value))
        }
    }
    impl rt::From<rt::String> for AddParent {
        #[inline]
        fn from(value: rt::String) -> Self {
            Self::String(value)
        }
    }
    impl rt::From<&str> for AddParent {
        #[inline]
        fn from(value: &str) -> Self {
            Self::String(value.into())
        }
    }
    /// Used at `add-same.arguments`.
    #[non_exhaustive]
    pub struct AddSameArguments {
        /// `name`
        pub name: rt::String,
        /// `next`
        pub next: rt::Option<rt::Box<AddSameArguments>>,
        /// `other`
        pub other: rt::Option<rt::Box<AddSameOther>>,
    }
    impl AddSameArguments {
        /// A value with what is required.
        #[inline]
        pub fn new(name: impl rt::Into<rt::String>) -> Self {
            Self {
                name: name.into(),
                next: rt::None,
                other: rt::None,
            }
        }
        /// Sets `next`.
        #[inline]
        pub fn next(mut self, next: AddSameArguments) -> Self {
            self.next = rt::Some(rt::Box::new(next));
            self
        }
        /// Sets `other`.
        #[inline]
        pub fn other(mut self, other: AddSameOther) -> Self {
            self.other = rt::Some(rt::Box::new(other));
            self
        }
    }
    impl rt::Node for AddSameArguments {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                name: rt::TEXT,
                next: rt::None,
                other: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("AddSameArguments", &[
                rt::Get::Str("name", &self.name),
                rt::Get::OptNode("next", rt::present(&self.next)),
                rt::Get::OptNode("other", rt::present(&self.other)),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("name", &mut self.name),
                rt::Set::OptNode("next", &mut self.next),
                rt::Set::OptNode("other", &mut self.other),
            ]);
        }
    }
    /// Used at `add-same.arguments.other`.
    #[non_exhaustive]
    pub struct AddSameOther {
        /// `back`
        pub back: rt::Option<rt::Box<AddSameArguments>>,
    }
    impl AddSameOther {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                back: rt::None,
            }
        }
        /// Sets `back`.
        #[inline]
        pub fn back(mut self, back: AddSameArguments) -> Self {
            self.back = rt::Some(rt::Box::new(back));
            self
        }
    }
    impl rt::Node for AddSameOther {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                back: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("AddSameOther", &[
                rt::Get::OptNode("back", rt::present(&self.back)),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptNode("back", &mut self.back),
            ]);
        }
    }
    rt::described! {
        types:
        AddArguments
        AddDeep
        AddDeepOne
        AddDir
        AddFile
        AddManyArguments
        AddParent
        AddSameArguments
        AddSameOther
        AddArgumentsBranch
        AddDeepBranch
        AddManyArgumentsBranch
    }
    rt::objects! {
        AddArguments
        AddDeep
        AddDeepOne
        AddDir
        AddFile
        AddManyArguments
        AddParent
        AddSameArguments
        AddSameOther
    }
    rt::branches! {
        AddArgumentsBranch
        AddDeepBranch
        AddManyArgumentsBranch
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
    "0 commands::Add
0 commands::AddMany
0 commands::AddSame
0 commands::Same
0 events::Added
 0/0 what
0 types::AddArguments
 0/0 id
 0 read-only
 0 parent
 0/0 kind
0 types::AddArgumentsBranch
 0 file
 0 dir
 0 none
 0 deep
 0 again
0 types::AddDeep
 0 note
 0/0 level
0 types::AddDeepBranch
 0 one
 0 two
0 types::AddDeepOne
 0/0 weight
 0 any
0 types::AddDir
 0/0 path
 0 entries
0 types::AddFile
 0/0 path
 0 size
0 types::AddManyArguments
 0/0 a
 0/0 b
 0/0 c
 0/0 d
 0 e
 0/0 new
0 types::AddManyArgumentsBranch
 0 kind
 0 a
0 types::AddParent
0 types::AddSameArguments
 0/0 name
 0 next
 0 other
0 types::AddSameOther
 0 back
",
);
