//! The impls that every generated type has, as one-line calls into the walkers.
//!
//! One invocation takes all types of a module: that is cheaper for the compiler
//! than one each.

/// `Debug`, `Clone`, `PartialEq`, `Serialize` and `Deserialize` of structs and
/// alternates.
#[doc(hidden)]
#[macro_export]
macro_rules! __objects {
    ($($name:ident)*) => {$(
        impl $crate::__private::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::__private::Formatter<'_>) -> $crate::__private::FmtResult {
                $crate::__private::debug(self, f)
            }
        }
        impl $crate::__private::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                let mut copy = $crate::__private::Node::blank();
                $crate::__private::copy(self, &mut copy);
                copy
            }
        }
        impl $crate::__private::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::eq(self, other)
            }
        }
        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> $crate::__private::Result<S::Ok, S::Error> {
                $crate::__private::ser(self, serializer)
            }
        }
        impl<'de> $crate::__private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> $crate::__private::Result<Self, D::Error> {
                $crate::__private::de(deserializer)
            }
        }
    )*};
}

/// All of a command whose arguments are a type of their own.
#[doc(hidden)]
#[macro_export]
macro_rules! __wrappers {
    ($($name:ident $field:ident $inner:ty,)*) => {
        $(
            impl $crate::__private::Node for $name {
                #[inline]
                fn blank() -> Self {
                    Self { $field: $crate::__private::Node::blank() }
                }
                #[inline]
                fn view(&self, to: $crate::__private::View<'_>) {
                    $crate::__private::Node::view(&self.$field, to)
                }
                #[inline]
                fn edit(&mut self, to: $crate::__private::Edit<'_>) {
                    $crate::__private::Node::edit(&mut self.$field, to)
                }
            }
            impl $crate::__private::From<$inner> for $name {
                #[inline]
                fn from($field: $inner) -> Self {
                    Self { $field }
                }
            }
        )*
        $crate::__objects! { $($name)* }
    };
}

/// All of an open enum but its values.
#[doc(hidden)]
#[macro_export]
macro_rules! __enums {
    ($($name:ident)*) => {$(
        impl $name {
            /// The value on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::__private::Enum::name(self)
            }
        }
        impl $crate::__private::Node for $name {
            #[cfg_attr(not(debug_assertions), inline)]
            fn blank() -> Self {
                Self::Unrecognized($crate::__private::unrecognized(""))
            }
            #[cfg_attr(not(debug_assertions), inline)]
            fn view(&self, to: $crate::__private::View<'_>) {
                to.text(self)
            }
            #[cfg_attr(not(debug_assertions), inline)]
            fn edit(&mut self, to: $crate::__private::Edit<'_>) {
                to.text(self)
            }
        }
        impl $crate::__private::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::__private::Formatter<'_>) -> $crate::__private::FmtResult {
                f.write_str($crate::__private::Enum::name(self))
            }
        }
        impl $crate::__private::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::__private::Formatter<'_>) -> $crate::__private::FmtResult {
                f.pad($crate::__private::Enum::name(self))
            }
        }
        impl $crate::__private::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::__private::parse_enum($crate::__private::Enum::name(self))
            }
        }
        impl $crate::__private::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::Enum::name(self) == $crate::__private::Enum::name(other)
            }
        }
        impl $crate::__private::Eq for $name {}
        impl $crate::__private::Hash for $name {
            #[inline]
            fn hash<H: $crate::__private::Hasher>(&self, state: &mut H) {
                $crate::__private::Hash::hash($crate::__private::Enum::name(self), state)
            }
        }
        impl $crate::__private::From<&str> for $name {
            #[inline]
            fn from(name: &str) -> Self {
                $crate::__private::parse_enum(name)
            }
        }
        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> $crate::__private::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::__private::Enum::name(self))
            }
        }
        impl<'de> $crate::__private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> $crate::__private::Result<Self, D::Error> {
                $crate::__private::de(deserializer)
            }
        }
    )*};
}

/// `Debug`, `Clone` and `PartialEq` of the branches of unions.
#[doc(hidden)]
#[macro_export]
macro_rules! __branches {
    ($($name:ident)*) => {$(
        impl $crate::__private::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::__private::Formatter<'_>) -> $crate::__private::FmtResult {
                $crate::__private::debug_branches(self, f)
            }
        }
        impl $crate::__private::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::__private::clone_branches(self)
            }
        }
        impl $crate::__private::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::branches_eq(self, other)
            }
        }
    )*};
}

/// All of the enum of events but its variants.
#[doc(hidden)]
#[macro_export]
macro_rules! __events {
    ($name:ident) => {
        $crate::__branches! { $name }
        impl $name {
            /// The event's name.
            #[inline]
            pub fn name(&self) -> &str {
                $crate::__private::Branches::branch(self).0
            }
        }
        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> $crate::__private::Result<S::Ok, S::Error> {
                $crate::__private::ser_event(self, serializer)
            }
        }
        impl<'de> $crate::__private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> $crate::__private::Result<Self, D::Error> {
                $crate::__private::de_event(deserializer)
            }
        }
    };
}

/// What is available where of the types of a module.
#[doc(hidden)]
#[macro_export]
macro_rules! __described {
    ($module:ident: $($name:ident)*) => {$(
        impl $crate::Described for $name {
            #[inline]
            fn item() -> $crate::Item {
                $crate::__private::item(
                    &super::METADATA,
                    concat!(stringify!($module), "::", stringify!($name)),
                )
            }
        }
    )*};
}
