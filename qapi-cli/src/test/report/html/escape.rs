//! Texts between tags.

use std::fmt;

use askama::filters::HtmlSafe;

/// A text between tags, where a quotation mark may stay as it is: exchanges are
/// full of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Text<'r>(pub(super) &'r str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['&', '<', '>']) {
            let (plain, special) = rest.split_at(at);
            f.write_str(plain)?;
            let mut special = special.chars();
            f.write_str(match special.next() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                _ => "&gt;",
            })?;
            rest = special.as_str();
        }
        f.write_str(rest)
    }
}

impl HtmlSafe for Text<'_> {}
