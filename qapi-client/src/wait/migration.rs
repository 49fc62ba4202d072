//! Migrations.

use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::{Progress, Wait, unsuccessful, view};
use crate::error::Error;
use crate::events::{EventFilter, RawEvent};
use crate::protocol::Request;
use crate::shell::{NoArguments, encode};

/// A migration to finish; from [`migration_finished`].
#[derive(Clone, Debug, Default)]
pub struct MigrationFinished {
    _private: (),
}

/// Waits until a migration has completed, on its source or its destination.
/// QEMU tells of it only with the migration capability `events`, which is set
/// first.
///
/// It ends with [`Error::Unsuccessful`] and what QEMU says is wrong if the
/// migration failed or was cancelled. One that is paused, to be recovered, is
/// waited for.
pub fn migration_finished() -> MigrationFinished {
    MigrationFinished::default()
}

/// `MIGRATION`, and the reply to `query-migrate` (`MigrationInfo` in
/// `qapi/migration.json`).
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct MigrationInfo {
    status: Option<String>,
    error_desc: Option<String>,
}

impl MigrationInfo {
    fn has_failed(&self) -> bool {
        matches!(self.status.as_deref(), Some("failed" | "cancelled"))
    }
}

fn ask() -> Result<Progress<()>, Error> {
    Ok(Progress::Ask(encode("query-migrate", &NoArguments {})?))
}

impl Wait for MigrationFinished {
    type Outcome = ();

    fn prepare(&self) -> Result<Vec<Request>, Error> {
        let events = json!({"capabilities": [{"capability": "events", "state": true}]});
        Ok(vec![encode("migrate-set-capabilities", &events)?])
    }

    fn filter(&self) -> EventFilter {
        EventFilter::named(["MIGRATION"])
    }

    fn look(&mut self) -> Result<Progress<()>, Error> {
        ask()
    }

    fn on_event(&mut self, event: &RawEvent) -> Result<Progress<()>, Error> {
        let migration: MigrationInfo = event.data()?;
        match migration.status.as_deref() {
            Some("completed") => Ok(Progress::Done(())),
            _ if migration.has_failed() => ask(),
            _ => Ok(Progress::Waiting),
        }
    }

    fn on_reply(&mut self, command: &str, reply: Box<RawValue>) -> Result<Progress<()>, Error> {
        let migration: MigrationInfo = view(command, &reply)?;
        if migration.status.as_deref() == Some("completed") {
            return Ok(Progress::Done(()));
        }
        if !migration.has_failed() {
            return Ok(Progress::Waiting);
        }
        let MigrationInfo { status, error_desc } = migration;
        let reason = error_desc.or(status).unwrap_or_default();
        unsuccessful("the migration".to_owned(), reason)
    }
}
