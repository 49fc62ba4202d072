//! Real QEMUs and storage daemons that the table is shown with.

use std::cell::RefCell;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use qapi_machine::{Binary, Kind, Lease, Machine, Pool};
use qapi_schema::Schema;

use super::row::{Phase, Row, Step};
use super::run::{Left, Server, open, run};
use super::wire::{Stream, Wire};
use crate::Stop;
use crate::exchange::{Exchange, Shown};
use crate::judge::{LIMIT, Monitor, Question};
use crate::peer::{crash, leased};

/// Machines of a binary that can be connected to in two ways. One of them serves
/// many rows.
#[derive(Debug)]
pub(crate) struct Machines {
    /// Those that listen on a socket, one connection after the other. They have
    /// a monitor besides, which tells when they listen.
    sockets: Pool<Monitor>,
    /// Those whose stdin and stdout are the one connection, by its phase.
    stdio: [(Phase, Pool<Wire>); 3],
}

/// The name of a socket in the folder of a machine.
const SOCKET: &str = "qmp";

impl Machines {
    pub(crate) fn new(binary: &Binary) -> Result<Self, Stop> {
        let stdio = |phase| -> Result<_, Stop> {
            let builder = Machine::builder(binary).monitor(false);
            Ok((phase, Pool::of(builder)?))
        };
        Ok(Self {
            sockets: Pool::new(binary)?,
            stdio: [
                stdio(Phase::Before)?,
                stdio(Phase::After)?,
                stdio(Phase::OutOfBand)?,
            ],
        })
    }

    /// Shows a row in each of its phases, over each way of connecting.
    pub(crate) fn show(
        &self,
        row: &Row,
        schema: &Schema,
        limit: Duration,
        exchange: &Exchange,
    ) -> Result<(), Stop> {
        let kind = self.sockets.binary().kind();
        if row.when.compat.is_some() && kind != Kind::System {
            return Err(Stop::skip(format!("a {kind} has no option `-compat`")));
        }
        // There is only one connection over stdin and stdout.
        let again = row.steps.iter().any(|step| matches!(step, Step::Reconnect));
        for phase in row.when.phases {
            let place = |way| format!("over {way}, {}", phase.name());
            let socket = place("a unix socket");
            self.over_socket(row, *phase, schema, limit, &socket, exchange)
                .map_err(|stop| stop.at(&socket))?;
            if !again && !row.when.once {
                let stdio = place("stdin and stdout");
                self.over_stdio(row, *phase, schema, limit, &stdio, exchange)
                    .map_err(|stop| stop.at(&stdio))?;
            }
        }
        Ok(())
    }

    fn over_socket(
        &self,
        row: &Row,
        phase: Phase,
        schema: &Schema,
        limit: Duration,
        place: &str,
        exchange: &Exchange,
    ) -> Result<(), Stop> {
        let path = format!("@DIR@/{SOCKET}");
        let args = match (self.sockets.binary().kind(), row.when.pretty) {
            (Kind::System, false) => vec!["-qmp".to_owned(), listening(&format!("unix:{path}"))],
            (Kind::System, true) => {
                vec!["-qmp-pretty".to_owned(), listening(&format!("unix:{path}"))]
            }
            (_, pretty) => chardev(&listening(&format!("socket,path={path}")), pretty),
        };
        let connect = |own: UnixStream| {
            // It is answered when all arguments have been carried out.
            Monitor::over(own)?.negotiated(true)
        };
        let mut lease = leased(self.sockets.lease(&policy(args, row), connect))?;
        let socket = lease.folder().join(SOCKET);
        let folder = lease.folder().to_owned();
        exchange.has_folder(&folder);
        let own = RefCell::new(lease.connection());
        let server = Server {
            schema,
            connect: &|| Ok(Box::new(UnixStream::connect(&socket)?) as Stream),
            settle: Some(&|| settle(&mut own.borrow_mut())),
            folder: &folder,
            limit,
        };
        let mut wire = open(row, &server)?;
        let shown = wire
            .enter(phase)
            .and_then(|()| run(row, &mut wire, &server));
        exchange.has_shown(Shown {
            place: place.to_owned(),
            said: wire.take_said(),
        });
        match conclude(&mut lease, shown, wire.ended)? {
            Left::Nothing => {}
            Left::AsItWas | Left::Changed => lease.give_back(),
        }
        Ok(())
    }

