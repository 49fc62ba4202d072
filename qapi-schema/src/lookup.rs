//! Finding an item of a list by its wire name.

/// Lists up to this long are searched from the start: that beats bisecting.
const LINEAR: usize = 8;

/// The positions of a list's names, sorted so that a name is found by bisection.
///
/// The names stay where they are; whoever asks hands the same list in again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lookup {
    sorted: Box<[u32]>,
}

impl Lookup {
    /// An index over `names`, which must not repeat (the check has seen to it;
    /// of repeated names any one is found).
    pub(crate) fn new<T>(list: &[T], name: impl Fn(&T) -> &str) -> Self {
        if list.len() <= LINEAR {
            return Self::default();
        }
        let key = |&i: &u32| list.get(i as usize).map(|item| order(name(item)));
        let mut sorted: Vec<u32> = (0..u32::try_from(list.len()).unwrap_or(u32::MAX)).collect();
        sorted.sort_by(|a, b| key(a).cmp(&key(b)));
        Self {
            sorted: sorted.into(),
        }
    }

    /// The position of `wanted` in `list`, the list that this index was made from.
    pub(crate) fn find<T>(
        &self,
        list: &[T],
        wanted: &str,
        name: impl Fn(&T) -> &str,
    ) -> Option<usize> {
        if self.sorted.is_empty() {
            return list.iter().position(|item| name(item) == wanted);
        }
        let wanted = order(wanted);
        self.sorted
            .binary_search_by(|&i| {
                list.get(i as usize)
                    .map(|item| order(name(item)))
                    .cmp(&Some(wanted))
            })
            .ok()
            .and_then(|at| self.sorted.get(at))
            .map(|&i| i as usize)
    }
}

/// Names sort by length first: most comparisons then end without touching the text.
fn order(name: &str) -> (usize, &str) {
    (name.len(), name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_name_and_nothing_else() {
        for len in [0, 1, LINEAR, LINEAR + 1, 300] {
            let names: Vec<String> = (0..len).map(|i| format!("n{}", i * 7 % 307)).collect();
            let lookup = Lookup::new(&names, |n| n);
            for (i, name) in names.iter().enumerate() {
                assert_eq!(lookup.find(&names, name, |n| n), Some(i));
            }
            assert_eq!(lookup.find(&names, "n", |n| n), None);
            assert_eq!(lookup.find(&names, "n9999", |n| n), None);
        }
    }
}
