//! Measures clients of QMP beside a raw socket loop. See README.md.

use anyhow::Result;
use clap::Parser;

use crate::report::Report;

mod live;
mod memory;
mod pin;
mod report;
mod rounds;
mod session;

/// Measures clients of QMP beside a raw socket loop.
#[derive(Debug, Parser)]
struct Arguments {
    /// How often everything is measured; the medians count.
    #[arg(long, default_value_t = 11)]
    rounds: usize,
    /// Round trips of each client in a round.
    #[arg(long, default_value_t = 2000)]
    trips: usize,
    /// The QEMU to talk to, instead of `$QAPI_QEMU` or the first on `PATH`.
    #[arg(long)]
    qemu: Option<std::path::PathBuf>,
    /// Puts the clients on one processor and QEMU on another.
    #[arg(long)]
    pin: bool,
    /// Only tables and rows with one of these texts in their name. What they are compared with is measured too.
    filters: Vec<String>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let mut report = Report::new(arguments.filters);
    memory::measure(&mut report, arguments.rounds)?;
    let settings = live::Settings {
        rounds: arguments.rounds,
        trips: arguments.trips,
        qemu: arguments.qemu,
        pin: arguments.pin,
    };
    live::measure(&mut report, &settings)?;
    report.finish();
    Ok(())
}
