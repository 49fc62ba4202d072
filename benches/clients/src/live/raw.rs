//! The least that can be done: bytes written by hand, and of what comes only
//! the ends of lines and the ids.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;

use anyhow::{Context as _, Result, ensure};

use super::server::Server;

/// How ids are written.
#[derive(Clone, Copy)]
pub(super) enum Ids {
    /// As numbers from 1 on.
    Numbers,
    /// As strings of 19 bytes more, as clients write them that guard against the
    /// replies owed to others.
    Long,
}

/// A loop around a socket.
pub(super) struct Raw {
    stream: UnixStream,
    ids: Ids,
    next: u64,
    awaited: Vec<u64>,
    outgoing: Vec<u8>,
    buffer: Vec<u8>,
    filled: usize,
}

const COMMAND: &[u8] = b"{\"execute\":\"query-status\",\"id\":";
const PREFIX: &[u8] = b"\"0123456789abcdef-";

impl Raw {
    pub(super) fn connect(server: &Server, ids: Ids, capabilities: &str) -> Result<Self> {
        let mut raw = Self {
            stream: server.connect()?,
            ids,
            next: 1,
            awaited: Vec::new(),
            outgoing: Vec::new(),
            buffer: vec![0; 64 << 10],
            filled: 0,
        };
        let negotiate = format!(
            "{{\"execute\":\"qmp_capabilities\",\"arguments\":{{\"enable\":[{capabilities}]}}}}\n"
        );
        let mut replied = false;
        // What comes before the greeting is not always known to be a negotiation.
        while raw.receive(|_| ())? == 0 {}
        raw.stream.write_all(negotiate.as_bytes())?;
        while raw.receive(|line| replied = line.starts_with(b"{\"return\": {}"))? == 0 {}
        ensure!(replied, "the negotiation was refused");
        Ok(raw)
    }

    /// Some round trips, with up to `deep` commands in flight.
    pub(super) fn run(&mut self, trips: usize, deep: usize) -> Result<()> {
        let (mut sent, mut done) = (0, 0);
        while done < trips {
            self.outgoing.clear();
            while sent < trips && sent - done < deep {
                self.push()?;
                sent += 1;
            }
            self.stream.write_all(&self.outgoing)?;
            let mut awaited = std::mem::take(&mut self.awaited);
            let mut found = 0;
            self.receive(|line| {
                let place = id(line).and_then(|id| awaited.iter().position(|other| *other == id));
                if let Some(place) = place {
                    awaited.swap_remove(place);
                    found += 1;
                }
            })?;
            self.awaited = awaited;
            done += found;
        }
        Ok(())
    }

    fn push(&mut self) -> Result<()> {
        self.outgoing.extend_from_slice(COMMAND);
        match self.ids {
            Ids::Numbers => writeln!(self.outgoing, "{}}}", self.next)?,
            Ids::Long => {
                self.outgoing.extend_from_slice(PREFIX);
                writeln!(self.outgoing, "{}\"}}", self.next)?;
            }
        }
        self.awaited.push(self.next);
        self.next += 1;
        Ok(())
    }

    /// Reads once, and looks at the lines that are whole; how many they are.
    fn receive(&mut self, mut look: impl FnMut(&[u8])) -> Result<usize> {
        let space = self.buffer.get_mut(self.filled..).unwrap_or_default();
        let count = self.stream.read(space)?;
        ensure!(count > 0, "the connection has ended");
        self.filled += count;
        let received = self.buffer.get(..self.filled).context("it is filled")?;
        let (mut lines, mut start) = (0, 0);
        for line in received.split_inclusive(|byte| *byte == b'\n') {
            if line.ends_with(b"\n") {
                start += line.len();
                lines += 1;
                look(line);
            }
        }
        self.buffer.copy_within(start..self.filled, 0);
        self.filled -= start;
        Ok(lines)
    }
}

/// The digits at the end of a line, before `}` and what may stand between.
fn id(line: &[u8]) -> Option<u64> {
    let mut digits = line.iter().rev().copied();
    let mut digit = digits.find(u8::is_ascii_digit)?;
    let (mut id, mut place) = (0, 1);
    loop {
        id += u64::from(digit - b'0') * place;
        place *= 10;
        digit = match digits.next() {
            Some(digit) if digit.is_ascii_digit() => digit,
            _ => return Some(id),
        };
    }
}
