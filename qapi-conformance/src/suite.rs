//! What the macro's tests call.

use std::fmt;
use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use qapi_client::sim::Simulator;
use qapi_client::{Error, EventFilter};
use qapi_machine::live;
use qapi_schema::sample::Samples;
use qapi_schema::{Coordinate, Object, Part, Schema};
use qapi_types::registry::Registered;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::exchange::{Exchange, Said};
use crate::judge::known::Known;
use crate::judge::ledger::{self, known};
use crate::judge::refusals::{self, Refusal};
use crate::judge::{NEGOTIATION, Report, judged, of_command, of_messages};
use crate::paper;
use crate::peer::Peer;
use crate::typed::{Bindings, same};
use crate::{Stop, Vm};

/// What is shown by one run of the tests of a schema.
///
/// [`suite!`](crate::suite) makes one, as a static, and a test for each of its
/// methods and each command or event.
pub struct Suite {
    name: &'static str,
    dump: &'static [u8],
    bindings: Option<&'static [Registered]>,
    optional: bool,
    patience: Duration,
    refusals: &'static [Refusal],
    coverage: Coverage,
    loaded: OnceLock<Result<Loaded, Stop>>,
    peer: OnceLock<Result<Peer, Stop>>,
    machines: OnceLock<Result<Vec<String>, Stop>>,
    told: AtomicBool,
    skipped: AtomicUsize,
}

/// How much of a schema has been written tests for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Commands in the schema.
    pub commands: usize,
    /// Those of them that have a behaviour in which they are answered with
    /// success.
    pub behaviours: usize,
    /// Those whose behaviour shows how they are refused, because there is no
    /// success to be had where tests run.
    pub refused: usize,
    /// Events in the schema.
    pub events: usize,
    /// Those of them that have a recipe which raises them.
    pub recipes: usize,
    /// Those that are known not to be raised where tests run.
    pub unraised: usize,
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let beyond = |count: usize, what: &str| match count {
            0 => String::new(),
            count => format!(" (and {count} that cannot {what} here)"),
        };
        write!(
            f,
            "behaviours {} of {}{}, events {} of {}{}",
            self.behaviours,
            self.commands,
            beyond(self.refused, "succeed"),
            self.recipes,
            self.events,
            beyond(self.unraised, "be raised")
        )
    }
}

/// A hand-written test of what a command does, or a recipe for an event.
pub type Body = fn(&mut Vm<'_>) -> Result<(), Stop>;

/// What a hand-written test runs on, and what is to come of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct On {
    /// Arguments of the QEMU, cut where there is white space.
    pub args: &'static str,
    /// The first of these machines that there is; none where this is empty.
    pub machines: &'static [&'static str],
    /// Why the command cannot be answered with success, or the event not be
    /// raised, where tests run; empty if it can.
    pub cannot: &'static str,
    /// What the event's data has in it, as JSON: a member that is named has this
    /// value. Empty if any data will do.
    pub data: &'static str,
}

