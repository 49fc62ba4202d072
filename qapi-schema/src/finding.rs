//! What can make a schema unusable, and where.

use std::fmt;

use crate::check::{MAX_ARRAY_NESTING, MAX_UNION_NESTING};
use crate::coordinate::Part;
use crate::model::JsonKind;
use crate::quote::quoted;
use crate::{MAX_NESTING, MAX_TOKENS};

/// At most this many findings are collected.
pub const MAX_FINDINGS: usize = 1000;

/// How many findings are printed; the rest is counted.
const SHOWN: usize = 50;

/// Defines [`Defect`] with its codes, so that none can be forgotten.
macro_rules! defects {
    ($($(#[doc = $doc:literal])+ $code:literal $variant:ident $({ $($field:ident: $ty:ty),+ })?
        => $message:expr,)+) => {
        /// What can make a schema unusable.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        #[expect(missing_docs, reason = "the fields are what the message says of them")]
        pub enum Defect {
            $($(#[doc = $doc])+ $variant $({ $($field: $ty),+ })?,)+
        }

        impl Defect {
            /// The codes of all defects.
            pub const CODES: &[&str] = &[$($code),+];

            /// A name for this kind of defect: lower case, with dashes.
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant $({ $($field: _),+ })? => $code,)+
                }
            }
        }

        impl fmt::Display for Defect {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$variant $({ $($field),+ })? => f.write_fmt($message),)+
                }
            }
        }
    };
}

