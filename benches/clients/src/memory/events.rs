//! A stream of events.

use std::hint::black_box;

use anyhow::{Context as _, Result, bail, ensure};
use qapi_client::RawEvent;
use qapi_types::qmp::events::{self, Event};
use serde_json::Deserializer;
use tokio::runtime;

use super::{compare, plain, theirs};
use crate::report::{Figure, Layout, Report, Row};
use crate::rounds::Contestant;
use crate::session::Fed;

/// What a QEMU 10.0 sent, one event a line.
const RECORDED: &str = include_str!("../../data/events.jsonl");

/// Events in a stream, at least.
const EVENTS: usize = 4000;

const OURS: &str = "ours, as the enum of all events";
const BY_NAME: &str = "ours, decoded by name";
const UNDECODED: &str = "ours, left undecoded";
const FLATTENED: &str = "serde, tagged enum, flattened";
const FLAT: &str = "serde, one struct for all";
const RAW_DATA: &str = "serde, data as text, then typed";
const BLOCKING: &str = "qapi 0.15 blocking";
const ASYNC: &str = "qapi 0.15 async";

const ROWS: &[Row] = &[
    (OURS, &[(Figure::CpuSpeed, 0.8)]),
    (BY_NAME, &[]),
    (UNDECODED, &[]),
    (FLATTENED, &[]),
    (FLAT, &[]),
    (RAW_DATA, &[]),
    (BLOCKING, &[]),
    (ASYNC, &[]),
];

pub(super) fn measure(report: &mut Report, rounds: usize) -> Result<()> {
    let recorded = RECORDED.replace('\n', "\r\n");
    let copies = EVENTS.div_ceil(RECORDED.lines().count());
    let stream = recorded.repeat(copies);
    let count = stream.lines().count();
    let stream = stream.as_bytes();
    let answered = [stream, b"{\"return\": {}}\r\n"].concat();
    let greeted = theirs::greeted(stream);
    let runtime = runtime::Builder::new_current_thread().build()?;
    let [mut whole, mut by_name, mut undecoded] = std::array::from_fn(|_| Fed::new());

    let contestants = vec![
        contestant(OURS, count, move || {
            whole.events(black_box(stream), |event| Ok(event.any_of::<Event>()?))
        }),
        contestant(BY_NAME, count, move || {
            by_name.events(black_box(stream), decode_by_name)
        }),
        contestant(UNDECODED, count, move || {
            undecoded.events(black_box(stream), |_| Ok(()))
        }),
        contestant(FLATTENED, count, || {
            let events = Deserializer::from_slice(black_box(stream)).into_iter();
            count_of(events.map(|event| anyhow::Ok(event.map(|event: plain::Flattened| event)?)))
        }),
        contestant(FLAT, count, || {
            let events = Deserializer::from_slice(black_box(stream)).into_iter();
            count_of(events.map(|event| anyhow::Ok(event.map(|event: plain::Flat| event)?)))
        }),
        contestant(RAW_DATA, count, || {
            let events = Deserializer::from_slice(black_box(stream)).into_iter();
            count_of(events.map(|event| plain::typed(event?)))
        }),
        contestant(BLOCKING, count, || {
            theirs::blocking_events(black_box(&answered))
        }),
        contestant(ASYNC, count, || {
            theirs::async_events(&runtime, black_box(&greeted))
        }),
    ];
    let layout = Layout {
        title: format!("{count} events in memory, {} kB", stream.len() / 1000),
        figures: &[Figure::CpuSpeed],
        base: &[FLATTENED, FLAT, RAW_DATA],
        rows: ROWS.to_vec(),
    };
    compare(report, layout, (rounds, 5, count), contestants)
}

/// Somebody who finds all events of the stream.
fn contestant<'a>(
    name: &'static str,
    count: usize,
    mut events: impl FnMut() -> Result<usize> + 'a,
) -> Contestant<'a> {
    Contestant::new(name, move |times| {
        for _ in 0..times {
            let found = events()?;
            ensure!(found == count, "{found} events instead of {count}");
        }
        Ok(())
    })
}

fn count_of<T>(events: impl Iterator<Item = Result<T>>) -> Result<usize> {
    let mut count = 0;
    for event in events {
        black_box(event?);
        count += 1;
    }
    Ok(count)
}

/// What somebody does who waits for some kinds of events only.
fn decode_by_name(event: &RawEvent) -> Result<()> {
    macro_rules! decode {
        ($($event:ident)*) => {
            match event.name() {
                $(<events::$event as qapi_types::Event>::NAME => {
                    black_box(event.decode::<events::$event>()?.context("it is one")?);
                })*
                other => bail!("`{other}` is not among the events"),
            }
        };
    }
    decode!(
        BlockJobCompleted BlockJobReady DeviceDeleted JobStatusChange Migration MigrationPass
        Powerdown Reset Resume RtcChange Shutdown Stop VncConnected VncDisconnected VncInitialized
    );
    Ok(())
}
