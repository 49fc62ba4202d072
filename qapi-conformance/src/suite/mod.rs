//! What the macro's tests call.

mod coverage;
mod hand;
mod live;
mod outcome;

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use qapi_client::sim::Simulator;
use qapi_machine::Binary;
use qapi_schema::{Coordinate, Part, Schema};
use qapi_types::registry::Registered;

pub use coverage::{Coverage, Written};
pub use hand::{Body, On};

use crate::judge::Monitor;
use crate::judge::refusals::Refusal;
use crate::peer::Peer;
use crate::record::{Case, Kind, Sink};
use crate::typed::{Bindings, deeply, parse, same};
use crate::{Stop, paper};

/// What is shown by one run of the tests of a schema.
///
/// [`suite!`](crate::suite) makes one, as a static, and a test for each of its
/// methods and each command or event.
pub struct Suite {
    name: Cow<'static, str>,
    dump: Cow<'static, [u8]>,
    bindings: Option<&'static [Registered]>,
    other_bindings: Option<&'static [Registered]>,
    optional: bool,
    patience: Duration,
    refusals: &'static [Refusal],
    coverage: Coverage,
    /// Behaviours and recipes, if some were to be.
    written: Option<(&'static [Written], &'static [Written])>,
    sink: OnceLock<Result<Sink, Stop>>,
    introduced: AtomicBool,
    loaded: OnceLock<Result<Loaded, Stop>>,
    peer: OnceLock<Result<Peer, Stop>>,
    machines: OnceLock<Result<Vec<String>, Stop>>,
    told: AtomicBool,
    skipped: AtomicUsize,
}

/// What is made of the dump, once.
struct Loaded {
    schema: Arc<Schema>,
    bindings: Option<Bindings>,
    other_bindings: Option<Bindings>,
}

impl Loaded {
    /// That what is valid comes back from its type. It recurses.
    fn comes_back(&self, at: &Coordinate, text: &str) -> Result<(), Stop> {
        let sent = parse(text.as_bytes())?;
        if let Some(bindings) = &self.bindings {
            let back = bindings.recode(at, text.as_bytes());
            let back = back.map_err(|error| format!("{at} does not decode: {error}\nin {text}"))?;
            if !same(&back, &sent) {
                return Err(format!("{at} comes back otherwise\nfrom {text}\n  to {back}").into());
            }
        }
        let other = self.other_bindings.as_ref();
        if let Some(loss) = other.and_then(|bindings| bindings.round_trip(at, &sent).loss) {
            return Err(format!("{loss}\nin {text}").into());
        }
        Ok(())
    }
}

impl fmt::Debug for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = f.debug_struct("Suite");
        f.field("name", &self.name).finish_non_exhaustive()
    }
}

impl Suite {
    /// The suite of what a QEMU answers to `query-qmp-schema`.
    pub const fn new(name: &'static str, dump: &'static [u8], coverage: Coverage) -> Self {
        Self {
            name: Cow::Borrowed(name),
            dump: Cow::Borrowed(dump),
            bindings: None,
            other_bindings: None,
            optional: false,
            patience: Duration::from_secs(60),
            refusals: &[],
            coverage,
            written: None,
            sink: OnceLock::new(),
            introduced: AtomicBool::new(false),
            loaded: OnceLock::new(),
            peer: OnceLock::new(),
            machines: OnceLock::new(),
            told: AtomicBool::new(false),
            skipped: AtomicUsize::new(0),
        }
    }

    /// The suite of a QEMU that is here, by what it answers to
    /// `query-qmp-schema`.
    ///
    /// # Errors
    ///
    /// It does not start, or has no schema that can be used.
    pub fn of(name: String, binary: &Binary) -> Result<Self, Stop> {
        let dump = Monitor::start(binary, &[])?.negotiated(false)?.dump()?;
        let suite = Self {
            name: Cow::Owned(name),
            dump: Cow::Owned(serde_json::to_vec(&dump)?),
            peer: OnceLock::from(Ok(Peer::of(binary)?)),
            ..Self::new("", &[], Coverage::default())
        };
        suite.loaded()?;
        Ok(suite)
    }

    /// With the types of these bindings, the `REGISTRY` that
    /// `qapi_codegen::Builder::registry` makes.
    #[must_use]
    pub const fn bindings(mut self, bindings: &'static [Registered]) -> Self {
        self.bindings = Some(bindings);
        self
    }

    /// With the types of bindings that need not be of this schema. They may not know
    /// all of a reply or an event; the rest must come back unchanged.
    #[must_use]
    pub const fn other_bindings(mut self, bindings: &'static [Registered]) -> Self {
        self.other_bindings = Some(bindings);
        self
    }

