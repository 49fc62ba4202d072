//! What is available where.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

/// The schemas that have something, among those that bindings are made of.
///
/// Schemas go by their labels, such as `qemu-10.0-x86_64`.
#[derive(Clone, Copy)]
pub struct Availability {
    schemas: &'static [&'static str],
    /// A bit for each schema.
    here: &'static [u64],
}

impl Availability {
    /// That of what bindings do not know.
    pub const NOWHERE: Self = Self::new(&[], &[]);

    #[doc(hidden)]
    pub const fn new(schemas: &'static [&'static str], here: &'static [u64]) -> Self {
        Self { schemas, here }
    }

    /// The labels of the schemas that have it, the oldest first.
    pub fn schemas(self) -> impl Iterator<Item = &'static str> {
        let labels = self.schemas.iter().enumerate();
        labels.filter_map(move |(at, label)| self.is_set(at).then_some(*label))
    }

    /// The labels of all schemas that the bindings are made of, the oldest first.
    pub fn among(self) -> &'static [&'static str] {
        self.schemas
    }

    /// Whether the schema of this label has it.
    pub fn contains(self, schema: &str) -> bool {
        self.schemas().any(|label| label == schema)
    }

    /// Whether every schema has it.
    pub fn is_everywhere(self) -> bool {
        !self.schemas.is_empty() && self.schemas().count() == self.schemas.len()
    }

    fn is_set(self, at: usize) -> bool {
        let word = self.here.get(at / 64).copied().unwrap_or(0);
        word >> (at % 64) & 1 == 1
    }
}

impl PartialEq for Availability {
    fn eq(&self, other: &Self) -> bool {
        self.schemas().eq(other.schemas()) && self.schemas == other.schemas
    }
}

impl Eq for Availability {}

impl fmt::Debug for Availability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.schemas()).finish()
    }
}

/// What one schema says of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// It is always there.
    Required,
    /// It may be absent.
    Optional,
    /// The schema does not have it.
    Absent,
}

/// What is available where, for all items of some bindings: the constant
/// `METADATA` of generated code.
///
/// Items go by their Rust names with the module, such as
/// `types::BlockdevOptions`, and what is in them by its name on the wire.
pub struct Metadata {
    schemas: &'static [&'static str],
    sets: &'static [&'static [u64]],
    /// A line for each item, and below it one for each of its parts, indented.
    /// They start with numbers of sets; the name comes last.
    text: &'static str,
    index: OnceLock<HashMap<&'static str, Item>>,
}

/// An item of bindings.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    name: &'static str,
    availability: Availability,
    parts: Parts,
}

#[derive(Clone, Copy)]
struct Parts {
    schemas: &'static [&'static str],
    sets: &'static [&'static [u64]],
    lines: &'static str,
}

/// A member, value or branch of an item.
#[derive(Clone, Debug)]
pub struct ItemPart {
    name: Cow<'static, str>,
    availability: Availability,
    required: Option<Availability>,
}

impl Metadata {
    #[doc(hidden)]
    pub const fn new(
        schemas: &'static [&'static str],
        sets: &'static [&'static [u64]],
        text: &'static str,
    ) -> Self {
        Self {
            schemas,
            sets,
            text,
            index: OnceLock::new(),
        }
    }

    /// The labels of the schemas that the bindings are made of, the oldest first.
    pub fn schemas(&self) -> &'static [&'static str] {
        self.schemas
    }

    /// The item of this name, such as `types::BlockdevOptions` or
    /// `commands::BlockdevAdd`. The enum of a union's branches is one, too.
    pub fn item(&self, name: &str) -> Option<Item> {
        self.index().get(name).copied()
    }

    /// All items, in no order.
    pub fn items(&self) -> impl Iterator<Item = Item> {
        self.index().values().copied()
    }

    fn index(&self) -> &HashMap<&'static str, Item> {
        self.index.get_or_init(|| {
            let mut index = HashMap::new();
            let mut rest = self.text;
            while let Some((line, below)) = rest.split_once('\n') {
                // Parts are indented.
                let end = match below.starts_with(' ') {
                    false => 0,
                    true => part_lines(below),
                };
                let (lines, next) = below.split_at_checked(end).unwrap_or((below, ""));
                if let Some((set, name)) = line.split_once(' ') {
                    let item = Item {
                        name,
                        availability: self.set(set),
                        parts: Parts {
                            schemas: self.schemas,
                            sets: self.sets,
                            lines,
                        },
                    };
                    index.insert(name, item);
                }
                rest = next;
            }
            index
        })
    }

    fn set(&self, number: &str) -> Availability {
        set(self.schemas, self.sets, number)
    }
}

