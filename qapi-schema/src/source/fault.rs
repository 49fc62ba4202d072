//! What can be wrong with a source.

use std::fmt;

use super::files::{MAX_INCLUDES, MAX_SIZE};
use super::parser::MAX_NESTING;
use crate::finding::Findings;
use crate::quote::{printable, quoted};

/// Defines [`Fault`] with its codes, so that none can be forgotten.
macro_rules! faults {
    ($($(#[doc = $doc:literal])+ $code:literal $variant:ident $({ $($field:ident: $ty:ty),+ })?
        => $message:expr,)+) => {
        /// What can be wrong with a source.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        #[expect(missing_docs, reason = "the fields are what the message says of them")]
        pub enum Fault {
            $($(#[doc = $doc])+ $variant $({ $($field: $ty),+ })?,)+
        }

        impl Fault {
            /// The codes of all faults.
            pub const CODES: &[&str] = &[$($code),+];

            /// A name for this kind of fault: lower case, with dashes.
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant $({ $($field: _),+ })? => $code,)+
                }
            }
        }

        impl fmt::Display for Fault {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$variant $({ $($field),+ })? => f.write_fmt($message),)+
                }
            }
        }
    };
}

faults! {
    // Files.
    /// A root that cannot be read.
    "unreadable" Unreadable { reason: Box<str> }
        => format_args!("cannot be read: {}", printable(reason)),
    /// An included file that cannot be read.
    "unreadable-include" UnreadableInclude { path: Box<str>, reason: Box<str> }
        => format_args!("cannot include `{path}`: {}", printable(reason)),
    /// A file that is no text.
    "not-utf8" NotUtf8
        => format_args!("not UTF-8"),
    /// A file, or all of them, that is too large to be a schema.
    "too-large" TooLarge
        => format_args!("larger than {} MiB, with what it includes", MAX_SIZE >> 20),
    /// Files that include files that include files …
    "include-depth" IncludeDepth
        => format_args!("files include each other more than {MAX_INCLUDES} deep"),

    // Tokens and expressions.
    /// A string that does not end on its line.
    "unterminated-string" UnterminatedString
        => format_args!("a string without closing `'` on its line"),
    /// A backslash before something else than a backslash.
    "unknown-escape" UnknownEscape { escaped: char }
        => format_args!("unknown escape {}: only `\\\\` is one", quoted(&format!("\\{escaped}"))),
    /// A character that no QAPI string has.
    "string-character" StringCharacter { found: char }
        => format_args!("a string is of printable ASCII, without {}", quoted(&found.to_string())),
    /// What is no token.
    "stray" Stray { found: Box<str> }
        => format_args!(
            "stray {}{}",
            quoted(found),
            if found.starts_with('"') { ": strings are in single quotes" } else { "" }
        ),
    /// Another token than could come here.
    "unexpected" Unexpected { expected: &'static str, found: Box<str> }
        => format_args!("expected {expected}, found {found}"),
    /// An object that names a key twice.
    "duplicate-key" DuplicateKey { key: Box<str> }
        => format_args!("the key {} is there twice", quoted(key)),
    /// Arrays and objects inside each other.
    "nesting" Nesting
        => format_args!("nested deeper than {MAX_NESTING} arrays and objects"),
    /// Something between the definitions that is none.
    "not-an-object" NotAnObject
        => format_args!("an expression must be an object"),

    // Directives.
    /// `include` with other keys.
    "include-with-more" IncludeWithMore
        => format_args!("`include` must be alone in its object"),
    /// `include` of something else than a name.
    "include-not-a-string" IncludeNotAString
        => format_args!("`include` must name a file by a string"),
    /// A file that includes itself, perhaps by way of others.
    "include-loop" IncludeLoop { path: Box<str> }
        => format_args!("{} includes itself", quoted(path)),
    /// `pragma` with other keys.
    "pragma-with-more" PragmaWithMore
        => format_args!("`pragma` must be alone in its object"),
    /// `pragma` of something else than an object.
    "pragma-not-an-object" PragmaNotAnObject
        => format_args!("`pragma` must be an object"),
    /// A pragma that nobody knows.
    "unknown-pragma" UnknownPragma { name: Box<str>, hint: Box<str> }
        => format_args!("unknown pragma {}{hint}", quoted(name)),
    /// A pragma that switches something, without true or false.
    "pragma-not-a-boolean" PragmaNotABoolean { name: Box<str> }
        => format_args!("the pragma {} must be true or false", quoted(name)),
    /// A pragma that lists names, without list of names.
    "pragma-not-names" PragmaNotNames { name: Box<str> }
        => format_args!("the pragma {} must be an array of strings", quoted(name)),

    // Documentation comments.
    /// A comment that begins with `##` and something else.
    "doc-start" DocStart
        => format_args!("a documentation comment begins with `##` and nothing more"),
    /// A comment that ends with `##` and something else.
    "doc-end" DocEnd
        => format_args!("a documentation comment ends with `##` and nothing more"),
    /// A comment that does not end.
    "doc-unterminated" DocUnterminated
        => format_args!("a documentation comment must end with `##`"),
    /// Text right after the `#`.
    "doc-space" DocSpace
        => format_args!("a space must follow the `#`"),
    /// A first line with `@` that is not just a name.
    "doc-colon" DocColon
        => format_args!("the line that names the definition must end with `:`"),
    /// A first line with `@` that is not a name at all.
    "doc-name" DocName
        => format_args!("the definition's name is missing after the `@`"),
    /// A line that is too long.
    "doc-line-width" DocLineWidth
        => format_args!("a line of documentation is at most 70 columns wide"),
    /// A sentence right after another.
    "doc-sentence-space" DocSentenceSpace
        => format_args!("two spaces go between sentences"),
    /// A line that is indented less than its section.
    "doc-de-indent" DocDeIndent { least: usize }
        => format_args!("indented less than its section: expected at least {least} spaces"),
    /// A section whose form has been given up.
    "doc-ended-section" DocEndedSection { tag: Box<str>, instead: &'static str }
        => format_args!("the section {} is of the past: use `{instead}`", quoted(tag)),
    /// A heading where there is something to define.
    "doc-heading" DocHeading
        => format_args!("a `=` heading in the documentation of a definition"),
    /// A heading after other text.
    "doc-heading-late" DocHeadingLate
        => format_args!("a `=` heading must come first in its comment"),
    /// A description of no name.
    "doc-nameless" DocNameless
        => format_args!("a description without name between `@` and `:`"),
    /// Two descriptions of one name.
    "doc-described-twice" DocDescribedTwice { name: Box<str> }
        => format_args!("{} is described twice", quoted(name)),
    /// A description of a member after other sections.
    "doc-described-late" DocDescribedLate { name: Box<str> }
        => format_args!("the description of {} must come before the other sections", quoted(name)),
    /// A description in a comment that documents no definition.
    "doc-described-freely" DocDescribedFreely { name: Box<str> }
        => format_args!("{} cannot be described where nothing is defined", quoted(name)),
    /// Two sections of one kind.
    "doc-section-twice" DocSectionTwice { tag: &'static str }
        => format_args!("a second section `{tag}:`"),
    /// A section without text.
    "doc-section-empty" DocSectionEmpty { tag: Box<str> }
        => format_args!("no text after {}", quoted(tag)),
    /// `Features:` without features.
    "doc-no-features" DocNoFeatures
        => format_args!("no feature is described after `Features:`"),
    /// A comment for what does not follow.
    "doc-astray" DocAstray { name: Box<str> }
        => format_args!("the definition of {} does not follow its documentation", quoted(name)),
    /// A comment before a definition that does not say so.
    "doc-of-nothing" DocOfNothing
        => format_args!("a definition follows, but the documentation does not begin with `@` and its name"),
    /// A comment for another definition.
    "doc-of-another" DocOfAnother { name: Box<str> }
        => format_args!("the documentation before it is that of {}", quoted(name)),
    /// A definition without documentation, where that is wanted.
    "doc-missing" DocMissing
        => format_args!("the documentation is missing, and the pragma `doc-required` asks for it"),
    /// A member without description.
    "doc-member-missing" DocMemberMissing { what: Box<str> }
        => format_args!("{what} has no description"),
    /// Descriptions of members that are not there.
    "doc-unknown-members" DocUnknownMembers { names: Box<str>, hint: Box<str> }
        => format_args!("no member of the definition: {names}{hint}"),
    /// Descriptions of features that are not there.
    "doc-unknown-features" DocUnknownFeatures { names: Box<str>, hint: Box<str> }
        => format_args!("no feature of the definition: {names}{hint}"),
    /// A `Returns:` section of what is no command.
    "doc-returns-of-no-command" DocReturnsOfNoCommand
        => format_args!("only a command has a section `Returns:`"),
    /// An `Errors:` section of what is no command.
    "doc-errors-of-no-command" DocErrorsOfNoCommand
        => format_args!("only a command has a section `Errors:`"),
    /// A `Returns:` section of a command that returns nothing.
    "doc-returns-nothing" DocReturnsNothing
        => format_args!("a section `Returns:`, but the command returns nothing"),

    // Definitions, each by itself.
    /// An object that defines nothing, or several things.
    "definition-key" DefinitionKey { hint: Box<str> }
        => format_args!("a definition has one of the keys `enum`, `struct`, `union`, `alternate`, `command`, `event`{hint}"),
    /// A name that is no string.
    "name-not-a-string" NameNotAString { what: Box<str> }
        => format_args!("{what} must have a string for its name"),
    /// A name with characters that no name has.
    "name-invalid" NameInvalid { what: Box<str> }
        => format_args!("{what} is not a name: expected a letter first, then letters, digits, `-` and `_`, and no `q_`"),
    /// A name of upper case letters that has others.
    "name-not-upper" NameNotUpper { what: Box<str> }
        => format_args!("{what} must have no lower case and no `-`"),
    /// A name of lower case letters that has others.
    "name-not-lower" NameNotLower { what: Box<str> }
        => format_args!("{what} must have no upper case and no `_`"),
    /// A type's name that is not like a type's name.
    "name-not-camel" NameNotCamel { what: Box<str> }
        => format_args!(
            "{what} must be in CamelCase: an upper-case letter first, a lower-case one after it, and only letters and digits"
        ),
    /// A type's name that is an array's.
    "name-of-array" NameOfArray { what: Box<str> }
        => format_args!("{what} must not end in `List`, like the name of an array"),
    /// A member's name that the generated C has for itself.
    "name-reserved" NameReserved { what: Box<str> }
        => format_args!("{what} has a name that is reserved: `u` and `has_` are"),
    /// Keys that must be there are not.
    "missing-keys" MissingKeys { what: Box<str>, keys: Box<str> }
        => format_args!("{what} lacks {keys}"),
    /// Keys that nobody knows.
    "unknown-keys" UnknownKeys { what: Box<str>, keys: Box<str>, known: Box<str> }
        => format_args!("{what} cannot have {keys}: expected {known}"),
    /// A flag that is there for being false.
    "flag-not-false" FlagNotFalse { flag: &'static str }
        => format_args!("`{flag}` can only be false"),
    /// A flag that is there for being true.
    "flag-not-true" FlagNotTrue { flag: &'static str }
        => format_args!("`{flag}` can only be true"),
    /// Two flags that do not go together.
    "flags-exclude" FlagsExclude
        => format_args!("`allow-oob` and `coroutine` do not go together"),
    /// A condition that is not a build option.
    "condition-name" ConditionName { what: Box<str>, condition: Box<str> }
        => format_args!("the condition {} of {what} is not a name of upper case letters, digits and `_`", quoted(condition)),
    /// A condition that is no condition.
    "condition-form" ConditionForm { what: Box<str> }
        => format_args!("the condition of {what} must be a string or an object"),
    /// A condition of no kind, or of several.
    "condition-key" ConditionKey { what: Box<str> }
        => format_args!("the condition of {what} must have one of `all`, `any` and `not`"),
    /// A condition of several that are not listed.
    "condition-not-an-array" ConditionNotAnArray { what: Box<str>, key: &'static str }
        => format_args!("`{key}` in the condition of {what} must be an array"),
    /// A condition of several that are none.
    "condition-empty" ConditionEmpty { what: Box<str> }
        => format_args!("the condition of {what} has an empty array"),
    /// What must be a type's name and is not.
    "not-a-type-name" NotATypeName { what: Box<str> }
        => format_args!("{what} must be the name of a type"),
    /// What must be a type's name, alone or in an array, and is not.
    "not-a-type-or-array" NotATypeOrArray { what: Box<str> }
        => format_args!("{what} must be the name of a type, or an array of one"),
    /// An array type of no type or of several.
    "array-type" ArrayType { what: Box<str> }
        => format_args!("{what} must have the name of one type in its array"),
    /// What must be members, or the name of a type that has them, and is not.
    "not-members" NotMembers { what: Box<str> }
        => format_args!("{what} must be an object or the name of a type"),
    /// What must be an object and is not.
    "data-not-an-object" DataNotAnObject
        => format_args!("`data` must be an object"),
    /// What must be an array and is not.
    "not-an-array" NotAnArray { key: &'static str }
        => format_args!("`{key}` must be an array"),
    /// An alternate that nothing can be.
    "no-alternatives" NoAlternatives
        => format_args!("`data` must not be empty"),
    /// A prefix of C names that is no string.
    "prefix-not-a-string" PrefixNotAString
        => format_args!("`prefix` must be a string"),
    /// Nothing to box.
    "boxed-without-data" BoxedWithoutData
        => format_args!("`boxed` goes with `data` only"),

    // Definitions among each other.
    /// Two definitions of one name.
    "defined-twice" DefinedTwice { name: Box<str>, before: Box<str> }
        => format_args!("{} is defined at {} already", quoted(name), printable(before)),
    /// A definition of something that is there anyway.
    "predefined" Predefined { name: Box<str> }
        => format_args!("{} is predefined", quoted(name)),
    /// A type that is nowhere defined.
    "unknown-type" UnknownType { what: Box<str>, name: Box<str>, hint: Box<str> }
        => format_args!("{what} is of the unknown type {}{hint}", quoted(name)),
    /// A struct in itself.
    "contains-itself" ContainsItself { name: Box<str> }
        => format_args!("{} contains itself", quoted(name)),
    /// Types that contain types that contain types …
    "containment" Containment
        => format_args!("bases and branches lie more than {} deep in each other", super::check::MAX_CONTAINMENT),
    /// A base that is no struct.
    "base-not-a-struct" BaseNotAStruct { found: Box<str> }
        => format_args!("`base` must be a struct, and {found} is none"),
    /// Two names that are the same in C.
    "clash" Clash { what: Box<str>, other: Box<str> }
        => format_args!("{what} clashes with {other}"),
    /// A feature that types cannot have.
    "feature-of-type" FeatureOfType { feature: Box<str> }
        => format_args!("a type cannot have the feature {}", quoted(feature)),
    /// A discriminator that is nowhere.
    "unknown-discriminator" UnknownDiscriminator { name: Box<str>, hint: Box<str> }
        => format_args!("the discriminator {} is no member of the base{hint}", quoted(name)),
    /// A discriminator without fixed values.
    "discriminator-not-an-enum" DiscriminatorNotAnEnum { name: Box<str> }
        => format_args!("the discriminator {} must be of an enum type", quoted(name)),
    /// A discriminator that may be absent.
    "discriminator-optional" DiscriminatorOptional { name: Box<str> }
        => format_args!("the discriminator {} must not be optional", quoted(name)),
    /// A discriminator that some builds lack.
    "discriminator-conditional" DiscriminatorConditional { name: Box<str> }
        => format_args!("the discriminator {} must not have a condition", quoted(name)),
    /// A union of nothing.
    "no-branches" NoBranches
        => format_args!("the union has no branches"),
    /// A branch that nothing selects.
    "unknown-branch" UnknownBranch { name: Box<str>, of: Box<str>, hint: Box<str> }
        => format_args!("the branch {} is no value of {of}{hint}", quoted(name)),
    /// A branch or alternative of a type that it cannot be of.
    "branch-type" BranchType { what: Box<str>, found: Box<str> }
        => format_args!("{what} cannot be of {found}"),
    /// Alternatives that look the same.
    "alternatives-alike" AlternativesAlike { what: Box<str>, other: Box<str> }
        => format_args!("{what} cannot be told from {}", quoted(other)),
    /// Arguments or data that are no members.
    "data-type" DataType { found: Box<str> }
        => format_args!("`data` cannot be of {found}"),
    /// A union as arguments or data that is not boxed.
    "union-not-boxed" UnionNotBoxed { found: Box<str> }
        => format_args!("`data` can be of {found} only with `boxed`"),
    /// Arguments or data with conditions that are not boxed.
    "condition-not-boxed" ConditionNotBoxed
        => format_args!("members of `data` can have conditions only with `boxed`"),
    /// A result that is no object.
    "returns-type" ReturnsType { found: Box<str> }
        => format_args!("`returns` cannot be {found}, which is no object, unless the pragma `command-returns-exceptions` lists the command"),
    /// More features than bits.
    "too-many-features" TooManyFeatures
        => format_args!("more than 64 different features in one schema"),
    /// Definitions that fit together and still make no schema.
    "unusable" Unusable { findings: Findings }
        => format_args!("{findings}"),
}
