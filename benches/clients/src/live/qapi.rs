//! `qapi` 0.15.

use std::hint::black_box;
use std::io::{BufReader, BufWriter};
use std::os::unix::net::UnixStream;
use std::sync::Arc;

use anyhow::Result;
use qapi::futures::QmpStreamTokio;
use qapi::qmp::{QMPCapability, qmp_capabilities, query_status};
use qapi::{Qmp, Stream};

use super::Trips;
use super::asynchronous::{self, Flavor};
use super::server::Server;

type Blocking = Qmp<Stream<BufReader<UnixStream>, BufWriter<UnixStream>>>;

/// With buffers on both sides: without, as in its examples, it writes a
/// command in many small pieces.
fn blocking(server: &Server, capabilities: Option<Vec<QMPCapability>>) -> Result<Blocking> {
    let stream = server.connect()?;
    let (read, write) = (stream.try_clone()?, stream);
    let mut client = Qmp::new(Stream::new(BufReader::new(read), BufWriter::new(write)));
    client.read_capabilities()?;
    client.execute(&qmp_capabilities {
        enable: capabilities,
    })?;
    Ok(client)
}

pub(super) fn blocking_status(server: &Server) -> Result<impl FnMut(usize) -> Result<()> + use<>> {
    let mut client = blocking(server, None)?;
    Ok(move |trips| {
        for _ in 0..trips {
            black_box(client.execute(&query_status {})?);
        }
        Ok(())
    })
}

/// It can write several commands before it reads replies, which it then pairs
/// by their order.
pub(super) fn blocking_ahead(deep: usize) -> impl Fn(&Server) -> Result<Trips> {
    move |server| {
        let mut client = blocking(server, Some(vec![QMPCapability::oob]))?;
        Ok(Box::new(move |trips| {
            let mut sent = 0;
            for done in 0..trips {
                while sent < trips && sent - done < deep {
                    client.write_command(&query_status {})?;
                    sent += 1;
                }
                black_box(client.read_response::<query_status>()?);
            }
            Ok(())
        }))
    }
}

/// With its reader in a task of its own, as in its examples.
pub(super) fn async_status(flavor: Flavor, tasks: usize) -> impl Fn(&Server) -> Result<Trips> {
    move |server| {
        let runtime = flavor.runtime()?;
        let service = runtime.block_on(async {
            let negotiation = QmpStreamTokio::open_uds(server.path()).await?;
            let capabilities = (tasks > 1).then_some(QMPCapability::oob);
            let stream = negotiation.negotiate_caps(capabilities).await?;
            anyhow::Ok(stream.spawn_tokio().0)
        })?;
        let service = Arc::new(service);
        Ok(Box::new(move |trips| {
            let service = Arc::clone(&service);
            asynchronous::run(&runtime, tasks, trips, move || {
                let service = Arc::clone(&service);
                async move {
                    black_box(service.execute(query_status {}).await?);
                    Ok(())
                }
            })
        }))
    }
}
