//! Pieces of Rust text.

use std::borrow::Cow;
use std::fmt::{Arguments, Write};

use crate::plan::{Head, Integer, RustType};

/// On what the walkers call of a type that others hold. A release build inlines
/// it only where it is used, and a debug build compiles it once, with the
/// bindings: what each of them is built for.
pub(super) const SHARED: &str = "#[cfg_attr(not(debug_assertions), inline)]";

/// On what the walkers call of a command or an event, which nothing else holds:
/// the program that uses it compiles it, in a debug build too.
pub(super) const ROOT: &str = "#[inline]";

/// The text of bindings as it grows.
#[derive(Debug, Default)]
pub(super) struct Out {
    text: String,
}

impl Out {
    /// Appends text.
    pub(super) fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Appends formatted text; use [`emit!`].
    pub(super) fn format(&mut self, arguments: Arguments<'_>) {
        // Writing to a `String` does not fail.
        let _ = self.text.write_fmt(arguments);
    }

    /// The docs and attributes of an item.
    pub(super) fn head(&mut self, indent: &str, head: &Head) {
        self.docs(indent, &head.docs);
        let bare = head.name.strip_prefix("r#").unwrap_or(&head.name);
        if head.wire != bare && can_be_alias(&head.wire) {
            emit!(self, "{indent}#[doc(alias = {:?})]\n", head.wire);
        }
        if head.deprecated {
            emit!(self, "{indent}#[deprecated]\n");
        }
    }

    /// Lines of documentation.
    pub(super) fn docs(&mut self, indent: &str, lines: &[String]) {
        for line in lines {
            let space = if line.is_empty() { "" } else { " " };
            let line = shown(line);
            emit!(self, "{indent}///{space}{line}\n");
        }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// Appends formatted text to an [`Out`].
macro_rules! emit {
    ($out:expr, $($arguments:tt)*) => {
        $out.format(format_args!($($arguments)*))
    };
}
pub(super) use emit;

/// A line as a comment can hold it: Rust refuses those that are not shown in
/// the order in which they are written, and ones with a carriage return.
fn shown(line: &str) -> Cow<'_, str> {
    let refused = |c: char| matches!(c, '\r' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if line.contains(refused) {
        line.replace(refused, "\u{fffd}").into()
    } else {
        line.into()
    }
}

/// Whether rustdoc takes the name as an alias.
fn can_be_alias(wire: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !wire.is_empty() && wire.chars().all(plain)
}

/// Module `types` as seen from another module.
pub(super) const TYPES: &str = "super::types::";

/// A type's path. `types` leads to module `types` and is empty inside it.
pub(super) fn path(ty: &RustType, types: &str) -> String {
    match ty {
        RustType::Bool => "bool".to_owned(),
        RustType::Int(Integer::Any) => "rt::Int".to_owned(),
        RustType::Int(integer) => integer.name().to_owned(),
        RustType::Number => "f64".to_owned(),
        RustType::Str => "rt::String".to_owned(),
        RustType::Any => "rt::Value".to_owned(),
        RustType::Null => "()".to_owned(),
        RustType::Empty => "rt::Empty".to_owned(),
        RustType::List(element) => format!("rt::Vec<{}>", path(element, types)),
        RustType::Enum(name) | RustType::Struct(name) | RustType::Alternate(name) => {
            format!("{types}{name}")
        }
    }
}

/// The type of a parameter, and what turns the parameter into a field's value.
pub(super) fn parameter(ty: &RustType, types: &str) -> (String, &'static str) {
    let path = path(ty, types);
    match ty {
        RustType::Str | RustType::Int(Integer::Any) | RustType::Any | RustType::Alternate(_) => {
            (format!("impl rt::Into<{path}>"), ".into()")
        }
        _ => (path, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_hold_nothing_that_rust_refuses() {
        let mut out = Out::default();
        let lines = ["`a\u{202e}b`\r", "", "c\u{2066}\u{fc}"].map(str::to_owned);
        out.docs("    ", &lines);
        let text = out.finish();
        assert_eq!(
            text,
            "    /// `a\u{fffd}b`\u{fffd}\n    ///\n    /// c\u{fffd}\u{fc}\n"
        );
    }
}
