//! A command as bytes.

use std::ops::Range;

use serde::Serialize;

use super::id::Ids;

/// A command that was encoded to be sent.
#[derive(Clone, Debug)]
pub struct Request {
    /// The number of its id.
    pub number: u64,
    start: usize,
    arguments: Range<usize>,
}

/// What is to be sent, in the order of sending.
#[derive(Default)]
pub(crate) struct Outbox {
    bytes: Vec<u8>,
    /// How many of the bytes have been sent.
    sent: usize,
}

impl Outbox {
    /// Writes a command behind what is already there.
    pub(crate) fn push<A: Serialize + ?Sized>(
        &mut self,
        ids: &mut Ids,
        command: &str,
        arguments: &A,
    ) -> Result<Request, serde_json::Error> {
        let start = self.bytes.len();
        match self.write(ids, command, arguments) {
            Ok((number, arguments)) => Ok(Request {
                number,
                start,
                arguments,
            }),
            Err(error) => {
                self.bytes.truncate(start);
                Err(error)
            }
        }
    }

    fn write<A: Serialize + ?Sized>(
        &mut self,
        ids: &mut Ids,
        command: &str,
        arguments: &A,
    ) -> Result<(u64, Range<usize>), serde_json::Error> {
        const ARGUMENTS: &[u8] = br#","arguments":"#;
        let out = &mut self.bytes;
        out.extend_from_slice(br#"{"execute":"#);
        serde_json::to_writer(&mut *out, command)?;
        let before = out.len();
        out.extend_from_slice(ARGUMENTS);
        let from = out.len();
        serde_json::to_writer(&mut *out, arguments)?;
        let mut arguments = from..out.len();
        // QEMU reads its input a byte at a time; absent means empty to it.
        if out.get(arguments.clone()) == Some(b"{}") {
            out.truncate(before);
            arguments = before..before;
        }
        let number = ids.issue(out);
        out.extend_from_slice(b"}\n");
        Ok((number, arguments))
    }

    /// Writes bytes behind what is already there.
    pub(crate) fn push_bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Takes back all that has not been sent.
    pub(crate) fn clear(&mut self) {
        self.bytes.truncate(self.sent);
        self.tidy();
    }

    /// The arguments of a command as they will be sent.
    pub(crate) fn arguments(&self, request: &Request) -> &[u8] {
        match self.bytes.get(request.arguments.clone()) {
            Some([]) | None => b"{}",
            Some(arguments) => arguments,
        }
    }

    /// Takes the last command back, unless a part of it has been sent.
    pub(crate) fn withdraw(&mut self, request: &Request) {
        if self.sent <= request.start {
            self.bytes.truncate(request.start);
            self.tidy();
        }
    }

    /// What is still to be sent.
    pub(crate) fn unsent(&self) -> &[u8] {
        self.bytes.get(self.sent..).unwrap_or_default()
    }

    /// That the first `count` bytes of it were sent.
    pub(crate) fn sent(&mut self, count: usize) {
        self.sent = self.bytes.len().min(self.sent + count);
        self.tidy();
    }

    fn tidy(&mut self) {
        const KEEP: usize = 1 << 20;
        if self.sent == self.bytes.len() {
            self.sent = 0;
            self.bytes.clear();
            self.bytes.shrink_to(KEEP);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn messages(outbox: &Outbox) -> Vec<Value> {
        let text = std::str::from_utf8(outbox.unsent()).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    #[test]
    fn a_command_is_one_line_and_its_arguments_can_be_looked_at() {
        let mut outbox = Outbox::default();
        let mut ids = Ids::new();
        let request = outbox
            .push(&mut ids, "eject", &json!({"id": "cd\n0", "force": true}))
            .unwrap();
        let [message] = &*messages(&outbox) else {
            panic!()
        };
        assert_eq!(message["execute"], "eject");
        assert_eq!(message["arguments"]["id"], "cd\n0");
        let arguments: Value = serde_json::from_slice(outbox.arguments(&request)).unwrap();
        assert_eq!(arguments, message["arguments"]);
    }

    #[test]
    fn empty_arguments_are_not_sent() {
        let mut outbox = Outbox::default();
        let request = outbox.push(&mut Ids::new(), "stop", &json!({})).unwrap();
        assert_eq!(outbox.arguments(&request), b"{}");
        assert_eq!(messages(&outbox)[0].get("arguments"), None);
    }

    #[test]
    fn only_a_command_that_is_not_under_way_can_be_taken_back() {
        let mut outbox = Outbox::default();
        let mut ids = Ids::new();
        let first = outbox.push(&mut ids, "stop", &json!({})).unwrap();
        let whole = outbox.unsent().len();
        outbox.sent(3);
        outbox.withdraw(&first);
        assert_eq!(outbox.unsent().len(), whole - 3);
        let second = outbox.push(&mut ids, "cont", &json!({})).unwrap();
        outbox.withdraw(&second);
        assert_eq!(outbox.unsent().len(), whole - 3);
        outbox.sent(whole - 3);
        assert!(outbox.unsent().is_empty());
    }

    #[test]
    fn what_cannot_be_encoded_leaves_nothing_behind() {
        struct Broken;
        impl Serialize for Broken {
            fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(serde::ser::Error::custom("broken"))
            }
        }
        let mut outbox = Outbox::default();
        outbox
            .push(&mut Ids::new(), "stop", &[Value::Null].map(|_| Broken))
            .unwrap_err();
        assert!(outbox.unsent().is_empty());
    }
}
