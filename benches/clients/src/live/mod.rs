//! Against a live QEMU: each client has a process of its own, new in each
//! round, with the same command line.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use qapi_machine::Binary;

use crate::pin::Pins;
use crate::report::{Layout, Report, Rounds};
use crate::rounds::{Contestant, Cost, round};

mod asynchronous;
mod blocking;
mod ours_async;
mod python;
mod qapi;
mod qmp;
mod raw;
mod server;
mod tables;

use server::Server;

/// How to measure.
pub(crate) struct Settings {
    pub(crate) rounds: usize,
    pub(crate) trips: usize,
    pub(crate) qemu: Option<PathBuf>,
    pub(crate) pin: bool,
}

/// Round trips that a client does before it is the next one's turn.
const TURN: usize = 50;

/// How many commands are in flight where there is more than one: what leaves
/// QEMU room for one out-of-band command.
pub(crate) const DEEP: usize = 7;

/// Does some number of round trips.
type Trips = Box<dyn FnMut(usize) -> Result<()>>;

/// Does some number of round trips, and says what they took.
type Work<'a> = Box<dyn FnMut(usize) -> Result<Cost> + 'a>;

type Connect<'a> = dyn Fn(&Server) -> Result<Work<'a>> + 'a;

/// A client to be connected to a server.
struct Candidate<'a> {
    name: &'static str,
    connect: Box<Connect<'a>>,
}

impl<'a> Candidate<'a> {
    /// One that works in this process: `connect` gives what does some number
    /// of round trips.
    fn new<W: FnMut(usize) -> Result<()> + 'a>(
        name: &'static str,
        connect: impl Fn(&Server) -> Result<W> + 'a,
    ) -> Self {
        Self {
            name,
            connect: Box::new(move |server| Ok(Contestant::new(name, connect(server)?).work)),
        }
    }
}

/// A table of clients that do the same.
struct Table<'a> {
    layout: Layout,
    candidates: Vec<Candidate<'a>>,
    /// Said below.
    notes: Vec<String>,
}

pub(crate) fn measure(report: &mut Report, settings: &Settings) -> Result<()> {
    let path = match &settings.qemu {
        Some(path) => path.clone(),
        None => match qapi_machine::find() {
            Some(path) => path,
            None => bail!("there is no QEMU here; `--qemu` or `$QAPI_QEMU` may name one"),
        },
    };
    let binary = Binary::new(path)?;
    let pins = settings.pin.then(Pins::new).transpose()?;
    if let Some(pins) = &pins {
        pins.clients()?;
    }
    println!(
        "\n{} {}, {}",
        binary.kind(),
        binary.version(),
        if pins.is_some() {
            "pinned"
        } else {
            "not pinned"
        }
    );
    let python = python::Venv::new();
    for table in tables::all(&python) {
        compare(report, settings, &binary, pins.as_ref(), table)?;
    }
    Ok(())
}

fn compare(
    report: &mut Report,
    settings: &Settings,
    binary: &Binary,
    pins: Option<&Pins>,
    table: Table<'_>,
) -> Result<()> {
    let Table {
        mut layout,
        candidates,
        notes,
    } = table;
    if !report.filter(&mut layout) {
        return Ok(());
    }
    let (mut rounds, mut failures) = (Rounds::new(), Vec::new());
    for number in 1..=settings.rounds {
        let title = &layout.title;
        eprintln!("{title}: round {number} of {}", settings.rounds);
        let wanted = candidates
            .iter()
            .filter(|candidate| layout.needs(candidate.name));
        match one_round(binary, pins, wanted, settings.trips) {
            Ok(costs) => rounds.push(costs),
            Err(error) => failures.push(format!("round {number} is left out: {error:#}")),
        }
    }
    report.table(&layout, &rounds, TURN);
    let notes = failures.iter().chain(&notes);
    notes.for_each(|note| report.note(note));
    Ok(())
}

/// What everybody takes with a server that was just started.
fn one_round<'a, 'c: 'a>(
    binary: &Binary,
    pins: Option<&Pins>,
    candidates: impl Iterator<Item = &'a Candidate<'c>>,
    trips: usize,
) -> Result<Vec<(&'static str, Cost)>> {
    let (mut servers, mut contestants) = (Vec::new(), Vec::new());
    for Candidate { name, connect } in candidates {
        let server = Server::start(binary, pins)?;
        let work = connect(&server).with_context(|| format!("{name} does not connect"))?;
        contestants.push(Contestant { name, work });
        servers.push(server);
    }
    round(&mut contestants, trips.div_ceil(TURN), TURN)
}
