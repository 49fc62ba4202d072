//! Random commands, valid and mutated, put to a QEMU and to somebody who must
//! say the same.
//!
//! In judging mode ([`judge`]) no handler runs: every command but `device_add`
//! carries a member more than it has, which QEMU's input visitor complains of
//! last. In running mode ([`run`]) handlers run, on machines that are thrown
//! away; what is not sent there, and why the rest can do no harm, is in
//! [`harm`].
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
mod tree;
mod verdict;

use std::fmt;
use std::os::unix::net::UnixStream;
use std::thread::ScopedJoinHandle;

use qapi_client::sim::Simulator;
use qapi_machine::Binary;

use crate::Stop;
use crate::judge::Monitor;

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
    /// Is told now and then how many commands have been answered.
    pub progress: &'o (dyn Fn(u64) + Sync),
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("commands", &self.commands)
            .field("seed", &self.seed)
            .field("machines", &self.machines)
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
    /// A new one, which still waits for negotiation.
    ///
    /// # Errors
    ///
    /// It cannot be started, or does not greet.
    pub fn monitor(&self) -> Result<Monitor, Stop> {
        match self {
            Self::Qemu(binary) => Monitor::start(binary, &[]),
            Self::Simulated(simulator) => {
                let stream: UnixStream = crate::peer::served(simulator)?;
                Monitor::over(stream)
            }
        }
    }

    fn binary(&self) -> Option<&Binary> {
        match self {
            Self::Qemu(binary) => Some(binary),
            Self::Simulated(_) => None,
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
