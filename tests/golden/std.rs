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

    /// The command `INT`.
    #[doc(alias = "INT")]
    #[non_exhaustive]
    pub struct Int {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Int>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Int>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Int {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Int) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Int>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Int {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Int", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Int {
        const NAME: &'static str = "INT";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Int;
    }
    /// The command `STR`.
    #[doc(alias = "STR")]
    #[non_exhaustive]
    pub struct Str {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Str>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Str>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Str {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Str) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Str>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Str {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Str", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Str {
        const NAME: &'static str = "STR";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Str;
    }
    /// The command `box`.
    #[doc(alias = "box")]
    #[non_exhaustive]
    pub struct Box {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Box>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Box>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Box {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Box) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Box>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Box {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Box", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Box {
        const NAME: &'static str = "box";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Box;
    }
    /// The command `clone`.
    #[doc(alias = "clone")]
    #[non_exhaustive]
    pub struct Clone {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Clone>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Clone>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Clone {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Clone) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Clone>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Clone {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Clone", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Clone {
        const NAME: &'static str = "clone";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Clone;
    }
    /// The command `copy`.
    #[doc(alias = "copy")]
    #[non_exhaustive]
    pub struct Copy {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Copy>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Copy>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Copy {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Copy) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Copy>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Copy {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Copy", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Copy {
        const NAME: &'static str = "copy";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Copy;
    }
    /// The command `debug`.
    #[doc(alias = "debug")]
    #[non_exhaustive]
    pub struct Debug {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Debug>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Debug>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Debug {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Debug) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Debug>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Debug {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Debug", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Debug {
        const NAME: &'static str = "debug";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Debug;
    }
    /// The command `default`.
    #[doc(alias = "default")]
    #[non_exhaustive]
    pub struct Default {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Default>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Default>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Default {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Default) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Default>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Default {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Default", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Default {
        const NAME: &'static str = "default";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Default;
    }
    /// The command `deserialize`.
    #[doc(alias = "deserialize")]
    #[non_exhaustive]
    pub struct Deserialize {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Deserialize>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Deserialize>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Deserialize {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Deserialize) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Deserialize>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Deserialize {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Deserialize", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Deserialize {
        const NAME: &'static str = "deserialize";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Deserialize;
    }
    /// The command `drop`.
    #[doc(alias = "drop")]
    #[non_exhaustive]
    pub struct Drop {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Drop>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Drop>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Drop {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Drop) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Drop>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Drop {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Drop", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Drop {
        const NAME: &'static str = "drop";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Drop;
    }
    /// The command `empty`.
    #[doc(alias = "empty")]
    #[non_exhaustive]
    pub struct Empty {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Empty>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Empty>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Empty {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Empty) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Empty>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Empty {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Empty", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Empty {
        const NAME: &'static str = "empty";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Empty;
    }
    /// The command `eq`.
    #[doc(alias = "eq")]
    #[non_exhaustive]
    pub struct Eq {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Eq>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Eq>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Eq {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Eq) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Eq>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Eq {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Eq", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Eq {
        const NAME: &'static str = "eq";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Eq;
    }
    /// The command `err`.
    #[doc(alias = "err")]
    #[non_exhaustive]
    pub struct Err {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Err>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Err>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Err {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Err) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Err>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Err {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Err", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Err {
        const NAME: &'static str = "err";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Err;
    }
    /// The command `from`.
    #[doc(alias = "from")]
    #[non_exhaustive]
    pub struct From {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::From>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::From>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl From {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::From) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::From>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for From {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("From", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for From {
        const NAME: &'static str = "from";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::From;
    }
    /// The command `hash`.
    #[doc(alias = "hash")]
    #[non_exhaustive]
    pub struct Hash {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Hash>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Hash>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Hash {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Hash) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Hash>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Hash {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Hash", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Hash {
        const NAME: &'static str = "hash";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Hash;
    }
    /// The command `into`.
    #[doc(alias = "into")]
    #[non_exhaustive]
    pub struct Into {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Into>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Into>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Into {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Into) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Into>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Into {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Into", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Into {
        const NAME: &'static str = "into";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Into;
    }
    /// The command `iterator`.
    #[doc(alias = "iterator")]
    #[non_exhaustive]
    pub struct Iterator {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Iterator>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Iterator>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Iterator {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Iterator) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Iterator>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Iterator {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Iterator", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Iterator {
        const NAME: &'static str = "iterator";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Iterator;
    }
    /// The command `node`.
    #[doc(alias = "node")]
    #[non_exhaustive]
    pub struct Node {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Node>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Node>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Node {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Node) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Node>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Node {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Node", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Node {
        const NAME: &'static str = "node";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Node;
    }
    /// The command `none`.
    #[doc(alias = "none")]
    #[non_exhaustive]
    pub struct None {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::None>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::None>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl None {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::None) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::None>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for None {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("None", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for None {
        const NAME: &'static str = "none";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::None;
    }
    /// The command `ok`.
    #[doc(alias = "ok")]
    #[non_exhaustive]
    pub struct Ok {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Ok>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Ok>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Ok {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Ok) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Ok>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Ok {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Ok", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Ok {
        const NAME: &'static str = "ok";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Ok;
    }
    /// The command `option`.
    #[doc(alias = "option")]
    #[non_exhaustive]
    pub struct Option {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Option>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Option>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Option {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Option) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Option>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Option {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Option", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Option {
        const NAME: &'static str = "option";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Option;
    }
    /// The command `partialeq`.
    #[doc(alias = "partialeq")]
    #[non_exhaustive]
    pub struct Partialeq {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::PartialEq>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::PartialEq>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Partialeq {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::PartialEq) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::PartialEq>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Partialeq {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Partialeq", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Partialeq {
        const NAME: &'static str = "partialeq";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::PartialEq;
    }
    /// The command `result`.
    #[doc(alias = "result")]
    #[non_exhaustive]
    pub struct Result {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Result>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Result>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Result {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Result) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Result>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Result {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Result", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Result {
        const NAME: &'static str = "result";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Result;
    }
    /// The command `rt`.
    #[doc(alias = "rt")]
    #[non_exhaustive]
    pub struct Rt {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Rt>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Rt>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Rt {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Rt) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Rt>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Rt {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Rt", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Rt {
        const NAME: &'static str = "rt";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Rt;
    }
    /// The command `self`.
    #[doc(alias = "self")]
    #[non_exhaustive]
    pub struct Self_ {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Self_>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Self_>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Self_ {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Self_) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Self_>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Self_ {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Self_", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Self_ {
        const NAME: &'static str = "self";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Self_;
    }
    /// The command `send`.
    #[doc(alias = "send")]
    #[non_exhaustive]
    pub struct Send {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Send>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Send>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Send {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Send) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Send>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Send {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Send", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Send {
        const NAME: &'static str = "send";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Send;
    }
    /// The command `serialize`.
    #[doc(alias = "serialize")]
    #[non_exhaustive]
    pub struct Serialize {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Serialize>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Serialize>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Serialize {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Serialize) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Serialize>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Serialize {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Serialize", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Serialize {
        const NAME: &'static str = "serialize";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Serialize;
    }
    /// The command `sized`.
    #[doc(alias = "sized")]
    #[non_exhaustive]
    pub struct Sized {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Sized>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Sized>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Sized {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Sized) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Sized>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Sized {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Sized", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Sized {
        const NAME: &'static str = "sized";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Sized;
    }
    /// The command `some`.
    #[doc(alias = "some")]
    #[non_exhaustive]
    pub struct Some {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Some>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Some>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Some {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Some) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Some>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Some {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Some", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Some {
        const NAME: &'static str = "some";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Some;
    }
    /// The command `string`.
    #[doc(alias = "string")]
    #[non_exhaustive]
    pub struct String {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::String>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::String>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl String {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::String) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::String>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for String {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("String", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for String {
        const NAME: &'static str = "string";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::String;
    }
    /// The command `tostring`.
    #[doc(alias = "tostring")]
    #[non_exhaustive]
    pub struct Tostring {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::ToString>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::ToString>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Tostring {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::ToString) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::ToString>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Tostring {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Tostring", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Tostring {
        const NAME: &'static str = "tostring";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::ToString;
    }
    /// The command `value`.
    #[doc(alias = "value")]
    #[non_exhaustive]
    pub struct Value {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Value>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Value>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Value {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Value) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Value>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Value {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Value", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Value {
        const NAME: &'static str = "value";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Value;
    }
    /// The command `vec`.
    #[doc(alias = "vec")]
    #[non_exhaustive]
    pub struct Vec {
        /// `value`
        pub value: rt::Option<rt::String>,
        /// `it`
        pub it: rt::Option<super::types::Vec>,
        /// `list`
        pub list: rt::Option<rt::Vec<super::types::Vec>>,
        /// `to`
        pub to: rt::Option<rt::Value>,
    }
    impl Vec {
        /// A value with what is required.
        #[inline]
        pub fn new() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        /// Sets `value`.
        pub fn value(mut self, value: impl rt::Into<rt::String>) -> Self {
            self.value = rt::Some(value.into());
            self
        }
        /// Sets `it`.
        #[inline]
        pub fn it(mut self, it: super::types::Vec) -> Self {
            self.it = rt::Some(it);
            self
        }
        /// Sets `list`.
        #[inline]
        pub fn list(mut self, list: rt::Vec<super::types::Vec>) -> Self {
            self.list = rt::Some(list);
            self
        }
        /// Sets `to`.
        pub fn to(mut self, to: impl rt::Into<rt::Value>) -> Self {
            self.to = rt::Some(to.into());
            self
        }
    }
    impl rt::Node for Vec {
        #[inline]
        fn blank() -> Self {
            Self {
                value: rt::None,
                it: rt::None,
                list: rt::None,
                to: rt::None,
            }
        }
        #[inline]
        fn view(&self, to: rt::View<'_>) {
            to.object("Vec", &[
                rt::Get::OptStr("value", &self.value),
                rt::Get::OptNode("it", rt::present(&self.it)),
                rt::Get::OptNode("list", rt::present(&self.list)),
                rt::Get::OptNode("to", rt::present(&self.to)),
            ]);
        }
        #[inline]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("value", &mut self.value),
                rt::Set::OptNode("it", &mut self.it),
                rt::Set::OptNode("list", &mut self.list),
                rt::Set::OptNode("to", &mut self.to),
            ]);
        }
    }
    impl rt::Command for Vec {
        const NAME: &'static str = "vec";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::Vec;
    }
    rt::described! {
        commands:
        Int
        Str
        Box
        Clone
        Copy
        Debug
        Default
        Deserialize
        Drop
        Empty
        Eq
        Err
        From
        Hash
        Into
        Iterator
        Node
        None
        Ok
        Option
        Partialeq
        Result
        Rt
        Self_
        Send
        Serialize
        Sized
        Some
        String
        Tostring
        Value
        Vec
    }
    rt::objects! {
        Int
        Str
        Box
        Clone
        Copy
        Debug
        Default
        Deserialize
        Drop
        Empty
        Eq
        Err
        From
        Hash
        Into
        Iterator
        Node
        None
        Ok
        Option
        Partialeq
        Result
        Rt
        Self_
        Send
        Serialize
        Sized
        Some
        String
        Tostring
        Value
        Vec
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

    /// Used at `box.returns`.
    #[non_exhaustive]
    pub struct Box {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Self_>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Box {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Self_) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Box {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Box", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `clone.returns`.
    #[non_exhaustive]
    pub struct Clone {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Debug>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Clone {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Debug) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Clone {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Clone", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `copy.returns`.
    #[non_exhaustive]
    pub struct Copy {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Drop>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Copy {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Drop) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Copy {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Copy", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `debug.returns`.
    #[non_exhaustive]
    pub struct Debug {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<PartialEq>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Debug {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: PartialEq) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Debug {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Debug", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `default.returns`.
    #[non_exhaustive]
    pub struct Default {
        /// `tag`, and the members that go with it
        pub tag: DefaultBranch,
        /// `more`
        pub more: rt::Option<rt::String>,
    }
    impl Default {
        /// A value with what is required.
        #[inline]
        pub fn new(tag: DefaultBranch) -> Self {
            Self {
                tag,
                more: rt::None,
            }
        }
        /// Sets `more`.
        pub fn more(mut self, more: impl rt::Into<rt::String>) -> Self {
            self.more = rt::Some(more.into());
            self
        }
        /// With `tag` `some`.
        #[inline]
        pub fn some(some: DefaultSome) -> Self {
            Self::new(DefaultBranch::Some(rt::Box::new(some)))
        }
        /// With `tag` `none`.
        #[inline]
        pub fn none() -> Self {
            Self::new(DefaultBranch::None)
        }
    }
    impl rt::Node for Default {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                tag: rt::Branches::blank(),
                more: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Default", &[
                rt::Get::Tag("tag", &self.tag),
                rt::Get::OptStr("more", &self.more),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Tag("tag", &mut self.tag),
                rt::Set::OptStr("more", &mut self.more),
            ]);
        }
    }
    /// The branches of [`Default`].
    #[non_exhaustive]
    pub enum DefaultBranch {
        /// `some`
        #[doc(alias = "some")]
        Some(rt::Box<DefaultSome>),
        /// `none`
        #[doc(alias = "none")]
        None,
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for DefaultBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::Some(it) => ("some", rt::Some(&**it)),
                Self::None => ("none", rt::None),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "some" => Self::Some(to.boxed()),
                "none" => Self::None,
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `default.returns(tag=some)`.
    #[non_exhaustive]
    pub struct DefaultSome {
        /// `vec`
        pub vec: rt::Vec<rt::String>,
    }
    impl DefaultSome {
        /// A value with what is required.
        #[inline]
        pub fn new(vec: rt::Vec<rt::String>) -> Self {
            Self {
                vec,
            }
        }
    }
    impl rt::Node for DefaultSome {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                vec: rt::Node::blank(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("DefaultSome", &[
                rt::Get::Node("vec", &self.vec),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Node("vec", &mut self.vec),
            ]);
        }
    }
    /// Used at `deserialize.returns`.
    #[non_exhaustive]
    pub struct Deserialize {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Node>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Deserialize {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Node) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Deserialize {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Deserialize", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `drop.returns`.
    #[non_exhaustive]
    pub enum Drop {
        /// `some`
        #[doc(alias = "some")]
        Some,
        /// `none`
        #[doc(alias = "none")]
        None,
        /// `Ok`
        Ok,
        /// `self`
        #[doc(alias = "self")]
        Self_,
        /// A value that this build does not know.
        Unrecognized(rt::Unrecognized),
    }
    impl rt::Enum for Drop {
        #[cfg_attr(not(debug_assertions), inline)]
        fn name(&self) -> &str {
            match self {
                Self::Some => "some",
                Self::None => "none",
                Self::Ok => "Ok",
                Self::Self_ => "self",
                Self::Unrecognized(other) => other.as_str(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn set(&mut self, index: usize, other: &str) {
            *self = match index {
                0 => Self::Some,
                1 => Self::None,
                2 => Self::Ok,
                3 => Self::Self_,
                _ => Self::Unrecognized(rt::unrecognized(other)),
            };
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn is_unrecognized(&self) -> bool {
            matches!(self, Self::Unrecognized(_))
        }
    }
    /// Used at `empty.returns`.
    #[non_exhaustive]
    pub struct Empty {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Serialize>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Empty {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Serialize) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Empty {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Empty", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `eq.returns`.
    #[non_exhaustive]
    pub struct Eq {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Hash>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Eq {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Hash) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Eq {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Eq", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `err.returns`.
    #[non_exhaustive]
    pub struct Err {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Send>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Err {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Send) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Err {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Err", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `from.returns`.
    #[non_exhaustive]
    pub struct From {
        /// `tag`, and the members that go with it
        pub tag: FromBranch,
        /// `more`
        pub more: rt::Option<rt::String>,
    }
    impl From {
        /// A value with what is required.
        #[inline]
        pub fn new(tag: FromBranch) -> Self {
            Self {
                tag,
                more: rt::None,
            }
        }
        /// Sets `more`.
        pub fn more(mut self, more: impl rt::Into<rt::String>) -> Self {
            self.more = rt::Some(more.into());
            self
        }
        /// With `tag` `some`.
        #[inline]
        pub fn some(some: DefaultSome) -> Self {
            Self::new(FromBranch::Some(rt::Box::new(some)))
        }
        /// With `tag` `none`.
        #[inline]
        pub fn none() -> Self {
            Self::new(FromBranch::None)
        }
    }
    impl rt::Node for From {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                tag: rt::Branches::blank(),
                more: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("From", &[
                rt::Get::Tag("tag", &self.tag),
                rt::Get::OptStr("more", &self.more),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Tag("tag", &mut self.tag),
                rt::Set::OptStr("more", &mut self.more),
            ]);
        }
    }
    /// The branches of [`From`].
    #[non_exhaustive]
    pub enum FromBranch {
        /// `some`
        #[doc(alias = "some")]
        Some(rt::Box<DefaultSome>),
        /// `none`
        #[doc(alias = "none")]
        None,
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for FromBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::Some(it) => ("some", rt::Some(&**it)),
                Self::None => ("none", rt::None),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "some" => Self::Some(to.boxed()),
                "none" => Self::None,
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `hash.returns`.
    #[non_exhaustive]
    pub struct Hash {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<From>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Hash {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: From) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Hash {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Hash", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `INT.returns`.
    #[non_exhaustive]
    pub struct Int {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Empty>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Int {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Empty) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Int {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Int", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `into.returns`.
    #[non_exhaustive]
    pub struct Into {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Some>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Into {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Some) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Into {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Into", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `iterator.returns`.
    #[non_exhaustive]
    pub struct Iterator {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<ToString>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Iterator {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: ToString) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Iterator {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Iterator", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `node.returns`.
    #[non_exhaustive]
    pub struct Node {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Rt>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Node {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Rt) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Node {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Node", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `none.returns`.
    #[non_exhaustive]
    pub enum None {
        /// `some`
        #[doc(alias = "some")]
        Some,
        /// `none`
        #[doc(alias = "none")]
        None,
        /// `Ok`
        Ok,
        /// `self`
        #[doc(alias = "self")]
        Self_,
        /// A value that this build does not know.
        Unrecognized(rt::Unrecognized),
    }
    impl rt::Enum for None {
        #[cfg_attr(not(debug_assertions), inline)]
        fn name(&self) -> &str {
            match self {
                Self::Some => "some",
                Self::None => "none",
                Self::Ok => "Ok",
                Self::Self_ => "self",
                Self::Unrecognized(other) => other.as_str(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn set(&mut self, index: usize, other: &str) {
            *self = match index {
                0 => Self::Some,
                1 => Self::None,
                2 => Self::Ok,
                3 => Self::Self_,
                _ => Self::Unrecognized(rt::unrecognized(other)),
            };
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn is_unrecognized(&self) -> bool {
            matches!(self, Self::Unrecognized(_))
        }
    }
    /// Used at `ok.returns`.
    #[non_exhaustive]
    pub struct Ok {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Err>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Ok {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Err) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Ok {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Ok", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `option.returns`.
    #[non_exhaustive]
    pub struct Option {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Result>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Option {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Result) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Option {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Option", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `partialeq.returns`.
    #[non_exhaustive]
    pub enum PartialEq {
        /// `some`
        #[doc(alias = "some")]
        Some,
        /// `none`
        #[doc(alias = "none")]
        None,
        /// `Ok`
        Ok,
        /// `self`
        #[doc(alias = "self")]
        Self_,
        /// A value that this build does not know.
        Unrecognized(rt::Unrecognized),
    }
    impl rt::Enum for PartialEq {
        #[cfg_attr(not(debug_assertions), inline)]
        fn name(&self) -> &str {
            match self {
                Self::Some => "some",
                Self::None => "none",
                Self::Ok => "Ok",
                Self::Self_ => "self",
                Self::Unrecognized(other) => other.as_str(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn set(&mut self, index: usize, other: &str) {
            *self = match index {
                0 => Self::Some,
                1 => Self::None,
                2 => Self::Ok,
                3 => Self::Self_,
                _ => Self::Unrecognized(rt::unrecognized(other)),
            };
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn is_unrecognized(&self) -> bool {
            matches!(self, Self::Unrecognized(_))
        }
    }
    /// Used at `result.returns`.
    #[non_exhaustive]
    pub struct Result {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Vec>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Result {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Vec) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Result {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Result", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `rt.returns`.
    #[non_exhaustive]
    pub struct Rt {
        /// `tag`, and the members that go with it
        pub tag: RtBranch,
        /// `more`
        pub more: rt::Option<rt::String>,
    }
    impl Rt {
        /// A value with what is required.
        #[inline]
        pub fn new(tag: RtBranch) -> Self {
            Self {
                tag,
                more: rt::None,
            }
        }
        /// Sets `more`.
        pub fn more(mut self, more: impl rt::Into<rt::String>) -> Self {
            self.more = rt::Some(more.into());
            self
        }
        /// With `tag` `some`.
        #[inline]
        pub fn some(some: DefaultSome) -> Self {
            Self::new(RtBranch::Some(rt::Box::new(some)))
        }
        /// With `tag` `none`.
        #[inline]
        pub fn none() -> Self {
            Self::new(RtBranch::None)
        }
    }
    impl rt::Node for Rt {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                tag: rt::Branches::blank(),
                more: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Rt", &[
                rt::Get::Tag("tag", &self.tag),
                rt::Get::OptStr("more", &self.more),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Tag("tag", &mut self.tag),
                rt::Set::OptStr("more", &mut self.more),
            ]);
        }
    }
    /// The branches of [`Rt`].
    #[non_exhaustive]
    pub enum RtBranch {
        /// `some`
        #[doc(alias = "some")]
        Some(rt::Box<DefaultSome>),
        /// `none`
        #[doc(alias = "none")]
        None,
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for RtBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::Some(it) => ("some", rt::Some(&**it)),
                Self::None => ("none", rt::None),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "some" => Self::Some(to.boxed()),
                "none" => Self::None,
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `self.returns`.
    #[non_exhaustive]
    pub struct Self_ {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Default>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Self_ {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Default) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Self_ {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Self_", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `send.returns`.
    #[non_exhaustive]
    pub struct Send {
        /// `tag`, and the members that go with it
        pub tag: SendBranch,
        /// `more`
        pub more: rt::Option<rt::String>,
    }
    impl Send {
        /// A value with what is required.
        #[inline]
        pub fn new(tag: SendBranch) -> Self {
            Self {
                tag,
                more: rt::None,
            }
        }
        /// Sets `more`.
        pub fn more(mut self, more: impl rt::Into<rt::String>) -> Self {
            self.more = rt::Some(more.into());
            self
        }
        /// With `tag` `some`.
        #[inline]
        pub fn some(some: DefaultSome) -> Self {
            Self::new(SendBranch::Some(rt::Box::new(some)))
        }
        /// With `tag` `none`.
        #[inline]
        pub fn none() -> Self {
            Self::new(SendBranch::None)
        }
    }
    impl rt::Node for Send {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                tag: rt::Branches::blank(),
                more: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Send", &[
                rt::Get::Tag("tag", &self.tag),
                rt::Get::OptStr("more", &self.more),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Tag("tag", &mut self.tag),
                rt::Set::OptStr("more", &mut self.more),
            ]);
        }
    }
    /// The branches of [`Send`].
    #[non_exhaustive]
    pub enum SendBranch {
        /// `some`
        #[doc(alias = "some")]
        Some(rt::Box<DefaultSome>),
        /// `none`
        #[doc(alias = "none")]
        None,
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for SendBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::Some(it) => ("some", rt::Some(&**it)),
                Self::None => ("none", rt::None),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "some" => Self::Some(to.boxed()),
                "none" => Self::None,
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `serialize.returns`.
    #[non_exhaustive]
    pub enum Serialize {
        /// `some`
        #[doc(alias = "some")]
        Some,
        /// `none`
        #[doc(alias = "none")]
        None,
        /// `Ok`
        Ok,
        /// `self`
        #[doc(alias = "self")]
        Self_,
        /// A value that this build does not know.
        Unrecognized(rt::Unrecognized),
    }
    impl rt::Enum for Serialize {
        #[cfg_attr(not(debug_assertions), inline)]
        fn name(&self) -> &str {
            match self {
                Self::Some => "some",
                Self::None => "none",
                Self::Ok => "Ok",
                Self::Self_ => "self",
                Self::Unrecognized(other) => other.as_str(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn set(&mut self, index: usize, other: &str) {
            *self = match index {
                0 => Self::Some,
                1 => Self::None,
                2 => Self::Ok,
                3 => Self::Self_,
                _ => Self::Unrecognized(rt::unrecognized(other)),
            };
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn is_unrecognized(&self) -> bool {
            matches!(self, Self::Unrecognized(_))
        }
    }
    /// Used at `sized.returns`.
    #[non_exhaustive]
    pub struct Sized {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Copy>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Sized {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Copy) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Sized {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Sized", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `some.returns`.
    #[non_exhaustive]
    pub struct Some {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<None>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Some {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: None) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Some {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Some", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `STR.returns`.
    #[non_exhaustive]
    pub struct Str {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<String>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl Str {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: String) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for Str {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Str", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `string.returns`.
    #[non_exhaustive]
    pub struct String {
        /// `tag`, and the members that go with it
        pub tag: StringBranch,
        /// `more`
        pub more: rt::Option<rt::String>,
    }
    impl String {
        /// A value with what is required.
        #[inline]
        pub fn new(tag: StringBranch) -> Self {
            Self {
                tag,
                more: rt::None,
            }
        }
        /// Sets `more`.
        pub fn more(mut self, more: impl rt::Into<rt::String>) -> Self {
            self.more = rt::Some(more.into());
            self
        }
        /// With `tag` `some`.
        #[inline]
        pub fn some(some: DefaultSome) -> Self {
            Self::new(StringBranch::Some(rt::Box::new(some)))
        }
        /// With `tag` `none`.
        #[inline]
        pub fn none() -> Self {
            Self::new(StringBranch::None)
        }
    }
    impl rt::Node for String {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                tag: rt::Branches::blank(),
                more: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("String", &[
                rt::Get::Tag("tag", &self.tag),
                rt::Get::OptStr("more", &self.more),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Tag("tag", &mut self.tag),
                rt::Set::OptStr("more", &mut self.more),
            ]);
        }
    }
    /// The branches of [`String`].
    #[non_exhaustive]
    pub enum StringBranch {
        /// `some`
        #[doc(alias = "some")]
        Some(rt::Box<DefaultSome>),
        /// `none`
        #[doc(alias = "none")]
        None,
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for StringBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::Some(it) => ("some", rt::Some(&**it)),
                Self::None => ("none", rt::None),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "some" => Self::Some(to.boxed()),
                "none" => Self::None,
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `tostring.returns`.
    #[non_exhaustive]
    pub struct ToString {
        /// `some`
        pub some: rt::String,
        /// `none`
        pub none: rt::Option<Value>,
        /// `ok`
        pub ok: rt::Option<rt::Int>,
        /// `box`
        pub r#box: rt::Option<bool>,
    }
    impl ToString {
        /// A value with what is required.
        #[inline]
        pub fn new(some: impl rt::Into<rt::String>) -> Self {
            Self {
                some: some.into(),
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        /// Sets `none`.
        #[inline]
        pub fn none(mut self, none: Value) -> Self {
            self.none = rt::Some(none);
            self
        }
        /// Sets `ok`.
        pub fn ok(mut self, ok: impl rt::Into<rt::Int>) -> Self {
            self.ok = rt::Some(ok.into());
            self
        }
        /// Sets `box`.
        #[inline]
        pub fn r#box(mut self, r#box: bool) -> Self {
            self.r#box = rt::Some(r#box);
            self
        }
    }
    impl rt::Node for ToString {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                some: rt::TEXT,
                none: rt::None,
                ok: rt::None,
                r#box: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("ToString", &[
                rt::Get::Str("some", &self.some),
                rt::Get::OptNode("none", rt::present(&self.none)),
                rt::Get::OptInt("ok", &self.ok),
                rt::Get::OptBool("box", &self.r#box),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Str("some", &mut self.some),
                rt::Set::OptNode("none", &mut self.none),
                rt::Set::OptInt("ok", &mut self.ok),
                rt::Set::OptBool("box", &mut self.r#box),
            ]);
        }
    }
    /// Used at `value.returns`.
    #[non_exhaustive]
    pub struct Value {
        /// `tag`, and the members that go with it
        pub tag: ValueBranch,
        /// `more`
        pub more: rt::Option<rt::String>,
    }
    impl Value {
        /// A value with what is required.
        #[inline]
        pub fn new(tag: ValueBranch) -> Self {
            Self {
                tag,
                more: rt::None,
            }
        }
        /// Sets `more`.
        pub fn more(mut self, more: impl rt::Into<rt::String>) -> Self {
            self.more = rt::Some(more.into());
            self
        }
        /// With `tag` `some`.
        #[inline]
        pub fn some(some: DefaultSome) -> Self {
            Self::new(ValueBranch::Some(rt::Box::new(some)))
        }
        /// With `tag` `none`.
        #[inline]
        pub fn none() -> Self {
            Self::new(ValueBranch::None)
        }
    }
    impl rt::Node for Value {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                tag: rt::Branches::blank(),
                more: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("Value", &[
                rt::Get::Tag("tag", &self.tag),
                rt::Get::OptStr("more", &self.more),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Tag("tag", &mut self.tag),
                rt::Set::OptStr("more", &mut self.more),
            ]);
        }
    }
    /// The branches of [`Value`].
    #[non_exhaustive]
    pub enum ValueBranch {
        /// `some`
        #[doc(alias = "some")]
        Some(rt::Box<DefaultSome>),
        /// `none`
        #[doc(alias = "none")]
        None,
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for ValueBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::Some(it) => ("some", rt::Some(&**it)),
                Self::None => ("none", rt::None),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "some" => Self::Some(to.boxed()),
                "none" => Self::None,
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    /// Used at `vec.returns`.
    #[non_exhaustive]
    pub enum Vec {
        /// `some`
        #[doc(alias = "some")]
        Some,
        /// `none`
        #[doc(alias = "none")]
        None,
        /// `Ok`
        Ok,
        /// `self`
        #[doc(alias = "self")]
        Self_,
        /// A value that this build does not know.
        Unrecognized(rt::Unrecognized),
    }
    impl rt::Enum for Vec {
        #[cfg_attr(not(debug_assertions), inline)]
        fn name(&self) -> &str {
            match self {
                Self::Some => "some",
                Self::None => "none",
                Self::Ok => "Ok",
                Self::Self_ => "self",
                Self::Unrecognized(other) => other.as_str(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn set(&mut self, index: usize, other: &str) {
            *self = match index {
                0 => Self::Some,
                1 => Self::None,
                2 => Self::Ok,
                3 => Self::Self_,
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
        Box
        Clone
        Copy
        Debug
        Default
        DefaultSome
        Deserialize
        Empty
        Eq
        Err
        From
        Hash
        Int
        Into
        Iterator
        Node
        Ok
        Option
        Result
        Rt
        Self_
        Send
        Sized
        Some
        Str
        String
        ToString
        Value
        Drop
        None
        PartialEq
        Serialize
        Vec
        DefaultBranch
        FromBranch
        RtBranch
        SendBranch
        StringBranch
        ValueBranch
    }
    rt::objects! {
        Box
        Clone
        Copy
        Debug
        Default
        DefaultSome
        Deserialize
        Empty
        Eq
        Err
        From
        Hash
        Int
        Into
        Iterator
        Node
        Ok
        Option
        Result
        Rt
        Self_
        Send
        Sized
        Some
        Str
        String
        ToString
        Value
    }
    rt::enums! {
        Drop
        None
        PartialEq
        Serialize
        Vec
    }
    rt::branches! {
        DefaultBranch
        FromBranch
        RtBranch
        SendBranch
        StringBranch
        ValueBranch
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
    "0 commands::Int
 0 value
 0 it
 0 list
 0 to
0 commands::Str
 0 value
 0 it
 0 list
 0 to
0 commands::Box
 0 value
 0 it
 0 list
 0 to
0 commands::Clone
 0 value
 0 it
 0 list
 0 to
0 commands::Copy
 0 value
 0 it
 0 list
 0 to
0 commands::Debug
 0 value
 0 it
 0 list
 0 to
0 commands::Default
 0 value
 0 it
 0 list
 0 to
0 commands::Deserialize
 0 value
 0 it
 0 list
 0 to
0 commands::Drop
 0 value
 0 it
 0 list
 0 to
0 commands::Empty
 0 value
 0 it
 0 list
 0 to
0 commands::Eq
 0 value
 0 it
 0 list
 0 to
0 commands::Err
 0 value
 0 it
 0 list
 0 to
0 commands::From
 0 value
 0 it
 0 list
 0 to
0 commands::Hash
 0 value
 0 it
 0 list
 0 to
0 commands::Into
 0 value
 0 it
 0 list
 0 to
0 commands::Iterator
 0 value
 0 it
 0 list
 0 to
0 commands::Node
 0 value
 0 it
 0 list
 0 to
0 commands::None
 0 value
 0 it
 0 list
 0 to
0 commands::Ok
 0 value
 0 it
 0 list
 0 to
0 commands::Option
 0 value
 0 it
 0 list
 0 to
0 commands::Partialeq
 0 value
 0 it
 0 list
 0 to
0 commands::Result
 0 value
 0 it
 0 list
 0 to
0 commands::Rt
 0 value
 0 it
 0 list
 0 to
0 commands::Self_
 0 value
 0 it
 0 list
 0 to
0 commands::Send
 0 value
 0 it
 0 list
 0 to
0 commands::Serialize
 0 value
 0 it
 0 list
 0 to
0 commands::Sized
 0 value
 0 it
 0 list
 0 to
0 commands::Some
 0 value
 0 it
 0 list
 0 to
0 commands::String
 0 value
 0 it
 0 list
 0 to
0 commands::Tostring
 0 value
 0 it
 0 list
 0 to
0 commands::Value
 0 value
 0 it
 0 list
 0 to
0 commands::Vec
 0 value
 0 it
 0 list
 0 to
0 types::Box
 0/0 some
 0 none
 0 ok
 0 box
0 types::Clone
 0/0 some
 0 none
 0 ok
 0 box
0 types::Copy
 0/0 some
 0 none
 0 ok
 0 box
0 types::Debug
 0/0 some
 0 none
 0 ok
 0 box
0 types::Default
 0 more
 0/0 tag
0 types::DefaultBranch
 0 some
 0 none
0 types::DefaultSome
 0/0 vec
0 types::Deserialize
 0/0 some
 0 none
 0 ok
 0 box
0 types::Drop
 0 some
 0 none
 0 Ok
 0 self
0 types::Empty
 0/0 some
 0 none
 0 ok
 0 box
0 types::Eq
 0/0 some
 0 none
 0 ok
 0 box
0 types::Err
 0/0 some
 0 none
 0 ok
 0 box
0 types::From
 0 more
 0/0 tag
0 types::FromBranch
 0 some
 0 none
0 types::Hash
 0/0 some
 0 none
 0 ok
 0 box
0 types::Int
 0/0 some
 0 none
 0 ok
 0 box
0 types::Into
 0/0 some
 0 none
 0 ok
 0 box
0 types::Iterator
 0/0 some
 0 none
 0 ok
 0 box
0 types::Node
 0/0 some
 0 none
 0 ok
 0 box
0 types::None
 0 some
 0 none
 0 Ok
 0 self
0 types::Ok
 0/0 some
 0 none
 0 ok
 0 box
0 types::Option
 0/0 some
 0 none
 0 ok
 0 box
0 types::PartialEq
 0 some
 0 none
 0 Ok
 0 self
0 types::Result
 0/0 some
 0 none
 0 ok
 0 box
0 types::Rt
 0 more
 0/0 tag
0 types::RtBranch
 0 some
 0 none
0 types::Self_
 0/0 some
 0 none
 0 ok
 0 box
0 types::Send
 0 more
 0/0 tag
0 types::SendBranch
 0 some
 0 none
0 types::Serialize
 0 some
 0 none
 0 Ok
 0 self
0 types::Sized
 0/0 some
 0 none
 0 ok
 0 box
0 types::Some
 0/0 some
 0 none
 0 ok
 0 box
0 types::Str
 0/0 some
 0 none
 0 ok
 0 box
0 types::String
 0 more
 0/0 tag
0 types::StringBranch
 0 some
 0 none
0 types::ToString
 0/0 some
 0 none
 0 ok
 0 box
0 types::Value
 0 more
 0/0 tag
0 types::ValueBranch
 0 some
 0 none
0 types::Vec
 0 some
 0 none
 0 Ok
 0 self
",
);
