//! Everything that would make a schema unusable, found at once.

use std::collections::{HashSet, VecDeque};
use std::fmt;

use crate::coordinate::{Coordinate, Leaf, Part, Step};
use crate::least::{Extent, least};
use crate::model::{Builtin, Case, Object, TypeId, TypeKind, Variants, json_kind};
use crate::quote::quoted;
use crate::resolve::Draft;
use crate::walk::FirstUses;
use crate::{MAX_NESTING, MAX_TOKENS};

/// How deep arrays may hold arrays directly. QAPI's own grammar knows arrays
/// of named types only (`docs/devel/qapi-code-gen.rst`, "Type references and
/// array types"), so this leaves room.
pub const MAX_ARRAY_NESTING: usize = 16;

/// How deep a branch of a union may be a union with branches of its own. Real
/// ones go two deep; whatever walks branches inside branches rests on this.
pub const MAX_UNION_NESTING: usize = 16;

/// How many types in a finding's coordinate may lead. Real ones need some ten;
/// in a made-up schema the places would outgrow it.
const MAX_PLACE: usize = 64;

/// How many findings are printed; the rest is counted.
const SHOWN: usize = 50;

/// Something that makes a schema unusable, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    at: String,
    message: String,
}

impl Finding {
    /// The place: a [`Coordinate`], or `entry N` (counted from 1) for a part
    /// of the dump that no command or event uses, or only after very many steps.
    pub fn at(&self) -> &str {
        &self.at
    }
    /// What is wrong there.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.message)
    }
}

/// All findings of a check; there is at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// The findings, in the order of the dump.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [one] => write!(f, "the schema is unusable: {one}"),
            all => {
                write!(f, "the schema is unusable, for {} reasons:", all.len())?;
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

/// A finding whose place is not spelt out yet.
pub(crate) struct Problem {
    site: Site,
    message: String,
}

impl Problem {
    pub(crate) fn new(site: Site, message: impl Into<String>) -> Self {
        Self {
            site,
            message: message.into(),
        }
    }
}

/// Where a problem is, in terms of the draft.
pub(crate) enum Site {
    /// An entry of the dump, by position.
    Entry(usize),
    /// The arguments, reply or data of a command or event.
    Part(Box<str>, Part),
    /// A place inside a type.
    Type(TypeId, Vec<Step>, Option<Leaf>),
}

/// Checks a draft; what passes is fit to be a [`crate::Schema`].
pub(crate) fn check(draft: &mut Draft, names: &[&str]) -> Result<(), Findings> {
    let mut problems = std::mem::take(&mut draft.problems);
    let mut checker = Checker {
        draft,
        problems: &mut problems,
    };
    checker.roots();
    for index in 0..checker.draft.types.len() {
        checker.ty(TypeId(u32::try_from(index).unwrap_or(u32::MAX)));
    }
    checker.unions();
    // What follows walks types inside types and wants them sound.
    if checker.problems.is_empty() {
        checker.finite();
    }
    if problems.is_empty() {
        return Ok(());
    }
    let uses = FirstUses::walk(&draft.types, &draft.commands, &draft.events);
    let mut seen = HashSet::new();
    let findings = problems
        .into_iter()
        .map(|problem| Finding {
            at: place(&problem.site, draft, &uses, names),
            message: problem.message,
        })
        .filter(|finding| seen.insert((finding.at.clone(), finding.message.clone())))
        .collect();
    Err(Findings(findings))
}

fn place(site: &Site, draft: &Draft, uses: &FirstUses, names: &[&str]) -> String {
    let entry = |at: usize| {
        let name = names.get(at).copied().unwrap_or_default();
        let masked = name.starts_with('[') || name.bytes().all(|b| b.is_ascii_digit());
        if masked {
            format!("entry {}", at + 1)
        } else {
            format!("entry {} ({})", at + 1, quoted(name))
        }
    };
    match site {
        Site::Entry(at) => entry(*at),
        Site::Part(name, part) => Coordinate::part_of(name, *part).to_string(),
        Site::Type(id, steps, leaf) => match uses.coordinate_within(*id, MAX_PLACE) {
            Some(mut at) => {
                at.steps.extend_from_slice(steps);
                at.leaf.clone_from(leaf);
                at.to_string()
            }
            None => {
                let mut at = entry(draft.entries.get(id.index()).copied().unwrap_or_default());
                at.extend(steps.iter().map(Step::to_string));
                at.extend(leaf.iter().map(Leaf::to_string));
                at
            }
        },
    }
}

struct Checker<'a> {
    draft: &'a Draft,
    problems: &'a mut Vec<Problem>,
}

