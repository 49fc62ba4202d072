//! The least value of every type.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::model::{Type, TypeId, TypeKind};

/// How much there is to a value. The order puts nesting first: of two values
/// the one that nests less is less, and of those the one with fewer tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Extent {
    /// How deep arrays and objects nest: 0 for a scalar.
    pub(crate) depth: usize,
    /// How many tokens QEMU's lexer makes of it: brackets, commas, colons,
    /// strings, numbers, words.
    pub(crate) tokens: usize,
}

impl Extent {
    pub(crate) const SCALAR: Self = Self {
        depth: 0,
        tokens: 1,
    };
    /// `[]` or `{}`
    pub(crate) const EMPTY: Self = Self {
        depth: 1,
        tokens: 2,
    };

    /// The tokens that a member with this value adds to an object: its name,
    /// the colon, and the comma or brace after it.
    pub(crate) fn as_member(self) -> usize {
        self.tokens.saturating_add(3)
    }

    /// The tokens that an object adds when it becomes part of another one.
    pub(crate) fn body(self) -> usize {
        match self.tokens {
            0..=2 => 0,
            tokens => tokens - 1,
        }
    }
}

/// The extent of each type's least value; none for a type without a finite
/// value. Needs types that all ids lead to.
///
/// Types are settled in the order of their extent, as in Dijkstra's search, so
/// the time grows with the number of members and branches however they lead to
/// each other.
pub(crate) fn least(types: &[Type]) -> Vec<Option<Extent>> {
    let uses = Uses::new(types);
    let mut open: Vec<Open> = types.iter().map(|ty| Open::new(&ty.kind)).collect();
    let mut settled = vec![None; types.len()];
    let mut queue = BinaryHeap::new();
    for (id, ty) in (0..).zip(types) {
        let extent = match &ty.kind {
            TypeKind::Builtin(_) => Some(Extent::SCALAR),
            TypeKind::Enum(e) => (!e.values.is_empty()).then_some(Extent::SCALAR),
            TypeKind::Array(_) => Some(Extent::EMPTY),
            TypeKind::Alternate(_) => None,
            TypeKind::Object(_) => open.get(id as usize).and_then(Open::object),
        };
        queue.extend(extent.map(|extent| Reverse((extent, id))));
    }
    while let Some(Reverse((extent, id))) = queue.pop() {
        match settled.get_mut(id as usize) {
            Some(slot @ None) => *slot = Some(extent),
            _ => continue,
        }
        for &(user, part) in uses.of(TypeId(id)) {
            let Some(open) = open.get_mut(user as usize) else {
                continue;
            };
            let whole = match part {
                Part::Alternative => Some(extent),
                Part::Member => {
                    open.members -= 1;
                    open.inner = open.inner.max(extent.depth + 1);
                    open.body = open.body.saturating_add(extent.as_member());
                    open.object()
                }
                // The first branch to be settled is the least.
                Part::Branch if open.branch => {
                    open.branch = false;
                    open.inner = open.inner.max(extent.depth);
                    open.body = open.body.saturating_add(extent.body());
                    open.object()
                }
                Part::Branch => None,
            };
            queue.extend(whole.map(|whole| Reverse((whole, user))));
        }
    }
    settled
}

/// What is known of a type that is not settled.
struct Open {
    /// Required members that are not settled.
    members: usize,
    /// Whether it is a union and none of its branches is settled.
    branch: bool,
    inner: usize,
    body: usize,
}

impl Open {
    fn new(kind: &TypeKind) -> Self {
        let object = match kind {
            TypeKind::Object(object) => Some(object),
            _ => None,
        };
        let members = object.iter().flat_map(|object| &object.members);
        Self {
            members: members.filter(|member| !member.optional).count(),
            branch: object.is_some_and(|object| object.variants.is_some()),
            inner: 1,
            body: 0,
        }
    }

    fn object(&self) -> Option<Extent> {
        (self.members == 0 && !self.branch).then_some(Extent {
            depth: self.inner,
            tokens: self.body.max(1).saturating_add(1),
        })
    }
}

#[derive(Clone, Copy)]
enum Part {
    Member,
    Branch,
    Alternative,
}

/// Which types each type is a necessary or possible part of.
struct Uses {
    /// Where in `users` the users of each type start, and the end.
    starts: Vec<usize>,
    users: Vec<(u32, Part)>,
}

