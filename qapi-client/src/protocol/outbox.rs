//! What is to be sent, in the order of sending.

use std::collections::VecDeque;
use std::ops::Range;
#[cfg(unix)]
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use super::id::Ids;
use super::request::Request;

/// Commands as bytes, of which some may have been sent.
#[derive(Default)]
pub(super) struct Outbox {
    bytes: Vec<u8>,
    /// How many of the bytes have been sent.
    sent: usize,
    /// The commands of which not all bytes have been sent.
    commands: VecDeque<Outgoing>,
}

struct Outgoing {
    number: u64,
    range: Range<usize>,
    #[cfg(unix)]
    fd: Option<OwnedFd>,
}

/// A buffer above this size is given back when it is empty.
const KEEP: usize = 1 << 20;

impl Outbox {
    /// Writes a command behind what is already there.
    pub(super) fn push(
        &mut self,
        ids: &Ids,
        number: u64,
        #[cfg_attr(not(unix), expect(unused_mut, reason = "there are no files to take"))]
        mut request: Request,
    ) {
        let start = self.bytes.len();
        request.write(ids, number, &mut self.bytes);
        self.commands.push_back(Outgoing {
            number,
            range: start..self.bytes.len(),
            #[cfg(unix)]
            fd: request.fd.take(),
        });
    }

    /// Writes bytes that are no command behind what is already there.
    pub(super) fn push_bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Takes back all that has not been sent.
    pub(super) fn clear(&mut self) {
        self.bytes.truncate(self.sent);
        self.tidy();
    }

    /// Takes a command back, unless a part of it has been sent; says whether it
    /// was.
    pub(super) fn withdraw(&mut self, number: u64) -> bool {
        let Some(at) = self.commands.iter().position(|it| it.number == number) else {
            return false;
        };
        let taken = match self.commands.get(at) {
            Some(command) if self.sent <= command.range.start => command.range.clone(),
            _ => return false,
        };
        self.commands.remove(at);
        for later in self.commands.range_mut(at..) {
            later.range.start -= taken.len();
            later.range.end -= taken.len();
        }
        self.bytes.drain(taken);
        self.tidy();
        true
    }

    /// What is to be sent next: up to the next command that an open file goes
    /// along with.
    pub(super) fn unsent(&self) -> &[u8] {
        let end = self.bytes.len();
        #[cfg(unix)]
        let end = self
            .commands
            .iter()
            .find(|command| command.fd.is_some() && command.range.start > self.sent)
            .map_or(end, |command| command.range.start);
        self.bytes.get(self.sent..end).unwrap_or_default()
    }

    /// The open file that goes along with the first byte of [`unsent`](Self::unsent).
    #[cfg(unix)]
    pub(super) fn fd(&self) -> Option<BorrowedFd<'_>> {
        let command = self.commands.front()?;
        match &command.fd {
            Some(fd) if command.range.start == self.sent => Some(fd.as_fd()),
            _ => None,
        }
    }

    /// That the first `count` bytes of [`unsent`](Self::unsent) were sent, and
    /// the open file with them.
    pub(super) fn sent(&mut self, count: usize) {
        self.sent = self.bytes.len().min(self.sent + count);
        #[cfg(unix)]
        if let Some(command) = self.commands.front_mut()
            && command.range.start < self.sent
        {
            command.fd = None;
        }
        while let Some(command) = self.commands.front()
            && command.range.end <= self.sent
        {
            self.commands.pop_front();
        }
        self.tidy();
    }

    /// Whether a part of a command is still to be sent, and nothing of it has
    /// been.
    pub(super) fn is_unsent(&self, number: u64) -> bool {
        let mut commands = self.commands.iter();
        commands.any(|command| command.number == number && self.sent <= command.range.start)
    }

    fn tidy(&mut self) {
        if self.sent == self.bytes.len() {
            self.sent = 0;
            self.bytes.clear();
            self.bytes.shrink_to(KEEP);
            self.commands.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn push(outbox: &mut Outbox, ids: &mut Ids, name: &str) -> u64 {
        let request = Request::new(name, &json!({})).unwrap();
        let number = ids.issue();
        outbox.push(ids, number, request);
        number
    }

    fn names(outbox: &Outbox) -> Vec<String> {
        let text = std::str::from_utf8(outbox.unsent()).unwrap();
        let messages = text.lines().map(|line| serde_json::from_str(line).unwrap());
        messages
            .map(|message: Value| message["execute"].as_str().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn only_a_command_that_is_not_under_way_can_be_taken_back() {
        let (mut outbox, mut ids) = (Outbox::default(), Ids::new());
        let first = push(&mut outbox, &mut ids, "first");
        let rest = outbox.unsent().len() - 3;
        outbox.sent(3);
        assert!(!outbox.is_unsent(first));
        assert!(!outbox.withdraw(first));
        let second = push(&mut outbox, &mut ids, "second");
        let third = push(&mut outbox, &mut ids, "third");
        assert!(outbox.is_unsent(second) && outbox.is_unsent(third));
        assert!(outbox.withdraw(second));
        assert!(!outbox.withdraw(second));
        outbox.sent(rest);
        assert_eq!(names(&outbox), ["third"]);
        assert!(outbox.withdraw(third));
        assert!(outbox.unsent().is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_goes_with_the_first_byte_of_its_command_and_with_no_other() {
        let (mut outbox, mut ids) = (Outbox::default(), Ids::new());
        let file = || OwnedFd::from(std::fs::File::open("/dev/null").unwrap());
        push(&mut outbox, &mut ids, "before");
        for name in ["getfd", "add-fd"] {
            let request = Request::new(name, &json!({})).unwrap().with_fd(file());
            outbox.push(&ids, 0, request);
        }
        push(&mut outbox, &mut ids, "after");
        assert_eq!(names(&outbox), ["before"]);
        assert!(outbox.fd().is_none());
        outbox.sent(outbox.unsent().len());
        assert_eq!(names(&outbox), ["getfd"]);
        assert!(outbox.fd().is_some());
        outbox.sent(1);
        assert!(outbox.fd().is_none());
        outbox.sent(outbox.unsent().len());
        assert!(outbox.fd().is_some());
        assert_eq!(names(&outbox), ["add-fd", "after"]);
        outbox.sent(outbox.unsent().len());
        assert!(outbox.fd().is_none() && outbox.unsent().is_empty());
    }
}
