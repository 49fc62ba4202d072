//! Everything that would make a schema unusable, found at once.

use std::collections::HashSet;

use crate::coordinate::{Coordinate, Part, Step};
use crate::finding::{Defect, Finding, Findings, MAX_FINDINGS};
use crate::least::{Extent, least};
use crate::model::{Builtin, Case, Object, TypeId, TypeKind, Variants, is_masked, json_kind};
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

/// Defects whose places are not spelt out yet, the first [`MAX_FINDINGS`].
#[derive(Default)]
pub(crate) struct Problems(Vec<(Site, Defect)>);

impl Problems {
    pub(crate) fn push(&mut self, site: Site, defect: Defect) {
        if self.0.len() < MAX_FINDINGS {
            self.0.push((site, defect));
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
    Type(TypeId, Vec<Step>),
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
    if checker.problems.0.is_empty() {
        checker.finite();
    }
    if problems.0.is_empty() {
        return Ok(());
    }
    let uses = FirstUses::walk(&draft.types, &draft.commands, &draft.events);
    let mut seen = HashSet::new();
    let findings = problems
        .0
        .into_iter()
        .map(|(site, defect)| Finding {
            at: place(&site, draft, &uses, names),
            defect,
        })
        .filter(|finding| seen.insert(finding.to_string()))
        .collect();
    Err(Findings(findings))
}

fn place(site: &Site, draft: &Draft, uses: &FirstUses, names: &[&str]) -> String {
    let entry = |at: usize| {
        let name = names.get(at).copied().unwrap_or_default();
        let masked = name.starts_with('[') || is_masked(name);
        if masked {
            format!("entry {}", at + 1)
        } else {
            format!("entry {} ({})", at + 1, quoted(name))
        }
    };
    match site {
        Site::Entry(at) => entry(*at),
        Site::Part(name, part) => Coordinate::part_of(name, *part).to_string(),
        Site::Type(id, steps) => match uses.coordinate_within(*id, MAX_PLACE) {
            Some(mut at) => {
                at.steps.extend_from_slice(steps);
                at.to_string()
            }
            None => {
                let mut at = entry(draft.entries.get(id.index()).copied().unwrap_or_default());
                at.extend(steps.iter().map(Step::to_string));
                at
            }
        },
    }
}

struct Checker<'a> {
    draft: &'a Draft,
    problems: &'a mut Problems,
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

    fn problem(&mut self, id: TypeId, steps: Vec<Step>, defect: Defect) {
        self.problems.push(Site::Type(id, steps), defect);
    }

    fn roots(&mut self) {
        let commands = self.draft.commands.iter();
        let arguments = commands.map(|c| (&c.name, Part::Arguments, c.arguments));
        let events = self.draft.events.iter();
        let data = events.map(|e| (&e.name, Part::Data, e.data));
        for (name, part, id) in arguments.chain(data) {
            if self.kind(id).is_some() && self.object(id).is_none() {
                let site = Site::Part(name.clone(), part);
                self.problems.push(site, Defect::PartNotObject { part });
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
                    let value = name.into();
                    self.problem(id, Vec::new(), Defect::DuplicateValue { value });
                }
            }
            TypeKind::Array(_) => self.array(id),
            TypeKind::Object(object) => {
                for name in repeated(object.members.iter().map(|member| &*member.name)) {
                    let member = name.into();
                    self.problem(id, Vec::new(), Defect::DuplicateMember { member });
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
                self.problem(id, Vec::new(), Defect::ArrayOfItself);
                return;
            }
        }
        self.problem(id, Vec::new(), Defect::ArrayNesting);
    }

    fn union(&mut self, id: TypeId, object: &Object, variants: &Variants) {
        let Some(tag) = object.members.get(variants.tag) else {
            return;
        };
        let tag_step = || vec![Step::Member(tag.name.clone())];
        if tag.optional {
            self.problem(id, tag_step(), Defect::TagOptional);
        }
        for value in repeated(variants.cases.iter().map(|case| &*case.value)) {
            let value = value.into();
            self.problem(id, tag_step(), Defect::DuplicateBranch { value });
        }
        if let Some(kind) = self.draft.types.get(tag.ty.index()).map(|ty| &ty.kind) {
            let TypeKind::Enum(tags) = kind else {
                self.problem(id, tag_step(), Defect::TagNotEnum);
                return;
            };
            for value in &tags.values {
                if variants.case(&value.name).is_none() {
                    let value = value.name.clone();
                    self.problem(id, tag_step(), Defect::MissingBranch { value });
                }
            }
            for case in &variants.cases {
                if tags.value(&case.value).is_none() {
                    let value = case.value.clone();
                    self.problem(id, tag_step(), Defect::UnknownBranch { value });
                }
            }
        }
        self.branches(id, object, &tag.name, variants);
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
            self.problem(id, Vec::new(), Defect::UnionNesting);
        }
    }

