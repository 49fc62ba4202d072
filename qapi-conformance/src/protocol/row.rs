//! What a row is made of.

/// A row: what is sent to a server, and what it says to that.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Row {
    /// What it is called, and its test.
    pub name: &'static str,
    /// What it shows, in words.
    pub about: &'static str,
    /// When it holds.
    pub when: When,
    /// What is done, one after the other. After the last, nothing else has come.
    pub steps: &'static [Step],
}

impl Row {
    /// Whether a command of it is [held](Step::Hold).
    pub(super) fn holds(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Hold(_)))
    }
}

/// How far a connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The server has greeted, and nothing is negotiated.
    Before,
    /// Negotiation is over, without capabilities.
    After,
    /// Negotiation is over, and `oob` was enabled.
    OutOfBand,
}

impl Phase {
    /// What it is called in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Before => "before negotiation",
            Self::After => "after negotiation",
            Self::OutOfBand => "with out-of-band execution",
        }
    }
}

/// When a row holds, and with which servers.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct When {
    /// In which of these it is shown, each with a connection of its own.
    pub phases: &'static [Phase],
    /// A server that was started with `-compat` and this.
    pub compat: Option<&'static str>,
    /// A server that was told to send each message over many lines.
    pub pretty: bool,
    /// A part of the schema that the server must have.
    pub needs: Option<&'static str>,
    /// It takes so long that one way of connecting is enough.
    pub once: bool,
}

impl When {
    /// In these phases, with any server.
    pub const fn phases(phases: &'static [Phase]) -> Self {
        Self {
            phases,
            compat: None,
            pretty: false,
            needs: None,
            once: false,
        }
    }
    /// With a server that was started with `-compat` and this.
    #[must_use]
    pub const fn compat(self, policy: &'static str) -> Self {
        let compat = Some(policy);
        Self { compat, ..self }
    }
    /// With a server that sends each message over many lines.
    #[must_use]
    pub const fn pretty(self) -> Self {
        let pretty = true;
        Self { pretty, ..self }
    }
    /// With a server that has this in its schema, a coordinate.
    #[must_use]
    pub const fn needs(self, coordinate: &'static str) -> Self {
        let needs = Some(coordinate);
        Self { needs, ..self }
    }
    /// Over one way of connecting only, for it takes seconds.
    #[must_use]
    pub const fn once(self) -> Self {
        let once = true;
        Self { once, ..self }
    }
}

/// What is done.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// Sends this. All that comes of it are these replies, in this order.
    Ask(Sent, &'static [Reply]),
    /// Sends this, and goes on.
    Send(Sent),
    /// These messages come next.
    Next(&'static [Reply]),
    /// The messages that come next are these, of which those of one list come in
    /// its order.
    Mixed(&'static [&'static [Reply]]),
    /// The greeting was like this, in which `*` stands for anything.
    Greeting(&'static str),
    /// Sends a command of this id, waits until it has begun, and keeps it from
    /// ending: a `blockdev-add` of blkdebug, whose `config` is a pipe.
    Hold(&'static str),
    /// Waits until the server has read as much of what was sent as it would, with
    /// those of which that can be known.
    Settle,
    /// Lets the command that is held end.
    Release,
    /// Closes the connection, and makes another to the same server, which greets.
    Reconnect,
    /// The server closes the connection.
    End,
}

/// Bytes to be sent.
#[derive(Clone, Copy, Debug)]
pub enum Sent {
    /// These.
    Bytes(&'static [u8]),
    /// Each of these so many times.
    Repeated(&'static [(usize, &'static [u8])]),
}

impl Sent {
    /// The bytes.
    pub fn to_vec(self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => bytes.to_vec(),
            Self::Repeated(parts) => {
                let parts = parts.iter().map(|(times, part)| part.repeat(*times));
                parts.collect::<Vec<_>>().concat()
            }
        }
    }
}

/// A message of a server, as it must be.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Reply {
    /// What it says.
    pub what: What,
    /// Its id as the server writes it; an object may have its members in another
    /// order. None if there must be none.
    pub id: Option<&'static str>,
    /// How often it comes.
    pub times: usize,
    /// It comes from these major versions of QEMU only: the first, and the one
    /// after the last.
    pub versions: (u32, u32),
}

/// What a message says. In every text `*` stands for anything.
#[derive(Clone, Copy, Debug)]
pub enum What {
    /// A command returns this, as the server writes it.
    Return(&'static str),
    /// An error.
    Error {
        /// `class`.
        class: &'static str,
        /// `desc`.
        text: &'static str,
    },
    /// That what was sent is no JSON.
    Syntax {
        /// What `desc` says behind `JSON parse error, `.
        text: &'static str,
        /// The same from [`PLACES`] on, where it begins with line and column.
        later: &'static str,
    },
    /// An event, from servers that have it.
    Event {
        /// Its name.
        name: &'static str,
        /// Its data, as the server writes it.
        data: &'static str,
    },
}

/// The major version of QEMU since which its JSON parser tells line and column.
pub const PLACES: u32 = 11;

impl Reply {
    const fn new(what: What) -> Self {
        Self {
            what,
            id: None,
            times: 1,
            versions: (0, u32::MAX),
        }
    }
    /// With this id.
    #[must_use]
    pub const fn id(self, id: &'static str) -> Self {
        let id = Some(id);
        Self { id, ..self }
    }
    /// So many times.
    #[must_use]
    pub const fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }
    /// Only up to the major version before this one.
    #[must_use]
    pub const fn before(self, version: u32) -> Self {
        let versions = (self.versions.0, version);
        Self { versions, ..self }
    }
    /// Of a syntax error: what it is called since its place is told.
    #[must_use]
    pub const fn later(self, later: &'static str) -> Self {
        let what = match self.what {
            What::Syntax { text, .. } => What::Syntax { text, later },
            other => other,
        };
        Self { what, ..self }
    }
}

/// Sends bytes; all that comes of them are these replies, in this order.
pub const fn ask(bytes: &'static [u8], replies: &'static [Reply]) -> Step {
    Step::Ask(Sent::Bytes(bytes), replies)
}
/// The same with each of these bytes so many times.
pub const fn ask_long(parts: &'static [(usize, &'static [u8])], replies: &'static [Reply]) -> Step {
    Step::Ask(Sent::Repeated(parts), replies)
}
/// Sends bytes and goes on.
pub const fn send(bytes: &'static [u8]) -> Step {
    Step::Send(Sent::Bytes(bytes))
}

/// A command returns this, as the server writes it; `*` stands for anything.
pub const fn returns(value: &'static str) -> Reply {
    Reply::new(What::Return(value))
}
/// A command returns nothing but that it was carried out.
pub const fn ok() -> Reply {
    returns("{}")
}
/// An error of the class that most have.
pub const fn generic(text: &'static str) -> Reply {
    let class = "GenericError";
    Reply::new(What::Error { class, text })
}
/// An error of the class for commands that there are not.
pub const fn not_found(text: &'static str) -> Reply {
    let class = "CommandNotFound";
    Reply::new(What::Error { class, text })
}
/// What was sent is no JSON: what is said behind `JSON parse error, `.
pub const fn syntax(text: &'static str) -> Reply {
    Reply::new(What::Syntax { text, later: text })
}
/// An event with its data, as the server writes it.
pub const fn event(name: &'static str, data: &'static str) -> Reply {
    Reply::new(What::Event { name, data })
}
