//! The ids of commands.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Ids that no other connection uses.
///
/// A command that still ran when its connection dropped is answered to whoever
/// is connected next, so ids that start at 1 for each connection would pair
/// that answer with a command that it does not belong to. Until the peer has
/// answered the negotiation, ids have a part that nobody can guess. QEMU runs
/// one command at a time, so by then it has said all that it still owed, and
/// plain numbers do from there on: it reads its input a byte at a time, and each
/// byte of an id takes a fiftieth of a short command's time.
#[derive(Clone, Debug)]
pub(crate) struct Ids {
    prefix: String,
    /// The first number of all, and of this connection.
    origin: u64,
    first: u64,
    /// From which number on they are plain, if they are.
    plain: Option<u64>,
    /// Shared with the connections before and after this one.
    next: Arc<AtomicU64>,
    /// Whether the peer takes no ids.
    withheld: bool,
}

impl Ids {
    pub(crate) fn new() -> Self {
        // Numbers of four digits cost no more than those that raw clients use,
        // and differ where somebody relays for several clients.
        Self::from(random(), 1000 + random() % 9000)
    }

    /// The same in each run.
    pub(crate) fn reproducible() -> Self {
        Self::from(0, 1)
    }

    fn from(prefix: u64, origin: u64) -> Self {
        Self {
            prefix: format!("{prefix:016x}-"),
            origin,
            first: origin,
            plain: None,
            next: Arc::new(AtomicU64::new(origin)),
            withheld: false,
        }
    }

    /// Those of a connection that comes after this one. No number is used twice,
    /// however many of those there are.
    pub(crate) fn successor(&self) -> Self {
        Self {
            first: self.next(),
            plain: None,
            ..self.clone()
        }
    }

    fn next(&self) -> u64 {
        self.next.load(Ordering::Relaxed)
    }

    /// That the peer owes no reply to anybody else.
    pub(crate) fn be_plain(&mut self) {
        let next = self.next();
        self.plain.get_or_insert(next);
    }

    /// Numbers commands from now on without sending ids.
    pub(crate) fn withhold(&mut self) {
        self.withheld = true;
    }

    /// The number of a new id.
    pub(crate) fn issue(&mut self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    fn is_plain(&self, number: u64) -> bool {
        self.plain.is_some_and(|plain| number >= plain)
    }

    /// Writes an id to the end of `out`, as the last member of a message.
    pub(crate) fn write(&self, number: u64, out: &mut Vec<u8>) {
        if self.withheld {
            return;
        }
        let mut digits = [0; 20];
        let digits = decimal(number, &mut digits);
        out.extend_from_slice(br#","id":"#);
        if self.is_plain(number) {
            out.extend_from_slice(digits);
        } else {
            out.push(b'"');
            out.extend_from_slice(self.prefix.as_bytes());
            out.extend_from_slice(digits);
            out.push(b'"');
        }
    }

    /// The number of an id that was issued here, or by a connection before this
    /// one.
    pub(crate) fn number(&self, id: &str) -> Option<u64> {
        let written = |number: &str| {
            // As it is written here: without a sign or zeros before it.
            let plain = number.starts_with(|first| matches!(first, '1'..='9'));
            let number = number.parse().ok().filter(|_| plain)?;
            (self.origin..self.next())
                .contains(&number)
                .then_some(number)
        };
        if let Some(id) = id.strip_prefix('"') {
            return written(id.strip_prefix(&*self.prefix)?.strip_suffix('"')?);
        }
        let number = written(id)?;
        (number < self.first || self.is_plain(number)).then_some(number)
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
        let mut issued = Vec::new();
        for _ in 0..3 {
            for _ in 0..100 {
                issued.push(issue(&mut ids));
            }
            ids.be_plain();
            for _ in 0..100 {
                issued.push(issue(&mut ids));
            }
            ids = ids.successor();
        }
        for (number, id) in &issued {
            assert_eq!(ids.number(id), Some(*number), "{id}");
        }
        issued.sort();
        issued.dedup_by_key(|(number, _)| *number);
        assert_eq!(issued.len(), 600);
    }

    #[test]
    fn tries_to_connect_again_share_no_id() {
        let ids = Ids::new();
        let (mut one, mut other) = (ids.successor(), ids.successor());
        assert_ne!(issue(&mut one), issue(&mut other));
    }

    #[test]
    fn ids_are_plain_once_nobody_else_is_owed_a_reply() {
        let mut ids = Ids::new();
        let (number, id) = issue(&mut ids);
        assert!(id.len() > 16, "{id}");
        // That of another client, who counts as we do.
        assert_eq!(ids.number(&number.to_string()), None);
        ids.be_plain();
        assert_eq!(ids.number(&number.to_string()), None);
        let (number, id) = issue(&mut ids);
        assert_eq!(id, number.to_string());
        assert_eq!(id.len(), 4);
    }

    #[test]
    fn a_peer_that_takes_no_ids_is_sent_none() {
        let mut ids = Ids::new();
        ids.withhold();
        let mut out = Vec::new();
        let first = ids.issue();
        ids.write(first, &mut out);
        assert_eq!(ids.issue(), first + 1);
        assert!(out.is_empty());
    }

    #[test]
    fn ids_of_others_and_of_the_future_are_not_ours() {
        let mut ids = Ids::new();
        let (number, mine) = issue(&mut ids);
        let (_, other) = issue(&mut Ids::new());
        assert_ne!(mine, other);
        let other_number = |text: &str| mine.replace(&format!("-{number}"), &format!("-{text}"));
        for foreign in [
            &*other,
            "1",
            "null",
            "\"\"",
            "{}",
            "-1",
            "1e3",
            &other_number(&format!("{}", number + 1)),
            &other_number(&format!("0{number}")),
            &other_number(&format!("+{number}")),
        ] {
            assert_eq!(ids.number(foreign), None, "{foreign}");
        }
        ids.be_plain();
        assert_eq!(ids.number(&(number + 1).to_string()), None);
    }
}
