//! A scope of Rust names.

use std::collections::{HashMap, HashSet};

/// Hands out names and never the same twice.
///
/// Raw identifiers count as the word they are: `r#type` and `type` are one.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    taken: HashSet<String>,
    /// The number that a name which was taken tries next.
    next: HashMap<String, u32>,
}

impl Scope {
    /// A scope in which these names are taken already.
    pub fn reserving<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut scope = Self::default();
        for name in names {
            scope.taken.insert(name.to_owned());
        }
        scope
    }

    /// `wanted` if it is free, or else with the least number from 2 behind it
    /// that makes it so.
    pub fn allot(&mut self, wanted: &str) -> String {
        let bare = wanted.strip_prefix("r#").unwrap_or(wanted);
        if self.taken.insert(bare.to_owned()) {
            return wanted.to_owned();
        }
        // What `_` tells from a keyword the number does, too.
        let bare = bare.strip_suffix('_').unwrap_or(bare);
        let ends_in_digit = bare.ends_with(|c: char| c.is_ascii_digit());
        let separator = if ends_in_digit { "_" } else { "" };
        let number = self.next.entry(bare.to_owned()).or_insert(2);
        loop {
            let name = format!("{bare}{separator}{number}");
            *number += 1;
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_handed_out_twice() {
        let mut scope = Scope::reserving(["Unrecognized"]);
        let names: Vec<String> = [
            "Unrecognized",
            "A",
            "A",
            "A2",
            "A",
            "r#type",
            "type",
            "Self_",
            "Self_",
        ]
        .into_iter()
        .map(|name| scope.allot(name))
        .collect();
        assert_eq!(
            names,
            [
                "Unrecognized2",
                "A",
                "A2",
                "A2_2",
                "A3",
                "r#type",
                "type2",
                "Self_",
                "Self2"
            ]
        );
    }
}
