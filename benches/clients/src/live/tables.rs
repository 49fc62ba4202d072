//! Which clients are measured, at what.

use anyhow::Result;
use qapi_client::Validation;

use super::asynchronous::Flavor::{CurrentThread, MultiThread};
use super::python::Venv;
use super::raw::{Ids, Raw};
use super::server::Server;
use super::{Candidate, DEEP, Table, Trips, blocking, ours_async, qapi, qmp};
use crate::report::{Figure, Layout, Row};
use crate::session::Driven;

const RAW: &str = "raw";
const RAW_IDS: &str = "raw, with long ids";
const VALIDATED: &str = "ours, blocking";
const UNVALIDATED: &str = "ours, blocking, not validated";
const ASYNC: &str = "ours, async";
const ASYNC_UNVALIDATED: &str = "ours, async, not validated";
const ASYNC_THREADS: &str = "ours, async, multi-thread";
const ASYNC_THREADS_UNVALIDATED: &str = "ours, async, m-t, not validated";
const BY_HAND: &str = "ours, protocol driven by hand";
const QAPI: &str = "qapi 0.15 blocking";
const QAPI_AHEAD: &str = "qapi 0.15 blocking, by order";
const QAPI_ASYNC: &str = "qapi 0.15 async";
const QAPI_ASYNC_THREADS: &str = "qapi 0.15 async, multi-thread";
const QMP: &str = "qmp 0.1";
const QMP_THREADS: &str = "qmp 0.1, multi-thread";
const QEMU_QMP: &str = "qemu.qmp 0.0.6";

/// All tables, in the order in which they are measured.
pub(super) fn all(python: &Result<Venv>) -> Vec<Table<'_>> {
    vec![
        one_at_a_time(python),
        in_flight(python),
        validation("query-status", blocking::status, &[(Figure::Time, 1.03)]),
        validation("qom-get", blocking::property, &[]),
        validation("blockdev-add and blockdev-del", blocking::node, &[]),
    ]
}

/// Speed and processor time against the raw loop; our own clients have goals.
fn against_raw(title: &str, names: &[&'static str], ours: &[&str]) -> Layout {
    let goals = |name: &&'static str| -> Row {
        match ours.contains(name) {
            true => (name, &[(Figure::Speed, 0.95), (Figure::Cpu, 1.3)]),
            false => (name, &[]),
        }
    };
    Layout {
        title: title.to_owned(),
        figures: &[Figure::Speed, Figure::Cpu],
        base: &[RAW],
        rows: names.iter().map(goals).collect(),
    }
}

fn raw<'a>(name: &'static str, ids: Ids, capabilities: &'static str, deep: usize) -> Candidate<'a> {
    Candidate::new(name, move |server| {
        let mut raw = Raw::connect(server, ids, capabilities)?;
        Ok(move |trips| raw.run(trips, deep))
    })
}

fn by_hand<'a>(deep: usize) -> Candidate<'a> {
    Candidate::new(BY_HAND, move |server| {
        let mut driven = Driven::over(server.connect()?)?;
        Ok(move |trips| driven.run(trips, deep))
    })
}

/// Our asynchronous client on both runtimes, with validation and without.
fn asynchronous<'a>(tasks: usize) -> [Candidate<'a>; 4] {
    [
        (ASYNC, CurrentThread, Validation::Connected),
        (ASYNC_UNVALIDATED, CurrentThread, Validation::Off),
        (ASYNC_THREADS, MultiThread, Validation::Connected),
        (ASYNC_THREADS_UNVALIDATED, MultiThread, Validation::Off),
    ]
    .map(|(name, flavor, validation)| {
        Candidate::new(name, ours_async::status(flavor, tasks, validation))
    })
}

fn qemu_qmp<'a>(python: &'a Result<Venv>, tasks: usize, table: &mut Table<'a>) {
    match python {
        Ok(venv) => table.candidates.push(Candidate {
            name: QEMU_QMP,
            connect: Box::new(move |server: &Server| {
                let mut client = venv.connect(server)?;
                Ok(Box::new(move |trips| client.run(tasks, trips)))
            }),
        }),
        Err(reason) => table.notes.push(format!("{QEMU_QMP}: skipped: {reason:#}")),
    }
}