impl Uses {
    fn new(types: &[Type]) -> Self {
        let mut starts = vec![0; types.len() + 1];
        for ty in types {
            each_part(&ty.kind, |part, _| {
                if let Some(count) = starts.get_mut(part.index() + 1) {
                    *count += 1;
                }
            });
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut users = vec![(0, Part::Member); sum];
        for (user, ty) in (0..).zip(types) {
            each_part(&ty.kind, |id, part| {
                if let Some(next) = next.get_mut(id.index()) {
                    if let Some(slot) = users.get_mut(*next) {
                        *slot = (user, part);
                    }
                    *next += 1;
                }
            });
        }
        Self { starts, users }
    }

    fn of(&self, id: TypeId) -> &[(u32, Part)] {
        let at = |index: usize| self.starts.get(index).copied().unwrap_or_default();
        let range = at(id.index())..at(id.index() + 1);
        self.users.get(range).unwrap_or_default()
    }
}

fn each_part(kind: &TypeKind, mut each: impl FnMut(TypeId, Part)) {
    match kind {
        TypeKind::Builtin(_) | TypeKind::Enum(_) | TypeKind::Array(_) => {}
        TypeKind::Alternate(alternate) => {
            for &branch in &alternate.branches {
                each(branch, Part::Alternative);
            }
        }
        TypeKind::Object(object) => {
            for member in object.members.iter().filter(|member| !member.optional) {
                each(member.ty, Part::Member);
            }
            let cases = object.variants.iter().flat_map(|variants| &variants.cases);
            for case in cases {
                each(case.ty, Part::Branch);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{LoadError, MAX_NESTING, Schema};

    /// A command whose arguments are object 0, each object holding `wide`
    /// members of the next, the last one being empty.
    fn chain(len: usize, wide: usize) -> Result<Schema, LoadError> {
        let objects: Vec<String> = (0..len)
            .map(|at| {
                let member = |m: usize| format!("{{\"name\": \"m{m}\", \"type\": \"{}\"}}", at + 1);
                let wide = if at + 1 < len { wide } else { 0 };
                let members: Vec<String> = (0..wide).map(member).collect();
                format!(
                    "{{\"name\": \"{at}\", \"meta-type\": \"object\", \"members\": [{}]}}",
                    members.join(",")
                )
            })
            .collect();
        let command = r#"{"name": "c", "meta-type": "command", "arg-type": "0", "ret-type": "0"}"#;
        Schema::from_slice(format!("[{command},{}]", objects.join(",")).as_bytes())
    }

    fn findings(loaded: Result<Schema, LoadError>) -> Vec<String> {
        match loaded {
            Err(LoadError::Unusable(findings)) => {
                findings.iter().map(ToString::to_string).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_value_may_nest_as_deep_as_qemu_parses() {
        chain(MAX_NESTING - 1, 1).unwrap();
        let message = "c.arguments: even the least value is nested 1024 deep, \
                       and QEMU parses 1024 with the message around it";
        assert_eq!(findings(chain(MAX_NESTING, 1)), [message]);
        // As many types as a long dump has lines: the time must not be their
        // square, and what is in one that is too deep is not told of anew.
        assert_eq!(findings(chain(30_000, 1)).len(), 1);
    }

    #[test]
    fn a_value_that_doubles_with_each_level_is_not_built() {
        chain(18, 2).unwrap();
        let refused = findings(chain(100, 2));
        let message =
            "c.arguments: even the least value has more tokens than the 2097152 that QEMU parses";
        assert_eq!(refused.first().map(String::as_str), Some(message));
    }

    #[test]
    fn what_needs_itself_has_no_value() {
        let dump = r#"[
            {"name": "c", "meta-type": "command", "arg-type": "1", "ret-type": "2"},
            {"name": "1", "meta-type": "object", "members": [
                {"name": "again", "type": "1"}, {"name": "other", "type": "2", "default": null}]},
            {"name": "2", "meta-type": "object", "members": [{"name": "e", "type": "3"}]},
            {"name": "3", "meta-type": "enum", "values": []}
        ]"#;
        let refused = findings(Schema::from_slice(dump.as_bytes()));
        let message =
            "no value is possible: a required member leads back here, or to an enum without values";
        assert_eq!(
            refused,
            [
                format!("c.arguments: {message}"),
                format!("c.returns: {message}")
            ]
        );
    }
}
