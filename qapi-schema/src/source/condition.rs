//! Conditions: which builds have something.

use std::fmt;

/// On what QEMU's build configuration something depends (`if`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// A build option is set: `CONFIG_SPICE`, `TARGET_S390X`.
    Option(Box<str>),
    /// All of these hold.
    All(Vec<Condition>),
    /// At least one of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
}

impl Condition {
    /// Whether it holds in a build in which the options for which `set` says so
    /// are set.
    pub fn holds(&self, set: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Option(name) => set(name),
            Self::All(conditions) => conditions.iter().all(|condition| condition.holds(set)),
            Self::Any(conditions) => conditions.iter().any(|condition| condition.holds(set)),
            Self::Not(condition) => !condition.holds(set),
        }
    }

    /// The build options that it names, in order; one may be there twice.
    pub fn options(&self) -> Vec<&str> {
        match self {
            Self::Option(name) => vec![name],
            Self::All(conditions) | Self::Any(conditions) => {
                conditions.iter().flat_map(Self::options).collect()
            }
            Self::Not(condition) => condition.options(),
        }
    }

    fn is_list(&self) -> bool {
        matches!(self, Self::All(list) | Self::Any(list) if list.len() > 1)
    }
}

/// `CONFIG_A and (CONFIG_B or not CONFIG_C)`
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (list, word) = match self {
            Self::Option(name) => return f.write_str(name),
            Self::Not(inner) if inner.is_list() => return write!(f, "not ({inner})"),
            Self::Not(inner) => return write!(f, "not {inner}"),
            Self::All(list) => (list, " and "),
            Self::Any(list) => (list, " or "),
        };
        for (at, condition) in list.iter().enumerate() {
            if at > 0 {
                f.write_str(word)?;
            }
            if condition.is_list() && list.len() > 1 {
                write!(f, "({condition})")?;
            } else {
                condition.fmt(f)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_prints_and_holds_as_it_is_nested() {
        let option = |name: &str| Condition::Option(name.into());
        let not = |inner| Condition::Not(Box::new(inner));
        let either = Condition::Any(vec![option("B"), not(option("C"))]);
        let all = Condition::All(vec![option("A"), either.clone()]);
        assert_eq!(all.to_string(), "A and (B or not C)");
        assert_eq!(not(either).to_string(), "not (B or not C)");
        let single = Condition::All(vec![option("A")]);
        assert_eq!(not(single).to_string(), "not A");
        assert_eq!(all.options(), ["A", "B", "C"]);
        for (set, holds) in [("", false), ("A", true), ("AC", false), ("ABC", true)] {
            assert_eq!(all.holds(&|name| set.contains(name)), holds, "{set}");
        }
    }
}
