//! Contestants take turns, and what they took is compared within a round.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use nix::sys::resource::{Usage, UsageWho, getrusage};

/// What some work took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    /// Elapsed.
    pub(crate) wall: Duration,
    /// Of processors, user and system, of the whole process.
    pub(crate) cpu: Duration,
}

impl Cost {
    /// The medians of both.
    fn median(costs: &[Self]) -> Self {
        let middle = |figure: fn(&Self) -> Duration| {
            let mut sorted: Vec<Duration> = costs.iter().map(figure).collect();
            sorted.sort();
            sorted.get(sorted.len() / 2).copied().unwrap_or_default()
        };
        Self {
            wall: middle(|cost| cost.wall),
            cpu: middle(|cost| cost.cpu),
        }
    }
}

/// What some work of this process takes.
pub(crate) fn cost(work: impl FnOnce() -> Result<()>) -> Result<Cost> {
    let before = processor_time()?;
    let start = Instant::now();
    work()?;
    let wall = start.elapsed();
    let cpu = processor_time()?.saturating_sub(before);
    Ok(Cost { wall, cpu })
}

fn processor_time() -> Result<Duration> {
    let usage: Usage = getrusage(UsageWho::RUSAGE_SELF)?;
    let time = usage.user_time() + usage.system_time();
    let micros = u64::try_from(time.tv_sec() * 1_000_000 + time.tv_usec())?;
    Ok(Duration::from_micros(micros))
}

/// Somebody who does the same work as the others.
pub(crate) struct Contestant<'a> {
    /// What it is called in the table.
    pub(crate) name: &'static str,
    /// Does the work some number of times.
    pub(crate) work: Box<dyn FnMut(usize) -> Result<Cost> + 'a>,
}

impl<'a> Contestant<'a> {
    /// Works in this process.
    pub(crate) fn new(name: &'static str, mut work: impl FnMut(usize) -> Result<()> + 'a) -> Self {
        Self {
            name,
            work: Box::new(move |times| cost(|| work(times))),
        }
    }
}

/// Each contestant has some turns, in which it does the work `times` times: short
/// ones, so that what else the machine does meets all of them alike; who is
/// first changes from turn to turn. A turn that does not count comes before.
///
/// Gives the median turn of each.
pub(crate) fn round(
    contestants: &mut [Contestant<'_>],
    turns: usize,
    times: usize,
) -> Result<Vec<(&'static str, Cost)>> {
    let mut costs = vec![Vec::new(); contestants.len()];
    let count = contestants.len().max(1);
    for turn in 0..=turns {
        for at in 0..count {
            let at = (at + turn) % count;
            let (Some(contestant), Some(costs)) = (contestants.get_mut(at), costs.get_mut(at))
            else {
                continue;
            };
            let cost = (contestant.work)(times).with_context(|| contestant.name)?;
            if turn > 0 {
                costs.push(cost);
            }
        }
    }
    let names = contestants.iter().map(|contestant| contestant.name);
    Ok(names
        .zip(costs.iter().map(|costs| Cost::median(costs)))
        .collect())
}
