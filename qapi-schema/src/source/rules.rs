//! Which QEMU's rules a source is held to.

use std::fmt;
use std::str::FromStr;

/// A version of QEMU, as far as its QAPI rules depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The first number.
    pub major: u16,
    /// The second number.
    pub minor: u16,
}

/// A text that does not begin like a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a version: expected numbers as in `10.2`")]
pub struct VersionError;

impl FromStr for Version {
    type Err = VersionError;

    /// Reads `10.2` and `10.2.50`; what follows the second number is of no
    /// interest here.
    fn from_str(text: &str) -> Result<Self, VersionError> {
        let mut numbers = text.trim().splitn(3, '.').map(str::parse::<u16>);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(major)), Some(Ok(minor))) => Ok(Self { major, minor }),
            _ => Err(VersionError),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

const fn version(major: u16, minor: u16) -> Version {
    Version { major, minor }
}

/// Which QEMU's rules a source is held to.
///
/// The language has hardly changed since 7.2; what a documentation comment may
/// look like has, and mostly became stricter. Each change is dated by the
/// first QEMU that has it; of those between the releases that were compared
/// (7.2, 10.0 and 10.2) the date is from QEMU's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules(Version);

impl Rules {
    /// The versions that changed a rule, newest first.
    pub const CHANGES: &[Version] = &[
        version(10, 2),
        version(10, 1),
        version(9, 2),
        version(9, 1),
        version(9, 0),
        version(8, 1),
        version(7, 2),
    ];

    /// The rules of a version. One that is newer than all that are known has
    /// those of the newest.
    pub fn of(version: Version) -> Self {
        Self(version)
    }

    /// The rules of the newest version that is known.
    pub fn newest() -> Self {
        Self(version(10, 2))
    }

    fn since(self, major: u16, minor: u16) -> bool {
        self.0 >= version(major, minor)
    }

    /// Descriptions are aligned with the first word after the colon.
    pub(super) fn aligned_docs(self) -> bool {
        !self.since(8, 1)
    }

    /// `=` begins a heading, which must come first in a comment that documents
    /// no definition.
    pub(super) fn doc_headings(self) -> bool {
        self.since(8, 1) && !self.since(10, 1)
    }

    /// There are `Note:` and `Example:` sections.
    pub(super) fn doc_notes(self) -> bool {
        !self.since(9, 1)
    }

    /// There are `Errors:` sections, and `Returns:` needs something that is
    /// returned.
    pub(super) fn doc_errors(self) -> bool {
        self.since(9, 0)
    }

    /// Every member has a description, but for the exceptions.
    pub(super) fn doc_members(self) -> bool {
        self.since(9, 0)
    }

    /// Lines are at most 70 columns wide, sentences two spaces apart.
    pub(super) fn doc_lines(self) -> bool {
        self.since(10, 2)
    }

    /// Arguments with conditions must be boxed.
    pub(super) fn conditional_arguments_boxed(self) -> bool {
        self.since(8, 1)
    }

    /// A schema has no more than 64 features.
    pub(super) fn features_limited(self) -> bool {
        self.since(9, 2)
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self::newest()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_from_what_a_tree_says() {
        assert_eq!("10.2.50\n".parse(), Ok(version(10, 2)));
        assert_eq!("7.2".parse(), Ok(version(7, 2)));
        for text in ["", "10", "ten.two", "10.x", ".1", "-1.0", "99999999.1"] {
            assert_eq!(text.parse::<Version>(), Err(VersionError), "{text}");
        }
        assert_eq!(version(10, 0).to_string(), "10.0");
    }

    #[test]
    fn rules_come_and_go_with_their_version() {
        let of = |major, minor| Rules::of(version(major, minor));
        assert!(of(7, 2).aligned_docs() && !of(8, 1).aligned_docs());
        assert!(!of(8, 0).doc_headings() && of(10, 0).doc_headings() && !of(10, 1).doc_headings());
        assert!(of(9, 0).doc_notes() && !of(9, 1).doc_notes());
        assert!(!of(10, 1).doc_lines() && of(10, 2).doc_lines() && of(12, 0).doc_lines());
        assert_eq!(Rules::default(), of(10, 2));
        assert!(Rules::CHANGES.is_sorted_by(|newer, older| newer > older));
    }
}
