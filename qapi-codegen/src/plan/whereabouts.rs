//! Which schemas have an item, in words.

use crate::merge::version;
use crate::model::Availability;

/// As many labels and runs of labels as a sentence lists.
const MOST: usize = 6;

/// The schemas of a model, as people are told of them.
pub(super) struct Whereabouts {
    /// The labels as code, the oldest first.
    labels: Vec<String>,
    /// For each, the label without its version: what it has in common with
    /// other versions of the same program and architecture.
    lines: Vec<String>,
}

impl Whereabouts {
    pub(super) fn new(sources: &[String]) -> Self {
        let line = |label: &String| match version(label) {
            "" => label.clone(),
            version => label.replacen(version, "", 1),
        };
        Self {
            labels: sources
                .iter()
                .map(|label| super::docs::code(label))
                .collect(),
            lines: sources.iter().map(line).collect(),
        }
    }

    /// All schemas, if there are several.
    pub(super) fn all(&self) -> Option<String> {
        let all: Vec<usize> = (0..self.labels.len()).collect();
        let list = || match self.list(&all, &all) {
            labels if labels.contains('`') => labels,
            _ => format!("{} schemas", all.len()),
        };
        (all.len() > 1).then(list)
    }

    /// Where something is, as `not in …` or `only in …`: what names schemas rather
    /// than a number of them, and of two alike the shorter; nothing if it is wherever its owner is. Without an owner, that is in all.
    pub(super) fn of(&self, here: &Availability, owner: Option<&Availability>) -> Option<String> {
        let all: Vec<usize> = (0..self.labels.len()).collect();
        let owner = owner.map_or(&*all, Availability::sources);
        let absent: Vec<usize> = owner
            .iter()
            .copied()
            .filter(|at| !here.contains(*at))
            .collect();
        if absent.is_empty() || here.sources().is_empty() {
            return None;
        }
        let absent = format!("not in {}", self.list(&absent, owner));
        let only = format!("only in {}", self.list(here.sources(), owner));
        // Labels are in backticks.
        let key = |text: &String| (!text.contains('`'), text.len());
        Some(if key(&only) < key(&absent) {
            only
        } else {
            absent
        })
    }

    /// Labels, or how many there are if that is too much to read. Versions that
    /// follow one another in `among` are told by the first and the last.
    pub(super) fn list(&self, sources: &[usize], among: &[usize]) -> String {
        let mut runs: Vec<(usize, usize, usize)> = Vec::new();
        let mut listed = vec![false; self.labels.len()];
        for &source in sources {
            if listed.get(source).copied().unwrap_or(true) {
                continue;
            }
            let line = self.lines.get(source);
            let next = among
                .iter()
                .filter(|at| **at >= source && self.lines.get(**at) == line);
            let run = next.take_while(|at| sources.contains(at));
            let (mut last, mut length) = (source, 0);
            for &at in run {
                if let Some(listed) = listed.get_mut(at) {
                    *listed = true;
                }
                (last, length) = (at, length + 1);
            }
            runs.push((source, last, length));
        }
        if runs.len() > MOST {
            return format!("{} of {} schemas", sources.len(), among.len());
        }
        let label = |at: usize| self.labels.get(at).map_or("", |label| &**label);
        let mut words = Vec::new();
        for (first, last, length) in runs {
            match length {
                0 | 1 => words.push(label(first).to_owned()),
                2 => words.extend([label(first).to_owned(), label(last).to_owned()]),
                _ => words.push(format!("{} to {}", label(first), label(last))),
            }
        }
        match words.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [some @ .., last] => format!("{} and {last}", some.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(labels: &[&str]) -> Whereabouts {
        let labels: Vec<String> = labels.iter().map(|label| (*label).to_owned()).collect();
        Whereabouts::new(&labels)
    }

    #[test]
    fn the_shorter_way_to_say_it() {
        let schemas = labels(&[
            "qemu-7.2-x86_64",
            "qemu-10.0-aarch64",
            "qemu-10.0-x86_64",
            "qsd-10.0",
        ]);
        let of = |here: &[usize]| schemas.of(&Availability::new(here.iter().copied()), None);
        assert_eq!(of(&[0, 1, 2, 3]), None);
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[0, 1, 2]).unwrap(), "not in `qsd-10.0`");
        assert_eq!(of(&[3]).unwrap(), "only in `qsd-10.0`");
        assert_eq!(
            of(&[1, 2]).unwrap(),
            "not in `qemu-7.2-x86_64` and `qsd-10.0`"
        );
        let owner = Availability::new([0, 2]);
        let member = schemas.of(&Availability::new([2]), Some(&owner));
        assert_eq!(member.unwrap(), "not in `qemu-7.2-x86_64`");
        assert_eq!(schemas.of(&owner, Some(&owner)), None);
    }

    #[test]
    fn versions_in_a_row_are_a_range() {
        let names: Vec<String> = (0..20)
            .map(|n| format!("qemu-{}.{}", 4 + n / 3, n % 3))
            .collect();
        let schemas = Whereabouts::new(&names);
        let here = Availability::new(8..20);
        assert_eq!(
            schemas.of(&here, None).unwrap(),
            "not in `qemu-4.0` to `qemu-6.1`"
        );
        let odd = Availability::new((0..20).filter(|n| n % 2 == 1));
        assert_eq!(schemas.of(&odd, None).unwrap(), "not in 10 of 20 schemas");
        let odd_but_one = Availability::new((0..20).filter(|n| n % 2 == 0 || *n > 1));
        assert_eq!(schemas.of(&odd_but_one, None).unwrap(), "not in `qemu-4.1`");
        assert_eq!(schemas.all().unwrap(), "`qemu-4.0` to `qemu-10.1`");
        let unlike: Vec<String> = (0..9).map(|n| format!("build-{}", "x".repeat(n))).collect();
        let unlike = Whereabouts::new(&unlike);
        assert_eq!(unlike.all().unwrap(), "9 schemas");
        assert_eq!(labels(&["one"]).all(), None);
    }
}
