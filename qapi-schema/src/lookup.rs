//! Finding an item of a list by its wire name.

/// Lists up to this long are searched from the start: that beats hashing.
const LINEAR: usize = 4;

/// A name is found within so many slots, or the names are sorted instead: a
/// schema may come from a guest, and a guest may choose names that collide.
const PROBES: usize = 16;

/// A name that is looked for, perhaps in several lists.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key<'a> {
    name: &'a str,
}

impl<'a> Key<'a> {
    #[inline]
    pub(crate) fn new(name: &'a str) -> Self {
        Self { name }
    }

    /// The slots of a table in which the name may be.
    #[inline]
    fn slots(self, table: &[u32]) -> impl Iterator<Item = usize> + use<> {
        let mask = table.len().wrapping_sub(1);
        let start = hash(self.name.as_bytes()) as usize;
        (start..start + PROBES).map(move |slot| slot & mask)
    }
}

/// An index over the names of a list.
///
/// The names stay where they are; whoever asks hands the same list in again.
#[derive(Clone, Debug, Default)]
pub(crate) enum Lookup {
    /// No index: the list is short.
    #[default]
    Linear,
    /// A hash table with open addressing: positions, or [`FREE`]. Its length
    /// is a power of two.
    Hashed(Box<[u32]>),
    /// The positions, sorted by name.
    Sorted(Box<[u32]>),
}

const FREE: u32 = u32::MAX;

impl Lookup {
    /// An index over `names`, which must not repeat (the check has seen to it;
    /// of repeated names any one is found).
    pub(crate) fn new<T>(list: &[T], name: impl Fn(&T) -> &str) -> Self {
        if list.len() <= LINEAR {
            return Self::Linear;
        }
        let slots = hashed(list, &name);
        slots.map_or_else(|| Self::Sorted(sorted(list, &name)), Self::Hashed)
    }

    /// The position of `wanted` in `list`, the list that this index was made from.
    #[inline(always)]
    pub(crate) fn find<T>(
        &self,
        list: &[T],
        wanted: Key<'_>,
        name: impl Fn(&T) -> &str,
    ) -> Option<usize> {
        let is = |item: &T| same(name(item).as_bytes(), wanted.name.as_bytes());
        match self {
            Self::Linear => list.iter().position(is),
            Self::Hashed(table) => {
                for slot in wanted.slots(table) {
                    let at = *table.get(slot)? as usize;
                    // A free slot has a position beyond the list.
                    if is(list.get(at)?) {
                        return Some(at);
                    }
                }
                None
            }
            Self::Sorted(sorted) => {
                let name = |at: &u32| list.get(*at as usize).map(&name);
                let found = sorted.binary_search_by(|at| name(at).cmp(&Some(wanted.name)));
                let at = found.ok().and_then(|found| sorted.get(found));
                at.map(|at| *at as usize)
            }
        }
    }
}

/// No two slots hold the same position, and half of them are free; none if
/// that takes too many probes.
fn hashed<T>(list: &[T], name: impl Fn(&T) -> &str) -> Option<Box<[u32]>> {
    let mut slots = vec![FREE; (list.len() * 2).next_power_of_two()];
    for (at, item) in list.iter().enumerate() {
        let mut probes = Key::new(name(item)).slots(&slots);
        let free = probes.find(|slot| slots.get(*slot) == Some(&FREE))?;
        *slots.get_mut(free)? = u32::try_from(at).ok()?;
    }
    Some(slots.into())
}

fn sorted<T>(list: &[T], name: impl Fn(&T) -> &str) -> Box<[u32]> {
    let name = |at: &u32| list.get(*at as usize).map(&name);
    let mut sorted: Vec<u32> = (0..u32::try_from(list.len()).unwrap_or(u32::MAX)).collect();
    sorted.sort_by(|a, b| name(a).cmp(&name(b)));
    sorted.into()
}

/// Mixes the length and the bytes at both ends: the whole name up to 16 bytes.
#[inline]
pub(crate) fn hash(name: &[u8]) -> u32 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let (start, end) = ends(name);
    let mixed = (start ^ end.rotate_left(32)).wrapping_mul(ODD);
    let mixed = (mixed ^ mixed >> 32 ^ name.len() as u64).wrapping_mul(ODD);
    (mixed >> 32) as u32
}

/// Whether two names are the same, without a call for the common lengths.
#[inline]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && ends(a) == ends(b) && (a.len() <= 16 || a == b)
}

/// The first and the last eight bytes, which overlap in a short name. Up to 16
/// bytes they are all of it.
#[inline]
fn ends(name: &[u8]) -> (u64, u64) {
    if let (Some(start), Some(end)) = (name.first_chunk(), name.last_chunk()) {
        return (u64::from_le_bytes(*start), u64::from_le_bytes(*end));
    }
    if let (Some(start), Some(end)) = (name.first_chunk(), name.last_chunk()) {
        let (start, end) = (u32::from_le_bytes(*start), u32::from_le_bytes(*end));
        return (start.into(), end.into());
    }
    let bytes = name
        .iter()
        .fold(0, |bytes, byte| bytes << 8 | u64::from(*byte));
    (bytes, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds_every_name_and_nothing_else(lookup: &Lookup, names: &[String]) {
        for (i, name) in names.iter().enumerate() {
            assert_eq!(lookup.find(names, Key::new(name), |n| n), Some(i));
        }
        for absent in ["", "n", "n9999", "name that is longer than eight bytes"] {
            assert_eq!(lookup.find(names, Key::new(absent), |n| n), None);
        }
    }

    #[test]
    fn every_index_finds_the_same() {
        for len in [0, 1, LINEAR, LINEAR + 1, 300] {
            let names: Vec<String> = (0..len).map(|i| format!("n{}", i * 7 % 307)).collect();
            finds_every_name_and_nothing_else(&Lookup::new(&names, |n| n), &names);
            finds_every_name_and_nothing_else(&Lookup::Linear, &names);
            finds_every_name_and_nothing_else(&Lookup::Sorted(sorted(&names, |n| n)), &names);
        }
    }

    #[test]
    fn names_are_the_same_if_every_byte_is() {
        for len in 0..40 {
            let name: Vec<u8> = (0..len).collect();
            assert!(same(&name, &name));
            assert!(!same(&name, &[&name[..], b"x"].concat()));
            for at in 0..name.len() {
                let mut other = name.clone();
                other[at] ^= 0x20;
                assert!(!same(&name, &other), "{name:?} {other:?}");
            }
        }
    }

    #[test]
    fn names_that_collide_are_sorted() {
        let slot = |name: &String| hash(name.as_bytes()) % 256;
        let names: Vec<String> = (0..)
            .map(|i| format!("x{i}"))
            .filter(|name| slot(name) == 0)
            .take(100)
            .collect();
        let lookup = Lookup::new(&names, |n| n);
        assert!(matches!(lookup, Lookup::Sorted(_)), "{lookup:?}");
        finds_every_name_and_nothing_else(&lookup, &names);
    }
}
