//! Random commands, valid and mutated, put to a QEMU and to somebody who must
//! say the same.
//!
//! In judging mode ([`judge`]) no handler runs: every command but `device_add`
//! carries a member more than it has, which QEMU's input visitor complains of
//! last. In running mode ([`run`]) handlers run; what is not sent there, and why
//! the rest can do no harm, is in [`harm`]. The machines of both are thrown
//! away, and kept from harm in the same way.
//!
//! Whatever differs is made as small as it goes, and comes with a line for a
//! shell that shows it again.

mod commands;
pub mod harm;
mod judge;
pub mod ledger;
mod lexicon;
mod machine;
mod opinion;
mod report;
mod reproduce;
mod run;
mod shrink;
mod symptom;
mod talk;
mod tree;
mod verdict;

use std::fmt;
use std::thread::ScopedJoinHandle;
use std::time::Duration;

use qapi_client::sim::Simulator;
use qapi_machine::Binary;
use qapi_schema::Schema;

use crate::Stop;
use crate::judge::Monitor;
use crate::peer::served;
use machine::Stable;

pub use commands::{Case, Commands};
pub use judge::{Against, judge};
pub use machine::Board;
pub use report::{Finding, Outcomes, Report};
pub use run::run;

/// How much to ask, and how.
pub struct Options<'o> {
    /// How many commands.
    pub commands: u64,
    /// What they are drawn from: the same seed and schema give the same ones.
    pub seed: u64,
    /// How many machines to use at a time.
    pub machines: usize,
    /// How long the shrinking of all that was found may take. What there is no
    /// time for is told as it was found.
    pub shrinking: Duration,
    /// Is told now and then how many commands have been answered.
    pub progress: &'o (dyn Fn(u64) + Sync),
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("commands", &self.commands)
            .field("seed", &self.seed)
            .field("machines", &self.machines)
            .field("shrinking", &self.shrinking)
            .finish_non_exhaustive()
    }
}

/// Who is asked.
#[derive(Clone, Copy, Debug)]
pub enum Peer<'p> {
    /// A QEMU or storage daemon, without a guest.
    Qemu(&'p Binary),
    /// A simulator in place of one.
    Simulated(&'p Simulator),
}

impl Peer<'_> {
    /// The schema of a new one.
    ///
    /// # Errors
    ///
    /// It cannot be started, does not answer, or has none that can be used.
    pub fn schema(&self) -> Result<Schema, Stop> {
        Source::of(self)?.ask(false, Monitor::schema)
    }

    fn binary(&self) -> Option<&Binary> {
        match self {
            Self::Qemu(binary) => Some(binary),
            Self::Simulated(_) => None,
        }
    }
}

/// Where those come from that are asked.
#[derive(Debug)]
enum Source<'p> {
    Stable(Stable),
    Simulated(&'p Simulator),
}

impl<'p> Source<'p> {
    fn of(peer: &Peer<'p>) -> Result<Self, Stop> {
        Ok(match peer {
            Peer::Qemu(binary) => Self::Stable(Stable::new(binary, Board::None)?),
            Peer::Simulated(simulator) => Self::Simulated(simulator),
        })
    }

    fn stable(&self) -> Option<&Stable> {
        match self {
            Self::Stable(stable) => Some(stable),
            Self::Simulated(_) => None,
        }
    }

    /// Has a new one asked that has negotiated.
    fn ask<T>(
        &self,
        out_of_band: bool,
        ask: impl FnOnce(&mut Monitor) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        match self {
            Self::Stable(stable) => stable.ask(out_of_band, ask),
            Self::Simulated(simulator) => {
                ask(&mut Monitor::over(served(simulator)?)?.negotiated(out_of_band)?)
            }
        }
    }
}

/// What each of some threads comes to.
fn together<T: Send>(
    threads: usize,
    work: impl Fn() -> Result<T, Stop> + Sync,
) -> Vec<Result<T, Stop>> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(&work)).collect();
        let joined = threads.into_iter().map(ScopedJoinHandle::join);
        let panicked = |_| Err("a thread panicked".into());
        joined
            .map(|joined| joined.unwrap_or_else(panicked))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program that is as much of a QEMU as a test needs.
    pub(super) fn program(name: &str) -> Binary {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/programs/");
        Binary::new(format!("{folder}{name}")).unwrap()
    }

    #[test]
    fn who_judges_is_kept_from_harm() {
        let binary = program("telling");
        let how = Peer::Qemu(&binary).schema().unwrap_err().message();
        assert!(how.contains("-sandbox on,spawn=deny"), "{how}");
        assert!(how.contains(" 4194304 kiB, core 0,"), "{how}");
        let words = how
            .split_once(" in ")
            .and_then(|(_, how)| how.split_once(" for "));
        let (folder, rest) = words.unwrap();
        assert!(rest.starts_with(&format!("{folder},")), "{how}");
        assert_ne!(folder, std::env::current_dir().unwrap().to_string_lossy());
    }
}