/// How many bytes of a text are lines that are indented.
fn part_lines(text: &str) -> usize {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if !line.starts_with(' ') {
            break;
        }
        end += line.len();
    }
    end
}

fn set(
    schemas: &'static [&'static str],
    sets: &'static [&'static [u64]],
    number: &str,
) -> Availability {
    let here = number.parse::<usize>().ok().and_then(|at| sets.get(at));
    Availability::new(schemas, here.copied().unwrap_or_default())
}

impl fmt::Debug for Metadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metadata")
            .field("schemas", &self.schemas)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Parts {
    fn iter(self) -> impl Iterator<Item = ItemPart> {
        self.lines.lines().filter_map(move |line| {
            let (sets, name) = line.trim_start_matches(' ').split_once(' ')?;
            let (here, required) = match sets.split_once('/') {
                Some((here, required)) => (here, Some(required)),
                None => (sets, None),
            };
            let set = |number| set(self.schemas, self.sets, number);
            Some(ItemPart {
                name: unescaped(name),
                availability: set(here),
                required: required.map(set),
            })
        })
    }
}

/// A name may have line breaks in it, in a made-up schema.
fn unescaped(name: &'static str) -> Cow<'static, str> {
    if !name.contains('\\') {
        return name.into();
    }
    let mut text = String::new();
    let mut chars = name.chars();
    while let Some(c) = chars.next() {
        text.push(match c {
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                other => other.unwrap_or('\\'),
            },
            c => c,
        });
    }
    text.into()
}

impl Item {
    /// Its name in Rust with the module, such as `types::BlockdevOptions`.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// Which schemas have it.
    pub fn availability(self) -> Availability {
        self.availability
    }

    /// Its members, values or branches.
    pub fn parts(self) -> impl Iterator<Item = ItemPart> {
        self.parts.iter()
    }

    /// The member, value or branch of this name on the wire.
    pub fn part(self, name: &str) -> Option<ItemPart> {
        self.parts().find(|part| part.name == name)
    }
}

impl ItemPart {
    /// Its name on the wire.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which schemas have it.
    pub fn availability(&self) -> Availability {
        self.availability
    }

    /// What the schema of this label says of it. Values and branches are
    /// optional where they are.
    pub fn requirement(&self, schema: &str) -> Requirement {
        if !self.availability.contains(schema) {
            Requirement::Absent
        } else if self
            .required
            .is_some_and(|required| required.contains(schema))
        {
            Requirement::Required
        } else {
            Requirement::Optional
        }
    }
}

/// A type of generated bindings.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// use qapi_types::qmp::types::SevInfo;
/// use qapi_types::{Described, Requirement};
///
/// let policy = SevInfo::item().part("policy").expect("some schema has it");
/// assert_eq!(policy.requirement("qemu-7.2-x86_64"), Requirement::Required);
/// assert_eq!(policy.requirement("qemu-11.1-x86_64"), Requirement::Absent);
/// # }
/// ```
pub trait Described {
    /// What is available where of the type.
    fn item() -> Item;
}

#[doc(hidden)]
pub fn item(metadata: &Metadata, name: &'static str) -> Item {
    metadata.item(name).unwrap_or(Item {
        name,
        availability: Availability::NOWHERE,
        parts: Parts {
            schemas: &[],
            sets: &[],
            lines: "",
        },
    })
}
