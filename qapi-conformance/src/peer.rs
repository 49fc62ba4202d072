//! The QEMU that a schema is of.

use std::os::unix::net::UnixStream;
use std::sync::{Arc, LazyLock, OnceLock};
use std::thread;
use std::time::Duration;

use qapi_client::sim::Simulator;
use qapi_client::{Client, Validation};
use qapi_machine::{Binary, Kind, Lease, LeaseError, Pool, find_all};
use qapi_schema::{Coordinate, Schema};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::exchange::{Exchange, Said};
use crate::judge::{LIMIT, Monitor, Test};
use crate::protocol::{self, Machines, Row};
use crate::record::Subject;
use crate::{Stop, Vm};

/// Who is tested.
#[derive(Debug)]
pub(crate) enum Peer {
    Real(Box<Real>),
    Simulated(Simulator),
}

/// Machines of a binary.
#[derive(Debug)]
pub(crate) struct Real {
    /// Those that are asked and do nothing.
    judges: Pool<Monitor>,
    /// Those that do something.
    workers: Pool<Client>,
    /// Those that the protocol is shown with.
    machines: OnceLock<Result<Machines, Stop>>,
}

/// The command that tells them.
const MACHINES: &str = "query-machines";

/// A row of its reply.
#[derive(Deserialize)]
struct Machine {
    name: String,
    alias: Option<String>,
}

/// What a binary here answers to `query-qmp-schema`.
struct Here {
    binary: Binary,
    schema: Value,
}

/// The QEMUs here. Those that do not run or do not answer are none.
static HERE: LazyLock<Vec<Here>> = LazyLock::new(|| {
    let binaries = find_all().into_iter();
    let binaries = binaries.filter_map(|found| Binary::new(found.path).ok());
    let binaries = binaries.filter(|binary| binary.kind() != Kind::GuestAgent);
    let here = binaries.filter_map(|binary| {
        let monitor = Monitor::start(&binary, &[]).ok()?;
        let schema = monitor.negotiated(false).ok()?.dump().ok()?;
        Some(Here { binary, schema })
    });
    here.collect()
});

impl Peer {
    /// The first QEMU here that answers `query-qmp-schema` with this dump.
    ///
    /// # Errors
    ///
    /// [`Stop::Skipped`] if there is none.
    pub(crate) fn find(dump: &[u8]) -> Result<Self, Stop> {
        let dump: Value = serde_json::from_slice(dump)?;
        let dump = dump.get("return").unwrap_or(&dump);
        let Some(here) = HERE.iter().find(|here| here.schema == *dump) else {
            let asked = HERE
                .iter()
                .map(|here| format!("{} {}", here.binary.path().display(), here.binary.version()));
            let asked: Vec<String> = asked.collect();
            return Err(Stop::skip(match asked.as_slice() {
                [] => "there is no QEMU here".to_owned(),
                asked => format!(
                    "no QEMU here answers `query-qmp-schema` with this schema, not {}",
                    asked.join(", not ")
                ),
            }));
        };
        Self::of(&here.binary)
    }

    /// A QEMU.
    pub(crate) fn of(binary: &Binary) -> Result<Self, Stop> {
        Ok(Self::Real(Box::new(Real {
            judges: Pool::new(binary)?,
            workers: Pool::new(binary)?,
            machines: OnceLock::new(),
        })))
    }

    /// The QEMU, for the records of a suite.
    pub(crate) fn subject(&self, suite: &str) -> Subject {
        match self {
            Self::Real(real) => Subject::of(suite, real.judges.binary()),
            Self::Simulated(_) => Subject::simulator(suite),
        }
    }

    /// The names of the machines that it has.
    pub(crate) fn machines(&self, schema: &Arc<Schema>) -> Result<Vec<String>, Stop> {
        let mut names = Vec::new();
        if schema.command(MACHINES).is_none() {
            return Ok(names);
        }
        self.run(schema, &[], &Exchange::default(), |vm| {
            let machines: Vec<Machine> = vm.execute_raw(MACHINES, &json!({}))?;
            for machine in machines {
                names.push(machine.name);
                names.extend(machine.alias);
            }
            Ok(())
        })?;
        Ok(names)
    }

    /// Has every test asked of a machine that has done nothing yet, and the
    /// answers handed over.
    pub(crate) fn ask(
        &self,
        tests: &[Test],
        ask: impl FnOnce(&mut Monitor, &[Test]) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let connect =
            |stream| -> Result<Monitor, Stop> { Monitor::over(stream)?.negotiated(false) };
        match self {
            Self::Real(real) => {
                let mut lease = leased(real.judges.lease(&[], connect))?;
                match ask(lease.connection(), tests) {
                    Ok(()) => {
                        lease.give_back();
                        Ok(())
                    }
                    Err(stop) => Err(crash(&mut lease, LIMIT, stop)),
                }
            }
            Self::Simulated(simulator) => ask(&mut connect(served(simulator)?)?, tests),
        }
    }

