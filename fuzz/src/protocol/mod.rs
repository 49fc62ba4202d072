//! Whatever a server sends and a caller does, each command has one outcome and
//! it is its own, nothing is held beyond the limits, and it is all the same in
//! what pieces the bytes come.
//!
//! In the input, some bytes are instructions, which tell what the caller does;
//! the others come from the server. What comes from the server is looked at
//! before the next instruction.

mod connection;

use connection::{Connection, EVENTS, Got, MESSAGE};
use serde_json::Value;

/// The stream ends.
const END: u8 = 0x00;
/// A request is made.
const REQUEST: u8 = 0x01;
/// The server sends the id of a command that it was sent; which, the byte that
/// follows says, counted from the last: `0`, `1` …
const ID: u8 = 0x02;
/// What was received is looked at.
const LOOK: u8 = 0x03;
/// A request is abandoned; which, the byte that follows says.
const ABANDON: u8 = 0x04;
/// The same, before what was received is looked at.
const ABANDON_UNSEEN: u8 = 0x05;
/// A few bytes are sent.
const SEND_SOME: u8 = 0x06;
/// All that is to be sent is.
const SEND: u8 = 0x07;
/// An event is taken.
const TAKE: u8 = 0x08;

/// The bytes that are instructions.
pub const INSTRUCTIONS: &[u8] = &[
    END,
    REQUEST,
    ID,
    LOOK,
    ABANDON,
    ABANDON_UNSEEN,
    SEND_SOME,
    SEND,
    TAKE,
];

/// Checks it of one input.
pub fn check(input: &[u8]) {
    let whole = run(input, usize::MAX);
    let piece = 1 + input.len() % 5;
    assert_eq!(run(input, piece), whole, "in pieces of {piece}");
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Awaited,
    Abandoned { withdrawn: bool },
    Answered,
}

/// A request that was made; its command is named after its place in the list.
struct Made {
    number: u64,
    fate: Fate,
    /// Its id, once it was sent.
    id: Option<String>,
}

struct Run {
    connection: Connection,
    /// The most bytes that are received at once.
    piece: usize,
    made: Vec<Made>,
    /// All that was sent, and how much of it are lines that were looked at.
    sent: Vec<u8>,
    lines: usize,
    received: Vec<u8>,
    events: u64,
    taken: u64,
    counters: [u64; 3],
    log: Vec<Got>,
    ended: Option<String>,
}

/// Runs a program; gives all that was handed out, why it ended, and what was
/// counted.
fn run(input: &[u8], piece: usize) -> (Vec<String>, Option<String>, [u64; 3]) {
    let mut run = Run {
        connection: Connection::new(),
        piece,
        made: Vec::new(),
        sent: Vec::new(),
        lines: 0,
        received: Vec::new(),
        events: 0,
        taken: 0,
        counters: [0; 3],
        log: Vec::new(),
        ended: None,
    };
    let mut rest = input.iter().copied();
    while let Some(byte) = rest.next() {
        match byte {
            ID => {
                let which = rest.next().and_then(|which| run.which(which));
                let id = which.and_then(|which| run.made[which].id.clone());
                let id = id.unwrap_or_else(|| "\"another's\"".to_owned());
                run.received.extend_from_slice(id.as_bytes());
            }
            ABANDON_UNSEEN => {
                run.receive(false);
                run.abandon(rest.next());
            }
            ABANDON => {
                run.receive(true);
                run.abandon(rest.next());
            }
            REQUEST | LOOK | SEND_SOME | SEND | TAKE | END => {
                run.receive(true);
                run.instruct(byte);
            }
            byte => run.received.push(byte),
        }
    }
    run.receive(true);
    run.finish();
    run.told()
}

impl Run {
    /// The request that a byte of the program means: `0` is the last.
    fn which(&self, byte: u8) -> Option<usize> {
        let back = usize::from(byte.wrapping_sub(b'0'));
        let last = self.made.len().checked_sub(1)?;
        Some(last - back % self.made.len())
    }

    fn instruct(&mut self, instruction: u8) {
        match instruction {
            REQUEST if self.ended.is_none() => {
                let name = format!("command-{}", self.made.len());
                let number = self.connection.request(&name);
                assert!(self.made.iter().all(|made| made.number != number));
                self.made.push(Made {
                    number,
                    fate: Fate::Awaited,
                    id: None,
                });
            }
            SEND_SOME => self.send(9),
            SEND => self.send(usize::MAX),
            TAKE => self.taken += u64::from(self.connection.take_event().is_some()),
            END => {
                let why = self.connection.end_of_stream();
                self.end(why);
            }
            _ => {}
        }
    }

    fn abandon(&mut self, which: Option<u8>) {
        let Some(which) = which.and_then(|which| self.which(which)) else {
            return;
        };
        let number = self.made[which].number;
        if !self.connection.can_withdraw(number) {
            self.send(usize::MAX);
        }
        self.connection.abandon(number);
        if self.made[which].fate == Fate::Awaited {
            let begun = self.sent.len() > self.lines || self.made[which].id.is_some();
            self.made[which].fate = Fate::Abandoned { withdrawn: !begun };
        }
    }