fn one_at_a_time(python: &Result<Venv>) -> Table<'_> {
    let mut table = Table {
        layout: against_raw(
            "query-status, one at a time",
            &[
                RAW,
                RAW_IDS,
                VALIDATED,
                UNVALIDATED,
                ASYNC,
                ASYNC_UNVALIDATED,
                ASYNC_THREADS,
                ASYNC_THREADS_UNVALIDATED,
                BY_HAND,
                QAPI,
                QAPI_ASYNC,
                QAPI_ASYNC_THREADS,
                QMP,
                QMP_THREADS,
                QEMU_QMP,
            ],
            &[VALIDATED, UNVALIDATED, ASYNC, ASYNC_UNVALIDATED],
        ),
        candidates: vec![
            raw(RAW, Ids::Numbers, "", 1),
            raw(RAW_IDS, Ids::Long, "", 1),
            Candidate::new(VALIDATED, blocking::status(Validation::Connected)),
            Candidate::new(UNVALIDATED, blocking::status(Validation::Off)),
            by_hand(1),
            Candidate::new(QAPI, qapi::blocking_status),
            Candidate::new(QAPI_ASYNC, qapi::async_status(CurrentThread, 1)),
            Candidate::new(QAPI_ASYNC_THREADS, qapi::async_status(MultiThread, 1)),
            Candidate::new(QMP, qmp::status(CurrentThread, 1)),
            Candidate::new(QMP_THREADS, qmp::status(MultiThread, 1)),
        ],
        notes: Vec::new(),
    };
    table.candidates.extend(asynchronous(1));
    qemu_qmp(python, 1, &mut table);
    table
}

fn in_flight(python: &Result<Venv>) -> Table<'_> {
    const ONE: &str = "raw, without a second in flight";
    let oob = "\"oob\"";
    let mut table = Table {
        layout: against_raw(
            "query-status, seven in flight, oob enabled",
            &[
                RAW,
                RAW_IDS,
                ONE,
                ASYNC,
                ASYNC_UNVALIDATED,
                ASYNC_THREADS,
                ASYNC_THREADS_UNVALIDATED,
                BY_HAND,
                QAPI_AHEAD,
                QAPI_ASYNC,
                QAPI_ASYNC_THREADS,
                QMP,
                QMP_THREADS,
                QEMU_QMP,
            ],
            &[ASYNC, ASYNC_UNVALIDATED],
        ),
        candidates: vec![
            raw(RAW, Ids::Numbers, oob, DEEP),
            raw(RAW_IDS, Ids::Long, oob, DEEP),
            raw(ONE, Ids::Numbers, oob, 1),
            by_hand(DEEP),
            Candidate::new(QAPI_AHEAD, qapi::blocking_ahead(DEEP)),
            Candidate::new(QAPI_ASYNC, qapi::async_status(CurrentThread, DEEP)),
            Candidate::new(QAPI_ASYNC_THREADS, qapi::async_status(MultiThread, DEEP)),
            Candidate::new(QMP, qmp::status(CurrentThread, DEEP)),
            Candidate::new(QMP_THREADS, qmp::status(MultiThread, DEEP)),
        ],
        notes: vec![
            "ours, blocking: cannot".to_owned(),
            format!(
                "{QAPI_ASYNC}: takes seven, but sends each when it has the reply to the one before"
            ),
        ],
    };
    table.candidates.extend(asynchronous(DEEP));
    qemu_qmp(python, DEEP, &mut table);
    table
}

fn validation<'a, C>(
    command: &str,
    client: impl Fn(Validation) -> C,
    goals: &'static [(Figure, f64)],
) -> Table<'a>
where
    C: Fn(&Server) -> Result<Trips> + 'static,
{
    Table {
        layout: Layout {
            title: format!("validation, {command}"),
            figures: &[Figure::Time, Figure::Cpu],
            base: &[UNVALIDATED],
            rows: vec![(VALIDATED, goals), (UNVALIDATED, &[])],
        },
        candidates: vec![
            Candidate::new(VALIDATED, client(Validation::Connected)),
            Candidate::new(UNVALIDATED, client(Validation::Off)),
        ],
        notes: Vec::new(),
    }
}