    /// A machine that has not negotiated yet.
    pub(crate) fn fresh(&self) -> Result<Monitor, Stop> {
        match self {
            Self::Real(real) => Monitor::start(real.judges.binary(), &[]),
            Self::Simulated(simulator) => Monitor::over(served(simulator)?),
        }
    }

    /// Shows a row of the protocol's table.
    pub(crate) fn protocol(
        &self,
        row: &Row,
        schema: &Schema,
        limit: Duration,
        exchange: &Exchange,
    ) -> Result<(), Stop> {
        if let Some(needed) = row.when.needs {
            let coordinate: Coordinate = needed.parse()?;
            if schema.locate(&coordinate).is_err() {
                return Err(Stop::skip(format!("this QEMU has no `{needed}`")));
            }
        }
        match self {
            Self::Real(real) => {
                let start = || Machines::new(real.judges.binary());
                let machines = real.machines.get_or_init(start);
                machines
                    .as_ref()
                    .map_err(Stop::clone)?
                    .show(row, schema, limit, exchange)
            }
            Self::Simulated(simulator) => protocol::show_simulated(simulator, row, limit, exchange),
        }
    }

    /// Runs a case on a machine of these arguments, which no other case sees,
    /// and keeps what is said.
    pub(crate) fn run(
        &self,
        schema: &Arc<Schema>,
        args: &[String],
        exchange: &Exchange,
        case: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let builder = || {
            Client::builder()
                .validation(Validation::Given(Arc::clone(schema)))
                .connect_deadline(LIMIT)
                .deadline(LIMIT)
        };
        let origin = Origin {
            peer: self,
            schema,
            exchange,
        };
        exchange.has_args(args);
        match self {
            Self::Real(real) => {
                let connect = |stream: UnixStream| {
                    let client = builder().over(exchange.tap(stream))?;
                    Ok::<_, Stop>(client)
                };
                let lease = leased(real.workers.lease(args, connect))?;
                exchange.has_folder(lease.folder());
                let mut vm = Vm::leased(lease, origin);
                let outcome = case(&mut vm);
                vm.conclude(outcome)
            }
            Self::Simulated(simulator) => {
                let client = builder().over(exchange.tap(simulator.stream()))?;
                let folder = tempfile::tempdir()?;
                exchange.has_folder(folder.path());
                case(&mut Vm::simulated(client, folder, origin))
            }
        }
    }
}

/// Where a machine of a case comes from, and further ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin<'p> {
    peer: &'p Peer,
    schema: &'p Arc<Schema>,
    exchange: &'p Exchange,
}

impl Origin<'_> {
    /// What all machines of the case have said so far.
    pub(crate) fn said(&self) -> Result<Vec<Said>, Stop> {
        self.exchange.said()
    }

    /// Runs a part of the case on a further machine.
    pub(crate) fn run(
        &self,
        args: &[String],
        part: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.peer.run(self.schema, args, self.exchange, part)
    }
}

/// A lease, or what has become of the machine.
pub(crate) fn leased<C>(
    lease: Result<Lease<'_, C>, LeaseError<Stop>>,
) -> Result<Lease<'_, C>, Stop> {
    lease.map_err(|error| match error {
        LeaseError::Connect {
            exit: Some(exit), ..
        } => Stop::Failed(format!("it does not start: {exit}")),
        LeaseError::Connect { source, .. } => source,
        error => error.into(),
    })
}

/// What a case has stopped for: that the machine has died, if it has or does
/// within this time.
pub(crate) fn crash<C>(lease: &mut Lease<'_, C>, limit: Duration, stop: Stop) -> Stop {
    match lease.exit(limit) {
        Ok(Some(exit)) => Stop::Crashed {
            exit,
            during: stop.message(),
        },
        _ => stop,
    }
}

/// A socket on which a simulator serves, as long as it is open.
pub(crate) fn served(simulator: &Simulator) -> Result<UnixStream, Stop> {
    let (ours, theirs) = UnixStream::pair()?;
    let simulator = simulator.clone();
    thread::spawn(move || simulator.serve_one(theirs));
    Ok(ours)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{RecvTimeoutError, channel};

    use super::*;

    #[test]
    fn nobody_serves_whose_client_has_gone() {
        let dump = include_bytes!("../../schemas/qemu-10.0-x86_64.json");
        let simulator = Simulator::new(Schema::from_slice(dump).unwrap().into());
        // It hangs up when nobody has the simulator any more.
        let (sender, ended) = channel::<()>();
        simulator.on("stop", move |_| {
            let _ = &sender;
            Ok(json!({}))
        });
        Monitor::over(served(&simulator).unwrap()).unwrap();
        drop(simulator);
        let end = ended.recv_timeout(LIMIT);
        assert_eq!(end, Err(RecvTimeoutError::Disconnected));
    }
}
