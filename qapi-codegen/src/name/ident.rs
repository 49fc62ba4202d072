//! Wire names as Rust identifiers.
//!
//! One rule each: words are cut where heck cuts them, characters that Rust
//! does not allow separate words, a leading digit gets `_` before it, keywords
//! are raw identifiers, and the few that cannot be raw get `_` behind.

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::merge::is_made_up;

/// The name of a type or variant, such as `BlockIoError`.
pub fn upper_camel(wire: &str) -> String {
    legal(plain(wire).to_upper_camel_case(), "Empty")
}

/// The name of a field, method or function, such as `node_name` or `r#type`.
pub fn snake(wire: &str) -> String {
    legal(plain(wire).to_snake_case(), "empty")
}

/// The name of a type that has one in QAPI, letter for letter where Rust allows
/// it. Types that QAPI itself has named (`q_obj_NAME-arg`) count as nameless.
pub fn known_type(name: &str) -> Option<String> {
    if is_made_up(name) {
        return None;
    }
    let starts_well = name.starts_with(|c: char| c.is_ascii_uppercase());
    if starts_well && name.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Some(legal(name.to_owned(), "Empty"));
    }
    Some(upper_camel(name))
}

fn plain(wire: &str) -> String {
    let keep = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    wire.chars().map(keep).collect()
}

fn legal(name: String, empty: &str) -> String {
    match name.as_bytes().first() {
        None => empty.to_owned(),
        Some(b'0'..=b'9') => format!("_{name}"),
        _ if NEVER_RAW.contains(&&*name) => format!("{name}_"),
        _ if KEYWORDS.contains(&&*name) => format!("r#{name}"),
        _ => name,
    }
}

/// Keywords that are not allowed as raw identifiers.
const NEVER_RAW: [&str; 4] = ["Self", "crate", "self", "super"];

/// All other keywords of every edition, reserved ones included.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hazards_have_names() {
        for (wire, camel, field) in [
            ("node-name", "NodeName", "node_name"),
            ("BLOCK_IO_ERROR", "BlockIoError", "block_io_error"),
            ("UUID", "Uuid", "uuid"),
            ("legacyESX", "LegacyEsx", "legacy_esx"),
            ("nvme-io_uring", "NvmeIoUring", "nvme_io_uring"),
            (
                "twoGbMaxExtentSparse",
                "TwoGbMaxExtentSparse",
                "two_gb_max_extent_sparse",
            ),
            ("3des", "_3des", "_3des"),
            ("0", "_0", "_0"),
            ("type", "Type", "r#type"),
            ("self", "Self_", "self_"),
            ("gen", "Gen", "r#gen"),
            ("__com.example_x", "ComExampleX", "com_example_x"),
            ("\u{fc}\u{1}", "Empty", "empty"),
        ] {
            assert_eq!(upper_camel(wire), camel, "{wire}");
            assert_eq!(snake(wire), field, "{wire}");
        }
    }

    #[test]
    fn every_keyword_becomes_an_identifier() {
        for word in KEYWORDS.iter().chain(&NEVER_RAW) {
            for name in [snake(word), upper_camel(word)] {
                assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{name}");
            }
        }
    }
}
