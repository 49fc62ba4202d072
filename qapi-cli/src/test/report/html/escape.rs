//! Texts between tags.

use std::fmt::{self, Write as _};

use askama::filters::HtmlSafe;

/// A text between tags, where a quotation mark may stay as it is: exchanges are
/// full of them. A control character is shown by its picture.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Text<'r>(pub(super) &'r str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_special = |c: char| matches!(c, '&' | '<' | '>') || is_unseen(c);
        let mut rest = self.0;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_special(*c)) {
            let (plain, special) = rest.split_at(at);
            f.write_str(plain)?;
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                control => f.write_char(picture(control))?,
            }
            rest = special.get(c.len_utf8()..).unwrap_or_default();
        }
        f.write_str(rest)
    }
}

impl HtmlSafe for Text<'_> {}

fn is_unseen(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

/// The picture that Unicode has for a control character.
fn picture(control: char) -> char {
    const PICTURES: u32 = 0x2400;
    match u32::from(control) {
        code @ 0..0x20 => char::from_u32(PICTURES + code),
        0x7f => Some('\u{2421}'),
        _ => None,
    }
    .unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_a_tag() {
        for (text, shown) in [
            ("<b a=\"c\">&amp;", "&lt;b a=\"c\"&gt;&amp;amp;"),
            (
                "a\u{7}\u{1b}b\n\u{7f}\u{85}é",
                "a\u{2407}\u{241b}b\n\u{2421}\u{fffd}é",
            ),
            ("", ""),
        ] {
            assert_eq!(Text(text).to_string(), shown);
        }
    }
}
