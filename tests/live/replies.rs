//! Commands that do no harm are executed. Each reply and event is valid, and
//! where there are bindings of such a QEMU, it comes back from its type.

use std::collections::BTreeSet;
use std::time::Instant;

use libtest_mimic::Completion;
use qapi_conformance::Stop;
use qapi_conformance::judge::{Answer, LIMIT, Monitor};
use qapi_conformance::typed::{Bindings, same};
use qapi_machine::Kind;
use qapi_schema::{Command, Coordinate, Object, Part, Schema};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::board::{Board, VhostDisk};
use super::crash;
use super::recording::Recording;
use super::script::{END, LEFT_OUT, ORDERS, On, QUERIES, SCENE, Step};
use super::subject::{Case, Subject};

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "replies_and_events_are_valid",
        run: |subject| show(subject, None),
    },
    Case {
        name: "replies_and_events_are_valid/on_a_board",
        run: on_a_board,
    },
];

fn on_a_board(subject: &Subject) -> Result<Completion, Stop> {
    match Board::of(&subject.binary)? {
        Some(board) => show(subject, Some(board)),
        None => Ok(Completion::ignored_with("it has no board that is known")),
    }
}

fn show(subject: &Subject, board: Option<Board>) -> Result<Completion, Stop> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().to_str().ok_or("a folder that is no text")?;
    let mut args = board.map_or_else(Vec::new, |board| board.args(path));
    let disk = match board {
        Some(Board::Pc) => VhostDisk::start(path)?,
        _ => None,
    };
    if disk.is_some() {
        args.extend(VhostDisk::args(path));
    }
    let mut monitor = Monitor::start(&subject.binary, &args)?.negotiated(false)?;
    let schema = monitor.schema()?;
    let name = schema_name(subject, &mut monitor)?;
    let mut show = Show {
        plays: |on| match on {
            On::Every => true,
            On::System => subject.binary.kind() == Kind::System,
            On::Board => board.is_some(),
            On::Pc => board == Some(Board::Pc),
            On::Vhost => disk.is_some(),
        },
        folder: path,
        schema: &schema,
        bindings: Bindings::of(&name, qapi_test_bindings::ALL),
        recording: Recording::default(),
        monitor: &mut monitor,
        executed: 0,
        names: BTreeSet::new(),
    };
    let is_left_out = |name: &&str| {
        let killer = crash::kills(&subject.binary, board, name).is_some();
        killer || LEFT_OUT.iter().any(|(out, _)| out == name)
    };
    let (mut queries, mut orders) = plain(&schema);
    queries.retain(|name| !is_left_out(name));
    orders.retain(|name| !is_left_out(name));
    show.attempt(&queries)?;
    show.attempt(&orders)?;
    show.play(SCENE)?;
    show.attempt(&queries)?;
    for (name, arguments) in QUERIES.iter().filter(|(name, _)| !is_left_out(name)) {
        if let Some(arguments) = show.arguments(name, arguments)? {
            show.execute(name, &arguments)?;
        }
    }
    show.play(ORDERS)?;
    show.play(END)?;
    let (executed, succeeded) = (show.executed, show.names.len());
    let events = show.events()?;
    let mut recording = std::mem::take(&mut show.recording);
    for event in &show.monitor.events {
        recording.event(event);
    }
    let suffix = if board.is_some() { "-board" } else { "" };
    recording.save(&format!("{name}{suffix}"), show.folder)?;
    let typed = match show.bindings {
        Some(_) => "all replies and events came back from their types",
        None => "no bindings of such a QEMU",
    };
    println!(
        "{}{}: {executed} commands executed, {succeeded} of them succeeded at least once; \
         {} events, of {} kinds: {}; {typed}",
        subject.name(),
        if board.is_some() { " on a board" } else { "" },
        monitor.events.len(),
        events.len(),
        events.into_iter().collect::<Vec<_>>().join(" "),
    );
    Ok(Completion::Completed)
}

/// That the script knows what it is about: each command and event in it is one
/// of some captured schema.
pub(crate) fn check_script() -> Result<(), Stop> {
    let dumps = qapi_tests::dumps()?;
    let steps = [SCENE, END, ORDERS].concat();
    let steps = steps.iter().map(|step| match *step {
        Step::Run(_, name, _)
        | Step::Try(_, name, _)
        | Step::Until(_, name, _)
        | Step::Event(_, name, _) => name,
    });
    let names = LEFT_OUT.iter().chain(QUERIES).map(|(name, _)| *name);
    for name in steps.chain(names) {
        let known =
            |schema: &Schema| schema.command(name).is_some() || schema.event(name).is_some();
        if !dumps.iter().any(|dump| known(&dump.schema)) {
            return Err(format!("no captured schema has `{name}`").into());
        }
    }
    Ok(())
}

/// The commands without required arguments: those that return something and
/// those that do something.
fn plain(schema: &Schema) -> (Vec<&str>, Vec<&str>) {
    let object = |id| schema[id].as_object();
    let needs_nothing = |command: &&Command| {
        let members = object(command.arguments()).map(Object::members);
        members.is_some_and(|members| members.iter().all(qapi_schema::Member::optional))
    };
    let returns = |command: &Command| object(command.returns()).is_none_or(|o| !o.is_empty());
    let (mut queries, mut orders) = (Vec::new(), Vec::new());
    for command in schema.commands().iter().filter(needs_nothing) {
        let names = if returns(command) {
            &mut queries
        } else {
            &mut orders
        };
        names.push(command.name());
    }
    (queries, orders)
}

