//! What real QEMUs do to those who wait: jobs that are cancelled and dismiss
//! themselves, migrations that are under way, cancelled
//! or go nowhere.

use std::error::Error as StdError;
use std::path::Path;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use qapi_client::tokio::Client;
use qapi_client::{Error, wait};
use qapi_machine::{Binary, Found, Kind, Machine, live};
use qapi_types::qmp::commands::{
    BlockdevAdd, BlockdevBackup, BlockdevMirror, JobCancel, JobDismiss, Migrate, MigrateCancel,
    MigrateSetCapabilities, MigrateSetParameters, QueryMigrate,
};
use qapi_types::qmp::events::Migration;
use qapi_types::qmp::types::{
    BlockdevBackup as Backup, BlockdevOptions, BlockdevOptionsNull, MigrateSetParameters as Speed,
    MigrationCapability, MigrationCapabilityStatus, MigrationStatus, MirrorSyncMode,
};

type Outcome<T = ()> = Result<T, Box<dyn StdError>>;

const CASES: [(&str, AsyncCase); 5] = [
    ("a job that is cancelled", |qemu| {
        Box::pin(cancelled_job(qemu))
    }),
    ("a mirror that is cancelled", |qemu| {
        Box::pin(cancelled_mirror(qemu))
    }),
    ("a migration that is under way", |qemu| {
        Box::pin(migration_under_way(qemu))
    }),
    ("a migration that is cancelled", |qemu| {
        Box::pin(cancelled_migration(qemu))
    }),
    ("a migration that goes nowhere", |qemu| {
        Box::pin(failed_migration(qemu))
    }),
];

type AsyncCase = for<'q> fn(&'q Client) -> std::pin::Pin<Box<dyn Future<Output = Outcome> + 'q>>;

fn main() -> ExitCode {
    let mut trials = Vec::new();
    for Found { path, .. } in qapi_machine::find_all() {
        let run = |(name, case)| {
            let path = path.clone();
            let name = format!("{name}: {}", path.display());
            Trial::ignorable_test(name, move || run(&path, case))
        };
        trials.extend(CASES.map(run));
    }
    if trials.is_empty() {
        trials.push(Trial::ignorable_test("a real QEMU", || {
            Ok(Completion::ignored_with(live::without_qemu()?))
        }));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn run(path: &Path, case: AsyncCase) -> Result<Completion, Failed> {
    let binary = Binary::new(path)?;
    if binary.kind() != Kind::System {
        return Ok(Completion::ignored_with("it has no machine"));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(async {
        // The memory is of zeros. It is enough to be slow when that is wanted.
        let mut machine = Machine::builder(&binary).args(["-m", "512M"]).start()?;
        let monitor = machine.take_monitor().ok_or("its monitor is taken")?;
        monitor.set_nonblocking(true)?;
        case(&Client::over(tokio::net::UnixStream::from_std(monitor)?).await?).await
    });
    outcome.map_err(|error| qapi_schema::with_causes(&*error).to_string())?;
    Ok(Completion::Completed)
}

/// Why it was not successful, in QEMU's words.
fn reason<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Outcome<String> {
    match outcome {
        Err(Error::Unsuccessful { reason, .. }) => Ok(reason),
        other => Err(format!("{other:?}").into()),
    }
}

async fn add_nodes(qemu: &Client) -> Outcome {
    for name in ["from", "to"] {
        // Zeroes QEMU 11.1 does not even mirror, so the job would be ready at once.
        let null = BlockdevOptionsNull::new().size(64 << 20).read_zeroes(false);
        let null = BlockdevOptions::null_co(null).node_name(name);
        qemu.execute(&BlockdevAdd::new(null)).await?;
    }
    Ok(())
}

async fn cancelled_job(qemu: &Client) -> Outcome {
    add_nodes(qemu).await?;
    for auto_dismiss in [true, false] {
        // Slow enough never to end by itself.
        let backup = Backup::new("from", MirrorSyncMode::Full, "to")
            .job_id("job0")
            .speed(1)
            .auto_dismiss(auto_dismiss);
        qemu.execute(&BlockdevBackup::new(backup)).await?;
        let cancel = JobCancel::new("job0");
        let concluded = qemu.execute_and_wait(&cancel, wait::job_concluded("job0"));
        let reason = reason(concluded.await)?;
        assert!(reason.contains("cancel"), "{auto_dismiss}: {reason}");
        if !auto_dismiss {
            qemu.execute(&JobDismiss::new("job0")).await?;
        }
    }
    Ok(())
}

async fn cancelled_mirror(qemu: &Client) -> Outcome {
    add_nodes(qemu).await?;
    let mirror = BlockdevMirror::new("from", "to", MirrorSyncMode::Full)
        .job_id("job0")
        .speed(1);
    qemu.execute(&mirror).await?;
    let cancel = JobCancel::new("job0");
    let ready = qemu.execute_and_wait(&cancel, wait::job_ready("job0"));
    let why = reason(ready.await)?;
    assert!(why.contains("cancel"), "{why}");
    let gone = reason(qemu.wait_for(wait::job_ready("job0")).await)?;
    assert_eq!(gone, "there is no such job");
    Ok(())
}

/// Starts a migration that takes some twenty minutes, unless it is told to be
/// faster.
async fn migrate_slowly(qemu: &Client) -> Outcome {
    let events = MigrationCapabilityStatus::new(MigrationCapability::Events, true);
    qemu.execute(&MigrateSetCapabilities::new(vec![events]))
        .await?;
    speed(qemu, 1000).await?;
    let migrate = Migrate::new().uri("exec:cat >/dev/null");
    let active = wait::event::<Migration>();
    let active = active.matching(|it| it.status == MigrationStatus::Active);
    qemu.execute_and_wait(&migrate, active).await?;
    Ok(())
}

async fn speed(qemu: &Client, bytes_a_second: u64) -> Result<(), Error> {
    let speed = Speed::new().max_bandwidth(bytes_a_second);
    qemu.execute(&MigrateSetParameters::new(speed)).await?;
    Ok(())
}

async fn migration_under_way(qemu: &Client) -> Outcome {
    migrate_slowly(qemu).await?;
    let finished = qemu.wait_for(wait::migration_finished());
    tokio::try_join!(finished, speed(qemu, 1 << 30))?;
    let status = qemu.execute(&QueryMigrate::new()).await?.status;
    assert_eq!(status, Some(MigrationStatus::Completed));
    // Now it has happened already.
    qemu.wait_for(wait::migration_finished()).await?;
    Ok(())
}

async fn cancelled_migration(qemu: &Client) -> Outcome {
    migrate_slowly(qemu).await?;
    let cancel = MigrateCancel::new();
    let finished = qemu.execute_and_wait(&cancel, wait::migration_finished());
    assert_eq!(reason(finished.await)?, "it was cancelled");
    Ok(())
}

async fn failed_migration(qemu: &Client) -> Outcome {
    let migrate = Migrate::new().uri("exec:exit 1");
    let finished = qemu.execute_and_wait(&migrate, wait::migration_finished());
    let why = reason(finished.await)?;
    assert!(!why.is_empty());
    Ok(())
}