impl Checker<'_> {
    fn kind(&self, id: TypeId) -> Option<&TypeKind> {
        self.draft.types.get(id.index()).map(|ty| &ty.kind)
    }

    fn object(&self, id: TypeId) -> Option<&Object> {
        match self.kind(id) {
            Some(TypeKind::Object(object)) => Some(object),
            _ => None,
        }
    }

    fn problem(&mut self, id: TypeId, steps: Vec<Step>, message: impl Into<String>) {
        let site = Site::Type(id, steps, None);
        self.problems.push(Problem::new(site, message));
    }

    fn roots(&mut self) {
        let commands = self.draft.commands.iter();
        let arguments = commands.map(|c| (&c.name, Part::Arguments, c.arguments));
        let events = self.draft.events.iter();
        let data = events.map(|e| (&e.name, Part::Data, e.data));
        for (name, part, id) in arguments.chain(data) {
            if self.kind(id).is_some() && self.object(id).is_none() {
                let site = Site::Part(name.clone(), part);
                let message = format!("{} are not an object type", part.as_str());
                self.problems.push(Problem::new(site, message));
            }
        }
    }

    fn ty(&mut self, id: TypeId) {
        let draft = self.draft;
        let Some(ty) = draft.types.get(id.index()) else {
            return;
        };
        match &ty.kind {
            TypeKind::Builtin(_) => {}
            TypeKind::Enum(e) => {
                for name in repeated(e.values.iter().map(|value| &*value.name)) {
                    self.problem(
                        id,
                        Vec::new(),
                        format!("the value {} is there twice", quoted(name)),
                    );
                }
            }
            TypeKind::Array(_) => self.array(id),
            TypeKind::Object(object) => {
                for name in repeated(object.members.iter().map(|member| &*member.name)) {
                    self.problem(
                        id,
                        Vec::new(),
                        format!("the member {} is there twice", quoted(name)),
                    );
                }
                if let Some(variants) = &object.variants {
                    self.union(id, object, variants);
                }
            }
            TypeKind::Alternate(alternate) => self.alternate(id, &alternate.branches),
        }
    }

    fn array(&mut self, id: TypeId) {
        let mut element = id;
        for _ in 0..=MAX_ARRAY_NESTING {
            match self.kind(element) {
                Some(TypeKind::Array(next)) => element = *next,
                _ => return,
            }
            if element == id {
                self.problem(id, Vec::new(), "the array is made of nothing but itself");
                return;
            }
        }
        let message = format!("arrays are nested more than {MAX_ARRAY_NESTING} deep");
        self.problem(id, Vec::new(), message);
    }

    fn union(&mut self, id: TypeId, object: &Object, variants: &Variants) {
        let Some(tag) = object.members.get(variants.tag) else {
            return;
        };
        let tag_step = || vec![Step::Member(tag.name.clone())];
        if tag.optional {
            self.problem(id, tag_step(), "a union's tag must not be optional");
        }
        for value in repeated(variants.cases.iter().map(|case| &*case.value)) {
            let message = format!("two branches for the tag value {}", quoted(value));
            self.problem(id, tag_step(), message);
        }
        if let Some(kind) = self.draft.types.get(tag.ty.index()).map(|ty| &ty.kind) {
            let TypeKind::Enum(tags) = kind else {
                self.problem(id, tag_step(), "a union's tag must be an enum");
                return;
            };
            for value in &tags.values {
                if variants.case(&value.name).is_none() {
                    let message = format!("the tag value {} has no branch", quoted(&value.name));
                    self.problem(id, tag_step(), message);
                }
            }
            for case in &variants.cases {
                if tags.value(&case.value).is_none() {
                    let message =
                        format!("a branch for {}, which the tag lacks", quoted(&case.value));
                    self.problem(id, tag_step(), message);
                }
            }
        }
        for case in &variants.cases {
            self.branch(id, object, &tag.name, case);
        }
    }

    /// Unions inside the branches of unions are bounded. Where one leads back
    /// to itself, that is found with its members.
    fn unions(&mut self) {
        let types = &self.draft.types;
        let mut nesting = vec![0_usize; types.len()];
        let of = |nesting: &[usize], id: TypeId| nesting.get(id.index()).copied().unwrap_or(0);
        let inside = |nesting: &[usize], index: usize| {
            let object = match types.get(index).map(|ty| &ty.kind) {
                Some(TypeKind::Object(object)) => object,
                _ => return None,
            };
            let cases = &object.variants.as_ref()?.cases;
            cases.iter().map(|case| of(nesting, case.ty)).max()
        };
        // One more round than the limit tells which unions are beyond it.
        for _ in 0..=MAX_UNION_NESTING {
            let mut changed = false;
            for index in 0..types.len() {
                if let Some(inner) = inside(&nesting, index)
                    && let Some(slot) = nesting.get_mut(index)
                    && *slot <= inner
                {
                    *slot = inner + 1;
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
        let beyond: Vec<usize> = (0..types.len())
            .filter(|&index| inside(&nesting, index) == Some(MAX_UNION_NESTING))
            .collect();
        for index in beyond {
            let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
            let message =
                format!("unions are nested in branches more than {MAX_UNION_NESTING} deep");
            self.problem(id, Vec::new(), message);
        }
    }

    /// A branch is an object, and neither it nor a branch inside it repeats a
    /// member of the union. That also keeps a union out of its own branches.
    fn branch(&mut self, id: TypeId, base: &Object, tag: &str, case: &Case) {
        let draft = self.draft;
        let mut seen = HashSet::new();
        let mut queue = VecDeque::from([(vec![branch_step(tag, case)], case.ty)]);
        while let Some((steps, ty)) = queue.pop_front() {
            if steps.len() > MAX_UNION_NESTING || !seen.insert(ty) {
                continue;
            }
            let Some(ty) = draft.types.get(ty.index()) else {
                continue;
            };
            let TypeKind::Object(branch) = &ty.kind else {
                // A branch inside a branch is reported with its own union.
                if steps.len() == 1 {
                    self.problem(id, steps, "a union's branch must be an object type");
                }
                continue;
            };
            for member in &branch.members {
                if base.member(&member.name).is_some() {
                    let mut steps = steps.clone();
                    steps.push(Step::Member(member.name.clone()));
                    self.problem(id, steps, "the union has a member of this name already");
                }
            }
            let Some(variants) = &branch.variants else {
                continue;
            };
            let Some(inner_tag) = branch.members.get(variants.tag) else {
                continue;
            };
            for case in &variants.cases {
                let mut steps = steps.clone();
                steps.push(branch_step(&inner_tag.name, case));
                queue.push_back((steps, case.ty));
            }
        }
    }

    fn alternate(&mut self, id: TypeId, branches: &[TypeId]) {
        let mut kinds = HashSet::new();
        for &branch in branches {
            let Some(kind) = self.kind(branch) else {
                continue;
            };
            match (json_kind(kind), kind) {
                (Some(json), _) if !kinds.insert(json) => {
                    let message = format!("the alternate has two branches of JSON kind {json}");
                    self.problem(id, Vec::new(), message);
                }
                (None, TypeKind::Builtin(Builtin::Any)) => {
                    self.problem(id, Vec::new(), "a branch of an alternate must not be `any`");
                }
                (None, _) => {
                    let message = "a branch of an alternate must not be an alternate";
                    self.problem(id, Vec::new(), message);
                }
                _ => {}
            }
        }
    }

    /// Every type must have a value that is finite and that QEMU can parse,
    /// but for an enum without values: QAPI allows it while nothing needs one.
    fn finite(&mut self) {
        let types = &self.draft.types;
        for (index, (ty, extent)) in types.iter().zip(least(types)).enumerate() {
            let message = match extent {
                Some(Extent { depth, .. }) if depth >= MAX_NESTING => format!(
                    "even the least value is nested {depth} deep, and QEMU parses {MAX_NESTING} \
                     with the message around it"
                ),
                Some(Extent { tokens, .. }) if tokens > MAX_TOKENS => {
                    "even the least value is larger than QEMU parses".to_owned()
                }
                Some(_) => continue,
                None if matches!(ty.kind, TypeKind::Enum(_)) => continue,
                None => "no value is possible: a required member leads back here, or to an \
                    enum without values"
                    .to_owned(),
            };
            let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
            self.problem(id, Vec::new(), message);
        }
    }
}

fn branch_step(tag: &str, case: &Case) -> Step {
    Step::Branch {
        tag: tag.into(),
        case: case.value.clone(),
    }
}

fn repeated<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.collect();
    // Most lists are short; only a long one is worth sorting.
    if names.len() > 8 {
        names.sort_unstable();
        return names
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] if a == b => Some(*a),
                _ => None,
            })
            .collect();
    }
    names
        .iter()
        .enumerate()
        .filter(|(at, name)| names.iter().take(*at).any(|other| other == *name))
        .map(|(_, name)| *name)
        .collect()
}
