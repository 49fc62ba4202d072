//! Whatever a server sends and a caller does, each command has one outcome and
//! it is its own, nothing is held beyond the limits, an open file goes with its
//! command alone, and it is all the same in what pieces the bytes come.
//!
//! In the input, some bytes are instructions, which tell what the caller does;
//! the others come from the server. What comes from the server is looked at
//! before the next instruction.

mod connection;

use connection::{Connection, EVENTS, Got, How, IN_FLIGHT, MESSAGE, Sent};
use serde_json::Value;

/// The stream ends.
const END: u8 = 0x00;
/// A request is made.
const REQUEST: u8 = 0x01;
/// The server sends the id of a command, be it a guess; which, the byte that
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
/// A request is made that is to be run out of band.
const REQUEST_OOB: u8 = 0x0b;
/// A request is made that an open file goes along with.
const REQUEST_FD: u8 = 0x0e;
/// The server has agreed on out-of-band execution.
const ENABLE_OOB: u8 = 0x0f;
/// The connection is given up, and the next one to the same server takes over.
const SUCCEED: u8 = 0x10;

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
    REQUEST_OOB,
    REQUEST_FD,
    ENABLE_OOB,
    SUCCEED,
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
    Abandoned {
        withdrawn: bool,
    },
    Answered,
    /// It was sent on an earlier connection, and not answered there.
    Owed {
        awaited: bool,
    },
    /// It was not sent on an earlier connection.
    Unsent,
}

/// A request that was made; its command is named after its place in the list.
struct Made {
    number: u64,
    fate: Fate,
    how: How,
    /// Whether the open file that goes along was sent.
    fd_sent: bool,
    /// Whether its id is a plain number.
    plain: bool,
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
    /// The request that a part of was sent.
    under_way: Option<usize>,
    oob: bool,
    received: Vec<u8>,
    events: u64,
    taken: u64,
    counters: [u64; 3],
    /// Those of the connections before.
    earlier: Vec<[u64; 3]>,
    log: Vec<Got>,
    ended: Option<String>,
}

/// What became of a program.
#[derive(Debug, PartialEq)]
struct Told {
    log: Vec<String>,
    ended: Option<String>,
    counters: Vec<[u64; 3]>,
}

