//! The nearest of the names that would have been right.

use crate::quote::quoted;

/// Nothing is suggested for a longer name, in bytes: no real one is half as
/// long, and comparing long names is slow.
const LONGEST: usize = 128;

/// At most this many candidates are compared; real lists have some 300.
const MOST: usize = 1024;

/// The candidate that `wanted` was most likely meant to be, if one is close:
/// the same but for case and `_` against `-`, or within a third of its length
/// by insertions, deletions, replacements and swaps.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if wanted.len() > LONGEST {
        return None;
    }
    let folded = fold(wanted);
    let length = folded.chars().count();
    let limit = (length / 3).max(1);
    candidates
        .into_iter()
        .take(MOST)
        // Names whose lengths are further apart are so themselves.
        .filter(|candidate| candidate.len() <= LONGEST)
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .filter_map(|candidate| {
            let distance = strsim::osa_distance(&folded, &fold(candidate));
            (distance <= limit).then_some((distance, candidate))
        })
        // Of those as close, the one written more alike.
        .min_by_key(|(distance, candidate)| {
            (
                *distance,
                strsim::osa_distance(wanted, candidate),
                *candidate,
            )
        })
        .map(|(_, candidate)| candidate)
}

/// The end of a message about `wanted`: `` ; did you mean `x`? `` or nothing.
pub fn did_you_mean<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(wanted, candidates)
        .map(|name| format!("; did you mean {}?", quoted(name)))
        .unwrap_or_default()
}

fn fold(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_closest_and_only_a_close_one() {
        let names = ["query-block", "query-blockstats", "quit", "stop"];
        assert_eq!(nearest("query_block", names), Some("query-block"));
        assert_eq!(nearest("query-blcok", names), Some("query-block"));
        assert_eq!(nearest("STOP", names), Some("stop"));
        assert_eq!(nearest("screendump", names), None);
        assert_eq!(nearest("stpo", ["STOP", "stop"]), Some("stop"));
        assert_eq!(did_you_mean("quti", names), "; did you mean `quit`?");
    }
}