    /// Sends bytes, and learns the ids of the commands in them.
    fn send(&mut self, most: usize) {
        self.sent.extend(self.connection.send(most));
        while let Some(end) = self.sent[self.lines..].iter().position(|b| *b == b'\n') {
            let line = &self.sent[self.lines..self.lines + end];
            let command: Value = serde_json::from_slice(line).expect("a command is JSON");
            let which = command["execute"].as_str();
            let which = which.and_then(|name| name.strip_prefix("command-"));
            let which: usize = which.and_then(|n| n.parse().ok()).expect("it was made");
            let id = command["id"].to_string();
            assert!(self.made.iter().all(|made| made.id.as_ref() != Some(&id)));
            let made = &mut self.made[which];
            assert_eq!(made.id.replace(id), None, "it is sent once");
            assert_ne!(made.fate, Fate::Abandoned { withdrawn: true });
            self.lines += end + 1;
        }
    }

    fn receive(&mut self, look: bool) {
        let received = std::mem::take(&mut self.received);
        for mut bytes in received.chunks(self.piece.min(received.len().max(1))) {
            while !bytes.is_empty() {
                bytes = self.connection.receive(bytes);
                if look {
                    self.look();
                }
            }
        }
        if look {
            self.look();
        }
        // Whatever was received, the room for more is no larger than it must be.
        assert!(self.connection.room() <= 1 << 16);
    }

    /// Takes all that came.
    fn look(&mut self) {
        loop {
            let next = self.connection.next();
            let counters = self.connection.counters();
            let grown = self.counters.iter().zip(&counters);
            assert!(grown.into_iter().all(|(before, now)| before <= now));
            self.counters = counters;
            match next {
                Ok(None) => break,
                Err(why) => {
                    self.end(why);
                    break;
                }
                Ok(Some(got)) => self.got(got),
            }
        }
    }

    fn got(&mut self, got: Got) {
        assert_eq!(self.ended, None, "{got:?} after the end");
        match &got {
            Got::Greeting => assert!(!self.log.contains(&Got::Greeting)),
            Got::Event => self.events += 1,
            Got::Reply(number, value) => {
                if let Ok(value) = value {
                    assert!(!value.is_empty() && value.len() < MESSAGE);
                }
                let made = self.made.iter_mut().find(|made| made.number == *number);
                let made = made.expect("a reply is to a request");
                assert_eq!(made.fate, Fate::Awaited, "request {number}");
                made.fate = Fate::Answered;
            }
        }
        self.log.push(got);
    }

    /// Notes why it ended, which is the same from then on.
    fn end(&mut self, why: String) {
        let first = self.ended.get_or_insert_with(|| why.clone());
        assert_eq!(*first, why);
    }

    /// What can be compared with other runs: without ids, which are random.
    fn told(self) -> (Vec<String>, Option<String>, [u64; 3]) {
        // What a message was that ends it may be shown in part.
        let why = self.ended.as_deref();
        let why = why.and_then(|why| why.split(':').next()).map(str::to_owned);
        let ids: Vec<_> = self.made.iter().filter_map(|m| m.id.as_deref()).collect();
        let told = self.log.iter().map(|got| {
            let text = match got {
                Got::Reply(number, Ok(value)) => {
                    format!("{number}: {}", String::from_utf8_lossy(value))
                }
                other => format!("{other:?}"),
            };
            // From the last, since its id may begin with an earlier one.
            ids.iter()
                .rev()
                .fold(text, |text, id| text.replace(id.trim_matches('"'), "ID"))
        });
        (told.collect(), why, self.counters)
    }

    fn finish(&mut self) {
        self.piece = usize::MAX;
        // What was requested is sent, unless it was taken back.
        if self.ended.is_none() {
            self.send(usize::MAX);
            assert_eq!(self.lines, self.sent.len());
        }
        // The server answers all that it was sent, twice: those that are awaited
        // are answered once, if they can be.
        let ids: Vec<String> = self.made.iter().filter_map(|m| m.id.clone()).collect();
        for _ in 0..2 {
            for id in &ids {
                let reply = format!("{{\"return\": {{}}, \"id\": {id}}}\r\n");
                self.received.extend_from_slice(reply.as_bytes());
                self.receive(true);
                self.send(usize::MAX);
            }
        }
        let unanswered = self.made.iter().find(|made| made.fate == Fate::Awaited);
        if let (Some(made), None) = (unanswered, &self.ended) {
            panic!("request {} was not answered", made.number);
        }
        // A message without end is not kept beyond the limit.
        self.received.extend_from_slice(b"{\"return\": \"");
        self.received
            .resize(self.received.len() + 2 * MESSAGE, b'x');
        self.receive(true);
        assert!(self.ended.is_some());
        // After the end, the same is said whatever happens.
        self.received
            .extend_from_slice(b"\"}\r\n{\"return\": {}}\r\n");
        self.receive(true);
        let why = self.connection.end_of_stream();
        self.end(why);
        self.look();
        // Every event was kept, or is counted.
        let mut kept = 0;
        while self.connection.take_event().is_some() {
            kept += 1;
        }
        assert!(kept <= EVENTS as u64);
        assert_eq!(self.events, self.taken + kept + self.counters[2]);
    }
}