defects! {
    /// Two entries of one name.
    "duplicate-entry" DuplicateEntry
        => format_args!("another entry has the same name"),
    /// A reference that must be there is not.
    "missing-reference" MissingReference { role: &'static str }
        => format_args!("`{role}` is missing"),
    /// A reference to what is no type.
    "not-a-type" NotAType { role: &'static str }
        => format_args!("`{role}` names a command or event, not a type"),
    /// A reference to a type that is not there.
    "unknown-type" UnknownType { role: &'static str }
        => format_args!("`{role}` names a type that the schema does not define"),
    /// A builtin type that does not say what it is.
    "missing-json-type" MissingJsonType
        => format_args!("a builtin type without `json-type`"),
    /// A builtin type that nobody knows.
    "unknown-json-type" UnknownJsonType { found: Box<str> }
        => format_args!("a builtin type of the unknown JSON type {}", quoted(found)),
    /// An enum without list of values.
    "missing-values" MissingValues
        => format_args!("an enum with neither `members` nor `values`"),
    /// An enum whose two lists of values are not the same.
    "values-differ" ValuesDiffer
        => format_args!("the enum's `members` and `values` differ"),
    /// A value that an enum lists twice.
    "duplicate-value" DuplicateValue { value: Box<str> }
        => format_args!("the value {} is there twice", quoted(value)),
    /// An object or an enum with a nameless member.
    "missing-name" MissingName
        => format_args!("a member without `name`"),
    /// An object type without list of members.
    "missing-members" MissingMembers
        => format_args!("an object type without `members`"),
    /// A member that an object lists twice.
    "duplicate-member" DuplicateMember { member: Box<str> }
        => format_args!("the member {} is there twice", quoted(member)),
    /// Arguments or data that cannot be an object's members.
    "part-not-object" PartNotObject { part: Part }
        => format_args!("{} are not an object type", part.as_str()),
    /// An array of arrays that ends nowhere.
    "array-of-itself" ArrayOfItself
        => format_args!("the array is made of nothing but itself"),
    /// An array of arrays of arrays …
    "array-nesting" ArrayNesting
        => format_args!("arrays are nested more than {MAX_ARRAY_NESTING} deep"),
    /// A union that says how its branches are told apart, but has none.
    "tag-without-variants" TagWithoutVariants
        => format_args!("a union with `tag` but without `variants`"),
    /// A union that does not say how its branches are told apart.
    "variants-without-tag" VariantsWithoutTag
        => format_args!("a union with `variants` but without `tag`"),
    /// A union whose tag is nowhere.
    "tag-not-a-member" TagNotAMember { tag: Box<str> }
        => format_args!("the union's tag {} is not one of its members", quoted(tag)),
    /// A union whose tag may be absent.
    "tag-optional" TagOptional
        => format_args!("a union's tag must not be optional"),
    /// A union whose tag has no fixed values.
    "tag-not-enum" TagNotEnum
        => format_args!("a union's tag must be an enum"),
    /// A value of the tag that selects two branches.
    "duplicate-branch" DuplicateBranch { value: Box<str> }
        => format_args!("two branches for the tag value {}", quoted(value)),
    /// A value of the tag that selects nothing.
    "missing-branch" MissingBranch { value: Box<str> }
        => format_args!("the tag value {} has no branch", quoted(value)),
    /// A branch that nothing selects.
    "unknown-branch" UnknownBranch { value: Box<str> }
        => format_args!("a branch for {}, which the tag lacks", quoted(value)),
    /// A branch that cannot be members.
    "branch-not-object" BranchNotObject
        => format_args!("a union's branch must be an object type"),
    /// A member that is both the union's and a branch's.
    "member-clash" MemberClash
        => format_args!("the union has a member of this name already"),
    /// A union in a branch of a union in a branch of a union …
    "union-nesting" UnionNesting
        => format_args!("unions are nested in branches more than {MAX_UNION_NESTING} deep"),
    /// An alternate that nothing can be.
    "missing-alternatives" MissingAlternatives
        => format_args!("an alternate without `members`"),
    /// An alternate that cannot tell its branches apart.
    "alternate-kinds" AlternateKinds { kind: JsonKind }
        => format_args!("the alternate has two branches of JSON kind {kind}"),
    /// An alternate that cannot tell one branch from any other.
    "alternate-any" AlternateAny
        => format_args!("a branch of an alternate must not be `any`"),
    /// An alternate in an alternate.
    "alternate-nested" AlternateNested
        => format_args!("a branch of an alternate must not be an alternate"),
    /// A type of which no value ends.
    "no-value" NoValue
        => format_args!(
            "no value is possible: a required member leads back here, or to an enum without values"
        ),
    /// A type of which no value is shallow enough.
    "value-too-deep" ValueTooDeep { depth: usize }
        => format_args!(
            "even the least value is nested {depth} deep, and QEMU parses {MAX_NESTING} with the message around it"
        ),
    /// A type of which no value is small enough.
    "value-too-large" ValueTooLarge
        => format_args!("even the least value has more tokens than the {MAX_TOKENS} that QEMU parses"),
}

/// Something that makes a schema unusable, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub(crate) at: String,
    pub(crate) defect: Defect,
}

impl Finding {
    /// The place: a [`Coordinate`](crate::Coordinate), or `entry N` (counted
    /// from 1) for a part of the dump that no command or event uses, or only
    /// after very many steps.
    pub fn at(&self) -> &str {
        &self.at
    }
    /// What is wrong there. Its text is the message.
    pub fn defect(&self) -> &Defect {
        &self.defect
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.defect)
    }
}

/// All findings of a check, but no more than [`MAX_FINDINGS`]; there is at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings(pub(crate) Vec<Finding>);

impl Findings {
    /// The findings: what refers to nothing first, then what does not fit.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [one] => write!(f, "the schema is unusable: {one}"),
            all => {
                let least = if all.len() < MAX_FINDINGS {
                    ""
                } else {
                    "at least "
                };
                write!(
                    f,
                    "the schema is unusable, for {least}{} reasons:",
                    all.len()
                )?;
                for finding in all.iter().take(SHOWN) {
                    write!(f, "\n  {finding}")?;
                }
                match all.len().saturating_sub(SHOWN) {
                    0 => Ok(()),
                    more => write!(f, "\n  … and {more} more"),
                }
            }
        }
    }
}

impl std::error::Error for Findings {}
