//! The ids of commands.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// Ids that no other connection uses.
///
/// A command that still ran when its connection dropped is answered to whoever
/// is connected next, so ids that start at 1 for each connection would pair
/// that answer with a command that it does not belong to.
#[derive(Clone, Debug)]
pub(crate) struct Ids {
    prefix: String,
    next: u64,
    /// Whether the peer takes no ids.
    withheld: bool,
}

impl Ids {
    pub(crate) fn new() -> Self {
        Self {
            prefix: format!("{:016x}-", random()),
            next: 1,
            withheld: false,
        }
    }

    /// Numbers commands from now on without sending ids.
    pub(crate) fn withhold(&mut self) {
        self.withheld = true;
    }

    /// The number of a new id.
    pub(crate) fn issue(&mut self) -> u64 {
        let number = self.next;
        self.next += 1;
        number
    }

    /// Writes an id to the end of `out`, as the last member of a message.
    pub(crate) fn write(&self, number: u64, out: &mut Vec<u8>) {
        if self.withheld {
            return;
        }
        out.extend_from_slice(br#","id":""#);
        out.extend_from_slice(self.prefix.as_bytes());
        let mut digits = [0; 20];
        out.extend_from_slice(decimal(number, &mut digits));
        out.push(b'"');
    }

    /// The number of an id that was issued here.
    pub(crate) fn number(&self, id: &str) -> Option<u64> {
        let number = id
            .strip_prefix('"')?
            .strip_prefix(&*self.prefix)?
            .strip_suffix('"')?;
        number.parse().ok().filter(|number| *number < self.next)
    }
}

/// A number that nobody can guess.
pub(super) fn random() -> u64 {
    // Each `RandomState` has keys of its own, made from the system's
    // randomness, so the hash of nothing is a random number.
    RandomState::new().build_hasher().finish()
}

fn decimal(mut number: u64, digits: &mut [u8; 20]) -> &[u8] {
    let mut start = digits.len();
    for (at, digit) in digits.iter_mut().enumerate().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
        start = at;
        if number == 0 {
            break;
        }
    }
    digits.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(ids: &mut Ids) -> (u64, String) {
        let mut out = Vec::new();
        let number = ids.issue();
        ids.write(number, &mut out);
        let member = String::from_utf8(out).unwrap();
        let id = member.strip_prefix(",\"id\":").unwrap();
        (number, id.to_owned())
    }

    #[test]
    fn an_id_leads_back_to_its_number() {
        let mut ids = Ids::new();
        for expected in 1..=1234 {
            let (number, id) = issue(&mut ids);
            assert_eq!(number, expected);
            assert_eq!(ids.number(&id), Some(expected));
        }
    }

    #[test]
    fn a_peer_that_takes_no_ids_is_sent_none() {
        let mut ids = Ids::new();
        ids.withhold();
        let mut out = Vec::new();
        for expected in [1, 2] {
            let number = ids.issue();
            ids.write(number, &mut out);
            assert_eq!(number, expected);
        }
        assert!(out.is_empty());
    }

    #[test]
    fn ids_of_others_and_of_the_future_are_not_ours() {
        let mut ids = Ids::new();
        let (_, mine) = issue(&mut ids);
        let (_, other) = issue(&mut Ids::new());
        assert_ne!(mine, other);
        for foreign in [
            &*other,
            "1",
            "null",
            "\"\"",
            "{}",
            &mine.replace("-1", "-2"),
        ] {
            assert_eq!(ids.number(foreign), None, "{foreign}");
        }
    }
}
