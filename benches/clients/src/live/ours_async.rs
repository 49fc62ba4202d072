//! Our asynchronous client, which enables the out-of-band capability wherever it
//! is offered.

use std::hint::black_box;

use anyhow::Result;
use qapi_client::Validation;
use qapi_client::tokio::Client;
use qapi_types::qmp::commands::QueryStatus;

use super::Trips;
use super::asynchronous::{self, Flavor};
use super::server::Server;

pub(super) fn status(
    flavor: Flavor,
    tasks: usize,
    validation: Validation,
) -> impl Fn(&Server) -> Result<Trips> {
    move |server| {
        let runtime = flavor.runtime()?;
        let builder = Client::builder().validation(validation.clone());
        let address = format!("unix:{}", server.path().display());
        let client = runtime.block_on(builder.connect(&address))?;
        Ok(Box::new(move |trips| {
            let client = client.clone();
            asynchronous::run(&runtime, tasks, trips, move || {
                let client = client.clone();
                async move {
                    black_box(client.execute(&QueryStatus::new()).await?);
                    Ok(())
                }
            })
        }))
    }
}