    fn over_stdio(
        &self,
        row: &Row,
        phase: Phase,
        schema: &Schema,
        limit: Duration,
        place: &str,
        exchange: &Exchange,
    ) -> Result<(), Stop> {
        let pool = self.stdio.iter().find(|(of, _)| *of == phase);
        let (_, pool) = pool.ok_or("there is no such phase")?;
        let args = match (pool.binary().kind(), row.when.pretty) {
            (Kind::System, false) => vec!["-qmp".to_owned(), "stdio".to_owned()],
            (Kind::System, true) => vec!["-qmp-pretty".to_owned(), "stdio".to_owned()],
            (_, pretty) => chardev("stdio", pretty),
        };
        let connect = |stream: UnixStream| {
            let mut wire = Wire::open(Box::new(stream), limit, row.when.pretty)?;
            wire.enter(phase)?;
            Ok(wire)
        };
        let mut lease = leased(pool.lease(&policy(args, row), connect))?;
        let folder = lease.folder().to_owned();
        exchange.has_folder(&folder);
        let server = Server {
            schema,
            settle: None,
            connect: &|| Err("there is one connection over stdin and stdout".into()),
            folder: &folder,
            limit,
        };
        let shown = run(row, lease.connection(), &server);
        exchange.has_shown(Shown {
            place: place.to_owned(),
            said: lease.connection().take_said(),
        });
        let ended = lease.connected().ended;
        if conclude(&mut lease, shown, ended)? == Left::AsItWas {
            lease.give_back();
        }
        Ok(())
    }
}

/// Waits until a server has read what is sent on another monitor, by having
/// more read on this one: QEMU reads a byte of each in turn. Out of band that
/// is answered whatever is under way.
fn settle(own: &mut Monitor) -> Result<(), Stop> {
    /// More than any row sends to be read while a command is held.
    const MORE: usize = 4096;
    let padding = " ".repeat(MORE);
    let command = format!(r#"{{"exec-oob": "no-such-command",{padding}"arguments": {{}}}}"#);
    own.ask(&[&Question::Command(command.into_bytes())])
        .map(drop)
}

/// What has become of a row: a machine whose connection has ended has ended
/// well, or it has crashed.
fn conclude<C>(
    lease: &mut Lease<'_, C>,
    shown: Result<Left, Stop>,
    ended: bool,
) -> Result<Left, Stop> {
    match shown {
        Err(stop) if ended => Err(crash(lease, LIMIT, stop)),
        Ok(Left::Nothing) => match lease.exit(LIMIT)? {
            Some(exit) if exit.status.success() => Ok(Left::Nothing),
            Some(exit) => Err(Stop::Crashed {
                exit,
                during: "the end".to_owned(),
            }),
            None => Err("it has closed its connection, and still runs".into()),
        },
        shown => shown,
    }
}

fn listening(address: &str) -> String {
    format!("{address},server=on,wait=off")
}

/// How a storage daemon is given a monitor.
fn chardev(chardev: &str, pretty: bool) -> Vec<String> {
    let pretty = if pretty { ",pretty=on" } else { "" };
    vec![
        "--chardev".to_owned(),
        format!("{chardev},id=table"),
        "--monitor".to_owned(),
        format!("chardev=table{pretty}"),
    ]
}

fn policy(mut args: Vec<String>, row: &Row) -> Vec<String> {
    if let Some(policy) = row.when.compat {
        args.extend(["-compat".to_owned(), policy.to_owned()]);
    }
    args
}
