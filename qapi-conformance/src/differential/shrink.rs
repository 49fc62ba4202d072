//! The least that still shows something.

use std::time::{Duration, Instant};

use crate::Stop;

/// When shrinking has an end, whatever there is left to shrink; none if it has
/// all the time there is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline(Option<Instant>);

impl Deadline {
    /// After this time; never, if that is more than a clock can tell.
    pub(super) fn after(time: Duration) -> Self {
        Self(Instant::now().checked_add(time))
    }

    pub(super) fn is_over(self) -> bool {
        self.0.is_some_and(|end| Instant::now() >= end)
    }
}

/// Takes away from `start` what it can without `still` saying no, which is
/// asked `tries` times at most, and not after the deadline.
///
/// # Errors
///
/// As `still`.
pub(super) fn shrink<T>(
    start: T,
    tries: &mut usize,
    deadline: Deadline,
    simpler: impl Fn(&T) -> Vec<T>,
    mut still: impl FnMut(&T) -> Result<bool, Stop>,
) -> Result<T, Stop> {
    let mut best = start;
    // Where to look next; a round in which nothing is found is the last.
    let (mut at, mut found) = (0, false);
    loop {
        let Some(candidate) = simpler(&best).into_iter().nth(at) else {
            if !found {
                return Ok(best);
            }
            (at, found) = (0, false);
            continue;
        };
        match tries.checked_sub(1) {
            Some(left) if !deadline.is_over() => *tries = left,
            _ => return Ok(best),
        }
        if still(&candidate)? {
            best = candidate;
            found = true;
        } else {
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::differential::tree::Tree;

    fn shrunk(text: &str, tries: usize, still: impl Fn(&str) -> bool) -> String {
        in_time(text, tries, Duration::MAX, still)
    }

    fn in_time(
        text: &str,
        mut tries: usize,
        time: Duration,
        still: impl Fn(&str) -> bool,
    ) -> String {
        let tree = Tree::parse(text.as_bytes()).unwrap();
        let still = |tree: &Tree| Ok(still(&tree.to_string()));
        let deadline = Deadline::after(time);
        shrink(tree, &mut tries, deadline, Tree::simpler, still)
            .unwrap()
            .to_string()
    }

    #[test]
    fn what_does_not_matter_goes() {
        let text = r#"{"a":{"b":[1,{"size":-77,"c":"long"}],"d":true},"e":"text","f":[[]]}"#;
        let still = |text: &str| text.contains("\"size\":-");
        assert_eq!(shrunk(text, 500, still), r#"{"a":{"b":[{"size":-1}]}}"#);
    }

    #[test]
    fn what_matters_together_stays_together() {
        let text = r#"{"a":5,"b":5,"c":5,"d":5,"e":5}"#;
        let still = |text: &str| text.contains("\"a\"") && text.contains("\"d\":5");
        assert_eq!(shrunk(text, 500, still), r#"{"a":0,"d":5}"#);
    }

    #[test]
    fn it_gives_up_in_time() {
        assert_eq!(shrunk(r#"{"a":5,"b":5}"#, 1, |_| true), r#"{"b":5}"#);
        assert_eq!(shrunk(r#"{"a":5,"b":5}"#, 0, |_| true), r#"{"a":5,"b":5}"#);
        let none = in_time(r#"{"a":5,"b":5}"#, 9, Duration::ZERO, |_| true);
        assert_eq!(none, r#"{"a":5,"b":5}"#);
    }
}
