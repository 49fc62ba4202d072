//! What names may look like.

use super::error::{Place, Result, fail};
use super::fault::Fault;

/// The part of a name to which its rules apply: without the prefixes
/// `__RFQDN_` and `x-`. None if it is no name at all.
fn stem(name: &str) -> Option<&str> {
    let mut rest = name;
    if let Some(domain) = name.strip_prefix("__") {
        let (domain, after) = domain.split_once('_')?;
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        if domain.is_empty() || !domain.chars().all(fits) {
            return None;
        }
        rest = after;
    }
    let is_stem = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    let experimental = rest
        .strip_prefix("x-")
        .or_else(|| rest.strip_prefix("X-"))
        .filter(|rest| is_stem(rest));
    let stem = experimental.or_else(|| is_stem(rest).then_some(rest))?;
    // `q_` is what the generated C puts before names for itself.
    (!c_name(name).starts_with("q_")).then_some(stem)
}

/// A name as it is in generated C.
pub(super) fn c_name(name: &str) -> String {
    let letter = |c: char| match c {
        c if c.is_ascii_alphanumeric() => c,
        _ => '_',
    };
    name.chars().map(letter).collect()
}

/// The kinds of letters that a name may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// An event's.
    Upper,
    /// A command's, member's, value's or feature's.
    Lower {
        /// Upper case is allowed too.
        upper: bool,
        /// `_` is allowed too.
        underscore: bool,
    },
    /// A type's.
    Camel,
}

impl Style {
    pub(super) const LOWER: Self = Self::Lower {
        upper: false,
        underscore: false,
    };

    /// Of members and values of a type that may or may not be an exception.
    pub(super) fn of_member(exception: bool) -> Self {
        Self::Lower {
            upper: exception,
            underscore: exception,
        }
    }
}

/// Checks a name; `what` says whose it is.
pub(super) fn check(
    name: &str,
    style: Style,
    place: Place,
    what: &dyn Fn() -> String,
) -> Result<()> {
    let what = || what().into();
    let Some(stem) = stem(name) else {
        return fail(place, Fault::NameInvalid { what: what() });
    };
    let has = |wrong: fn(char) -> bool| stem.contains(wrong);
    match style {
        Style::Upper if has(|c| c.is_ascii_lowercase() || c == '-') => {
            fail(place, Fault::NameNotUpper { what: what() })
        }
        Style::Lower { upper, underscore }
            if (!upper && has(|c| c.is_ascii_uppercase()))
                || (!underscore && has(|c| c == '_')) =>
        {
            fail(place, Fault::NameNotLower { what: what() })
        }
        Style::Camel
            if !stem.starts_with(|c: char| c.is_ascii_uppercase())
                || !has(|c| c.is_ascii_lowercase())
                || has(|c| !c.is_ascii_alphanumeric()) =>
        {
            fail(place, Fault::NameNotCamel { what: what() })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stem_is_what_prefixes_leave() {
        for (name, expected) in [
            ("a", Some("a")),
            ("A-b_9", Some("A-b_9")),
            ("x-debug", Some("debug")),
            ("x-", Some("x-")),
            ("x-9", Some("x-9")),
            ("__com.redhat_x-foo", Some("foo")),
            ("__com.redhat_foo_bar", Some("foo_bar")),
            ("__com_", None),
            ("___foo", None),
            ("__a b_c", None),
            ("", None),
            ("9", None),
            ("-a", None),
            ("_a", None),
            ("a.b", None),
            ("q-a", None),
            ("q_a", None),
            ("q", Some("q")),
        ] {
            assert_eq!(stem(name), expected, "{name}");
        }
    }

    #[test]
    fn each_style_has_its_letters() {
        let place = Place { file: 0, line: 1 };
        let fits = |name, style| check(name, style, place, &String::new).is_ok();
        let lenient = Style::of_member(true);
        for (name, upper, lower, any, camel) in [
            ("EVENT_A", true, false, true, false),
            ("A", true, false, true, false),
            ("a-b", false, true, true, false),
            ("a_b", false, false, true, false),
            ("aB", false, false, true, false),
            ("Ab9", false, false, true, true),
            ("X-A", true, false, true, false),
            ("x-Ab", false, false, true, true),
            ("A-b", false, false, true, false),
        ] {
            let found = [Style::Upper, Style::LOWER, lenient, Style::Camel];
            let found = found.map(|style| fits(name, style));
            assert_eq!(found, [upper, lower, any, camel], "{name}");
        }
    }
}
