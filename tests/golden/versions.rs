// Made by qapi-codegen from QEMU's answer to `query-qmp-schema`.

/// Commands.
///
/// From `app-1.9` to `app-2.0`; `SCHEMAS` lists them.
/// What says nothing else is in all of them; a member, value or branch is
/// wherever its owner is.
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

    /// The command `act`.
    #[doc(alias = "act")]
    #[non_exhaustive]
    pub struct Act {
        /// `force`; required in `app-1.10`
        pub force: rt::Option<bool>,
        /// `why`; not in `app-1.10`; required elsewhere
        pub why: rt::Option<rt::String>,
    }
    impl Act {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                force: rt::None,
                why: rt::None,
            }
        }
        /// Sets `force`.
        #[inline]
        pub fn force(mut self, force: bool) -> Self {
            self.force = rt::Some(force);
            self
        }
        /// Sets `why`.
        pub fn why(mut self, why: impl rt::Into<rt::String>) -> Self {
            self.why = rt::Some(why.into());
            self
        }
    }
    impl rt::Node for Act {
        #[inline]
        fn blank() -> Self {
            Self {
                force: rt::None,
                why: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Act", &[
                rt::Get::OptBool("force", &self.force),
                rt::Get::OptStr("why", &self.why),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptBool("force", &mut self.force),
                rt::Set::OptStr("why", &mut self.why),
            ]);
        }
    }
    impl rt::Command for Act {
        const NAME: &'static str = "act";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x7]);
        type Reply = super::types::ActReturn;
    }
    /// The command `new`.
    ///
    /// Only in `app-2.0`.
    #[doc(alias = "new")]
    #[non_exhaustive]
    pub struct New {
        /// `a`
        ///
        /// Features: `deprecated`.
        #[deprecated]
        pub a: rt::String,
    }
    impl New {
        /// A value with what is required.
        #[inline]
        pub fn new(a: impl rt::Into<rt::String>) -> Self {
            Self {
                a: a.into(),
            }
        }
    }
    impl rt::Node for New {
        #[inline]
        fn blank() -> Self {
            Self {
                a: rt::TEXT,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("New", &[
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
    impl rt::Command for New {
        const NAME: &'static str = "new";
        const ALLOW_OOB: bool = true;
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x4]);
        type Reply = rt::Empty;
    }
    /// The command `old`.
    ///
    /// Features: `deprecated`, `unstable` (not in `app-1.9`). Not in `app-2.0`.
    #[doc(alias = "old")]
    #[deprecated]
    #[non_exhaustive]
    pub struct Old {
    }
    impl Old {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for Old {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Old", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for Old {
        const NAME: &'static str = "old";
        const FEATURES: &'static [&'static str] = &["deprecated", "unstable"];
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x3]);
        type Reply = rt::Empty;
    }
    /// The command `query-alternate`.
    #[doc(alias = "query-alternate")]
    #[non_exhaustive]
    pub struct QueryAlternate {
    }
    impl QueryAlternate {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for QueryAlternate {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryAlternate", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for QueryAlternate {
        const NAME: &'static str = "query-alternate";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x7]);
        type Reply = super::types::QueryAlternateReturn;
    }
    /// The command `query-branch`.
    #[doc(alias = "query-branch")]
    #[non_exhaustive]
    pub struct QueryBranch {
    }
    impl QueryBranch {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for QueryBranch {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryBranch", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for QueryBranch {
        const NAME: &'static str = "query-branch";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x7]);
        type Reply = super::types::QueryBranchReturn;
    }
    /// The command `query-enum`.
    #[doc(alias = "query-enum")]
    #[non_exhaustive]
    pub struct QueryEnum {
    }
    impl QueryEnum {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for QueryEnum {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryEnum", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for QueryEnum {
        const NAME: &'static str = "query-enum";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x7]);
        type Reply = super::types::QueryEnumReturn;
    }
    /// The command `query-guard`.
    #[doc(alias = "query-guard")]
    #[non_exhaustive]
    pub struct QueryGuard {
    }
    impl QueryGuard {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for QueryGuard {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryGuard", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for QueryGuard {
        const NAME: &'static str = "query-guard";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x7]);
        type Reply = super::types::QueryGuardReturn;
    }
    /// The command `query-job`.
    #[doc(alias = "query-job")]
    #[non_exhaustive]
    pub struct QueryJob {
    }
    impl QueryJob {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for QueryJob {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryJob", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for QueryJob {
        const NAME: &'static str = "query-job";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x7]);
        type Reply = super::types::QueryJobReturn;
    }
    /// The command `query-members`.
    #[doc(alias = "query-members")]
    #[non_exhaustive]
    pub struct QueryMembers {
    }
    impl QueryMembers {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for QueryMembers {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryMembers", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for QueryMembers {
        const NAME: &'static str = "query-members";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x7]);
        type Reply = super::types::QueryMembersReturn;
    }
    /// The command `query-scalars`.
    #[doc(alias = "query-scalars")]
    #[non_exhaustive]
    pub struct QueryScalars {
    }
    impl QueryScalars {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for QueryScalars {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryScalars", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for QueryScalars {
        const NAME: &'static str = "query-scalars";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x7]);
        type Reply = super::types::QueryScalarsReturn;
    }
    /// The command `query-split`.
    #[doc(alias = "query-split")]
    #[non_exhaustive]
    pub struct QuerySplit {
    }
    impl QuerySplit {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for QuerySplit {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("QuerySplit", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for QuerySplit {
        const NAME: &'static str = "query-split";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x7]);
        type Reply = super::types::QuerySplitReturn;
    }
    /// The command `query-tags`.
    #[doc(alias = "query-tags")]
    #[non_exhaustive]
    pub struct QueryTags {
    }
    impl QueryTags {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for QueryTags {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryTags", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for QueryTags {
        const NAME: &'static str = "query-tags";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x7]);
        type Reply = super::types::QueryTagsReturn;
    }
    /// The command `query-tree`.
    ///
    /// Not in `app-2.0`.
    #[doc(alias = "query-tree")]
    #[non_exhaustive]
    pub struct QueryTree {
    }
    impl QueryTree {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for QueryTree {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryTree", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for QueryTree {
        const NAME: &'static str = "query-tree";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x3]);
        type Reply = super::types::QueryTreeReturn;
    }
    /// The command `query-untagged`.
    ///
    /// Not in `app-2.0`.
    #[doc(alias = "query-untagged")]
    #[non_exhaustive]
    pub struct QueryUntagged {
    }
    impl QueryUntagged {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for QueryUntagged {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryUntagged", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for QueryUntagged {
        const NAME: &'static str = "query-untagged";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x3]);
        type Reply = super::types::QueryUntaggedReturn;
    }
    /// The command `soft`.
    ///
    /// Features: `deprecated` (not in `app-1.9`). Not in `app-1.10`.
    #[doc(alias = "soft")]
    #[non_exhaustive]
    pub struct Soft {
    }
    impl Soft {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for Soft {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Soft", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Command for Soft {
        const NAME: &'static str = "soft";
        const FEATURES: &'static [&'static str] = &["deprecated"];
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x5]);
        type Reply = rt::Empty;
    }
    rt::described! {
        commands:
        Act
        New
        Old
        QueryAlternate
        QueryBranch
        QueryEnum
        QueryGuard
        QueryJob
        QueryMembers
        QueryScalars
        QuerySplit
        QueryTags
        QueryTree
        QueryUntagged
        Soft
    }
    rt::objects! {
        Act
        New
        Old
        QueryAlternate
        QueryBranch
        QueryEnum
        QueryGuard
        QueryJob
        QueryMembers
        QueryScalars
        QuerySplit
        QueryTags
        QueryTree
        QueryUntagged
        Soft
    }
}

/// Events.
///
/// From `app-1.9` to `app-2.0`; `SCHEMAS` lists them.
/// What says nothing else is in all of them; a member, value or branch is
/// wherever its owner is.
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

    /// The event `ENDED`.
    ///
    /// Only in `app-1.9`.
    #[doc(alias = "ENDED")]
    #[non_exhaustive]
    pub struct Ended {
    }
    impl Ended {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
            }
        }
    }
    impl rt::Node for Ended {
        #[inline]
        fn blank() -> Self {
            Self {
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Ended", &[]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut []);
        }
    }
    impl rt::Event for Ended {
        const NAME: &'static str = "ENDED";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
    }
    /// The event `MOVED`.
    ///
    /// Not in `app-1.9`.
    #[doc(alias = "MOVED")]
    #[non_exhaustive]
    pub struct Moved {
        /// `to`
        pub to: rt::String,
        /// `from`; not in `app-1.10`
        pub from: rt::Option<rt::String>,
    }
    impl Moved {
        /// A value with what is required.
        #[inline]
        pub fn new(to: impl rt::Into<rt::String>) -> Self {
            Self {
                to: to.into(),
                from: rt::None,
            }
        }
    }
    impl rt::Node for Moved {
        #[inline]
        fn blank() -> Self {
            Self {
                to: rt::TEXT,
                from: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Moved", &[
                rt::Get::Str("to", &self.to),
                rt::Get::OptStr("from", &self.from),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("to", &mut self.to),
                rt::Set::OptStr("from", &mut self.from),
            ]);
        }
    }
    impl rt::Event for Moved {
        const NAME: &'static str = "MOVED";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x6]);
    }
    /// Any event, as a message has it: `{"event": …, "data": …}`.
    #[non_exhaustive]
    pub enum Event {
        /// The event `ENDED`.
        ///
        /// Only in `app-1.9`.
        Ended(rt::Box<Ended>),
        /// The event `MOVED`.
        ///
        /// Not in `app-1.9`.
        Moved(rt::Box<Moved>),
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
                Self::Ended(it) => ("ENDED", rt::Some(&**it)),
                Self::Moved(it) => ("MOVED", rt::Some(&**it)),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[inline]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "ENDED" => Self::Ended(to.boxed()),
                "MOVED" => Self::Moved(to.boxed()),
                _ => Self::Unrecognized(to.unrecognized(tag).into()),
            };
        }
    }
    rt::events! { Event }
    rt::described! {
        events:
        Ended
        Moved
    }
    rt::objects! {
        Ended
        Moved
    }
}

/// Types of members and replies.
///
/// From `app-1.9` to `app-2.0`; `SCHEMAS` lists them.
/// What says nothing else is in all of them; a member, value or branch is
/// wherever its owner is.
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

    /// Used at `act.returns`.
    #[non_exhaustive]
    pub enum ActReturn {
        /// An object
        Object(rt::Box<ActReturnObject>),
        /// A list
        List(rt::Vec<ActReturnList>),
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for ActReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            match self {
                Self::Object(it) => rt::Node::view(it, to),
                Self::List(it) => rt::Node::view(it, to),
                Self::Unrecognized(it) => rt::Node::view(it, to),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.alternate(self);
        }
    }
    impl rt::Alternate for ActReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::Object => Self::Object(to.fill()),
                rt::Kind::List => Self::List(to.fill()),
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<ActReturnObject> for ActReturn {
        #[inline]
        fn from(value: ActReturnObject) -> Self {
            Self::Object(rt::Box::new(value))
        }
    }
    impl rt::From<rt::Vec<ActReturnList>> for ActReturn {
        #[inline]
        fn from(value: rt::Vec<ActReturnList>) -> Self {
            Self::List(value)
        }
    }
    /// Used at `act.returns[]`.
    ///
    /// Only in `app-2.0`.
    #[non_exhaustive]
    pub struct ActReturnList {
        /// `done`
        pub done: bool,
    }
    impl ActReturnList {
        /// A value with what is required.
        #[inline]
        pub fn new(done: bool) -> Self {
            Self {
                done,
            }
        }
    }
    impl rt::Node for ActReturnList {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                done: false,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("ActReturnList", &[
                rt::Get::Bool("done", &self.done),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Bool("done", &mut self.done),
            ]);
        }
    }
    /// Used at `act.returns`.
    ///
    /// Only in `app-1.10`.
    #[non_exhaustive]
    pub struct ActReturnObject {
        /// `done`
        pub done: rt::Option<bool>,
    }
    impl ActReturnObject {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                done: rt::None,
            }
        }
    }
    impl rt::Node for ActReturnObject {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                done: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("ActReturnObject", &[
                rt::Get::OptBool("done", &self.done),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptBool("done", &mut self.done),
            ]);
        }
    }
    /// Used at `query-alternate.returns`.
    #[non_exhaustive]
    pub struct QueryAlternateReturn {
        /// `auth`
        pub auth: rt::Option<QueryAlternateReturnAuth>,
        /// `ref`
        pub r#ref: QueryAlternateReturnRef,
        /// `many`
        pub many: rt::Option<QueryAlternateReturnMany>,
    }
    impl QueryAlternateReturn {
        /// A value with what is required.
        #[inline]
        pub fn new(r#ref: impl rt::Into<QueryAlternateReturnRef>) -> Self {
            Self {
                auth: rt::None,
                r#ref: r#ref.into(),
                many: rt::None,
            }
        }
    }
    impl rt::Node for QueryAlternateReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                auth: rt::None,
                r#ref: rt::Node::blank(),
                many: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryAlternateReturn", &[
                rt::Get::OptNode("auth", rt::present(&self.auth)),
                rt::Get::Node("ref", &self.r#ref),
                rt::Get::OptNode("many", rt::present(&self.many)),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptNode("auth", &mut self.auth),
                rt::Set::Node("ref", &mut self.r#ref),
                rt::Set::OptNode("many", &mut self.many),
            ]);
        }
    }
    /// Used at `query-alternate.returns.auth`.
    ///
    /// Not in `app-1.9`.
    #[non_exhaustive]
    pub enum QueryAlternateReturnAuth {
        /// A string
        String(rt::String),
        /// A bool
        Bool(bool),
        /// JSON null, which is not the same as absent
        Null,
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for QueryAlternateReturnAuth {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            match self {
                Self::String(it) => rt::Node::view(it, to),
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
    impl rt::Alternate for QueryAlternateReturnAuth {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::String => Self::String(to.fill()),
                rt::Kind::Bool => Self::Bool(to.fill()),
                rt::Kind::Null => Self::Null,
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<rt::String> for QueryAlternateReturnAuth {
        #[inline]
        fn from(value: rt::String) -> Self {
            Self::String(value)
        }
    }
    impl rt::From<&str> for QueryAlternateReturnAuth {
        #[inline]
        fn from(value: &str) -> Self {
            Self::String(value.into())
        }
    }
    impl rt::From<bool> for QueryAlternateReturnAuth {
        #[inline]
        fn from(value: bool) -> Self {
            Self::Bool(value)
        }
    }
    /// Used at `query-alternate.returns.many`.
    ///
    /// Only in `app-1.10`.
    #[non_exhaustive]
    pub enum QueryAlternateReturnMany {
        /// A list
        List(rt::Vec<rt::String>),
        /// A string
        String(rt::String),
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for QueryAlternateReturnMany {
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
    impl rt::Alternate for QueryAlternateReturnMany {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::List => Self::List(to.fill()),
                rt::Kind::String => Self::String(to.fill()),
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<rt::Vec<rt::String>> for QueryAlternateReturnMany {
        #[inline]
        fn from(value: rt::Vec<rt::String>) -> Self {
            Self::List(value)
        }
    }
    impl rt::From<rt::String> for QueryAlternateReturnMany {
        #[inline]
        fn from(value: rt::String) -> Self {
            Self::String(value)
        }
    }
    impl rt::From<&str> for QueryAlternateReturnMany {
        #[inline]
        fn from(value: &str) -> Self {
            Self::String(value.into())
        }
    }
    /// Used at `query-alternate.returns.ref`.
    ///
    /// Only in `app-2.0`.
    #[non_exhaustive]
    pub enum QueryAlternateReturnRef {
        /// An object
        Object(rt::Box<QueryAlternateReturnRefObject>),
        /// A string
        String(rt::String),
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for QueryAlternateReturnRef {
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
    impl rt::Alternate for QueryAlternateReturnRef {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::Object => Self::Object(to.fill()),
                rt::Kind::String => Self::String(to.fill()),
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<QueryAlternateReturnRefObject> for QueryAlternateReturnRef {
        #[inline]
        fn from(value: QueryAlternateReturnRefObject) -> Self {
            Self::Object(rt::Box::new(value))
        }
    }
    impl rt::From<rt::String> for QueryAlternateReturnRef {
        #[inline]
        fn from(value: rt::String) -> Self {
            Self::String(value)
        }
    }
    impl rt::From<&str> for QueryAlternateReturnRef {
        #[inline]
        fn from(value: &str) -> Self {
            Self::String(value.into())
        }
    }
    /// Used at `query-alternate.returns.ref`.
    ///
    /// Not in `app-1.9`.
    #[non_exhaustive]
    pub struct QueryAlternateReturnRefObject {
        /// `id`
        pub id: rt::String,
        /// `kind`; not in `app-1.10`; required elsewhere
        pub kind: rt::Option<bool>,
        /// `next`; not in `app-2.0`
        pub next: rt::Option<rt::Int>,
    }
    impl QueryAlternateReturnRefObject {
        /// A value with what is required.
        #[inline]
        pub fn new(id: impl rt::Into<rt::String>) -> Self {
            Self {
                id: id.into(),
                kind: rt::None,
                next: rt::None,
            }
        }
    }
    impl rt::Node for QueryAlternateReturnRefObject {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                id: rt::TEXT,
                kind: rt::None,
                next: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryAlternateReturnRefObject", &[
                rt::Get::Str("id", &self.id),
                rt::Get::OptBool("kind", &self.kind),
                rt::Get::OptInt("next", &self.next),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("id", &mut self.id),
                rt::Set::OptBool("kind", &mut self.kind),
                rt::Set::OptInt("next", &mut self.next),
            ]);
        }
    }
    /// Used at `query-branch.returns`.
    #[non_exhaustive]
    pub struct QueryBranchReturn {
        /// `k`, and the members that go with it
        pub k: QueryBranchReturnBranch,
        /// `note`; only in `app-1.10`; required there
        pub note: rt::Option<rt::String>,
    }
    impl QueryBranchReturn {
        /// A value with what is required.
        #[inline]
        pub fn new(k: QueryBranchReturnBranch) -> Self {
            Self {
                k,
                note: rt::None,
            }
        }
    }
    impl rt::Node for QueryBranchReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                k: rt::Branches::blank(),
                note: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryBranchReturn", &[
                rt::Get::Tag("k", &self.k),
                rt::Get::OptStr("note", &self.note),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.overlapping(&mut [
                rt::Set::Tag("k", &mut self.k),
                rt::Set::OptStr("note", &mut self.note),
            ]);
        }
    }
    /// The branches of [`QueryBranchReturn`].
    #[non_exhaustive]
    pub enum QueryBranchReturnBranch {
        /// `a`
        #[doc(alias = "a")]
        A(rt::Box<QueryBranchReturnA>),
        /// `b`
        #[doc(alias = "b")]
        B(rt::Box<QueryBranchReturnB>),
        /// `d`; only in `app-2.0`
        #[doc(alias = "d")]
        D(rt::Box<QueryBranchReturnD>),
        /// `c`; only in `app-1.9`
        #[doc(alias = "c")]
        C(rt::Box<QueryBranchReturnC>),
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for QueryBranchReturnBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::A(it) => ("a", rt::Some(&**it)),
                Self::B(it) => ("b", rt::Some(&**it)),
                Self::D(it) => ("d", rt::Some(&**it)),
                Self::C(it) => ("c", rt::Some(&**it)),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "a" => Self::A(to.boxed()),
                "b" => Self::B(to.boxed()),
                "d" => Self::D(to.boxed()),
                "c" => Self::C(to.boxed()),
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `query-branch.returns(k=a)`.
    #[non_exhaustive]
    pub struct QueryBranchReturnA {
        /// `note`; only in `app-2.0`; required there
        pub note: rt::Option<rt::String>,
        /// `x`; required in `app-1.9` and `app-1.10`
        pub x: rt::Option<QueryTagsReturnDepth>,
        /// `y`; only in `app-1.10`; required there
        pub y: rt::Option<bool>,
    }
    impl QueryBranchReturnA {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                note: rt::None,
                x: rt::None,
                y: rt::None,
            }
        }
    }
    impl rt::Node for QueryBranchReturnA {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                note: rt::None,
                x: rt::None,
                y: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryBranchReturnA", &[
                rt::Get::OptStr("note", &self.note),
                rt::Get::OptNode("x", rt::present(&self.x)),
                rt::Get::OptBool("y", &self.y),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("note", &mut self.note),
                rt::Set::OptNode("x", &mut self.x),
                rt::Set::OptBool("y", &mut self.y),
            ]);
        }
    }
    /// Used at `query-branch.returns(k=b)`.
    ///
    /// Only in `app-1.10`.
    #[non_exhaustive]
    pub struct QueryBranchReturnB {
        /// `z`
        pub z: rt::Option<rt::Int>,
    }
    impl QueryBranchReturnB {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                z: rt::None,
            }
        }
    }
    impl rt::Node for QueryBranchReturnB {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                z: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryBranchReturnB", &[
                rt::Get::OptInt("z", &self.z),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptInt("z", &mut self.z),
            ]);
        }
    }
    /// Used at `query-branch.returns(k=c)`.
    ///
    /// Only in `app-1.9`.
    #[non_exhaustive]
    pub struct QueryBranchReturnC {
        /// `gone`
        pub gone: rt::Int,
    }
    impl QueryBranchReturnC {
        /// A value with what is required.
        #[inline]
        pub fn new(gone: impl rt::Into<rt::Int>) -> Self {
            Self {
                gone: gone.into(),
            }
        }
    }
    impl rt::Node for QueryBranchReturnC {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                gone: rt::Int::ZERO,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryBranchReturnC", &[
                rt::Get::Int("gone", &self.gone),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Int("gone", &mut self.gone),
            ]);
        }
    }
    /// Used at `query-branch.returns(k=d)`.
    ///
    /// Only in `app-2.0`.
    #[non_exhaustive]
    pub struct QueryBranchReturnD {
        /// `l`, and the members that go with it
        pub l: QueryBranchReturnDBranch,
    }
    impl QueryBranchReturnD {
        /// A value with what is required.
        #[inline]
        pub fn new(l: QueryBranchReturnDBranch) -> Self {
            Self {
                l,
            }
        }
    }
    impl rt::Node for QueryBranchReturnD {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                l: rt::Branches::blank(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryBranchReturnD", &[
                rt::Get::Tag("l", &self.l),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Tag("l", &mut self.l),
            ]);
        }
    }
    /// The branches of [`QueryBranchReturnD`].
    #[non_exhaustive]
    pub enum QueryBranchReturnDBranch {
        /// `m`
        #[doc(alias = "m")]
        M(rt::Box<QueryBranchReturnDM>),
        /// `n`
        #[doc(alias = "n")]
        N,
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for QueryBranchReturnDBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::M(it) => ("m", rt::Some(&**it)),
                Self::N => ("n", rt::None),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "m" => Self::M(to.boxed()),
                "n" => Self::N,
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `query-branch.returns(k=d)(l=m)`.
    ///
    /// Only in `app-2.0`.
    #[non_exhaustive]
    pub struct QueryBranchReturnDM {
        /// `note`
        pub note: rt::String,
    }
    impl QueryBranchReturnDM {
        /// A value with what is required.
        #[inline]
        pub fn new(note: impl rt::Into<rt::String>) -> Self {
            Self {
                note: note.into(),
            }
        }
    }
    impl rt::Node for QueryBranchReturnDM {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                note: rt::TEXT,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryBranchReturnDM", &[
                rt::Get::Str("note", &self.note),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("note", &mut self.note),
            ]);
        }
    }
    /// Used at `query-enum.returns`.
    #[non_exhaustive]
    pub struct QueryEnumReturn {
        /// `mode`
        pub mode: QueryEnumReturnMode,
        /// `list`
        pub list: rt::Vec<QueryEnumReturnList>,
    }
    impl QueryEnumReturn {
        /// A value with what is required.
        #[inline]
        pub fn new(mode: QueryEnumReturnMode, list: rt::Vec<QueryEnumReturnList>) -> Self {
            Self {
                mode,
                list,
            }
        }
    }
    impl rt::Node for QueryEnumReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                mode: rt::Node::blank(),
                list: rt::Node::blank(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryEnumReturn", &[
                rt::Get::Node("mode", &self.mode),
                rt::Get::Node("list", &self.list),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Node("mode", &mut self.mode),
                rt::Set::Node("list", &mut self.list),
            ]);
        }
    }
    /// Used at `query-enum.returns.list[]`.
    ///
    /// Not in `app-1.9`.
    #[non_exhaustive]
    pub enum QueryEnumReturnList {
        /// `a`
        #[doc(alias = "a")]
        A,
        /// `c`; not in `app-1.10`
        #[doc(alias = "c")]
        C,
        /// `b`; not in `app-2.0`
        #[doc(alias = "b")]
        B,
        /// A value that this build does not know.
        Unrecognized(rt::Unrecognized),
    }
    impl rt::Enum for QueryEnumReturnList {
        #[cfg_attr(not(debug_assertions), inline)]
        fn name(&self) -> &str {
            match self {
                Self::A => "a",
                Self::C => "c",
                Self::B => "b",
                Self::Unrecognized(other) => other.as_str(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn set(&mut self, index: usize, other: &str) {
            *self = match index {
                0 => Self::A,
                1 => Self::C,
                2 => Self::B,
                _ => Self::Unrecognized(rt::unrecognized(other)),
            };
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn is_unrecognized(&self) -> bool {
            matches!(self, Self::Unrecognized(_))
        }
    }
    /// Used at `query-enum.returns.mode`.
    ///
    /// Not in `app-1.9`.
    #[non_exhaustive]
    pub enum QueryEnumReturnMode {
        /// `off`
        #[doc(alias = "off")]
        Off,
        /// `auto`; not in `app-1.10`
        #[doc(alias = "auto")]
        Auto,
        /// `on`; not in `app-2.0`
        #[doc(alias = "on")]
        On,
        /// A value that this build does not know.
        Unrecognized(rt::Unrecognized),
    }
    impl rt::Enum for QueryEnumReturnMode {
        #[cfg_attr(not(debug_assertions), inline)]
        fn name(&self) -> &str {
            match self {
                Self::Off => "off",
                Self::Auto => "auto",
                Self::On => "on",
                Self::Unrecognized(other) => other.as_str(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn set(&mut self, index: usize, other: &str) {
            *self = match index {
                0 => Self::Off,
                1 => Self::Auto,
                2 => Self::On,
                _ => Self::Unrecognized(rt::unrecognized(other)),
            };
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn is_unrecognized(&self) -> bool {
            matches!(self, Self::Unrecognized(_))
        }
    }
    /// Used at `query-guard.returns`.
    #[non_exhaustive]
    pub struct QueryGuardReturn {
        /// `on`
        pub on: bool,
        /// `type`, and the members that go with it; not in `app-1.9`; required elsewhere
        pub r#type: rt::Option<QueryGuardReturnBranch>,
        /// `policy`; only in `app-1.9`; required there
        pub policy: rt::Option<rt::Int>,
        /// `handle`; only in `app-1.9`; required there
        pub handle: rt::Option<rt::Int>,
    }
    impl QueryGuardReturn {
        /// A value with what is required.
        #[inline]
        pub fn new(on: bool) -> Self {
            Self {
                on,
                r#type: rt::None,
                policy: rt::None,
                handle: rt::None,
            }
        }
    }
    impl rt::Node for QueryGuardReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                on: false,
                r#type: rt::None,
                policy: rt::None,
                handle: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryGuardReturn", &[
                rt::Get::Bool("on", &self.on),
                rt::Get::OptTag("type", rt::present_tag(&self.r#type)),
                rt::Get::OptInt("policy", &self.policy),
                rt::Get::OptInt("handle", &self.handle),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.overlapping(&mut [
                rt::Set::Bool("on", &mut self.on),
                rt::Set::OptTag("type", &mut self.r#type),
                rt::Set::OptInt("policy", &mut self.policy),
                rt::Set::OptInt("handle", &mut self.handle),
            ]);
        }
    }
    /// The branches of [`QueryGuardReturn`].
    #[non_exhaustive]
    pub enum QueryGuardReturnBranch {
        /// `old`
        #[doc(alias = "old")]
        Old(rt::Box<QueryGuardReturnOld>),
        /// `snp`
        #[doc(alias = "snp")]
        Snp(rt::Box<QueryGuardReturnSnp>),
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for QueryGuardReturnBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::Old(it) => ("old", rt::Some(&**it)),
                Self::Snp(it) => ("snp", rt::Some(&**it)),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "old" => Self::Old(to.boxed()),
                "snp" => Self::Snp(to.boxed()),
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `query-guard.returns(type=old)`.
    ///
    /// Not in `app-1.9`.
    #[non_exhaustive]
    pub struct QueryGuardReturnOld {
        /// `policy`
        pub policy: rt::Int,
        /// `handle`
        pub handle: rt::Int,
    }
    impl QueryGuardReturnOld {
        /// A value with what is required.
        #[inline]
        pub fn new(policy: impl rt::Into<rt::Int>, handle: impl rt::Into<rt::Int>) -> Self {
            Self {
                policy: policy.into(),
                handle: handle.into(),
            }
        }
    }
    impl rt::Node for QueryGuardReturnOld {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                policy: rt::Int::ZERO,
                handle: rt::Int::ZERO,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryGuardReturnOld", &[
                rt::Get::Int("policy", &self.policy),
                rt::Get::Int("handle", &self.handle),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Int("policy", &mut self.policy),
                rt::Set::Int("handle", &mut self.handle),
            ]);
        }
    }
    /// Used at `query-guard.returns(type=snp)`.
    ///
    /// Not in `app-1.9`.
    #[non_exhaustive]
    pub struct QueryGuardReturnSnp {
        /// `snp-policy`
        #[doc(alias = "snp-policy")]
        pub snp_policy: rt::Int,
    }
    impl QueryGuardReturnSnp {
        /// A value with what is required.
        #[inline]
        pub fn new(snp_policy: impl rt::Into<rt::Int>) -> Self {
            Self {
                snp_policy: snp_policy.into(),
            }
        }
    }
    impl rt::Node for QueryGuardReturnSnp {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                snp_policy: rt::Int::ZERO,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryGuardReturnSnp", &[
                rt::Get::Int("snp-policy", &self.snp_policy),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Int("snp-policy", &mut self.snp_policy),
            ]);
        }
    }
    /// Used at `query-job.returns`.
    #[non_exhaustive]
    pub struct QueryJobReturn {
        /// `id`
        pub id: rt::String,
        /// `type`, and the members that go with it
        pub r#type: QueryJobReturnBranch,
    }
    impl QueryJobReturn {
        /// A value with what is required.
        #[inline]
        pub fn new(id: impl rt::Into<rt::String>, r#type: QueryJobReturnBranch) -> Self {
            Self {
                id: id.into(),
                r#type,
            }
        }
    }
    impl rt::Node for QueryJobReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                id: rt::TEXT,
                r#type: rt::Branches::blank(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryJobReturn", &[
                rt::Get::Str("id", &self.id),
                rt::Get::Tag("type", &self.r#type),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("id", &mut self.id),
                rt::Set::Tag("type", &mut self.r#type),
            ]);
        }
    }
    /// The branches of [`QueryJobReturn`].
    #[non_exhaustive]
    pub enum QueryJobReturnBranch {
        /// `copy`; not in `app-1.9`
        #[doc(alias = "copy")]
        Copy(rt::Box<QueryJobReturnCopy>),
        /// `move`; not in `app-1.9`
        #[doc(alias = "move")]
        Move,
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for QueryJobReturnBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::Copy(it) => ("copy", rt::Some(&**it)),
                Self::Move => ("move", rt::None),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "copy" => Self::Copy(to.boxed()),
                "move" => Self::Move,
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `query-job.returns(type=copy)`.
    ///
    /// Not in `app-1.9`.
    #[non_exhaustive]
    pub struct QueryJobReturnCopy {
        /// `synced`
        pub synced: rt::Option<bool>,
        /// `x`; not in `app-1.10`
        pub x: rt::Option<rt::Int>,
    }
    impl QueryJobReturnCopy {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                synced: rt::None,
                x: rt::None,
            }
        }
    }
    impl rt::Node for QueryJobReturnCopy {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                synced: rt::None,
                x: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryJobReturnCopy", &[
                rt::Get::OptBool("synced", &self.synced),
                rt::Get::OptInt("x", &self.x),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptBool("synced", &mut self.synced),
                rt::Set::OptInt("x", &mut self.x),
            ]);
        }
    }
    /// Used at `query-members.returns`.
    #[non_exhaustive]
    pub struct QueryMembersReturn {
        /// `kept`
        pub kept: rt::Int,
        /// `looser`; required in `app-1.10` and `app-2.0`
        pub looser: rt::Option<rt::Int>,
        /// `free`; required in `app-2.0`
        pub free: rt::Option<rt::String>,
        /// `new`; not in `app-1.9`; required in `app-2.0`
        #[doc(alias = "new")]
        pub new2: rt::Option<bool>,
        /// `gone`; not in `app-2.0`; required in `app-1.9`
        pub gone: rt::Option<rt::String>,
    }
    impl QueryMembersReturn {
        /// A value with what is required.
        #[inline]
        pub fn new(kept: impl rt::Into<rt::Int>) -> Self {
            Self {
                kept: kept.into(),
                looser: rt::None,
                free: rt::None,
                new2: rt::None,
                gone: rt::None,
            }
        }
    }
    impl rt::Node for QueryMembersReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                kept: rt::Int::ZERO,
                looser: rt::None,
                free: rt::None,
                new2: rt::None,
                gone: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryMembersReturn", &[
                rt::Get::Int("kept", &self.kept),
                rt::Get::OptInt("looser", &self.looser),
                rt::Get::OptStr("free", &self.free),
                rt::Get::OptBool("new", &self.new2),
                rt::Get::OptStr("gone", &self.gone),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Int("kept", &mut self.kept),
                rt::Set::OptInt("looser", &mut self.looser),
                rt::Set::OptStr("free", &mut self.free),
                rt::Set::OptBool("new", &mut self.new2),
                rt::Set::OptStr("gone", &mut self.gone),
            ]);
        }
    }
    /// Used at `query-scalars.returns`.
    #[non_exhaustive]
    pub struct QueryScalarsReturn {
        /// `size`
        pub size: rt::Int,
        /// `rate`
        pub rate: rt::Value,
        /// `free`
        pub free: rt::Value,
        /// `flag`
        pub flag: QueryScalarsReturnFlag,
        /// `mixed`
        pub mixed: rt::Vec<QueryScalarsReturnMixed>,
    }
    /// What [`QueryScalarsReturn::new`] requires.
    #[derive(Clone, Debug, PartialEq)]
    pub struct QueryScalarsReturnRequired {
        /// `size`
        pub size: rt::Int,
        /// `rate`
        pub rate: rt::Value,
        /// `free`
        pub free: rt::Value,
        /// `flag`
        pub flag: QueryScalarsReturnFlag,
        /// `mixed`
        pub mixed: rt::Vec<QueryScalarsReturnMixed>,
    }
    impl QueryScalarsReturn {
        /// A value with what is required.
        #[inline]
        pub fn new(required: QueryScalarsReturnRequired) -> Self {
            Self {
                size: required.size,
                rate: required.rate,
                free: required.free,
                flag: required.flag,
                mixed: required.mixed,
            }
        }
    }
    impl rt::Node for QueryScalarsReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                size: rt::Int::ZERO,
                rate: rt::Node::blank(),
                free: rt::Node::blank(),
                flag: rt::Node::blank(),
                mixed: rt::Node::blank(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryScalarsReturn", &[
                rt::Get::Int("size", &self.size),
                rt::Get::Node("rate", &self.rate),
                rt::Get::Node("free", &self.free),
                rt::Get::Node("flag", &self.flag),
                rt::Get::Node("mixed", &self.mixed),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Int("size", &mut self.size),
                rt::Set::Node("rate", &mut self.rate),
                rt::Set::Node("free", &mut self.free),
                rt::Set::Node("flag", &mut self.flag),
                rt::Set::Node("mixed", &mut self.mixed),
            ]);
        }
    }
    /// Used at `query-scalars.returns.flag`.
    #[non_exhaustive]
    pub enum QueryScalarsReturnFlag {
        /// A string of an enum
        Enum(QueryScalarsReturnFlagEnum),
        /// A bool
        Bool(bool),
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for QueryScalarsReturnFlag {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            match self {
                Self::Enum(it) => rt::Node::view(it, to),
                Self::Bool(it) => rt::Node::view(it, to),
                Self::Unrecognized(it) => rt::Node::view(it, to),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.alternate(self);
        }
    }
    impl rt::Alternate for QueryScalarsReturnFlag {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::String => Self::Enum(to.fill()),
                rt::Kind::Bool => Self::Bool(to.fill()),
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<QueryScalarsReturnFlagEnum> for QueryScalarsReturnFlag {
        #[inline]
        fn from(value: QueryScalarsReturnFlagEnum) -> Self {
            Self::Enum(value)
        }
    }
    impl rt::From<bool> for QueryScalarsReturnFlag {
        #[inline]
        fn from(value: bool) -> Self {
            Self::Bool(value)
        }
    }
    /// Used at `query-scalars.returns.flag`.
    ///
    /// Only in `app-2.0`.
    #[non_exhaustive]
    pub enum QueryScalarsReturnFlagEnum {
        /// `yes`
        #[doc(alias = "yes")]
        Yes,
        /// `no`
        #[doc(alias = "no")]
        No,
        /// A value that this build does not know.
        Unrecognized(rt::Unrecognized),
    }
    impl rt::Enum for QueryScalarsReturnFlagEnum {
        #[cfg_attr(not(debug_assertions), inline)]
        fn name(&self) -> &str {
            match self {
                Self::Yes => "yes",
                Self::No => "no",
                Self::Unrecognized(other) => other.as_str(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn set(&mut self, index: usize, other: &str) {
            *self = match index {
                0 => Self::Yes,
                1 => Self::No,
                _ => Self::Unrecognized(rt::unrecognized(other)),
            };
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn is_unrecognized(&self) -> bool {
            matches!(self, Self::Unrecognized(_))
        }
    }
    /// Used at `query-scalars.returns.mixed[]`.
    #[non_exhaustive]
    pub enum QueryScalarsReturnMixed {
        /// A list
        List(rt::Vec<rt::String>),
        /// A string
        String(rt::String),
        /// An integer
        Int(rt::Int),
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for QueryScalarsReturnMixed {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            match self {
                Self::List(it) => rt::Node::view(it, to),
                Self::String(it) => rt::Node::view(it, to),
                Self::Int(it) => rt::Node::view(it, to),
                Self::Unrecognized(it) => rt::Node::view(it, to),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.alternate(self);
        }
    }
    impl rt::Alternate for QueryScalarsReturnMixed {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::List => Self::List(to.fill()),
                rt::Kind::String => Self::String(to.fill()),
                rt::Kind::Int => Self::Int(to.fill()),
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<rt::Vec<rt::String>> for QueryScalarsReturnMixed {
        #[inline]
        fn from(value: rt::Vec<rt::String>) -> Self {
            Self::List(value)
        }
    }
    impl rt::From<rt::String> for QueryScalarsReturnMixed {
        #[inline]
        fn from(value: rt::String) -> Self {
            Self::String(value)
        }
    }
    impl rt::From<&str> for QueryScalarsReturnMixed {
        #[inline]
        fn from(value: &str) -> Self {
            Self::String(value.into())
        }
    }
    impl rt::From<rt::Int> for QueryScalarsReturnMixed {
        #[inline]
        fn from(value: rt::Int) -> Self {
            Self::Int(value)
        }
    }
    /// Used at `query-split.returns`.
    #[non_exhaustive]
    pub struct QuerySplitReturn {
        /// `left`
        pub left: QuerySplitReturnLeft,
        /// `right`
        pub right: QuerySplitReturnLeft,
    }
    impl QuerySplitReturn {
        /// A value with what is required.
        #[inline]
        pub fn new(left: QuerySplitReturnLeft, right: QuerySplitReturnLeft) -> Self {
            Self {
                left,
                right,
            }
        }
    }
    impl rt::Node for QuerySplitReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                left: rt::Node::blank(),
                right: rt::Node::blank(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QuerySplitReturn", &[
                rt::Get::Node("left", &self.left),
                rt::Get::Node("right", &self.right),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Node("left", &mut self.left),
                rt::Set::Node("right", &mut self.right),
            ]);
        }
    }
    /// Used at `query-split.returns.left`.
    #[non_exhaustive]
    pub struct QuerySplitReturnLeft {
        /// `name`
        pub name: rt::String,
        /// `a`; required in `app-1.9`
        pub a: rt::Option<rt::Int>,
        /// `b`; not in `app-1.9`
        pub b: rt::Option<rt::Int>,
    }
    impl QuerySplitReturnLeft {
        /// A value with what is required.
        #[inline]
        pub fn new(name: impl rt::Into<rt::String>) -> Self {
            Self {
                name: name.into(),
                a: rt::None,
                b: rt::None,
            }
        }
    }
    impl rt::Node for QuerySplitReturnLeft {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                name: rt::TEXT,
                a: rt::None,
                b: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QuerySplitReturnLeft", &[
                rt::Get::Str("name", &self.name),
                rt::Get::OptInt("a", &self.a),
                rt::Get::OptInt("b", &self.b),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("name", &mut self.name),
                rt::Set::OptInt("a", &mut self.a),
                rt::Set::OptInt("b", &mut self.b),
            ]);
        }
    }
    /// Used at `query-tags.returns`.
    #[non_exhaustive]
    pub struct QueryTagsReturn {
        /// `id`
        pub id: rt::String,
        /// `depth`; not in `app-1.10`
        pub depth: rt::Option<QueryTagsReturnDepth>,
        /// `new`, and the members that go with it; not in `app-1.9`; required elsewhere
        #[doc(alias = "new")]
        pub new2: rt::Option<QueryTagsReturnBranch>,
        /// `old`; only in `app-1.9`; required there
        pub old: rt::Option<QueryTagsReturnOld>,
        /// `wide`; only in `app-1.9`
        pub wide: rt::Option<bool>,
    }
    impl QueryTagsReturn {
        /// A value with what is required.
        #[inline]
        pub fn new(id: impl rt::Into<rt::String>) -> Self {
            Self {
                id: id.into(),
                depth: rt::None,
                new2: rt::None,
                old: rt::None,
                wide: rt::None,
            }
        }
    }
    impl rt::Node for QueryTagsReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                id: rt::TEXT,
                depth: rt::None,
                new2: rt::None,
                old: rt::None,
                wide: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryTagsReturn", &[
                rt::Get::Str("id", &self.id),
                rt::Get::OptNode("depth", rt::present(&self.depth)),
                rt::Get::OptTag("new", rt::present_tag(&self.new2)),
                rt::Get::OptNode("old", rt::present(&self.old)),
                rt::Get::OptBool("wide", &self.wide),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.overlapping(&mut [
                rt::Set::Str("id", &mut self.id),
                rt::Set::OptNode("depth", &mut self.depth),
                rt::Set::OptTag("new", &mut self.new2),
                rt::Set::OptNode("old", &mut self.old),
                rt::Set::OptBool("wide", &mut self.wide),
            ]);
        }
    }
    /// The branches of [`QueryTagsReturn`].
    #[non_exhaustive]
    pub enum QueryTagsReturnBranch {
        /// `p`; not in `app-2.0`
        #[doc(alias = "p")]
        P(rt::Box<QueryTagsReturnP>),
        /// `q`; not in `app-2.0`
        #[doc(alias = "q")]
        Q(rt::Box<QueryTagsReturnQ>),
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for QueryTagsReturnBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::P(it) => ("p", rt::Some(&**it)),
                Self::Q(it) => ("q", rt::Some(&**it)),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "p" => Self::P(to.boxed()),
                "q" => Self::Q(to.boxed()),
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `query-tags.returns.depth`.
    #[non_exhaustive]
    pub enum QueryTagsReturnDepth {
        /// A string
        String(rt::String),
        /// An integer
        Int(rt::Int),
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for QueryTagsReturnDepth {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            match self {
                Self::String(it) => rt::Node::view(it, to),
                Self::Int(it) => rt::Node::view(it, to),
                Self::Unrecognized(it) => rt::Node::view(it, to),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.alternate(self);
        }
    }
    impl rt::Alternate for QueryTagsReturnDepth {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::String => Self::String(to.fill()),
                rt::Kind::Int => Self::Int(to.fill()),
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<rt::String> for QueryTagsReturnDepth {
        #[inline]
        fn from(value: rt::String) -> Self {
            Self::String(value)
        }
    }
    impl rt::From<&str> for QueryTagsReturnDepth {
        #[inline]
        fn from(value: &str) -> Self {
            Self::String(value.into())
        }
    }
    impl rt::From<rt::Int> for QueryTagsReturnDepth {
        #[inline]
        fn from(value: rt::Int) -> Self {
            Self::Int(value)
        }
    }
    /// Used at `query-tags.returns.old`.
    ///
    /// Only in `app-1.9`.
    #[non_exhaustive]
    pub enum QueryTagsReturnOld {
        /// `x`
        #[doc(alias = "x")]
        X,
        /// `y`
        #[doc(alias = "y")]
        Y,
        /// A value that this build does not know.
        Unrecognized(rt::Unrecognized),
    }
    impl rt::Enum for QueryTagsReturnOld {
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
    /// Used at `query-tags.returns(new=p)`.
    ///
    /// Only in `app-1.10`.
    #[non_exhaustive]
    pub struct QueryTagsReturnP {
        /// `depth`
        pub depth: rt::Option<rt::Int>,
    }
    impl QueryTagsReturnP {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                depth: rt::None,
            }
        }
    }
    impl rt::Node for QueryTagsReturnP {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                depth: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryTagsReturnP", &[
                rt::Get::OptInt("depth", &self.depth),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptInt("depth", &mut self.depth),
            ]);
        }
    }
    /// Used at `query-tags.returns(new=q)`.
    ///
    /// Only in `app-1.10`.
    #[non_exhaustive]
    pub struct QueryTagsReturnQ {
        /// `id2`
        pub id2: rt::Option<rt::String>,
    }
    impl QueryTagsReturnQ {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                id2: rt::None,
            }
        }
    }
    impl rt::Node for QueryTagsReturnQ {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                id2: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryTagsReturnQ", &[
                rt::Get::OptStr("id2", &self.id2),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("id2", &mut self.id2),
            ]);
        }
    }
    /// Used at `query-tree.returns`.
    ///
    /// Not in `app-2.0`.
    #[non_exhaustive]
    pub struct QueryTreeReturn {
        /// `value`
        pub value: QueryTagsReturnDepth,
        /// `next`
        pub next: rt::Option<rt::Box<QueryTreeReturn>>,
        /// `all`
        pub all: rt::Option<rt::Vec<QueryTreeReturn>>,
    }
    impl QueryTreeReturn {
        /// A value with what is required.
        #[inline]
        pub fn new(value: impl rt::Into<QueryTagsReturnDepth>) -> Self {
            Self {
                value: value.into(),
                next: rt::None,
                all: rt::None,
            }
        }
    }
    impl rt::Node for QueryTreeReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                value: rt::Node::blank(),
                next: rt::None,
                all: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryTreeReturn", &[
                rt::Get::Node("value", &self.value),
                rt::Get::OptNode("next", rt::present(&self.next)),
                rt::Get::OptNode("all", rt::present(&self.all)),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Node("value", &mut self.value),
                rt::Set::OptNode("next", &mut self.next),
                rt::Set::OptNode("all", &mut self.all),
            ]);
        }
    }
    /// Used at `query-untagged.returns`.
    ///
    /// Not in `app-2.0`.
    #[non_exhaustive]
    pub struct QueryUntaggedReturn {
        /// `t`
        pub t: QueryUntaggedReturnT,
        /// `n`; required in `app-1.10`
        pub n: rt::Option<rt::Int>,
    }
    impl QueryUntaggedReturn {
        /// A value with what is required.
        #[inline]
        pub fn new(t: impl rt::Into<QueryUntaggedReturnT>) -> Self {
            Self {
                t: t.into(),
                n: rt::None,
            }
        }
    }
    impl rt::Node for QueryUntaggedReturn {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                t: rt::Node::blank(),
                n: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("QueryUntaggedReturn", &[
                rt::Get::Node("t", &self.t),
                rt::Get::OptInt("n", &self.n),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Node("t", &mut self.t),
                rt::Set::OptInt("n", &mut self.n),
            ]);
        }
    }
    /// Used at `query-untagged.returns.t`.
    #[non_exhaustive]
    pub enum QueryUntaggedReturnT {
        /// A string of an enum
        Enum(QueryUntaggedReturnTEnum),
        /// An integer
        Int(rt::Int),
        /// A value of a kind that this build has no branch for.
        Unrecognized(rt::UnrecognizedKind),
    }
    impl rt::Node for QueryUntaggedReturnT {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            match self {
                Self::Enum(it) => rt::Node::view(it, to),
                Self::Int(it) => rt::Node::view(it, to),
                Self::Unrecognized(it) => rt::Node::view(it, to),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.alternate(self);
        }
    }
    impl rt::Alternate for QueryUntaggedReturnT {
        #[cfg_attr(not(debug_assertions), inline)]
        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {
            *self = match kind {
                rt::Kind::String => Self::Enum(to.fill()),
                rt::Kind::Int => Self::Int(to.fill()),
                _ => Self::Unrecognized(to.fill()),
            };
        }
    }
    impl rt::From<QueryUntaggedReturnTEnum> for QueryUntaggedReturnT {
        #[inline]
        fn from(value: QueryUntaggedReturnTEnum) -> Self {
            Self::Enum(value)
        }
    }
    impl rt::From<rt::Int> for QueryUntaggedReturnT {
        #[inline]
        fn from(value: rt::Int) -> Self {
            Self::Int(value)
        }
    }
    /// Used at `query-untagged.returns.t`.
    ///
    /// Only in `app-1.9`.
    #[non_exhaustive]
    pub enum QueryUntaggedReturnTEnum {
        /// `a`
        #[doc(alias = "a")]
        A,
        /// `b`
        #[doc(alias = "b")]
        B,
        /// A value that this build does not know.
        Unrecognized(rt::Unrecognized),
    }
    impl rt::Enum for QueryUntaggedReturnTEnum {
        #[cfg_attr(not(debug_assertions), inline)]
        fn name(&self) -> &str {
            match self {
                Self::A => "a",
                Self::B => "b",
                Self::Unrecognized(other) => other.as_str(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn set(&mut self, index: usize, other: &str) {
            *self = match index {
                0 => Self::A,
                1 => Self::B,
                _ => Self::Unrecognized(rt::unrecognized(other)),
            };
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn is_unrecognized(&self) -> bool {
            matches!(self, Self::Unrecognized(_))
        }
    }
    rt::described! {
        types:
        ActReturn
        ActReturnList
        ActReturnObject
        QueryAlternateReturn
        QueryAlternateReturnAuth
        QueryAlternateReturnMany
        QueryAlternateReturnRef
        QueryAlternateReturnRefObject
        QueryBranchReturn
        QueryBranchReturnA
        QueryBranchReturnB
        QueryBranchReturnC
        QueryBranchReturnD
        QueryBranchReturnDM
        QueryEnumReturn
        QueryGuardReturn
        QueryGuardReturnOld
        QueryGuardReturnSnp
        QueryJobReturn
        QueryJobReturnCopy
        QueryMembersReturn
        QueryScalarsReturn
        QueryScalarsReturnFlag
        QueryScalarsReturnMixed
        QuerySplitReturn
        QuerySplitReturnLeft
        QueryTagsReturn
        QueryTagsReturnDepth
        QueryTagsReturnP
        QueryTagsReturnQ
        QueryTreeReturn
        QueryUntaggedReturn
        QueryUntaggedReturnT
        QueryEnumReturnList
        QueryEnumReturnMode
        QueryScalarsReturnFlagEnum
        QueryTagsReturnOld
        QueryUntaggedReturnTEnum
        QueryBranchReturnBranch
        QueryBranchReturnDBranch
        QueryGuardReturnBranch
        QueryJobReturnBranch
        QueryTagsReturnBranch
    }
    rt::objects! {
        ActReturn
        ActReturnList
        ActReturnObject
        QueryAlternateReturn
        QueryAlternateReturnAuth
        QueryAlternateReturnMany
        QueryAlternateReturnRef
        QueryAlternateReturnRefObject
        QueryBranchReturn
        QueryBranchReturnA
        QueryBranchReturnB
        QueryBranchReturnC
        QueryBranchReturnD
        QueryBranchReturnDM
        QueryEnumReturn
        QueryGuardReturn
        QueryGuardReturnOld
        QueryGuardReturnSnp
        QueryJobReturn
        QueryJobReturnCopy
        QueryMembersReturn
        QueryScalarsReturn
        QueryScalarsReturnFlag
        QueryScalarsReturnMixed
        QuerySplitReturn
        QuerySplitReturnLeft
        QueryTagsReturn
        QueryTagsReturnDepth
        QueryTagsReturnP
        QueryTagsReturnQ
        QueryTreeReturn
        QueryUntaggedReturn
        QueryUntaggedReturnT
    }
    rt::enums! {
        QueryEnumReturnList
        QueryEnumReturnMode
        QueryScalarsReturnFlagEnum
        QueryTagsReturnOld
        QueryUntaggedReturnTEnum
    }
    rt::branches! {
        QueryBranchReturnBranch
        QueryBranchReturnDBranch
        QueryGuardReturnBranch
        QueryJobReturnBranch
        QueryTagsReturnBranch
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
    rt::Featured::new("commands::New", rt::Some("a"), &["deprecated"]),
    rt::Featured::new("commands::Old", rt::None, &["deprecated", "unstable"]),
    rt::Featured::new("commands::Soft", rt::None, &["deprecated"]),
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
pub const SCHEMAS: &[&str] = &["app-1.9", "app-1.10", "app-2.0"];

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
        &[0x7],
        &[0x6],
        &[0x2],
        &[0x4],
        &[0x3],
        &[0x5],
        &[0x1],
        &[],
    ],
    "0 commands::Act
 1/2 force
 3/3 why
3 commands::New
 3/3 a
4 commands::Old
0 commands::QueryAlternate
0 commands::QueryBranch
0 commands::QueryEnum
0 commands::QueryGuard
0 commands::QueryJob
0 commands::QueryMembers
0 commands::QueryScalars
0 commands::QuerySplit
0 commands::QueryTags
4 commands::QueryTree
4 commands::QueryUntagged
5 commands::Soft
6 events::Ended
1 events::Moved
 1/1 to
 3 from
7 types::ActReturn
3 types::ActReturnList
 3/3 done
2 types::ActReturnObject
 2/2 done
0 types::QueryAlternateReturn
 0 auth
 0/0 ref
 0 many
1 types::QueryAlternateReturnAuth
2 types::QueryAlternateReturnMany
3 types::QueryAlternateReturnRef
1 types::QueryAlternateReturnRefObject
 1/1 id
 3/3 kind
 2 next
0 types::QueryBranchReturn
 2/2 note
 0/0 k
0 types::QueryBranchReturnBranch
 0 a
 0 b
 3 d
 6 c
0 types::QueryBranchReturnA
 3/3 note
 0/4 x
 2/2 y
2 types::QueryBranchReturnB
 2/2 z
6 types::QueryBranchReturnC
 6/6 gone
3 types::QueryBranchReturnD
 3/3 l
3 types::QueryBranchReturnDBranch
 3 m
 3 n
3 types::QueryBranchReturnDM
 3/3 note
0 types::QueryEnumReturn
 0/0 mode
 0/0 list
1 types::QueryEnumReturnList
 1 a
 3 c
 2 b
1 types::QueryEnumReturnMode
 1 off
 3 auto
 2 on
0 types::QueryGuardReturn
 0/0 on
 6/6 policy
 6/6 handle
 1/1 type
1 types::QueryGuardReturnBranch
 1 old
 1 snp
1 types::QueryGuardReturnOld
 1/1 policy
 1/1 handle
1 types::QueryGuardReturnSnp
 1/1 snp-policy
0 types::QueryJobReturn
 0/0 id
 0/0 type
0 types::QueryJobReturnBranch
 1 copy
 1 move
1 types::QueryJobReturnCopy
 1/1 synced
 3 x
0 types::QueryMembersReturn
 0/0 kept
 0/1 looser
 0/3 free
 1/3 new
 4/6 gone
0 types::QueryScalarsReturn
 0/0 size
 0/0 rate
 0/0 free
 0/0 flag
 0/0 mixed
7 types::QueryScalarsReturnFlag
3 types::QueryScalarsReturnFlagEnum
 3 yes
 3 no
7 types::QueryScalarsReturnMixed
0 types::QuerySplitReturn
 0/0 left
 0/0 right
0 types::QuerySplitReturnLeft
 0/0 name
 0/6 a
 1 b
0 types::QueryTagsReturn
 0/0 id
 5 depth
 6/6 old
 6 wide
 1/1 new
1 types::QueryTagsReturnBranch
 2 p
 2 q
7 types::QueryTagsReturnDepth
6 types::QueryTagsReturnOld
 6 x
 6 y
2 types::QueryTagsReturnP
 2/2 depth
2 types::QueryTagsReturnQ
 2/2 id2
4 types::QueryTreeReturn
 4/4 value
 4 next
 4 all
4 types::QueryUntaggedReturn
 4/4 t
 4/2 n
7 types::QueryUntaggedReturnT
6 types::QueryUntaggedReturnTEnum
 6 a
 6 b
",
);

/// All commands and events by name.
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
pub const REGISTRY: &[::qapi_types::registry::Registered] = {
    use ::qapi_types::__private as rt;
    &[
    rt::Registered::Command {
        name: "act",
        arguments: rt::Codec::of::<commands::Act>(),
        reply: rt::Codec::of::<types::ActReturn>(),
    },
    rt::Registered::Command {
        name: "new",
        arguments: rt::Codec::of::<commands::New>(),
        reply: rt::Codec::of::<rt::Empty>(),
    },
    rt::Registered::Command {
        name: "old",
        arguments: rt::Codec::of::<commands::Old>(),
        reply: rt::Codec::of::<rt::Empty>(),
    },
    rt::Registered::Command {
        name: "query-alternate",
        arguments: rt::Codec::of::<commands::QueryAlternate>(),
        reply: rt::Codec::of::<types::QueryAlternateReturn>(),
    },
    rt::Registered::Command {
        name: "query-branch",
        arguments: rt::Codec::of::<commands::QueryBranch>(),
        reply: rt::Codec::of::<types::QueryBranchReturn>(),
    },
    rt::Registered::Command {
        name: "query-enum",
        arguments: rt::Codec::of::<commands::QueryEnum>(),
        reply: rt::Codec::of::<types::QueryEnumReturn>(),
    },
    rt::Registered::Command {
        name: "query-guard",
        arguments: rt::Codec::of::<commands::QueryGuard>(),
        reply: rt::Codec::of::<types::QueryGuardReturn>(),
    },
    rt::Registered::Command {
        name: "query-job",
        arguments: rt::Codec::of::<commands::QueryJob>(),
        reply: rt::Codec::of::<types::QueryJobReturn>(),
    },
    rt::Registered::Command {
        name: "query-members",
        arguments: rt::Codec::of::<commands::QueryMembers>(),
        reply: rt::Codec::of::<types::QueryMembersReturn>(),
    },
    rt::Registered::Command {
        name: "query-scalars",
        arguments: rt::Codec::of::<commands::QueryScalars>(),
        reply: rt::Codec::of::<types::QueryScalarsReturn>(),
    },
    rt::Registered::Command {
        name: "query-split",
        arguments: rt::Codec::of::<commands::QuerySplit>(),
        reply: rt::Codec::of::<types::QuerySplitReturn>(),
    },
    rt::Registered::Command {
        name: "query-tags",
        arguments: rt::Codec::of::<commands::QueryTags>(),
        reply: rt::Codec::of::<types::QueryTagsReturn>(),
    },
    rt::Registered::Command {
        name: "query-tree",
        arguments: rt::Codec::of::<commands::QueryTree>(),
        reply: rt::Codec::of::<types::QueryTreeReturn>(),
    },
    rt::Registered::Command {
        name: "query-untagged",
        arguments: rt::Codec::of::<commands::QueryUntagged>(),
        reply: rt::Codec::of::<types::QueryUntaggedReturn>(),
    },
    rt::Registered::Command {
        name: "soft",
        arguments: rt::Codec::of::<commands::Soft>(),
        reply: rt::Codec::of::<rt::Empty>(),
    },
    rt::Registered::Event {
        name: "ENDED",
        data: rt::Codec::of::<events::Ended>(),
    },
    rt::Registered::Event {
        name: "MOVED",
        data: rt::Codec::of::<events::Moved>(),
    },
    ]
};
