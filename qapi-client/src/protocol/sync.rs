//! Finding the place in a guest agent's stream.

use serde_json::Value;

use super::framing::Framer;
use super::id;

/// Stands before the reply to `guest-sync-delimited`, and makes an agent that
/// reads it forget what came before it. No JSON has it.
const DELIMITER: u8 = 0xFF;

/// The most bytes of the reply's line. It has one number.
const LINE: usize = 1024;

/// A `guest-sync-delimited` that waits for its reply.
///
/// Whatever else comes is passed over without being kept: leftovers of earlier
/// connections and commands, replies to earlier synchronisations, garbage.
#[derive(Debug)]
pub(super) struct SyncRequest {
    /// Not guessed by whoever has not read it, nor used before.
    id: i64,
    /// Whether the delimiter came right before what comes now.
    delimited: bool,
}

impl SyncRequest {
    pub(super) fn new() -> Self {
        Self {
            // Agents read it as a signed number.
            id: (id::random() >> 1).cast_signed(),
            delimited: false,
        }
    }

    /// What is sent. It has no `id` member, since some agents refuse that.
    pub(super) fn request(&self) -> Vec<u8> {
        let mut request = vec![DELIMITER];
        request.extend_from_slice(
            format!(
                "{{\"execute\":\"guest-sync-delimited\",\"arguments\":{{\"id\":{}}}}}\n",
                self.id
            )
            .as_bytes(),
        );
        request
    }

    /// Looks for the reply. When it is there, the stream goes on behind it.
    /// Counts what was passed over.
    pub(super) fn find(&mut self, framer: &mut Framer, dropped: &mut u64) -> bool {
        let mut drop = |framer: &mut Framer, count: usize| {
            *dropped += count as u64;
            framer.skip(count);
        };
        loop {
            let received = framer.received();
            if !self.delimited {
                let found = received.iter().position(|byte| *byte == DELIMITER);
                let before = found.map_or(received.len(), |at| at + 1);
                drop(framer, before);
                self.delimited = found.is_some();
                if !self.delimited {
                    return false;
                }
                continue;
            }
            let end = received
                .iter()
                .position(|byte| matches!(*byte, DELIMITER | b'\n'));
            match end.and_then(|end| Some((end, received.get(end)?))) {
                Some((end, b'\n')) => {
                    let line = received.get(..end).unwrap_or_default();
                    let reply = serde_json::from_slice::<Value>(line).ok();
                    let id = reply.as_ref().and_then(|reply| reply.get("return"));
                    if id.and_then(Value::as_i64) == Some(self.id) {
                        framer.skip(end + 1);
                        return true;
                    }
                    drop(framer, end + 1);
                }
                Some((end, _)) => drop(framer, end),
                None if received.len() <= LINE => return false,
                None => drop(framer, received.len()),
            }
            self.delimited = false;
        }
    }
}

/// Passes over a delimiter between two messages: it comes before the reply to a
/// `guest-sync-delimited` that was sent as any other command.
pub(super) fn skip_delimiter(framer: &mut Framer) {
    if !framer.rest().is_empty() {
        return;
    }
    let received = framer.received();
    let blank = received.iter().take_while(|b| b.is_ascii_whitespace());
    let blank = blank.count();
    if received.get(blank) == Some(&DELIMITER) {
        framer.skip(blank + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::super::framing::Limits;
    use super::*;

    /// Whether the reply is found in a stream that comes in pieces of a size,
    /// what is left behind it, and how much was passed over.
    fn find(stream: &[u8], piece: usize) -> (bool, Vec<u8>, u64) {
        let mut framer = Framer::new(Limits::default());
        let mut sync = SyncRequest {
            id: 7,
            delimited: false,
        };
        let (mut found, mut dropped) = (false, 0);
        for bytes in stream.chunks(piece) {
            framer.space()[..bytes.len()].copy_from_slice(bytes);
            framer.filled(bytes.len());
            found = found || sync.find(&mut framer, &mut dropped);
        }
        (found, framer.received().to_vec(), dropped)
    }

    #[test]
    fn the_reply_is_found_behind_anything() {
        let long = [b"\xFF{\"return\": \"".as_slice(), &[b'x'; 5000], b"\n"].concat();
        for before in [
            &b""[..],
            b"{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error\"}}\n",
            b"{\"return\": 7}\n",
            b"\xFF{\"return\": 6}\n",
            b"\xFF\xFF\xFF",
            b"\xFF{\"return\": \"7\"}\n",
            b"\xFF{\"return\": 7.0}\n",
            b"\xFF{\"return\": {\"return\": 7}}\n",
            b"\xFF[7]\n",
            b"\xFF\n{\"return\": 7}\n",
            b"\xFF{\"return\": \"cut",
            b"\xFF{\"return\": 7",
            b"\0\n\r\x7F",
            &long,
        ] {
            let stream = [before, b"\xFF{\"return\": 7, \"id\": null}\n{\"return\": {"].concat();
            let expected = (true, b"{\"return\": {".to_vec(), before.len() as u64 + 1);
            for piece in 1..stream.len().min(100) {
                let shown = before.escape_ascii();
                assert_eq!(
                    find(&stream, piece),
                    expected,
                    "{shown} in pieces of {piece}"
                );
            }
        }
    }

    #[test]
    fn what_is_passed_over_is_not_kept() {
        for flood in [
            &b"x"[..],
            b"\xFF",
            b"\xFFx",
            b"{\"return\": 7}\n",
            b"\xFF{\"return\": 6}\n",
        ] {
            let (found, rest, dropped) = find(&flood.repeat(100_000), 999);
            assert!(!found && rest.len() <= LINE, "{}", flood.escape_ascii());
            assert_eq!(dropped as usize + rest.len(), flood.len() * 100_000);
        }
    }

    #[test]
    fn every_request_is_another_one() {
        let (one, other) = (SyncRequest::new(), SyncRequest::new());
        assert!(one.id >= 0 && other.id >= 0 && one.id != other.id);
        let request = one.request();
        let (delimiter, command) = request.split_first().unwrap();
        assert_eq!(*delimiter, DELIMITER);
        let command: Value = serde_json::from_slice(command).unwrap();
        assert_eq!(command["arguments"]["id"], one.id);
    }
}
