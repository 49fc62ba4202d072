//! Our blocking client.

use anyhow::Result;
use qapi_client::{Client, Validation};
use qapi_types::qmp::commands::{BlockdevAdd, BlockdevDel, QomGet, QueryStatus};
use qapi_types::qmp::types::{BlockdevOptions, BlockdevOptionsNull};

use super::Trips;
use super::server::Server;

fn connect(server: &Server, validation: &Validation) -> Result<Client> {
    let builder = Client::builder().validation(validation.clone());
    Ok(builder.connect(&format!("unix:{}", server.path().display()))?)
}

/// `query-status`.
pub(super) fn status(validation: Validation) -> impl Fn(&Server) -> Result<Trips> {
    move |server| {
        let mut client = connect(server, &validation)?;
        Ok(Box::new(move |trips| {
            for _ in 0..trips {
                client.execute(&QueryStatus::new())?;
            }
            Ok(())
        }))
    }
}

/// `qom-get`.
pub(super) fn property(validation: Validation) -> impl Fn(&Server) -> Result<Trips> {
    move |server| {
        let mut client = connect(server, &validation)?;
        let get = QomGet::new("/machine", "type");
        Ok(Box::new(move |trips| {
            for _ in 0..trips {
                client.execute(&get)?;
            }
            Ok(())
        }))
    }
}

/// `blockdev-add` and `blockdev-del`.
pub(super) fn node(validation: Validation) -> impl Fn(&Server) -> Result<Trips> {
    move |server| {
        let mut client = connect(server, &validation)?;
        Ok(Box::new(move |trips| {
            for _ in 0..trips {
                let null = BlockdevOptionsNull::new().size(1 << 30).read_zeroes(true);
                let node = BlockdevOptions::null_co(null)
                    .node_name("disk0")
                    .read_only(true);
                client.execute(&BlockdevAdd::from(node))?;
                client.execute(&BlockdevDel::new("disk0"))?;
            }
            Ok(())
        }))
    }
}
