//! The clients of `qapi` 0.15, fed by hand.

use std::hint::black_box;
use std::io::{self, Sink};

use anyhow::{Context as _, Result};
use futures::StreamExt as _;
use qapi::futures::QmpStreamTokio;
use qapi::{Qmp, Stream, qmp};
use tokio::runtime::Runtime;

const GREETING: &[u8] = br#"{"QMP": {"version": {"qemu": {"micro": 2, "minor": 0, "major": 10}, "package": ""}, "capabilities": ["oob"]}}
"#;

/// The blocking client, which looks at no id.
fn blocking(bytes: &[u8]) -> Qmp<Stream<&[u8], Sink>> {
    Qmp::new(Stream::new(bytes, io::sink()))
}

pub(crate) fn blocking_schema(reply: &[u8]) -> Result<Vec<qmp::SchemaInfo>> {
    Ok(blocking(reply).read_response::<qmp::query_qmp_schema>()?)
}

/// Events are read while a reply is waited for, so there is one at the end.
pub(crate) fn blocking_events(events_and_reply: &[u8]) -> Result<usize> {
    let mut client = blocking(events_and_reply);
    client.read_response::<qmp::cont>()?;
    Ok(client.events().map(black_box).count())
}

/// Bytes behind a greeting.
pub(crate) fn greeted(bytes: &[u8]) -> Vec<u8> {
    [GREETING, bytes].concat()
}

/// The async client, which expects no ids, since it does not see the
/// capability in the greeting.
pub(crate) fn async_schema(
    runtime: &Runtime,
    greeting_and_reply: &[u8],
) -> Result<Vec<qmp::SchemaInfo>> {
    runtime.block_on(async {
        let (read, write) = (greeting_and_reply, tokio::io::sink());
        let mut stream = QmpStreamTokio::open_split(read, write).await?.stream;
        Ok(stream.execute(qmp::query_qmp_schema {}).await?)
    })
}

pub(crate) fn async_events(runtime: &Runtime, greeting_and_events: &[u8]) -> Result<usize> {
    runtime.block_on(async {
        let (read, write) = (greeting_and_events, tokio::io::sink());
        let stream = QmpStreamTokio::open_split(read, write).await?.stream;
        let (_service, mut events) = stream.into_parts();
        let mut count = 0;
        while let Some(event) = events.next().await {
            black_box(event.context("an event")?);
            count += 1;
        }
        Ok(count)
    })
}
