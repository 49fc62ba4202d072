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

use crate::judge::known::Known;
use crate::judge::ledger::{self, known};
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
    coverage: Coverage,
    loaded: OnceLock<Result<Loaded, Stop>>,
    peer: OnceLock<Result<Peer, Stop>>,
    told: AtomicBool,
    skipped: AtomicUsize,
}

/// How much of a schema has been written tests for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Commands in the schema.
    pub commands: usize,
    /// Those of them that have a behaviour.
    pub behaviours: usize,
    /// Events in the schema.
    pub events: usize,
    /// Those of them that have a recipe.
    pub recipes: usize,
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "behaviours {} of {}, events {} of {}",
            self.behaviours, self.commands, self.recipes, self.events
        )
    }
}

/// A hand-written test of what a command does, or a recipe for an event.
pub type Body = fn(&mut Vm<'_>) -> Result<(), Stop>;

/// What a hand-written test wants to run on.
#[derive(Clone, Copy, Debug, Default)]
pub struct On {
    /// Arguments of the QEMU, cut where there is white space.
    pub args: &'static str,
    /// The first of these machines that there is; none where this is empty.
    pub machines: &'static [&'static str],
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
            coverage,
            loaded: OnceLock::new(),
            peer: OnceLock::new(),
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
    /// is carried out too: its reply is valid and comes back from its type. A
    /// query may fail for what this QEMU lacks, but not for its arguments.
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
            peer.run(loaded.schema, &[], |vm| self.query(vm, command))?;
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
                let text = error.desc();
                let of_visitor = text.starts_with("Parameter '")
                    || text.starts_with("Invalid parameter type")
                    || error.class().as_str() == "CommandNotFound";
                if of_visitor {
                    return Err(
                        format!("`{command}` needs nothing, but was refused: {error}").into(),
                    );
                }
                Ok(())
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

    /// What a command does, by a behaviour, on a machine of these arguments.
    ///
    /// # Errors
    ///
    /// What it did otherwise, or that QEMU has died.
    pub fn behaviour(&self, command: &str, on: &On, body: Body) -> Result<(), Stop> {
        self.conclude(command, self.run(on, body))
    }

    fn run(&self, on: &On, case: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>) -> Result<(), Stop> {
        let schema = self.loaded()?.schema;
        let peer = self.peer()?;
        let mut args: Vec<String> = on.args.split_whitespace().map(str::to_owned).collect();
        if !on.machines.is_empty() {
            let machines = peer.machines(schema)?;
            let has = |machine: &&&str| machines.iter().any(|known| known == **machine);
            let Some(machine) = on.machines.iter().find(has) else {
                let wanted = on.machines.join("` or `");
                return Err(Stop::skip(format!("this QEMU has no machine `{wanted}`")));
            };
            args.extend(["-machine".to_owned(), (*machine).to_owned()]);
        }
        peer.run(schema, &args, case)
    }

    /// That a recipe raises an event, which is valid and comes back from its
    /// type.
    ///
    /// # Errors
    ///
    /// What is not so, or that QEMU has died.
    pub fn raised(&self, event: &str, on: &On, recipe: Body) -> Result<(), Stop> {
        let case = |vm: &mut Vm<'_>| {
            let mut events = vm.subscribe(EventFilter::named([event]));
            recipe(vm)?;
            let deadline = self.patience;
            let raised = match vm.within(deadline).next_of(&mut events) {
                Err(Error::NoEvent { .. }) => {
                    let seconds = deadline.as_secs_f64();
                    return Err(format!("`{event}` did not come within {seconds} s").into());
                }
                raised => raised?,
            };
            self.check(&Coordinate::part_of(event, Part::Data), raised.data_text())
        };
        self.conclude(event, self.run(on, case))
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
            recipes,
            ..
        } = self.coverage;
        let tests = commands + behaviours + recipes + 1;
        self.tell(&format!("{tests} live tests are skipped: {reason}"))
    }

    /// Says something beside the tests' own output, which is kept from view
    /// while they pass.
    fn tell(&self, text: &str) -> Result<(), Stop> {
        let line = format!("{}: {text}\n", self.name);
        Ok(std::io::stderr().write_all(line.as_bytes())?)
    }
}
