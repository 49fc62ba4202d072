//! Our protocol without I/O, driven by hand: out of memory, or over a socket
//! with several commands in flight.

use std::hint::black_box;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;

use anyhow::{Context as _, Result, bail, ensure};
use qapi_client::protocol::{Incoming, Limits, Protocol, Request, Session};
use qapi_client::{EventFilter, RawEvent, Subscription};
use qapi_types::qmp::commands::{QueryQmpSchema, QueryStatus};
use qapi_types::{Command, with_place};
use serde::de::DeserializeOwned;
use serde_json::json;

/// Decodes a reply as our clients do.
fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let text = std::str::from_utf8(bytes)?;
    Ok(with_place(|| serde_json::from_str(text)).0?)
}

/// A connection of which the server's side is bytes in memory.
pub(crate) struct Fed {
    session: Session,
    events: Subscription,
}

impl Fed {
    /// A connection that is past the negotiation, and whose events are wanted.
    pub(crate) fn new() -> Self {
        let mut session = Session::new(Limits::default());
        session.negotiated(false);
        let events = session.subscribe(EventFilter::any());
        Self { session, events }
    }

    /// Sends a command without arguments; gives its number, and its id as JSON.
    pub(crate) fn send(&mut self, command: &str) -> Result<(u64, String)> {
        let number = self.session.submit(Request::new(command, &json!({}))?);
        let sent = std::str::from_utf8(self.session.to_send())?;
        let (_, id) = sent.rsplit_once("\"id\":").context("there is an id")?;
        let id = id.trim_end().trim_end_matches('}').to_owned();
        let count = sent.len();
        self.session.sent(count);
        Ok((number, id))
    }

    /// Receives as much as there is room for.
    fn receive(&mut self, bytes: &mut &[u8]) -> Result<()> {
        let space = self.session.space();
        let count = space.len().min(bytes.len());
        let (now, later) = bytes.split_at(count);
        let space = space.get_mut(..count).context("there is room")?;
        space.copy_from_slice(now);
        *bytes = later;
        self.session.filled(count);
        Ok(())
    }

    /// The reply to a command, out of the pieces of a stream.
    pub(crate) fn schema(
        &mut self,
        number: u64,
        pieces: &[&[u8]],
    ) -> Result<<QueryQmpSchema as Command>::Reply> {
        for mut piece in pieces.iter().copied() {
            while !piece.is_empty() {
                self.receive(&mut piece)?;
                match self.session.next_incoming()? {
                    Some(Incoming::Return { number: of, value }) if of == number => {
                        return decode(self.session.bytes(&value));
                    }
                    Some(other) => bail!("unexpected: {other:?}"),
                    None => {}
                }
            }
        }
        bail!("the reply was expected");
    }

    /// The events of a stream, each made into what is wanted; how many.
    pub(crate) fn events<T>(
        &mut self,
        mut stream: &[u8],
        decode: impl Fn(&RawEvent) -> Result<T>,
    ) -> Result<usize> {
        let mut count = 0;
        loop {
            if self.session.next_incoming()?.is_some() {
                let event = self.events.try_next()?.context("an event came")?;
                black_box((event.timestamp(), decode(&event)?));
                count += 1;
            } else if stream.is_empty() {
                return Ok(count);
            } else {
                self.receive(&mut stream)?;
            }
        }
    }
}

/// A connection to a server, with the out-of-band capability.
pub(crate) struct Driven {
    session: Session,
    stream: UnixStream,
}

impl Driven {
    pub(crate) fn over(stream: UnixStream) -> Result<Self> {
        let mut driven = Self {
            session: Session::new(Limits::default()),
            stream,
        };
        while !matches!(driven.next()?, Incoming::Greeting(_)) {}
        let enable = json!({"enable": ["oob"]});
        let negotiation = Request::new("qmp_capabilities", &enable)?;
        driven.session.submit(negotiation);
        driven.flush()?;
        let reply = driven.next()?;
        ensure!(matches!(reply, Incoming::Return { .. }), "{reply:?}");
        driven.session.negotiated(true);
        Ok(driven)
    }

    /// Some `query-status`, with up to `deep` in flight.
    pub(crate) fn run(&mut self, trips: usize, deep: usize) -> Result<()> {
        let (mut sent, mut done) = (0, 0);
        while done < trips {
            while sent < trips && sent - done < deep {
                let request = Request::new(QueryStatus::NAME, &QueryStatus::new())?;
                self.session.submit(request);
                sent += 1;
            }
            self.flush()?;
            let mut next = Some(self.next()?);
            while let Some(incoming) = next {
                if let Incoming::Return { value, .. } = &incoming {
                    let status: <QueryStatus as Command>::Reply =
                        decode(self.session.bytes(value))?;
                    black_box(status);
                    done += 1;
                }
                next = self.session.next_incoming()?;
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        while !self.session.to_send().is_empty() {
            let count = self.stream.write(self.session.to_send())?;
            self.session.sent(count);
        }
        Ok(())
    }

    fn next(&mut self) -> Result<Incoming> {
        loop {
            if let Some(incoming) = self.session.next_incoming()? {
                return Ok(incoming);
            }
            let count = self.stream.read(self.session.space())?;
            ensure!(count > 0, "the connection has ended");
            self.session.filled(count);
        }
    }
}
