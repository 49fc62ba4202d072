//! `qmp` 0.1, which has no types for commands and replies of its own.

use std::hint::black_box;

use anyhow::Result;
use qmp::{Client, Endpoint};
use serde::Deserialize;

use super::Trips;
use super::asynchronous::{self, Flavor};
use super::server::Server;

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding is what is measured")]
struct StatusInfo {
    running: bool,
    status: String,
}

pub(super) fn status(flavor: Flavor, tasks: usize) -> impl Fn(&Server) -> Result<Trips> {
    move |server| {
        let runtime = flavor.runtime()?;
        let mut builder = Client::builder(Endpoint::unix(server.path()));
        if tasks > 1 {
            builder = builder.enable_capabilities(["oob".to_owned()]);
        }
        let client = runtime.block_on(builder.connect())?;
        Ok(Box::new(move |trips| {
            let client = client.clone();
            asynchronous::run(&runtime, tasks, trips, move || {
                let client = client.clone();
                async move {
                    let status: StatusInfo = client.execute("query-status", None::<()>).await?;
                    black_box(status);
                    Ok(())
                }
            })
        }))
    }
}
