//! Decoding in memory, without a QEMU: from the bytes of a stream to typed
//! values, the cutting into messages and the envelope included.

use anyhow::Result;

use crate::report::{Layout, Report, Rounds};
use crate::rounds::{Contestant, round};

mod events;
mod plain;
mod schema;
mod theirs;

pub(crate) fn measure(report: &mut Report, rounds: usize) -> Result<()> {
    schema::measure(report, rounds)?;
    events::measure(report, rounds)
}

/// Measures the wanted contestants and what they are compared with in rounds of
/// some turns, in which each decodes `each` messages.
fn compare(
    report: &mut Report,
    mut layout: Layout,
    (rounds, turns, each): (usize, usize, usize),
    mut contestants: Vec<Contestant<'_>>,
) -> Result<()> {
    if !report.filter(&mut layout) {
        return Ok(());
    }
    eprintln!("{}", layout.title);
    contestants.retain(|contestant| layout.needs(contestant.name));
    let costs = (0..rounds)
        .map(|_| round(&mut contestants, turns, 1))
        .collect::<Result<Rounds>>()?;
    report.table(&layout, &costs, each);
    Ok(())
}