/// What is made of the dump, once.
struct Loaded {
    schema: &'static Arc<Schema>,
    samples: Samples<'static>,
    bindings: Option<Bindings>,
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
            name,
            dump,
            bindings: None,
            optional: false,
            patience: Duration::from_secs(60),
            refusals: &[],
            coverage,
            loaded: OnceLock::new(),
            peer: OnceLock::new(),
            machines: OnceLock::new(),
            told: AtomicBool::new(false),
            skipped: AtomicUsize::new(0),
        }
    }

    /// With the types of these bindings, the `REGISTRY` that
    /// `qapi_codegen::Builder::registry` makes.
    #[must_use]
    pub const fn bindings(mut self, bindings: &'static [Registered]) -> Self {
        self.bindings = Some(bindings);
        self
    }

    /// A QEMU of this schema may be missing even if `$QAPI_LIVE` is `require`.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// How long an event may take; a minute unless this says otherwise.
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
        self.paper(&[
            Coordinate::part_of(command, Part::Arguments),
            Coordinate::part_of(command, Part::Returns),
        ])
    }

    /// The same of an event's data.
    ///
    /// # Errors
    ///
    /// What is not so.
    pub fn event_schema(&self, event: &str) -> Result<(), Stop> {
        self.paper(&[Coordinate::part_of(event, Part::Data)])
    }

    fn paper(&self, parts: &[Coordinate]) -> Result<(), Stop> {
        let loaded = self.loaded()?;
        for at in parts {
            paper::check(&loaded.samples, loaded.bindings.as_ref(), at)?;
        }
        Ok(())
    }

    /// That QEMU judges every instance and mutation of a command as the
    /// validator does, without carrying it out. A query that needs no arguments
    /// is carried out too, on a machine without guest and devices: its reply is
    /// valid and comes back from its type, or it is refused as is
    /// [known](Self::refusals).
    ///
    /// # Errors
    ///
    /// What is not so, or that QEMU has died.
    pub fn live(&self, command: &str) -> Result<(), Stop> {
        self.conclude(command, self.judge(command))
    }

    fn judge(&self, command: &str) -> Result<(), Stop> {
        let loaded = self.loaded()?;
        let peer = self.peer()?;
        let at = Coordinate::part_of(command, Part::Arguments);
        if !judged(loaded.schema).any(|(judged, _)| judged == at) {
            return Err(Stop::skip(
                "it takes any member, so QEMU cannot be asked without doing it",
            ));
        }
        let tests = of_command(&loaded.samples, &at)?;
        let mut report = Report::new(Known::new([].iter()));
        if command == NEGOTIATION {
            report.ask(&mut peer.fresh()?, &tests)?;
        } else {
            peer.ask(&tests, |monitor, tests| report.ask(monitor, tests))?;
        }
        report.finish()?;
        if self.is_query(command)? {
            let exchange = Exchange::default();
            peer.run(loaded.schema, &[], &exchange, |vm| self.query(vm, command))?;
        }
        Ok(())
    }

    /// Whether a command needs nothing and returns something.
    fn is_query(&self, command: &str) -> Result<bool, Stop> {
        let schema = self.loaded()?.schema;
        let command = schema.command(command).ok_or("there is no such command")?;
        let object = |id| schema[id].as_object();
        let arguments = object(command.arguments()).map(Object::members);
        let needs_nothing =
            arguments.is_some_and(|members| members.iter().all(qapi_schema::Member::optional));
        let returns = object(command.returns()).is_none_or(|object| !object.is_empty());
        Ok(needs_nothing && returns)
    }

    fn query(&self, vm: &mut Vm<'_>, command: &str) -> Result<(), Stop> {
        match vm.execute_raw::<Box<RawValue>>(command, &json!({})) {
            Ok(reply) => self.check(&Coordinate::part_of(command, Part::Returns), reply.get()),
            Err(Error::Refused { error, .. }) => {
                if refusals::is_expected(self.refusals, command, &error) {
                    return Ok(());
                }
                Err(format!("`{command}` needs no arguments, but was refused: {error}").into())
            }
            Err(error) => Err(error.into()),
        }
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
        let Some(bindings) = &loaded.bindings else {
            return Ok(());
        };
        let back = bindings.recode(at, text.as_bytes());
        let back = back.map_err(|error| format!("{at} does not decode: {error}\nin {text}"))?;
        let sent: Value = serde_json::from_str(text)?;
        if !same(&back, &sent) {
            return Err(format!("{at} comes back otherwise\nfrom {text}\n  to {back}").into());
        }
        Ok(())
    }

    /// That QEMU judges every mutation of a message as such as the validator
    /// does.
    ///
    /// # Errors
    ///
    /// What is not so, or that QEMU has died.
    pub fn messages(&self) -> Result<(), Stop> {
        self.conclude("messages", self.judge_messages())
    }

    fn judge_messages(&self) -> Result<(), Stop> {
        let loaded = self.loaded()?;
        let peer = self.peer()?;
        let (usual, out_of_band) = of_messages(&loaded.samples)?;
        let mut report = Report::new(known(ledger::Suite::Visitor));
        peer.ask(&usual, |monitor, tests| report.ask(monitor, tests))?;
        let mut fresh = peer.fresh()?;
        fresh.negotiate(true)?;
        report.ask(&mut fresh, &out_of_band)?;
        report.finish().map(drop)
    }

    /// What a command does, by a behaviour, on a machine of these arguments. All
    /// replies and events that are seen there are valid and come back from their
    /// types, and the command was answered with success, unless it cannot be.
    ///
    /// # Errors
    ///
    /// What it did otherwise, or that QEMU has died.
    pub fn behaviour(&self, command: &str, on: &On, body: Body) -> Result<(), Stop> {
        let case = || {
            let said = self.run(on, body)?;
            let returned = said.iter().any(
                |said| matches!(said, Said::Returned { command: name, .. } if name == command),
            );
            let refused = said
                .iter()
                .any(|said| matches!(said, Said::Refused { command: name } if name == command));
            match on.cannot {
                "" if !returned => Err(format!("`{command}` was not answered with success").into()),
                "" => Ok(()),
                why if returned => Err(format!("`{command}` succeeds, although {why}").into()),
                _ if !refused => Err(format!("`{command}` was not tried").into()),
                _ => Ok(()),
            }
        };
        self.conclude(command, case())
    }

    /// Runs a case, and gives what QEMU said, all of which is as its schema has
    /// it.
    fn run(
        &self,
        on: &On,
        case: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>,
    ) -> Result<Vec<Said>, Stop> {
        let schema = self.loaded()?.schema;
        let peer = self.peer()?;
        let mut args: Vec<String> = on.args.split_whitespace().map(str::to_owned).collect();
        if !on.machines.is_empty() {
            let machines = self.machines(peer)?;
            let has = |machine: &&&str| machines.iter().any(|known| known == **machine);
            let Some(machine) = on.machines.iter().find(has) else {
                let wanted = on.machines.join("` or `");
                return Err(Stop::skip(format!("this QEMU has no machine `{wanted}`")));
            };
            args.extend(["-machine".to_owned(), (*machine).to_owned()]);
        }
        let exchange = Exchange::default();
        peer.run(schema, &args, &exchange, case)?;
        let said = exchange.said()?;
        for said in &said {
            let (name, part, text) = match said {
                Said::Returned { command, value } => (command, Part::Returns, value),
                Said::Event { name, data } => (name, Part::Data, data),
                Said::Refused { .. } => continue,
            };
            self.check(&Coordinate::part_of(name, part), text)?;
        }
        Ok(said)
    }

    fn machines(&self, peer: &Peer) -> Result<&[String], Stop> {
        let schema = self.loaded()?.schema;
        let ask = || peer.machines(schema);
        let machines = self.machines.get_or_init(ask).as_deref();
        machines.map_err(Stop::clone)
    }

    /// That a recipe raises an event, of which it is said what its data has in
    /// it. All that is seen is valid and comes back from its type. An event that
    /// cannot be raised is not.
    ///
    /// # Errors
    ///
    /// What is not so, or that QEMU has died.
    pub fn raised(&self, event: &str, on: &On, recipe: Body) -> Result<(), Stop> {
        let case = |vm: &mut Vm<'_>| {
            let mut events = vm.subscribe(EventFilter::named([event]));
            recipe(vm)?;
            if !on.cannot.is_empty() {
                // Whatever is on its way is looked at below.
                while let Ok(Some(_)) = vm.try_event() {}
                return Ok(());
            }
            let wanted: Value = match on.data {
                "" => json!({}),
                data => serde_json::from_str(data)?,
            };
            loop {
                // It may have come on another monitor of the case.
                let seen = data_of(event, vm.said()?);
                if seen.iter().any(|data| has(data, &wanted)) {
                    return Ok(());
                }
                match vm.within(self.patience).next_of(&mut events) {
                    Err(Error::NoEvent { .. }) => {
                        return Err(missed(event, self.patience, on.data, &seen));
                    }
                    next => next?,
                };
            }
        };
        let run = || {
            let said = self.run(on, case)?;
            let why = on.cannot;
            if !why.is_empty() && !data_of(event, said).is_empty() {
                return Err(format!("`{event}` was raised, although {why}").into());
            }
            Ok(())
        };
        self.conclude(event, run())
    }

    /// Prints how much of the schema has been written tests for.
    ///
    /// # Errors
    ///
    /// The figures are not about this schema.
    pub fn coverage(&self) -> Result<(), Stop> {
        let schema = self.loaded()?.schema;
        if (schema.commands().len(), schema.events().len())
            != (self.coverage.commands, self.coverage.events)
        {
            return Err("the tests are of another schema".into());
        }
        self.tell(&self.coverage.to_string())
    }

    fn loaded(&self) -> Result<&Loaded, Stop> {
        let load = || {
            let schema = Schema::from_slice(self.dump)?;
            let schema: &'static Arc<Schema> = Box::leak(Box::new(Arc::new(schema)));
            Ok(Loaded {
                schema,
                samples: schema.samples(),
                bindings: self.bindings.map(Bindings::new),
            })
        };
        self.loaded.get_or_init(load).as_ref().map_err(Stop::clone)
    }

    fn peer(&self) -> Result<&Peer, Stop> {
        let find = || Peer::find(self.dump);
        self.peer.get_or_init(find).as_ref().map_err(Stop::clone)
    }

    /// How a test ends: one that is skipped has passed, where that is allowed.
    fn conclude(&self, name: &str, outcome: Result<(), Stop>) -> Result<(), Stop> {
        let Err(Stop::Skipped(reason)) = outcome else {
            return outcome;
        };
        if self.peer().is_ok() {
            let count = self.skipped.fetch_add(1, Ordering::Relaxed) + 1;
            return self.tell(&format!("skipped ({count}): `{name}`: {reason}"));
        }
        if !self.optional {
            live::skip(&reason)?;
        }
        // Nothing live runs then: once is enough.
        if self.told.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let Coverage {
            commands,
            behaviours,
            refused,
            recipes,
            unraised,
            ..
        } = self.coverage;
        let tests = commands + behaviours + refused + recipes + unraised + 1;
        self.tell(&format!("{tests} live tests are skipped: {reason}"))
    }

    /// Says something beside the tests' own output, which is kept from view
    /// while they pass.
    fn tell(&self, text: &str) -> Result<(), Stop> {
        let line = format!("{}: {text}\n", self.name);
        Ok(std::io::stderr().write_all(line.as_bytes())?)
    }
}

/// The data of all events of a name.
fn data_of(event: &str, said: Vec<Said>) -> Vec<Value> {
    let data = said.into_iter().filter_map(|said| match said {
        Said::Event { name, data } if name == event => serde_json::from_str(&data).ok(),
        _ => None,
    });
    data.collect()
}

/// Whether a value is the one that is wanted; an object may have more members.
fn has(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::Object(value), Value::Object(wanted)) => {
            let mut wanted = wanted.iter();
            wanted.all(|(name, wanted)| value.get(name).is_some_and(|value| has(value, wanted)))
        }
        _ => value == wanted,
    }
}

fn missed(event: &str, patience: Duration, wanted: &str, seen: &[Value]) -> Stop {
    let seconds = patience.as_secs_f64();
    let with = match wanted {
        "" => String::new(),
        data => format!(" with {data}"),
    };
    let others: Vec<String> = seen.iter().map(Value::to_string).collect();
    let others = match others.as_slice() {
        [] => String::new(),
        others => format!(", only with {}", others.join(", with ")),
    };
    format!("`{event}`{with} did not come within {seconds} s{others}").into()
}
