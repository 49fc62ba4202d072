//! On which processors this process, and what it starts, may run.

use anyhow::{Context as _, Result};
use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::unistd::Pid;

/// Two of the processors that we may run on: one for clients, one for servers.
#[derive(Clone, Debug)]
pub(crate) struct Pins {
    clients: CpuSet,
    servers: CpuSet,
}

impl Pins {
    /// The first two.
    pub(crate) fn new() -> Result<Self> {
        let ours = sched_getaffinity(Pid::this())?;
        let mut allowed = (0..CpuSet::count()).filter(|cpu| ours.is_set(*cpu).unwrap_or(false));
        let mut next = || {
            let mut set = CpuSet::new();
            set.set(allowed.next().context("pinning takes two processors")?)?;
            anyhow::Ok(set)
        };
        Ok(Self {
            clients: next()?,
            servers: next()?,
        })
    }

    /// This thread and what it starts from now on are clients.
    pub(crate) fn clients(&self) -> Result<()> {
        Ok(sched_setaffinity(Pid::from_raw(0), &self.clients)?)
    }

    /// What this thread starts from now on is a server.
    pub(crate) fn servers(&self) -> Result<()> {
        Ok(sched_setaffinity(Pid::from_raw(0), &self.servers)?)
    }
}