    /// A QEMU of this schema may be missing even if `$QAPI_LIVE` is `require`.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// How long an event may take, or a message of the protocol; a minute unless
    /// this says otherwise.
    #[must_use]
    pub const fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// With queries that this QEMU refuses on a machine without guest and
    /// devices, besides those that are known of every QEMU.
    #[must_use]
    pub const fn refusals(mut self, refusals: &'static [Refusal]) -> Self {
        self.refusals = refusals;
        self
    }

    /// With a simulator in place of a QEMU.
    #[must_use]
    pub fn simulated(self, simulator: &Simulator) -> Self {
        Self {
            peer: OnceLock::from(Ok(Peer::Simulated(simulator.clone()))),
            ..self
        }
    }

    /// What a command takes and gives, on paper: every instance is valid, every
    /// mutation is refused for what it announces, and the typed bindings take
    /// and give back every instance.
    ///
    /// # Errors
    ///
    /// What is not so.
    pub fn command_schema(&self, command: &str) -> Result<(), Stop> {
        let parts = [Part::Arguments, Part::Returns];
        self.paper(Kind::Command, command, &parts)
    }

    /// The same of an event's data.
    ///
    /// # Errors
    ///
    /// What is not so.
    pub fn event_schema(&self, event: &str) -> Result<(), Stop> {
        self.paper(Kind::Event, event, &[Part::Data])
    }

    fn paper(&self, kind: Kind, name: &str, parts: &[Part]) -> Result<(), Stop> {
        let case = Case {
            kind,
            name,
            test: "schema",
            cannot: "",
        };
        self.conclude(&case, |_| {
            let loaded = self.loaded()?;
            let samples = loaded.schema.samples();
            for part in parts {
                let at = Coordinate::part_of(name, *part);
                paper::check(&samples, loaded.bindings.as_ref(), &at)?;
            }
            Ok(())
        })
    }

    /// That what QEMU has sent is valid and comes back from its type.
    fn check(&self, at: &Coordinate, text: &str) -> Result<(), Stop> {
        let loaded = self.loaded()?;
        let validator = loaded.schema.validator();
        let verdict = match at.part() {
            Some(Part::Data) => validator.event(at.name(), text),
            _ => validator.reply(at.name(), text),
        };
        let what = match at.part() {
            Some(Part::Data) => "event",
            _ => "reply to",
        };
        let name = at.name();
        if let Err(violations) = verdict {
            return Err(
                format!("the {what} `{name}` is not valid: {violations}\nin {text}").into(),
            );
        }
        if loaded.bindings.is_none() && loaded.other_bindings.is_none() {
            return Ok(());
        }
        deeply(|| loaded.comes_back(at, text))?
    }

    /// The schema.
    ///
    /// # Errors
    ///
    /// The dump is none that can be used.
    pub fn schema(&self) -> Result<&Arc<Schema>, Stop> {
        Ok(&self.loaded()?.schema)
    }

    fn loaded(&self) -> Result<&Loaded, Stop> {
        let load = || {
            let schema = Schema::from_slice(&self.dump)?;
            Ok(Loaded {
                schema: Arc::new(schema),
                bindings: self.bindings.map(Bindings::new),
                other_bindings: self.other_bindings.map(Bindings::new),
            })
        };
        self.loaded.get_or_init(load).as_ref().map_err(Stop::clone)
    }

    fn peer(&self) -> Result<&Peer, Stop> {
        let find = || Peer::find(&self.dump);
        self.peer.get_or_init(find).as_ref().map_err(Stop::clone)
    }
}

#[cfg(test)]
mod tests {
    use qapi_types::registry::Codec;

    use super::*;

    const SCHEMA: &[u8] = br#"[
        {"name": "ask", "meta-type": "command", "arg-type": "0", "ret-type": "any"},
        {"name": "0", "meta-type": "object", "members": []},
        {"name": "any", "meta-type": "builtin", "json-type": "value"}]"#;

    const REGISTRY: &[Registered] = &[Registered::Command {
        name: "ask",
        arguments: Codec::of::<serde_json::Value>(),
        reply: Codec::of::<serde_json::Value>(),
    }];

    #[test]
    fn a_reply_may_nest_as_deep_as_the_client_takes_it() {
        let suite = || Suite::new("x", SCHEMA, Coverage::default());
        let deep = "[".repeat(1000) + &"]".repeat(1000);
        let at = Coordinate::part_of("ask", Part::Returns);
        for suite in [
            suite(),
            suite().bindings(REGISTRY),
            suite().other_bindings(REGISTRY),
        ] {
            suite.check(&at, &deep).unwrap();
        }
    }
}