/// Runs a program; gives all that was handed out, why it ended, and what was
/// counted.
fn run(input: &[u8], piece: usize) -> Told {
    let mut run = Run {
        connection: Connection::new(),
        piece,
        made: Vec::new(),
        sent: Vec::new(),
        lines: 0,
        under_way: None,
        oob: false,
        received: Vec::new(),
        events: 0,
        taken: 0,
        counters: [0; 3],
        earlier: Vec::new(),
        log: Vec::new(),
        ended: None,
    };
    let mut rest = input.iter().copied();
    while let Some(byte) = rest.next() {
        match byte {
            ID => {
                let which = rest.next().and_then(|which| run.which(which));
                let id = which.and_then(|which| run.id(which));
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
            byte if INSTRUCTIONS.contains(&byte) => {
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

    /// The id of a request. That of one that was not sent can be guessed, once
    /// the server has seen another.
    fn id(&self, which: usize) -> Option<String> {
        let made = &self.made[which];
        let guess = || {
            let seen = self.made.iter().find_map(|made| made.id.as_deref())?;
            let long = seen.find('-').filter(|_| !made.plain);
            Some(match long {
                Some(end) => format!("{}-{}\"", &seen[..end], made.number),
                None => made.number.to_string(),
            })
        };
        made.id.clone().or_else(guess)
    }

    fn instruct(&mut self, instruction: u8) {
        let (oob, fd) = (instruction == REQUEST_OOB, instruction == REQUEST_FD);
        match instruction {
            REQUEST | REQUEST_OOB | REQUEST_FD if self.ended.is_none() => {
                self.request(How { oob, fd });
            }
            ENABLE_OOB => {
                self.oob = true;
                self.connection.enable_oob();
            }
            SEND_SOME => self.send(9),
            SEND => self.send(usize::MAX),
            TAKE => self.taken += u64::from(self.connection.take_event().is_some()),
            END => {
                let why = self.connection.end_of_stream();
                self.end(why);
            }
            SUCCEED => self.succeed(),
            _ => {}
        }
        self.check_sent();
    }

    fn request(&mut self, how: How) {
        let name = format!("command-{}", self.made.len());
        let number = self.connection.request(&name, how);
        assert!(self.made.iter().all(|made| made.number != number));
        self.made.push(Made {
            number,
            fate: Fate::Awaited,
            how,
            fd_sent: false,
            plain: self.oob,
            id: None,
        });
    }

    /// The next connection begins.
    fn succeed(&mut self) {
        self.check_events();
        self.connection = self.connection.successor();
        self.earlier.push(std::mem::take(&mut self.counters));
        self.ended = None;
        self.oob = false;
        (self.events, self.taken) = (0, 0);
        for (at, made) in self.made.iter_mut().enumerate() {
            let begun = made.id.is_some() || self.under_way == Some(at);
            made.fate = match made.fate {
                Fate::Awaited if begun => Fate::Owed { awaited: true },
                Fate::Abandoned { withdrawn: false } => Fate::Owed { awaited: false },
                Fate::Awaited => Fate::Unsent,
                other => other,
            };
        }
        self.under_way = None;
        self.sent.truncate(self.lines);
        self.log.push(Got::Successor);
    }

    fn abandon(&mut self, which: Option<u8>) {
        let Some(which) = which.and_then(|which| self.which(which)) else {
            return;
        };
        self.connection.abandon(self.made[which].number);
        if self.made[which].fate == Fate::Awaited {
            let begun = self.made[which].id.is_some() || self.under_way == Some(which);
            self.made[which].fate = Fate::Abandoned { withdrawn: !begun };
        }
        self.check_sent();
    }

    /// Which commands were sent is known, and no more of them than allowed.
    fn check_sent(&self) {
        let mut in_turn = 0;
        for (at, made) in self.made.iter().enumerate() {
            let begun = made.id.is_some() || self.under_way == Some(at);
            if made.fate == Fate::Awaited {
                assert_eq!(self.connection.has_sent(made.number), begun, "command {at}");
                in_turn += usize::from(begun && !made.how.oob);
            }
        }
        assert!(in_turn <= if self.oob { IN_FLIGHT } else { 1 });
    }

    /// Which request a line is.
    fn which_is(line: &[u8]) -> (usize, Value) {
        let command: Value = serde_json::from_slice(line).expect("a command is JSON");
        let name = command.get("execute").or_else(|| command.get("exec-oob"));
        let which = name.and_then(Value::as_str).and_then(place);
        (which.expect("it was made"), command)
    }

    /// Sends bytes, and learns the ids of the commands in them.
    fn send(&mut self, most: usize) {
        loop {
            let between = self.sent.len() == self.lines;
            let first = first_line(self.connection.to_send()).map(<[u8]>::to_vec);
            let Sent { bytes, fd } = self.connection.send(most);
            if bytes.is_empty() {
                assert!(!fd);
                break;
            }
            assert_eq!(self.ended, None, "sent after the end");
            if fd {
                assert!(between, "a file in the middle of a command");
                let (which, _) = Self::which_is(&first.expect("a command is a line"));
                let made = &mut self.made[which];
                assert!(made.how.fd && !made.fd_sent);
                made.fd_sent = true;
            }
            self.sent.extend(bytes);
            self.learn();
            // More may follow a command with a file.
            if most < usize::MAX {
                break;
            }
        }
    }

    fn learn(&mut self) {
        while let Some(line) = first_line(&self.sent[self.lines..]) {
            self.lines += line.len() + 1;
            let (which, command) = Self::which_is(line);
            let id = command["id"].to_string();
            assert!(self.made.iter().all(|made| made.id.as_ref() != Some(&id)));
            let made = &mut self.made[which];
            assert_eq!(made.id.replace(id), None, "it is sent once");
            assert_ne!(made.fate, Fate::Abandoned { withdrawn: true });
            assert_ne!(made.fate, Fate::Unsent);
            assert_eq!(made.how.fd, made.fd_sent);
            assert_eq!(made.how.oob, command.get("exec-oob").is_some());
        }
        let part = &self.sent[self.lines..];
        self.under_way = (!part.is_empty()).then(|| {
            let rest = first_line(self.connection.to_send());
            let line = [part, rest.expect("a command is a line")].concat();
            Self::which_is(&line).0
        });
        if let Some(which) = self.under_way {
            assert_eq!(self.made[which].how.fd, self.made[which].fd_sent);
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
            for got in self.connection.owed() {
                self.got(got);
            }
            match next {
                Ok(None) => break,
                Err(why) => {
                    self.end(why);
                    break;
                }
                Ok(Some(got)) => self.got(got),
            }
        }
        self.check_sent();
    }

    fn got(&mut self, got: Got) {
        assert_eq!(self.ended, None, "{got:?} after the end");
        match &got {
            Got::Greeting => {
                let mut here = self.log.iter().rev();
                let mut here = here.by_ref().take_while(|got| **got != Got::Successor);
                assert!(here.all(|got| *got != Got::Greeting));
            }
            Got::Event => self.events += 1,
            Got::Owed(command, _) => {
                let made = &mut self.made[place(command).expect("it was made")];
                assert!(matches!(made.fate, Fate::Owed { .. }), "{command}");
                made.fate = Fate::Answered;
            }
            Got::Successor => {}
            Got::Reply(number, value) => {
                if let Ok(value) = value {
                    assert!(!value.is_empty() && value.len() < MESSAGE);
                }
                let made = self.made.iter_mut().find(|made| made.number == *number);
                let made = made.expect("a reply is to a request");
                assert_eq!(made.fate, Fate::Awaited, "request {number}");
                assert!(self.connection.has_sent(*number));
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

    /// What can be compared with other runs.
    fn told(mut self) -> Told {
        // What a message was that ends it may be shown in part.
        let why = self.ended.as_deref();
        let why = why.and_then(|why| why.split(':').next()).map(str::to_owned);
        let text = |reply: &Result<Vec<u8>, String>| match reply {
            Ok(value) => String::from_utf8_lossy(value).into_owned(),
            Err(error) => error.clone(),
        };
        let told = self.log.iter().map(|got| match got {
            Got::Reply(number, reply) => format!("{number}: {}", text(reply)),
            Got::Owed(command, reply) => format!("{command}: {}", text(reply)),
            other => format!("{other:?}"),
        });
        self.earlier.push(self.counters);
        Told {
            log: told.collect(),
            ended: why,
            counters: self.earlier,
        }
    }

    fn finish(&mut self) {
        self.piece = usize::MAX;
        // What was requested is sent, unless it was taken back, as the server
        // answers what it was sent; and then answers it again, because the first
        // reply may have been the rest of a message.
        let mut answered = [None; 2];
        loop {
            self.send(usize::MAX);
            let ids: Vec<String> = self.made.iter().filter_map(|m| m.id.clone()).collect();
            if answered == [Some(ids.len()); 2] {
                break;
            }
            answered = [answered[1], Some(ids.len())];
            for id in &ids {
                let reply = format!("{{\"return\": {{}}, \"id\": {id}}}\r\n");
                self.received.extend_from_slice(reply.as_bytes());
                self.receive(true);
            }
        }
        if self.ended.is_none() {
            assert_eq!(self.lines, self.sent.len());
            for (at, made) in self.made.iter().enumerate() {
                // One of which the server got a part only will not be answered.
                let owed = made.fate == Fate::Owed { awaited: true } && made.id.is_some();
                assert!(
                    made.fate != Fate::Awaited && !owed,
                    "command {at} was not answered"
                );
            }
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
        self.check_events();
    }

    /// Every event was kept, or is counted.
    fn check_events(&mut self) {
        let mut kept = 0;
        while self.connection.take_event().is_some() {
            kept += 1;
        }
        assert!(kept <= EVENTS as u64);
        assert_eq!(self.events, self.taken + kept + self.counters[2]);
    }
}

/// The place of the request that a command is named after.
fn place(command: &str) -> Option<usize> {
    command.strip_prefix("command-")?.parse().ok()
}

/// A whole line, if there is one, without its end.
fn first_line(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    bytes.get(..end)
}
