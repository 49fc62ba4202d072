//! `qapi test --differential`: random commands, put to a QEMU and to the
//! validator.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use qapi_conformance::Stop;
use qapi_conformance::differential::{
    Against, Board, Options, Peer, Report, judge, run as carry_out,
};
use qapi_conformance::judge::simulated::simulator;
use qapi_machine::Binary;

use super::binaries;
use crate::output;

/// How long shrinking may take.
const SHRINKING: Duration = Duration::from_secs(600);

/// The exit code where something was found that is not known.
const FOUND: u8 = 1;

#[derive(clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// Put this many random commands, valid and mutated, to a QEMU and
    /// compare its verdict with the validator's
    ///
    /// No command is carried out, as long as QEMU refuses unknown members:
    /// each has a member too many, which QEMU complains of last. What differs
    /// is made as small as it goes and printed with a line for a shell that
    /// shows it again.
    #[arg(long, value_name = "N", conflicts_with_all = ["report", "records", "command"])]
    pub(super) differential: Option<u64>,
    /// What the commands are drawn from: the same seed and schema give the
    /// same ones; without this, some number, which is told
    #[arg(long, value_name = "S", requires = "differential")]
    seed: Option<u64>,
    /// Carry the commands out, on machines that are thrown away, and look for
    /// crashes and for replies that do not fit the schema
    ///
    /// Nothing outside of a machine's own temporary folder is touched: what
    /// could do that is not sent.
    #[arg(long, requires = "differential")]
    run: bool,
    /// With --run: what the machines are
    #[arg(long, value_name = "BOARD", requires = "run", value_enum)]
    board: Vec<BoardName>,
    /// Compare with the simulator, too: the same error class and text
    #[arg(long, requires = "differential", conflicts_with = "run")]
    simulator: bool,
    /// How many machines to use at a time; without this, one for each
    /// processor
    #[arg(long, value_name = "N", requires = "differential", value_parser = clap::value_parser!(u16).range(1..))]
    machines: Option<u16>,
}

/// What a machine is.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum BoardName {
    /// No board at all
    None,
    /// A PC with devices
    Pc,
}

/// Puts this many random commands to each QEMU that was named.
pub(super) fn run(commands: u64, args: &Args, named: &[PathBuf]) -> anyhow::Result<ExitCode> {
    let binaries = binaries(named)?;
    let seed = args.seed.unwrap_or_else(some_number);
    let mut unknown = 0;
    for binary in &binaries {
        let name = format!("{} {}", binary.path().display(), binary.version());
        let mut tell = |what: &str, report: Result<Report, Stop>| -> anyhow::Result<()> {
            let report = report
                .map_err(|stop| anyhow::anyhow!("{}", stop.message()))
                .with_context(|| format!("`{}`", binary.path().display()))?;
            unknown += report.unknown().count();
            output::print(&format!("{name}, {what}, seed {seed}: {report}"))
        };
        if args.run {
            for (what, board) in boards(args, binary) {
                let progress = Progress::new(&name);
                let report = carry_out(
                    binary,
                    board,
                    &options(commands, args, seed, &|done| progress.at(done)),
                );
                progress.end();
                tell(&format!("carried out on {what}"), report)?;
            }
            continue;
        }
        let peer = Peer::Qemu(binary);
        let schema = peer
            .schema()
            .map_err(|stop| anyhow::anyhow!("{}", stop.message()));
        let schema = schema.with_context(|| format!("`{}`", binary.path().display()))?;
        let schema = Arc::new(schema);
        let simulated = simulator(binary, Arc::clone(&schema));
        let mut against = vec![("judged", Against::Validator)];
        if args.simulator {
            against.push(("beside the simulator", Against::Simulator(&simulated)));
        }
        for (what, against) in against {
            let progress = Progress::new(&name);
            let report = judge(
                &schema,
                &peer,
                against,
                &options(commands, args, seed, &|done| progress.at(done)),
            );
            progress.end();
            tell(what, report)?;
        }
    }
    Ok(match unknown {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(FOUND),
    })
}

fn options<'o>(
    commands: u64,
    args: &Args,
    seed: u64,
    progress: &'o (dyn Fn(u64) + Sync),
) -> Options<'o> {
    let processors = || thread::available_parallelism().map_or(1, usize::from);
    Options {
        commands,
        seed,
        machines: args.machines.map_or_else(processors, usize::from),
        shrinking: SHRINKING,
        progress,
    }
}

fn boards(args: &Args, binary: &Binary) -> Vec<(&'static str, Board)> {
    let is_wanted = |name| args.board.is_empty() || args.board.contains(&name);
    let mut boards = Vec::new();
    if is_wanted(BoardName::None) {
        boards.push(("no board", Board::None));
    }
    if is_wanted(BoardName::Pc) && Board::Pc.is_of(binary) {
        boards.push(("a PC", Board::Pc));
    }
    boards
}

/// One that is short enough to type again.
fn some_number() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(0) % 1_000_000
}

/// A line on standard error that says how far it is, if that is a terminal.
struct Progress<'p> {
    name: &'p str,
    start: Instant,
    shown: bool,
}

impl<'p> Progress<'p> {
    fn new(name: &'p str) -> Self {
        Self {
            name,
            start: Instant::now(),
            shown: io::stderr().is_terminal(),
        }
    }

    fn at(&self, done: u64) {
        if !self.shown {
            return;
        }
        let seconds = self.start.elapsed().as_secs_f64().max(0.001);
        let rate = u32::try_from(done).map_or(f64::INFINITY, f64::from) / seconds;
        // Nothing can be done where it cannot be written to.
        let _ = write!(
            io::stderr().lock(),
            "\r{}: {done} commands, {rate:.0} a second",
            self.name
        );
    }

    /// Takes the line away.
    fn end(&self) {
        if self.shown {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}