    /// A branch is an object, and neither it nor a branch inside it repeats a
    /// member of the union. That also keeps a union out of its own branches.
    fn branches(&mut self, id: TypeId, base: &Object, tag: &str, variants: &Variants) {
        let draft = self.draft;
        let mut seen = HashSet::new();
        let mut queue = Vec::new();
        queue.extend(Reached::by(None, tag, variants).filter(|next| seen.insert(next.case.ty)));
        let mut next = 0;
        while let Some(&at) = queue.get(next) {
            next += 1;
            let Some(ty) = draft.types.get(at.case.ty.index()) else {
                continue;
            };
            let TypeKind::Object(branch) = &ty.kind else {
                // A branch inside a branch is reported with its own union.
                if at.depth == 1 {
                    self.problem(id, at.steps(&queue), Defect::BranchNotObject);
                }
                continue;
            };
            for member in &branch.members {
                if base.member(&member.name).is_some() {
                    let mut steps = at.steps(&queue);
                    steps.push(Step::Member(member.name.clone()));
                    self.problem(id, steps, Defect::MemberClash);
                }
            }
            if at.depth == MAX_UNION_NESTING {
                continue;
            }
            if let Some(variants) = &branch.variants
                && let Some(tag) = branch.members.get(variants.tag)
            {
                let inner = Reached::by(Some((next - 1, at)), &tag.name, variants);
                queue.extend(inner.filter(|next| seen.insert(next.case.ty)));
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
                    self.problem(id, Vec::new(), Defect::AlternateKinds { kind: json });
                }
                (None, TypeKind::Builtin(Builtin::Any)) => {
                    self.problem(id, Vec::new(), Defect::AlternateAny);
                }
                (None, _) => {
                    self.problem(id, Vec::new(), Defect::AlternateNested);
                }
                _ => {}
            }
        }
    }

    /// Every type must have a value that is finite and that QEMU can parse,
    /// but for an enum without values: QAPI allows it while nothing needs one.
    fn finite(&mut self) {
        let types = &self.draft.types;
        let extents = least(types);
        let is_too_deep = |id: TypeId| {
            let extent = extents.get(id.index()).copied().flatten();
            extent.is_some_and(|Extent { depth, .. }| depth >= MAX_NESTING)
        };
        // What lies in a value that is too deep is too deep for hundreds of
        // levels: the whole is told, its parts only without it.
        let commands = self.draft.commands.iter();
        let parts = commands.flat_map(|c| [c.arguments, c.returns]);
        let parts = parts.chain(self.draft.events.iter().map(|event| event.data));
        let wholes: HashSet<TypeId> = parts.filter(|id| is_too_deep(*id)).collect();
        for (index, (ty, extent)) in types.iter().zip(&extents).enumerate() {
            let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
            let defect = match extent {
                Some(_) if is_too_deep(id) && !wholes.is_empty() && !wholes.contains(&id) => {
                    continue;
                }
                Some(Extent { depth, .. }) if *depth >= MAX_NESTING => {
                    Defect::ValueTooDeep { depth: *depth }
                }
                Some(Extent { tokens, .. }) if *tokens > MAX_TOKENS => Defect::ValueTooLarge,
                Some(_) => continue,
                None if matches!(ty.kind, TypeKind::Enum(_)) => continue,
                None => Defect::NoValue,
            };
            self.problem(id, Vec::new(), defect);
        }
    }
}

/// A branch on the way through the branches of a union.
#[derive(Clone, Copy)]
struct Reached<'d> {
    /// The branch that it lies in, by its position in the queue.
    from: Option<usize>,
    /// How many branches lead to it, itself among them.
    depth: usize,
    tag: &'d str,
    case: &'d Case,
}

impl<'d> Reached<'d> {
    fn by(
        from: Option<(usize, Self)>,
        tag: &'d str,
        variants: &'d Variants,
    ) -> impl Iterator<Item = Self> {
        variants.cases.iter().map(move |case| Self {
            from: from.map(|(at, _)| at),
            depth: from.map_or(0, |(_, outer)| outer.depth) + 1,
            tag,
            case,
        })
    }

    fn steps(self, queue: &[Self]) -> Vec<Step> {
        let outer = |at: &Self| at.from.and_then(|from| queue.get(from).copied());
        let way = std::iter::successors(Some(self), outer);
        let mut steps: Vec<Step> = way
            .map(|at| Step::Branch {
                tag: at.tag.into(),
                case: at.case.value.clone(),
            })
            .collect();
        steps.reverse();
        steps
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
