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

    /// The command `many`.
    #[doc(alias = "many")]
    #[non_exhaustive]
    pub struct Many {
        /// The arguments.
        pub arguments: super::types::ManyArguments,
    }
    impl Many {
        /// A value with what is required.
        #[inline]
        pub fn new(arguments: super::types::ManyArguments) -> Self {
            Self { arguments }
        }
    }
    impl rt::Command for Many {
        const NAME: &'static str = "many";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
        type Reply = super::types::ManyArguments;
    }
    rt::described! {
        commands:
        Many
    }
    rt::wrappers! {
        Many arguments super::types::ManyArguments,
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

    /// The event `MANY`.
    #[doc(alias = "MANY")]
    #[non_exhaustive]
    pub struct Many {
        /// The data.
        pub data: super::types::ManyData,
    }
    impl Many {
        /// A value with what is required.
        #[inline]
        pub fn new(data: super::types::ManyData) -> Self {
            Self { data }
        }
    }
    impl rt::Event for Many {
        const NAME: &'static str = "MANY";
        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &[0x1]);
    }
    /// Any event, as a message has it: `{"event": …, "data": …}`.
    #[non_exhaustive]
    pub enum Event {
        /// The event `MANY`.
        Many(rt::Box<Many>),
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
                Self::Many(it) => ("MANY", rt::Some(&**it)),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[inline]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "MANY" => Self::Many(to.boxed()),
                _ => Self::Unrecognized(to.unrecognized(tag).into()),
            };
        }
    }
    rt::events! { Event }
    rt::described! {
        events:
        Many
    }
    rt::wrappers! {
        Many data super::types::ManyData,
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

    /// Used at `MANY.data(t=a)`.
    #[non_exhaustive]
    pub struct ManyA {
        /// `b00`
        pub b00: rt::Option<rt::String>,
        /// `b01`
        pub b01: rt::Option<rt::String>,
        /// `b02`
        pub b02: rt::Option<rt::String>,
        /// `b03`
        pub b03: rt::Option<rt::String>,
        /// `b04`
        pub b04: rt::Option<rt::String>,
        /// `b05`
        pub b05: rt::Option<rt::String>,
        /// `b06`
        pub b06: rt::Option<rt::String>,
        /// `b07`
        pub b07: rt::Option<rt::String>,
        /// `b08`
        pub b08: rt::Option<rt::String>,
        /// `b09`
        pub b09: rt::Option<rt::String>,
        /// `b10`
        pub b10: rt::Option<rt::String>,
        /// `b11`
        pub b11: rt::Option<rt::String>,
        /// `b12`
        pub b12: rt::Option<rt::String>,
        /// `b13`
        pub b13: rt::Option<rt::String>,
        /// `b14`
        pub b14: rt::Option<rt::String>,
        /// `b15`
        pub b15: rt::Option<rt::String>,
        /// `b16`
        pub b16: rt::Option<rt::String>,
        /// `b17`
        pub b17: rt::Option<rt::String>,
        /// `b18`
        pub b18: rt::Option<rt::String>,
        /// `b19`
        pub b19: rt::Option<rt::String>,
        /// `b20`
        pub b20: rt::Option<rt::String>,
        /// `b21`
        pub b21: rt::Option<rt::String>,
        /// `b22`
        pub b22: rt::Option<rt::String>,
        /// `b23`
        pub b23: rt::Option<rt::String>,
        /// `b24`
        pub b24: rt::Option<rt::String>,
        /// `b25`
        pub b25: rt::Option<rt::String>,
        /// `b26`
        pub b26: rt::Option<rt::String>,
        /// `b27`
        pub b27: rt::Option<rt::String>,
        /// `b28`
        pub b28: rt::Option<rt::String>,
        /// `b29`
        pub b29: rt::Option<rt::String>,
        /// `b30`
        pub b30: rt::Option<rt::String>,
        /// `b31`
        pub b31: rt::Option<rt::String>,
        /// `b32`
        pub b32: rt::Option<rt::String>,
        /// `b33`
        pub b33: rt::Option<rt::String>,
        /// `b34`
        pub b34: rt::Option<rt::String>,
        /// `b35`
        pub b35: rt::Option<rt::String>,
        /// `b36`
        pub b36: rt::Option<rt::String>,
        /// `b37`
        pub b37: rt::Option<rt::String>,
        /// `b38`
        pub b38: rt::Option<rt::String>,
        /// `b39`
        pub b39: rt::Option<rt::String>,
        /// `b40`
        pub b40: rt::Option<rt::String>,
        /// `b41`
        pub b41: rt::Option<rt::String>,
        /// `b42`
        pub b42: rt::Option<rt::String>,
        /// `b43`
        pub b43: rt::Option<rt::String>,
        /// `b44`
        pub b44: rt::Option<rt::String>,
        /// `b45`
        pub b45: rt::Option<rt::String>,
        /// `b46`
        pub b46: rt::Option<rt::String>,
        /// `b47`
        pub b47: rt::Option<rt::String>,
        /// `b48`
        pub b48: rt::Option<rt::String>,
        /// `b49`
        pub b49: rt::Option<rt::String>,
        /// `b50`
        pub b50: rt::Option<rt::String>,
        /// `b51`
        pub b51: rt::Option<rt::String>,
        /// `b52`
        pub b52: rt::Option<rt::String>,
        /// `b53`
        pub b53: rt::Option<rt::String>,
        /// `b54`
        pub b54: rt::Option<rt::String>,
        /// `b55`
        pub b55: rt::Option<rt::String>,
        /// `b56`
        pub b56: rt::Option<rt::String>,
        /// `b57`
        pub b57: rt::Option<rt::String>,
        /// `b58`
        pub b58: rt::Option<rt::String>,
        /// `b59`
        pub b59: rt::Option<rt::String>,
        /// `b60`
        pub b60: rt::Option<rt::String>,
        /// `b61`
        pub b61: rt::Option<rt::String>,
        /// `b62`
        pub b62: rt::Option<rt::String>,
        /// `b63`
        pub b63: rt::Option<rt::String>,
        /// `b64`
        pub b64: rt::Option<rt::String>,
        /// `b65`
        pub b65: rt::String,
    }
    impl ManyA {
        /// A value with what is required.
        #[inline]
        pub fn new(b65: impl rt::Into<rt::String>) -> Self {
            Self {
                b00: rt::None,
                b01: rt::None,
                b02: rt::None,
                b03: rt::None,
                b04: rt::None,
                b05: rt::None,
                b06: rt::None,
                b07: rt::None,
                b08: rt::None,
                b09: rt::None,
                b10: rt::None,
                b11: rt::None,
                b12: rt::None,
                b13: rt::None,
                b14: rt::None,
                b15: rt::None,
                b16: rt::None,
                b17: rt::None,
                b18: rt::None,
                b19: rt::None,
                b20: rt::None,
                b21: rt::None,
                b22: rt::None,
                b23: rt::None,
                b24: rt::None,
                b25: rt::None,
                b26: rt::None,
                b27: rt::None,
                b28: rt::None,
                b29: rt::None,
                b30: rt::None,
                b31: rt::None,
                b32: rt::None,
                b33: rt::None,
                b34: rt::None,
                b35: rt::None,
                b36: rt::None,
                b37: rt::None,
                b38: rt::None,
                b39: rt::None,
                b40: rt::None,
                b41: rt::None,
                b42: rt::None,
                b43: rt::None,
                b44: rt::None,
                b45: rt::None,
                b46: rt::None,
                b47: rt::None,
                b48: rt::None,
                b49: rt::None,
                b50: rt::None,
                b51: rt::None,
                b52: rt::None,
                b53: rt::None,
                b54: rt::None,
                b55: rt::None,
                b56: rt::None,
                b57: rt::None,
                b58: rt::None,
                b59: rt::None,
                b60: rt::None,
                b61: rt::None,
                b62: rt::None,
                b63: rt::None,
                b64: rt::None,
                b65: b65.into(),
            }
        }
    }
    impl rt::Node for ManyA {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                b00: rt::None,
                b01: rt::None,
                b02: rt::None,
                b03: rt::None,
                b04: rt::None,
                b05: rt::None,
                b06: rt::None,
                b07: rt::None,
                b08: rt::None,
                b09: rt::None,
                b10: rt::None,
                b11: rt::None,
                b12: rt::None,
                b13: rt::None,
                b14: rt::None,
                b15: rt::None,
                b16: rt::None,
                b17: rt::None,
                b18: rt::None,
                b19: rt::None,
                b20: rt::None,
                b21: rt::None,
                b22: rt::None,
                b23: rt::None,
                b24: rt::None,
                b25: rt::None,
                b26: rt::None,
                b27: rt::None,
                b28: rt::None,
                b29: rt::None,
                b30: rt::None,
                b31: rt::None,
                b32: rt::None,
                b33: rt::None,
                b34: rt::None,
                b35: rt::None,
                b36: rt::None,
                b37: rt::None,
                b38: rt::None,
                b39: rt::None,
                b40: rt::None,
                b41: rt::None,
                b42: rt::None,
                b43: rt::None,
                b44: rt::None,
                b45: rt::None,
                b46: rt::None,
                b47: rt::None,
                b48: rt::None,
                b49: rt::None,
                b50: rt::None,
                b51: rt::None,
                b52: rt::None,
                b53: rt::None,
                b54: rt::None,
                b55: rt::None,
                b56: rt::None,
                b57: rt::None,
                b58: rt::None,
                b59: rt::None,
                b60: rt::None,
                b61: rt::None,
                b62: rt::None,
                b63: rt::None,
                b64: rt::None,
                b65: rt::TEXT,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("ManyA", &[
                rt::Get::OptStr("b00", &self.b00),
                rt::Get::OptStr("b01", &self.b01),
                rt::Get::OptStr("b02", &self.b02),
                rt::Get::OptStr("b03", &self.b03),
                rt::Get::OptStr("b04", &self.b04),
                rt::Get::OptStr("b05", &self.b05),
                rt::Get::OptStr("b06", &self.b06),
                rt::Get::OptStr("b07", &self.b07),
                rt::Get::OptStr("b08", &self.b08),
                rt::Get::OptStr("b09", &self.b09),
                rt::Get::OptStr("b10", &self.b10),
                rt::Get::OptStr("b11", &self.b11),
                rt::Get::OptStr("b12", &self.b12),
                rt::Get::OptStr("b13", &self.b13),
                rt::Get::OptStr("b14", &self.b14),
                rt::Get::OptStr("b15", &self.b15),
                rt::Get::OptStr("b16", &self.b16),
                rt::Get::OptStr("b17", &self.b17),
                rt::Get::OptStr("b18", &self.b18),
                rt::Get::OptStr("b19", &self.b19),
                rt::Get::OptStr("b20", &self.b20),
                rt::Get::OptStr("b21", &self.b21),
                rt::Get::OptStr("b22", &self.b22),
                rt::Get::OptStr("b23", &self.b23),
                rt::Get::OptStr("b24", &self.b24),
                rt::Get::OptStr("b25", &self.b25),
                rt::Get::OptStr("b26", &self.b26),
                rt::Get::OptStr("b27", &self.b27),
                rt::Get::OptStr("b28", &self.b28),
                rt::Get::OptStr("b29", &self.b29),
                rt::Get::OptStr("b30", &self.b30),
                rt::Get::OptStr("b31", &self.b31),
                rt::Get::OptStr("b32", &self.b32),
                rt::Get::OptStr("b33", &self.b33),
                rt::Get::OptStr("b34", &self.b34),
                rt::Get::OptStr("b35", &self.b35),
                rt::Get::OptStr("b36", &self.b36),
                rt::Get::OptStr("b37", &self.b37),
                rt::Get::OptStr("b38", &self.b38),
                rt::Get::OptStr("b39", &self.b39),
                rt::Get::OptStr("b40", &self.b40),
                rt::Get::OptStr("b41", &self.b41),
                rt::Get::OptStr("b42", &self.b42),
                rt::Get::OptStr("b43", &self.b43),
                rt::Get::OptStr("b44", &self.b44),
                rt::Get::OptStr("b45", &self.b45),
                rt::Get::OptStr("b46", &self.b46),
                rt::Get::OptStr("b47", &self.b47),
                rt::Get::OptStr("b48", &self.b48),
                rt::Get::OptStr("b49", &self.b49),
                rt::Get::OptStr("b50", &self.b50),
                rt::Get::OptStr("b51", &self.b51),
                rt::Get::OptStr("b52", &self.b52),
                rt::Get::OptStr("b53", &self.b53),
                rt::Get::OptStr("b54", &self.b54),
                rt::Get::OptStr("b55", &self.b55),
                rt::Get::OptStr("b56", &self.b56),
                rt::Get::OptStr("b57", &self.b57),
                rt::Get::OptStr("b58", &self.b58),
                rt::Get::OptStr("b59", &self.b59),
                rt::Get::OptStr("b60", &self.b60),
                rt::Get::OptStr("b61", &self.b61),
                rt::Get::OptStr("b62", &self.b62),
                rt::Get::OptStr("b63", &self.b63),
                rt::Get::OptStr("b64", &self.b64),
                rt::Get::Str("b65", &self.b65),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("b00", &mut self.b00),
                rt::Set::OptStr("b01", &mut self.b01),
                rt::Set::OptStr("b02", &mut self.b02),
                rt::Set::OptStr("b03", &mut self.b03),
                rt::Set::OptStr("b04", &mut self.b04),
                rt::Set::OptStr("b05", &mut self.b05),
                rt::Set::OptStr("b06", &mut self.b06),
                rt::Set::OptStr("b07", &mut self.b07),
                rt::Set::OptStr("b08", &mut self.b08),
                rt::Set::OptStr("b09", &mut self.b09),
                rt::Set::OptStr("b10", &mut self.b10),
                rt::Set::OptStr("b11", &mut self.b11),
                rt::Set::OptStr("b12", &mut self.b12),
                rt::Set::OptStr("b13", &mut self.b13),
                rt::Set::OptStr("b14", &mut self.b14),
                rt::Set::OptStr("b15", &mut self.b15),
                rt::Set::OptStr("b16", &mut self.b16),
                rt::Set::OptStr("b17", &mut self.b17),
                rt::Set::OptStr("b18", &mut self.b18),
                rt::Set::OptStr("b19", &mut self.b19),
                rt::Set::OptStr("b20", &mut self.b20),
                rt::Set::OptStr("b21", &mut self.b21),
                rt::Set::OptStr("b22", &mut self.b22),
                rt::Set::OptStr("b23", &mut self.b23),
                rt::Set::OptStr("b24", &mut self.b24),
                rt::Set::OptStr("b25", &mut self.b25),
                rt::Set::OptStr("b26", &mut self.b26),
                rt::Set::OptStr("b27", &mut self.b27),
                rt::Set::OptStr("b28", &mut self.b28),
                rt::Set::OptStr("b29", &mut self.b29),
                rt::Set::OptStr("b30", &mut self.b30),
                rt::Set::OptStr("b31", &mut self.b31),
                rt::Set::OptStr("b32", &mut self.b32),
                rt::Set::OptStr("b33", &mut self.b33),
                rt::Set::OptStr("b34", &mut self.b34),
                rt::Set::OptStr("b35", &mut self.b35),
                rt::Set::OptStr("b36", &mut self.b36),
                rt::Set::OptStr("b37", &mut self.b37),
                rt::Set::OptStr("b38", &mut self.b38),
                rt::Set::OptStr("b39", &mut self.b39),
                rt::Set::OptStr("b40", &mut self.b40),
                rt::Set::OptStr("b41", &mut self.b41),
                rt::Set::OptStr("b42", &mut self.b42),
                rt::Set::OptStr("b43", &mut self.b43),
                rt::Set::OptStr("b44", &mut self.b44),
                rt::Set::OptStr("b45", &mut self.b45),
                rt::Set::OptStr("b46", &mut self.b46),
                rt::Set::OptStr("b47", &mut self.b47),
                rt::Set::OptStr("b48", &mut self.b48),
                rt::Set::OptStr("b49", &mut self.b49),
                rt::Set::OptStr("b50", &mut self.b50),
                rt::Set::OptStr("b51", &mut self.b51),
                rt::Set::OptStr("b52", &mut self.b52),
                rt::Set::OptStr("b53", &mut self.b53),
                rt::Set::OptStr("b54", &mut self.b54),
                rt::Set::OptStr("b55", &mut self.b55),
                rt::Set::OptStr("b56", &mut self.b56),
                rt::Set::OptStr("b57", &mut self.b57),
                rt::Set::OptStr("b58", &mut self.b58),
                rt::Set::OptStr("b59", &mut self.b59),
                rt::Set::OptStr("b60", &mut self.b60),
                rt::Set::OptStr("b61", &mut self.b61),
                rt::Set::OptStr("b62", &mut self.b62),
                rt::Set::OptStr("b63", &mut self.b63),
                rt::Set::OptStr("b64", &mut self.b64),
                rt::Set::Str("b65", &mut self.b65),
            ]);
        }
    }
    /// Used at `many.arguments`.
    #[non_exhaustive]
    pub struct ManyArguments {
        /// `m00`
        pub m00: rt::Int,
        /// `m01`
        pub m01: rt::Option<rt::Int>,
        /// `m02`
        pub m02: rt::Int,
        /// `m03`
        pub m03: rt::Option<rt::Int>,
        /// `m04`
        pub m04: rt::Int,
        /// `m05`
        pub m05: rt::Option<rt::Int>,
        /// `m06`
        pub m06: rt::Int,
        /// `m07`
        pub m07: rt::Option<rt::Int>,
        /// `m08`
        pub m08: rt::Int,
        /// `m09`
        pub m09: rt::Option<rt::Int>,
        /// `m10`
        pub m10: rt::Int,
        /// `m11`
        pub m11: rt::Option<rt::Int>,
        /// `m12`
        pub m12: rt::Int,
        /// `m13`
        pub m13: rt::Option<rt::Int>,
        /// `m14`
        pub m14: rt::Int,
        /// `m15`
        pub m15: rt::Option<rt::Int>,
        /// `m16`
        pub m16: rt::Int,
        /// `m17`
        pub m17: rt::Option<rt::Int>,
        /// `m18`
        pub m18: rt::Int,
        /// `m19`
        pub m19: rt::Option<rt::Int>,
        /// `m20`
        pub m20: rt::Int,
        /// `m21`
        pub m21: rt::Option<rt::Int>,
        /// `m22`
        pub m22: rt::Int,
        /// `m23`
        pub m23: rt::Option<rt::Int>,
        /// `m24`
        pub m24: rt::Int,
        /// `m25`
        pub m25: rt::Option<rt::Int>,
        /// `m26`
        pub m26: rt::Int,
        /// `m27`
        pub m27: rt::Option<rt::Int>,
        /// `m28`
        pub m28: rt::Int,
        /// `m29`
        pub m29: rt::Option<rt::Int>,
        /// `m30`
        pub m30: rt::Int,
        /// `m31`
        pub m31: rt::Option<rt::Int>,
        /// `m32`
        pub m32: rt::Int,
        /// `m33`
        pub m33: rt::Option<rt::Int>,
        /// `m34`
        pub m34: rt::Int,
        /// `m35`
        pub m35: rt::Option<rt::Int>,
        /// `m36`
        pub m36: rt::Int,
        /// `m37`
        pub m37: rt::Option<rt::Int>,
        /// `m38`
        pub m38: rt::Int,
        /// `m39`
        pub m39: rt::Option<rt::Int>,
        /// `m40`
        pub m40: rt::Int,
        /// `m41`
        pub m41: rt::Option<rt::Int>,
        /// `m42`
        pub m42: rt::Int,
        /// `m43`
        pub m43: rt::Option<rt::Int>,
        /// `m44`
        pub m44: rt::Int,
        /// `m45`
        pub m45: rt::Option<rt::Int>,
        /// `m46`
        pub m46: rt::Int,
        /// `m47`
        pub m47: rt::Option<rt::Int>,
        /// `m48`
        pub m48: rt::Int,
        /// `m49`
        pub m49: rt::Option<rt::Int>,
        /// `m50`
        pub m50: rt::Int,
        /// `m51`
        pub m51: rt::Option<rt::Int>,
        /// `m52`
        pub m52: rt::Int,
        /// `m53`
        pub m53: rt::Option<rt::Int>,
        /// `m54`
        pub m54: rt::Int,
        /// `m55`
        pub m55: rt::Option<rt::Int>,
        /// `m56`
        pub m56: rt::Int,
        /// `m57`
        pub m57: rt::Option<rt::Int>,
        /// `m58`
        pub m58: rt::Int,
        /// `m59`
        pub m59: rt::Option<rt::Int>,
        /// `m60`
        pub m60: rt::Int,
        /// `m61`
        pub m61: rt::Option<rt::Int>,
        /// `m62`
        pub m62: rt::Int,
        /// `m63`
        pub m63: rt::Option<rt::Int>,
        /// `m64`
        pub m64: rt::Int,
        /// `m65`
        pub m65: rt::Option<rt::Int>,
        /// `m66`
        pub m66: rt::Int,
        /// `m67`
        pub m67: rt::Option<rt::Int>,
        /// `m68`
        pub m68: rt::Int,
        /// `m69`
        pub m69: rt::Option<rt::Int>,
    }
    /// What [`ManyArguments::new`] requires.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ManyArgumentsRequired {
        /// `m00`
        pub m00: rt::Int,
        /// `m02`
        pub m02: rt::Int,
        /// `m04`
        pub m04: rt::Int,
        /// `m06`
        pub m06: rt::Int,
        /// `m08`
        pub m08: rt::Int,
        /// `m10`
        pub m10: rt::Int,
        /// `m12`
        pub m12: rt::Int,
        /// `m14`
        pub m14: rt::Int,
        /// `m16`
        pub m16: rt::Int,
        /// `m18`
        pub m18: rt::Int,
        /// `m20`
        pub m20: rt::Int,
        /// `m22`
        pub m22: rt::Int,
        /// `m24`
        pub m24: rt::Int,
        /// `m26`
        pub m26: rt::Int,
        /// `m28`
        pub m28: rt::Int,
        /// `m30`
        pub m30: rt::Int,
        /// `m32`
        pub m32: rt::Int,
        /// `m34`
        pub m34: rt::Int,
        /// `m36`
        pub m36: rt::Int,
        /// `m38`
        pub m38: rt::Int,
        /// `m40`
        pub m40: rt::Int,
        /// `m42`
        pub m42: rt::Int,
        /// `m44`
        pub m44: rt::Int,
        /// `m46`
        pub m46: rt::Int,
        /// `m48`
        pub m48: rt::Int,
        /// `m50`
        pub m50: rt::Int,
        /// `m52`
        pub m52: rt::Int,
        /// `m54`
        pub m54: rt::Int,
        /// `m56`
        pub m56: rt::Int,
        /// `m58`
        pub m58: rt::Int,
        /// `m60`
        pub m60: rt::Int,
        /// `m62`
        pub m62: rt::Int,
        /// `m64`
        pub m64: rt::Int,
        /// `m66`
        pub m66: rt::Int,
        /// `m68`
        pub m68: rt::Int,
    }
    impl ManyArguments {
        /// A value with what is required.
        #[inline]
        pub fn new(required: ManyArgumentsRequired) -> Self {
            Self {
                m00: required.m00,
                m01: rt::None,
                m02: required.m02,
                m03: rt::None,
                m04: required.m04,
                m05: rt::None,
                m06: required.m06,
                m07: rt::None,
                m08: required.m08,
                m09: rt::None,
                m10: required.m10,
                m11: rt::None,
                m12: required.m12,
                m13: rt::None,
                m14: required.m14,
                m15: rt::None,
                m16: required.m16,
                m17: rt::None,
                m18: required.m18,
                m19: rt::None,
                m20: required.m20,
                m21: rt::None,
                m22: required.m22,
                m23: rt::None,
                m24: required.m24,
                m25: rt::None,
                m26: required.m26,
                m27: rt::None,
                m28: required.m28,
                m29: rt::None,
                m30: required.m30,
                m31: rt::None,
                m32: required.m32,
                m33: rt::None,
                m34: required.m34,
                m35: rt::None,
                m36: required.m36,
                m37: rt::None,
                m38: required.m38,
                m39: rt::None,
                m40: required.m40,
                m41: rt::None,
                m42: required.m42,
                m43: rt::None,
                m44: required.m44,
                m45: rt::None,
                m46: required.m46,
                m47: rt::None,
                m48: required.m48,
                m49: rt::None,
                m50: required.m50,
                m51: rt::None,
                m52: required.m52,
                m53: rt::None,
                m54: required.m54,
                m55: rt::None,
                m56: required.m56,
                m57: rt::None,
                m58: required.m58,
                m59: rt::None,
                m60: required.m60,
                m61: rt::None,
                m62: required.m62,
                m63: rt::None,
                m64: required.m64,
                m65: rt::None,
                m66: required.m66,
                m67: rt::None,
                m68: required.m68,
                m69: rt::None,
            }
        }
        /// Sets `m01`.
        pub fn m01(mut self, m01: impl rt::Into<rt::Int>) -> Self {
            self.m01 = rt::Some(m01.into());
            self
        }
        /// Sets `m03`.
        pub fn m03(mut self, m03: impl rt::Into<rt::Int>) -> Self {
            self.m03 = rt::Some(m03.into());
            self
        }
        /// Sets `m05`.
        pub fn m05(mut self, m05: impl rt::Into<rt::Int>) -> Self {
            self.m05 = rt::Some(m05.into());
            self
        }
        /// Sets `m07`.
        pub fn m07(mut self, m07: impl rt::Into<rt::Int>) -> Self {
            self.m07 = rt::Some(m07.into());
            self
        }
        /// Sets `m09`.
        pub fn m09(mut self, m09: impl rt::Into<rt::Int>) -> Self {
            self.m09 = rt::Some(m09.into());
            self
        }
        /// Sets `m11`.
        pub fn m11(mut self, m11: impl rt::Into<rt::Int>) -> Self {
            self.m11 = rt::Some(m11.into());
            self
        }
        /// Sets `m13`.
        pub fn m13(mut self, m13: impl rt::Into<rt::Int>) -> Self {
            self.m13 = rt::Some(m13.into());
            self
        }
        /// Sets `m15`.
        pub fn m15(mut self, m15: impl rt::Into<rt::Int>) -> Self {
            self.m15 = rt::Some(m15.into());
            self
        }
        /// Sets `m17`.
        pub fn m17(mut self, m17: impl rt::Into<rt::Int>) -> Self {
            self.m17 = rt::Some(m17.into());
            self
        }
        /// Sets `m19`.
        pub fn m19(mut self, m19: impl rt::Into<rt::Int>) -> Self {
            self.m19 = rt::Some(m19.into());
            self
        }
        /// Sets `m21`.
        pub fn m21(mut self, m21: impl rt::Into<rt::Int>) -> Self {
            self.m21 = rt::Some(m21.into());
            self
        }
        /// Sets `m23`.
        pub fn m23(mut self, m23: impl rt::Into<rt::Int>) -> Self {
            self.m23 = rt::Some(m23.into());
            self
        }
        /// Sets `m25`.
        pub fn m25(mut self, m25: impl rt::Into<rt::Int>) -> Self {
            self.m25 = rt::Some(m25.into());
            self
        }
        /// Sets `m27`.
        pub fn m27(mut self, m27: impl rt::Into<rt::Int>) -> Self {
            self.m27 = rt::Some(m27.into());
            self
        }
        /// Sets `m29`.
        pub fn m29(mut self, m29: impl rt::Into<rt::Int>) -> Self {
            self.m29 = rt::Some(m29.into());
            self
        }
        /// Sets `m31`.
        pub fn m31(mut self, m31: impl rt::Into<rt::Int>) -> Self {
            self.m31 = rt::Some(m31.into());
            self
        }
        /// Sets `m33`.
        pub fn m33(mut self, m33: impl rt::Into<rt::Int>) -> Self {
            self.m33 = rt::Some(m33.into());
            self
        }
        /// Sets `m35`.
        pub fn m35(mut self, m35: impl rt::Into<rt::Int>) -> Self {
            self.m35 = rt::Some(m35.into());
            self
        }
        /// Sets `m37`.
        pub fn m37(mut self, m37: impl rt::Into<rt::Int>) -> Self {
            self.m37 = rt::Some(m37.into());
            self
        }
        /// Sets `m39`.
        pub fn m39(mut self, m39: impl rt::Into<rt::Int>) -> Self {
            self.m39 = rt::Some(m39.into());
            self
        }
        /// Sets `m41`.
        pub fn m41(mut self, m41: impl rt::Into<rt::Int>) -> Self {
            self.m41 = rt::Some(m41.into());
            self
        }
        /// Sets `m43`.
        pub fn m43(mut self, m43: impl rt::Into<rt::Int>) -> Self {
            self.m43 = rt::Some(m43.into());
            self
        }
        /// Sets `m45`.
        pub fn m45(mut self, m45: impl rt::Into<rt::Int>) -> Self {
            self.m45 = rt::Some(m45.into());
            self
        }
        /// Sets `m47`.
        pub fn m47(mut self, m47: impl rt::Into<rt::Int>) -> Self {
            self.m47 = rt::Some(m47.into());
            self
        }
        /// Sets `m49`.
        pub fn m49(mut self, m49: impl rt::Into<rt::Int>) -> Self {
            self.m49 = rt::Some(m49.into());
            self
        }
        /// Sets `m51`.
        pub fn m51(mut self, m51: impl rt::Into<rt::Int>) -> Self {
            self.m51 = rt::Some(m51.into());
            self
        }
        /// Sets `m53`.
        pub fn m53(mut self, m53: impl rt::Into<rt::Int>) -> Self {
            self.m53 = rt::Some(m53.into());
            self
        }
        /// Sets `m55`.
        pub fn m55(mut self, m55: impl rt::Into<rt::Int>) -> Self {
            self.m55 = rt::Some(m55.into());
            self
        }
        /// Sets `m57`.
        pub fn m57(mut self, m57: impl rt::Into<rt::Int>) -> Self {
            self.m57 = rt::Some(m57.into());
            self
        }
        /// Sets `m59`.
        pub fn m59(mut self, m59: impl rt::Into<rt::Int>) -> Self {
            self.m59 = rt::Some(m59.into());
            self
        }
        /// Sets `m61`.
        pub fn m61(mut self, m61: impl rt::Into<rt::Int>) -> Self {
            self.m61 = rt::Some(m61.into());
            self
        }
        /// Sets `m63`.
        pub fn m63(mut self, m63: impl rt::Into<rt::Int>) -> Self {
            self.m63 = rt::Some(m63.into());
            self
        }
        /// Sets `m65`.
        pub fn m65(mut self, m65: impl rt::Into<rt::Int>) -> Self {
            self.m65 = rt::Some(m65.into());
            self
        }
        /// Sets `m67`.
        pub fn m67(mut self, m67: impl rt::Into<rt::Int>) -> Self {
            self.m67 = rt::Some(m67.into());
            self
        }
        /// Sets `m69`.
        pub fn m69(mut self, m69: impl rt::Into<rt::Int>) -> Self {
            self.m69 = rt::Some(m69.into());
            self
        }
    }
    impl rt::Node for ManyArguments {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                m00: rt::Int::ZERO,
                m01: rt::None,
                m02: rt::Int::ZERO,
                m03: rt::None,
                m04: rt::Int::ZERO,
                m05: rt::None,
                m06: rt::Int::ZERO,
                m07: rt::None,
                m08: rt::Int::ZERO,
                m09: rt::None,
                m10: rt::Int::ZERO,
                m11: rt::None,
                m12: rt::Int::ZERO,
                m13: rt::None,
                m14: rt::Int::ZERO,
                m15: rt::None,
                m16: rt::Int::ZERO,
                m17: rt::None,
                m18: rt::Int::ZERO,
                m19: rt::None,
                m20: rt::Int::ZERO,
                m21: rt::None,
                m22: rt::Int::ZERO,
                m23: rt::None,
                m24: rt::Int::ZERO,
                m25: rt::None,
                m26: rt::Int::ZERO,
                m27: rt::None,
                m28: rt::Int::ZERO,
                m29: rt::None,
                m30: rt::Int::ZERO,
                m31: rt::None,
                m32: rt::Int::ZERO,
                m33: rt::None,
                m34: rt::Int::ZERO,
                m35: rt::None,
                m36: rt::Int::ZERO,
                m37: rt::None,
                m38: rt::Int::ZERO,
                m39: rt::None,
                m40: rt::Int::ZERO,
                m41: rt::None,
                m42: rt::Int::ZERO,
                m43: rt::None,
                m44: rt::Int::ZERO,
                m45: rt::None,
                m46: rt::Int::ZERO,
                m47: rt::None,
                m48: rt::Int::ZERO,
                m49: rt::None,
                m50: rt::Int::ZERO,
                m51: rt::None,
                m52: rt::Int::ZERO,
                m53: rt::None,
                m54: rt::Int::ZERO,
                m55: rt::None,
                m56: rt::Int::ZERO,
                m57: rt::None,
                m58: rt::Int::ZERO,
                m59: rt::None,
                m60: rt::Int::ZERO,
                m61: rt::None,
                m62: rt::Int::ZERO,
                m63: rt::None,
                m64: rt::Int::ZERO,
                m65: rt::None,
                m66: rt::Int::ZERO,
                m67: rt::None,
                m68: rt::Int::ZERO,
                m69: rt::None,
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("ManyArguments", &[
                rt::Get::Int("m00", &self.m00),
                rt::Get::OptInt("m01", &self.m01),
                rt::Get::Int("m02", &self.m02),
                rt::Get::OptInt("m03", &self.m03),
                rt::Get::Int("m04", &self.m04),
                rt::Get::OptInt("m05", &self.m05),
                rt::Get::Int("m06", &self.m06),
                rt::Get::OptInt("m07", &self.m07),
                rt::Get::Int("m08", &self.m08),
                rt::Get::OptInt("m09", &self.m09),
                rt::Get::Int("m10", &self.m10),
                rt::Get::OptInt("m11", &self.m11),
                rt::Get::Int("m12", &self.m12),
                rt::Get::OptInt("m13", &self.m13),
                rt::Get::Int("m14", &self.m14),
                rt::Get::OptInt("m15", &self.m15),
                rt::Get::Int("m16", &self.m16),
                rt::Get::OptInt("m17", &self.m17),
                rt::Get::Int("m18", &self.m18),
                rt::Get::OptInt("m19", &self.m19),
                rt::Get::Int("m20", &self.m20),
                rt::Get::OptInt("m21", &self.m21),
                rt::Get::Int("m22", &self.m22),
                rt::Get::OptInt("m23", &self.m23),
                rt::Get::Int("m24", &self.m24),
                rt::Get::OptInt("m25", &self.m25),
                rt::Get::Int("m26", &self.m26),
                rt::Get::OptInt("m27", &self.m27),
                rt::Get::Int("m28", &self.m28),
                rt::Get::OptInt("m29", &self.m29),
                rt::Get::Int("m30", &self.m30),
                rt::Get::OptInt("m31", &self.m31),
                rt::Get::Int("m32", &self.m32),
                rt::Get::OptInt("m33", &self.m33),
                rt::Get::Int("m34", &self.m34),
                rt::Get::OptInt("m35", &self.m35),
                rt::Get::Int("m36", &self.m36),
                rt::Get::OptInt("m37", &self.m37),
                rt::Get::Int("m38", &self.m38),
                rt::Get::OptInt("m39", &self.m39),
                rt::Get::Int("m40", &self.m40),
                rt::Get::OptInt("m41", &self.m41),
                rt::Get::Int("m42", &self.m42),
                rt::Get::OptInt("m43", &self.m43),
                rt::Get::Int("m44", &self.m44),
                rt::Get::OptInt("m45", &self.m45),
                rt::Get::Int("m46", &self.m46),
                rt::Get::OptInt("m47", &self.m47),
                rt::Get::Int("m48", &self.m48),
                rt::Get::OptInt("m49", &self.m49),
                rt::Get::Int("m50", &self.m50),
                rt::Get::OptInt("m51", &self.m51),
                rt::Get::Int("m52", &self.m52),
                rt::Get::OptInt("m53", &self.m53),
                rt::Get::Int("m54", &self.m54),
                rt::Get::OptInt("m55", &self.m55),
                rt::Get::Int("m56", &self.m56),
                rt::Get::OptInt("m57", &self.m57),
                rt::Get::Int("m58", &self.m58),
                rt::Get::OptInt("m59", &self.m59),
                rt::Get::Int("m60", &self.m60),
                rt::Get::OptInt("m61", &self.m61),
                rt::Get::Int("m62", &self.m62),
                rt::Get::OptInt("m63", &self.m63),
                rt::Get::Int("m64", &self.m64),
                rt::Get::OptInt("m65", &self.m65),
                rt::Get::Int("m66", &self.m66),
                rt::Get::OptInt("m67", &self.m67),
                rt::Get::Int("m68", &self.m68),
                rt::Get::OptInt("m69", &self.m69),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::Int("m00", &mut self.m00),
                rt::Set::OptInt("m01", &mut self.m01),
                rt::Set::Int("m02", &mut self.m02),
                rt::Set::OptInt("m03", &mut self.m03),
                rt::Set::Int("m04", &mut self.m04),
                rt::Set::OptInt("m05", &mut self.m05),
                rt::Set::Int("m06", &mut self.m06),
                rt::Set::OptInt("m07", &mut self.m07),
                rt::Set::Int("m08", &mut self.m08),
                rt::Set::OptInt("m09", &mut self.m09),
                rt::Set::Int("m10", &mut self.m10),
                rt::Set::OptInt("m11", &mut self.m11),
                rt::Set::Int("m12", &mut self.m12),
                rt::Set::OptInt("m13", &mut self.m13),
                rt::Set::Int("m14", &mut self.m14),
                rt::Set::OptInt("m15", &mut self.m15),
                rt::Set::Int("m16", &mut self.m16),
                rt::Set::OptInt("m17", &mut self.m17),
                rt::Set::Int("m18", &mut self.m18),
                rt::Set::OptInt("m19", &mut self.m19),
                rt::Set::Int("m20", &mut self.m20),
                rt::Set::OptInt("m21", &mut self.m21),
                rt::Set::Int("m22", &mut self.m22),
                rt::Set::OptInt("m23", &mut self.m23),
                rt::Set::Int("m24", &mut self.m24),
                rt::Set::OptInt("m25", &mut self.m25),
                rt::Set::Int("m26", &mut self.m26),
                rt::Set::OptInt("m27", &mut self.m27),
                rt::Set::Int("m28", &mut self.m28),
                rt::Set::OptInt("m29", &mut self.m29),
                rt::Set::Int("m30", &mut self.m30),
                rt::Set::OptInt("m31", &mut self.m31),
                rt::Set::Int("m32", &mut self.m32),
                rt::Set::OptInt("m33", &mut self.m33),
                rt::Set::Int("m34", &mut self.m34),
                rt::Set::OptInt("m35", &mut self.m35),
                rt::Set::Int("m36", &mut self.m36),
                rt::Set::OptInt("m37", &mut self.m37),
                rt::Set::Int("m38", &mut self.m38),
                rt::Set::OptInt("m39", &mut self.m39),
                rt::Set::Int("m40", &mut self.m40),
                rt::Set::OptInt("m41", &mut self.m41),
                rt::Set::Int("m42", &mut self.m42),
                rt::Set::OptInt("m43", &mut self.m43),
                rt::Set::Int("m44", &mut self.m44),
                rt::Set::OptInt("m45", &mut self.m45),
                rt::Set::Int("m46", &mut self.m46),
                rt::Set::OptInt("m47", &mut self.m47),
                rt::Set::Int("m48", &mut self.m48),
                rt::Set::OptInt("m49", &mut self.m49),
                rt::Set::Int("m50", &mut self.m50),
                rt::Set::OptInt("m51", &mut self.m51),
                rt::Set::Int("m52", &mut self.m52),
                rt::Set::OptInt("m53", &mut self.m53),
                rt::Set::Int("m54", &mut self.m54),
                rt::Set::OptInt("m55", &mut self.m55),
                rt::Set::Int("m56", &mut self.m56),
                rt::Set::OptInt("m57", &mut self.m57),
                rt::Set::Int("m58", &mut self.m58),
                rt::Set::OptInt("m59", &mut self.m59),
                rt::Set::Int("m60", &mut self.m60),
                rt::Set::OptInt("m61", &mut self.m61),
                rt::Set::Int("m62", &mut self.m62),
                rt::Set::OptInt("m63", &mut self.m63),
                rt::Set::Int("m64", &mut self.m64),
                rt::Set::OptInt("m65", &mut self.m65),
                rt::Set::Int("m66", &mut self.m66),
                rt::Set::OptInt("m67", &mut self.m67),
                rt::Set::Int("m68", &mut self.m68),
                rt::Set::OptInt("m69", &mut self.m69),
            ]);
        }
    }
    /// Used at `MANY.data`.
    #[non_exhaustive]
    pub struct ManyData {
        /// `c00`
        pub c00: rt::Option<rt::String>,
        /// `c01`
        pub c01: rt::Option<rt::String>,
        /// `c02`
        pub c02: rt::Option<rt::String>,
        /// `c03`
        pub c03: rt::Option<rt::String>,
        /// `c04`
        pub c04: rt::Option<rt::String>,
        /// `c05`
        pub c05: rt::Option<rt::String>,
        /// `c06`
        pub c06: rt::Option<rt::String>,
        /// `c07`
        pub c07: rt::Option<rt::String>,
        /// `c08`
        pub c08: rt::Option<rt::String>,
        /// `c09`
        pub c09: rt::Option<rt::String>,
        /// `c10`
        pub c10: rt::Option<rt::String>,
        /// `c11`
        pub c11: rt::Option<rt::String>,
        /// `c12`
        pub c12: rt::Option<rt::String>,
        /// `c13`
        pub c13: rt::Option<rt::String>,
        /// `c14`
        pub c14: rt::Option<rt::String>,
        /// `c15`
        pub c15: rt::Option<rt::String>,
        /// `c16`
        pub c16: rt::Option<rt::String>,
        /// `c17`
        pub c17: rt::Option<rt::String>,
        /// `c18`
        pub c18: rt::Option<rt::String>,
        /// `c19`
        pub c19: rt::Option<rt::String>,
        /// `c20`
        pub c20: rt::Option<rt::String>,
        /// `c21`
        pub c21: rt::Option<rt::String>,
        /// `c22`
        pub c22: rt::Option<rt::String>,
        /// `c23`
        pub c23: rt::Option<rt::String>,
        /// `c24`
        pub c24: rt::Option<rt::String>,
        /// `c25`
        pub c25: rt::Option<rt::String>,
        /// `c26`
        pub c26: rt::Option<rt::String>,
        /// `c27`
        pub c27: rt::Option<rt::String>,
        /// `c28`
        pub c28: rt::Option<rt::String>,
        /// `c29`
        pub c29: rt::Option<rt::String>,
        /// `c30`
        pub c30: rt::Option<rt::String>,
        /// `c31`
        pub c31: rt::Option<rt::String>,
        /// `c32`
        pub c32: rt::Option<rt::String>,
        /// `c33`
        pub c33: rt::Option<rt::String>,
        /// `c34`
        pub c34: rt::Option<rt::String>,
        /// `c35`
        pub c35: rt::Option<rt::String>,
        /// `c36`
        pub c36: rt::Option<rt::String>,
        /// `c37`
        pub c37: rt::Option<rt::String>,
        /// `c38`
        pub c38: rt::Option<rt::String>,
        /// `c39`
        pub c39: rt::Option<rt::String>,
        /// `c40`
        pub c40: rt::Option<rt::String>,
        /// `c41`
        pub c41: rt::Option<rt::String>,
        /// `c42`
        pub c42: rt::Option<rt::String>,
        /// `c43`
        pub c43: rt::Option<rt::String>,
        /// `c44`
        pub c44: rt::Option<rt::String>,
        /// `c45`
        pub c45: rt::Option<rt::String>,
        /// `c46`
        pub c46: rt::Option<rt::String>,
        /// `c47`
        pub c47: rt::Option<rt::String>,
        /// `c48`
        pub c48: rt::Option<rt::String>,
        /// `c49`
        pub c49: rt::Option<rt::String>,
        /// `c50`
        pub c50: rt::Option<rt::String>,
        /// `c51`
        pub c51: rt::Option<rt::String>,
        /// `c52`
        pub c52: rt::Option<rt::String>,
        /// `c53`
        pub c53: rt::Option<rt::String>,
        /// `c54`
        pub c54: rt::Option<rt::String>,
        /// `c55`
        pub c55: rt::Option<rt::String>,
        /// `c56`
        pub c56: rt::Option<rt::String>,
        /// `c57`
        pub c57: rt::Option<rt::String>,
        /// `c58`
        pub c58: rt::Option<rt::String>,
        /// `c59`
        pub c59: rt::Option<rt::String>,
        /// `c60`
        pub c60: rt::Option<rt::String>,
        /// `c61`
        pub c61: rt::Option<rt::String>,
        /// `c62`
        pub c62: rt::Option<rt::String>,
        /// `c63`
        pub c63: rt::Option<rt::String>,
        /// `c64`
        pub c64: rt::Option<rt::String>,
        /// `c65`
        pub c65: rt::Option<rt::String>,
        /// `t`, and the members that go with it
        pub t: ManyDataBranch,
    }
    impl ManyData {
        /// A value with what is required.
        #[inline]
        pub fn new(t: ManyDataBranch) -> Self {
            Self {
                c00: rt::None,
                c01: rt::None,
                c02: rt::None,
                c03: rt::None,
                c04: rt::None,
                c05: rt::None,
                c06: rt::None,
                c07: rt::None,
                c08: rt::None,
                c09: rt::None,
                c10: rt::None,
                c11: rt::None,
                c12: rt::None,
                c13: rt::None,
                c14: rt::None,
                c15: rt::None,
                c16: rt::None,
                c17: rt::None,
                c18: rt::None,
                c19: rt::None,
                c20: rt::None,
                c21: rt::None,
                c22: rt::None,
                c23: rt::None,
                c24: rt::None,
                c25: rt::None,
                c26: rt::None,
                c27: rt::None,
                c28: rt::None,
                c29: rt::None,
                c30: rt::None,
                c31: rt::None,
                c32: rt::None,
                c33: rt::None,
                c34: rt::None,
                c35: rt::None,
                c36: rt::None,
                c37: rt::None,
                c38: rt::None,
                c39: rt::None,
                c40: rt::None,
                c41: rt::None,
                c42: rt::None,
                c43: rt::None,
                c44: rt::None,
                c45: rt::None,
                c46: rt::None,
                c47: rt::None,
                c48: rt::None,
                c49: rt::None,
                c50: rt::None,
                c51: rt::None,
                c52: rt::None,
                c53: rt::None,
                c54: rt::None,
                c55: rt::None,
                c56: rt::None,
                c57: rt::None,
                c58: rt::None,
                c59: rt::None,
                c60: rt::None,
                c61: rt::None,
                c62: rt::None,
                c63: rt::None,
                c64: rt::None,
                c65: rt::None,
                t,
            }
        }
    }
    impl rt::Node for ManyData {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self {
                c00: rt::None,
                c01: rt::None,
                c02: rt::None,
                c03: rt::None,
                c04: rt::None,
                c05: rt::None,
                c06: rt::None,
                c07: rt::None,
                c08: rt::None,
                c09: rt::None,
                c10: rt::None,
                c11: rt::None,
                c12: rt::None,
                c13: rt::None,
                c14: rt::None,
                c15: rt::None,
                c16: rt::None,
                c17: rt::None,
                c18: rt::None,
                c19: rt::None,
                c20: rt::None,
                c21: rt::None,
                c22: rt::None,
                c23: rt::None,
                c24: rt::None,
                c25: rt::None,
                c26: rt::None,
                c27: rt::None,
                c28: rt::None,
                c29: rt::None,
                c30: rt::None,
                c31: rt::None,
                c32: rt::None,
                c33: rt::None,
                c34: rt::None,
                c35: rt::None,
                c36: rt::None,
                c37: rt::None,
                c38: rt::None,
                c39: rt::None,
                c40: rt::None,
                c41: rt::None,
                c42: rt::None,
                c43: rt::None,
                c44: rt::None,
                c45: rt::None,
                c46: rt::None,
                c47: rt::None,
                c48: rt::None,
                c49: rt::None,
                c50: rt::None,
                c51: rt::None,
                c52: rt::None,
                c53: rt::None,
                c54: rt::None,
                c55: rt::None,
                c56: rt::None,
                c57: rt::None,
                c58: rt::None,
                c59: rt::None,
                c60: rt::None,
                c61: rt::None,
                c62: rt::None,
                c63: rt::None,
                c64: rt::None,
                c65: rt::None,
                t: rt::Branches::blank(),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn view(&self, to: rt::View<'_>) {
            to.object("ManyData", &[
                rt::Get::OptStr("c00", &self.c00),
                rt::Get::OptStr("c01", &self.c01),
                rt::Get::OptStr("c02", &self.c02),
                rt::Get::OptStr("c03", &self.c03),
                rt::Get::OptStr("c04", &self.c04),
                rt::Get::OptStr("c05", &self.c05),
                rt::Get::OptStr("c06", &self.c06),
                rt::Get::OptStr("c07", &self.c07),
                rt::Get::OptStr("c08", &self.c08),
                rt::Get::OptStr("c09", &self.c09),
                rt::Get::OptStr("c10", &self.c10),
                rt::Get::OptStr("c11", &self.c11),
                rt::Get::OptStr("c12", &self.c12),
                rt::Get::OptStr("c13", &self.c13),
                rt::Get::OptStr("c14", &self.c14),
                rt::Get::OptStr("c15", &self.c15),
                rt::Get::OptStr("c16", &self.c16),
                rt::Get::OptStr("c17", &self.c17),
                rt::Get::OptStr("c18", &self.c18),
                rt::Get::OptStr("c19", &self.c19),
                rt::Get::OptStr("c20", &self.c20),
                rt::Get::OptStr("c21", &self.c21),
                rt::Get::OptStr("c22", &self.c22),
                rt::Get::OptStr("c23", &self.c23),
                rt::Get::OptStr("c24", &self.c24),
                rt::Get::OptStr("c25", &self.c25),
                rt::Get::OptStr("c26", &self.c26),
                rt::Get::OptStr("c27", &self.c27),
                rt::Get::OptStr("c28", &self.c28),
                rt::Get::OptStr("c29", &self.c29),
                rt::Get::OptStr("c30", &self.c30),
                rt::Get::OptStr("c31", &self.c31),
                rt::Get::OptStr("c32", &self.c32),
                rt::Get::OptStr("c33", &self.c33),
                rt::Get::OptStr("c34", &self.c34),
                rt::Get::OptStr("c35", &self.c35),
                rt::Get::OptStr("c36", &self.c36),
                rt::Get::OptStr("c37", &self.c37),
                rt::Get::OptStr("c38", &self.c38),
                rt::Get::OptStr("c39", &self.c39),
                rt::Get::OptStr("c40", &self.c40),
                rt::Get::OptStr("c41", &self.c41),
                rt::Get::OptStr("c42", &self.c42),
                rt::Get::OptStr("c43", &self.c43),
                rt::Get::OptStr("c44", &self.c44),
                rt::Get::OptStr("c45", &self.c45),
                rt::Get::OptStr("c46", &self.c46),
                rt::Get::OptStr("c47", &self.c47),
                rt::Get::OptStr("c48", &self.c48),
                rt::Get::OptStr("c49", &self.c49),
                rt::Get::OptStr("c50", &self.c50),
                rt::Get::OptStr("c51", &self.c51),
                rt::Get::OptStr("c52", &self.c52),
                rt::Get::OptStr("c53", &self.c53),
                rt::Get::OptStr("c54", &self.c54),
                rt::Get::OptStr("c55", &self.c55),
                rt::Get::OptStr("c56", &self.c56),
                rt::Get::OptStr("c57", &self.c57),
                rt::Get::OptStr("c58", &self.c58),
                rt::Get::OptStr("c59", &self.c59),
                rt::Get::OptStr("c60", &self.c60),
                rt::Get::OptStr("c61", &self.c61),
                rt::Get::OptStr("c62", &self.c62),
                rt::Get::OptStr("c63", &self.c63),
                rt::Get::OptStr("c64", &self.c64),
                rt::Get::OptStr("c65", &self.c65),
                rt::Get::Tag("t", &self.t),
            ]);
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn edit(&mut self, to: rt::Edit<'_>) {
            to.object(&mut [
                rt::Set::OptStr("c00", &mut self.c00),
                rt::Set::OptStr("c01", &mut self.c01),
                rt::Set::OptStr("c02", &mut self.c02),
                rt::Set::OptStr("c03", &mut self.c03),
                rt::Set::OptStr("c04", &mut self.c04),
                rt::Set::OptStr("c05", &mut self.c05),
                rt::Set::OptStr("c06", &mut self.c06),
                rt::Set::OptStr("c07", &mut self.c07),
                rt::Set::OptStr("c08", &mut self.c08),
                rt::Set::OptStr("c09", &mut self.c09),
                rt::Set::OptStr("c10", &mut self.c10),
                rt::Set::OptStr("c11", &mut self.c11),
                rt::Set::OptStr("c12", &mut self.c12),
                rt::Set::OptStr("c13", &mut self.c13),
                rt::Set::OptStr("c14", &mut self.c14),
                rt::Set::OptStr("c15", &mut self.c15),
                rt::Set::OptStr("c16", &mut self.c16),
                rt::Set::OptStr("c17", &mut self.c17),
                rt::Set::OptStr("c18", &mut self.c18),
                rt::Set::OptStr("c19", &mut self.c19),
                rt::Set::OptStr("c20", &mut self.c20),
                rt::Set::OptStr("c21", &mut self.c21),
                rt::Set::OptStr("c22", &mut self.c22),
                rt::Set::OptStr("c23", &mut self.c23),
                rt::Set::OptStr("c24", &mut self.c24),
                rt::Set::OptStr("c25", &mut self.c25),
                rt::Set::OptStr("c26", &mut self.c26),
                rt::Set::OptStr("c27", &mut self.c27),
                rt::Set::OptStr("c28", &mut self.c28),
                rt::Set::OptStr("c29", &mut self.c29),
                rt::Set::OptStr("c30", &mut self.c30),
                rt::Set::OptStr("c31", &mut self.c31),
                rt::Set::OptStr("c32", &mut self.c32),
                rt::Set::OptStr("c33", &mut self.c33),
                rt::Set::OptStr("c34", &mut self.c34),
                rt::Set::OptStr("c35", &mut self.c35),
                rt::Set::OptStr("c36", &mut self.c36),
                rt::Set::OptStr("c37", &mut self.c37),
                rt::Set::OptStr("c38", &mut self.c38),
                rt::Set::OptStr("c39", &mut self.c39),
                rt::Set::OptStr("c40", &mut self.c40),
                rt::Set::OptStr("c41", &mut self.c41),
                rt::Set::OptStr("c42", &mut self.c42),
                rt::Set::OptStr("c43", &mut self.c43),
                rt::Set::OptStr("c44", &mut self.c44),
                rt::Set::OptStr("c45", &mut self.c45),
                rt::Set::OptStr("c46", &mut self.c46),
                rt::Set::OptStr("c47", &mut self.c47),
                rt::Set::OptStr("c48", &mut self.c48),
                rt::Set::OptStr("c49", &mut self.c49),
                rt::Set::OptStr("c50", &mut self.c50),
                rt::Set::OptStr("c51", &mut self.c51),
                rt::Set::OptStr("c52", &mut self.c52),
                rt::Set::OptStr("c53", &mut self.c53),
                rt::Set::OptStr("c54", &mut self.c54),
                rt::Set::OptStr("c55", &mut self.c55),
                rt::Set::OptStr("c56", &mut self.c56),
                rt::Set::OptStr("c57", &mut self.c57),
                rt::Set::OptStr("c58", &mut self.c58),
                rt::Set::OptStr("c59", &mut self.c59),
                rt::Set::OptStr("c60", &mut self.c60),
                rt::Set::OptStr("c61", &mut self.c61),
                rt::Set::OptStr("c62", &mut self.c62),
                rt::Set::OptStr("c63", &mut self.c63),
                rt::Set::OptStr("c64", &mut self.c64),
                rt::Set::OptStr("c65", &mut self.c65),
                rt::Set::Tag("t", &mut self.t),
            ]);
        }
    }
    /// The branches of [`ManyData`].
    #[non_exhaustive]
    pub enum ManyDataBranch {
        /// `a`
        #[doc(alias = "a")]
        A(rt::Box<ManyA>),
        /// A branch that this build does not know.
        Unrecognized(rt::UnrecognizedBranch),
    }
    impl rt::Branches for ManyDataBranch {
        #[cfg_attr(not(debug_assertions), inline)]
        fn blank() -> Self {
            Self::Unrecognized(rt::Node::blank())
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {
            match self {
                Self::A(it) => ("a", rt::Some(&**it)),
                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),
            }
        }
        #[cfg_attr(not(debug_assertions), inline)]
        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {
            *self = match tag {
                "a" => Self::A(to.boxed()),
                _ => Self::Unrecognized(to.unrecognized(tag)),
            };
        }
    }
    rt::described! {
        types:
        ManyA
        ManyArguments
        ManyData
        ManyDataBranch
    }
    rt::objects! {
        ManyA
        ManyArguments
        ManyData
    }
    rt::branches! {
        ManyDataBranch
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
    "0 commands::Many
0 events::Many
0 types::ManyA
 0 b00
 0 b01
 0 b02
 0 b03
 0 b04
 0 b05
 0 b06
 0 b07
 0 b08
 0 b09
 0 b10
 0 b11
 0 b12
 0 b13
 0 b14
 0 b15
 0 b16
 0 b17
 0 b18
 0 b19
 0 b20
 0 b21
 0 b22
 0 b23
 0 b24
 0 b25
 0 b26
 0 b27
 0 b28
 0 b29
 0 b30
 0 b31
 0 b32
 0 b33
 0 b34
 0 b35
 0 b36
 0 b37
 0 b38
 0 b39
 0 b40
 0 b41
 0 b42
 0 b43
 0 b44
 0 b45
 0 b46
 0 b47
 0 b48
 0 b49
 0 b50
 0 b51
 0 b52
 0 b53
 0 b54
 0 b55
 0 b56
 0 b57
 0 b58
 0 b59
 0 b60
 0 b61
 0 b62
 0 b63
 0 b64
 0/0 b65
0 types::ManyArguments
 0/0 m00
 0 m01
 0/0 m02
 0 m03
 0/0 m04
 0 m05
 0/0 m06
 0 m07
 0/0 m08
 0 m09
 0/0 m10
 0 m11
 0/0 m12
 0 m13
 0/0 m14
 0 m15
 0/0 m16
 0 m17
 0/0 m18
 0 m19
 0/0 m20
 0 m21
 0/0 m22
 0 m23
 0/0 m24
 0 m25
 0/0 m26
 0 m27
 0/0 m28
 0 m29
 0/0 m30
 0 m31
 0/0 m32
 0 m33
 0/0 m34
 0 m35
 0/0 m36
 0 m37
 0/0 m38
 0 m39
 0/0 m40
 0 m41
 0/0 m42
 0 m43
 0/0 m44
 0 m45
 0/0 m46
 0 m47
 0/0 m48
 0 m49
 0/0 m50
 0 m51
 0/0 m52
 0 m53
 0/0 m54
 0 m55
 0/0 m56
 0 m57
 0/0 m58
 0 m59
 0/0 m60
 0 m61
 0/0 m62
 0 m63
 0/0 m64
 0 m65
 0/0 m66
 0 m67
 0/0 m68
 0 m69
0 types::ManyData
 0 c00
 0 c01
 0 c02
 0 c03
 0 c04
 0 c05
 0 c06
 0 c07
 0 c08
 0 c09
 0 c10
 0 c11
 0 c12
 0 c13
 0 c14
 0 c15
 0 c16
 0 c17
 0 c18
 0 c19
 0 c20
 0 c21
 0 c22
 0 c23
 0 c24
 0 c25
 0 c26
 0 c27
 0 c28
 0 c29
 0 c30
 0 c31
 0 c32
 0 c33
 0 c34
 0 c35
 0 c36
 0 c37
 0 c38
 0 c39
 0 c40
 0 c41
 0 c42
 0 c43
 0 c44
 0 c45
 0 c46
 0 c47
 0 c48
 0 c49
 0 c50
 0 c51
 0 c52
 0 c53
 0 c54
 0 c55
 0 c56
 0 c57
 0 c58
 0 c59
 0 c60
 0 c61
 0 c62
 0 c63
 0 c64
 0 c65
 0/0 t
0 types::ManyDataBranch
 0 a
",
);