/// What a captured schema of such a QEMU is called.
fn schema_name(subject: &Subject, monitor: &mut Monitor) -> Result<String, Stop> {
    let version = subject.binary.version();
    let version = format!("{}.{}", version.major, version.minor);
    Ok(match subject.binary.kind() {
        Kind::GuestAgent => format!("qemu-ga-{version}"),
        Kind::StorageDaemon => format!("qemu-storage-daemon-{version}"),
        Kind::System => {
            let target = monitor.execute("query-target", &json!({}))?.value()?;
            let arch = target.get("arch").and_then(Value::as_str);
            format!("qemu-{version}-{}", arch.unwrap_or_default())
        }
    })
}

#[derive(Deserialize)]
struct Event<'a> {
    event: String,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

struct Show<'m, P> {
    /// Which steps are played.
    plays: P,
    folder: &'m str,
    schema: &'m Schema,
    bindings: Option<Bindings>,
    recording: Recording,
    monitor: &'m mut Monitor,
    executed: usize,
    /// The commands that succeeded.
    names: BTreeSet<String>,
}

impl<P: Fn(On) -> bool> Show<'_, P> {
    /// Executes commands that may well fail.
    fn attempt(&mut self, names: &[&str]) -> Result<(), Stop> {
        names
            .iter()
            .try_for_each(|name| self.execute(name, &json!({})).map(drop))
    }

    /// Executes a command, and gives its reply if it succeeds.
    fn execute(&mut self, name: &str, arguments: &Value) -> Result<Answer, Stop> {
        self.executed += 1;
        let answer = self.monitor.execute(name, arguments)?;
        if let Answer::Return(value) = &answer {
            if let Err(violations) = self.schema.validator().reply(name, &**value) {
                return Err(format!("the reply of `{name}` is not valid: {violations}").into());
            }
            self.comes_back(&Coordinate::part_of(name, Part::Returns), value)?;
            self.recording.reply(name, value);
            self.names.insert(name.to_owned());
        }
        Ok(answer)
    }

    /// That the bindings of this QEMU's schema take a value and give it back.
    fn comes_back(&self, at: &Coordinate, value: &RawValue) -> Result<(), Stop> {
        let Some(bindings) = &self.bindings else {
            return Ok(());
        };
        let back = bindings.recode(at, value.get().as_bytes());
        let back = back.map_err(|error| format!("{at} does not decode: {error}\n{value}"))?;
        let sent: Value = serde_json::from_str(value.get())?;
        if !same(&back, &sent) {
            return Err(format!("{at} comes back otherwise\nfrom {value}\n  to {back}").into());
        }
        Ok(())
    }

    /// That the events so far are valid and come back; their names.
    fn events(&self) -> Result<BTreeSet<String>, Stop> {
        let mut names = BTreeSet::new();
        for text in &self.monitor.events {
            if let Err(violations) = self.schema.validator().message(text) {
                let text = String::from_utf8_lossy(text);
                return Err(format!("an event is not valid: {violations}\n{text}").into());
            }
            let event: Event<'_> = serde_json::from_slice(text)?;
            if let Some(data) = event.data {
                self.comes_back(&Coordinate::part_of(&event.event, Part::Data), data)?;
            }
            names.insert(event.event);
        }
        Ok(names)
    }

    /// The arguments of a command; none if this QEMU does not take them.
    fn arguments(&self, name: &str, arguments: &str) -> Result<Option<Value>, Stop> {
        let arguments: Value = serde_json::from_str(&arguments.replace("@DIR@", self.folder))?;
        let valid = self.schema.validator().command(name, &arguments).is_ok();
        Ok(valid.then_some(arguments))
    }

    /// The arguments of a step, if it is for this QEMU and that takes them.
    fn step(&self, on: On, name: &str, arguments: &str) -> Result<Option<Value>, Stop> {
        if (self.plays)(on) {
            self.arguments(name, arguments)
        } else {
            Ok(None)
        }
    }

    fn play(&mut self, steps: &[Step]) -> Result<(), Stop> {
        let mut seen = self.monitor.events.len();
        for step in steps {
            match *step {
                Step::Run(on, name, text) => {
                    let Some(arguments) = self.step(on, name, text)? else {
                        continue;
                    };
                    // Its event may come before its reply.
                    seen = self.monitor.events.len();
                    match self.execute(name, &arguments)? {
                        Answer::Return(_) => {}
                        other => return Err(format!("{name} {arguments}: {other}").into()),
                    }
                }
                Step::Try(on, name, text) => {
                    if let Some(arguments) = self.step(on, name, text)? {
                        self.execute(name, &arguments)?;
                    }
                }
                Step::Until(on, name, text) => {
                    if let Some(arguments) = self.step(on, name, text)? {
                        self.persist(name, &arguments)?;
                    }
                }
                Step::Event(on, name, text)
                    if (self.plays)(on) && self.schema.event(name).is_some() =>
                {
                    let name = format!("\"event\": \"{name}\"");
                    self.monitor.wait(seen, &[&name, text])?;
                }
                Step::Event(..) => {}
            }
        }
        Ok(())
    }

    /// Executes a command until it succeeds.
    fn persist(&mut self, name: &str, arguments: &Value) -> Result<(), Stop> {
        let start = Instant::now();
        loop {
            match self.execute(name, arguments)? {
                Answer::Return(_) => return Ok(()),
                other if start.elapsed() > LIMIT => {
                    return Err(format!("{name} {arguments}: still {other}").into());
                }
                _ => {}
            }
        }
    }
}
