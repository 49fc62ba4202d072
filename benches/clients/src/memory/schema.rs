//! A reply to `query-qmp-schema`.

use std::hint::black_box;

use anyhow::{Result, ensure};
use serde::Deserialize;
use tokio::runtime;

use super::{compare, plain, theirs};
use crate::report::{Figure, Layout, Report, Row};
use crate::rounds::Contestant;
use crate::session::Fed;

/// The answer of QEMU 10.0.
const DUMP: &str = include_str!("../../../../schemas/qemu-10.0-x86_64.json");

const OURS: &str = "ours";
const TAGGED: &str = "serde, internally tagged";
const FLAT: &str = "serde, one struct for all";
const BLOCKING: &str = "qapi 0.15 blocking";
const ASYNC: &str = "qapi 0.15 async";

const ROWS: &[Row] = &[
    (OURS, &[(Figure::Cpu, 1.1)]),
    (TAGGED, &[]),
    (FLAT, &[]),
    (BLOCKING, &[]),
    (ASYNC, &[]),
];

/// The envelope that one writes by hand.
#[derive(Deserialize)]
struct Reply<T> {
    r#return: Vec<T>,
    id: u64,
}

fn decode<'a, T: Deserialize<'a>>(reply: &'a str) -> Result<usize> {
    let reply: Reply<T> = serde_json::from_slice(black_box(reply.as_bytes()))?;
    black_box(reply.id);
    Ok(black_box(reply.r#return).len())
}

pub(super) fn measure(report: &mut Report, rounds: usize) -> Result<()> {
    // The file has an entry a line.
    let dump = DUMP.trim().replace(",\n", ", ").replace('\n', "");
    let (before, after) = ("{\"return\": ", ", \"id\": ");
    // Our ids differ from session to session, so all replies are made with one of the same length.
    let (_, id) = Fed::new().send("query-qmp-schema")?;
    let reply = format!("{before}{dump}{after}{id}}}\r\n");
    let without_id = format!("{before}{dump}}}\r\n");
    let greeted = theirs::greeted(without_id.as_bytes());
    let runtime = runtime::Builder::new_current_thread().build()?;

    let mut fed = Fed::new();
    let mut ours = || {
        let (number, id) = fed.send("query-qmp-schema")?;
        let pieces = [before, &dump, after, &id, "}\r\n"].map(str::as_bytes);
        anyhow::Ok(black_box(fed.schema(number, black_box(&pieces))?).len())
    };
    let entries = ours()?;
    for other in [
        decode::<plain::tagged::SchemaInfo>(&reply)?,
        decode::<plain::flat::SchemaInfo>(&reply)?,
        theirs::blocking_schema(without_id.as_bytes())?.len(),
        theirs::async_schema(&runtime, &greeted)?.len(),
    ] {
        ensure!(other == entries, "{other} entries instead of {entries}");
    }
    let each = |times: usize, mut once: Box<dyn FnMut() -> Result<usize> + '_>| {
        (0..times).try_for_each(|_| once().map(drop))
    };
    let contestants = vec![
        Contestant::new(OURS, |times| each(times, Box::new(&mut ours))),
        Contestant::new(TAGGED, |times| {
            each(
                times,
                Box::new(|| decode::<plain::tagged::SchemaInfo>(&reply)),
            )
        }),
        Contestant::new(FLAT, |times| {
            each(
                times,
                Box::new(|| decode::<plain::flat::SchemaInfo>(&reply)),
            )
        }),
        Contestant::new(BLOCKING, |times| {
            let reply = without_id.as_bytes();
            each(
                times,
                Box::new(|| Ok(theirs::blocking_schema(reply)?.len())),
            )
        }),
        Contestant::new(ASYNC, |times| {
            each(
                times,
                Box::new(|| Ok(theirs::async_schema(&runtime, &greeted)?.len())),
            )
        }),
    ];
    let layout = Layout {
        title: format!("schema reply in memory, {} kB", reply.len() / 1000),
        figures: &[Figure::Cpu],
        base: &[TAGGED],
        rows: ROWS.to_vec(),
    };
    compare(report, layout, (rounds, 10, 1), contestants)
}
