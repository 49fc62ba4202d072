//! A running machine moves to another QEMU.

use std::path::Path;
use std::time::Duration;

use qapi_client::tokio::Client;
use qapi_client::{Error, wait};
use qapi_types::qmp::commands::{
    Cont, Migrate, MigrateIncoming, MigrateSetParameters, QueryMigrate, QueryStatus,
};
use qapi_types::qmp::types::{MigrateSetParameters as Parameters, RunState};

use super::Outcome;
use super::screen::{Progress, Screen};

/// How fast the memory is transferred, in bytes a second, so that there is
/// something to see.
const BANDWIDTH: u64 = 64 << 20;

pub(crate) async fn act(
    source: &Client,
    destination: &Client,
    screen: &mut Screen<'_>,
    folder: &Path,
) -> Outcome {
    screen.title("Migrate the machine to another QEMU:")?;
    source.execute(&Cont::new()).await?;
    status(screen, "source", source).await?;
    status(screen, "destination", destination).await?;

    let socket = format!("unix:{}", folder.join("migration").display());
    let incoming = MigrateIncoming::new().uri(&*socket);
    destination.execute(&incoming).await?;
    let parameters = Parameters::new().max_bandwidth(BANDWIDTH);
    source
        .execute(&MigrateSetParameters::new(parameters))
        .await?;

    let migrate = Migrate::new().uri(&*socket);
    let both = async {
        let sent = source.execute_and_wait(&migrate, wait::migration_finished());
        let received = destination.wait_for(wait::migration_finished());
        tokio::try_join!(sent, received)
    };
    let other = source.clone();
    screen.watch(both, async || progress(&other).await).await?;

    let info = source.execute(&QueryMigrate::new()).await?;
    let ram = info.ram.ok_or("a migration that completed has figures")?;
    screen.line(format_args!(
        "  query-migrate: {} bytes in {} ms, of these {} ms without the guest",
        ram.transferred,
        info.total_time.unwrap_or_default(),
        info.downtime.unwrap_or_default(),
    ))?;
    settle(source).await?;
    status(screen, "source", source).await?;
    status(screen, "destination", destination).await
}

async fn status(screen: &mut Screen<'_>, name: &str, qemu: &Client) -> Outcome {
    let status = qemu.execute(&QueryStatus::new()).await?.status;
    Ok(screen.line(format_args!("  query-status of the {name}: {status}"))?)
}

/// QEMU says that a migration has completed a moment before the machine is in
/// the state `postmigrate`, and there is no event for that.
async fn settle(source: &Client) -> Outcome {
    let mut ticks = tokio::time::interval(Duration::from_millis(10));
    while source.execute(&QueryStatus::new()).await?.status == RunState::FinishMigrate {
        ticks.tick().await;
    }
    Ok(())
}

/// How much of the memory has been transferred. Before it begins nothing is
/// known.
async fn progress(qemu: &Client) -> Result<Option<Progress>, Error> {
    let info = qemu.execute(&QueryMigrate::new()).await?;
    Ok(info.ram.map(|ram| Progress {
        what: "memory",
        done: ram.total - ram.remaining,
        total: ram.total,
    }))
}
