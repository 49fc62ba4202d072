//! Simulators that the table is shown with.

use std::os::unix::net::{UnixListener, UnixStream};
use std::thread;
use std::time::Duration;

use qapi_client::sim::Simulator;

use super::hold::can_hold;
use super::row::{Phase, Row};
use super::run::{self, Server};
use super::wire::Stream;
use crate::Stop;
use crate::exchange::Exchange;

/// Shows a row in each of its phases, over a unix socket and in memory, each
/// with a simulator that is told the same as this one.
pub(crate) fn show(
    simulator: &Simulator,
    row: &Row,
    limit: Duration,
    exchange: &Exchange,
) -> Result<(), Stop> {
    for phase in row.when.phases {
        over_socket(&told(simulator, row), row, *phase, limit, exchange)?;
        in_memory(&told(simulator, row), row, *phase, limit, exchange)?;
    }
    Ok(())
}

/// Another simulator, which a row may end.
fn told(simulator: &Simulator, row: &Row) -> Simulator {
    let mut simulator = simulator.restarted();
    if let Some(policy) = row.when.compat {
        let rejects = |what| policy.contains(&format!("{what}-input=reject"));
        simulator = simulator.reject(rejects("deprecated"), rejects("unstable"));
    }
    if row.when.pretty {
        simulator = simulator.pretty();
    }
    if row.holds() {
        can_hold(&simulator);
    }
    simulator
}

fn over_socket(
    simulator: &Simulator,
    row: &Row,
    phase: Phase,
    limit: Duration,
    exchange: &Exchange,
) -> Result<(), Stop> {
    let folder = tempfile::tempdir()?;
    exchange.has_folder(folder.path());
    let path = folder.path().join("qmp");
    let listener = UnixListener::bind(&path)?;
    thread::scope(|scope| {
        let served = scope.spawn(|| simulator.serve(listener));
        let shown = run::show(
            row,
            phase,
            &Server {
                schema: simulator.schema(),
                connect: &|| Ok(Box::new(UnixStream::connect(&path)?) as Stream),
                settle: None,
                folder: folder.path(),
                limit,
            },
            &format!("over a unix socket, {}", phase.name()),
            exchange,
        );
        simulator.stop();
        served.join().map_err(|_| "the simulator panicked")??;
        shown
    })
}

pub(super) fn in_memory(
    simulator: &Simulator,
    row: &Row,
    phase: Phase,
    limit: Duration,
    exchange: &Exchange,
) -> Result<(), Stop> {
    let folder = tempfile::tempdir()?;
    exchange.has_folder(folder.path());
    run::show(
        row,
        phase,
        &Server {
            schema: simulator.schema(),
            connect: &|| Ok(Box::new(simulator.stream()) as Stream),
            settle: None,
            folder: folder.path(),
            limit,
        },
        &format!("over a stream in memory, {}", phase.name()),
        exchange,
    )
}
